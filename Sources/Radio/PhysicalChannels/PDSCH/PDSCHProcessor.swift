import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// Sends a PDSCH slot by slot, with memory that is made once: from transport blocks to the resource elements of antenna ports (TS 38.211
/// §7.3.1, TS 38.212 §7.2).
public struct PDSCHProcessor: ~Copyable {
  public let transmitter: PDSCHTransmitter
  public let workers: Workers

  private var mapping: PDSCHMapping { transmitter.mapping }
  private var configuration: PDSCHConfiguration { transmitter.mapping.configuration }
  private let codewords: [Codeword]
  private let layout: PDSCHLayout
  /// Elements of each layer in a symbol.
  private let rows: UnsafeMutableBufferPointer<Complex>
  /// Symbols of a codeword before they are put on layers.
  private let symbols: UnsafeMutableBufferPointer<Complex>
  private let references: UnsafeMutableBufferPointer<Complex>

  /// What is kept of a codeword.
  private final class Codeword {
    let index: Int
    let layers: Range<Int>
    let mapper: SymbolMapper
    let scrambling: PDSCHScrambling
    var code: SharedChannelCode?
    var encoder: SharedChannelEncoder?
    var limitedBuffer: LimitedBuffer?
    var bits = WordBuffer()
    var aligned = WordBuffer()

    init(_ index: Int, _ configuration: PDSCHConfiguration) throws(ParameterError) {
      self.index = index
      layers = configuration.layers.layers(codeword: index)
      mapper = SymbolMapper(configuration.modulations[index], amplitude: configuration.amplitude)
      scrambling = try PDSCHScrambling(rnti: configuration.rnti, codeword: index, identity: configuration.scramblingIdentity)
    }
  }

  /// - Parameter workers: threads that share the code blocks of a transport block.
  /// - Throws: for an identity that the scrambling cannot have.
  public init(_ transmitter: PDSCHTransmitter, workers: Workers = Workers()) throws(ParameterError) {
    self.transmitter = transmitter
    self.workers = workers
    let (mapping, configuration) = (transmitter.mapping, transmitter.configuration)
    var codewords: [Codeword] = []
    for index in configuration.modulations.indices { codewords.append(try Codeword(index, configuration)) }
    self.codewords = codewords
    layout = PDSCHLayout(mapping, transmitter.precoding)
    let widest = mapping.symbols.map(\.data.count).max() ?? 0
    func elements(_ count: Int) -> UnsafeMutableBufferPointer<Complex> {
      let memory = UnsafeMutableBufferPointer<Complex>.allocate(capacity: count)
      memory.initialize(repeating: .zero)
      return memory
    }
    rows = elements(configuration.layers.layerCount * configuration.carrier.subcarrierCount)
    symbols = elements(widest * (codewords.map(\.layers.count).max() ?? 1))
    references = elements(configuration.demodulation.configurationType.valuesPerBlock * mapping.commonBlocks.count)
  }

  deinit {
    rows.deallocate()
    symbols.deallocate()
    references.deallocate()
  }

  /// Adds a PDSCH to the grid of one slot.
  /// - Parameters:
  ///   - blocks: one for each codeword.
  ///   - slot: numbered in the frame.
  ///   - grid: of the carrier, with as many ports as the precoding.
  /// - Throws: for another number of transport blocks, sizes that the PDSCH cannot have, a slot that a frame does not have, and another
  ///   grid.
  public mutating func process(_ blocks: [PDSCHTransportBlock], slot: Int, into grid: inout ResourceGrid) throws(ParameterError) {
    guard blocks.count == codewords.count else {
      throw ParameterError("blocks", blocks.count, "the PDSCH has \(codewords.count) codewords", "TS 38.211 §7.3.1")
    }
    try check(slot, grid)
    for (codeword, block) in zip(codewords, blocks) { try encode(block, codeword) }
    try modulate(slot, &grid)
  }

  /// Adds a PDSCH of coded bits to the grid of one slot.
  /// - Parameter bits: of each codeword, ``PDSCHMapping/bitCount(codeword:)`` of them.
  public mutating func process(codewords bits: [BitSequence], slot: Int, into grid: inout ResourceGrid) throws(ParameterError) {
    try check(slot, grid)
    guard bits.count == codewords.count else {
      throw ParameterError("codewords", bits.count, "the PDSCH has \(codewords.count)", "TS 38.211 §7.3.1")
    }
    for (codeword, bits) in zip(codewords, bits) {
      let count = mapping.bitCount(codeword: codeword.index)
      guard bits.count == count else {
        throw ParameterError("codewords", bits.count, "the PDSCH has \(count) bits", "TS 38.211 §7.3.1")
      }
      let target = codeword.bits.reserve(bits: count)
      bits.words.withUnsafeBufferPointer { if let source = $0.baseAddress { target.update(from: source, count: $0.count) } }
    }
    try modulate(slot, &grid)
  }

  private func check(_ slot: Int, _ grid: ResourceGrid) throws(ParameterError) {
    try mapping.check(slot)
    try mapping.check(grid)
    guard grid.portCount == transmitter.precoding.portCount else {
      throw ParameterError("grid", grid.portCount, "the precoding has \(transmitter.precoding.portCount) ports", "TS 38.211 §7.3.1.4")
    }
  }

  private func encode(_ block: PDSCHTransportBlock, _ codeword: Codeword) throws(ParameterError) {
    let transmission = try transmitter.transmission(
      codeword: codeword.index, redundancyVersion: block.redundancyVersion, codeBlocks: block.codeBlocks)
    let isSame = codeword.code.map { $0.transportBlockSize == block.bits.count && $0.codeRate == block.codeRate } ?? false
    if !isSame || codeword.limitedBuffer != block.limitedBuffer {
      let code = try SharedChannelCode(
        transportBlockSize: block.bits.count, codeRate: block.codeRate, limitedBuffer: block.limitedBuffer)
      codeword.encoder = SharedChannelEncoder(code, workers: workers)
      codeword.code = code
      codeword.limitedBuffer = block.limitedBuffer
    }
    _ = codeword.bits.reserve(bits: transmission.bitCount)
    try codeword.encoder?.encode(block.bits, transmission, into: codeword.bits.words)
  }

  private func modulate(_ slot: Int, _ grid: inout ResourceGrid) throws(ParameterError) {
    for codeword in codewords {
      var sequence = GoldSequence(codeword.scrambling.initial)
      sequence.scramble(codeword.bits.words, bits: mapping.bitCount(codeword: codeword.index))
    }
    let tracking = try mapping.phaseTrackingReferences(slot: slot)
    for (symbol, runs) in zip(mapping.symbols, layout.runs) {
      if symbol.data.count < 12 * mapping.commonBlocks.count { rows.update(repeating: .zero) }
      for codeword in codewords { write(codeword, symbol, runs) }
      try writeReferences(symbol, slot)
      for reference in tracking where reference.symbol == symbol.index { write(reference) }
      precode(symbol.index, &grid)
    }
  }

  private func write(_ codeword: Codeword, _ symbol: PDSCHMapping.Symbol, _ runs: [PDSCHLayout.Run]?) {
    let (width, layerCount) = (configuration.carrier.subcarrierCount, codeword.layers.count)
    let order = codeword.mapper.constellation.order
    let count = symbol.data.count * layerCount
    guard count > 0, let rows = rows.baseAddress, let source = UnsafePointer(codeword.bits.words.baseAddress) else { return }
    let first = symbol.data.lowerBound * layerCount * order
    var words = source + first >> 6
    if first & 63 != 0 {
      let aligned = codeword.aligned.reserve(bits: count * order)
      BitKernels.copy(source, from: first, into: aligned, at: 0, count: count * order)
      words = UnsafePointer(aligned)
    }
    let bits = UnsafeBufferPointer(start: words, count: (count * order + 63) / 64)
    if layerCount == 1, let runs, runs.count == 1 {
      let row = rows + codeword.layers.lowerBound * width + runs[0].subcarrier
      codeword.mapper.map(bits, into: UnsafeMutableBufferPointer(start: row, count: count))
      return
    }
    guard let values = symbols.baseAddress else { return }
    codeword.mapper.map(bits, into: UnsafeMutableBufferPointer(start: values, count: count))
    let row = rows + codeword.layers.lowerBound * width
    if let runs {
      for run in runs {
        let source = values + (run.place - symbol.data.lowerBound) * layerCount
        LayerMapping.spread(source, count: run.count, layers: layerCount, into: row + run.subcarrier, pitch: width)
      }
      return
    }
    mapping.dataSubcarriers.withUnsafeBufferPointer { subcarriers in
      var source = values
      for place in symbol.data {
        for layer in 0..<layerCount { row[layer * width + Int(subcarriers[place])] = source[layer] }
        source += layerCount
      }
    }
  }

  private func writeReferences(_ symbol: PDSCHMapping.Symbol, _ slot: Int) throws(ParameterError) {
    guard let demodulation = symbol.demodulation else { return }
    let signal = configuration.demodulation
    for (layer, port) in signal.ports.enumerated() {
      try signal.write(
        port: port, symbol: demodulation, slot: slot, cyclicPrefix: configuration.carrier.cyclicPrefix,
        resourceBlocks: layout.referenceBlocks, into: references)
      let row = layer * configuration.carrier.subcarrierCount
      let amplitude = configuration.amplitude
      layout.referenceSubcarriers[layer].withUnsafeBufferPointer { subcarriers in
        for (index, subcarrier) in subcarriers.enumerated() { rows[row + Int(subcarrier)] = references[index] * amplitude }
      }
    }
  }

  private func write(_ reference: PDSCHMapping.Reference) {
    guard let layer = configuration.demodulation.ports.firstIndex(of: reference.port) else { return }
    let row = layer * configuration.carrier.subcarrierCount
    for (subcarrier, value) in zip(reference.subcarriers, reference.values) {
      rows[row + Int(subcarrier)] = value * configuration.amplitude
    }
  }

  private func precode(_ symbol: Int, _ grid: inout ResourceGrid) {
    let precoding = transmitter.precoding
    let (portCount, layerCount, width) = (precoding.portCount, precoding.layerCount, grid.subcarrierCount)
    let pitch = grid.symbolCount * width
    guard let rows = UnsafePointer(rows.baseAddress) else { return }
    grid.withMutableElements { elements in
      precoding.weights.withUnsafeBufferPointer { weights in
        guard let weights = weights.baseAddress, let elements = elements.baseAddress else { return }
        for run in layout.groups {
          let place = elements + symbol * width + run.subcarriers.lowerBound
          let (source, matrix) = (rows + run.subcarriers.lowerBound, weights + run.group * portCount * layerCount)
          guard run.isSimple else {
            Precoding.add(
              source, layerPitch: width, layerCount: layerCount, weights: matrix, to: place, portPitch: pitch, portCount: portCount,
              count: run.subcarriers.count)
            continue
          }
          for element in 0..<(portCount * layerCount) where matrix[element] != .zero {
            Precoding.add(
              source + element % layerCount * width, layerPitch: width, layerCount: 1, weights: matrix + element,
              to: place + element / layerCount * pitch, portPitch: pitch, portCount: 1, count: run.subcarriers.count)
          }
        }
      }
    }
  }
}
