import DSPKernels
import Foundation
import Modulation

/// Estimates the channel of a transmission from its demodulation reference signals (TS 38.211 §6.4.1.1 and §7.4.1.1).
///
/// Least squares at the pilots; the mean delay, the delay spread, the frequency offset, the Doppler frequency and the noise are measured,
/// and the linear minimum mean square error estimate for them is made from the pilots around each resource block, then over time. Ports of a
/// CDM group are told apart by the same weights, which know that the other port may be there. The noise comes from what the estimate leaves
/// of the pilots. There is nothing to tune.
public struct ChannelEstimator: ~Copyable {
  public let carrier: Carrier
  public let maximumAntennas: Int
  public let maximumLayers: Int
  public let maximumSymbolGroups: Int
  let instructionSet: InstructionSet

  var designs = WienerDesigns()
  var statistics = PilotStatistics()
  /// Rows of least squares estimates: by layer, then by symbol group, then by antenna.
  let pilots: PilotSmoothing.Rows
  /// Rows of cells of a layer, by symbol group, then by antenna; and of the means of resource blocks.
  let cells: PilotSmoothing.Rows
  /// The turns of a layer's delay at all subcarriers, and at those of its pilots.
  let turns: PilotSmoothing.Rows
  /// For the smoothing of blocks.
  let smoothing: UnsafeMutablePointer<Float>
  /// What is left of a symbol's pilots, by antenna.
  let residual: PilotSmoothing.Rows
  let state: UnsafeMutablePointer<LayerState>
  /// Times of the symbol groups in symbols.
  let times: UnsafeMutableBufferPointer<Double>

  /// What is known of a layer while a slot is worked on.
  struct LayerState {
    /// Turns of the channel for each subcarrier.
    var phase = 0.0
    var spread = 0
    var power = 0.0
    /// Of a least squares estimate of one symbol group.
    var noise = 0.0
    var frequencyOffsetHz = 0.0
    var dopplerHz = 0.0
    /// As in ``LayerMeasurement``.
    var likeness = 0.0
    /// Of the outermost symbol groups, and how much of its distance from 1 noise may have made.
    var correlation = 1.0
    var uncertainty = 0.0
    var ratioUsed = 0.0
    /// Mean weight of a pilot in the estimate at its own place; error of the estimate of a node to the power of the channel.
    var leverage = 0.0
    var error = 0.0
  }

  /// Memory for slots of a carrier.
  public init(
    carrier: Carrier, antennas: Int, layers: Int = 8, symbolGroups: Int = 4, instructionSet: InstructionSet = .fastest
  ) throws(ParameterError) {
    guard 1...EqualizerWorkspace.maximumLayers ~= layers else {
      throw ParameterError("layers", layers, "there are 1 to 8 layers", "TS 38.211 §7.3.1.3")
    }
    for (name, count, limit) in [("antennas", antennas, 4096), ("symbolGroups", symbolGroups, ChannelEstimate.symbolLimit)]
    where !(1...limit ~= count) { throw ParameterError(name, count, "1 to \(limit) are possible", "TS 38.211 §4.4") }
    self.carrier = carrier
    maximumAntennas = antennas
    maximumLayers = layers
    maximumSymbolGroups = symbolGroups
    self.instructionSet = instructionSet
    let pitch = EqualizerWorkspace.pitch(subcarriers: carrier.subcarrierCount)
    func rows(_ count: Int) -> PilotSmoothing.Rows {
      let memory = UnsafeMutablePointer<Float>.allocate(capacity: 2 * count * pitch)
      memory.initialize(repeating: 0, count: 2 * count * pitch)
      return PilotSmoothing.Rows(base: memory, pitch: pitch)
    }
    pilots = rows(layers * symbolGroups * antennas)
    cells = rows(symbolGroups * antennas)
    turns = rows(2)
    residual = rows(antennas)
    let scratchCount = PilotSmoothing.Factors.scratchCount(blocks: carrier.gridSize)
    smoothing = .allocate(capacity: scratchCount)
    smoothing.initialize(repeating: 0, count: scratchCount)
    state = .allocate(capacity: layers)
    state.initialize(repeating: LayerState(), count: layers)
    times = .allocate(capacity: symbolGroups)
    times.initialize(repeating: 0)
  }

  deinit {
    for rows in [pilots, cells, turns, residual] { rows.base.deallocate() }
    smoothing.deallocate()
    state.deallocate()
    times.deallocate()
  }

  /// Estimates the channel of a slot.
  /// - Parameters:
  ///   - grid: what was received, by antenna.
  ///   - expected: values of the reference signals with their amplitude and cover codes, ``PilotLayout/expectedCount`` of them.
  ///   - estimate: where the result goes.
  /// - Throws: for a layout of another carrier, a grid of another size, a number of values that is not the layout's, and what there is no
  ///   memory for.
  public mutating func estimate(
    _ grid: borrowing ResourceGrid, _ layout: borrowing PilotLayout, expected: UnsafeBufferPointer<Complex>,
    into estimate: inout ChannelEstimate
  ) throws(ParameterError) {
    try check(grid, layout, expected.count, estimate)
    try measureReceived(grid, layout, &estimate)
    estimate.layerCount = layout.layers.count
    estimate.antennaCount = grid.portCount
    estimate.subcarrierCount = layout.subcarrierCount
    estimate.segments = layout.segments
    estimate.noiseGroups = layout.noiseGroups
    estimate.symbolSeconds = 1e-3 / Double(carrier.numerology.slotsPerSubframe * carrier.symbolsPerSlot)
    for (group, symbols) in layout.symbolGroups.enumerated() {
      times[group] = Double(symbols.reduce(0, +)) / Double(symbols.count)
    }
    grid.withElements { elements in
      guard let received = elements.baseAddress, let values = expected.baseAddress else { return }
      let slot = Slot(
        received: received, symbolPitch: grid.subcarrierCount, antennaPitch: grid.subcarrierCount * grid.symbolCount, expected: values,
        antennas: grid.portCount, groups: layout.symbolGroups.count)
      for layer in layout.layers.indices {
        leastSquares(slot, layout, layer)
        analyse(slot, layout, layer, estimate.symbolSeconds)
      }
      interpolate(slot, layout, &estimate)
    }
  }

  /// What was received in a slot, and what was expected.
  struct Slot {
    var received: UnsafePointer<Complex>
    var symbolPitch: Int
    var antennaPitch: Int
    var expected: UnsafePointer<Complex>
    var antennas: Int
    var groups: Int
  }

  private func check(
    _ grid: borrowing ResourceGrid, _ layout: borrowing PilotLayout, _ count: Int, _ estimate: borrowing ChannelEstimate
  ) throws(ParameterError) {
    guard layout.carrier == carrier else {
      throw ParameterError("layout", layout.carrier, "the memory is for another carrier", "TS 38.211 §4.4.2")
    }
    guard grid.subcarrierCount == carrier.subcarrierCount, grid.symbolCount == carrier.symbolsPerSlot else {
      throw ParameterError("grid", grid.subcarrierCount, "the carrier has \(carrier.subcarrierCount) subcarriers", "TS 38.211 §4.4.2")
    }
    guard count == layout.expectedCount else {
      throw ParameterError("expected", count, "the layout has \(layout.expectedCount) values", "TS 38.211 §7.4.1.1.2")
    }
    guard 1...min(maximumAntennas, estimate.maximumAntennas) ~= grid.portCount else {
      throw ParameterError("grid", grid.portCount, "there is memory for \(maximumAntennas) antennas", "TS 38.211 §4.4.1")
    }
    guard layout.layers.count <= min(maximumLayers, estimate.maximumLayers) else {
      throw ParameterError("layers", layout.layers.count, "there is memory for \(maximumLayers) layers", "TS 38.211 §7.3.1.3")
    }
    guard layout.symbolGroups.count <= min(maximumSymbolGroups, estimate.maximumNodes) else {
      throw ParameterError(
        "symbolGroups", layout.symbolGroups.count, "there is memory for \(maximumSymbolGroups)", "TS 38.211 §7.4.1.1.2")
    }
    guard layout.subcarrierCount <= estimate.maximumSubcarriers else {
      throw ParameterError(
        "segments", layout.subcarrierCount, "there is memory for \(estimate.maximumSubcarriers) subcarriers", "TS 38.211 §4.4.2")
    }
  }

  /// The power of each antenna's symbols with pilots.
  private func measureReceived(
    _ grid: borrowing ResourceGrid, _ layout: borrowing PilotLayout, _ estimate: inout ChannelEstimate
  ) throws(ParameterError) {
    for antenna in 0..<grid.portCount {
      var power: Float = 0
      for symbols in layout.symbolGroups {
        for symbol in symbols {
          let row = grid.offset(port: antenna, symbol: symbol)
          for segment in layout.segments {
            power += grid.withElements { elements in
              guard let base = elements.baseAddress else { return 0 }
              return Float(PlanarRow.power(base + row + 12 * segment.lowerBound, count: 12 * segment.count, instructionSet))
            }
          }
        }
      }
      // Squares of powers are within what a Float has.
      guard power.isFinite, power <= 1e18 * Float(layout.symbolCount * layout.subcarrierCount) else {
        throw ParameterError("grid", power, "numbers in reference signals are finite and not above 1e9", "TS 38.211 §7.4.1.1")
      }
      estimate.receivedPowers[antenna] = power / Float(layout.symbolCount)
    }
  }

  func pilotRow(_ layer: Int, _ group: Int, _ antenna: Int) -> PlanarRow {
    let row = (layer * maximumSymbolGroups + group) * maximumAntennas + antenna
    return PlanarRow(pilots.real(row), pitch: pilots.pitch, instructionSet)
  }

  func cellRow(_ group: Int, _ antenna: Int) -> PlanarRow {
    PlanarRow(cells.real(group * maximumAntennas + antenna), pitch: cells.pitch, instructionSet)
  }

  /// The mean of y / r over the symbols of each group. Where r is weak, as some of a sequence may be whose powers differ, y r* / |r|² would
  /// be mostly noise: |r|² is then taken for a fifth of its mean.
  private func leastSquares(_ slot: Slot, _ layout: borrowing PilotLayout, _ layer: Int) {
    let count = layout.pilotCount
    let weights = PlanarRow(turns.real(1), pitch: turns.pitch, instructionSet)
    let spare = PlanarRow(residual.real(0), pitch: residual.pitch, instructionSet)
    var expected = slot.expected + layer * layout.symbolCount * count
    for group in 0..<slot.groups {
      let symbols = layout.symbolGroups[group]
      for (index, symbol) in symbols.enumerated() {
        weights.invert(expected, least: 0.2 * meanPower(expected, count), factor: 1 / Float(symbols.count), count: count)
        for antenna in 0..<slot.antennas {
          let row = pilotRow(layer, group, antenna)
          guard !layout.layers[layer].isEverySecond else {
            let source = slot.received + antenna * slot.antennaPitch + symbol * slot.symbolPitch + layout.layers[layer].offsets[0]
            var start = 0
            for segment in layout.segments {
              row.from(start).weigh(
                everySecondOf: source + 12 * segment.lowerBound, by: weights.from(start), isAdding: index > 0, count: 6 * segment.count)
              start += 6 * segment.count
            }
            continue
          }
          let target = index == 0 ? row : spare
          gather(slot, layout, layout.cdmGroup[layer], symbol: symbol, antenna, into: target)
          target.multiply(weights, count: count)
          if index > 0 { row.add(spare, scale: 1, count: count) }
        }
        expected += count
      }
    }
  }

  /// What an antenna received in a symbol where a CDM group has pilots.
  func gather(_ slot: Slot, _ layout: borrowing PilotLayout, _ cdmGroup: Int, symbol: Int, _ antenna: Int, into row: PlanarRow) {
    let source = slot.received + antenna * slot.antennaPitch + symbol * slot.symbolPitch
    let pattern = layout.cdmGroups[cdmGroup]
    guard !pattern.isEverySecond else {
      var start = 0
      for segment in layout.segments {
        let count = segment.count * pattern.offsets.count
        row.from(start).gather(everySecondOf: source + 12 * segment.lowerBound + pattern.offsets[0], count: count)
        start += count
      }
      return
    }
    layout.gridSubcarriers[cdmGroup].withUnsafeBufferPointer { places in
      for n in places.indices {
        let value = source[Int(places[n])]
        (row.real[n], row.imaginary[n]) = (value.real, value.imaginary)
      }
    }
  }

  func meanPower(_ values: UnsafePointer<Complex>, _ count: Int) -> Float {
    Float(PlanarRow.power(values, count: count, instructionSet)) / Float(max(1, count))
  }

  /// Calls with where each segment's cells begin and their number.
  @inline(__always)
  private static func eachSegment(_ layout: borrowing PilotLayout, _ perBlock: Int, _ body: (Int, Int) -> Void) {
    var first = 0
    for index in layout.segments.indices {
      let count = layout.segments[index].count * perBlock
      body(first, count)
      first += count
    }
  }

  /// Measures a layer's delays and offsets and takes them out of its pilots.
  private mutating func analyse(_ slot: Slot, _ layout: borrowing PilotLayout, _ layer: Int, _ symbolSeconds: Double) {
    let pattern = layout.layers[layer]
    let perBlock = pattern.offsets.count / pattern.pilotsPerCell
    let count = layout.blockCount * perBlock
    statistics.clear()
    makeCells(slot, layer, pattern, count)
    for group in 0..<slot.groups {
      for antenna in 0..<slot.antennas {
        let row = cellRow(group, antenna)
        Self.eachSegment(layout, perBlock) { statistics.add(row, first: $0, count: $1) }
      }
    }
    let phasePerCell = statistics.phasePerCell()
    let (spread, power) = statistics.spread(spacing: pattern.cellSpacing)
    var known = LayerState()
    known.phase = phasePerCell / Double(pattern.cellSpacing)
    (known.spread, known.power) = (spread, power)
    let (offset, likeness) = frequencyOffset(slot, count, symbolSeconds)
    known.frequencyOffsetHz = offset
    known.likeness = likeness + statistics.likeness
    turnBack(slot, layout, layer, known, symbolSeconds)
    makeCells(slot, layer, pattern, count)
    var roughness = CellRoughness()
    for group in 0..<slot.groups {
      for antenna in 0..<slot.antennas {
        let row = cellRow(group, antenna)
        Self.eachSegment(layout, perBlock) { roughness.add(row, first: $0, count: $1) }
      }
    }
    known.noise = roughness.noise * Double(pattern.pilotsPerCell)
    known.spread = max(known.spread, roughness.spread(power: known.power, spacing: pattern.cellSpacing))
    (known.correlation, known.dopplerHz) = variation(slot, layout, perBlock, symbolSeconds)
    // Noise to the power of the channel in a cell.
    let relative = known.power > 0 ? known.noise / Double(pattern.pilotsPerCell) / known.power : 1
    known.uncertainty = 3 * ((2 * relative + relative * relative) / Double(2 * count * slot.antennas)).squareRoot()
    state[layer] = known
  }

  private func makeCells(_ slot: Slot, _ layer: Int, _ pattern: PilotPattern, _ count: Int) {
    for group in 0..<slot.groups {
      for antenna in 0..<slot.antennas {
        pilotRow(layer, group, antenna).average(pattern.pilotsPerCell, into: cellRow(group, antenna), count: count)
      }
    }
  }

  /// From the phases between symbol groups: neighbouring ones first, then the outer ones, whose distance says it better. Zero unless it is
  /// more than what noise makes. With how alike neighbouring symbol groups are.
  private func frequencyOffset(_ slot: Slot, _ count: Int, _ symbolSeconds: Double) -> (offsetHz: Double, likeness: Double) {
    guard slot.groups > 1 else { return (0, 0) }
    func turns(_ group: Int, _ other: Int, _ expected: Double) -> (turns: Double, variance: Double, likeness: Double) {
      var (sum, power) = (SIMD2<Double>.zero, 0.0)
      for antenna in 0..<slot.antennas {
        let (a, b) = (cellRow(other, antenna), cellRow(group, antenna))
        sum += PlanarRow.product(a, b, first: 0, shift: 0, count: count)
        power += PlanarRow.product(a, a, first: 0, shift: 0, count: count).x / 2
        power += PlanarRow.product(b, b, first: 0, shift: 0, count: count).x / 2
      }
      let coherence = power > 0 ? (sum.x * sum.x + sum.y * sum.y) / (power * power) : 0
      let variance = coherence > 0 ? (1 / coherence - 1) / Double(2 * count * slot.antennas) / (4 * .pi * .pi) : 1
      let difference = atan2(sum.y, sum.x) / (2 * .pi) - expected
      return (expected + difference - difference.rounded(), variance, coherence * Double(count * slot.antennas))
    }
    let near = (times[1] - times[0]) * symbolSeconds
    let first = turns(0, 1, 0)
    let far = (times[slot.groups - 1] - times[0]) * symbolSeconds
    let last = slot.groups > 2 ? turns(0, slot.groups - 1, first.turns / near * far) : first
    return (last.turns * last.turns > 4 * last.variance ? last.turns / far : 0, first.likeness)
  }

  private func turnBack(
    _ slot: Slot, _ layout: borrowing PilotLayout, _ layer: Int, _ known: LayerState, _ symbolSeconds: Double
  ) {
    let row = PlanarRow(turns.real(1), pitch: turns.pitch, instructionSet)
    let count = layout.pilotCount
    if layout.layers[layer].isEverySecond, layout.segments.count == 1 {
      let first = 12 * layout.segments[0].lowerBound + layout.layers[layer].offsets[0]
      Turn.fill(2 * known.phase, from: known.phase * Double(first), count: count, row.real, row.imaginary)
    } else {
      Turn.fill(known.phase, count: carrier.subcarrierCount, turns.real(0), turns.imaginary(0))
      layout.gridSubcarriers[layout.cdmGroup[layer]].withUnsafeBufferPointer { subcarriers in
        for n in 0..<count {
          row.real[n] = turns.real(0)[Int(subcarriers[n])]
          row.imaginary[n] = turns.imaginary(0)[Int(subcarriers[n])]
        }
      }
    }
    for group in 0..<slot.groups {
      let factor = Turn.of(-known.frequencyOffsetHz * times[group] * symbolSeconds)
      for antenna in 0..<slot.antennas {
        pilotRow(layer, group, antenna).multiply(row, isConjugate: true, by: factor, count: count)
      }
    }
  }

  /// The correlation of the outermost symbol groups, and the Doppler frequency.
  private func variation(
    _ slot: Slot, _ layout: borrowing PilotLayout, _ perBlock: Int, _ symbolSeconds: Double
  ) -> (correlation: Double, dopplerHz: Double) {
    guard slot.groups > 1 else { return (1, 0) }
    // Neighbouring cells, whose noise is independent, of different symbol groups and of the same.
    func correlation(_ group: Int, _ other: Int) -> Double {
      var (across, within) = (0.0, 0.0)
      for antenna in 0..<slot.antennas {
        let (a, b) = (cellRow(group, antenna), cellRow(other, antenna))
        Self.eachSegment(layout, perBlock) { first, count in
          guard count > 1 else { return }
          across += PlanarRow.product(a, b, first: first, shift: 1, count: count - 1).x
          across += PlanarRow.product(b, a, first: first, shift: 1, count: count - 1).x
          within += PlanarRow.product(a, a, first: first, shift: 1, count: count - 1).x
          within += PlanarRow.product(b, b, first: first, shift: 1, count: count - 1).x
        }
      }
      return within > 0 ? max(-1, min(1, across / within)) : 1
    }
    let last = slot.groups - 1
    let outer = correlation(0, last)
    var (turns, distance) = (TimeVariation.dopplerTurns(correlation: outer), times[last] - times[0])
    if outer < 0.3, last > 1 {
      (turns, distance) = (TimeVariation.dopplerTurns(correlation: correlation(0, 1)), times[1] - times[0])
    }
    return (outer, turns / (distance * symbolSeconds))
  }
}
