import Base
import NGAP
import PER
import Runtime

/// NGAP messages from the AMF to their procedures; every class 1 procedure that an AMF can start is answered.
extension GNB {
  func receive(_ octets: [UInt8], stream: UInt16) {
    let pdu: NGAPPDU
    do throws(NGAPError) {
      pdu = try NGAPPDU(decoding: octets)
    } catch {
      environment.security("NGAP message refused: \(error)", interface: .n2)
      switch error {
      // TS 38.413 §10.1: an Error Indication never answers an Error Indication (an initiating message of procedure code 9).
      case .transferSyntax where octets.count > 1 && octets[0] == 0 && octets[1] == 9: break
      case .abstractSyntax(let syntax) where syntax.procedureCode == 9: break
      case .transferSyntax: refuse(.protocol(.transferSyntaxError), nil, nil)
      case .abstractSyntax(let syntax):
        // TS 38.413 §10.3: nothing is said about what may be ignored.
        guard syntax.isReject || syntax.problems.contains(where: { $0.criticality == .notify }) else { return }
        refuse(.protocol(syntax.cause), syntax.amfUENGAPID, syntax.ranUENGAPID, diagnostics: syntax.criticalityDiagnostics)
      }
      return
    }
    switch pdu {
    case .initiatingMessage(let message): receive(message)
    case .successfulOutcome(.ngSetupResponse(let response)): setUpSucceeded(response)
    case .unsuccessfulOutcome(.ngSetupFailure(let failure)): setUpFailed(failure)
    case .successfulOutcome(.ngResetAcknowledge): environment.log(.info, "NG Reset acknowledged")
    case .successfulOutcome(.ranConfigurationUpdateAcknowledge): environment.log(.info, "RAN configuration update acknowledged")
    case .unsuccessfulOutcome(.ranConfigurationUpdateFailure(let failure)):
      environment.log(.warning, "RAN configuration update failed: \(failure.cause)")
    default:
      environment.security("NGAP outcome of a procedure that does not run", interface: .n2)
      refuse(.protocol(.messageNotCompatibleWithReceiverState), nil, nil)
    }
  }

  private func receive(_ message: InitiatingMessage) {
    switch message {
    case .amfConfigurationUpdate(let update): updateAMF(update)
    case .ngReset(let reset): self.reset(reset)
    case .overloadStart(let start): startOverload(start)
    case .overloadStop: stopOverload()
    case .errorIndication(let indication): take(indication)
    case .paging(let paging): page(paging)
    case .amfStatusIndication: environment.log(.warning, "AMF status indication: GUAMIs become unavailable")
    case .writeReplaceWarningRequest(let request):
      send(
        .writeReplaceWarningResponse(
          WriteReplaceWarningResponse(messageIdentifier: request.messageIdentifier, serialNumber: request.serialNumber)))
    case .pwsCancelRequest(let request):
      send(.pwsCancelResponse(PWSCancelResponse(messageIdentifier: request.messageIdentifier, serialNumber: request.serialNumber)))
    case .handoverRequest(let request):
      send(.handoverFailure(HandoverFailure(amfUENGAPID: request.amfUENGAPID, cause: .radioNetwork(.hoTargetNotAllowed))))
    case .broadcastSessionSetupRequest(let request):
      send(.broadcastSessionSetupFailure(BroadcastSessionSetupFailure(mbsSessionID: request.mbsSessionID, cause: Self.noMulticast)))
    case .broadcastSessionModificationRequest(let request):
      send(
        .broadcastSessionModificationFailure(
          BroadcastSessionModificationFailure(mbsSessionID: request.mbsSessionID, cause: Self.noMulticast)))
    case .broadcastSessionReleaseRequest(let request):
      send(.broadcastSessionReleaseResponse(BroadcastSessionReleaseResponse(mbsSessionID: request.mbsSessionID)))
    case .multicastSessionActivationRequest(let request):
      send(
        .multicastSessionActivationFailure(MulticastSessionActivationFailure(mbsSessionID: request.mbsSessionID, cause: Self.noMulticast)))
    case .multicastSessionDeactivationRequest(let request):
      send(.multicastSessionDeactivationResponse(MulticastSessionDeactivationResponse(mbsSessionID: request.mbsSessionID)))
    case .multicastSessionUpdateRequest(let request):
      send(.multicastSessionUpdateFailure(MulticastSessionUpdateFailure(mbsSessionID: request.mbsSessionID, cause: Self.noMulticast)))
    case .uetnlaBindingReleaseRequest, .deactivateTrace, .multicastGroupPaging, .downlinkRANConfigurationTransfer,
      .downlinkRIMInformationTransfer, .downlinkNonUEAssociatedNRPPaTransport, .privateMessage:
      environment.log(.debug, "NGAP message not used")
    case .unknown(_, let criticality, _):
      // TS 38.413 §10.3.4.1.
      guard criticality != .ignore else { return }
      refuse(.protocol(criticality == .reject ? .abstractSyntaxErrorReject : .abstractSyntaxErrorIgnoreAndNotify), nil, nil)
    default: receiveForUE(message)
    }
  }

  private static let noMulticast = Cause.radioNetwork(.unknownMBSSessionID)

  // MARK: One UE

  private func receiveForUE(_ message: InitiatingMessage) {
    if case .ueContextReleaseCommand(let command) = message {
      release(command)
      return
    }
    guard let (amfID, ranID) = message.ueIdentifiers else {
      environment.security("NGAP message that no AMF sends", interface: .n2)
      refuse(.protocol(.messageNotCompatibleWithReceiverState), nil, nil)
      return
    }
    guard let context = contexts[ranID], context.isInitialSent else {
      environment.security("NGAP message for an unknown UE", interface: .n2)
      refuse(.radioNetwork(.unknownLocalUENGAPID), amfID, ranID)
      return
    }
    guard context.amfUENGAPID == nil || context.amfUENGAPID == amfID else {
      environment.security("NGAP message with an inconsistent AMF UE NGAP ID", interface: .n2)
      refuse(.radioNetwork(.inconsistentRemoteUENGAPID), amfID, ranID)
      return
    }
    context.amfUENGAPID = amfID
    guard context.queue.count < 64 else {
      refuse(.misc(.controlProcessingOverload), amfID, ranID)
      return
    }
    context.queue.append(message)
    work(context)
  }

  /// Runs the procedures of a UE one after the other, in the order in which the AMF started them.
  private func work(_ context: UEContext) {
    while !context.isBusy, !context.queue.isEmpty {
      let message = context.queue.removeFirst()
      if run(message, context) { continue }
      context.isBusy = true
      let id = context.ranUENGAPID
      environment.loop.spawn("NGAP procedure") { [weak self] in await self?.runProcedure(message, id) }
    }
  }

  /// Procedures without a wait.
  /// - Returns: whether the message was one of them.
  private func run(_ message: InitiatingMessage, _ context: UEContext) -> Bool {
    switch message {
    case .downlinkNASTransport(let transport): deliver(transport, context)
    case .ueContextModificationRequest(let request): modify(request, context)
    case .ueRadioCapabilityCheckRequest:
      send(
        .ueRadioCapabilityCheckResponse(
          UERadioCapabilityCheckResponse(
            amfUENGAPID: context.amfUENGAPID ?? 0, ranUENGAPID: context.ranUENGAPID, imsVoiceSupportIndicator: .notSupported)),
        for: context)
    case .locationReportingControl(let control): reportLocation(control, context)
    case .traceStart(let start):
      send(
        .traceFailureIndication(
          TraceFailureIndication(
            amfUENGAPID: start.amfUENGAPID, ranUENGAPID: start.ranUENGAPID, ngranTraceID: start.traceActivation.ngranTraceID,
            cause: .misc(.unspecified))), for: context)
    case .initialContextSetupRequest, .pduSessionResourceSetupRequest, .pduSessionResourceModifyRequest, .pduSessionResourceReleaseCommand:
      return false
    default: environment.log(.debug, "NGAP message not used")
    }
    return true
  }

  private func runProcedure(_ message: InitiatingMessage, _ id: UInt32) async {
    guard let context = contexts[id] else { return }
    do throws(ProcedureAborted) {
      switch message {
      case .initialContextSetupRequest(let request): try await setUp(request, context)
      case .pduSessionResourceSetupRequest(let request): try await setUp(request, context)
      case .pduSessionResourceModifyRequest(let request): try await modify(request, context)
      case .pduSessionResourceReleaseCommand(let command): try await release(command, context)
      default: break
      }
    } catch {
      environment.log(.debug, "NGAP procedure ended: \(error.reason)")
    }
    context.isBusy = false
    guard contexts[id] === context else { return }
    work(context)
  }
}

extension InitiatingMessage {
  /// The UE that a message of the AMF is for.
  fileprivate var ueIdentifiers: (UInt64, UInt32)? {
    switch self {
    case .initialContextSetupRequest(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .pduSessionResourceModifyRequest(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .pduSessionResourceReleaseCommand(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .pduSessionResourceSetupRequest(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .ueContextModificationRequest(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .ueRadioCapabilityCheckRequest(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .downlinkNASTransport(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .downlinkUEAssociatedNRPPaTransport(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .locationReportingControl(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .traceStart(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .ueInformationTransfer, .connectionEstablishmentIndication, .rerouteNASRequest: nil
    default: nil
    }
  }
}
