import DSPKernels
import Modulation

/// From pilots to the channel, and to the noise.
extension ChannelEstimator {
  mutating func interpolate(_ slot: Slot, _ layout: borrowing PilotLayout, _ estimate: inout ChannelEstimate) {
    let layers = layout.layers.count
    // One decision for all: a channel that stands still has one node.
    var isConstant = true
    for layer in 0..<layers where !standsStill(slot, layout, layer) { isConstant = false }
    estimate.nodeCount = isConstant ? 1 : slot.groups
    if isConstant { averageOverTime(slot, layout) }
    for layer in 0..<layers { smooth(slot, layout, layer, &estimate) }
    measureNoise(slot, layout, &estimate)
    // The first noise was a guess by the pilots' roughness. Where it was far from what is left, again.
    for _ in 0..<2 {
      var isDifferent = false
      for layer in 0..<layers {
        let ratio = state[layer].power / max(state[layer].noise, .leastNormalMagnitude) * (isConstant ? Double(slot.groups) : 1)
        let step = DelayPrior.ratioStep(ratio)
        let change = DelayPrior.ratioStep(state[layer].ratioUsed) - step
        if change.magnitude > 1 {
          isDifferent = true
          smooth(slot, layout, layer, &estimate)
        }
      }
      guard isDifferent else { break }
      measureNoise(slot, layout, &estimate)
    }
    for layer in 0..<layers { conclude(slot, layout, layer, &estimate) }
    NoiseCovariance.invert(&estimate, samplesPerSubcarrier: samplesPerSubcarrier(layout))
  }

  /// Pilots that a noise group's covariance is made of, for each of its subcarriers.
  private func samplesPerSubcarrier(_ layout: borrowing PilotLayout) -> Double {
    Double(layout.cdmGroups.count * layout.symbolCount * layout.layers[0].offsets.count) / 12
  }

  private func ratio(_ layer: Int, nodes: Int, _ slot: Slot) -> Double {
    let known = state[layer]
    return max(known.power, 1e-3 * known.noise) / max(known.noise, 1e-30) * (nodes == 1 ? Double(slot.groups) : 1)
  }

  /// How many pilots become one tap. Means of resource blocks reach further and lose what is quick, those of pairs cost less: the borders are
  /// where the errors are the same.
  private func merged(_ layout: borrowing PilotLayout, _ layer: Int, _ ratio: Double, blocks: Int) -> Int {
    let pattern = layout.layers[layer]
    let spread = DelayPrior.spreads[state[layer].spread] / 3e-3
    if ratio * spread * spread * spread < 6, blocks > WienerDesigns.tapLimit / pattern.offsets.count { return pattern.offsets.count }
    return ratio * spread < 20 ? pattern.pilotsPerCell : 1
  }

  private mutating func design(
    _ layout: borrowing PilotLayout, _ layer: Int, _ ratio: Double, blocks: Int
  ) -> (design: WienerDesigns.Design, window: Int, merged: Int) {
    let pattern = layout.layers[layer]
    let merged = merged(layout, layer, ratio, blocks: blocks)
    let window = WienerDesigns.window(pattern, merged: merged, blocks: blocks)
    let key = WienerKey(
      mask: pattern.mask, isPaired: pattern.isPaired, merged: merged, window: window, spread: state[layer].spread,
      ratio: DelayPrior.ratioStep(ratio))
    return (designs.design(key, pattern), window, merged)
  }

  /// Whether one estimate for all symbols is as good: what it is wrong by cannot be told from noise, or is small against the noise's part.
  private mutating func standsStill(_ slot: Slot, _ layout: borrowing PilotLayout, _ layer: Int) -> Bool {
    guard slot.groups > 1, 1 - state[layer].correlation > state[layer].uncertainty else { return true }
    let blocks = layout.segments[0].count
    let (design, window, _) = design(layout, layer, ratio(layer, nodes: 1, slot), blocks: blocks)
    let error = design.sums(blocks: blocks, window: window).error / Double(blocks)
    return (1 - state[layer].correlation) / 2 < 0.25 * error
  }

  private func averageOverTime(_ slot: Slot, _ layout: borrowing PilotLayout) {
    guard slot.groups > 1 else { return }
    let count = layout.pilotCount
    for layer in layout.layers.indices {
      for antenna in 0..<slot.antennas {
        let row = pilotRow(layer, 0, antenna)
        row.scale(1 / Float(slot.groups), count: count)
        for group in 1..<slot.groups { row.add(pilotRow(layer, group, antenna), scale: 1 / Float(slot.groups), count: count) }
      }
    }
  }

  /// Makes the response of a layer's nodes.
  private mutating func smooth(_ slot: Slot, _ layout: borrowing PilotLayout, _ layer: Int, _ estimate: inout ChannelEstimate) {
    let pattern = layout.layers[layer]
    let ratio = ratio(layer, nodes: estimate.nodeCount, slot)
    state[layer].ratioUsed = ratio
    Turn.fill(state[layer].phase, count: carrier.subcarrierCount, turns.real(0), turns.imaginary(0))
    var (leverage, error) = (0.0, 0.0)
    var first = 0
    for segment in layout.segments {
      let blocks = segment.count
      let (design, window, merged) = design(layout, layer, ratio, blocks: blocks)
      let sums = design.sums(blocks: blocks, window: window)
      leverage += sums.leverage
      error += sums.error
      for node in 0..<estimate.nodeCount {
        let target = PilotSmoothing.Rows(base: estimate.row(node, layer, 0) + 12 * first, pitch: estimate.pitch)
        let rows: PilotSmoothing.Rows
        if merged > 1 {
          for antenna in 0..<slot.antennas {
            pilotRow(layer, node, antenna).from(first * pattern.offsets.count).average(
              merged, into: cellRow(0, antenna), count: blocks * pattern.offsets.count / merged)
          }
          rows = cells
        } else {
          rows = PilotSmoothing.Rows(base: pilotRow(layer, node, 0).real + first * pattern.offsets.count, pitch: pilots.pitch)
        }
        PilotSmoothing.smooth(
          weights: design.weights, source: rows, target: target, rows: slot.antennas, blocks: blocks, window: window,
          tapsPerBlock: pattern.offsets.count / merged, factors: factors(design, blocks: blocks, window: window),
          instructionSet: instructionSet)
      }
      first += blocks
    }
    state[layer].leverage = leverage / Double(first)
    state[layer].error = error / Double(first)
    measurePower(slot, layout, layer, estimate)
    // The delay comes in again.
    first = 0
    for segment in layout.segments {
      let turn = PlanarRow(turns.real(0) + 12 * segment.lowerBound, pitch: turns.pitch, instructionSet)
      for node in 0..<estimate.nodeCount {
        for antenna in 0..<slot.antennas {
          PlanarRow(estimate.row(node, layer, antenna) + 12 * first, pitch: estimate.pitch, instructionSet)
            .multiply(turn, count: 12 * segment.count)
        }
      }
      first += segment.count
    }
  }

  /// Sums pay where many blocks have their window around them.
  private func factors(_ design: WienerDesigns.Design, blocks: Int, window: Int) -> PilotSmoothing.Factors? {
    guard blocks - window >= 16 else { return nil }
    return PilotSmoothing.Factors(rank: design.rank, analysis: design.analysis, synthesis: design.synthesis, scratch: smoothing)
  }

  /// E Re ĥ* z of pilots z and their estimates ĥ, which is the power of the channel: the noise of both goes into it as the estimate takes
  /// from the channel.
  private func measurePower(_ slot: Slot, _ layout: borrowing PilotLayout, _ layer: Int, _ estimate: borrowing ChannelEstimate) {
    let count = layout.pilotCount
    let pattern = layout.layers[layer]
    var sum = 0.0
    for node in 0..<estimate.nodeCount {
      for antenna in 0..<slot.antennas {
        let row = pilotRow(layer, node, antenna)
        let response = PlanarRow(estimate.row(node, layer, antenna), pitch: estimate.pitch, instructionSet)
        guard !pattern.isEverySecond else {
          sum += row.likeness(everySecondOf: response.from(pattern.offsets[0]), count: count)
          continue
        }
        layout.subcarriers[layout.cdmGroup[layer]].withUnsafeBufferPointer { subcarriers in
          for n in 0..<count {
            let place = Int(subcarriers[n])
            sum += Double(row.real[n] * response.real[place] + row.imaginary[n] * response.imaginary[place])
          }
        }
      }
    }
    state[layer].power = max(0, sum / Double(count * slot.antennas * estimate.nodeCount))
  }

  /// What the estimate leaves of the pilots: the covariance of the noise in each noise group, and each layer's noise.
  private func measureNoise(_ slot: Slot, _ layout: borrowing PilotLayout, _ estimate: inout ChannelEstimate) {
    let antennas = slot.antennas
    let groups = layout.noiseGroups.count
    estimate.covariance.update(repeating: .zero, count: groups * antennas * antennas)
    let perBlock = layout.layers[0].offsets.count
    let combined = estimate.nodeCount == 1 ? slot.groups : 1
    for cdmGroup in layout.cdmGroups.indices {
      var symbolIndex = 0
      for (group, symbols) in layout.symbolGroups.enumerated() {
        var leverage = 0.0
        for layer in layout.layers.indices where layout.cdmGroup[layer] == cdmGroup {
          leverage += state[layer].leverage / Double(symbols.count * combined)
        }
        let scale = Float(1 / max(0.05, 1 - leverage))
        for symbol in symbols {
          leave(slot, layout, cdmGroup, symbol: symbol, symbolIndex, node: estimate.nodeCount == 1 ? 0 : group, estimate)
          var (first, index) = (0, 0)
          for segment in layout.segments {
            PlanarRow.addCovariances(
              PlanarRow(residual.real(0), pitch: residual.pitch, instructionSet).from(first), pitch: residual.pitch, rows: antennas,
              size: PilotLayout.noiseGroupBlocks * perBlock, count: segment.count * perBlock, factor: scale,
              to: estimate.covariance + index * antennas * antennas)
            first += segment.count * perBlock
            index += (segment.count + PilotLayout.noiseGroupBlocks - 1) / PilotLayout.noiseGroupBlocks
          }
          symbolIndex += 1
        }
      }
    }
    finishNoise(slot, layout, &estimate)
  }

  /// Means of the sums, the noise of each antenna and that of each layer's least squares estimates.
  private func finishNoise(_ slot: Slot, _ layout: borrowing PilotLayout, _ estimate: inout ChannelEstimate) {
    let antennas = slot.antennas
    let samples = Double(layout.cdmGroups.count * layout.symbolCount * layout.layers[0].offsets.count)
    estimate.noisePowers.update(repeating: 0, count: antennas)
    for (index, range) in layout.noiseGroups.enumerated() {
      let matrix = estimate.covariance + index * antennas * antennas
      let factor = Float(12 / (samples * Double(range.count)))
      for a in 0..<antennas {
        for b in 0...a {
          matrix[a * antennas + b] = matrix[a * antennas + b] * factor
          matrix[b * antennas + a] = matrix[a * antennas + b].conjugate
        }
        estimate.noisePowers[a] += matrix[a * antennas + a].real * Float(range.count) / Float(layout.subcarrierCount)
      }
    }
    var noise: Float = 0
    for antenna in 0..<antennas {
      noise += estimate.noisePowers[antenna] / Float(antennas)
    }
    for layer in layout.layers.indices {
      // Groups have the same number of symbols, and pilots of a layer the same power in them.
      let power =
        meanPower(slot.expected + layer * layout.symbolCount * layout.pilotCount, layout.pilotCount)
        * Float(layout.symbolGroups[0].count)
      state[layer].noise = power > 0 ? Double(noise / power) : 0
    }
  }

  /// y - Σ r ĥ of a CDM group's pilots in a symbol.
  private func leave(
    _ slot: Slot, _ layout: borrowing PilotLayout, _ cdmGroup: Int, symbol: Int, _ symbolIndex: Int, node: Int,
    _ estimate: borrowing ChannelEstimate
  ) {
    let count = layout.pilotCount
    let pattern = layout.cdmGroups[cdmGroup]
    for antenna in 0..<slot.antennas {
      let row = PlanarRow(residual.real(antenna), pitch: residual.pitch, instructionSet)
      gather(slot, layout, cdmGroup, symbol: symbol, antenna, into: row)
      for layer in layout.layers.indices where layout.cdmGroup[layer] == cdmGroup {
        let values = slot.expected + (layer * layout.symbolCount + symbolIndex) * count
        let turn = Turn.of(state[layer].frequencyOffsetHz * Double(symbol) * estimate.symbolSeconds)
        let response = PlanarRow(estimate.row(node, layer, antenna), pitch: estimate.pitch, instructionSet)
        guard !pattern.isEverySecond else {
          row.subtract(values, by: turn, everySecondOf: response.from(pattern.offsets[0]), count: count)
          continue
        }
        layout.subcarriers[cdmGroup].withUnsafeBufferPointer { places in
          for n in places.indices {
            let place = Int(places[n])
            let value = values[n] * turn * Complex(response.real[place], response.imaginary[place])
            row.real[n] -= value.real
            row.imaginary[n] -= value.imaginary
          }
        }
      }
    }
  }

  /// Weights over time, and what was measured.
  private func conclude(_ slot: Slot, _ layout: borrowing PilotLayout, _ layer: Int, _ estimate: inout ChannelEstimate) {
    let known = state[layer]
    var error = known.error
    if !estimate.isConstant {
      error = TimeVariation.weights(
        UnsafeBufferPointer(rebasing: times[..<slot.groups]), symbolCount: carrier.symbolsPerSlot,
        doppler: known.dopplerHz * estimate.symbolSeconds, error: min(0.99, known.error), into: estimate.timeWeight(layer, 0),
        pitch: estimate.maximumNodes)
    }
    var noise: Float = 0
    for antenna in 0..<slot.antennas { noise += estimate.noisePowers[antenna] / Float(slot.antennas) }
    let power = Float(known.power)
    var measured = LayerMeasurement()
    measured.likeness = Float(known.likeness)
    measured.likenessCount = slot.groups > 1 ? 2 : 1
    measured.channelPower = power
    measured.referencePower = power * meanPower(slot.expected + layer * layout.symbolCount * layout.pilotCount, layout.pilotCount)
    measured.signalToNoise = noise > 0 ? power / noise : .infinity
    measured.errorPower = power * Float(error)
    let spacing = Double(carrier.numerology.subcarrierSpacing)
    measured.delaySeconds = -known.phase / spacing
    measured.delaySpreadSeconds = DelayPrior.spreads[known.spread] / spacing
    measured.frequencyOffsetHz = known.frequencyOffsetHz
    measured.dopplerHz = estimate.isConstant ? 0 : known.dopplerHz
    estimate.measurements[layer] = measured
  }
}
