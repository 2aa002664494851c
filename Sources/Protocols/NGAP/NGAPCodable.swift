import Base
import PER

/// A type of NGAP that can be encoded by itself in aligned PER, as the transfers of the session management function are
/// (TS 38.413 §9.4.9).
public protocol NGAPCodable: PERCodable {}

/// NGAP (TS 38.413 §9.5) is in aligned PER.
extension NGAPSchema: PERModule {
  public static let isAligned = true
}

extension NGAPCodable {
  /// Decodes a complete encoding; octets behind it are ignored.
  @inlinable
  public init(decoding octets: [UInt8]) throws(NGAPError) {
    do {
      self = try PERReader.decode(octets, isAligned: true) { (r: inout PERReader) in Self(from: &r) }
    } catch {
      throw NGAPError(error, octets: octets, isPDU: Self.self == NGAPPDU.self)
    }
  }

  /// The complete encoding.
  public func encode() throws(NGAPError) -> [UInt8] {
    do {
      return try PERWriter.encode(isAligned: true) { (w: inout PERWriter) in encode(to: &w) }
    } catch {
      throw .transferSyntax(error)
    }
  }

  /// Puts the complete encoding behind `octets`.
  public func encode(into octets: inout [UInt8]) throws(NGAPError) { octets += try encode() }
}

extension NGAPError {
  /// What is wrong with octets.
  @usableFromInline
  init(_ error: PERError, octets: [UInt8], isPDU: Bool) {
    if case .abstractSyntax(let problems) = error {
      self = .abstractSyntax(AbstractSyntaxError(octets: octets, isPDU: isPDU, problems: problems))
    } else {
      self = .transferSyntax(error)
    }
  }
}

extension AbstractSyntaxError {
  /// Looks into a PDU for what its header and its leading IEs say.
  init(octets: [UInt8], isPDU: Bool, problems: [IEProblem]) {
    self.init(procedureCode: 0, triggeringMessage: .initiatingMessage, criticality: .reject, problems: problems)
    guard isPDU, let envelope = try? NGAPEnvelope(octets) else { return }
    procedureCode = envelope.procedureCode
    triggeringMessage = envelope.triggeringMessage
    criticality = envelope.criticality
    amfUENGAPID = envelope.amfUENGAPID
    ranUENGAPID = envelope.ranUENGAPID
  }
}

/// The head of a PDU and the UE's identifiers, without the rest of its IEs.
struct NGAPEnvelope {
  var triggeringMessage: TriggeringMessage
  var procedureCode: ProcedureCode
  var criticality: Criticality
  var amfUENGAPID: AMFUENGAPID?
  var ranUENGAPID: RANUENGAPID?

  init(_ octets: [UInt8]) throws(PERError) {
    self = try PERReader.decode(octets, isAligned: true) { (r: inout PERReader) in NGAPEnvelope(from: &r) }
  }

  private init(from r: inout PERReader) {
    switch r.choice(3, true) {
    case 0: triggeringMessage = .initiatingMessage
    case 1: triggeringMessage = .successfulOutcome
    default: triggeringMessage = .unsuccessfulOutcome
    }
    let message = r.enterField(0, 255)
    procedureCode = ProcedureCode(truncatingIfNeeded: message.id)
    criticality = message.criticality
    _ = r.boolean()
    let count = r.uint16(0, 65535)
    for _ in 0..<count where !r.isFailed {
      let field = r.enterField(0, 65535)
      let octets = r.rest()
      r.leave(field.outer)
      // Repeated identifiers count once, as first seen.
      if field.id == 10, amfUENGAPID == nil {
        amfUENGAPID = try? PERReader.decode(octets, isAligned: true) { (r: inout PERReader) in r.uint64(0, 1_099_511_627_775) }
      }
      if field.id == 85, ranUENGAPID == nil {
        ranUENGAPID = try? PERReader.decode(octets, isAligned: true) { (r: inout PERReader) in r.uint32(0, 4_294_967_295) }
      }
    }
  }
}
