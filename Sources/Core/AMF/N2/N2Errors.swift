import Base
import NGAP
import PER
import Runtime

/// Errors in what gNBs send (TS 38.413 §10): transfer syntax, abstract syntax, logical errors.
extension AMF {
  /// Answers octets that are no message (TS 38.413 §10.2, §10.3).
  func refuse(_ error: NGAPError, octets: [UInt8], from gNB: GNBContext) {
    environment.security("\(gNB.logName): \(error)", interface: .n2, peer: gNB.address)
    switch error {
    case .transferSyntax:
      // The first octets are the kind of message and the procedure code: an Error Indication is never answered by another.
      guard !octets.starts(with: [0, ProcedureCode.errorIndication]) else { return }
      sendErrorIndication(cause: .protocol(.transferSyntaxError), to: gNB)
    case .abstractSyntax(let error):
      guard error.procedureCode != .errorIndication else { return }
      if error.triggeringMessage == .initiatingMessage { refuseInitiating(error, from: gNB) } else { refuseOutcome(error, from: gNB) }
    }
  }

  /// TS 38.413 §10.3.4.1 and §10.3.5: the unsuccessful outcome where there is one and its IEs are known, else an Error Indication.
  private func refuseInitiating(_ error: AbstractSyntaxError, from gNB: GNBContext) {
    let cause = Cause.protocol(error.cause)
    let diagnostics = error.criticalityDiagnostics
    let owned = error.amfUENGAPID.flatMap { connections[$0] }
    let isOwner = owned.map { $0.association == gNB.association && $0.ranUENGAPID == error.ranUENGAPID } ?? false
    if let failure = unsuccessfulOutcome(
      of: error.procedureCode, cause: cause, diagnostics: diagnostics, amfUENGAPID: isOwner ? error.amfUENGAPID : nil,
      ranUENGAPID: error.ranUENGAPID)
    {
      sendN2(.unsuccessfulOutcome(failure), on: gNB.association, stream: isOwner ? owned?.stream ?? 0 : 0)
      return
    }
    // An IE to be ignored is not worth an answer.
    guard error.isReject || error.problems.contains(where: { $0.criticality == .notify }) else { return }
    sendErrorIndication(
      cause: cause, diagnostics: diagnostics, amfUENGAPID: error.amfUENGAPID, ranUENGAPID: error.ranUENGAPID, to: gNB)
  }

  /// TS 38.413 §10.3.4.2: a broken answer ends the AMF's procedure as unsuccessful; it is not answered itself.
  private func refuseOutcome(_ error: AbstractSyntaxError, from gNB: GNBContext) {
    guard let id = error.amfUENGAPID, let connection = connections[id], connection.association == gNB.association,
      connection.ranUENGAPID == error.ranUENGAPID, let procedure = connection.procedures.finish(error.procedureCode)
    else { return }
    loop.cancel(procedure.timer)
    fail(procedure, of: connection, reason: "the answer of the gNB cannot be read")
  }

  /// The message of unsuccessful outcome of a procedure that gNBs initiate, as far as its mandatory IEs are known.
  func unsuccessfulOutcome(
    of procedure: ProcedureCode, cause: Cause, diagnostics: CriticalityDiagnostics?, amfUENGAPID: AMFUENGAPID? = nil,
    ranUENGAPID: RANUENGAPID? = nil
  ) -> UnsuccessfulOutcome? {
    switch procedure {
    case .ngSetup: return .ngSetupFailure(NGSetupFailure(cause: cause, criticalityDiagnostics: diagnostics))
    case .ranConfigurationUpdate:
      return .ranConfigurationUpdateFailure(RANConfigurationUpdateFailure(cause: cause, criticalityDiagnostics: diagnostics))
    default: break
    }
    guard let amfUENGAPID, let ranUENGAPID else { return nil }
    switch procedure {
    case .handoverPreparation:
      return .handoverPreparationFailure(
        HandoverPreparationFailure(
          amfUENGAPID: amfUENGAPID, ranUENGAPID: ranUENGAPID, cause: cause, criticalityDiagnostics: diagnostics))
    case .ueContextSuspend:
      return .ueContextSuspendFailure(
        UEContextSuspendFailure(amfUENGAPID: amfUENGAPID, ranUENGAPID: ranUENGAPID, cause: cause, criticalityDiagnostics: diagnostics))
    case .ueContextResume:
      return .ueContextResumeFailure(
        UEContextResumeFailure(amfUENGAPID: amfUENGAPID, ranUENGAPID: ranUENGAPID, cause: cause, criticalityDiagnostics: diagnostics))
    default: return nil
    }
  }

  /// A logical error (TS 38.413 §10.4): the unsuccessful outcome of a class 1 procedure, an Error Indication for any other;
  /// answers of the gNB get none.
  func reject(_ pdu: NGAPPDU, cause: Cause, from gNB: GNBContext) {
    guard let head = NGAPHead(pdu) else { return }
    guard head.triggeringMessage == .initiatingMessage else {
      sendErrorIndication(cause: cause, diagnostics: head.diagnostics, to: gNB)
      return
    }
    if let failure = unsuccessfulOutcome(of: head.procedureCode, cause: cause, diagnostics: nil) {
      sendN2(.unsuccessfulOutcome(failure), on: gNB.association)
    } else if head.procedureCode != .errorIndication {
      sendErrorIndication(cause: cause, diagnostics: head.diagnostics, to: gNB)
    }
  }

  /// A message that has no place here: of the other direction, or an answer that nobody waits for.
  func refuseLogically(_ pdu: NGAPPDU, what: String, from gNB: GNBContext) {
    environment.security("\(gNB.logName): \(what)", interface: .n2, peer: gNB.address)
    reject(pdu, cause: .protocol(.messageNotCompatibleWithReceiverState), from: gNB)
  }

  /// A procedure code that NGAP does not have here (TS 38.413 §10.3.4.1).
  func refuseUnknown(_ code: ProcedureCode, _ triggering: TriggeringMessage, _ criticality: Criticality, from gNB: GNBContext) {
    environment.security("\(gNB.logName): unknown NGAP procedure \(code)", interface: .n2, peer: gNB.address)
    let cause: CauseProtocol
    switch criticality {
    case .reject: cause = .abstractSyntaxErrorReject
    case .notify: cause = .abstractSyntaxErrorIgnoreAndNotify
    case .ignore: return
    }
    sendErrorIndication(
      cause: .protocol(cause),
      diagnostics: CriticalityDiagnostics(procedureCode: code, triggeringMessage: triggering, procedureCriticality: criticality), to: gNB)
  }

  /// Error Indication (TS 38.413 §8.7.5).
  func sendErrorIndication(
    cause: Cause?, diagnostics: CriticalityDiagnostics? = nil, amfUENGAPID: AMFUENGAPID? = nil, ranUENGAPID: RANUENGAPID? = nil,
    to gNB: GNBContext
  ) {
    let owned = amfUENGAPID.flatMap { connections[$0] }
    sendN2(
      .initiatingMessage(
        .errorIndication(
          ErrorIndication(amfUENGAPID: amfUENGAPID, ranUENGAPID: ranUENGAPID, cause: cause, criticalityDiagnostics: diagnostics))),
      on: gNB.association, stream: owned?.association == gNB.association ? owned?.stream ?? 0 : 0)
  }

  /// IEs that are unknown and to be notified, of a message that was processed all the same (TS 38.413 §10.3.4.1).
  func reportUnrecognized(_ message: InitiatingMessage, to gNB: GNBContext) {
    let notified = message.unrecognizedIEs.filter { $0.criticality == .notify }
    guard !notified.isEmpty, let head = NGAPHead(.initiatingMessage(message)) else { return }
    var diagnostics = head.diagnostics
    diagnostics.iEsCriticalityDiagnostics = notified.prefix(256).map {
      CriticalityDiagnosticsIEItem(ieCriticality: .notify, ieID: ProtocolIEID(truncatingIfNeeded: $0.id), typeOfError: .notUnderstood)
    }
    sendErrorIndication(cause: .protocol(.abstractSyntaxErrorIgnoreAndNotify), diagnostics: diagnostics, to: gNB)
  }

  /// Error Indication from a gNB (TS 38.413 §8.7.5): never answered.
  func receiveErrorIndication(_ message: ErrorIndication, from gNB: GNBContext) {
    environment.log(.warning, "\(gNB.logName) indicates an error: \(message.cause.map { "\($0)" } ?? "no cause")")
    guard let connection = connection(reportedBy: message, from: gNB) else { return }
    switch message.cause {
    case .radioNetwork(.unknownLocalUENGAPID), .radioNetwork(.inconsistentRemoteUENGAPID):
      // TS 38.413 §10.6: both nodes release such a connection locally.
      end(connection)
    case .protocol(.abstractSyntaxErrorIgnoreAndNotify):
      // TS 38.413 §10.3.4.1: the gNB went on without what it did not understand, and so does the procedure.
      break
    default:
      for procedure in connection.procedures.finishAll() {
        loop.cancel(procedure.timer)
        fail(procedure, of: connection, reason: "the gNB indicated an error")
      }
    }
  }

  private func connection(reportedBy message: ErrorIndication, from gNB: GNBContext) -> N2Connection? {
    if let id = message.amfUENGAPID {
      guard let connection = connections[id], connection.association == gNB.association,
        message.ranUENGAPID == nil || message.ranUENGAPID == connection.ranUENGAPID
      else { return nil }
      return connection
    }
    return message.ranUENGAPID.flatMap { gNB.connectionIDs[$0] }.flatMap { connections[$0] }
  }
}

/// Procedure code, criticality and kind of a message that was decoded.
struct NGAPHead {
  var triggeringMessage: TriggeringMessage
  var procedureCode: ProcedureCode
  var criticality: Criticality

  /// Reads the head from the message's own encoding: kind, procedure code and criticality are its first bits (TS 38.413 §9.4.3).
  /// - Returns: `nil` for a kind of message of a later release.
  init?(_ pdu: NGAPPDU) {
    guard let octets = try? pdu.encode(), octets.count > 2 else { return nil }
    switch pdu {
    case .initiatingMessage: triggeringMessage = .initiatingMessage
    case .successfulOutcome: triggeringMessage = .successfulOutcome
    case .unsuccessfulOutcome: triggeringMessage = .unsuccessfulOutcome
    case .unknownAlternative: return nil
    }
    procedureCode = octets[1]
    criticality = IECriticality(rawValue: octets[2] >> 6) ?? .reject
  }

  var diagnostics: CriticalityDiagnostics {
    CriticalityDiagnostics(procedureCode: procedureCode, triggeringMessage: triggeringMessage, procedureCriticality: criticality)
  }
}
