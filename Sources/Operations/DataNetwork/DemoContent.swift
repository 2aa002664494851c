import Base

/// The bytes that the demonstration data network serves: reproducible, so that a download can be verified end to end.
public struct DemoContent: Sendable {
  public static let defaultCount = 10_000_000
  private static let seed: UInt64 = 0x5669_7472_756D

  /// The first `count` bytes.
  public static func bytes(count: Int = defaultCount) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 7)
    while bytes.count < count {
      let word = generator.next()
      for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
