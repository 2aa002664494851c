import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import Testing

/// Waveforms that numpy made (Oracle/cell-search-waveforms.py), which are too large to keep: searched only where the environment says in
/// which folder they are.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["CELL_SEARCH_WAVEFORMS"] != nil))
struct CellSearchWaveformTests {
  /// A line of the folder's list.
  private struct Entry {
    let name: String
    let configuration: CellSearchConfiguration
    /// -1 where there is no cell.
    let cellIdentity: Int
    let message: UInt32
    let systemFrameNumber: Int
    let frameStart: Double
    let frequencyOffsetHz: Double

    init(_ line: Substring) throws {
      let parts = line.split(separator: " ")
      try #require(parts.count == 9)
      name = String(parts[0])
      configuration = try CellSearchConfiguration(
        sampleRateHz: #require(Int(parts[1])), carrierFrequencyHz: #require(Double(parts[2])),
        pattern: SynchronizationSignalBlockPattern(.c, maximumCount: 8),
        rasterOffsetsHz: parts[3].split(separator: ",").compactMap { Double($0) })
      cellIdentity = try #require(Int(parts[4]))
      message = try #require(UInt32(parts[5], radix: 16))
      systemFrameNumber = try #require(Int(parts[6]))
      frameStart = try #require(Double(parts[7]))
      frequencyOffsetHz = try #require(Double(parts[8]))
    }

    /// Pairs of 16-bit integers.
    func samples(_ folder: URL) throws -> [Complex] {
      try Data(contentsOf: folder.appending(path: name)).withUnsafeBytes { octets in
        let values = octets.bindMemory(to: Int16.self)
        return (0..<(values.count / 2)).map { Complex(Float(values[2 * $0]) / 32768, Float(values[2 * $0 + 1]) / 32768) }
      }
    }
  }

  @Test("At least 95 of 100 cells are found, none is wrong, and there is none in noise")
  func waveforms() throws {
    let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["CELL_SEARCH_WAVEFORMS"]))
    let lines = try String(contentsOf: folder.appending(path: "list.txt"), encoding: .utf8).split(separator: "\n")
    var (cells, right, wrong) = (0, 0, 0)
    var (times, frequencies): ([Double], [Double]) = ([], [])
    var seconds = Duration.zero
    for line in lines {
      let entry = try Entry(line)
      let samples = try entry.samples(folder)
      var search = try CellSearch(entry.configuration)
      let clock = ContinuousClock()
      let begin = clock.now
      let found = try samples.withUnsafeBufferPointer { try search.search($0) }
      seconds += clock.now - begin
      wrong += found.count { $0.cellIdentity != entry.cellIdentity || $0.masterInformationBlock.bits != entry.message }
      guard entry.cellIdentity >= 0 else { continue }
      cells += 1
      guard let best = found.first, best.cellIdentity == entry.cellIdentity, best.masterInformationBlock.bits == entry.message else {
        continue
      }
      right += 1
      #expect(best.systemFrameNumber == entry.systemFrameNumber)
      // A path may be a microsecond behind the first.
      #expect(abs(best.frameStart - entry.frameStart) < 1e-6 * Double(entry.configuration.sampleRateHz))
      times.append(best.frameStart - entry.frameStart)
      frequencies.append(best.frequencyOffsetHz - entry.frequencyOffsetHz)
    }
    func spread(_ values: [Double]) -> Double { (values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))).squareRoot() }
    print("files \(lines.count) cells \(cells) right \(right) wrong \(wrong) time \(seconds / max(1, lines.count))")
    print("errors: start \(spread(times)) samples, frequency \(spread(frequencies)) Hz")
    #expect(wrong == 0)
    #expect(right * 100 >= 95 * cells)
  }
}
