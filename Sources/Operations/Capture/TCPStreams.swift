import Base

/// Makes the TCP segments of connections whose octets are known above TCP or TLS: connection set-up, data, end.
///
/// Sequence numbers begin with 0 on both sides, so two views of one connection, one from each end, consist of the same segments.
public struct TCPStreams: Sendable {
  private struct Connection: Sendable {
    /// Next sequence number of each side.
    var next: [SocketAddress: UInt32]
  }

  /// Both addresses, the lower one first.
  private struct Key: Hashable, Sendable {
    var lower: String
    var higher: String

    init(_ one: SocketAddress, _ other: SocketAddress) {
      (lower, higher) = one.description < other.description ? (one.description, other.description) : (other.description, one.description)
    }
  }

  /// Connections that are followed at the same time; with more, all are forgotten and begin anew.
  private static let maximumConnections = 4_096
  private static let maximumSegmentOctets = 32_768
  /// The client's first octets of HTTP/2 (RFC 9113 §3.4).
  private static let preface = Array("PRI * HTTP/2.0".utf8)
  private var connections: [Key: Connection] = [:]

  public init() {}

  /// The IP packets that carry `octets`; those of the set-up lead when nothing was seen of the connection before.
  public mutating func segments(
    _ octets: [UInt8], from source: SocketAddress, to destination: SocketAddress
  ) throws(CaptureError) -> [[UInt8]] {
    guard !octets.isEmpty else { return [] }
    let key = Key(source, destination)
    var packets: [[UInt8]] = []
    if connections[key] == nil {
      let (client, server) = octets.starts(with: Self.preface) ? (source, destination) : (destination, source)
      packets.append(try PacketBuilder.tcp([], from: client, to: server, sequence: 0, acknowledgement: 0, flags: .syn))
      packets.append(try PacketBuilder.tcp([], from: server, to: client, sequence: 0, acknowledgement: 1, flags: [.syn, .acknowledge]))
      packets.append(try PacketBuilder.tcp([], from: client, to: server, sequence: 1, acknowledgement: 1, flags: .acknowledge))
      if connections.count >= Self.maximumConnections { connections = [:] }
      connections[key] = Connection(next: [source: 1, destination: 1])
    }
    var start = 0
    while start < octets.count {
      let end = min(octets.count, start + Self.maximumSegmentOctets)
      let sequence = connections[key]?.next[source] ?? 1
      let acknowledgement = connections[key]?.next[destination] ?? 1
      packets.append(
        try PacketBuilder.tcp(
          Array(octets[start..<end]), from: source, to: destination, sequence: sequence, acknowledgement: acknowledgement,
          flags: [.push, .acknowledge]))
      connections[key]?.next[source] = sequence &+ UInt32(end - start)
      start = end
    }
    return packets
  }

  /// The packet that ends a connection; none when nothing was seen of it.
  public mutating func end(_ local: SocketAddress, _ peer: SocketAddress) throws(CaptureError) -> [[UInt8]] {
    guard let connection = connections.removeValue(forKey: Key(local, peer)) else { return [] }
    return [
      try PacketBuilder.tcp(
        [], from: local, to: peer, sequence: connection.next[local] ?? 1, acknowledgement: connection.next[peer] ?? 1,
        flags: [.fin, .acknowledge])
    ]
  }
}
