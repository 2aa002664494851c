import ChannelCoding
import Modulation

/// Which bits stand in which element of a PUSCH: data and UCI multiplexed (TS 38.212 §6.2.7), and the inverse.
///
/// All kinds of bits come in units of N_L Q_m bits, one for each element. A plan is made once for a configuration and used for every slot.
public struct UCIMultiplexing: Sendable, Hashable {
  enum Kind: UInt8, Sendable, Hashable {
    /// No bits: zeros are sent there.
    case nothing
    case ulSCH
    case harqACK
    case csiPart1
    case csiPart2
  }

  /// Elements that follow one another and have successive units of one kind.
  struct Run: Sendable, Hashable {
    var kind: Kind
    /// The first element, in the order in which they are sent.
    var element: Int
    /// The first unit of the kind.
    var unit: Int
    var count: Int
  }

  /// The elements and the numbers of bits that are planned for.
  public let rateMatching: UCIRateMatching
  /// All elements, ascending.
  let runs: [Run]

  /// - Throws: where the UCI does not fit into the PUSCH.
  public init(_ rateMatching: UCIRateMatching) throws(ParameterError) {
    let elements = rateMatching.elements
    let unit = elements.bitsPerElement
    let total = elements.dataCounts.reduce(0, +)
    var free = elements.uciElements
    var (kinds, units) = ([Kind](repeating: .nothing, count: total), [Int32](repeating: 0, count: total))
    var acknowledgements = [Int32](repeating: -1, count: total)

    var isWhole = true
    func occupy(_ kind: Kind, _ shares: [Int], from start: (Range<Int>) -> Int, sparing: [[Int32]]) {
      var next: Int32 = 0
      let fits = elements.spread(
        shares.map { $0 / unit }, from: start,
        among: { symbol in
          let spared = Set(sparing[symbol])
          return spared.isEmpty ? free[symbol] : free[symbol].filter { !spared.contains($0) }
        }
      ) { symbol, taken in
        for element in taken {
          (kinds[Int(element)], units[Int(element)]) = (kind, next)
          next += 1
        }
        free[symbol].removeAll { kinds[Int($0)] == kind }
      }
      isWhole = isWhole && fits
    }

    // Steps 1 to 3.
    let none = [[Int32]](repeating: [], count: elements.symbolCount)
    if rateMatching.sizes.harqACK > 2 {
      occupy(.harqACK, rateMatching.harqACK, from: elements.symbolBehindDMRS, sparing: none)
    }
    occupy(.csiPart1, rateMatching.csiPart1, from: elements.symbolWithoutDMRS, sparing: rateMatching.reserved)
    occupy(.csiPart2, rateMatching.csiPart2, from: elements.symbolWithoutDMRS, sparing: none)
    // Step 4.
    if rateMatching.hasULSCH {
      var next: Int32 = 0
      for element in 0..<total where kinds[element] == .nothing {
        (kinds[element], units[element]) = (.ulSCH, next)
        next += 1
      }
    }
    // Step 5.
    if rateMatching.sizes.harqACK <= 2 {
      var next: Int32 = 0
      let fits = elements.spread(
        rateMatching.harqACK.map { $0 / unit }, from: elements.symbolBehindDMRS, among: { rateMatching.reserved[$0] }
      ) { _, taken in
        for element in taken {
          acknowledgements[Int(element)] = next
          next += 1
        }
      }
      isWhole = isWhole && fits
    }
    guard isWhole else {
      throw ParameterError("sizes", rateMatching.sizes, "the PUSCH ends before all of this UCI has a place", "TS 38.212 §6.2.7")
    }
    self.rateMatching = rateMatching
    var runs: [Run] = []
    for element in 0..<total {
      let isAcknowledgement = acknowledgements[element] >= 0
      let kind = isAcknowledgement ? .harqACK : kinds[element]
      let number = Int(isAcknowledgement ? acknowledgements[element] : units[element])
      if let last = runs.last, last.kind == kind, kind == .nothing || last.unit + last.count == number {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(Run(kind: kind, element: element, unit: number, count: 1))
      }
    }
    self.runs = runs
  }

  /// The multiplexed bits g.
  /// - Parameters: the coded bits of each kind, as many as `rateMatching` says.
  /// - Throws: for other numbers of bits.
  public func multiplex(
    ulSCH: BitSequence = BitSequence(), harqACK: [SmallBlockCode.Bit] = [], csiPart1: [SmallBlockCode.Bit] = [],
    csiPart2: [SmallBlockCode.Bit] = []
  ) throws(ParameterError) -> PUSCHBits {
    for (name, count, expected) in [
      ("ulSCH", ulSCH.count, rateMatching.ulSCHCount), ("harqACK", harqACK.count, rateMatching.harqACKCount),
      ("csiPart1", csiPart1.count, rateMatching.csiPart1Count), ("csiPart2", csiPart2.count, rateMatching.csiPart2Count),
    ] where count != expected {
      throw ParameterError(name, count, "this PUSCH has \(expected) coded bits", "TS 38.212 §6.3.2.4")
    }
    let unit = rateMatching.elements.bitsPerElement
    var bits = BitSequence()
    var placeholders: [PUSCHBits.Placeholder] = []
    func append(_ source: [SmallBlockCode.Bit], _ range: Range<Int>) {
      for bit in source[range] {
        if bit == .placeholderOne || bit == .placeholderRepetition {
          placeholders.append(PUSCHBits.Placeholder(position: bits.count, isRepetition: bit == .placeholderRepetition))
        }
        bits.append(bit == .one ? 1 : 0, count: 1)
      }
    }
    for run in runs {
      let range = (run.unit * unit)..<((run.unit + run.count) * unit)
      switch run.kind {
      case .nothing: for _ in 0..<run.count { bits.append(0, count: unit) }
      case .ulSCH: bits.append(ulSCH, range)
      case .harqACK: append(harqACK, range)
      case .csiPart1: append(csiPart1, range)
      case .csiPart2: append(csiPart2, range)
      }
    }
    return PUSCHBits(bits: bits, placeholders: placeholders)
  }

  /// Soft bits of each kind, in the order of their coded bits. Those of UL-SCH and CSI part 2 under HARQ-ACK of up to 2 bits are 0: unknown.
  /// So are those of placeholders.
  public struct SoftBits: Sendable, Hashable {
    /// G^UL-SCH ratios, positive for 0, and so on.
    public var ulSCH: [Float] = []
    public var harqACK: [Float] = []
    public var csiPart1: [Float] = []
    public var csiPart2: [Float] = []
  }

  /// Descrambles the soft bits of a whole PUSCH and gives each kind its own. Where CSI part 2 has a size that only part 1 tells, a first plan
  /// with `hasCSIPart2` but no bits gives HARQ-ACK and part 1; a second one, with the size, the rest.
  /// - Parameters:
  ///   - received: log-likelihood ratios of the sent bits, positive for 0.
  ///   - scrambling: c(i), as `PUSCHScrambling` has it.
  /// - Throws: for other numbers of soft bits or of scrambling bits than the PUSCH has.
  public func demultiplex(_ received: [Float], scrambling: BitSequence) throws(ParameterError) -> SoftBits {
    let expected = rateMatching.elements.bitCount
    guard received.count == expected, scrambling.count == expected else {
      throw ParameterError("received", received.count, "this PUSCH has \(expected) bits", "TS 38.212 §6.2.7")
    }
    var descrambled = received
    for start in stride(from: 0, to: expected, by: 64) {
      let count = min(64, expected - start)
      let signs = scrambling.bits(from: start, count: count) << UInt64(64 - count)
      for offset in 0..<count {
        // The sign of a float is its first bit.
        let sign = UInt32(truncatingIfNeeded: (signs << UInt64(offset)) >> 32) & 0x8000_0000
        descrambled[start + offset] = Float(bitPattern: received[start + offset].bitPattern ^ sign)
      }
    }
    func collected(_ kind: Kind) -> [Float] {
      var target = [Float](repeating: 0, count: count(kind))
      target.withUnsafeMutableBufferPointer { target in
        descrambled.withUnsafeBufferPointer { collect(kind, from: $0, scrambling: scrambling.words, into: target, sum: +) }
      }
      return target
    }
    return SoftBits(
      ulSCH: collected(.ulSCH), harqACK: collected(.harqACK), csiPart1: collected(.csiPart1), csiPart2: collected(.csiPart2))
  }

  /// Coded bits of a kind.
  func count(_ kind: Kind) -> Int {
    switch kind {
    case .nothing: 0
    case .ulSCH: rateMatching.ulSCHCount
    case .harqACK: rateMatching.harqACKCount
    case .csiPart1: rateMatching.csiPart1Count
    case .csiPart2: rateMatching.csiPart2Count
    }
  }

  /// Whether all bits are of UL-SCH.
  var isWithoutUCI: Bool { runs.count == 1 && runs[0].kind == .ulSCH }

  /// Collects the soft values of one kind; as `demultiplex(_:scrambling:)` says, some are 0.
  /// - Parameters:
  ///   - received: descrambled soft values of the whole PUSCH.
  ///   - scrambling: the words of c(i).
  ///   - target: `count(_:)` values.
  ///   - sum: of soft values of one bit.
  func collect<Soft: SignedNumeric>(
    _ kind: Kind, from received: UnsafeBufferPointer<Soft>, scrambling: [UInt64], into target: UnsafeMutableBufferPointer<Soft>,
    sum: (Soft, Soft) -> Soft
  ) {
    let unit = rateMatching.elements.bitsPerElement
    let order = rateMatching.elements.modulationOrder
    let bitCount =
      switch kind {
      case .nothing, .ulSCH: Int.max
      case .harqACK: rateMatching.sizes.harqACK
      case .csiPart1: rateMatching.sizes.csiPart1
      case .csiPart2: rateMatching.sizes.csiPart2
      }
    func isFlipped(_ position: Int) -> Bool { scrambling[position >> 6] >> UInt64(63 - position & 63) & 1 == 1 }
    target.update(repeating: .zero)
    for run in runs where run.kind == kind {
      let (from, to, count) = (run.element * unit, run.unit * unit, run.count * unit)
      _ = target[to..<(to + count)].update(fromContentsOf: received[from..<(from + count)])
      // Of UCI of one or two bits all but two bits of a symbol are placeholders x and say nothing. A placeholder y has the scrambled bit in
      // front of it once more: it adds to what is known of that bit.
      guard bitCount <= 2, order > 1 else { continue }
      for offset in stride(from: 0, to: count, by: order) {
        for placeholder in 2..<max(2, order) { target[to + offset + placeholder] = .zero }
        if bitCount == 1 {
          let ratio = received[from + offset + 1]
          let isOpposite = isFlipped(from + offset) != isFlipped(from + offset + 1)
          target[to + offset] = sum(target[to + offset], isOpposite ? -ratio : ratio)
          target[to + offset + 1] = .zero
        }
      }
    }
  }
}
