import DSPKernels
import Foundation
import ReferenceSignals

/// A place where PSS may be.
struct PrimaryCandidate: Sendable, Hashable {
  /// N_ID^(2).
  var identity: Int
  /// The sample at which the symbol begins behind its cyclic prefix.
  var position: Int
  /// Hypothesis of the frequency offset in subcarriers.
  var frequency: Double
  /// Correlation against the energy of both: 0 to 1.
  var metric: Double
}

/// Looks for PSS in the time domain, with hypotheses of the frequency offset that are half a subcarrier apart.
///
/// Blocks of eight symbols' length are transformed; around each raster frequency the 2048 bins that are 256 subcarriers wide become a slow
/// stream of 256 samples a symbol, filtered to PSS's band. PSS is correlated with in the same bins. The metric is |Σ y p*|² / (Σ|y|² Σ|p|²);
/// in noise it exceeds t with the probability (1 - t)^(D - 1), D being the dimensions that the filter leaves of a symbol.
struct PrimarySynchronizationSearch: ~Copyable {
  static let slowLength = 256
  static let slowCount = 8 * slowLength
  /// Positions that a block gives; those at its edges are not valid.
  private static let step = 6 * slowLength
  static let margin = slowLength / 4

  let symbolLength: Int
  let hypotheses: [Double]
  /// What the filter leaves of a symbol's 256 dimensions.
  private let dimensions: Double
  private let falseAlarmProbability: Double
  private let maximumCandidates: Int
  private var fast: FourierTransform
  private var slow: FourierTransform
  /// Of the filter, in the order of the transform's bins.
  private let filter: [Float]
  /// PSS in time, 256 samples for each identity.
  private let waves: [[Complex]]
  /// The conjugate of each identity's and hypothesis' spectrum with the filter.
  private let templates: [[Complex]]
  private let block: UnsafeMutableBufferPointer<Complex>
  private let band: UnsafeMutableBufferPointer<Complex>
  private let product: UnsafeMutableBufferPointer<Complex>
  /// Of the slow stream's samples in front of each.
  private let energy: UnsafeMutableBufferPointer<Double>

  /// - Parameters:
  ///   - symbolLength: samples of a symbol, a multiple of 128.
  ///   - maximumFrequency: the greatest frequency offset in subcarriers.
  ///   - falseAlarmProbability: of a search at one raster frequency.
  init?(symbolLength: Int, maximumFrequency: Double, falseAlarmProbability: Double, maximumCandidates: Int) {
    guard let fast = FourierTransform(count: 8 * symbolLength), let slow = FourierTransform(count: Self.slowCount) else { return nil }
    self.symbolLength = symbolLength
    self.maximumCandidates = maximumCandidates
    self.fast = fast
    self.slow = slow
    let steps = Int(max(0, (2 * maximumFrequency - 0.5).rounded(.up)))
    hypotheses = (-steps...steps).map { Double($0) / 2 }
    let pass = 8 * (64.5 + maximumFrequency)
    let filter = (0..<Self.slowCount).map { bin in
      let distance = abs(Double(bin < Self.slowCount / 2 ? bin : bin - Self.slowCount)) - pass
      return distance <= 0 ? Float(1) : distance >= 256 ? 0 : Float(0.5 + 0.5 * cos(Double.pi * distance / 256))
    }
    self.filter = filter
    dimensions = filter.reduce(0) { $0 + Double($1 * $1) } / 8
    self.falseAlarmProbability = falseAlarmProbability
    let waves = (0..<3).map { Self.wave($0) }
    self.waves = waves
    block = .allocate(capacity: 8 * symbolLength)
    block.initialize(repeating: .zero)
    band = .allocate(capacity: Self.slowCount)
    band.initialize(repeating: .zero)
    product = .allocate(capacity: Self.slowCount)
    product.initialize(repeating: .zero)
    energy = .allocate(capacity: Self.slowCount + 1)
    energy.initialize(repeating: 0)
    var templates: [[Complex]] = []
    for identity in 0..<3 {
      for frequency in hypotheses {
        var spectrum = [Complex](repeating: .zero, count: Self.slowCount)
        for place in 0..<Self.slowLength {
          spectrum[place] = waves[identity][place] * Self.rotation(frequency * Double(place) / Double(Self.slowLength))
        }
        for place in 0..<Self.slowCount { product[place] = spectrum[place] }
        self.slow.forward(product)
        templates.append(product.map(\.conjugate))
      }
    }
    self.templates = templates
  }

  deinit {
    block.deallocate()
    band.deallocate()
    product.deallocate()
    energy.deallocate()
  }

  /// exp(2πj turns).
  static func rotation(_ turns: Double) -> Complex {
    let angle = 2 * Double.pi * (turns - turns.rounded())
    return Complex(Float(cos(angle)), Float(sin(angle)))
  }

  /// PSS of 256 samples, of energy 1.
  private static func wave(_ identity: Int) -> [Complex] {
    let sequence = SynchronizationSignals.primary(identity)
    let level = 1 / Float(SynchronizationSignals.count * slowLength).squareRoot()
    return (0..<slowLength).map { place in
      var sum = Complex.zero
      for index in 0..<SynchronizationSignals.count {
        sum += rotation(Double((index - 64) * place) / Double(slowLength)) * sequence[index]
      }
      return sum * level
    }
  }

  /// The bin of the fast transform for a frequency, and what is left, in subcarriers.
  func bin(_ frequency: Double) -> (bin: Int, rest: Double) {
    let bin = (frequency * 8).rounded()
    return (Int(bin), frequency - bin / 8)
  }

  /// Makes the slow stream's spectrum around a bin out of the block's.
  private mutating func extract(_ bin: Int) {
    let (count, slowCount) = (8 * symbolLength, Self.slowCount)
    // The filter leaves nothing of the bins in the middle.
    let start = ((bin - slowCount / 2) % count + count) % count
    let scale = 1 / Float(count)
    for place in 0..<slowCount {
      let source = start + place < count ? start + place : start + place - count
      let target = (place + slowCount / 2) & (slowCount - 1)
      band[target] = block[source] * (filter[target] * scale)
    }
  }

  private mutating func load(_ samples: UnsafeBufferPointer<Complex>, _ start: Int) {
    block.update(repeating: .zero)
    for place in max(0, -start)..<max(max(0, -start), min(block.count, samples.count - start)) { block[place] = samples[start + place] }
    fast.forward(block)
  }

  /// A part of the slow stream.
  /// - Parameters:
  ///   - start: the sample at which it begins.
  ///   - bin: of the raster frequency.
  mutating func slowStream(_ samples: UnsafeBufferPointer<Complex>, start: Int, bin: Int) -> [Complex] {
    load(samples, start)
    extract(bin)
    slow.inverse(band)
    return Array(band)
  }

  /// The metric that noise exceeds with the wanted probability in so many samples.
  func threshold(count: Int) -> Double {
    let trials = max(1, Double(count) * Double(Self.slowLength) / Double(symbolLength)) * 3 * Double(hypotheses.count)
    return 1 - pow(falseAlarmProbability / trials, 1 / (dimensions - 1))
  }

  /// PSS of an identity at 256 samples a symbol.
  func wave(_ identity: Int) -> [Complex] { waves[identity] }

  /// - Parameters:
  ///   - frequencies: raster frequencies in subcarriers.
  ///   - last: the last position at which a block is whole.
  ///   - progress: is called with the part of the samples that is done.
  /// - Returns: for each raster frequency its candidates, the best first.
  mutating func search(
    _ samples: UnsafeBufferPointer<Complex>, frequencies: [Double], last: Int, progress: ((Double) -> Void)? = nil
  ) -> [[PrimaryCandidate]] {
    var peaks = [[[PrimaryCandidate]]](repeating: [[], [], []], count: frequencies.count)
    let bins = frequencies.map { bin($0).bin }
    let threshold = threshold(count: last + 1)
    var number = 0
    while number * 6 * symbolLength <= last {
      progress?(Double(number * 6 * symbolLength) / Double(last + 1))
      load(samples, number * 6 * symbolLength - symbolLength / 4)
      for (index, bin) in bins.enumerated() {
        extract(bin)
        correlate(from: number * Self.step, last: last, threshold, &peaks[index])
      }
      number += 1
    }
    return peaks.map { peaks in Array(peaks.joined().sorted { $0.metric > $1.metric }.prefix(maximumCandidates)) }
  }

  /// - Parameters:
  ///   - first: the position in the slow stream of the block's first valid one.
  ///   - peaks: for each identity, in the order of position; none is within half a symbol of a better one.
  private mutating func correlate(from first: Int, last: Int, _ threshold: Double, _ peaks: inout [[PrimaryCandidate]]) {
    let (length, margin) = (Self.slowLength, Self.margin)
    _ = product.update(fromContentsOf: band)
    slow.inverse(product)
    energy[0] = 0
    for place in 0..<Self.slowCount { energy[place + 1] = energy[place] + Double(product[place].power) }
    let floor = energy[Self.slowCount] * 1e-9
    for identity in 0..<3 {
      for (number, frequency) in hypotheses.enumerated() {
        templates[identity * hypotheses.count + number].withUnsafeBufferPointer { template in
          for place in 0..<Self.slowCount { product[place] = band[place] * template[place] }
        }
        slow.inverse(product)
        for place in margin..<(margin + Self.step) {
          let power = Double(product[place].power)
          let window = energy[place + length] - energy[place]
          guard power > threshold * window, window > floor else { continue }
          let position = ((first + place - margin) * symbolLength + length / 2) / length
          guard position <= last else { break }
          let candidate = PrimaryCandidate(identity: identity, position: position, frequency: frequency, metric: power / window)
          Self.insert(candidate, symbolLength / 2, &peaks[identity])
        }
      }
    }
  }

  /// Keeps the best of those that are close together.
  private static func insert(_ candidate: PrimaryCandidate, _ distance: Int, _ peaks: inout [PrimaryCandidate]) {
    var place = peaks.count
    while place > 0, peaks[place - 1].position > candidate.position - distance {
      place -= 1
      guard abs(peaks[place].position - candidate.position) < distance else { continue }
      if peaks[place].metric >= candidate.metric { return }
      peaks.remove(at: place)
    }
    while place < peaks.count, peaks[place].position < candidate.position { place += 1 }
    peaks.insert(candidate, at: place)
  }
}
