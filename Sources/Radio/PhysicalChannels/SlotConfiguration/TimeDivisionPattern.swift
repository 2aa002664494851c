import Modulation

/// Downlink and uplink symbols of a cell with time division duplex (TS 38.213 §11.1).
public struct TimeDivisionPattern: Sendable, Hashable {
  /// dl-UL-TransmissionPeriodicity, in microseconds.
  public enum Periodicity: Int, Sendable, Hashable, CaseIterable {
    case us500 = 500
    case us625 = 625
    case ms1 = 1000
    case us1250 = 1250
    case ms2 = 2000
    case us2500 = 2500
    case ms3 = 3000
    case ms4 = 4000
    case ms5 = 5000
    case ms10 = 10000
  }

  /// pattern1 or pattern2 of tdd-UL-DL-ConfigurationCommon.
  public struct Part: Sendable, Hashable {
    public var periodicity: Periodicity
    public var downlinkSlots: Int
    /// Downlink symbols behind the downlink slots.
    public var downlinkSymbols: Int
    public var uplinkSlots: Int
    /// Uplink symbols in front of the uplink slots.
    public var uplinkSymbols: Int

    public init(periodicity: Periodicity, downlinkSlots: Int, downlinkSymbols: Int = 0, uplinkSlots: Int, uplinkSymbols: Int = 0) {
      self.periodicity = periodicity
      self.downlinkSlots = downlinkSlots
      self.downlinkSymbols = downlinkSymbols
      self.uplinkSlots = uplinkSlots
      self.uplinkSymbols = uplinkSymbols
    }
  }

  /// A slot of tdd-UL-DL-ConfigurationDedicated: what stands before and behind flexible symbols.
  public struct DedicatedSlot: Sendable, Hashable {
    /// Counted from the first slot of the period.
    public var slot: Int
    /// 14 for allDownlink.
    public var downlinkSymbols: Int
    /// 14 for allUplink.
    public var uplinkSymbols: Int

    public init(slot: Int, downlinkSymbols: Int, uplinkSymbols: Int) {
      self.slot = slot
      self.downlinkSymbols = downlinkSymbols
      self.uplinkSymbols = uplinkSymbols
    }
  }

  public let numerology: Numerology
  /// Slots of ``numerology`` until all repeats.
  public let slotCount: Int
  private let symbols: [SymbolDirection]

  private static let clause = "TS 38.213 §11.1"

  /// - Parameters:
  ///   - reference: referenceSubcarrierSpacing.
  ///   - numerology: of the bandwidth part, not below the reference.
  ///   - parts: pattern1, and if there is one pattern2.
  ///   - dedicated: slots of the reference's spacing in which flexible symbols get a direction.
  /// - Throws: for periods that the reference does not have or that do not divide 20 ms, more slots and symbols than a period has, a
  ///   spacing below the reference, and dedicated slots that are not there or turn around what is not flexible.
  public init(
    reference: Numerology, numerology: Numerology, _ parts: [Part], dedicated: [DedicatedSlot] = []
  ) throws(ParameterError) {
    guard numerology.exponent >= reference.exponent else {
      throw ParameterError("numerology", numerology, "it is not below the reference \(reference)", Self.clause)
    }
    guard 1...2 ~= parts.count, 20000 % parts.reduce(0, { $0 + $1.periodicity.rawValue }) == 0 else {
      throw ParameterError("parts", parts.count, "there are one or two, whose periods together divide 20 ms", Self.clause)
    }
    var symbols: [SymbolDirection] = []
    for part in parts { symbols += try Self.symbols(part, reference) }
    for slot in dedicated {
      guard 0..<(symbols.count / 14) ~= slot.slot, 0...14 ~= slot.downlinkSymbols, 0...(14 - slot.downlinkSymbols) ~= slot.uplinkSymbols
      else {
        throw ParameterError("dedicated", slot.slot, "the period has \(symbols.count / 14) slots of 14 symbols", Self.clause)
      }
      for symbol in 0..<14 {
        let own: SymbolDirection =
          symbol < slot.downlinkSymbols ? .downlink : symbol >= 14 - slot.uplinkSymbols ? .uplink : .flexible
        let common = symbols[14 * slot.slot + symbol]
        guard common == .flexible || common == own else {
          throw ParameterError("dedicated", slot.slot, "symbol \(symbol) is \(common) for the whole cell", Self.clause)
        }
        symbols[14 * slot.slot + symbol] = own
      }
    }
    let factor = 1 << (numerology.exponent - reference.exponent)
    self.numerology = numerology
    self.symbols = symbols.flatMap { [SymbolDirection](repeating: $0, count: factor) }
    slotCount = self.symbols.count / 14
  }

  private static func symbols(_ part: Part, _ reference: Numerology) throws(ParameterError) -> [SymbolDirection] {
    let allowed: ClosedRange<Int> =
      switch part.periodicity {
      case .us625: 3...3
      case .us1250: 2...3
      case .us2500: 1...3
      default: 0...3
      }
    let microseconds = part.periodicity.rawValue << reference.exponent
    guard allowed ~= reference.exponent, microseconds % 1000 == 0 else {
      throw ParameterError("periodicity", part.periodicity, "the reference \(reference) does not have it", clause)
    }
    let total = 14 * (microseconds / 1000)
    for (name, count) in [("downlinkSlots", part.downlinkSlots), ("uplinkSlots", part.uplinkSlots)] where !(0...total / 14 ~= count) {
      throw ParameterError(name, count, "the period has \(total / 14)", clause)
    }
    for (name, count) in [("downlinkSymbols", part.downlinkSymbols), ("uplinkSymbols", part.uplinkSymbols)] where !(0...13 ~= count) {
      throw ParameterError(name, count, "there are 0 to 13", "TS 38.331 §6.3.2")
    }
    let (down, up) = (14 * part.downlinkSlots + part.downlinkSymbols, 14 * part.uplinkSlots + part.uplinkSymbols)
    guard down + up <= total else {
      throw ParameterError("uplinkSlots", part.uplinkSlots, "the period has \(total) symbols", clause)
    }
    return [SymbolDirection](repeating: .downlink, count: down) + [SymbolDirection](repeating: .flexible, count: total - down - up)
      + [SymbolDirection](repeating: .uplink, count: up)
  }

  /// The fourteen symbols of a slot.
  /// - Parameters:
  ///   - slot: numbered in the frame.
  ///   - frame: its number; a period begins with each even frame.
  public func directions(slot: Int, frame: Int = 0) -> ArraySlice<SymbolDirection> {
    let number = (frame & 1 * numerology.slotsPerFrame &+ slot) % slotCount
    let start = 14 * (number < 0 ? number + slotCount : number)
    return symbols[start..<(start + 14)]
  }

  /// The symbols of a slot when its flexible ones follow a slot format (TS 38.213 §11.1.1); 255 leaves them as they are.
  /// - Throws: for a reserved format, and one that turns around what is not flexible.
  public func directions(slot: Int, frame: Int = 0, format: Int) throws(ParameterError) -> [SymbolDirection] {
    let own = Array(directions(slot: slot, frame: frame))
    guard format != 255 else { return own }
    let symbols = try SlotFormat.symbols(format)
    for (configured, dynamic) in zip(own, symbols) where configured != .flexible && configured != dynamic {
      throw ParameterError("format", format, "a symbol is configured \(configured)", "TS 38.213 §11.1.1")
    }
    return symbols
  }
}
