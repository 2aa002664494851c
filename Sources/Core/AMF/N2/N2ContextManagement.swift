import Base
import NAS
import NGAP
import PER
import Runtime
import Security

/// UE context management procedures (TS 38.413 §8.3) and the supervision of all procedures that the AMF begins.
extension AMF {
  /// Initial Context Setup (TS 38.413 §8.3.1). Where the gNB has the UE's context already, sessions go in a PDU Session
  /// Resource Setup and the NAS message alone in a Downlink NAS Transport.
  func requestInitialContextSetup(_ ue: UEContext, on connection: N2Connection, nas: [UInt8]?, sessions: [SessionSetup]) {
    guard isUsable(connection) else { return }
    if connection.hasRANContext || connection.procedures.isRunning(.initialContextSetup) {
      if let nas { sendDownlinkNAS(nas, on: connection) }
      if !sessions.isEmpty { requestSessionSetup(ue, on: connection, sessions: sessions) }
      return
    }
    guard let security = ue.security, let capability = ue.ueSecurityCapability else {
      environment.log(.error, "\(ue.logName): Initial Context Setup without a security context")
      releaseConnection(connection, cause: .nasUnspecified)
      return
    }
    let slices = ue.allowedNSSAI.isEmpty ? configuration.supportedSlices : ue.allowedNSSAI
    var request = InitialContextSetupRequest(
      amfUENGAPID: connection.amfUENGAPID, ranUENGAPID: connection.ranUENGAPID, guami: configuration.guami.ngap,
      allowedNSSAI: slices.prefix(8).map { AllowedNSSAIItem(sNSSAI: $0.ngap) },
      ueSecurityCapabilities: NGAP.UESecurityCapabilities(nas: capability.octets),
      securityKey: BitString(octets: security.context.kGNB(uplinkCount: ue.uplinkCountOfKGNB).revealed, bitCount: 256))
    if !sessions.isEmpty {
      request.ueAggregateMaximumBitRate = aggregateMaximumBitRate(of: ue)
      request.pduSessionResourceSetupListCxtReq = sessions.map {
        PDUSessionResourceSetupItemCxtReq(
          pduSessionID: $0.pduSessionID, nasPDU: $0.nas, sNSSAI: $0.sNSSAI.ngap, pduSessionResourceSetupRequestTransfer: $0.transfer)
      }
    }
    request.nasPDU = nas
    request.ueRadioCapability = ue.ueRadioCapability
    request.ueRadioCapabilityForPaging = storedPagingCapability(of: ue)
    request.maskedIMEISV = maskedIMEISV(pei: ue.pei)
    request.mobilityRestrictionList = mobilityRestrictions(of: ue)
    // TS 23.501 §5.3.4.3: the policy's index, else the subscribed one.
    request.indexToRFSP = (ue.policyRFSP ?? ue.subscribedRFSP).flatMap { (1...256).contains($0) ? IndexToRFSP($0) : nil }
    supervise(.initialContextSetup, sessions: sessions.map(\.pduSessionID), of: connection)
    sendN2(.initialContextSetupRequest(request), on: connection)
  }

  /// UE-AMBR (TS 38.413 §9.3.1.58); the IE's largest value where the subscription sets no limit.
  func aggregateMaximumBitRate(of ue: UEContext) -> UEAggregateMaximumBitRate {
    let largest: UInt64 = 4_000_000_000_000
    return UEAggregateMaximumBitRate(
      ueAggregateMaximumBitRateDL: Int64(min(ue.ueAMBR?.downlink ?? largest, largest)),
      ueAggregateMaximumBitRateUL: Int64(min(ue.ueAMBR?.uplink ?? largest, largest)))
  }

  /// Where the gNB must not lead the UE (TS 38.413 §9.3.1.85); `nil` when there is no such place.
  private func mobilityRestrictions(of ue: UEContext) -> MobilityRestrictionList? {
    guard !ue.forbiddenTACs.isEmpty else { return nil }
    let plmn = configuration.guami.plmn
    let tacs = ue.forbiddenTACs.sorted().prefix(4096).map { Base.TAI(plmn: plmn, tac: $0).ngap.tac }
    return MobilityRestrictionList(
      servingPLMN: FixedOctets(plmn.octets),
      forbiddenAreaInformation: [ForbiddenAreaInformationItem(plmnIdentity: FixedOctets(plmn.octets), forbiddenTACs: tacs)])
  }

  func storedPagingCapability(of ue: UEContext) -> UERadioCapabilityForPaging? {
    ue.ueRadioCapabilityForPaging.flatMap { try? UERadioCapabilityForPaging(decoding: $0) }
  }

  /// Initial Context Setup Response (TS 38.413 §8.3.1.2).
  func receive(_ answer: InitialContextSetupResponse, of connection: N2Connection, from gNB: GNBContext) {
    let pdu = NGAPPDU.successfulOutcome(.initialContextSetupResponse(answer))
    guard let procedure = finish(.initialContextSetup, of: connection, answer: pdu, from: gNB) else { return }
    connection.hasRANContext = true
    let ue = connection.ue
    settleSetup(
      procedure, of: connection,
      succeeded: (answer.pduSessionResourceSetupListCxtRes ?? []).map { ($0.pduSessionID, $0.pduSessionResourceSetupResponseTransfer) },
      failed: (answer.pduSessionResourceFailedToSetupListCxtRes ?? []).map {
        ($0.pduSessionID, $0.pduSessionResourceSetupUnsuccessfulTransfer)
      })
    _ = ue.mailbox.deliver(.initialContextSetup(succeeded: true))
    let waiting = connection.procedures.waitingSetups
    connection.procedures.waitingSetups = []
    if !waiting.isEmpty { requestSessionSetup(ue, on: connection, sessions: waiting) }
  }

  /// Initial Context Setup Failure (TS 38.413 §8.3.1.3): the gNB has no context, so the connection is of no use.
  func receive(_ answer: InitialContextSetupFailure, of connection: N2Connection, from gNB: GNBContext) {
    let pdu = NGAPPDU.unsuccessfulOutcome(.initialContextSetupFailure(answer))
    guard let procedure = finish(.initialContextSetup, of: connection, answer: pdu, from: gNB) else { return }
    settleSetup(
      procedure, of: connection, succeeded: [],
      failed: (answer.pduSessionResourceFailedToSetupListCxtFail ?? []).map {
        ($0.pduSessionID, $0.pduSessionResourceSetupUnsuccessfulTransfer)
      })
    contextSetupFailed(of: connection, reason: "\(answer.cause)")
  }

  private func contextSetupFailed(of connection: N2Connection, reason: String) {
    environment.log(.warning, "\(connection.ue.logName): Initial Context Setup failed: \(reason)")
    failWaitingSetups(of: connection)
    _ = connection.ue.mailbox.deliver(.initialContextSetup(succeeded: false))
    releaseConnection(connection, cause: .radioNetworkUnspecified)
  }

  /// UE Radio Capability Info Indication (TS 38.413 §8.14.1).
  func receiveRadioCapability(_ message: UERadioCapabilityInfoIndication, of connection: N2Connection, from gNB: GNBContext) {
    let paging = message.ueRadioCapabilityForPaging.flatMap { try? $0.encode() }
    guard message.ueRadioCapability.count + (paging?.count ?? 0) <= configuration.limits.ueRadioCapabilityOctets else {
      environment.security(
        "\(gNB.logName): UE radio capability of \(message.ueRadioCapability.count) octets was not stored", interface: .n2, peer: gNB.address
      )
      return
    }
    connection.ue.ueRadioCapability = message.ueRadioCapability
    if let paging { connection.ue.ueRadioCapabilityForPaging = paging }
  }

  // MARK: Release

  /// AN release that the gNB asks for (TS 23.502 §4.2.6, steps 1 and 2; TS 38.413 §8.3.2).
  func receiveReleaseRequest(_ message: UEContextReleaseRequest, of connection: N2Connection) {
    environment.log(.info, "\(connection.ue.logName): the gNB asks for release: \(message.cause)")
    releaseConnection(connection, cause: .requested(message.cause))
  }

  /// UE Context Release (TS 38.413 §8.3.3; TS 23.502 §4.2.6, step 2b). The command goes behind the NAS messages that were
  /// sent before on the same stream. A connection that is being released already is left to that.
  func releaseConnection(_ connection: N2Connection, cause: ReleaseCause) {
    guard isUsable(connection) else { return }
    abandonProcedures(of: connection)
    supervise(.ueContextRelease, sessions: [], of: connection)
    sendN2(
      .ueContextReleaseCommand(
        UEContextReleaseCommand(
          ueNGAPIDs: .ueNGAPIDPair(UENGAPIDPair(amfUENGAPID: connection.amfUENGAPID, ranUENGAPID: connection.ranUENGAPID)),
          cause: cause.ngap)), on: connection)
  }

  /// UE Context Release Complete (TS 38.413 §8.3.3.2): the last message of a connection; for an unknown one it is ignored (§10.6).
  func receive(_ answer: UEContextReleaseComplete, from gNB: GNBContext) {
    guard let connection = connections[answer.amfUENGAPID], connection.association == gNB.association,
      connection.ranUENGAPID == answer.ranUENGAPID
    else {
      environment.security("\(gNB.logName): UE Context Release Complete for no connection of its own", interface: .n2, peer: gNB.address)
      return
    }
    let pdu = NGAPPDU.successfulOutcome(.ueContextReleaseComplete(answer))
    guard finish(.ueContextRelease, of: connection, answer: pdu, from: gNB) != nil else { return }
    if let location = answer.userLocationInformation { update(connection, with: location) }
    end(connection)
  }

  // MARK: Supervision

  /// Notes a procedure that the gNB has to answer in time.
  func supervise(_ code: ProcedureCode, sessions: [UInt8], of connection: N2Connection) {
    let id = connection.amfUENGAPID
    let token = connection.procedures.makeToken()
    let timer = loop.schedule(after: configuration.timers.n2Response, label: code.supervisedName) {
      self.assumeIsolated { amf in
        guard let connection = amf.connections[id], let procedure = connection.procedures.finish(token: token) else { return }
        amf.fail(procedure, of: connection, reason: "the gNB does not answer")
      }
    }
    connection.procedures.begin(N2Procedures.Running(token: token, code: code, sessions: sessions, timer: timer))
  }

  /// No answer will come any more: the SMFs learn that what they asked for did not happen.
  func abandonProcedures(of connection: N2Connection) {
    for procedure in connection.procedures.finishAll() {
      loop.cancel(procedure.timer)
      switch procedure.code {
      case .initialContextSetup, .pduSessionResourceSetup: settleSetup(procedure, of: connection, succeeded: [], failed: [])
      case .pduSessionResourceModify: failModification(procedure, of: connection)
      default: break
      }
    }
    failWaitingSetups(of: connection)
  }

  /// A procedure of the AMF ended without a readable answer; its timer does not run any more.
  func fail(_ procedure: N2Procedures.Running, of connection: N2Connection, reason: String) {
    environment.log(.warning, "\(connection.ue.logName): \(procedure.code.supervisedName) failed, \(reason)")
    switch procedure.code {
    case .ueContextRelease: end(connection)
    case .initialContextSetup:
      settleSetup(procedure, of: connection, succeeded: [], failed: [])
      contextSetupFailed(of: connection, reason: reason)
    case .pduSessionResourceSetup: settleSetup(procedure, of: connection, succeeded: [], failed: [])
    case .pduSessionResourceModify: failModification(procedure, of: connection)
    default: break
    }
  }
}
