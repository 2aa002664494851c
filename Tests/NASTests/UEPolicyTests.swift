import Base
import Testing

@testable import NAS

/// TS 24.501 annex D and TS 24.526 §5.2.
@Suite struct UEPolicyTests {
  private let plmn = NAS.PLMNIdentity(mcc: "999", mnc: "70")

  private func check(_ hex: String, _ message: UEPolicyMessage, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let octets = try #require(Hex.decode(hex), sourceLocation: sourceLocation)
    #expect(try UEPolicyMessage(decoding: octets) == message, sourceLocation: sourceLocation)
    #expect(Hex.encode(try message.encode()) == Hex.encode(octets), sourceLocation: sourceLocation)
    #expect(try UEPolicyMessage(json: JSON(parsing: message.json.text())) == message, "\(message)", sourceLocation: sourceLocation)
    for count in 0..<octets.count { _ = try? UEPolicyMessage(decoding: Array(octets.prefix(count))) }
  }

  /// The octets are those that tshark 4.0.17 dissects without remarks (Oracle/check_tshark.py).
  @Test("MANAGE UE POLICY COMMAND with a URSP rule (§D.5.1, §D.6.2)")
  func command() throws {
    let rule = URSPRule(
      precedence: 1, trafficDescriptor: TrafficDescriptor([.matchAll]),
      routeSelectionDescriptors: RouteSelectionDescriptorList([
        RouteSelectionDescriptor(
          precedence: 1,
          contents: RouteSelectionDescriptorContents([
            .sscMode(.init(value: .sscMode1)), .sNSSAI(NAS.SNSSAI(sst: 1)), .multiAccessPreference,
          ]))
      ]))
    let list = UEPolicySectionManagementList([
      UEPolicySectionManagementSublist(
        plmn: plmn, instructions: [UEPolicyInstruction(upsc: 1, parts: [.ursp(URSPRules([rule]))])])
    ])
    try check(
      "0101" + "001f" + "001d99f907" + "00180001" + "001401" + "001101" + "000101" + "000b" + "000901" + "0006" + "0101" + "020101" + "11",
      .manageUEPolicyCommand(ManageUEPolicyCommand(procedureTransactionIdentity: 1, sectionManagementList: list)))
  }

  @Test("COMPLETE, COMMAND REJECT and UE STATE INDICATION (§D.5.2 to §D.5.4)")
  func others() throws {
    try check("8002", .manageUEPolicyComplete(ManageUEPolicyComplete(procedureTransactionIdentity: 0x80)))
    let result = UEPolicySectionManagementSubresult(
      plmn: plmn, results: [UEPolicyResult(upsc: 1, failedInstructionOrder: 2, cause: .protocolErrorUnspecified)])
    try check(
      "8003" + "0009" + "0199f907" + "000100026f",
      .manageUEPolicyCommandReject(
        ManageUEPolicyCommandReject(procedureTransactionIdentity: 0x80, sectionManagementResult: .init([result]))))
    let os = OperatingSystemIdentity([UInt8](repeating: 9, count: 16))
    try check(
      "0004" + "0009" + "0007" + "99f907" + "00010002" + "0101" + "4110" + Hex.encode(os.octets),
      .ueStateIndication(
        UEStateIndication(
          procedureTransactionIdentity: 0, upsiList: UPSIList([UPSISublist(plmn: plmn, upscs: [1, 2])]),
          uePolicyClassmark: UEPolicyClassmark(octets: [1]), ueOSIdentities: UEOSIdentities([os]))))
    // UE POLICY PROVISIONING REQUEST (TS 24.587 §7.2.1).
    try check("0105" + "0102", .other(procedureTransactionIdentity: 1, messageType: 5, [1, 2]))
    #expect(throws: NASError.self) { try UEPolicyMessage.other(procedureTransactionIdentity: 1, messageType: 4, []).encode() }
    #expect(throws: NASError.messageTooShort) { try UEPolicyMessage(decoding: [1]) }
  }

  @Test("Every traffic descriptor component (TS 24.526 table 5.2.1)")
  func trafficDescriptors() throws {
    let components: [(String, TrafficDescriptorComponent)] = [
      ("01", .matchAll), ("100a000001ffffff00", .ipv4RemoteAddress(.init(address: [10, 0, 0, 1], mask: [255, 255, 255, 0]))),
      ("3011", .protocolIdentifier(17)), ("400050", .singleLocalPort(80)), ("4100500051", .localPortRange(.init(low: 80, high: 81))),
      ("600000000a", .securityParameterIndex(10)), ("7001ff", .trafficClass(.init(trafficClass: 1, mask: 255))),
      ("80012345", .flowLabel(0x12345)), ("81020000000001", .destinationMACAddress([2, 0, 0, 0, 0, 1])), ("8788f7", .ethertype(0x88F7)),
      ("880908696e7465726e6574", .dnn(DNN("internet"))), ("90020108", .connectionCapabilities([.ims, .internet])),
      ("91026162", .destinationFQDN([0x61, 0x62])), ("a00141", .osAppID([0x41])),
      (
        "08" + String(repeating: "07", count: 16) + "0141",
        .application(.init(operatingSystemID: [UInt8](repeating: 7, count: 16), applicationID: [0x41]))
      ),
      ("fe0102", .other(type: 0xFE, [1, 2])),
    ]
    for (hex, component) in components {
      let octets = try #require(Hex.decode(hex))
      #expect(try TrafficDescriptorComponent(decoding: octets) == component, "\(hex)")
      #expect(Hex.encode(try component.encode()) == hex)
      #expect(try TrafficDescriptorComponent(json: component.json) == component, "\(component.json)")
    }
  }
}
