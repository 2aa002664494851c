import Base
import Capture
import Foundation
import Testing

struct CaptureTests {
  @Test func crc32cMatchesTheCheckValueOfTheCastagnoliPolynomial() {
    #expect(Checksum.crc32c(Array("123456789".utf8)) == 0xE306_9283)
  }

  @Test func internetChecksumMatchesTheExampleOfRFC1071() {
    #expect(Checksum.internet([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]) == ~0xDDF2)
  }

  @Test func packetOfAnUndescribedInterfaceIsRefused() {
    #expect(throws: CaptureError.noSuchInterface(0)) {
      _ = try PcapngWriter().packet([1], interface: 0, at: WallTime(nanosecondsSince1970: 0))
    }
  }

  /// RFC 9293: set-up, data in segments that fit packets, end; the side that sends the preface of HTTP/2 is the client.
  @Test func bothEndsOfAConnectionGiveTheSameSegments() throws {
    let client = SocketAddress(.v4(0x7F00_0001), port: 50_000)
    let server = SocketAddress(.v4(0x7F00_000A), port: 7777)
    let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    let long = [UInt8](repeating: 7, count: 70_000)
    var atClient = TCPStreams()
    var atServer = TCPStreams()
    // The server may write its settings before it has read anything.
    let fromServer = try atServer.segments([1, 2, 3], from: server, to: client) + atServer.segments(preface, from: client, to: server)
    let fromClient = try atClient.segments(preface, from: client, to: server) + atClient.segments([1, 2, 3], from: server, to: client)
    #expect(fromServer[0..<3] == fromClient[0..<3])
    func flags(_ packet: [UInt8]) -> UInt8 { packet[33] }
    func sequence(_ packet: [UInt8]) -> [UInt8] { Array(packet[24..<28]) }
    #expect(fromClient.map(flags) == [2, 18, 16, 24, 24])
    #expect(Array(fromClient[0][20..<22]) == [0xC3, 0x50])
    #expect(sequence(fromClient[3]) == [0, 0, 0, 1] && Array(fromClient[3][40...]) == preface)
    #expect(fromServer[3][40...] == [1, 2, 3] && sequence(fromServer[3]) == [0, 0, 0, 1])
    let pieces = try atClient.segments(long, from: client, to: server)
    #expect(pieces.map { $0.count - 40 } == [32_768, 32_768, 4_464])
    #expect(try pieces == atServer.segments(long, from: client, to: server))
    #expect(sequence(pieces[1]) == [0, 0, 0x80, 25])
    let end = try atClient.end(client, server)
    #expect(end.map(flags) == [17] && end.map(sequence) == [[0, 1, 0x11, 0x89]])
    #expect(try atClient.end(client, server).isEmpty && atClient.segments([], from: client, to: server).isEmpty)
  }

  /// The oracle is tshark with checksum verification on; it is required, not optional.
  @Test(arguments: [["10.0.0.1", "10.0.0.2"], ["fd00::1", "fd00::2"]])
  func tsharkDecodesEveryPacketWithoutABadChecksum(_ hosts: [String]) throws {
    let (a, b) = (try #require(IPAddress(hosts[0])), try #require(IPAddress(hosts[1])))
    var writer = PcapngWriter()
    var file = writer.header(application: "vitrum test")
    file += writer.addInterface(name: "n2", linkType: .raw)
    let time = WallTime(nanosecondsSince1970: 1_700_000_000_123_456_789)
    // NG Reset Acknowledge without items, a GTP-U echo request, a PFCP heartbeat request, a TCP segment.
    let ngap: [UInt8] = [0x20, 0x14, 0x00, 0x03, 0x00, 0x00, 0x00]
    let echo: [UInt8] = [0x32, 1, 0, 4, 0, 0, 0, 0, 0, 1, 0, 0]
    let heartbeat: [UInt8] = [0x20, 1, 0, 12, 0, 0, 1, 0, 0, 96, 0, 4, 0xE0, 0, 0, 1]
    let packets = [
      try PacketBuilder.sctp(
        ngap, from: SocketAddress(a, port: 38_412), to: SocketAddress(b, port: 40_000), tsn: 7, stream: 1, sequence: 2,
        payloadProtocolID: 60),
      try PacketBuilder.udp(echo, from: SocketAddress(a, port: 2152), to: SocketAddress(b, port: 2152)),
      try PacketBuilder.udp(heartbeat, from: SocketAddress(a, port: 8805), to: SocketAddress(b, port: 8805)),
      try PacketBuilder.tcp(
        Array("x".utf8), from: SocketAddress(a, port: 7777), to: SocketAddress(b, port: 50_000), sequence: 1, acknowledgement: 1,
        flags: [.push, .acknowledge]),
    ]
    for packet in packets { file += try writer.packet(packet, interface: 0, at: time, comment: "one packet") }
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("vitrum-\(UUID().uuidString).pcapng")
    try Data(file).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }

    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/tshark")
    process.arguments = [
      "-r", path.path, "-o", "sctp.checksum:CRC-32C", "-o", "udp.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o",
      "ip.check_checksum:TRUE", "-T", "fields", "-e", "frame.time_epoch", "-e", "frame.protocols", "-e", "sctp.checksum.status", "-e",
      "sctp.data_payload_proto_id", "-e", "udp.checksum.status", "-e", "tcp.checksum.status", "-e", "ip.checksum.status", "-e",
      "_ws.malformed", "-E", "separator=;",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let rows = text.split(separator: "\n").map { $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init) }
    try #require(rows.count == 4, "\(text)")
    let version = a.isV4 ? "ip" : "ipv6"
    let ipStatus = a.isV4 ? "1" : ""
    #expect(rows[0] == ["1700000000.123456789", "raw:\(version):sctp:ngap:ngap", "1", "60", "", "", ipStatus, ""])
    #expect(rows[1] == ["1700000000.123456789", "raw:\(version):udp:gtp", "", "", "1", "", ipStatus, ""])
    #expect(rows[2] == ["1700000000.123456789", "raw:\(version):udp:pfcp", "", "", "1", "", ipStatus, ""])
    #expect(rows[3][5...] == ["1", ipStatus, ""])
  }
}
