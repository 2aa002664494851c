import Base
import SBI

extension Base.SNSSAI {
  public init(_ sbi: SBI.Snssai) {
    self.init(sst: UInt8(clamping: sbi.sst), sd: sbi.sd.flatMap { UInt32($0, radix: 16) })
  }

  public var sbi: SBI.Snssai {
    var value = SBI.Snssai(sst: Int(sst))
    value.sd = sdText
    return value
  }

  /// A key of maps by S-NSSAI (TS 29.503, SmfSelectionSubscriptionData): `1-000001` or `1`.
  public init?(mapKey: String) {
    let parts = mapKey.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, let sst = UInt8(first), parts.count <= 2 else { return nil }
    if parts.count == 2 {
      guard parts[1].utf8.count == 6, let sd = UInt32(parts[1], radix: 16) else { return nil }
      self.init(sst: sst, sd: sd)
    } else {
      self.init(sst: sst)
    }
  }

  /// The key of maps by S-NSSAI.
  public var mapKey: String { description }
}

extension Base.PLMNIdentity {
  public var sbi: SBI.PlmnId { SBI.PlmnId(mcc: mcc, mnc: mnc) }
  public var sbiWithNID: SBI.PlmnIdNid { SBI.PlmnIdNid(mcc: mcc, mnc: mnc) }
}

extension Base.GUAMI {
  public var sbi: SBI.Guami { SBI.Guami(plmnId: plmn.sbiWithNID, amfId: amfID) }
}

extension Base.TAI {
  /// TAC as six hexadecimal digits (TS 29.571).
  public var sbi: SBI.Tai {
    SBI.Tai(
      plmnId: plmn.sbi,
      tac: Hex.encode([UInt8(truncatingIfNeeded: tac >> 16), UInt8(truncatingIfNeeded: tac >> 8), UInt8(truncatingIfNeeded: tac)]))
  }
}

/// Bit rates as SBI writes them (TS 29.571, BitRate): `1000 Mbps`.
public enum BitRateText {
  private static let units: [(name: String, factor: UInt64)] = [
    ("bps", 1), ("Kbps", 1_000), ("Mbps", 1_000_000), ("Gbps", 1_000_000_000), ("Tbps", 1_000_000_000_000),
  ]

  /// Bits per second; `nil` for other text or above 64 bits.
  public static func bitsPerSecond(_ text: String) -> UInt64? {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let unit = units.first(where: { $0.name == parts[1] }), let value = Double(parts[0]), value >= 0 else {
      return nil
    }
    return UInt64(exactly: (value * Double(unit.factor)).rounded())
  }

  /// The shortest exact text.
  public static func text(_ bitsPerSecond: UInt64) -> String {
    let unit = units.last { bitsPerSecond >= $0.factor && bitsPerSecond % $0.factor == 0 } ?? units[0]
    return "\(bitsPerSecond / unit.factor) \(unit.name)"
  }
}
