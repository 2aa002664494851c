import ChannelCoding
import Modulation

/// What a codeword of a PDSCH carries.
public struct PDSCHTransportBlock: Sendable, Hashable {
  /// Without CRC.
  public var bits: BitSequence
  /// R: the target rate of the MCS of the first transmission.
  public var codeRate: Double
  public var redundancyVersion: Int
  public var limitedBuffer: LimitedBuffer?
  /// The scheduled code blocks, where code block groups are retransmitted.
  public var codeBlocks: [Int]?

  public init(
    bits: BitSequence, codeRate: Double, redundancyVersion: Int = 0, limitedBuffer: LimitedBuffer? = nil, codeBlocks: [Int]? = nil
  ) {
    self.bits = bits
    self.codeRate = codeRate
    self.redundancyVersion = redundancyVersion
    self.limitedBuffer = limitedBuffer
    self.codeBlocks = codeBlocks
  }
}

/// Sends a PDSCH: from transport blocks to the resource elements of antenna ports (TS 38.211 §7.3.1, TS 38.212 §7.2).
public struct PDSCHTransmitter: Sendable, Hashable {
  public let mapping: PDSCHMapping
  public let precoding: PDSCHPrecoding

  public var configuration: PDSCHConfiguration { mapping.configuration }

  /// - Parameter precoding: each layer on a port of its own if left out.
  /// - Throws: as ``PDSCHMapping`` does, and for precoding of other layers or another bandwidth part.
  public init(_ configuration: PDSCHConfiguration, precoding: PDSCHPrecoding? = nil) throws(ParameterError) {
    try self.init(PDSCHMapping(configuration), precoding: precoding)
  }

  /// With a mapping that is there already.
  public init(_ mapping: PDSCHMapping, precoding: PDSCHPrecoding? = nil) throws(ParameterError) {
    self.mapping = mapping
    if let precoding {
      self.precoding = precoding
    } else {
      self.precoding = try PDSCHPrecoding(layerCount: mapping.configuration.layers.layerCount)
    }
    try self.precoding.check(mapping.configuration)
  }

  /// How a codeword's transport block is sent.
  /// - Throws: for a codeword that there is not.
  public func transmission(codeword: Int, redundancyVersion: Int, codeBlocks: [Int]? = nil) throws(ParameterError)
    -> SharedChannelTransmission
  {
    guard configuration.modulations.indices ~= codeword else {
      throw ParameterError("codeword", codeword, "there are \(configuration.modulations.count)", "TS 38.211, table 7.3.1.3-1")
    }
    return SharedChannelTransmission(
      bitCount: mapping.bitCount(codeword: codeword), redundancyVersion: redundancyVersion,
      modulationOrder: configuration.modulations[codeword].order, layers: configuration.layers.layers(codeword: codeword).count,
      codeBlocks: codeBlocks)
  }

  /// Adds a PDSCH to the grid of one slot, as ``PDSCHProcessor`` does with memory that it keeps.
  /// - Parameters:
  ///   - blocks: one for each codeword.
  ///   - slot: numbered in the frame.
  ///   - grid: of the carrier, with as many ports as the precoding.
  /// - Throws: for another number of transport blocks, sizes that the PDSCH cannot have, a slot that a frame does not have, and another
  ///   grid.
  public func transmit(_ blocks: [PDSCHTransportBlock], slot: Int, into grid: inout ResourceGrid) throws(ParameterError) {
    var processor = try PDSCHProcessor(self)
    try processor.process(blocks, slot: slot, into: &grid)
  }

  /// Adds a PDSCH of coded bits to the grid of one slot.
  /// - Parameter codewords: each of ``PDSCHMapping/bitCount(codeword:)`` bits.
  public func transmit(codewords: [BitSequence], slot: Int, into grid: inout ResourceGrid) throws(ParameterError) {
    var processor = try PDSCHProcessor(self)
    try processor.process(codewords: codewords, slot: slot, into: &grid)
  }
}
