/// Integer keys to small integers by open addressing with linear probing: lookups neither allocate nor count references.
///
/// Keys are spread with a secret multiplier, so that nobody outside can choose keys that collide.
struct OpenAddressingTable: Sendable {
  private var keys: [UInt64]
  private var values: [Int32]
  private(set) var count = 0
  private let multiplier: UInt64
  private var mask: Int

  private static let empty: Int32 = -1

  /// - Parameters:
  ///   - capacity: entries for which room is made at once; the table grows beyond.
  ///   - secret: unpredictable.
  init(capacity: Int, secret: UInt64) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    keys = Array(repeating: 0, count: size)
    values = Array(repeating: Self.empty, count: size)
    mask = size - 1
    multiplier = secret | 1
  }

  @inline(__always)
  private func home(_ key: UInt64) -> Int {
    var hash = (key ^ key >> 32) &* multiplier
    hash ^= hash >> 29
    hash = hash &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: hash >> 32) & mask
  }

  /// The value of `key`; -1 when there is none.
  @inline(__always)
  func value(_ key: UInt64) -> Int {
    var index = home(key)
    while values[index] != Self.empty {
      if keys[index] == key { return Int(values[index]) }
      index = (index + 1) & mask
    }
    return -1
  }

  mutating func insert(_ key: UInt64, _ value: Int) {
    if (count + 1) * 2 > keys.count { grow() }
    var index = home(key)
    while values[index] != Self.empty {
      if keys[index] == key {
        values[index] = Int32(value)
        return
      }
      index = (index + 1) & mask
    }
    keys[index] = key
    values[index] = Int32(value)
    count += 1
  }

  mutating func remove(_ key: UInt64) {
    var hole = home(key)
    while true {
      if values[hole] == Self.empty { return }
      if keys[hole] == key { break }
      hole = (hole + 1) & mask
    }
    count -= 1
    var index = (hole + 1) & mask
    while values[index] != Self.empty {
      let distance = (index - home(keys[index])) & mask
      if distance >= (index - hole) & mask {
        keys[hole] = keys[index]
        values[hole] = values[index]
        hole = index
      }
      index = (index + 1) & mask
    }
    values[hole] = Self.empty
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = Array(repeating: 0, count: oldKeys.count * 2)
    values = Array(repeating: Self.empty, count: oldKeys.count * 2)
    mask = keys.count - 1
    count = 0
    for index in oldKeys.indices where oldValues[index] != Self.empty { insert(oldKeys[index], Int(oldValues[index])) }
  }
}
