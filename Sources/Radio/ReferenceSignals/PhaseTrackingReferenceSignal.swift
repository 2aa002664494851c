import DSPKernels
import Foundation
import Modulation

/// PT-RS of a PDSCH, and of a PUSCH without transform precoding (TS 38.211 §7.4.1.2 and §6.4.1.2).
public struct PhaseTrackingReferenceSignal: Sendable, Hashable {
  /// L_PT-RS: 1, 2 or 4 symbols from one to the next.
  public let timeDensity: Int
  /// K_PT-RS: 2 or 4 resource blocks from one to the next.
  public let frequencyDensity: Int
  /// `resourceElementOffset`, 0 to 3 for 00 to 11.
  public let resourceElementOffset: Int

  /// - Throws: for other densities and offsets than these.
  public init(timeDensity: Int = 1, frequencyDensity: Int = 2, resourceElementOffset: Int = 0) throws(ParameterError) {
    guard [1, 2, 4].contains(timeDensity) else {
      throw ParameterError("timeDensity", timeDensity, "L_PT-RS is 1, 2 or 4", "TS 38.214, table 5.1.6.3-1")
    }
    guard [2, 4].contains(frequencyDensity) else {
      throw ParameterError("frequencyDensity", frequencyDensity, "K_PT-RS is 2 or 4", "TS 38.214, table 5.1.6.3-2")
    }
    guard 0...3 ~= resourceElementOffset else {
      throw ParameterError("resourceElementOffset", resourceElementOffset, "it is 0 to 3", "TS 38.211, table 7.4.1.2.2-1")
    }
    self.timeDensity = timeDensity
    self.frequencyDensity = frequencyDensity
    self.resourceElementOffset = resourceElementOffset
  }

  /// L_PT-RS of an MCS, or nil for no PT-RS (TS 38.214, tables 5.1.6.3-1 and 6.2.3.1-1).
  /// - Parameter thresholds: `ptrs-MCS1` to `ptrs-MCS3`, ascending; without them there is PT-RS in every symbol.
  public static func timeDensity(mcs: Int, thresholds: [Int]?) -> Int? {
    guard let thresholds else { return 1 }
    guard let index = thresholds.prefix(3).lastIndex(where: { mcs >= $0 }) else { return nil }
    return [4, 2, 1][index]
  }

  /// K_PT-RS of a scheduled bandwidth, or nil for no PT-RS (TS 38.214, tables 5.1.6.3-2 and 6.2.3.1-2).
  /// - Parameter thresholds: N_RB0 and N_RB1, ascending; without them one in two resource blocks has PT-RS.
  public static func frequencyDensity(resourceBlocks: Int, thresholds: [Int]?) -> Int? {
    guard let thresholds else { return 2 }
    guard let index = thresholds.prefix(2).lastIndex(where: { resourceBlocks >= $0 }) else { return nil }
    return [2, 4][index]
  }

  /// β_PT-RS of a PDSCH: the amplitude to that of a layer's data (TS 38.214, table 4.1-2).
  /// - Parameters:
  ///   - ratio: `epre-Ratio`, 0 or 1.
  ///   - layers: those whose DM-RS belong to the PT-RS port.
  /// - Throws: for reserved ratios and more than six layers.
  public static func downlinkAmplitude(ratio: Int, layers: Int) throws(ParameterError) -> Float {
    guard 0...1 ~= ratio else { throw ParameterError("ratio", ratio, "epre-Ratio is 0 or 1", "TS 38.214, table 4.1-2") }
    guard 1...6 ~= layers else { throw ParameterError("layers", layers, "the table has 1 to 6 layers", "TS 38.214, table 4.1-2") }
    let decibels = ratio == 0 ? [0, 3, 4.77, 6, 7, 7.78][layers - 1] : 0
    return Float(pow(10, decibels / 20))
  }

  /// k_ref^RE: the subcarrier within a resource block (tables 7.4.1.2.2-1 and 6.4.1.2.2.1-1).
  /// - Parameter port: of the DM-RS that the PT-RS belongs to.
  /// - Throws: for a port that has no PT-RS.
  public func subcarrier(
    port: Int, _ configurationType: SharedChannelDemodulationReferenceSignal.ConfigurationType
  ) throws(ParameterError) -> Int {
    let table =
      configurationType == .one
      ? [[0, 2, 6, 8], [2, 4, 8, 10], [1, 3, 7, 9], [3, 5, 9, 11]]
      : [[0, 1, 6, 7], [1, 6, 7, 0], [2, 3, 8, 9], [3, 8, 9, 2], [4, 5, 10, 11], [5, 10, 11, 4]]
    guard table.indices ~= port else {
      throw ParameterError("port", port, "no PT-RS belongs to this DM-RS port", "TS 38.211, table 7.4.1.2.2-1")
    }
    return table[port][resourceElementOffset]
  }

  /// The symbols with PT-RS, numbered in the slot, ascending.
  /// - Parameters:
  ///   - demodulation: the symbols with DM-RS.
  ///   - isHopping: whether a PUSCH has intra-slot frequency hopping: each hop is then on its own.
  public func symbols(
    _ allocation: SharedChannelTimeAllocation, demodulation: [SharedChannelDemodulationReferenceSignal.Symbol], isHopping: Bool = false
  ) -> [Int] {
    guard !isAbsent(allocation) else { return [] }
    return (isHopping ? allocation.hops : [allocation.symbols]).flatMap { symbols(in: $0, demodulation) }
  }

  /// Allocations too short for a density have no PT-RS (TS 38.214 §5.1.6.3 and §6.2.3.1).
  private func isAbsent(_ allocation: SharedChannelTimeAllocation) -> Bool {
    let count = allocation.symbolCount
    return switch allocation.channel {
    case .downlink: count == 4 && timeDensity == 4 || count == 2 && timeDensity > 1
    case .uplink: count <= 4 && timeDensity == 4 || count <= 2 && timeDensity == 2
    }
  }

  private func symbols(in range: Range<Int>, _ demodulation: [SharedChannelDemodulationReferenceSignal.Symbol]) -> [Int] {
    let demodulation = demodulation.map(\.index).filter(range.contains)
    var symbols: [Int] = []
    var reference = range.lowerBound
    var step = 0
    while reference + step * timeDensity < range.upperBound {
      let current = reference + step * timeDensity
      // From behind the last PT-RS or reference on, as far as here.
      let from = max(current - timeDensity + 1, reference)
      if let last = demodulation.last(where: { from...current ~= $0 }) {
        var end = last
        while demodulation.contains(end + 1) { end += 1 }
        reference = end
        step = 1
        continue
      }
      symbols.append(current)
      step += 1
    }
    return symbols
  }

  /// The places within an allocation's resource blocks that have PT-RS.
  /// - Parameters:
  ///   - count: N_RB, the allocation's resource blocks.
  ///   - rnti: n_RNTI of what scheduled it.
  public func blocks(count: Int, rnti: UInt16) -> StrideTo<Int> {
    let modulus = count > 0 && count % frequencyDensity != 0 ? count % frequencyDensity : frequencyDensity
    return stride(from: Int(rnti) % modulus, to: max(0, count), by: frequencyDensity)
  }

  /// What stands in each of ``blocks(count:rnti:)``, of magnitude 1: r of the DM-RS in its first symbol (of the hop).
  /// - Parameters:
  ///   - port: of the DM-RS that the PT-RS belongs to.
  ///   - symbol: the first one with DM-RS.
  ///   - resourceBlocks: of the allocation, ascending and counted from the reference point of the DM-RS.
  /// - Throws: for a port that has no PT-RS, and for resource blocks that do not ascend.
  public func values(
    port: Int, _ demodulation: SharedChannelDemodulationReferenceSignal, symbol: Int, slot: Int, cyclicPrefix: CyclicPrefix = .normal,
    resourceBlocks: [Int], rnti: UInt16
  ) throws(ParameterError) -> [Complex] {
    let subcarrier = try subcarrier(port: port, demodulation.configurationType)
    let initial = demodulation.initial(
      slot: slot, symbol: symbol, cdmGroup: demodulation.cdmGroup(port: port), cyclicPrefix: cyclicPrefix)
    var sequence = GoldSequence(initial)
    let bitCount = 2 * demodulation.configurationType.valuesPerBlock
    var values: [Complex] = []
    var next = 0
    for place in blocks(count: resourceBlocks.count, rnti: rnti) {
      let block = resourceBlocks[place]
      guard block >= next, block < 2475 else {
        throw ParameterError("resourceBlocks", block, "resource blocks ascend from 0 to 2474", "TS 38.211 §4.4.4")
      }
      sequence.skip((block - next) * bitCount)
      next = block + 1
      values.append(demodulation.value(subcarrier, ofBlock: sequence.next(bitCount)))
    }
    return values
  }
}
