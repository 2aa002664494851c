import DSPKernels
import Foundation
import Modulation
import Testing

@testable import ChannelModels
@testable import PhysicalChannels

@Suite struct ReceiverEstimationTests {
  @Test("probe")
  func probe() throws {
    for (profile, ds) in [(TappedDelayLine.Profile.tdla30, 30), (.tdlb100, 100), (.tdlc300, 300)] {
      for snr in [-10.0, -8, 0, 9, 20, 30, 35] {
        if let only = ProcessInfo.processInfo.environment["SNR"], Double(only) != snr { continue }
        var scene = ReceiverScene()
        scene.profile = profile
        scene.signalToNoiseDB = snr
        let o = try scene.outcome(slots: 8)
        func db(_ x: Double) -> String { String(format: "%.2f", 10 * log10(x)) }
        print(
          "PROBE", profile, ds, snr, "mse", db(o.error), "pred", db(o.predictedError), "noise", db(o.noise * pow(10, snr / 10)), "P",
          db(o.power), "sinr", db(o.signalToNoise), "nodes", o.nodes, "delay", o.delays.map { Int($0 * 1e9) }.prefix(4), "cfo",
          o.offsets.prefix(3).map { Int($0) })
      }
    }
  }
}
