import ChannelCoding
import DSPKernels
import Foundation
import Modulation

/// A sounding reference signal resource (TS 38.211 §6.4.1.4).
public struct SoundingReferenceSignal: Sendable, Hashable {
  public enum Hopping: Sendable, Hashable, CaseIterable {
    case neither
    case group
    case sequence
  }

  public enum Timing: Sendable, Hashable {
    case aperiodic
    /// Periodic or semi-persistent, every T_SRS slots from T_offset on.
    case periodic(period: Int, offset: Int)
  }

  /// Where a resource lies in time and frequency; what is not given is as if it were not configured.
  public struct Allocation: Sendable, Hashable {
    /// N_symb^SRS.
    public var symbolCount: Int
    /// l_offset: the first symbol, counted back from the slot's last.
    public var startPosition: Int
    /// R: so many symbols in a row are the same.
    public var repetition: Int
    /// C_SRS, B_SRS and b_hop of freqHopping.
    public var bandwidthConfiguration: Int
    public var bandwidth: Int
    public var hoppingBandwidth: Int
    /// n_RRC.
    public var frequencyPosition: Int
    /// n_shift in resource blocks.
    public var frequencyShift: Int
    /// P_F, k_F and whether the part of the bandwidth that they choose changes.
    public var frequencyScaling: Int
    public var scaledStart: Int
    public var hopsScaledStart: Bool

    public init(
      symbolCount: Int = 1, startPosition: Int = 0, repetition: Int? = nil, bandwidthConfiguration: Int, bandwidth: Int = 0,
      hoppingBandwidth: Int = 0, frequencyPosition: Int = 0, frequencyShift: Int = 0, frequencyScaling: Int = 1, scaledStart: Int = 0,
      hopsScaledStart: Bool = false
    ) {
      self.symbolCount = symbolCount
      self.startPosition = startPosition
      self.repetition = repetition ?? symbolCount
      self.bandwidthConfiguration = bandwidthConfiguration
      self.bandwidth = bandwidth
      self.hoppingBandwidth = hoppingBandwidth
      self.frequencyPosition = frequencyPosition
      self.frequencyShift = frequencyShift
      self.frequencyScaling = frequencyScaling
      self.scaledStart = scaledStart
      self.hopsScaledStart = hopsScaledStart
    }
  }

  /// N_ap^SRS.
  public let portCount: Int
  /// K_TC and k̄_TC.
  public let comb: Int
  public let combOffset: Int
  /// n_SRS^cs.
  public let cyclicShift: Int
  public let allocation: Allocation
  /// n_ID^SRS.
  public let identity: Int
  public let hopping: Hopping
  public let timing: Timing
  /// Whether it is an SRS-PosResource, whose comb offset differs from symbol to symbol.
  public let isForPositioning: Bool

  /// n_SRS^cs,max (table 6.4.1.4.2-1).
  public var cyclicShiftCount: Int { comb == 2 ? 8 : comb == 4 ? 12 : 6 }
  /// m_SRS,b for b = 0 to 3 (table 6.4.1.4.3-1).
  var blockCounts: [Int] { Self.bandwidths[allocation.bandwidthConfiguration] }
  /// N_b.
  func divisions(_ b: Int) -> Int { b == 0 ? 1 : blockCounts[b - 1] / blockCounts[b] }
  /// m_SRS,B of the configured B_SRS: the resource blocks that a symbol sounds, or has a P_F-th of.
  public var blockCount: Int { blockCounts[allocation.bandwidth] }
  /// M_sc,b^SRS: values of a port in a symbol.
  public var sequenceCount: Int { blockCount * 12 / (comb * allocation.frequencyScaling) }

  /// - Parameters:
  ///   - portCount: 1, 2 or 4.
  ///   - comb: 2, 4 or 8.
  ///   - combOffset: below `comb`.
  ///   - cyclicShift: below 8, 12 and 6 for a comb of 2, 4 and 8.
  ///   - identity: sequenceId, 0 to 65535.
  /// - Throws: for values out of range and numbers that do not go together.
  public init(
    portCount: Int = 1, comb: Int, combOffset: Int = 0, cyclicShift: Int = 0, allocation: Allocation, identity: Int = 0,
    hopping: Hopping = .neither, timing: Timing = .aperiodic, isForPositioning: Bool = false
  ) throws(ParameterError) {
    guard [1, 2, 4].contains(portCount), !isForPositioning || portCount == 1 else {
      throw ParameterError("portCount", portCount, "there are 1, 2 or 4 ports, and one for positioning", "TS 38.211 §6.4.1.4.1")
    }
    guard [2, 4, 8].contains(comb) else { throw ParameterError("comb", comb, "K_TC is 2, 4 or 8", "TS 38.211 §6.4.1.4.2") }
    self.portCount = portCount
    self.comb = comb
    self.combOffset = combOffset
    self.cyclicShift = cyclicShift
    self.allocation = allocation
    self.identity = identity
    self.hopping = hopping
    self.timing = timing
    self.isForPositioning = isForPositioning
    guard 0..<comb ~= combOffset else {
      throw ParameterError("combOffset", combOffset, "it is below the comb's \(comb)", "TS 38.211 §6.4.1.4.3")
    }
    guard 0..<cyclicShiftCount ~= cyclicShift else {
      throw ParameterError("cyclicShift", cyclicShift, "a comb of \(comb) has \(cyclicShiftCount)", "TS 38.211, table 6.4.1.4.2-1")
    }
    guard 0...65535 ~= identity else { throw ParameterError("identity", identity, "sequenceId is 0 to 65535", "TS 38.211 §6.4.1.4.2") }
    if case .periodic(let period, let offset) = timing {
      guard 1...163_840 ~= period, 0..<period ~= offset else {
        throw ParameterError("timing", timing, "an offset is below its period, and that at most 163840 slots", "TS 38.211 §6.4.1.4.4")
      }
    }
    try checkTime()
    try checkFrequency()
  }

  private func checkTime() throws(ParameterError) {
    let counts = isForPositioning ? [1, 2, 4, 8, 12] : [1, 2, 4, 8, 10, 12, 14]
    guard counts.contains(allocation.symbolCount) else {
      throw ParameterError("symbolCount", allocation.symbolCount, "it is one of \(counts)", "TS 38.211 §6.4.1.4.1")
    }
    guard allocation.symbolCount - 1...13 ~= allocation.startPosition else {
      throw ParameterError("startPosition", allocation.startPosition, "the symbols do not fit into the slot", "TS 38.211 §6.4.1.4.1")
    }
    guard 1...allocation.symbolCount ~= allocation.repetition, allocation.symbolCount % allocation.repetition == 0 else {
      throw ParameterError("repetition", allocation.repetition, "it divides the number of symbols", "TS 38.211 §6.4.1.4.3")
    }
    guard !isForPositioning || !Self.positioningOffsets(comb: comb, symbolCount: allocation.symbolCount).isEmpty else {
      throw ParameterError(
        "symbolCount", allocation.symbolCount, "positioning with a comb of \(comb) has no such number", "TS 38.211, table 6.4.1.4.3-2")
    }
  }

  private func checkFrequency() throws(ParameterError) {
    guard Self.bandwidths.indices ~= allocation.bandwidthConfiguration else {
      throw ParameterError("bandwidthConfiguration", allocation.bandwidthConfiguration, "C_SRS is 0 to 63", "TS 38.211, table 6.4.1.4.3-1")
    }
    guard 0...3 ~= allocation.bandwidth, 0...3 ~= allocation.hoppingBandwidth else {
      throw ParameterError(
        "bandwidth", [allocation.bandwidth, allocation.hoppingBandwidth], "B_SRS and b_hop are 0 to 3", "TS 38.211 §6.4.1.4.3")
    }
    guard !isForPositioning || allocation.bandwidth == 0 else {
      throw ParameterError("bandwidth", allocation.bandwidth, "positioning sounds the whole bandwidth", "TS 38.331 §6.3.2")
    }
    guard 0...67 ~= allocation.frequencyPosition else {
      throw ParameterError("frequencyPosition", allocation.frequencyPosition, "freqDomainPosition is 0 to 67", "TS 38.331 §6.3.2")
    }
    guard 0...268 ~= allocation.frequencyShift else {
      throw ParameterError("frequencyShift", allocation.frequencyShift, "freqDomainShift is 0 to 268", "TS 38.331 §6.3.2")
    }
    guard [1, 2, 4].contains(allocation.frequencyScaling), blockCount * 12 % (comb * allocation.frequencyScaling * 6) == 0 else {
      throw ParameterError(
        "frequencyScaling", allocation.frequencyScaling, "P_F is 1, 2 or 4 and leaves a multiple of six values", "TS 38.211 §6.4.1.4.3")
    }
    guard 0..<allocation.frequencyScaling ~= allocation.scaledStart else {
      throw ParameterError("scaledStart", allocation.scaledStart, "k_F is below P_F", "TS 38.211 §6.4.1.4.3")
    }
  }

  /// The symbols of a slot that have it.
  /// - Throws: for a slot of less symbols.
  public func symbols(_ cyclicPrefix: CyclicPrefix = .normal) throws(ParameterError) -> Range<Int> {
    let first = cyclicPrefix.symbolsPerSlot - 1 - allocation.startPosition
    guard first >= 0 else {
      throw ParameterError("startPosition", allocation.startPosition, "the slot has less symbols", "TS 38.211 §6.4.1.4.1")
    }
    return first..<(first + allocation.symbolCount)
  }

  /// α_i by port: 2π times this by ``cyclicShiftCount`` (§6.4.1.4.2).
  public func cyclicShift(port: Int) -> Int {
    let step = portCount == 4 && cyclicShiftCount == 6 ? cyclicShiftCount * (port / 2) / 2 : cyclicShiftCount * port / portCount
    return (cyclicShift + step) % cyclicShiftCount
  }

  /// k_TC of a port (§6.4.1.4.3).
  public func combOffset(port: Int) -> Int {
    guard portCount == 4, port & 1 == 1, cyclicShiftCount == 6 || 2 * cyclicShift >= cyclicShiftCount else { return combOffset }
    return (combOffset + comb / 2) % comb
  }

  /// u and v of a symbol (§6.4.1.4.2).
  /// - Parameters:
  ///   - symbol: of the slot.
  ///   - slot: n_s,f, numbered in the frame.
  func group(symbol: Int, slot: Int, cyclicPrefix: CyclicPrefix) -> (group: Int, number: Int) {
    let time = max(0, slot) * cyclicPrefix.symbolsPerSlot + symbol
    var sequence = GoldSequence(UInt32(identity))
    switch hopping {
    case .neither: return (identity % 30, 0)
    case .group:
      sequence.skip(8 * time)
      // The first bit is the least significant one.
      let value = (0..<8).reduce(0) { $0 | Int(sequence.next(1)) << $1 }
      return ((value % 30 + identity) % 30, 0)
    case .sequence:
      guard sequenceCount >= 72 else { return (identity % 30, 0) }
      sequence.skip(time)
      return (identity % 30, Int(sequence.next(1)))
    }
  }

  /// r^(p_i)(n, l') of a port in a symbol (§6.4.1.4.2), of magnitude 1.
  /// - Parameters:
  ///   - port: i, below `portCount`.
  ///   - symbol: of the slot.
  ///   - slot: n_s,f, numbered in the frame.
  /// - Throws: for a port or slot that is not there.
  public func sequence(
    port: Int, symbol: Int, slot: Int, cyclicPrefix: CyclicPrefix = .normal
  ) throws(ParameterError) -> [Complex] {
    guard 0..<portCount ~= port else {
      throw ParameterError("port", port, "the resource has \(portCount) ports", "TS 38.211 §6.4.1.4.1")
    }
    guard 0..<160 ~= slot, 0..<cyclicPrefix.symbolsPerSlot ~= symbol else {
      throw ParameterError("slot", slot, "a frame has no such slot or symbol", "TS 38.211 §4.3.2")
    }
    let (group, number) = group(symbol: symbol, slot: slot, cyclicPrefix: cyclicPrefix)
    let shift = 2 * Double.pi * Double(cyclicShift(port: port)) / Double(cyclicShiftCount)
    return try LowPAPRSequence.typeOne(group: group, number: number, cyclicShift: shift, count: sequenceCount)
  }

  /// k_offset^{l'} by l' (table 6.4.1.4.3-2).
  static func positioningOffsets(comb: Int, symbolCount: Int) -> [Int] {
    switch (comb, symbolCount) {
    case (2, 1): [0]
    case (2, 2): [0, 1]
    case (2, 4): [0, 1, 0, 1]
    case (4, 2): [0, 2]
    case (4, 4), (4, 8), (4, 12): (0..<symbolCount).map { [0, 2, 1, 3][$0 % 4] }
    case (8, 4), (8, 8), (8, 12): (0..<symbolCount).map { [0, 4, 2, 6, 1, 5, 3, 7][$0 % 8] }
    default: []
    }
  }

  private static let bandwidths: [[Int]] = bandwidthText.split(separator: ";").map { row in
    row.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
  }

  /// m_SRS,0 to m_SRS,3 by C_SRS (table 6.4.1.4.3-1). N_b is what m_SRS,b-1 is of m_SRS,b.
  private static let bandwidthText = """
    4 4 4 4;8 4 4 4;12 4 4 4;16 4 4 4;16 8 4 4;20 4 4 4;24 4 4 4;24 12 4 4;28 4 4 4;32 16 8 4;36 12 4 4;40 20 4 4;48 16 8 4;48 24 12 4;
    52 4 4 4;56 28 4 4;60 20 4 4;64 32 16 4;72 24 12 4;72 36 12 4;76 4 4 4;80 40 20 4;88 44 4 4;96 32 16 4;96 48 24 4;104 52 4 4;
    112 56 28 4;120 60 20 4;120 40 8 4;120 24 12 4;128 64 32 4;128 64 16 4;128 16 8 4;132 44 4 4;136 68 4 4;144 72 36 4;144 48 24 12;
    144 48 16 4;144 16 8 4;152 76 4 4;160 80 40 4;160 80 20 4;160 32 16 4;168 84 28 4;176 88 44 4;184 92 4 4;192 96 48 4;192 96 24 4;
    192 64 16 4;192 24 8 4;208 104 52 4;216 108 36 4;224 112 56 4;240 120 60 4;240 80 20 4;240 48 16 8;240 24 12 4;256 128 64 4;
    256 128 32 4;256 16 8 4;264 132 44 4;272 136 68 4;272 68 4 4;272 16 8 4
    """
}
