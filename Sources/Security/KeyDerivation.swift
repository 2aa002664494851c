import Crypto

/// The key derivation function of TS 33.220 Annex B: HMAC-SHA-256 over FC and the parameters, each followed by its length.
public enum KeyDerivation {
  /// - Parameters:
  ///   - key: the input key, any length.
  ///   - fc: function code.
  ///   - parameters: P0, P1, ..., each at most 65,535 octets.
  /// - Returns: 32 octets.
  public static func derive(key: SecretBytes, fc: UInt8, parameters: [[UInt8]]) throws(SecurityError) -> SecretBytes {
    for parameter in parameters where parameter.count > 0xFFFF {
      throw .invalidLength(of: "KDF parameter", octets: parameter.count, expected: "at most 65535")
    }
    return deriveChecked(key: key, fc: fc, parameters)
  }

  /// As ``derive(key:fc:parameters:)`` for parameters whose lengths are bounded by their types.
  static func deriveChecked(key: SecretBytes, fc: UInt8, _ parameters: [[UInt8]]) -> SecretBytes {
    var input: [UInt8] = [fc]
    for parameter in parameters {
      input += parameter
      input += [UInt8(truncatingIfNeeded: parameter.count >> 8), UInt8(truncatingIfNeeded: parameter.count)]
    }
    return SecretBytes(HMAC<SHA256>.authenticationCode(for: input, using: key.symmetricKey))
  }
}

extension SecretBytes {
  /// The 128 least significant bits.
  var leastSignificant128: SecretBytes { SecretBytes(revealed.suffix(16)) }
}

/// The serving network name of TS 24.501 §9.12.1, such as `5G:mnc070.mcc999.3gppnetwork.org`.
public struct ServingNetworkName: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  /// - Throws: `invalidValue` for a text that is not `5G:` and 1 to 252 visible ASCII characters.
  public init(_ text: String) throws(SecurityError) {
    guard text.hasPrefix("5G:"), (4...255).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .invalidValue(of: "serving network name")
    }
    self.text = text
  }

  /// - Parameters:
  ///   - mcc: 3 digits.
  ///   - mnc: 2 or 3 digits; 2 are padded with a leading zero.
  public init(mcc: String, mnc: String) throws(SecurityError) {
    func isDecimal(_ text: String) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    guard mcc.utf8.count == 3, (2...3).contains(mnc.utf8.count), isDecimal(mcc), isDecimal(mnc) else {
      throw .invalidValue(of: "PLMN identity")
    }
    text = "5G:mnc\(mnc.utf8.count == 2 ? "0" : "")\(mnc).mcc\(mcc).3gppnetwork.org"
  }

  public var octets: [UInt8] { Array(text.utf8) }
  public var description: String { text }
}
