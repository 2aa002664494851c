import Base
import GTPU
import NGAP
import PER
import RadioLink
import Runtime
import Simulation

@testable import GNB

let testPLMN = Base.PLMNIdentity(mcc: "999", mnc: "70")!
let slice = NGAP.SNSSAI(sst: [1])

/// An AMF, a UPF and UEs' radios around one gNB; every answer is a test's own.
final class CoreScenario: @unchecked Sendable {
  let world: World
  let network: SimulatedNetwork
  let gnb: GNB
  let loop: VirtualLoop
  let amfAddress = SocketAddress(.v4(0x0A63_0001), port: 38412)
  let n3Address = IPAddress("10.99.0.11")!
  let upfAddress = SocketAddress(.v4(0x0A63_0001), port: 2152)
  let radioAddress = SocketAddress(.v4(0x7F00_0001), port: 4997)

  let amf: Environment
  var amfPort: (any AssociationPort)!
  var upfPort: (any DatagramPort)!
  var association: AssociationID?
  var associations = 0
  /// Messages of the gNB with their streams.
  var received: [(stream: UInt16, pdu: NGAPPDU)] = []
  var n3: [GTPUMessage] = []
  var n3Octets: [[UInt8]] = []
  var events: [GNBEvent] = []
  var answersSetup = true
  private final class Late: @unchecked Sendable { weak var scenario: CoreScenario? }
  private let late = Late()

  init(seed: UInt64 = 1, streams: UInt16 = 64, change: (inout GNBConfiguration) -> Void = { _ in }) {
    let world = World(seed: seed)
    let network = SimulatedNetwork(world: world)
    self.world = world
    self.network = network
    amf = world.makeEnvironment(node: "amf")
    let environment = world.makeEnvironment(node: "gnb")
    loop = environment.loop as! VirtualLoop
    var configuration = GNBConfiguration(
      plmn: testPLMN, gNBID: 0x123456, name: "gnb-1",
      trackingAreas: [.init(tac: 1, plmns: [.init(plmn: testPLMN, slices: [Base.SNSSAI(sst: 1), Base.SNSSAI(sst: 2, sd: 0xABCDEF)])])],
      n3Address: n3Address)
    change(&configuration)
    let late = late
    let gnb = GNB(configuration: configuration, environment: environment) { late.scenario?.events.append($0) }
    self.gnb = gnb
    late.scenario = self
    amfPort = network.listen(amfAddress, inboundStreams: streams, outboundStreams: streams, environment: amf) { late.scenario?.take($0) }
    upfPort = network.bindDatagram(upfAddress, interface: .n3, environment: amf) { octets, _ in
      late.scenario?.n3Octets.append(octets)
      if let message = try? GTPUMessage(decoding: octets) { late.scenario?.n3.append(message) }
    }
    let n3Port = network.bindDatagram(SocketAddress(n3Address, port: 2152), interface: .n3, environment: environment) {
      gnb.handleN3($0, from: $1)
    }
    let radioPort = network.bindDatagram(radioAddress, interface: .radio, environment: environment) { gnb.handleRadio($0, from: $1) }
    let amfAddress = amfAddress
    _ = world.run(on: loop) {
      await gnb.attach(n3: n3Port, radio: radioPort) {
        network.connect(
          from: SocketAddress(.v4(0x0A63_000B), port: 40000), to: amfAddress, inboundStreams: streams, outboundStreams: streams,
          environment: environment
        ) { gnb.handle($0) }
      }
    }
  }

  func start() {
    let gnb = gnb
    _ = world.run(on: loop) { await gnb.start() }
    settle()
  }

  /// Lets everything happen that needs no timer of a second or more.
  func settle() { world.run(for: .milliseconds(50)) }

  private func take(_ event: AssociationEvent) {
    switch event {
    case .up(let id, _, _, _):
      association = id
      associations += 1
    case .down: association = nil
    case .message(_, let stream, let payloadProtocolID, let octets):
      guard payloadProtocolID == 60, let pdu = try? NGAPPDU(decoding: octets) else { return }
      received.append((stream, pdu))
      if answersSetup, case .initiatingMessage(.ngSetupRequest) = pdu { send(.successfulOutcome(.ngSetupResponse(Self.setupResponse))) }
    }
  }

  static let guami = NGAP.GUAMI(
    plmnIdentity: FixedOctets(testPLMN.octets), amfRegionID: BitString(2, bitCount: 8), amfSetID: BitString(1, bitCount: 10),
    amfPointer: BitString(0, bitCount: 6))

  static let setupResponse = NGSetupResponse(
    amfName: "amf-1", servedGUAMIList: [ServedGUAMIItem(guami: guami)], relativeAMFCapacity: 255,
    plmnSupportList: [PLMNSupportItem(plmnIdentity: FixedOctets(testPLMN.octets), sliceSupportList: [SliceSupportItem(sNSSAI: slice)])])

  func send(_ pdu: NGAPPDU, stream: UInt16 = 0) { sendOctets(try! pdu.encode(), stream: stream) }
  func send(_ message: InitiatingMessage) { send(.initiatingMessage(message)) }

  func sendOctets(_ octets: [UInt8], stream: UInt16 = 0) {
    amfPort.send(octets, on: association!, stream: stream, payloadProtocolID: 60)
  }

  /// Sends and returns what the gNB said next.
  func exchange(_ message: InitiatingMessage) -> [NGAPPDU] {
    let count = received.count
    send(message)
    settle()
    return received.dropFirst(count).map(\.pdu)
  }

  func sendN3(_ message: GTPUMessage) {
    upfPort.send(try! message.encode(), to: SocketAddress(n3Address, port: 2152))
  }

  func snapshot() -> JSON {
    let gnb = gnb
    return world.run(on: loop) { await gnb.snapshot() }!
  }

  func perform(_ operation: @escaping @Sendable (GNB) async -> Void) {
    let gnb = gnb
    _ = world.run(on: loop) { await operation(gnb) }
    settle()
  }

  /// A UE with a connection whose INITIAL UE MESSAGE has arrived.
  func connectUE(_ number: UInt32 = 1, cause: EstablishmentCause = .moSignalling, tmsi: UInt64? = nil) -> TestUE {
    let ue = TestUE(scenario: self, number: number)
    ue.send(.setupRequest(establishmentCause: cause, identity: .randomValue(1)))
    settle()
    if ue.messages.contains(.setup) {
      ue.send(.setupComplete(SetupComplete(selectedPLMN: testPLMN, fiveGSTMSI: tmsi, nas: [0x7E, 0, 0x41, UInt8(number)])))
      settle()
    }
    return ue
  }

  /// A UE with an initial context: AMF UE NGAP ID is 1000 + number.
  func contextUE(_ number: UInt32 = 1) -> TestUE {
    let ue = connectUE(number)
    send(.initialContextSetupRequest(initialContext(ue)))
    settle()
    return ue
  }

  func initialContext(_ ue: TestUE, sessions: [PDUSessionResourceSetupItemCxtReq]? = nil, nas: [UInt8]? = [0x7E, 2, 9])
    -> InitialContextSetupRequest
  {
    let none = BitString(0, bitCount: 16)
    return InitialContextSetupRequest(
      amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID, guami: Self.guami, pduSessionResourceSetupListCxtReq: sessions,
      allowedNSSAI: [AllowedNSSAIItem(sNSSAI: slice)],
      ueSecurityCapabilities: UESecurityCapabilities(
        nRencryptionAlgorithms: none, nRintegrityProtectionAlgorithms: none, eutrAencryptionAlgorithms: none,
        eutrAintegrityProtectionAlgorithms: none),
      securityKey: BitString(octets: [UInt8](repeating: 0x5A, count: 32), bitCount: 256), nasPDU: nas)
  }

  static func transfer(teid: UInt32, flows: [Int64] = [1], address: IPAddress = IPAddress("10.99.0.1")!) -> [UInt8] {
    try! PDUSessionResourceSetupRequestTransfer(
      ulNGUUPTNLInformation: UPTransportLayerInformation(address: address, teid: teid), pduSessionType: .ipv4,
      qosFlowSetupRequestList: flows.map { flow in
        QosFlowSetupRequestItem(
          qosFlowIdentifier: flow,
          qosFlowLevelQosParameters: QosFlowLevelQosParameters(
            qosCharacteristics: .nonDynamic5QI(NonDynamic5QIDescriptor(fiveQI: 9)),
            allocationAndRetentionPriority: AllocationAndRetentionPriority(
              priorityLevelARP: 8, preEmptionCapability: .shallNotTriggerPreEmption, preEmptionVulnerability: .notPreEmptable)))
      }
    ).encode()
  }

  func setupRequest(_ ue: TestUE, _ items: [(UInt8, [UInt8])]) -> InitiatingMessage {
    .pduSessionResourceSetupRequest(
      PDUSessionResourceSetupRequest(
        amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID,
        pduSessionResourceSetupListSUReq: items.map {
          PDUSessionResourceSetupItemSUReq(
            pduSessionID: $0.0, pduSessionNASPDU: [0x7E, 2, $0.0], sNSSAI: slice, pduSessionResourceSetupRequestTransfer: $0.1)
        }))
  }
}

/// The radio of a UE that does what RRC does, and nothing by itself above it.
final class TestUE: @unchecked Sendable {
  let scenario: CoreScenario
  let address: SocketAddress
  let number: UInt32
  private var port: (any DatagramPort)!
  private var link: SignallingLink
  var messages: [RadioMessage] = []
  /// NAS messages in order of arrival.
  var nas: [[UInt8]] = []
  var packets: [(session: UInt8, flow: UInt8, packet: [UInt8])] = []
  var answers = true
  var capabilityEnquiries = 0
  var amfID: UInt64 { 1000 + UInt64(number) }
  var ranID: UInt32 = 0

  private final class Weak: @unchecked Sendable { weak var value: TestUE? }

  init(scenario: CoreScenario, number: UInt32, connection: UInt32? = nil) {
    self.scenario = scenario
    self.number = number
    address = SocketAddress(.v4(0x7F00_0100 + number), port: 5000)
    link = SignallingLink(connection: connection ?? 0x1_0000 + number)
    let weak = Weak()
    let environment = scenario.world.makeEnvironment(node: "ue-\(number)")
    port = scenario.network.bindDatagram(address, interface: .radio, environment: environment) { octets, _ in weak.value?.receive(octets) }
    weak.value = self
    keeper = weak
  }

  private var keeper: AnyObject?

  private func receive(_ octets: [UInt8]) {
    guard let frame = try? RadioFrame(decoding: octets) else { return }
    switch frame.content {
    case .acknowledged(let sequenceNumber, let message) where frame.connection == link.connection:
      let (complete, acknowledgement) = link.receive(sequenceNumber: sequenceNumber, message)
      sendOctets(try! acknowledgement.encode())
      for message in complete { take(message) }
    case .acknowledgement(let next): link.acknowledge(next: next)
    case .unacknowledged(.userData(let session, let flow, let packet)): packets.append((session, flow, packet))
    case .unacknowledged(let message): messages.append(message)
    default: break
    }
  }

  private func take(_ message: RadioMessage) {
    messages.append(message)
    switch message {
    case .dlInformationTransfer(let octets): nas.append(octets)
    case .reconfiguration(let reconfiguration):
      nas += reconfiguration.nas
      if answers { send(.reconfigurationComplete) }
    case .securityModeCommand: if answers { send(.securityModeComplete) }
    case .ueCapabilityEnquiry:
      capabilityEnquiries += 1
      if answers { send(.ueCapabilityInformation([4, 5, 6])) }
    default: break
    }
  }

  func send(_ message: RadioMessage) {
    if case .setupComplete = message, let last = scenario.received.count as Int? { pendingFrom = last }
    sendOctets(try! link.send(message))
    if case .setupComplete = message {
      scenario.settle()
      for (_, pdu) in scenario.received.dropFirst(pendingFrom) {
        if case .initiatingMessage(.initialUEMessage(let initial)) = pdu { ranID = initial.ranUENGAPID }
      }
    }
  }

  private var pendingFrom = 0

  func sendUnacknowledged(_ message: RadioMessage, connection: UInt32? = nil) {
    sendOctets(try! RadioFrame(connection: connection ?? link.connection, content: .unacknowledged(message)).encode())
  }

  func sendOctets(_ octets: [UInt8]) { port.send(octets, to: scenario.radioAddress) }
}
