import Base
import NIOCore
import NIOHPACK

/// One request or response as HTTP/2 carried it.
public struct HTTPMessage: Sendable {
  /// Of the connection's streams.
  public var stream: UInt32
  /// Pseudo-header fields included, in their order.
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// Method and path of the request, for a response too if the request was seen.
  public var request: (method: String, path: String)?

  public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// What octets of a direction of a connection gave.
enum HTTP2Event {
  case message(HTTPMessage)
  case problem(String)
  /// SETTINGS_HEADER_TABLE_SIZE: what the other direction's encoder may use.
  case headerTableSize(Int)
}

/// Reads the frames of one direction of an HTTP/2 connection (RFC 9113 §4, §6).
///
/// It holds at most one frame of 1 MiB, one header block of 256 KiB, and 1,024 streams of 16 MiB in all; a body of more than 4 MiB is cut.
struct HTTP2Direction {
  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  static let maximumFrameOctets = 1 << 20
  static let maximumHeaderBlockOctets = 256 << 10
  static let maximumHeaderListOctets = 64 << 10
  static let maximumBodyOctets = 4 << 20
  static let maximumStreamsOctets = 16 << 20
  static let maximumHeaderTableOctets = 64 << 10
  static let maximumStreams = 1_024

  private struct Stream: Weighable {
    let headers: [(name: String, value: String)]
    private let headerWeight: Int
    var body: [UInt8] = []
    var isCut = false

    init(headers: [(name: String, value: String)]) {
      self.headers = headers
      headerWeight = headers.reduce(256) { $0 + $1.name.utf8.count + $1.value.utf8.count + 64 }
    }

    var weight: Int { body.count + headerWeight }
  }

  private struct HeaderBlock {
    var stream: UInt32
    var octets: [UInt8]
    var endsStream: Bool
    /// A PUSH_PROMISE has one as well; only the decoder's table needs it.
    var isPromise: Bool
  }

  private var buffer: [UInt8] = []
  private var position = 0
  private var decoder = HPACKDecoder(
    allocator: ByteBufferAllocator(), maxDynamicTableSize: HPACKDecoder.maxDynamicTableSize, maxHeaderListSize: maximumHeaderListOctets)
  private var headerBlock: HeaderBlock?
  private var streams = BoundedTable<UInt32, Stream>(capacity: maximumStreams, maximumWeight: maximumStreamsOctets)
  private var expectsPreface: Bool
  /// Nothing more can be read of this direction.
  private(set) var hasFailed = false

  var weight: Int { buffer.capacity + (headerBlock?.octets.count ?? 0) + streams.weight + decoder.maxDynamicTableLength }

  init(expectsPreface: Bool) { self.expectsPreface = expectsPreface }

  /// What the peer allows this direction's encoder.
  mutating func allowHeaderTable(octets: Int) {
    // A smaller table takes effect when the encoder says so; until then the larger one does no harm.
    guard octets > decoder.maxDynamicTableLength else { return }
    decoder.maxDynamicTableLength = min(octets, Self.maximumHeaderTableOctets)
  }

  mutating func receive(_ octets: [UInt8]) -> [HTTP2Event] {
    guard !hasFailed else { return [] }
    buffer += octets
    var events: [HTTP2Event] = []
    if expectsPreface {
      guard buffer.count >= Self.preface.count else { return [] }
      expectsPreface = false
      position = Self.preface.count
    }
    while buffer.count - position >= 9 {
      let length = Int(buffer[position]) << 16 | Int(buffer[position + 1]) << 8 | Int(buffer[position + 2])
      guard length <= Self.maximumFrameOctets else {
        fail("an HTTP/2 frame of \(length) octets", &events)
        return events
      }
      guard buffer.count - position >= 9 + length else { break }
      var reader = ByteReader(Array(buffer[(position + 3)..<(position + 9 + length)]))
      position += 9 + length
      if let type = reader.readUInt8(), let flags = reader.readUInt8(), let stream = reader.readUInt32() {
        frame(type, flags, stream & 0x7FFF_FFFF, reader, &events)
      }
      if hasFailed { return events }
    }
    if position > 0 {
      // Not in place: that would keep the memory of the longest frame.
      buffer = Array(buffer[position...])
      position = 0
    }
    return events
  }

  private mutating func fail(_ reason: String, _ events: inout [HTTP2Event]) {
    events.append(.problem(reason + "; the rest of this direction of the connection cannot be read"))
    self = HTTP2Direction(expectsPreface: false)
    hasFailed = true
  }

  private mutating func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ content: ByteReader, _ events: inout [HTTP2Event]) {
    var content = content
    if let block = headerBlock, type != 9 || stream != block.stream {
      return fail("an HTTP/2 frame within a header block", &events)
    }
    // DATA, HEADERS and PUSH_PROMISE may have padding.
    if [0, 1, 5].contains(type), flags & 8 != 0 {
      guard let padding = content.readUInt8(), let unpadded = content.readSlice(content.remaining - Int(padding)) else {
        return fail("HTTP/2 padding longer than its frame", &events)
      }
      content = unpadded
    }
    switch type {
    case 0: data(content.readRest(), stream, ends: flags & 1 != 0, &events)
    case 1:
      if flags & 0x20 != 0, !content.skip(5) { return fail("an HTTP/2 HEADERS frame cut short", &events) }
      headerBlock = HeaderBlock(stream: stream, octets: content.readRest(), endsStream: flags & 1 != 0, isPromise: false)
      if flags & 4 != 0 { endHeaderBlock(&events) }
    case 3:
      let code = content.readUInt32() ?? 0
      if forget(stream) { events.append(.problem("stream \(stream) was reset (RFC 9113 error code \(code))")) }
    case 4 where flags & 1 == 0:
      while let identifier = content.readUInt16(), let value = content.readUInt32() {
        if identifier == 1 { events.append(.headerTableSize(Int(value))) }
      }
    case 5:
      guard content.skip(4) else { return fail("an HTTP/2 PUSH_PROMISE frame cut short", &events) }
      headerBlock = HeaderBlock(stream: stream, octets: content.readRest(), endsStream: false, isPromise: true)
      if flags & 4 != 0 { endHeaderBlock(&events) }
    case 9:
      guard headerBlock != nil else { return fail("an HTTP/2 CONTINUATION frame without HEADERS", &events) }
      headerBlock?.octets += content.readRest()
      guard headerBlock?.octets.count ?? 0 <= Self.maximumHeaderBlockOctets else {
        return fail("an HTTP/2 header block of more than \(Self.maximumHeaderBlockOctets) octets", &events)
      }
      if flags & 4 != 0 { endHeaderBlock(&events) }
    default: break
    }
  }

  private mutating func endHeaderBlock(_ events: inout [HTTP2Event]) {
    guard let block = headerBlock else { return }
    headerBlock = nil
    var octets = ByteBuffer(bytes: block.octets)
    let headers: [(name: String, value: String)]
    do {
      headers = try decoder.decodeHeaders(from: &octets).map { ($0.name, $0.value) }
    } catch {
      return fail("an HPACK header block that cannot be read (\(error))", &events)
    }
    guard !block.isPromise else { return }
    let isTrailer = streams.peek(block.stream) != nil && !headers.contains { $0.name.hasPrefix(":") }
    if !isTrailer {
      _ = forget(block.stream)
      streams.with(block.stream, default: Stream(headers: headers)) { _ in }
    }
    if block.endsStream { complete(block.stream, &events) }
  }

  private mutating func data(_ octets: [UInt8], _ stream: UInt32, ends: Bool, _ events: inout [HTTP2Event]) {
    guard streams.peek(stream) != nil else {
      if ends { events.append(.problem("the body of stream \(stream), whose HEADERS frame is not in the capture")) }
      return
    }
    streams.with(stream, default: Stream(headers: [])) { entry in
      if entry.body.count + octets.count <= Self.maximumBodyOctets { entry.body += octets } else { entry.isCut = true }
    }
    if ends { complete(stream, &events) }
  }

  private mutating func complete(_ number: UInt32, _ events: inout [HTTP2Event]) {
    guard let stream = streams.remove(number) else { return }
    if stream.isCut { events.append(.problem("the body of stream \(number) is too long and was not kept whole")) }
    events.append(.message(HTTPMessage(stream: number, headers: stream.headers, body: stream.body)))
  }

  private mutating func forget(_ number: UInt32) -> Bool {
    streams.remove(number) != nil
  }
}
