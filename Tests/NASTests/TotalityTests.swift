import Base
import Foundation
import Testing

@testable import NAS

@Suite struct TotalityTests {
  /// Random octets are read by every element type; what is read is written, and reads the same.
  @Test("Every information element takes any octets")
  func elements() throws {
    var generator = SeededGenerator(seed: 11)
    for type in Self.elements {
      for _ in 0..<400 {
        let octets = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
          Bool.random(using: &generator) ? UInt8.random(in: 0...4, using: &generator) : UInt8.random(in: 0...255, using: &generator)
        }
        try exercise(type, octets)
      }
    }
  }

  private func exercise<E: InformationElement>(_: E.Type, _ octets: [UInt8]) throws {
    guard let value = try? E(decoding: octets) else { return }
    let again = try value.encode()
    #expect(try E(decoding: again) == value, "\(E.self) \(Hex.encode(octets))")
    #expect(try E(json: JSON(parsing: value.json.text())) == value, "\(E.self) \(Hex.encode(octets)) \(value.json)")
    #expect(MemoryLayout<E>.size <= 256, "\(E.self)")
  }

  /// The types of §9.11, annex D and TS 24.526 that are not single coded values.
  static let elements: [any InformationElement.Type] = [
    ServiceLevelAAContainer.self, CAGInformationList.self, ExtendedCAGInformationList.self, NSSRGInformation.self, NSAGInformation.self,
    ExtendedRejectedNSSAI.self, PEIPSAssistanceInformation.self, WUSAssistanceInformation.self, CipheringKeyData.self, NID.self,
    ExtendedEmergencyNumberList.self, MobileStationClassmark2.self, SupportedCodecList.self, IPHeaderCompressionConfiguration.self,
    EthernetHeaderCompressionConfiguration.self, MACAddress.self, UEDSTTResidenceTime.self, RedundancySequenceNumber.self,
    CIoTSmallDataContainer.self, RelayKeyRequestParameters.self, RelayKeyResponseParameters.self, RemoteUEContextList.self,
    RequestedMBSContainer.self, ReceivedMBSContainer.self, SORTransparentContainer.self, UEParametersUpdateTransparentContainer.self,
    IntraN1ModeNASTransparentContainer.self, N1ModeToS1ModeNASTransparentContainer.self, S1ModeToN1ModeNASTransparentContainer.self,
    EAPMessage.self, MultiplePayloads.self, OperatorDefinedAccessCategoryDefinitions.self, MappedEPSBearerContexts.self,
    PagingRestriction.self, PDUAddress.self, QoSRules.self, QoSFlowDescriptions.self, ExtendedProtocolConfigurationOptions.self,
    FiveGSMobileIdentity.self, NSSAI.self, RejectedNSSAI.self, FiveGSTrackingAreaIdentityList.self, ServiceAreaList.self,
    LADNInformation.self, EmergencyNumberList.self, NetworkName.self, SessionBitmap.self, UESecurityCapability.self, FiveGMMCapability.self,
    UEPolicySectionManagementList.self, UEPolicySectionManagementResult.self, UPSIList.self, UEOSIdentities.self, URSPRules.self,
    TrafficDescriptor.self, RouteSelectionDescriptorContents.self, SMSMessage.self, RPMessage.self, SMSSubmit.self, SMSDeliver.self,
    SMSCommand.self, SMSStatusReport.self,
  ]

  /// NAS message in NAS message container in NAS message container, as deep as the length allows.
  private static func deepMessage() throws -> [UInt8] {
    var octets: [UInt8] = [0x7E, 0, 0x5E]
    while octets.count < 65_000 {
      octets = try FiveGMMMessage.securityModeComplete(SecurityModeComplete(nasMessageContainer: octets)).encode()
    }
    return octets
  }

  @Test("The deepest message is read, shown and written on a stack of 512 kB")
  func stack() throws {
    let octets = try Self.deepMessage()
    let multiple = try MultiplePayloads([
      .init(type: .multiplePayloads, contents: MultiplePayloads([.init(type: .sms, contents: [9, 4])]).encode())
    ]).encode()
    let transport = try FiveGMMMessage.ulNASTransport(ULNASTransport(payloadContainerType: .multiplePayloads, payloadContainer: multiple))
      .encode()
    nonisolated(unsafe) var same = 0
    let thread = Thread {
      for message in [octets, transport] {
        guard let value = try? NASMessage(decoding: message), (try? value.encode()) == message,
          (try? NASMessage(json: value.json)) == value, !value.description.isEmpty
        else { continue }
        same += 1
      }
    }
    thread.stackSize = 512 * 1024
    thread.start()
    while !thread.isFinished { usleep(1000) }
    #expect(same == 2)
  }

  @Test("A message of one-octet unknown IEs stays small in memory, and comes back")
  func manyUnknown() throws {
    let octets: [UInt8] = [0x7E, 0, 0x42, 1, 1] + [UInt8](repeating: 0xC1, count: 60_000)
    guard case .registrationAccept(let accept) = try FiveGMMMessage(decoding: octets) else { throw NASError.messageTooShort }
    #expect(accept.unknownIEs.count <= MessageLayout.maximumLeftOver + 1)
    #expect(try FiveGMMMessage.registrationAccept(accept).encode() == octets)
  }

  @Test("JSON shows what is in containers")
  func containers() throws {
    let inner = try FiveGSMMessage.fiveGSMStatus(
      FiveGSMStatus(pduSessionIdentity: 1, procedureTransactionIdentity: 2, cause: .unknownPDUSessionType)
    ).encode()
    let message = FiveGMMMessage.ulNASTransport(ULNASTransport(payloadContainerType: .n1SMInformation, payloadContainer: inner))
    #expect(message.json["ulNASTransport"]?["payloadContainer"]?["fiveGSMStatus"] != nil)
    #expect(try FiveGMMMessage(json: JSON(parsing: message.json.text())) == message)
    let sms = FiveGMMMessage.dlNASTransport(DLNASTransport(payloadContainerType: .sms, payloadContainer: [9, 4]))
    #expect(sms.json["dlNASTransport"]?["payloadContainer"]?["acknowledgement"] == true)
    #expect(try FiveGMMMessage(json: sms.json) == sms)
    let broken = FiveGMMMessage.dlNASTransport(DLNASTransport(payloadContainerType: .sms, payloadContainer: [9]))
    #expect(broken.json["dlNASTransport"]?["payloadContainer"] == "09")
    let container = FiveGMMMessage.serviceRequest(
      ServiceRequest(ngKSI: .init(value: 1), serviceType: .data, fiveGSTMSI: .noIdentity, nasMessageContainer: [0x7E, 0, 0x43]))
    #expect(container.json["serviceRequest"]?["nasMessageContainer"]?["registrationComplete"] != nil)
    #expect(try FiveGMMMessage(json: container.json) == container)
  }
}
