import PER

/// Why octets are no NGAP PDU, or a value cannot become one.
public enum NGAPError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The octets cannot be decoded, or the value cannot be encoded (TS 38.413 §10.2).
  case transferSyntax(PERError)
  /// The octets decode but their information elements are not those of the message (TS 38.413 §10.3).
  case abstractSyntax(AbstractSyntaxError)

  public var description: String {
    switch self {
    case .transferSyntax(let error): "NGAP transfer syntax error: \(error)"
    case .abstractSyntax(let error): "NGAP abstract syntax error in procedure \(error.procedureCode): \(error.problems)"
    }
  }
}

/// What TS 38.413 §10.3 needs to answer a message whose information elements are wrong: reject, ignore or notify, and
/// the Criticality Diagnostics IE.
public struct AbstractSyntaxError: Sendable, Hashable {
  /// 0 where a type other than a PDU was decoded, as are the other two header fields their first values.
  public var procedureCode: ProcedureCode
  public var triggeringMessage: TriggeringMessage
  /// The procedure's criticality as it was received.
  public var criticality: Criticality
  /// What is wrong, in the order of the message, missing IEs last.
  public var problems: [IEProblem]
  /// The UE's identifiers, if the message has them.
  public var amfUENGAPID: AMFUENGAPID?
  public var ranUENGAPID: RANUENGAPID?

  public init(
    procedureCode: ProcedureCode, triggeringMessage: TriggeringMessage, criticality: Criticality, problems: [IEProblem],
    amfUENGAPID: AMFUENGAPID? = nil, ranUENGAPID: RANUENGAPID? = nil
  ) {
    self.procedureCode = procedureCode
    self.triggeringMessage = triggeringMessage
    self.criticality = criticality
    self.problems = problems
    self.amfUENGAPID = amfUENGAPID
    self.ranUENGAPID = ranUENGAPID
  }

  /// The IEs in the wrong order or too often make the message falsely constructed (TS 38.413 §10.3.6).
  public var isFalselyConstructed: Bool { problems.contains { $0.kind == .repeated || $0.kind == .outOfOrder } }

  /// Whether the procedure is to be rejected: some IE concerned has criticality reject, or the message is falsely constructed.
  public var isReject: Bool { isFalselyConstructed || problems.contains { $0.criticality == .reject } }

  /// The protocol cause that reports the error (TS 38.413 §9.3.1.2).
  public var cause: CauseProtocol {
    if isFalselyConstructed { return .abstractSyntaxErrorFalselyConstructedMessage }
    return isReject ? .abstractSyntaxErrorReject : .abstractSyntaxErrorIgnoreAndNotify
  }

  /// The IE for the response or the Error Indication (TS 38.413 §9.3.1.3).
  public var criticalityDiagnostics: CriticalityDiagnostics {
    let items = problems.filter { $0.criticality != .ignore && ($0.kind == .missing || $0.kind == .notUnderstood) }.prefix(256).map {
      CriticalityDiagnosticsIEItem(
        ieCriticality: $0.criticality, ieID: ProtocolIEID(truncatingIfNeeded: $0.id),
        typeOfError: $0.kind == .missing ? .missing : .notUnderstood)
    }
    return CriticalityDiagnostics(
      procedureCode: procedureCode, triggeringMessage: triggeringMessage, procedureCriticality: criticality,
      iEsCriticalityDiagnostics: items.isEmpty ? nil : Array(items))
  }
}
