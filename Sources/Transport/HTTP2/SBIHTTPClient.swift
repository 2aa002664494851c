import Base
import Glibc
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL
import NIOTLS
import SBI
import Synchronization

/// The HTTP/2 client of network functions: one connection per authority, reused by all its requests and made anew when it is lost.
public final class SBIHTTPClient: SBITransport {
  public struct Options: Hashable, Sendable {
    public var connectTimeoutMilliseconds = 2_000
    /// From the request to the last octet of the response.
    public var responseTimeoutMilliseconds = 10_000
    /// Requests to one authority that may wait for a response; more are refused with 503.
    public var maximumPendingRequests = 1_000
    public var maximumBodyOctets = 4 << 20

    public init() {}
  }

  private struct Connection: Sendable {
    let channel: Channel
    let multiplexer: NIOHTTP2Handler.StreamMultiplexer
  }

  private struct Entry {
    let number: UInt64
    let connection: EventLoopFuture<Connection>
  }

  private struct State {
    var entries: [String: Entry] = [:]
    var pending: [String: Int] = [:]
    var lastNumber: UInt64 = 0
    var isShutDown = false
  }

  private let threads: HTTP2Threads
  private let options: Options
  private let context: NIOSSLContext?
  private let tap: HTTP2Tap?
  private let state = Mutex(State())

  /// - Parameters:
  ///   - tls: needed for `https` authorities.
  ///   - tap: sees what crosses the connections.
  public init(tls: SBITLS? = nil, options: Options = Options(), threads: HTTP2Threads, tap: HTTP2Tap? = nil) throws(HTTP2Error) {
    self.threads = threads
    self.options = options
    self.tap = tap
    if let tls { context = try tls.clientContext() } else { context = nil }
  }

  public func send(_ request: SBIRequest, to authority: String) async throws(SBIFailure) -> SBIResponse {
    guard let target = Authority(authority) else {
      throw SBIFailure(status: 500, cause: "SYSTEM_FAILURE", detail: "\(authority) is no authority of the SBI")
    }
    guard !target.isSecure || context != nil else {
      throw SBIFailure(status: 500, cause: "SYSTEM_FAILURE", detail: "\(authority) needs TLS, for which there are no credentials")
    }
    try admit(target.text)
    defer { release(target.text) }
    // A connection that was found open may have been closed by the peer meanwhile: a request that never left may be sent again.
    do {
      return try await attempt(request, target)
    } catch .notSent {
      do { return try await attempt(request, target) } catch { throw error.failure(authority) }
    } catch {
      throw error.failure(authority)
    }
  }

  /// Closes every connection; requests that wait fail.
  public func shutdown() async {
    let entries = state.withLock { state in
      state.isShutDown = true
      defer { state.entries = [:] }
      return Array(state.entries.values)
    }
    for entry in entries {
      guard let connection = try? await entry.connection.get() else { continue }
      try? await connection.channel.close()
    }
  }

  private func admit(_ authority: String) throws(SBIFailure) {
    let isAdmitted = state.withLock { state in
      guard !state.isShutDown, state.pending[authority, default: 0] < options.maximumPendingRequests else { return false }
      state.pending[authority, default: 0] += 1
      return true
    }
    guard isAdmitted else {
      throw SBIFailure(status: 503, cause: "NF_CONGESTION", detail: "too many requests wait for \(authority)")
    }
  }

  private func attempt(_ request: SBIRequest, _ target: Authority) async throws(ExchangeError) -> SBIResponse {
    let connection: Connection
    do { connection = try await self.connection(target).get() } catch { throw .unreachable(Self.reason(error)) }
    let promise = connection.channel.eventLoop.makePromise(of: SBIResponse.self)
    let options = options
    let opened = connection.multiplexer.createStreamChannel { stream in
      stream.eventLoop.makeCompletedFuture {
        try stream.pipeline.syncOperations.addHandler(ClientStreamHandler(promise: promise, options: options))
      }
    }
    opened.whenFailure { _ in promise.fail(ExchangeError.notSent) }
    opened.whenSuccess { stream in
      let octets = request.body.octets
      var headers = HPACKHeaders([
        (":method", request.method.rawValue), (":scheme", target.isSecure ? "https" : "http"), (":authority", target.hostAndPort),
        (":path", request.target),
      ])
      headers.add(request.headers, body: request.body, octetCount: octets.count)
      writeMessage(headers, octets, to: stream).whenFailure { error in promise.fail(ExchangeError.lost("\(error)")) }
    }
    do {
      return try await promise.futureResult.get()
    } catch let error as ExchangeError {
      throw error
    } catch {
      throw .lost("\(error)")
    }
  }

  /// What an operator can use of NIO's errors.
  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError:
      if let first = error.connectionErrors.first { return reason(first.error) }
      return "the name \(error.host) has no address"
    case let error as IOError: return String(cString: strerror(error.errnoCode))
    case ChannelError.connectTimeout: return "no answer to the connection request"
    case let error as ExchangeError:
      if case .unreachable(let reason) = error { return reason }
      return "\(error)"
    default: return "\(error)"
    }
  }

  private func release(_ authority: String) {
    state.withLock { state in
      let left = state.pending[authority, default: 1] - 1
      state.pending[authority] = left > 0 ? left : nil
    }
  }

  private func connection(_ target: Authority) -> EventLoopFuture<Connection> {
    state.withLock { state in
      if let entry = state.entries[target.text] { return entry.connection }
      state.lastNumber += 1
      let number = state.lastNumber
      let future = connect(target) { [weak self] in self?.forget(target.text, number) }
      state.entries[target.text] = Entry(number: number, connection: future)
      future.whenComplete { [self] result in
        switch result {
        case .success(let connection): connection.channel.closeFuture.whenComplete { [self] _ in forget(target.text, number) }
        case .failure: forget(target.text, number)
        }
      }
      return future
    }
  }

  /// May be called while the lock is held by the same thread only through a future, which completes later.
  private func forget(_ authority: String, _ number: UInt64) {
    threads.group.next().execute { [self] in
      state.withLock { state in
        if state.entries[authority]?.number == number { state.entries[authority] = nil }
      }
    }
  }

  /// - Parameter onGoAway: the peer takes no more requests on the connection.
  private func connect(_ target: Authority, onGoAway: @escaping @Sendable () -> Void) -> EventLoopFuture<Connection> {
    let context = target.isSecure ? context : nil
    let tap = tap
    let multiplexer = threads.group.next().makePromise(of: NIOHTTP2Handler.StreamMultiplexer.self)
    let connected = ClientBootstrap(group: threads.group)
      .connectTimeout(.milliseconds(Int64(options.connectTimeoutMilliseconds)))
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let context else { return try Self.configure(channel, multiplexer, tap, onGoAway) }
          // An IP address is no server name; the certificate is then checked against the address of the connection.
          let name = target.isAddress ? nil : target.host
          try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: name))
          try channel.pipeline.syncOperations.addHandler(
            ApplicationProtocolNegotiationHandler { result, channel in
              channel.eventLoop.makeCompletedFuture {
                guard case .negotiated("h2") = result else { throw ExchangeError.unreachable("the peer does not speak HTTP/2") }
                try Self.configure(channel, multiplexer, tap, onGoAway)
              }.flatMapError { error in
                multiplexer.fail(error)
                return channel.close()
              }
            })
          try channel.pipeline.syncOperations.addHandler(HandshakeErrorHandler())
        }
      }
      .connect(host: target.host, port: target.port)
    let handshakeTimeout = TimeAmount.milliseconds(Int64(options.connectTimeoutMilliseconds))
    connected.whenFailure { multiplexer.fail($0) }
    connected.whenSuccess { channel in
      channel.closeFuture.whenComplete { _ in multiplexer.fail(ExchangeError.unreachable("the connection was closed")) }
      let deadline = channel.eventLoop.scheduleTask(in: handshakeTimeout) { channel.close(promise: nil) }
      multiplexer.futureResult.whenComplete { _ in deadline.cancel() }
    }
    return connected.and(multiplexer.futureResult).map { Connection(channel: $0, multiplexer: $1) }
  }

  private static func configure(
    _ channel: Channel, _ promise: EventLoopPromise<NIOHTTP2Handler.StreamMultiplexer>, _ tap: HTTP2Tap?,
    _ onGoAway: @escaping @Sendable () -> Void
  ) throws {
    try channel.add(tap)
    var configuration = NIOHTTP2Handler.Configuration()
    configuration.connection.initialSettings = [
      HTTP2Setting(parameter: .maxHeaderListSize, value: 16_384), HTTP2Setting(parameter: .enablePush, value: 0),
    ]
    let multiplexer = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
      mode: .client, connectionConfiguration: configuration.connection, streamConfiguration: configuration.stream
    ) { stream in stream.close() }
    try channel.pipeline.syncOperations.addHandler(ClientConnectionHandler(onGoAway: onGoAway))
    promise.succeed(multiplexer)
  }
}

/// Why a request got no response.
private enum ExchangeError: Error {
  case unreachable(String)
  case notSent
  case lost(String)
  case timeout
  case tooLarge

  func failure(_ authority: String) -> SBIFailure {
    switch self {
    case .unreachable(let reason): SBIFailure(status: 504, cause: "TARGET_NF_NOT_REACHABLE", detail: "\(authority): \(reason)")
    case .notSent: SBIFailure(status: 504, cause: "TARGET_NF_NOT_REACHABLE", detail: "\(authority): the connection was closed")
    case .lost(let reason): SBIFailure(status: 504, cause: "TARGET_NF_NOT_REACHABLE", detail: "\(authority): \(reason)")
    case .timeout: SBIFailure(status: 504, cause: "TIMED_OUT_REQUEST", detail: "\(authority) did not answer in time")
    case .tooLarge: SBIFailure(status: 502, cause: "INVALID_RESPONSE", detail: "\(authority) sent too long a response")
    }
  }
}

/// Closes a connection whose TLS handshake fails.
private final class HandshakeErrorHandler: ChannelInboundHandler {
  typealias InboundIn = NIOAny
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if !(error is NIOHTTP2Errors.StreamError) { context.close(promise: nil) }
  }
}

/// Closes a connection on errors, and gives it up at the peer's GOAWAY, so that the next request makes a new one.
private final class ClientConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame
  private let onGoAway: @Sendable () -> Void

  init(onGoAway: @escaping @Sendable () -> Void) { self.onGoAway = onGoAway }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // Requests under way still get their responses; the peer closes the connection after the last one (RFC 9113 §6.8).
    if case .goAway = unwrapInboundIn(data).payload { onGoAway() }
    context.fireChannelRead(data)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if error is NIOHTTP2Errors.StreamError { return }
    context.close(promise: nil)
  }
}

/// Collects one response.
private final class ClientStreamHandler: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame.FramePayload

  private let promise: EventLoopPromise<SBIResponse>
  private let options: SBIHTTPClient.Options
  private var collector: MessageCollector
  private var deadline: Scheduled<Void>?

  init(promise: EventLoopPromise<SBIResponse>, options: SBIHTTPClient.Options) {
    self.promise = promise
    self.options = options
    collector = MessageCollector(maximumOctets: options.maximumBodyOctets)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    let promise = promise
    deadline = context.eventLoop.scheduleTask(in: .milliseconds(Int64(options.responseTimeoutMilliseconds))) {
      promise.fail(ExchangeError.timeout)
      channel.close(promise: nil)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch collector.take(unwrapInboundIn(data)) {
    case .incomplete: break
    case .tooLarge, .noRoom:
      promise.fail(ExchangeError.tooLarge)
      context.close(promise: nil)
    case .complete:
      guard let headers = collector.headers, let status = headers.first(name: ":status").flatMap(Int.init) else {
        return promise.fail(ExchangeError.lost("a response without status"))
      }
      let body = SBIBody(octets: collector.octets, contentType: headers.first(name: "content-type"))
      promise.succeed(SBIResponse(status: status, headers: headers.fields, body: body))
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise.fail(ExchangeError.lost("\(error)"))
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    promise.fail(ExchangeError.lost("the stream was closed"))
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    promise.fail(ExchangeError.lost("the stream was closed"))
  }
}

/// `scheme://host:port` of an SBI producer (TS 29.501 §4.4.1).
struct Authority {
  let text: String
  let isSecure: Bool
  let host: String
  let port: Int
  let isAddress: Bool

  init?(_ text: String) {
    let lower = text.lowercased()
    let rest: Substring
    if lower.hasPrefix("http://") {
      isSecure = false
      rest = lower.dropFirst(7)
    } else if lower.hasPrefix("https://") {
      isSecure = true
      rest = lower.dropFirst(8)
    } else {
      return nil
    }
    var hostText = rest
    var portText: Substring?
    if rest.hasPrefix("[") {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      hostText = rest[rest.index(after: rest.startIndex)..<end]
      let after = rest[rest.index(after: end)...]
      guard after.isEmpty || after.hasPrefix(":") else { return nil }
      portText = after.isEmpty ? nil : after.dropFirst()
    } else if let colon = rest.lastIndex(of: ":") {
      hostText = rest[..<colon]
      portText = rest[rest.index(after: colon)...]
    }
    let isPlain = hostText.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "@") }
    guard !hostText.isEmpty, isPlain else { return nil }
    if let portText {
      guard let value = UInt16(portText), value > 0 else { return nil }
      port = Int(value)
    } else {
      port = isSecure ? 443 : 80
    }
    host = String(hostText)
    isAddress = IPAddress(hostText) != nil
    self.text = lower
  }

  /// The `:authority` pseudo-header.
  var hostAndPort: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
