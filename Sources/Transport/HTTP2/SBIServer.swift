import Base
import Glibc
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL
import NIOTLS
import Runtime
import SBI
import Synchronization

/// The HTTP/2 server of a network function's services (TS 29.500 §5): prior knowledge over TCP, or TLS with ALPN `h2`.
///
/// Each request is handled as a task on the loop of the network function.
/// ```swift
/// let server = try await SBIServer(bind: address, tls: nil, loop: loop, threads: threads) { await router.respond(to: $0) }
/// ...
/// await server.shutdown()
/// ```
public final class SBIServer: Sendable {
  public let localAddress: Base.SocketAddress
  private let channel: Channel
  private let connections: ConnectionRegistry

  /// Starts listening.
  /// - Parameters:
  ///   - tls: `nil` is cleartext, on loopback addresses only; beyond loopback TLS must be mutual.
  ///   - setting: the configuration value that names the address, for error texts.
  ///   - tap: sees what crosses the connections.
  public init(
    bind address: Base.SocketAddress, tls: SBITLS? = nil, limits: HTTP2Limits = HTTP2Limits(), setting: String? = nil, loop: any Loop,
    threads: HTTP2Threads, tap: HTTP2Tap? = nil, handler: @escaping @Sendable (SBIRequest) async -> SBIResponse
  ) async throws(HTTP2Error) {
    guard address.ip.isLoopback || tls?.isMutual == true else { throw .mutualTLSRequired(address) }
    let context: NIOSSLContext?
    if let tls { context = try tls.serverContext() } else { context = nil }
    let connections = ConnectionRegistry(maximum: limits.maximumConnections)
    self.connections = connections
    let bootstrap = ServerBootstrap(group: threads.group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard connections.add(channel) else { throw ConnectionRefused() }
          let configure: @Sendable (Channel) -> EventLoopFuture<Void> = { channel in
            SBIServer.configure(channel, limits: limits, loop: loop, tap: tap, handler: handler)
          }
          guard let context else { return configure(channel) }
          try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
          try channel.pipeline.syncOperations.addHandler(
            ApplicationProtocolNegotiationHandler { result, channel in
              if case .negotiated("h2") = result { return configure(channel) }
              return channel.close()
            })
          let deadline = channel.eventLoop.scheduleTask(in: .milliseconds(Int64(limits.requestTimeoutMilliseconds))) { [weak channel] in
            guard let channel else { return }
            channel.pipeline.handler(type: NIOHTTP2Handler.self).whenFailure { _ in channel.close(promise: nil) }
          }
          channel.closeFuture.whenComplete { _ in deadline.cancel() }
          return channel.eventLoop.makeSucceededVoidFuture()
        }.flatMap { $0 }
      }
    do {
      channel = try await bootstrap.bind(host: address.ip.description, port: Int(address.port)).get()
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw .addressInUse(address, setting: setting)
    } catch let error as IOError where error.errnoCode == EADDRNOTAVAIL {
      throw .addressNotAvailable(address, setting: setting)
    } catch {
      throw .listen("\(address): \(error)")
    }
    localAddress = Base.SocketAddress(address.ip, port: UInt16(clamping: channel.localAddress?.port ?? Int(address.port)))
  }

  /// Stops listening, lets requests that are being handled finish, and closes the connections.
  /// - Parameter timeoutMilliseconds: after it, connections are cut.
  public func shutdown(timeoutMilliseconds: Int = 2_000) async {
    try? await channel.close()
    let open = connections.all
    for connection in open { connection.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    for connection in open {
      let cut = connection.eventLoop.scheduleTask(in: .milliseconds(Int64(timeoutMilliseconds))) { connection.close(promise: nil) }
      try? await connection.closeFuture.get()
      cut.cancel()
    }
  }

  private static func configure(
    _ channel: Channel, limits: HTTP2Limits, loop: any Loop, tap: HTTP2Tap?,
    handler: @escaping @Sendable (SBIRequest) async -> SBIResponse
  ) -> EventLoopFuture<Void> {
    channel.eventLoop.makeCompletedFuture {
      try channel.add(tap)
      let guardian = ConnectionGuard(channel: channel, limits: limits)
      let configuration = limits.configuration
      _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
        mode: .server, connectionConfiguration: configuration.connection, streamConfiguration: configuration.stream
      ) { stream in
        stream.eventLoop.makeCompletedFuture {
          guardian.streamOpened(stream)
          try stream.pipeline.syncOperations.addHandler(ServerStreamHandler(limits: limits, loop: loop, handler: handler))
        }
      }
      try channel.pipeline.syncOperations.addHandler(ConnectionEndHandler(guardian: guardian))
    }
  }
}

private struct ConnectionRefused: Error {}

/// The open connections of a server.
private final class ConnectionRegistry: Sendable {
  private let channels = Mutex<[ObjectIdentifier: Channel]>([:])
  private let maximum: Int

  init(maximum: Int) { self.maximum = maximum }

  var all: [Channel] { channels.withLock { Array($0.values) } }

  /// - Returns: `false` when the server has as many connections as it may.
  func add(_ channel: Channel) -> Bool {
    let key = ObjectIdentifier(channel)
    let isAdded = channels.withLock { channels in
      guard channels.count < maximum else { return false }
      channels[key] = channel
      return true
    }
    if isAdded { channel.closeFuture.whenComplete { [self] _ in channels.withLock { $0[key] = nil } } }
    return isAdded
  }
}

extension HTTP2Limits {
  var configuration: NIOHTTP2Handler.Configuration {
    var configuration = NIOHTTP2Handler.Configuration()
    configuration.connection.initialSettings = [
      HTTP2Setting(parameter: .maxConcurrentStreams, value: maximumConcurrentStreams),
      HTTP2Setting(parameter: .maxHeaderListSize, value: maximumHeaderListOctets),
      HTTP2Setting(parameter: .enablePush, value: 0),
    ]
    configuration.connection.maximumSequentialContinuationFrames = maximumContinuationFrames
    configuration.stream.streamResetFrameRateLimit.maximumCount = maximumResets
    configuration.stream.streamResetFrameRateLimit.windowLength = .seconds(Int64(resetWindowSeconds))
    return configuration
  }
}

/// Closes a connection that sends no request: at the start, and when it is idle. Used only on the channel's event loop.
private final class ConnectionGuard: @unchecked Sendable {
  private let channel: Channel
  private let limits: HTTP2Limits
  private var openStreams = 0
  private var isEnding = false
  private var timer: Scheduled<Void>?

  init(channel: Channel, limits: HTTP2Limits) {
    self.channel = channel
    self.limits = limits
    arm(limits.requestTimeoutMilliseconds)
    channel.closeFuture.whenComplete { [self] _ in timer?.cancel() }
  }

  func streamOpened(_ stream: Channel) {
    openStreams += 1
    timer?.cancel()
    stream.closeFuture.whenComplete { [self] _ in
      openStreams -= 1
      guard openStreams == 0 else { return }
      if isEnding { channel.close(promise: nil) } else { arm(limits.idleTimeoutMilliseconds) }
    }
  }

  /// Closes the connection after the last response.
  func end() {
    isEnding = true
    if openStreams == 0 { channel.close(promise: nil) }
  }

  private func arm(_ milliseconds: Int) {
    timer = channel.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) { [weak channel] in channel?.close(promise: nil) }
  }
}

/// Ends a connection whose peer broke the protocol or a limit, and every connection when the server shuts down.
private final class ConnectionEndHandler: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame
  typealias OutboundOut = HTTP2Frame
  private let guardian: ConnectionGuard
  init(guardian: ConnectionGuard) { self.guardian = guardian }
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // Errors of one stream are answered with RST_STREAM by NIO.
    if error is NIOHTTP2Errors.StreamError { return }
    context.close(promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent {
      let goAway = HTTP2Frame.FramePayload.goAway(lastStreamID: .maxID, errorCode: .noError, opaqueData: nil)
      context.writeAndFlush(wrapOutboundOut(HTTP2Frame(streamID: .rootStream, payload: goAway)), promise: nil)
      guardian.end()
    }
    context.fireUserInboundEventTriggered(event)
  }
}

/// Collects one request and answers it.
private final class ServerStreamHandler: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  private let loop: any Loop
  private let handler: @Sendable (SBIRequest) async -> SBIResponse
  private let limits: HTTP2Limits
  private var collector: MessageCollector
  private var deadline: Scheduled<Void>?
  private var isAnswered = false

  init(limits: HTTP2Limits, loop: any Loop, handler: @escaping @Sendable (SBIRequest) async -> SBIResponse) {
    self.limits = limits
    self.loop = loop
    self.handler = handler
    collector = MessageCollector(maximumOctets: limits.maximumBodyOctets)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    deadline = context.eventLoop.scheduleTask(in: .milliseconds(Int64(limits.requestTimeoutMilliseconds))) { channel.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isAnswered else { return }
    switch collector.take(unwrapInboundIn(data)) {
    case .incomplete: break
    case .tooLarge:
      isAnswered = true
      answer(SBIResponse(SBIFailure(SBIError.tooLarge(limitOctets: limits.maximumBodyOctets))), on: context.channel)
    case .complete:
      isAnswered = true
      deadline?.cancel()
      handle(context.channel)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func handle(_ channel: Channel) {
    guard let headers = collector.headers, let target = headers.first(name: ":path"), target.hasPrefix("/") else {
      return answer(SBIResponse(SBIFailure(status: 400, cause: "INVALID_MSG_FORMAT", detail: "no path")), on: channel)
    }
    guard let method = headers.first(name: ":method").flatMap(SBIMethod.init(rawValue:)) else {
      return answer(SBIResponse(SBIFailure(status: 405, cause: nil)), on: channel)
    }
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let request = SBIRequest(
      method: method, path: String(parts[0]), query: parts.count == 2 ? String(parts[1]) : "", headers: headers.fields,
      body: SBIBody(octets: collector.octets, contentType: headers.first(name: "content-type")))
    let handler = handler
    loop.spawn("sbi-request") {
      let response = await handler(request)
      channel.eventLoop.execute { writeResponse(response, to: channel) }
    }
  }

  private func answer(_ response: SBIResponse, on channel: Channel) { writeResponse(response, to: channel) }
}

private func writeResponse(_ response: SBIResponse, to channel: Channel) {
  let octets = response.body.octets
  var headers = HPACKHeaders([(":status", String(response.status))])
  headers.add(response.headers, body: response.body, octetCount: octets.count)
  writeMessage(headers, octets, to: channel).whenFailure { _ in channel.close(promise: nil) }
}
