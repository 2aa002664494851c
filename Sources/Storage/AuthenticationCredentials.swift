/// The authentication algorithm set behind f1 to f5 (TS 35.205 Milenage, TS 35.231 TUAK).
public enum AuthenticationAlgorithm: String, Hashable, Sendable, CaseIterable {
  case milenage
  case tuak
}

/// Octets of a key: never printed by `description`, reflection or interpolation.
public struct KeyMaterial: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The secret octets.
  public let octets: [UInt8]

  public init(_ octets: [UInt8]) { self.octets = octets }

  public var description: String { "<\(octets.count * 8) bit secret>" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["secret": description]) }
}

/// The long-term credentials of a subscription (TS 29.503 §6.3.6, TS 33.501 §6.1).
public struct AuthenticationCredentials: Hashable, Sendable {
  public var algorithm: AuthenticationAlgorithm
  /// K: 128 bits; TUAK also allows 256.
  public var key: KeyMaterial
  /// OPc (Milenage, 128 bits) or TOPc (TUAK, 256 bits). An OP or TOP is converted before it comes here.
  public var operatorVariant: KeyMaterial
  /// The authentication management field, 16 bits. Bit 0 ("separation bit", 0x8000) must be set for 5G (TS 33.501 §6.1.3.2).
  public var amf: UInt16

  public init(algorithm: AuthenticationAlgorithm = .milenage, key: KeyMaterial, operatorVariant: KeyMaterial, amf: UInt16 = 0x8000) {
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
