import Base
import Capture
import Configuration
import Foundation
import Glibc
import PacketIO
import Runtime
import Testing
import Tracing

@testable import Assembly

/// Parts of the assembly that stand alone.
struct AssemblyTests {
  @Test("random octets are as many as asked for, and differ")
  func random() {
    let source = SystemRandom()
    for count in [0, 1, 7, 8, 9, 1000] { #expect(source.bytes(count).count == count) }
    #expect(source.bytes(16) != source.bytes(16))
  }

  @Test("NF instance identities are UUIDs of version 4 (RFC 9562)")
  func instanceIdentities() throws {
    let text = InstanceID.make(SystemRandom())
    let uuid = try #require(UUID(uuidString: text))
    #expect(uuid.uuidString.lowercased() == text)
    #expect(uuid.uuid.6 >> 4 == 4)
    #expect(uuid.uuid.8 >> 6 == 2)
  }

  @Test("lines are cut whatever the pieces are")
  func lines() {
    let text = Array("{\"a\":1}\n\nb\nrest".utf8)
    for size in 1...text.count {
      var buffer = LineBuffer()
      var lines: [String] = []
      for start in stride(from: 0, to: text.count, by: size) {
        lines += buffer.append(text[start..<min(start + size, text.count)]).map { String(decoding: $0, as: UTF8.self) }
      }
      #expect(lines == ["{\"a\":1}", "", "b"])
    }
  }

  @Test("the result of ping is read from its summary")
  func ping() {
    let summary = "--- 10.98.0.2 ping statistics ---\n3 packets transmitted, 2 received, 33% packet loss, time 402ms\n"
    let text = "PING 10.98.0.2\n64 bytes ...\n\(summary)"
    #expect(DemoRun.pingCounts(text) == (3, 2))
    #expect(DemoRun.pingCounts("ping: connect: Network is unreachable\n") == (3, 0))
  }

  @Test("a process is known by its start as well as its number")
  func processIdentity() throws {
    let own = try #require(ProcessIdentity(getpid()))
    #expect(own.isRunning)
    let again = try #require(ProcessIdentity(json: own.json))
    #expect(again == own)
    let other = try #require(ProcessIdentity(json: ["pid": .int(getpid()), "startTime": "1"]))
    #expect(!other.isRunning)
    #expect(ProcessIdentity(-1) == nil)
  }

  @Test("the configuration reaches every function: defaults of vitrum.yaml")
  func settings() throws {
    let configuration = try Configuration.parse(text: "", fileName: "vitrum.yaml")
    let amf = configuration.amfSettings()
    #expect(amf.guami == configuration.amf.guami)
    #expect(amf.cipheringPreference == [2, 1, 3, 0])
    #expect(amf.integrityPreference == [2, 1, 3])
    #expect(amf.servedTAIs == configuration.amf.tais)
    #expect(amf.timers.t3512 + amf.timers.mobileReachableMargin == .seconds(configuration.amf.timers.mobileReachableSeconds))
    let smf = configuration.smfSettings()
    #expect(smf.upfs.map(\.address) == [configuration.upf.n4])
    #expect(smf.dataNetworks.map(\.dnn) == configuration.smf.dataNetworks.map(\.dnn))
    let slices = configuration.subscribedSlices
    #expect(slices.filter(\.isDefault).count == 1)
    #expect(slices.first?.dataNetworks.first?.dnn == "internet")
  }

  @Test("a program's output arrives whole, its status is known, and its stdin ends when it is closed")
  func controlledProcess() async throws {
    let loop = try EpollLoop(name: "test")
    let collector = Collector(loop: loop)
    let process = try ControlledProcess(name: "cat", "cat", [], loop: loop) { process, octets in collector.take(octets, process) }
    process.send(["command": "start"])
    process.closeInput()
    let result = await collector.result()
    withExtendedLifetime((loop, process)) {}
    #expect(result.output == "{\"command\":\"start\"}\n")
    #expect(result.status == 0)
    loop.stop()
  }

  private actor Collector {
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    private let loop: EpollLoop
    private let mailbox: Mailbox<Int32>
    private var octets: [UInt8] = []
    private var status: Int32?

    init(loop: EpollLoop) {
      self.loop = loop
      mailbox = Mailbox(loop: loop)
    }

    nonisolated func take(_ piece: [UInt8], _ process: ControlledProcess) {
      assumeIsolated { collector in
        collector.octets += piece
        if piece.isEmpty {
          collector.status = process.exitStatus
          _ = collector.mailbox.deliver(0)
        }
      }
    }

    func result() async -> (output: String, status: Int32?) {
      if status == nil { _ = try? await mailbox.receive(within: .seconds(10), label: "end") { _ in true } }
      return (String(decoding: octets, as: UTF8.self), status)
    }
  }
}
