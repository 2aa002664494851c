import Base
import ChannelModels
import DSPKernels
import MassiveMIMO
import Modulation
import Testing

/// A branch of 5 W at its rated power: 256QAM on all of 100 MHz, four times oversampled.
@Suite struct TransmitterTests {
  private struct Signal {
    let configuration: OFDMConfiguration
    let grids: [ResourceGrid]
    let samples: [Complex]

    init(slots: Int, seed: UInt64) throws {
      let carrier = try Carrier(numerology: .kHz30, gridSize: 273, cellIdentity: 1)
      configuration = try OFDMConfiguration(carrier: carrier, transformSize: 4096)
      var generator = SeededGenerator(seed: seed)
      var modulator = try OFDMModulator(configuration)
      var grids: [ResourceGrid] = []
      var samples: [Complex] = []
      for slot in 0..<slots {
        var grid = ResourceGrid(carrier)
        grid.withMutableElements { elements in
          for index in elements.indices { elements[index] = Constellation.qam256.symbol(.random(in: 0..<256, using: &generator)) }
        }
        var part = [Complex](repeating: .zero, count: configuration.timing.sampleCount(slot: slot))
        part.withUnsafeMutableBufferPointer { modulator.modulate(grid, port: 0, slot: slot, into: $0) }
        samples += part
        grids.append(grid)
      }
      (self.grids, self.samples) = (grids, samples)
    }
  }

  private static func oversampler() throws -> Oversampler {
    try Oversampler(factor: 4, rateHz: 122.88e6, channelHz: 100e6, guardHz: 0.86e6)
  }

  private static func leakage(_ samples: [Complex]) -> Float {
    TransmitQuality.adjacentChannelLeakageRatio(samples, rateHz: 491.52e6, channelHz: 100e6, bandwidthHz: 98.28e6)
  }

  private static func mean(_ samples: [Complex]) -> Float { samples.reduce(0) { $0 + $1.power } / Float(samples.count) }

  @Test("TS 38.104 §6.5.2 and §6.6.3: with peaks reduced and predistortion 3.5 % and 45 dB are kept at rated power, without it not")
  func ratedPower() throws {
    let signal = try Signal(slots: 2, seed: 1)
    var oversampler = try Self.oversampler()
    let raised = oversampler.raise(signal.samples)
    #expect(Self.leakage(raised) > 60)
    var reduction = try CrestFactorReduction(filter: oversampler.response)
    let reduced = reduction.reduce(raised)
    #expect(TransmitQuality.peakRatio(raised) > 9.5)
    #expect(TransmitQuality.peakRatio(reduced) < 8.3)
    #expect(Self.leakage(reduced) > 60)
    // Peaks are 1.
    let scale = (1 / Self.mean(reduced) * 0.158).squareRoot()
    let input = reduced.map { $0 * scale }
    let amplifier = PowerAmplifier.galliumNitride
    func quality(_ output: [Complex]) throws -> (error: Float, leakage: Float) {
      let lowered = oversampler.lower(output)
      let timing = signal.configuration.timing
      let error = try TransmitQuality.errorVectorMagnitude(
        lowered, sent: signal.grids, configuration: signal.configuration, windowAdvance: timing.shortPrefix / 2)
      return (error, Self.leakage(output))
    }
    let undistorted = try quality(input)
    #expect(undistorted.error < 0.03)
    // An observation receiver with noise 55 dB below the signal. The output's rated peak is what an input of 1 gives.
    var predistorter = Predistorter()
    var noise = GaussianGenerator(seed: 2)
    let wanted = input.map { $0 * 0.77 }
    let deviation = (Self.mean(wanted) * 3e-6 / 2).squareRoot()
    for _ in 0..<3 {
      let sent = predistorter.distort(wanted)
      let heard = amplifier.amplify(sent).map { $0 + Complex(noise.next() * deviation, noise.next() * deviation) }
      let stretch = 20_000..<50_000
      let isLearned = predistorter.learn(sent: Array(sent[stretch]), observed: Array(heard[stretch]))
      #expect(isLearned)
    }
    let output = amplifier.amplify(predistorter.distort(wanted))
    let corrected = try quality(output)
    #expect(abs(Self.mean(output) / Self.mean(wanted) - 1) < 0.01)
    // As much power without predistortion.
    let drive = (Self.mean(output) / Self.mean(amplifier.amplify(wanted))).squareRoot()
    let bareOutput = amplifier.amplify(wanted.map { $0 * drive })
    #expect(abs(Self.mean(bareOutput) / Self.mean(output) - 1) < 0.02)
    let bare = try quality(bareOutput)
    #expect(bare.leakage < 40 && bare.leakage > 25)
    print("EVM", undistorted.error, bare.error, corrected.error, "ACLR", undistorted.leakage, bare.leakage, corrected.leakage)
    #expect(corrected.error < 0.035)
    #expect(corrected.leakage > 45)
    #expect(corrected.leakage > bare.leakage + 8)
  }
}
