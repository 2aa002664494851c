import Base

/// What a TCP segment adds to the stream of its direction.
enum TCPEvent {
  /// A connection begins: what was known of both directions is void.
  case start
  case data([UInt8])
  /// Octets are missing from the capture; what follows stands behind them.
  case gap
  /// The direction ends.
  case end
}

/// Puts the segments of one direction of a TCP connection in order (RFC 9293 §3.4): repeated octets are left out, segments that come
/// early wait for those before them.
///
/// At most 256 segments and 4 MiB wait; then what is missing is given up.
struct TCPDirection {
  static let maximumSegments = 256
  static let maximumPendingOctets = 4 << 20
  private var next: UInt32?
  /// By distance from each other, none behind `next`.
  private var pending: [(sequence: UInt32, octets: [UInt8])] = []
  private var pendingOctets = 0
  private var finalSequence: UInt32?

  var weight: Int { pendingOctets + 64 * pending.count }

  /// - Parameters:
  ///   - isCut: the capture has only the beginning of the octets.
  mutating func receive(sequence: UInt32, flags: UInt8, octets: [UInt8], isCut: Bool) -> [TCPEvent] {
    let (isFinal, isSynchronizing, isReset) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0)
    var events: [TCPEvent] = []
    var sequence = sequence
    if isReset {
      self = TCPDirection()
      return [.end]
    }
    if isSynchronizing {
      // A repeated SYN is no new connection.
      if next != sequence &+ 1 || !pending.isEmpty {
        self = TCPDirection()
        next = sequence &+ 1
        events.append(.start)
      }
      sequence = sequence &+ 1
    }
    if next == nil, !octets.isEmpty { next = sequence }
    if isFinal { finalSequence = sequence &+ UInt32(truncatingIfNeeded: octets.count) }
    if !octets.isEmpty { insert(sequence, octets) }
    deliver(into: &events)
    if isCut || pending.count > Self.maximumSegments || pendingOctets > Self.maximumPendingOctets {
      if let first = pending.first {
        next = first.sequence
        events.append(.gap)
        deliver(into: &events)
      } else if isCut {
        next = nil
        events.append(.gap)
      }
    }
    if let finalSequence, finalSequence == next ?? finalSequence {
      events.append(.end)
      self = TCPDirection()
    }
    return events
  }

  private func distance(from one: UInt32, to other: UInt32) -> Int { Int(Int32(bitPattern: other &- one)) }

  private mutating func insert(_ sequence: UInt32, _ octets: [UInt8]) {
    guard let next else { return }
    let ahead = distance(from: next, to: sequence)
    // Wholly before what was delivered.
    guard ahead + octets.count > 0 else { return }
    let index = pending.firstIndex { distance(from: next, to: $0.sequence) >= ahead } ?? pending.count
    if index < pending.count, pending[index].sequence == sequence, pending[index].octets.count >= octets.count { return }
    pending.insert((sequence, octets), at: index)
    pendingOctets += octets.count
  }

  private mutating func deliver(into events: inout [TCPEvent]) {
    guard var position = next else { return }
    var used = 0
    while used < pending.count {
      let segment = pending[used]
      let ahead = distance(from: position, to: segment.sequence)
      guard ahead <= 0 else { break }
      used += 1
      pendingOctets -= segment.octets.count
      guard -ahead < segment.octets.count else { continue }
      let fresh = ahead == 0 ? segment.octets : Array(segment.octets[(-ahead)...])
      events.append(.data(fresh))
      position = position &+ UInt32(truncatingIfNeeded: fresh.count)
    }
    pending.removeFirst(used)
    next = position
  }
}
