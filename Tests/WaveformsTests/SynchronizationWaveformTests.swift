import DSPKernels
import Modulation
import PhysicalChannels
import Testing

@testable import Waveforms

@Suite struct SynchronizationWaveformTests {
  @Test(
    "Every block that is sent is found, with its place and MIB",
    arguments: [
      SynchronizationWaveform(
        cellIdentity: 42, blocks: [0, 3], gridSize: 24, systemFrameNumber: 1022, pdcchConfigSIB1: 0x45, frameCount: 1),
      SynchronizationWaveform(cellIdentity: 1007, pattern: "a", candidateCount: 4, blocks: [2], gridSize: 25, frameCount: 1),
      SynchronizationWaveform(cellIdentity: 3, pattern: "B", candidateCount: 4, blocks: [1], gridSize: 51, frameCount: 1),
    ])
  func found(_ waveform: SynchronizationWaveform) throws {
    let (samples, rate) = try waveform.samples()
    #expect(samples.count == rate / 100)
    var search = try CellSearch(waveform.search(sampleRateHz: rate, carrierFrequencyHz: 3.5e9))
    let found = try samples.withUnsafeBufferPointer { try search.search($0) }
    #expect(found.map(\.index).sorted() == waveform.blocks)
    for block in found {
      #expect(block.cellIdentity == waveform.cellIdentity && block.systemFrameNumber == waveform.systemFrameNumber)
      #expect(block.masterInformationBlock == (try waveform.masterInformationBlock(frame: 0)))
      #expect(abs(block.frameStart) < 1)
    }
  }

  @Test("What the standard does not have is refused")
  func refusals() throws {
    func refused(_ parameter: String, _ change: (inout SynchronizationWaveform) -> Void) {
      var waveform = SynchronizationWaveform(cellIdentity: 0)
      change(&waveform)
      #expect {
        _ = try waveform.samples()
      } throws: { ($0 as? ParameterError)?.parameter == parameter }
    }
    refused("cellIdentity") { $0.cellIdentity = 1008 }
    refused("pattern") { $0.pattern = "F" }
    refused("maximumCount") { $0.candidateCount = 5 }
    refused("blocks") { $0.blocks = [] }
    refused("blocks") { $0.blocks = [1, 1] }
    refused("index") { $0.blocks = [8] }
    refused("offsetToPointA") { $0.gridSize = 19 }
    refused("gridSize") { $0.gridSize = 0 }
    refused("systemFrameNumber") { $0.systemFrameNumber = 1024 }
    refused("pdcchConfigSIB1") { $0.pdcchConfigSIB1 = 256 }
    refused("frameCount") { $0.frameCount = 0 }
  }
}
