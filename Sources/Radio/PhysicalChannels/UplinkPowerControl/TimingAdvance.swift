import Modulation

/// When a UE sends an uplink frame: (N_TA + N_TA,offset) T_c before the downlink frame begins (TS 38.211 §4.3.1, TS 38.213 §4.2).
public struct TimingAdvance: Sendable, Hashable {
  /// T_c = 1 / (480,000 Hz · 4096); this many a second.
  public static let unitsPerSecond = 480_000 * 4096

  /// n-TimingAdvanceOffset, or what a band has without it (TS 38.133, table 7.1.2-2).
  public enum Offset: Int, Sendable, Hashable, CaseIterable {
    /// FR1, but with LTE in the same band as follows.
    case fr1 = 25600
    /// FR1, frequency division duplex with LTE beside it.
    case fr1FrequencyDivisionWithLTE = 0
    /// FR1, time division duplex with LTE beside it.
    case fr1TimeDivisionWithLTE = 39936
    case fr2 = 13792
  }

  public let offset: Offset
  /// N_TA in T_c.
  public private(set) var advance: Int

  /// Before random access.
  public init(offset: Offset) {
    self.offset = offset
    advance = 0
  }

  /// (N_TA + N_TA,offset) in T_c.
  public var total: Int { advance + offset.rawValue }
  public var seconds: Double { Double(total) / Double(Self.unitsPerSecond) }

  /// T_c of a command's step: 16 · 64 / 2^µ.
  /// - Parameter numerology: of the uplink bandwidth part, the greatest of several.
  public static func step(_ numerology: Numerology) -> Int { 16 * 64 >> numerology.exponent }

  /// Takes the command of a random access response, or an absolute one: N_TA = T_A · 16 · 64 / 2^µ.
  /// - Parameter command: T_A, 0 to 3846.
  /// - Throws: above it.
  public mutating func set(_ command: Int, numerology: Numerology) throws(ParameterError) {
    guard 0...3846 ~= command else { throw ParameterError("command", command, "T_A is 0 to 3846", "TS 38.213 §4.2") }
    advance = command * Self.step(numerology)
  }

  /// Takes a command of a MAC control element: N_TA grows by (T_A - 31) · 16 · 64 / 2^µ.
  /// - Parameter command: T_A, 0 to 63.
  /// - Throws: above it.
  public mutating func adjust(_ command: Int, numerology: Numerology) throws(ParameterError) {
    guard 0...63 ~= command else { throw ParameterError("command", command, "T_A is 0 to 63", "TS 38.213 §4.2") }
    advance += (command - 31) * Self.step(numerology)
  }

  /// The samples to send early by at a sample rate, rounded to the nearest.
  /// - Throws: for a rate that is not positive.
  public func samples(sampleRate: Int) throws(ParameterError) -> Int {
    guard 1...Self.unitsPerSecond ~= sampleRate else {
      throw ParameterError("sampleRate", sampleRate, "it is positive and at most 1 / T_c", "TS 38.211 §4.1")
    }
    return Int((Double(total) * Double(sampleRate) / Double(Self.unitsPerSecond)).rounded())
  }

  /// k: slots of the uplink from the one behind that in which a command was received to that from which it holds (TS 38.213 §4.2): it holds
  /// from slot n + k + 1.
  /// - Parameters:
  ///   - numerology: the least of the uplink's and the downlink's bandwidth parts, of which the slots are.
  ///   - numerologies: the least of all, whose processing times and greatest advance count.
  public static func applicationDelay(_ numerology: Numerology, least: Numerology) -> Int {
    let symbol = Double(2048 + 144) * 64 / Double(unitsPerSecond) / Double(1 << least.exponent)
    // N_1 with additional DM-RS, N_2 (TS 38.214, tables 5.3-1 and 6.4-1).
    let place = min(least.exponent, 3)
    let processing = Double([14, 13, 20, 24][place] + [10, 12, 23, 36][place]) * symbol
    let greatest = Double(3846 * step(least)) / Double(unitsPerSecond)
    return Int((Double(numerology.slotsPerSubframe) * (processing + greatest + 0.0005) / 0.001).rounded(.up))
  }
}
