import Base
import Foundation
import Testing

/// `vitrum radio waveform find-cells`.
struct FindCellsCommandTests {
  private static func run(_ arguments: String, in folder: URL) throws -> CommandResult {
    try Vitrum.run(
      words: [try Vitrum.executable("vitrum-radio").path, "waveform"] + arguments.split(separator: " ").map(String.init), in: folder)
  }

  private static func file() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    #expect(try run("generate ssb --cell 7 --blocks 0,2 --resource-blocks 24 x.cf32", in: folder.url).status == 0)
    return folder
  }

  @Test("A cell's identity, blocks, frame and MIB, and why it has no SIB1", arguments: ["", " --json"])
  func cell(_ option: String) throws {
    let folder = try Self.file()
    let result = try Self.run("find-cells x.cf32 --raster centre" + option, in: folder.url)
    #expect(result.status == 0)
    guard !option.isEmpty else {
      for text in ["cell 7 at 3500.000 MHz", "SFN 0", "CORESET 0 0", "no SIB1: no PDCCH with SI-RNTI"] {
        #expect(result.output.contains(text))
      }
      return
    }
    let cells = try #require(try JSON(parsing: result.output)["cells"])
    let cell = try #require(cells[0])
    #expect(cells[1] == nil)
    #expect(cell["cellIdentity"]?.doubleValue == 7 && cell["systemFrameNumber"]?.doubleValue == 0)
    #expect(cell["blocks"]?[0] != nil && cell["blocks"]?[1] != nil && cell["blocks"]?[2] == nil)
    #expect(abs(cell["frequencyOffsetHz"]?.doubleValue ?? 1e9) < 100)
    #expect(cell["sib1Missing"] != nil)
  }

  @Test("Of several antennas the best one is shown, once")
  func antennas() throws {
    let folder = try Self.file()
    let file = folder.url.appending(path: "x.cf32")
    let one = try Self.run("find-cells x.cf32 --raster centre --json", in: folder.url)
    let octets = try Data(contentsOf: file)
    var three = Data()
    for start in stride(from: 0, to: octets.count, by: 8) {
      let sample = octets[start..<(start + 8)]
      // Nothing, half, and all of it.
      three.append(Data(count: 8))
      for part in 0..<2 {
        let value = sample.dropFirst(4 * part).prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        withUnsafeBytes(of: (Float(bitPattern: value) / 2).bitPattern.littleEndian) { three.append(contentsOf: $0) }
      }
      three.append(sample)
    }
    try three.write(to: file)
    let description = folder.url.appending(path: "x.cf32.json")
    let text = try String(contentsOf: description, encoding: .utf8)
    try Data(text.replacingOccurrences(of: "\"antennaCount\" : 1", with: "\"antennaCount\" : 3").utf8).write(to: description)
    let result = try Self.run("find-cells x.cf32 --raster centre --json", in: folder.url)
    #expect(one.status == 0 && result.status == 0 && result.output == one.output)
  }

  @Test("Files without a cell, and files that are wrong, say so and what to do")
  func failures() throws {
    let folder = try Self.file()
    func expect(_ arguments: String, _ status: Int32, _ text: String) throws {
      let result = try Self.run("find-cells x.cf32 " + arguments, in: folder.url)
      #expect(result.status == status && result.errors.contains(text), "\(arguments): \(result.errors)")
    }
    // The middle of the carrier is not on the raster.
    try expect("", 1, "no cell; are --frequency, --case and --raster right?")
    for frequency in ["1e300", "nan", "-1", "0"] { try expect("--frequency=\(frequency)", 64, "--frequency") }
    try expect("--case F", 64, "--case F")
    try expect("--raster somewhere", 64, "--raster somewhere")
    try expect("--raster 3600000000", 64, "rasterOffsetsHz")
    try expect("--minimum-bandwidth 7", 64, "--minimum-bandwidth 7")
    try expect("--sample-rate 12345678 --raster centre", 64, "sampleRateHz")
    let file = folder.url.appending(path: "x.cf32")
    let octets = try Data(contentsOf: file)
    try FileManager.default.removeItem(at: folder.url.appending(path: "x.cf32.json"))
    try expect("", 2, "--sample-rate")
    try expect("--sample-rate 11520000", 2, "--frequency")
    try octets.prefix(octets.count - 3).write(to: file)
    try expect("--sample-rate 11520000 --frequency 3.5e9 --raster centre", 2, "ends within a sample")
    try octets.prefix(800).write(to: file)
    try expect("--sample-rate 11520000 --frequency 3.5e9 --raster centre", 2, "100 samples")
    var bad = octets
    bad.replaceSubrange(80..<84, with: [0, 0, 0xC0, 0x7F])
    try bad.write(to: file)
    try expect("--sample-rate 11520000 --frequency 3.5e9 --raster centre", 2, "samples[10]")
  }
}
