/// A text that equals another octet for octet only, as names and values in JSON do (RFC 8259 §8.3).
///
/// `==` of `String` looks for canonical equivalence: it puts combining characters in order, which takes time in proportion to the square
/// of their number.
public struct ExactText: Sendable, Hashable, Comparable {
  public let text: String

  public init(_ text: String) { self.text = text }

  public static func == (left: ExactText, right: ExactText) -> Bool {
    let (left, right) = (left.text.utf8, right.text.utf8)
    guard left.count == right.count else { return false }
    let fast = left.withContiguousStorageIfAvailable { left in
      right.withContiguousStorageIfAvailable { right in left.elementsEqual(right) }
    }
    return (fast ?? nil) ?? left.elementsEqual(right)
  }

  public static func < (left: ExactText, right: ExactText) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }

  public func hash(into hasher: inout Hasher) {
    if text.utf8.withContiguousStorageIfAvailable({ hasher.combine(bytes: UnsafeRawBufferPointer($0)) }) == nil {
      for octet in text.utf8 { hasher.combine(octet) }
    }
  }
}

extension JSON {
  /// Whether every text of the value and the names of its members are; see ``Swift/String/isStreamSafe``.
  public var isStreamSafe: Bool {
    switch self {
    case .string(let text): text.isStreamSafe
    case .array(let values): values.allSatisfy(\.isStreamSafe)
    case .object(let object): object.members.allSatisfy { $0.key.isStreamSafe && $0.value.isStreamSafe }
    default: true
    }
  }
}

extension String {
  /// Whether both texts are the same octets.
  public func isExactly(_ other: String) -> Bool { ExactText(self) == ExactText(other) }

  /// Whether no more than 30 combining characters follow each other (UAX #15, "Stream-Safe Text Format"): then comparing and hashing
  /// take time in proportion to the length.
  public var isStreamSafe: Bool {
    var run = 0
    for scalar in unicodeScalars {
      // Below U+0300 there is no combining character.
      guard scalar.value >= 0x300, scalar.properties.canonicalCombiningClass != .notReordered else {
        run = 0
        continue
      }
      run += 1
      if run > 30 { return false }
    }
    return true
  }
}
