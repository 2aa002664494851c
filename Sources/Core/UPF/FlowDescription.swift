import Base
import PFCP

/// A service data flow filter ready to be matched: an IPFilterRule (RFC 6733 §4.3.1 as restricted by TS 29.212 §5.4.2) with the
/// other parts of an SDF Filter (TS 29.244 §8.2.5).
///
/// `permit out` describes the downlink: its source is the remote end. For an uplink packet the ends are exchanged.
public struct FlowDescription: Hashable, Sendable {
  struct End: Hashable, Sendable {
    /// `nil`: any address.
    var prefix: IPPrefix?
    /// Precomputed for the data path: address and mask in the low bits, by family.
    var network: UInt128 = 0
    var mask: UInt128 = 0
    var isIPv4 = false
    /// Empty: any port.
    var ports: [ClosedRange<UInt16>] = []

    @inline(__always)
    func matches(_ address: UInt128, isIPv4 packetIsIPv4: Bool, port: UInt16, hasPorts: Bool) -> Bool {
      if prefix != nil, packetIsIPv4 != isIPv4 || address & mask != network { return false }
      if ports.isEmpty { return true }
      guard hasPorts else { return false }
      for index in ports.indices where ports[index].contains(port) { return true }
      return false
    }
  }

  /// `nil`: any protocol.
  var upperLayerProtocol: UInt8?
  var remote = End()
  var user = End()
  /// Value and mask of the traffic class, an octet each.
  private var trafficClassBits: UInt16?
  var flowLabel: UInt32?

  /// - Returns: `nil` when the filter has a syntax, or asks for a match, that this function does not support.
  public init?(_ filter: SDFFilter) {
    if let text = filter.flowDescription {
      guard String(validating: text.octets, as: UTF8.self) != nil, let rule = FlowDescription(rule: text.description) else { return nil }
      self = rule
    }
    guard filter.securityParameterIndex == nil else { return nil }
    trafficClassBits = filter.tosTrafficClass
    flowLabel = filter.flowLabel
  }

  /// - Parameter rule: such as `permit out 17 from 10.0.0.0/8 53,5353 to assigned 1024-65535`.
  public init?(rule: String) {
    var words = rule.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }[...]
    guard words.popFirst() == "permit", let direction = words.popFirst(), direction == "out" || direction == "in",
      let name = words.popFirst()
    else { return nil }
    if name != "ip" {
      guard name.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt8(name) else { return nil }
      upperLayerProtocol = number
    }
    guard words.popFirst() == "from", let source = Self.readEnd(&words), words.popFirst() == "to", let destination = Self.readEnd(&words),
      words.isEmpty
    else { return nil }
    (remote, user) = direction == "out" ? (source, destination) : (destination, source)
  }

  private static func readEnd(_ words: inout ArraySlice<String>) -> End? {
    guard let address = words.popFirst() else { return nil }
    var end = End()
    if address != "any" && address != "assigned" {
      let parts = address.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count <= 2, let first = parts.first, let host = IPAddress(first) else { return nil }
      let width = host.isV4 ? 32 : 128
      var length = width
      if parts.count == 2 {
        guard let value = UInt8(parts[1]), Int(value) <= width else { return nil }
        length = Int(value)
      }
      let ones: UInt128 = host.isV4 ? 0xFFFF_FFFF : .max
      end.mask = length == 0 ? 0 : ones << UInt128(width - length) & ones
      let bits: UInt128 =
        switch host {
        case .v4(let value): UInt128(value)
        case .v6(let value): value
        }
      end.network = bits & end.mask
      end.isIPv4 = host.isV4
      let network: IPAddress = host.isV4 ? .v4(UInt32(truncatingIfNeeded: end.network)) : .v6(end.network)
      guard let prefix = IPPrefix(network, length: length) else { return nil }
      end.prefix = prefix
    }
    if let ports = words.first, ports != "to", ports.utf8.first.map({ (0x30...0x39).contains($0) }) == true {
      words.removeFirst()
      for part in ports.split(separator: ",", omittingEmptySubsequences: false) {
        let bounds = part.split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count <= 2, let low = bounds.first.flatMap({ UInt16($0) }), let high = bounds.last.flatMap({ UInt16($0) }),
          low <= high,
          end.ports.count < 16
        else { return nil }
        end.ports.append(low...high)
      }
    }
    return end
  }

  @inline(__always)
  func matches(_ packet: InnerPacket, isUplink: Bool) -> Bool {
    if let upperLayerProtocol, upperLayerProtocol != packet.upperLayerProtocol { return false }
    if let bits = trafficClassBits {
      let mask = UInt8(truncatingIfNeeded: bits)
      if (packet.trafficClass ^ UInt8(truncatingIfNeeded: bits >> 8)) & mask != 0 { return false }
    }
    if let flowLabel, packet.isIPv4 || packet.flowLabel != flowLabel { return false }
    if isUplink {
      return remote.matches(packet.destination, isIPv4: packet.isIPv4, port: packet.destinationPort, hasPorts: packet.hasPorts)
        && user.matches(packet.source, isIPv4: packet.isIPv4, port: packet.sourcePort, hasPorts: packet.hasPorts)
    }
    return remote.matches(packet.source, isIPv4: packet.isIPv4, port: packet.sourcePort, hasPorts: packet.hasPorts)
      && user.matches(packet.destination, isIPv4: packet.isIPv4, port: packet.destinationPort, hasPorts: packet.hasPorts)
  }
}
