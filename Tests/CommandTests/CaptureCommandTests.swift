import Base
import Foundation
import Testing

/// `vitrum-codec`: every protocol, and captures.
struct CaptureCommandTests {
  /// A capture of this project's own writer, and vectors of independent implementations.
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  private static let capture = tests.appending(path: "CaptureAnalysisTests/Oracle/network.pcapng").path

  private static func codec(_ arguments: [String], input: String = "") throws -> CommandResult {
    try Vitrum.run(words: [try Vitrum.executable("vitrum-codec").path] + arguments, input: input)
  }

  @Test(
    "every protocol: octets to JSON, nested messages included, and back",
    arguments: ["ngap", "xnap", "f1ap", "e1ap", "nrppa", "nas", "pfcp", "gtpu"])
  func everyProtocol(key: String) throws {
    let files = [
      "ngap": "NGAPTests/Oracle/ngap-vectors.txt", "nas": "NASTests/Oracle/messages.tsv", "pfcp": "PFCPTests/Oracle/pfcp-vectors.txt",
      "gtpu": "GTPUTests/Oracle/gtpu-vectors.txt",
    ]
    let text = try String(contentsOf: Self.tests.appending(path: files[key] ?? "ASN1Tests/Oracle/\(key)-vectors.txt"), encoding: .utf8)
    let column = key == "nas" ? 1 : 0
    let messages = text.split(separator: "\n").compactMap { line -> String? in
      let columns = line.split(separator: "\t")
      guard columns.count > column, Hex.decode(columns[column]) != nil else { return nil }
      return String(columns[column])
    }.prefix(60)
    #expect(messages.count > 5)
    let decoded = try Self.codec(["decode", key, "--json", "--lines", "-"], input: messages.joined(separator: "\n"))
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(decoded.output.split(separator: "\n").count == messages.count)
    let encoded = try Self.codec(["encode", key, "--lines", "-"], input: decoded.output)
    #expect(encoded.status == 0, "\(encoded.errors)")
    let flat = try Self.codec(["decode", key, "--json", "--flat", "--lines", "-"], input: messages.joined(separator: "\n"))
    let flatEncoded = try Self.codec(["encode", key, "--lines", "-"], input: flat.output)
    #expect(encoded.output == flatEncoded.output && !encoded.output.isEmpty)
  }

  @Test("a body of the service-based interface, with its binary parts")
  func serviceBasedInterface() throws {
    let json = """
      {"body":{"n1SmMsg":{"contentId":"n1"}},"parts":[{"contentID":"n1","contentType":"application/vnd.3gpp.5gnas",\
      "content":{"nas":{"pduSessionReleaseComplete":{"pduSessionIdentity":1,"procedureTransactionIdentity":1}}}}]}
      """
    let encoded = try Self.codec(["encode", "sbi", json])
    #expect(encoded.status == 0, "\(encoded.errors)")
    let decoded = try Self.codec(["decode", "sbi", "--json", "-"], input: encoded.output)
    #expect(try JSON(parsing: decoded.output) == JSON(parsing: json))
  }

  @Test("a capture: a tree for each message, a line for each, JSON for each")
  func capture() throws {
    let tree = try Self.codec(["decode", Self.capture])
    #expect(tree.status == 2, "the sample has one message that ends too soon")
    #expect(tree.errors.contains("1 message"))
    for text in [
      "10.99.0.11:9487 > 10.99.0.1:38412  NGAP NGSetupRequest", "      authorizedQoSRules", "PER octets end at bit 32",
      "  request\n    method: POST",
    ] {
      #expect(tree.output.contains(text), "\(tree.output)")
    }
    let lines = try Self.codec(["decode", Self.capture, "--summary"])
    #expect(lines.output.split(separator: "\n").count == 15)
    #expect(lines.output.hasPrefix("1  2026-01-01T00:00:00.001234Z  10.99.0.11:9487 > 10.99.0.1:38412  NGAP NGSetupRequest\n"))
    let json = try Self.codec(["decode", Self.capture, "--json"]).output.split(separator: "\n").map {
      try JSON(parsing: String($0), maximumDepth: 128)
    }
    #expect(json.count == 15 && json[0]["protocol"] == "ngap" && json[0]["time"] == "2026-01-01T00:00:00.001234567Z")
    #expect(json[14]["problem"] != nil && json[14]["frame"] == 18)
  }

  @Test("filters: protocols also within others, frames, a limit; stdin is a capture too")
  func filters() throws {
    func frames(_ arguments: [String]) throws -> [Int] {
      let result = try Self.codec(["decode", Self.capture, "--json", "--summary"] + arguments)
      return try result.output.split(separator: "\n").compactMap { try JSON(parsing: String($0))["frame"]?.integerValue() }
    }
    #expect(try frames(["--protocol", "nas"]) == [2, 3, 4, 5, 9, 15])
    #expect(try frames(["--protocol", "pfcp", "--protocol", "GTP-U"]) == [13, 14, 16, 17])
    #expect(try frames(["--frame", "4-9", "--limit", "2"]) == [4, 5])
    #expect(try frames(["--frame", "13-"]) == [13, 14, 15, 16, 17, 18])
    let shell = try Vitrum.run(words: [
      "/bin/sh", "-c", "\"$0\" decode - --summary < \"$1\" | head -n 1", Vitrum.executable("vitrum-codec").path, Self.capture,
    ])
    // All of it may have fitted into the pipe; then the message that ends too soon is reported.
    #expect(shell.status == 0 && shell.output.hasPrefix("1  "))
    #expect(shell.errors.isEmpty || shell.errors == "vitrum-codec: 1 messages cannot be decoded; each says why at its place\n")
  }

  @Test("vitrum hands over to it")
  func handOver() throws {
    let result = try Vitrum.run(["decode", Self.capture, "--frame", "1", "--summary"])
    #expect(result.status == 0 && result.output.hasSuffix("NGAP NGSetupRequest\n"), "\(result.errors)")
  }

  @Test("help has examples; mistakes say what is wrong: 64 for usage, 2 for the input")
  func mistakes() throws {
    for arguments in [["--help"], ["decode", "--help"], ["encode", "--help"]] {
      let help = try Self.codec(arguments)
      #expect(help.status == 0 && help.output.contains("EXAMPLE"))
    }
    let folder = try TemporaryFolder()
    let text = try folder.write("not a capture", to: "a.pcap")
    let cases: [([String], Int32, String)] = [
      (["decode", text], 2, "is no capture"), (["decode", "/nowhere/b.pcap"], 2, "no such file"),
      (["decode", "rrc"], 64, "neither a protocol"),
      (["decode", Self.capture, "00"], 64, "given alone"), (["decode", "nas", "--summary", "7e005b01"], 64, "captures"),
      (["decode", Self.capture, "--frame", "0"], 64, "frame"), (["decode", Self.capture, "--limit", "0"], 64, "limit"),
      (["encode", "rrc", "{}"], 64, "no protocol"), (["encode", "xnap", "{}"], 2, "xnap"), (["decode", "f1ap", "ff"], 2, "f1ap"),
    ]
    for (arguments, status, message) in cases {
      let result = try Self.codec(arguments)
      #expect(result.status == status && result.errors.contains(message) && result.output.isEmpty, "\(arguments) \(result)")
    }
  }

  @Test("Ctrl-C while a capture arrives: what has been read is shown, exit status 130")
  func interruption() throws {
    let script = """
      ( cat "$1"; sleep 30 ) | "$0" decode - --summary >"$2" & codec=$!
      for _ in $(seq 200); do grep -q NGSetupRequest "$2" && break; sleep 0.1; done
      kill -INT $codec; wait $codec; echo status $?; cat "$2"
      """
    let folder = try TemporaryFolder()
    let output = try folder.write("", to: "output")
    let result = try Vitrum.run(words: ["/bin/bash", "-m", "-c", script, Vitrum.executable("vitrum-codec").path, Self.capture, output])
    withExtendedLifetime(folder) {}
    #expect(result.output.contains("status 130") && result.output.contains("NGAP NGSetupRequest"), "\(result)")
  }
}
