import Base

/// Addresses of one family for the sessions of a data network. An address that comes back waits before it is given again, so that
/// packets for its old owner do not reach the new one.
struct AddressPool {
  /// Index of the first address that may be given.
  private let first: UInt64
  /// Index behind the last one.
  private let end: UInt64
  private let base: UInt128
  /// Bits below the part that distinguishes sessions: 0 for IPv4 addresses, 64 for IPv6 prefixes.
  private let shift: Int
  private var nextUnused: UInt64
  private var inUse: Set<UInt64> = []
  private var released: [(index: UInt64, at: Instant)] = []
  private var oldestReleased = 0

  /// Addresses of an IPv4 range.
  init?(ipv4 prefix: IPPrefix) {
    guard case .v4(let network) = prefix.address, prefix.length <= 30 else { return nil }
    self.init(base: UInt128(network), shift: 0, count: UInt64(1) << UInt64(32 - prefix.length), first: 2, reservedAtEnd: 1)
  }

  /// The /64 prefixes of an IPv6 range.
  init?(ipv6 prefix: IPPrefix) {
    guard case .v6(let network) = prefix.address, prefix.length <= 63 else { return nil }
    self.init(base: network, shift: 64, count: UInt64(1) << UInt64(min(64 - prefix.length, 40)), first: 1, reservedAtEnd: 0)
  }

  private init(base: UInt128, shift: Int, count: UInt64, first: UInt64, reservedAtEnd: UInt64) {
    self.base = base
    self.shift = shift
    self.first = first
    end = count - reservedAtEnd
    nextUnused = first
  }

  var usedCount: Int { inUse.count }

  private func address(_ index: UInt64) -> UInt128 { base | UInt128(index) << UInt128(shift) }

  private func index(of address: UInt128) -> UInt64? {
    guard address >= base else { return nil }
    let offset = (address - base) >> UInt128(shift)
    return offset < UInt128(end) && offset >= UInt128(first) ? UInt64(offset) : nil
  }

  /// An address of nobody; `nil` when all are in use or wait to be used again.
  mutating func allocate(now: Instant, reuseDelay: Duration) -> UInt128? {
    while nextUnused < end {
      let candidate = nextUnused
      nextUnused += 1
      if inUse.insert(candidate).inserted { return address(candidate) }
    }
    while oldestReleased < released.count, released[oldestReleased].at + reuseDelay <= now {
      let candidate = released[oldestReleased].index
      oldestReleased += 1
      if oldestReleased > 1_024, oldestReleased * 2 > released.count {
        released.removeFirst(oldestReleased)
        oldestReleased = 0
      }
      if inUse.insert(candidate).inserted { return address(candidate) }
    }
    return nil
  }

  /// Takes a subscriber's static address. One outside the pool is not tracked here.
  /// - Returns: whether nobody has it.
  mutating func reserve(_ address: UInt128) -> Bool {
    guard let index = index(of: address) else { return true }
    return inUse.insert(index).inserted
  }

  mutating func release(_ address: UInt128, now: Instant) {
    guard let index = index(of: address), inUse.remove(index) != nil else { return }
    // An index above the mark is found there when its turn comes.
    if index < nextUnused { released.append((index, now)) }
  }
}
