import ChannelCoding
import Modulation
import ReferenceSignals

extension PUCCHSymbols {
  /// The symbols with UCI by their distance to the nearest DM-RS (S_UCI^(1) to S_UCI^(3); TS 38.212, table
  /// 6.3.1.6-1).
  static func sets(length: Int, references: [Int]) -> [[Int]] {
    var sets: [[Int]] = []
    for symbol in 0..<length {
      guard let distance = references.map({ abs($0 - symbol) }).min(), distance > 0 else { continue }
      while sets.count < distance { sets.append([]) }
      sets[distance - 1].append(symbol)
    }
    return sets
  }
}

/// Where the coded bits of CSI part 2 stand among those that are coded first (TS 38.212 §6.3.1.6): the first ones nearest to DM-RS.
public struct PUCCHMultiplexing: Sendable, Hashable {
  /// Bits that follow one another and come from one part.
  struct Run: Sendable, Hashable {
    var isSecondPart: Bool
    var count: Int
  }
  let runs: [Run]
  /// G^(1) and G^(2).
  public let counts: (first: Int, second: Int)

  public static func == (left: PUCCHMultiplexing, right: PUCCHMultiplexing) -> Bool { left.runs == right.runs }
  public func hash(into hasher: inout Hasher) { hasher.combine(runs) }

  /// - Parameters:
  ///   - length: symbols of the PUCCH, 4 to 14.
  ///   - references: its symbols with DM-RS, as ``PUCCHSymbols`` has them.
  ///   - elementsPerSymbol: N_UCI^symbol, modulated symbols in one OFDM symbol: 12 · N_PRB for format 3, 12 / N_SF for format 4.
  ///   - firstPart: G^(1), whole symbols of `modulationOrder` bits.
  /// - Throws: for a first part that has no bits, no whole symbols or more than there is room for.
  public init(
    length: Int, references: [Int], elementsPerSymbol: Int, modulationOrder: Int, firstPart: Int
  ) throws(ParameterError) {
    guard 4...14 ~= length, !references.isEmpty, references.allSatisfy({ 0..<length ~= $0 }), Set(references).count < length else {
      throw ParameterError("length", length, "formats 3 and 4 have 4 to 14 symbols, some with DM-RS", "TS 38.211, table 6.3.2.1-1")
    }
    guard 1...192 ~= elementsPerSymbol, modulationOrder == 1 || modulationOrder == 2 else {
      throw ParameterError("elementsPerSymbol", elementsPerSymbol, "a PUCCH has up to 16 resource blocks", "TS 38.211, table 6.3.2.1-1")
    }
    let sets = PUCCHSymbols.sets(length: length, references: references)
    let total = sets.reduce(0) { $0 + $1.count } * elementsPerSymbol
    guard firstPart >= 1, firstPart % modulationOrder == 0, firstPart / modulationOrder <= total else {
      throw ParameterError("firstPart", firstPart, "the PUCCH has \(total * modulationOrder) coded bits", "TS 38.212 §6.3.1.6")
    }
    // The sets that are full of the first part, and what is left for the next one.
    var left = firstPart / modulationOrder
    var counts = [Int](repeating: 0, count: length)
    for set in sets where !set.isEmpty && left > 0 {
      let inSet = min(left, set.count * elementsPerSymbol)
      for (index, symbol) in set.enumerated() { counts[symbol] = inSet / set.count + (index < inSet % set.count ? 1 : 0) }
      left -= inSet
    }
    var runs: [Run] = []
    func append(_ isSecondPart: Bool, _ elements: Int) {
      guard elements > 0 else { return }
      if runs.last?.isSecondPart == isSecondPart {
        runs[runs.count - 1].count += elements * modulationOrder
      } else {
        runs.append(Run(isSecondPart: isSecondPart, count: elements * modulationOrder))
      }
    }
    for symbol in 0..<length where !references.contains(symbol) {
      append(false, counts[symbol])
      append(true, elementsPerSymbol - counts[symbol])
    }
    self.runs = runs
    self.counts = (firstPart, total * modulationOrder - firstPart)
  }

  /// g: the bits, or soft bits, of both parts in the order in which they are sent.
  /// - Throws: for other numbers of bits than `counts`.
  public func multiplex<Bit>(_ first: [Bit], _ second: [Bit]) throws(ParameterError) -> [Bit] {
    guard first.count == counts.first, second.count == counts.second else {
      throw ParameterError("first", first.count, "the parts have \(counts.first) and \(counts.second) bits", "TS 38.212 §6.3.1.6")
    }
    var (next, result) = ((0, 0), [Bit]())
    result.reserveCapacity(first.count + second.count)
    for run in runs {
      if run.isSecondPart {
        result.append(contentsOf: second[next.1..<(next.1 + run.count)])
        next.1 += run.count
      } else {
        result.append(contentsOf: first[next.0..<(next.0 + run.count)])
        next.0 += run.count
      }
    }
    return result
  }

  /// The inverse.
  /// - Throws: for another number of bits than both parts have.
  public func demultiplex<Bit>(_ bits: [Bit]) throws(ParameterError) -> (first: [Bit], second: [Bit]) {
    guard bits.count == counts.first + counts.second else {
      throw ParameterError("bits", bits.count, "the PUCCH has \(counts.first + counts.second) coded bits", "TS 38.212 §6.3.1.6")
    }
    var (start, first, second) = (0, [Bit](), [Bit]())
    for run in runs {
      if run.isSecondPart {
        second.append(contentsOf: bits[start..<(start + run.count)])
      } else {
        first.append(contentsOf: bits[start..<(start + run.count)])
      }
      start += run.count
    }
    return (first, second)
  }
}
