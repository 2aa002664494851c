import Base

/// Random octets of the operating system (`getrandom` on Linux): the production ``RandomSource``.
public final class SystemRandom: RandomSource {
  public init() {}

  public func bytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    var octets: [UInt8] = []
    octets.reserveCapacity(count + 7)
    while octets.count < count {
      let word = generator.next()
      for shift in stride(from: UInt64(0), to: 64, by: 8) { octets.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    octets.removeLast(octets.count - count)
    return octets
  }
}
