import Base
import Testing

/// `vitrum decode` and `vitrum encode`.
struct CodecCommandTests {
  /// One message of each protocol: NG Setup Request (TS 38.413), Registration Request with a null-scheme SUCI (TS 24.501), Heartbeat
  /// Request (TS 29.244), Echo Request (TS 29.281).
  static let messages = [
    ("ngap", "00150030000004001b00080099f90710000001005240070200676e622d310066000d00000000010099f907000000080015400140"),
    ("nas", "7e004179000d0199f9070000000000000000102e02f0f0"),
    ("pfcp", "2001000c00000100006000041a2b3c4d"),
    ("gtpu", "320100040000000000010000"),
  ]

  @Test("octets to value to octets is the identity", arguments: messages)
  func roundTrip(format: String, hex: String) throws {
    let decoded = try Vitrum.run(["decode", format, "--json", hex])
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(decoded.output.split(separator: "\n").count == 1)
    let encoded = try Vitrum.run(["encode", format, "-"], input: decoded.output)
    #expect(encoded.status == 0, "\(encoded.errors)")
    #expect(encoded.output == hex + "\n")
  }

  @Test("the outline names the message and its elements")
  func outline() throws {
    let result = try Vitrum.run(["decode", "pfcp", "2001000c00000100006000041a2b3c4d"])
    #expect(result.status == 0)
    #expect(result.output.contains("heartbeatRequest"))
    #expect(result.output.contains("recoveryTimeStamp: 439041101"))
  }

  @Test("ten lines of another package read a message: Examples/Codecs")
  func example() throws {
    let result = try Vitrum.run(words: [try Vitrum.executable("codec-example").path])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("initiatingMessage"))
    #expect(result.output.contains("registrationRequest"))
  }

  @Test("hexadecimal from stdin may be spread over lines, and --lines reads a message from each")
  func standardInput() throws {
    let whole = try Vitrum.run(["decode", "pfcp", "--json", "-"], input: "2001000c 00000100\n00600004\n1a2b3c4d\n")
    #expect(whole.status == 0)
    let both = try Vitrum.run(
      ["decode", "pfcp", "--json", "--lines", "-"], input: "2001000c00000100006000041a2b3c4d\n\n2001000c00000200006000041a2b3c4d\n")
    #expect(both.status == 0)
    let numbers = try both.output.split(separator: "\n").map { try JSON(parsing: String($0))["sequenceNumber"]?.integerValue(Int.self) }
    #expect(numbers == [1, 2])
  }

  @Test(
    "errors name the element or member, on stderr, with exit status 2",
    arguments: [
      (["decode", "nas", "7e"], "too short"), (["decode", "nas", "990041"], "extended protocol discriminator"),
      (["decode", "ngap", "zz"], "not hexadecimal"), (["decode", "pfcp", ""], "no octets"), (["decode", "gtpu", "32"], "GTP-U"),
      (["encode", "nas", "{\"registrationRequest\":{}}"], "JSON member"), (["encode", "pfcp", "{"], "JSON syntax error"),
    ])
  func mistakes(arguments: [String], text: String) throws {
    let result = try Vitrum.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(text), "\(result.errors)")
  }

  @Test("every octet string is decoded or refused, and never ends the program otherwise")
  func anyOctets() throws {
    var generator = SeededGenerator(seed: 5)
    let lines = (0..<400).map { _ in
      Hex.encode((0..<Int.random(in: 1...48, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
    for format in ["ngap", "nas", "pfcp", "gtpu"] {
      let result = try Vitrum.run(["decode", format, "--json", "--lines", "-"], input: lines.joined(separator: "\n"))
      #expect([0, 2].contains(result.status))
      let answers = result.output.split(separator: "\n").count + result.errors.split(separator: "\n").count
      #expect(answers == lines.count)
    }
  }

  @Test("an unknown protocol is wrong usage")
  func usage() throws { #expect(try Vitrum.run(["decode", "rrc", "00"]).status == 64) }
}
