import Base
import Glibc
import NIOCore
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
    let bodies = BodyBudget(limits.maximumBodyOctetsTogether)
    let bootstrap = ServerBootstrap(group: threads.group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard connections.add(channel) else { throw ConnectionRefused() }
          let configure: @Sendable (Channel) -> EventLoopFuture<Void> = { channel in
            ServerPipeline.configure(channel, limits: limits, bodies: bodies, loop: loop, tap: tap, handler: handler)
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
    let cuts = open.map { connection in
      connection.eventLoop.scheduleTask(in: .milliseconds(Int64(timeoutMilliseconds))) { connection.close(promise: nil) }
    }
    for (connection, cut) in zip(open, cuts) {
      try? await connection.closeFuture.get()
      cut.cancel()
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
