/// Open types (X.691 §11.2).
extension PERReader {
  /// The octets of an open type (X.691 §11.2).
  public mutating func openType() -> [UInt8] { octets() }

  /// Moves into an open type.
  /// - Returns: the window to ``leave(_:)`` to.
  public mutating func enterOpen() -> Window {
    let slot = openType(id: 0)
    let outer = window
    enter(slot, of: outer)
    return outer
  }

  /// Moves into an open type of what is read in a window.
  @inline(__always)
  mutating func enter(_ slot: Slot, of outer: Window) {
    window = slot.joined == 0 ? outer : Window(UnsafeRawBufferPointer(joined[Int(slot.joined) - 1]))
    window.position = slot.position
    window.limit = slot.limit
  }

  public mutating func leave(_ outer: Window) {
    window = outer
    if isFailed { window.position = window.limit }
  }

  /// The rest of the window as octets.
  public mutating func rest() -> [UInt8] {
    let octets = rawOctets((window.limit - window.position) / 8)
    window.position = window.limit
    return octets
  }

  /// The open type at the position, which moves behind it.
  @inline(__always)
  mutating func openType(id: Int) -> Slot {
    let start = window.position
    let (count, more) = fragmentLength()
    if more { return joinedOpenType(id, start) }
    let first = window.position
    guard hasOctets(count) else {
      truncated()
      return Slot(id: id, position: first, limit: first)
    }
    window.position = first &+ count &* 8
    return Slot(id: id, position: first, limit: window.position)
  }

  /// An open type in fragments, in one piece.
  @inline(never)
  private mutating func joinedOpenType(_ id: Int, _ start: Int) -> Slot {
    window.position = start
    let octets = openType()
    account(octets.count)
    guard !isFailed, !octets.isEmpty else { return Slot(id: id, position: window.limit, limit: window.limit) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: octets.count, alignment: 8)
    buffer.copyBytes(from: octets)
    joined.append(buffer)
    return Slot(id: id, position: 0, limit: octets.count * 8, joined: joined.count)
  }
}
