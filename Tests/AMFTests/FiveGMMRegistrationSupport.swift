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

/// AUSF, UDM and PCF of one subscriber, as far as an AMF sees them. Each notes what it keeps, so that a test sees what is left.
final class HomeNetwork: Nausf_UEAuthentication, Nudm_SDM, Nudm_UECM, Npcf_AMPolicyControl, @unchecked Sendable {
  static let rand = [UInt8](repeating: 3, count: 16)
  static let resStar = [UInt8](repeating: 0x55, count: 16)
  static let kSEAF = [UInt8](repeating: 9, count: 32)
  var isKnown = true
  /// The UDM answers 503.
  var isUDMDown = false
  var defaultSlices = [N2Bench.slice]
  /// RFSP index of the AM policy.
  var policyRFSP: Int?
  private(set) var identities: [String] = []
  private(set) var resynchronizations = 0
  private(set) var confirmations = 0
  private(set) var dataSubscriptions: Set<String> = []
  private(set) var policies: Set<String> = []
  private(set) var isRegistered = false
  private var count = 0

  /// What other functions still keep for the UE.
  var isEmpty: Bool { dataSubscriptions.isEmpty && policies.isEmpty && !isRegistered }

  func authenticate(_ body: AuthenticationInfo) async throws(SBIFailure) -> Created<UEAuthenticationCtx> {
    identities.append(body.supiOrSuci)
    if body.resynchronizationInfo != nil { resynchronizations += 1 }
    guard isKnown else { throw SBIFailure(status: 404, cause: "USER_NOT_FOUND") }
    guard let hxresStar = try? KeyHierarchy.hresStar(rand: Self.rand, resStar: SecretBytes(Self.resStar)) else {
      throw .unreachable("AUSF")
    }
    let vector = Av5gAka(
      rand: Hex.encode(Self.rand), hxresStar: Hex.encode(hxresStar), autn: Hex.encode([UInt8](repeating: 4, count: 16)))
    return Created(
      location: "http://ausf.test/nausf-auth/v1/ue-authentications/1",
      body: UEAuthenticationCtx(authType: .fiveGAka, fiveGAuthData: vector.json, links: SBIMap([])))
  }

  func deregister(_ body: DeregistrationInfo) async throws(SBIFailure) {}

  func confirm5GAKA(authCtxId: String, _ body: ConfirmationData?) async throws(SBIFailure) -> ConfirmationDataResponse {
    confirmations += 1
    return ConfirmationDataResponse(
      authResult: .authenticationSuccess, supi: RegistrationBench.supi.rawValue, kseaf: Hex.encode(Self.kSEAF))
  }

  func delete5GAKAResult(authCtxId: String) async throws(SBIFailure) {}

  func getNSSAI(supi: String, query: GetNSSAIQuery) async throws(SBIFailure) -> Nssai { throw .unreachable("UDM") }

  func getAMData(supi: String, query: GetAMDataQuery) async throws(SBIFailure) -> AccessAndMobilitySubscriptionData {
    var data = AccessAndMobilitySubscriptionData()
    data.nssai = Nssai(defaultSingleNssais: defaultSlices.map(\.sbi))
    return data
  }

  func getSMFSelectionData(
    supi: String, query: GetSMFSelectionDataQuery
  ) async throws(SBIFailure) -> SmfSelectionSubscriptionData {
    var data = SmfSelectionSubscriptionData()
    data.subscribedSnssaiInfos = SBIMap([(key: N2Bench.slice.mapKey, value: SnssaiInfo(dnnInfos: [DnnInfo(dnn: "internet")]))])
    return data
  }

  func getUEContextInSMFData(supi: String, query: GetUEContextInSMFDataQuery) async throws(SBIFailure) -> UeContextInSmfData {
    throw .unreachable("UDM")
  }

  func getSMData(supi: String, query: GetSMDataQuery) async throws(SBIFailure) -> JSON { throw .unreachable("UDM") }

  func subscribe(ueId: String, _ body: SdmSubscription) async throws(SBIFailure) -> Created<SdmSubscription> {
    count += 1
    dataSubscriptions.insert("\(count)")
    return Created(location: "http://udm.test/nudm-sdm/v2/\(ueId)/sdm-subscriptions/\(count)", body: body)
  }

  func unsubscribe(ueId: String, subscriptionId: String) async throws(SBIFailure) { dataSubscriptions.remove(subscriptionId) }

  func registerAMF3GPP(ueId: String, _ body: Amf3GppAccessRegistration) async throws(SBIFailure) -> RegisterAMF3GPPOutcome {
    if isUDMDown { throw .unreachable("UDR") }
    isRegistered = true
    return .ok(body)
  }

  func updateAMF3GPP(
    ueId: String, query: UpdateAMF3GPPQuery, _ body: Amf3GppAccessRegistrationModification
  ) async throws(SBIFailure) -> UpdateAMF3GPPOutcome {
    if body.purgeFlag == true { isRegistered = false }
    return .noContent
  }

  func getAMF3GPP(ueId: String, query: GetAMF3GPPQuery) async throws(SBIFailure) -> Amf3GppAccessRegistration { throw .unreachable("UDM") }

  func getSMFRegistrations(ueId: String, query: GetSMFRegistrationsQuery) async throws(SBIFailure) -> SmfRegistrationInfo {
    throw .unreachable("UDM")
  }

  func registerSMF(ueId: String, pduSessionId: Int, _ body: SmfRegistration) async throws(SBIFailure) -> RegisterSMFOutcome {
    throw .unreachable("UDM")
  }

  func deregisterSMF(ueId: String, pduSessionId: Int, query: DeregisterSMFQuery) async throws(SBIFailure) {}

  func createAssociation(_ body: PolicyAssociationRequest) async throws(SBIFailure) -> Created<PolicyAssociation> {
    count += 1
    policies.insert("\(count)")
    var policy = PolicyAssociation(suppFeat: "0")
    policy.rfsp = policyRFSP
    return Created(location: "http://pcf.test/npcf-am-policy-control/v1/policies/\(count)", body: policy)
  }

  func readAssociation(polAssoId: String) async throws(SBIFailure) -> PolicyAssociation { throw .unreachable("PCF") }
  func deleteAssociation(polAssoId: String) async throws(SBIFailure) { policies.remove(polAssoId) }

  func updateAssociation(polAssoId: String, _ body: PolicyAssociationUpdateRequest) async throws(SBIFailure) -> PolicyUpdate {
    throw .unreachable("PCF")
  }
}

/// An SMF that takes a second for each request.
final class SlowSMF: Nsmf_PDUSession, @unchecked Sendable {
  let loop: VirtualLoop
  /// Contexts that were created, and those that were released.
  private(set) var created: [String] = []
  private(set) var released: [String] = []
  /// All contexts are lost.
  var isForgetful = false

  init(loop: VirtualLoop) { self.loop = loop }

  func createSMContext(
    _ body: WithBinaryParts<SmContextCreateData>
  ) async throws(SBIFailure) -> Created<WithBinaryParts<SmContextCreatedData>> {
    created.append("sm-\(created.count + 1)")
    let reference = created[created.count - 1]
    await loop.sleep(.seconds(1), label: "SMF")
    return Created(location: "http://smf.test/nsmf-pdusession/v1/sm-contexts/\(reference)", body: WithBinaryParts(SmContextCreatedData()))
  }

  func retrieveSMContext(smContextRef: String, _ body: SmContextRetrieveData?) async throws(SBIFailure) -> SmContextRetrievedData {
    throw .unreachable("SMF")
  }

  func updateSMContext(
    smContextRef: String, _ body: WithBinaryParts<SmContextUpdateData>
  ) async throws(SBIFailure) -> UpdateSMContextOutcome {
    await loop.sleep(.seconds(1), label: "SMF")
    if isForgetful { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    return .noContent
  }

  func releaseSMContext(
    smContextRef: String, _ body: WithBinaryParts<SmContextReleaseData>?
  ) async throws(SBIFailure) -> ReleaseSMContextOutcome {
    released.append(smContextRef)
    return .noContent
  }
}

/// A network in which an AMF finds the home network of its subscriber.
struct HomeServices: ServiceDirectory {
  let home: HomeNetwork
  let smf: SlowSMF
  private let lonely = LonelyServices(smf: RecordingSMF())

  init(home: HomeNetwork, smf: SlowSMF) {
    self.home = home
    self.smf = smf
  }

  func nausfUEAuthentication() async throws(SBIFailure) -> any Nausf_UEAuthentication { home }
  func nudmUEAuthentication() async throws(SBIFailure) -> any Nudm_UEAuthentication { throw .unreachable("UDM") }
  func nudmSubscriberDataManagement() async throws(SBIFailure) -> any Nudm_SDM { home }
  func nudmUEContextManagement() async throws(SBIFailure) -> any Nudm_UECM { home }
  func nudrDataRepository() async throws(SBIFailure) -> any Nudr_DataRepository { throw .unreachable("UDR") }
  func npcfAMPolicyControl() async throws(SBIFailure) -> any Npcf_AMPolicyControl { home }
  func npcfSMPolicyControl() async throws(SBIFailure) -> any Npcf_SMPolicyControl { throw .unreachable("PCF") }
  func nnssfNSSelection() async throws(SBIFailure) -> any Nnssf_NSSelection { throw .unreachable("NSSF") }
  func nsmfPDUSession(dnn: String, sNSSAI: Base.SNSSAI) async throws(SBIFailure) -> SelectedSMF {
    SelectedSMF(instanceID: "smf", service: smf)
  }
  func nsmfPDUSession(instanceID: String) async throws(SBIFailure) -> any Nsmf_PDUSession { smf }
  func namfCommunication(instanceID: String) async throws(SBIFailure) -> any Namf_Communication { throw .unreachable("AMF") }
  var notificationTransport: any SBITransport { lonely.notificationTransport }
  var ownAPIRoot: String { lonely.ownAPIRoot }
}

/// An AMF, its home network and one gNB.
final class RegistrationBench: @unchecked Sendable {
  static let supi = SUPI("imsi-999700000000001")!
  let world = World(seed: 1)
  let home = HomeNetwork()
  let amf: AMF
  let loop: VirtualLoop
  let smf: SlowSMF
  private var port: (any AssociationPort)?
  private var association: AssociationID?
  private(set) var received: [NGAPPDU] = []

  init(tac: UInt32 = 1, gNBSlices: [Base.SNSSAI] = [N2Bench.slice]) throws {
    let network = SimulatedNetwork(world: world)
    let environment = world.makeEnvironment(node: "amf")
    loop = environment.loop as! VirtualLoop
    smf = SlowSMF(loop: loop)
    let address = SocketAddress(.v4(0x0A63_0001), port: 38412)
    let amf = AMF(
      environment: environment,
      configuration: AMFConfiguration(
        name: "amf-1", guami: GUAMI(plmn: N2Bench.plmn, amfRegionID: 2, amfSetID: 3, amfPointer: 4),
        servedTAIs: [Base.TAI(plmn: N2Bench.plmn, tac: 1), Base.TAI(plmn: N2Bench.plmn, tac: 2)],
        supportedSlices: [N2Bench.slice, Base.SNSSAI(sst: 2)]), services: HomeServices(home: home, smf: smf),
      nfInstanceID: "00000000-0000-4000-8000-000000000001")
    self.amf = amf
    let amfPort = network.listen(address, environment: environment) { amf.handle($0) }
    _ = world.run(on: loop) { await amf.start(n2: amfPort) }
    port = network.connect(
      from: SocketAddress(.v4(0x0A63_000B), port: 9000), to: address, environment: world.makeEnvironment(node: "gnb")
    ) { [unowned self] event in
      switch event {
      case .up(let association, _, _, _): self.association = association
      case .message(_, _, _, let octets): if let pdu = try? NGAPPDU(decoding: octets) { received.append(pdu) }
      case .down: association = nil
      }
    }
    world.run(for: .milliseconds(100))
    try send(.initiatingMessage(.ngSetupRequest(N2Bench.setup(identity: 11, tacs: [1, 2, 9], slices: gNBSlices))))
  }

  func onAMF<Value: Sendable>(_ body: @escaping @Sendable (isolated AMF) -> Value) -> Value {
    let amf = amf
    return world.run(on: loop) { await amf.perform(body) }!
  }

  /// Sends a message; returns what the AMF sends in the following 100 ms. The gNB completes every release.
  @discardableResult
  func send(_ pdu: NGAPPDU, wait: Duration = .milliseconds(100)) throws -> [NGAPPDU] {
    let before = received.count
    if let association { port?.send(try pdu.encode(), on: association, stream: 1, payloadProtocolID: 60) }
    return try run(for: wait, from: before)
  }

  func run(for duration: Duration, from before: Int? = nil) throws -> [NGAPPDU] {
    let before = before ?? received.count
    world.run(for: duration)
    let answers = Array(received.dropFirst(before))
    for answer in answers {
      guard case .initiatingMessage(.ueContextReleaseCommand(let command)) = answer, case .ueNGAPIDPair(let pair) = command.ueNGAPIDs,
        let association
      else { continue }
      let complete = UEContextReleaseComplete(amfUENGAPID: pair.amfUENGAPID, ranUENGAPID: pair.ranUENGAPID)
      port?.send(
        try NGAPPDU.successfulOutcome(.ueContextReleaseComplete(complete)).encode(), on: association, stream: 1, payloadProtocolID: 60)
      world.run(for: .milliseconds(50))
    }
    return answers
  }

  func initial(_ nas: [UInt8], ran: RANUENGAPID, tac: UInt32 = 1) throws -> [NGAPPDU] {
    try send(
      .initiatingMessage(
        .initialUEMessage(
          InitialUEMessage(
            ranUENGAPID: ran, nasPDU: nas, userLocationInformation: N2Bench.location(tac: tac), rrcEstablishmentCause: .moSignalling))))
  }

  func uplink(_ nas: [UInt8], ran: RANUENGAPID) throws -> [NGAPPDU] {
    guard let id = onAMF({ amf in amf.gNBs.values.first?.connectionIDs[ran] }) else { return [] }
    return try send(
      .initiatingMessage(
        .uplinkNASTransport(
          UplinkNASTransport(amfUENGAPID: id, ranUENGAPID: ran, nasPDU: nas, userLocationInformation: N2Bench.location()))))
  }
}

/// A UE of ``RegistrationBench`` that answers as a test wants it to.
final class ScriptedSubscriber {
  let bench: RegistrationBench
  var ran: RANUENGAPID
  var tac: UInt32 = 1
  private var context: Box?

  private final class Box {
    var context: NASSecurityContext
    init(_ context: consuming NASSecurityContext) { self.context = context }
  }

  init(_ bench: RegistrationBench, ran: RANUENGAPID) {
    self.bench = bench
    self.ran = ran
  }

  static func request(
    _ type: RegistrationType = .initialRegistration, identity: FiveGSMobileIdentity? = nil, slices: [NAS.SNSSAI]? = nil, ngKSI: UInt8 = 7
  ) -> RegistrationRequest {
    let imsi = NAS.SUCI.IMSI(plmn: NAS.PLMNIdentity(mcc: "999", mnc: "70"), msin: "0000000001")!
    var request = RegistrationRequest(
      registrationType: FiveGSRegistrationType(type: type), ngKSI: NAS.NASKeySetIdentifier(value: ngKSI),
      mobileIdentity: identity ?? .suci(NAS.SUCI(.imsi(imsi))), ueSecurityCapability: UESecurityCapability(octets: [0xF0, 0x70]))
    request.requestedNSSAI = slices.map { NSSAI($0) }
    return request
  }

  func begin(_ message: FiveGMMMessage) throws -> [FiveGMMMessage] { read(try bench.initial(try message.encode(), ran: ran, tac: tac)) }

  /// An initial message with the proof of its integrity.
  func beginProtected(_ message: FiveGMMMessage) throws -> [FiveGMMMessage] {
    guard let octets = try context?.context.protect(try message.encode(), headerType: .integrityProtected) else { return [] }
    return read(try bench.initial(octets, ran: ran, tac: tac))
  }

  func plain(_ message: FiveGMMMessage) throws -> [FiveGMMMessage] { read(try bench.uplink(try message.encode(), ran: ran)) }

  func protected(
    _ message: FiveGMMMessage, _ type: Security.SecurityHeaderType = .integrityProtectedAndCiphered
  ) throws -> [FiveGMMMessage] {
    guard let context else { return [] }
    return read(try bench.uplink(try context.context.protect(try message.encode(), headerType: type), ran: ran))
  }

  /// Takes the keys of the authentication into use.
  func takeKeys(ngKSI: UInt8 = 0, ciphering: Security.CipheringAlgorithm = .nea2) throws {
    let kAMF = try KeyHierarchy.kAMF(kSEAF: SecretBytes(HomeNetwork.kSEAF), supi: "999700000000001", abba: [0, 0])
    let state = NASSecurityState(
      role: .userEquipment, ngKSI: Security.NASKeySetIdentifier(halfOctet: ngKSI), kAMF: kAMF,
      algorithms: NASAlgorithms(ciphering: ciphering, integrity: .nia2))
    context = Box(try NASSecurityContext(state))
  }

  func authenticationResponse(_ resStar: [UInt8] = HomeNetwork.resStar) -> FiveGMMMessage {
    .authenticationResponse(AuthenticationResponse(authenticationResponseParameter: resStar))
  }

  /// The messages up to the Security Mode Command, which is not answered yet.
  func authenticate(_ request: RegistrationRequest = ScriptedSubscriber.request()) throws -> [FiveGMMMessage] {
    _ = try begin(.registrationRequest(request))
    try takeKeys()
    return try plain(authenticationResponse())
  }

  /// Registers from SUCI to Registration Complete.
  @discardableResult
  func register(_ request: RegistrationRequest = ScriptedSubscriber.request()) throws -> RegistrationAccept? {
    _ = try authenticate(request)
    let answers = try protected(
      .securityModeComplete(SecurityModeComplete(nasMessageContainer: try FiveGMMMessage.registrationRequest(request).encode())),
      .integrityProtectedAndCipheredWithNewContext)
    let accept = answers.compactMap(\.registrationAcceptBody).first
    if accept != nil { _ = try protected(.registrationComplete(RegistrationComplete())) }
    return accept
  }

  func read(_ pdus: [NGAPPDU]) -> [FiveGMMMessage] {
    pdus.compactMap(\.downlinkNAS).compactMap { octets in
      guard ProtectedNASMessage.isProtected(octets) else { return try? FiveGMMMessage(decoding: octets) }
      let plain = try? context?.context.unprotect(
        octets, accepting: [.integrityProtectedAndCiphered, .integrityProtectedWithNewContext])
      return plain.flatMap { $0 }.flatMap { try? FiveGMMMessage(decoding: $0) }
    }
  }
}
