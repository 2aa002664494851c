import Base
import Crypto

/// Key material or another secret of any length.
///
/// The octets live in storage that is zeroed when the last copy goes; `description`, `debugDescription` and mirrors show only the
/// length; `==` takes a time that depends on the length alone.
public struct SecretBytes: Equatable, Sendable {
  let symmetricKey: SymmetricKey

  public init(_ octets: some Sequence<UInt8>) { symmetricKey = SymmetricKey(data: Array(octets)) }

  /// Draws `count` octets from `generator`.
  public init(count: Int, using generator: inout some RandomNumberGenerator) {
    self.init(randomOctets(count, using: &generator))
  }

  /// Reads hexadecimal digits as ``Base/Hex`` does.
  /// - Returns: `nil` when `text` is not hexadecimal.
  public init?(hex text: some StringProtocol) {
    guard let octets = Hex.decode(text) else { return nil }
    self.init(octets)
  }

  public var count: Int { symmetricKey.bitCount / 8 }

  /// A copy of the secret octets; every use of this member is a deliberate disclosure.
  public var revealed: [UInt8] { symmetricKey.withUnsafeBytes { Array($0) } }

  /// Compares in a time that depends on the lengths alone.
  public static func == (left: SecretBytes, right: SecretBytes) -> Bool { left.symmetricKey == right.symmetricKey }

  /// Throws unless the secret has one of `lengths` octets.
  func requireLength(_ lengths: Int..., name: String) throws(SecurityError) {
    guard lengths.contains(count) else {
      throw .invalidLength(of: name, octets: count, expected: lengths.map(String.init).joined(separator: " or "))
    }
  }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "<secret of \(count) octets>" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// `count` octets from `generator`.
public func randomOctets(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
  (0..<max(0, count)).map { _ in UInt8.random(in: 0...255, using: &generator) }
}

/// Whether two strings of octets are equal, in a time that depends on their lengths alone.
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for (a, b) in zip(left, right) { difference |= a ^ b }
  return difference == 0
}

func xor(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { zip(left, right).map { $0 ^ $1 } }

func requireLength(_ octets: [UInt8], _ count: Int, name: String) throws(SecurityError) {
  guard octets.count == count else { throw .invalidLength(of: name, octets: octets.count, expected: String(count)) }
}
