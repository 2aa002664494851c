import ChannelCoding
import Modulation

/// Consecutive control channel elements that may carry a PDCCH (TS 38.213 §10.1).
public struct PDCCHCandidate: Sendable, Hashable {
  /// L, elements: 1, 2, 4, 8 or 16.
  public var aggregationLevel: Int
  public var firstElement: Int

  public init(aggregationLevel: Int, firstElement: Int) {
    self.aggregationLevel = aggregationLevel
    self.firstElement = firstElement
  }
}

/// When a UE looks for PDCCHs in a CORESET, and for which candidates (search space set, TS 38.213 §10.1).
public struct SearchSpaceSet: Sendable, Hashable {
  public enum Kind: Sendable, Hashable, CaseIterable {
    case common
    case specific
  }

  /// Table 7.3.2.1-1 of TS 38.211.
  public static let aggregationLevels = [1, 2, 4, 8, 16]
  /// Of searchSpaceSIB1, searchSpaceZero and their like (table 10.1-1), for each aggregation level.
  public static let type0CandidateCounts = [0, 0, 4, 2, 1]

  /// searchSpaceId, 0 to 39.
  public let index: Int
  public let kind: Kind
  /// p, of the CORESET.
  public let coresetIndex: Int
  /// k_s, slots.
  public let periodicity: Int
  /// o_s, slots.
  public let offset: Int
  /// T_s, slots.
  public let duration: Int
  /// In a slot, the CORESET's first symbols.
  public let firstSymbols: [Int]
  /// Candidates of each aggregation level.
  public let candidateCounts: [Int]

  /// - Parameters:
  ///   - periodicity: 1, 2, 4, 5, 8, 10, 16, 20, 40, 80, 160, 320, 640, 1280 or 2560 slots.
  ///   - offset: below the periodicity.
  ///   - duration: 1, or below the periodicity.
  ///   - monitoringSymbols: monitoringSymbolsWithinSlot, 14 bits, the first symbol's first.
  ///   - candidateCounts: of the five aggregation levels, 0 to 6 or 8 each.
  /// - Throws: for values beyond these.
  public init(
    index: Int, kind: Kind, coresetIndex: Int, periodicity: Int, offset: Int, duration: Int = 1, monitoringSymbols: BitSequence,
    candidateCounts: [Int]
  ) throws(ParameterError) {
    guard 0...39 ~= index else { throw ParameterError("index", index, "searchSpaceId is 0 to 39", "TS 38.331 §6.4") }
    guard 0...15 ~= coresetIndex else { throw ParameterError("coresetIndex", coresetIndex, "it is 0 to 15", "TS 38.331 §6.4") }
    guard [1, 2, 4, 5, 8, 10, 16, 20, 40, 80, 160, 320, 640, 1280, 2560].contains(periodicity) else {
      throw ParameterError("periodicity", periodicity, "no search space has it", "TS 38.331 §6.3.2")
    }
    guard 0..<periodicity ~= offset else {
      throw ParameterError("offset", offset, "it is below the periodicity", "TS 38.331 §6.3.2")
    }
    guard duration == 1 || 1..<periodicity ~= duration else {
      throw ParameterError("duration", duration, "it is below the periodicity", "TS 38.213 §10.1")
    }
    guard monitoringSymbols.count == 14 else {
      throw ParameterError("monitoringSymbols", monitoringSymbols.count, "there are 14 bits", "TS 38.331 §6.3.2")
    }
    guard candidateCounts.count == 5, candidateCounts.allSatisfy({ 0...6 ~= $0 || $0 == 8 }) else {
      throw ParameterError("candidateCounts", candidateCounts, "each of five levels has 0 to 6 or 8", "TS 38.331 §6.3.2")
    }
    self.index = index
    self.kind = kind
    self.coresetIndex = coresetIndex
    self.periodicity = periodicity
    self.offset = offset
    self.duration = duration
    firstSymbols = (0..<14).filter { monitoringSymbols[$0] }
    self.candidateCounts = candidateCounts
  }

  /// Whether a slot is monitored.
  /// - Parameters:
  ///   - slot: within the frame.
  ///   - frame: its number.
  public func isMonitored(slot: Int, frame: Int, numerology: Numerology) -> Bool {
    guard slot >= 0, frame >= 0 else { return false }
    // All periods divide the period of frame numbers.
    let number = frame % 1024 * numerology.slotsPerFrame + slot % numerology.slotsPerFrame
    return (number - offset + periodicity) % periodicity < duration
  }

  /// The candidates of an aggregation level.
  /// - Parameters:
  ///   - slot: within the frame.
  ///   - elementCount: N_CCE of the CORESET.
  ///   - rnti: the UE's C-RNTI, 1 to 65535; common search spaces do not need it.
  ///   - carrierIndicator: n_CI, 0 to 7; counts in UE-specific search spaces.
  ///   - maximumCount: the most candidates of this level that any carrier indicator has (M_s,max), if these are more; counts as that.
  /// - Returns: none if the CORESET is smaller than a candidate. Candidates may be equal.
  /// - Throws: for another aggregation level, slot, RNTI or carrier indicator.
  public func candidates(
    aggregationLevel: Int, slot: Int, elementCount: Int, rnti: Int = 0, carrierIndicator: Int = 0, maximumCount: Int? = nil
  ) throws(ParameterError) -> [PDCCHCandidate] {
    guard let place = Self.aggregationLevels.firstIndex(of: aggregationLevel) else {
      throw ParameterError("aggregationLevel", aggregationLevel, "levels are 1, 2, 4, 8 and 16", "TS 38.211 §7.3.2.1")
    }
    guard 0..<160 ~= slot else { throw ParameterError("slot", slot, "a frame has not as many", "TS 38.211 §4.3.2") }
    guard 0...1_000_000 ~= elementCount else {
      throw ParameterError("elementCount", elementCount, "a CORESET has not as many", "TS 38.211 §7.3.2.2")
    }
    guard 0...7 ~= carrierIndicator else {
      throw ParameterError("carrierIndicator", carrierIndicator, "it is 0 to 7", "TS 38.213 §10.1")
    }
    let count = candidateCounts[place]
    // A common search space has neither a UE's place nor a carrier's.
    var (start, most) = (0, count)
    if kind == .specific {
      guard 1...65535 ~= rnti else { throw ParameterError("rnti", rnti, "a C-RNTI is 1 to 65535", "TS 38.213 §10.1") }
      start = carrierIndicator + Self.hash(rnti: rnti, coresetIndex: coresetIndex, slot: slot)
      most = max(count, min(maximumCount ?? count, 8))
    }
    let places = elementCount / aggregationLevel
    guard places > 0 else { return [] }
    return (0..<count).map {
      let place = (start + $0 * elementCount / (aggregationLevel * most)) % places
      return PDCCHCandidate(aggregationLevel: aggregationLevel, firstElement: aggregationLevel * place)
    }
  }

  /// Y of a slot: the RNTI times A^(slot + 1), modulo D.
  static func hash(rnti: Int, coresetIndex: Int, slot: Int) -> Int {
    let modulus = 65537
    var factor = [39827, 39829, 39839][coresetIndex % 3]
    var exponent = slot + 1
    var value = rnti
    while exponent > 0 {
      if exponent & 1 == 1 { value = value * factor % modulus }
      factor = factor * factor % modulus
      exponent >>= 1
    }
    return value
  }
}
