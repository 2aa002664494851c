import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

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
    mapping = try PDSCHMapping(configuration)
    if let precoding {
      self.precoding = precoding
    } else {
      self.precoding = try PDSCHPrecoding(layerCount: configuration.layers.layerCount)
    }
    try self.precoding.check(configuration)
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

  /// Adds a PDSCH to the grid of one slot.
  /// - Parameters:
  ///   - blocks: one for each codeword.
  ///   - slot: numbered in the frame.
  ///   - grid: of the carrier, with as many ports as the precoding.
  /// - Throws: for another number of transport blocks, sizes that the PDSCH cannot have, a slot that a frame does not have, and another
  ///   grid.
  public func transmit(_ blocks: [PDSCHTransportBlock], slot: Int, into grid: inout ResourceGrid) throws(ParameterError) {
    guard blocks.count == configuration.modulations.count else {
      throw ParameterError("blocks", blocks.count, "the PDSCH has \(configuration.modulations.count) codewords", "TS 38.211 §7.3.1")
    }
    var codewords: [BitSequence] = []
    for (index, block) in blocks.enumerated() {
      let transmission = try transmission(codeword: index, redundancyVersion: block.redundancyVersion, codeBlocks: block.codeBlocks)
      var encoder = SharedChannelEncoder(
        try SharedChannelCode(transportBlockSize: block.bits.count, codeRate: block.codeRate, limitedBuffer: block.limitedBuffer))
      codewords.append(try encoder.encode(block.bits, transmission))
    }
    try transmit(codewords: codewords, slot: slot, into: &grid)
  }

  /// Adds a PDSCH of coded bits to the grid of one slot.
  /// - Parameter codewords: each of ``PDSCHMapping/bitCount(codeword:)`` bits.
  public func transmit(codewords: [BitSequence], slot: Int, into grid: inout ResourceGrid) throws(ParameterError) {
    try mapping.check(grid)
    guard grid.portCount == precoding.portCount else {
      throw ParameterError("grid", grid.portCount, "the precoding has \(precoding.portCount) ports", "TS 38.211 §7.3.1.4")
    }
    guard codewords.count == configuration.modulations.count else {
      throw ParameterError("codewords", codewords.count, "the PDSCH has \(configuration.modulations.count)", "TS 38.211 §7.3.1")
    }
    var modulated: [[Complex]] = []
    for (index, bits) in codewords.enumerated() {
      guard bits.count == mapping.bitCount(codeword: index) else {
        throw ParameterError("codewords", bits.count, "the PDSCH has \(mapping.bitCount(codeword: index)) bits", "TS 38.211 §7.3.1")
      }
      let scrambling = try PDSCHScrambling(rnti: configuration.rnti, codeword: index, identity: configuration.scramblingIdentity)
      modulated.append(configuration.modulations[index].modulate(scrambling.scramble(bits)))
    }
    let references = try mapping.demodulationReferences(slot: slot) + mapping.phaseTrackingReferences(slot: slot)
    let width = grid.subcarrierCount
    var layers = [Complex](repeating: .zero, count: configuration.layers.layerCount * width)
    for symbol in mapping.symbols {
      layers.withUnsafeMutableBufferPointer { layers in
        layers.update(repeating: .zero)
        write(modulated, symbol, width, into: layers)
        for reference in references where reference.symbol == symbol.index {
          guard let layer = configuration.demodulation.ports.firstIndex(of: reference.port) else { continue }
          for (subcarrier, value) in zip(reference.subcarriers, reference.values) {
            layers[layer * width + Int(subcarrier)] = value * configuration.amplitude
          }
        }
        precode(UnsafeBufferPointer(layers), symbol.index, into: &grid)
      }
    }
  }

  private func write(_ codewords: [[Complex]], _ symbol: PDSCHMapping.Symbol, _ width: Int, into rows: UnsafeMutableBufferPointer<Complex>)
  {
    let amplitude = configuration.amplitude
    for (index, codeword) in codewords.enumerated() {
      let layers = configuration.layers.layers(codeword: index)
      let (first, count) = (layers.lowerBound, layers.count)
      codeword.withUnsafeBufferPointer { codeword in
        mapping.dataSubcarriers.withUnsafeBufferPointer { subcarriers in
          for place in symbol.data {
            for offset in 0..<count {
              rows[(first + offset) * width + Int(subcarriers[place])] = codeword[place * count + offset] * amplitude
            }
          }
        }
      }
    }
  }

  private func precode(_ layers: UnsafeBufferPointer<Complex>, _ symbol: Int, into grid: inout ResourceGrid) {
    let (portCount, layerCount, width) = (precoding.portCount, precoding.layerCount, grid.subcarrierCount)
    let symbolCount = grid.symbolCount
    grid.withMutableElements { elements in
      precoding.weights.withUnsafeBufferPointer { weights in
        for block in mapping.commonBlocks {
          let matrix = precoding.group(of: block, configuration.part) * portCount * layerCount
          let first = 12 * (block - configuration.carrier.gridStart)
          for port in 0..<portCount {
            let row = (port * symbolCount + symbol) * width
            for layer in 0..<layerCount {
              let weight = weights[matrix + port * layerCount + layer]
              if weight == .zero { continue }
              for subcarrier in first..<(first + 12) { elements[row + subcarrier] += weight * layers[layer * width + subcarrier] }
            }
          }
        }
      }
    }
  }
}
