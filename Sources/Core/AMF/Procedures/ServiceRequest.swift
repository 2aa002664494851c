import Base
import NAS
import Runtime
import SBI
import Services

extension AMF {
  /// UE-triggered service request (TS 23.502 §4.2.3.2; TS 24.501 §5.6.1), also the answer to paging.
  func serviceRequest(of ue: UEContext, lease: UInt64, request: ServiceRequest, isProtected: Bool) async throws {
    guard let connection = ue.connection else { return }
    // TS 24.501 §5.6.1.5: without a context, or without proof, the UE is told to register.
    guard isProtected, ue.isRegistered else {
      environment.log(.info, "\(ue.logName): service request of an unknown or unproven UE rejected")
      send(.serviceReject(ServiceReject(cause: .ueIdentityCannotBeDerivedByTheNetwork)), to: ue)
      releaseConnection(connection, cause: .nasUnspecified)
      return
    }
    guard ue.registrationArea.contains(connection.tai) else {
      send(.serviceReject(ServiceReject(cause: .implicitlyDeregistered)), to: ue)
      releaseConnection(connection, cause: .nasUnspecified)
      return
    }
    stopPaging(ue)
    confirmGUTI(of: ue)
    ue.lastKnownTAI = connection.tai

    // TS 23.502 §4.2.3.2, step 4 and TS 24.501 §5.6.1.4: session status first, then user planes.
    if let status = request.pduSessionStatus { await synchronizeSessions(of: ue, status: status) }
    try ue.check(lease)
    let wanted = wantedSessions(request, of: ue)
    let reactivation = try await reactivateSessions(wanted, of: ue, lease: lease)

    // Step 12: Service Accept within Initial Context Setup.
    var accept = ServiceAccept()
    if request.pduSessionStatus != nil { accept.pduSessionStatus = SessionBitmap(ue.sessions.keys.sorted()) }
    if request.uplinkDataStatus != nil || request.allowedPDUSessionStatus != nil {
      accept.pduSessionReactivationResult = SessionBitmap(reactivation.failed.map(\.pduSessionID))
      if !reactivation.failed.isEmpty {
        accept.pduSessionReactivationResultErrorCause = PDUSessionReactivationResultErrorCause(
          reactivation.failed.map { .init(pduSessionID: $0.pduSessionID, cause: $0.cause) })
      }
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
  private func wantedSessions(_ request: ServiceRequest, of ue: UEContext) -> SessionBitmap? {
    var identities = Set(request.uplinkDataStatus?.identities ?? [])
    for pending in ue.pendingDownlink where pending.isUserPlaneWanted { identities.insert(pending.pduSessionID) }
    for (id, session) in ue.sessions where session.isAlwaysOn { identities.insert(id) }
    if identities.isEmpty, request.uplinkDataStatus == nil { return nil }
    return SessionBitmap(identities.sorted())
  }
}
