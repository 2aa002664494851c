import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import ReferenceSignals

/// Finds out of which cell and index a block at a place in time is, and makes soft bits of its PBCH.
struct SynchronizationSignalBlockReceiver: ~Copyable {
  /// A block whose cell and index are known, not yet its payload.
  struct Reception: Sendable {
    var cellIdentity: Int
    /// i̅_SSB.
    var sequenceIndex: Int
    var timing: BlockTiming
    /// Log-likelihood ratios of PBCH's coded bits, without scrambling: for short and for long delays of the channel, the likelier first.
    var ratios: [[Float]]
    var measurements: DetectedBlock.Measurements
  }

  private static let width = SynchronizationSignalBlock.subcarrierCount
  private static let first = SynchronizationSignalBlock.firstSynchronizationSubcarrier
  private static let count = SynchronizationSignals.count
  /// Delays that the estimate of the channel allows for, as parts of a symbol: an eighth and a half of the cyclic prefix.
  private static let delays = [9.0 / 128 / 8, 9.0 / 128 / 2]
  /// The probability that noise passes as SSS.
  private static let secondaryFalseAlarm = 0.01

  private let maximumCount: Int
  private let symbolLength: Int
  private var demodulator: SynchronizationSignalBlockDemodulator
  private let primary: [[Float]]
  private let secondary: [[Float]]

  init?(_ configuration: CellSearchConfiguration) {
    guard let demodulator = SynchronizationSignalBlockDemodulator(configuration) else { return nil }
    maximumCount = configuration.pattern.maximumCount
    symbolLength = configuration.symbolLength
    self.demodulator = demodulator
    primary = (0..<3).map { SynchronizationSignals.primary($0) }
    secondary = (0..<1008).map { SynchronizationSignals.secondary(cellIdentity: $0) }
  }

  /// Samples that a block has from its first symbol, behind its prefix, on.
  var span: Int { demodulator.span }

  /// - Parameters:
  ///   - raster: the frequency of the block's subcarrier 120 in subcarriers.
  ///   - identity: N_ID^(2).
  ///   - coarse: to a part of the cyclic prefix, and to a fifth of a subcarrier.
  /// - Returns: `nil` where there is no SSS.
  mutating func receive(
    _ samples: UnsafeBufferPointer<Complex>, raster: Double, identity: Int, coarse: BlockTiming
  ) throws(ParameterError) -> Reception? {
    var timing = coarse
    guard isWhole(samples, timing) else { return nil }
    let rough = demodulator.elements(samples, raster: raster, timing: timing)
    shift(&timing, by: demodulator.strongestDelay(primaryChannel(rough, identity)))
    guard isWhole(samples, timing) else { return nil }
    let early = demodulator.elements(samples, raster: raster, timing: timing)
    guard let (cellIdentity, turn) = findSecondary(early, identity) else { return nil }
    // Between PSS and SSS are two symbols with their prefixes.
    timing.frequency += turn / (2 * (1 + 9.0 / 128))
    var elements = demodulator.elements(samples, raster: raster, timing: timing)

    let places = try PBCHDemodulationReferenceSignal.elements(cellIdentity: cellIdentity)
    let (sequenceIndex, reference) = try findSequence(elements, places, cellIdentity)
    var known = [Complex](repeating: .zero, count: 4 * Self.width)
    for (place, value) in zip(places, reference) { known[place] = value }
    for place in 0..<Self.count { known[2 * Self.width + Self.first + place] = Complex(secondary[cellIdentity][place], 0) }

    var (sums, counts) = Self.correlate(elements, known)
    let delay = demodulator.strongestDelay(sums)
    shift(&timing, by: delay)
    Self.turn(&elements, delay: delay / Double(symbolLength))
    (sums, counts) = Self.correlate(elements, known)

    let noise = Self.noise(elements)
    let power = Self.power(elements, of: known, noise: noise)
    let slope = phaseSlope(elements, known, identity, Self.channels(sums, counts, power, noise)[0])
    timing.frequency += slope / (2 * Double.pi) / (1 + 9.0 / 128)
    for symbol in 0..<4 {
      let rotation = PrimarySynchronizationSearch.rotation(-slope * Double(symbol) / (2 * Double.pi))
      for place in 0..<Self.width { elements[symbol * Self.width + place] = elements[symbol * Self.width + place] * rotation }
    }
    (sums, counts) = Self.correlate(elements, known)
    let channels = Self.channels(sums, counts, power, noise)
    let received = try PBCH.elements(cellIdentity: cellIdentity)
    let scrambling = PBCH.scrambling(cellIdentity: cellIdentity, index: sequenceIndex, maximumCount: maximumCount)
    return Reception(
      cellIdentity: cellIdentity, sequenceIndex: sequenceIndex, timing: timing,
      ratios: channels.map { Self.ratios(elements, received, $0, noise, scrambling) },
      measurements: Self.measure(elements, sums, counts, channels[0], noise))
  }

  private func isWhole(_ samples: UnsafeBufferPointer<Complex>, _ timing: BlockTiming) -> Bool {
    timing.position >= 0 && timing.position <= samples.count - demodulator.span
  }

  private func shift(_ timing: inout BlockTiming, by delay: Double) {
    let total = timing.delay + delay
    let whole = total.rounded()
    timing.position += Int(whole)
    timing.delay = total - whole
  }

  /// The channel of PSS at its subcarriers, zero at the others.
  private func primaryChannel(_ elements: BlockElements, _ identity: Int) -> [Complex] {
    var channel = [Complex](repeating: .zero, count: Self.width)
    for place in 0..<Self.count { channel[Self.first + place] = elements[Self.first + place] * primary[identity][place] }
    return channel
  }

  /// - Returns: the cell, and by how many turns SSS is ahead of PSS; `nil` where no cell's sequence is there.
  private func findSecondary(_ elements: BlockElements, _ identity: Int) -> (cellIdentity: Int, turn: Double)? {
    let raw = primaryChannel(elements, identity)
    // The mean of thirteen subcarriers: the channel is flat enough for them.
    var products = [Complex](repeating: .zero, count: Self.count)
    var energy: Float = 0
    for place in 0..<Self.count {
      var mean = Complex.zero
      for near in max(0, place - 6)...min(Self.count - 1, place + 6) { mean += raw[Self.first + near] }
      products[place] = elements[2 * Self.width + Self.first + place] * mean.conjugate
      energy += products[place].power
    }
    var best = (cell: 0, sum: Complex.zero)
    for cell in stride(from: identity, to: 1008, by: 3) {
      var sum = Complex.zero
      secondary[cell].withUnsafeBufferPointer { sequence in
        for place in 0..<Self.count { sum += products[place] * sequence[place] }
      }
      if sum.power > best.sum.power { best = (cell, sum) }
    }
    let metric = Double(best.sum.power / (energy * Float(Self.count)))
    let threshold = 1 - pow(Self.secondaryFalseAlarm / 336, 1 / Double(Self.count - 1))
    guard metric > threshold else { return nil }
    return (best.cell, Double(atan2(best.sum.imaginary, best.sum.real)) / (2 * Double.pi))
  }

  /// The sequence of the demodulation reference signal that agrees best: coherently over the symbols and six of its subcarriers.
  private func findSequence(
    _ elements: BlockElements, _ places: [Int], _ cellIdentity: Int
  ) throws(ParameterError) -> (sequenceIndex: Int, reference: [Complex]) {
    var best = (sequenceIndex: 0, reference: [Complex](), metric: Float(-1))
    for sequenceIndex in 0..<8 {
      let reference = try PBCHDemodulationReferenceSignal.sequence(cellIdentity: cellIdentity, sequenceIndex: sequenceIndex)
      var groups = [Complex](repeating: .zero, count: 10)
      for (place, value) in zip(places, reference) { groups[place % Self.width / 24] += elements[place] * value.conjugate }
      let metric = groups.reduce(0) { $0 + $1.power }
      if metric > best.metric { best = (sequenceIndex, reference, metric) }
    }
    return (best.sequenceIndex, best.reference)
  }

  /// For each subcarrier Σ y x* and Σ |x|².
  private static func correlate(_ elements: BlockElements, _ known: [Complex]) -> (sums: [Complex], counts: [Float]) {
    var sums = [Complex](repeating: .zero, count: width)
    var counts = [Float](repeating: 0, count: width)
    for place in known.indices where known[place] != .zero {
      sums[place % width] += elements[place] * known[place].conjugate
      counts[place % width] += known[place].power
    }
    return (sums, counts)
  }

  /// The channel for short and for long delays, the likelier first.
  private static func channels(_ sums: [Complex], _ counts: [Float], _ power: Float, _ noise: Float) -> [[Complex]] {
    let estimates = delays.map { delay in
      ChannelInterpolation.estimate(sums, counts, delay: delay, power: Double(power), noise: Double(noise))
    }
    return estimates.sorted { $0.likelihood > $1.likelihood }.map(\.channel)
  }

  private static func turn(_ elements: inout BlockElements, delay: Double) {
    for place in elements.indices {
      elements[place] = elements[place] * PrimarySynchronizationSearch.rotation(delay * Double(place % width - width / 2))
    }
  }

  /// The mean power where a block is zero: beside PSS and SSS.
  private static func noise(_ elements: BlockElements) -> Float {
    let zeros = [0..<56, 183..<240, 528..<536, 663..<672]
    let sum = zeros.joined().reduce(0) { $0 + elements[$1].power }
    return max(sum / Float(zeros.reduce(0) { $0 + $1.count }), .leastNormalMagnitude)
  }

  /// The mean power of known elements without the noise, at least a part of it.
  private static func power(_ elements: BlockElements, of known: [Complex], noise: Float) -> Float {
    var (sum, count): (Float, Float) = (0, 0)
    for place in known.indices where known[place] != .zero {
      sum += elements[place].power
      count += 1
    }
    return max(sum / max(1, count) - noise, noise / 20)
  }

  /// By how much the phase grows from symbol to symbol.
  private func phaseSlope(_ elements: BlockElements, _ known: [Complex], _ identity: Int, _ channel: [Complex]) -> Double {
    var sums = [Complex](repeating: .zero, count: 4)
    for place in known.indices where known[place] != .zero {
      sums[place / Self.width] += elements[place] * (known[place] * channel[place % Self.width]).conjugate
    }
    for place in 0..<Self.count {
      sums[0] += elements[Self.first + place] * channel[Self.first + place].conjugate * primary[identity][place]
    }
    let whole = sums.reduce(.zero, +)
    let weights = sums.map { Double($0.power).squareRoot() }
    let phases = sums.map { value in
      let turned = value * whole.conjugate
      return Double(atan2(turned.imaginary, turned.real))
    }
    let total = max(weights.reduce(0, +), .leastNormalMagnitude)
    let centre = weights.indices.reduce(0) { $0 + Double($1) * weights[$1] } / total
    let mean = weights.indices.reduce(0) { $0 + phases[$1] * weights[$1] } / total
    var (product, square) = (0.0, Double.leastNormalMagnitude)
    for symbol in 0..<4 {
      product += weights[symbol] * (Double(symbol) - centre) * (phases[symbol] - mean)
      square += weights[symbol] * (Double(symbol) - centre) * (Double(symbol) - centre)
    }
    return product / square
  }

  private static func ratios(
    _ elements: BlockElements, _ places: [Int], _ channel: [Complex], _ noise: Float, _ scrambling: BitSequence
  ) -> [Float] {
    var ratios: [Float] = []
    ratios.reserveCapacity(PBCH.bitCount)
    let scale = 2 * Float(2).squareRoot() / noise
    for place in places {
      let value = elements[place] * channel[place % width].conjugate * scale
      ratios.append(scrambling[ratios.count] ? -value.real : value.real)
      ratios.append(scrambling[ratios.count] ? -value.imaginary : value.imaginary)
    }
    return ratios
  }

  /// SS-RSRP is of SSS and the demodulation reference signal, as TS 38.215 §5.1.1 allows.
  private static func measure(
    _ elements: BlockElements, _ sums: [Complex], _ counts: [Float], _ channel: [Complex], _ noise: Float
  ) -> DetectedBlock.Measurements {
    var (sum, energy) = (Complex.zero, Float.leastNormalMagnitude)
    for place in sums.indices {
      sum += sums[place] * channel[place].conjugate
      energy += channel[place].power * counts[place]
    }
    let signal = sum.power / energy / counts.reduce(0, +)
    let total = elements.reduce(0) { $0 + $1.power } / Float(SynchronizationSignalBlock.symbolCount)
    let mean = channel.reduce(0) { $0 + $1.power } / Float(width)
    func decibels(_ value: Float) -> Double { 10 * log10(Double(max(value, .leastNormalMagnitude))) }
    return DetectedBlock.Measurements(
      referencePowerDB: decibels(signal), referenceQualityDB: decibels(20 * signal / max(total, .leastNormalMagnitude)),
      signalToInterferenceAndNoiseDB: decibels(signal / noise), signalToNoiseDB: decibels(mean / noise))
  }
}
