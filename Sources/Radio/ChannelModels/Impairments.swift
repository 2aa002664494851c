import DSPKernels
import Foundation
import Modulation

/// What a receiver's oscillator and place do to the samples of all its antennas alike.
public struct Impairments: Sendable, Hashable {
  /// By which the signal lies above where it should.
  public let frequencyOffsetHz: Double
  /// ε · 10⁶: the receiver takes a sample every (1 + ε) of the sender's.
  public let clockOffsetPPM: Double
  /// Of the signal, also by parts of a sample.
  public let delaySamples: Double

  /// - Parameters:
  ///   - frequencyOffsetHz: less than 10⁹ of either sign.
  ///   - clockOffsetPPM: -1000 to 1000.
  ///   - delaySamples: 0 to 10⁶.
  /// - Throws: for values outside.
  public init(frequencyOffsetHz: Double = 0, clockOffsetPPM: Double = 0, delaySamples: Double = 0) throws(ParameterError) {
    guard abs(frequencyOffsetHz) < 1e9 else {
      throw ParameterError("frequencyOffsetHz", frequencyOffsetHz, "an offset is less than 1 GHz", "TS 38.104 §6.5.1")
    }
    guard abs(clockOffsetPPM) <= 1000 else {
      throw ParameterError("clockOffsetPPM", clockOffsetPPM, "a clock is exact to 1000 ppm", "TS 38.104 §6.5.1")
    }
    guard 0...1e6 ~= delaySamples else {
      throw ParameterError("delaySamples", delaySamples, "a delay is 0 to 10⁶ samples", "TS 38.104 §6.5.3")
    }
    self.frequencyOffsetHz = frequencyOffsetHz
    self.clockOffsetPPM = clockOffsetPPM
    self.delaySamples = delaySamples
  }
}

/// Samples with impairments, block by block: output sample m is the input at m (1 + ε) - delay, turned by the frequency offset.
///
/// Between samples it interpolates as `DelayInterpolation.windowedSinc` does. It gives a sample when the input has reached it, and has
/// the sixteen samples behind it that interpolation takes; before the first sample of the input there is silence.
public struct ImpairmentFilter: ~Copyable {
  private static let phaseCount = 256
  /// Samples taken at once, and those kept from one time to the next.
  private let chunk: Int
  private let history: Int
  private let antennaCount: Int
  private let step: Double
  private let delay: Double
  /// Turns in a sample of the receiver's.
  private let turnsPerSample: Double
  /// The coefficients of fractions of 0, 1/256, ... 1, from the earliest sample on.
  private let table: [Float]
  /// Each antenna's real parts, then its imaginary ones.
  private let buffer: UnsafeMutablePointer<Float>
  private var inputCount = 0
  private var outputCount = 0

  /// - Throws: for other than 1 to 256 antennas and a sample rate that is not 10³ to 4 · 10⁹ Hz.
  public init(_ impairments: Impairments, antennaCount: Int, sampleRateHz: Double) throws(ParameterError) {
    guard 1...ChannelRealization.maximumAntennas ~= antennaCount else {
      throw ParameterError(
        "antennaCount", antennaCount, "a receiver has 1 to \(ChannelRealization.maximumAntennas) antennas", "TR 38.901 §7.3")
    }
    guard 1e3...4e9 ~= sampleRateHz else {
      throw ParameterError("sampleRateHz", sampleRateHz, "a sample rate is 10³ to 4 · 10⁹ Hz", "TR 38.901 §7.7")
    }
    self.antennaCount = antennaCount
    step = 1 + impairments.clockOffsetPPM * 1e-6
    delay = impairments.delaySamples
    history = 64 + Int(delay)
    chunk = max(1024, history)
    turnsPerSample = impairments.frequencyOffsetHz / sampleRateHz * step
    table = (0...Self.phaseCount).flatMap {
      // A coefficient's place rises with the sample's age; here it falls.
      FractionalDelay.coefficients(1 - Double($0) / Double(Self.phaseCount)).reversed()
    }
    let size = antennaCount * 2 * (history + chunk)
    buffer = .allocate(capacity: size)
    buffer.initialize(repeating: 0, count: size)
  }

  deinit { buffer.deallocate() }

  /// The most samples of each antenna that a block gives.
  public func outputCapacity(_ inputCount: Int) -> Int { inputCount + inputCount / 999 + 32 }

  /// Filters a block of any length.
  /// - Parameters:
  ///   - input: [antenna][sample].
  ///   - output: [antenna][sample], with place for `outputCapacity` samples of each antenna.
  /// - Returns: how many samples of each antenna were written.
  public mutating func filter(_ input: UnsafeBufferPointer<Complex>, into output: UnsafeMutableBufferPointer<Complex>) -> Int {
    let total = input.count / antennaCount
    let stride = output.count / antennaCount
    precondition(input.count == total * antennaCount && stride * antennaCount == output.count && stride >= outputCapacity(total))
    guard let source = input.baseAddress, let target = output.baseAddress else { return 0 }
    var (done, written) = (0, 0)
    while done < total {
      let count = min(total - done, chunk)
      for antenna in 0..<antennaCount {
        let real = buffer + antenna * 2 * (history + chunk)
        let imaginary = real + history + chunk
        let samples = source + antenna * total + done
        for index in 0..<count {
          (real[history + index], imaginary[history + index]) = (samples[index].real, samples[index].imaginary)
        }
      }
      inputCount += count
      done += count
      written += drain(count, target + written, stride)
      for part in 0..<(2 * antennaCount) {
        let base = buffer + part * (history + chunk)
        base.update(from: base + count, count: history)
      }
    }
    return written
  }

  /// Writes the samples that the input has reached; the last `count` stand behind the history.
  private mutating func drain(_ count: Int, _ target: UnsafeMutablePointer<Complex>, _ stride: Int) -> Int {
    var written = 0
    while true {
      let now = Double(outputCount) * step
      let place = now - delay
      let whole = place.rounded(.down)
      // The window's last sample.
      let last = whole + Double(FractionalDelay.count - 1 - FractionalDelay.center)
      guard max(now, last) <= Double(inputCount - 1) else { return written }
      let (x, y) = Phasor.of(SIMD8(repeating: Double(outputCount) * turnsPerSample))
      let turn = Complex(Float(x[0]), Float(y[0]))
      if last < 0 {
        for antenna in 0..<antennaCount { target[antenna * stride + written] = .zero }
      } else {
        let first = history + count - inputCount + Int(whole) - FractionalDelay.center
        let phase = (place - whole) * Double(Self.phaseCount)
        let row = min(Self.phaseCount - 1, Int(phase))
        let weight = Float(phase - Double(row))
        for antenna in 0..<antennaCount {
          let real = buffer + antenna * 2 * (history + chunk) + first
          let value = interpolated(real, real + history + chunk, row: row, weight: weight)
          target[antenna * stride + written] = value * turn
        }
      }
      outputCount += 1
      written += 1
    }
  }

  private func interpolated(
    _ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>, row: Int, weight: Float
  ) -> Complex {
    table.withUnsafeBytes { table in
      var sum = (real: SIMD8<Float>.zero, imaginary: SIMD8<Float>.zero)
      let size = 4 * FractionalDelay.count
      for index in Swift.stride(from: 0, to: FractionalDelay.count, by: 8) {
        let low = table.loadUnaligned(fromByteOffset: row * size + 4 * index, as: SIMD8<Float>.self)
        let high = table.loadUnaligned(fromByteOffset: (row + 1) * size + 4 * index, as: SIMD8<Float>.self)
        let coefficients = low + (high - low) * weight
        sum.real += coefficients * UnsafeRawPointer(real + index).loadUnaligned(as: SIMD8<Float>.self)
        sum.imaginary += coefficients * UnsafeRawPointer(imaginary + index).loadUnaligned(as: SIMD8<Float>.self)
      }
      return Complex(sum.real.sum(), sum.imaginary.sum())
    }
  }
}
