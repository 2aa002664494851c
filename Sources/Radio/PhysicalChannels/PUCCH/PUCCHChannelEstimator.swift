import DSPKernels
import Foundation
import Modulation
import ReferenceSignals

/// Channel, noise and delay of a PUCCH of format 2, 3 or 4 from its DM-RS.
struct PUCCHChannelEstimator: Sendable {
  let configuration: PUCCHConfiguration
  let antennaCount: Int
  private let smoother: PilotSmoother
  /// Of all UEs together that share a resource of format 4.
  private let everyone: PilotSmoother?
  /// Of all elements of a symbol.
  private let whole: PilotSmoother
  /// For each level, symbol and DM-RS symbol of the hop, how much of its estimate counts.
  private let timeWeights: [[[Float]]]
  /// The DM-RS symbols of each hop.
  private let references: [[Int]]
  private let spacing: Int
  private let firstPilot: Int

  private(set) var noisePower: Float = 0
  private(set) var signalPower: Float = 0
  private(set) var referenceStatistic: Float = 0
  /// Nil where no hop has two symbols with DM-RS.
  private(set) var frequencyOffsetHz: Double?
  /// Turns from one subcarrier to the next.
  private var slope: Double = 0
  private var level = 0
  private var pilots: [Complex]
  private var channels: [Complex]
  private var ramp: [Complex]
  private var scratch: [Complex]

  init(_ configuration: PUCCHConfiguration, antennaCount: Int, settings: PUCCHReceiverSettings) {
    self.configuration = configuration
    self.antennaCount = antennaCount
    let count = configuration.subcarrierCount
    let isFormat2 = configuration.format.number == 2
    spacing = isFormat2 ? 3 : 1
    firstPilot = isFormat2 ? 1 : 0
    let span = settings.delaySpan
    let sharing = configuration.spreading
    let estimates = PilotSmoother(
      pilotCount: count / spacing, spacing: spacing, first: firstPilot, count: count, span: span, sharing: sharing)
    smoother = estimates
    everyone =
      sharing == 1
      ? nil : PilotSmoother(pilotCount: count, spacing: 1, first: 0, count: count, span: span, sharing: sharing, estimatesAll: true)
    whole = isFormat2 ? PilotSmoother(pilotCount: count, spacing: 1, first: 0, count: count, span: span) : estimates
    let references = (0..<configuration.hopCount).map { hop in configuration.referenceSymbols.filter { configuration.hop($0) == hop } }
    self.references = references
    let left = (0..<PilotSmoother.decibels.count).map { estimates.noise($0) / Float(count) }
    timeWeights = estimates.levels.indices.map { level in
      (0..<configuration.symbolCount).map { symbol in
        Self.timeWeights(
          references[configuration.hop(symbol)], symbol, span: settings.dopplerSpan,
          noise: estimates.levels[level].noiseToSignal * Double(left[level]))
      }
    }
    pilots = [Complex](repeating: .zero, count: configuration.referenceSymbols.count * antennaCount * (count / spacing))
    channels = [Complex](repeating: .zero, count: configuration.referenceSymbols.count * antennaCount * count)
    ramp = [Complex](repeating: Complex(1, 0), count: count)
    scratch = [Complex](repeating: .zero, count: 2 * count)
  }

  /// Of the estimates at DM-RS symbols for one at another, as though Doppler shifts were spread evenly.
  private static func timeWeights(_ references: [Int], _ symbol: Int, span: Double, noise: Double) -> [Float] {
    func correlation(_ distance: Int) -> Double {
      let x = Double.pi * span * Double(distance)
      return x == 0 ? 1 : sin(x) / x
    }
    let size = references.count
    var matrix = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0..<size {
        matrix[row * size + column] = correlation(references[row] - references[column]) + (row == column ? max(noise, 1e-4) : 0)
      }
    }
    return SymmetricSystem(matrix, size: size).solve(references.map { correlation(symbol - $0) }).map { Float($0) }
  }

  private var pilotCount: Int { smoother.pilotCount }

  /// In seconds.
  var timingOffset: Double { -slope / Double(configuration.carrier.numerology.subcarrierSpacing) }

  /// Reads DM-RS and estimates everything.
  /// - Parameter sent: DM-RS of each symbol.
  mutating func estimate(_ grid: borrowing ResourceGrid, _ sent: [[Complex]?]) {
    let amplitudes = readPilots(grid, sent)
    slope = everyone == nil ? measuredSlope(pilots, pilotCount, spacing) : 0
    fillRamp()
    derotate(&pilots, pilotCount, spacing, firstPilot)
    if everyone != nil {
      // Other UEs' DM-RS would turn the slope: it comes from what is left of this one's, better when most of it is gone.
      var total = 0.0
      for _ in 0..<3 {
        smooth(PilotSmoother.unity + 2, amplitudes)
        slope = measuredSlope(channels, configuration.subcarrierCount, 1)
        total += slope
        fillRamp()
        derotate(&pilots, pilotCount, spacing, firstPilot)
      }
      slope = total
      fillRamp()
    }
    frequencyOffsetHz = measuredFrequency()
    measureNoise(amplitudes)
    level = PilotSmoother.level(signalToNoise: noisePower > 0 ? signalPower / noisePower : 1e6)
    measureReferences()
    smooth(level, amplitudes)
  }

  /// - Returns: the power of the pilots for each DM-RS symbol where it is not the same for all subcarriers.
  private mutating func readPilots(_ grid: borrowing ResourceGrid, _ sent: [[Complex]?]) -> [[Float]?] {
    var amplitudes: [[Float]?] = []
    for (index, symbol) in configuration.referenceSymbols.enumerated() {
      guard let reference = sent[symbol] else { continue }
      let isUneven = configuration.format.long?.isPiHalfBPSK == true && configuration.format.long?.hasTypeTwoDMRS == true
      amplitudes.append(isUneven ? reference.map(\.power) : nil)
      for antenna in 0..<antennaCount {
        let start = grid.offset(port: antenna, symbol: configuration.firstSymbol + symbol) + configuration.subcarrier(symbol) + firstPilot
        let target = (index * antennaCount + antenna) * pilotCount
        grid.withElements { elements in
          for pilot in 0..<pilotCount { pilots[target + pilot] = elements[start + spacing * pilot] * reference[pilot].conjugate }
        }
      }
    }
    return amplitudes
  }

  /// In turns for one subcarrier, positive for a signal that comes early: from the sum of correlations over distances of up to eight
  /// subcarriers (Luise and Reggiannini).
  private func measuredSlope(_ values: [Complex], _ count: Int, _ spacing: Int) -> Double {
    let distances = max(1, min(count / 2, 8 / spacing))
    var sum = Complex.zero
    for start in stride(from: 0, to: values.count, by: count) {
      for distance in 1...distances {
        for index in start..<(start + count - distance) { sum += values[index].conjugate * values[index + distance] }
      }
    }
    return sum == .zero ? 0 : Double(atan2(sum.imaginary, sum.real)) / (.pi * Double(spacing * (distances + 1)))
  }

  /// From the turn between symbols with DM-RS that follow one another in a hop.
  private func measuredFrequency() -> Double? {
    var (turns, weights) = (0.0, 0.0)
    let size = antennaCount * pilotCount
    for (index, pair) in zip(configuration.referenceSymbols, configuration.referenceSymbols.dropFirst()).enumerated() {
      guard configuration.hop(pair.0) == configuration.hop(pair.1) else { continue }
      var sum = Complex.zero
      for place in (index * size)..<((index + 1) * size) { sum += pilots[place].conjugate * pilots[place + size] }
      let weight = Double(sum.power.squareRoot())
      turns += weight * Double(atan2(sum.imaginary, sum.real)) / (2 * .pi * Double(pair.1 - pair.0))
      weights += weight
    }
    guard weights > 0 else { return nil }
    let carrier = configuration.carrier
    return turns / weights * Double(1000 * carrier.numerology.slotsPerSubframe * carrier.symbolsPerSlot)
  }

  private mutating func fillRamp() {
    for place in ramp.indices {
      let angle = 2 * Double.pi * slope * Double(place)
      ramp[place] = Complex(Float(cos(angle)), Float(sin(angle)))
    }
  }

  private func derotate(_ values: inout [Complex], _ count: Int, _ spacing: Int, _ first: Int) {
    for start in stride(from: 0, to: values.count, by: count) {
      for index in 0..<count { values[start + index] = values[start + index] * ramp[first + spacing * index].conjugate }
    }
  }

  /// Channels of all DM-RS symbols and antennas. Where pilots have unequal power, the means over it are divided by the means of it.
  private mutating func smooth(_ level: Int, _ amplitudes: [[Float]?]) {
    let count = configuration.subcarrierCount
    let (smoother, pilotCount) = (smoother, pilotCount)
    for index in amplitudes.indices {
      let divisors = amplitudes[index].map { powers in smoothed(powers.map { Complex($0, 0) }, level).map { max($0.real, 0.05) } }
      for antenna in 0..<antennaCount {
        let place = index * antennaCount + antenna
        pilots.withUnsafeBufferPointer { pilots in
          channels.withUnsafeMutableBufferPointer { channels in
            guard let source = pilots.baseAddress, let target = channels.baseAddress else { return }
            smoother.smooth(source + place * pilotCount, level, into: target + place * count)
          }
        }
        if let divisors {
          for subcarrier in 0..<count {
            channels[place * count + subcarrier] = channels[place * count + subcarrier] * (1 / divisors[subcarrier])
          }
        }
      }
    }
  }

  private func smoothed(_ values: [Complex], _ level: Int) -> [Complex] {
    var output = [Complex](repeating: .zero, count: smoother.count)
    values.withUnsafeBufferPointer { values in
      output.withUnsafeMutableBufferPointer { output in
        guard let source = values.baseAddress, let target = output.baseAddress else { return }
        smoother.smooth(source, level, into: target)
      }
    }
    return output
  }

  /// The noise from what the smoothed pilots differ from the pilots by; the signal from the smoothed ones.
  private mutating func measureNoise(_ amplitudes: [[Float]?]) {
    let rows = configuration.referenceSymbols.count * antennaCount
    if amplitudes.contains(where: { $0 != nil }) {
      measureUnevenNoise(amplitudes)
      return
    }
    let (smoother, pilotCount, isShared) = (smoother, pilotCount, everyone != nil)
    let residual = everyone ?? smoother
    var (noise, power): (Float, Float) = (0, 0)
    let count = configuration.subcarrierCount
    for row in 0..<rows {
      pilots.withUnsafeBufferPointer { pilots in
        scratch.withUnsafeMutableBufferPointer { scratch in
          guard let source = pilots.baseAddress, let target = scratch.baseAddress else { return }
          residual.smooth(source + row * pilotCount, PilotSmoother.high, into: target)
          noise += residual.residual(source + row * pilotCount, target)
          if isShared { smoother.smooth(source + row * pilotCount, PilotSmoother.high, into: target) }
          for subcarrier in 0..<count { power += target[subcarrier].power }
        }
      }
    }
    noisePower = noise / (Float(rows) * max(residual.residualCount, 1e-3))
    signalPower = max(0, power / Float(rows) - smoother.noise(PilotSmoother.high) * noisePower) / Float(count)
  }

  /// With pilots of unequal power: what the smoothed channel does not explain, of pilots that have power enough.
  private mutating func measureUnevenNoise(_ amplitudes: [[Float]?]) {
    smooth(PilotSmoother.high, amplitudes)
    var (noise, count, power): (Float, Float, Float) = (0, 0, 0)
    for index in amplitudes.indices {
      guard let powers = amplitudes[index] else { continue }
      for antenna in 0..<antennaCount {
        let start = (index * antennaCount + antenna) * pilotCount
        for pilot in 0..<pilotCount {
          power += channels[start + pilot].power
          guard powers[pilot] > 0.05 else { continue }
          // The pilots are y r*, those of the channel alone h |r|².
          noise += (pilots[start + pilot] - channels[start + pilot] * powers[pilot]).power / powers[pilot]
          count += 1
        }
      }
    }
    let total = Float(amplitudes.count * antennaCount * pilotCount)
    noisePower = count > 0 ? noise / (count * max(smoother.residualCount, 1e-3) / Float(pilotCount)) : 0
    signalPower = max(0, power / total - smoother.noise(PilotSmoother.high) / Float(pilotCount) * noisePower)
  }

  /// The measure of DM-RS: their sum over the symbols of a hop beside its smoothed value.
  private mutating func measureReferences() {
    var sum: Float = 0
    for hop in references.indices {
      let symbols = references[hop].compactMap { configuration.referenceSymbols.firstIndex(of: $0) }
      let scale = 1 / Float(symbols.count).squareRoot()
      for antenna in 0..<antennaCount {
        for pilot in 0..<pilotCount {
          scratch[pilot] = symbols.reduce(.zero) { $0 + pilots[($1 * antennaCount + antenna) * pilotCount + pilot] } * scale
        }
        sum += measure(smoother)
      }
    }
    let branches = Float(references.count * antennaCount)
    referenceStatistic = noisePower > 0 ? sum / (branches * Float(smoother.statistic.mean) * noisePower) : 0
  }

  /// Σ p* · (estimate at p) of the pilots at the beginning of `scratch`; what stands behind is used.
  private mutating func measure(_ smoother: PilotSmoother) -> Float {
    scratch.withUnsafeMutableBufferPointer { scratch in
      guard let base = scratch.baseAddress else { return 0 }
      let estimate = base + smoother.count
      smoother.smooth(base, PilotSmoother.unity, into: estimate)
      var sum: Float = 0
      for pilot in 0..<smoother.pilotCount {
        let (a, b) = (base[pilot], estimate[smoother.first + smoother.spacing * pilot])
        sum += a.real * b.real + a.imaginary * b.imaginary
      }
      return sum
    }
  }

  /// What `referenceStatistic` of noise alone exceeds with a probability.
  func referenceThreshold(_ rate: Double) -> Float {
    let branches = Double(references.count * antennaCount)
    let values = Double((everyone ?? smoother).residualCount) * Double(configuration.referenceSymbols.count * antennaCount)
    return Float(FisherDistribution.quantile(above: rate, smoother.statistic.freedom * branches, 2 * values))
  }

  /// What `decidedStatistic` of noise alone exceeds with a probability, for bits that do not depend on the noise.
  func decidedThreshold(_ rate: Double) -> Float {
    let branches = Double(references.count * antennaCount)
    let rows = Double((configuration.format.number == 2 ? configuration.symbolCount : configuration.referenceSymbols.count) * antennaCount)
    let residual = configuration.format.number == 2 ? whole : everyone ?? smoother
    return Float(
      FisherDistribution.quantile(above: rate, whole.statistic.freedom * branches, 2 * Double(residual.residualCount) * rows))
  }

  /// The measure of all elements with what was decided to have been sent in them. For format 2 it gives a better estimate of the noise,
  /// too.
  mutating func decidedStatistic(_ grid: borrowing ResourceGrid, _ sent: [[Complex]]) -> Float {
    let count = configuration.subcarrierCount
    var (sum, noise): (Float, Float) = (0, 0)
    for hop in 0..<configuration.hopCount {
      let symbols = (0..<configuration.symbolCount).filter { configuration.hop($0) == hop }
      var powers = [Float](repeating: 0, count: count)
      for symbol in symbols { for place in 0..<count { powers[place] += sent[symbol][place].power } }
      for antenna in 0..<antennaCount {
        for place in 0..<count { scratch[place] = .zero }
        for symbol in symbols {
          let start = grid.offset(port: antenna, symbol: configuration.firstSymbol + symbol) + configuration.subcarrier(symbol)
          grid.withElements { elements in
            for place in 0..<count { scratch[place] += elements[start + place] * sent[symbol][place].conjugate * ramp[place].conjugate }
          }
          if configuration.format.number == 2 { noise += wholeResidual(grid, antenna, symbol, sent[symbol]) }
        }
        for place in 0..<count { scratch[place] = scratch[place] * (1 / max(powers[place], 1e-6).squareRoot()) }
        sum += measure(whole)
      }
    }
    if configuration.format.number == 2 {
      noisePower = noise / (whole.residualCount * Float(configuration.symbolCount * antennaCount))
    }
    let branches = Float(configuration.hopCount * antennaCount)
    return noisePower > 0 ? sum / (branches * Float(whole.statistic.mean) * noisePower) : 0
  }

  private func wholeResidual(_ grid: borrowing ResourceGrid, _ antenna: Int, _ symbol: Int, _ sent: [Complex]) -> Float {
    let count = configuration.subcarrierCount
    let start = grid.offset(port: antenna, symbol: configuration.firstSymbol + symbol) + configuration.subcarrier(symbol)
    return withUnsafeTemporaryAllocation(of: Complex.self, capacity: 2 * count) { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      grid.withElements { elements in
        for place in 0..<count {
          (base + place).initialize(to: elements[start + place] * sent[place].conjugate * ramp[place].conjugate)
        }
      }
      (base + count).initialize(repeating: .zero, count: count)
      whole.smooth(base, PilotSmoother.high, into: base + count)
      return whole.residual(base, base + count)
    }
  }

  /// Adds the antennas of a symbol: Σ ĥ* y and Σ |ĥ|².
  func combine(_ grid: borrowing ResourceGrid, _ symbol: Int, _ combined: inout [Complex], _ gains: inout [Float]) {
    let count = configuration.subcarrierCount
    let hop = configuration.hop(symbol)
    let weights = timeWeights[level][symbol]
    let rows = references[hop].compactMap { configuration.referenceSymbols.firstIndex(of: $0) }
    for place in 0..<count { (combined[place], gains[place]) = (.zero, 0) }
    for antenna in 0..<antennaCount {
      let start = grid.offset(port: antenna, symbol: configuration.firstSymbol + symbol) + configuration.subcarrier(symbol)
      grid.withElements { elements in
        for place in 0..<count {
          var channel = Complex.zero
          for (weight, row) in zip(weights, rows) { channel += channels[(row * antennaCount + antenna) * count + place] * weight }
          combined[place] += (channel * ramp[place]).conjugate * elements[start + place]
          gains[place] += channel.power
        }
      }
    }
  }
}
