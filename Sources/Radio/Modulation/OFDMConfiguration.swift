import DSPKernels
import Foundation

/// How a carrier's subcarriers become samples: what modulators and demodulators share (TS 38.211 §5.3.1 and §5.4).
///
/// The middle of the reference carrier's grid is at zero of the samples' spectrum and at the carrier frequency when these have been mixed.
public struct OFDMConfiguration: Sendable, Hashable {
  public let carrier: Carrier
  public let timing: OFDMTiming
  /// f_0 in Hz.
  public let carrierFrequencyHz: Int
  /// k_0^µ: how far the middle of the grid lies above that of the reference carrier's, in subcarriers.
  public let subcarrierOffset: Int
  /// For each symbol of a subframe exp(-2πj f_0 t) at its start behind the prefix.
  let phases: [Complex]

  /// - Parameters:
  ///   - transformSize: `nil` for the least of `OFDMTiming.sizes` that has a bin for each subcarrier.
  ///   - carrierFrequencyHz: f_0, 0 to 10^11. A mixer's phase goes on from symbol to symbol, while a signal of the standard begins anew
  ///     behind each prefix; the modulator turns symbols back by what the mixer turns them. 0 for samples that something else turns back.
  ///   - reference: the carrier of the largest subcarrier spacing where several share the band (µ_0 of k_0^µ); `nil` for the carrier
  ///     itself.
  /// - Throws: for a size that OFDM cannot have or with too few bins, a frequency out of range, a reference of a smaller spacing, a carrier
  ///   that was changed to what none is.
  public init(
    carrier: Carrier, transformSize: Int? = nil, carrierFrequencyHz: Int = 0, reference: Carrier? = nil
  ) throws(ParameterError) {
    guard 0...100_000_000_000 ~= carrierFrequencyHz else {
      throw ParameterError("carrierFrequencyHz", carrierFrequencyHz, "a carrier is at 0 to 100 GHz", "TS 38.104 §5.4.2")
    }
    let reference = reference ?? carrier
    for changed in [carrier, reference] {
      // Its values may have been changed since it was made.
      _ = try Carrier(
        numerology: changed.numerology, cyclicPrefix: changed.cyclicPrefix, gridStart: changed.gridStart, gridSize: changed.gridSize,
        cellIdentity: changed.cellIdentity)
    }
    guard reference.numerology.rawValue >= carrier.numerology.rawValue else {
      throw ParameterError(
        "reference", reference.numerology, "the reference has the largest subcarrier spacing of the band", "TS 38.211 §5.3.1")
    }
    func middle(_ carrier: Carrier) -> Int { 12 * carrier.gridStart + 6 * carrier.gridSize }
    let offset = middle(carrier) - middle(reference) << (reference.numerology.exponent - carrier.numerology.exponent)
    let least = 2 * (6 * carrier.gridSize + abs(offset))
    guard let size = transformSize ?? OFDMTiming.sizes.first(where: { $0 >= least }), size >= least else {
      throw ParameterError("transformSize", transformSize ?? 8192, "the grid reaches over \(least) bins", "TS 38.211 §5.3.1")
    }
    let timing = try OFDMTiming(numerology: carrier.numerology, cyclicPrefix: carrier.cyclicPrefix, transformSize: size)
    self.carrier = carrier
    self.timing = timing
    self.carrierFrequencyHz = carrierFrequencyHz
    subcarrierOffset = offset
    phases = (0..<timing.symbolsPerSubframe).map { symbol in
      let start = timing.start(slot: 0, symbol: symbol) + timing.prefixLength(slot: 0, symbol: symbol)
      // Whole turns are left out exactly.
      let turns = Double(carrierFrequencyHz * start % timing.sampleRate) / Double(timing.sampleRate)
      return Complex(Float(cos(2 * .pi * turns)), Float(-sin(2 * .pi * turns)))
    }
  }

  /// The bin of a transform, 0 to N - 1, that a subcarrier of the grid is.
  public func bin(subcarrier: Int) -> Int {
    let bin = (subcarrier + subcarrierOffset - 6 * carrier.gridSize) % timing.transformSize
    return bin < 0 ? bin + timing.transformSize : bin
  }

  /// What a symbol is turned by so that a mixer's phase is that of the standard behind the prefix.
  func phase(slot: Int, symbol: Int) -> Complex {
    phases[timing.slotInSubframe(slot) * carrier.symbolsPerSlot + symbol]
  }

  /// 1/√N, in both directions.
  var scale: Float { 1 / Float(timing.transformSize).squareRoot() }

  /// Subcarriers of the two stretches of bins that are next to each other: from the first on, and from bin 0 on.
  var stretches: (first: Int, second: Int) {
    let first = min(carrier.subcarrierCount, timing.transformSize - bin(subcarrier: 0))
    return (first, carrier.subcarrierCount - first)
  }
}

/// `target[n]` = `source[n]` · factor, as vectors.
@inline(__always)
func multiply(_ source: UnsafePointer<Complex>, by factor: Complex, into target: UnsafeMutablePointer<Complex>, count: Int) {
  let real = factor.real
  let imaginary = factor.imaginary
  let from = UnsafeRawPointer(source)
  let to = UnsafeMutableRawPointer(target)
  let turn = SIMD8<Float>(-imaginary, imaginary, -imaginary, imaginary, -imaginary, imaginary, -imaginary, imaginary)
  var index = 0
  while index + 4 <= count {
    let offset = index * MemoryLayout<Complex>.stride
    let value = from.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
    let exchanged = SIMD8(value[1], value[0], value[3], value[2], value[5], value[4], value[7], value[6])
    to.storeBytes(of: value * real + exchanged * turn, toByteOffset: offset, as: SIMD8<Float>.self)
    index += 4
  }
  while index < count {
    target[index] = source[index] * factor
    index += 1
  }
}
