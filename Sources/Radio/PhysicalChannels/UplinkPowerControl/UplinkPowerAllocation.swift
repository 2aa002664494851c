import Foundation
import Modulation

/// How a UE shares its power among transmissions of several carriers of a frequency range (TS 38.213 §7.5).
public enum UplinkPowerAllocation {
  /// What a transmission has, as far as its priority goes by it.
  public enum Content: Sendable, Hashable, CaseIterable {
    case randomAccess
    /// A PUCCH with HARQ-ACK, SR or LRR, or a PUSCH with HARQ-ACK of its priority index.
    case acknowledgement
    /// A PUCCH or PUSCH with CSI.
    case channelState
    /// A PUSCH with neither, and that of a message A.
    case data
    case aperiodicSounding
    /// Periodic or semi-persistent.
    case periodicSounding
  }

  public struct Transmission: Sendable, Hashable {
    public var content: Content
    /// Of the PCell, or of the PSCell.
    public var isOnPrimaryCell: Bool
    /// Of two uplink carriers of a cell that which has the PUCCH, and without a PUCCH not the supplementary one.
    public var isOnPreferredCarrier: Bool
    /// The larger priority index of a PUCCH or PUSCH.
    public var isHighPriority: Bool
    /// Numbered alike for all transmissions, from 0 on.
    public var symbols: Range<Int>
    /// Its power on its own, in dBm (``UplinkPower/powerDBm``).
    public var powerDBm: Double

    public init(
      _ content: Content, isOnPrimaryCell: Bool = true, isOnPreferredCarrier: Bool = true, isHighPriority: Bool = false,
      symbols: Range<Int>, powerDBm: Double
    ) {
      self.content = content
      self.isOnPrimaryCell = isOnPrimaryCell
      self.isOnPreferredCarrier = isOnPreferredCarrier
      self.isHighPriority = isHighPriority
      self.symbols = symbols
      self.powerDBm = powerDBm
    }

    /// Its place in the order: lower comes first. A PRACH of another cell than the PCell stands with aperiodic SRS, which both orders of
    /// the clause allow.
    var rank: [Int] {
      let own: [Int] =
        switch content {
        case .randomAccess: isOnPrimaryCell ? [0, 0] : [3, 0]
        case .acknowledgement: [isHighPriority ? 1 : 2, 0]
        case .channelState: [isHighPriority ? 1 : 2, 1]
        case .data: [isHighPriority ? 1 : 2, 2]
        case .aperiodicSounding: [3, 0]
        case .periodicSounding: [3, 1]
        }
      return own + [isOnPrimaryCell ? 0 : 1, isOnPreferredCarrier ? 0 : 1]
    }
  }

  /// The powers in dBm with which transmissions are sent, so that no symbol has more than a limit altogether. One of less priority has what
  /// those before it leave in each of its symbols; nil where they leave nothing.
  /// - Parameters:
  ///   - transmissions: at most 64; of the same place in the order the first comes first.
  ///   - limitDBm: P_CMAX(i).
  /// - Throws: for more transmissions, a power or limit that is not finite, and a transmission without symbols, or beyond 64 slots.
  public static func powers(_ transmissions: [Transmission], limitDBm: Double) throws(ParameterError) -> [Double?] {
    let clause = "TS 38.213 §7.5"
    guard transmissions.count <= 64 else {
      throw ParameterError("transmissions", transmissions.count, "there are at most 64", clause)
    }
    guard limitDBm.isFinite else { throw ParameterError("limitDBm", limitDBm, "it is finite", clause) }
    for transmission in transmissions {
      guard transmission.powerDBm.isFinite else { throw ParameterError("powerDBm", transmission.powerDBm, "it is finite", clause) }
      let symbols = transmission.symbols
      guard !symbols.isEmpty, symbols.lowerBound >= 0, symbols.upperBound <= 64 * 14 else {
        throw ParameterError("symbols", symbols, "a transmission has symbols, of 64 slots at most", clause)
      }
    }
    let limit = pow(10, limitDBm / 10)
    var sums: [Int: Double] = [:]
    var powers = [Double?](repeating: nil, count: transmissions.count)
    let order = transmissions.indices.sorted { first, second in
      let (left, right) = (transmissions[first].rank, transmissions[second].rank)
      return left == right ? first < second : left.lexicographicallyPrecedes(right)
    }
    for index in order {
      let transmission = transmissions[index]
      let taken = transmission.symbols.reduce(0) { max($0, sums[$1] ?? 0) }
      let wanted = pow(10, transmission.powerDBm / 10)
      // What rounding leaves is nothing.
      guard wanted > 0, limit - taken > 1e-9 * limit else { continue }
      let power = min(wanted, limit - taken)
      powers[index] = power == wanted ? transmission.powerDBm : 10 * log10(power)
      for symbol in transmission.symbols { sums[symbol, default: 0] += power }
    }
    return powers
  }
}
