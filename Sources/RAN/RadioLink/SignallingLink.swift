import Base

/// Carries the signalling of one connection in order and without loss over datagrams that may be lost or overtake one another.
///
/// It takes the place of RLC acknowledged mode (TS 38.322 §5.2.3), without I/O and clock: its owner sends what it returns and calls
/// ``retransmit()`` every ``retransmissionInterval`` while ``hasUnacknowledged``.
public struct SignallingLink: Sendable {
  public static let retransmissionInterval: Duration = .milliseconds(100)
  /// Calls of ``retransmit()`` without progress after which the link has failed.
  public static let maximumRetransmissions = 20
  /// Messages that may wait for acknowledgement, and messages that are kept until an earlier one arrives.
  public static let window = 64

  public let connection: UInt32
  private var nextToSend: UInt16 = 0
  private var unacknowledged: [(sequenceNumber: UInt16, octets: [UInt8])] = []
  private var attempts = 0
  private var nextExpected: UInt16 = 0
  private var early: [UInt16: RadioMessage] = [:]

  public init(connection: UInt32) { self.connection = connection }

  public var hasUnacknowledged: Bool { !unacknowledged.isEmpty }

  /// The datagram of a message; a copy is kept until it is acknowledged.
  /// - Throws: `queueFull`, or an encoding error.
  public mutating func send(_ message: RadioMessage) throws(RadioLinkError) -> [UInt8] {
    guard unacknowledged.count < Self.window else { throw .queueFull }
    let frame = RadioFrame(connection: connection, content: .acknowledged(sequenceNumber: nextToSend, message))
    let octets = try frame.encode()
    unacknowledged.append((nextToSend, octets))
    nextToSend &+= 1
    return octets
  }

  /// Takes an acknowledgement.
  public mutating func acknowledge(next: UInt16) {
    let before = unacknowledged.count
    unacknowledged.removeAll { next &- $0.sequenceNumber &- 1 < 0x8000 }
    if unacknowledged.count < before { attempts = 0 }
  }

  /// Takes a message.
  /// - Returns: the messages that are now complete in order, and the acknowledgement to send.
  public mutating func receive(sequenceNumber: UInt16, _ message: RadioMessage) -> (messages: [RadioMessage], acknowledgement: RadioFrame) {
    var messages: [RadioMessage] = []
    if sequenceNumber &- nextExpected < UInt16(Self.window) { early[sequenceNumber] = message }
    while let next = early.removeValue(forKey: nextExpected) {
      messages.append(next)
      nextExpected &+= 1
    }
    return (messages, RadioFrame(connection: connection, content: .acknowledgement(next: nextExpected)))
  }

  /// The datagrams to send again.
  /// - Returns: `nil` when the link has failed.
  public mutating func retransmit() -> [[UInt8]]? {
    attempts += 1
    return attempts > Self.maximumRetransmissions ? nil : unacknowledged.map(\.octets)
  }
}
