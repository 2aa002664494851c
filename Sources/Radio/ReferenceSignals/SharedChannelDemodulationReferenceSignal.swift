import DSPKernels
import Foundation
import Modulation

/// DM-RS of a PDSCH, and of a PUSCH without transform precoding (TS 38.211 §7.4.1.1 and §6.4.1.1).
///
/// Which symbols have it is in ``symbols(_:isHopping:delay:)``, which subcarriers in ``subcarriers(port:)`` and
/// ``dataSubcarriers``, and what stands there in ``values(port:symbol:slot:cyclicPrefix:resourceBlocks:)``.
public struct SharedChannelDemodulationReferenceSignal: Sendable, Hashable {
  /// `dmrs-Type`.
  public enum ConfigurationType: UInt8, Sendable, Hashable, CaseIterable {
    /// Every second subcarrier, two CDM groups.
    case one = 1
    /// Two subcarriers out of six, three CDM groups.
    case two = 2

    public var cdmGroupCount: Int { self == .one ? 2 : 3 }
    /// Values of a port in a resource block and symbol.
    public var valuesPerBlock: Int { self == .one ? 6 : 4 }
  }

  /// A symbol with DM-RS.
  public struct Symbol: Sendable, Hashable {
    /// l, numbered in the slot.
    public var index: Int
    /// l' = 1: the second one of a double-symbol DM-RS.
    public var isSecond: Bool
    /// 1 for the second hop of a PUSCH with intra-slot frequency hopping.
    public var hop: Int

    public init(index: Int, isSecond: Bool = false, hop: Int = 0) {
      self.index = index
      self.isSecond = isSecond
      self.hop = hop
    }
  }

  public let configurationType: ConfigurationType
  /// Symbols at each position: 1, or 2 for a double-symbol DM-RS.
  public let duration: Int
  /// `dmrs-AdditionalPosition`, 0 to 3.
  public let additionalPosition: Int
  /// `dmrs-TypeA-Position`, 2 or 3.
  public let typeAPosition: Int
  /// `lte-CRS-ToMatchAround` or one of `lte-CRS-PatternList1` to 4 is configured, and the UE has `additionalDMRS-DL-Alt`: l_1 is 12 for a
  /// PDSCH of mapping type A with `pos1` and l_0 = 3.
  public let isBesideLTE: Bool
  /// N_ID^0 and N_ID^1: `scramblingID0` and `scramblingID1` or the cell identity.
  public let identities: [Int]
  /// n_SCID, 0 or 1.
  public let scramblingInitialization: Int
  /// `dmrs-Downlink-r16` or `dmrs-Uplink-r16`: each CDM group has a sequence of its own.
  public let hasSequencePerGroup: Bool
  /// CDM groups 0 to this number less one have no data in symbols with DM-RS.
  public let cdmGroupsWithoutData: Int
  /// p, for a PDSCH p - 1000, in the order of the layers.
  public let ports: [Int]

  /// - Throws: for values that the tables do not have, and for a port whose CDM group is not among those without data.
  public init(
    configurationType: ConfigurationType = .one, duration: Int = 1, additionalPosition: Int = 0, typeAPosition: Int = 2,
    isBesideLTE: Bool = false, identity: Int, secondIdentity: Int? = nil, scramblingInitialization: Int = 0,
    hasSequencePerGroup: Bool = false, cdmGroupsWithoutData: Int, ports: [Int]
  ) throws(ParameterError) {
    guard 1...2 ~= duration else {
      throw ParameterError("duration", duration, "a DM-RS has one or two symbols", "TS 38.211 §7.4.1.1.2")
    }
    guard 0...(duration == 1 ? 3 : 1) ~= additionalPosition else {
      throw ParameterError(
        "additionalPosition", additionalPosition, "single-symbol DM-RS have 0 to 3, double-symbol DM-RS 0 or 1",
        "TS 38.211, tables 7.4.1.1.2-3 and 7.4.1.1.2-4")
    }
    guard 2...3 ~= typeAPosition else {
      throw ParameterError("typeAPosition", typeAPosition, "dmrs-TypeA-Position is 2 or 3", "TS 38.211 §7.4.1.1.2")
    }
    for identity in [identity, secondIdentity ?? 0] where !(0...65535 ~= identity) {
      throw ParameterError("identity", identity, "a scrambling identity is 0 to 65535", "TS 38.211 §7.4.1.1.1")
    }
    guard 0...1 ~= scramblingInitialization else {
      throw ParameterError("scramblingInitialization", scramblingInitialization, "n_SCID is 0 or 1", "TS 38.211 §7.4.1.1.1")
    }
    guard 1...configurationType.cdmGroupCount ~= cdmGroupsWithoutData else {
      throw ParameterError(
        "cdmGroupsWithoutData", cdmGroupsWithoutData,
        "type \(configurationType.rawValue) has \(configurationType.cdmGroupCount) CDM groups",
        "TS 38.214, table 4.1-1")
    }
    let limit = configurationType.cdmGroupCount * 2 * duration
    guard !ports.isEmpty, Set(ports).count == ports.count, ports.allSatisfy({ 0..<limit ~= $0 }) else {
      throw ParameterError(
        "ports", ports, "different ports of 0 to \(limit - 1) are there", "TS 38.211, tables 7.4.1.1.2-1, 7.4.1.1.2-2 and 7.4.1.1.2-5")
    }
    guard ports.allSatisfy({ $0 / 2 % configurationType.cdmGroupCount < cdmGroupsWithoutData }) else {
      throw ParameterError(
        "ports", ports, "a port's CDM group is not among the \(cdmGroupsWithoutData) without data", "TS 38.212, tables 7.3.1.2.2-1 to -4")
    }
    self.configurationType = configurationType
    self.duration = duration
    self.additionalPosition = additionalPosition
    self.typeAPosition = typeAPosition
    self.isBesideLTE = isBesideLTE
    identities = [identity, secondIdentity ?? identity]
    self.scramblingInitialization = scramblingInitialization
    self.hasSequencePerGroup = hasSequencePerGroup
    self.cdmGroupsWithoutData = cdmGroupsWithoutData
    self.ports = ports
  }

  /// λ of a port.
  public func cdmGroup(port: Int) -> Int { port / 2 % configurationType.cdmGroupCount }

  /// Δ of a port.
  public func offset(port: Int) -> Int { cdmGroup(port: port) * (configurationType == .one ? 1 : 2) }

  /// The subcarriers of a port within a resource block, ascending.
  public func subcarriers(port: Int) -> [Int] { subcarriers(cdmGroup: cdmGroup(port: port)) }

  private func subcarriers(cdmGroup group: Int) -> [Int] {
    configurationType == .one
      ? (0..<6).map { 2 * $0 + group } : (0..<2).flatMap { n in (0..<2).map { 6 * n + $0 + 2 * group } }
  }

  /// The subcarriers within a resource block that have data in a symbol with DM-RS: those of CDM groups with data. Bit k is subcarrier k.
  public var dataSubcarriers: UInt16 {
    (cdmGroupsWithoutData..<configurationType.cdmGroupCount).reduce(0) { mask, group in
      subcarriers(cdmGroup: group).reduce(mask) { $0 | 1 << UInt16($1) }
    }
  }

  /// β^DMRS: the amplitude to that of the data (TS 38.214, tables 4.1-1 and 6.2.2-1).
  public var amplitude: Float {
    switch cdmGroupsWithoutData {
    case 1: 1
    case 2: Float(pow(10, 3.0 / 20))
    default: Float(pow(10, 4.77 / 20))
    }
  }

  /// c_init of a symbol (TS 38.211 §7.4.1.1.1 and §6.4.1.1.1.1).
  /// - Parameter slot: n_s,f, numbered in the frame.
  public func initial(slot: Int, symbol: Int, cdmGroup: Int, cyclicPrefix: CyclicPrefix = .normal) -> UInt32 {
    let group = hasSequencePerGroup ? cdmGroup : 0
    let initialization = group == 1 ? 1 - scramblingInitialization : scramblingInitialization
    let identity = identities[initialization]
    let time = cyclicPrefix.symbolsPerSlot &* slot &+ symbol &+ 1
    let sum = time &* (2 * identity + 1) &* (1 << 17) &+ (group / 2) << 17 &+ 2 * identity &+ initialization
    return UInt32(truncatingIfNeeded: sum & 0x7FFF_FFFF)
  }

  /// What a port has in one symbol, with its amplitude and its cover: `valuesPerBlock` for each resource block, for ``subcarriers(port:)``.
  /// - Parameters:
  ///   - slot: n_s,f, numbered in the frame.
  ///   - resourceBlocks: ascending, counted from the reference point of k: common resource block 0, or for a PDSCH that a DCI with SI-RNTI
  ///     in CORESET 0 schedules the first resource block of that CORESET.
  /// - Throws: for a port that the type does not have, and for resource blocks that do not ascend or are beyond what a carrier can have.
  public func values(
    port: Int, symbol: Symbol, slot: Int, cyclicPrefix: CyclicPrefix = .normal, resourceBlocks: [Int]
  ) throws(ParameterError) -> [Complex] {
    var values = [Complex](repeating: .zero, count: resourceBlocks.count * configurationType.valuesPerBlock)
    let result = values.withUnsafeMutableBufferPointer { values in
      Result { () throws(ParameterError) in
        try write(port: port, symbol: symbol, slot: slot, cyclicPrefix: cyclicPrefix, resourceBlocks: resourceBlocks, into: values)
      }
    }
    try result.get()
    return values
  }

  /// As ``values(port:symbol:slot:cyclicPrefix:resourceBlocks:)``, into memory for exactly as many values.
  public func write(
    port: Int, symbol: Symbol, slot: Int, cyclicPrefix: CyclicPrefix = .normal, resourceBlocks: [Int],
    into values: UnsafeMutableBufferPointer<Complex>
  ) throws(ParameterError) {
    let perBlock = configurationType.valuesPerBlock
    guard 0..<(4 * configurationType.cdmGroupCount) ~= port else {
      throw ParameterError(
        "port", port, "type \(configurationType.rawValue) has ports 0 to \(4 * configurationType.cdmGroupCount - 1)",
        "TS 38.211, tables 7.4.1.1.2-1 and 7.4.1.1.2-2")
    }
    guard values.count == resourceBlocks.count * perBlock else {
      throw ParameterError("values", values.count, "\(resourceBlocks.count) blocks have \(perBlock) values each", "TS 38.211 §7.4.1.1.2")
    }
    let initial = initial(slot: slot, symbol: symbol.index, cdmGroup: cdmGroup(port: port), cyclicPrefix: cyclicPrefix)
    var sequence = GoldSequence(initial)
    let isNegative = symbol.isSecond && port >= 2 * configurationType.cdmGroupCount
    let even = (isNegative ? -amplitude : amplitude) * Float(0.5).squareRoot()
    let odd = port & 1 == 1 ? -even : even
    var next = 0
    for (index, block) in resourceBlocks.enumerated() {
      guard block >= next, block < Self.blockLimit else {
        throw ParameterError("resourceBlocks", block, "resource blocks ascend from 0 to \(Self.blockLimit - 1)", "TS 38.211 §4.4.4")
      }
      sequence.skip((block - next) * 2 * perBlock)
      next = block + 1
      let bits = sequence.next(2 * perBlock)
      for place in 0..<perBlock {
        let pair = bits >> UInt64(2 * (perBlock - 1 - place))
        let scale = place & 1 == 0 ? even : odd
        values[index * perBlock + place] = Complex(pair & 2 == 0 ? scale : -scale, pair & 1 == 0 ? scale : -scale)
      }
    }
  }

  /// Common resource blocks that a carrier can reach: 2199 of `offsetToCarrier`, 275 of its grid.
  private static let blockLimit = 2475

  /// r of a resource element of CDM group `cdmGroup`, of magnitude 1: what PT-RS have (TS 38.211 §7.4.1.2.1).
  func value(_ subcarrier: Int, ofBlock bits: UInt64) -> Complex {
    let place = configurationType == .one ? subcarrier / 2 : 2 * (subcarrier / 6) + subcarrier % 2
    let pair = bits >> UInt64(2 * (configurationType.valuesPerBlock - 1 - place))
    let level = Float(0.5).squareRoot()
    return Complex(pair & 2 == 0 ? level : -level, pair & 1 == 0 ? level : -level)
  }
}

extension GoldSequence {
  /// Leaves `count` bits out.
  mutating func skip(_ count: Int) {
    var left = count
    while left > 0 {
      let taken = min(56, left)
      _ = next(taken)
      left -= taken
    }
  }
}
