extension JSON {
  /// The members of an object in the order in which they were written.
  ///
  /// Two arrays, and for objects with more than ``indexedFrom`` members an index: small objects, which are nearly all, cost two
  /// allocations, and no object makes the search of a member slow.
  public struct Object: Sendable {
    public private(set) var keys: [String] = []
    private var values: [JSON] = []
    /// Positions by key; `nil` while the members are few.
    private var index: [ExactText: Int]?

    private static let indexedFrom = 8

    public init() {}
    public var count: Int { keys.count }

    private func position(_ key: String) -> Int? {
      let exact = ExactText(key)
      if let index { return index[exact] }
      return keys.firstIndex { ExactText($0) == exact }
    }

    /// Reads, adds, replaces or (with `nil`) removes a member. Removing takes time in proportion to the members; for many at once see
    /// ``removeAll(where:)``.
    public subscript(key: String) -> JSON? {
      get { position(key).map { values[$0] } }
      set {
        guard let position = position(key) else {
          if let newValue { append(key, newValue) }
          return
        }
        guard let newValue else {
          keys.remove(at: position)
          values.remove(at: position)
          return reindex()
        }
        values[position] = newValue
      }
    }

    /// Adds a member behind the others.
    /// - Returns: `false`, with nothing changed, when the object has a member of that name.
    mutating func insert(_ key: String, _ value: JSON) -> Bool {
      guard position(key) == nil else { return false }
      append(key, value)
      return true
    }

    private mutating func append(_ key: String, _ value: JSON) {
      keys.append(key)
      values.append(value)
      if index != nil { index?[ExactText(key)] = keys.count - 1 } else if keys.count > Object.indexedFrom { reindex() }
    }

    private mutating func reindex() {
      guard keys.count > Object.indexedFrom else {
        index = nil
        return
      }
      var positions: [ExactText: Int] = [:]
      positions.reserveCapacity(keys.count)
      for (position, key) in keys.enumerated() { positions[ExactText(key)] = position }
      index = positions
    }

    /// Removes every member that fits, in one pass.
    public mutating func removeAll(where isRemoved: (_ key: String, _ value: JSON) -> Bool) {
      var kept = Object()
      for position in keys.indices where !isRemoved(keys[position], values[position]) { kept.append(keys[position], values[position]) }
      self = kept
    }

    /// Members in order.
    public var members: [(key: String, value: JSON)] { keys.indices.map { (keys[$0], values[$0]) } }

    /// Positions in the order of the keys.
    var sortedPositions: [Int] { keys.indices.sorted { ExactText(keys[$0]) < ExactText(keys[$1]) } }

    /// The member at a position below ``count``.
    func member(at position: Int) -> (key: String, value: JSON) { (keys[position], values[position]) }
  }
}
