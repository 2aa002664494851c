/// A field of a container, or an addition of a SEQUENCE, that was found and not read yet.
@frozen @usableFromInline
struct Slot {
  private let shortID: UInt32
  /// Which of the reader's joined open types it is in, from 1; 0 for the octets that its container is in.
  let joined: UInt32
  let position: Int
  let limit: Int

  /// - Parameter id: below 65,536.
  init(id: Int, position: Int, limit: Int, joined: Int = 0) {
    shortID = UInt32(truncatingIfNeeded: id)
    self.joined = UInt32(truncatingIfNeeded: joined)
    self.position = position
    self.limit = limit
  }

  var id: Int { Int(shortID) }
}

/// Slots, in the memory that is lent for them and beyond that in their own.
@usableFromInline
struct SlotStack: ~Copyable {
  /// Below 1,024 octets: temporary memory of more is taken from the heap.
  @inlinable static var initialCapacity: Int { 40 }

  private var storage: UnsafeMutableBufferPointer<Slot>
  private var ownsStorage = false
  private(set) var count = 0

  init(_ storage: UnsafeMutableBufferPointer<Slot>) { self.storage = storage }

  deinit { if ownsStorage { storage.deallocate() } }

  mutating func append(_ slot: Slot) {
    if count == storage.count {
      let larger = UnsafeMutableBufferPointer<Slot>.allocate(capacity: count * 2)
      _ = larger.initialize(from: storage)
      if ownsStorage { storage.deallocate() }
      storage = larger
      ownsStorage = true
    }
    storage.initializeElement(at: count, to: slot)
    count += 1
  }

  /// Whether a slot from `start` on has this identifier.
  func contains(_ id: Int, from start: Int) -> Bool { (start..<max(start, count)).contains { storage[$0].id == id } }

  /// Forgets all slots from `start` on.
  mutating func cut(_ start: Int) { count = min(count, start) }

  subscript(index: Int) -> Slot {
    get { storage[index] }
    set { storage[index] = newValue }
  }
}
