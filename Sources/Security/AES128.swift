import Crypto
import CryptoExtras

/// AES as swift-crypto provides it, with this module's errors.
enum AES128 {
  /// One block through the forward cipher.
  static func encryptBlock(_ block: [UInt8], key: SecretBytes) throws(SecurityError) -> [UInt8] {
    var result = block
    do {
      try AES.permute(&result, key: key.symmetricKey)
    } catch {
      throw .cryptographyFailure("AES block")
    }
    return result
  }

  /// Counter mode with a 128-bit initial counter block; encryption and decryption are the same operation.
  static func counterMode(_ octets: [UInt8], key: SecretBytes, counterBlock: [UInt8]) throws(SecurityError) -> [UInt8] {
    do {
      let nonce = try AES._CTR.Nonce(nonceBytes: counterBlock)
      return Array(try AES._CTR.encrypt(octets, using: key.symmetricKey, nonce: nonce))
    } catch {
      throw .cryptographyFailure("AES counter mode")
    }
  }

  /// CMAC of 128 bits (NIST SP 800-38B).
  static func cmac(_ octets: [UInt8], key: SecretBytes) throws(SecurityError) -> [UInt8] {
    do {
      var cmac = try AES.CMAC(key: key.symmetricKey)
      cmac.update(data: octets)
      return Array(cmac.finalize())
    } catch {
      throw .cryptographyFailure("AES CMAC")
    }
  }
}
