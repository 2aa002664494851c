import DSPKernels
import Modulation
import ReferenceSignals

/// Which elements of a slot a PUSCH has, and for what (TS 38.211 §6.3.1.6 and §6.3.1.7): for the transmitter and the receiver.
public struct PUSCHMapping: Sendable, Hashable {
  /// A symbol of the PUSCH.
  public struct Symbol: Sendable, Hashable {
    /// Numbered in the slot.
    public var index: Int
    /// 0 or 1 with hopping in the slot.
    public var hop: Int
    /// Its DM-RS, if it has them.
    public var demodulation: SharedChannelDemodulationReferenceSignal.Symbol?
    /// Whether it has PT-RS; with transform precoding they are among the samples before the transform.
    public var hasPhaseTracking: Bool
    /// The allocation's subcarriers with data, ascending from 0 to 12 N_RB - 1; with transform precoding all of them or none.
    public var data: [Int32]
  }

  public let configuration: PUSCHConfiguration
  /// All symbols, ascending.
  public let symbols: [Symbol]
  /// As UCI and rate matching see them.
  public let elements: PUSCHElements
  /// The places of PT-RS samples of a symbol before the transform.
  let samplePositions: [Int]
  /// The common resource blocks of both hops.
  let blocks: [[Int]]
  /// The grid's subcarriers of the allocation's, for both hops.
  let subcarriers: [[Int32]]

  /// - Throws: where DM-RS or PT-RS do not fit the allocation.
  public init(_ configuration: PUSCHConfiguration) throws(ParameterError) {
    let isHopping = configuration.isHoppingInSlot
    let time = configuration.time
    let demodulation = try configuration.demodulation.symbols(time, isHopping: isHopping)
    let blockCount = configuration.resourceBlocks.count
    var tracked: Set<Int> = []
    var trackedElements: Set<Int32> = []
    var samplePositions: [Int] = []
    if let tracking = configuration.phaseTracking {
      tracked = Set(tracking.signal.symbols(time, demodulation: demodulation, isHopping: isHopping))
      for port in tracking.ports {
        let subcarrier = try tracking.signal.subcarrier(port: port, configuration.demodulation.configurationType)
        for block in tracking.signal.blocks(count: blockCount, rnti: configuration.rnti) {
          trackedElements.insert(Int32(12 * block + subcarrier))
        }
      }
    } else if let tracking = configuration.transformPrecoding?.phaseTracking {
      samplePositions = try tracking.positions(subcarrierCount: 12 * blockCount)
      let relative = demodulation.map { $0.index - time.startSymbol }
      tracked = Set(tracking.symbols(length: time.symbolCount, dmrsSymbols: relative).map { $0 + time.startSymbol })
    }

    let middle = isHopping ? time.symbolCount / 2 : time.symbolCount
    let isTransformed = configuration.transformPrecoding != nil
    func elements(_ mask: UInt16) -> [Int32] {
      (0..<Int32(12 * blockCount)).filter { mask >> UInt16($0 % 12) & 1 == 1 }
    }
    let whole = elements(0xFFF)
    let beside = isTransformed ? [] : elements(configuration.demodulation.dataSubcarriers)
    let untracked = whole.filter { !trackedElements.contains($0) }
    symbols = time.symbols.enumerated().map { offset, index in
      let reference = demodulation.first { $0.index == index }
      let hasPhaseTracking = tracked.contains(index)
      return Symbol(
        index: index, hop: offset < middle ? 0 : 1, demodulation: reference, hasPhaseTracking: hasPhaseTracking,
        data: reference != nil ? beside : hasPhaseTracking ? untracked : whole)
    }
    self.elements = try PUSCHElements(
      dataCounts: symbols.map { $0.data.count - ($0.hasPhaseTracking ? samplePositions.count : 0) },
      isDMRS: symbols.map { $0.demodulation != nil }, firstHopLength: isHopping ? middle : nil, layerCount: configuration.layerCount,
      modulationOrder: configuration.modulation.order)
    self.configuration = configuration
    self.samplePositions = samplePositions
    let start = configuration.bandwidthPart.start
    blocks = [configuration.resourceBlocks, configuration.hoppedBlocks].map { $0.map { start + $0 } }
    let gridStart = configuration.carrier.gridStart
    subcarriers = blocks.map { $0.flatMap { block in (0..<12).map { Int32(12 * (block - gridStart) + $0) } } }
  }

  /// Which of the two sets of resource blocks a symbol has.
  /// - Parameter slot: n_s, the slot's number in its frame.
  func hop(_ symbol: Symbol, slot: Int) -> Int {
    switch configuration.hopping {
    case .none: 0
    case .intraSlot: symbol.hop
    case .interSlot(_, let interval): slot / interval & 1
    }
  }

  /// The common resource blocks of a symbol.
  /// - Parameter slot: n_s, the slot's number in its frame.
  public func resourceBlocks(_ symbol: Symbol, slot: Int) -> [Int] { blocks[hop(symbol, slot: slot)] }

  /// The grid's subcarriers of a symbol that have data, in the order of its modulation symbols.
  /// - Parameter slot: n_s, the slot's number in its frame.
  public func dataSubcarriers(_ symbol: Symbol, slot: Int) -> [Int32] {
    let all = subcarriers[hop(symbol, slot: slot)]
    return symbol.data.map { all[Int($0)] }
  }

  /// Elements with data of a port's slot, or with samples after the transform: all symbols together.
  public var dataElementCount: Int { symbols.reduce(0) { $0 + $1.data.count } }

  /// What a grid has in the elements with data, one port after the other, in the order of the modulation symbols.
  /// - Parameters:
  ///   - grid: of the carrier; its ports may be receive antennas.
  ///   - slot: n_s, the slot's number in its frame.
  /// - Returns: for each port `dataElementCount` elements.
  /// - Throws: for a grid of another size.
  public func extract(from grid: ResourceGrid, slot: Int) throws(ParameterError) -> [Complex] {
    try check(grid)
    var result: [Complex] = []
    result.reserveCapacity(grid.portCount * dataElementCount)
    grid.withElements { elements in
      for port in 0..<grid.portCount {
        for symbol in symbols {
          let row = grid.offset(port: port, symbol: symbol.index)
          let all = subcarriers[hop(symbol, slot: slot)]
          for element in symbol.data { result.append(elements[row + Int(all[Int(element)])]) }
        }
      }
    }
    return result
  }

  func check(_ grid: ResourceGrid) throws(ParameterError) {
    let carrier = configuration.carrier
    guard grid.symbolCount == carrier.symbolsPerSlot, grid.subcarrierCount == carrier.subcarrierCount else {
      throw ParameterError(
        "grid", "\(grid.symbolCount) \(grid.subcarrierCount)", "the carrier has \(carrier.symbolsPerSlot) and \(carrier.subcarrierCount)",
        "TS 38.211 §4.4.2")
    }
  }

  /// The modulation symbols of equalised elements with data: transform precoding is undone and PT-RS samples are left out, layers are
  /// interleaved (TS 38.211 §6.3.1.3).
  /// - Parameter layers: of each layer `dataElementCount` elements, in the order of `extract(from:slot:)`.
  /// - Returns: the codeword's modulation symbols, and the PT-RS samples of the symbols that have them.
  /// - Throws: for other numbers of layers or elements.
  public func modulationSymbols(_ layers: [[Complex]]) throws(ParameterError) -> (symbols: [Complex], phaseTracking: [Complex]) {
    guard configuration.transformPrecoding == nil else {
      var precoder = try TransformPrecoder(resourceBlocks: configuration.resourceBlocks.count)
      return try modulationSymbols(layers, using: &precoder)
    }
    try check(layers)
    return (try LayerMapping(layerCount: layers.count).codewords(layers)[0], [])
  }

  /// As `modulationSymbols(_:)` for a PUSCH with transform precoding, with a precoder that the caller keeps from slot to slot.
  /// - Parameter precoder: for the PUSCH's number of resource blocks.
  public func modulationSymbols(
    _ layers: [[Complex]], using precoder: inout TransformPrecoder
  ) throws(ParameterError) -> (symbols: [Complex], phaseTracking: [Complex]) {
    try check(layers)
    guard configuration.transformPrecoding != nil, precoder.subcarrierCount == 12 * configuration.resourceBlocks.count else {
      throw ParameterError("precoder", precoder.subcarrierCount, "this PUSCH is not precoded by it", "TS 38.211 §6.3.1.4")
    }
    var samples = layers[0]
    var (result, tracking): ([Complex], [Complex]) = ([], [])
    result.reserveCapacity(samples.count)
    var start = 0
    for symbol in symbols where !symbol.data.isEmpty {
      let range = start..<(start + symbol.data.count)
      samples.withUnsafeMutableBufferPointer { precoder.invert(UnsafeMutableBufferPointer(rebasing: $0[range])) }
      var places = (symbol.hasPhaseTracking ? samplePositions : [])[...]
      for index in range {
        if places.first == index - start {
          tracking.append(samples[index])
          places.removeFirst()
        } else {
          result.append(samples[index])
        }
      }
      start = range.upperBound
    }
    return (result, tracking)
  }

  private func check(_ layers: [[Complex]]) throws(ParameterError) {
    guard layers.count == configuration.layerCount, layers.allSatisfy({ $0.count == dataElementCount }) else {
      throw ParameterError(
        "layers", layers.count, "there are \(configuration.layerCount) layers of \(dataElementCount) elements", "TS 38.211 §6.3.1.3")
    }
  }
}
