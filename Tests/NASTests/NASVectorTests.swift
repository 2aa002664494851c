import Base
import Testing

@testable import NAS

/// Messages whose octets were worked out by hand from the figures of TS 24.501.
@Suite struct NASVectorTests {
  private func check(_ hex: String, _ message: NASMessage, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let octets = try #require(Hex.decode(hex))
    let decoded = try NASMessage(decoding: octets)
    #expect(decoded == message, sourceLocation: sourceLocation)
    #expect(Hex.encode(try message.encode()) == Hex.encode(octets), sourceLocation: sourceLocation)
    #expect(try NASMessage(json: JSON(parsing: decoded.json.text())) == message, sourceLocation: sourceLocation)
  }

  private let plmn = NAS.PLMNIdentity(mcc: "999", mnc: "70")

  @Test("Registration request with a null-scheme SUCI (§8.2.6, §9.11.3.4)")
  func registrationRequest() throws {
    let suci = try #require(SUCI.IMSI(plmn: plmn, msin: "0000000001"))
    let request = RegistrationRequest(
      registrationType: .init(followOnRequestPending: true, type: .initialRegistration), ngKSI: .init(value: 7),
      mobileIdentity: .suci(SUCI(suci)), fiveGMMCapability: FiveGMMCapability(octets: [0]),
      ueSecurityCapability: UESecurityCapability(ea: [0, 1, 2, 3], ia: [0, 1, 2, 3]), requestedNSSAI: NSSAI([NAS.SNSSAI(sst: 1)]))
    try check("7e004179000d0199f907f0ff000000000000101001002e02f0f02f020101", .fiveGMM(.registrationRequest(request)))
    #expect(suci.msin == "0000000001")
  }

  @Test("Registration accept with 5G-GUTI, TAI list, allowed NSSAI and T3512 (§8.2.7)")
  func registrationAccept() throws {
    let guti = NAS.FiveGGUTI(plmn: plmn, amfRegionID: 2, amfSetID: 1, amfPointer: 3, fiveGTMSI: 0xC000_0001)
    let accept = RegistrationAccept(
      registrationResult: .init(smsAllowed: true, value: .threeGPPAccess), fiveGGUTI: .fiveGGUTI(guti),
      taiList: FiveGSTrackingAreaIdentityList([FiveGSTrackingAreaIdentity(plmn: plmn, tac: 1)]),
      allowedNSSAI: NSSAI([NAS.SNSSAI(sst: 1, sd: 0x010203)]), networkFeatureSupport: FiveGSNetworkFeatureSupport(octets: [0x01, 0]),
      t3512Value: GPRSTimer3(seconds: 3240))
    try check(
      "7e0042010977000bf299f907020043c000000154070099f907000001150504010102032102" + "01005e0106", .fiveGMM(.registrationAccept(accept)))
  }

  @Test("Authentication request of 5G-AKA (§8.2.1)")
  func authenticationRequest() throws {
    let request = AuthenticationRequest(
      ngKSI: .init(value: 0), abba: [0, 0], authenticationParameterRAND: [UInt8](0..<16),
      authenticationParameterAUTN: AuthenticationParameterAUTN([UInt8](16..<32)))
    try check(
      "7e005600020000" + "21000102030405060708090a0b0c0d0e0f" + "2010101112131415161718191a1b1c1d1e1f",
      .fiveGMM(.authenticationRequest(request)))
  }

  @Test("Security mode command asks for IMEISV and the initial message (§8.2.25)")
  func securityModeCommand() throws {
    let command = SecurityModeCommand(
      selectedNASSecurityAlgorithms: .init(ciphering: .ea2, integrity: .ia2), ngKSI: .init(value: 1),
      replayedUESecurityCapabilities: UESecurityCapability(octets: [0xF0, 0xF0]), imeisvRequest: .requested,
      additionalFiveGSecurityInformation: .init(retransmissionOfInitialNASMessageRequested: true))
    try check("7e005d220102f0f0e1360102", .fiveGMM(.securityModeCommand(command)))
  }

  @Test("UL NAS transport with a PDU session establishment request inside (§8.2.10, §8.3.1)")
  func ulNASTransport() throws {
    let request = PDUSessionEstablishmentRequest(
      pduSessionIdentity: 1, procedureTransactionIdentity: 1,
      integrityProtectionMaximumDataRate: .init(uplink: .fullDataRate, downlink: .fullDataRate), pduSessionType: .ipv4, sscMode: .sscMode1,
      extendedProtocolConfigurationOptions: .init(containers: [.init(identifier: 0x000D), .init(identifier: 0x0010)]))
    let inner = FiveGSMMessage.pduSessionEstablishmentRequest(request)
    try check("2e0101c1ffff91a17b000780000d00001000", .fiveGSM(inner))
    let transport = ULNASTransport(
      payloadContainerType: .n1SMInformation, payloadContainer: try inner.encode(), pduSessionID: 1, requestType: .initialRequest,
      sNSSAI: NAS.SNSSAI(sst: 1), dnn: DNN("internet"))
    try check(
      "7e006701" + "0012" + "2e0101c1ffff91a17b000780000d00001000" + "1201" + "81" + "220101" + "250908696e7465726e6574",
      .fiveGMM(.ulNASTransport(transport)))
  }

  @Test("PDU session establishment accept with QoS rules, flows, AMBR and an address (§8.3.2)")
  func establishmentAccept() throws {
    let accept = PDUSessionEstablishmentAccept(
      pduSessionIdentity: 5, procedureTransactionIdentity: 1, selectedPDUSessionType: .ipv4, selectedSSCMode: .sscMode1,
      authorizedQoSRules: QoSRules([.matchAllDefault(qosFlowIdentifier: 9)]),
      sessionAMBR: SessionAMBR(downlink: BitRate(bitsPerSecond: 1_000_000_000), uplink: BitRate(unit: .mbps1, value: 500)),
      pduAddress: .ipv4([10, 45, 0, 2]), sNSSAI: NAS.SNSSAI(sst: 1, sd: 0x0000FF),
      authorizedQoSFlowDescriptions: QoSFlowDescriptions([
        QoSFlowDescription(qosFlowIdentifier: 9, operation: .createNewQoSFlowDescription, parameters: [.fiveQI(9)])
      ]),
      extendedProtocolConfigurationOptions: .init(containers: [.init(identifier: 0x000D, contents: [8, 8, 8, 8])]), dnn: DNN("internet"))
    try check(
      "2e0501c211" + "000901000631310101ff09" + "0603" + "f424" + "0601f4" + "2905010a2d0002" + "2204010000ff" + "790006092041010109"
        + "7b000880000d0408080808" + "250908696e7465726e6574", .fiveGSM(.pduSessionEstablishmentAccept(accept)))
  }

  @Test("Security protected message (§9.1.1)")
  func securityProtected() throws {
    let message = SecurityProtectedNASMessage(
      securityHeaderType: .integrityProtectedAndCiphered, messageAuthenticationCode: 0x1122_3344, sequenceNumber: 5,
      payload: [0x7E, 0, 0x43])
    try check("7e0211223344057e0043", .protected(message))
  }
}
