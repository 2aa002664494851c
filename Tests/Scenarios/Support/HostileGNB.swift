import Base
import NGAP
import PER
import Runtime
import Simulation

/// A gNB in the hands of an attacker: sends any octets, answers only what it wants to, keeps everything it gets.
final class HostileGNB: @unchecked Sendable {
  let number: UInt32
  let address: SocketAddress
  let environment: Environment
  private let world: World
  private let network: SimulatedNetwork
  private let plmn: Base.PLMNIdentity
  private var port: (any AssociationPort)?
  private(set) var association: AssociationID?
  private(set) var isDown = false
  private(set) var received: [NGAPPDU] = []
  /// Downlink NAS messages by RAN UE NGAP ID.
  private(set) var nas: [UInt32: [[UInt8]]] = [:]
  /// AMF UE NGAP IDs that the AMF gave, by RAN UE NGAP ID.
  private(set) var amfUENGAPIDs: [UInt32: UInt64] = [:]
  /// UEs whose release the AMF has asked for.
  private(set) var released: Set<UInt32> = []
  /// Answers releases, setups and modifications as a correct gNB does.
  var isCooperative = true
  /// Where its UEs are.
  var cell: (plmn: Base.PLMNIdentity, tac: UInt32)
  private let streams: UInt16
  private var n3: (any DatagramPort)?
  /// GTP-U datagrams, with who sent them.
  private(set) var tunnelled: [(octets: [UInt8], peer: SocketAddress)] = []

  /// An association without NG Setup.
  init(number: UInt32, of scenario: ScenarioNetwork, source: SocketAddress? = nil, streams: UInt16 = 64) {
    self.number = number
    world = scenario.world
    network = scenario.network
    plmn = scenario.options.plmn
    cell = (plmn, 1)
    self.streams = streams
    address = source ?? SocketAddress(.v4(0x0A63_0100 + number), port: 38412)
    environment = scenario.world.makeEnvironment(node: "hostile-gnb-\(number)")
    n3 = network.bindDatagram(SocketAddress(address.ip, port: 2152), interface: .n3, environment: environment) { [unowned self] in
      tunnelled.append(($0, $1))
    }
    connect()
  }

  /// Sends a GTP-U message to the core.
  func sendN3(_ octets: [UInt8]) {
    n3?.send(octets, to: SocketAddress(ScenarioNetwork.n3Address, port: 2152))
    world.run(for: .milliseconds(10))
  }

  func connect() {
    isDown = false
    association = nil
    amfUENGAPIDs = [:]
    released = []
    port = network.connect(
      from: address, to: ScenarioNetwork.amfAddress, inboundStreams: streams, outboundStreams: streams, environment: environment
    ) { [unowned self] in handle($0) }
    world.run(for: .milliseconds(10))
  }

  private func handle(_ event: AssociationEvent) {
    switch event {
    case .up(let association, _, _, _): self.association = association
    case .down: isDown = true
    case .message(_, _, _, let octets):
      guard let pdu = try? NGAPPDU(decoding: octets) else { return }
      received.append(pdu)
      take(pdu)
    }
  }

  private func take(_ pdu: NGAPPDU) {
    guard case .initiatingMessage(let message) = pdu else { return }
    switch message {
    case .downlinkNASTransport(let m): note(m.amfUENGAPID, m.ranUENGAPID, [m.nasPDU])
    case .initialContextSetupRequest(let m):
      let sessions = m.pduSessionResourceSetupListCxtReq ?? []
      note(m.amfUENGAPID, m.ranUENGAPID, ([m.nasPDU] + sessions.map(\.nasPDU)).compactMap { $0 })
      guard isCooperative else { return }
      var answer = InitialContextSetupResponse(amfUENGAPID: m.amfUENGAPID, ranUENGAPID: m.ranUENGAPID)
      if !sessions.isEmpty {
        answer.pduSessionResourceSetupListCxtRes = sessions.map {
          PDUSessionResourceSetupItemCxtRes(pduSessionID: $0.pduSessionID, pduSessionResourceSetupResponseTransfer: tunnel($0.pduSessionID))
        }
      }
      try? send(.successfulOutcome(.initialContextSetupResponse(answer)))
    case .pduSessionResourceSetupRequest(let m):
      let sessions = m.pduSessionResourceSetupListSUReq
      note(m.amfUENGAPID, m.ranUENGAPID, ([m.nasPDU] + sessions.map(\.pduSessionNASPDU)).compactMap { $0 })
      guard isCooperative else { return }
      var answer = PDUSessionResourceSetupResponse(amfUENGAPID: m.amfUENGAPID, ranUENGAPID: m.ranUENGAPID)
      answer.pduSessionResourceSetupListSURes = sessions.map {
        PDUSessionResourceSetupItemSURes(pduSessionID: $0.pduSessionID, pduSessionResourceSetupResponseTransfer: tunnel($0.pduSessionID))
      }
      try? send(.successfulOutcome(.pduSessionResourceSetupResponse(answer)))
    case .pduSessionResourceReleaseCommand(let m):
      note(m.amfUENGAPID, m.ranUENGAPID, [m.nasPDU].compactMap { $0 })
      guard isCooperative, let transfer = try? PDUSessionResourceReleaseResponseTransfer().encode() else { return }
      let answer = PDUSessionResourceReleaseResponse(
        amfUENGAPID: m.amfUENGAPID, ranUENGAPID: m.ranUENGAPID,
        pduSessionResourceReleasedListRelRes: m.pduSessionResourceToReleaseListRelCmd.map {
          PDUSessionResourceReleasedItemRelRes(pduSessionID: $0.pduSessionID, pduSessionResourceReleaseResponseTransfer: transfer)
        })
      try? send(.successfulOutcome(.pduSessionResourceReleaseResponse(answer)))
    case .pduSessionResourceModifyRequest(let m):
      let sessions = m.pduSessionResourceModifyListModReq
      note(m.amfUENGAPID, m.ranUENGAPID, sessions.compactMap(\.nasPDU))
      guard isCooperative, let transfer = try? PDUSessionResourceModifyResponseTransfer().encode() else { return }
      var answer = PDUSessionResourceModifyResponse(amfUENGAPID: m.amfUENGAPID, ranUENGAPID: m.ranUENGAPID)
      answer.pduSessionResourceModifyListModRes = sessions.map {
        PDUSessionResourceModifyItemModRes(pduSessionID: $0.pduSessionID, pduSessionResourceModifyResponseTransfer: transfer)
      }
      try? send(.successfulOutcome(.pduSessionResourceModifyResponse(answer)))
    case .ueContextReleaseCommand(let m):
      guard case .ueNGAPIDPair(let pair) = m.ueNGAPIDs else { return }
      released.insert(pair.ranUENGAPID)
      guard isCooperative else { return }
      try? send(
        .successfulOutcome(
          .ueContextReleaseComplete(UEContextReleaseComplete(amfUENGAPID: pair.amfUENGAPID, ranUENGAPID: pair.ranUENGAPID))))
    default: break
    }
  }

  private func note(_ amf: UInt64, _ ran: UInt32, _ messages: [[UInt8]]) {
    amfUENGAPIDs[ran] = amf
    nas[ran, default: []] += messages
  }

  /// PDU Session Resource Setup Response Transfer with a tunnel end of this gNB.
  private func tunnel(_ session: PDUSessionID) -> [UInt8] {
    let end = UPTransportLayerInformation.gtpTunnel(
      GTPTunnel(
        transportLayerAddress: BitString(octets: address.ip.octets, bitCount: 32),
        gtpTEID: [0, 0, 0, UInt8(truncatingIfNeeded: session)]))
    let transfer = PDUSessionResourceSetupResponseTransfer(
      dlQosFlowPerTNLInformation: QosFlowPerTNLInformation(
        upTransportLayerInformation: end, associatedQosFlowList: [AssociatedQosFlowItem(qosFlowIdentifier: 1)]))
    return (try? transfer.encode()) ?? []
  }

  // MARK: Sending

  /// Sends octets without letting time pass.
  func post(_ octets: [UInt8], stream: UInt16 = 1, payloadProtocolID: UInt32 = 60) {
    if let association { port?.send(octets, on: association, stream: stream, payloadProtocolID: payloadProtocolID) }
  }

  private func send(_ pdu: NGAPPDU) throws { post(try pdu.encode()) }

  /// Sends octets; gives what the AMF sends in the 10 ms after.
  @discardableResult
  func exchange(_ octets: [UInt8], stream: UInt16 = 1, payloadProtocolID: UInt32 = 60) -> [NGAPPDU] {
    let before = received.count
    post(octets, stream: stream, payloadProtocolID: payloadProtocolID)
    world.run(for: .milliseconds(10))
    return Array(received.dropFirst(before))
  }

  @discardableResult
  func exchange(_ message: InitiatingMessage) throws -> [NGAPPDU] { exchange(try NGAPPDU.initiatingMessage(message).encode()) }

  @discardableResult
  func exchange(_ message: SuccessfulOutcome) throws -> [NGAPPDU] { exchange(try NGAPPDU.successfulOutcome(message).encode()) }

  @discardableResult
  func exchange(_ message: UnsuccessfulOutcome) throws -> [NGAPPDU] { exchange(try NGAPPDU.unsuccessfulOutcome(message).encode()) }

  @discardableResult
  func setUp(tacs: [UInt32] = [1], slices: [[UInt8]] = [[1]]) throws -> [NGAPPDU] {
    try exchange(.ngSetupRequest(setupRequest(tacs: tacs, slices: slices)))
  }

  func setupRequest(identity: UInt64? = nil, tacs: [UInt32] = [1], slices: [[UInt8]] = [[1]]) -> NGSetupRequest {
    NGSetupRequest(
      globalRANNodeID: .globalGNBID(
        GlobalGNBID(plmnIdentity: FixedOctets(plmn.octets), gnbID: .gnbID(BitString(identity ?? UInt64(0xE000 + number), bitCount: 24)))),
      ranNodeName: "hostile-\(number)",
      supportedTAList: tacs.map { tac in
        SupportedTAItem(
          tac: octets(tac),
          broadcastPLMNList: [
            BroadcastPLMNItem(
              plmnIdentity: FixedOctets(plmn.octets),
              taiSliceSupportList: slices.map { SliceSupportItem(sNSSAI: NGAP.SNSSAI(sst: FixedOctets($0))) })
          ])
      }, defaultPagingDRX: .v128)
  }

  func location() -> UserLocationInformation {
    .userLocationInformationNR(
      UserLocationInformationNR(
        nrCGI: NRCGI(plmnIdentity: FixedOctets(cell.plmn.octets), nrCellIdentity: BitString(0x10, bitCount: 36)),
        tai: NGAP.TAI(plmnIdentity: FixedOctets(cell.plmn.octets), tac: octets(cell.tac))))
  }

  private func octets(_ tac: UInt32) -> FixedOctets { FixedOctets(UInt64(tac), count: 3) }

  func initialUEMessage(_ ran: UInt32, nas: [UInt8]) -> [UInt8] {
    let message = InitialUEMessage(
      ranUENGAPID: ran, nasPDU: nas, userLocationInformation: location(), rrcEstablishmentCause: .moSignalling)
    return (try? NGAPPDU.initiatingMessage(.initialUEMessage(message)).encode()) ?? []
  }

  func uplinkNASTransport(_ amf: UInt64, _ ran: UInt32, nas: [UInt8]) -> [UInt8] {
    let message = UplinkNASTransport(amfUENGAPID: amf, ranUENGAPID: ran, nasPDU: nas, userLocationInformation: location())
    return (try? NGAPPDU.initiatingMessage(.uplinkNASTransport(message)).encode()) ?? []
  }

  /// Sends a NAS message of a UE, over its connection or a new one; gives the NAS messages that come back.
  @discardableResult
  func exchangeNAS(_ octets: [UInt8], ran: UInt32) -> [[UInt8]] {
    let before = nas[ran]?.count ?? 0
    if let amf = amfUENGAPIDs[ran], !released.contains(ran) {
      exchange(uplinkNASTransport(amf, ran, nas: octets))
    } else {
      exchange(initialUEMessage(ran, nas: octets))
    }
    return Array((nas[ran] ?? []).dropFirst(before))
  }

  /// Leaves the association without a word of the UEs.
  func shutDown() {
    if let association { port?.close(association) }
    world.run(for: .milliseconds(10))
  }
}

extension NGReset {
  /// Of all connections of the gNB.
  static var everything: NGReset { NGReset(cause: .misc(.unspecified), resetType: .ngInterface(.resetAll)) }
}

extension NGAPPDU {
  /// The cause of an Error Indication.
  var errorCause: NGAP.Cause? { if case .initiatingMessage(.errorIndication(let message)) = self { message.cause } else { nil } }
  var isSetupResponse: Bool { if case .successfulOutcome(.ngSetupResponse) = self { true } else { false } }
  var setupFailureCause: NGAP.Cause? { if case .unsuccessfulOutcome(.ngSetupFailure(let message)) = self { message.cause } else { nil } }
}
