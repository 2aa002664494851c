import Modulation

/// Soft values of a transport block that a receiver keeps from one transmission to the next: one for each HARQ process (TS 38.212 §5.4.2).
///
/// It is without memory at first, has as much as its largest transport block needed, and keeps it.
public struct HARQSoftBuffer: ~Copyable {
  /// What the soft values are of; nil before the first transmission.
  public private(set) var code: SharedChannelCode?
  private var memory = UnsafeMutableBufferPointer<Int8>(start: nil, count: 0)

  public init() {}

  deinit { memory.deallocate() }

  /// The soft values for a transmission.
  /// - Parameter isNew: whether it is a transport block's first one: then they are zeros.
  /// - Throws: for a retransmission of another transport block than the one before.
  mutating func values(_ code: SharedChannelCode, isNew: Bool) throws(ParameterError) -> UnsafeMutableBufferPointer<Int8> {
    let count = code.softBufferCount
    if isNew {
      if memory.count < count {
        memory.deallocate()
        memory = .allocate(capacity: count)
      }
      memory.initialize(repeating: 0)
      self.code = code
    }
    guard self.code == code else {
      throw ParameterError(
        "buffer", self.code?.transportBlockSize ?? 0, "a retransmission is of the same transport block", "TS 38.214 §6.1.4")
    }
    return UnsafeMutableBufferPointer(rebasing: memory[..<count])
  }
}
