/// Why octets or JSON are not the PFCP message they should be, in the terms of TS 29.244 §7.6.
public enum PFCPError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The datagram ends inside the message header, or before the length that the header gives (§7.6.2).
  case invalidMessageLength
  /// A version other than 1 (§7.6.1); answered with Version Not Supported Response.
  case unsupportedVersion(UInt8)
  /// A session related message without SEID, or a node related message with one (§7.2.2).
  case incorrectHeader
  /// A type-length pair that ends behind the end of the message or of its grouped IE (§7.6.3.3); the type, where it could be read.
  case invalidLength(element: UInt16)
  case mandatoryIEMissing(element: UInt16)
  case conditionalIEMissing(element: UInt16)
  case mandatoryIEIncorrect(element: UInt16)
  /// An element or message does not fit in its 16 bit length field when encoded.
  case tooLong(element: UInt16)
  /// JSON that does not describe the value; the path of the member.
  case json(String)

  /// The cause for a response to the message that led to this error (TS 29.244 §8.2.1).
  public var cause: PFCPCause {
    switch self {
    case .invalidMessageLength, .invalidLength, .tooLong: .invalidLength
    case .mandatoryIEMissing: .mandatoryIEMissing
    case .conditionalIEMissing: .conditionalIEMissing
    case .mandatoryIEIncorrect: .mandatoryIEIncorrect
    case .unsupportedVersion, .incorrectHeader, .json: .requestRejected
    }
  }

  /// The value for the Offending IE (TS 29.244 §8.2.22).
  public var offendingIE: UInt16? {
    switch self {
    case .invalidLength(let element), .mandatoryIEMissing(let element), .conditionalIEMissing(let element),
      .mandatoryIEIncorrect(let element), .tooLong(let element):
      element
    case .invalidMessageLength, .unsupportedVersion, .incorrectHeader, .json: nil
    }
  }

  public var description: String {
    switch self {
    case .invalidMessageLength: "PFCP message shorter than its length says"
    case .unsupportedVersion(let version): "PFCP version \(version) is not supported"
    case .incorrectHeader: "PFCP header with a SEID where none belongs, or without one"
    case .invalidLength(let element): "PFCP IE \(element) has an invalid length"
    case .mandatoryIEMissing(let element): "mandatory PFCP IE \(element) is missing"
    case .conditionalIEMissing(let element): "conditional PFCP IE \(element) is missing"
    case .mandatoryIEIncorrect(let element): "PFCP IE \(element) is incorrect"
    case .tooLong(let element): "PFCP IE \(element) does not fit its length field"
    case .json(let path): "JSON is not a PFCP message at \(path)"
    }
  }
}
