import ArgumentParser
import CommandSupport
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import Waveforms

struct FindCellsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find-cells", abstract: "Find the cells in a file of samples, their MIB and SIB1.",
    discussion: """
      The file has pairs of 32-bit floats (cf32) or 16-bit integers (ci16). What FILE.json says need not be given here. Of several antennas each is searched
      by itself; a cell is shown as the best one has it.
      Exit status 1: there is no cell. 2: the file or its samples are wrong.

      EXAMPLES:
        vitrum radio waveform find-cells recording.cf32 --sample-rate 30720000 --frequency 3500000000
        vitrum radio waveform find-cells cell.cf32 --raster centre --json
      """)

  @Argument(help: "The file.") var file: String
  @Option(help: "cf32 or ci16; what FILE.json or the ending says if left out.") var format: IQFormat?
  @Option(name: .customLong("sample-rate"), help: "Samples in a second.") var sampleRateHz: Int?
  @Option(name: .customLong("frequency"), help: "Hz that are 0 Hz in the samples.") var carrierFrequencyHz: Double?
  @Option(
    name: .customLong("case"),
    help: "Of SS/PBCH blocks: A (15 kHz), B or C (30 kHz), D (120 kHz), E (240 kHz), or several as A,C; by the frequency if left out.")
  var cases: String?
  @Option(help: "Candidates of a half-frame: 4, 8 or 64; by the frequency if left out.") var candidates: Int?
  @Option(
    help: """
      Where the middle of blocks may be: "synchronization" for the synchronization raster, "centre" for the samples' 0 Hz, or Hz with \
      commas between them.
      """)
  var raster = "synchronization"
  @Option(name: .customLong("maximum-error"), help: "The greatest error of the clocks in parts per million.") var maximumError = 5.0
  @Option(
    name: .customLong("minimum-bandwidth"), help: "MHz of the band's narrowest channel, which chooses tables for CORESET 0: 5, 10 or 40.")
  var minimumBandwidth: Int?
  @Flag(name: .customLong("carrier-phase"), help: "Symbols still have the phase of TS 38.211 §5.4, as those of a tuned receiver have.")
  var hasCarrierPhase = false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if let carrierFrequencyHz, !(1e6...1e12 ~= carrierFrequencyHz) {
      throw ValidationError("--frequency \(carrierFrequencyHz): it is between 1 MHz and 1 THz (TS 38.101-1 §5.2)")
    }
    guard [nil, 5, 10, 40].contains(minimumBandwidth) else {
      throw ValidationError("--minimum-bandwidth \(minimumBandwidth ?? 0): tables are for 5, 10 and 40 MHz (TS 38.213 §13)")
    }
    guard maximumError >= 0, maximumError <= 1000 else {
      throw ValidationError("--maximum-error \(maximumError): it is 0 to 1000 parts per million")
    }
  }

  func run() throws {
    let waveform = try WaveformFile.read(file, format: format, sampleRateHz: sampleRateHz, carrierFrequencyHz: carrierFrequencyHz)
    let frequency = waveform.description.carrierFrequencyHz
    guard frequency > 0 else {
      throw failure("\(file): nothing says which frequency is 0 Hz in its samples; say --frequency", .invalidInput)
    }
    var cells: [FoundCell] = []
    for pattern in try patterns(frequency) {
      let configuration = try usage {
        try CellSearchConfiguration(
          sampleRateHz: waveform.description.sampleRateHz, carrierFrequencyHz: frequency, pattern: pattern,
          rasterOffsetsHz: offsets(waveform.description, pattern), maximumFrequencyError: maximumError * 1e-6,
          hasCarrierPhase: hasCarrierPhase)
      }
      for antenna in 0..<waveform.description.antennaCount { cells += try find(waveform.samples(antenna: antenna), configuration) }
    }
    cells = FoundCell.best(cells)
    cells.sort { $0.blocks[0].referencePowerDB > $1.blocks[0].referencePowerDB }
    try print(cells)
  }

  /// The cases and numbers of blocks to look for.
  private func patterns(_ frequencyHz: Double) throws -> [SynchronizationSignalBlockPattern] {
    let known: [String: SynchronizationSignalBlockPattern.Case] = ["A": .a, "B": .b, "C": .c, "D": .d, "E": .e]
    let names = cases ?? (frequencyHz >= 24.25e9 ? "D" : frequencyHz >= 3e9 ? "C" : "A,C")
    return try names.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let pattern = known[name.uppercased()] else {
        throw ValidationError("--case \(names): blocks are of case A, B, C, D or E (TS 38.213 §4.1)")
      }
      return try usage {
        if let candidates { return try SynchronizationSignalBlockPattern(pattern, maximumCount: candidates) }
        return try SynchronizationSignalBlockPattern(pattern, frequencyHz: Int(frequencyHz), isPaired: false)
      }
    }
  }

  /// Hz from the samples' 0 Hz that leave a block within their band.
  private func offsets(_ description: WaveformDescription, _ pattern: SynchronizationSignalBlockPattern) throws -> [Double] {
    let frequency = description.carrierFrequencyHz
    switch raster {
    case "centre": return [0]
    case "synchronization":
      let reach = Double(description.sampleRateHz / 2 - 120 * pattern.numerology.subcarrierSpacing)
      guard reach >= 0, frequency - reach >= 0 else {
        throw ValidationError("--sample-rate \(description.sampleRateHz): a block of case \(pattern.pattern) is wider")
      }
      let numbers = SynchronizationRaster.numbers(in: Int((frequency - reach).rounded(.up))...Int((frequency + reach).rounded(.down)))
      guard !numbers.isEmpty else {
        throw ValidationError(
          "--raster synchronization: no entry of the raster is within the samples' band around \(frequency) Hz; say Hz, or centre")
      }
      return try numbers.map { Double(try SynchronizationRaster.frequencyHz($0)) - frequency }
    default:
      return try raster.split(separator: ",", omittingEmptySubsequences: false).map { text in
        guard let value = Double(text), value.isFinite else {
          throw ValidationError("--raster \(raster): synchronization, centre, or Hz with commas between them are needed")
        }
        return value - frequency
      }
    }
  }

  private func find(_ samples: [Complex], _ configuration: CellSearchConfiguration) throws -> [FoundCell] {
    var search: CellSearch
    do { search = try CellSearch(configuration) } catch { throw ValidationError("\(error)") }
    let name = "\(configuration.pattern.pattern)".uppercased()
    var shown = -1
    let blocks = try samples.withUnsafeBufferPointer { samples in
      do throws(CellSearchError) {
        return try search.search(samples) { part in
          let tenth = Int(part * 10)
          guard tenth != shown else { return }
          shown = tenth
          Progress.show("case \(name): \(10 * tenth) % of \(configuration.rasterOffsetsHz.count) frequencies")
        }
      } catch {
        Progress.end()
        switch error {
        case .nonFiniteSample(let index):
          throw failure("\(file): sample \(index) is infinite or not a number; is --format right?", .invalidInput)
        case .tooFewSamples(let count, let needed):
          throw failure("\(file): it has \(count) samples, and one SS/PBCH block has \(needed); record 25 ms or more", .invalidInput)
        }
      }
    }
    Progress.end()
    let receiver = SystemInformationReceiver(configuration, band: minimumBandwidth.map { $0 == 40 ? .fr1From40MHz : .fr1 })
    return FoundCell.group(blocks).map { blocks in
      FoundCell(blocks, configuration, sib1: samples.withUnsafeBufferPointer { samples in Self.sib1(receiver, samples, blocks) })
    }
  }

  /// SIB1 by any block of a cell, or why there is none by the best one.
  private static func sib1(
    _ receiver: SystemInformationReceiver, _ samples: UnsafeBufferPointer<Complex>, _ blocks: [DetectedBlock]
  ) -> Result<SystemInformationReceiver.Reception, SystemInformationError> {
    var first: SystemInformationError?
    for block in blocks {
      do throws(SystemInformationError) {
        return .success(try receiver.receive(samples, block: block))
      } catch {
        first = first ?? error
      }
    }
    return .failure(first ?? .noOccasion)
  }

  private func print(_ cells: [FoundCell]) throws {
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      printLine(String(decoding: try encoder.encode(["cells": cells]), as: UTF8.self))
    } else {
      for cell in cells { printLine(cell.text) }
    }
    if cells.isEmpty { throw failure("\(file): no cell; are --frequency, --case and --raster right?") }
  }
}
