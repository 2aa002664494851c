import DSPKernels
import Foundation
import Modulation
import ReferenceSignals

/// Where a block is in samples, and what is known of its frequency.
struct BlockTiming: Sendable, Hashable {
  /// The sample at which the first symbol begins behind its cyclic prefix; the part below one sample is in ``delay``.
  var position: Int
  /// Samples by which the signal comes later than `position`.
  var delay: Double
  /// The frequency offset in subcarriers.
  var frequency: Double
}

/// The elements of a block as received: 240 · symbol + subcarrier.
typealias BlockElements = [Complex]

/// Makes the elements of blocks from samples, and estimates what stands between the two.
struct SynchronizationSignalBlockDemodulator: ~Copyable {
  private static let subcarrierCount = SynchronizationSignalBlock.subcarrierCount

  private let symbolLength: Int
  private let prefixLength: Int
  /// By how much each symbol's phase turns against the one in front, in turns, because of the carrier frequency.
  private let carrierTurns: Double
  private var window: SampleWindow

  init?(_ configuration: CellSearchConfiguration) {
    guard let window = SampleWindow(count: configuration.symbolLength) else { return nil }
    symbolLength = configuration.symbolLength
    prefixLength = configuration.prefixLength
    let duration = Double(symbolLength + prefixLength) / Double(configuration.sampleRateHz)
    carrierTurns =
      configuration.hasCarrierPhase ? (configuration.carrierFrequencyHz * duration).truncatingRemainder(dividingBy: 1) : 0
    self.window = window
  }

  /// Samples from the beginning of a block's first symbol, behind its prefix, to the block's end.
  var span: Int { 3 * (symbolLength + prefixLength) + symbolLength }

  /// The four symbols, each transformed from a window that begins early by a fifth of the prefix. An element of amplitude 1 is a subcarrier of
  /// amplitude 1 in the samples.
  /// - Parameters:
  ///   - raster: the frequency of the block's subcarrier 120 in subcarriers.
  ///   - timing: a block whose samples are all there, but for those of the first prefix.
  mutating func elements(_ samples: UnsafeBufferPointer<Complex>, raster: Double, timing: BlockTiming) -> BlockElements {
    let early = min(prefixLength / 5, timing.position)
    let length = Double(symbolLength)
    var elements = BlockElements(repeating: .zero, count: 4 * Self.subcarrierCount)
    for symbol in 0..<4 {
      let useful = timing.position + symbol * (symbolLength + prefixLength)
      // The sender's subcarriers begin anew with each symbol; the frequency offset goes on.
      let offset = timing.frequency * Double(useful - timing.position) / length - carrierTurns * Double(symbol)
      let turns = -(raster + timing.frequency) / length
      window.transform(samples, from: useful - early, first: turns * Double(-early) - offset, step: turns)
      let scale = 1 / Float(symbolLength)
      let slope = (Double(early) + timing.delay) / length
      for place in 0..<Self.subcarrierCount {
        let subcarrier = place - Self.subcarrierCount / 2
        elements[symbol * Self.subcarrierCount + place] =
          window[subcarrier] * scale * PrimarySynchronizationSearch.rotation(slope * Double(subcarrier))
      }
    }
    return elements
  }

  /// The delay in samples at which values of subcarriers add up to the greatest power, within a 60th of a symbol.
  /// - Parameter values: of the 240 subcarriers; zero where there is none.
  func strongestDelay(_ values: [Complex]) -> Double {
    // In periods of 240 subcarriers: the main lobe is one wide.
    func power(_ delay: Double) -> Double {
      let step = PrimarySynchronizationSearch.rotation(delay / Double(values.count))
      var rotation = Complex(1, 0)
      var sum = Complex.zero
      for value in values {
        sum += value * rotation
        rotation = rotation * step
      }
      return Double(sum.power)
    }
    let powers = (-16...16).map { power(Double($0) / 4) }
    let best = powers.indices.max { powers[$0] < powers[$1] } ?? 16
    var (centre, step) = (Double(best - 16) / 4, 0.125)
    for _ in 0..<4 {
      let (low, middle, high) = (power(centre - step), power(centre), power(centre + step))
      let curvature = low - 2 * middle + high
      if curvature < 0 { centre += max(-1, min(1, 0.5 * (low - high) / curvature)) * step }
      step /= 2
    }
    return centre * Double(symbolLength) / Double(values.count)
  }

  /// The frequency offset in subcarriers, from the halves of PSS and from the four cyclic prefixes.
  ///
  /// The former is unambiguous within a subcarrier of the hypothesis, the latter within half of one; each counts as its coherence says.
  /// - Parameters:
  ///   - stream: 256 samples a symbol.
  ///   - start: where PSS begins in it, behind its prefix.
  ///   - wave: PSS.
  ///   - hypothesis: in subcarriers.
  static func frequency(_ stream: [Complex], start: Int, wave: [Complex], hypothesis: Double) -> Double {
    let length = PrimarySynchronizationSearch.slowLength
    let prefix = length / 128 * 9
    var halves = [Complex](repeating: .zero, count: 2)
    var energy: Float = 0
    for place in 0..<length {
      let template = wave[place] * PrimarySynchronizationSearch.rotation(hypothesis * Double(place) / Double(length))
      halves[place / (length / 2)] += stream[start + place] * template.conjugate
      energy += stream[start + place].power
    }
    let turn = halves[1] * halves[0].conjugate
    let primary = hypothesis + Double(atan2(turn.imaginary, turn.real)) / Double.pi
    // Each half of PSS has half its energy.
    let primaryCoherence = Double(2 * (halves[0].power + halves[1].power) / max(energy, .leastNormalMagnitude))

    var product = Complex.zero
    var (before, behind): (Float, Float) = (0, 0)
    for symbol in 0..<4 {
      let useful = start + symbol * (length + prefix)
      for place in (useful - prefix + 1)..<(useful - 1) {
        product += stream[place + length] * stream[place].conjugate
        before += stream[place].power
        behind += stream[place + length].power
      }
    }
    var cyclic = Double(atan2(product.imaginary, product.real)) / (2 * Double.pi)
    cyclic += (primary - cyclic).rounded()
    let cyclicCoherence = Double(product.power / max(before * behind, .leastNormalMagnitude))
    // The variances of both, in squares of subcarriers; half the samples of the stream are independent.
    let primaryVariance = max(1e-4, 1 - primaryCoherence) / max(1e-4, primaryCoherence) / 64 / (Double.pi * Double.pi)
    let cyclicVariance =
      max(1e-4, 1 - cyclicCoherence) / max(1e-4, cyclicCoherence) / Double(4 * prefix) / (4 * Double.pi * Double.pi)
    return (primary * cyclicVariance + cyclic * primaryVariance) / (primaryVariance + cyclicVariance)
  }
}
