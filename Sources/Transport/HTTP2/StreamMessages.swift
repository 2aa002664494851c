import NIOCore
import NIOHPACK
import NIOHTTP2
import SBI
import Synchronization

extension HPACKHeaders {
  /// Header fields without pseudo-headers, content type and length, which travel elsewhere.
  var fields: [SBIHeader] {
    compactMap { name, value, _ in
      name.hasPrefix(":") || name == "content-type" || name == "content-length" ? nil : SBIHeader(name, value)
    }
  }

  mutating func add(_ fields: [SBIHeader], body: SBIBody, octetCount: Int) {
    for field in fields { add(name: field.name.lowercased(), value: field.value) }
    if let contentType = body.contentType { add(name: "content-type", value: contentType) }
    if octetCount > 0 { add(name: "content-length", value: String(octetCount)) }
  }
}

/// Writes a header block and a body on a stream and ends it.
func writeMessage(_ headers: HPACKHeaders, _ octets: [UInt8], to channel: Channel) -> EventLoopFuture<Void> {
  let head = HTTP2Frame.FramePayload.headers(.init(headers: headers, endStream: octets.isEmpty))
  if octets.isEmpty { return channel.writeAndFlush(head) }
  channel.write(head, promise: nil)
  let body = channel.allocator.buffer(bytes: octets)
  return channel.writeAndFlush(HTTP2Frame.FramePayload.data(.init(data: .byteBuffer(body), endStream: true)))
}

/// Octets that the bodies on all streams of a server may still take.
final class BodyBudget: Sendable {
  private let left: Mutex<Int>

  init(_ octets: Int) { left = Mutex(octets) }

  func take(_ octets: Int) -> Bool {
    left.withLock { left in
      guard octets <= left else { return false }
      left -= octets
      return true
    }
  }

  func giveBack(_ octets: Int) { left.withLock { $0 += octets } }
}

/// What a stream has received so far.
struct MessageCollector {
  private(set) var headers: HPACKHeaders?
  private(set) var octets: [UInt8] = []
  let maximumOctets: Int
  let budget: BodyBudget?

  enum Progress {
    case incomplete
    case complete
    case tooLarge
    /// The budget has no room for what was received.
    case noRoom
  }

  init(maximumOctets: Int, budget: BodyBudget? = nil) {
    self.maximumOctets = maximumOctets
    self.budget = budget
  }

  mutating func take(_ payload: HTTP2Frame.FramePayload) -> Progress {
    switch payload {
    case .headers(let frame):
      // Trailers are read and ignored; an interim response (1xx) is not the response.
      let isInterim = frame.headers.first(name: ":status").map { $0.hasPrefix("1") } ?? false
      if headers == nil, !isInterim { headers = frame.headers }
      return frame.endStream && headers != nil ? .complete : .incomplete
    case .data(let frame):
      guard case .byteBuffer(let buffer) = frame.data else { return .tooLarge }
      guard octets.count + buffer.readableBytes <= maximumOctets else { return .tooLarge }
      guard budget?.take(buffer.readableBytes) ?? true else { return .noRoom }
      octets += buffer.readableBytesView
      return frame.endStream && headers != nil ? .complete : .incomplete
    default: return .incomplete
    }
  }
}
