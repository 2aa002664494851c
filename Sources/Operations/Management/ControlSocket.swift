import Base
import Glibc
import Runtime
import Synchronization

/// Why the control socket of a running network cannot be offered or reached; every case says what to do.
public enum ControlSocketError: Error, Hashable, Sendable, CustomStringConvertible {
  case pathTooLong(path: String)
  /// Another running process answers on the socket.
  case inUse(path: String)
  /// Nothing answers on the socket.
  case notRunning(path: String)
  case system(operation: String, path: String, message: String)
  case malformedAnswer(path: String)

  public var description: String {
    switch self {
    case .pathTooLong(let path): "control socket path \(path) is longer than 100 octets; choose a shorter run directory"
    case .inUse(let path): "another Vitrum process answers on \(path); stop it first, or choose another run directory"
    case .notRunning(let path): "no running network answers on \(path); start one with: vitrum up"
    case .system(let operation, let path, let message): "\(operation) on \(path) failed: \(message)"
    case .malformedAnswer(let path): "the process behind \(path) sent something that is not JSON"
    }
  }

  static func last(_ operation: String, _ path: String) -> ControlSocketError {
    .system(operation: operation, path: path, message: String(cString: strerror(errno)))
  }
}

/// The Unix socket on which a running network answers `vitrum status|ues|sessions`: one JSON line in, one JSON line out.
///
/// Only the user that owns the process can open it: the socket has mode 0600 and the peer's credentials are checked.
/// Requests are served one at a time on a thread of their own, each bounded to 64 KiB and five seconds.
public final class ControlSocket: Sendable {
  private let path: String
  private let descriptor: Int32
  private let isStopped = Atomic<Bool>(false)

  /// Starts to listen.
  /// - Parameters:
  ///   - path: where; a socket left behind by a dead process is replaced.
  ///   - handler: answers a request; runs on `loop`.
  public init(path: String, loop: any Loop, handler: @escaping @Sendable (JSON) async -> JSON) throws(ControlSocketError) {
    self.path = path
    if (try? ControlSocket.connect(path)).map({ close($0) }) != nil { throw .inUse(path: path) }
    unlink(path)
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .last("socket", path) }
    let previousMask = umask(0o177)
    let bound = try ControlSocket.withAddress(path) { bind(descriptor, $0, $1) }
    let bindError = ControlSocketError.last("bind", path)
    umask(previousMask)
    guard bound == 0 else {
      close(descriptor)
      throw bindError
    }
    guard listen(descriptor, 8) == 0 else {
      close(descriptor)
      throw .last("listen", path)
    }
    let server = self
    var thread = pthread_t()
    let context = Unmanaged.passRetained(ThreadStart { server.serve(loop: loop, handler: handler) })
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    pthread_detach(thread)
  }

  /// Stops to listen and removes the socket.
  public func stop() {
    guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
    shutdown(descriptor, Int32(SHUT_RDWR))
    unlink(path)
  }

  /// Sends one request to a running network.
  public static func request(_ request: JSON, path: String) throws(ControlSocketError) -> JSON {
    let descriptor = try connect(path)
    defer { close(descriptor) }
    limitWaiting(descriptor)
    guard writeLine(descriptor, request), let line = readLine(descriptor, limit: 64 << 20) else { throw .last("request", path) }
    guard let answer = try? JSON(parsing: line) else { throw .malformedAnswer(path: path) }
    return answer
  }

  private final class ThreadStart {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private final class Answer: Sendable {
    let value = Mutex<JSON?>(nil)
  }

  private func serve(loop: any Loop, handler: @escaping @Sendable (JSON) async -> JSON) {
    while !isStopped.load(ordering: .acquiring) {
      let peer = accept(descriptor, nil, nil)
      guard peer >= 0 else {
        if errno == EINTR || errno == ECONNABORTED { continue }
        break
      }
      _ = fcntl(peer, F_SETFD, FD_CLOEXEC)
      answer(peer, loop: loop, handler: handler)
      close(peer)
    }
    close(descriptor)
  }

  private func answer(_ peer: Int32, loop: any Loop, handler: @escaping @Sendable (JSON) async -> JSON) {
    guard let user = ControlSocket.user(of: peer), user == geteuid() || user == 0 else { return }
    ControlSocket.limitWaiting(peer)
    guard let line = ControlSocket.readLine(peer, limit: 64 << 10) else { return }
    guard let request = try? JSON(parsing: line) else {
      _ = ControlSocket.writeLine(peer, ["error": "the request is not JSON"])
      return
    }
    var ends: [Int32] = [0, 0]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else { return }
    let signal = ends[1]
    let result = Answer()
    loop.spawn("management request") {
      let json = await handler(request)
      result.value.withLock { $0 = json }
      var octet: UInt8 = 1
      _ = send(signal, &octet, 1, Int32(MSG_NOSIGNAL))
      close(signal)
    }
    var waiting = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    let isReady = poll(&waiting, 1, 5000) == 1
    close(ends[0])
    let json = isReady ? result.value.withLock { $0 } : nil
    _ = ControlSocket.writeLine(peer, json ?? ["error": "the network did not answer within 5 s"])
  }

  /// The effective user of the process at the other end: the second member of `struct ucred` (unix(7)).
  private static func user(of peer: Int32) -> uid_t? {
    var credentials: [UInt32] = [0, 0, 0]
    var length = socklen_t(12)
    guard getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0, length == 12 else { return nil }
    return credentials[1]
  }

  private static func limitWaiting(_ descriptor: Int32) {
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  private static func connect(_ path: String) throws(ControlSocketError) -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .last("socket", path) }
    let connected = try withAddress(path) { Glibc.connect(descriptor, $0, $1) }
    if connected == 0 { return descriptor }
    let code = errno
    close(descriptor)
    if code == ENOENT || code == ECONNREFUSED { throw .notRunning(path: path) }
    throw .system(operation: "connect", path: path, message: String(cString: strerror(code)))
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws(ControlSocketError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count <= 100 else { throw .pathTooLong(path: path) }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }

  private static func writeLine(_ descriptor: Int32, _ json: JSON) -> Bool {
    let bytes = Array((json.text(sorted: false) + "\n").utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { return false }
      written += count
    }
    return true
  }

  private static func readLine(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    var line: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16384)
    while line.count < limit {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      line += chunk[..<count]
      if line.last == UInt8(ascii: "\n") { return line }
    }
    return nil
  }
}
