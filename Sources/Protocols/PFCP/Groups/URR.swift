/// The elements of Create URR and Update URR that few rules have, kept behind one pointer.
public struct URRFurtherLimits: Hashable, Sendable {
  public var eventThreshold: UInt32?
  public var eventQuota: UInt32?
  public var subsequentEventThreshold: UInt32?
  public var subsequentEventQuota: UInt32?
  public var timeQuotaMechanism: [UInt8]?
  public var aggregatedURRs: [[UInt8]] = []
  public var ethernetInactivityTimerSeconds: UInt32?
  public var additionalMonitoringTimes: [[UInt8]] = []
  public var numberOfReports: UInt16?

  public init() {}
}

/// A usage reporting rule to be created (TS 29.244 Table 7.5.2.4-1).
public struct CreateURR: Hashable, Sendable, ElementGroup {
  public var urrID: UInt32 = 0
  public var measurementMethod: MeasurementMethod = []
  public var reportingTriggers: ReportingTriggers = []
  public var measurementPeriodSeconds: UInt32?
  public var volumeThreshold: PFCPVolume?
  public var volumeQuota: PFCPVolume?
  public var timeThresholdSeconds: UInt32?
  public var timeQuotaSeconds: UInt32?
  public var quotaHoldingTimeSeconds: UInt32?
  @PFCPBoxed public var droppedDownlinkTrafficThreshold: DroppedDownlinkTrafficThreshold?
  public var quotaValidityTimeSeconds: UInt32?
  public var monitoringTime: UInt32?
  public var subsequentVolumeThreshold: PFCPVolume?
  public var subsequentTimeThresholdSeconds: UInt32?
  public var subsequentVolumeQuota: PFCPVolume?
  public var subsequentTimeQuotaSeconds: UInt32?
  public var inactivityDetectionTimeSeconds: UInt32?
  public var linkedURRIDs: [UInt32] = []
  public var measurementInformation: MeasurementInformation?
  public var farIDForQuotaAction: UInt32?
  @PFCPBoxed private var furtherStorage: URRFurtherLimits?
  /// The elements that few rules have.
  public var further: URRFurtherLimits {
    get { furtherStorage ?? URRFurtherLimits() }
    set { furtherStorage = newValue == URRFurtherLimits() ? nil : newValue }
  }
  public var extras = PFCPExtras()

  init() {}

  public init(urrID: UInt32, measurementMethod: MeasurementMethod, reportingTriggers: ReportingTriggers) {
    self.urrID = urrID
    self.measurementMethod = measurementMethod
    self.reportingTriggers = reportingTriggers
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(81, "urrID", &urrID)
    try table.mandatory(62, "measurementMethod", &measurementMethod)
    try table.mandatory(37, "reportingTriggers", &reportingTriggers)
    try table.optional(64, "measurementPeriodSeconds", &measurementPeriodSeconds)
    try table.optional(31, "volumeThreshold", &volumeThreshold)
    try table.optional(73, "volumeQuota", &volumeQuota)
    try table.optional(149, "eventThreshold", &further.eventThreshold)
    try table.optional(148, "eventQuota", &further.eventQuota)
    try table.optional(32, "timeThresholdSeconds", &timeThresholdSeconds)
    try table.optional(74, "timeQuotaSeconds", &timeQuotaSeconds)
    try table.optional(71, "quotaHoldingTimeSeconds", &quotaHoldingTimeSeconds)
    try table.optional(72, "droppedDownlinkTrafficThreshold", &droppedDownlinkTrafficThreshold)
    try table.optional(181, "quotaValidityTimeSeconds", &quotaValidityTimeSeconds)
    try table.optional(33, "monitoringTime", &monitoringTime)
    try table.optional(34, "subsequentVolumeThreshold", &subsequentVolumeThreshold)
    try table.optional(35, "subsequentTimeThresholdSeconds", &subsequentTimeThresholdSeconds)
    try table.optional(121, "subsequentVolumeQuota", &subsequentVolumeQuota)
    try table.optional(122, "subsequentTimeQuotaSeconds", &subsequentTimeQuotaSeconds)
    try table.optional(151, "subsequentEventThreshold", &further.subsequentEventThreshold)
    try table.optional(150, "subsequentEventQuota", &further.subsequentEventQuota)
    try table.optional(36, "inactivityDetectionTimeSeconds", &inactivityDetectionTimeSeconds)
    try table.list(82, "linkedURRIDs", &linkedURRIDs)
    try table.optional(100, "measurementInformation", &measurementInformation)
    try table.optional(115, "timeQuotaMechanism", &further.timeQuotaMechanism)
    try table.list(118, "aggregatedURRs", &further.aggregatedURRs)
    try table.optional(108, "farIDForQuotaAction", &farIDForQuotaAction)
    try table.optional(146, "ethernetInactivityTimerSeconds", &further.ethernetInactivityTimerSeconds)
    try table.list(147, "additionalMonitoringTimes", &further.additionalMonitoringTimes)
    try table.optional(182, "numberOfReports", &further.numberOfReports)
  }
}

/// A usage reporting rule to be changed (TS 29.244 Table 7.5.4.4-1).
public struct UpdateURR: Hashable, Sendable, ElementGroup {
  public var urrID: UInt32 = 0
  public var measurementMethod: MeasurementMethod?
  public var reportingTriggers: ReportingTriggers?
  public var measurementPeriodSeconds: UInt32?
  public var volumeThreshold: PFCPVolume?
  public var volumeQuota: PFCPVolume?
  public var timeThresholdSeconds: UInt32?
  public var timeQuotaSeconds: UInt32?
  public var quotaHoldingTimeSeconds: UInt32?
  @PFCPBoxed public var droppedDownlinkTrafficThreshold: DroppedDownlinkTrafficThreshold?
  public var quotaValidityTimeSeconds: UInt32?
  public var monitoringTime: UInt32?
  public var subsequentVolumeThreshold: PFCPVolume?
  public var subsequentTimeThresholdSeconds: UInt32?
  public var subsequentVolumeQuota: PFCPVolume?
  public var subsequentTimeQuotaSeconds: UInt32?
  public var inactivityDetectionTimeSeconds: UInt32?
  public var linkedURRIDs: [UInt32] = []
  public var measurementInformation: MeasurementInformation?
  public var farIDForQuotaAction: UInt32?
  @PFCPBoxed private var furtherStorage: URRFurtherLimits?
  /// The elements that few rules have.
  public var further: URRFurtherLimits {
    get { furtherStorage ?? URRFurtherLimits() }
    set { furtherStorage = newValue == URRFurtherLimits() ? nil : newValue }
  }
  public var extras = PFCPExtras()

  init() {}

  public init(urrID: UInt32) {
    self.urrID = urrID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(81, "urrID", &urrID)
    try table.optional(62, "measurementMethod", &measurementMethod)
    try table.optional(37, "reportingTriggers", &reportingTriggers)
    try table.optional(64, "measurementPeriodSeconds", &measurementPeriodSeconds)
    try table.optional(31, "volumeThreshold", &volumeThreshold)
    try table.optional(73, "volumeQuota", &volumeQuota)
    try table.optional(149, "eventThreshold", &further.eventThreshold)
    try table.optional(148, "eventQuota", &further.eventQuota)
    try table.optional(32, "timeThresholdSeconds", &timeThresholdSeconds)
    try table.optional(74, "timeQuotaSeconds", &timeQuotaSeconds)
    try table.optional(71, "quotaHoldingTimeSeconds", &quotaHoldingTimeSeconds)
    try table.optional(72, "droppedDownlinkTrafficThreshold", &droppedDownlinkTrafficThreshold)
    try table.optional(181, "quotaValidityTimeSeconds", &quotaValidityTimeSeconds)
    try table.optional(33, "monitoringTime", &monitoringTime)
    try table.optional(34, "subsequentVolumeThreshold", &subsequentVolumeThreshold)
    try table.optional(35, "subsequentTimeThresholdSeconds", &subsequentTimeThresholdSeconds)
    try table.optional(121, "subsequentVolumeQuota", &subsequentVolumeQuota)
    try table.optional(122, "subsequentTimeQuotaSeconds", &subsequentTimeQuotaSeconds)
    try table.optional(151, "subsequentEventThreshold", &further.subsequentEventThreshold)
    try table.optional(150, "subsequentEventQuota", &further.subsequentEventQuota)
    try table.optional(36, "inactivityDetectionTimeSeconds", &inactivityDetectionTimeSeconds)
    try table.list(82, "linkedURRIDs", &linkedURRIDs)
    try table.optional(100, "measurementInformation", &measurementInformation)
    try table.optional(115, "timeQuotaMechanism", &further.timeQuotaMechanism)
    try table.list(118, "aggregatedURRs", &further.aggregatedURRs)
    try table.optional(108, "farIDForQuotaAction", &farIDForQuotaAction)
    try table.optional(146, "ethernetInactivityTimerSeconds", &further.ethernetInactivityTimerSeconds)
    try table.list(147, "additionalMonitoringTimes", &further.additionalMonitoringTimes)
    try table.optional(182, "numberOfReports", &further.numberOfReports)
  }
}

/// A usage reporting rule to be removed (TS 29.244 Table 7.5.4.8-1).
public struct RemoveURR: Hashable, Sendable, ElementGroup {
  public var urrID: UInt32 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(urrID: UInt32) {
    self.urrID = urrID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(81, "urrID", &urrID)
  }
}

/// A usage report that is wanted at once (TS 29.244 Table 7.5.4.10-1).
public struct QueryURR: Hashable, Sendable, ElementGroup {
  public var urrID: UInt32 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(urrID: UInt32) {
    self.urrID = urrID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(81, "urrID", &urrID)
  }
}

/// An application that was detected (TS 29.244 Table 7.5.8.3-2).
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

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(24, "applicationID", &applicationID)
    try table.optional(91, "applicationInstanceID", &applicationInstanceID)
    try table.optional(92, "flowInformation", &flowInformation)
    try table.optional(56, "pdrID", &pdrID)
  }
}

/// Measured usage of one URR, in a modification response (IE 78), deletion response (79) or report request (80) (TS 29.244 Tables 7.5.5.2-1, 7.5.7.2-1, 7.5.8.3-1).
public struct UsageReport: Hashable, Sendable, ElementGroup {
  public var urrID: UInt32 = 0
  public var sequenceNumber: UInt32 = 0
  public var usageReportTrigger: UsageReportTrigger = []
  public var startTime: UInt32?
  public var endTime: UInt32?
  public var volumeMeasurement: PFCPVolume?
  public var durationMeasurementSeconds: UInt32?
  @PFCPBoxed public var applicationDetectionInformation: ApplicationDetectionInformation?
  @PFCPBoxed public var ueIPAddress: UEIPAddress?
  public var networkInstance: PFCPText?
  public var timeOfFirstPacket: UInt32?
  public var timeOfLastPacket: UInt32?
  public var usageInformation: UsageInformation?
  public var queryURRReference: UInt32?
  public var eventTimeStamps: [UInt32] = []
  public var ethernetTrafficInformation: [UInt8]?
  public var extras = PFCPExtras()

  init() {}

  public init(urrID: UInt32, sequenceNumber: UInt32, usageReportTrigger: UsageReportTrigger) {
    self.urrID = urrID
    self.sequenceNumber = sequenceNumber
    self.usageReportTrigger = usageReportTrigger
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(81, "urrID", &urrID)
    try table.mandatory(104, "sequenceNumber", &sequenceNumber)
    try table.mandatory(63, "usageReportTrigger", &usageReportTrigger)
    try table.optional(75, "startTime", &startTime)
    try table.optional(76, "endTime", &endTime)
    try table.optional(66, "volumeMeasurement", &volumeMeasurement)
    try table.optional(67, "durationMeasurementSeconds", &durationMeasurementSeconds)
    try table.optional(68, "applicationDetectionInformation", &applicationDetectionInformation)
    try table.optional(93, "ueIPAddress", &ueIPAddress)
    try table.optional(22, "networkInstance", &networkInstance)
    try table.optional(69, "timeOfFirstPacket", &timeOfFirstPacket)
    try table.optional(70, "timeOfLastPacket", &timeOfLastPacket)
    try table.optional(90, "usageInformation", &usageInformation)
    try table.optional(125, "queryURRReference", &queryURRReference)
    try table.list(156, "eventTimeStamps", &eventTimeStamps)
    try table.optional(143, "ethernetTrafficInformation", &ethernetTrafficInformation)
  }
}
