/// What an entry of a ``BoundedTable`` holds, in octets of memory, about.
protocol Weighable {
  var weight: Int { get }
}

/// A dictionary of limited size and weight: a new entry takes the place of those that were not used for longest.
struct BoundedTable<Key: Hashable, Value: Weighable> {
  private struct Entry {
    var value: Value
    var lastUse: UInt64
  }

  let capacity: Int
  let maximumWeight: Int
  private var entries: [Key: Entry] = [:]
  /// Uses in order, also those that later ones have made void.
  private var uses: [(key: Key, number: UInt64)] = []
  private var first = 0
  private var clock: UInt64 = 0
  private var valueWeight = 0

  var weight: Int { valueWeight + uses.capacity * MemoryLayout<(key: Key, number: UInt64)>.stride }

  init(capacity: Int, maximumWeight: Int) {
    self.capacity = max(1, capacity)
    self.maximumWeight = maximumWeight
  }

  var count: Int { entries.count }
  func peek(_ key: Key) -> Value? { entries[key]?.value }

  mutating func remove(_ key: Key) -> Value? {
    guard let value = entries.removeValue(forKey: key)?.value else { return nil }
    valueWeight -= value.weight
    return value
  }

  /// Lets `body` change the entry, which is made if it is missing.
  mutating func with<Result>(_ key: Key, default value: @autoclosure () -> Value, _ body: (inout Value) -> Result) -> Result {
    clock += 1
    uses.append((key, clock))
    // Taken out while it changes, so that it is not copied.
    var entry = Entry(value: remove(key) ?? value(), lastUse: clock)
    let result = body(&entry.value)
    valueWeight += entry.value.weight
    entries[key] = entry
    while entries.count > capacity || valueWeight > maximumWeight, first < uses.count - 1 {
      let use = uses[first]
      first += 1
      if entries[use.key]?.lastUse == use.number { _ = remove(use.key) }
    }
    if uses.count > 2 * entries.count + 64 { compact() }
    return result
  }

  private mutating func compact() {
    uses = uses[first...].filter { entries[$0.key]?.lastUse == $0.number }
    first = 0
  }
}
