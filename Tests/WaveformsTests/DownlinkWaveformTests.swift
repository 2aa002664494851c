import DSPKernels
import Modulation
import Testing

@testable import Waveforms

@Suite struct DownlinkWaveformTests {
  @Test(
    "A UE finds every DCI and receives what it schedules",
    arguments: [
      DownlinkWaveform(gridSize: 24, resourceBlockCount: 24, mcs: 10, slotCount: 3),
      DownlinkWaveform(
        cellIdentity: 500, subcarrierSpacing: 15, gridSize: 52, firstResourceBlock: 7, resourceBlockCount: 30, mcs: 22, rnti: 65000,
        aggregationLevel: 1),
      DownlinkWaveform(gridSize: 273, firstResourceBlock: 200, resourceBlockCount: 73, mcs: 2, aggregationLevel: 16, slotCount: 1),
    ])
  func received(_ waveform: DownlinkWaveform) throws {
    let (samples, rate) = try waveform.samples()
    let outcomes = try waveform.receive(samples, sampleRateHz: rate, antennaCount: 1)
    #expect(outcomes.count == waveform.slotCount)
    for outcome in outcomes {
      guard case .received(let mcs, _, let isSent) = outcome else { return #expect(Bool(false), "\(outcome)") }
      #expect(mcs == waveform.mcs && isSent)
    }
    var other = waveform
    other.rnti -= waveform.rnti > 1 ? 1 : 0
    other.cellIdentity += 1
    #expect(try other.receive(samples, sampleRateHz: rate, antennaCount: 1).allSatisfy { $0 == .noControl })
  }

  @Test("What the standard does not have, and truncated samples, are refused")
  func refusals() throws {
    func refused(_ parameter: String, _ change: (inout DownlinkWaveform) -> Void) {
      var waveform = DownlinkWaveform()
      change(&waveform)
      #expect {
        _ = try waveform.samples()
      } throws: { ($0 as? ParameterError)?.parameter == parameter }
    }
    refused("cellIdentity") { $0.cellIdentity = 1008 }
    refused("subcarrierSpacing") { $0.subcarrierSpacing = 31 }
    refused("gridSize") { $0.gridSize = 11 }
    refused("resourceBlockCount") { $0.resourceBlockCount = 0 }
    refused("mcs") { $0.mcs = 30 }
    refused("mcs") { $0.mcs = -1 }
    refused("rnti") { $0.rnti = 0 }
    refused("aggregationLevel") { $0.aggregationLevel = 3 }
    refused("aggregationLevel") {
      $0.gridSize = 12
      $0.resourceBlockCount = 12
      $0.aggregationLevel = 8
    }
    refused("slotCount") { $0.slotCount = 0 }
    let waveform = DownlinkWaveform(gridSize: 24, resourceBlockCount: 24)
    let (samples, rate) = try waveform.samples()
    #expect(throws: ParameterError.self) {
      try waveform.receive(Array(samples.dropLast()), sampleRateHz: rate, antennaCount: 1)
    }
  }
}
