/// Why a security operation did not produce a result. No case carries key material or plain text.
public enum SecurityError: Error, Equatable, Sendable {
  /// Octets of the wrong number; `expected` lists what is accepted.
  case invalidLength(of: String, octets: Int, expected: String)
  /// A value outside its range, such as a sequence number above 48 bits.
  case invalidValue(of: String)

  /// AUTS whose MAC-S does not verify (TS 33.102 §6.3.5).
  case synchronisationFailureMACInvalid
  /// No further SQN exists for this subscriber (TS 33.102 Annex C).
  case sequenceNumbersExhausted

  /// A private key outside the curve's range.
  case invalidPrivateKey
  /// A public key that is not a point of the curve, or of small order.
  case invalidPublicKey
  /// Protection scheme identifier other than null, A and B (TS 33.501 Annex C.1).
  case unknownProtectionScheme(UInt8)
  /// Home network public key identifier for which the SIDF has no key of that scheme.
  case unknownHomeNetworkPublicKeyIdentifier(UInt8)
  /// The MAC tag of a SUCI does not verify (TS 33.501 Annex C.3.3).
  case concealmentTagInvalid
  /// Digits that are not a packed MSIN.
  case invalidMSIN

  /// Security header type that is reserved, plain, or not allowed here (TS 24.501 §9.3.1).
  case unexpectedSecurityHeaderType(UInt8)
  /// Extended protocol discriminator other than 5GMM.
  case unexpectedProtocolDiscriminator(UInt8)
  /// Shorter than a security protected message can be.
  case messageTooShort(octets: Int)
  /// The NAS MAC does not verify (TS 24.501 §4.4.3.3).
  case integrityCheckFailed
  /// The NAS MAC verifies for a COUNT that was already accepted (TS 24.501 §4.4.3.2).
  case messageReplayed
  /// The NAS COUNT would exceed 24 bits: a new context is needed (TS 24.501 §4.4.3.5).
  case countExhausted
  /// 5G-IA0 without the permission that only emergency services give (TS 33.501 §5.5.2).
  case nullIntegrityNotAllowed
  /// UE and network share no permitted algorithm.
  case noCommonAlgorithm

  /// A sealed secret that was altered, belongs to another subscriber or field, or was sealed with another key.
  case sealInvalid
  /// The file of the sealing key cannot be used, and why.
  case sealingKeyFile(path: String, reason: String)
  /// The cryptographic library refused the operation.
  case cryptographyFailure(String)
}

extension SecurityError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidLength(let name, let octets, let expected): "\(name) has \(octets) octets, expected \(expected)"
    case .invalidValue(let name): "\(name) is out of range"
    case .synchronisationFailureMACInvalid: "MAC-S of AUTS does not verify"
    case .sequenceNumbersExhausted: "no authentication sequence number is left"
    case .invalidPrivateKey: "private key is not valid for the curve"
    case .invalidPublicKey: "public key is not a usable point of the curve"
    case .unknownProtectionScheme(let value): "unknown SUCI protection scheme \(value)"
    case .unknownHomeNetworkPublicKeyIdentifier(let value): "unknown home network public key identifier \(value)"
    case .concealmentTagInvalid: "MAC tag of the SUCI does not verify"
    case .invalidMSIN: "MSIN is not made of decimal digits"
    case .unexpectedSecurityHeaderType(let value): "security header type \(value) is not acceptable here"
    case .unexpectedProtocolDiscriminator(let value): "extended protocol discriminator \(value) is not 5GMM"
    case .messageTooShort(let octets): "security protected NAS message of \(octets) octets"
    case .integrityCheckFailed: "NAS integrity check failed"
    case .messageReplayed: "NAS message replayed"
    case .countExhausted: "NAS COUNT exhausted"
    case .nullIntegrityNotAllowed: "null integrity is not allowed"
    case .noCommonAlgorithm: "UE and network share no permitted algorithm"
    case .sealInvalid: "sealed secret does not open"
    case .sealingKeyFile(let path, let reason): "sealing key file \(path): \(reason)"
    case .cryptographyFailure(let reason): "cryptographic failure: \(reason)"
    }
  }
}
