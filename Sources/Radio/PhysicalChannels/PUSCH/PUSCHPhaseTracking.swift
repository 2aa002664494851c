import DSPKernels
import Modulation

/// Phases that change from symbol to symbol, and transform precoding.
extension PUSCHReceiver {
  mutating func preparePrecoder(_ configuration: PUSCHConfiguration) throws(ParameterError) {
    guard configuration.transformPrecoding != nil else { return }
    let count = configuration.resourceBlocks.count
    if precoder == nil || precoder?.subcarrierCount != 12 * count { precoder = try TransformPrecoder(resourceBlocks: count) }
  }

  /// Measures the phase of each layer in the symbols with PT-RS against the channel estimate, and what it is in between.
  /// - Returns: whether there are PT-RS.
  mutating func trackPhase(
    _ grid: borrowing ResourceGrid, _ plan: PUSCHReceptionPlan, _ part: PUSCHReceptionPlan.Part, slot: Int
  ) throws(ParameterError) -> Bool {
    let configuration = plan.configuration
    let isTransformed = configuration.transformPrecoding != nil
    let ports = configuration.phaseTracking?.ports ?? (configuration.transformPrecoding?.phaseTracking == nil ? [] : [0])
    guard !ports.isEmpty else { return false }
    var tracks = [PhaseTrack](repeating: PhaseTrack(), count: ports.count)
    for symbol in part.symbols {
      if symbol.demodulation != nil {
        for index in tracks.indices { tracks[index].addEstimated(symbol.index) }
      } else if symbol.hasPhaseTracking {
        try demodulator.equalize(grid, symbol: symbol.index)
        if isTransformed { _ = invertTransform() }
        for (index, port) in ports.enumerated() {
          let likeness = try isTransformed ? likenessOfSamples(plan, slot: slot) : likeness(plan, symbol, port, slot: slot)
          tracks[index].add(symbol.index, likeness: likeness)
        }
      }
    }
    for layer in 0..<configuration.layerCount {
      demodulator.turnBack(layer, symbols: part.symbols.lazy.map(\.index), tracks[plan.trackedPorts[layer]])
    }
    return true
  }

  private func likeness(
    _ plan: PUSCHReceptionPlan, _ symbol: PUSCHMapping.Symbol, _ port: Int, slot: Int
  ) throws(ParameterError) -> Complex {
    let configuration = plan.configuration
    guard let tracking = configuration.phaseTracking, let layer = configuration.demodulation.ports.firstIndex(of: port) else {
      return .zero
    }
    let subcarrier = try tracking.signal.subcarrier(port: port, configuration.demodulation.configurationType)
    let blocks = tracking.signal.blocks(count: configuration.resourceBlocks.count, rnti: configuration.rnti)
    return demodulator.likeness(
      layer, at: blocks.lazy.map { 12 * $0 + subcarrier }, try plan.mapping.phaseTrackingValues(port, symbol, slot: slot))
  }

  private func likenessOfSamples(_ plan: PUSCHReceptionPlan, slot: Int) -> Complex {
    let row = demodulator.row(0)
    var sum = Complex.zero
    for (value, place) in zip(plan.mapping.phaseTrackingSamples(slot: slot), plan.mapping.samplePositions) {
      sum += row[place] * value.conjugate
    }
    return sum
  }

  /// Samples from the equalised subcarriers. These are weighted as is best before the transform: with d of 1 + 1 / noise = 1 / (1 - d).
  /// - Returns: one over the variance of the samples' noise.
  mutating func invertTransform() -> Float {
    let (row, noise) = (demodulator.row(0), demodulator.inverseNoise(0))
    var sum: Float = 0
    for index in noise.indices {
      let part = noise[index] / (1 + noise[index])
      sum += part
      row[index] = row[index] * part
    }
    precoder?.invert(UnsafeMutableBufferPointer(start: row, count: noise.count))
    let mean = sum / Float(max(1, noise.count))
    guard mean > 1e-9 else { return 0 }
    for index in noise.indices { row[index] = row[index] * (1 / mean) }
    return mean / max(1 - mean, 1e-6)
  }

  /// Soft values of a symbol with transform precoding.
  mutating func demapTransformed(
    _ plan: PUSCHReceptionPlan, _ symbol: PUSCHMapping.Symbol, isTurned: Bool, at start: Int
  ) -> Int {
    let inverseNoise = invertTransform()
    let row = demodulator.row(0)
    var count = symbol.data.count
    if symbol.hasPhaseTracking {
      var places = plan.mapping.samplePositions[...]
      count = 0
      for index in symbol.data.indices {
        if places.first == index {
          places.removeFirst()
        } else {
          row[count] = row[index]
          count += 1
        }
      }
    }
    if isTurned {
      let turn = demodulator.turn(0, symbol.index)
      for index in 0..<count { row[index] = row[index] * turn }
    }
    return demodulator.demap(UnsafeBufferPointer(start: row, count: count), inverseNoise: inverseNoise, plan.demapper, at: start)
  }
}
