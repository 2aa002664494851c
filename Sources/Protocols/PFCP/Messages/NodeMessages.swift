/// Heartbeat Request (TS 29.244 Table 7.4.2.1-1).
public struct HeartbeatRequest: Hashable, Sendable, ElementGroup {
  public var recoveryTimeStamp: UInt32 = 0
  public var sourceIPAddress: [UInt8]?
  public var extras = PFCPExtras()

  init() {}

  public init(recoveryTimeStamp: UInt32) {
    self.recoveryTimeStamp = recoveryTimeStamp
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(96, "recoveryTimeStamp", &recoveryTimeStamp)
    try table.optional(192, "sourceIPAddress", &sourceIPAddress)
  }
}

/// Heartbeat Response (TS 29.244 Table 7.4.2.2-1).
public struct HeartbeatResponse: Hashable, Sendable, ElementGroup {
  public var recoveryTimeStamp: UInt32 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(recoveryTimeStamp: UInt32) {
    self.recoveryTimeStamp = recoveryTimeStamp
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(96, "recoveryTimeStamp", &recoveryTimeStamp)
  }
}

/// PFCP PFD Management Request (TS 29.244 Table 7.4.3.1-1).
public struct PFDManagementRequest: Hashable, Sendable, ElementGroup {
  public var applications: [ApplicationPFDs] = []
  public var nodeID: NodeID?
  public var extras = PFCPExtras()

  public init() {}

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.list(58, "applications", &applications)
    try table.optional(60, "nodeID", &nodeID)
  }
}

/// PFCP PFD Management Response (TS 29.244 Table 7.4.3.2-1).
public struct PFDManagementResponse: Hashable, Sendable, ElementGroup {
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
  public var nodeID: NodeID?
  public var extras = PFCPExtras()

  init() {}

  public init(cause: PFCPCause) {
    self.cause = cause
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(19, "cause", &cause)
    try table.optional(40, "offendingIE", &offendingIE)
    try table.optional(60, "nodeID", &nodeID)
  }
}

/// PFCP Association Setup Request (TS 29.244 Table 7.4.4.1-1).
public struct AssociationSetupRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var recoveryTimeStamp: UInt32 = 0
  public var upFunctionFeatures: UPFunctionFeatures?
  public var cpFunctionFeatures: CPFunctionFeatures?
  public var alternativeSMFIPAddresses: [[UInt8]] = []
  public var smfSetID: [UInt8]?
  public var ueIPAddressPools: [[UInt8]] = []
  public var nfInstanceID: [UInt8]?
  public var flags: PFCPASReqFlags?
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, recoveryTimeStamp: UInt32) {
    self.nodeID = nodeID
    self.recoveryTimeStamp = recoveryTimeStamp
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(60, "nodeID", &nodeID)
    try table.mandatory(96, "recoveryTimeStamp", &recoveryTimeStamp)
    try table.optional(43, "upFunctionFeatures", &upFunctionFeatures)
    try table.optional(89, "cpFunctionFeatures", &cpFunctionFeatures)
    try table.list(178, "alternativeSMFIPAddresses", &alternativeSMFIPAddresses)
    try table.optional(180, "smfSetID", &smfSetID)
    try table.list(233, "ueIPAddressPools", &ueIPAddressPools)
    try table.optional(253, "nfInstanceID", &nfInstanceID)
    try table.optional(259, "flags", &flags)
  }
}

/// PFCP Association Setup Response (TS 29.244 Table 7.4.4.2-1).
public struct AssociationSetupResponse: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cause: PFCPCause = .requestRejected
  public var recoveryTimeStamp: UInt32 = 0
  public var upFunctionFeatures: UPFunctionFeatures?
  public var cpFunctionFeatures: CPFunctionFeatures?
  public var alternativeSMFIPAddresses: [[UInt8]] = []
  public var flags: PFCPASRspFlags?
  public var ueIPAddressPools: [[UInt8]] = []
  public var nfInstanceID: [UInt8]?
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, cause: PFCPCause, recoveryTimeStamp: UInt32) {
    self.nodeID = nodeID
    self.cause = cause
    self.recoveryTimeStamp = recoveryTimeStamp
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(60, "nodeID", &nodeID)
    try table.mandatory(19, "cause", &cause)
    try table.mandatory(96, "recoveryTimeStamp", &recoveryTimeStamp)
    try table.optional(43, "upFunctionFeatures", &upFunctionFeatures)
    try table.optional(89, "cpFunctionFeatures", &cpFunctionFeatures)
    try table.list(178, "alternativeSMFIPAddresses", &alternativeSMFIPAddresses)
    try table.optional(184, "flags", &flags)
    try table.list(233, "ueIPAddressPools", &ueIPAddressPools)
    try table.optional(253, "nfInstanceID", &nfInstanceID)
  }
}

/// PFCP Association Update Request (TS 29.244 Table 7.4.4.3-1).
public struct AssociationUpdateRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var upFunctionFeatures: UPFunctionFeatures?
  public var cpFunctionFeatures: CPFunctionFeatures?
  public var associationReleaseRequest: GracefulReleaseFlags?
  public var gracefulReleasePeriod: UnitTimer?
  public var flags: PFCPAUReqFlags?
  public var alternativeSMFIPAddresses: [[UInt8]] = []
  public var smfSetID: [UInt8]?
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID) {
    self.nodeID = nodeID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(60, "nodeID", &nodeID)
    try table.optional(43, "upFunctionFeatures", &upFunctionFeatures)
    try table.optional(89, "cpFunctionFeatures", &cpFunctionFeatures)
    try table.optional(111, "associationReleaseRequest", &associationReleaseRequest)
    try table.optional(112, "gracefulReleasePeriod", &gracefulReleasePeriod)
    try table.optional(162, "flags", &flags)
    try table.list(178, "alternativeSMFIPAddresses", &alternativeSMFIPAddresses)
    try table.optional(180, "smfSetID", &smfSetID)
  }
}

/// PFCP Association Update Response (TS 29.244 Table 7.4.4.4-1).
public struct AssociationUpdateResponse: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cause: PFCPCause = .requestRejected
  public var upFunctionFeatures: UPFunctionFeatures?
  public var cpFunctionFeatures: CPFunctionFeatures?
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, cause: PFCPCause) {
    self.nodeID = nodeID
    self.cause = cause
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(60, "nodeID", &nodeID)
    try table.mandatory(19, "cause", &cause)
    try table.optional(43, "upFunctionFeatures", &upFunctionFeatures)
    try table.optional(89, "cpFunctionFeatures", &cpFunctionFeatures)
  }
}

/// PFCP Association Release Request (TS 29.244 Table 7.4.4.5-1).
public struct AssociationReleaseRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID) {
    self.nodeID = nodeID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(60, "nodeID", &nodeID)
  }
}

/// PFCP Association Release Response (TS 29.244 Table 7.4.4.6-1).
public struct AssociationReleaseResponse: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cause: PFCPCause = .requestRejected
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, cause: PFCPCause) {
    self.nodeID = nodeID
    self.cause = cause
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(60, "nodeID", &nodeID)
    try table.mandatory(19, "cause", &cause)
  }
}

/// PFCP Version Not Supported Response (TS 29.244 §7.4.4.7).
public struct VersionNotSupportedResponse: Hashable, Sendable, ElementGroup {
  public var extras = PFCPExtras()

  public init() {}

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {}
}

/// PFCP Node Report Request (TS 29.244 Table 7.4.5.1.1-1).
public struct NodeReportRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var nodeReportType: NodeReportType = []
  public var userPlanePathFailureReport: UserPlanePathReport?
  public var userPlanePathRecoveryReport: UserPlanePathReport?
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, nodeReportType: NodeReportType) {
    self.nodeID = nodeID
    self.nodeReportType = nodeReportType
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(60, "nodeID", &nodeID)
    try table.mandatory(101, "nodeReportType", &nodeReportType)
    try table.optional(102, "userPlanePathFailureReport", &userPlanePathFailureReport)
    try table.optional(187, "userPlanePathRecoveryReport", &userPlanePathRecoveryReport)
  }
}

/// PFCP Node Report Response (TS 29.244 Table 7.4.5.2.1-1).
public struct NodeReportResponse: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
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
  }
}

/// PFCP Session Set Deletion Request (TS 29.244 Table 7.4.6.1-1).
public struct SessionSetDeletionRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var fqCSIDs: [[UInt8]] = []
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID) {
    self.nodeID = nodeID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(60, "nodeID", &nodeID)
    try table.list(65, "fqCSIDs", &fqCSIDs)
  }
}

/// PFCP Session Set Deletion Response (TS 29.244 Table 7.4.6.2-1).
public struct SessionSetDeletionResponse: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
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
  }
}
