/// A NAS COUNT: 16 bits of overflow and 8 bits of sequence number (TS 24.501 §4.4.3.1).
public struct NASCount: Hashable, Sendable, Comparable {
  public static let zero = NASCount(checked: 0)
  public static let maximum = NASCount(checked: 0xFF_FFFF)

  /// The 24 bits.
  public let rawValue: UInt32

  /// - Returns: `nil` above 24 bits.
  public init?(rawValue: UInt32) {
    guard rawValue <= 0xFF_FFFF else { return nil }
    self.rawValue = rawValue
  }

  private init(checked rawValue: UInt32) { self.rawValue = rawValue }

  public var overflow: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 8) }
  public var sequenceNumber: UInt8 { UInt8(truncatingIfNeeded: rawValue) }

  /// The following COUNT, `nil` behind the last.
  public var next: NASCount? { NASCount(rawValue: rawValue + 1) }

  /// The smallest COUNT from this one on whose sequence number is `sequenceNumber`: the receiver's estimate when this is the next
  /// COUNT it expects (TS 24.501 §4.4.3.1). `nil` when that exceeds 24 bits.
  public func estimate(sequenceNumber: UInt8) -> NASCount? {
    NASCount(rawValue: rawValue + UInt32(sequenceNumber &- self.sequenceNumber))
  }

  public static func < (left: NASCount, right: NASCount) -> Bool { left.rawValue < right.rawValue }
}
