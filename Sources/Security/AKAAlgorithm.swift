/// What the functions f2 to f5 give for one RAND (TS 33.102 §6.3.2).
public struct AKAResponse: Sendable, Equatable {
  /// RES or XRES, 4 to 32 octets.
  public var res: SecretBytes
  /// Cipher key CK, 16 octets (32 for TUAK with 256-bit CK).
  public var ck: SecretBytes
  /// Integrity key IK, 16 octets (32 for TUAK with 256-bit IK).
  public var ik: SecretBytes
  /// Anonymity key AK, 6 octets.
  public var ak: SecretBytes
}

/// The authentication and key generation functions f1 to f5* of TS 33.102 for one subscriber.
public protocol AKAFunctions: Sendable {
  /// MAC-A.
  /// - Parameters:
  ///   - rand: RAND, 16 octets.
  ///   - sqn: SQN.
  ///   - amf: authentication management field.
  func f1(rand: [UInt8], sqn: SequenceNumber, amf: UInt16) throws(SecurityError) -> [UInt8]
  /// MAC-S, used in resynchronisation.
  func f1Star(rand: [UInt8], sqn: SequenceNumber, amf: UInt16) throws(SecurityError) -> [UInt8]
  /// RES, CK, IK and AK.
  func f2345(rand: [UInt8]) throws(SecurityError) -> AKAResponse
  /// AK for resynchronisation, 6 octets.
  func f5Star(rand: [UInt8]) throws(SecurityError) -> SecretBytes
}

/// The algorithm set with which a subscriber's USIM and the ARPF share a key.
public enum AKAAlgorithm: Sendable {
  case milenage(Milenage)
  case tuak(TUAK)

  public var functions: any AKAFunctions {
    switch self {
    case .milenage(let milenage): milenage
    case .tuak(let tuak): tuak
    }
  }
}
