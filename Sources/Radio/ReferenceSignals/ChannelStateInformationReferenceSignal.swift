import DSPKernels
import Modulation

/// A CSI-RS resource (TS 38.211 §7.4.1.5), of power or without.
public struct ChannelStateInformationReferenceSignal: Sendable, Hashable {
  /// ρ; of 0.5 the parity of the common resource blocks that have it.
  public enum Density: Sendable, Hashable, CaseIterable {
    case evenBlocks
    case oddBlocks
    case one
    case three
  }

  /// frequencyDomainAllocation: bit i of the value is b_i of the bitmap.
  public enum FrequencyAllocation: Sendable, Hashable {
    case row1(UInt16)
    case row2(UInt16)
    case row4(UInt16)
    case other(UInt16)
  }

  public enum Timing: Sendable, Hashable {
    case aperiodic
    /// Periodic or semi-persistent, every T_CSI-RS slots from T_offset on.
    case periodic(period: Int, offset: Int)
  }

  struct Place: Sendable, Hashable {
    var subcarrier: Int
    var symbol: Int
  }

  /// Of table 7.4.1.5.3-1, 1 to 18.
  public let row: Int
  /// N.
  public let portCount: Int
  public let codeDivision: CodeDivision
  public let density: Density
  /// l_0.
  public let firstSymbol: Int
  /// l_1, in rows 13, 14, 16 and 17.
  public let secondSymbol: Int?
  /// n_ID.
  public let identity: Int
  /// The common resource blocks of its bandwidth.
  public let resourceBlocks: Range<Int>
  public let timing: Timing
  /// (k̄, l̄) by CDM group, or of row 1 those of its one group.
  let places: [Place]

  /// - Parameters:
  ///   - frequencyAllocation: as many bits are set as the row has values of k_i; of rows with the same ports and code division they decide.
  ///   - firstSymbol: 0 to 13.
  ///   - secondSymbol: 2 to 12, where the row has l_1.
  ///   - identity: scramblingID, 0 to 1023.
  ///   - resourceBlocks: at least one, counted from point A.
  /// - Throws: for what table 7.4.1.5.3-1 does not have and values out of range.
  public init(
    portCount: Int, codeDivision: CodeDivision, density: Density, frequencyAllocation: FrequencyAllocation, firstSymbol: Int,
    secondSymbol: Int? = nil, identity: Int = 0, resourceBlocks: Range<Int>, timing: Timing = .aperiodic
  ) throws(ParameterError) {
    let table = "TS 38.211, table 7.4.1.5.3-1"
    let frequencies = Self.frequencies(frequencyAllocation)
    let row = CSIReferenceSignalRow.all.first {
      guard $0.portCount == portCount, $0.codeDivision == codeDivision, $0.frequencyCount == frequencies.count else { return false }
      return switch frequencyAllocation {
      case .row1: $0.number == 1
      case .row2: $0.number == 2
      case .row4: $0.number == 4
      case .other: ![1, 2, 4].contains($0.number)
      }
    }
    guard let row else {
      throw ParameterError(
        "frequencyAllocation", frequencyAllocation, "no row has \(portCount) ports, this code division and these frequencies", table)
    }
    let isAllowed =
      switch density {
      case .three: row.number == 1
      case .one: row.number != 1
      case .evenBlocks, .oddBlocks: row.hasHalfDensity
      }
    guard isAllowed else { throw ParameterError("density", density, "row \(row.number) does not have it", table) }
    guard 0...13 ~= firstSymbol else { throw ParameterError("firstSymbol", firstSymbol, "l_0 is 0 to 13", "TS 38.211 §7.4.1.5.3") }
    guard row.hasSecondSymbol == (secondSymbol != nil), 2...12 ~= secondSymbol ?? 2 else {
      throw ParameterError("secondSymbol", secondSymbol ?? -1, "l_1 is 2 to 12, and of rows 13, 14, 16 and 17 only", table)
    }
    guard 0...1023 ~= identity else {
      throw ParameterError("identity", identity, "scramblingID is 0 to 1023", "TS 38.211 §7.4.1.5.2")
    }
    guard !resourceBlocks.isEmpty, resourceBlocks.lowerBound >= 0, resourceBlocks.upperBound <= 2475 else {
      throw ParameterError("resourceBlocks", resourceBlocks, "they are at least one, and at most 2475 from point A on", "TS 38.211 §4.4.4")
    }
    if case .periodic(let period, let offset) = timing {
      guard [4, 5, 8, 10, 16, 20, 32, 40, 64, 80, 160, 320, 640].contains(period), 0..<period ~= offset else {
        throw ParameterError("timing", timing, "there is no such periodicity or offset", "TS 38.331 §6.3.2")
      }
    }
    let symbols = [firstSymbol, secondSymbol ?? 0]
    places = row.groups.map {
      Place(subcarrier: frequencies[$0.frequency] + $0.addedSubcarriers, symbol: symbols[$0.time] + $0.addedSymbols)
    }
    let span = row.codeDivision.timeCount + (row.groups.map(\.addedSymbols).max() ?? 0)
    guard symbols[0] + span <= 14, symbols[1] + span <= 14 else {
      throw ParameterError("firstSymbol", firstSymbol, "the symbols end behind the slot", table)
    }
    guard secondSymbol == nil || abs(symbols[0] - symbols[1]) >= span else {
      throw ParameterError("secondSymbol", symbols[1], "the symbols from l_0 and from l_1 on overlap", table)
    }
    self.row = row.number
    self.portCount = portCount
    self.codeDivision = codeDivision
    self.density = density
    self.firstSymbol = firstSymbol
    self.secondSymbol = secondSymbol
    self.identity = identity
    self.resourceBlocks = resourceBlocks
    self.timing = timing
  }

  /// k_0, k_1, ... of a bitmap (TS 38.211 §7.4.1.5.3).
  private static func frequencies(_ allocation: FrequencyAllocation) -> [Int] {
    let (bits, width, step) =
      switch allocation {
      case .row1(let bits): (bits, 4, 1)
      case .row2(let bits): (bits, 12, 1)
      case .row4(let bits): (bits, 3, 4)
      case .other(let bits): (bits, 6, 2)
      }
    return Int(bits) >> width == 0 ? (0..<width).filter { bits >> UInt16($0) & 1 == 1 }.map { $0 * step } : []
  }

  /// The symbols of a slot that have it, ascending.
  public var symbols: [Int] {
    Set(places.flatMap { place in (0..<codeDivision.timeCount).map { place.symbol + $0 } }).sorted()
  }

  /// Whether a slot is one of a periodic resource's (TS 38.211 §7.4.1.5.3). Of an aperiodic one every slot can be.
  /// - Parameters:
  ///   - slot: n_s,f, numbered in the frame.
  ///   - frame: n_f.
  public func isCandidate(slot: Int, frame: Int, numerology: Numerology) -> Bool {
    guard case .periodic(let period, let offset) = timing else { return true }
    return ((numerology.slotsPerFrame &* frame &+ slot) &- offset) % period == 0
  }

  /// Whether a resource block has elements.
  private func isUsed(block: Int) -> Bool {
    switch density {
    case .evenBlocks: block & 1 == 0
    case .oddBlocks: block & 1 == 1
    case .one, .three: true
    }
  }

  /// m' for k' = 0 (TS 38.211 §7.4.1.5.3).
  private func sequenceIndex(block: Int, subcarrier: Int) -> Int {
    switch density {
    case .three: 3 * block + subcarrier / 4
    case .one: portCount == 1 ? block : 2 * block
    case .evenBlocks, .oddBlocks: portCount == 1 ? block / 2 : block
    }
  }

  private func check(_ carrier: Carrier) throws(ParameterError) {
    guard carrier.gridStart <= resourceBlocks.lowerBound, resourceBlocks.upperBound <= carrier.gridStart + carrier.gridSize else {
      throw ParameterError("resourceBlocks", resourceBlocks, "they are not within the grid", "TS 38.211 §7.4.1.5.3")
    }
    guard symbols.allSatisfy({ $0 < carrier.symbolsPerSlot }) else {
      throw ParameterError("firstSymbol", firstSymbol, "the slot has less symbols", "TS 38.211 §7.4.1.5.3")
    }
  }

  /// The resource elements of all ports, as a zero-power resource takes them from others, or one with power from a PDSCH.
  /// - Throws: for a carrier that does not have its resource blocks or symbols.
  public func elements(_ carrier: Carrier) throws(ParameterError) -> ResourceElementSet {
    try check(carrier)
    var set = ResourceElementSet(carrier)
    for block in resourceBlocks where isUsed(block: block) {
      for place in places {
        for l in 0..<codeDivision.timeCount {
          for k in 0..<codeDivision.frequencyCount {
            try set.insert(symbol: place.symbol + l, subcarrier: 12 * (block - carrier.gridStart) + place.subcarrier + k)
          }
        }
      }
    }
    return set
  }

  /// r(m) of a symbol from m = `first` on (TS 38.211 §7.4.1.5.2).
  private func pilots(symbol: Int, slot: Int, cyclicPrefix: CyclicPrefix, first: Int, count: Int) -> [Complex] {
    let time = cyclicPrefix.symbolsPerSlot * slot + symbol + 1
    var sequence = GoldSequence(UInt32(truncatingIfNeeded: (time * (2 * identity + 1) * 1024 + identity) & 0x7FFF_FFFF))
    sequence.skip(2 * first)
    return sequence.pilots(count)
  }

  /// Puts the signal of all ports into a slot's grid (TS 38.211 §7.4.1.5.3): that of port 3000 + p in the grid's port p.
  /// - Parameters:
  ///   - grid: of the carrier's size, with at least as many ports.
  ///   - slot: n_s,f, numbered in the frame.
  ///   - amplitude: β_CSIRS.
  /// - Throws: for a grid of another size, a slot that is not there and a carrier that does not have its resource blocks or symbols.
  public func map(into grid: inout ResourceGrid, carrier: Carrier, slot: Int, amplitude: Float = 1) throws(ParameterError) {
    try check(carrier)
    guard grid.portCount >= portCount, grid.symbolCount == carrier.symbolsPerSlot, grid.subcarrierCount == carrier.subcarrierCount else {
      throw ParameterError("grid", grid.portCount, "it is not of the carrier's size, or has less ports", "TS 38.211 §4.4.2")
    }
    guard 0..<carrier.numerology.slotsPerFrame ~= slot else {
      throw ParameterError("slot", slot, "a frame has no such slot", "TS 38.211 §4.3.2")
    }
    let first = sequenceIndex(block: resourceBlocks.lowerBound, subcarrier: 0)
    let count = sequenceIndex(block: resourceBlocks.upperBound, subcarrier: 11) + 2 - first
    for symbol in symbols {
      let pilots = pilots(symbol: symbol, slot: slot, cyclicPrefix: carrier.cyclicPrefix, first: first, count: count)
      for (group, place) in places.enumerated() where place.symbol..<(place.symbol + codeDivision.timeCount) ~= symbol {
        for s in 0..<codeDivision.size {
          // Row 1 has three places of its one group.
          let port = row == 1 ? 0 : s + group * codeDivision.size
          let start = grid.offset(port: port, symbol: symbol) - 12 * carrier.gridStart + place.subcarrier
          let signs = (0..<codeDivision.frequencyCount).map {
            codeDivision.isNegative(s, k: $0, l: symbol - place.symbol) ? -amplitude : amplitude
          }
          grid.withMutableElements { elements in
            for block in resourceBlocks where isUsed(block: block) {
              let index = sequenceIndex(block: block, subcarrier: place.subcarrier) - first
              for (k, sign) in signs.enumerated() { elements[start + 12 * block + k] = pilots[index + k] * sign }
            }
          }
        }
      }
    }
  }
}

extension GoldSequence {
  /// The next values (1 - 2 c(2m)) / √2 + j (1 - 2 c(2m + 1)) / √2.
  mutating func pilots(_ count: Int) -> [Complex] {
    let level = Float(0.5).squareRoot()
    var values: [Complex] = []
    values.reserveCapacity(count)
    while values.count < count {
      let taken = min(28, count - values.count)
      let bits = next(2 * taken)
      for place in stride(from: 2 * (taken - 1), through: 0, by: -2) {
        let pair = bits >> UInt64(place)
        values.append(Complex(pair & 2 == 0 ? level : -level, pair & 1 == 0 ? level : -level))
      }
    }
    return values
  }
}
