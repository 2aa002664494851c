import DSPKernels
import Modulation
import ReferenceSignals

/// The values of a PUSCH's reference signals, which the transmitter sends and the receiver expects (TS 38.211 §6.4.1).
extension PUSCHMapping {
  /// What a DM-RS port has in a symbol, with its amplitude, in ascending order of subcarriers.
  func demodulationValues(
    _ port: Int, _ symbol: SharedChannelDemodulationReferenceSignal.Symbol, hop: Int, slot: Int
  ) throws(ParameterError) -> [Complex] {
    let demodulation = configuration.demodulation
    let carrier = configuration.carrier
    guard let transformed = configuration.transformPrecoding?.demodulation else {
      return try demodulation.values(
        port: port, symbol: symbol, slot: slot, cyclicPrefix: carrier.cyclicPrefix, resourceBlocks: blocks[hop])
    }
    let sequence = try transformed.values(
      slot: slot, symbol: symbol.isSecond ? symbol.index - 1 : symbol.index, symbolsPerSlot: carrier.symbolsPerSlot,
      count: 6 * configuration.resourceBlocks.count)
    // Table 6.4.1.1.3-1: w_f is -1 for every second value of odd ports, w_t for the second symbol of ports from 4 on.
    let even = symbol.isSecond && port >= 4 ? -demodulation.amplitude : demodulation.amplitude
    let odd = port & 1 == 1 ? -even : even
    return sequence.enumerated().map { $0.element * ($0.offset & 1 == 0 ? even : odd) }
  }

  /// As ``demodulationValues(_:_:hop:slot:)``, into memory for exactly as many values.
  func writeDemodulationValues(
    _ port: Int, _ symbol: SharedChannelDemodulationReferenceSignal.Symbol, hop: Int, slot: Int,
    into values: UnsafeMutableBufferPointer<Complex>
  ) throws(ParameterError) {
    if configuration.transformPrecoding == nil {
      try configuration.demodulation.write(
        port: port, symbol: symbol, slot: slot, cyclicPrefix: configuration.carrier.cyclicPrefix, resourceBlocks: blocks[hop], into: values)
    } else {
      _ = values.update(fromContentsOf: try demodulationValues(port, symbol, hop: hop, slot: slot))
    }
  }

  /// What a DM-RS port's PT-RS are in a symbol, of magnitude 1, in each resource block that has them; empty without DM-RS in the hop.
  func phaseTrackingValues(_ port: Int, _ symbol: Symbol, slot: Int) throws(ParameterError) -> [Complex] {
    guard let tracking = configuration.phaseTracking,
      let first = symbols.first(where: { $0.hop == symbol.hop && $0.demodulation != nil })
    else { return [] }
    return try tracking.signal.values(
      port: port, configuration.demodulation, symbol: first.index, slot: slot, cyclicPrefix: configuration.carrier.cyclicPrefix,
      resourceBlocks: blocks[hop(symbol, slot: slot)], rnti: configuration.rnti)
  }

  /// PT-RS samples before the transform, with their amplitude: the same in each symbol that has them.
  func phaseTrackingSamples(slot: Int) -> [Complex] {
    guard let tracking = configuration.transformPrecoding?.phaseTracking, let first = symbols.first(where: \.hasPhaseTracking)
    else {
      return []
    }
    let amplitude = TransformPrecodedPTRS.amplitude(configuration.modulation)
    return tracking.values(
      slot: slot, symbol: first.index, symbolsPerSlot: configuration.carrier.symbolsPerSlot, positions: samplePositions
    ).map { $0 * amplitude }
  }
}
