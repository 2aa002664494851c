/// A point on a monotonic clock, in nanoseconds since an arbitrary origin: the only notion of time inside state machines.
public struct Instant: Comparable, Hashable, Sendable {
  public var nanoseconds: UInt64

  public init(nanoseconds: UInt64 = 0) { self.nanoseconds = nanoseconds }

  public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

  /// `instant` moved by `duration`; saturates at both ends.
  public static func + (instant: Instant, duration: Duration) -> Instant {
    let delta = duration.wholeNanoseconds
    let (sum, overflow) =
      delta >= 0
      ? instant.nanoseconds.addingReportingOverflow(UInt64(delta))
      : instant.nanoseconds.subtractingReportingOverflow(UInt64(delta.magnitude))
    return Instant(nanoseconds: overflow ? (delta >= 0 ? .max : 0) : sum)
  }

  public static func - (left: Instant, right: Instant) -> Duration {
    left >= right
      ? .nanoseconds(Int64(clamping: left.nanoseconds - right.nanoseconds))
      : .zero - .nanoseconds(Int64(clamping: right.nanoseconds - left.nanoseconds))
  }
}

/// A point in civil time (UTC), in nanoseconds since 1970-01-01; appears only where messages or captures carry a date.
public struct WallTime: Comparable, Hashable, Sendable {
  public var nanosecondsSince1970: UInt64

  public init(nanosecondsSince1970: UInt64) { self.nanosecondsSince1970 = nanosecondsSince1970 }

  public static func < (left: WallTime, right: WallTime) -> Bool { left.nanosecondsSince1970 < right.nanosecondsSince1970 }
}

extension Duration {
  /// Nanoseconds, saturated to 64 bits.
  public var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return seconds < 0 ? .min : .max }
    let (sum, sumOverflow) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return sumOverflow ? (seconds < 0 ? .min : .max) : sum
  }
}
