import Base
import NIOCore
import NIOHPACK
import Testing

@testable import CaptureAnalysis

/// Makes the octets of one direction of an HTTP/2 connection.
struct HTTP2Writer {
  private var encoder = HPACKEncoder(allocator: ByteBufferAllocator())

  static func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ content: [UInt8]) -> [UInt8] {
    CaptureReaderTests.big(UInt64(content.count), 3) + [type, flags] + CaptureReaderTests.big(UInt64(stream), 4) + content
  }

  mutating func block(_ fields: [(String, String)]) throws -> [UInt8] {
    var buffer = ByteBufferAllocator().buffer(capacity: 256)
    try encoder.encode(headers: HPACKHeaders(fields), to: &buffer)
    return Array(buffer.readableBytesView)
  }

  mutating func message(_ fields: [(String, String)], _ body: [UInt8], stream: UInt32) throws -> [UInt8] {
    let head = Self.frame(1, body.isEmpty ? 5 : 4, stream, try block(fields))
    return body.isEmpty ? head : head + Self.frame(0, 1, stream, body)
  }
}

struct HTTP2Tests {
  static let settings = HTTP2Writer.frame(4, 0, 0, [])
  static let request = [(":method", "POST"), (":path", "/a"), (":scheme", "http"), ("content-type", "application/json")]

  static func messages(_ events: [HTTP2Event]) -> [HTTPMessage] {
    events.compactMap { if case .message(let message) = $0 { message } else { nil } }
  }

  static func problems(_ events: [HTTP2Event]) -> [String] {
    events.compactMap { if case .problem(let text) = $0 { text } else { nil } }
  }

  @Test("RFC 9113 §4.3, §6: padding, priority, continuation, trailers, bodies in pieces, octet by octet")
  func frames() throws {
    var writer = HTTP2Writer()
    let block = try writer.block(Self.request)
    var octets = HTTP2Direction.preface + Self.settings
    octets += HTTP2Writer.frame(1, 0x28, 1, [2, 0, 0, 0, 0, 9] + block.prefix(3) + [0, 0])
    octets += HTTP2Writer.frame(9, 0, 1, Array(block[3..<6])) + HTTP2Writer.frame(9, 4, 1, Array(block[6...]))
    octets += HTTP2Writer.frame(6, 0, 0, [UInt8](repeating: 0, count: 8)) + HTTP2Writer.frame(0, 0, 1, Array("{\"a\"".utf8))
    octets += HTTP2Writer.frame(0, 8, 1, [3] + Array(":1}".utf8) + [0, 0, 0])
    octets += HTTP2Writer.frame(1, 5, 1, try writer.block([("grpc-status", "0")]))
    var whole = HTTP2Direction(expectsPreface: true)
    var single = HTTP2Direction(expectsPreface: true)
    for found in [Self.messages(whole.receive(octets)), octets.flatMap { Self.messages(single.receive([$0])) }] {
      #expect(found.map(\.body) == [Array("{\"a\":1}".utf8)] && found.map(\.stream) == [1])
      #expect(found.first?.header(":path") == "/a" && found.first?.headers.count == 4)
    }
  }

  @Test("a connection gives each response the request of its stream, also when segments are repeated and late")
  func connection() throws {
    var (client, server) = (HTTP2Writer(), HTTP2Writer())
    let ask = try HTTP2Direction.preface + Self.settings + client.message(Self.request, Array("{}".utf8), stream: 1)
    let answer =
      try Self.settings + server.message([(":status", "100")], [], stream: 3) + server.message([(":status", "204")], [], stream: 1)
    var connection = HTTP2Connection()
    func feed(_ half: Int, _ sequence: UInt32, _ flags: UInt8, _ octets: [UInt8]) -> [HTTPMessage] {
      let (messages, problems) = connection.receive(half: half, sequence: sequence, flags: flags, octets: octets, isCut: false)
      #expect(problems.isEmpty)
      return messages
    }
    _ = feed(0, 0, 2, [])
    _ = feed(1, 0, 2, [])
    #expect(feed(0, 31, 16, Array(ask[30...])).isEmpty)
    let requests = feed(0, 1, 16, Array(ask[..<30]))
    #expect(requests.count == 1 && requests.first?.request?.path == "/a")
    #expect(feed(0, 1, 16, ask).isEmpty)
    let responses = feed(1, 1, 16, answer)
    #expect(responses.last?.header(":status") == "204" && responses.last?.request?.method == "POST")
  }

  @Test("what cannot be read is named and ends its direction alone")
  func hostile() throws {
    func check(_ octets: [UInt8], _ text: String) {
      var direction = HTTP2Direction(expectsPreface: false)
      let found = Self.problems(direction.receive(octets))
      #expect(found.count == 1 && found[0].contains(text), "\(found)")
      #expect(direction.hasFailed && direction.receive(Self.settings).isEmpty && direction.weight < 100_000)
    }
    check([0x7F, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1], "octets")
    check(HTTP2Writer.frame(0, 8, 1, [9, 1]), "padding")
    check(HTTP2Writer.frame(1, 0x20, 1, [9]), "HEADERS")
    check(HTTP2Writer.frame(9, 4, 1, [0x82]), "CONTINUATION")
    check(HTTP2Writer.frame(1, 0, 1, [0x82]) + HTTP2Writer.frame(0, 0, 1, []), "within a header block")
    check(HTTP2Writer.frame(1, 4, 1, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]), "HPACK")
    let endless = [UInt8](repeating: 0, count: 100_000)
    check(HTTP2Writer.frame(1, 0, 1, endless) + HTTP2Writer.frame(9, 0, 1, endless) + HTTP2Writer.frame(9, 0, 1, endless), "header block")
    // A table entry of 4,000 octets that is named again and again.
    let bomb = [0x40, 1, 0x61, 0x7F, 0xA1, 0x1E] + [UInt8](repeating: 0x61, count: 4_000) + [UInt8](repeating: 0xBE, count: 10_000)
    check(HTTP2Writer.frame(1, 4, 1, bomb), "HPACK")
  }

  @Test("bodies and streams that never end stay bounded")
  func endless() throws {
    var direction = HTTP2Direction(expectsPreface: false)
    var writer = HTTP2Writer()
    var cut = 0
    for number in 0..<3_000 {
      let stream = UInt32(number * 2 + 1)
      _ = direction.receive(HTTP2Writer.frame(1, 4, stream, try writer.block(Self.request)))
      for _ in 0..<3 { _ = direction.receive(HTTP2Writer.frame(0, 0, stream, [UInt8](repeating: 1, count: 16_384))) }
    }
    #expect(direction.weight < HTTP2Direction.maximumStreamsOctets + (2 << 20))
    _ = direction.receive(HTTP2Writer.frame(1, 4, 9_001, try writer.block(Self.request)))
    for index in 0...300 {
      let events = direction.receive(HTTP2Writer.frame(0, index == 300 ? 1 : 0, 9_001, [UInt8](repeating: 1, count: 16_384)))
      cut += Self.problems(events).count
    }
    #expect(cut == 1)
  }

  @Test("RFC 7541 §4.2: a server may use the header table that the client allowed before the server's first octet")
  func headerTable() throws {
    var (client, server) = (HTTP2Writer(), HTTP2Writer())
    let settings = HTTP2Writer.frame(4, 0, 0, [0, 1, 0, 0, 0x20, 0])
    let ask = try HTTP2Direction.preface + settings + client.message(Self.request, [], stream: 1)
    // A size update to 8192 in front of the fields.
    let answer = try Self.settings + HTTP2Writer.frame(1, 5, 1, [0x3F, 0xE1, 0x3F] + server.block([(":status", "204")]))
    var connection = HTTP2Connection()
    _ = connection.receive(half: 0, sequence: 0, flags: 2, octets: [], isCut: false)
    _ = connection.receive(half: 1, sequence: 0, flags: 2, octets: [], isCut: false)
    #expect(connection.receive(half: 0, sequence: 1, flags: 0x18, octets: ask, isCut: false).messages.count == 1)
    let (messages, problems) = connection.receive(half: 1, sequence: 1, flags: 0x18, octets: answer, isCut: false)
    #expect(problems.isEmpty && messages.first?.header(":status") == "204")
  }

  @Test("HTTP/2 that began before the capture is noticed; other protocols are not taken for it")
  func withoutBeginning() throws {
    var writer = HTTP2Writer()
    let later = try writer.message(Self.request, Array("{}".utf8), stream: 5)
    for (octets, isNoticed) in [(later, true), (Array("GET / HTTP/1.1\r\nhost: a\r\n\r\n".utf8), false)] {
      var connection = HTTP2Connection()
      #expect(connection.receive(half: 0, sequence: 9, flags: 0x18, octets: octets, isCut: false).messages.isEmpty)
      #expect(connection.lacksBeginning == isNoticed)
    }
  }

  @Test("TLS is noticed, other protocols are passed over, a gap is named")
  func otherContents() {
    var connection = HTTP2Connection()
    _ = connection.receive(half: 0, sequence: 0, flags: 16, octets: [0x16, 3, 1, 0, 5, 1], isCut: false)
    #expect(connection.isEncrypted)
    var http1 = HTTP2Connection()
    let (messages, problems) = http1.receive(
      half: 0, sequence: 0, flags: 16, octets: Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8), isCut: false)
    #expect(messages.isEmpty && problems.isEmpty && !http1.isEncrypted)
    var gap = HTTP2Connection()
    _ = gap.receive(half: 0, sequence: 0, flags: 16, octets: HTTP2Direction.preface + Self.settings, isCut: false)
    #expect(gap.receive(half: 0, sequence: 33, flags: 16, octets: [0], isCut: true).problems.count == 1)
  }
}
