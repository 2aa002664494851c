import ChannelCoding
import Modulation

/// The fields of a Type II codebook's PMI (TS 38.212, tables 6.3.2.1.2-1 and 6.3.2.1.2-2; i_1,1 of port selection in the place of q1 and q2): X1 once, X2 for each subband.
struct TypeIIFields {
  let codebook: TypeIICodebook

  init(_ codebook: TypeIICodebook) { self.codebook = codebook }

  private var groupWidth: Int { bitsToDistinguish(codebook.beams.groupCounts.0 * codebook.beams.groupCounts.1) }
  private var choiceWidth: Int { bitsToDistinguish(codebook.choiceCount) }
  private var strongestWidth: Int { bitsToDistinguish(2 * codebook.beamCount) }

  /// What fields are read into.
  static func empty(_ counts: [Int], _ codebook: TypeIICodebook, precoders: Int) -> TypeIIIndicator {
    let count = 2 * codebook.beamCount
    let subband = TypeIIIndicator.Subband(phases: [Int](repeating: 0, count: count), amplitudes: [Int](repeating: 1, count: count))
    let layer = TypeIIIndicator.Layer(
      strongest: 0, amplitudes: [Int](repeating: 0, count: count), subbands: [TypeIIIndicator.Subband](repeating: subband, count: precoders)
    )
    return TypeIIIndicator(q1: 0, q2: 0, i12: 0, layers: [TypeIIIndicator.Layer](repeating: layer, count: counts.count))
  }

  /// Of X1, and of X2 in one subband.
  func bitCounts(nonZeroCounts: [Int]) -> (wideband: Int, subband: Int) {
    var subband = 0
    for count in nonZeroCounts {
      let fine = (codebook.hasSubbandAmplitude ? min(count, codebook.beamCount == 4 ? 6 : 4) : count) - 1
      subband += fine * bitsToDistinguish(codebook.phaseCount)
      if codebook.hasSubbandAmplitude { subband += 2 * (count - 1 - fine) + fine }
    }
    let layer = strongestWidth + 3 * (2 * codebook.beamCount - 1)
    return (groupWidth + choiceWidth + layer * nonZeroCounts.count, subband)
  }

  /// - Parameters:
  ///   - counts: M_l, which the amplitudes must have.
  ///   - subbands: in the order in which they are reported.
  func visit(
    _ indicator: inout TypeIIIndicator, _ counts: [Int], subbands: [Int], _ fields: inout CSIFields
  ) throws(ParameterError) {
    let groups = codebook.beams.groupCounts.1
    var group = indicator.q1 * groups + indicator.q2
    try fields.field("i11", &group, groupWidth)
    (indicator.q1, indicator.q2) = (group / groups, group % groups)
    try fields.field("i12", &indicator.i12, choiceWidth)
    for place in indicator.layers.indices {
      try fields.field("i13", &indicator.layers[place].strongest, strongestWidth)
      let strongest = indicator.layers[place].strongest
      guard indicator.layers[place].amplitudes.indices ~= strongest else {
        throw ParameterError("i13", strongest, "there are \(2 * codebook.beamCount) coefficients", "TS 38.214 §5.2.2.2.3")
      }
      indicator.layers[place].amplitudes[strongest] = 7
      for index in indicator.layers[place].amplitudes.indices where index != strongest {
        try fields.field("i14", &indicator.layers[place].amplitudes[index], 3)
      }
      guard indicator.layers[place].nonZeroCount == counts[place] else {
        throw ParameterError(
          "i14", indicator.layers[place].nonZeroCount, "part 1 has \(counts[place]) that are not zero", "TS 38.214 §5.2.3")
      }
    }
    let resolutions = indicator.layers.map(codebook.resolutions)
    let phaseWidth = bitsToDistinguish(codebook.phaseCount)
    for subband in subbands {
      for (place, resolutions) in resolutions.enumerated() {
        for (index, resolution) in resolutions.enumerated() where resolution != .notReported {
          try fields.field("i21", &indicator.layers[place].subbands[subband].phases[index], resolution == .fine ? phaseWidth : 2)
        }
      }
      guard codebook.hasSubbandAmplitude else { continue }
      for (place, resolutions) in resolutions.enumerated() {
        for (index, resolution) in resolutions.enumerated() where resolution == .fine {
          try fields.field("i22", &indicator.layers[place].subbands[subband].amplitudes[index], 1)
        }
      }
    }
  }
}

/// The fields of an enhanced Type II codebook's PMI in their three groups (TS 38.212, table 6.3.2.1.2-5A, TS 38.214 §5.2.3).
struct EnhancedTypeIIFields {
  let codebook: EnhancedTypeIICodebook

  init(_ codebook: EnhancedTypeIICodebook) { self.codebook = codebook }

  private var groupWidth: Int { bitsToDistinguish(codebook.beams.groupCounts.0 * codebook.beams.groupCounts.1) }

  /// Of i_1,7 and of the amplitudes and phases, those of group 1.
  private func firstCounts(rank: Int, nonZeroCount: Int) -> (bits: Int, values: Int) {
    let size = 2 * codebook.beamCount * codebook.delayCount(rank: rank) * rank
    return (size - min(size, nonZeroCount / 2), max(0, min(nonZeroCount - rank, (nonZeroCount + 1) / 2 - rank)))
  }

  /// Bits of groups 0, 1 and 2.
  func groupCounts(rank: Int, nonZeroCount: Int) -> [Int] {
    let (delays, beams) = (codebook.delayCount(rank: rank), codebook.beamCount)
    let first = firstCounts(rank: rank, nonZeroCount: nonZeroCount)
    let strongest = rank == 1 ? bitsToDistinguish(nonZeroCount) : rank * bitsToDistinguish(2 * beams)
    let window = codebook.hasWindow ? bitsToDistinguish(2 * delays) : 0
    return [
      groupWidth + bitsToDistinguish(codebook.choiceCount) + strongest,
      4 * rank + window + rank * bitsToDistinguish(codebook.delayChoiceCount(rank: rank)) + first.bits + 7 * first.values,
      rank * 2 * beams * delays - first.bits + 7 * (max(0, nonZeroCount - rank) - first.values),
    ]
  }

  /// - Parameters:
  ///   - indicator: what is written, or nil for reading.
  ///   - nonZeroCount: K^NZ.
  /// - Returns: what was written or read.
  func visit(
    _ indicator: EnhancedTypeIIIndicator?, rank: Int, nonZeroCount: Int, _ fields: inout CSIFields
  ) throws(ParameterError) -> EnhancedTypeIIIndicator {
    let (groups, beams) = (codebook.beams.groupCounts.1, codebook.beamCount)
    let delayCount = codebook.delayCount(rank: rank)
    let size = 2 * beams * delayCount
    let empty = EnhancedTypeIIIndicator.Layer(
      i16: 0, strongest: 0, referenceAmplitude: 1, isNonZero: [Bool](repeating: false, count: size),
      amplitudes: [Int](repeating: 0, count: size), phases: [Int](repeating: 0, count: size))
    var own =
      indicator
      ?? EnhancedTypeIIIndicator(q1: 0, q2: 0, i12: 0, layers: [EnhancedTypeIIIndicator.Layer](repeating: empty, count: rank))
    var group = own.q1 * groups + own.q2
    try fields.field("i11", &group, groupWidth)
    (own.q1, own.q2) = (group / groups, group % groups)
    try fields.field("i12", &own.i12, bitsToDistinguish(codebook.choiceCount))
    // Of rank 1 the strongest coefficient is told by its place among those of the first delay that are not zero.
    var strongest = own.layers.map { rank == 1 ? $0.isNonZero[...$0.strongest].count { $0 } - 1 : $0.strongest }
    for place in 0..<rank {
      try fields.field("i18", &strongest[place], rank == 1 ? bitsToDistinguish(nonZeroCount) : bitsToDistinguish(2 * beams))
    }
    for place in 0..<rank { try fields.field("i23", &own.layers[place].referenceAmplitude, 4) }
    if codebook.hasWindow { try fields.field("i15", &own.i15, bitsToDistinguish(2 * delayCount)) }
    for place in 0..<rank { try fields.field("i16", &own.layers[place].i16, bitsToDistinguish(codebook.delayChoiceCount(rank: rank))) }
    let order = priorities(own)
    var isNonZero = order.map { own.layers[$0.layer].isNonZero[$0.index] ? 1 : 0 }
    // What is written; of what is read only the number is known so far.
    let reported = indicator == nil ? [] : reported(own, order)
    let count = max(0, nonZeroCount - rank)
    var amplitudes = indicator == nil ? [Int](repeating: 0, count: count) : reported.map { own.layers[$0.layer].amplitudes[$0.index] }
    var phases = indicator == nil ? [Int](repeating: 0, count: count) : reported.map { own.layers[$0.layer].phases[$0.index] }
    let first = firstCounts(rank: rank, nonZeroCount: nonZeroCount)
    for (bits, values) in [(0..<first.bits, 0..<first.values), (first.bits..<isNonZero.count, first.values..<count)] {
      for place in values { try fields.field("i24", &amplitudes[place], 3) }
      for place in values { try fields.field("i25", &phases[place], 4) }
      for place in bits { try fields.field("i17", &isNonZero[place], 1) }
    }
    guard indicator == nil else { return own }
    for (place, value) in zip(order, isNonZero) { own.layers[place.layer].isNonZero[place.index] = value == 1 }
    guard own.layers.reduce(0, { $0 + $1.nonZeroCount }) == nonZeroCount else {
      throw ParameterError("i17", nonZeroCount, "part 1 has another number that are not zero", "TS 38.214 §5.2.3")
    }
    for place in 0..<rank {
      let layer = own.layers[place]
      let candidates = (0..<(2 * beams)).filter { layer.isNonZero[$0] }
      let index = rank == 1 ? (candidates.indices ~= strongest[place] ? candidates[strongest[place]] : -1) : strongest[place]
      guard candidates.contains(index) else {
        throw ParameterError("i18", strongest[place], "the strongest coefficient is not zero", "TS 38.214 §5.2.2.2.5")
      }
      own.layers[place].strongest = index
      own.layers[place].amplitudes[index] = 7
    }
    for (place, values) in zip(self.reported(own, order), zip(amplitudes, phases)) {
      own.layers[place.layer].amplitudes[place.index] = values.0
      own.layers[place.layer].phases[place.index] = values.1
    }
    return own
  }

  private struct Place {
    var priority: Int
    var layer: Int
    var index: Int
  }

  /// All coefficients, those of higher priority first (Pri of TS 38.214 §5.2.3).
  private func priorities(_ indicator: EnhancedTypeIIIndicator) -> [Place] {
    let (rank, width, total) = (indicator.layers.count, 2 * codebook.beamCount, codebook.precoderCount)
    return indicator.layers.enumerated().flatMap { number, layer in
      let delays =
        0..<codebook.delayChoiceCount(rank: rank) ~= layer.i16
        ? codebook.delays(rank: rank, i15: indicator.i15, i16: layer.i16) : [Int](repeating: 0, count: codebook.delayCount(rank: rank))
      return delays.enumerated().flatMap { place, delay in
        let turn = min(2 * delay, 2 * (total - delay) - 1)
        return (0..<width).map { Place(priority: width * rank * turn + rank * $0 + number, layer: number, index: place * width + $0) }
      }
    }.sorted { ($0.priority, $0.layer, $0.index) < ($1.priority, $1.layer, $1.index) }
  }

  /// Those whose amplitude and phase are reported.
  private func reported(_ indicator: EnhancedTypeIIIndicator, _ order: [Place]) -> [Place] {
    order.filter {
      indicator.layers[$0.layer].isNonZero[$0.index] && $0.index != indicator.layers[$0.layer].strongest
    }
  }
}
