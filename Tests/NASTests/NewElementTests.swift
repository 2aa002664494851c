import Base
import Testing

@testable import NAS

/// Values worked out by hand from the figures of the clauses named.
@Suite struct NewElementTests {
  private func check<E: InformationElement>(
    _ hex: String, _ value: E, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let octets = try #require(Hex.decode(hex), sourceLocation: sourceLocation)
    #expect(try E(decoding: octets) == value, sourceLocation: sourceLocation)
    #expect(Hex.encode(try value.encode()) == Hex.encode(octets), sourceLocation: sourceLocation)
    #expect(try E(json: JSON(parsing: value.json.text())) == value, "\(value.json)", sourceLocation: sourceLocation)
    for count in 0..<octets.count { _ = try? E(decoding: Array(octets.prefix(count))) }
  }

  private let plmn = NAS.PLMNIdentity(mcc: "999", mnc: "70")

  @Test("Service-level-AA container: parameters of each format (§9.11.2.10)")
  func serviceLevelAA() throws {
    try check(
      "1002414220050101020304300105" + "400101" + "500101" + "700002beef" + "a1" + "6001ff",
      ServiceLevelAAContainer([
        .deviceID([0x41, 0x42]), .serverAddress(.ipv4([1, 2, 3, 4])),
        .response(ServiceLevelAAResponse(c2AuthorizationResult: 1, serviceLevelAAResult: 1)), .payloadType(.uuaa),
        .uasServicesEnabled(ServiceLevelAAServiceStatusIndication(uas: true)), .payload([0xBE, 0xEF]), .pendingIndication(true),
        .other(type: 0x60, [0xFF]),
      ]))
    try check("b7f0a08f", ServiceLevelAAContainer([.otherOctet(0xB7), .otherOctet(0xF0), .pendingIndication(false), .otherOctet(0x8F)]))
  }

  @Test("Many elements of one octet stay small in memory: no more than 16 octets each")
  func strides() throws {
    #expect(MemoryLayout<ServiceLevelAAParameter>.stride <= 16 && MemoryLayout<RouteSelectionDescriptorComponent>.stride <= 16)
    #expect(MemoryLayout<TrafficDescriptorComponent>.stride <= 16 && MemoryLayout<PacketFilterComponent>.stride <= 16)
    #expect(try ServiceLevelAAContainer(decoding: [UInt8](repeating: 0xB1, count: 16_725)).parameters.count == 16_725)
  }

  @Test("CAG information, with and without two octets of length (§9.11.3.18A, §9.11.3.86)")
  func cag() throws {
    let entry = CAGInformation(plmn: plmn, cagOnly: true, cagIDs: [1, 0xFFFF_FFFF])
    try check("0c99f9070100000001ffffffff", CAGInformationList([entry]))
    try check("000c99f9070100000001ffffffff", ExtendedCAGInformationList([entry]))
  }

  @Test("NSSRG, NSAG and extended rejected NSSAI (§9.11.3.82, §9.11.3.87, §9.11.3.75)")
  func slices() throws {
    let slice = NAS.SNSSAI(sst: 1)
    try check("0401010506", NSSRGInformation([NSSRGValues(sNSSAI: slice, nssrgValues: [5, 6])]))
    try check(
      "0d090201010307" + "0099f907000001" + "0509020101" + "04",
      NSAGInformation([
        NSAG(
          identifier: 9, sNSSAIs: NSSAI([slice]), priority: 3,
          taiList: FiveGSTrackingAreaIdentityList([.init(plmn: plmn, tac: 1)])),
        NSAG(identifier: 9, sNSSAIs: NSSAI([slice]), priority: 4),
      ]))
    try check(
      "10" + "21" + "1301" + "00" + "1001",
      ExtendedRejectedNSSAI([
        PartialExtendedRejectedNSSAI(
          backOffTimerValue: GPRSTimer3(unit: .oneHour, value: 1), entries: [.init(sNSSAI: slice, cause: .maximumNumberOfUEsReached)]),
        PartialExtendedRejectedNSSAI(entries: [.init(sNSSAI: slice, cause: .notAvailableInTheCurrentPLMNOrSNPN)]),
      ]))
    // With the S-NSSAI of the HPLMN that each is mapped to: lengths 2, 4, 5 and 8.
    try check(
      "03" + "230102" + "4301000001" + "530100000102" + "830100000102000002",
      PartialExtendedRejectedNSSAI(entries: [
        .init(sNSSAI: .init(sst: 1, mappedHPLMNSST: 2), cause: .maximumNumberOfUEsReached),
        .init(sNSSAI: .init(sst: 1, sd: 1), cause: .maximumNumberOfUEsReached),
        .init(sNSSAI: .init(sst: 1, sd: 1, mappedHPLMNSST: 2), cause: .maximumNumberOfUEsReached),
        .init(sNSSAI: .init(sst: 1, sd: 1, mappedHPLMNSST: 2, mappedHPLMNSD: 2), cause: .maximumNumberOfUEsReached),
      ]))
    let nine = [0x0F] + [UInt8](repeating: 0x11, count: 16)
    #expect(try PartialExtendedRejectedNSSAI(decoding: nine).entries.count == 8)
    #expect(throws: NASError.self) { try PartialExtendedRejectedNSSAI(decoding: [0, 0x31, 1, 2, 3]) }
  }

  @Test("PEIPS and WUS assistance information (§9.11.3.80, §9.11.3.71)")
  func assistance() throws {
    try check("0322", PEIPSAssistanceInformation([.pagingSubgroupID(3), .uePagingProbability(2)]))
    try check("0541", WUSAssistanceInformation([.uePagingProbability(5), .other(type: 2, 1)]))
  }

  @Test("Ciphering key data (§9.11.3.18C)")
  func cipheringKeys() throws {
    let key = [UInt8](repeating: 7, count: 16)
    try check(
      "0102" + Hex.encode(key) + "02aabb" + "01cc" + "00" + "6211320224" + "003c" + "00",
      CipheringKeyData([
        CipheringDataSet(
          identifier: 0x0102, key: key, c0: [0xAA, 0xBB], eutraPosSIBTypes: [0xCC], nrPosSIBTypes: [],
          validityStartTime: .init(octets: [0x62, 0x11, 0x32, 0x02, 0x24]), validityDurationMinutes: 60)
      ]))
  }

  @Test("NID, codecs, classmark 2, header compression, residence time (§9.11.3.79, TS 24.008, §9.11.4.24 to §9.11.4.28)")
  func identities() throws {
    try check("10325476980a", NID(assignmentMode: 0, value: "123456789a"))
    try check(
      "040260000001ff",
      SupportedCodecList([
        .init(systemIdentification: 4, codecBitmap: [0x60, 0]), .init(systemIdentification: 0, codecBitmap: [0xFF]),
      ]))
    try check("330102", MobileStationClassmark2(octets: [0x33, 1, 2]))
    try check(
      "41000f02aa",
      IPHeaderCompressionConfiguration(
        profile0104: true, profile0002: true, maximumCID: 15, contextSetupParametersType: 2, contextSetupParametersContainer: [0xAA]))
    try check("02", EthernetHeaderCompressionConfiguration(cidLength: 2))
    try check("0000000000010000", UEDSTTResidenceTime(scaledNanoseconds: 65_536))
    try check("0200005e0001", MACAddress(octets: [2, 0, 0, 0x5E, 0, 1]))
    try check(
      "01" + "021101" + "0151",
      ExtendedEmergencyNumberList(validInPLMNOnly: true, entries: [.init(number: [0x11, 1], subServices: [0x51])]))
  }

  @Test("CIoT small data, relay keys, remote UEs (§9.11.3.18B, §9.11.3.89, §9.11.4.29)")
  func relays() throws {
    try check("0dff", CIoTSmallDataContainer.controlPlaneUserData(downlinkDataExpected: 1, pduSessionIdentity: 5, [0xFF]))
    try check("200901", CIoTSmallDataContainer.sms([9, 1]))
    try check("4801aabb", CIoTSmallDataContainer.locationServicesMessage(downlinkDataExpected: 1, additionalInformation: [0xAA], [0xBB]))
    try check("e101", CIoTSmallDataContainer.other(type: 7, bits: 1, [1]))
    let suci = "0199f907f0ff000000000010"
    try check(
      "010203" + Hex.encode([UInt8](repeating: 1, count: 16)) + "00" + suci,
      RelayKeyRequestParameters(
        relayServiceCode: 0x010203, nonce1: [UInt8](repeating: 1, count: 16), remoteUEID: try #require(Hex.decode(suci))))
    try check(
      "01" + "0f" + "01" + "0141" + "11" + "0a000001" + "00010002" + "99f907",
      RemoteUEContextList([
        RemoteUEContext(
          ueIDType: .upPRUKID, ueID: [0x41], protocolUsed: .ipv4, addressInformation: [10, 0, 0, 1],
          udpPortRange: PortRange(low: 1, high: 2), hplmn: plmn)
      ]))
  }

  @Test("MBS containers (§9.11.4.30, §9.11.4.31)")
  func multicast() throws {
    let tmgi = TemporaryMobileGroupIdentity(serviceID: 0x010203, plmn: plmn)
    try check(
      "05" + "0601020399f907" + "0a" + "01010101" + "e8000001",
      RequestedMBSContainer([
        .init(operation: .join, sessionID: .tmgi(tmgi)),
        .init(operation: .leave, sessionID: .ipv4(.init(source: [1, 1, 1, 1], destination: [0xE8, 0, 0, 1]))),
      ]))
    try check(
      "0a04" + "0601020399f907" + "070099f907000001" + "21",
      ReceivedMBSContainer([
        ReceivedMBSInformation(
          rejectionCause: .noAdditionalInformation, serviceAreaIndication: 1, decision: .joinAccepted, timersIndication: 2, tmgi: tmgi,
          serviceArea: FiveGSTrackingAreaIdentityList([.init(plmn: plmn, tac: 1)]), backOffTimer: GPRSTimer3(unit: .oneHour, value: 1))
      ]))
  }

  @Test("SOR and UPU transparent containers (§9.11.3.51, §9.11.3.53A)")
  func transparentContainers() throws {
    let mac = [UInt8](repeating: 0xAB, count: 16)
    let list = [PLMNWithAccessTechnology(plmn: plmn, accessTechnologies: 0x0800)]
    try check(
      "0e" + Hex.encode(mac) + "0001" + "99f9070800",
      SORTransparentContainer.steeringInformation(
        .init(acknowledgementRequested: true, macIAUSF: mac, counterSOR: 1, list: .preferredPLMNs(list))))
    try check(
      "16" + Hex.encode(mac) + "0001" + "000599f9070800" + "01",
      SORTransparentContainer.steeringInformation(
        .init(macIAUSF: mac, counterSOR: 1, list: .preferredPLMNs(list), additionalParameters: [1])))
    try check("03" + Hex.encode(mac), SORTransparentContainer.acknowledgement(.init(supportsCMCI: true, macIUE: mac)))
    try check(
      "02" + Hex.encode(mac) + "0002" + "020002" + "0101" + "010001ff",
      UEParametersUpdateTransparentContainer.parametersUpdate(
        .init(
          acknowledgementRequested: true, macIAUSF: mac, counterUPU: 2,
          dataSets: [.defaultConfiguredNSSAIUpdateData(NSSAI([NAS.SNSSAI(sst: 1)])), .routingIndicatorUpdateData([0xFF])])))
    try check("01" + Hex.encode(mac), UEParametersUpdateTransparentContainer.acknowledgement(macIUE: mac))
    try check(
      "aabbccdd12" + "13" + "07",
      IntraN1ModeNASTransparentContainer(
        messageAuthenticationCode: 0xAABB_CCDD, securityAlgorithms: .init(ciphering: .ea1, integrity: .ia2), newKAMF: true,
        ngKSI: .init(value: 3), sequenceNumber: 7))
  }

  @Test("EAP messages show their header (RFC 3748 §4)")
  func eap() throws {
    try check("0102000501", EAPMessage(code: .request, identifier: 2, type: 1))
    try check("03020004", EAPMessage(code: .success, identifier: 2))
    try check("0302000799", EAPMessage([3, 2, 0, 7, 0x99]))
    #expect(throws: NASError.self) { try EAPMessage(decoding: [1, 2, 3]) }
    #expect(EAPMessage(code: .response, identifier: 1, type: 50, typeData: [1]).length == 6)
  }

  @Test("PDU address with the SMF's link-local address (§9.11.4.10)")
  func pduAddress() throws {
    let smf = [UInt8](repeating: 0xFE, count: 16)
    try check(
      "0a0000000000000001" + Hex.encode(smf),
      PDUAddress.withSMFAddress(
        interfaceIdentifier: [0, 0, 0, 0, 0, 0, 0, 1], ipv4: nil, smfIPv6LinkLocalAddress: smf))
    try check("010a000001", PDUAddress.ipv4([10, 0, 0, 1]))
    try check("0500", PDUAddress.other([5, 0]))
    // Spare bits, and SI6LLA of an IPv4 address, are ignored.
    #expect(try PDUAddress(decoding: [0xF9, 10, 0, 0, 1]) == .ipv4([10, 0, 0, 1]))
    #expect(try PDUAddress(decoding: [0x12, 0, 0, 0, 0, 0, 0, 0, 1]) == .ipv6(interfaceIdentifier: [0, 0, 0, 0, 0, 0, 0, 1]))
    #expect(try QoSFlowDescription.Parameter(decoding: [7, 1, 0x5F]) == .epsBearerIdentity(5))
  }

  @Test("Values that have no coding throw")
  func notEncodable() {
    let short: [UInt8] = [1]
    let many = [UInt8](repeating: 0, count: 70_000)
    #expect(throws: NASError.self) { try NAS.PLMNIdentity(mcc: "1", mnc: "😀😀😀😀😀").encode() }
    #expect(throws: NASError.self) { try NID(assignmentMode: 16, value: "0123456789").encode() }
    #expect(throws: NASError.self) { try NID(assignmentMode: 0, value: "").encode() }
    #expect(throws: NASError.self) { try MACAddress(octets: many).encode() }
    #expect(throws: NASError.self) { try SupportedCodecs(systemIdentification: 1, codecBitmap: many).encode() }
    #expect(throws: NASError.self) { try PartialExtendedRejectedNSSAI(entries: []).encode() }
    #expect(throws: NASError.self) { try PEIPSAssistanceInformationEntry.pagingSubgroupID(255).encode() }
    #expect(throws: NASError.self) { try PEIPSAssistanceInformationEntry.other(type: 255, 255).encode() }
    #expect(throws: NASError.self) { try ServiceLevelAAParameter.other(type: 0x10, short).encode() }
    #expect(throws: NASError.self) { try ServiceLevelAAParameter.other(type: 0xA5, many).encode() }
    #expect(throws: NASError.self) { try MBSSessionID.other(type: 1, short).encode() }
    #expect(throws: NASError.self) { try CIoTSmallDataContainer.other(type: 255, bits: 255, many).encode() }
    #expect(throws: NASError.self) {
      try RemoteUEContextList(
        [RemoteUEContext](
          repeating: .init(ueIDType: .cpPRUKID, ueID: [], protocolUsed: .noIPInformation), count: 256)
      ).encode()
    }
    #expect(throws: NASError.self) { try FiveGSMobileIdentity.imei("12345").encode() }
    #expect(throws: NASError.self) { try PDUAddress.other([1, 10, 0, 0, 1]).encode() }
    // The number of a known type with contents of another: nothing is left out.
    #expect(throws: NASError.self) { try EPSBearerParameter.other(type: 1, short).encode() }
    #expect(throws: NASError.self) { try UEParametersUpdateDataSet.other(type: 1, short).encode() }
    #expect(throws: NASError.self) { try UEParametersUpdateDataSet.other(type: 2, short).encode() }
    #expect(throws: NASError.self) { try MultiplePayloadsOptionalIE.other(type: 36, short).encode() }
    #expect(throws: NASError.self) { try ServiceLevelAAServerAddress.other(type: 4, short).encode() }
    for type in UInt8(1)...4 { #expect(throws: NASError.self) { try UEPolicyPart.other(type: type, short).encode() } }
    for type: UInt8 in [1, 2, 4, 8, 16, 17, 32, 64, 128, 129, 130, 131] {
      #expect(throws: NASError.self, "\(type)") { try RouteSelectionDescriptorComponent.other(type: type, short).encode() }
    }
    #expect(throws: NASError.self) { try TrafficDescriptorComponent.other(type: 1, short).encode() }
    #expect(throws: NASError.self) { try PacketFilterComponent(.matchAll, short).encode() }
    let filter = PacketFilter(identifier: 1, direction: .bidirectional, components: [.matchAll])
    let deletion = QoSRule.Body(operation: .modifyExistingQoSRuleAndDeletePacketFilters, packetFilters: [filter])
    let creation = QoSRule.Body(operation: .createNewQoSRule, deletedPacketFilterIdentifiers: [1])
    for body in [deletion, creation] { #expect(throws: NASError.self) { try QoSRule(identifier: 1, body).encode() } }
    #expect(throws: NASError.self) { try QoSRules([.init(identifier: 1, .init(operation: .other(255)))]).encode() }
    #expect(throws: NASError.self) { try EAPMessage([]).encode() }
    #expect(throws: NASError.self) {
      try FiveGMMMessage.registrationRequest(
        .init(
          registrationType: .init(type: .other(255)), ngKSI: .init(value: 255), mobileIdentity: .noIdentity)
      ).encode()
    }
  }
}
