import Base
import Foundation
import Glibc
import Testing

/// What operators see of a network that `vitrum up` runs, over real sockets, namespaces and TUN devices. Needs root.
@Suite(.serialized) struct RunningNetworkTests {
  private let folder: TemporaryFolder
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    folder = try TemporaryFolder()
    _ = try folder.write(Self.configuration(ciphering: "[NEA2, NEA1, NEA3, NEA0]"), to: "vitrum.yaml")
  }

  private static func configuration(ciphering: String) -> String {
    """
    amf:
      security: {ciphering: \(ciphering)}
    udm:
      suciProfiles: [{id: 1, profile: A, keyFile: var/suci.key}]
    """
  }

  private func vitrum(_ arguments: [String]) throws -> CommandResult {
    try Vitrum.run(words: sandbox.command(try Vitrum.executable.path, arguments, in: folder.url))
  }

  private func shell(_ command: String) throws -> String {
    try Vitrum.run(words: sandbox.command("/bin/sh", ["-c", command], in: folder.url)).output
  }

  /// What `vitrum up` must leave as it was.
  private func surroundings() throws -> [String] {
    let commands = [
      "ls /run/netns | sort", "ip -o link | cut -d: -f2", "nft list ruleset", "ss -Hanu; ss -Hanx; ss -Hanw", "sysctl -a -r forwarding",
      "pgrep -x vitrum",
      "ls /run",
    ]
    return try commands.map { try shell($0) }
  }

  /// A command that runs until it is told to stop.
  private struct Running {
    let process: Process
    let errors: URL
    /// The process itself, behind the one that entered the namespaces.
    var processID: pid_t {
      get throws {
        for _ in 0..<200 {
          let path = "/proc/\(process.processIdentifier)/task/\(process.processIdentifier)/children"
          if let child = try String(contentsOfFile: path, encoding: .utf8).split(separator: " ").first { return try #require(pid_t(child)) }
          usleep(5_000)
        }
        throw CocoaError(.featureUnsupported)
      }
    }
  }

  /// Starts a command whose stderr goes to a file.
  private func start(_ arguments: [String]) throws -> Running {
    let errors = folder.url.appendingPathComponent("errors-\(UUID().uuidString)")
    try Data().write(to: errors)
    let words = sandbox.command(try Vitrum.executable.path, arguments, in: folder.url)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    return Running(process: process, errors: errors)
  }

  /// Starts the network and waits until traffic flows.
  private func startNetwork() throws -> Running {
    let running = try start(["up"])
    try wait(for: "SHA-256 correct", in: running.errors, while: running.process)
    return running
  }

  private func stop(_ running: Running) {
    if let processID = try? running.processID { kill(processID, SIGINT) }
    running.process.waitUntilExit()
  }

  /// Waits until a file contains a text.
  private func wait(for text: String, in file: URL, while process: Process) throws {
    for _ in 0..<600 {
      let content = try String(contentsOf: file, encoding: .utf8)
      if content.contains(text) { return }
      try #require(process.isRunning, "ended early: \(content)")
      usleep(50_000)
    }
    let content = try String(contentsOf: file, encoding: .utf8)
    Issue.record("\"\(text)\" did not appear: \(content)")
  }

  @Test("several UEs and gNBs: the capture has exactly their accepts, and nothing malformed", .timeLimit(.minutes(2)))
  func capture() throws {
    let path = try folder.write(Self.configuration(ciphering: "[NEA0]"), to: "nea0.yaml")
    let result = try vitrum(["up", "--once", "--json", "--ues", "10", "--gnbs", "3", "--pcap", "v.pcapng", "--config", path])
    #expect(result.status == 0, "\(result.errors)")
    let file = folder.url.appendingPathComponent("v.pcapng").path
    let read = "tshark -r \(file) -o nas-5gs.null_decipher:TRUE -o sctp.checksum:CRC32C"
    func count(_ field: String, _ value: String) throws -> Int {
      let values = try shell("\(read) -T fields -e \(field)")
      return values.split(whereSeparator: { $0 == "," || $0.isWhitespace }).count { $0 == value }
    }
    #expect(try count("nas_5gs.mm.message_type", "0x42") == 10)
    #expect(try count("nas_5gs.sm.message_type", "0xc2") == 10)
    #expect(try shell("\(read) -Y '_ws.malformed || sctp.checksum.status == 0'").isEmpty)
  }

  @Test("a running network answers status, ues and sessions, and only its owner can open the socket")
  func management() throws {
    let network = try startNetwork()
    defer { stop(network) }
    let status = try JSON(parsing: try vitrum(["status", "--json"]).output)
    #expect(status["gNBs"]?.arrayValue?.count == 1)
    #expect(status["ues"]?.integerValue(Int.self) == 1)
    #expect(status["upfs"]?[0]?["associated"]?.boolValue == true)
    let hidden = try vitrum(["ues"]).output
    #expect(hidden.contains("imsi-99970…") && !hidden.contains("999700000000001"))
    #expect(try vitrum(["ues", "--identities"]).output.contains("imsi-999700000000001"))
    let sessions = try JSON(parsing: try vitrum(["sessions", "--json"]).output)
    #expect(sessions[0]?["ipv4"]?.stringValue == "10.45.0.2")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.url.appendingPathComponent("var/control.sock").path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("removing a subscriber deregisters its UE")
  func removal() throws {
    let network = try startNetwork()
    defer { stop(network) }
    #expect(try vitrum(["subscriber", "remove", "999700000000001"]).status == 0)
    for _ in 0..<100 where try JSON(parsing: try vitrum(["sessions", "--json"]).output).arrayValue?.isEmpty == false {
      usleep(100_000)
    }
    #expect(try JSON(parsing: try vitrum(["sessions", "--json"]).output).arrayValue?.isEmpty == true)
  }

  @Test("a wrong K: authentication is rejected, exit status 3, one line with cause and SUCI and no key")
  func wrongKey() throws {
    let network = try startNetwork()
    defer { stop(network) }
    let opc = "e8ed289deba952e4283b54e88e6183ca"
    #expect(
      try vitrum(["subscriber", "add", "999700000000099", "--k", "465b5ce8b199b49faa5f0a2ee238a6bc", "--opc", opc]).status == 0)
    let wrong = "00112233445566778899aabbccddeeff"
    let result = try vitrum(
      [
        "ue", "--supi", "999700000000099", "--k", wrong, "--opc", opc, "--gnb", "127.0.0.100:4997", "--radio-namespace", "vitrum-ran",
        "--namespace",
        "vitrum-bad", "--log-level", "error",
      ])
    #expect(result.status == 3, "\(result.errors)")
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count == 1)
    #expect(result.errors.contains("#20"))
    #expect(result.errors.contains("suci-0-999-70-0-0-0-"))
    #expect(!result.errors.contains(wrong) && !result.errors.contains(opc))
  }

  @Test("an address that is taken is named with its setting, and nothing is left behind")
  func addressInUse() throws {
    let before = try surroundings()
    _ = try folder.write("smf: {n4: 127.0.0.77}\n", to: "taken.yaml")
    let program = "import socket,sys\ns=socket.socket(2,2)\ns.bind(('127.0.0.77',8805))\nprint(1,flush=True)\nsys.stdin.read()"
    let words = sandbox.command("/usr/bin/python3", ["-c", program], in: folder.url)
    let holder = Process()
    holder.executableURL = URL(fileURLWithPath: words[0])
    holder.arguments = Array(words.dropFirst())
    let (ready, end) = (Pipe(), Pipe())
    holder.standardOutput = ready
    holder.standardInput = end
    try holder.run()
    _ = ready.fileHandleForReading.availableData
    defer {
      try? end.fileHandleForWriting.close()
      holder.waitUntilExit()
    }
    let result = try vitrum(["up", "--once", "--config", "taken.yaml"])
    #expect(result.status == 1)
    let remedy = "UDP port 8805 on 127.0.0.77 is in use by another process; stop it or change smf.n4"
    #expect(result.errors.contains(remedy), "\(result.errors)")
    #expect(try surroundings().prefix(3) == before.prefix(3))
  }
}
