/// A field of a container, or an addition of a SEQUENCE, that was found and not read yet.
struct Slot {
  var id: Int
  var window: PERReader.Window
}

/// Slots, in the memory that is lent for them and beyond that in their own.
struct SlotStack: ~Copyable {
  static let initialCapacity = 48

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

  /// Forgets all slots from `start` on.
  mutating func cut(_ start: Int) { count = min(count, start) }

  subscript(index: Int) -> Slot {
    get { storage[index] }
    set { storage[index] = newValue }
  }
}
