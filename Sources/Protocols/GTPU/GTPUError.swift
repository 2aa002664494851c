/// Why octets or JSON are not the GTP-U message they should be (TS 29.281 §7.3, TS 38.415).
public enum GTPUError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The datagram ends inside the header, or before the length that the header gives.
  case invalidLength
  /// Another version than 1, or GTP' (PT = 0).
  case unsupportedVersion
  /// An extension header of length 0, or one that ends behind the message.
  case invalidExtensionHeader
  /// More extension headers than a message can sensibly have.
  case tooManyExtensionHeaders
  /// An information element that must be there is not.
  case mandatoryIEMissing(UInt8)
  /// An information element that ends behind the message or has another length than its type.
  case invalidElement(UInt8)
  /// A value that does not fit its field when encoded.
  case notEncodable(String)
  /// JSON that does not describe the value; the name of the member.
  case json(String)

  public var description: String {
    switch self {
    case .invalidLength: "GTP-U message shorter than its length says"
    case .unsupportedVersion: "not GTP version 1"
    case .invalidExtensionHeader: "GTP-U extension header with a wrong length"
    case .tooManyExtensionHeaders: "GTP-U message with too many extension headers"
    case .mandatoryIEMissing(let type): "mandatory GTP-U IE \(type) is missing"
    case .invalidElement(let type): "GTP-U IE \(type) is invalid"
    case .notEncodable(let field): "GTP-U \(field) does not fit its field"
    case .json(let member): "JSON is not a GTP-U message at \(member)"
    }
  }
}
