import Base
import NAS
import NGAP
import PER
import Runtime
import SBI
import Security
import Services
import Simulation

@testable import AMF

/// An SMF that notes what it is told and has nothing to say.
final class RecordingSMF: Nsmf_PDUSession, @unchecked Sendable {
  private(set) var updates: [(context: String, kind: String?, n2: [UInt8]?)] = []

  func createSMContext(
    _ body: WithBinaryParts<SmContextCreateData>
  ) async throws(SBIFailure) -> Created<WithBinaryParts<SmContextCreatedData>> { throw .unreachable("SMF") }

  func retrieveSMContext(smContextRef: String, _ body: SmContextRetrieveData?) async throws(SBIFailure) -> SmContextRetrievedData {
    throw .unreachable("SMF")
  }

  func updateSMContext(
    smContextRef: String, _ body: WithBinaryParts<SmContextUpdateData>
  ) async throws(SBIFailure) -> UpdateSMContextOutcome {
    updates.append((smContextRef, body.document.n2SmInfoType?.rawValue, body.parts.first?.octets))
    return .noContent
  }

  func releaseSMContext(
    smContextRef: String, _ body: WithBinaryParts<SmContextReleaseData>?
  ) async throws(SBIFailure) -> ReleaseSMContextOutcome { .noContent }

  /// Context and kind of every update with N2 information.
  var n2Kinds: [String] { updates.compactMap { update in update.kind.map { "\(update.context) \($0)" } } }
}

/// A network in which an AMF finds an SMF and nobody else.
struct LonelyServices: ServiceDirectory {
  let smf: RecordingSMF

  func nausfUEAuthentication() async throws(SBIFailure) -> any Nausf_UEAuthentication { throw .unreachable("AUSF") }
  func nudmUEAuthentication() async throws(SBIFailure) -> any Nudm_UEAuthentication { throw .unreachable("UDM") }
  func nudmSubscriberDataManagement() async throws(SBIFailure) -> any Nudm_SDM { throw .unreachable("UDM") }
  func nudmUEContextManagement() async throws(SBIFailure) -> any Nudm_UECM { throw .unreachable("UDM") }
  func nudrDataRepository() async throws(SBIFailure) -> any Nudr_DataRepository { throw .unreachable("UDR") }
  func npcfAMPolicyControl() async throws(SBIFailure) -> any Npcf_AMPolicyControl { throw .unreachable("PCF") }
  func npcfSMPolicyControl() async throws(SBIFailure) -> any Npcf_SMPolicyControl { throw .unreachable("PCF") }
  func nnssfNSSelection() async throws(SBIFailure) -> any Nnssf_NSSelection { throw .unreachable("NSSF") }
  func nsmfPDUSession(dnn: String, sNSSAI: Base.SNSSAI) async throws(SBIFailure) -> SelectedSMF {
    SelectedSMF(instanceID: "smf", service: smf)
  }
  func nsmfPDUSession(instanceID: String) async throws(SBIFailure) -> any Nsmf_PDUSession { smf }
  func namfCommunication(instanceID: String) async throws(SBIFailure) -> any Namf_Communication { throw .unreachable("AMF") }
  var notificationTransport: any SBITransport { NoTransport() }
  var ownAPIRoot: String { "http://amf.test" }
}

private struct NoTransport: SBITransport {
  func send(_ request: SBIRequest, to authority: String) async throws(SBIFailure) -> SBIResponse { throw .unreachable("peer") }
}

extension AMF {
  /// Runs assertions and preparations within the actor.
  func perform<Value: Sendable>(_ body: @Sendable (isolated AMF) -> Value) -> Value { body(self) }
}

/// A gNB that sends what a test tells it and keeps what it gets.
final class ScriptedGNB: @unchecked Sendable {
  let bench: N2Bench
  let address: SocketAddress
  var port: (any AssociationPort)?
  var association: AssociationID?
  var isDown = false
  private(set) var received: [(stream: UInt16, pdu: NGAPPDU)] = []

  init(bench: N2Bench, address: SocketAddress) {
    self.bench = bench
    self.address = address
  }

  func handle(_ event: AssociationEvent) {
    switch event {
    case .up(let association, _, _, _): self.association = association
    case .down: isDown = true
    case .message(_, let stream, _, let octets): if let pdu = try? NGAPPDU(decoding: octets) { received.append((stream, pdu)) }
    }
  }

  /// Sends octets; returns what the AMF sent in the following second.
  @discardableResult
  func send(_ octets: [UInt8], stream: UInt16 = 1, payloadProtocolID: UInt32 = 60, wait: Duration = .milliseconds(100)) -> [NGAPPDU] {
    let before = received.count
    if let association { port?.send(octets, on: association, stream: stream, payloadProtocolID: payloadProtocolID) }
    bench.world.run(for: wait)
    return received.dropFirst(before).map(\.pdu)
  }

  @discardableResult
  func send(_ message: InitiatingMessage) throws -> [NGAPPDU] { send(try NGAPPDU.initiatingMessage(message).encode()) }

  @discardableResult
  func send(_ message: SuccessfulOutcome) throws -> [NGAPPDU] { send(try NGAPPDU.successfulOutcome(message).encode()) }

  /// What the AMF sends while `body` runs and shortly after.
  func receiving(_ body: () throws -> Void) rethrows -> [NGAPPDU] {
    let before = received.count
    try body()
    bench.world.run(for: .milliseconds(100))
    return received.dropFirst(before).map(\.pdu)
  }

  /// A UE comes; its NAS message is too short to start anything.
  @discardableResult
  func initialUE(_ ranUENGAPID: RANUENGAPID, nas: [UInt8] = [0x7E], tac: UInt32 = 1) throws -> [NGAPPDU] {
    try send(
      .initialUEMessage(
        InitialUEMessage(
          ranUENGAPID: ranUENGAPID, nasPDU: nas, userLocationInformation: N2Bench.location(tac: tac), rrcEstablishmentCause: .moSignalling))
    )
  }
}

/// An AMF and its gNBs in a simulated world.
final class N2Bench: @unchecked Sendable {
  static let plmn = Base.PLMNIdentity(mcc: "999", mnc: "70")!
  static let slice = Base.SNSSAI(sst: 1, sd: 1)
  let world: World
  let network: SimulatedNetwork
  let amf: AMF
  let loop: VirtualLoop
  let smf = RecordingSMF()
  private let amfAddress = SocketAddress(.v4(0x0A63_0001), port: 38412)

  init(seed: UInt64 = 1, limits: AMFConfiguration.Limits = AMFConfiguration.Limits()) {
    world = World(seed: seed)
    network = SimulatedNetwork(world: world)
    let environment = world.makeEnvironment(node: "amf")
    loop = environment.loop as! VirtualLoop
    let amf = AMF(
      environment: environment,
      configuration: AMFConfiguration(
        name: "amf-1", guami: GUAMI(plmn: N2Bench.plmn, amfRegionID: 2, amfSetID: 3, amfPointer: 4),
        servedTAIs: [Base.TAI(plmn: N2Bench.plmn, tac: 1), Base.TAI(plmn: N2Bench.plmn, tac: 2)], supportedSlices: [N2Bench.slice],
        limits: limits), services: LonelyServices(smf: smf), nfInstanceID: "00000000-0000-4000-8000-000000000001")
    self.amf = amf
    let port = network.listen(amfAddress, environment: environment) { amf.handle($0) }
    _ = world.run(on: loop) { await amf.start(n2: port) }
  }

  func onAMF<Value: Sendable>(_ body: @escaping @Sendable (isolated AMF) -> Value) -> Value {
    let amf = amf
    return world.run(on: loop) { await amf.perform(body) }!
  }

  /// An association without NG Setup.
  func connect(_ host: UInt8) -> ScriptedGNB {
    let gNB = ScriptedGNB(bench: self, address: SocketAddress(.v4(0x0A63_0000 | UInt32(host)), port: 9000))
    gNB.port = network.connect(
      from: gNB.address, to: amfAddress, environment: world.makeEnvironment(node: "gnb-\(host)")
    ) { gNB.handle($0) }
    world.run(for: .milliseconds(100))
    return gNB
  }

  /// A gNB after NG Setup.
  func gNB(_ host: UInt8, identity: UInt64? = nil) throws -> ScriptedGNB {
    let gNB = connect(host)
    try gNB.send(.ngSetupRequest(N2Bench.setup(identity: identity ?? UInt64(host))))
    return gNB
  }

  var securityEvents: Int { world.trace.securityEvents.count }

  static func setup(
    identity: UInt64, plmn: FixedOctets = FixedOctets(N2Bench.plmn.octets), tacs: [UInt32] = [1], slices: [Base.SNSSAI] = [N2Bench.slice]
  ) -> NGSetupRequest {
    NGSetupRequest(
      globalRANNodeID: .globalGNBID(
        GlobalGNBID(plmnIdentity: FixedOctets(N2Bench.plmn.octets), gnbID: .gnbID(BitString(identity, bitCount: 24)))),
      ranNodeName: "gnb-\(identity)",
      supportedTAList: tacs.map { tac in
        SupportedTAItem(
          tac: Base.TAI(plmn: N2Bench.plmn, tac: tac).ngap.tac,
          broadcastPLMNList: [
            BroadcastPLMNItem(plmnIdentity: plmn, taiSliceSupportList: slices.map { SliceSupportItem(sNSSAI: $0.ngap) })
          ])
      }, defaultPagingDRX: .v128)
  }

  static func location(tac: UInt32 = 1) -> UserLocationInformation {
    .userLocationInformationNR(
      UserLocationInformationNR(
        nrCGI: NRCGI(plmnIdentity: FixedOctets(plmn.octets), nrCellIdentity: BitString(0x10, bitCount: 36)),
        tai: Base.TAI(plmn: plmn, tac: tac).ngap))
  }

  /// The AMF UE NGAP ID of a gNB's UE.
  func amfUENGAPID(_ gNB: ScriptedGNB, _ ran: RANUENGAPID) -> AMFUENGAPID? {
    let address = gNB.address
    return onAMF { amf in amf.gNBs.values.first { $0.address == address }?.connectionIDs[ran] }
  }

  /// A registered UE with two sessions, connected through `gNB`.
  func registeredUE(_ gNB: ScriptedGNB, _ ran: RANUENGAPID) throws -> AMFUENGAPID {
    try gNB.initialUE(ran)
    let id = amfUENGAPID(gNB, ran)!
    onAMF { amf in
      guard let ue = amf.connections[id]?.ue else { return }
      ue.supi = SUPI("imsi-99970000000000\(ran % 10)")
      ue.guti = amf.allocateGUTI(for: ue)
      ue.registrationState = .registered
      ue.registrationArea = [Base.TAI(plmn: N2Bench.plmn, tac: 1)]
      ue.allowedNSSAI = [N2Bench.slice]
      ue.ueSecurityCapability = UESecurityCapability(octets: [0xF0, 0x70])
      ue.pei = "imeisv-1234567890123456"
      ue.ueAMBR = AggregateMaximumBitRate(uplink: 1_000_000, downlink: 2_000_000)
      let state = NASSecurityState(
        role: .network, ngKSI: Security.NASKeySetIdentifier(halfOctet: 0), kAMF: SecretBytes([UInt8](repeating: 7, count: 32)),
        algorithms: NASAlgorithms(ciphering: .nea2, integrity: .nia2))
      if let context = try? NASSecurityContext(state) { ue.security = SecurityAssociation(context) }
      for session in [UInt8(5), 6] {
        ue.sessions[session] = UEContext.Session(
          sNSSAI: N2Bench.slice, dnn: "internet", smContextRef: "sm-\(session)", smfInstanceID: "smf")
      }
    }
    return id
  }

  func sessions(_ ids: [UInt8]) -> [SessionSetup] {
    ids.map { SessionSetup(pduSessionID: $0, sNSSAI: N2Bench.slice, nas: nil, transfer: [1, 2, $0]) }
  }
}

/// The value of a message: extension bit, number of IEs, and each with identifier, criticality and open type (X.691, aligned).
func messageValue(_ ies: [(id: UInt16, criticality: IECriticality, value: [UInt8])]) -> [UInt8] {
  var octets: [UInt8] = [0, UInt8(ies.count >> 8), UInt8(ies.count & 255)]
  for ie in ies {
    octets += [UInt8(ie.id >> 8), UInt8(ie.id & 255), ie.criticality.rawValue << 6, UInt8(ie.value.count)] + ie.value
  }
  return octets
}

extension NGAPPDU {
  /// The cause of an Error Indication.
  var errorIndicationCause: NGAP.Cause? { if case .initiatingMessage(.errorIndication(let m)) = self { m.cause } else { nil } }
  var setupFailureCause: NGAP.Cause? { if case .unsuccessfulOutcome(.ngSetupFailure(let m)) = self { m.cause } else { nil } }
  var releaseCommand: UEContextReleaseCommand? {
    if case .initiatingMessage(.ueContextReleaseCommand(let m)) = self { m } else { nil }
  }
}
