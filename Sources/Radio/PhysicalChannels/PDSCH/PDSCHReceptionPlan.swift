import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// What a receiver knows of a PDSCH before it comes: made once for a configuration, used for every slot.
public struct PDSCHReceptionPlan: Sendable {
  /// A codeword's transport block.
  public struct Codeword: Sendable, Hashable {
    public var code: SharedChannelCode
    /// The scheduled code blocks, ascending, where code block groups are retransmitted; nil for all.
    public var codeBlocks: [Int]?

    public init(_ code: SharedChannelCode, codeBlocks: [Int]? = nil) {
      self.code = code
      self.codeBlocks = codeBlocks
    }
  }

  public let mapping: PDSCHMapping
  public let codewords: [Codeword]
  let layout: PilotLayout
  let demappers: [SoftDemapper]
  /// c(i) of each codeword, 64 bits in each word.
  let scrambling: [[UInt64]]
  /// Data as subcarriers of the layout's segments, as ``PDSCHMapping/dataSubcarriers`` has them.
  let places: [Int32]
  /// Where the grid's resource blocks are among the PDSCH's.
  private let blockPlaces: [Int32]
  /// Whether all subcarriers of a symbol have data, in their order.
  let isWhole: [Bool]

  /// - Parameters:
  ///   - codewords: one, or two for more than four layers.
  ///   - groupSize: P', 2 or 4: resource blocks that share a precoding matrix; nil where all do.
  /// - Throws: where reference signals do not fit the allocation, for another number of codewords, and another group size.
  public init(_ configuration: PDSCHConfiguration, codewords: [Codeword], groupSize: Int? = nil) throws(ParameterError) {
    let mapping = try PDSCHMapping(configuration)
    guard codewords.count == configuration.modulations.count else {
      throw ParameterError(
        "codewords", codewords.count, "the PDSCH has \(configuration.modulations.count)", "TS 38.211, table 7.3.1.3-1")
    }
    guard groupSize == nil || groupSize == 2 || groupSize == 4 else {
      throw ParameterError("groupSize", groupSize ?? 0, "a group has 2 or 4 resource blocks", "TS 38.214 §5.1.2.3")
    }
    self.mapping = mapping
    self.codewords = codewords
    let gridStart = configuration.carrier.gridStart
    let demodulation = configuration.demodulation
    // Groups are counted from point A.
    let segments = PilotLayout.segments(mapping.commonBlocks).flatMap { segment in
      guard let groupSize else { return [segment] }
      return (segment.lowerBound / groupSize...(segment.upperBound - 1) / groupSize).map {
        max(segment.lowerBound, $0 * groupSize)..<min(segment.upperBound, ($0 + 1) * groupSize)
      }
    }
    layout = try PilotLayout(
      carrier: configuration.carrier, symbolGroups: PilotLayout.groups(mapping.symbols.compactMap(\.demodulation)),
      layers: demodulation.ports.map { PilotPattern(demodulation, port: $0) },
      segments: segments.map { ($0.lowerBound - gridStart)..<($0.upperBound - gridStart) })
    demappers = configuration.modulations.map { SoftDemapper($0) }
    var scrambling: [[UInt64]] = []
    for codeword in codewords.indices {
      let initial = try PDSCHScrambling(
        rnti: configuration.rnti, codeword: codeword, identity: configuration.scramblingIdentity
      ).initial
      scrambling.append(GoldSequence.words(initial, bits: mapping.bitCount(codeword: codeword)))
    }
    self.scrambling = scrambling
    var blockPlaces = [Int32](repeating: 0, count: configuration.carrier.gridSize)
    for (place, block) in mapping.commonBlocks.enumerated() { blockPlaces[block - gridStart] = Int32(place) }
    self.blockPlaces = blockPlaces
    let places = mapping.dataSubcarriers.map { 12 * blockPlaces[Int($0 / 12)] + $0 % 12 }
    let whole = 12 * mapping.commonBlocks.count
    self.places = places
    isWhole = mapping.symbols.map { symbol in
      symbol.data.count == whole && symbol.data.allSatisfy { Int(places[$0]) == $0 - symbol.data.lowerBound }
    }
  }

  public var configuration: PDSCHConfiguration { mapping.configuration }

  /// The subcarrier of the segments that one of the grid is.
  func place(_ subcarrier: Int32) -> Int { Int(12 * blockPlaces[Int(subcarrier / 12)] + subcarrier % 12) }
}
