// Made by scripts/generate-pfcp from Tools/PFCP.
// swift-format-ignore-file

import Base

/// The MBS session that an MB-UPF serves (IE 300): TS 29.244 Table 7.5.2.1-4.
public struct MBSSessionN4mbControlInformation: Hashable, Sendable, ElementGroup {
  public var mbsSessionIdentifier: MBSSessionIdentifier = MBSSessionIdentifier()
  public var areaSessionID: UInt16?
  public var mbsN4mbReqFlags: MBSN4mbReqFlags?
  @PFCPBoxed public var multicastTransportInformation: MulticastTransportInformation?
  public var extras = PFCPExtras()

  init() {}

  public init(mbsSessionIdentifier: MBSSessionIdentifier) {
    self.mbsSessionIdentifier = mbsSessionIdentifier
  }

  static var mandatoryTypes: [UInt16] { [305] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 305: try source.mandatory(0, &mbsSessionIdentifier)
    case 314: try source.optional(&areaSessionID)
    case 307: try source.optional(&mbsN4mbReqFlags)
    case 306: try source.optional(&_multicastTransportInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(305, "mbsSessionIdentifier", mbsSessionIdentifier)
    try visitor.value(314, "areaSessionID", areaSessionID)
    try visitor.value(307, "mbsN4mbReqFlags", mbsN4mbReqFlags)
    try visitor.value(306, "multicastTransportInformation", _multicastTransportInformation)
  }
}

/// The MBS session that a PDU session joins (IE 310): TS 29.244 Table 7.5.2.1-5.
public struct MBSSessionN4ControlInformation: Hashable, Sendable, ElementGroup {
  public var mbsSessionIdentifier: MBSSessionIdentifier = MBSSessionIdentifier()
  public var areaSessionID: UInt16?
  @PFCPBoxed public var multicastTransportInformation: MulticastTransportInformation?
  public var extras = PFCPExtras()

  init() {}

  public init(mbsSessionIdentifier: MBSSessionIdentifier) {
    self.mbsSessionIdentifier = mbsSessionIdentifier
  }

  static var mandatoryTypes: [UInt16] { [305] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 305: try source.mandatory(0, &mbsSessionIdentifier)
    case 314: try source.optional(&areaSessionID)
    case 306: try source.optional(&_multicastTransportInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(305, "mbsSessionIdentifier", mbsSessionIdentifier)
    try visitor.value(314, "areaSessionID", areaSessionID)
    try visitor.value(306, "multicastTransportInformation", _multicastTransportInformation)
  }
}

/// How code points become paging policy indicators (IE 316): TS 29.244 Table 7.5.2.1-6.
public struct DSCPToPPIControlInformation: Hashable, Sendable, ElementGroup {
  public var mappings: [DSCPToPPIMapping] = []
  public var qfis: [QoSFlowIdentifier] = []
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [317] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 317: try source.mandatoryList(0, &mappings)
    case 124: try source.list(&qfis)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(317, "mappings", mappings)
    try visitor.list(124, "qfis", qfis)
  }
}

/// What the UP function allocated for a PDR (IE 8): TS 29.244 Table 7.5.3.2-1.
public struct CreatedPDR: Hashable, Sendable, ElementGroup {
  public var pdrID: UInt16 = 0
  @PFCPBoxed public var localFTEID: FTEID?
  @PFCPBoxed public var localFTEIDForRedundantTransmission: FTEID?
  public var ueIPAddresses: [UEIPAddress] = []
  @PFCPBoxed public var localIngressTunnel: LocalIngressTunnel?
  public var extras = PFCPExtras()

  init() {}

  public init(pdrID: UInt16) {
    self.pdrID = pdrID
  }

  static var mandatoryTypes: [UInt16] { [56] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 56: try source.mandatory(0, &pdrID)
    case 21: try source.either(&_localFTEID, &_localFTEIDForRedundantTransmission)
    case secondOfType + 21: try source.optional(&_localFTEIDForRedundantTransmission)
    case 93: try source.list(&ueIPAddresses)
    case 308: try source.optional(&_localIngressTunnel)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(56, "pdrID", pdrID)
    try visitor.value(21, "localFTEID", _localFTEID)
    try visitor.value(secondOfType + 21, "localFTEIDForRedundantTransmission", _localFTEIDForRedundantTransmission)
    try visitor.list(93, "ueIPAddresses", ueIPAddresses)
    try visitor.value(308, "localIngressTunnel", _localIngressTunnel)
  }
}

/// How loaded a node is (IE 51): TS 29.244 Table 7.5.3.3-1.
public struct LoadControlInformation: Hashable, Sendable, ElementGroup {
  public var sequenceNumber: UInt32 = 0
  public var metricPercent: UInt8 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(sequenceNumber: UInt32, metricPercent: UInt8) {
    self.sequenceNumber = sequenceNumber
    self.metricPercent = metricPercent
  }

  static var mandatoryTypes: [UInt16] { [52, 53] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 52: try source.mandatory(0, &sequenceNumber)
    case 53: try source.mandatory(1, &metricPercent)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(52, "sequenceNumber", sequenceNumber)
    try visitor.value(53, "metricPercent", metricPercent)
  }
}

/// What an overloaded node asks for (IE 54): TS 29.244 Table 7.5.3.4-1.
public struct OverloadControlInformation: Hashable, Sendable, ElementGroup {
  public var sequenceNumber: UInt32 = 0
  public var reductionPercent: UInt8 = 0
  public var periodOfValidity: UnitTimer = UnitTimer(rawValue: 0)
  public var flags: OverloadControlFlags?
  public var extras = PFCPExtras()

  init() {}

  public init(sequenceNumber: UInt32, reductionPercent: UInt8, periodOfValidity: UnitTimer) {
    self.sequenceNumber = sequenceNumber
    self.reductionPercent = reductionPercent
    self.periodOfValidity = periodOfValidity
  }

  static var mandatoryTypes: [UInt16] { [52, 53, 55] }
  static var mandatoryCount: Int { 3 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 52: try source.mandatory(0, &sequenceNumber)
    case 53: try source.mandatory(1, &reductionPercent)
    case 55: try source.mandatory(2, &periodOfValidity)
    case 110: try source.optional(&flags)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(52, "sequenceNumber", sequenceNumber)
    try visitor.value(53, "reductionPercent", reductionPercent)
    try visitor.value(55, "periodOfValidity", periodOfValidity)
    try visitor.value(110, "flags", flags)
  }
}

/// What the UP function allocated for a traffic endpoint (IE 128): TS 29.244 Table 7.5.3.5-1.
public struct CreatedTrafficEndpoint: Hashable, Sendable, ElementGroup {
  public var trafficEndpointID: UInt8 = 0
  @PFCPBoxed public var localFTEID: FTEID?
  @PFCPBoxed public var localFTEIDForRedundantTransmission: FTEID?
  public var ueIPAddresses: [UEIPAddress] = []
  @PFCPBoxed public var localIngressTunnel: LocalIngressTunnel?
  public var extras = PFCPExtras()

  init() {}

  public init(trafficEndpointID: UInt8) {
    self.trafficEndpointID = trafficEndpointID
  }

  static var mandatoryTypes: [UInt16] { [131] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 131: try source.mandatory(0, &trafficEndpointID)
    case 21: try source.either(&_localFTEID, &_localFTEIDForRedundantTransmission)
    case secondOfType + 21: try source.optional(&_localFTEIDForRedundantTransmission)
    case 93: try source.list(&ueIPAddresses)
    case 308: try source.optional(&_localIngressTunnel)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(131, "trafficEndpointID", trafficEndpointID)
    try visitor.value(21, "localFTEID", _localFTEID)
    try visitor.value(secondOfType + 21, "localFTEIDForRedundantTransmission", _localFTEIDForRedundantTransmission)
    try visitor.list(93, "ueIPAddresses", ueIPAddresses)
    try visitor.value(308, "localIngressTunnel", _localIngressTunnel)
  }
}

/// The bridge of a time sensitive session (IE 195): TS 29.244 Table 7.5.3.6-1.
public struct CreatedBridgeInfo: Hashable, Sendable, ElementGroup {
  public var dsTTPortNumber: UInt32?
  @PFCPBoxed public var userPlaneNode: FiveGSUserPlaneNode?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 196: try source.optional(&dsTTPortNumber)
    case 198: try source.optional(&_userPlaneNode)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(196, "dsTTPortNumber", dsTTPortNumber)
    try visitor.value(198, "userPlaneNode", _userPlaneNode)
  }
}

/// What the UP function allocated for ATSSS (IE 221): TS 29.244 Table 7.5.3.7-1.
public struct ATSSSControlParameters: Hashable, Sendable, ElementGroup {
  @PFCPBoxed public var mptcpParameters: MPTCPParameters?
  @PFCPBoxed public var atsssLLParameters: ATSSSLLParameters?
  @PFCPBoxed public var pmfParameters: PMFParameters?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 225: try source.optional(&_mptcpParameters)
    case 226: try source.optional(&_atsssLLParameters)
    case 227: try source.optional(&_pmfParameters)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(225, "mptcpParameters", _mptcpParameters)
    try visitor.value(226, "atsssLLParameters", _atsssLLParameters)
    try visitor.value(227, "pmfParameters", _pmfParameters)
  }
}

/// What the UP function allocated for MPTCP (IE 225): TS 29.244 Table 7.5.3.7-2.
public struct MPTCPParameters: Hashable, Sendable, ElementGroup {
  public var mptcpAddress: MPTCPAddress = MPTCPAddress(proxyType: 0, proxyPort: 0)
  public var ueLinkSpecificIPAddress: UELinkSpecificIPAddress = UELinkSpecificIPAddress()
  public var extras = PFCPExtras()

  init() {}

  public init(mptcpAddress: MPTCPAddress, ueLinkSpecificIPAddress: UELinkSpecificIPAddress) {
    self.mptcpAddress = mptcpAddress
    self.ueLinkSpecificIPAddress = ueLinkSpecificIPAddress
  }

  static var mandatoryTypes: [UInt16] { [228, 229] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 228: try source.mandatory(0, &mptcpAddress)
    case 229: try source.mandatory(1, &ueLinkSpecificIPAddress)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(228, "mptcpAddress", mptcpAddress)
    try visitor.value(229, "ueLinkSpecificIPAddress", ueLinkSpecificIPAddress)
  }
}

/// What the UP function allocated for ATSSS-LL (IE 226): TS 29.244 Table 7.5.3.7-3.
public struct ATSSSLLParameters: Hashable, Sendable, ElementGroup {
  public var atsssLLInformation: ATSSSLLInformation = []
  public var extras = PFCPExtras()

  init() {}

  public init(atsssLLInformation: ATSSSLLInformation) {
    self.atsssLLInformation = atsssLLInformation
  }

  static var mandatoryTypes: [UInt16] { [231] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 231: try source.mandatory(0, &atsssLLInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(231, "atsssLLInformation", atsssLLInformation)
  }
}

/// What the UP function allocated for performance measurements (IE 227): TS 29.244 Table 7.5.3.7-4.
public struct PMFParameters: Hashable, Sendable, ElementGroup {
  public var pmfAddresses: [PMFAddress] = []
  public var qfis: [QoSFlowIdentifier] = []
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [230] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 230: try source.mandatoryList(0, &pmfAddresses)
    case 124: try source.list(&qfis)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(230, "pmfAddresses", pmfAddresses)
    try visitor.list(124, "qfis", qfis)
  }
}

/// What an L2TP network server gave (IE 279): TS 29.244 Table 7.5.3.1-3.
public struct CreatedL2TPSession: Hashable, Sendable, ElementGroup {
  public var dnsServerAddresses: [IPAddress] = []
  public var nbnsServerAddresses: [IPAddress] = []
  @PFCPBoxed public var lnsAddress: IPAddress?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 285: try source.list(&dnsServerAddresses)
    case 286: try source.list(&nbnsServerAddresses)
    case 280: try source.optional(&_lnsAddress)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(285, "dnsServerAddresses", dnsServerAddresses)
    try visitor.list(286, "nbnsServerAddresses", nbnsServerAddresses)
    try visitor.value(280, "lnsAddress", _lnsAddress)
  }
}

/// Where an MB-UPF sends MBS data (IE 303): TS 29.244 Table 7.5.3.1-4.
public struct MBSSessionN4mbInformation: Hashable, Sendable, ElementGroup {
  @PFCPBoxed public var multicastTransportInformation: MulticastTransportInformation?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 306: try source.optional(&_multicastTransportInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(306, "multicastTransportInformation", _multicastTransportInformation)
  }
}

/// How a UPF receives MBS data (IE 311): TS 29.244 Table 7.5.3.1-5.
public struct MBSSessionN4Information: Hashable, Sendable, ElementGroup {
  public var mbsSessionIdentifier: MBSSessionIdentifier = MBSSessionIdentifier()
  public var areaSessionID: UInt16?
  @PFCPBoxed public var n19mbDownlinkTunnel: FTEID?
  public var mbsN4RespFlags: MBSN4RespFlags?
  public var extras = PFCPExtras()

  init() {}

  public init(mbsSessionIdentifier: MBSSessionIdentifier) {
    self.mbsSessionIdentifier = mbsSessionIdentifier
  }

  static var mandatoryTypes: [UInt16] { [305] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 305: try source.mandatory(0, &mbsSessionIdentifier)
    case 314: try source.optional(&areaSessionID)
    case 21: try source.optional(&_n19mbDownlinkTunnel)
    case 312: try source.optional(&mbsN4RespFlags)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(305, "mbsSessionIdentifier", mbsSessionIdentifier)
    try visitor.value(314, "areaSessionID", areaSessionID)
    try visitor.value(21, "n19mbDownlinkTunnel", _n19mbDownlinkTunnel)
    try visitor.value(312, "mbsN4RespFlags", mbsN4RespFlags)
  }
}

/// A rule that failed in a partially accepted request (IE 272): TS 29.244 Table 7.5.3.1-2.
public struct PartialFailureInformation: Hashable, Sendable, ElementGroup {
  public var failedRuleID: FailedRuleID = .pdr(0)
  public var failureCause: PFCPCause = .requestRejected
  public var offendingIEInformation: [OffendingIEInformation] = []
  public var extras = PFCPExtras()

  init() {}

  public init(failedRuleID: FailedRuleID, failureCause: PFCPCause) {
    self.failedRuleID = failedRuleID
    self.failureCause = failureCause
  }

  static var mandatoryTypes: [UInt16] { [114, 19] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 114: try source.mandatory(0, &failedRuleID)
    case 19: try source.mandatory(1, &failureCause)
    case 274: try source.list(&offendingIEInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(114, "failedRuleID", failedRuleID)
    try visitor.value(19, "failureCause", failureCause)
    try visitor.list(274, "offendingIEInformation", offendingIEInformation)
  }
}

/// A packet detection rule to be changed (IE 9): TS 29.244 Table 7.5.4.2-1.
public struct UpdatePDR: Hashable, Sendable, ElementGroup {
  public var pdrID: UInt16 = 0
  public var outerHeaderRemoval: OuterHeaderRemoval?
  public var precedence: UInt32?
  @PFCPBoxed public var pdi: PDI?
  public var farID: UInt32?
  public var urrIDs: [UInt32] = []
  public var qerIDs: [UInt32] = []
  public var activatePredefinedRules: [PFCPText] = []
  public var deactivatePredefinedRules: [PFCPText] = []
  public var activationTime: UInt32?
  public var deactivationTime: UInt32?
  public var ipMulticastAddressingInfo: [IPMulticastAddressingInfo] = []
  @PFCPBoxed public var transportDelayReporting: TransportDelayReporting?
  public var ratType: PFCPRATType?
  public var extras = PFCPExtras()

  init() {}

  public init(pdrID: UInt16) {
    self.pdrID = pdrID
  }

  static var mandatoryTypes: [UInt16] { [56] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 56: try source.mandatory(0, &pdrID)
    case 95: try source.optional(&outerHeaderRemoval)
    case 29: try source.optional(&precedence)
    case 2: try source.optional(&_pdi)
    case 108: try source.optional(&farID)
    case 81: try source.list(&urrIDs)
    case 109: try source.list(&qerIDs)
    case 106: try source.list(&activatePredefinedRules)
    case 107: try source.list(&deactivatePredefinedRules)
    case 163: try source.optional(&activationTime)
    case 164: try source.optional(&deactivationTime)
    case 188: try source.list(&ipMulticastAddressingInfo)
    case 271: try source.optional(&_transportDelayReporting)
    case 275: try source.optional(&ratType)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(56, "pdrID", pdrID)
    try visitor.value(95, "outerHeaderRemoval", outerHeaderRemoval)
    try visitor.value(29, "precedence", precedence)
    try visitor.value(2, "pdi", _pdi)
    try visitor.value(108, "farID", farID)
    try visitor.list(81, "urrIDs", urrIDs)
    try visitor.list(109, "qerIDs", qerIDs)
    try visitor.list(106, "activatePredefinedRules", activatePredefinedRules)
    try visitor.list(107, "deactivatePredefinedRules", deactivatePredefinedRules)
    try visitor.value(163, "activationTime", activationTime)
    try visitor.value(164, "deactivationTime", deactivationTime)
    try visitor.list(188, "ipMulticastAddressingInfo", ipMulticastAddressingInfo)
    try visitor.value(271, "transportDelayReporting", _transportDelayReporting)
    try visitor.value(275, "ratType", ratType)
  }
}

/// A forwarding action rule to be changed (IE 10): TS 29.244 Table 7.5.4.3-1.
public struct UpdateFAR: Hashable, Sendable, ElementGroup {
  public var farID: UInt32 = 0
  public var applyAction: ApplyAction?
  @PFCPBoxed public var updateForwardingParameters: UpdateForwardingParameters?
  public var updateDuplicatingParameters: [UpdateDuplicatingParameters] = []
  @PFCPBoxed public var redundantTransmissionForwardingParameters: RedundantTransmissionForwardingParameters?
  public var barID: UInt8?
  public var addMBSUnicastParameters: [AddMBSUnicastParameters] = []
  public var removeMBSUnicastParameters: [RemoveMBSUnicastParameters] = []
  public var extras = PFCPExtras()

  init() {}

  public init(farID: UInt32) {
    self.farID = farID
  }

  static var mandatoryTypes: [UInt16] { [108] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 108: try source.mandatory(0, &farID)
    case 44: try source.optional(&applyAction)
    case 11: try source.optional(&_updateForwardingParameters)
    case 105: try source.list(&updateDuplicatingParameters)
    case 270: try source.optional(&_redundantTransmissionForwardingParameters)
    case 88: try source.optional(&barID)
    case 302: try source.list(&addMBSUnicastParameters)
    case 304: try source.list(&removeMBSUnicastParameters)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(108, "farID", farID)
    try visitor.value(44, "applyAction", applyAction)
    try visitor.value(11, "updateForwardingParameters", _updateForwardingParameters)
    try visitor.list(105, "updateDuplicatingParameters", updateDuplicatingParameters)
    try visitor.value(270, "redundantTransmissionForwardingParameters", _redundantTransmissionForwardingParameters)
    try visitor.value(88, "barID", barID)
    try visitor.list(302, "addMBSUnicastParameters", addMBSUnicastParameters)
    try visitor.list(304, "removeMBSUnicastParameters", removeMBSUnicastParameters)
  }
}

/// Changed forwarding of a FAR (IE 11): TS 29.244 Table 7.5.4.3-2.
public struct UpdateForwardingParameters: Hashable, Sendable, ElementGroup {
  public var destinationInterface: PFCPInterface?
  public var networkInstance: PFCPText?
  @PFCPBoxed public var redirectInformation: RedirectInformation?
  @PFCPBoxed public var outerHeaderCreation: OuterHeaderCreation?
  public var transportLevelMarking: UInt16?
  public var forwardingPolicy: ForwardingPolicy?
  public var headerEnrichments: [HeaderEnrichment] = []
  public var pfcpSMReqFlags: PFCPSMReqFlags?
  public var linkedTrafficEndpointID: UInt8?
  public var destinationInterfaceType: ThreeGPPInterfaceType?
  public var dataNetworkAccessIdentifier: PFCPText?
  @PFCPBoxed public var ipAddressAndPortReplacement: IPAddressAndPortReplacement?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 42: try source.optional(&destinationInterface)
    case 22: try source.optional(&networkInstance)
    case 38: try source.optional(&_redirectInformation)
    case 84: try source.optional(&_outerHeaderCreation)
    case 30: try source.optional(&transportLevelMarking)
    case 41: try source.optional(&forwardingPolicy)
    case 98: try source.list(&headerEnrichments)
    case 49: try source.optional(&pfcpSMReqFlags)
    case 131: try source.optional(&linkedTrafficEndpointID)
    case 160: try source.optional(&destinationInterfaceType)
    case 232: try source.optional(&dataNetworkAccessIdentifier)
    case 293: try source.optional(&_ipAddressAndPortReplacement)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(42, "destinationInterface", destinationInterface)
    try visitor.value(22, "networkInstance", networkInstance)
    try visitor.value(38, "redirectInformation", _redirectInformation)
    try visitor.value(84, "outerHeaderCreation", _outerHeaderCreation)
    try visitor.value(30, "transportLevelMarking", transportLevelMarking)
    try visitor.value(41, "forwardingPolicy", forwardingPolicy)
    try visitor.list(98, "headerEnrichments", headerEnrichments)
    try visitor.value(49, "pfcpSMReqFlags", pfcpSMReqFlags)
    try visitor.value(131, "linkedTrafficEndpointID", linkedTrafficEndpointID)
    try visitor.value(160, "destinationInterfaceType", destinationInterfaceType)
    try visitor.value(232, "dataNetworkAccessIdentifier", dataNetworkAccessIdentifier)
    try visitor.value(293, "ipAddressAndPortReplacement", _ipAddressAndPortReplacement)
  }
}

/// Changed duplication of a FAR (IE 105): TS 29.244 Table 7.5.4.3-3.
public struct UpdateDuplicatingParameters: Hashable, Sendable, ElementGroup {
  public var destinationInterface: PFCPInterface?
  @PFCPBoxed public var outerHeaderCreation: OuterHeaderCreation?
  public var transportLevelMarking: UInt16?
  public var forwardingPolicy: ForwardingPolicy?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 42: try source.optional(&destinationInterface)
    case 84: try source.optional(&_outerHeaderCreation)
    case 30: try source.optional(&transportLevelMarking)
    case 41: try source.optional(&forwardingPolicy)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(42, "destinationInterface", destinationInterface)
    try visitor.value(84, "outerHeaderCreation", _outerHeaderCreation)
    try visitor.value(30, "transportLevelMarking", transportLevelMarking)
    try visitor.value(41, "forwardingPolicy", forwardingPolicy)
  }
}

/// MBS unicast parameters to be removed (IE 304): TS 29.244 Table 7.5.4.3-4.
public struct RemoveMBSUnicastParameters: Hashable, Sendable, ElementGroup {
  public var mbsUnicastParametersID: UInt16 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(mbsUnicastParametersID: UInt16) {
    self.mbsUnicastParametersID = mbsUnicastParametersID
  }

  static var mandatoryTypes: [UInt16] { [309] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 309: try source.mandatory(0, &mbsUnicastParametersID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(309, "mbsUnicastParametersID", mbsUnicastParametersID)
  }
}

/// A usage reporting rule to be changed (IE 13): TS 29.244 Table 7.5.4.4-1.
public struct UpdateURR: Hashable, Sendable, ElementGroup {
  public var urrID: UInt32 = 0
  public var measurementMethod: MeasurementMethod?
  public var reportingTriggers: ReportingTriggers?
  public var measurementPeriodSeconds: UInt32?
  @PFCPBoxed public var volumeThreshold: PFCPVolume?
  @PFCPBoxed public var volumeQuota: PFCPVolume?
  public var timeThresholdSeconds: UInt32?
  public var timeQuotaSeconds: UInt32?
  public var quotaHoldingTimeSeconds: UInt32?
  @PFCPBoxed public var droppedDownlinkTrafficThreshold: DroppedDownlinkTrafficThreshold?
  public var quotaValidityTimeSeconds: UInt32?
  public var monitoringTime: UInt32?
  @PFCPBoxed public var subsequentVolumeThreshold: PFCPVolume?
  public var subsequentTimeThresholdSeconds: UInt32?
  @PFCPBoxed public var subsequentVolumeQuota: PFCPVolume?
  public var subsequentTimeQuotaSeconds: UInt32?
  public var inactivityDetectionTimeSeconds: UInt32?
  public var linkedURRIDs: [UInt32] = []
  public var measurementInformation: MeasurementInformation?
  public var farIDForQuotaAction: UInt32?
  private var rare = RareSection<Rare>()
  public var extras = PFCPExtras()

  init() {}

  public init(urrID: UInt32) {
    self.urrID = urrID
  }

  static var mandatoryTypes: [UInt16] { [81] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 81: try source.mandatory(0, &urrID)
    case 62: try source.optional(&measurementMethod)
    case 37: try source.optional(&reportingTriggers)
    case 64: try source.optional(&measurementPeriodSeconds)
    case 31: try source.optional(&_volumeThreshold)
    case 73: try source.optional(&_volumeQuota)
    case 32: try source.optional(&timeThresholdSeconds)
    case 74: try source.optional(&timeQuotaSeconds)
    case 149: try source.optional(&rare.value.eventThreshold)
    case 148: try source.optional(&rare.value.eventQuota)
    case 71: try source.optional(&quotaHoldingTimeSeconds)
    case 72: try source.optional(&_droppedDownlinkTrafficThreshold)
    case 181: try source.optional(&quotaValidityTimeSeconds)
    case 33: try source.optional(&monitoringTime)
    case 34: try source.optional(&_subsequentVolumeThreshold)
    case 35: try source.optional(&subsequentTimeThresholdSeconds)
    case 121: try source.optional(&_subsequentVolumeQuota)
    case 122: try source.optional(&subsequentTimeQuotaSeconds)
    case 151: try source.optional(&rare.value.subsequentEventThreshold)
    case 150: try source.optional(&rare.value.subsequentEventQuota)
    case 36: try source.optional(&inactivityDetectionTimeSeconds)
    case 82: try source.list(&linkedURRIDs)
    case 100: try source.optional(&measurementInformation)
    case 115: try source.optional(&rare.value.timeQuotaMechanism)
    case 118: try source.list(&rare.value.aggregatedURRs)
    case 108: try source.optional(&farIDForQuotaAction)
    case 146: try source.optional(&rare.value.ethernetInactivityTimerSeconds)
    case 147: try source.list(&rare.value.additionalMonitoringTimes)
    case 182: try source.optional(&rare.value.numberOfReports)
    case 24: try source.list(&rare.value.exemptedApplicationIDs)
    case 23: try source.list(&rare.value.exemptedSDFFilters)
    case 117: try source.optional(&rare.value.userPlaneInactivityTimerSeconds)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(81, "urrID", urrID)
    try visitor.value(62, "measurementMethod", measurementMethod)
    try visitor.value(37, "reportingTriggers", reportingTriggers)
    try visitor.value(64, "measurementPeriodSeconds", measurementPeriodSeconds)
    try visitor.value(31, "volumeThreshold", _volumeThreshold)
    try visitor.value(73, "volumeQuota", _volumeQuota)
    try visitor.value(32, "timeThresholdSeconds", timeThresholdSeconds)
    try visitor.value(74, "timeQuotaSeconds", timeQuotaSeconds)
    try visitor.value(71, "quotaHoldingTimeSeconds", quotaHoldingTimeSeconds)
    try visitor.value(72, "droppedDownlinkTrafficThreshold", _droppedDownlinkTrafficThreshold)
    try visitor.value(181, "quotaValidityTimeSeconds", quotaValidityTimeSeconds)
    try visitor.value(33, "monitoringTime", monitoringTime)
    try visitor.value(34, "subsequentVolumeThreshold", _subsequentVolumeThreshold)
    try visitor.value(35, "subsequentTimeThresholdSeconds", subsequentTimeThresholdSeconds)
    try visitor.value(121, "subsequentVolumeQuota", _subsequentVolumeQuota)
    try visitor.value(122, "subsequentTimeQuotaSeconds", subsequentTimeQuotaSeconds)
    try visitor.value(36, "inactivityDetectionTimeSeconds", inactivityDetectionTimeSeconds)
    try visitor.list(82, "linkedURRIDs", linkedURRIDs)
    try visitor.value(100, "measurementInformation", measurementInformation)
    try visitor.value(108, "farIDForQuotaAction", farIDForQuotaAction)
    if rare.isPresent || Visitor.wantsAbsent {
      let rare = rare.value
      try visitor.value(149, "eventThreshold", rare.eventThreshold)
      try visitor.value(148, "eventQuota", rare.eventQuota)
      try visitor.value(151, "subsequentEventThreshold", rare.subsequentEventThreshold)
      try visitor.value(150, "subsequentEventQuota", rare.subsequentEventQuota)
      try visitor.value(115, "timeQuotaMechanism", rare.timeQuotaMechanism)
      try visitor.list(118, "aggregatedURRs", rare.aggregatedURRs)
      try visitor.value(146, "ethernetInactivityTimerSeconds", rare.ethernetInactivityTimerSeconds)
      try visitor.list(147, "additionalMonitoringTimes", rare.additionalMonitoringTimes)
      try visitor.value(182, "numberOfReports", rare.numberOfReports)
      try visitor.list(24, "exemptedApplicationIDs", rare.exemptedApplicationIDs)
      try visitor.list(23, "exemptedSDFFilters", rare.exemptedSDFFilters)
      try visitor.value(117, "userPlaneInactivityTimerSeconds", rare.userPlaneInactivityTimerSeconds)
    }
  }

  struct Rare: Hashable, Sendable, EmptyInitializable {
    var eventThreshold: UInt32?
    var eventQuota: UInt32?
    var subsequentEventThreshold: UInt32?
    var subsequentEventQuota: UInt32?
    var timeQuotaMechanism: TimeQuotaMechanism?
    var aggregatedURRs: [AggregatedURRs] = []
    var ethernetInactivityTimerSeconds: UInt32?
    var additionalMonitoringTimes: [AdditionalMonitoringTime] = []
    var numberOfReports: UInt16?
    var exemptedApplicationIDs: [PFCPText] = []
    var exemptedSDFFilters: [SDFFilter] = []
    var userPlaneInactivityTimerSeconds: UInt32?
  }
}

extension UpdateURR {
  public var eventThreshold: UInt32? {
    get { rare.value.eventThreshold }
    _modify { yield &rare.value.eventThreshold }
  }
  public var eventQuota: UInt32? {
    get { rare.value.eventQuota }
    _modify { yield &rare.value.eventQuota }
  }
  public var subsequentEventThreshold: UInt32? {
    get { rare.value.subsequentEventThreshold }
    _modify { yield &rare.value.subsequentEventThreshold }
  }
  public var subsequentEventQuota: UInt32? {
    get { rare.value.subsequentEventQuota }
    _modify { yield &rare.value.subsequentEventQuota }
  }
  public var timeQuotaMechanism: TimeQuotaMechanism? {
    get { rare.value.timeQuotaMechanism }
    _modify { yield &rare.value.timeQuotaMechanism }
  }
  public var aggregatedURRs: [AggregatedURRs] {
    get { rare.value.aggregatedURRs }
    _modify { yield &rare.value.aggregatedURRs }
  }
  public var ethernetInactivityTimerSeconds: UInt32? {
    get { rare.value.ethernetInactivityTimerSeconds }
    _modify { yield &rare.value.ethernetInactivityTimerSeconds }
  }
  public var additionalMonitoringTimes: [AdditionalMonitoringTime] {
    get { rare.value.additionalMonitoringTimes }
    _modify { yield &rare.value.additionalMonitoringTimes }
  }
  public var numberOfReports: UInt16? {
    get { rare.value.numberOfReports }
    _modify { yield &rare.value.numberOfReports }
  }
  public var exemptedApplicationIDs: [PFCPText] {
    get { rare.value.exemptedApplicationIDs }
    _modify { yield &rare.value.exemptedApplicationIDs }
  }
  public var exemptedSDFFilters: [SDFFilter] {
    get { rare.value.exemptedSDFFilters }
    _modify { yield &rare.value.exemptedSDFFilters }
  }
  public var userPlaneInactivityTimerSeconds: UInt32? {
    get { rare.value.userPlaneInactivityTimerSeconds }
    _modify { yield &rare.value.userPlaneInactivityTimerSeconds }
  }
}

/// A QoS enforcement rule to be changed (IE 14): TS 29.244 Table 7.5.4.5-1.
public struct UpdateQER: Hashable, Sendable, ElementGroup {
  public var qerID: UInt32 = 0
  public var qerCorrelationID: UInt32?
  public var gateStatus: GateStatus?
  public var maximumBitRate: PFCPBitRate?
  public var guaranteedBitRate: PFCPBitRate?
  @PFCPBoxed public var packetRate: PacketRate?
  public var downlinkFlowLevelMarking: DownlinkFlowLevelMarking?
  public var qfi: QoSFlowIdentifier?
  public var rqi: QoSIndication?
  public var pagingPolicyIndicator: PagingPolicyIndicator?
  public var averagingWindowMilliseconds: UInt32?
  public var qerControlIndications: QERControlIndications?
  public var extras = PFCPExtras()

  init() {}

  public init(qerID: UInt32) {
    self.qerID = qerID
  }

  static var mandatoryTypes: [UInt16] { [109] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 109: try source.mandatory(0, &qerID)
    case 28: try source.optional(&qerCorrelationID)
    case 25: try source.optional(&gateStatus)
    case 26: try source.optional(&maximumBitRate)
    case 27: try source.optional(&guaranteedBitRate)
    case 94: try source.optional(&_packetRate)
    case 97: try source.optional(&downlinkFlowLevelMarking)
    case 124: try source.optional(&qfi)
    case 123: try source.optional(&rqi)
    case 158: try source.optional(&pagingPolicyIndicator)
    case 157: try source.optional(&averagingWindowMilliseconds)
    case 251: try source.optional(&qerControlIndications)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(109, "qerID", qerID)
    try visitor.value(28, "qerCorrelationID", qerCorrelationID)
    try visitor.value(25, "gateStatus", gateStatus)
    try visitor.value(26, "maximumBitRate", maximumBitRate)
    try visitor.value(27, "guaranteedBitRate", guaranteedBitRate)
    try visitor.value(94, "packetRate", _packetRate)
    try visitor.value(97, "downlinkFlowLevelMarking", downlinkFlowLevelMarking)
    try visitor.value(124, "qfi", qfi)
    try visitor.value(123, "rqi", rqi)
    try visitor.value(158, "pagingPolicyIndicator", pagingPolicyIndicator)
    try visitor.value(157, "averagingWindowMilliseconds", averagingWindowMilliseconds)
    try visitor.value(251, "qerControlIndications", qerControlIndications)
  }
}

/// A packet detection rule to be removed (IE 15): TS 29.244 Table 7.5.4.6-1.
public struct RemovePDR: Hashable, Sendable, ElementGroup {
  public var pdrID: UInt16 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(pdrID: UInt16) {
    self.pdrID = pdrID
  }

  static var mandatoryTypes: [UInt16] { [56] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 56: try source.mandatory(0, &pdrID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(56, "pdrID", pdrID)
  }
}

/// A forwarding action rule to be removed (IE 16): TS 29.244 Table 7.5.4.7-1.
public struct RemoveFAR: Hashable, Sendable, ElementGroup {
  public var farID: UInt32 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(farID: UInt32) {
    self.farID = farID
  }

  static var mandatoryTypes: [UInt16] { [108] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 108: try source.mandatory(0, &farID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(108, "farID", farID)
  }
}

/// A usage reporting rule to be removed (IE 17): TS 29.244 Table 7.5.4.8-1.
public struct RemoveURR: Hashable, Sendable, ElementGroup {
  public var urrID: UInt32 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(urrID: UInt32) {
    self.urrID = urrID
  }

  static var mandatoryTypes: [UInt16] { [81] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 81: try source.mandatory(0, &urrID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(81, "urrID", urrID)
  }
}

/// A QoS enforcement rule to be removed (IE 18): TS 29.244 Table 7.5.4.9-1.
public struct RemoveQER: Hashable, Sendable, ElementGroup {
  public var qerID: UInt32 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(qerID: UInt32) {
    self.qerID = qerID
  }

  static var mandatoryTypes: [UInt16] { [109] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 109: try source.mandatory(0, &qerID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(109, "qerID", qerID)
  }
}

/// A usage report that is wanted at once (IE 77): TS 29.244 Table 7.5.4.10-1.
public struct QueryURR: Hashable, Sendable, ElementGroup {
  public var urrID: UInt32 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(urrID: UInt32) {
    self.urrID = urrID
  }

  static var mandatoryTypes: [UInt16] { [81] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 81: try source.mandatory(0, &urrID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(81, "urrID", urrID)
  }
}

/// A buffering action rule changed by a session modification request (IE 86): TS 29.244 Table 7.5.4.11-1.
public struct UpdateBAR: Hashable, Sendable, ElementGroup {
  public var barID: UInt8 = 0
  public var downlinkDataNotificationDelay: UInt8?
  public var suggestedBufferingPacketsCount: UInt8?
  public var mtEDTControlInformation: MTEDTControl?
  public var extras = PFCPExtras()

  init() {}

  public init(barID: UInt8) {
    self.barID = barID
  }

  static var mandatoryTypes: [UInt16] { [88] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 88: try source.mandatory(0, &barID)
    case 46: try source.optional(&downlinkDataNotificationDelay)
    case 140: try source.optional(&suggestedBufferingPacketsCount)
    case 249: try source.optional(&mtEDTControlInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(88, "barID", barID)
    try visitor.value(46, "downlinkDataNotificationDelay", downlinkDataNotificationDelay)
    try visitor.value(140, "suggestedBufferingPacketsCount", suggestedBufferingPacketsCount)
    try visitor.value(249, "mtEDTControlInformation", mtEDTControlInformation)
  }
}

/// A buffering action rule to be removed (IE 87): TS 29.244 Table 7.5.4.12-1.
public struct RemoveBAR: Hashable, Sendable, ElementGroup {
  public var barID: UInt8 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(barID: UInt8) {
    self.barID = barID
  }

  static var mandatoryTypes: [UInt16] { [88] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 88: try source.mandatory(0, &barID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(88, "barID", barID)
  }
}

/// A traffic endpoint to be changed (IE 129): TS 29.244 Table 7.5.4.13-1.
public struct UpdateTrafficEndpoint: Hashable, Sendable, ElementGroup {
  public var trafficEndpointID: UInt8 = 0
  @PFCPBoxed public var localFTEID: FTEID?
  public var networkInstance: PFCPText?
  @PFCPBoxed public var redundantTransmissionParameters: RedundantTransmissionParameters?
  public var ueIPAddresses: [UEIPAddress] = []
  public var framedRoutes: [PFCPText] = []
  public var framedRouting: UInt32?
  public var framedIPv6Routes: [PFCPText] = []
  public var qfis: [QoSFlowIdentifier] = []
  public var sourceInterfaceType: ThreeGPPInterfaceType?
  public var ratType: PFCPRATType?
  public var extras = PFCPExtras()

  init() {}

  public init(trafficEndpointID: UInt8) {
    self.trafficEndpointID = trafficEndpointID
  }

  static var mandatoryTypes: [UInt16] { [131] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 131: try source.mandatory(0, &trafficEndpointID)
    case 21: try source.optional(&_localFTEID)
    case 22: try source.optional(&networkInstance)
    case 255: try source.optional(&_redundantTransmissionParameters)
    case 93: try source.list(&ueIPAddresses)
    case 153: try source.list(&framedRoutes)
    case 154: try source.optional(&framedRouting)
    case 155: try source.list(&framedIPv6Routes)
    case 124: try source.list(&qfis)
    case 160: try source.optional(&sourceInterfaceType)
    case 275: try source.optional(&ratType)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(131, "trafficEndpointID", trafficEndpointID)
    try visitor.value(21, "localFTEID", _localFTEID)
    try visitor.value(22, "networkInstance", networkInstance)
    try visitor.value(255, "redundantTransmissionParameters", _redundantTransmissionParameters)
    try visitor.list(93, "ueIPAddresses", ueIPAddresses)
    try visitor.list(153, "framedRoutes", framedRoutes)
    try visitor.value(154, "framedRouting", framedRouting)
    try visitor.list(155, "framedIPv6Routes", framedIPv6Routes)
    try visitor.list(124, "qfis", qfis)
    try visitor.value(160, "sourceInterfaceType", sourceInterfaceType)
    try visitor.value(275, "ratType", ratType)
  }
}

/// A traffic endpoint to be removed (IE 130): TS 29.244 Table 7.5.4.14-1.
public struct RemoveTrafficEndpoint: Hashable, Sendable, ElementGroup {
  public var trafficEndpointID: UInt8 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(trafficEndpointID: UInt8) {
    self.trafficEndpointID = trafficEndpointID
  }

  static var mandatoryTypes: [UInt16] { [131] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 131: try source.mandatory(0, &trafficEndpointID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(131, "trafficEndpointID", trafficEndpointID)
  }
}

/// A multi-access rule to be removed (IE 168): TS 29.244 Table 7.5.4.15-1.
public struct RemoveMAR: Hashable, Sendable, ElementGroup {
  public var marID: UInt16 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(marID: UInt16) {
    self.marID = marID
  }

  static var mandatoryTypes: [UInt16] { [170] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 170: try source.mandatory(0, &marID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(170, "marID", marID)
  }
}

/// A multi-access rule to be changed (IE 169): TS 29.244 Table 7.5.4.16-1.
public struct UpdateMAR: Hashable, Sendable, ElementGroup {
  public var marID: UInt16 = 0
  public var steeringFunctionality: SteeringFunctionality?
  public var steeringMode: SteeringMode?
  @PFCPBoxed public var updateThreeGPPAccess: UpdateAccessForwardingActionInformation?
  @PFCPBoxed public var updateNonThreeGPPAccess: UpdateAccessForwardingActionInformation?
  @PFCPBoxed public var threeGPPAccess: AccessForwardingActionInformation?
  @PFCPBoxed public var nonThreeGPPAccess: AccessForwardingActionInformation?
  public var thresholds: SteeringThresholds?
  public var steeringModeIndicator: SteeringModeIndicator?
  public var extras = PFCPExtras()

  init() {}

  public init(marID: UInt16) {
    self.marID = marID
  }

  static var mandatoryTypes: [UInt16] { [170] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 170: try source.mandatory(0, &marID)
    case 171: try source.optional(&steeringFunctionality)
    case 172: try source.optional(&steeringMode)
    case 175: try source.optional(&_updateThreeGPPAccess)
    case 176: try source.optional(&_updateNonThreeGPPAccess)
    case 166: try source.optional(&_threeGPPAccess)
    case 167: try source.optional(&_nonThreeGPPAccess)
    case 288: try source.optional(&thresholds)
    case 289: try source.optional(&steeringModeIndicator)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(170, "marID", marID)
    try visitor.value(171, "steeringFunctionality", steeringFunctionality)
    try visitor.value(172, "steeringMode", steeringMode)
    try visitor.value(175, "updateThreeGPPAccess", _updateThreeGPPAccess)
    try visitor.value(176, "updateNonThreeGPPAccess", _updateNonThreeGPPAccess)
    try visitor.value(166, "threeGPPAccess", _threeGPPAccess)
    try visitor.value(167, "nonThreeGPPAccess", _nonThreeGPPAccess)
    try visitor.value(288, "thresholds", thresholds)
    try visitor.value(289, "steeringModeIndicator", steeringModeIndicator)
  }
}

/// Changed forwarding of one access; empty: the access is removed (IE 175, 176): TS 29.244 Table 7.5.4.16-2, Table 7.5.4.16-3.
public struct UpdateAccessForwardingActionInformation: Hashable, Sendable, ElementGroup {
  public var farID: UInt32?
  public var weight: UInt8?
  public var priority: SteeringPriority?
  public var urrIDs: [UInt32] = []
  public var ratType: PFCPRATType?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 108: try source.optional(&farID)
    case 173: try source.optional(&weight)
    case 174: try source.optional(&priority)
    case 81: try source.list(&urrIDs)
    case 275: try source.optional(&ratType)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(108, "farID", farID)
    try visitor.value(173, "weight", weight)
    try visitor.value(174, "priority", priority)
    try visitor.list(81, "urrIDs", urrIDs)
    try visitor.value(275, "ratType", ratType)
  }
}

/// Management information of time sensitive communication (IE 199, 200, 201): TS 29.244 Table 7.5.4.18-1, Table 7.5.5.3-1, Table 7.5.8.5-1.
public struct TSCManagementInformation: Hashable, Sendable, ElementGroup {
  public var portManagementInformationContainer: [UInt8]?
  public var userPlaneNodeManagementInformationContainer: [UInt8]?
  public var nwTTPortNumber: UInt32?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 202: try source.optional(&portManagementInformationContainer)
    case 266: try source.optional(&userPlaneNodeManagementInformationContainer)
    case 197: try source.optional(&nwTTPortNumber)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(202, "portManagementInformationContainer", portManagementInformationContainer)
    try visitor.value(266, "userPlaneNodeManagementInformationContainer", userPlaneNodeManagementInformationContainer)
    try visitor.value(197, "nwTTPortNumber", nwTTPortNumber)
  }
}

/// A session reporting rule to be removed (IE 211): TS 29.244 Table 7.5.4.19-1.
public struct RemoveSRR: Hashable, Sendable, ElementGroup {
  public var srrID: UInt8 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(srrID: UInt8) {
    self.srrID = srrID
  }

  static var mandatoryTypes: [UInt16] { [215] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 215: try source.mandatory(0, &srrID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(215, "srrID", srrID)
  }
}
