import DSPKernels
import Foundation
import Modulation

/// What is measured of a transmitter's waveform.
public enum TransmitQuality {
  /// The power of each frequency, by periodograms of overlapping stretches under a window of Kaiser: the first is -rate/2.
  /// - Returns: `size` powers, or none for fewer samples than that.
  public static func spectrum(_ samples: [Complex], size: Int = 8192) -> [Float] {
    guard samples.count >= size, var transform = FourierTransform(count: size) else { return [] }
    let window = (0..<size).map { Float(KaiserWindow.value(2 * (Double($0) + 0.5) / Double(size) - 1, beta: 14)) }
    let scale = 1 / window.reduce(0) { $0 + $1 * $1 }
    var sums = [Double](repeating: 0, count: size)
    var block = [Complex](repeating: .zero, count: size)
    var blocks = 0
    for start in stride(from: 0, through: samples.count - size, by: size / 2) {
      for index in 0..<size { block[index] = samples[start + index] * window[index] }
      block.withUnsafeMutableBufferPointer { transform.forward($0) }
      for index in 0..<size { sums[index ^ (size / 2)] += Double(block[index].power * scale) }
      blocks += 1
    }
    return sums.map { Float($0 / Double(blocks) / Double(size)) }
  }

  /// The power within a band.
  private static func power(_ spectrum: [Float], rateHz: Double, centerHz: Double, widthHz: Double) -> Double {
    let size = Double(spectrum.count)
    let first = (centerHz - widthHz / 2) / rateHz * size + size / 2
    let last = (centerHz + widthHz / 2) / rateHz * size + size / 2
    return spectrum.indices.reduce(0) { sum, index in
      Double(index) >= first && Double(index) < last ? sum + Double(spectrum[index]) : sum
    }
  }

  /// Adjacent channel leakage power ratio in dB, the worse of both sides (TS 38.104 §6.6.3): of the carrier's transmission bandwidth to as
  /// much of a neighbour's.
  public static func adjacentChannelLeakageRatio(
    _ samples: [Complex], rateHz: Double, channelHz: Double, bandwidthHz: Double
  ) -> Float {
    let spectrum = spectrum(samples)
    let own = power(spectrum, rateHz: rateHz, centerHz: 0, widthHz: bandwidthHz)
    let neighbour = max(
      power(spectrum, rateHz: rateHz, centerHz: channelHz, widthHz: bandwidthHz),
      power(spectrum, rateHz: rateHz, centerHz: -channelHz, widthHz: bandwidthHz))
    return Float(10 * log10(own / neighbour))
  }

  /// Peak power over mean power in dB, the peak being what so small a part of the samples exceeds.
  public static func peakRatio(_ samples: [Complex], exceeded: Double = 1e-4) -> Float {
    let powers = samples.map(\.power).sorted()
    guard let last = powers.last else { return 0 }
    let mean = powers.reduce(0) { $0 + Double($1) } / Double(powers.count)
    let peak = powers[min(powers.count - 1, Int(Double(powers.count) * (1 - exceeded)))]
    return Float(10 * log10(Double(min(peak, last)) / mean))
  }

  /// Error vector magnitude (TS 38.104 §6.5.2 and annex B): elements are divided by what those of two symbols say of each subcarrier, averaged
  /// over 19 of these, and compared with those that were sent.
  /// - Parameters:
  ///   - samples: of whole slots from slot 0 on, at the configuration's rate.
  ///   - sent: the elements of each of these slots.
  ///   - windowAdvance: by how much the transform begins before the prefix's end.
  ///   - references: symbols of a slot from which the equaliser is made; the others are compared.
  public static func errorVectorMagnitude(
    _ samples: [Complex], sent: [ResourceGrid], configuration: OFDMConfiguration, windowAdvance: Int = 0, references: [Int] = [2, 11]
  ) throws(ParameterError) -> Float {
    var demodulator = try OFDMDemodulator(configuration, windowAdvance: windowAdvance)
    let carrier = configuration.carrier
    var (error, reference) = (0.0, 0.0)
    var start = 0
    for (slot, sent) in sent.enumerated() {
      let count = configuration.timing.sampleCount(slot: slot)
      guard samples.count >= start + count else {
        throw ParameterError("samples", samples.count, "slot \(slot) reaches to \(start + count)", "TS 38.104, annex B")
      }
      var received = ResourceGrid(carrier)
      samples[start..<start + count].withUnsafeBufferPointer { demodulator.demodulate($0, slot: slot, into: &received) }
      start += count
      let equalizer = equalizer(received, sent, references)
      for symbol in 0..<carrier.symbolsPerSlot where !references.contains(symbol) {
        for subcarrier in 0..<carrier.subcarrierCount {
          let ideal = sent[0, symbol, subcarrier]
          let difference = received[0, symbol, subcarrier] * equalizer[subcarrier] - ideal
          error += Double(difference.power)
          reference += Double(ideal.power)
        }
      }
    }
    return Float((error / reference).squareRoot())
  }

  private static func equalizer(_ received: ResourceGrid, _ sent: ResourceGrid, _ references: [Int]) -> [Complex] {
    let count = sent.subcarrierCount
    // Σ over the reference symbols of received · sent* and |sent|².
    let products = (0..<count).map { subcarrier in
      references.reduce((Complex.zero, Float(0))) { sum, symbol in
        let ideal = sent[0, symbol, subcarrier]
        return (sum.0 + received[0, symbol, subcarrier] * ideal.conjugate, sum.1 + ideal.power)
      }
    }
    return (0..<count).map { subcarrier in
      let reach = min(9, subcarrier, count - 1 - subcarrier)
      var (gain, power) = (Complex.zero, Float(0))
      for place in (subcarrier - reach)...(subcarrier + reach) {
        gain += products[place].0
        power += products[place].1
      }
      // power / gain.
      return gain.power > 0 ? gain.conjugate * (power / gain.power) : .zero
    }
  }
}
