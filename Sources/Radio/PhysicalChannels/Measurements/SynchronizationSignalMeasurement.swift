import DSPKernels
import Foundation
import Modulation
import ReferenceSignals

/// Measures SS-RSRP, SS-RSRQ and SS-SINR by the secondary synchronization signal of an SS/PBCH block (TS 38.215 §5.1.1, §5.1.3, §5.1.5).
///
/// An instance has memory that it works in: one thread uses it at a time.
public struct SynchronizationSignalMeasurement: ~Copyable {
  public let cellIdentity: Int
  private let sequence: [Float]
  private var noise: PilotNoise
  private var values: [Complex]

  /// - Throws: for a cell identity above 1007.
  public init(cellIdentity: Int) throws(ParameterError) {
    guard 0...1007 ~= cellIdentity, let noise = PilotNoise(count: SynchronizationSignals.count) else {
      throw ParameterError("cellIdentity", cellIdentity, "it is 0 to 1007", "TS 38.211 §7.4.2.1")
    }
    self.cellIdentity = cellIdentity
    self.noise = noise
    sequence = SynchronizationSignals.secondary(cellIdentity: cellIdentity)
    values = [Complex](repeating: .zero, count: SynchronizationSignals.count)
  }

  /// - Parameters:
  ///   - grid: of a received slot, a port for each antenna.
  ///   - firstSubcarrier: of the SS/PBCH block in the grid.
  ///   - firstSymbol: of the block in the slot.
  ///   - strengthSymbols: those in which the whole power is measured; the block's if left out.
  ///   - strengthBlocks: resource blocks of the grid in which it is measured; the block's 20 if left out (from its first subcarrier's on).
  /// - Throws: for a block, symbols or resource blocks outside of the grid.
  public mutating func measure(
    _ grid: ResourceGrid, firstSubcarrier: Int, firstSymbol: Int, strengthSymbols: [Int]? = nil,
    strengthBlocks: Range<Int>? = nil
  ) throws(ParameterError) -> SignalMeasurement {
    guard 0...(grid.symbolCount - SynchronizationSignalBlock.symbolCount) ~= firstSymbol else {
      throw ParameterError("firstSymbol", firstSymbol, "the block is not in the slot", "TS 38.211 §7.4.3.1")
    }
    guard firstSubcarrier >= 0, firstSubcarrier <= grid.subcarrierCount - SynchronizationSignalBlock.subcarrierCount else {
      throw ParameterError("firstSubcarrier", firstSubcarrier, "the block is not in the grid", "TS 38.211 §7.4.3.1")
    }
    let symbols = strengthSymbols ?? Array(firstSymbol..<(firstSymbol + SynchronizationSignalBlock.symbolCount))
    if let strengthBlocks { try SignalMeasurement.check(grid, symbols: symbols, blocks: strengthBlocks) }
    let subcarriers =
      strengthBlocks.map { 12 * $0.lowerBound..<12 * $0.upperBound }
      ?? firstSubcarrier..<(firstSubcarrier + SynchronizationSignalBlock.subcarrierCount)
    try SignalMeasurement.check(grid, symbols: symbols, blocks: 0..<grid.subcarrierCount / 12)
    var branches: [SignalMeasurement.Branch] = []
    for antenna in 0..<grid.portCount {
      var power: Float = 0
      grid.withElements { elements in
        let start =
          grid.offset(port: antenna, symbol: firstSymbol + 2) + firstSubcarrier + SynchronizationSignalBlock.firstSynchronizationSubcarrier
        for index in values.indices {
          values[index] = elements[start + index] * sequence[index]
          power += values[index].power
        }
      }
      let count = values.count
      let variance = values.withUnsafeBufferPointer { values in
        guard let own = values.baseAddress else { return Float(0) }
        let turn = PilotNoise.correlation(own, count: count)
        return noise.variance(own, turns: atan2(Double(turn.imaginary), Double(turn.real)) / (2 * .pi))
      }
      branches.append(
        SignalMeasurement.Branch(
          referencePower: max(0, power / Float(count) - variance), noisePower: variance,
          totalPower: SignalMeasurement.totalPower(grid, antenna: antenna, symbols: symbols, subcarriers: subcarriers),
          blockCount: subcarriers.count / 12))
    }
    return SignalMeasurement(branches: branches)
  }
}
