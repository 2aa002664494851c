import Base
import DSPKernels
import Foundation
import Modulation
import ReferenceSignals
import Testing

@Suite struct SoundingReceiverTests {
  private static func gaussian(_ generator: inout SeededGenerator) -> Complex {
    let radius = (-log(Double.random(in: Double.leastNonzeroMagnitude...1, using: &generator))).squareRoot()
    let angle = Double.random(in: 0..<(2 * Double.pi), using: &generator)
    return Complex(Float(radius * cos(angle)), Float(radius * sin(angle)))
  }

  /// Sends a signal through paths of up to 0.4 µs and returns the error of the estimate to the power of the channel, and the noise found.
  private static func error(
    _ signal: SoundingReferenceSignal, antennas: Int, noise: Float, groupSize: Int, slot: Int = 4, seed: UInt64
  ) throws -> (error: Float, noise: Float) {
    var generator = SeededGenerator(seed: seed)
    let carrier = try Carrier(numerology: .kHz30, gridStart: 3, gridSize: 106, cellIdentity: 1)
    let part = 3..<109
    var sent = ResourceGrid(carrier, portCount: signal.portCount)
    try signal.map(into: &sent, carrier: carrier, bandwidthPart: part, slot: slot, frame: 7, amplitude: 2)
    var received = ResourceGrid(carrier, portCount: antennas)
    var channel = [[Complex]](repeating: [], count: antennas * signal.portCount)
    for index in channel.indices {
      let paths = (0..<6).map { _ in
        (Self.gaussian(&generator) * Float(1 / 6.0).squareRoot(), Double.random(in: 0...0.4e-6, using: &generator))
      }
      channel[index] = (0..<carrier.subcarrierCount).map { k in
        paths.reduce(.zero) { sum, path in
          let angle = -2 * Double.pi * Double(k) * 30000 * path.1
          return sum + path.0 * Complex(Float(cos(angle)), Float(sin(angle)))
        }
      }
    }
    for antenna in 0..<antennas {
      for symbol in 0..<14 {
        for k in 0..<carrier.subcarrierCount {
          var sum = Self.gaussian(&generator) * noise.squareRoot()
          for port in 0..<signal.portCount { sum += sent[port, symbol, k] * channel[antenna * signal.portCount + port][k] }
          received[antenna, symbol, k] = sum
        }
      }
    }
    var receiver = try SoundingReferenceSignalReceiver(
      signal, carrier: carrier, bandwidthPart: part, groupSize: groupSize, antennaCount: antennas)
    let estimates = try receiver.estimate(received, slot: slot, frame: 7, amplitude: 2)
    #expect(estimates.count == signal.allocation.symbolCount / signal.allocation.repetition)
    var (difference, power, found): (Float, Float, Float) = (0, 0, 0)
    for (hop, estimate) in estimates.enumerated() {
      let first = try signal.firstSubcarrier(
        port: 0, symbol: hop * signal.allocation.repetition, slot: slot, frame: 7, carrier: carrier, bandwidthPartStart: 3)
      #expect(estimate.firstBlock == first / 12)
      for antenna in 0..<antennas {
        found += estimate.noise[antenna] / Float(antennas * estimates.count)
        for port in 0..<signal.portCount {
          for group in 0..<estimate.groupCount {
            let start = (estimate.firstBlock - 3 + group * groupSize) * 12
            let end = min(start + 12 * groupSize, (estimate.firstBlock - 3 + signal.blockCount / signal.allocation.frequencyScaling) * 12)
            var mean = Complex.zero
            for k in start..<end { mean += channel[antenna * signal.portCount + port][k] * (1 / Float(end - start)) }
            difference += (estimate[antenna, port, group] - mean).power
            power += mean.power
          }
        }
      }
    }
    return (difference / power, found)
  }

  private static func signals() throws -> [SoundingReferenceSignal] {
    try [
      SoundingReferenceSignal(comb: 2, allocation: .init(bandwidthConfiguration: 25)),
      SoundingReferenceSignal(
        portCount: 2, comb: 4, combOffset: 3, cyclicShift: 5,
        allocation: .init(symbolCount: 2, startPosition: 3, bandwidthConfiguration: 25)),
      SoundingReferenceSignal(portCount: 4, comb: 4, allocation: .init(bandwidthConfiguration: 25), identity: 77, hopping: .group),
      SoundingReferenceSignal(portCount: 4, comb: 2, cyclicShift: 6, allocation: .init(bandwidthConfiguration: 25), hopping: .sequence),
      SoundingReferenceSignal(portCount: 4, comb: 8, cyclicShift: 2, allocation: .init(bandwidthConfiguration: 25)),
      SoundingReferenceSignal(
        portCount: 2, comb: 2, allocation: .init(symbolCount: 4, startPosition: 4, repetition: 2, bandwidthConfiguration: 24, bandwidth: 1),
        timing: .periodic(period: 4, offset: 0)),
      SoundingReferenceSignal(
        portCount: 2, comb: 2, allocation: .init(bandwidthConfiguration: 24, frequencyScaling: 2, scaledStart: 1)),
      SoundingReferenceSignal(
        comb: 4, allocation: .init(symbolCount: 4, startPosition: 6, bandwidthConfiguration: 25), isForPositioning: true),
    ]
  }

  @Test("TS 38.211 §6.4.1.4: the channel of every port and group of resource blocks, without noise")
  func clean() throws {
    for (index, signal) in try Self.signals().enumerated() {
      let (error, _) = try Self.error(signal, antennas: 2, noise: 0, groupSize: 2, seed: UInt64(index))
      #expect(error < 0.01, "signal \(index): \(error)")
    }
  }

  @Test("Noise is reduced by the windows, and its variance is found")
  func noisy() throws {
    for (index, signal) in try Self.signals().enumerated() {
      // The amplitude of a port is 2 / √ports: a signal of 4 / ports to noise of 0.4.
      let (error, noise) = try Self.error(signal, antennas: 4, noise: 0.4, groupSize: 4, seed: UInt64(index))
      #expect(error < 0.1 * Float(signal.portCount) * 0.6, "signal \(index): \(error)")
      #expect(abs(noise - 0.4) < 0.12, "signal \(index): \(noise)")
    }
  }

  @Test("Numbers that no receiver has are errors")
  func impossible() throws {
    let signal = try SoundingReferenceSignal(comb: 2, allocation: .init(bandwidthConfiguration: 5))
    let carrier = try Carrier(numerology: .kHz30, gridSize: 24, cellIdentity: 0)
    for (size, antennas) in [(0, 1), (273, 1), (1, 0), (1, 257)] {
      #expect(throws: ParameterError.self) {
        let receiver = try SoundingReferenceSignalReceiver(
          signal, carrier: carrier, bandwidthPart: 0..<24, groupSize: size, antennaCount: antennas)
        _ = receiver.groupSize
      }
    }
    var receiver = try SoundingReferenceSignalReceiver(signal, carrier: carrier, bandwidthPart: 0..<24, groupSize: 1, antennaCount: 2)
    let (grid, small) = (ResourceGrid(carrier, portCount: 2), ResourceGrid(carrier))
    #expect(throws: ParameterError.self) { try receiver.estimate(small, slot: 0, frame: 0) }
    #expect(throws: ParameterError.self) { try receiver.estimate(grid, slot: 0, frame: 0, amplitude: 0) }
    for slot in [20, -1, Int.max] { #expect(throws: ParameterError.self) { try receiver.estimate(grid, slot: slot, frame: 0) } }
    #expect(try receiver.estimate(grid, slot: 0, frame: 0).map(\.noise) == [[0, 0]])
  }
}
