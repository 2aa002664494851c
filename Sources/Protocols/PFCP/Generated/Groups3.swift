// Made by scripts/generate-pfcp from Tools/PFCP.
// swift-format-ignore-file

import Base

/// A session reporting rule to be changed (IE 213): TS 29.244 Table 7.5.4.20-1.
public struct UpdateSRR: Hashable, Sendable, ElementGroup {
  public var srrID: UInt8 = 0
  @PFCPBoxed public var accessAvailabilityControlInformation: AccessAvailabilityControlInformation?
  public var qosMonitoringControlInformation: [QoSMonitoringControlInformation] = []
  @PFCPBoxed public var directReportingInformation: DirectReportingInformation?
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
    case 216: try source.optional(&_accessAvailabilityControlInformation)
    case 242: try source.list(&qosMonitoringControlInformation)
    case 295: try source.optional(&_directReportingInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(215, "srrID", srrID)
    try visitor.value(216, "accessAvailabilityControlInformation", _accessAvailabilityControlInformation)
    try visitor.list(242, "qosMonitoringControlInformation", qosMonitoringControlInformation)
    try visitor.value(295, "directReportingInformation", _directReportingInformation)
  }
}

/// Ethernet addresses that moved to a session (IE 254): TS 29.244 Table 7.5.4.21-1.
public struct EthernetContextInformation: Hashable, Sendable, ElementGroup {
  public var macAddressesDetected: [MACAddressList] = []
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [144] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 144: try source.mandatoryList(0, &macAddressesDetected)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(144, "macAddressesDetected", macAddressesDetected)
  }
}

/// A QER whose packet rate status is wanted (IE 263): TS 29.244 Table 7.5.4.22-1.
public struct QueryPacketRateStatus: Hashable, Sendable, ElementGroup {
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

/// The packet rate status of a QER (IE 252, 264): TS 29.244 Table 7.5.5.4-1, Table 7.5.7.1-2.
public struct PacketRateStatusReport: Hashable, Sendable, ElementGroup {
  public var qerID: UInt32 = 0
  public var packetRateStatus: PacketRateStatus = PacketRateStatus()
  public var extras = PFCPExtras()

  init() {}

  public init(qerID: UInt32, packetRateStatus: PacketRateStatus) {
    self.qerID = qerID
    self.packetRateStatus = packetRateStatus
  }

  static var mandatoryTypes: [UInt16] { [109, 193] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 109: try source.mandatory(0, &qerID)
    case 193: try source.mandatory(1, &packetRateStatus)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(109, "qerID", qerID)
    try visitor.value(193, "packetRateStatus", packetRateStatus)
  }
}

/// What the UP function newly allocated for a PDR that was updated (IE 256): TS 29.244 Table 7.5.5.5-1.
public struct UpdatedPDR: Hashable, Sendable, ElementGroup {
  public var pdrID: UInt16 = 0
  @PFCPBoxed public var localFTEID: FTEID?
  @PFCPBoxed public var localFTEIDForRedundantTransmission: FTEID?
  public var ueIPAddresses: [UEIPAddress] = []
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
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(56, "pdrID", pdrID)
    try visitor.value(21, "localFTEID", _localFTEID)
    try visitor.value(secondOfType + 21, "localFTEIDForRedundantTransmission", _localFTEIDForRedundantTransmission)
    try visitor.list(93, "ueIPAddresses", ueIPAddresses)
  }
}

/// Measured usage of one URR, in a modification response, deletion response or report request (IE 78, 79, 80): TS 29.244 Table 7.5.5.2-1, Table 7.5.7.2-1, Table 7.5.8.3-1.
public struct UsageReport: Hashable, Sendable, ElementGroup {
  public var urrID: UInt32 = 0
  public var sequenceNumber: UInt32 = 0
  public var usageReportTrigger: UsageReportTrigger = []
  public var startTime: UInt32?
  public var endTime: UInt32?
  @PFCPBoxed public var volumeMeasurement: PFCPVolume?
  public var durationMeasurementSeconds: UInt32?
  @PFCPBoxed public var applicationDetectionInformation: ApplicationDetectionInformation?
  @PFCPBoxed public var ueIPAddress: UEIPAddress?
  public var networkInstance: PFCPText?
  public var timeOfFirstPacket: UInt32?
  public var timeOfLastPacket: UInt32?
  public var usageInformation: UsageInformation?
  public var queryURRReference: UInt32?
  public var eventTimeStamps: [UInt32] = []
  @PFCPBoxed public var ethernetTrafficInformation: EthernetTrafficInformation?
  public var joinIPMulticastInformation: [IPMulticastInformation] = []
  public var leaveIPMulticastInformation: [IPMulticastInformation] = []
  public var predefinedRulesNames: [PFCPText] = []
  public var extras = PFCPExtras()

  init() {}

  public init(urrID: UInt32, sequenceNumber: UInt32, usageReportTrigger: UsageReportTrigger) {
    self.urrID = urrID
    self.sequenceNumber = sequenceNumber
    self.usageReportTrigger = usageReportTrigger
  }

  static var mandatoryTypes: [UInt16] { [81, 104, 63] }
  static var mandatoryCount: Int { 3 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 81: try source.mandatory(0, &urrID)
    case 104: try source.mandatory(1, &sequenceNumber)
    case 63: try source.mandatory(2, &usageReportTrigger)
    case 75: try source.optional(&startTime)
    case 76: try source.optional(&endTime)
    case 66: try source.optional(&_volumeMeasurement)
    case 67: try source.optional(&durationMeasurementSeconds)
    case 68: try source.optional(&_applicationDetectionInformation)
    case 93: try source.optional(&_ueIPAddress)
    case 22: try source.optional(&networkInstance)
    case 69: try source.optional(&timeOfFirstPacket)
    case 70: try source.optional(&timeOfLastPacket)
    case 90: try source.optional(&usageInformation)
    case 125: try source.optional(&queryURRReference)
    case 156: try source.list(&eventTimeStamps)
    case 143: try source.optional(&_ethernetTrafficInformation)
    case 189: try source.list(&joinIPMulticastInformation)
    case 190: try source.list(&leaveIPMulticastInformation)
    case 299: try source.list(&predefinedRulesNames)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(81, "urrID", urrID)
    try visitor.value(104, "sequenceNumber", sequenceNumber)
    try visitor.value(63, "usageReportTrigger", usageReportTrigger)
    try visitor.value(75, "startTime", startTime)
    try visitor.value(76, "endTime", endTime)
    try visitor.value(66, "volumeMeasurement", _volumeMeasurement)
    try visitor.value(67, "durationMeasurementSeconds", durationMeasurementSeconds)
    try visitor.value(68, "applicationDetectionInformation", _applicationDetectionInformation)
    try visitor.value(93, "ueIPAddress", _ueIPAddress)
    try visitor.value(22, "networkInstance", networkInstance)
    try visitor.value(69, "timeOfFirstPacket", timeOfFirstPacket)
    try visitor.value(70, "timeOfLastPacket", timeOfLastPacket)
    try visitor.value(90, "usageInformation", usageInformation)
    try visitor.value(125, "queryURRReference", queryURRReference)
    try visitor.list(156, "eventTimeStamps", eventTimeStamps)
    try visitor.value(143, "ethernetTrafficInformation", _ethernetTrafficInformation)
    try visitor.list(189, "joinIPMulticastInformation", joinIPMulticastInformation)
    try visitor.list(190, "leaveIPMulticastInformation", leaveIPMulticastInformation)
    try visitor.list(299, "predefinedRulesNames", predefinedRulesNames)
  }
}

/// An application that was detected (IE 68): TS 29.244 Table 7.5.8.3-2.
public struct ApplicationDetectionInformation: Hashable, Sendable, ElementGroup {
  public var applicationID: PFCPText = ""
  public var applicationInstanceID: PFCPText?
  public var flowInformation: FlowInformation?
  public var pdrID: UInt16?
  public var extras = PFCPExtras()

  init() {}

  public init(applicationID: PFCPText) {
    self.applicationID = applicationID
  }

  static var mandatoryTypes: [UInt16] { [24] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 24: try source.mandatory(0, &applicationID)
    case 91: try source.optional(&applicationInstanceID)
    case 92: try source.optional(&flowInformation)
    case 56: try source.optional(&pdrID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(24, "applicationID", applicationID)
    try visitor.value(91, "applicationInstanceID", applicationInstanceID)
    try visitor.value(92, "flowInformation", flowInformation)
    try visitor.value(56, "pdrID", pdrID)
  }
}

/// Ethernet addresses that came and went (IE 143): TS 29.244 Table 7.5.8.3-3.
public struct EthernetTrafficInformation: Hashable, Sendable, ElementGroup {
  public var macAddressesDetected: [MACAddressList] = []
  public var macAddressesRemoved: [MACAddressList] = []
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 144: try source.list(&macAddressesDetected)
    case 145: try source.list(&macAddressesRemoved)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(144, "macAddressesDetected", macAddressesDetected)
    try visitor.list(145, "macAddressesRemoved", macAddressesRemoved)
  }
}

/// An IP multicast flow that a session joined or left (IE 189, 190): TS 29.244 Table 7.5.8.3-4, Table 7.5.8.3-5.
public struct IPMulticastInformation: Hashable, Sendable, ElementGroup {
  public var ipMulticastAddress: IPMulticastAddress = IPMulticastAddress(isAny: true)
  public var sourceIPAddresses: [SourceIPAddress] = []
  public var extras = PFCPExtras()

  init() {}

  public init(ipMulticastAddress: IPMulticastAddress) {
    self.ipMulticastAddress = ipMulticastAddress
  }

  static var mandatoryTypes: [UInt16] { [191] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 191: try source.mandatory(0, &ipMulticastAddress)
    case 192: try source.list(&sourceIPAddresses)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(191, "ipMulticastAddress", ipMulticastAddress)
    try visitor.list(192, "sourceIPAddresses", sourceIPAddresses)
  }
}

/// The first downlink packet that waits for the UE (IE 83): TS 29.244 Table 7.5.8.2-1.
public struct DownlinkDataReport: Hashable, Sendable, ElementGroup {
  public var pdrIDs: [UInt16] = []
  public var serviceInformation: [DownlinkDataServiceInformation] = []
  public var downlinkDataPacketsSize: UInt16?
  public var dataStatus: DataStatus?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [56] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 56: try source.mandatoryList(0, &pdrIDs)
    case 45: try source.list(&serviceInformation)
    case 250: try source.optional(&downlinkDataPacketsSize)
    case 260: try source.optional(&dataStatus)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(56, "pdrIDs", pdrIDs)
    try visitor.list(45, "serviceInformation", serviceInformation)
    try visitor.value(250, "downlinkDataPacketsSize", downlinkDataPacketsSize)
    try visitor.value(260, "dataStatus", dataStatus)
  }
}

/// Remote tunnel endpoints that sent a GTP-U Error Indication (IE 99): TS 29.244 Table 7.5.8.4-1.
public struct ErrorIndicationReport: Hashable, Sendable, ElementGroup {
  public var remoteFTEIDs: [FTEID] = []
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [21] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 21: try source.mandatoryList(0, &remoteFTEIDs)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(21, "remoteFTEIDs", remoteFTEIDs)
  }
}

/// Access availability or QoS monitoring of one SRR (IE 214): TS 29.244 Table 7.5.8.6-1.
public struct SessionReport: Hashable, Sendable, ElementGroup {
  public var srrID: UInt8 = 0
  @PFCPBoxed public var accessAvailabilityReport: AccessAvailabilityReport?
  public var qosMonitoringReports: [QoSMonitoringReport] = []
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
    case 218: try source.optional(&_accessAvailabilityReport)
    case 247: try source.list(&qosMonitoringReports)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(215, "srrID", srrID)
    try visitor.value(218, "accessAvailabilityReport", _accessAvailabilityReport)
    try visitor.list(247, "qosMonitoringReports", qosMonitoringReports)
  }
}

/// Accesses that became available or unavailable (IE 218): TS 29.244 Table 7.5.8.6-2.
public struct AccessAvailabilityReport: Hashable, Sendable, ElementGroup {
  public var accessAvailabilities: [AccessAvailability] = []
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [219] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 219: try source.mandatoryList(0, &accessAvailabilities)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(219, "accessAvailabilities", accessAvailabilities)
  }
}

/// The measured QoS of a flow (IE 247): TS 29.244 Table 7.5.8.6-3.
public struct QoSMonitoringReport: Hashable, Sendable, ElementGroup {
  public var qfi: QoSFlowIdentifier = QoSFlowIdentifier(rawValue: 0)
  public var measurement: QoSMonitoringMeasurement = QoSMonitoringMeasurement()
  public var timeStamp: UInt32 = 0
  public var startTime: UInt32?
  public var extras = PFCPExtras()

  init() {}

  public init(qfi: QoSFlowIdentifier, measurement: QoSMonitoringMeasurement, timeStamp: UInt32) {
    self.qfi = qfi
    self.measurement = measurement
    self.timeStamp = timeStamp
  }

  static var mandatoryTypes: [UInt16] { [124, 248, 156] }
  static var mandatoryCount: Int { 3 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 124: try source.mandatory(0, &qfi)
    case 248: try source.mandatory(1, &measurement)
    case 156: try source.mandatory(2, &timeStamp)
    case 75: try source.optional(&startTime)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(124, "qfi", qfi)
    try visitor.value(248, "measurement", measurement)
    try visitor.value(156, "timeStamp", timeStamp)
    try visitor.value(75, "startTime", startTime)
  }
}

/// A buffering action rule changed by a session report response (IE 12): TS 29.244 Table 7.5.9.2-1.
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

  static var mandatoryTypes: [UInt16] { [88] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 88: try source.mandatory(0, &barID)
    case 46: try source.optional(&downlinkDataNotificationDelay)
    case 47: try source.optional(&downlinkBufferingDuration)
    case 48: try source.optional(&downlinkBufferingSuggestedPacketCount)
    case 140: try source.optional(&suggestedBufferingPacketsCount)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(88, "barID", barID)
    try visitor.value(46, "downlinkDataNotificationDelay", downlinkDataNotificationDelay)
    try visitor.value(47, "downlinkBufferingDuration", downlinkBufferingDuration)
    try visitor.value(48, "downlinkBufferingSuggestedPacketCount", downlinkBufferingSuggestedPacketCount)
    try visitor.value(140, "suggestedBufferingPacketsCount", suggestedBufferingPacketsCount)
  }
}

/// Application ID's PFDs (IE 58): TS 29.244 Table 7.4.3.1-2.
public struct ApplicationPFDs: Hashable, Sendable, ElementGroup {
  public var applicationID: PFCPText = ""
  public var contexts: [PFDContext] = []
  public var extras = PFCPExtras()

  init() {}

  public init(applicationID: PFCPText) {
    self.applicationID = applicationID
  }

  static var mandatoryTypes: [UInt16] { [24] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 24: try source.mandatory(0, &applicationID)
    case 59: try source.list(&contexts)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(24, "applicationID", applicationID)
    try visitor.list(59, "contexts", contexts)
  }
}

/// Packet flow descriptions of one application (IE 59): TS 29.244 Table 7.4.3.1-3.
public struct PFDContext: Hashable, Sendable, ElementGroup {
  public var contents: [PFDContents] = []
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [61] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 61: try source.mandatoryList(0, &contents)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(61, "contents", contents)
  }
}

/// The control plane entities whose sessions are kept (IE 183): TS 29.244 Table 7.4.4.1-2.
public struct SessionRetentionInformation: Hashable, Sendable, ElementGroup {
  public var cpPFCPEntityIPAddresses: [PFCPEntityAddress] = []
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 185: try source.list(&cpPFCPEntityIPAddresses)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(185, "cpPFCPEntityIPAddresses", cpPFCPEntityIPAddresses)
  }
}

/// Pools of UE IP addresses of one network (IE 233): TS 29.244 Table 7.4.4.1-3.
public struct UEIPAddressPoolInformation: Hashable, Sendable, ElementGroup {
  public var poolIdentities: [UEIPAddressPoolIdentity] = []
  public var networkInstance: PFCPText?
  public var sNSSAIs: [SNSSAI] = []
  public var ipVersion: PFCPIPVersion?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [177] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 177: try source.mandatoryList(0, &poolIdentities)
    case 22: try source.optional(&networkInstance)
    case 257: try source.list(&sNSSAIs)
    case 258: try source.optional(&ipVersion)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(177, "poolIdentities", poolIdentities)
    try visitor.value(22, "networkInstance", networkInstance)
    try visitor.list(257, "sNSSAIs", sNSSAIs)
    try visitor.value(258, "ipVersion", ipVersion)
  }
}

/// How clock drift is reported (IE 203): TS 29.244 Table 7.4.4.1.2-1.
public struct ClockDriftControlInformation: Hashable, Sendable, ElementGroup {
  public var requestedClockDrift: RequestedClockDrift = []
  public var timeDomainNumbers: [UInt8] = []
  public var configuredTimeDomain: ConfiguredTimeDomain?
  public var timeOffsetThresholdNanoseconds: Int64?
  public var cumulativeRateRatioThreshold: UInt32?
  public var extras = PFCPExtras()

  init() {}

  public init(requestedClockDrift: RequestedClockDrift) {
    self.requestedClockDrift = requestedClockDrift
  }

  static var mandatoryTypes: [UInt16] { [204] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 204: try source.mandatory(0, &requestedClockDrift)
    case 206: try source.list(&timeDomainNumbers)
    case 321: try source.optional(&configuredTimeDomain)
    case 207: try source.optional(&timeOffsetThresholdNanoseconds)
    case 208: try source.optional(&cumulativeRateRatioThreshold)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(204, "requestedClockDrift", requestedClockDrift)
    try visitor.list(206, "timeDomainNumbers", timeDomainNumbers)
    try visitor.value(321, "configuredTimeDomain", configuredTimeDomain)
    try visitor.value(207, "timeOffsetThresholdNanoseconds", timeOffsetThresholdNanoseconds)
    try visitor.value(208, "cumulativeRateRatioThreshold", cumulativeRateRatioThreshold)
  }
}

/// How the QoS of GTP-U paths is reported (IE 238): TS 29.244 Table 7.4.4.1.3-1.
public struct GTPUPathQoSControlInformation: Hashable, Sendable, ElementGroup {
  public var remoteGTPUPeers: [RemoteGTPUPeer] = []
  public var gtpuPathInterfaceType: GTPUPathInterfaceType?
  public var qosReportTrigger: QoSReportTrigger = []
  public var dscps: [UInt16] = []
  public var measurementPeriodSeconds: UInt32?
  public var averagePacketDelayThresholdMilliseconds: UInt32?
  public var minimumPacketDelayThresholdMilliseconds: UInt32?
  public var maximumPacketDelayThresholdMilliseconds: UInt32?
  public var minimumWaitingTime: UnitTimer?
  public var extras = PFCPExtras()

  init() {}

  public init(qosReportTrigger: QoSReportTrigger) {
    self.qosReportTrigger = qosReportTrigger
  }

  static var mandatoryTypes: [UInt16] { [237] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 103: try source.list(&remoteGTPUPeers)
    case 241: try source.optional(&gtpuPathInterfaceType)
    case 237: try source.mandatory(0, &qosReportTrigger)
    case 30: try source.list(&dscps)
    case 64: try source.optional(&measurementPeriodSeconds)
    case 234: try source.optional(&averagePacketDelayThresholdMilliseconds)
    case 235: try source.optional(&minimumPacketDelayThresholdMilliseconds)
    case 236: try source.optional(&maximumPacketDelayThresholdMilliseconds)
    case 55: try source.optional(&minimumWaitingTime)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(103, "remoteGTPUPeers", remoteGTPUPeers)
    try visitor.value(241, "gtpuPathInterfaceType", gtpuPathInterfaceType)
    try visitor.value(237, "qosReportTrigger", qosReportTrigger)
    try visitor.list(30, "dscps", dscps)
    try visitor.value(64, "measurementPeriodSeconds", measurementPeriodSeconds)
    try visitor.value(234, "averagePacketDelayThresholdMilliseconds", averagePacketDelayThresholdMilliseconds)
    try visitor.value(235, "minimumPacketDelayThresholdMilliseconds", minimumPacketDelayThresholdMilliseconds)
    try visitor.value(236, "maximumPacketDelayThresholdMilliseconds", maximumPacketDelayThresholdMilliseconds)
    try visitor.value(55, "minimumWaitingTime", minimumWaitingTime)
  }
}

/// How many UE IP addresses are in use (IE 267): TS 29.244 Table 7.4.4.3.1-1.
public struct UEIPAddressUsageInformation: Hashable, Sendable, ElementGroup {
  public var sequenceNumber: UInt32 = 0
  public var metricPercent: UInt8 = 0
  public var validityTimerSeconds: UInt16 = 0
  public var numberOfUEIPAddresses: NumberOfUEIPAddresses = NumberOfUEIPAddresses()
  public var networkInstance: PFCPText = ""
  public var poolIdentity: UEIPAddressPoolIdentity?
  public var sNSSAI: SNSSAI?
  public var extras = PFCPExtras()

  init() {}

  public init(sequenceNumber: UInt32, metricPercent: UInt8, validityTimerSeconds: UInt16, numberOfUEIPAddresses: NumberOfUEIPAddresses, networkInstance: PFCPText) {
    self.sequenceNumber = sequenceNumber
    self.metricPercent = metricPercent
    self.validityTimerSeconds = validityTimerSeconds
    self.numberOfUEIPAddresses = numberOfUEIPAddresses
    self.networkInstance = networkInstance
  }

  static var mandatoryTypes: [UInt16] { [52, 53, 269, 268, 22] }
  static var mandatoryCount: Int { 5 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 52: try source.mandatory(0, &sequenceNumber)
    case 53: try source.mandatory(1, &metricPercent)
    case 269: try source.mandatory(2, &validityTimerSeconds)
    case 268: try source.mandatory(3, &numberOfUEIPAddresses)
    case 22: try source.mandatory(4, &networkInstance)
    case 177: try source.optional(&poolIdentity)
    case 257: try source.optional(&sNSSAI)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(52, "sequenceNumber", sequenceNumber)
    try visitor.value(53, "metricPercent", metricPercent)
    try visitor.value(269, "validityTimerSeconds", validityTimerSeconds)
    try visitor.value(268, "numberOfUEIPAddresses", numberOfUEIPAddresses)
    try visitor.value(22, "networkInstance", networkInstance)
    try visitor.value(177, "poolIdentity", poolIdentity)
    try visitor.value(257, "sNSSAI", sNSSAI)
  }
}

/// GTP-U paths that failed or recovered (IE 102, 187): TS 29.244 Table 7.4.5.1.2-1, Table 7.4.5.1.3-1.
public struct UserPlanePathReport: Hashable, Sendable, ElementGroup {
  public var remotePeers: [RemoteGTPUPeer] = []
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [103] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 103: try source.mandatoryList(0, &remotePeers)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(103, "remotePeers", remotePeers)
  }
}

/// The measured drift of a time domain (IE 205): TS 29.244 Table 7.4.5.1.4-1.
public struct ClockDriftReport: Hashable, Sendable, ElementGroup {
  public var timeDomainNumber: UInt8 = 0
  public var timeOffsetNanoseconds: Int64?
  public var cumulativeRateRatio: UInt32?
  public var timeStamp: UInt32?
  public var networkInstance: PFCPText?
  public var dnn: DomainName?
  public var sNSSAI: SNSSAI?
  public var extras = PFCPExtras()

  init() {}

  public init(timeDomainNumber: UInt8) {
    self.timeDomainNumber = timeDomainNumber
  }

  static var mandatoryTypes: [UInt16] { [206] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 206: try source.mandatory(0, &timeDomainNumber)
    case 209: try source.optional(&timeOffsetNanoseconds)
    case 210: try source.optional(&cumulativeRateRatio)
    case 156: try source.optional(&timeStamp)
    case 22: try source.optional(&networkInstance)
    case 159: try source.optional(&dnn)
    case 257: try source.optional(&sNSSAI)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(206, "timeDomainNumber", timeDomainNumber)
    try visitor.value(209, "timeOffsetNanoseconds", timeOffsetNanoseconds)
    try visitor.value(210, "cumulativeRateRatio", cumulativeRateRatio)
    try visitor.value(156, "timeStamp", timeStamp)
    try visitor.value(22, "networkInstance", networkInstance)
    try visitor.value(159, "dnn", dnn)
    try visitor.value(257, "sNSSAI", sNSSAI)
  }
}

/// The measured QoS of a GTP-U path (IE 239): TS 29.244 Table 7.4.5.1.5-1.
public struct GTPUPathQoSReport: Hashable, Sendable, ElementGroup {
  public var remoteGTPUPeer: RemoteGTPUPeer = RemoteGTPUPeer()
  public var gtpuPathInterfaceType: GTPUPathInterfaceType?
  public var qosReportTrigger: QoSReportTrigger = []
  public var timeStamp: UInt32 = 0
  public var startTime: UInt32?
  public var qosInformation: [GTPUPathQoSInformation] = []
  public var extras = PFCPExtras()

  init() {}

  public init(remoteGTPUPeer: RemoteGTPUPeer, qosReportTrigger: QoSReportTrigger, timeStamp: UInt32) {
    self.remoteGTPUPeer = remoteGTPUPeer
    self.qosReportTrigger = qosReportTrigger
    self.timeStamp = timeStamp
  }

  static var mandatoryTypes: [UInt16] { [103, 237, 156, 240] }
  static var mandatoryCount: Int { 4 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 103: try source.mandatory(0, &remoteGTPUPeer)
    case 241: try source.optional(&gtpuPathInterfaceType)
    case 237: try source.mandatory(1, &qosReportTrigger)
    case 156: try source.mandatory(2, &timeStamp)
    case 75: try source.optional(&startTime)
    case 240: try source.mandatoryList(3, &qosInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(103, "remoteGTPUPeer", remoteGTPUPeer)
    try visitor.value(241, "gtpuPathInterfaceType", gtpuPathInterfaceType)
    try visitor.value(237, "qosReportTrigger", qosReportTrigger)
    try visitor.value(156, "timeStamp", timeStamp)
    try visitor.value(75, "startTime", startTime)
    try visitor.list(240, "qosInformation", qosInformation)
  }
}

/// Measured delays of a GTP-U path (IE 240): TS 29.244 Table 7.4.5.1.6-1.
public struct GTPUPathQoSInformation: Hashable, Sendable, ElementGroup {
  public var averagePacketDelayMilliseconds: UInt32 = 0
  public var minimumPacketDelayMilliseconds: UInt32?
  public var maximumPacketDelayMilliseconds: UInt32?
  public var dscp: UInt16?
  public var extras = PFCPExtras()

  init() {}

  public init(averagePacketDelayMilliseconds: UInt32) {
    self.averagePacketDelayMilliseconds = averagePacketDelayMilliseconds
  }

  static var mandatoryTypes: [UInt16] { [234] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 234: try source.mandatory(0, &averagePacketDelayMilliseconds)
    case 235: try source.optional(&minimumPacketDelayMilliseconds)
    case 236: try source.optional(&maximumPacketDelayMilliseconds)
    case 30: try source.optional(&dscp)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(234, "averagePacketDelayMilliseconds", averagePacketDelayMilliseconds)
    try visitor.value(235, "minimumPacketDelayMilliseconds", minimumPacketDelayMilliseconds)
    try visitor.value(236, "maximumPacketDelayMilliseconds", maximumPacketDelayMilliseconds)
    try visitor.value(30, "dscp", dscp)
  }
}

/// GTP-U peers that restarted (IE 315): TS 29.244 Table 7.4.5.1.7-1.
public struct PeerUPRestartReport: Hashable, Sendable, ElementGroup {
  public var remotePeers: [RemoteGTPUPeer] = []
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [103] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 103: try source.mandatoryList(0, &remotePeers)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(103, "remotePeers", remotePeers)
  }
}

/// The control plane entity to which sessions moved (IE 290): TS 29.244 Table 7.4.7.1-2.
public struct SessionChangeInfo: Hashable, Sendable, ElementGroup {
  public var fqCSIDs: [FQCSID] = []
  public var groupIDs: [PFCPText] = []
  public var cpIPAddress: PFCPEntityAddress = PFCPEntityAddress()
  public var alternativeSMFIPAddresses: [AlternativeSMFIPAddress] = []
  public var extras = PFCPExtras()

  init() {}

  public init(cpIPAddress: PFCPEntityAddress) {
    self.cpIPAddress = cpIPAddress
  }

  static var mandatoryTypes: [UInt16] { [292] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 65: try source.list(&fqCSIDs)
    case 291: try source.list(&groupIDs)
    case 292: try source.mandatory(0, &cpIPAddress)
    case 178: try source.list(&alternativeSMFIPAddresses)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(65, "fqCSIDs", fqCSIDs)
    try visitor.list(291, "groupIDs", groupIDs)
    try visitor.value(292, "cpIPAddress", cpIPAddress)
    try visitor.list(178, "alternativeSMFIPAddresses", alternativeSMFIPAddresses)
  }
}
