import Base
import NAS
import RadioLink
import Runtime
import Security
import Simulation

@testable import UE

let testPLMN = Base.PLMNIdentity(mcc: "999", mnc: "70")!

/// A gNB and core in one, written for these tests from the standard alone: answers as a correct network does unless a test intervenes.
final class FakeNetwork: @unchecked Sendable {
  let world: World
  let environment: Environment
  let address: SocketAddress
  var port: (any DatagramPort)!
  var networks: [SystemInformation.Network]
  var isOnAir = true

  // Radio
  var ue: SocketAddress?
  var link: SignallingLink?
  var establishmentCauses: [EstablishmentCause] = []
  var setups: [SetupComplete] = []
  var userData: [(session: UInt8, packet: [UInt8])] = []
  var listeners: [SocketAddress] = []

  // NAS
  var algorithm: AKAAlgorithm
  var sequence = SequenceNumberGenerator()
  var homeKeys: [HomeNetworkPrivateKey] = []
  let supi: SUPI
  var ngKSI: UInt8 = 0
  var rand: [UInt8] = []
  var xresStar: [UInt8] = []
  var kAMF: SecretBytes?
  var context: NetworkContext?
  var algorithms = NASAlgorithms(ciphering: .nea2, integrity: .nia2)
  var nextTMSI: UInt32 = 0x1000
  var ueCapability: [UInt8] = []
  /// Every uplink 5GMM message in the clear, in order.
  var received: [FiveGMMMessage] = []
  var receivedSM: [FiveGSMMessage] = []
  /// Every uplink NAS message as it came.
  var raw: [[UInt8]] = []
  var lastDownlink: [UInt8] = []
  /// The registration request inside the container of the last initial message or security mode complete.
  var contained: FiveGMMMessage?
  /// Takes a message instead of the default behaviour.
  var intervene: ((FakeNetwork, FiveGMMMessage) -> Bool)?
  var interveneSM: ((FakeNetwork, FiveGSMMessage, ULNASTransport) -> Bool)?
  var prepareSMC: ((inout SecurityModeCommand) -> Void)?
  var prepareAccept: ((inout RegistrationAccept) -> Void)?
  var prefix: [UInt8] = [0xFD, 0x45, 0, 0, 0, 0, 0, 1]
  var advertisesRouter = true

  final class NetworkContext {
    var value: NASSecurityContext
    init(_ state: NASSecurityState) { value = try! NASSecurityContext(state, allowingNullIntegrity: true) }
  }

  init(
    world: World, network: SimulatedNetwork, name: String = "net", host: UInt32 = 0x7F00_0101, tac: UInt32 = 1, algorithm: AKAAlgorithm,
    supi: SUPI
  ) {
    self.world = world
    environment = world.makeEnvironment(node: name)
    address = SocketAddress(.v4(host), port: 4997)
    networks = [SystemInformation.Network(plmn: testPLMN, tac: tac)]
    self.algorithm = algorithm
    self.supi = supi
    let box = Weak(self)
    port = network.bindDatagram(address, interface: .radio, environment: environment) { box.value?.receive($0, from: $1) }
  }

  private final class Weak: @unchecked Sendable {
    weak var value: FakeNetwork?
    init(_ value: FakeNetwork) { self.value = value }
  }

  // MARK: Radio

  private func receive(_ octets: [UInt8], from peer: SocketAddress) {
    guard isOnAir, let frame = try? RadioFrame(decoding: octets) else { return }
    switch frame.content {
    case .unacknowledged(.systemInformationRequest):
      if !listeners.contains(peer) { listeners.append(peer) }
      broadcast(.systemInformation(SystemInformation(networks: networks, cellIdentity: 0x10)), to: peer)
    case .unacknowledged(.userData(let session, _, let packet)): takeUserData(packet, session)
    case .acknowledged(let number, let message):
      if case .setupRequest = message, link?.connection != frame.connection {
        link = SignallingLink(connection: frame.connection)
        ue = peer
      }
      guard link?.connection == frame.connection, let (messages, acknowledgement) = link?.receive(sequenceNumber: number, message) else {
        return
      }
      port.send(try! acknowledgement.encode(), to: peer)
      for message in messages { take(message) }
    case .acknowledgement(let next): link?.acknowledge(next: next)
    default: break
    }
  }

  func broadcast(_ message: RadioMessage, to peer: SocketAddress) {
    port.send(try! RadioFrame(connection: 0, content: .unacknowledged(message)).encode(), to: peer)
  }

  func page(_ identity: UInt64) { for peer in listeners { broadcast(.paging([identity]), to: peer) } }

  func sendRadio(_ message: RadioMessage) {
    guard let ue, let octets = try? link?.send(message) else { return }
    port.send(octets, to: ue)
    retransmit()
  }

  private func retransmit() {
    _ = environment.loop.schedule(after: SignallingLink.retransmissionInterval, label: "fake") { [self] in
      guard let ue, link?.hasUnacknowledged == true, let octets = link?.retransmit() else { return }
      for datagram in octets { port.send(datagram, to: ue) }
      retransmit()
    }
  }

  func release() {
    sendRadio(.release)
  }

  private func take(_ message: RadioMessage) {
    switch message {
    case .setupRequest(let cause, _):
      establishmentCauses.append(cause)
      sendRadio(.setup)
    case .setupComplete(let complete):
      setups.append(complete)
      takeNAS(complete.nas)
    case .ulInformationTransfer(let nas): takeNAS(nas)
    default: break
    }
  }

  func sendUserData(_ packet: [UInt8], session: UInt8) {
    guard let ue, let link else { return }
    let message = RadioMessage.userData(pduSessionID: session, qosFlowIdentifier: 1, packet: packet)
    port.send(try! RadioFrame(connection: link.connection, content: .unacknowledged(message)).encode(), to: ue)
  }

  private func takeUserData(_ packet: [UInt8], _ session: UInt8) {
    userData.append((session, packet))
    if packet.count >= 48, packet[6] == 58, packet[40] == 133 {
      if advertisesRouter { sendUserData(routerAdvertisement(to: Array(packet[8..<24])), session: session) }
    } else if let reply = Ping.reply(to: packet) {
      sendUserData(reply, session: session)
    }
  }

  func routerAdvertisement(to destination: [UInt8]) -> [UInt8] {
    let source: [UInt8] = [0xFE, 0x80] + [UInt8](repeating: 0, count: 13) + [1]
    let information: [UInt8] =
      [3, 4, 64, 0x40, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0] + prefix + [UInt8](repeating: 0, count: 8)
    return IPPacket.icmpv6(
      [134, 0, 0, 0, 64, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0] + information + [5, 1, 0, 0, 0, 0, 5, 0x78], source: source,
      destination: destination, hopLimit: 255)
  }

  // MARK: NAS

  private func takeNAS(_ octets: [UInt8]) {
    raw.append(octets)
    var plain = octets
    if ProtectedNASMessage.isProtected(octets) {
      guard let context, let message = try? ProtectedNASMessage(decoding: octets) else {
        // A network without the context reads what is not enciphered (TS 24.501 §4.4.4.3).
        guard let message = try? ProtectedNASMessage(decoding: octets), !message.headerType.isCiphered else { return }
        take(try! FiveGMMMessage(decoding: message.payload))
        return
      }
      guard let opened = try? context.value.unprotect(message) else { return }
      plain = opened
    }
    guard let message = try? FiveGMMMessage(decoding: plain) else { return }
    open(message)
    take(message)
  }

  /// Deciphers the container of an initial message.
  private func open(_ message: FiveGMMMessage) {
    switch message {
    case .registrationRequest(let request):
      contained = request.nasMessageContainer.flatMap { decipher($0) }
    case .serviceRequest(let request):
      contained = request.nasMessageContainer.flatMap { decipher($0) }
    case .securityModeComplete(let complete): contained = complete.nasMessageContainer.flatMap { try? FiveGMMMessage(decoding: $0) }
    default: break
    }
  }

  private func decipher(_ container: [UInt8]) -> FiveGMMMessage? {
    guard let context, let count = context.value.lastUplinkCount else { return nil }
    let algorithm = context.value.algorithms.ciphering
    let key = KeyHierarchy.algorithmKey(from: context.value.kAMF, type: .nasCiphering, algorithmIdentity: algorithm.rawValue)
    let plain = try! NEA.apply(algorithm, key: key, count: count.rawValue, bearer: 1, direction: .uplink, octets: container)
    return try? FiveGMMMessage(decoding: plain)
  }

  func sendPlain(_ message: FiveGMMMessage) { sendNAS(try! message.encode()) }

  func sendNAS(_ octets: [UInt8]) {
    lastDownlink = octets
    sendRadio(.dlInformationTransfer(octets))
  }

  func protect(_ message: FiveGMMMessage, _ type: Security.SecurityHeaderType = .integrityProtectedAndCiphered) -> [UInt8] {
    try! context!.value.protect(try! message.encode(), headerType: type)
  }

  func send(_ message: FiveGMMMessage) { sendNAS(protect(message)) }

  func send(_ message: FiveGSMMessage, session id: UInt8, cause: FiveGMMCause? = nil) {
    send(
      .dlNASTransport(
        DLNASTransport(payloadContainerType: .n1SMInformation, payloadContainer: try! message.encode(), pduSessionID: id, cause: cause)))
  }

  func challenge(sqn: SequenceNumber? = nil) {
    rand = environment.random.bytes(16)
    let number = try! sqn ?? sequence.next()
    let vector = try! FiveGAKA.vector(
      algorithm: algorithm, rand: rand, sqn: number, servingNetworkName: ServingNetworkName(mcc: testPLMN.mcc, mnc: testPLMN.mnc))
    xresStar = vector.xresStar.revealed
    let kSEAF = KeyHierarchy.kSEAF(kAUSF: vector.kAUSF, servingNetworkName: try! ServingNetworkName(mcc: testPLMN.mcc, mnc: testPLMN.mnc))
    kAMF = try! KeyHierarchy.kAMF(kSEAF: kSEAF, supi: supi.imsi!, abba: [0, 0])
    sendChallenge(autn: vector.autn)
  }

  func sendChallenge(autn: [UInt8]) {
    sendPlain(
      .authenticationRequest(
        AuthenticationRequest(
          ngKSI: NAS.NASKeySetIdentifier(value: ngKSI), abba: [0, 0], authenticationParameterRAND: rand,
          authenticationParameterAUTN: AuthenticationParameterAUTN(autn))))
  }

  func commandSecurityMode() {
    context = NetworkContext(
      NASSecurityState(role: .network, ngKSI: Security.NASKeySetIdentifier(halfOctet: ngKSI), kAMF: kAMF!, algorithms: algorithms))
    var command = SecurityModeCommand(
      selectedNASSecurityAlgorithms: NASSecurityAlgorithms(
        ciphering: .init(rawValue: algorithms.ciphering.rawValue), integrity: .init(rawValue: algorithms.integrity.rawValue)),
      ngKSI: NAS.NASKeySetIdentifier(value: ngKSI), replayedUESecurityCapabilities: NAS.UESecurityCapability(octets: ueCapability),
      imeisvRequest: .requested)
    prepareSMC?(&command)
    sendNAS(protect(.securityModeCommand(command), .integrityProtectedWithNewContext))
  }

  var currentTAI: FiveGSTrackingAreaIdentity {
    FiveGSTrackingAreaIdentity(plmn: networks[0].plmn.nas, tac: networks[0].tac)
  }

  func accept() {
    nextTMSI += 1
    var accept = RegistrationAccept(
      registrationResult: FiveGSRegistrationResult(value: .threeGPPAccess),
      fiveGGUTI: .fiveGGUTI(NAS.FiveGGUTI(plmn: testPLMN.nas, amfRegionID: 2, amfSetID: 1, amfPointer: 3, fiveGTMSI: nextTMSI)),
      taiList: FiveGSTrackingAreaIdentityList([currentTAI]), allowedNSSAI: NSSAI([NAS.SNSSAI(sst: 1)]))
    accept.t3512Value = GPRSTimer3(seconds: 600)
    prepareAccept?(&accept)
    send(.registrationAccept(accept))
  }

  func take(_ message: FiveGMMMessage) {
    received.append(message)
    if intervene?(self, message) == true { return }
    switch message {
    case .registrationRequest(let request):
      ueCapability = request.ueSecurityCapability?.octets ?? ueCapability
      if context != nil, ProtectedNASMessage.isProtected(raw.last!) { accept() } else { challenge() }
    case .authenticationResponse(let response):
      if response.authenticationResponseParameter == xresStar {
        commandSecurityMode()
      } else {
        sendPlain(.authenticationReject(AuthenticationReject()))
      }
    case .securityModeComplete: accept()
    case .serviceRequest(let request):
      var bearers: [Reconfiguration.DataRadioBearer] = []
      var status = request.uplinkDataStatus
      if case .serviceRequest(let full)? = contained { status = full.uplinkDataStatus }
      for id in status?.identities ?? [] { bearers.append(.init(identity: id, pduSessionID: id, qosFlowIdentifiers: [1])) }
      let nas = protect(.serviceAccept(ServiceAccept()))
      sendRadio(bearers.isEmpty ? .dlInformationTransfer(nas) : .reconfiguration(Reconfiguration(addedBearers: bearers, nas: [nas])))
    case .ulNASTransport(let transport):
      guard let payload = try? FiveGSMMessage(decoding: transport.payloadContainer) else { return }
      receivedSM.append(payload)
      if interveneSM?(self, payload, transport) == true { return }
      takeSM(payload)
    case .deregistrationRequestUEOriginating(let request):
      if !request.deregistrationType.switchOff { send(.deregistrationAcceptUEOriginating(DeregistrationAcceptUEOriginating())) }
      release()
    default: break
    }
  }

  private func takeSM(_ message: FiveGSMMessage) {
    switch message {
    case .pduSessionEstablishmentRequest(let request): acceptSession(request)
    case .pduSessionReleaseRequest(let request):
      send(
        .pduSessionReleaseCommand(
          PDUSessionReleaseCommand(
            pduSessionIdentity: request.pduSessionIdentity, procedureTransactionIdentity: request.procedureTransactionIdentity,
            cause: .regularDeactivation)), session: request.pduSessionIdentity)
    default: break
    }
  }

  func acceptSession(_ request: PDUSessionEstablishmentRequest, type: PDUSessionType? = nil) {
    let id = request.pduSessionIdentity
    let identifier: [UInt8] = [0, 0, 0, 0, 0, 0, 0, id]
    let selected = type ?? request.pduSessionType ?? .ipv4
    let address: PDUAddress =
      switch selected {
      case .ipv6: .ipv6(interfaceIdentifier: identifier)
      case .ipv4v6: .ipv4v6(interfaceIdentifier: identifier, ipv4: [10, 45, 0, id])
      default: .ipv4([10, 45, 0, id])
      }
    let options = ExtendedProtocolConfigurationOptions(containers: [
      .init(identifier: 0x000D, contents: [10, 98, 0, 2]), .init(identifier: 0x0010, contents: [0x05, 0x78]),
    ])
    let accept = PDUSessionEstablishmentAccept(
      pduSessionIdentity: id, procedureTransactionIdentity: request.procedureTransactionIdentity, selectedPDUSessionType: selected,
      selectedSSCMode: .sscMode1, authorizedQoSRules: QoSRules([.matchAllDefault()]),
      sessionAMBR: SessionAMBR(downlink: BitRate(bitsPerSecond: 1_000_000_000), uplink: BitRate(bitsPerSecond: 500_000_000)),
      pduAddress: address, sNSSAI: NAS.SNSSAI(sst: 1), extendedProtocolConfigurationOptions: options, dnn: DNN("internet"))
    let transport = DLNASTransport(
      payloadContainerType: .n1SMInformation, payloadContainer: try! FiveGSMMessage.pduSessionEstablishmentAccept(accept).encode(),
      pduSessionID: id)
    sendRadio(
      .reconfiguration(
        Reconfiguration(
          addedBearers: [.init(identity: id, pduSessionID: id, qosFlowIdentifiers: [1])], nas: [protect(.dlNASTransport(transport))])))
  }
}

/// A UE and its network in one world.
final class Scenario: @unchecked Sendable {
  static let k = SecretBytes(hex: "465b5ce8b199b49faa5f0a2ee238a6bc")!
  static let opc = SecretBytes(hex: "cd63cb71954a9f4e48a5994e37a02baf")!
  static let supi = SUPI("imsi-999700000000001")!

  let world: World
  let radio: SimulatedNetwork
  let network: FakeNetwork
  let ue: UE
  let loop: VirtualLoop
  var events: [UEEvent] = []
  var opened: [PDUSessionInformation] = []
  var downlink: [[UInt8]] = []

  struct Sink: PacketPort {
    let receive: @Sendable ([UInt8]) -> Void
    func send(_ packet: [UInt8]) { receive(packet) }
  }

  private final class Late: @unchecked Sendable { weak var scenario: Scenario? }

  init(seed: UInt64 = 1, lossPerMillion: UInt64 = 0, algorithm: AKAAlgorithm? = nil, change: (inout UEConfiguration) -> Void = { _ in }) {
    world = World(seed: seed)
    radio = SimulatedNetwork(world: world)
    radio.lossPerMillion = lossPerMillion
    let usim = algorithm ?? .milenage(try! Milenage(k: Self.k, opc: Self.opc))
    network = FakeNetwork(world: world, network: radio, algorithm: usim, supi: Self.supi)
    var configuration = UEConfiguration(supi: Self.supi, homePLMN: testPLMN, algorithm: usim, gNBRadioAddresses: [network.address])
    configuration.requestedNSSAI = [Base.SNSSAI(sst: 1)]
    change(&configuration)
    let environment = world.makeEnvironment(node: "ue")
    loop = environment.loop as! VirtualLoop
    let late = Late()
    let ue = UE(
      configuration: configuration, environment: environment,
      openPacketPort: { information in
        late.scenario?.opened.append(information)
        return Sink { late.scenario?.downlink.append($0) }
      },
      onEvent: { late.scenario?.events.append($0) })
    self.ue = ue
    late.scenario = self
    let port = radio.bindDatagram(SocketAddress(.v4(0x7F00_0201), port: 4998), interface: .radio, environment: environment) {
      ue.handleRadio($0, from: $1)
    }
    _ = world.run(on: loop) {
      await ue.attach(radio: port)
      await ue.start()
    }
  }

  func register() -> RegistrationOutcome {
    let ue = ue
    let outcome = world.run(on: loop, limit: .seconds(3600)) { await ue.register() } ?? .failed(reason: "test limit")
    world.run(for: .milliseconds(20))
    return outcome
  }

  func establish(_ request: UEConfiguration.SessionRequest = .init(dnn: "internet")) -> SessionOutcome {
    let ue = ue
    return world.run(on: loop, limit: .seconds(600)) { await ue.establishSession(request) } ?? .failed(reason: "test limit")
  }

  func perform<T: Sendable>(_ operation: @escaping @Sendable (UE) async -> T) -> T {
    let ue = ue
    return world.run(on: loop, limit: .seconds(3600)) { await operation(ue) }!
  }

  var isRegistered: Bool { perform { await $0.isRegistered } }
  var guti: Base.FiveGGUTI? { inspect { $0.mobility.guti } }

  func inspect<T: Sendable>(_ operation: @escaping @Sendable (isolated UE) -> T) -> T { perform { await $0.inspect(operation) } }
}

extension UE {
  func inspect<T: Sendable>(_ operation: @Sendable (isolated UE) -> T) -> T { operation(self) }
}
