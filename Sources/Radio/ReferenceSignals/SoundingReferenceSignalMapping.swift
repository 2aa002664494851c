import DSPKernels
import Modulation

extension SoundingReferenceSignal {
  /// Whether a slot is one of a periodic resource's (TS 38.211 §6.4.1.4.4). Of an aperiodic one every slot can be.
  /// - Parameters:
  ///   - slot: n_s,f, numbered in the frame.
  ///   - frame: n_f.
  public func isCandidate(slot: Int, frame: Int, numerology: Numerology) -> Bool {
    guard case .periodic(let period, let offset) = timing else { return true }
    return ((numerology.slotsPerFrame &* frame &+ slot) &- offset) % period == 0
  }

  /// n_SRS (§6.4.1.4.3) of the symbol l'.
  private func counter(_ symbol: Int, slot: Int, frame: Int, numerology: Numerology) -> Int {
    let inSlot = symbol / allocation.repetition
    guard case .periodic(let period, let offset) = timing else { return inSlot }
    let passed = (numerology.slotsPerFrame * frame + slot - offset) / period
    return passed * (allocation.symbolCount / allocation.repetition) + inSlot
  }

  /// n_b (§6.4.1.4.3).
  private func frequencyIndex(_ b: Int, counter: Int) -> Int {
    let divisions = divisions(b)
    let fixed = 4 * allocation.frequencyPosition / blockCounts[b]
    guard allocation.hoppingBandwidth < allocation.bandwidth, b > allocation.hoppingBandwidth else { return fixed % divisions }
    // The product of the N_b' from b_hop on, of which the first counts as 1.
    let outer = ((allocation.hoppingBandwidth + 1)..<b).reduce(1) { $0 * self.divisions($1) }
    let inner = counter % (outer * divisions) / outer
    let hop = divisions & 1 == 0 ? divisions / 2 * inner + inner / 2 : divisions / 2 * (counter / outer)
    return (hop + fixed) % divisions
  }

  /// k_0 of a port: the subcarrier of the first value, counted from subcarrier 0 of common resource block 0 (§6.4.1.4.3).
  /// - Parameters:
  ///   - symbol: l', counted from the resource's first symbol.
  ///   - slot: n_s,f, numbered in the frame.
  ///   - frame: n_f, 0 to 1023.
  ///   - bandwidthPartStart: N_BWP^start.
  /// - Throws: for a port, symbol or time that is not there, and for a slot that is none of the resource's.
  public func firstSubcarrier(
    port: Int, symbol: Int, slot: Int, frame: Int, carrier: Carrier, bandwidthPartStart: Int
  ) throws(ParameterError) -> Int {
    guard 0..<portCount ~= port, 0..<allocation.symbolCount ~= symbol else {
      throw ParameterError("port", port, "the resource has no such port or symbol", "TS 38.211 §6.4.1.4.1")
    }
    guard 0..<carrier.numerology.slotsPerFrame ~= slot, 0...1023 ~= frame else {
      throw ParameterError("slot", slot, "there is no such slot or frame", "TS 38.211 §4.3.1")
    }
    guard 0...2474 ~= bandwidthPartStart else {
      throw ParameterError("bandwidthPartStart", bandwidthPartStart, "common resource blocks are 0 to 2474", "TS 38.211 §4.4.4")
    }
    guard isCandidate(slot: slot, frame: frame, numerology: carrier.numerology) else {
      throw ParameterError("slot", slot, "the period has the resource in other slots", "TS 38.211 §6.4.1.4.4")
    }
    let counter = counter(symbol, slot: slot, frame: frame, numerology: carrier.numerology)
    var offset = combOffset(port: port)
    if isForPositioning { offset += Self.positioningOffsets(comb: comb, symbolCount: allocation.symbolCount)[symbol] }
    var subcarrier = 12 * allocation.frequencyShift + offset % comb
    for b in 0...allocation.bandwidth { subcarrier += 12 * blockCounts[b] * frequencyIndex(b, counter: counter) }
    subcarrier +=
      12 * blockCount * ((allocation.scaledStart + scaledHop(counter)) % allocation.frequencyScaling) / allocation.frequencyScaling
    return bandwidthPartStart <= allocation.frequencyShift ? subcarrier : subcarrier + 12 * bandwidthPartStart
  }

  /// k_hop (table 6.4.1.4.3-3).
  private func scaledHop(_ counter: Int) -> Int {
    guard allocation.hopsScaledStart else { return 0 }
    let hopping = allocation.hoppingBandwidth < allocation.bandwidth
    let period = hopping ? ((allocation.hoppingBandwidth + 1)...allocation.bandwidth).reduce(1) { $0 * divisions($1) } : 1
    let index = counter / period % allocation.frequencyScaling
    return allocation.frequencyScaling == 4 ? [0, 2, 1, 3][index] : index
  }

  /// The subcarrier of the grid, if all of a symbol's values lie within the bandwidth part and the grid.
  func gridSubcarrier(
    port: Int, symbol: Int, slot: Int, frame: Int, carrier: Carrier, bandwidthPart: Range<Int>
  ) throws(ParameterError) -> Int {
    let first = try firstSubcarrier(
      port: port, symbol: symbol, slot: slot, frame: frame, carrier: carrier, bandwidthPartStart: bandwidthPart.lowerBound)
    let part = bandwidthPart.clamped(to: carrier.gridStart..<(carrier.gridStart + carrier.gridSize))
    guard part.contains(first / 12), part.contains((first + (sequenceCount - 1) * comb) / 12) else {
      throw ParameterError("allocation", first / 12, "the signal is not within the bandwidth part and the grid", "TS 38.211 §6.4.1.4.3")
    }
    return first - 12 * carrier.gridStart
  }

  /// Puts the signal of all ports into a slot's grid (§6.4.1.4.3): a_{k,l} of port i in the grid's port i.
  /// - Parameters:
  ///   - grid: of the carrier's size, with at least as many ports as the resource.
  ///   - bandwidthPart: common resource blocks of the active uplink bandwidth part.
  ///   - amplitude: β_SRS.
  /// - Throws: for a grid of another size, a slot that is none of the resource's and a signal beyond the bandwidth part.
  public func map(
    into grid: inout ResourceGrid, carrier: Carrier, bandwidthPart: Range<Int>, slot: Int, frame: Int, amplitude: Float = 1
  ) throws(ParameterError) {
    guard grid.portCount >= portCount, grid.symbolCount == carrier.symbolsPerSlot, grid.subcarrierCount == carrier.subcarrierCount else {
      throw ParameterError("grid", grid.portCount, "it is not of the carrier's size, or has less ports", "TS 38.211 §4.4.2")
    }
    let scale = amplitude / Float(portCount).squareRoot()
    for (index, symbol) in try symbols(carrier.cyclicPrefix).enumerated() {
      for port in 0..<portCount {
        let first = try gridSubcarrier(
          port: port, symbol: index, slot: slot, frame: frame, carrier: carrier, bandwidthPart: bandwidthPart)
        let values = try sequence(port: port, symbol: symbol, slot: slot, cyclicPrefix: carrier.cyclicPrefix)
        let start = grid.offset(port: port, symbol: symbol) + first
        grid.withMutableElements { elements in
          for (place, value) in values.enumerated() { elements[start + place * comb] = value * scale }
        }
      }
    }
  }
}
