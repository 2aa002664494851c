import Base
import NAS
import NGAP
import Security

/// A UE in the hands of an attacker behind a hostile gNB: does real authentication where it has to, and otherwise what it likes.
///
/// Protects its messages itself, with any COUNT, from the algorithms alone.
final class HostileUE: @unchecked Sendable {
  let gnb: HostileGNB
  /// The RAN UE NGAP ID of its connection; a new one makes a new connection.
  var ran: UInt32
  let scenario: ScenarioNetwork
  let number: Int
  private var usim: USIM
  private(set) var ngKSI: UInt8 = 7
  private(set) var kAMF: SecretBytes?
  var ciphering = Security.CipheringAlgorithm.nea2
  var integrity = Security.IntegrityAlgorithm.nia2
  /// COUNT of the next uplink message.
  var uplinkCount: UInt32 = 0
  private(set) var guti: NAS.FiveGGUTI?
  /// Everything that came down, readable or not.
  private(set) var downlink: [FiveGMMMessage] = []
  /// 5GSM messages in the DL NAS TRANSPORTs.
  var sessionMessages: [DLNASTransport] { downlink.compactMap { if case .dlNASTransport(let message) = $0 { message } else { nil } } }

  /// The 5GSM messages themselves.
  var received5GSM: [FiveGSMMessage] { sessionMessages.compactMap { try? FiveGSMMessage(decoding: $0.payloadContainer) } }

  init(_ number: Int, at gnb: HostileGNB, ran: UInt32, of scenario: ScenarioNetwork) {
    self.number = number
    self.gnb = gnb
    self.ran = ran
    self.scenario = scenario
    let milenage = try? Milenage(k: SecretBytes(ScenarioNetwork.key(number)), opc: SecretBytes(ScenarioNetwork.opc(number)))
    guard let milenage else { preconditionFailure("keys of a subscriber have 16 octets") }
    usim = USIM(algorithm: .milenage(milenage))
  }

  var plmn: NAS.PLMNIdentity { NAS.PLMNIdentity(mcc: scenario.options.plmn.mcc, mnc: scenario.options.plmn.mnc) }
  private var supi: String { String(scenario.supi(number).dropFirst(5)) }

  var suci: FiveGSMobileIdentity {
    let msin = String(supi.dropFirst(scenario.options.plmn.digits.utf8.count))
    return NAS.SUCI.IMSI(plmn: plmn, msin: msin).map { .suci(SUCI($0)) } ?? .noIdentity
  }

  // MARK: Messages

  func registrationRequest(_ identity: FiveGSMobileIdentity? = nil, type: RegistrationType = .initialRegistration) -> RegistrationRequest {
    var request = RegistrationRequest(
      registrationType: FiveGSRegistrationType(followOnRequestPending: true, type: type), ngKSI: NAS.NASKeySetIdentifier(value: ngKSI),
      mobileIdentity: identity ?? suci)
    request.ueSecurityCapability = NAS.UESecurityCapability(ea: [0, 1, 2, 3], ia: [1, 2, 3])
    return request
  }

  static func octets(_ message: FiveGMMMessage) -> [UInt8] { (try? message.encode()) ?? [] }

  // MARK: Sending

  /// Sends octets as they are; gives the messages that come back.
  @discardableResult
  func send(_ octets: [UInt8]) -> [FiveGMMMessage] { take(gnb.exchangeNAS(octets, ran: ran)) }

  @discardableResult
  func sendPlain(_ message: FiveGMMMessage) -> [FiveGMMMessage] { send(HostileUE.octets(message)) }

  @discardableResult
  func sendProtected(
    _ message: FiveGMMMessage, _ type: Security.SecurityHeaderType = .integrityProtectedAndCiphered
  ) -> [FiveGMMMessage] { send(protect(HostileUE.octets(message), type)) }

  /// The protected octets; without a COUNT the next one is used up.
  func protect(
    _ plain: [UInt8], _ type: Security.SecurityHeaderType = .integrityProtectedAndCiphered, count given: UInt32? = nil
  ) -> [UInt8] {
    let count = given ?? uplinkCount
    if given == nil { uplinkCount += 1 }
    let payload = type.isCiphered ? cipher(plain, count: count, direction: .uplink) : plain
    let authenticated = [UInt8(truncatingIfNeeded: count)] + payload
    return [0x7E, type.rawValue] + mac(authenticated, count: count, direction: .uplink) + authenticated
  }

  /// An initial message with its container, as a UE with a security context sends it (TS 24.501 §4.4.6).
  func protectInitial(_ message: FiveGMMMessage) -> [UInt8] { protect(HostileUE.octets(message), .integrityProtected) }

  private func key(_ type: AlgorithmTypeDistinguisher, _ algorithm: UInt8) -> SecretBytes {
    KeyHierarchy.algorithmKey(from: kAMF ?? SecretBytes([UInt8](repeating: 0, count: 32)), type: type, algorithmIdentity: algorithm)
  }

  private func cipher(_ octets: [UInt8], count: UInt32, direction: LinkDirection) -> [UInt8] {
    let key = key(.nasCiphering, ciphering.rawValue)
    return (try? NEA.apply(ciphering, key: key, count: count, bearer: 1, direction: direction, octets: octets)) ?? []
  }

  private func mac(_ octets: [UInt8], count: UInt32, direction: LinkDirection) -> [UInt8] {
    let key = key(.nasIntegrity, integrity.rawValue)
    return (try? NIA.mac(integrity, key: key, count: count, bearer: 1, direction: direction, octets: octets)) ?? []
  }

  // MARK: Receiving

  /// Takes what came without being asked for.
  @discardableResult
  func receive(after seconds: Int64) -> [FiveGMMMessage] {
    let before = gnb.nas[ran]?.count ?? 0
    scenario.world.run(for: .seconds(seconds))
    return take(Array((gnb.nas[ran] ?? []).dropFirst(before)))
  }

  private func take(_ messages: [[UInt8]]) -> [FiveGMMMessage] {
    let readable = messages.compactMap { octets -> FiveGMMMessage? in
      guard let header = try? ProtectedNASMessage(decoding: octets) else { return try? FiveGMMMessage(decoding: octets) }
      // A test sends far fewer than 256 downlink messages: the sequence number is the COUNT.
      let plain =
        header.headerType.isCiphered ? cipher(header.payload, count: UInt32(header.sequenceNumber), direction: .downlink) : header.payload
      return try? FiveGMMMessage(decoding: plain)
    }
    for message in readable {
      downlink.append(message)
      if case .registrationAccept(let accept) = message, case .fiveGGUTI(let guti)? = accept.fiveGGUTI { self.guti = guti }
    }
    return readable
  }

  /// Goes on with the USIM of another instance of the same subscriber.
  func skipUsedSequenceNumbers(of other: HostileUE) { usim = other.usim }

  func forgetDownlink() { downlink = [] }

  // MARK: Steps of a registration

  /// Sends RES* for a challenge, and takes its keys.
  @discardableResult
  func answer(_ request: AuthenticationRequest) -> [FiveGMMMessage] {
    guard let response = response(to: request) else { return [] }
    return sendPlain(.authenticationResponse(AuthenticationResponse(authenticationResponseParameter: response)))
  }

  /// RES*; the keys change.
  func response(to request: AuthenticationRequest) -> [UInt8]? {
    guard let rand = request.authenticationParameterRAND, let autn = request.authenticationParameterAUTN?.octets,
      case .success(let success)? = try? usim.authenticate(rand: rand, autn: autn),
      let name = try? ServingNetworkName(mcc: scenario.options.plmn.mcc, mnc: scenario.options.plmn.mnc),
      let keys = try? FiveGAKA.ueKeys(success: success, servingNetworkName: name)
    else { return nil }
    kAMF = try? KeyHierarchy.kAMF(kSEAF: keys.kSEAF, supi: supi, abba: request.abba)
    ngKSI = request.ngKSI.value
    uplinkCount = 0
    return keys.resStar.revealed
  }

  /// Security Mode Complete with the registration request in its container.
  @discardableResult
  func completeSecurityMode(_ container: [UInt8]?? = nil) -> [FiveGMMMessage] {
    let whole = container ?? HostileUE.octets(.registrationRequest(registrationRequest()))
    return sendProtected(
      .securityModeComplete(SecurityModeComplete(imeisv: .imeisv("4370816125816151"), nasMessageContainer: whole)),
      .integrityProtectedAndCipheredWithNewContext)
  }

  /// How far a registration is taken.
  enum Step: CaseIterable {
    /// The challenge is here.
    case requested
    /// The Security Mode Command is here.
    case authenticated
    /// The Registration Accept is here.
    case accepted
    case completed
  }

  /// Registers up to a step; gives whether each answer was the one that the standard expects.
  @discardableResult
  func register(upTo step: Step = .completed) -> Bool {
    guard case .authenticationRequest(let challenge)? = sendPlain(.registrationRequest(registrationRequest())).last else { return false }
    if step == .requested { return true }
    guard case .securityModeCommand? = answer(challenge).last else { return false }
    if step == .authenticated { return true }
    let answers = completeSecurityMode()
    guard answers.contains(where: { if case .registrationAccept = $0 { true } else { false } }) else { return false }
    if step == .accepted { return true }
    sendProtected(.registrationComplete(RegistrationComplete()))
    return true
  }

  /// Leaves as a correct UE does.
  func leave() {
    guard let guti else { return }
    sendProtected(
      .deregistrationRequestUEOriginating(
        DeregistrationRequestUEOriginating(
          deregistrationType: DeregistrationType(switchOff: true, accessType: .threeGPPAccess),
          ngKSI: NAS.NASKeySetIdentifier(value: ngKSI), mobileIdentity: .fiveGGUTI(guti))))
  }

  // MARK: Sessions

  /// A PDU session establishment request within its transport.
  func sessionRequest(
    _ id: UInt8, transaction: UInt8 = 1, transportID: UInt8?? = nil, type: RequestType? = .initialRequest,
    _ change: (inout PDUSessionEstablishmentRequest) -> Void = { _ in }
  ) -> FiveGMMMessage {
    var request = PDUSessionEstablishmentRequest(
      pduSessionIdentity: id, procedureTransactionIdentity: transaction,
      integrityProtectionMaximumDataRate: IntegrityProtectionMaximumDataRate(uplink: .fullDataRate, downlink: .fullDataRate),
      pduSessionType: .ipv4)
    change(&request)
    let payload = (try? FiveGSMMessage.pduSessionEstablishmentRequest(request).encode()) ?? []
    return transport(payload, id: transportID ?? id, type: type)
  }

  /// A 5GSM message of an existing session within its transport.
  func transport(_ message: FiveGSMMessage, id: UInt8) -> FiveGMMMessage { transport((try? message.encode()) ?? [], id: id) }

  func transport(_ payload: [UInt8], id: UInt8?, type: RequestType? = nil) -> FiveGMMMessage {
    .ulNASTransport(
      ULNASTransport(payloadContainerType: .n1SMInformation, payloadContainer: payload, pduSessionID: id, requestType: type))
  }
}
