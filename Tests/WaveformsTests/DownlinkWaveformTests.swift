import DSPKernels
import Modulation
import Testing

@testable import Waveforms

@Suite struct DownlinkWaveformTests {
  @Test(
    "A UE finds every DCI and receives what it schedules",
    arguments: [
      DownlinkWaveform(.init(gridSize: 24, resourceBlockCount: 24, mcs: 10, slotCount: 3)),
      DownlinkWaveform(
        .init(cellIdentity: 500, subcarrierSpacing: 15, gridSize: 52, firstResourceBlock: 7, resourceBlockCount: 30, mcs: 22, rnti: 65000),
        aggregationLevel: 1),
      DownlinkWaveform(.init(gridSize: 273, firstResourceBlock: 200, resourceBlockCount: 73, mcs: 2, slotCount: 1), aggregationLevel: 16),
    ])
  func received(_ waveform: DownlinkWaveform) throws {
    let (samples, rate) = try waveform.samples()
    let outcomes = try waveform.receive(samples, sampleRateHz: rate, antennaCount: 1)
    #expect(outcomes.count == waveform.slots.slotCount)
    for outcome in outcomes {
      guard case .received(let mcs, _, let isSent) = outcome else { return #expect(Bool(false), "\(outcome)") }
      #expect(mcs == waveform.slots.mcs && isSent)
    }
    var other = waveform
    other.slots.rnti -= waveform.slots.rnti > 1 ? 1 : 0
    other.slots.cellIdentity += 1
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
    refused("cellIdentity") { $0.slots.cellIdentity = 1008 }
    refused("subcarrierSpacing") { $0.slots.subcarrierSpacing = 31 }
    refused("gridSize") { $0.slots = .init(gridSize: 11) }
    refused("resourceBlockCount") { $0.slots.resourceBlockCount = 0 }
    refused("mcs") { $0.slots.mcs = 30 }
    refused("mcs") { $0.slots.mcs = -1 }
    refused("rnti") { $0.slots.rnti = 0 }
    refused("aggregationLevel") { $0.aggregationLevel = 3 }
    refused("aggregationLevel") {
      $0.slots.gridSize = 12
      $0.slots.resourceBlockCount = 12
      $0.aggregationLevel = 8
    }
    refused("slotCount") { $0.slots.slotCount = 0 }
    let waveform = DownlinkWaveform(.init(gridSize: 24, resourceBlockCount: 24))
    let (samples, rate) = try waveform.samples()
    #expect(throws: ParameterError.self) {
      try waveform.receive(Array(samples.dropLast()), sampleRateHz: rate, antennaCount: 1)
    }
  }
}
