import Base
import Glibc

/// Why the demonstration server cannot start.
public struct DemoServerError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ operation: String, _ address: SocketAddress) {
    description = "\(operation) for the demonstration server at \(address): \(String(cString: strerror(errno)))"
  }
}

/// A small HTTP/1.1 server that stands in the demonstration data network behind N6: `GET /10MB.bin` and `GET /`.
///
/// One connection at a time on the calling thread, one request a connection: enough for a demonstration, and nothing more.
public struct DemoServer: Sendable {
  private let descriptor: Int32
  private let content = DemoContent.bytes()

  /// - Parameter address: an IPv4 address of this host and a TCP port.
  public init(address: SocketAddress) throws(DemoServerError) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0, case .v4(let ip) = address.ip else { throw DemoServerError("socket", address) }
    var one: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = address.port.bigEndian
    name.sin_addr.s_addr = ip.bigEndian
    let bound = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard bound == 0 else { throw DemoServerError("bind", address) }
    guard listen(descriptor, 64) == 0 else { throw DemoServerError("listen", address) }
  }

  /// Serves until the process ends.
  public func run() {
    while true {
      let client = accept(descriptor, nil, nil)
      if client < 0 {
        if errno == EINTR || errno == ECONNABORTED { continue }
        return
      }
      _ = fcntl(client, F_SETFD, FD_CLOEXEC)
      serve(client)
      close(client)
    }
  }

  private func serve(_ client: Int32) {
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    guard let request = readHead(client) else { return }
    let words = request.split(separator: " ", maxSplits: 2)
    guard words.count == 3, words[0] == "GET" else {
      send(client, status: "405 Method Not Allowed", body: Array("only GET is served here\n".utf8)[...])
      return
    }
    switch words[1] {
    case "/10MB.bin": send(client, status: "200 OK", body: content[...])
    case "/": send(client, status: "200 OK", body: Array("Vitrum demonstration data network; try /10MB.bin\n".utf8)[...])
    default: send(client, status: "404 Not Found", body: Array("try /10MB.bin\n".utf8)[...])
    }
  }

  private func readHead(_ client: Int32) -> String? {
    var head: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 2048)
    while head.count < 16384 {
      let count = recv(client, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      head += chunk[..<count]
      if head.suffix(4) == [13, 10, 13, 10] { return String(decoding: head, as: UTF8.self) }
    }
    return nil
  }

  private func send(_ client: Int32, status: String, body: ArraySlice<UInt8>) {
    let head = "HTTP/1.1 \(status)\r\nContent-Length: \(body.count)\r\nContent-Type: application/octet-stream\r\nConnection: close\r\n\r\n"
    guard sendAll(client, Array(head.utf8)[...]) else { return }
    _ = sendAll(client, body)
  }

  private func sendAll(_ client: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = Glibc.send(client, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
        if count <= 0 { return false }
        sent += count
      }
      return true
    }
  }
}
