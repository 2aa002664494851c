import Foundation
import Modulation

/// Powers of a reference signal as a UE measures them (TS 38.215 §5.1), with |y|² of a resource element as the unit.
public struct SignalMeasurement: Sendable, Hashable {
  /// What one receiver branch has.
  public struct Branch: Sendable, Hashable {
    /// The mean power of the resource elements with the signal, without that of noise.
    public let referencePower: Float
    /// The power of noise and interference in a resource element.
    public let noisePower: Float
    /// The mean power of a symbol in the measurement bandwidth (RSSI).
    public let totalPower: Float
    /// N: resource blocks of the measurement bandwidth.
    public let blockCount: Int

    /// RSRQ: N · RSRP / RSSI.
    public var quality: Float { totalPower > 0 ? Float(blockCount) * referencePower / totalPower : 0 }
    /// SINR.
    public var signalToNoise: Float { noisePower > 0 ? referencePower / noisePower : referencePower > 0 ? .infinity : 0 }
  }

  /// By antenna.
  public let branches: [Branch]

  // What is reported is not below what any branch has (TS 38.215 §5.1.1, §5.1.3, §5.1.5).

  public var referencePower: Float { branches.map(\.referencePower).max() ?? 0 }
  public var quality: Float { branches.map(\.quality).max() ?? 0 }
  public var signalToNoise: Float { branches.map(\.signalToNoise).max() ?? 0 }

  /// RSRP in dBm.
  /// - Parameter unitDBm: of a resource element with |y|² = 1 at the antenna connector.
  public func referencePowerDBm(unitDBm: Double) -> Double { Self.decibels(referencePower) + unitDBm }
  /// RSRQ in dB.
  public var qualityDB: Double { Self.decibels(quality) }
  /// SINR in dB.
  public var signalToNoiseDB: Double { Self.decibels(signalToNoise) }

  private static func decibels(_ power: Float) -> Double { power > 0 ? 10 * log10(Double(power)) : -.infinity }

  /// Σ over a symbol's subcarriers of |y|², on average over symbols.
  static func totalPower(_ grid: ResourceGrid, antenna: Int, symbols: [Int], subcarriers: Range<Int>) -> Float {
    grid.withElements { elements in
      symbols.reduce(Float(0)) { sum, symbol in
        let row = grid.offset(port: antenna, symbol: symbol)
        return subcarriers.reduce(sum) { $0 + elements[row + $1].power }
      } / Float(max(1, symbols.count))
    }
  }

  /// - Throws: for resource blocks or symbols that the grid does not have.
  static func check(_ grid: ResourceGrid, symbols: [Int], blocks: Range<Int>) throws(ParameterError) {
    guard !symbols.isEmpty, symbols.allSatisfy({ 0..<grid.symbolCount ~= $0 }) else {
      throw ParameterError("symbols", symbols, "a slot has \(grid.symbolCount)", "TS 38.215 §5.1.3")
    }
    guard !blocks.isEmpty, blocks.lowerBound >= 0, blocks.upperBound <= grid.subcarrierCount / 12 else {
      throw ParameterError("blocks", blocks, "the grid has \(grid.subcarrierCount / 12)", "TS 38.215 §5.1.3")
    }
  }
}
