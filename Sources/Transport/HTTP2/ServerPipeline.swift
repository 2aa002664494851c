import NIOCore
import NIOHPACK
import NIOHTTP2
import Runtime
import SBI

/// What stands behind a connection of a server, over TCP, TLS or neither: HTTP/2, its limits, and a handler for each stream.
enum ServerPipeline {
  static func configure(
    _ channel: Channel, limits: HTTP2Limits, bodies: BodyBudget, loop: any Loop, tap: HTTP2Tap?,
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
          try stream.pipeline.syncOperations.addHandler(ServerStreamHandler(limits: limits, bodies: bodies, loop: loop, handler: handler))
        }
      }
      try channel.pipeline.syncOperations.addHandler(ConnectionEndHandler(guardian: guardian))
    }
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

  init(limits: HTTP2Limits, bodies: BodyBudget, loop: any Loop, handler: @escaping @Sendable (SBIRequest) async -> SBIResponse) {
    self.limits = limits
    self.loop = loop
    self.handler = handler
    collector = MessageCollector(maximumOctets: limits.maximumBodyOctets, budget: bodies)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    deadline = context.eventLoop.scheduleTask(in: .milliseconds(Int64(limits.requestTimeoutMilliseconds))) { channel.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    collector.budget?.giveBack(collector.octets.count)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isAnswered else { return }
    switch collector.take(unwrapInboundIn(data)) {
    case .incomplete: break
    case .tooLarge:
      isAnswered = true
      answer(SBIResponse(SBIFailure(SBIError.tooLarge(limitOctets: limits.maximumBodyOctets))), on: context.channel)
    case .noRoom:
      // TS 29.500 §5.2.7.2.
      isAnswered = true
      let detail = "the bodies of all requests under way are larger than \(limits.maximumBodyOctetsTogether) octets"
      answer(SBIResponse(SBIFailure(status: 503, cause: "NF_CONGESTION", detail: detail)), on: context.channel)
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
      // RFC 9110 §9.1; a method that is known but not allowed here is the routes' matter.
      return answer(SBIResponse(SBIFailure(status: 501, cause: nil)), on: channel)
    }
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let request = SBIRequest(
      method: method, path: String(parts[0]), query: parts.count == 2 ? String(parts[1]) : "", headers: headers.fields,
      body: SBIBody(octets: collector.octets, contentType: headers.first(name: "content-type")))
    let handler = handler
    let limits = limits
    loop.spawn("sbi-request") {
      let response = await handler(request)
      channel.eventLoop.execute { writeResponse(response, to: channel, limits) }
    }
  }

  private func answer(_ response: SBIResponse, on channel: Channel) { writeResponse(response, to: channel, limits) }
}

private func writeResponse(_ response: SBIResponse, to channel: Channel, _ limits: HTTP2Limits) {
  let octets = response.body.octets
  var headers = HPACKHeaders([(":status", String(response.status))])
  headers.add(response.headers, body: response.body, octetCount: octets.count)
  let deadline = channel.eventLoop.scheduleTask(in: .milliseconds(Int64(limits.responseTimeoutMilliseconds))) {
    channel.close(promise: nil)
  }
  writeMessage(headers, octets, to: channel).whenComplete { result in
    deadline.cancel()
    if case .failure = result { channel.close(promise: nil) }
  }
}
