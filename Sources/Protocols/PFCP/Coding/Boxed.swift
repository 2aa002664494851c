/// An optional value behind one pointer, copied on write: keeps messages small however many optional elements they know.
@propertyWrapper
public struct PFCPBoxed<Value: Hashable & Sendable>: Hashable, Sendable {
  private final class Storage: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private var storage: Storage?

  public init(wrappedValue: Value?) { storage = wrappedValue.map(Storage.init) }

  public var wrappedValue: Value? {
    get { storage?.value }
    set { storage = newValue.map(Storage.init) }
  }

  var isPresent: Bool { storage != nil }

  /// Lets `body` look at the value in place.
  @inline(__always)
  func withValue<E>(_ body: (borrowing Value) throws(E) -> Void) throws(E) {
    if let storage { try body(storage.value) }
  }

  public static func == (left: Self, right: Self) -> Bool { left.storage === right.storage || left.wrappedValue == right.wrappedValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

/// What a group can make without arguments.
protocol EmptyInitializable {
  init()
}

/// The part of a group that few messages use, behind one pointer, copied on write.
struct RareSection<Value: EmptyInitializable & Hashable & Sendable>: Hashable, Sendable {
  /// Changed only while one section alone refers to it.
  private final class Storage: @unchecked Sendable {
    @exclusivity(unchecked) var value: Value
    init(_ value: Value) { self.value = value }
  }

  private var storage: Storage?

  var isPresent: Bool { storage != nil }

  var value: Value {
    get { storage?.value ?? Value() }
    _modify {
      if storage == nil {
        storage = Storage(Value())
      } else if !isKnownUniquelyReferenced(&storage), let old = storage {
        storage = Storage(old.value)
      }
      if let storage {
        yield &storage.value
      } else {
        var unused = Value()
        yield &unused
      }
    }
  }

  static func == (left: Self, right: Self) -> Bool { left.storage === right.storage || left.value == right.value }
  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
