import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// Sends a PUSCH: from multiplexed bits to the elements of all antenna ports (TS 38.211 §6.3.1, with the DM-RS and PT-RS of §6.4.1).
/// It is made once for a configuration.
public struct PUSCHTransmitter: Sendable, Hashable {
  /// The elements that it sets.
  public let mapping: PUSCHMapping
  /// W, row by row.
  private let weights: [Complex]

  /// - Throws: where DM-RS or PT-RS do not fit the allocation, and for a TPMI that the codebook does not have.
  public init(_ configuration: PUSCHConfiguration) throws(ParameterError) {
    mapping = try PUSCHMapping(configuration)
    weights = try configuration.precodingMatrix()
  }

  public var configuration: PUSCHConfiguration { mapping.configuration }
  /// Bits that a slot takes.
  public var bitCount: Int { mapping.elements.bitCount }

  /// Sets the PUSCH's elements of a slot's grid; the others stay as they are.
  /// - Parameters:
  ///   - bits: `bitCount` multiplexed bits, before scrambling.
  ///   - slot: n_s, the slot's number in its frame.
  ///   - grid: of the carrier, with as many ports as the PUSCH.
  ///   - amplitude: β_PUSCH, of the data of a layer; that of DM-RS and PT-RS is to it.
  /// - Throws: for another number of bits, a slot that a frame does not have, a grid of another size, or an amplitude that is not finite or
  ///   negative.
  public func transmit(_ bits: PUSCHBits, slot: Int, into grid: inout ResourceGrid, amplitude: Float = 1) throws(ParameterError) {
    if configuration.transformPrecoding == nil {
      try check(bits, slot: slot, grid)
      let weights = try scaledWeights(amplitude)
      writeData(modulated(bits), weights, slot: slot, into: &grid)
      try writeDemodulation(weights, slot: slot, into: &grid)
      try writePhaseTracking(weights, slot: slot, into: &grid)
    } else {
      var precoder = try TransformPrecoder(resourceBlocks: configuration.resourceBlocks.count)
      try transmit(bits, slot: slot, into: &grid, amplitude: amplitude, using: &precoder)
    }
  }

  /// As `transmit(_:slot:into:amplitude:)` for a PUSCH with transform precoding, with a precoder that the caller keeps from slot to slot.
  /// - Parameter precoder: for the PUSCH's number of resource blocks.
  public func transmit(
    _ bits: PUSCHBits, slot: Int, into grid: inout ResourceGrid, amplitude: Float = 1, using precoder: inout TransformPrecoder
  ) throws(ParameterError) {
    try check(bits, slot: slot, grid)
    let weights = try scaledWeights(amplitude)
    guard configuration.transformPrecoding != nil, precoder.subcarrierCount == 12 * configuration.resourceBlocks.count else {
      throw ParameterError("precoder", precoder.subcarrierCount, "this PUSCH is not precoded by it", "TS 38.211 §6.3.1.4")
    }
    writeTransformedData(modulated(bits), weights, slot: slot, into: &grid, using: &precoder)
    try writeDemodulation(weights, slot: slot, into: &grid)
  }

  /// W with β_PUSCH.
  private func scaledWeights(_ amplitude: Float) throws(ParameterError) -> [Complex] {
    guard amplitude.isFinite, amplitude >= 0 else {
      throw ParameterError("amplitude", amplitude, "an amplitude is finite and not negative", "TS 38.211 §6.3.1.6")
    }
    return amplitude == 1 ? weights : weights.map { $0 * amplitude }
  }

  private func check(_ bits: PUSCHBits, slot: Int, _ grid: ResourceGrid) throws(ParameterError) {
    try mapping.check(grid)
    guard grid.portCount == configuration.portCount else {
      throw ParameterError("grid", grid.portCount, "this PUSCH has \(configuration.portCount) ports", "TS 38.211 §6.3.1.5")
    }
    guard 0..<configuration.carrier.numerology.slotsPerFrame ~= slot else {
      throw ParameterError("slot", slot, "a frame has \(configuration.carrier.numerology.slotsPerFrame) slots", "TS 38.211 §4.3.2")
    }
    guard bits.bits.count == bitCount else {
      throw ParameterError("bits", bits.bits.count, "this PUSCH has \(bitCount) bits", "TS 38.212 §6.2.7")
    }
  }

  private func modulated(_ bits: PUSCHBits) -> [Complex] { configuration.modulation.modulate(configuration.scrambling.scramble(bits)) }

  private func writeData(_ modulated: [Complex], _ weights: [Complex], slot: Int, into grid: inout ResourceGrid) {
    let layerCount = configuration.layerCount
    let (symbolCount, subcarrierCount) = (grid.symbolCount, grid.subcarrierCount)
    let portCount = grid.portCount
    grid.withMutableElements { elements in
      modulated.withUnsafeBufferPointer { modulated in
        weights.withUnsafeBufferPointer { weights in
          var start = 0
          for symbol in mapping.symbols {
            mapping.subcarriers[mapping.hop(symbol, slot: slot)].withUnsafeBufferPointer { subcarriers in
              symbol.data.withUnsafeBufferPointer { data in
                for port in 0..<portCount {
                  let row = (port * symbolCount + symbol.index) * subcarrierCount
                  let weight = port * layerCount
                  var source = start
                  for index in 0..<data.count {
                    var sum = Complex.zero
                    for layer in 0..<layerCount { sum += weights[weight + layer] * modulated[source + layer] }
                    elements[row + Int(subcarriers[Int(data[index])])] = sum
                    source += layerCount
                  }
                }
              }
            }
            start += symbol.data.count * layerCount
          }
        }
      }
    }
  }

  private func writeTransformedData(
    _ modulated: [Complex], _ weights: [Complex], slot: Int, into grid: inout ResourceGrid, using precoder: inout TransformPrecoder
  ) {
    var samples = [Complex](repeating: .zero, count: precoder.subcarrierCount)
    let tracking = mapping.phaseTrackingSamples(slot: slot)
    var next = 0
    for symbol in mapping.symbols where !symbol.data.isEmpty {
      if symbol.hasPhaseTracking {
        var place = 0
        for index in samples.indices {
          if place < mapping.samplePositions.count, mapping.samplePositions[place] == index {
            samples[index] = tracking[place]
            place += 1
          } else {
            samples[index] = modulated[next]
            next += 1
          }
        }
      } else {
        for index in samples.indices { samples[index] = modulated[next + index] }
        next += samples.count
      }
      samples.withUnsafeMutableBufferPointer { precoder.precode($0) }
      let subcarriers = mapping.subcarriers[mapping.hop(symbol, slot: slot)]
      for port in 0..<grid.portCount {
        let weight = weights[port]
        let row = grid.offset(port: port, symbol: symbol.index)
        grid.withMutableElements { elements in
          for index in samples.indices { elements[row + Int(subcarriers[index])] = weight * samples[index] }
        }
      }
    }
  }

  private func writeDemodulation(_ weights: [Complex], slot: Int, into grid: inout ResourceGrid) throws(ParameterError) {
    let demodulation = configuration.demodulation
    let layerCount = configuration.layerCount
    for symbol in mapping.symbols {
      guard let reference = symbol.demodulation else { continue }
      let hop = mapping.hop(symbol, slot: slot)
      let subcarriers = mapping.subcarriers[hop]
      // Ports of a CDM group stand in the same elements, so that they add up.
      let used = Set(demodulation.ports.flatMap(demodulation.subcarriers)).sorted()
      for port in 0..<grid.portCount {
        let row = grid.offset(port: port, symbol: symbol.index)
        grid.withMutableElements { elements in
          for block in mapping.blocks[hop].indices {
            for place in used { elements[row + Int(subcarriers[12 * block + place])] = .zero }
          }
        }
      }
      for (layer, demodulationPort) in demodulation.ports.enumerated() {
        let values = try mapping.demodulationValues(demodulationPort, reference, hop: hop, slot: slot)
        let places = demodulation.subcarriers(port: demodulationPort)
        for port in 0..<grid.portCount {
          let weight = weights[port * layerCount + layer]
          guard weight != .zero else { continue }
          let row = grid.offset(port: port, symbol: symbol.index)
          grid.withMutableElements { elements in
            for (index, value) in values.enumerated() {
              let subcarrier = 12 * (index / places.count) + places[index % places.count]
              elements[row + Int(subcarriers[subcarrier])] += weight * value
            }
          }
        }
      }
    }
  }

  private func writePhaseTracking(_ weights: [Complex], slot: Int, into grid: inout ResourceGrid) throws(ParameterError) {
    guard let tracking = configuration.phaseTracking else { return }
    let demodulation = configuration.demodulation
    let blockCount = configuration.resourceBlocks.count
    for trackedPort in tracking.ports {
      guard let layer = demodulation.ports.firstIndex(of: trackedPort) else { continue }
      let subcarrier = try tracking.signal.subcarrier(port: trackedPort, demodulation.configurationType)
      var values: [Int: [Complex]] = [:]
      for symbol in mapping.symbols where symbol.hasPhaseTracking {
        let hop = mapping.hop(symbol, slot: slot)
        if values[symbol.hop] == nil { values[symbol.hop] = try mapping.phaseTrackingValues(trackedPort, symbol, slot: slot) }
        for (value, block) in zip(values[symbol.hop] ?? [], tracking.signal.blocks(count: blockCount, rnti: configuration.rnti)) {
          let place = Int(mapping.subcarriers[hop][12 * block + subcarrier])
          for port in 0..<grid.portCount {
            grid[port, symbol.index, place] =
              weights[port * configuration.layerCount + layer] * value * tracking.amplitude
          }
        }
      }
    }
  }
}
