import Base

/// Which octet fields hold messages of which format: the one table of what is nested in what.
///
/// A format that a program does not have leaves the field hexadecimal, so a row may come before its codec.
enum ContainedMessages {
  /// One row.
  struct Rule: Sendable {
    /// The protocol of the message around the field.
    let parent: String
    /// The innermost name of the field's path: an ASN.1 type, a component, the identifier of an IE, or a NAS field.
    let field: String
    /// Formats that the field may hold, by key; the first that fits is taken. Empty: the field has the name, but no message.
    let contents: [String]
    /// A name that the path must have.
    var within: String?
    /// A member beside the field that must have a value.
    var when: (member: String, value: String)?
    /// The octets are ciphered unless the null algorithm is in use, which the message does not say.
    var isPerhapsCiphered = false
    /// The octets are something else as often: that they are no such message is no problem.
    var isPerhapsOther = false
    /// Where the standard says so.
    let clause: String

    init(
      _ parent: String, _ field: String, _ contents: [String], within: String? = nil, when: (String, String)? = nil,
      isPerhapsCiphered: Bool = false, isPerhapsOther: Bool = false, _ clause: String
    ) {
      self.parent = parent
      self.field = field
      self.contents = contents
      self.within = within
      self.when = when.map { (member: $0.0, value: $0.1) }
      self.isPerhapsCiphered = isPerhapsCiphered
      self.isPerhapsOther = isPerhapsOther
      self.clause = clause
    }

    func fits(_ field: OctetField) -> Bool {
      if let within, !field.path.contains(within) { return false }
      if let when {
        let value = field.siblings[when.member]
        guard let text = value?.stringValue ?? value?.text(), text == when.value else { return false }
      }
      return true
    }
  }

  /// The first row that fits; `nil` where the octets are no message.
  static func rule(_ parent: String, _ field: OctetField) -> Rule? {
    guard let name = field.path.last, let rule = rows["\(parent) \(name)"]?.first(where: { $0.fits(field) }) else { return nil }
    return rule.contents.isEmpty ? nil : rule
  }

  /// Every row, for tests and tables.
  static let all: [Rule] = nas + ngap + xnap + f1ap + rrc + others

  private static let rows: [String: [Rule]] = {
    var result: [String: [Rule]] = [:]
    for rule in all { result["\(rule.parent) \(rule.field)", default: []].append(rule) }
    return result
  }()

  private static let nas: [Rule] = [
    Rule("nas", "payload", ["nas"], when: ("securityHeaderType", "1"), "TS 24.501 §9.1.1"),
    Rule("nas", "payload", ["nas"], when: ("securityHeaderType", "3"), "TS 24.501 §9.1.1"),
    Rule("nas", "payload", ["nas"], when: ("securityHeaderType", "2"), isPerhapsCiphered: true, "TS 24.501 §4.4.5"),
    Rule("nas", "payload", ["nas"], when: ("securityHeaderType", "4"), isPerhapsCiphered: true, "TS 24.501 §4.4.5"),
    // Outside SECURITY MODE COMPLETE the container may be ciphered by itself (§4.4.6).
    Rule("nas", "nasMessageContainer", ["nas"], within: "securityModeComplete", "TS 24.501 §9.11.3.33"),
    Rule("nas", "nasMessageContainer", ["nas"], isPerhapsCiphered: true, "TS 24.501 §9.11.3.33, §4.4.6"),
    Rule("nas", "payloadContainer", ["nas"], when: ("payloadContainerType", "n1SMInformation"), "TS 24.501 §9.11.3.39"),
    Rule("nas", "payloadContainer", ["lpp"], when: ("payloadContainerType", "lppMessageContainer"), "TS 24.501 §9.11.3.39"),
    Rule("nas", "payloadContainer", ["multiplePayloads"], when: ("payloadContainerType", "multiplePayloads"), "TS 24.501 §9.11.3.39"),
    Rule("multiplePayloads", "contents", ["nas"], when: ("type", "n1SMInformation"), "TS 24.501 §9.11.3.39"),
    Rule("multiplePayloads", "contents", ["lpp"], when: ("type", "lppMessageContainer"), "TS 24.501 §9.11.3.39"),
  ]

  private static let ngap: [Rule] = [
    // The NASC IE of HANDOVER REQUEST is a part of a NAS message's coding, the intra N1 mode NAS transparent container.
    Rule("ngap", "NAS-PDU", [], within: "37", "TS 38.413 §9.3.3.34"),
    Rule("ngap", "NAS-PDU", ["nas"], "TS 38.413 §9.3.3.4"),
    Rule("ngap", "42", ["ngap"], within: "RerouteNASRequest", "TS 38.413 §9.2.5.6"),
    Rule("ngap", "NRPPa-PDU", ["nrppa"], "TS 38.413 §9.3.3.14"),
    // Towards or from another system the containers are those of that system.
    Rule(
      "ngap", "SourceToTarget-TransparentContainer", ["SourceNGRANNode-ToTargetNGRANNode-TransparentContainer"], isPerhapsOther: true,
      "TS 38.413 §9.3.1.20"),
    Rule(
      "ngap", "TargetToSource-TransparentContainer", ["TargetNGRANNode-ToSourceNGRANNode-TransparentContainer"], isPerhapsOther: true,
      "TS 38.413 §9.3.1.21"),
    Rule(
      "ngap", "TargettoSource-Failure-TransparentContainer", ["TargetNGRANNode-ToSourceNGRANNode-Failure-TransparentContainer"],
      "TS 38.413 §9.3.1.186"),
    Rule(
      "ngap", "RRCContainer", ["HandoverPreparationInformation"], within: "SourceNGRANNode-ToTargetNGRANNode-TransparentContainer",
      "TS 38.413 §9.3.1.29"),
    Rule(
      "ngap", "RRCContainer", ["HandoverCommand"], within: "TargetNGRANNode-ToSourceNGRANNode-TransparentContainer",
      "TS 38.413 §9.3.1.30"),
    Rule("ngap", "UERadioCapability", ["UERadioAccessCapabilityInformation"], "TS 38.413 §9.3.1.74"),
    Rule("ngap", "UERadioCapabilityForPagingOfNR", ["UERadioPagingInformation"], "TS 38.413 §9.3.1.68"),
    Rule("ngap", "NRUERLFReportContainer", ["RLF-Report-r16"], "TS 38.413 §9.3"),
  ]

  private static let xnap: [Rule] = [
    Rule("xnap", "rrc-Context", ["HandoverPreparationInformation"], "TS 38.423 §9.1.1.1, §9.2.1.13"),
    Rule("xnap", "77", ["HandoverCommand"], within: "HandoverRequestAcknowledge", "TS 38.423 §9.1.1.2"),
    Rule("xnap", "24", ["CG-ConfigInfo"], "TS 38.423 §9.1.2"),
    Rule("xnap", "72", ["CG-Config"], "TS 38.423 §9.1.2"),
    Rule("xnap", "m-NG-RANNode-to-S-NG-RANNode-Container", ["CG-ConfigInfo"], "TS 38.423 §9.1.2.4"),
    Rule("xnap", "sN-to-MN-Container", ["CG-Config"], "TS 38.423 §9.1.2"),
    Rule("xnap", "rrcContainer", ["UL-DCCH-Message"], within: "UEReportRRCTransfer", "TS 38.423 §9.1.2"),
    Rule("xnap", "measurementTimingConfiguration", ["MeasurementTimingConfiguration"], "TS 38.423 §9.2.2.11"),
    Rule("xnap", "FiveGCMobilityRestrictionListContainer", ["MobilityRestrictionList"], "TS 38.423 §9.2.3.100"),
    Rule("xnap", "LastVisitedNGRANCellInformation", ["LastVisitedNGRANCellInformation"], "TS 38.423 §9.2.3"),
    Rule("xnap", "UERadioCapabilityForPagingOfNR", ["UERadioPagingInformation"], "TS 38.423 §9.2.3"),
  ]

  private static let f1ap: [Rule] = [
    Rule("f1ap", "RRCContainer", ["UL-CCCH-Message"], within: "InitialULRRCMessageTransfer", "TS 38.473 §9.2.3.1"),
    Rule("f1ap", "RRCContainer", ["UL-CCCH-Message", "pdcpUplink"], within: "ULRRCMessageTransfer", "TS 38.473 §9.3.1.6"),
    Rule("f1ap", "RRCContainer", ["DL-CCCH-Message", "pdcpDownlink"], "TS 38.473 §9.3.1.6"),
    Rule("f1ap", "RRCContainer-RRCSetupComplete", ["UL-DCCH-Message", "pdcpUplink"], "TS 38.473 §9.2.3.1"),
    Rule("f1ap", "218", ["UL-CCCH-Message"], within: "DLRRCMessageTransfer", "TS 38.473 §9.2.3.2"),
    Rule("f1ap", "DUtoCURRCContainer", ["CellGroupConfig"], "TS 38.473 §9.2.3.1"),
    Rule("f1ap", "CellGroupConfig", ["CellGroupConfig"], "TS 38.473 §9.3.1.26"),
    Rule("f1ap", "CG-ConfigInfo", ["CG-ConfigInfo"], "TS 38.473 §9.3.1.25"),
    Rule("f1ap", "CG-Config", ["CG-Config"], "TS 38.473 §9.3.1.25"),
    Rule("f1ap", "HandoverPreparationInformation", ["HandoverPreparationInformation"], "TS 38.473 §9.3.1.25"),
    Rule("f1ap", "MeasConfig", ["MeasConfig"], "TS 38.473 §9.3.1.25"),
    Rule("f1ap", "MeasGapConfig", ["MeasGapConfig"], "TS 38.473 §9.3.1.26"),
    Rule("f1ap", "MeasGapSharingConfig", ["MeasGapSharingConfig"], "TS 38.473 §9.3.1.25"),
    Rule("f1ap", "UE-CapabilityRAT-ContainerList", ["UE-CapabilityRAT-ContainerList"], "TS 38.473 §9.3.1.25"),
    Rule("f1ap", "UEAssistanceInformation", ["UEAssistanceInformation"], "TS 38.473 §9.3.1.25"),
    Rule("f1ap", "MeasurementTimingConfiguration", ["MeasurementTimingConfiguration"], "TS 38.473 §9.3.1.25"),
    Rule("f1ap", "measurementTimingConfiguration", ["MeasurementTimingConfiguration"], "TS 38.473 §9.3.1.10"),
    Rule("f1ap", "TDD-UL-DLConfigCommonNR", ["TDD-UL-DL-ConfigCommon"], "TS 38.473 §9.3.1"),
    Rule("f1ap", "MIB-message", ["MIB"], "TS 38.473 §9.3.1.18"),
    Rule("f1ap", "SIB1-message", ["SIB1"], "TS 38.473 §9.3.1.18"),
    Rule("f1ap", "SIB10-message", ["SIB10-r16"], "TS 38.473 §9.3.1"),
    Rule("f1ap", "SIB12-message", ["SIB12-r16"], "TS 38.473 §9.3.1"),
    Rule("f1ap", "SIB13-message", ["SIB13-r16"], "TS 38.473 §9.3.1"),
    Rule("f1ap", "SIB14-message", ["SIB14-r16"], "TS 38.473 §9.3.1"),
    Rule("f1ap", "sIBmessage", ["SIB2"], when: ("sIBtype", "2"), "TS 38.473 §9.3.1"),
    Rule("f1ap", "sIBmessage", ["SIB3"], when: ("sIBtype", "3"), "TS 38.473 §9.3.1"),
    Rule("f1ap", "sIBmessage", ["SIB4"], when: ("sIBtype", "4"), "TS 38.473 §9.3.1"),
    Rule("f1ap", "sIBmessage", ["SIB5"], when: ("sIBtype", "5"), "TS 38.473 §9.3.1"),
    Rule("f1ap", "sIBmessage", ["SIB6"], when: ("sIBtype", "6"), "TS 38.473 §9.3.1.58"),
    Rule("f1ap", "sIBmessage", ["SIB7"], when: ("sIBtype", "7"), "TS 38.473 §9.3.1.58"),
    Rule("f1ap", "sIBmessage", ["SIB8"], when: ("sIBtype", "8"), "TS 38.473 §9.3.1.58"),
  ]

  private static let rrc: [Rule] = [
    Rule("rrc", "DedicatedNAS-Message", ["nas"], "TS 38.331 §6.3.2"),
    Rule("rrc", "ue-CapabilityRAT-Container", ["UE-NR-Capability"], when: ("rat-Type", "nr"), "TS 38.331 §6.3.3"),
    Rule("rrc", "ue-CapabilityRAT-Container", ["UE-MRDC-Capability"], when: ("rat-Type", "eutra-nr"), "TS 38.331 §6.3.3"),
    Rule("rrc", "dl-DCCH-MessageNR-r16", ["DL-DCCH-Message"], "TS 38.331 §6.2.2"),
    Rule("rrc", "ul-DCCH-MessageNR-r16", ["UL-DCCH-Message"], "TS 38.331 §6.2.2"),
    Rule("pdcpUplink", "data", ["UL-DCCH-Message"], "TS 38.323 §6.2.2.1"),
    Rule("pdcpDownlink", "data", ["DL-DCCH-Message"], "TS 38.323 §6.2.2.1"),
  ]

  private static let others: [Rule] = [
    Rule("gtpu", "gPDU", ["ip"], isPerhapsOther: true, "TS 29.281 §5.1"),
    Rule("sbi", "application/vnd.3gpp.5gnas", ["nas"], "TS 29.502 §6.1.2.4, TS 29.518 §6.1.2.4"),
    // Parts of type application/vnd.3gpp.ngap, by what the JSON calls them.
    Rule("sbi", "PDU_RES_SETUP_REQ", ["PDUSessionResourceSetupRequestTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_SETUP_RSP", ["PDUSessionResourceSetupResponseTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_SETUP_FAIL", ["PDUSessionResourceSetupUnsuccessfulTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_REL_CMD", ["PDUSessionResourceReleaseCommandTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_REL_RSP", ["PDUSessionResourceReleaseResponseTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_MOD_REQ", ["PDUSessionResourceModifyRequestTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_MOD_RSP", ["PDUSessionResourceModifyResponseTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_MOD_FAIL", ["PDUSessionResourceModifyUnsuccessfulTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_NTY", ["PDUSessionResourceNotifyTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_NTY_REL", ["PDUSessionResourceNotifyReleasedTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_MOD_IND", ["PDUSessionResourceModifyIndicationTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_MOD_CFM", ["PDUSessionResourceModifyConfirmTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PDU_RES_MOD_IND_FAIL", ["PDUSessionResourceModifyIndicationUnsuccessfulTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PATH_SWITCH_REQ", ["PathSwitchRequestTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PATH_SWITCH_SETUP_FAIL", ["PathSwitchRequestSetupFailedTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PATH_SWITCH_REQ_ACK", ["PathSwitchRequestAcknowledgeTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "PATH_SWITCH_REQ_FAIL", ["PathSwitchRequestUnsuccessfulTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "HANDOVER_REQUIRED", ["HandoverRequiredTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "HANDOVER_CMD", ["HandoverCommandTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "HANDOVER_PREP_FAIL", ["HandoverPreparationUnsuccessfulTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "HANDOVER_REQ_ACK", ["HandoverRequestAcknowledgeTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "HANDOVER_RES_ALLOC_FAIL", ["HandoverResourceAllocationUnsuccessfulTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "SECONDARY_RAT_USAGE", ["SecondaryRATDataUsageReportTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "UE_CONTEXT_RESUME_REQ", ["UEContextResumeRequestTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "UE_CONTEXT_RESUME_RSP", ["UEContextResumeResponseTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "UE_CONTEXT_SUSPEND_REQ", ["UEContextSuspendRequestTransfer"], "TS 29.502 §6.1.6.3"),
    Rule("sbi", "NRPPA_PDU", ["nrppa"], isPerhapsOther: true, "TS 29.518 §6.1.6.3"),
  ]
}
