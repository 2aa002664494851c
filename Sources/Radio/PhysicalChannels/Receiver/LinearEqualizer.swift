import DSPKernels
import Modulation

/// Linear minimum mean square error equalisation with interference rejection, without bias: the symbols of each layer at amplitude 1 and one
/// over the variance of their noise.
public struct LinearEqualizer: ~Copyable {
  private var workspace: EqualizerWorkspace
  private let maximumLayers: Int
  private let maximumAntennas: Int
  private let maximumSubcarriers: Int
  /// The channel of one symbol, where it changes.
  private let channel: UnsafeMutablePointer<Float>
  private let phases: UnsafeMutablePointer<Complex>
  private let instructionSet: InstructionSet

  /// Memory for what is at most to come.
  public init(layers: Int, antennas: Int, subcarriers: Int, instructionSet: InstructionSet = .fastest) throws(ParameterError) {
    guard 1...EqualizerWorkspace.maximumLayers ~= layers else {
      throw ParameterError("layers", layers, "there are 1 to 8 layers", "TS 38.211 §7.3.1.3")
    }
    for (name, count, limit) in [("antennas", antennas, 4096), ("subcarriers", subcarriers, 3300)] where !(1...limit ~= count) {
      throw ParameterError(name, count, "1 to \(limit) are possible", "TS 38.211 §4.4")
    }
    maximumLayers = layers
    maximumAntennas = antennas
    maximumSubcarriers = subcarriers
    self.instructionSet = instructionSet
    workspace = EqualizerWorkspace(layers: layers, antennas: antennas, subcarriers: subcarriers, instructionSet: instructionSet)
    let count = layers * antennas * 2 * EqualizerWorkspace.pitch(subcarriers: subcarriers)
    channel = .allocate(capacity: count)
    channel.initialize(repeating: 0, count: count)
    phases = .allocate(capacity: layers)
    phases.initialize(repeating: .zero, count: layers)
  }

  deinit {
    channel.deallocate()
    phases.deallocate()
  }

  /// Makes the weights of a symbol, for ``equalize(_:_:symbol:into:)``. Those of a channel that stands still (``ChannelEstimate/isConstant``) are right for all symbols.
  /// - Throws: for an estimate that there is no memory for, or whose memory is for another number of subcarriers.
  public mutating func prepare(_ estimate: borrowing ChannelEstimate, symbol: Int = 0) throws(ParameterError) {
    try check(estimate, symbol)
    let antennas = estimate.antennaCount
    begin(estimate)
    for (index, range) in estimate.noiseGroups.enumerated() {
      if !estimate.isConstant { combine(estimate, symbol, range) }
      let inverse = UnsafePointer(estimate.inverseCovariance + index * antennas * antennas)
      workspace.makeWeights(inverse: inverse, first: range.lowerBound, count: range.count)
    }
  }

  private func check(_ estimate: borrowing ChannelEstimate, _ symbol: Int) throws(ParameterError) {
    guard estimate.maximumSubcarriers == maximumSubcarriers else {
      throw ParameterError(
        "subcarriers", estimate.maximumSubcarriers, "the equaliser's memory is for \(maximumSubcarriers)", "TS 38.211 §4.4.2")
    }
    guard estimate.layerCount <= maximumLayers, estimate.antennaCount <= maximumAntennas else {
      throw ParameterError(
        "layers", estimate.layerCount, "there is memory for \(maximumLayers) and \(maximumAntennas) antennas", "TS 38.211 §7.3.1.3")
    }
    guard 0..<ChannelEstimate.symbolLimit ~= symbol else {
      throw ParameterError("symbol", symbol, "a slot has 14 symbols", "TS 38.211 §4.3.2")
    }
  }

  private mutating func begin(_ estimate: borrowing ChannelEstimate) {
    workspace.begin(
      layers: estimate.layerCount, antennas: estimate.antennaCount,
      channel: UnsafePointer(estimate.isConstant ? estimate.response : channel))
  }

  /// The channel of a symbol in some subcarriers from its nodes, but for the frequency offset.
  private func combine(_ estimate: borrowing ChannelEstimate, _ symbol: Int, _ range: Range<Int>) {
    for layer in 0..<estimate.layerCount {
      let weights = estimate.timeWeight(layer, symbol)
      // Real and imaginary parts of each antenna; up to 15 numbers behind the last subcarrier are spare.
      for row in 0..<(2 * estimate.antennaCount) {
        let start = row * estimate.pitch + range.lowerBound
        let target = channel + layer * 2 * estimate.antennaCount * estimate.pitch + start
        for index in stride(from: 0, to: range.count, by: 16) {
          var sum = SIMD16<Float>.zero
          for node in 0..<estimate.nodeCount {
            sum += UnsafeRawPointer(estimate.row(node, layer, 0) + start + index).loadUnaligned(as: SIMD16<Float>.self) * weights[node]
          }
          UnsafeMutableRawPointer(target + index).storeBytes(of: sum, as: SIMD16<Float>.self)
        }
      }
    }
  }

  /// The symbols of the segments' subcarriers in a symbol, with the weights that were prepared last.
  /// - Parameters:
  ///   - symbols: by layer, then by subcarrier of the segments.
  /// - Throws: for a grid or symbols of another size.
  public mutating func equalize(
    _ grid: borrowing ResourceGrid, _ estimate: borrowing ChannelEstimate, symbol: Int, into symbols: UnsafeMutableBufferPointer<Complex>
  ) throws(ParameterError) {
    let target = try target(grid, estimate, symbol, symbols)
    let count = estimate.subcarrierCount
    let (symbolPitch, symbolCount) = (grid.subcarrierCount, grid.symbolCount)
    grid.withElements { elements in
      guard let base = elements.baseAddress else { return }
      var first = 0
      for segment in estimate.segments {
        let place = base + symbol * symbolPitch + 12 * segment.lowerBound
        workspace.apply(
          first: first, count: 12 * segment.count, received: { place + $0 * symbolCount * symbolPitch }, phases: UnsafePointer(phases),
          symbols: { target + $0 * count + first })
        first += 12 * segment.count
      }
    }
  }

  /// As ``prepare(_:symbol:)`` and ``equalize(_:_:symbol:into:)`` for one symbol, and faster than both of them.
  public mutating func solve(
    _ grid: borrowing ResourceGrid, _ estimate: borrowing ChannelEstimate, symbol: Int, into symbols: UnsafeMutableBufferPointer<Complex>
  ) throws(ParameterError) {
    try check(estimate, symbol)
    let target = try target(grid, estimate, symbol, symbols)
    begin(estimate)
    let (count, antennas) = (estimate.subcarrierCount, estimate.antennaCount)
    let (symbolPitch, antennaPitch) = (grid.subcarrierCount, grid.symbolCount * grid.subcarrierCount)
    grid.withElements { elements in
      guard let base = elements.baseAddress else { return }
      var (first, index) = (0, 0)
      for segment in estimate.segments {
        // Where the first subcarrier of all segments would be.
        let origin = base + symbol * symbolPitch + 12 * segment.lowerBound - first
        first += 12 * segment.count
        while index < estimate.noiseGroups.count, estimate.noiseGroups[index].lowerBound < first {
          let range = estimate.noiseGroups[index]
          if !estimate.isConstant { combine(estimate, symbol, range) }
          workspace.solve(
            inverse: UnsafePointer(estimate.inverseCovariance + index * antennas * antennas), first: range.lowerBound, count: range.count,
            received: { origin + range.lowerBound + $0 * antennaPitch }, phases: UnsafePointer(phases),
            symbols: { target + $0 * count + range.lowerBound })
          index += 1
        }
      }
    }
  }

  /// Where symbols go, after a look at everything's size; with the phases of layers.
  private func target(
    _ grid: borrowing ResourceGrid, _ estimate: borrowing ChannelEstimate, _ symbol: Int, _ symbols: UnsafeMutableBufferPointer<Complex>
  ) throws(ParameterError) -> UnsafeMutablePointer<Complex> {
    let count = estimate.subcarrierCount
    guard symbols.count == estimate.layerCount * count, let target = symbols.baseAddress else {
      throw ParameterError("symbols", symbols.count, "\(estimate.layerCount) layers have \(count) each", "TS 38.211 §7.3.1.3")
    }
    guard grid.portCount == estimate.antennaCount, 0..<grid.symbolCount ~= symbol,
      estimate.segments.allSatisfy({ 12 * $0.upperBound <= grid.subcarrierCount })
    else { throw ParameterError("grid", grid.portCount, "the estimate has \(estimate.antennaCount) antennas", "TS 38.211 §4.4.2") }
    for layer in 0..<estimate.layerCount { phases[layer] = estimate.phase(layer: layer, symbol: Double(symbol)).conjugate }
    return target
  }

  /// One over the variance of the noise of a layer's symbols, for each subcarrier of the segments; until the next weights.
  public func inverseNoise(_ estimate: borrowing ChannelEstimate, layer: Int) -> UnsafeBufferPointer<Float> {
    precondition(layer < estimate.layerCount)
    return UnsafeBufferPointer(start: workspace.inverseNoise(layer: layer), count: estimate.subcarrierCount)
  }
}
