import Base

/// The protocol of a message in a capture.
public enum CapturedProtocol: String, Sendable, CaseIterable {
  case ngap, xnap, f1ap, e1ap, pfcp, gtpu, sbi
}

/// A message that packets of a capture carried.
public struct CapturedMessage: Sendable {
  public enum Content: Sendable {
    case octets([UInt8])
    case http(HTTPMessage)
    /// Something is wrong with the packets.
    case problem(String)
  }

  /// The packet that completed it.
  public var frame: Int
  public var time: WallTime?
  public var source: SocketAddress
  public var destination: SocketAddress
  /// `nil` when the problem is below the protocols.
  public var protocolName: CapturedProtocol?
  /// Of the SCTP association.
  public var stream: UInt16?
  public var content: Content
}

/// Finds the messages in the packets of a capture: IP, SCTP, UDP, TCP, and HTTP/2 in it.
///
/// What it keeps between packets is bounded by its parts, at most about 200 MiB however the capture looks.
public struct CaptureAnalyzer {
  /// What was seen that has no messages to show.
  public struct Counts: Sendable, Equatable {
    public var packets = 0
    /// Packets of link types that are not known here.
    public var unknownLinkType: [UInt16: Int] = [:]
    /// Connections whose contents are encrypted.
    public var encryptedConnections = 0
    /// Connections that look like HTTP/2 and whose beginning is not in the capture.
    public var connectionsWithoutBeginning = 0
  }

  private struct Key: Hashable {
    var low: SocketAddress
    var high: SocketAddress
  }

  static let maximumConnections = 1_024
  private var internet = InternetLayer()
  private var sctp = SCTPLayer()
  var followedConnections: Int { connections.count }
  private var connections = BoundedTable<Key, HTTP2Connection>(capacity: maximumConnections, maximumWeight: 64 << 20)
  public private(set) var counts = Counts()

  public init() {}

  /// The messages that a packet completes.
  public mutating func receive(_ packet: CapturedPacket) -> [CapturedMessage] {
    counts.packets += 1
    guard LinkLayer.isKnown(packet.linkType) else {
      if counts.unknownLinkType.count < 64 || counts.unknownLinkType[packet.linkType] != nil {
        counts.unknownLinkType[packet.linkType, default: 0] += 1
      }
      return []
    }
    guard let octets = LinkLayer.internetPacket(packet.octets, linkType: packet.linkType) else { return [] }
    switch internet.receive(octets) {
    case .waiting: return []
    case .malformed(let text):
      let nowhere = SocketAddress(.v4(0), port: 0)
      return [message(packet, nowhere, nowhere, nil, .problem(text))]
    case .payload(let payload):
      switch payload.protocolNumber {
      case 132: return receiveSCTP(payload, packet)
      case 17: return receiveUDP(payload, packet)
      case 6: return receiveTCP(payload, packet)
      default: return []
      }
    }
  }

  private func message(
    _ packet: CapturedPacket, _ source: SocketAddress, _ destination: SocketAddress, _ name: CapturedProtocol?,
    _ content: CapturedMessage.Content, stream: UInt16? = nil
  ) -> CapturedMessage {
    CapturedMessage(
      frame: packet.number, time: packet.time, source: source, destination: destination, protocolName: name, stream: stream,
      content: content)
  }

  /// Payload protocol identifiers (TS 38.412 §7, TS 38.422 §7, TS 38.472 §7, TS 37.482 §7); where it is 0, the port tells.
  private static func sctpProtocol(_ identifier: UInt32, _ source: UInt16, _ destination: UInt16) -> CapturedProtocol? {
    let byPort: [UInt16: CapturedProtocol] = [38_412: .ngap, 38_422: .xnap, 38_472: .f1ap, 38_462: .e1ap]
    switch identifier {
    case 60: return .ngap
    case 61: return .xnap
    case 62: return .f1ap
    case 64: return .e1ap
    case 0: return byPort[destination] ?? byPort[source]
    default: return nil
    }
  }

  private mutating func receiveSCTP(_ payload: InternetPayload, _ packet: CapturedPacket) -> [CapturedMessage] {
    let (source, destination, messages, problem) = sctp.receive(payload)
    var result = messages.compactMap { found -> CapturedMessage? in
      guard let name = Self.sctpProtocol(found.payloadProtocolID, source.port, destination.port) else { return nil }
      return message(packet, source, destination, name, .octets(found.octets), stream: found.stream)
    }
    if let problem { result.append(message(packet, source, destination, nil, .problem(problem))) }
    return result
  }

  private mutating func receiveUDP(_ payload: InternetPayload, _ packet: CapturedPacket) -> [CapturedMessage] {
    var reader = ByteReader(payload.octets)
    guard let sourcePort = reader.readUInt16(), let destinationPort = reader.readUInt16(), let length = reader.readUInt16(), reader.skip(2)
    else { return [] }
    let source = SocketAddress(payload.source, port: sourcePort)
    let destination = SocketAddress(payload.destination, port: destinationPort)
    let name: CapturedProtocol
    switch (sourcePort, destinationPort) {
    case (8805, _), (_, 8805): name = .pfcp
    case (2152, _), (_, 2152): name = .gtpu
    default: return []
    }
    guard length >= 8, Int(length) - 8 <= reader.remaining, let octets = reader.readBytes(Int(length) - 8) else {
      return [message(packet, source, destination, name, .problem(payload.isCut ? "cut by the capture" : "UDP length that does not fit"))]
    }
    return [message(packet, source, destination, name, .octets(octets))]
  }

  private mutating func receiveTCP(_ payload: InternetPayload, _ packet: CapturedPacket) -> [CapturedMessage] {
    var reader = ByteReader(payload.octets)
    guard let sourcePort = reader.readUInt16(), let destinationPort = reader.readUInt16(), let sequence = reader.readUInt32(),
      reader.skip(4), let offset = reader.readUInt8(), let flags = reader.readUInt8(), reader.skip(6), offset >> 4 >= 5,
      reader.skip(Int(offset >> 4) * 4 - 20)
    else { return [] }
    let source = SocketAddress(payload.source, port: sourcePort)
    let destination = SocketAddress(payload.destination, port: destinationPort)
    let isForward =
      (source.ip.octets.lexicographicallyPrecedes(destination.ip.octets)) || (source.ip == destination.ip && sourcePort <= destinationPort)
    let key = isForward ? Key(low: source, high: destination) : Key(low: destination, high: source)
    let octets = reader.readRest()
    let (messages, problems, isNewlyEncrypted, lacksBeginning) = connections.with(key, default: HTTP2Connection()) { connection in
      let (wasEncrypted, lackedBeginning) = (connection.isEncrypted, connection.lacksBeginning)
      let (messages, problems) = connection.receive(
        half: isForward ? 0 : 1, sequence: sequence, flags: flags, octets: octets, isCut: payload.isCut)
      return (messages, problems, connection.isEncrypted && !wasEncrypted, connection.lacksBeginning && !lackedBeginning)
    }
    if isNewlyEncrypted { counts.encryptedConnections += 1 }
    if lacksBeginning { counts.connectionsWithoutBeginning += 1 }
    return messages.map { message(packet, source, destination, .sbi, .http($0)) }
      + problems.map { message(packet, source, destination, .sbi, .problem($0)) }
  }
}
