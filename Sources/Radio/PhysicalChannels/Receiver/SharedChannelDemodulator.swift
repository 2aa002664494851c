import ChannelCoding
import DSPKernels
import Modulation

/// What receivers of shared channels have in common: from a slot's grid to soft values, in memory for one slot.
///
/// For each part of a channel with resource blocks of its own, its channel is estimated, its symbols are equalised one after the other, and
/// what they have of data is put into the order of the modulation symbols and demapped.
struct SharedChannelDemodulator: ~Copyable {
  let carrier: Carrier
  let maximumLayers: Int
  let instructionSet: InstructionSet
  private var estimator: ChannelEstimator
  private(set) var estimate: ChannelEstimate
  private var equalizer: LinearEqualizer
  private var isPrepared = false

  /// The values of reference signals that are expected, for ``PilotLayout/expectedCount``.
  let expected: UnsafeMutableBufferPointer<Complex>
  /// The last symbol: by layer, then by subcarrier of the segments.
  let equalized: UnsafeMutablePointer<Complex>
  /// Modulation symbols of a symbol, and one over their noise.
  private let symbols: UnsafeMutablePointer<Complex>
  private let weights: UnsafeMutablePointer<Float>
  /// By layer, then by symbol of the slot: what tracking of the phase multiplies with.
  let turns: UnsafeMutablePointer<Complex>
  /// Soft values of a slot's codeword.
  private(set) var soft = UnsafeMutableBufferPointer<Int8>(start: nil, count: 0)

  init(carrier: Carrier, antennas: Int, layers: Int, instructionSet: InstructionSet) throws(ParameterError) {
    let subcarriers = carrier.subcarrierCount
    let estimator = try ChannelEstimator(carrier: carrier, antennas: antennas, layers: layers, instructionSet: instructionSet)
    let estimate = try ChannelEstimate(layers: layers, antennas: antennas, subcarriers: subcarriers)
    let equalizer = try LinearEqualizer(layers: layers, antennas: antennas, subcarriers: subcarriers, instructionSet: instructionSet)
    self.estimator = estimator
    self.estimate = estimate
    self.equalizer = equalizer
    self.carrier = carrier
    maximumLayers = layers
    self.instructionSet = instructionSet
    func memory<Element>(_ count: Int, _ value: Element) -> UnsafeMutablePointer<Element> {
      let memory = UnsafeMutablePointer<Element>.allocate(capacity: count)
      memory.initialize(repeating: value, count: count)
      return memory
    }
    // At most half of the subcarriers of four symbols have a layer's DM-RS.
    let expectedCount = 2 * layers * subcarriers
    expected = UnsafeMutableBufferPointer(start: memory(expectedCount, Complex.zero), count: expectedCount)
    equalized = memory(layers * subcarriers, .zero)
    symbols = memory(layers * subcarriers, .zero)
    weights = memory(layers * subcarriers, 0)
    turns = memory(layers * ChannelEstimate.symbolLimit, Complex(1, 0))
  }

  deinit {
    expected.deallocate()
    equalized.deallocate()
    symbols.deallocate()
    weights.deallocate()
    turns.deallocate()
    soft.deallocate()
  }

  /// Makes room for so many soft values, and for as many that are collected from them.
  mutating func reserve(_ count: Int) {
    guard soft.count < 2 * count else { return }
    soft.deallocate()
    soft = .allocate(capacity: 2 * count)
    soft.initialize(repeating: 0)
  }

  /// Memory for collected soft values, at most as many as were reserved.
  func collected(_ count: Int) -> UnsafeMutableBufferPointer<Int8> {
    UnsafeMutableBufferPointer(rebasing: soft[(soft.count / 2)..<(soft.count / 2 + count)])
  }

  /// Estimates the channel from the values that were put into `expected`.
  mutating func estimateChannel(_ grid: borrowing ResourceGrid, _ layout: borrowing PilotLayout) throws(ParameterError) {
    guard layout.expectedCount <= expected.count else {
      throw ParameterError("layout", layout.expectedCount, "there is memory for \(expected.count) pilots", "TS 38.211 §7.4.1.1.2")
    }
    isPrepared = false
    try estimator.estimate(
      grid, layout, expected: UnsafeBufferPointer(rebasing: expected[..<layout.expectedCount]), into: &estimate)
  }

  /// Puts a symbol's layers into `equalized`.
  mutating func equalize(_ grid: borrowing ResourceGrid, symbol: Int) throws(ParameterError) {
    let target = UnsafeMutableBufferPointer(start: equalized, count: estimate.layerCount * estimate.subcarrierCount)
    guard estimate.isConstant else { return try equalizer.solve(grid, estimate, symbol: symbol, into: target) }
    if !isPrepared {
      try equalizer.prepare(estimate, symbol: symbol)
      isPrepared = true
    }
    try equalizer.equalize(grid, estimate, symbol: symbol, into: target)
  }

  func row(_ layer: Int) -> UnsafeMutablePointer<Complex> { equalized + layer * estimate.subcarrierCount }

  func inverseNoise(_ layer: Int) -> UnsafeBufferPointer<Float> { equalizer.inverseNoise(estimate, layer: layer) }

  func turn(_ layer: Int, _ symbol: Int) -> Complex { turns[layer * ChannelEstimate.symbolLimit + symbol] }

  /// Soft values of the last equalised symbol.
  /// - Parameters:
  ///   - data: subcarriers of the segments with data, in the order of the modulation symbols.
  ///   - layers: of the codeword.
  ///   - isWhole: whether these are all subcarriers, ascending.
  ///   - isTurned: whether `turns` are not all 1.
  ///   - start: where they go among the codeword's soft values.
  /// - Returns: their number.
  func demap(
    _ data: UnsafeBufferPointer<Int32>, layers: Range<Int>, symbol: Int, isWhole: Bool, isTurned: Bool, _ demapper: SoftDemapper,
    at start: Int
  ) -> Int {
    let count = data.count * layers.count
    let target = UnsafeMutableBufferPointer(rebasing: soft[start..<(start + count * demapper.constellation.order)])
    guard layers.count > 1 || isTurned || !isWhole else {
      demapper.demap(
        UnsafeBufferPointer(start: row(layers.lowerBound), count: count), inverseNoise: inverseNoise(layers.lowerBound), into: target)
      return target.count
    }
    for (index, layer) in layers.enumerated() {
      let (row, noise, turn) = (row(layer), inverseNoise(layer), turn(layer, symbol))
      var place = index
      for subcarrier in data {
        symbols[place] = isTurned ? row[Int(subcarrier)] * turn : row[Int(subcarrier)]
        weights[place] = noise[Int(subcarrier)]
        place += layers.count
      }
    }
    demapper.demap(
      UnsafeBufferPointer(start: symbols, count: count), inverseNoise: UnsafeBufferPointer(start: weights, count: count), into: target)
    return target.count
  }

  /// Soft values of samples that share a variance.
  func demap(_ samples: UnsafeBufferPointer<Complex>, inverseNoise: Float, _ demapper: SoftDemapper, at start: Int) -> Int {
    let target = UnsafeMutableBufferPointer(rebasing: soft[start..<(start + samples.count * demapper.constellation.order)])
    weights.update(repeating: inverseNoise, count: samples.count)
    demapper.demap(samples, inverseNoise: UnsafeBufferPointer(start: weights, count: samples.count), into: target)
    return target.count
  }

  /// The mean over subcarriers of the power of a layer's symbols to their noise, behind the equaliser.
  func signalToNoise(_ layer: Int) -> Float {
    let ratios = inverseNoise(layer)
    var sum: Float = 0
    var index = 0
    var lanes = SIMD16<Float>.zero
    while index + 16 <= ratios.count, let base = ratios.baseAddress {
      lanes += UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<Float>.self)
      index += 16
    }
    while index < ratios.count {
      sum += ratios[index]
      index += 1
    }
    return (sum + lanes.sum()) / Float(max(1, ratios.count))
  }
}
