import DSPKernels
import Modulation

/// A downlink positioning reference signal resource (TS 38.211 §7.4.1.7).
public struct PositioningReferenceSignal: Sendable, Hashable {
  /// When a resource is sent (TS 38.211 §7.4.1.7.4), in slots.
  public struct Schedule: Sendable, Hashable {
    /// T_per^PRS.
    public var period: Int
    /// T_offset^PRS of the set and T_offset,res^PRS of the resource.
    public var setOffset: Int
    public var resourceOffset: Int
    /// T_rep^PRS and T_gap^PRS.
    public var repetition: Int
    public var gap: Int
    /// The bitmap of muting option 1 and T_muting^PRS; none if it is empty.
    public var mutedOccasions: [Bool]
    public var mutingRepetition: Int
    /// The bitmap of muting option 2, a bit for each repetition; none if it is empty.
    public var mutedRepetitions: [Bool]

    public init(
      period: Int, setOffset: Int = 0, resourceOffset: Int = 0, repetition: Int = 1, gap: Int = 1, mutedOccasions: [Bool] = [],
      mutingRepetition: Int = 1, mutedRepetitions: [Bool] = []
    ) {
      self.period = period
      self.setOffset = setOffset
      self.resourceOffset = resourceOffset
      self.repetition = repetition
      self.gap = gap
      self.mutedOccasions = mutedOccasions
      self.mutingRepetition = mutingRepetition
      self.mutedRepetitions = mutedRepetitions
    }
  }

  /// L_PRS.
  public let symbolCount: Int
  /// K_comb^PRS and k_offset^PRS.
  public let comb: Int
  public let combOffset: Int
  /// l_start^PRS.
  public let firstSymbol: Int
  /// n_ID,seq^PRS.
  public let identity: Int
  /// Resource blocks counted from point A of the positioning frequency layer.
  public let resourceBlocks: Range<Int>
  public let schedule: Schedule

  /// - Parameters:
  ///   - symbolCount: 2, 4, 6 or 12, a multiple of the comb or one half, a third or a sixth of it as the clause has them.
  ///   - comb: 2, 4, 6 or 12.
  ///   - identity: dl-PRS-SequenceID, 0 to 4095.
  ///   - resourceBlocks: 24 to 272 of them, a multiple of four.
  /// - Throws: for other values and numbers that do not go together.
  public init(
    symbolCount: Int, comb: Int, combOffset: Int, firstSymbol: Int, identity: Int, resourceBlocks: Range<Int>, schedule: Schedule
  ) throws(ParameterError) {
    let counts = [2: [2, 4, 6, 12], 4: [4, 12], 6: [6, 12], 12: [12]]
    guard let allowed = counts[comb], allowed.contains(symbolCount) else {
      throw ParameterError("comb", comb, "there is no comb of \(comb) with \(symbolCount) symbols", "TS 38.211 §7.4.1.7.3")
    }
    guard 0..<comb ~= combOffset else {
      throw ParameterError("combOffset", combOffset, "it is below the comb's \(comb)", "TS 38.211 §7.4.1.7.3")
    }
    guard 0...min(12, 14 - symbolCount) ~= firstSymbol else {
      throw ParameterError("firstSymbol", firstSymbol, "the symbols do not fit into the slot", "TS 38.211 §7.4.1.7.3")
    }
    guard 0...4095 ~= identity else {
      throw ParameterError("identity", identity, "dl-PRS-SequenceID is 0 to 4095", "TS 38.211 §7.4.1.7.2")
    }
    guard 0...2176 ~= resourceBlocks.lowerBound, 24...272 ~= resourceBlocks.count, resourceBlocks.count % 4 == 0 else {
      throw ParameterError("resourceBlocks", resourceBlocks, "they are 24 to 272, a multiple of four", "TS 38.214 §5.1.6.5")
    }
    self.symbolCount = symbolCount
    self.comb = comb
    self.combOffset = combOffset
    self.firstSymbol = firstSymbol
    self.identity = identity
    self.resourceBlocks = resourceBlocks
    self.schedule = schedule
    try checkSchedule()
  }

  private func checkSchedule() throws(ParameterError) {
    let clause = "TS 38.211 §7.4.1.7.4"
    let periods = [4, 5, 8, 10, 16, 20, 32, 40, 64, 80, 160, 320, 640, 1280, 2560, 5120, 10240]
    guard periods.contains(where: { base in (0...3).contains { base << $0 == schedule.period } }) else {
      throw ParameterError("period", schedule.period, "there is no such periodicity", clause)
    }
    guard 0..<schedule.period ~= schedule.setOffset, 0...511 ~= schedule.resourceOffset else {
      throw ParameterError("setOffset", schedule.setOffset, "a set's offset is below the period, a resource's below 512", clause)
    }
    guard [1, 2, 4, 6, 8, 16, 32].contains(schedule.repetition), [1, 2, 4, 8, 16, 32].contains(schedule.gap),
      (schedule.repetition - 1) * schedule.gap < schedule.period
    else { throw ParameterError("repetition", schedule.repetition, "the repetitions do not fit into the period", clause) }
    guard [0, 2, 4, 6, 8, 16, 32].contains(schedule.mutedOccasions.count), [1, 2, 4, 8].contains(schedule.mutingRepetition) else {
      throw ParameterError("mutedOccasions", schedule.mutedOccasions.count, "a bitmap has 2, 4, 6, 8, 16 or 32 bits", clause)
    }
    guard schedule.mutedRepetitions.isEmpty || schedule.mutedRepetitions.count == schedule.repetition else {
      throw ParameterError("mutedRepetitions", schedule.mutedRepetitions.count, "it has a bit for each repetition", clause)
    }
  }

  /// Whether a slot has the resource (TS 38.211 §7.4.1.7.4). A bit of a muting bitmap that is set stands for a signal that is sent.
  /// - Parameters:
  ///   - slot: n_s,f, numbered in the frame.
  ///   - frame: n_f, 0 to 1023.
  public func isTransmitted(slot: Int, frame: Int, numerology: Numerology) -> Bool {
    guard 0..<numerology.slotsPerFrame ~= slot, 0...1023 ~= frame else { return false }
    let time = numerology.slotsPerFrame * frame + slot - schedule.setOffset - schedule.resourceOffset
    let place = Self.modulo(time, schedule.period)
    guard place % schedule.gap == 0, place / schedule.gap < schedule.repetition else { return false }
    if !schedule.mutedOccasions.isEmpty {
      let length = schedule.mutingRepetition * schedule.period
      let index = (time - Self.modulo(time, length)) / length
      guard schedule.mutedOccasions[Self.modulo(index, schedule.mutedOccasions.count)] else { return false }
    }
    return schedule.mutedRepetitions.isEmpty || schedule.mutedRepetitions[place / schedule.gap]
  }

  private static func modulo(_ value: Int, _ divisor: Int) -> Int { (value % divisor + divisor) % divisor }

  /// The subcarrier within each comb's period that a symbol has (table 7.4.1.7.3-1).
  /// - Parameter symbol: l - l_start.
  func subcarrier(symbol: Int) -> Int {
    let steps =
      switch comb {
      case 2: [0, 1]
      case 4: [0, 2, 1, 3]
      case 6: [0, 3, 1, 4, 2, 5]
      default: [0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11]
      }
    return (combOffset + steps[symbol % comb]) % comb
  }

  /// Puts the signal into a port of a slot's grid (TS 38.211 §7.4.1.7.3).
  /// - Parameters:
  ///   - carrier: with point A of the positioning frequency layer and its subcarrier spacing.
  ///   - slot: n_s,f, numbered in the frame.
  ///   - port: of the grid.
  ///   - reserved: elements of symbols with an SS/PBCH block and the like; symbols that have any are left out.
  ///   - amplitude: β_PRS.
  /// - Throws: for a grid of another size, a slot that is not there and resource blocks beyond the grid.
  public func map(
    into grid: inout ResourceGrid, carrier: Carrier, slot: Int, port: Int = 0, reserved: ResourceElementSet? = nil, amplitude: Float = 1
  ) throws(ParameterError) {
    guard 0..<grid.portCount ~= port, grid.symbolCount == carrier.symbolsPerSlot, grid.subcarrierCount == carrier.subcarrierCount else {
      throw ParameterError("grid", grid.portCount, "it is not of the carrier's size, or has no such port", "TS 38.211 §4.4.2")
    }
    guard 0..<carrier.numerology.slotsPerFrame ~= slot else {
      throw ParameterError("slot", slot, "a frame has no such slot", "TS 38.211 §4.3.2")
    }
    guard firstSymbol + symbolCount <= carrier.symbolsPerSlot else {
      throw ParameterError("firstSymbol", firstSymbol, "the slot has less symbols", "TS 38.211 §7.4.1.7.3")
    }
    guard carrier.gridStart <= resourceBlocks.lowerBound, resourceBlocks.upperBound <= carrier.gridStart + carrier.gridSize else {
      throw ParameterError("resourceBlocks", resourceBlocks, "they are not within the grid", "TS 38.211 §7.4.1.7.3")
    }
    let first = 12 * resourceBlocks.lowerBound / comb
    let count = 12 * resourceBlocks.count / comb
    for symbol in firstSymbol..<(firstSymbol + symbolCount) where !(reserved?.contains(symbol: symbol) ?? false) {
      let identity = identity % 1024
      let time = carrier.symbolsPerSlot * slot + symbol + 1
      let sum = self.identity / 1024 * (1 << 22) + time * (2 * identity + 1) * 1024 + identity
      var sequence = GoldSequence(UInt32(truncatingIfNeeded: sum & 0x7FFF_FFFF))
      sequence.skip(2 * first)
      let pilots = sequence.pilots(count)
      let start =
        grid.offset(port: port, symbol: symbol) + 12 * (resourceBlocks.lowerBound - carrier.gridStart)
        + subcarrier(symbol: symbol - firstSymbol)
      grid.withMutableElements { elements in
        for (index, value) in pilots.enumerated() { elements[start + index * comb] = value * amplitude }
      }
    }
  }
}
