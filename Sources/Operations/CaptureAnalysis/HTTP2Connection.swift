import Base

/// Both directions of a TCP connection: which protocol it carries, and the messages of HTTP/2.
struct HTTP2Connection: Weighable {
  enum Content {
    case unknown
    case http2
    case tls
    case other
  }

  private struct Request: Weighable {
    var method: String
    var path: String

    var weight: Int { method.utf8.count + path.utf8.count + 64 }
  }

  private struct Half {
    var tcp = TCPDirection()
    var frames: HTTP2Direction?
    /// The first octets, until they tell what they are.
    var head: [UInt8] = []
    var content = Content.unknown
    /// What the other side allows this one's encoder (RFC 7541 §4.2).
    var headerTableOctets: Int?
  }

  /// The direction whose source sorts first, and the other.
  private var halves = [Half(), Half()]
  private var requests = BoundedTable<UInt32, Request>(capacity: HTTP2Direction.maximumStreams, maximumWeight: 1 << 20)
  /// The connection turned out to be encrypted; said once.
  private(set) var isEncrypted = false
  /// It looks like HTTP/2 whose beginning is not in the capture: without the header table of its beginning nothing can be read.
  private(set) var lacksBeginning = false

  var weight: Int {
    requests.weight + halves.reduce(512) { $0 + $1.tcp.weight + $1.head.count + ($1.frames?.weight ?? 0) }
  }

  mutating func receive(
    half index: Int, sequence: UInt32, flags: UInt8, octets: [UInt8], isCut: Bool
  ) -> (messages: [HTTPMessage], problems: [String]) {
    var messages: [HTTPMessage] = []
    var problems: [String] = []
    for event in halves[index].tcp.receive(sequence: sequence, flags: flags, octets: octets, isCut: isCut) {
      switch event {
      case .start:
        halves[index].frames = nil
        halves[index].head = []
        halves[index].content = .unknown
      case .end:
        halves[index].frames = nil
        halves[index].head = []
        halves[index].content = .unknown
      case .gap:
        if halves[index].content == .http2 {
          problems.append("TCP octets are missing from the capture; the rest of this direction of the connection cannot be read")
        }
        halves[index].frames = nil
        halves[index].head = []
        halves[index].content = .unknown
      case .data(let data):
        for event in frames(data, half: index) {
          switch event {
          case .message(var message):
            if let method = message.header(":method"), let path = message.header(":path") {
              message.request = (method, path)
              requests.with(message.stream, default: Request(method: method, path: path)) { $0 = Request(method: method, path: path) }
            } else if message.header(":status")?.hasPrefix("1") == false {
              message.request = requests.remove(message.stream).map { ($0.method, $0.path) }
            }
            messages.append(message)
          case .problem(let text): problems.append(text)
          case .headerTableSize(let size):
            halves[1 - index].headerTableOctets = size
            halves[1 - index].frames?.allowHeaderTable(octets: size)
          }
        }
      }
    }
    return (messages, problems)
  }

  private mutating func frames(_ data: [UInt8], half index: Int) -> [HTTP2Event] {
    switch halves[index].content {
    case .http2: return halves[index].frames?.receive(data) ?? []
    case .tls, .other: return []
    case .unknown: break
    }
    halves[index].head += data
    let head = halves[index].head
    let preface = HTTP2Direction.preface
    if head.count >= 3, head[0] == 0x16, head[1] == 3, head[2] <= 4 {
      halves[index].content = .tls
      halves[index].head = []
      isEncrypted = true
      return []
    }
    let isClient = head.starts(with: preface)
    // A server begins with a SETTINGS frame of stream 0 (RFC 9113 §3.4).
    let length = head.count >= 9 ? Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2]) : 0
    let isServer = head.count >= 9 && length <= 16_384 && length % 6 == 0 && Array(head[3..<9]) == [4, 0, 0, 0, 0, 0]
    if isClient || isServer {
      halves[index].content = .http2
      halves[index].head = []
      var direction = HTTP2Direction(expectsPreface: isClient)
      // The peer may have said so before this direction began.
      if let size = halves[index].headerTableOctets { direction.allowHeaderTable(octets: size) }
      let events = direction.receive(head)
      halves[index].frames = direction
      return events
    }
    if head.count >= preface.count || (!preface.starts(with: head) && head.count >= 9) {
      // A frame of a type and a length that peers use (RFC 9113 §6), of a stream of a client.
      let isFrame = head.count >= 9 && length <= 16_384 && head[3] <= 9 && head[5] & 0x80 == 0 && head[8] & 1 == (head[3] == 6 ? 0 : 1)
      lacksBeginning = lacksBeginning || isFrame
      halves[index].content = .other
      halves[index].head = []
    }
    return []
  }
}
