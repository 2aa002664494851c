import DSPKernels
import Foundation
import Modulation
import Testing

@testable import ChannelModels
@testable import PhysicalChannels

@Suite struct ReceiverEstimationTests {
  /// How far above the least error that is possible with the taps known the estimator's is, in dB, at most: below 0 dB and from there on.
  private static let profiles: [(TappedDelayLine.Profile, low: Double, high: Double)] = [
    (.tdla30, 0.5, 2.5), (.tdlb100, 0.5, 4), (.tdlc300, 2, 6),
  ]

  @Test("The estimate's error is near the least that is possible, and known", arguments: profiles.indices)
  func error(_ index: Int) throws {
    let (profile, low, high) = Self.profiles[index]
    var scene = ReceiverScene()
    scene.profile = profile
    let lines = try ReceiverOracleTests.lines("bound").filter { $0[1] == profile.rawValue.lowercased().replacing("-", with: "") }
    #expect(lines.count == 7)
    for line in lines {
      scene.signalToNoiseDB = try #require(Double(line[2]))
      let bound = try #require(Double(line[3]))
      let outcome = try scene.outcome(slots: 8)
      func decibels(_ ratio: Double) -> Double { 10 * log10(ratio) }
      #expect(decibels(outcome.error) < bound + (scene.signalToNoiseDB < 0 ? low : high), "\(scene.signalToNoiseDB)")
      #expect(abs(decibels(outcome.predictedError) - decibels(outcome.error)) < 3, "\(scene.signalToNoiseDB)")
      #expect(abs(decibels(outcome.noise) + scene.signalToNoiseDB) < 0.3, "\(scene.signalToNoiseDB)")
      #expect(abs(decibels(outcome.signalToNoise) - scene.signalToNoiseDB) < 0.8, "\(scene.signalToNoiseDB)")
      #expect(outcome.nodes == 1)
    }
  }

  @Test("Delay, frequency offset and Doppler frequency are found; the channel is followed through the slot")
  func offsets() throws {
    var scene = ReceiverScene()
    scene.delaySeconds = 1e-6
    scene.frequencyOffsetHz = 320
    scene.signalToNoiseDB = 15
    var outcome = try scene.outcome(slots: 6)
    #expect(outcome.delays.allSatisfy { abs($0 - 1e-6) < 6e-8 })
    #expect(outcome.offsets.allSatisfy { abs($0 - 320) < 25 })
    #expect(10 * log10(outcome.error) < -30)
    scene = ReceiverScene()
    scene.dopplerHz = 400
    scene.signalToNoiseDB = 20
    outcome = try scene.outcome(slots: 6)
    #expect(outcome.nodes == 2)
    #expect(10 * log10(outcome.error) < -18)
    scene.dopplerHz = 900
    scene.symbolGroups = [[2], [5], [8], [11]]
    outcome = try scene.outcome(slots: 6)
    #expect(outcome.nodes == 4 && 10 * log10(outcome.error) < -24)
  }

  @Test("Eight layers of four CDM groups and codes over time and frequency, in parts of the carrier")
  func layers() throws {
    var scene = ReceiverScene()
    scene.signalToNoiseDB = 20
    scene.antennas = 4
    scene.symbolGroups = [[2, 3], [10, 11]]
    scene.layers = (0..<8).map { .typeOne(cdmGroup: $0 / 2 % 2) }
    scene.codes = (0..<8).map { $0 % 2 }
    scene.timeCodes = (0..<8).map { $0 / 4 }
    scene.segments = [0..<20, 24..<25, 30..<52]
    let outcome = try scene.outcome(slots: 3)
    #expect(10 * log10(outcome.error) < -30)
    #expect(abs(10 * log10(outcome.noise) + 20) < 0.3)
    scene.layers = [.typeTwo(cdmGroup: 0), .typeTwo(cdmGroup: 0), .typeTwo(cdmGroup: 2)]
    scene.codes = [0, 1, 0]
    scene.timeCodes = [0, 0, 1]
    #expect(10 * log10(try scene.outcome(slots: 3).error) < -30)
  }

  @Test("Every instruction set estimates the same", arguments: InstructionSet.available)
  func instructionSets(_ instructionSet: InstructionSet) throws {
    let scene = ReceiverScene()
    let (expected, found) = (
      try scene.outcome(slots: 2, instructionSet: .portable), try scene.outcome(slots: 2, instructionSet: instructionSet)
    )
    #expect(abs(expected.error / found.error - 1) < 1e-3 && abs(expected.noise / found.noise - 1) < 1e-3)
  }
}
