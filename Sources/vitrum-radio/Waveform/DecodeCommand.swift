import ArgumentParser
import Base
import CommandSupport
import Modulation
import PhysicalChannels
import Waveforms

struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Receive what FILE.json says is in a file.",
    discussion: """
      Exit status 1: it is not there, or wrong. 2: the file or its description is wrong.

      EXAMPLES:
        vitrum radio waveform decode cell.cf32
      """)

  @Argument(help: "The file.") var file: String

  func run() throws {
    let waveform = try WaveformFile.read(file)
    switch waveform.description.content {
    case .ssb(let content): try decode(waveform, content)
    case .uplink(let content): try decode(waveform, content)
    case .downlink(let content): try decode(waveform, content)
    case nil: throw failure("\(file): \(WaveformDescription.path(of: file)) does not say what was sent", .invalidInput)
    }
  }

  private func decode(_ file: WaveformFile, _ content: SynchronizationWaveform) throws {
    let found = try reading(file.path) {
      var search = try CellSearch(
        content.search(
          sampleRateHz: file.description.sampleRateHz, carrierFrequencyHz: max(1e6, file.description.carrierFrequencyHz)))
      do { return try file.samples.withUnsafeBufferPointer { try search.search($0) } } catch let error as CellSearchError {
        throw ParameterError("samples", file.samples.count, "\(error)", "TS 38.213 §4.1")
      }
    }
    for block in found {
      printLine(
        "cell \(block.cellIdentity), block \(block.index), SFN \(block.systemFrameNumber), "
          + "pdcch-ConfigSIB1 \(block.masterInformationBlock.pdcchConfigSIB1), at sample \(Int(block.start.rounded()))")
    }
    let right = found.count { $0.cellIdentity == content.cellIdentity && content.blocks.contains($0.index) }
    guard right == found.count, right > 0 else {
      throw failure("\(file.path): \(right) of \(found.count) blocks that were found are what was sent")
    }
  }

  private func decode(_ file: WaveformFile, _ content: UplinkWaveform) throws {
    let outcomes = try reading(file.path) {
      try content.receive(
        file.samples, sampleRateHz: file.description.sampleRateHz, antennaCount: file.description.antennaCount)
    }
    for (slot, isSent) in outcomes.enumerated() {
      printLine("slot \(slot): \(isSent.map { $0 ? "transport block received" : "the CRC holds, but the bits are others" } ?? "wrong CRC")")
    }
    let right = outcomes.count { $0 == true }
    guard right == outcomes.count else {
      throw failure("\(file.path): \(right) of \(outcomes.count) transport blocks came through")
    }
  }

  private func decode(_ file: WaveformFile, _ content: DownlinkWaveform) throws {
    let outcomes = try reading(file.path) {
      try content.receive(
        file.samples, sampleRateHz: file.description.sampleRateHz, antennaCount: file.description.antennaCount)
    }
    var right = 0
    for (slot, outcome) in outcomes.enumerated() {
      switch outcome {
      case .noControl: printLine("slot \(slot): no PDCCH")
      case .wrongCRC: printLine("slot \(slot): a PDCCH, and a PDSCH with a wrong CRC")
      case .received(let mcs, let size, let isSent):
        printLine("slot \(slot): MCS \(mcs), \(size) bits\(isSent ? "" : ", which are not those that were sent")")
        if isSent { right += 1 }
      }
    }
    guard right == outcomes.count else {
      throw failure("\(file.path): \(right) of \(outcomes.count) transport blocks came through")
    }
  }
}
