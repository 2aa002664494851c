import Base
import NGAP
import PER
import RadioLink
import Runtime

/// Initial context setup, modification and release of a UE's context (TS 38.413 §8.3).
extension GNB {
  /// INITIAL CONTEXT SETUP (§8.3.1).
  func setUp(_ request: InitialContextSetupRequest, _ context: UEContext) async throws(ProcedureAborted) {
    context.kGNB = request.securityKey.octets
    if let capability = request.ueRadioCapability { context.capability = capability }
    // TS 38.331 §5.3.4: the simulated link has no protection, the exchange is there for its order.
    sendSignalling(.securityModeCommand(ASSecurityAlgorithms(ciphering: 0, integrity: 2)), to: context)
    let secured = try await expect(context) { $0 == .securityModeComplete || $0 == .securityModeFailure }
    guard secured == .securityModeComplete else {
      send(
        .initialContextSetupFailure(
          InitialContextSetupFailure(
            amfUENGAPID: request.amfUENGAPID, ranUENGAPID: request.ranUENGAPID, cause: .radioNetwork(.failureInRadioInterfaceProcedure))),
        for: context)
      return
    }
    if context.capability == nil { try await enquireCapability(context) }

    let items = (request.pduSessionResourceSetupListCxtReq ?? []).map {
      SetupItem(id: $0.pduSessionID, nas: $0.nasPDU, transfer: $0.pduSessionResourceSetupRequestTransfer)
    }
    let result = try await setUpSessions(items, nas: request.nasPDU, context)
    let set = result.set.map {
      PDUSessionResourceSetupItemCxtRes(pduSessionID: $0.id, pduSessionResourceSetupResponseTransfer: $0.transfer)
    }
    let failed = result.failed.map {
      PDUSessionResourceFailedToSetupItemCxtRes(pduSessionID: $0.id, pduSessionResourceSetupUnsuccessfulTransfer: $0.transfer)
    }
    send(
      .initialContextSetupResponse(
        InitialContextSetupResponse(
          amfUENGAPID: request.amfUENGAPID, ranUENGAPID: request.ranUENGAPID, pduSessionResourceSetupListCxtRes: set.isEmpty ? nil : set,
          pduSessionResourceFailedToSetupListCxtRes: failed.isEmpty ? nil : failed)), for: context)
  }

  /// Reads the UE's capability and passes it on (§8.14.1).
  private func enquireCapability(_ context: UEContext) async throws(ProcedureAborted) {
    sendSignalling(.ueCapabilityEnquiry, to: context)
    let answer = try await expect(context) { if case .ueCapabilityInformation = $0 { true } else { false } }
    guard case .ueCapabilityInformation(let capability)? = answer else { return }
    context.capability = capability
    send(
      .ueRadioCapabilityInfoIndication(
        UERadioCapabilityInfoIndication(
          amfUENGAPID: context.amfUENGAPID ?? 0, ranUENGAPID: context.ranUENGAPID, ueRadioCapability: capability)), for: context)
  }

  /// Waits for the UE's answer on the radio.
  func expect(_ context: UEContext, _ accepts: @escaping (RadioMessage) -> Bool) async throws(ProcedureAborted) -> RadioMessage? {
    let message = try await context.mailbox.receive(within: .seconds(5), label: "radio answer", accepting: accepts)
    guard contexts[context.ranUENGAPID] === context else { throw ProcedureAborted(reason: "UE context released") }
    return message
  }

  /// UE CONTEXT MODIFICATION (§8.3.4).
  func modify(_ request: UEContextModificationRequest, _ context: UEContext) {
    if let key = request.securityKey { context.kGNB = key.octets }
    send(
      .ueContextModificationResponse(
        UEContextModificationResponse(
          amfUENGAPID: request.amfUENGAPID, ranUENGAPID: request.ranUENGAPID, userLocationInformation: userLocation(context))),
      for: context)
    if let id = request.newAMFUENGAPID { context.amfUENGAPID = id }
  }

  /// UE CONTEXT RELEASE REQUEST (§8.3.2).
  func requestRelease(_ context: UEContext, cause: Cause) {
    guard contexts[context.ranUENGAPID] === context, !context.isReleaseRequested else { return }
    guard let amfID = context.amfUENGAPID else {
      removeContext(context.ranUENGAPID, cause: "\(cause)")
      return
    }
    context.isReleaseRequested = true
    let sessions = context.sessions.keys.sorted().map { PDUSessionResourceItemCxtRelReq(pduSessionID: $0) }
    send(
      .ueContextReleaseRequest(
        UEContextReleaseRequest(
          amfUENGAPID: amfID, ranUENGAPID: context.ranUENGAPID, pduSessionResourceListCxtRelReq: sessions.isEmpty ? nil : sessions,
          cause: cause)), for: context)
  }

  /// Asks for the release of every UE, as an operator's command.
  public func releaseAllUEs() {
    for id in contexts.keys.sorted() {
      if let context = contexts[id] { requestRelease(context, cause: .radioNetwork(.userInactivity)) }
    }
  }

  /// UE CONTEXT RELEASE COMMAND (§8.3.3).
  func release(_ command: UEContextReleaseCommand) {
    var amfID: UInt64?
    var ranID: UInt32?
    switch command.ueNGAPIDs {
    case .ueNGAPIDPair(let pair): (amfID, ranID) = (pair.amfUENGAPID, pair.ranUENGAPID)
    case .amfUENGAPID(let id):
      amfID = id
      ranID = contexts.values.filter { $0.amfUENGAPID == id }.map(\.ranUENGAPID).min()
    case .unknown: break
    }
    guard let amfID, let ranID, let context = contexts[ranID], context.isInitialSent else {
      environment.security("release of an unknown UE", interface: .n2)
      refuse(.radioNetwork(.unknownLocalUENGAPID), amfID, ranID)
      return
    }
    guard context.amfUENGAPID == nil || context.amfUENGAPID == amfID else {
      environment.security("release with an inconsistent AMF UE NGAP ID", interface: .n2)
      refuse(.radioNetwork(.inconsistentRemoteUENGAPID), amfID, ranID)
      return
    }
    let sessions = context.sessions.keys.sorted().map { PDUSessionResourceItemCxtRelCpl(pduSessionID: $0) }
    let location = userLocation(context)
    // NAS messages that still wait reach the UE before it loses the connection.
    for message in context.queue {
      if case .downlinkNASTransport(let transport) = message { deliver(transport, context) }
    }
    removeContext(ranID, cause: "\(command.cause)")
    send(
      .successfulOutcome(
        .ueContextReleaseComplete(
          UEContextReleaseComplete(
            amfUENGAPID: amfID, ranUENGAPID: ranID, userLocationInformation: location,
            pduSessionResourceListCxtRelCpl: sessions.isEmpty ? nil : sessions))), stream: context.stream)
  }
}
