/// An authentication sequence number SQN of 48 bits: SEQ (43 bits) and the index IND (5 bits), TS 33.102 Annex C.1.1.1.
public struct SequenceNumber: Hashable, Sendable, Comparable {
  /// Bits of IND (TS 33.102 Annex C.3).
  public static let indexBits: UInt64 = 5
  /// Slots of the USIM's array, 2 to the power of ``indexBits``.
  public static let indexCount = 32
  /// The largest SEQ.
  public static let maximumSEQ: UInt64 = (1 << 43) - 1

  /// The 48 bits.
  public let rawValue: UInt64

  /// - Returns: `nil` above 48 bits.
  public init?(rawValue: UInt64) {
    guard rawValue < 1 << 48 else { return nil }
    self.rawValue = rawValue
  }

  /// - Returns: `nil` unless there are 6 octets.
  public init?(octets: [UInt8]) {
    guard octets.count == 6 else { return nil }
    rawValue = octets.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The low 43 bits of `seq` and the low 5 bits of `index`.
  public init(seq: UInt64, index: Int) {
    rawValue = (seq & Self.maximumSEQ) << Self.indexBits | UInt64(truncatingIfNeeded: index & (Self.indexCount - 1))
  }

  public static let zero = SequenceNumber(seq: 0, index: 0)

  public var seq: UInt64 { rawValue >> Self.indexBits }
  public var index: Int { Int(rawValue & UInt64(Self.indexCount - 1)) }
  /// 6 octets, most significant first.
  public var octets: [UInt8] { (0..<6).map { UInt8(truncatingIfNeeded: rawValue >> UInt64(40 - 8 * $0)) } }

  public static func < (left: SequenceNumber, right: SequenceNumber) -> Bool { left.rawValue < right.rawValue }
}

/// The home environment's counter for one subscriber, not time-based (TS 33.102 Annex C.1.1.3 and C.3.2).
public struct SequenceNumberGenerator: Hashable, Sendable {
  /// SQN_HE: the sequence number given out last. Store it before a vector made from it leaves the home environment.
  public private(set) var latest: SequenceNumber

  public init(latest: SequenceNumber = .zero) { self.latest = latest }

  /// The next SQN: SEQ and IND each advance by one.
  /// - Throws: `sequenceNumbersExhausted`.
  public mutating func next() throws(SecurityError) -> SequenceNumber {
    guard latest.seq < SequenceNumber.maximumSEQ else { throw .sequenceNumbersExhausted }
    latest = SequenceNumber(seq: latest.seq + 1, index: latest.index + 1)
    return latest
  }

  /// Takes SQN_MS of a verified AUTS (TS 33.102 §6.3.5, steps 3 to 5): the counter is set to it unless the next SQN would be accepted.
  public mutating func resynchronise(usim sqnMS: SequenceNumber, freshnessLimit: UInt64 = USIM.defaultFreshnessLimit) {
    let isAcceptable = latest.seq >= sqnMS.seq && latest.seq - sqnMS.seq < freshnessLimit
    if !isAcceptable { latest = sqnMS }
  }
}
