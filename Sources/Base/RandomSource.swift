/// Where every random octet comes from; injected, so that a simulation can replay it.
public protocol RandomSource: AnyObject, Sendable {
  /// `count` unpredictable octets (reproducible from the seed in a simulation).
  func bytes(_ count: Int) -> [UInt8]
}

extension RandomSource {
  public func uint32() -> UInt32 { bytes(4).reduce(0) { $0 << 8 | UInt32($1) } }
  public func uint64() -> UInt64 { bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
}

/// A seeded generator (SplitMix64): fast, reproducible, not for keys outside a simulation.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
