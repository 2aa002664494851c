/// A bit rate as subscriptions and QoS flows state it (TS 29.571 §5.5.2, type BitRate).
public struct BitRate: Hashable, Sendable, Comparable, CustomStringConvertible {
  public var bitsPerSecond: UInt64

  public init(bitsPerSecond: UInt64) { self.bitsPerSecond = bitsPerSecond }

  /// Reads `1 Gbps`, `2.5 Mbps`, `64 Kbps`; the units of TS 29.571 are bps, Kbps, Mbps, Gbps and Tbps (powers of 1000).
  /// The space may be missing and the case of the letters does not matter.
  /// - Returns: `nil` for any other text, a fraction of a bit, or more than 2^64-1 bit/s.
  public init?(_ text: String) {
    var digits: [UInt8] = []
    var fraction: [UInt8] = []
    var unit: [UInt8] = []
    var isFraction = false
    for character in text.utf8 {
      switch character {
      case 0x30...0x39 where unit.isEmpty:
        if isFraction { fraction.append(character - 0x30) } else { digits.append(character - 0x30) }
      case 0x2E where unit.isEmpty && !isFraction && !digits.isEmpty: isFraction = true
      case 0x20 where unit.isEmpty: continue
      case 0x41...0x5A: unit.append(character | 0x20)
      case 0x61...0x7A: unit.append(character)
      default: return nil
      }
    }
    guard !digits.isEmpty, digits.count <= 20, isFraction == !fraction.isEmpty, fraction.count <= 12 else { return nil }
    let exponent: Int
    switch String(decoding: unit, as: UTF8.self) {
    case "bps": exponent = 0
    case "kbps": exponent = 3
    case "mbps": exponent = 6
    case "gbps": exponent = 9
    case "tbps": exponent = 12
    default: return nil
    }
    while fraction.last == 0 { fraction.removeLast() }
    guard fraction.count <= exponent else { return nil }
    var value: UInt64 = 0
    for digit in digits + fraction + Array(repeating: 0, count: exponent - fraction.count) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    bitsPerSecond = value
  }

  /// The largest unit that needs no fraction: `1 Gbps`, `1500 Mbps`.
  public var description: String {
    var value = bitsPerSecond
    var step = 0
    let units = ["bps", "Kbps", "Mbps", "Gbps", "Tbps"]
    while value > 0, value.isMultiple(of: 1000), step < units.count - 1 {
      value /= 1000
      step += 1
    }
    return "\(value) \(units[step])"
  }

  public static func < (left: BitRate, right: BitRate) -> Bool { left.bitsPerSecond < right.bitsPerSecond }
}

/// Uplink and downlink maximum of a UE (UE-AMBR) or a PDU session (session-AMBR), TS 23.501 §5.7.2.6.
public struct AggregateBitRate: Hashable, Sendable {
  public var uplink: BitRate
  public var downlink: BitRate

  public init(uplink: BitRate, downlink: BitRate) {
    self.uplink = uplink
    self.downlink = downlink
  }

  /// 1 Gbit/s in both directions.
  public static let oneGigabit = AggregateBitRate(
    uplink: BitRate(bitsPerSecond: 1_000_000_000), downlink: BitRate(bitsPerSecond: 1_000_000_000))
}
