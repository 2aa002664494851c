import ChannelCoding
import DSPKernels
import Foundation
import Modulation

/// `pucch-GroupHopping` (TS 38.211 §6.3.2.2.1).
public enum PUCCHGroupHopping: UInt8, Sendable, Hashable, CaseIterable {
  case neither = 0
  /// The group changes with slot and hop.
  case enabled = 1
  /// The sequence within the group changes with slot and hop.
  case disabled = 2
}

/// The sequences of PUCCH formats 0, 1, 3 and 4 and how they change with time (TS 38.211 §6.3.2.2). It is made once for a carrier and
/// shared by all its PUCCH.
public struct PUCCHSequenceHopping: Sendable, Hashable {
  public let groupHopping: PUCCHGroupHopping
  /// n_ID.
  public let identity: Int
  public let slotsPerFrame: Int
  public let symbolsPerSlot: Int
  /// u + 32 v, for each slot and hop.
  private let groups: [UInt8]
  /// n_cs modulo 12, for each slot and symbol.
  private let shifts: [UInt8]
  /// The base sequences of 12 elements of all groups.
  private let short: [Complex]

  /// - Parameter identity: `hoppingId`, 0 to 1023; the cell's where it is not configured.
  /// - Throws: for another identity.
  public init(
    _ carrier: Carrier, groupHopping: PUCCHGroupHopping = .neither, identity configured: Int? = nil
  ) throws(ParameterError) {
    let identity = configured ?? carrier.cellIdentity
    guard 0...1023 ~= identity else {
      throw ParameterError("identity", identity, "hoppingId is 0 to 1023", "TS 38.211 §6.3.2.2.1")
    }
    self.groupHopping = groupHopping
    self.identity = identity
    slotsPerFrame = carrier.numerology.slotsPerFrame
    symbolsPerSlot = carrier.symbolsPerSlot
    let own = identity % 30
    switch groupHopping {
    case .neither: groups = [UInt8](repeating: UInt8(own), count: 2 * slotsPerFrame)
    case .enabled:
      groups = Self.octets(UInt32(identity / 30), count: 2 * slotsPerFrame).map { UInt8((Int($0) % 30 + own) % 30) }
    case .disabled:
      let bits = GoldSequence.bits(UInt32(32 * (identity / 30) + own), count: 2 * slotsPerFrame)
      groups = (0..<2 * slotsPerFrame).map { UInt8(own + (bits[$0] ? 32 : 0)) }
    }
    shifts = Self.octets(UInt32(identity), count: slotsPerFrame * symbolsPerSlot).map { $0 % 12 }
    var short: [Complex] = []
    for group in 0..<LowPAPRSequence.groupCount { short += try LowPAPRSequence.typeOne(group: group, count: 12) }
    self.short = short
  }

  /// Σ 2^m c(8 i + m) for i from 0 on.
  private static func octets(_ initial: UInt32, count: Int) -> [UInt8] {
    var sequence = GoldSequence(initial)
    return (0..<count).map { _ in
      let bits = sequence.next(8)
      var octet: UInt8 = 0
      for place in 0..<8 where bits >> UInt64(7 - place) & 1 == 1 { octet |= 1 << UInt8(place) }
      return octet
    }
  }

  /// u and v.
  /// - Parameters:
  ///   - slot: in the frame; further slots are those of the next frame.
  ///   - hop: 0, or 1 behind a frequency hop within the slot.
  public func group(slot: Int, hop: Int) -> (group: Int, number: Int) {
    let value = Int(groups[2 * wrapped(slot) + (hop & 1)])
    return (value & 31, value >> 5)
  }

  /// α · 12 / 2π for m_0 + m_cs + m_int = `shift`.
  /// - Parameter symbol: in the slot, l + l'.
  public func cyclicShift(slot: Int, symbol: Int, shift: Int) -> Int {
    let place = wrapped(slot) * symbolsPerSlot + min(max(0, symbol), symbolsPerSlot - 1)
    return (Int(shifts[place]) + shift % 12 + 12) % 12
  }

  private func wrapped(_ slot: Int) -> Int { ((slot % slotsPerFrame) + slotsPerFrame) % slotsPerFrame }

  /// exp(2πj n / 12).
  public static let turns: [Complex] = (0..<12).map {
    let angle = 2 * Double.pi * Double($0) / 12
    return Complex(Float(cos(angle)), Float(sin(angle)))
  }

  /// r_{u,v}^{(α,δ)} with 12 elements.
  /// - Parameters: as those of `group(slot:hop:)` and `cyclicShift(slot:symbol:shift:)`.
  public func sequence(slot: Int, symbol: Int, hop: Int, shift: Int) -> [Complex] {
    let start = 12 * group(slot: slot, hop: hop).group
    let turn = cyclicShift(slot: slot, symbol: symbol, shift: shift)
    return (0..<12).map { short[start + $0] * Self.turns[turn * $0 % 12] }
  }

  /// r_{u,v}^{(α,δ)} with any number of elements that a PUCCH has.
  /// - Throws: for a number that is not a multiple of 12 up to 192.
  public func sequence(slot: Int, symbol: Int, hop: Int, shift: Int, count: Int) throws(ParameterError) -> [Complex] {
    guard count != 12 else { return sequence(slot: slot, symbol: symbol, hop: hop, shift: shift) }
    guard count % 12 == 0, 12...192 ~= count else {
      throw ParameterError("count", count, "a PUCCH has 1 to 16 whole resource blocks", "TS 38.211 §6.3.2.6.3")
    }
    let (group, number) = group(slot: slot, hop: hop)
    // Only sequences of at least 72 elements have a second one in the group.
    let base = try LowPAPRSequence.typeOne(group: group, number: count >= 72 ? number : 0, count: count)
    let turn = cyclicShift(slot: slot, symbol: symbol, shift: shift)
    return base.indices.map { base[$0] * Self.turns[turn * $0 % 12] }
  }
}
