import DSPKernels
import Modulation
import Testing

@testable import Waveforms

@Suite struct UplinkWaveformTests {
  @Test(
    "Every transport block comes back from the samples",
    arguments: [
      UplinkWaveform(.init(gridSize: 24, resourceBlockCount: 24, mcs: 10, slotCount: 3)),
      UplinkWaveform(
        .init(cellIdentity: 77, subcarrierSpacing: 15, gridSize: 52, firstResourceBlock: 3, resourceBlockCount: 20, mcs: 20), layers: 2),
      UplinkWaveform(.init(gridSize: 51, resourceBlockCount: 50, mcs: 5, rnti: 65000), hasTransformPrecoding: true),
    ])
  func received(_ waveform: UplinkWaveform) throws {
    let (samples, rate) = try waveform.samples()
    for format in IQFormat.allCases {
      let scale: Float = 8
      let read = try format.samples(format.octets(samples, fullScale: scale), fullScale: scale)
      let outcomes = try waveform.receive(read, sampleRateHz: rate, antennaCount: waveform.layers)
      #expect(outcomes == [Bool?](repeating: true, count: waveform.slots.slotCount))
    }
    var other = waveform
    other.slots.seed += 1
    #expect(try other.receive(samples, sampleRateHz: rate, antennaCount: waveform.layers).allSatisfy { $0 == false })
    other.slots.rnti += 1
    #expect(try other.receive(samples, sampleRateHz: rate, antennaCount: waveform.layers).allSatisfy { $0 == nil })
  }

  @Test("What the standard does not have, and truncated samples, are refused")
  func refusals() throws {
    func refused(_ parameter: String, _ change: (inout UplinkWaveform) -> Void) {
      var waveform = UplinkWaveform()
      change(&waveform)
      #expect {
        _ = try waveform.samples()
      } throws: { ($0 as? ParameterError)?.parameter == parameter }
    }
    refused("cellIdentity") { $0.slots.cellIdentity = -1 }
    refused("subcarrierSpacing") { $0.slots.subcarrierSpacing = 45 }
    refused("subcarrierSpacing") { $0.slots.subcarrierSpacing = .max }
    refused("gridSize") { $0.slots.gridSize = 276 }
    refused("resourceBlockCount") { $0.slots.resourceBlockCount = 52 }
    refused("resourceBlockCount") { $0.slots.firstResourceBlock = 1 }
    refused("mcs") { $0.slots.mcs = 29 }
    refused("layers") { $0.layers = 5 }
    refused("resourceBlocks") { $0.hasTransformPrecoding = true }
    refused("slotCount") { $0.slots.slotCount = 0 }
    let waveform = UplinkWaveform(.init(gridSize: 24, resourceBlockCount: 24))
    let (samples, rate) = try waveform.samples()
    #expect(throws: ParameterError.self) {
      try waveform.receive(Array(samples.dropLast()), sampleRateHz: rate, antennaCount: 1)
    }
    #expect(throws: ParameterError.self) { try waveform.receive(samples, sampleRateHz: rate + 1, antennaCount: 1) }
    #expect(throws: ParameterError.self) { try waveform.receive(samples, sampleRateHz: rate, antennaCount: 0) }
  }
}
