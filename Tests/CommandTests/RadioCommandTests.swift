import Base
import Foundation
import Testing

/// `vitrum radio`: links and waveforms as a user has them.
struct RadioCommandTests {
  private static func run(_ arguments: String, in folder: URL? = nil) throws -> CommandResult {
    try Vitrum.run(
      words: [try Vitrum.executable("vitrum-radio").path] + arguments.split(separator: " ").map(String.init), in: folder)
  }

  private static let commands = [
    "link", "demodulation", "waveform", "waveform generate", "waveform generate ssb", "waveform generate pusch",
    "waveform generate pdsch", "waveform decode", "waveform find-cells",
  ]

  @Test("--help has an example", arguments: commands)
  func examples(_ command: String) throws {
    let result = try Self.run(command + " --help")
    #expect(result.status == 0 && result.output.contains("EXAMPLES") && result.output.contains("vitrum radio \(command)"))
  }

  @Test("vitrum radio is vitrum-radio")
  func beside() throws {
    let result = try Vitrum.run(["radio", "waveform", "--help"])
    let own = try Self.run("waveform --help")
    #expect(result.status == 0 && result.output == own.output)
  }

  @Test("A link gives a line for each ratio, the same with any number of threads, and a picture")
  func link() throws {
    let folder = try TemporaryFolder()
    let link = "link --channel awgn --mcs 4 --resource-blocks 24 --slots 4 --drops 4 --maximum-drops 4 --snr -12,10 --json"
    let one = try Self.run(link + " --threads 1 --svg bler.svg", in: folder.url)
    let two = try Self.run(link + " --threads 2")
    #expect(one.status == 0 && one.output == two.output)
    let points = try JSON(parsing: one.output)["points"]
    #expect(points?[0]?["throughput"]?.doubleValue == 0 && points?[1]?["throughput"]?.doubleValue == 1)
    #expect(try String(contentsOf: folder.url.appending(path: "bler.svg"), encoding: .utf8).hasPrefix("<svg"))
    let table = try Self.run("link --mcs 4 --resource-blocks 24 --slots 4 --drops 4 --maximum-drops 4 --snr 10")
    #expect(table.output.split(separator: "\n").count == 2 && table.output.contains("100.0 %"))
  }

  @Test("A PDSCH over clusters between arrays, with numbers of antennas that follow from these")
  func downlink() throws {
    let result = try Self.run(
      "link --signal pdsch --channel cdl-c-100-10 --gnb-array 1x2x2 --bearing 30 --ue-array 1x1x2 --layers 2 --mcs 4 --resource-blocks 24 "
        + "--slots 7 --drops 4 --maximum-drops 4 --snr 30 --json")
    let json = try JSON(parsing: result.output)
    #expect(result.status == 0 && json["points"]?[0]?["throughput"]?.doubleValue == 1)
    #expect(json["points"]?[0]?["transmissions"]?.doubleValue == 28)
    #expect(result.output.contains("2 layers, 4x2 antennas"))
  }

  @Test("Help shows the values that options take, and defaults among them")
  func values() throws {
    let help = try Self.run("link --help")
    for text in ["exact", "64qam", "low", "default: exact", "default: 64qam"] { #expect(help.output.contains(text)) }
    for text in ["windowedSinc", "qam64", "kHz30"] { #expect(!help.output.contains(text)) }
  }

  @Test(
    "What the standard does not have is wrong usage, with its name and clause",
    arguments: [
      ("link --channel nothing", "channel"), ("link --layers 9", "layers"), ("link --mcs 31", "mcs"),
      ("link --antennas 0", "receiveAntennas"), ("link --signal pdsch --tpmi 0", "tpmi"),
      ("link --signal pdsch --layers 2 --transmit-antennas 3", "transmitAntennas"), ("link --gnb-array 1x2x2", "arrays"),
      ("link --channel cdl-a-30-5 --gnb-array 1x2x2 --antennas 2", "receiveAntennas"),
      ("link --resource-blocks 300", "gridSize"), ("link --allocation 0-273", "resourceBlocks"), ("link --pattern D", "pattern"),
      ("link --frequency-offset nan", "frequencyHz"), ("waveform generate ssb --cell 2000 x.cf32", "cellIdentity"),
      ("waveform generate pusch --mcs 29 x.cf32", "mcs"), ("waveform generate pdsch --level 3 x.cf32", "aggregationLevel"),
    ])
  func refusals(_ arguments: String, _ parameter: String) throws {
    let result = try Self.run(arguments)
    #expect(result.status == 64 && result.errors.contains("\(parameter) ") && result.errors.contains("(T"))
  }

  @Test(
    "Waveforms come back from their files",
    arguments: ["ssb --cell 7 --resource-blocks 24", "pusch --resource-blocks 24 --layers 2", "pdsch --resource-blocks 24"],
    ["cf32", "ci16"])
  func waveforms(_ kind: String, _ ending: String) throws {
    let folder = try TemporaryFolder()
    #expect(try Self.run("waveform generate \(kind) x.\(ending)", in: folder.url).status == 0)
    #expect(try Self.run("waveform decode x.\(ending)", in: folder.url).status == 0)
    let file = folder.url.appending(path: "x.\(ending)")
    var octets = try Data(contentsOf: file)
    let wrong = [(octets.dropLast(1), "ends within a sample"), (octets.dropLast(octets.count / 16 * 8), "truncated")]
    for (part, reason) in wrong {
      try part.write(to: file)
      let result = try Self.run("waveform decode x.\(ending)", in: folder.url)
      #expect(result.status == 2 && result.errors.contains(reason))
    }
    if ending == "cf32" {
      octets.replaceSubrange(8..<12, with: [0, 0, 0xC0, 0x7F])
      try octets.write(to: file)
      let result = try Self.run("waveform decode x.cf32", in: folder.url)
      #expect(result.status == 2 && result.errors.contains("samples[1]"))
    }
    try Data("{}".utf8).write(to: folder.url.appending(path: "x.\(ending).json"))
    #expect(try Self.run("waveform decode x.\(ending)", in: folder.url).status == 2)
    #expect(try Self.run("waveform decode missing.cf32", in: folder.url).status == 2)
  }
}
