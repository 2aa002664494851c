/// A buffering action rule to be created (TS 29.244 Table 7.5.2.6-1).
public struct CreateBAR: Hashable, Sendable, ElementGroup {
  public var barID: UInt8 = 0
  public var downlinkDataNotificationDelay: UInt8?
  public var suggestedBufferingPacketsCount: UInt8?
  public var mtEDTControlInformation: UInt8?
  public var extras = PFCPExtras()

  init() {}

  public init(barID: UInt8) {
    self.barID = barID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(88, "barID", &barID)
    try table.optional(46, "downlinkDataNotificationDelay", &downlinkDataNotificationDelay)
    try table.optional(140, "suggestedBufferingPacketsCount", &suggestedBufferingPacketsCount)
    try table.optional(249, "mtEDTControlInformation", &mtEDTControlInformation)
  }
}

/// A buffering action rule changed by a session modification request, IE 86 (TS 29.244 Table 7.5.4.11-1).
public struct UpdateBAR: Hashable, Sendable, ElementGroup {
  public var barID: UInt8 = 0
  public var downlinkDataNotificationDelay: UInt8?
  public var suggestedBufferingPacketsCount: UInt8?
  public var mtEDTControlInformation: UInt8?
  public var extras = PFCPExtras()

  init() {}

  public init(barID: UInt8) {
    self.barID = barID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(88, "barID", &barID)
    try table.optional(46, "downlinkDataNotificationDelay", &downlinkDataNotificationDelay)
    try table.optional(140, "suggestedBufferingPacketsCount", &suggestedBufferingPacketsCount)
    try table.optional(249, "mtEDTControlInformation", &mtEDTControlInformation)
  }
}

/// A buffering action rule changed by a session report response, IE 12 (TS 29.244 Table 7.5.9.2-1).
public struct ReportResponseUpdateBAR: Hashable, Sendable, ElementGroup {
  public var barID: UInt8 = 0
  public var downlinkDataNotificationDelay: UInt8?
  public var downlinkBufferingDuration: UnitTimer?
  public var downlinkBufferingSuggestedPacketCount: PacketCount?
  public var suggestedBufferingPacketsCount: UInt8?
  public var extras = PFCPExtras()

  init() {}

  public init(barID: UInt8) {
    self.barID = barID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(88, "barID", &barID)
    try table.optional(46, "downlinkDataNotificationDelay", &downlinkDataNotificationDelay)
    try table.optional(47, "downlinkBufferingDuration", &downlinkBufferingDuration)
    try table.optional(48, "downlinkBufferingSuggestedPacketCount", &downlinkBufferingSuggestedPacketCount)
    try table.optional(140, "suggestedBufferingPacketsCount", &suggestedBufferingPacketsCount)
  }
}

/// A buffering action rule to be removed (TS 29.244 Table 7.5.4.12-1).
public struct RemoveBAR: Hashable, Sendable, ElementGroup {
  public var barID: UInt8 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(barID: UInt8) {
    self.barID = barID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(88, "barID", &barID)
  }
}

/// A traffic endpoint that several PDRs share (TS 29.244 Table 7.5.2.7-1).
public struct CreateTrafficEndpoint: Hashable, Sendable, ElementGroup {
  public var trafficEndpointID: UInt8 = 0
  public var localFTEID: FTEID?
  public var networkInstance: PFCPText?
  public var ueIPAddresses: [UEIPAddress] = []
  public var ethernetPDUSessionInformation: EthernetPDUSessionInformation?
  public var framedRoutes: [PFCPText] = []
  public var framedRouting: UInt32?
  public var framedIPv6Routes: [PFCPText] = []
  public var qfis: [QoSFlowIdentifier] = []
  public var sourceInterfaceType: ThreeGPPInterfaceType?
  public var extras = PFCPExtras()

  init() {}

  public init(trafficEndpointID: UInt8) {
    self.trafficEndpointID = trafficEndpointID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(131, "trafficEndpointID", &trafficEndpointID)
    try table.optional(21, "localFTEID", &localFTEID)
    try table.optional(22, "networkInstance", &networkInstance)
    try table.list(93, "ueIPAddresses", &ueIPAddresses)
    try table.optional(142, "ethernetPDUSessionInformation", &ethernetPDUSessionInformation)
    try table.list(153, "framedRoutes", &framedRoutes)
    try table.optional(154, "framedRouting", &framedRouting)
    try table.list(155, "framedIPv6Routes", &framedIPv6Routes)
    try table.list(124, "qfis", &qfis)
    try table.optional(160, "sourceInterfaceType", &sourceInterfaceType)
  }
}

/// What the UP function allocated for a traffic endpoint (TS 29.244 Table 7.5.3.5-1).
public struct CreatedTrafficEndpoint: Hashable, Sendable, ElementGroup {
  public var trafficEndpointID: UInt8 = 0
  public var localFTEID: FTEID?
  public var ueIPAddresses: [UEIPAddress] = []
  public var extras = PFCPExtras()

  init() {}

  public init(trafficEndpointID: UInt8) {
    self.trafficEndpointID = trafficEndpointID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(131, "trafficEndpointID", &trafficEndpointID)
    try table.optional(21, "localFTEID", &localFTEID)
    try table.list(93, "ueIPAddresses", &ueIPAddresses)
  }
}

/// A traffic endpoint to be changed (TS 29.244 Table 7.5.4.13-1).
public struct UpdateTrafficEndpoint: Hashable, Sendable, ElementGroup {
  public var trafficEndpointID: UInt8 = 0
  public var localFTEID: FTEID?
  public var networkInstance: PFCPText?
  public var ueIPAddresses: [UEIPAddress] = []
  public var framedRoutes: [PFCPText] = []
  public var framedRouting: UInt32?
  public var framedIPv6Routes: [PFCPText] = []
  public var qfis: [QoSFlowIdentifier] = []
  public var sourceInterfaceType: ThreeGPPInterfaceType?
  public var extras = PFCPExtras()

  init() {}

  public init(trafficEndpointID: UInt8) {
    self.trafficEndpointID = trafficEndpointID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(131, "trafficEndpointID", &trafficEndpointID)
    try table.optional(21, "localFTEID", &localFTEID)
    try table.optional(22, "networkInstance", &networkInstance)
    try table.list(93, "ueIPAddresses", &ueIPAddresses)
    try table.list(153, "framedRoutes", &framedRoutes)
    try table.optional(154, "framedRouting", &framedRouting)
    try table.list(155, "framedIPv6Routes", &framedIPv6Routes)
    try table.list(124, "qfis", &qfis)
    try table.optional(160, "sourceInterfaceType", &sourceInterfaceType)
  }
}

/// A traffic endpoint to be removed (TS 29.244 Table 7.5.4.14-1).
public struct RemoveTrafficEndpoint: Hashable, Sendable, ElementGroup {
  public var trafficEndpointID: UInt8 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(trafficEndpointID: UInt8) {
    self.trafficEndpointID = trafficEndpointID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(131, "trafficEndpointID", &trafficEndpointID)
  }
}

/// The first downlink packet that waits for the UE (TS 29.244 Table 7.5.8.2-1).
public struct DownlinkDataReport: Hashable, Sendable, ElementGroup {
  public var pdrIDs: [UInt16] = []
  public var serviceInformation: [DownlinkDataServiceInformation] = []
  public var downlinkDataPacketsSize: UInt16?
  public var dataStatus: DataStatus?
  public var extras = PFCPExtras()

  public init() {}

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatoryList(56, "pdrIDs", &pdrIDs)
    try table.list(45, "serviceInformation", &serviceInformation)
    try table.optional(250, "downlinkDataPacketsSize", &downlinkDataPacketsSize)
    try table.optional(260, "dataStatus", &dataStatus)
  }
}

/// Remote tunnel endpoints that sent a GTP-U Error Indication (TS 29.244 Table 7.5.8.4-1).
public struct ErrorIndicationReport: Hashable, Sendable, ElementGroup {
  public var remoteFTEIDs: [FTEID] = []
  public var extras = PFCPExtras()

  public init() {}

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatoryList(21, "remoteFTEIDs", &remoteFTEIDs)
  }
}

/// GTP-U paths that failed, IE 102, or recovered, IE 187 (TS 29.244 Tables 7.4.5.1.2-1, 7.4.5.1.3-1).
public struct UserPlanePathReport: Hashable, Sendable, ElementGroup {
  public var remotePeers: [RemoteGTPUPeer] = []
  public var extras = PFCPExtras()

  public init() {}

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatoryList(103, "remotePeers", &remotePeers)
  }
}

/// How loaded a node is (TS 29.244 Table 7.5.3.3-1).
public struct LoadControlInformation: Hashable, Sendable, ElementGroup {
  public var sequenceNumber: UInt32 = 0
  public var metricPercent: UInt8 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(sequenceNumber: UInt32, metricPercent: UInt8) {
    self.sequenceNumber = sequenceNumber
    self.metricPercent = metricPercent
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(52, "sequenceNumber", &sequenceNumber)
    try table.mandatory(53, "metricPercent", &metricPercent)
  }
}

/// What an overloaded node asks for (TS 29.244 Table 7.5.3.4-1).
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

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(52, "sequenceNumber", &sequenceNumber)
    try table.mandatory(53, "reductionPercent", &reductionPercent)
    try table.mandatory(55, "periodOfValidity", &periodOfValidity)
    try table.optional(110, "flags", &flags)
  }
}

/// Access availability or QoS monitoring of one SRR (TS 29.244 Table 7.5.8.6-1).
public struct SessionReport: Hashable, Sendable, ElementGroup {
  public var srrID: UInt8 = 0
  public var accessAvailabilityReport: [UInt8]?
  public var qosMonitoringReports: [[UInt8]] = []
  public var extras = PFCPExtras()

  init() {}

  public init(srrID: UInt8) {
    self.srrID = srrID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(215, "srrID", &srrID)
    try table.optional(218, "accessAvailabilityReport", &accessAvailabilityReport)
    try table.list(247, "qosMonitoringReports", &qosMonitoringReports)
  }
}

/// A rule that failed in a partially accepted request (TS 29.244 Table 7.5.3.1-2).
public struct PartialFailureInformation: Hashable, Sendable, ElementGroup {
  public var failedRuleID: FailedRuleID = .pdr(0)
  public var failureCause: PFCPCause = .requestRejected
  public var offendingIEInformation: [[UInt8]] = []
  public var extras = PFCPExtras()

  init() {}

  public init(failedRuleID: FailedRuleID, failureCause: PFCPCause) {
    self.failedRuleID = failedRuleID
    self.failureCause = failureCause
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(114, "failedRuleID", &failedRuleID)
    try table.mandatory(19, "failureCause", &failureCause)
    try table.list(274, "offendingIEInformation", &offendingIEInformation)
  }
}

/// Packet flow descriptions of one application (TS 29.244 Table 7.4.3.1-3).
public struct PFDContext: Hashable, Sendable, ElementGroup {
  public var contents: [PFDContents] = []
  public var extras = PFCPExtras()

  public init() {}

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.list(61, "contents", &contents)
  }
}

/// Application ID's PFDs (TS 29.244 Table 7.4.3.1-2).
public struct ApplicationPFDs: Hashable, Sendable, ElementGroup {
  public var applicationID: PFCPText = ""
  public var contexts: [PFDContext] = []
  public var extras = PFCPExtras()

  init() {}

  public init(applicationID: PFCPText) {
    self.applicationID = applicationID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(24, "applicationID", &applicationID)
    try table.list(59, "contexts", &contexts)
  }
}
