import Base
import NAS
import Runtime
import SBI
import Services

extension AMF {
  /// UE-triggered service request (TS 23.502 §4.2.3.2; TS 24.501 §5.6.1), also the answer to paging.
  func serviceRequest(of ue: UEContext, lease: UInt64, request: ServiceRequest, isProtected: Bool) async throws {
    guard let connection = ue.connection else { return }
    // TS 24.501 §4.4.4.3, §5.6.1.5: without a context, or without proof, the UE is told to register.
    guard isProtected, ue.isRegistered else {
      rejectService(of: ue, cause: .ueIdentityCannotBeDerivedByTheNetwork)
      return
    }
    // Outside its registration area a UE has to register before anything else (TS 24.501 §5.5.1.3.2 a).
    guard ue.registrationArea.contains(connection.tai) else {
      rejectService(of: ue, cause: .implicitlyDeregistered)
      return
    }
    ue.lastKnownTAI = connection.tai

    // TS 23.502 §4.2.3.2, step 4 and TS 24.501 §5.6.1.4: session status first, then user planes.
    if let status = request.pduSessionStatus { await synchronizeSessions(of: ue, status: status) }
    try ue.check(lease)
    let wanted = wantedSessions(request.uplinkDataStatus, of: ue)
    let reactivation = try await reactivateSessions(wanted, of: ue, lease: lease)

    // Step 12: Service Accept within Initial Context Setup.
    var accept = ServiceAccept()
    if request.pduSessionStatus != nil || !reactivation.unknown.isEmpty {
      accept.pduSessionStatus = SessionBitmap(ue.sessions.keys.sorted())
    }
    if request.uplinkDataStatus != nil || request.allowedPDUSessionStatus != nil {
      accept.pduSessionReactivationResult = reactivation.result
      accept.pduSessionReactivationResultErrorCause = reactivation.errorCauses
    }
    guard let octets = protect(.serviceAccept(accept), for: ue) else { return }
    if connection.hasRANContext && reactivation.setupRequests.isEmpty {
      sendDownlinkNAS(octets, on: connection)
    } else {
      requestInitialContextSetup(ue, on: connection, nas: octets, sessions: reactivation.setupRequests)
    }
    environment.log(.info, "\(ue.logName): service accepted, sessions \(reactivation.setupRequests.map(\.pduSessionID))")
    flushPendingDownlink(of: ue)
    // TS 33.501 §6.12.3: a new 5G-GUTI after a service request that answered paging.
    if request.serviceType == .mobileTerminatedServices { ue.needsNewGUTI = true }
  }

  /// The sessions whose user plane is wanted: by the UE, or by the data that it was paged for.
  func wantedSessions(_ uplinkDataStatus: SessionBitmap?, of ue: UEContext) -> [UInt8] {
    var identities = Set((uplinkDataStatus?.identities ?? []).filter { $0 > 0 })
    for pending in ue.pendingDownlink where pending.isUserPlaneWanted && ue.sessions[pending.pduSessionID] != nil {
      identities.insert(pending.pduSessionID)
    }
    return identities.sorted()
  }

  /// SERVICE REJECT (TS 24.501 §5.6.1.5), protected when there is secure exchange. The UE has to register anew; an unproven one touches
  /// nobody's registration, because it has a context of its own.
  func rejectService(of ue: UEContext, cause: FiveGMMCause) {
    environment.log(.info, "\(ue.logName): service request rejected, cause \(cause)")
    send(.serviceReject(ServiceReject(cause: cause)), to: ue)
    if let connection = ue.connection { releaseConnection(connection, cause: .nasUnspecified) }
  }
}
