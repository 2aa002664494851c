import Base
import Crypto

/// What a sealed secret is for: it opens only for the same subscriber and field.
public struct SealingContext: Sendable, Hashable {
  public var supi: Redacted<String>
  /// Such as `k` or `opc`.
  public var field: String

  public init(supi: String, field: String) {
    self.supi = Redacted(supi)
    self.field = field
  }
}

/// Encrypts long-term secrets for storage. A hardware module (PKCS#11) can stand behind it as well as a key in memory.
public protocol SecretSealer: Sendable {
  /// - Parameter nonce: 12 octets, never used before with this key.
  func seal(_ secret: SecretBytes, for context: SealingContext, nonce: [UInt8]) throws(SecurityError) -> [UInt8]
  /// - Throws: `sealInvalid`.
  func open(_ sealed: [UInt8], for context: SealingContext) throws(SecurityError) -> SecretBytes
}

/// ``SecretSealer`` with AES-256-GCM. Octets: version 1, nonce (12), cipher text, tag (16).
public struct AESGCMSealer: SecretSealer {
  private static let version: UInt8 = 1
  private let key: SecretBytes

  /// - Parameter key: 32 octets.
  public init(key: SecretBytes) throws(SecurityError) {
    try key.requireLength(32, name: "sealing key")
    self.key = key
  }

  public func seal(_ secret: SecretBytes, for context: SealingContext, nonce: [UInt8]) throws(SecurityError) -> [UInt8] {
    try requireLength(nonce, 12, name: "nonce")
    do {
      let box = try AES.GCM.seal(
        secret.revealed, using: key.symmetricKey, nonce: AES.GCM.Nonce(data: nonce), authenticating: Self.associatedData(context))
      return [Self.version] + nonce + Array(box.ciphertext) + Array(box.tag)
    } catch {
      throw .cryptographyFailure("AES-GCM")
    }
  }

  public func open(_ sealed: [UInt8], for context: SealingContext) throws(SecurityError) -> SecretBytes {
    guard sealed.count >= 29, sealed[0] == Self.version else { throw .sealInvalid }
    do {
      let box = try AES.GCM.SealedBox(combined: Array(sealed[1...]))
      return SecretBytes(try AES.GCM.open(box, using: key.symmetricKey, authenticating: Self.associatedData(context)))
    } catch {
      throw .sealInvalid
    }
  }

  /// The version and both texts, each behind its length, so that no two contexts give the same octets.
  private static func associatedData(_ context: SealingContext) -> [UInt8] {
    var writer = ByteWriter()
    writer.writeUInt8(version)
    for text in [context.supi.revealed, context.field] {
      writer.writeUInt32(UInt32(truncatingIfNeeded: text.utf8.count))
      writer.writeBytes(text.utf8)
    }
    return writer.octets
  }
}
