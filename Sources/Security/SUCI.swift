import Base
import Crypto

/// Protection scheme identifiers (TS 33.501 Annex C.1).
public enum ProtectionScheme: UInt8, Sendable, Hashable, CaseIterable {
  case null = 0
  /// Curve25519.
  case profileA = 1
  /// secp256r1 with compressed points.
  case profileB = 2

  /// Octets of the ephemeral public key in the scheme output.
  var publicKeyOctets: Int {
    switch self {
    case .null: 0
    case .profileA: 32
    case .profileB: 33
    }
  }
}

/// A home network public key as the USIM holds it (TS 31.102 §4.4.11.8).
public struct HomeNetworkPublicKey: Sendable, Hashable {
  public let scheme: ProtectionScheme
  /// Home network public key identifier.
  public let identifier: UInt8
  /// 32 octets (profile A) or 33 (profile B, compressed).
  public let octets: [UInt8]

  /// - Parameter octets: for profile B also the uncompressed form of 65 octets.
  public init(scheme: ProtectionScheme, identifier: UInt8, octets: [UInt8]) throws(SecurityError) {
    self.scheme = scheme
    self.identifier = identifier
    switch scheme {
    case .null: throw .unknownProtectionScheme(scheme.rawValue)
    case .profileA:
      try requireLength(octets, 32, name: "public key of profile A")
      self.octets = octets
    case .profileB:
      if octets.count == 65 {
        guard let key = try? P256.KeyAgreement.PublicKey(x963Representation: octets) else { throw .invalidPublicKey }
        self.octets = Array(key.compressedRepresentation)
      } else {
        try requireLength(octets, 33, name: "public key of profile B")
        guard (try? P256.KeyAgreement.PublicKey(compressedRepresentation: octets)) != nil else { throw .invalidPublicKey }
        self.octets = octets
      }
    }
  }
}

/// A home network private key as the SIDF holds it.
public struct HomeNetworkPrivateKey: Sendable {
  public let publicKey: HomeNetworkPublicKey
  /// 32 octets.
  public let privateKey: SecretBytes

  public var scheme: ProtectionScheme { publicKey.scheme }
  public var identifier: UInt8 { publicKey.identifier }

  public init(scheme: ProtectionScheme, identifier: UInt8, privateKey: SecretBytes) throws(SecurityError) {
    self.privateKey = privateKey
    publicKey = try HomeNetworkPublicKey(
      scheme: scheme, identifier: identifier, octets: try ECIES.publicKey(scheme: scheme, privateKey: privateKey))
  }

  /// A new key pair.
  public init(
    scheme: ProtectionScheme, identifier: UInt8, using generator: inout some RandomNumberGenerator
  ) throws(SecurityError) {
    try self.init(
      scheme: scheme, identifier: identifier, privateKey: try ECIES.randomPrivateKey(scheme: scheme, using: &generator))
  }
}

/// Concealment of the subscription identifier in the UE and its reversal in the SIDF (TS 33.501 §6.12, Annex C).
public enum SUCI {
  /// The longest scheme output that is worked on.
  public static let maximumSchemeOutputOctets = 4_000

  /// UE: the scheme output for a public key, with a fresh ephemeral key from `generator`.
  /// - Parameter schemeInput: the MSIN as ``packMSIN(_:)`` gives it, or the user name of an NAI.
  public static func conceal(
    _ schemeInput: [UInt8], for publicKey: HomeNetworkPublicKey, using generator: inout some RandomNumberGenerator
  ) throws(SecurityError) -> [UInt8] {
    let ephemeral = try ECIES.randomPrivateKey(scheme: publicKey.scheme, using: &generator)
    return try conceal(schemeInput, for: publicKey, ephemeralPrivateKey: ephemeral)
  }

  /// As ``conceal(_:for:using:)`` with a given ephemeral private key, which must never be used twice.
  public static func conceal(
    _ schemeInput: [UInt8], for publicKey: HomeNetworkPublicKey, ephemeralPrivateKey: SecretBytes
  ) throws(SecurityError) -> [UInt8] {
    guard schemeInput.count <= maximumSchemeOutputOctets - publicKey.scheme.publicKeyOctets - ECIES.tagOctets else {
      throw .invalidLength(of: "scheme input", octets: schemeInput.count, expected: "at most \(maximumSchemeOutputOctets)")
    }
    let ephemeralPublic = try ECIES.publicKey(scheme: publicKey.scheme, privateKey: ephemeralPrivateKey)
    let shared = try ECIES.sharedSecret(scheme: publicKey.scheme, privateKey: ephemeralPrivateKey, publicKey: publicKey.octets)
    let keys = ECIES.Keys(sharedSecret: shared, sharedInfo: ephemeralPublic)
    let cipherText = try AES128.counterMode(schemeInput, key: keys.encryption, counterBlock: keys.counterBlock)
    return ephemeralPublic + cipherText + keys.tag(cipherText)
  }

  /// SIDF: the scheme input behind a scheme output; the null scheme gives its octets unchanged.
  /// - Parameters:
  ///   - schemeIdentifier: protection scheme identifier as received.
  ///   - keyIdentifier: home network public key identifier as received.
  ///   - keys: the home network's keys.
  public static func deconceal(
    schemeIdentifier: UInt8, keyIdentifier: UInt8, schemeOutput: [UInt8], keys: [HomeNetworkPrivateKey]
  ) throws(SecurityError) -> [UInt8] {
    guard let scheme = ProtectionScheme(rawValue: schemeIdentifier) else { throw .unknownProtectionScheme(schemeIdentifier) }
    let overhead = scheme.publicKeyOctets + (scheme == .null ? 0 : ECIES.tagOctets)
    guard schemeOutput.count > overhead, schemeOutput.count <= maximumSchemeOutputOctets else {
      throw .invalidLength(
        of: "scheme output", octets: schemeOutput.count, expected: "\(overhead + 1) to \(maximumSchemeOutputOctets)")
    }
    if scheme == .null { return schemeOutput }
    guard let key = keys.first(where: { $0.scheme == scheme && $0.identifier == keyIdentifier }) else {
      throw .unknownHomeNetworkPublicKeyIdentifier(keyIdentifier)
    }
    let ephemeralPublic = Array(schemeOutput.prefix(scheme.publicKeyOctets))
    let cipherText = Array(schemeOutput.dropFirst(scheme.publicKeyOctets).dropLast(ECIES.tagOctets))
    let shared = try ECIES.sharedSecret(scheme: scheme, privateKey: key.privateKey, publicKey: ephemeralPublic)
    let derived = ECIES.Keys(sharedSecret: shared, sharedInfo: ephemeralPublic)
    guard constantTimeEqual(derived.tag(cipherText), Array(schemeOutput.suffix(ECIES.tagOctets))) else {
      throw .concealmentTagInvalid
    }
    return try AES128.counterMode(cipherText, key: derived.encryption, counterBlock: derived.counterBlock)
  }

  /// The MSIN in packed decimal digits, low half octet first, filled with 1111 (TS 24.501 §9.11.3.4, TS 33.501 C.3.2).
  /// - Parameter msin: 1 to 10 decimal digits.
  public static func packMSIN(_ msin: String) throws(SecurityError) -> [UInt8] {
    let digits = Array(msin.utf8)
    guard (1...10).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .invalidMSIN }
    return stride(from: 0, to: digits.count, by: 2).map { index in
      digits[index] & 0x0F | (index + 1 < digits.count ? digits[index + 1] << 4 : 0xF0)
    }
  }

  /// The digits of a packed MSIN.
  public static func unpackMSIN(_ octets: [UInt8]) throws(SecurityError) -> String {
    guard (1...5).contains(octets.count) else { throw .invalidMSIN }
    var digits: [UInt8] = []
    for (index, octet) in octets.enumerated() {
      guard octet & 0x0F <= 9 else { throw .invalidMSIN }
      digits.append(0x30 | octet & 0x0F)
      let high = octet >> 4
      if high == 0x0F, index == octets.count - 1 { continue }
      guard high <= 9 else { throw .invalidMSIN }
      digits.append(0x30 | high)
    }
    return String(decoding: digits, as: UTF8.self)
  }
}
