import Base
import NGAP
import PER
import Runtime

/// To what each message of a gNB leads (TS 38.413 §8).
extension AMF {
  func receive(_ message: InitiatingMessage, from gNB: GNBContext) {
    switch message {
    case .ngSetupRequest(let message): receiveNGSetup(message, from: gNB)
    case .ranConfigurationUpdate(let message): receiveRANConfigurationUpdate(message, from: gNB)
    case .ngReset(let message): receiveNGReset(message, from: gNB)
    case .errorIndication(let message): receiveErrorIndication(message, from: gNB)
    case .initialUEMessage(let message): receiveInitialUEMessage(message, from: gNB)
    case .pathSwitchRequest(let message): receivePathSwitch(message, from: gNB)
    case .uplinkRANConfigurationTransfer(let message): receiveConfigurationTransfer(message, from: gNB)
    case .unknown(let code, let criticality, _): refuseUnknown(code, .initiatingMessage, criticality, from: gNB)
    case .uplinkNonUEAssociatedNRPPaTransport, .uplinkRIMInformationTransfer, .pwsRestartIndication, .pwsFailureIndication,
      .retrieveUEInformation, .rancpRelocationIndication, .broadcastSessionReleaseRequired, .privateMessage:
      // Functions that this AMF does not offer; class 2, so that the gNB expects no answer.
      environment.log(.debug, "\(gNB.logName): a message of a function that is not offered was ignored")
    case .distributionSetupRequest(let request): refuseDistribution(request, from: gNB)
    case .distributionReleaseRequest, .ueRadioCapabilityIDMappingRequest:
      // Class 1 without an outcome that says no: TS 38.413 §10.4.
      reject(.initiatingMessage(message), cause: .protocol(.messageNotCompatibleWithReceiverState), from: gNB)
    default:
      guard let identifiers = message.uplinkIdentifiers else {
        refuseLogically(.initiatingMessage(message), what: "a message of the AMF's direction was refused", from: gNB)
        return
      }
      if let connection = connection(identifiers.amf, identifiers.ran, from: gNB) { receive(message, of: connection, from: gNB) }
    }
  }

  /// Messages of a UE-associated connection that is known and the gNB's.
  private func receive(_ message: InitiatingMessage, of connection: N2Connection, from gNB: GNBContext) {
    switch message {
    case .uplinkNASTransport(let message):
      update(connection, with: message.userLocationInformation)
      guard !connection.procedures.isReleasing, connection.ue.connection === connection else { return }
      receiveNAS(message.nasPDU, on: connection)
    case .nasNonDeliveryIndication(let message):
      // TS 38.413 §8.6.4: the 5GMM timers send again what has to arrive.
      environment.log(.info, "\(gNB.logName) could not deliver a NAS message to \(connection.ue.logName): \(message.cause)")
    case .ueRadioCapabilityInfoIndication(let message): receiveRadioCapability(message, of: connection, from: gNB)
    case .ueContextReleaseRequest(let message): receiveReleaseRequest(message, of: connection)
    case .pduSessionResourceNotify(let message): receiveNotify(message, of: connection)
    case .pduSessionResourceModifyIndication(let message): receiveModifyIndication(message, of: connection)
    case .handoverRequired: refuseHandover(of: connection)
    case .handoverCancel:
      // TS 38.413 §8.4.5: nothing was prepared, so nothing is left to be cancelled.
      sendN2(
        .successfulOutcome(
          .handoverCancelAcknowledge(
            HandoverCancelAcknowledge(amfUENGAPID: connection.amfUENGAPID, ranUENGAPID: connection.ranUENGAPID))),
        on: connection.association, stream: connection.stream)
    case .locationReport(let message): update(connection, with: message.userLocationInformation)
    case .rrcInactiveTransitionReport(let message): update(connection, with: message.userLocationInformation)
    case .ueContextSuspendRequest, .ueContextResumeRequest: refuseSuspension(message, of: connection)
    case .handoverNotify, .uplinkRANStatusTransfer, .uplinkRANEarlyStatusTransfer:
      refuseLogically(.initiatingMessage(message), what: "a handover message without a handover was refused", from: gNB)
    case .secondaryRATDataUsageReport(let message):
      if let location = message.userLocationInformation { update(connection, with: location) }
    default:
      // Traces, location reporting and NRPPa towards functions that are not there; class 2.
      environment.log(.debug, "\(gNB.logName): a UE-associated message of a function that is not offered was ignored")
    }
  }

  func receive(_ message: SuccessfulOutcome, from gNB: GNBContext) {
    switch message {
    case .initialContextSetupResponse(let answer):
      if let connection = connection(answer.amfUENGAPID, answer.ranUENGAPID, from: gNB) { receive(answer, of: connection, from: gNB) }
    case .pduSessionResourceSetupResponse(let answer):
      if let connection = connection(answer.amfUENGAPID, answer.ranUENGAPID, from: gNB) { receive(answer, of: connection, from: gNB) }
    case .pduSessionResourceModifyResponse(let answer):
      if let connection = connection(answer.amfUENGAPID, answer.ranUENGAPID, from: gNB) { receive(answer, of: connection, from: gNB) }
    case .pduSessionResourceReleaseResponse(let answer):
      if let connection = connection(answer.amfUENGAPID, answer.ranUENGAPID, from: gNB) { receive(answer, of: connection, from: gNB) }
    case .ueContextReleaseComplete(let answer): receive(answer, from: gNB)
    case .unknown(let code, let criticality, _): refuseUnknown(code, .successfulOutcome, criticality, from: gNB)
    default: refuseLogically(.successfulOutcome(message), what: "an answer that nobody waits for was refused", from: gNB)
    }
  }

  func receive(_ message: UnsuccessfulOutcome, from gNB: GNBContext) {
    switch message {
    case .initialContextSetupFailure(let answer):
      if let connection = connection(answer.amfUENGAPID, answer.ranUENGAPID, from: gNB) { receive(answer, of: connection, from: gNB) }
    case .unknown(let code, let criticality, _): refuseUnknown(code, .unsuccessfulOutcome, criticality, from: gNB)
    default: refuseLogically(.unsuccessfulOutcome(message), what: "an answer that nobody waits for was refused", from: gNB)
    }
  }

  /// The procedure that an answer ends; an answer that nobody waits for has no effect (TS 38.413 §10.4).
  func finish(
    _ code: ProcedureCode, of connection: N2Connection, sessions: [UInt8] = [], answer pdu: NGAPPDU, from gNB: GNBContext
  ) -> N2Procedures.Running? {
    guard let procedure = connection.procedures.finish(code, sessions: sessions) else {
      refuseLogically(pdu, what: "an answer to \(code.supervisedName) that nobody waits for was refused", from: gNB)
      return nil
    }
    loop.cancel(procedure.timer)
    return procedure
  }

  /// The connection that a pair of UE NGAP IDs names on this association. Any other pair is answered and has no effect on
  /// the UE that owns one of them (TS 38.413 §10.6; ATTACKS rows 10 and 12).
  func connection(_ amfUENGAPID: AMFUENGAPID, _ ranUENGAPID: RANUENGAPID, from gNB: GNBContext) -> N2Connection? {
    let cause: CauseRadioNetwork
    if let connection = connections[amfUENGAPID], connection.association == gNB.association {
      if connection.ranUENGAPID == ranUENGAPID { return connection }
      cause = .inconsistentRemoteUENGAPID
    } else {
      cause = .unknownLocalUENGAPID
    }
    let isForeign = connections[amfUENGAPID].map { $0.association != gNB.association } ?? false
    environment.security(
      "\(gNB.logName): UE NGAP IDs \(isForeign ? "of another gNB's UE" : "that name no connection") were refused", interface: .n2,
      peer: gNB.address)
    sendErrorIndication(cause: .radioNetwork(cause), amfUENGAPID: amfUENGAPID, ranUENGAPID: ranUENGAPID, to: gNB)
    return nil
  }
}

extension InitiatingMessage {
  /// The UE's identifiers in messages that gNBs send on UE-associated connections.
  var uplinkIdentifiers: (amf: AMFUENGAPID, ran: RANUENGAPID)? {
    switch self {
    case .uplinkNASTransport(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .nasNonDeliveryIndication(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .ueRadioCapabilityInfoIndication(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .ueContextReleaseRequest(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .pduSessionResourceNotify(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .pduSessionResourceModifyIndication(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .handoverRequired(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .handoverNotify(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .handoverCancel(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .locationReport(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .locationReportingFailureIndication(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .rrcInactiveTransitionReport(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .ueContextSuspendRequest(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .ueContextResumeRequest(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .uplinkRANStatusTransfer(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .uplinkRANEarlyStatusTransfer(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .uplinkUEAssociatedNRPPaTransport(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .secondaryRATDataUsageReport(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .traceFailureIndication(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .cellTrafficTrace(let m): (m.amfUENGAPID, m.ranUENGAPID)
    case .uetnlaBindingReleaseRequest(let m): (m.amfUENGAPID, m.ranUENGAPID)
    default: nil
    }
  }

  /// IEs of a message that this release does not define, of the messages that are processed.
  var unrecognizedIEs: [UnknownIE] {
    switch self {
    case .ngSetupRequest(let m): m.unrecognized.ies
    case .ranConfigurationUpdate(let m): m.unrecognized.ies
    case .ngReset(let m): m.unrecognized.ies
    case .initialUEMessage(let m): m.unrecognized.ies
    case .uplinkNASTransport(let m): m.unrecognized.ies
    case .nasNonDeliveryIndication(let m): m.unrecognized.ies
    case .ueRadioCapabilityInfoIndication(let m): m.unrecognized.ies
    case .ueContextReleaseRequest(let m): m.unrecognized.ies
    case .pduSessionResourceNotify(let m): m.unrecognized.ies
    case .pduSessionResourceModifyIndication(let m): m.unrecognized.ies
    case .locationReport(let m): m.unrecognized.ies
    case .rrcInactiveTransitionReport(let m): m.unrecognized.ies
    case .handoverCancel(let m): m.unrecognized.ies
    case .handoverRequired(let m): m.unrecognized.ies
    case .pathSwitchRequest(let m): m.unrecognized.ies
    default: []
    }
  }
}
