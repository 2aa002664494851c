import Security

/// The authentication algorithm set behind f1 to f5 (TS 35.205 Milenage, TS 35.231 TUAK).
public enum AuthenticationAlgorithm: String, Hashable, Sendable, CaseIterable {
  case milenage
  case tuak
}

/// The long-term credentials of a subscription (TS 29.503 §6.3.6, TS 33.501 §6.1).
public struct AuthenticationCredentials: Equatable, Sendable {
  public var algorithm: AuthenticationAlgorithm
  /// K: 128 bits; TUAK also allows 256.
  public var key: SecretBytes
  /// OPc (Milenage, 128 bits) or TOPc (TUAK, 256 bits). An OP or TOP is converted before it comes here.
  public var operatorVariant: SecretBytes
  /// The authentication management field, 16 bits. Bit 0 ("separation bit", 0x8000) must be set for 5G (TS 33.501 §6.1.3.2).
  public var amf: UInt16

  public init(algorithm: AuthenticationAlgorithm = .milenage, key: SecretBytes, operatorVariant: SecretBytes, amf: UInt16 = 0x8000) {
    self.algorithm = algorithm
    self.key = key
    self.operatorVariant = operatorVariant
    self.amf = amf
  }
}

extension AuthenticationCredentials: CustomStringConvertible, CustomReflectable {
  /// The algorithm; never a key.
  public var description: String { algorithm.rawValue }
  public var customMirror: Mirror { Mirror(self, children: ["algorithm": algorithm.rawValue]) }
}

extension SequenceNumber {
  /// SEQ + 1 with the next IND; `nil` when SEQ is used up.
  var next: SequenceNumber? {
    var generator = SequenceNumberGenerator(latest: self)
    return try? generator.next()
  }
}
