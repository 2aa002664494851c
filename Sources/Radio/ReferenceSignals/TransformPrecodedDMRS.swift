import DSPKernels
import Modulation

/// DM-RS sequences of a PUSCH with transform precoding (TS 38.211 §6.4.1.1.1.2).
public struct TransformPrecodedDMRS: Sendable, Hashable {
  /// Which low-PAPR sequences they are.
  public enum Sequence: Sendable, Hashable {
    /// Low-PAPR sequences of type 1; `identity` is n_ID^RS, 0 to 1007.
    case typeOne(identity: Int)
    /// Of type 2, for π/2-BPSK where `dmrs-UplinkTransformPrecoding` is configured; `identity` is N_ID^{n_SCID}, 0 to 65535, which is n_ID^RS too,
    /// and `initialization` n_SCID, 0 or 1.
    case typeTwo(identity: Int, initialization: Int)
  }

  /// How the sequence group u or the number v within it changes from symbol to symbol.
  public enum Hopping: Sendable, Hashable, CaseIterable {
    case none
    case group
    case sequence
  }

  public let sequence: Sequence
  public let hopping: Hopping

  /// - Throws: for an identity or n_SCID out of its range.
  public init(_ sequence: Sequence, hopping: Hopping = .none) throws(ParameterError) {
    let (identity, limit, initialization) =
      switch sequence {
      case .typeOne(let identity): (identity, 1007, 0)
      case .typeTwo(let identity, let initialization): (identity, 65535, initialization)
      }
    guard 0...limit ~= identity else {
      throw ParameterError("identity", identity, "an identity of these sequences is 0 to \(limit)", "TS 38.211 §6.4.1.1.1.2")
    }
    guard 0...1 ~= initialization else {
      throw ParameterError("initialization", initialization, "n_SCID is 0 or 1", "TS 38.211 §6.4.1.1.1.2")
    }
    self.sequence = sequence
    self.hopping = hopping
  }

  /// n_ID^RS.
  private var identity: Int {
    switch sequence {
    case .typeOne(let identity), .typeTwo(let identity, _): identity
    }
  }

  /// r(n) of a symbol: element n belongs to subcarrier 2n + Δ of the allocation.
  /// - Parameters:
  ///   - slot: n_{s,f}, the slot's number in its frame.
  ///   - symbol: l, the symbol's number in the slot; of a double-symbol DM-RS that of the first.
  ///   - symbolsPerSlot: 14 or 12.
  ///   - count: half of the allocation's subcarriers.
  /// - Throws: for a count that `LowPAPRSequence` does not have.
  public func values(slot: Int, symbol: Int, symbolsPerSlot: Int, count: Int) throws(ParameterError) -> [Complex] {
    guard 0..<2560 ~= slot, 0..<14 ~= symbol, 0...14 ~= symbolsPerSlot else {
      throw ParameterError("slot", "\(slot).\(symbol)", "a frame has no such slot and symbol", "TS 38.211 §4.3.2")
    }
    let place = symbolsPerSlot * slot + symbol
    var (shift, number) = (0, 0)
    switch hopping {
    case .none: break
    case .group:
      var hop = GoldSequence(UInt32(identity / 30))
      hop.skip(8 * place)
      // f_gh takes the first bit as the least significant.
      shift = (0..<8).reduce(0) { $0 | Int(hop.next(1)) << $1 } % 30
    case .sequence where count >= 72:
      var hop = GoldSequence(UInt32(identity))
      hop.skip(place)
      number = Int(hop.next(1))
    case .sequence: break
    }
    let group = (shift + identity) % LowPAPRSequence.groupCount
    switch sequence {
    case .typeOne: return try LowPAPRSequence.typeOne(group: group, number: number, count: count)
    case .typeTwo(let identity, let initialization):
      let initial = (1 << 17 * (place + 1) * (2 * identity + 1) + 2 * identity + initialization) % 1 << 31
      return try LowPAPRSequence.typeTwo(initial: UInt32(initial), group: group, count: count)
    }
  }
}
