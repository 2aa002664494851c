import DSPKernels
import Modulation
import ReferenceSignals

/// The subcarriers of a reference signal's port within a resource block.
public struct PilotPattern: Sendable, Hashable {
  /// Ascending, 0 to 11.
  public let offsets: [Int]
  /// Whether two neighbours have the cover codes (1, 1) and (1, -1) of two ports of a CDM group.
  public let isPaired: Bool

  /// - Throws: unless pilots, or pairs of them, are the same number of subcarriers apart everywhere.
  public init(offsets: [Int], isPaired: Bool) throws(ParameterError) {
    let perCell = isPaired ? 2 : 1
    let cells = offsets.count / perCell
    guard !offsets.isEmpty, offsets.count % perCell == 0, 12 % cells == 0, offsets.allSatisfy({ 0..<12 ~= $0 }),
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 < $1 }),
      offsets.indices.allSatisfy({ offsets[$0] == offsets[$0 % perCell] + $0 / perCell * (12 / cells) })
    else {
      throw ParameterError("offsets", offsets, "pilots of a resource block are at even distances", "TS 38.211 §7.4.1.1.2")
    }
    self.offsets = offsets
    self.isPaired = isPaired
  }

  private init(_ offsets: [Int], _ isPaired: Bool) {
    self.offsets = offsets
    self.isPaired = isPaired
  }

  /// DM-RS of configuration type 1, CDM group 0 or 1 (TS 38.211 §7.4.1.1.2).
  public static func typeOne(cdmGroup: Int) -> PilotPattern { PilotPattern((0..<6).map { 2 * $0 + cdmGroup & 1 }, true) }

  /// DM-RS of configuration type 2, CDM group 0 to 2 (TS 38.211 §7.4.1.1.2).
  public static func typeTwo(cdmGroup: Int) -> PilotPattern {
    let first = 2 * min(2, max(0, cdmGroup))
    return PilotPattern([first, first + 1, first + 6, first + 7], true)
  }

  /// Each fourth subcarrier: DM-RS of a PBCH (v, TS 38.211 §7.4.1.4.2) and of a PDCCH (1, §7.4.1.3.2).
  public static func everyFourth(from first: Int) -> PilotPattern { PilotPattern((0..<3).map { 4 * $0 + first & 3 }, false) }

  /// Cells are pairs of pilots, or the pilots themselves: what is free of a CDM group's other port.
  var pilotsPerCell: Int { isPaired ? 2 : 1 }
  var cellSpacing: Int { 12 * pilotsPerCell / offsets.count }
  var isEverySecond: Bool { offsets.count == 6 && offsets[0] < 2 }
  var mask: UInt16 { offsets.reduce(0) { $0 | 1 << UInt16($1) } }
}

/// Where the reference signals of a transmission's layers are in a slot.
public struct PilotLayout: Sendable, Hashable {
  public let carrier: Carrier
  /// Symbols with pilots: one, or the two of a double-symbol DM-RS, over which ports may have cover codes.
  public let symbolGroups: [[Int]]
  /// Of each layer; layers of one CDM group have the same.
  public let layers: [PilotPattern]
  /// Resource blocks, counted from the grid's first, within which the channel is continuous: an allocation's contiguous parts, or its
  /// precoding resource block groups.
  public let segments: [Range<Int>]

  /// The subcarriers of the segments, one behind the other, in groups that share a covariance of the noise.
  public let noiseGroups: [Range<Int>]
  /// The patterns of the CDM groups, and which one a layer has.
  let cdmGroups: [PilotPattern]
  let cdmGroup: [Int]
  /// Of each CDM group's pilots: the subcarrier of the grid, and that of the segments.
  let gridSubcarriers: [[Int32]]
  let subcarriers: [[Int32]]

  public var blockCount: Int { segments.reduce(0) { $0 + $1.count } }
  public var subcarrierCount: Int { 12 * blockCount }
  /// Symbols with pilots, all of them.
  public var symbolCount: Int { symbolGroups.reduce(0) { $0 + $1.count } }
  /// Pilots of a layer in a symbol.
  public var pilotCount: Int { blockCount * layers[0].offsets.count }
  /// Values that are expected: by layer, then by symbol in the order of the groups, then by subcarrier.
  public var expectedCount: Int { layers.count * symbolCount * pilotCount }

  /// Resource blocks of a noise group.
  static let noiseGroupBlocks = 4

  /// - Throws: for 0 or more than 8 layers, layers with different numbers of pilots, symbols that do not ascend within the slot or are more
  ///   than two in a group, and segments that do not ascend within the grid.
  public init(carrier: Carrier, symbolGroups: [[Int]], layers: [PilotPattern], segments: [Range<Int>]) throws(ParameterError) {
    let symbols = symbolGroups.flatMap { $0 }
    guard !symbols.isEmpty, symbolGroups.allSatisfy({ 1...2 ~= $0.count }), symbols.allSatisfy({ 0..<carrier.symbolsPerSlot ~= $0 }),
      zip(symbols, symbols.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw ParameterError("symbolGroups", symbolGroups, "one or two symbols each ascend within the slot", "TS 38.211 §7.4.1.1.2")
    }
    guard 1...EqualizerWorkspace.maximumLayers ~= layers.count, layers.allSatisfy({ $0.offsets.count == layers[0].offsets.count }) else {
      throw ParameterError("layers", layers.count, "there are 1 to 8 layers with as many pilots each", "TS 38.211 §7.3.1.3")
    }
    guard let first = segments.first, first.lowerBound >= 0, segments.allSatisfy({ !$0.isEmpty && $0.upperBound <= carrier.gridSize }),
      zip(segments, segments.dropFirst()).allSatisfy({ $0.upperBound <= $1.lowerBound })
    else { throw ParameterError("segments", segments, "resource blocks ascend within the grid", "TS 38.211 §4.4.2") }
    self.carrier = carrier
    self.symbolGroups = symbolGroups
    self.layers = layers
    self.segments = segments
    var groups: [PilotPattern] = []
    cdmGroup = layers.map { layer in
      if let known = groups.firstIndex(of: layer) { return known }
      groups.append(layer)
      return groups.count - 1
    }
    cdmGroups = groups
    let blocks = segments.flatMap { Array($0) }
    gridSubcarriers = groups.map { group in blocks.flatMap { block in group.offsets.map { Int32(12 * block + $0) } } }
    subcarriers = groups.map { group in blocks.indices.flatMap { block in group.offsets.map { Int32(12 * block + $0) } } }
    var noiseGroups: [Range<Int>] = []
    var start = 0
    for segment in segments {
      for block in stride(from: 0, to: segment.count, by: Self.noiseGroupBlocks) {
        noiseGroups.append(12 * (start + block)..<12 * (start + min(segment.count, block + Self.noiseGroupBlocks)))
      }
      start += segment.count
    }
    self.noiseGroups = noiseGroups
  }
}

/// The DM-RS of shared channels.
extension PilotLayout {
  /// Symbols of DM-RS, those of a double-symbol DM-RS together.
  static func groups(_ symbols: [SharedChannelDemodulationReferenceSignal.Symbol]) -> [[Int]] {
    symbols.reduce(into: []) { groups, symbol in
      if symbol.isSecond, !groups.isEmpty { groups[groups.count - 1].append(symbol.index) } else { groups.append([symbol.index]) }
    }
  }

  /// The contiguous parts of ascending resource blocks.
  static func segments(_ blocks: [Int]) -> [Range<Int>] {
    blocks.reduce(into: []) { segments, block in
      if let last = segments.last, last.upperBound == block {
        segments[segments.count - 1] = last.lowerBound..<(block + 1)
      } else {
        segments.append(block..<(block + 1))
      }
    }
  }
}

extension PilotPattern {
  /// Of a DM-RS port.
  init(_ demodulation: SharedChannelDemodulationReferenceSignal, port: Int) {
    let group = demodulation.cdmGroup(port: port)
    self = demodulation.configurationType == .one ? .typeOne(cdmGroup: group) : .typeTwo(cdmGroup: group)
  }
}
