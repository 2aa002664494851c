import Base
import NIOCore

/// Sees the octets of SBI connections as HTTP/2 writes and reads them, within TLS where there is TLS: for captures.
///
/// Called on the thread of the connection; it must not block.
public struct HTTP2Tap: Sendable {
  public enum Event: Hashable, Sendable {
    case sent([UInt8])
    case received([UInt8])
    case closed
  }

  let record: @Sendable (_ event: Event, _ local: Base.SocketAddress, _ peer: Base.SocketAddress) -> Void

  public init(_ record: @escaping @Sendable (_ event: Event, _ local: Base.SocketAddress, _ peer: Base.SocketAddress) -> Void) {
    self.record = record
  }
}

/// Passes everything on and shows it to a tap.
final class TapHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = IOData

  private let tap: HTTP2Tap
  /// Kept because a closed channel has none.
  private var addresses: (local: Base.SocketAddress, peer: Base.SocketAddress)?

  init(_ tap: HTTP2Tap) { self.tap = tap }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    record(.received(Array(unwrapInboundIn(data).readableBytesView)), context)
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .byteBuffer(let buffer) = unwrapOutboundIn(data) { record(.sent(Array(buffer.readableBytesView)), context) }
    context.write(data, promise: promise)
  }

  func channelInactive(context: ChannelHandlerContext) {
    record(.closed, context)
    context.fireChannelInactive()
  }

  private func record(_ event: HTTP2Tap.Event, _ context: ChannelHandlerContext) {
    if addresses == nil, let local = Self.address(context.localAddress), let peer = Self.address(context.remoteAddress) {
      addresses = (local, peer)
    }
    guard let addresses else { return }
    tap.record(event, addresses.local, addresses.peer)
  }

  private static func address(_ address: NIOCore.SocketAddress?) -> Base.SocketAddress? {
    guard let text = address?.ipAddress, let ip = IPAddress(text), let port = address?.port.flatMap(UInt16.init(exactly:)) else {
      return nil
    }
    return Base.SocketAddress(ip, port: port)
  }
}

extension Channel {
  /// Adds a tap before HTTP/2 is added to the pipeline.
  func add(_ tap: HTTP2Tap?) throws {
    if let tap { try pipeline.syncOperations.addHandler(TapHandler(tap)) }
  }
}
