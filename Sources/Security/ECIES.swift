import Crypto

/// The elliptic curve integrated encryption scheme of TS 33.501 Annex C.3, profiles of its §C.3.4.
enum ECIES {
  static let tagOctets = 8

  /// The results of the ANSI-X9.63-KDF with SHA-256 (SEC 1 §3.6.1).
  struct Keys {
    let encryption: SecretBytes
    let counterBlock: [UInt8]
    let mac: SecretBytes

    /// - Parameter sharedInfo: SharedInfo1, the ephemeral public key as sent.
    init(sharedSecret: SecretBytes, sharedInfo: [UInt8]) {
      let secret = sharedSecret.revealed
      let first = Array(SHA256.hash(data: secret + [0, 0, 0, 1] + sharedInfo))
      let second = Array(SHA256.hash(data: secret + [0, 0, 0, 2] + sharedInfo))
      encryption = SecretBytes(first[0..<16])
      counterBlock = Array(first[16..<32])
      mac = SecretBytes(second)
    }

    func tag(_ cipherText: [UInt8]) -> [UInt8] {
      Array(HMAC<SHA256>.authenticationCode(for: cipherText, using: mac.symmetricKey).prefix(ECIES.tagOctets))
    }
  }

  static func randomPrivateKey(
    scheme: ProtectionScheme, using generator: inout some RandomNumberGenerator
  ) throws(SecurityError) -> SecretBytes {
    // A random P-256 scalar is out of range with a probability of 2^-32.
    for _ in 0..<16 {
      let candidate = SecretBytes(count: 32, using: &generator)
      if scheme != .profileB || (try? P256.KeyAgreement.PrivateKey(rawRepresentation: candidate.symmetricKey)) != nil {
        return candidate
      }
    }
    throw .invalidPrivateKey
  }

  static func publicKey(scheme: ProtectionScheme, privateKey: SecretBytes) throws(SecurityError) -> [UInt8] {
    try privateKey.requireLength(32, name: "private key")
    do {
      switch scheme {
      case .null: throw SecurityError.unknownProtectionScheme(scheme.rawValue)
      case .profileA:
        return Array(try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: privateKey.symmetricKey).publicKey.rawRepresentation)
      case .profileB:
        return Array(
          try P256.KeyAgreement.PrivateKey(rawRepresentation: privateKey.symmetricKey).publicKey.compressedRepresentation)
      }
    } catch let error as SecurityError {
      throw error
    } catch {
      throw .invalidPrivateKey
    }
  }

  /// The X coordinate on which both sides agree; a public key of small order, which gives zero, is refused (RFC 7748 §6.1).
  static func sharedSecret(
    scheme: ProtectionScheme, privateKey: SecretBytes, publicKey: [UInt8]
  ) throws(SecurityError) -> SecretBytes {
    let secret = try agreement(scheme: scheme, privateKey: privateKey, publicKey: publicKey)
    guard secret != SecretBytes(repeatElement(0, count: 32)) else { throw .invalidPublicKey }
    return secret
  }

  private static func agreement(
    scheme: ProtectionScheme, privateKey: SecretBytes, publicKey: [UInt8]
  ) throws(SecurityError) -> SecretBytes {
    do {
      switch scheme {
      case .null: throw SecurityError.unknownProtectionScheme(scheme.rawValue)
      case .profileA:
        let ours = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: privateKey.symmetricKey)
        let theirs = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: publicKey)
        return try ours.sharedSecretFromKeyAgreement(with: theirs).withUnsafeBytes { SecretBytes($0) }
      case .profileB:
        let ours = try P256.KeyAgreement.PrivateKey(rawRepresentation: privateKey.symmetricKey)
        let theirs = try P256.KeyAgreement.PublicKey(compressedRepresentation: publicKey)
        return try ours.sharedSecretFromKeyAgreement(with: theirs).withUnsafeBytes { SecretBytes($0) }
      }
    } catch let error as SecurityError {
      throw error
    } catch {
      throw .invalidPublicKey
    }
  }
}
