import DSPKernels
import Modulation
import ReferenceSignals

/// Which resource elements of a slot a PDSCH has, and for what (TS 38.211 §7.3.1.5, §7.3.1.6, §7.4.1): for transmitter and receiver.
public struct PDSCHMapping: Sendable, Hashable {
  public struct Symbol: Sendable, Hashable {
    /// Numbered in the slot.
    public var index: Int
    public var demodulation: SharedChannelDemodulationReferenceSignal.Symbol?
    public var hasPhaseTracking: Bool
    /// Where its data are in ``PDSCHMapping/dataSubcarriers``, and among the symbols of each layer.
    public var data: Range<Int>
  }

  /// Reference signals of one port in one symbol.
  public struct Reference: Sendable, Hashable {
    public var port: Int
    public var symbol: Int
    /// Of the grid, ascending.
    public var subcarriers: [Int32]
    /// What is sent there, to data of amplitude 1.
    public var values: [Complex]
  }

  public let configuration: PDSCHConfiguration
  public let symbols: [Symbol]
  /// The grid's subcarriers with data, in the order in which a layer's symbols stand there: by symbol, then virtual resource block, then
  /// subcarrier.
  public let dataSubcarriers: [Int32]
  /// The common resource blocks of the PDSCH, ascending.
  public let commonBlocks: [Int]

  /// Symbols of each layer.
  public var elementCount: Int { dataSubcarriers.count }

  /// - Throws: where the tables have no DM-RS for the allocation, and where reserved elements are among those of DM-RS.
  public init(_ configuration: PDSCHConfiguration) throws(ParameterError) {
    let signal = configuration.demodulation
    let demodulation = try signal.symbols(configuration.time, delay: configuration.demodulationDelay)
    let gridStart = configuration.carrier.gridStart
    // In the order of the virtual resource blocks, counted from the grid's first.
    let blocks = configuration.commonBlocks.map { $0 - gridStart }
    let ascending = blocks.sorted()
    var tracked: Set<Int> = []
    var trackedMasks: [Int: UInt16] = [:]
    if let tracking = configuration.phaseTracking {
      tracked = Set(tracking.signal.symbols(configuration.time, demodulation: demodulation))
      let subcarrier = try tracking.signal.subcarrier(port: tracking.port, signal.configurationType)
      for place in tracking.signal.blocks(count: ascending.count, rnti: configuration.rnti) {
        trackedMasks[ascending[place]] = 1 << UInt16(subcarrier)
      }
    }
    let demodulationMask = Set(signal.ports.map { signal.cdmGroup(port: $0) }).reduce(into: UInt16(0)) { mask, group in
      for subcarrier in signal.subcarriers(port: 2 * group) { mask |= 1 << UInt16(subcarrier) }
    }
    var symbols: [Symbol] = []
    var subcarriers: [Int32] = []
    subcarriers.reserveCapacity(12 * blocks.count * configuration.time.symbolCount)
    for index in configuration.time.symbols {
      let reference = demodulation.first { $0.index == index }
      let hasPhaseTracking = tracked.contains(index)
      let start = subcarriers.count
      for block in blocks {
        let reserved = configuration.reserved[symbol: index, block: block]
        var free = 0xFFF & ~reserved
        if reference != nil {
          guard reserved & demodulationMask == 0 else {
            throw ParameterError(
              "reserved", "symbol \(index), block \(block)", "DM-RS are not within what is not available", "TS 38.214 §5.1.4")
          }
          free &= signal.dataSubcarriers
        } else if hasPhaseTracking {
          free &= ~(trackedMasks[block] ?? 0)
        }
        while free != 0 {
          subcarriers.append(Int32(12 * block + free.trailingZeroBitCount))
          free &= free - 1
        }
      }
      symbols.append(
        Symbol(index: index, demodulation: reference, hasPhaseTracking: hasPhaseTracking, data: start..<subcarriers.count))
    }
    self.configuration = configuration
    self.symbols = symbols
    dataSubcarriers = subcarriers
    commonBlocks = ascending.map { $0 + gridStart }
  }

  /// G: coded bits of a codeword.
  public func bitCount(codeword: Int) -> Int {
    let modulations = configuration.modulations
    return modulations.indices ~= codeword
      ? elementCount * configuration.layers.layers(codeword: codeword).count * modulations[codeword].order : 0
  }

  /// The DM-RS of all layers, in their order for each symbol.
  /// - Parameter slot: numbered in the frame.
  /// - Throws: for a slot that a frame does not have.
  public func demodulationReferences(slot: Int) throws(ParameterError) -> [Reference] {
    try check(slot)
    let signal = configuration.demodulation
    let gridStart = configuration.carrier.gridStart
    let relative = commonBlocks.map { $0 - configuration.referenceBlock }
    var references: [Reference] = []
    for case let symbol? in symbols.map(\.demodulation) {
      for port in signal.ports {
        let within = signal.subcarriers(port: port)
        references.append(
          Reference(
            port: port, symbol: symbol.index,
            subcarriers: commonBlocks.flatMap { block in within.map { Int32(12 * (block - gridStart) + $0) } },
            values: try signal.values(
              port: port, symbol: symbol, slot: slot, cyclicPrefix: configuration.carrier.cyclicPrefix, resourceBlocks: relative)))
      }
    }
    return references
  }

  /// The PT-RS, by symbol; elements that are reserved have none.
  /// - Parameter slot: numbered in the frame.
  /// - Throws: for a slot that a frame does not have.
  public func phaseTrackingReferences(slot: Int) throws(ParameterError) -> [Reference] {
    try check(slot)
    guard let tracking = configuration.phaseTracking, let first = symbols.first(where: { $0.demodulation != nil }) else { return [] }
    let signal = configuration.demodulation
    let gridStart = configuration.carrier.gridStart
    let subcarrier = try tracking.signal.subcarrier(port: tracking.port, signal.configurationType)
    let values = try tracking.signal.values(
      port: tracking.port, signal, symbol: first.index, slot: slot, cyclicPrefix: configuration.carrier.cyclicPrefix,
      resourceBlocks: commonBlocks.map { $0 - configuration.referenceBlock }, rnti: configuration.rnti)
    let blocks = tracking.signal.blocks(count: commonBlocks.count, rnti: configuration.rnti).map { commonBlocks[$0] - gridStart }
    return symbols.filter(\.hasPhaseTracking).map { symbol in
      var reference = Reference(port: tracking.port, symbol: symbol.index, subcarriers: [], values: [])
      for (block, value) in zip(blocks, values)
      where configuration.reserved[symbol: symbol.index, block: block] >> UInt16(subcarrier) & 1 == 0 {
        reference.subcarriers.append(Int32(12 * block + subcarrier))
        reference.values.append(value * tracking.amplitude)
      }
      return reference
    }
  }

  /// The data elements of one port of a received grid, in the order of a layer's symbols.
  /// - Throws: for a grid of another carrier, or a port that it does not have.
  public func extract(_ grid: ResourceGrid, port: Int) throws(ParameterError) -> [Complex] {
    try check(grid)
    guard 0..<grid.portCount ~= port else {
      throw ParameterError("port", port, "the grid has \(grid.portCount)", "TS 38.211 §4.4.3")
    }
    var elements: [Complex] = []
    elements.reserveCapacity(elementCount)
    grid.withElements { values in
      for symbol in symbols {
        let row = grid.offset(port: port, symbol: symbol.index)
        for place in symbol.data { elements.append(values[row + Int(dataSubcarriers[place])]) }
      }
    }
    return elements
  }

  func check(_ grid: ResourceGrid) throws(ParameterError) {
    let carrier = configuration.carrier
    guard grid.symbolCount == carrier.symbolsPerSlot, grid.subcarrierCount == carrier.subcarrierCount else {
      throw ParameterError("grid", grid.subcarrierCount, "it is one slot of the carrier", "TS 38.211 §4.4.2")
    }
  }

  func check(_ slot: Int) throws(ParameterError) {
    guard 0..<configuration.carrier.numerology.slotsPerFrame ~= slot else {
      throw ParameterError("slot", slot, "a frame has \(configuration.carrier.numerology.slotsPerFrame)", "TS 38.211 §4.3.2")
    }
  }
}
