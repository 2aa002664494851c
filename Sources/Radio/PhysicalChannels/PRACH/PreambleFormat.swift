import Modulation

/// A subcarrier spacing of PRACH in Hz (TS 38.211 §6.3.3.1).
public enum PreambleSpacing: Int, Sendable, Hashable, CaseIterable {
  case hz1250 = 1250
  case hz5000 = 5000
  case kHz15 = 15000
  case kHz30 = 30000
  case kHz60 = 60000
  case kHz120 = 120_000

  /// µ of what starts and lasts as symbols of this spacing; 0 for 1.25 and 5 kHz (TS 38.211 §5.3.2).
  public var exponent: Int {
    switch self {
    case .hz1250, .hz5000, .kHz15: 0
    case .kHz30: 1
    case .kHz60: 2
    case .kHz120: 3
    }
  }
}

/// L_RA (TS 38.211 §6.3.3.1).
public enum PreambleLength: Int, Sendable, Hashable, CaseIterable {
  case l139 = 139
  case l571 = 571
  case l839 = 839
  case l1151 = 1151
}

/// A preamble format (TS 38.211, tables 6.3.3.1-1 and 6.3.3.1-2).
public enum PreambleFormat: String, Sendable, Hashable, CaseIterable {
  case format0 = "0"
  case format1 = "1"
  case format2 = "2"
  case format3 = "3"
  case a1 = "A1"
  case a2 = "A2"
  case a3 = "A3"
  case b1 = "B1"
  case b2 = "B2"
  case b3 = "B3"
  case b4 = "B4"
  case c0 = "C0"
  case c2 = "C2"

  /// Whether it is one of formats 0 to 3.
  public var isLong: Bool {
    switch self {
    case .format0, .format1, .format2, .format3: true
    default: false
    }
  }

  /// How often the sequence stands in N_u.
  public var repetitionCount: Int {
    switch self {
    case .format0, .c0: 1
    case .format1, .a1, .b1: 2
    case .format2, .format3, .a2, .b2, .c2: 4
    case .a3, .b3: 6
    case .b4: 12
    }
  }

  /// N_CP^RA of the tables, in κ T_c (of 30.72 MHz) and for µ = 0.
  var tabulatedPrefix: Int {
    switch self {
    case .format0, .format3: 3168
    case .format1: 21024
    case .format2: 4688
    case .a1: 288
    case .a2: 576
    case .a3: 864
    case .b1: 216
    case .b2: 360
    case .b3: 504
    case .b4: 936
    case .c0: 1240
    case .c2: 2048
    }
  }
}

/// A preamble in time: format, length and subcarrier spacing (TS 38.211 §6.3.3.1).
public struct PreambleStructure: Sendable, Hashable {
  /// Hz: the rate in which κ T_c is one sample.
  public static let referenceRate = 30_720_000

  public let format: PreambleFormat
  public let length: PreambleLength
  public let spacing: PreambleSpacing

  /// How often the sequence is repeated.
  public var repetitionCount: Int { format.repetitionCount }
  /// Samples of one sequence at 30.72 MHz.
  public var sequenceDuration: Int { Self.referenceRate / spacing.rawValue }
  /// N_CP^RA in samples of 30.72 MHz, without the part that depends on the place in the subframe.
  public var cyclicPrefix: Int { format.isLong ? format.tabulatedPrefix : format.tabulatedPrefix >> spacing.exponent }
  /// N_u + N_CP^RA in samples of 30.72 MHz.
  public var duration: Int { cyclicPrefix + repetitionCount * sequenceDuration }

  /// - Parameter length: 839 for formats 0 to 3, else 139, or 571 or 1151 for shared spectrum.
  /// - Throws: for a length or spacing that the format does not have.
  public init(_ format: PreambleFormat, length: PreambleLength? = nil, spacing: PreambleSpacing) throws(ParameterError) {
    let length = length ?? (format.isLong ? .l839 : .l139)
    let allowed: [PreambleSpacing]
    switch (format, length) {
    case (.format3, .l839): allowed = [.hz5000]
    case (.format0, .l839), (.format1, .l839), (.format2, .l839): allowed = [.hz1250]
    case (_, .l139) where !format.isLong: allowed = [.kHz15, .kHz30, .kHz60, .kHz120]
    case (_, .l571) where !format.isLong: allowed = [.kHz30, .kHz120]
    case (_, .l1151) where !format.isLong: allowed = [.kHz15, .kHz120]
    default:
      throw ParameterError("length", length.rawValue, "format \(format.rawValue) has no such length", "TS 38.211 §6.3.3.1")
    }
    guard allowed.contains(spacing) else {
      throw ParameterError(
        "spacing", spacing.rawValue, "format \(format.rawValue) of length \(length.rawValue) has no such spacing", "TS 38.211 §6.3.3.1")
    }
    self.format = format
    self.length = length
    self.spacing = spacing
  }
}
