import Foundation
import Modulation

/// Gains of the taps of a tapped delay line: Rayleigh fading with the spectrum of Jakes, with a specular component in the first tap.
///
/// Each gain is a sum of 32 waves of one amplitude, whose directions are random in equal parts of the circle and whose phases are random:
/// over realizations its autocorrelation is J0(2π f_D τ) exactly, over time its power is that of the profile.
struct ScatteredFading: Sendable {
  static let waveCount = 32

  let delays: [Double]
  private let linkCount: Int
  /// Hz and turns: by tap, then by link in the order of the correlation matrix, then by wave.
  private var frequencies: [Double] = []
  private var phases: [Double] = []
  /// Of the scattered part of each tap.
  private let amplitudes: [Float]
  private let specular: (amplitude: Float, frequency: Double, phase: Double)?
  /// For each link, row by row, what it takes of each independent gain; empty without correlation.
  private let mixing: [Float]

  init(
    _ model: TappedDelayLine, transmitAntennas: Int, receiveAntennas: Int, using generator: inout some RandomNumberGenerator
  ) throws(ParameterError) {
    let links = transmitAntennas * receiveAntennas
    linkCount = links
    let hasSpecular = model.profile.table.hasSpecularPath
    delays = Array(model.paths.delays.dropFirst(hasSpecular ? 1 : 0))
    amplitudes = model.paths.powers.dropFirst(hasSpecular ? 1 : 0).map { Float(($0 / Double(Self.waveCount)).squareRoot()) }
    let part = 1 / Double(Self.waveCount)
    frequencies.reserveCapacity(delays.count * links * Self.waveCount)
    phases.reserveCapacity(delays.count * links * Self.waveCount)
    for _ in 0..<(delays.count * links) {
      for wave in 0..<Self.waveCount {
        let turns = (Double(wave) + Double.random(in: 0..<1, using: &generator)) * part
        frequencies.append(model.maximumDopplerHz * cos(2 * .pi * turns))
        phases.append(Double.random(in: 0..<1, using: &generator))
      }
    }
    specular =
      hasSpecular
      ? (Float(model.paths.powers[0].squareRoot()), 0.7 * model.maximumDopplerHz, Double.random(in: 0..<1, using: &generator)) : nil
    if let correlation = model.correlation {
      let matrix = try correlation.matrix(transmitAntennas: transmitAntennas, receiveAntennas: receiveAntennas)
      let root = SymmetricMatrix.squareRoot(matrix, count: links)
      // Links are counted with the transmit antenna as the quicker index, the matrix's elements with the receive antenna.
      mixing = (0..<links).flatMap { link in
        let row = link % transmitAntennas * receiveAntennas + link / transmitAntennas
        return (0..<links).map { Float(root[row * links + $0]) }
      }
    } else {
      mixing = []
    }
  }

  /// Of each tap, each receive and each transmit antenna at a time in seconds.
  func gains(_ time: Double, _ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * linkCount) { independent in
      guard let base = independent.baseAddress else { return }
      for tap in delays.indices {
        let (tapReal, tapImaginary) = (real + tap * linkCount, imaginary + tap * linkCount)
        if mixing.isEmpty {
          waves(tap, time, tapReal, tapImaginary)
        } else {
          waves(tap, time, base, base + linkCount)
          mix(base, tapReal)
          mix(base + linkCount, tapImaginary)
        }
      }
    }
    if let specular {
      let turns = specular.frequency * time + specular.phase
      let (x, y) = Phasor.of(SIMD8(repeating: turns))
      for link in 0..<linkCount {
        real[link] += specular.amplitude * Float(x[0])
        imaginary[link] += specular.amplitude * Float(y[0])
      }
    }
  }

  private func waves(_ tap: Int, _ time: Double, _ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>) {
    frequencies.withUnsafeBytes { frequencies in
      phases.withUnsafeBytes { phases in
        for link in 0..<linkCount {
          var sum = (real: SIMD8<Double>.zero, imaginary: SIMD8<Double>.zero)
          let first = (tap * linkCount + link) * Self.waveCount
          for wave in stride(from: first, to: first + Self.waveCount, by: 8) {
            let frequency = frequencies.loadUnaligned(fromByteOffset: 8 * wave, as: SIMD8<Double>.self)
            let phase = phases.loadUnaligned(fromByteOffset: 8 * wave, as: SIMD8<Double>.self)
            let (x, y) = Phasor.of(frequency * time + phase)
            sum.real += x
            sum.imaginary += y
          }
          real[link] = Float(sum.real.sum()) * amplitudes[tap]
          imaginary[link] = Float(sum.imaginary.sum()) * amplitudes[tap]
        }
      }
    }
  }

  private func mix(_ source: UnsafeMutablePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
    mixing.withUnsafeBufferPointer { mixing in
      for link in 0..<linkCount {
        var sum: Float = 0
        for other in 0..<linkCount { sum += mixing[link * linkCount + other] * source[other] }
        target[link] = sum
      }
    }
  }
}
