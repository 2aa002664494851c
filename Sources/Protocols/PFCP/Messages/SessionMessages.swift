import Base

/// PFCP Session Establishment Request (TS 29.244 Table 7.5.2.1-1).
public struct SessionEstablishmentRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cpFSEID: FSEID = FSEID(seid: 0)
  public var createPDRs: [CreatePDR] = []
  public var createFARs: [CreateFAR] = []
  public var createURRs: [CreateURR] = []
  public var createQERs: [CreateQER] = []
  public var createBAR: CreateBAR?
  public var createTrafficEndpoints: [CreateTrafficEndpoint] = []
  public var pdnType: PDNType?
  public var fqCSIDs: [[UInt8]] = []
  public var userPlaneInactivityTimerSeconds: UInt32?
  @PFCPBoxed public var userID: PFCPUserID?
  public var traceInformation: [UInt8]?
  public var dnn: DomainName?
  public var flags: PFCPSEReqFlags?
  public var recoveryTimeStamp: UInt32?
  public var sNSSAI: SNSSAI?
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, cpFSEID: FSEID) {
    self.nodeID = nodeID
    self.cpFSEID = cpFSEID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(60, "nodeID", &nodeID)
    try table.mandatory(57, "cpFSEID", &cpFSEID)
    try table.mandatoryList(1, "createPDRs", &createPDRs)
    try table.mandatoryList(3, "createFARs", &createFARs)
    try table.list(6, "createURRs", &createURRs)
    try table.list(7, "createQERs", &createQERs)
    try table.optional(85, "createBAR", &createBAR)
    try table.list(127, "createTrafficEndpoints", &createTrafficEndpoints)
    try table.optional(113, "pdnType", &pdnType)
    try table.list(65, "fqCSIDs", &fqCSIDs)
    try table.optional(117, "userPlaneInactivityTimerSeconds", &userPlaneInactivityTimerSeconds)
    try table.optional(141, "userID", &userID)
    try table.optional(152, "traceInformation", &traceInformation)
    try table.optional(159, "dnn", &dnn)
    try table.optional(186, "flags", &flags)
    try table.optional(96, "recoveryTimeStamp", &recoveryTimeStamp)
    try table.optional(257, "sNSSAI", &sNSSAI)
  }
}

/// PFCP Session Establishment Response (TS 29.244 Table 7.5.3.1-1).
public struct SessionEstablishmentResponse: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
  @PFCPBoxed public var upFSEID: FSEID?
  public var createdPDRs: [CreatedPDR] = []
  @PFCPBoxed public var loadControlInformation: LoadControlInformation?
  @PFCPBoxed public var overloadControlInformation: OverloadControlInformation?
  public var fqCSIDs: [[UInt8]] = []
  public var failedRuleID: FailedRuleID?
  public var createdTrafficEndpoints: [CreatedTrafficEndpoint] = []
  public var partialFailures: [PartialFailureInformation] = []
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, cause: PFCPCause) {
    self.nodeID = nodeID
    self.cause = cause
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(60, "nodeID", &nodeID)
    try table.mandatory(19, "cause", &cause)
    try table.optional(40, "offendingIE", &offendingIE)
    try table.optional(57, "upFSEID", &upFSEID)
    try table.list(8, "createdPDRs", &createdPDRs)
    try table.optional(51, "loadControlInformation", &loadControlInformation)
    try table.optional(54, "overloadControlInformation", &overloadControlInformation)
    try table.list(65, "fqCSIDs", &fqCSIDs)
    try table.optional(114, "failedRuleID", &failedRuleID)
    try table.list(128, "createdTrafficEndpoints", &createdTrafficEndpoints)
    try table.list(272, "partialFailures", &partialFailures)
  }
}

/// PFCP Session Modification Request (TS 29.244 Table 7.5.4.1-1).
public struct SessionModificationRequest: Hashable, Sendable, ElementGroup {
  @PFCPBoxed public var cpFSEID: FSEID?
  public var removePDRs: [RemovePDR] = []
  public var removeFARs: [RemoveFAR] = []
  public var removeURRs: [RemoveURR] = []
  public var removeQERs: [RemoveQER] = []
  public var removeBAR: RemoveBAR?
  public var removeTrafficEndpoints: [RemoveTrafficEndpoint] = []
  public var createPDRs: [CreatePDR] = []
  public var createFARs: [CreateFAR] = []
  public var createURRs: [CreateURR] = []
  public var createQERs: [CreateQER] = []
  @PFCPBoxed public var createBAR: CreateBAR?
  public var createTrafficEndpoints: [CreateTrafficEndpoint] = []
  public var updatePDRs: [UpdatePDR] = []
  public var updateFARs: [UpdateFAR] = []
  public var updateURRs: [UpdateURR] = []
  public var updateQERs: [UpdateQER] = []
  @PFCPBoxed public var updateBAR: UpdateBAR?
  public var updateTrafficEndpoints: [UpdateTrafficEndpoint] = []
  @PFCPBoxed public var flags: PFCPSMReqFlags?
  public var queryURRs: [QueryURR] = []
  public var fqCSIDs: [[UInt8]] = []
  @PFCPBoxed public var userPlaneInactivityTimerSeconds: UInt32?
  @PFCPBoxed public var queryURRReference: UInt32?
  @PFCPBoxed public var traceInformation: [UInt8]?
  @PFCPBoxed public var nodeID: NodeID?
  public var extras = PFCPExtras()

  public init() {}

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.optional(57, "cpFSEID", &cpFSEID)
    try table.list(15, "removePDRs", &removePDRs)
    try table.list(16, "removeFARs", &removeFARs)
    try table.list(17, "removeURRs", &removeURRs)
    try table.list(18, "removeQERs", &removeQERs)
    try table.optional(87, "removeBAR", &removeBAR)
    try table.list(130, "removeTrafficEndpoints", &removeTrafficEndpoints)
    try table.list(1, "createPDRs", &createPDRs)
    try table.list(3, "createFARs", &createFARs)
    try table.list(6, "createURRs", &createURRs)
    try table.list(7, "createQERs", &createQERs)
    try table.optional(85, "createBAR", &createBAR)
    try table.list(127, "createTrafficEndpoints", &createTrafficEndpoints)
    try table.list(9, "updatePDRs", &updatePDRs)
    try table.list(10, "updateFARs", &updateFARs)
    try table.list(13, "updateURRs", &updateURRs)
    try table.list(14, "updateQERs", &updateQERs)
    try table.optional(86, "updateBAR", &updateBAR)
    try table.list(129, "updateTrafficEndpoints", &updateTrafficEndpoints)
    try table.optional(49, "flags", &flags)
    try table.list(77, "queryURRs", &queryURRs)
    try table.list(65, "fqCSIDs", &fqCSIDs)
    try table.optional(117, "userPlaneInactivityTimerSeconds", &userPlaneInactivityTimerSeconds)
    try table.optional(125, "queryURRReference", &queryURRReference)
    try table.optional(152, "traceInformation", &traceInformation)
    try table.optional(60, "nodeID", &nodeID)
  }
}

/// PFCP Session Modification Response (TS 29.244 Table 7.5.5.1-1).
public struct SessionModificationResponse: Hashable, Sendable, ElementGroup {
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
  public var createdPDRs: [CreatedPDR] = []
  @PFCPBoxed public var loadControlInformation: LoadControlInformation?
  @PFCPBoxed public var overloadControlInformation: OverloadControlInformation?
  public var usageReports: [UsageReport] = []
  public var failedRuleID: FailedRuleID?
  public var additionalUsageReports: UInt16?
  public var createdTrafficEndpoints: [CreatedTrafficEndpoint] = []
  public var updatedPDRs: [UpdatedPDR] = []
  public var partialFailures: [PartialFailureInformation] = []
  public var extras = PFCPExtras()

  init() {}

  public init(cause: PFCPCause) {
    self.cause = cause
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(19, "cause", &cause)
    try table.optional(40, "offendingIE", &offendingIE)
    try table.list(8, "createdPDRs", &createdPDRs)
    try table.optional(51, "loadControlInformation", &loadControlInformation)
    try table.optional(54, "overloadControlInformation", &overloadControlInformation)
    try table.list(78, "usageReports", &usageReports)
    try table.optional(114, "failedRuleID", &failedRuleID)
    try table.optional(126, "additionalUsageReports", &additionalUsageReports)
    try table.list(128, "createdTrafficEndpoints", &createdTrafficEndpoints)
    try table.list(256, "updatedPDRs", &updatedPDRs)
    try table.list(272, "partialFailures", &partialFailures)
  }
}

/// PFCP Session Deletion Request (TS 29.244 Table 7.5.6-1).
public struct SessionDeletionRequest: Hashable, Sendable, ElementGroup {
  public var extras = PFCPExtras()

  public init() {}

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {}
}

/// PFCP Session Deletion Response (TS 29.244 Table 7.5.7.1-1).
public struct SessionDeletionResponse: Hashable, Sendable, ElementGroup {
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
  @PFCPBoxed public var loadControlInformation: LoadControlInformation?
  @PFCPBoxed public var overloadControlInformation: OverloadControlInformation?
  public var usageReports: [UsageReport] = []
  public var additionalUsageReports: UInt16?
  public var extras = PFCPExtras()

  init() {}

  public init(cause: PFCPCause) {
    self.cause = cause
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(19, "cause", &cause)
    try table.optional(40, "offendingIE", &offendingIE)
    try table.optional(51, "loadControlInformation", &loadControlInformation)
    try table.optional(54, "overloadControlInformation", &overloadControlInformation)
    try table.list(79, "usageReports", &usageReports)
    try table.optional(126, "additionalUsageReports", &additionalUsageReports)
  }
}

/// PFCP Session Report Request (TS 29.244 Table 7.5.8.1-1).
public struct SessionReportRequest: Hashable, Sendable, ElementGroup {
  public var reportType: ReportType = []
  @PFCPBoxed public var downlinkDataReport: DownlinkDataReport?
  public var usageReports: [UsageReport] = []
  @PFCPBoxed public var errorIndicationReport: ErrorIndicationReport?
  @PFCPBoxed public var loadControlInformation: LoadControlInformation?
  @PFCPBoxed public var overloadControlInformation: OverloadControlInformation?
  public var additionalUsageReports: UInt16?
  public var flags: PFCPSRReqFlags?
  @PFCPBoxed public var oldCPFSEID: FSEID?
  public var sessionReports: [SessionReport] = []
  public var extras = PFCPExtras()

  init() {}

  public init(reportType: ReportType) {
    self.reportType = reportType
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(39, "reportType", &reportType)
    try table.optional(83, "downlinkDataReport", &downlinkDataReport)
    try table.list(80, "usageReports", &usageReports)
    try table.optional(99, "errorIndicationReport", &errorIndicationReport)
    try table.optional(51, "loadControlInformation", &loadControlInformation)
    try table.optional(54, "overloadControlInformation", &overloadControlInformation)
    try table.optional(126, "additionalUsageReports", &additionalUsageReports)
    try table.optional(161, "flags", &flags)
    try table.optional(57, "oldCPFSEID", &oldCPFSEID)
    try table.list(214, "sessionReports", &sessionReports)
  }
}

/// PFCP Session Report Response (TS 29.244 Table 7.5.9.1-1).
public struct SessionReportResponse: Hashable, Sendable, ElementGroup {
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
  public var updateBAR: ReportResponseUpdateBAR?
  public var flags: PFCPSRRspFlags?
  @PFCPBoxed public var cpFSEID: FSEID?
  public var n4uFTEID: FTEID?
  public var alternativeSMFIPAddresses: [[UInt8]] = []
  public var extras = PFCPExtras()

  init() {}

  public init(cause: PFCPCause) {
    self.cause = cause
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(19, "cause", &cause)
    try table.optional(40, "offendingIE", &offendingIE)
    try table.optional(12, "updateBAR", &updateBAR)
    try table.optional(50, "flags", &flags)
    try table.optional(57, "cpFSEID", &cpFSEID)
    try table.optional(21, "n4uFTEID", &n4uFTEID)
    try table.list(178, "alternativeSMFIPAddresses", &alternativeSMFIPAddresses)
  }
}
