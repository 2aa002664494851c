import Base
import Foundation
import Testing

/// `vitrum radio cell`.
struct CellCommandTests {
  private static func run(_ arguments: String, in folder: URL) throws -> CommandResult {
    try Vitrum.run(
      words: [try Vitrum.executable("vitrum-radio").path, "cell"] + arguments.split(separator: " ").map(String.init), in: folder)
  }

  @Test("A case without reference has nine points, a picture, and the same result from the same seed")
  func calibrate() throws {
    let folder = try TemporaryFolder()
    let arguments = "calibrate --case umi-30 --drops 2 --users-per-site 2 --svg . --json"
    let result = try Self.run(arguments, in: folder.url)
    #expect(result.status == 0)
    let calibration = try #require(try JSON(parsing: result.output)[0])
    #expect(calibration["users"]?.doubleValue == 76 && calibration["points"]?[8] != nil && calibration["points"]?[9] == nil)
    #expect(try String(contentsOf: folder.url.appending(path: "umi-30.svg"), encoding: .utf8).hasPrefix("<svg"))
    #expect(try Self.run(arguments + " --threads 1", in: folder.url).output == result.output)
  }

  @Test func spreadsOfEachState() throws {
    let folder = try TemporaryFolder()
    let result = try Self.run("spreads --scenario umi --links 5 --json", in: folder.url)
    let rows = try JSON(parsing: result.output)
    #expect(result.status == 0 && rows[2]?["medians"]?[4] != nil && rows[3] == nil)
  }

  @Test(
    "Wrong usage names what is wrong",
    arguments: [
      ("calibrate --drops 0", "drops 0"), ("calibrate --users-per-site 0", "usersPerSite 0"), ("calibrate --case rma-6", "'rma-6'"),
      ("spreads --links 0", "--links 0"), ("spreads --distance=nan", "--distance"), ("spreads --scenario InH", "'InH'"),
      ("spreads --carrier-frequency 1e12", "carrierFrequencyHz"),
    ])
  func usage(_ arguments: String, _ text: String) throws {
    let folder = try TemporaryFolder()
    let result = try Self.run(arguments, in: folder.url)
    #expect(result.status == 64 && result.errors.contains(text), "\(result.errors)")
  }
}
