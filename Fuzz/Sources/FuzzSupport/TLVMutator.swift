import Base

/// Elements of type, length and value, one after another, in octets.
public struct TLVFormat: Sendable {
  /// One element: where it begins, its head, the length in the head, and its value.
  public struct Element: Sendable {
    public var start: Int
    public var lengthOffset: Int
    /// 0 for an element without a length.
    public var lengthOctets: Int
    public var valueOffset: Int
    public var end: Int

    public init(start: Int, lengthOffset: Int, lengthOctets: Int, valueOffset: Int, end: Int) {
      self.start = start
      self.lengthOffset = lengthOffset
      self.lengthOctets = lengthOctets
      self.valueOffset = valueOffset
      self.end = end
    }
  }

  /// The element at a position; its end may lie behind the octets.
  let element: @Sendable (_ octets: [UInt8], _ position: Int) -> Element?
  /// Where the first element may begin.
  let starts: ClosedRange<Int>

  public init(starts: ClosedRange<Int>, element: @escaping @Sendable (_ octets: [UInt8], _ position: Int) -> Element?) {
    self.starts = starts
    self.element = element
  }

  /// The elements that fill the octets from the first possible start; none where no start has such.
  func elements(_ octets: [UInt8], starts: ClosedRange<Int>? = nil) -> [Element] {
    for start in starts ?? self.starts where start < octets.count {
      var found: [Element] = []
      var position = start
      while position < octets.count, let next = element(octets, position), next.end <= octets.count, next.end > position {
        found.append(next)
        position = next.end
      }
      if position == octets.count, !found.isEmpty { return found }
    }
    return []
  }
}

/// Changes one element, or the length that says where it ends.
public struct TLVMutator {
  let format: TLVFormat
  /// Types of elements, as octets, to put in.
  let types: [[UInt8]]
  public var generator: SeededGenerator

  public init(_ format: TLVFormat, types: [[UInt8]], generator: SeededGenerator) {
    self.format = format
    self.types = types
    self.generator = generator
  }

  private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &generator) }

  public mutating func mutate(_ octets: [UInt8]) -> [UInt8]? {
    let elements = format.elements(octets)
    guard let first = elements.first else { return nil }
    if first.start > 0, pick(6) == 0 { return changingHead(octets, first.start) }
    return mutate(octets, elements, depth: 0)
  }

  /// Another value for an octet in front of the elements.
  private mutating func changingHead(_ octets: [UInt8], _ count: Int) -> [UInt8] {
    var octets = octets
    octets[pick(count)] = UInt8(truncatingIfNeeded: generator.next())
    return octets
  }

  private mutating func mutate(_ octets: [UInt8], _ elements: [TLVFormat.Element], depth: Int) -> [UInt8] {
    guard let element = elements.randomElement(using: &generator) else { return octets }
    let value = Array(octets[element.valueOffset..<element.end])
    let whole = octets[element.start..<element.end]
    switch pick(9) {
    case 0 where element.lengthOctets > 0: return settingLength(octets, element)
    case 1: return Array(octets[..<element.start] + whole + octets[element.start...])
    case 2: return Array(octets[..<element.start] + octets[element.end...])
    case 3: return Array(octets[..<element.start] + octets[element.end...] + whole)
    case 4: return octets + inserted()
    case 5: return Array(octets[..<element.start] + inserted() + octets[element.start...])
    case 6, 7:
      // A value that is a chain of elements by itself, or has a message in it.
      let inner = depth < 6 ? format.elements(value, starts: 0...0) + format.elements(value) : []
      if !inner.isEmpty { return replacing(octets, element, mutate(value, inner, depth: depth + 1)) }
      return replacing(octets, element, OctetMutation.mutated(value))
    default: return replacing(octets, element, OctetMutation.mutated(value))
    }
  }

  private mutating func settingLength(_ octets: [UInt8], _ element: TLVFormat.Element) -> [UInt8] {
    let count = element.end - element.valueOffset
    let lengths = [0, 1, count - 1, count + 1, octets.count, 0xFF, 0xFFFF]
    return writing(lengths.randomElement(using: &generator) ?? 0, octets, element)
  }

  private func writing(_ length: Int, _ octets: [UInt8], _ element: TLVFormat.Element) -> [UInt8] {
    var octets = octets
    for index in 0..<element.lengthOctets {
      octets[element.lengthOffset + index] = UInt8(truncatingIfNeeded: length >> (8 * (element.lengthOctets - 1 - index)))
    }
    return octets
  }

  private func replacing(_ octets: [UInt8], _ element: TLVFormat.Element, _ value: [UInt8]) -> [UInt8] {
    let changed = octets[..<element.valueOffset] + value + octets[element.end...]
    return writing(value.count, Array(changed), element)
  }

  private mutating func inserted() -> [UInt8] {
    let type = types.randomElement(using: &generator) ?? [0]
    let head = type + [0, 0, 0, 0]
    guard let element = format.element(head, 0) else { return type }
    guard element.lengthOctets > 0 else { return type }
    let value = (0..<pick(20)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    return writing(value.count, Array(head[..<element.valueOffset]) + value, element)
  }
}
