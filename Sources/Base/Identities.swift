/// Public land mobile network identity: mobile country code and mobile network code (TS 23.003 §2.2).
public struct PLMNIdentity: Hashable, Sendable, CustomStringConvertible {
  /// Three decimal digits.
  public let mcc: String
  /// Two or three decimal digits.
  public let mnc: String

  public init?(mcc: String, mnc: String) {
    guard mcc.utf8.count == 3, (2...3).contains(mnc.utf8.count), (mcc + mnc).utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    self.mcc = mcc
    self.mnc = mnc
  }

  /// Three octets as in TS 24.501 §9.11.3.4 and TS 38.413 §9.3.3.5; `nil` for non-decimal digits.
  public init?(octets: some Collection<UInt8>) {
    let bytes = Array(octets)
    guard bytes.count == 3 else { return nil }
    let digits = [bytes[0] & 15, bytes[0] >> 4, bytes[1] & 15, bytes[2] & 15, bytes[2] >> 4]
    guard digits.allSatisfy({ $0 <= 9 }), bytes[1] >> 4 <= 9 || bytes[1] >> 4 == 15 else { return nil }
    mcc = digits[0..<3].map { String($0) }.joined()
    mnc = (digits[3...] + (bytes[1] >> 4 == 15 ? [] : [bytes[1] >> 4])).map { String($0) }.joined()
  }

  /// Three octets as in TS 24.501 §9.11.3.4 and TS 38.413 §9.3.3.5.
  public var octets: [UInt8] {
    let c = mcc.utf8.map { $0 - 0x30 }
    let n = mnc.utf8.map { $0 - 0x30 }
    return [c[1] << 4 | c[0], (n.count == 3 ? n[2] : 15) << 4 | c[2], n[1] << 4 | n[0]]
  }

  /// `99970`, as in an IMSI.
  public var digits: String { mcc + mnc }
  public var description: String { "\(mcc)-\(mnc)" }
}

/// Subscription permanent identifier (TS 23.003 §2.2A), as SBI writes it: `imsi-` and 5 to 15 digits, or `nai-`.
///
/// Its text is available only through ``rawValue``; printing it shows a redaction, so that it cannot reach a log by accident.
public struct SUPI: Hashable, Sendable, CustomStringConvertible {
  public let rawValue: String

  public init?(_ rawValue: String) {
    if rawValue.hasPrefix("imsi-") {
      let digits = rawValue.utf8.dropFirst(5)
      guard (5...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    } else {
      guard rawValue.hasPrefix("nai-"), rawValue.utf8.count > 4, rawValue.utf8.count <= 256 else { return nil }
    }
    self.rawValue = rawValue
  }

  /// The digits of an IMSI-based SUPI.
  public var imsi: String? { rawValue.hasPrefix("imsi-") ? String(rawValue.dropFirst(5)) : nil }
  public var description: String { "imsi-\(rawValue.dropFirst(5).prefix(5))…" }
}

/// Single network slice selection assistance information (TS 23.003 §28.4): slice/service type and differentiator.
public struct SNSSAI: Hashable, Sendable, CustomStringConvertible {
  public var sst: UInt8
  /// 24 bits; `nil` where none is associated with the SST. FFFFFF on the wire means none.
  public var sd: UInt32?

  public init(sst: UInt8, sd: UInt32? = nil) {
    self.sst = sst
    self.sd = sd == 0xFFFFFF ? nil : sd
  }

  /// Six hexadecimal digits of the SD, as SBI carries it.
  public var sdText: String? {
    sd.map { Hex.encode([UInt8(truncatingIfNeeded: $0 >> 16), UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)]) }
  }
  public var description: String { sdText.map { "\(sst)-\($0)" } ?? "\(sst)" }
}

/// Tracking area identity (TS 23.003 §19.4.2.3, §28.6).
public struct TAI: Hashable, Sendable, CustomStringConvertible {
  public var plmn: PLMNIdentity
  /// 24 bits.
  public var tac: UInt32

  public init(plmn: PLMNIdentity, tac: UInt32) {
    self.plmn = plmn
    self.tac = tac & 0xFFFFFF
  }

  public var description: String { "\(plmn)/\(tac)" }
}

/// Globally unique AMF identifier (TS 23.003 §2.10.1).
public struct GUAMI: Hashable, Sendable, CustomStringConvertible {
  public var plmn: PLMNIdentity
  public var amfRegionID: UInt8
  /// 10 bits.
  public var amfSetID: UInt16
  /// 6 bits.
  public var amfPointer: UInt8

  public init(plmn: PLMNIdentity, amfRegionID: UInt8, amfSetID: UInt16, amfPointer: UInt8) {
    self.plmn = plmn
    self.amfRegionID = amfRegionID
    self.amfSetID = amfSetID & 0x3FF
    self.amfPointer = amfPointer & 0x3F
  }

  /// The 24-bit AMF identifier as six hexadecimal digits, as SBI carries it (TS 29.571, AmfId).
  public var amfID: String {
    Hex.encode([amfRegionID, UInt8(truncatingIfNeeded: amfSetID >> 2), UInt8(truncatingIfNeeded: amfSetID << 6) | amfPointer])
  }
  public var description: String { "\(plmn)/\(amfID)" }
}

/// 5G globally unique temporary identifier (TS 23.003 §2.10.1).
public struct FiveGGUTI: Hashable, Sendable, CustomStringConvertible {
  public var guami: GUAMI
  public var fiveGTMSI: UInt32

  public init(guami: GUAMI, fiveGTMSI: UInt32) {
    self.guami = guami
    self.fiveGTMSI = fiveGTMSI
  }

  public var description: String {
    let octets = (0..<4).map { UInt8(truncatingIfNeeded: fiveGTMSI >> UInt32(24 - 8 * $0)) }
    return "\(guami)/\(Hex.encode(octets))"
  }
}
