import Base
import GTPU
import PFCP
import Synchronization

@testable import UPF

/// Reproducible randomness.
final class SeededSource: RandomSource {
  private let generator: Mutex<SeededGenerator>
  init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }
  func bytes(_ count: Int) -> [UInt8] {
    generator.withLock { generator in (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) } }
  }
}

/// A UPF with one SMF, a gNB and a UE that has 10.45.0.2 and 2001:db8:0:1::/64.
struct Fixture {
  static let smf = SocketAddress(.v4(0x0A00_0001), port: 8805)
  static let otherSMF = SocketAddress(.v4(0x0A00_0002), port: 8805)
  static let stranger = SocketAddress(.v4(0x0A00_00FF), port: 8805)
  static let gnb = SocketAddress(.v4(0x0A00_0064), port: 2152)
  static let gnbTunnel = OuterHeaderCreation.gtpu(teid: 0x77, ipv4: IPv4Address(rawValue: 0x0A00_0064))
  static let ueIPv4 = IPv4Address(rawValue: 0x0A2D_0002)
  static let uePrefix: UInt64 = 0x2001_0DB8_0000_0001
  static let cpSEID: UInt64 = 0x1111

  var upf: UserPlaneFunction
  var now = Instant(nanoseconds: 1_000_000_000_000)
  var sequence: UInt32 = 100
  /// Of the session that ``establish`` set up.
  var upSEID: UInt64 = 0
  var uplinkTEID: UInt32 = 0

  init(_ change: (inout UPFConfiguration) -> Void = { _ in }) {
    var configuration = UPFConfiguration(
      nodeID: .ipv4(IPv4Address(rawValue: 0x0A00_0010)), n4Address: .v4(0x0A00_0010), n3Address: .v4(0x0A00_0011),
      controlPlanePeers: [Self.smf.ip, Self.otherSMF.ip], recoveryTimeStamp: 0xE900_0000, startedAt: Instant(nanoseconds: 1_000_000_000_000)
    )
    change(&configuration)
    upf = UserPlaneFunction(configuration: configuration, random: SeededSource(seed: 5))
  }

  /// Sends a request and gives its response, and the other effects.
  mutating func request(_ body: PFCPBody, seid: UInt64? = nil, from peer: SocketAddress = Fixture.smf) throws -> (PFCPMessage?, [UPFEffect])
  {
    sequence += 1
    let octets = try PFCPMessage(seid: seid, sequenceNumber: sequence, body).encode()
    return try respond(upf.handlePFCP(octets, from: peer, now: now))
  }

  func respond(_ effects: [UPFEffect]) throws -> (PFCPMessage?, [UPFEffect]) {
    guard case .sendN4(let octets, _)? = effects.first else { return (nil, effects) }
    return (try PFCPMessage(decoding: octets), Array(effects.dropFirst()))
  }

  mutating func associate(from peer: SocketAddress = Fixture.smf, recovery: UInt32 = 1) throws {
    let node = NodeID.ipv4(IPv4Address(peer.ip) ?? IPv4Address(rawValue: 0))
    let (answer, _) = try request(.associationSetupRequest(AssociationSetupRequest(nodeID: node, recoveryTimeStamp: recovery)), from: peer)
    guard case .associationSetupResponse(let response)? = answer?.body, response.cause == .requestAccepted else { throw Unexpected() }
  }

  /// PDR 1 uplink to N6 (FAR 1), PDR 2 downlink to the gNB (FAR 2), QER 1 with QFI 9.
  static func standard(farTwo action: ApplyAction = [.forward]) -> SessionEstablishmentRequest {
    var request = SessionEstablishmentRequest(
      nodeID: .ipv4(IPv4Address(rawValue: 0x0A00_0001)), cpFSEID: FSEID(seid: cpSEID, ipv4: IPv4Address(rawValue: 0x0A00_0001)))
    var address = UEIPAddress(ipv4: ueIPv4, ipv6: IPv6Address(prefix: uePrefix, interfaceIdentifier: 0))
    var uplink = PDI(sourceInterface: .access)
    uplink.localFTEID = .choose(ipv4: true, ipv6: false, chooseID: nil)
    uplink.ueIPAddresses = [address]
    var first = CreatePDR(pdrID: 1, precedence: 255, pdi: uplink)
    first.outerHeaderRemoval = .gtpuUDPIPv4
    first.farID = 1
    first.qerIDs = [1]
    var downlink = PDI(sourceInterface: .core)
    address.isDestination = true
    downlink.ueIPAddresses = [address]
    var second = CreatePDR(pdrID: 2, precedence: 255, pdi: downlink)
    second.farID = 2
    second.qerIDs = [1]
    request.createPDRs = [first, second]
    var toCore = CreateFAR(farID: 1, applyAction: [.forward])
    toCore.forwardingParameters = ForwardingParameters(destinationInterface: .core)
    var toAccess = CreateFAR(farID: 2, applyAction: action)
    if action.contains(.forward) {
      var parameters = ForwardingParameters(destinationInterface: .access)
      parameters.outerHeaderCreation = gnbTunnel
      toAccess.forwardingParameters = parameters
    }
    request.createFARs = [toCore, toAccess]
    var qer = CreateQER(qerID: 1, gateStatus: GateStatus())
    qer.qfi = QoSFlowIdentifier(rawValue: 9)
    request.createQERs = [qer]
    return request
  }

  mutating func establish(_ request: SessionEstablishmentRequest = Fixture.standard(), from peer: SocketAddress = Fixture.smf) throws
    -> SessionEstablishmentResponse
  {
    let (answer, _) = try self.request(.sessionEstablishmentRequest(request), seid: 0, from: peer)
    guard case .sessionEstablishmentResponse(let response)? = answer?.body else { throw Unexpected() }
    if let seid = response.upFSEID?.seid { upSEID = seid }
    if let teid = response.createdPDRs.first?.localFTEID?.teid { uplinkTEID = teid }
    return response
  }

  mutating func modify(_ request: SessionModificationRequest, from peer: SocketAddress = Fixture.smf) throws
    -> (SessionModificationResponse, [UPFEffect])
  {
    let (answer, effects) = try self.request(.sessionModificationRequest(request), seid: upSEID, from: peer)
    guard case .sessionModificationResponse(let response)? = answer?.body else { throw Unexpected() }
    return (response, effects)
  }

  /// Sets up association and standard session.
  static func ready(_ request: SessionEstablishmentRequest = standard(), _ change: (inout UPFConfiguration) -> Void = { _ in }) throws
    -> Fixture
  {
    var fixture = Fixture(change)
    try fixture.associate()
    guard try fixture.establish(request).cause == .requestAccepted else { throw Unexpected() }
    return fixture
  }

  /// FAR 2 forwards to the gNB from now on.
  static func toGNB(_ flags: PFCPSMReqFlags? = nil, teid: UInt32 = 0x77) -> SessionModificationRequest {
    var parameters = UpdateForwardingParameters()
    parameters.destinationInterface = .access
    parameters.outerHeaderCreation = .gtpu(teid: teid, ipv4: IPv4Address(rawValue: 0x0A00_0064))
    parameters.pfcpSMReqFlags = flags
    var update = UpdateFAR(farID: 2)
    update.applyAction = [.forward]
    update.updateForwardingParameters = parameters
    var request = SessionModificationRequest()
    request.updateFARs = [update]
    return request
  }

  mutating func uplink(_ packet: [UInt8], teid: UInt32? = nil, qfi: UInt8 = 9, from peer: SocketAddress = Fixture.gnb) throws -> [UPFEffect]
  {
    let container = PDUSessionContainer.uplink(.init(qfi: qfi))
    let message = GTPUMessage(teid: teid ?? uplinkTEID, extensionHeaders: [.init(type: 0x85, content: try container.encode())], .gPDU(packet))
    return upf.handleN3(try message.encode(), from: peer, now: now)
  }
}

struct Unexpected: Error {}

/// An IPv4 packet with a UDP header.
func udp4(
  from source: UInt32, to destination: UInt32, sourcePort: UInt16 = 1000, destinationPort: UInt16 = 53, upperLayerProtocol: UInt8 = 17,
  payloadCount: Int = 10
) -> [UInt8] {
  var writer = ByteWriter()
  writer.writeUInt32(0x4500_0000 | UInt32(28 + payloadCount))
  writer.writeUInt32(0)
  writer.writeUInt8(64)
  writer.writeUInt8(upperLayerProtocol)
  writer.writeUInt16(0)
  writer.writeUInt32(source)
  writer.writeUInt32(destination)
  writer.writeUInt16(sourcePort)
  writer.writeUInt16(destinationPort)
  writer.writeUInt16(UInt16(8 + payloadCount))
  writer.writeUInt16(0)
  writer.writeBytes(Array(repeating: 0xAA, count: payloadCount))
  return writer.octets
}

/// An IPv6 packet.
func ip6(from source: (UInt64, UInt64), to destination: (UInt64, UInt64), next: UInt8, payload: [UInt8]) -> [UInt8] {
  var writer = ByteWriter()
  writer.writeUInt32(0x6000_0000)
  writer.writeUInt16(UInt16(payload.count))
  writer.writeUInt8(next)
  writer.writeUInt8(255)
  for half in [source.0, source.1, destination.0, destination.1] { writer.writeUInt64(half) }
  writer.writeBytes(payload)
  return writer.octets
}
