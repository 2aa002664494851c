import Base
import Capture
import Glibc
import Runtime
import Synchronization

/// Why a capture cannot be written.
public struct CaptureFileError: Error, Sendable, CustomStringConvertible {
  public let description: String
}

/// A view of the trace as a pcapng file: N2 as SCTP, N3 and N4 as UDP, N6 as IP, SBI as TCP, each message once.
///
/// A message between two ports of this process is traced where it is sent and where it arrives; it is written where it is sent.
public final class CaptureFile: TraceSink {
  private struct State: Sendable {
    var descriptor: Int32
    var writer = PcapngWriter()
    var interfaces: [TraceInterface: UInt32] = [:]
    /// Addresses of ports of this process: what arrives from them has been written already.
    var local: Set<SocketAddress> = []
    /// Transmission sequence numbers and stream sequence numbers for each direction of an association.
    var tsn: [Flow: UInt32] = [:]
    var streamSequence: [Flow: UInt16] = [:]
    var connections = TCPStreams()
    var pending: [UInt8] = []
    var hasFailed = false
  }

  private struct Flow: Hashable, Sendable {
    var source: SocketAddress
    var destination: SocketAddress
    var stream: UInt16?
  }

  /// Octets that are kept before they are written.
  private static let chunkOctets = 1 << 16
  private let path: String
  private let state: Mutex<State>

  public init(path: String) throws(CaptureFileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw CaptureFileError(description: "\(path): cannot be written (\(String(cString: strerror(errno))))") }
    self.path = path
    var state = State(descriptor: descriptor)
    state.pending = state.writer.header(application: "vitrum")
    self.state = Mutex(state)
  }

  /// Says that a port of this process has the address.
  public func addLocal(_ address: SocketAddress) { state.withLock { _ = $0.local.insert(address) } }

  public func record(_ event: TraceEvent) {
    guard event.kind == .sent || event.kind == .received, let interface = event.interface else { return }
    state.withLock { state in
      if event.kind == .received, let peer = event.peer, state.local.contains(peer) { return }
      do throws(CaptureError) {
        let packets = try Self.packets(event, interface, &state)
        guard !packets.isEmpty else { return }
        let number = try Self.number(of: interface, &state)
        for packet in packets {
          state.pending += try state.writer.packet(
            packet, interface: number, at: event.wallTime, comment: event.note.isEmpty ? nil : event.note)
        }
      } catch {
        return
      }
      if state.pending.count >= Self.chunkOctets { Self.flush(&state) }
    }
  }

  /// Writes what is pending; call it now and then, and before the end.
  public func flush() { state.withLock { Self.flush(&$0) } }

  /// Whether everything could be written so far.
  public var isComplete: Bool { state.withLock { !$0.hasFailed } }

  public func close() {
    state.withLock { state in
      Self.flush(&state)
      if state.descriptor >= 0 { _ = Glibc.close(state.descriptor) }
      state.descriptor = -1
    }
  }

  private static func number(of interface: TraceInterface, _ state: inout State) throws(CaptureError) -> UInt32 {
    if let number = state.interfaces[interface] { return number }
    let number = state.writer.interfaceCount
    state.pending += state.writer.addInterface(name: interface.rawValue, linkType: .raw)
    state.interfaces[interface] = number
    return number
  }

  /// The IP packets of a message; none for what has no wire.
  private static func packets(_ event: TraceEvent, _ interface: TraceInterface, _ state: inout State) throws(CaptureError) -> [[UInt8]] {
    if interface == .n6 { return [event.octets] }
    guard let local = event.local, let peer = event.peer else { return [] }
    let (source, destination) = event.kind == .sent ? (local, peer) : (peer, local)
    switch interface {
    case .n3, .n4: return [try PacketBuilder.udp(event.octets, from: source, to: destination)]
    case .n2:
      let stream = event.stream ?? 0
      let tsn = (state.tsn[Flow(source: source, destination: destination)] ?? 0) &+ 1
      state.tsn[Flow(source: source, destination: destination)] = tsn
      let flow = Flow(source: source, destination: destination, stream: stream)
      let sequence = state.streamSequence[flow] ?? 0
      state.streamSequence[flow] = sequence &+ 1
      return [
        try PacketBuilder.sctp(
          event.octets, from: source, to: destination, tsn: tsn, stream: stream, sequence: sequence,
          payloadProtocolID: event.payloadProtocolID ?? 60)
      ]
    case .sbi:
      // No octets: the end of the connection.
      if event.octets.isEmpty { return try state.connections.end(local, peer) }
      return try state.connections.segments(event.octets, from: source, to: destination)
    case .n1, .n6, .radio: return []
    }
  }

  private static func flush(_ state: inout State) {
    guard state.descriptor >= 0, !state.pending.isEmpty else { return }
    let octets = state.pending
    state.pending = []
    var written = 0
    while written < octets.count {
      let count = octets[written...].withUnsafeBytes { write(state.descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        state.hasFailed = true
        return
      }
      written += count
    }
  }
}
