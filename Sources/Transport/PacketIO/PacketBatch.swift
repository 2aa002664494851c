import Base
import CLinux

/// Packets of one system call, in storage that is allocated once: the unit of work of a user plane's hot loop.
///
/// Each slot has `headroom` octets in front of the received packet, so that a tunnel header is written without a copy
/// (``prepend(_:at:)``) or taken off (``dropFirst(_:at:)``). The loop sets an action per slot, and one call
/// sends all slots of an action:
/// ```swift
/// var batch = PacketBatch(capacity: 64, slotSize: 2048, headroom: 64)
/// while let ready = poll.wait(timeoutMilliseconds: -1) {
///   if ready & 1 != 0 {
///     for index in 0..<batch.receive(from: n3) { batch.dropFirst(16, at: index); batch.setAction(1, at: index) }
///     batch.write(to: n6, action: 1)
///   }
/// }
/// ```
/// Action 0 means: drop. No method allocates or waits.
public struct PacketBatch: ~Copyable {
  public let capacity: Int
  public let slotSize: Int
  public let headroom: Int
  /// Slots filled by the last receive or read.
  public private(set) var count = 0

  private let storage: UnsafeMutablePointer<UInt8>
  private let slots: UnsafeMutablePointer<vt_slot>

  /// - Parameters:
  ///   - capacity: 1 to 64 packets.
  ///   - slotSize: octets of a slot, headroom included. A datagram that does not fit is reported with length 0.
  public init(capacity: Int = vt_maximum_batch, slotSize: Int = 2048, headroom: Int = 64) {
    precondition((1...vt_maximum_batch).contains(capacity) && headroom >= 0 && slotSize > headroom && slotSize <= 1 << 20)
    self.capacity = capacity
    self.slotSize = slotSize
    self.headroom = headroom
    storage = .allocate(capacity: capacity * slotSize)
    storage.initialize(repeating: 0, count: capacity * slotSize)
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: vt_slot(), count: capacity)
  }

  deinit {
    storage.deallocate()
    slots.deallocate()
  }

  /// Receives waiting datagrams of a UDP socket (`recvmmsg`).
  /// - Returns: how many; 0 when none waits or the socket failed.
  @discardableResult
  public mutating func receive(from descriptor: Int32) -> Int {
    count = max(0, Int(vt_udp_receive_batch(descriptor, storage, UInt32(slotSize), UInt32(headroom), slots, Int32(capacity))))
    return count
  }

  /// Reads waiting packets of a TUN device.
  @discardableResult
  public mutating func read(from descriptor: Int32) -> Int {
    count = max(0, Int(vt_read_batch(descriptor, storage, UInt32(slotSize), UInt32(headroom), slots, Int32(capacity))))
    return count
  }

  /// Sends every slot with `action` to its peer (`sendmmsg`). What the socket's buffer does not take is dropped.
  /// - Returns: how many were sent.
  @discardableResult
  public func send(to descriptor: Int32, action: UInt8) -> Int {
    Int(vt_udp_send_batch(descriptor, storage, slots, Int32(count), action))
  }

  /// Writes every slot with `action` to a TUN device.
  /// - Returns: how many were written.
  @discardableResult
  public func write(to descriptor: Int32, action: UInt8) -> Int {
    Int(vt_write_batch(descriptor, storage, slots, Int32(count), action))
  }

  /// The octets of the packet in slot `index`; valid until the next receive or the end of the batch.
  public func packet(at index: Int) -> UnsafeMutableRawBufferPointer {
    checkIndex(index)
    return UnsafeMutableRawBufferPointer(start: storage + Int(slots[index].offset), count: Int(slots[index].length))
  }

  public func length(at index: Int) -> Int {
    checkIndex(index)
    return Int(slots[index].length)
  }

  /// The sender of a received datagram.
  public func peer(at index: Int) -> SocketAddress? {
    checkIndex(index)
    return slots[index].peer.socketAddress
  }

  /// Sets where ``send(to:action:)`` sends the slot: an address prepared once with ``PreparedPeer``.
  public mutating func setPeer(_ peer: PreparedPeer, at index: Int) {
    checkIndex(index)
    slots[index].peer = peer.endpoint
  }

  public mutating func setAction(_ action: UInt8, at index: Int) {
    checkIndex(index)
    slots[index].action = action
  }

  /// Takes `octetCount` octets off the front of the packet.
  /// - Returns: `false`, and no change, when it is shorter.
  @discardableResult
  public mutating func dropFirst(_ octetCount: Int, at index: Int) -> Bool {
    checkIndex(index)
    guard octetCount >= 0, octetCount <= Int(slots[index].length) else { return false }
    slots[index].offset += UInt32(octetCount)
    slots[index].length -= UInt32(octetCount)
    return true
  }

  /// Cuts the packet to its first `octetCount` octets (padding behind an IP packet).
  /// - Returns: `false`, and no change, when it is shorter.
  @discardableResult
  public mutating func truncate(to octetCount: Int, at index: Int) -> Bool {
    checkIndex(index)
    guard octetCount >= 0, octetCount <= Int(slots[index].length) else { return false }
    slots[index].length = UInt32(octetCount)
    return true
  }

  /// Extends the packet by `octetCount` octets at the front, whose contents the caller then writes through the result.
  /// - Returns: the new octets, or `nil`, and no change, when the headroom is used up.
  public mutating func prepend(_ octetCount: Int, at index: Int) -> UnsafeMutableRawBufferPointer? {
    checkIndex(index)
    guard octetCount >= 0, octetCount <= Int(slots[index].offset) - index * slotSize else { return nil }
    slots[index].offset -= UInt32(octetCount)
    slots[index].length += UInt32(octetCount)
    return UnsafeMutableRawBufferPointer(start: storage + Int(slots[index].offset), count: octetCount)
  }

  /// Puts a packet of the caller's own into the next free slot (an error indication, a router advertisement).
  /// - Returns: its slot, or `nil` when the batch is full or the packet does not fit.
  public mutating func append(_ octets: UnsafeRawBufferPointer) -> Int? {
    guard count < capacity, octets.count <= slotSize - headroom else { return nil }
    let index = count
    count += 1
    slots[index].offset = UInt32(index * slotSize + headroom)
    slots[index].length = UInt32(octets.count)
    slots[index].action = 0
    UnsafeMutableRawBufferPointer(start: storage + Int(slots[index].offset), count: octets.count).copyMemory(from: octets)
    return index
  }

  /// Empties the batch so that ``append(_:)`` starts with the first slot.
  public mutating func removeAll() { count = 0 }

  private func checkIndex(_ index: Int) { precondition(index >= 0 && index < count, "no such packet in the batch") }
}

/// A destination in the form that the kernel takes, made once per peer instead of once per packet.
public struct PreparedPeer: @unchecked Sendable {
  let endpoint: vt_endpoint
  public init(_ address: SocketAddress) { endpoint = vt_endpoint(address) }
}

/// Waits for readable descriptors on a thread of the caller's own: the blocking half of a user plane's hot loop.
public struct PacketPoll: ~Copyable {
  private let descriptors: UnsafeMutablePointer<Int32>
  private let count: Int

  /// - Parameter descriptors: at most 8.
  public init(_ descriptors: [Int32]) {
    precondition(descriptors.count <= 8, "at most 8 descriptors")
    self.descriptors = .allocate(capacity: 8)
    self.descriptors.initialize(repeating: -1, count: 8)
    for (index, descriptor) in descriptors.enumerated() { self.descriptors[index] = descriptor }
    count = descriptors.count
  }

  deinit { descriptors.deallocate() }

  /// Waits until one is readable.
  /// - Parameter timeoutMilliseconds: -1 waits without limit.
  /// - Returns: bit i set when descriptor i is readable or failed; 0 after the timeout; `nil` when waiting failed.
  public func wait(timeoutMilliseconds: Int32) -> UInt8? {
    let mask = vt_poll_readable(descriptors, Int32(count), timeoutMilliseconds)
    return mask < 0 ? nil : UInt8(truncatingIfNeeded: mask)
  }
}

/// Wakes a ``PacketPoll`` from another thread; its descriptor goes into the poll's list.
public final class PollWakeup: Sendable {
  public let descriptor: Int32

  public init() throws(PacketIOError) {
    descriptor = vt_eventfd()
    try PacketIOError.check(descriptor, "create a wake-up")
  }

  deinit { closeDescriptor(descriptor) }

  public func signal() { vt_eventfd_signal(descriptor) }
  /// Called by the polling thread once it is awake.
  public func clear() { vt_eventfd_drain(descriptor) }
}
