/// Why octets or JSON are not a NAS message, or a value has no encoding (TS 24.501 §7).
public enum NASError: Error, Hashable, Sendable {
  /// Too short to contain a complete message type (§7.2.1): the message is ignored.
  case messageTooShort
  /// Neither 5GMM (0x7E) nor 5GSM (0x2E), or not the one that was expected.
  case unexpectedProtocolDiscriminator(UInt8)
  /// A security header type that is not defined, or not allowed at this place (§9.3).
  case unexpectedSecurityHeaderType(UInt8)
  /// The message type is not defined for the protocol discriminator (§7.4).
  case messageTypeNonExistent(UInt8)
  /// A mandatory IE is missing or syntactically incorrect (§7.5.1); `ie` is its field name.
  case invalidMandatoryInformation(ie: String)
  /// An unknown IE that has to be understood (IEI 0 to 15, §7.5.1).
  case unknownComprehensionRequiredIE(UInt8)
  /// The octets of one IE are not a value of its type.
  case malformed(ie: String)
  /// The value does not fit its field or length indicator.
  case notEncodable(ie: String)
  /// The JSON lacks the member `path`, or it has a wrong type or value.
  case invalidJSON(path: String)

  /// The cause for a 5GMM STATUS or reject; `nil` where the message is to be ignored without an answer.
  public var fiveGMMCause: FiveGMMCause? {
    switch self {
    case .messageTooShort, .unexpectedProtocolDiscriminator, .unexpectedSecurityHeaderType: nil
    case .messageTypeNonExistent: .messageTypeNonExistentOrNotImplemented
    case .invalidMandatoryInformation, .unknownComprehensionRequiredIE: .invalidMandatoryInformation
    case .malformed: .semanticallyIncorrectMessage
    case .notEncodable, .invalidJSON: .protocolErrorUnspecified
    }
  }

  /// The cause for a 5GSM STATUS or reject; `nil` where the message is to be ignored without an answer.
  public var fiveGSMCause: FiveGSMCause? {
    switch self {
    case .messageTooShort, .unexpectedProtocolDiscriminator, .unexpectedSecurityHeaderType: nil
    case .messageTypeNonExistent: .messageTypeNonExistentOrNotImplemented
    case .invalidMandatoryInformation, .unknownComprehensionRequiredIE: .invalidMandatoryInformation
    case .malformed: .semanticallyIncorrectMessage
    case .notEncodable, .invalidJSON: .protocolErrorUnspecified
    }
  }
}
