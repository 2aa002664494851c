import Base
import Crypto

extension Redacted where Value: CustomStringConvertible {
  /// A short name for the value that is stable under one key and tells nothing without it; for correlating records.
  /// - Parameter key: a key kept for this purpose alone.
  public func pseudonym(key: SecretBytes) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array(revealed.description.utf8), using: key.symmetricKey)
    return Hex.encode(code.prefix(6))
  }
}
