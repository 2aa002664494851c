// Made by scripts/generate-pfcp from Tools/PFCP.
// swift-format-ignore-file

import Base

/// Heartbeat Request: TS 29.244 Table 7.4.2.1-1.
public struct HeartbeatRequest: Hashable, Sendable, ElementGroup {
  public var recoveryTimeStamp: UInt32 = 0
  @PFCPBoxed public var sourceIPAddress: SourceIPAddress?
  public var extras = PFCPExtras()

  init() {}

  public init(recoveryTimeStamp: UInt32) {
    self.recoveryTimeStamp = recoveryTimeStamp
  }

  static var mandatoryTypes: [UInt16] { [96] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 96: try source.mandatory(0, &recoveryTimeStamp)
    case 192: try source.optional(&_sourceIPAddress)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(96, "recoveryTimeStamp", recoveryTimeStamp)
    try visitor.value(192, "sourceIPAddress", _sourceIPAddress)
  }
}

/// Heartbeat Response: TS 29.244 Table 7.4.2.2-1.
public struct HeartbeatResponse: Hashable, Sendable, ElementGroup {
  public var recoveryTimeStamp: UInt32 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(recoveryTimeStamp: UInt32) {
    self.recoveryTimeStamp = recoveryTimeStamp
  }

  static var mandatoryTypes: [UInt16] { [96] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 96: try source.mandatory(0, &recoveryTimeStamp)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(96, "recoveryTimeStamp", recoveryTimeStamp)
  }
}

/// PFCP PFD Management Request: TS 29.244 Table 7.4.3.1-1.
public struct PFDManagementRequest: Hashable, Sendable, ElementGroup {
  public var applications: [ApplicationPFDs] = []
  public var nodeID: NodeID?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 58: try source.list(&applications)
    case 60: try source.optional(&nodeID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(58, "applications", applications)
    try visitor.value(60, "nodeID", nodeID)
  }
}

/// PFCP PFD Management Response: TS 29.244 Table 7.4.3.2-1.
public struct PFDManagementResponse: Hashable, Sendable, ElementGroup {
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
  public var nodeID: NodeID?
  public var extras = PFCPExtras()

  init() {}

  public init(cause: PFCPCause) {
    self.cause = cause
  }

  static var mandatoryTypes: [UInt16] { [19] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 19: try source.mandatory(0, &cause)
    case 40: try source.optional(&offendingIE)
    case 60: try source.optional(&nodeID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(19, "cause", cause)
    try visitor.value(40, "offendingIE", offendingIE)
    try visitor.value(60, "nodeID", nodeID)
  }
}

/// PFCP Association Setup Request: TS 29.244 Table 7.4.4.1-1.
public struct AssociationSetupRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var recoveryTimeStamp: UInt32 = 0
  public var upFunctionFeatures: UPFunctionFeatures?
  public var cpFunctionFeatures: CPFunctionFeatures?
  public var alternativeSMFIPAddresses: [AlternativeSMFIPAddress] = []
  public var smfSetID: SMFSetID?
  @PFCPBoxed public var sessionRetentionInformation: SessionRetentionInformation?
  public var ueIPAddressPools: [UEIPAddressPoolInformation] = []
  public var gtpuPathQoSControlInformation: [GTPUPathQoSControlInformation] = []
  public var clockDriftControlInformation: [ClockDriftControlInformation] = []
  @PFCPBoxed public var nfInstanceID: NFInstanceID?
  public var flags: PFCPASReqFlags?
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, recoveryTimeStamp: UInt32) {
    self.nodeID = nodeID
    self.recoveryTimeStamp = recoveryTimeStamp
  }

  static var mandatoryTypes: [UInt16] { [60, 96] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 96: try source.mandatory(1, &recoveryTimeStamp)
    case 43: try source.optional(&upFunctionFeatures)
    case 89: try source.optional(&cpFunctionFeatures)
    case 178: try source.list(&alternativeSMFIPAddresses)
    case 180: try source.optional(&smfSetID)
    case 183: try source.optional(&_sessionRetentionInformation)
    case 233: try source.list(&ueIPAddressPools)
    case 238: try source.list(&gtpuPathQoSControlInformation)
    case 203: try source.list(&clockDriftControlInformation)
    case 253: try source.optional(&_nfInstanceID)
    case 259: try source.optional(&flags)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(96, "recoveryTimeStamp", recoveryTimeStamp)
    try visitor.value(43, "upFunctionFeatures", upFunctionFeatures)
    try visitor.value(89, "cpFunctionFeatures", cpFunctionFeatures)
    try visitor.list(178, "alternativeSMFIPAddresses", alternativeSMFIPAddresses)
    try visitor.value(180, "smfSetID", smfSetID)
    try visitor.value(183, "sessionRetentionInformation", _sessionRetentionInformation)
    try visitor.list(233, "ueIPAddressPools", ueIPAddressPools)
    try visitor.list(238, "gtpuPathQoSControlInformation", gtpuPathQoSControlInformation)
    try visitor.list(203, "clockDriftControlInformation", clockDriftControlInformation)
    try visitor.value(253, "nfInstanceID", _nfInstanceID)
    try visitor.value(259, "flags", flags)
  }
}

/// PFCP Association Setup Response: TS 29.244 Table 7.4.4.2-1.
public struct AssociationSetupResponse: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cause: PFCPCause = .requestRejected
  public var recoveryTimeStamp: UInt32 = 0
  public var upFunctionFeatures: UPFunctionFeatures?
  public var cpFunctionFeatures: CPFunctionFeatures?
  public var alternativeSMFIPAddresses: [AlternativeSMFIPAddress] = []
  public var smfSetID: SMFSetID?
  public var flags: PFCPASRspFlags?
  public var clockDriftControlInformation: [ClockDriftControlInformation] = []
  public var ueIPAddressPools: [UEIPAddressPoolInformation] = []
  public var gtpuPathQoSControlInformation: [GTPUPathQoSControlInformation] = []
  @PFCPBoxed public var nfInstanceID: NFInstanceID?
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, cause: PFCPCause, recoveryTimeStamp: UInt32) {
    self.nodeID = nodeID
    self.cause = cause
    self.recoveryTimeStamp = recoveryTimeStamp
  }

  static var mandatoryTypes: [UInt16] { [60, 19, 96] }
  static var mandatoryCount: Int { 3 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 19: try source.mandatory(1, &cause)
    case 96: try source.mandatory(2, &recoveryTimeStamp)
    case 43: try source.optional(&upFunctionFeatures)
    case 89: try source.optional(&cpFunctionFeatures)
    case 178: try source.list(&alternativeSMFIPAddresses)
    case 180: try source.optional(&smfSetID)
    case 184: try source.optional(&flags)
    case 203: try source.list(&clockDriftControlInformation)
    case 233: try source.list(&ueIPAddressPools)
    case 238: try source.list(&gtpuPathQoSControlInformation)
    case 253: try source.optional(&_nfInstanceID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(19, "cause", cause)
    try visitor.value(96, "recoveryTimeStamp", recoveryTimeStamp)
    try visitor.value(43, "upFunctionFeatures", upFunctionFeatures)
    try visitor.value(89, "cpFunctionFeatures", cpFunctionFeatures)
    try visitor.list(178, "alternativeSMFIPAddresses", alternativeSMFIPAddresses)
    try visitor.value(180, "smfSetID", smfSetID)
    try visitor.value(184, "flags", flags)
    try visitor.list(203, "clockDriftControlInformation", clockDriftControlInformation)
    try visitor.list(233, "ueIPAddressPools", ueIPAddressPools)
    try visitor.list(238, "gtpuPathQoSControlInformation", gtpuPathQoSControlInformation)
    try visitor.value(253, "nfInstanceID", _nfInstanceID)
  }
}

/// PFCP Association Update Request: TS 29.244 Table 7.4.4.3-1.
public struct AssociationUpdateRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var upFunctionFeatures: UPFunctionFeatures?
  public var cpFunctionFeatures: CPFunctionFeatures?
  public var associationReleaseRequest: GracefulReleaseFlags?
  public var gracefulReleasePeriod: UnitTimer?
  public var flags: PFCPAUReqFlags?
  public var alternativeSMFIPAddresses: [AlternativeSMFIPAddress] = []
  public var smfSetID: SMFSetID?
  public var clockDriftControlInformation: [ClockDriftControlInformation] = []
  public var ueIPAddressPools: [UEIPAddressPoolInformation] = []
  public var gtpuPathQoSControlInformation: [GTPUPathQoSControlInformation] = []
  public var ueIPAddressUsageInformation: [UEIPAddressUsageInformation] = []
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID) {
    self.nodeID = nodeID
  }

  static var mandatoryTypes: [UInt16] { [60] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 43: try source.optional(&upFunctionFeatures)
    case 89: try source.optional(&cpFunctionFeatures)
    case 111: try source.optional(&associationReleaseRequest)
    case 112: try source.optional(&gracefulReleasePeriod)
    case 162: try source.optional(&flags)
    case 178: try source.list(&alternativeSMFIPAddresses)
    case 180: try source.optional(&smfSetID)
    case 203: try source.list(&clockDriftControlInformation)
    case 233: try source.list(&ueIPAddressPools)
    case 238: try source.list(&gtpuPathQoSControlInformation)
    case 267: try source.list(&ueIPAddressUsageInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(43, "upFunctionFeatures", upFunctionFeatures)
    try visitor.value(89, "cpFunctionFeatures", cpFunctionFeatures)
    try visitor.value(111, "associationReleaseRequest", associationReleaseRequest)
    try visitor.value(112, "gracefulReleasePeriod", gracefulReleasePeriod)
    try visitor.value(162, "flags", flags)
    try visitor.list(178, "alternativeSMFIPAddresses", alternativeSMFIPAddresses)
    try visitor.value(180, "smfSetID", smfSetID)
    try visitor.list(203, "clockDriftControlInformation", clockDriftControlInformation)
    try visitor.list(233, "ueIPAddressPools", ueIPAddressPools)
    try visitor.list(238, "gtpuPathQoSControlInformation", gtpuPathQoSControlInformation)
    try visitor.list(267, "ueIPAddressUsageInformation", ueIPAddressUsageInformation)
  }
}

/// PFCP Association Update Response: TS 29.244 Table 7.4.4.4-1.
public struct AssociationUpdateResponse: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cause: PFCPCause = .requestRejected
  public var upFunctionFeatures: UPFunctionFeatures?
  public var cpFunctionFeatures: CPFunctionFeatures?
  public var ueIPAddressUsageInformation: [UEIPAddressUsageInformation] = []
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, cause: PFCPCause) {
    self.nodeID = nodeID
    self.cause = cause
  }

  static var mandatoryTypes: [UInt16] { [60, 19] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 19: try source.mandatory(1, &cause)
    case 43: try source.optional(&upFunctionFeatures)
    case 89: try source.optional(&cpFunctionFeatures)
    case 267: try source.list(&ueIPAddressUsageInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(19, "cause", cause)
    try visitor.value(43, "upFunctionFeatures", upFunctionFeatures)
    try visitor.value(89, "cpFunctionFeatures", cpFunctionFeatures)
    try visitor.list(267, "ueIPAddressUsageInformation", ueIPAddressUsageInformation)
  }
}

/// PFCP Association Release Request: TS 29.244 Table 7.4.4.5-1.
public struct AssociationReleaseRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID) {
    self.nodeID = nodeID
  }

  static var mandatoryTypes: [UInt16] { [60] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
  }
}

/// PFCP Association Release Response: TS 29.244 Table 7.4.4.6-1.
public struct AssociationReleaseResponse: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cause: PFCPCause = .requestRejected
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, cause: PFCPCause) {
    self.nodeID = nodeID
    self.cause = cause
  }

  static var mandatoryTypes: [UInt16] { [60, 19] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 19: try source.mandatory(1, &cause)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(19, "cause", cause)
  }
}

/// PFCP Version Not Supported Response: TS 29.244 §7.4.4.7.
public struct VersionNotSupportedResponse: Hashable, Sendable, ElementGroup {
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    source.unknown()
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
  }
}

/// PFCP Node Report Request: TS 29.244 Table 7.4.5.1.1-1.
public struct NodeReportRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var nodeReportType: NodeReportType = []
  @PFCPBoxed public var vendorSpecificNodeReportType: VendorSpecificNodeReportType?
  @PFCPBoxed public var userPlanePathFailureReport: UserPlanePathReport?
  @PFCPBoxed public var userPlanePathRecoveryReport: UserPlanePathReport?
  public var clockDriftReports: [ClockDriftReport] = []
  public var gtpuPathQoSReports: [GTPUPathQoSReport] = []
  @PFCPBoxed public var peerUPRestartReport: PeerUPRestartReport?
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, nodeReportType: NodeReportType) {
    self.nodeID = nodeID
    self.nodeReportType = nodeReportType
  }

  static var mandatoryTypes: [UInt16] { [60, 101] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 101: try source.mandatory(1, &nodeReportType)
    case 320: try source.optional(&_vendorSpecificNodeReportType)
    case 102: try source.optional(&_userPlanePathFailureReport)
    case 187: try source.optional(&_userPlanePathRecoveryReport)
    case 205: try source.list(&clockDriftReports)
    case 239: try source.list(&gtpuPathQoSReports)
    case 315: try source.optional(&_peerUPRestartReport)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(101, "nodeReportType", nodeReportType)
    try visitor.value(320, "vendorSpecificNodeReportType", _vendorSpecificNodeReportType)
    try visitor.value(102, "userPlanePathFailureReport", _userPlanePathFailureReport)
    try visitor.value(187, "userPlanePathRecoveryReport", _userPlanePathRecoveryReport)
    try visitor.list(205, "clockDriftReports", clockDriftReports)
    try visitor.list(239, "gtpuPathQoSReports", gtpuPathQoSReports)
    try visitor.value(315, "peerUPRestartReport", _peerUPRestartReport)
  }
}

/// PFCP Node Report Response: TS 29.244 Table 7.4.5.2.1-1.
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

  static var mandatoryTypes: [UInt16] { [60, 19] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 19: try source.mandatory(1, &cause)
    case 40: try source.optional(&offendingIE)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(19, "cause", cause)
    try visitor.value(40, "offendingIE", offendingIE)
  }
}

/// PFCP Session Set Deletion Request: TS 29.244 Table 7.4.6.1-1.
public struct SessionSetDeletionRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var fqCSIDs: [FQCSID] = []
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID) {
    self.nodeID = nodeID
  }

  static var mandatoryTypes: [UInt16] { [60] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 65: try source.list(&fqCSIDs)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.list(65, "fqCSIDs", fqCSIDs)
  }
}

/// PFCP Session Set Deletion Response: TS 29.244 Table 7.4.6.2-1.
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

  static var mandatoryTypes: [UInt16] { [60, 19] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 19: try source.mandatory(1, &cause)
    case 40: try source.optional(&offendingIE)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(19, "cause", cause)
    try visitor.value(40, "offendingIE", offendingIE)
  }
}

/// PFCP Session Set Modification Request: TS 29.244 Table 7.4.7.1-1.
public struct SessionSetModificationRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var sessionChangeInfo: [SessionChangeInfo] = []
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID) {
    self.nodeID = nodeID
  }

  static var mandatoryTypes: [UInt16] { [60, 290] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 290: try source.mandatoryList(1, &sessionChangeInfo)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.list(290, "sessionChangeInfo", sessionChangeInfo)
  }
}

/// PFCP Session Set Modification Response: TS 29.244 Table 7.4.7.2-1.
public struct SessionSetModificationResponse: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, cause: PFCPCause) {
    self.nodeID = nodeID
    self.cause = cause
  }

  static var mandatoryTypes: [UInt16] { [60, 19] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 19: try source.mandatory(1, &cause)
    case 40: try source.optional(&offendingIE)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(19, "cause", cause)
    try visitor.value(40, "offendingIE", offendingIE)
  }
}

/// PFCP Session Establishment Request: TS 29.244 Table 7.5.2.1-1.
public struct SessionEstablishmentRequest: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cpFSEID: FSEID = FSEID(seid: 0)
  public var createPDRs: [CreatePDR] = []
  public var createFARs: [CreateFAR] = []
  public var createURRs: [CreateURR] = []
  public var createQERs: [CreateQER] = []
  @PFCPBoxed public var createBAR: CreateBAR?
  public var createTrafficEndpoints: [CreateTrafficEndpoint] = []
  public var pdnType: PDNType?
  public var fqCSIDs: [FQCSID] = []
  public var userPlaneInactivityTimerSeconds: UInt32?
  @PFCPBoxed public var userID: PFCPUserID?
  @PFCPBoxed public var traceInformation: TraceInformation?
  public var dnn: DomainName?
  public var flags: PFCPSEReqFlags?
  public var recoveryTimeStamp: UInt32?
  public var sNSSAI: SNSSAI?
  private var rare = RareSection<Rare>()
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, cpFSEID: FSEID) {
    self.nodeID = nodeID
    self.cpFSEID = cpFSEID
  }

  static var mandatoryTypes: [UInt16] { [60, 57, 1, 3] }
  static var mandatoryCount: Int { 4 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 57: try source.mandatory(1, &cpFSEID)
    case 1: try source.mandatoryList(2, &createPDRs)
    case 3: try source.mandatoryList(3, &createFARs)
    case 6: try source.list(&createURRs)
    case 7: try source.list(&createQERs)
    case 85: try source.optional(&_createBAR)
    case 127: try source.list(&createTrafficEndpoints)
    case 113: try source.optional(&pdnType)
    case 65: try source.list(&fqCSIDs)
    case 117: try source.optional(&userPlaneInactivityTimerSeconds)
    case 141: try source.optional(&_userID)
    case 152: try source.optional(&_traceInformation)
    case 159: try source.optional(&dnn)
    case 165: try source.list(&rare.value.createMARs)
    case 186: try source.optional(&flags)
    case 194: try source.optional(&rare.value.createBridgeInfo)
    case 212: try source.list(&rare.value.createSRRs)
    case 220: try source.optional(&rare.value.provideATSSSControlInformation)
    case 96: try source.optional(&recoveryTimeStamp)
    case 257: try source.optional(&sNSSAI)
    case 261: try source.optional(&rare.value.provideRDSConfigurationInformation)
    case 275: try source.optional(&rare.value.ratType)
    case 276: try source.list(&rare.value.l2tpTunnelInformation)
    case 277: try source.optional(&rare.value.l2tpSessionInformation)
    case 291: try source.optional(&rare.value.groupID)
    case 300: try source.optional(&rare.value.mbsSessionN4mbControlInformation)
    case 310: try source.list(&rare.value.mbsSessionN4ControlInformation)
    case 316: try source.list(&rare.value.dscpToPPIControlInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(57, "cpFSEID", cpFSEID)
    try visitor.list(1, "createPDRs", createPDRs)
    try visitor.list(3, "createFARs", createFARs)
    try visitor.list(6, "createURRs", createURRs)
    try visitor.list(7, "createQERs", createQERs)
    try visitor.value(85, "createBAR", _createBAR)
    try visitor.list(127, "createTrafficEndpoints", createTrafficEndpoints)
    try visitor.value(113, "pdnType", pdnType)
    try visitor.list(65, "fqCSIDs", fqCSIDs)
    try visitor.value(117, "userPlaneInactivityTimerSeconds", userPlaneInactivityTimerSeconds)
    try visitor.value(141, "userID", _userID)
    try visitor.value(152, "traceInformation", _traceInformation)
    try visitor.value(159, "dnn", dnn)
    try visitor.value(186, "flags", flags)
    try visitor.value(96, "recoveryTimeStamp", recoveryTimeStamp)
    try visitor.value(257, "sNSSAI", sNSSAI)
    if rare.isPresent || Visitor.wantsAbsent {
      let rare = rare.value
      try visitor.list(165, "createMARs", rare.createMARs)
      try visitor.value(194, "createBridgeInfo", rare.createBridgeInfo)
      try visitor.list(212, "createSRRs", rare.createSRRs)
      try visitor.value(220, "provideATSSSControlInformation", rare.provideATSSSControlInformation)
      try visitor.value(261, "provideRDSConfigurationInformation", rare.provideRDSConfigurationInformation)
      try visitor.value(275, "ratType", rare.ratType)
      try visitor.list(276, "l2tpTunnelInformation", rare.l2tpTunnelInformation)
      try visitor.value(277, "l2tpSessionInformation", rare.l2tpSessionInformation)
      try visitor.value(291, "groupID", rare.groupID)
      try visitor.value(300, "mbsSessionN4mbControlInformation", rare.mbsSessionN4mbControlInformation)
      try visitor.list(310, "mbsSessionN4ControlInformation", rare.mbsSessionN4ControlInformation)
      try visitor.list(316, "dscpToPPIControlInformation", rare.dscpToPPIControlInformation)
    }
  }

  struct Rare: Hashable, Sendable, EmptyInitializable {
    var createMARs: [CreateMAR] = []
    var createBridgeInfo: CreateBridgeInfo?
    var createSRRs: [CreateSRR] = []
    @PFCPBoxed var provideATSSSControlInformation: ProvideATSSSControlInformation?
    @PFCPBoxed var provideRDSConfigurationInformation: ProvideRDSConfigurationInformation?
    var ratType: PFCPRATType?
    var l2tpTunnelInformation: [L2TPTunnelInformation] = []
    @PFCPBoxed var l2tpSessionInformation: L2TPSessionInformation?
    var groupID: PFCPText?
    @PFCPBoxed var mbsSessionN4mbControlInformation: MBSSessionN4mbControlInformation?
    var mbsSessionN4ControlInformation: [MBSSessionN4ControlInformation] = []
    var dscpToPPIControlInformation: [DSCPToPPIControlInformation] = []
  }
}

extension SessionEstablishmentRequest {
  public var createMARs: [CreateMAR] {
    get { rare.value.createMARs }
    _modify { yield &rare.value.createMARs }
  }
  public var createBridgeInfo: CreateBridgeInfo? {
    get { rare.value.createBridgeInfo }
    _modify { yield &rare.value.createBridgeInfo }
  }
  public var createSRRs: [CreateSRR] {
    get { rare.value.createSRRs }
    _modify { yield &rare.value.createSRRs }
  }
  public var provideATSSSControlInformation: ProvideATSSSControlInformation? {
    get { rare.value.provideATSSSControlInformation }
    _modify { yield &rare.value.provideATSSSControlInformation }
  }
  public var provideRDSConfigurationInformation: ProvideRDSConfigurationInformation? {
    get { rare.value.provideRDSConfigurationInformation }
    _modify { yield &rare.value.provideRDSConfigurationInformation }
  }
  public var ratType: PFCPRATType? {
    get { rare.value.ratType }
    _modify { yield &rare.value.ratType }
  }
  public var l2tpTunnelInformation: [L2TPTunnelInformation] {
    get { rare.value.l2tpTunnelInformation }
    _modify { yield &rare.value.l2tpTunnelInformation }
  }
  public var l2tpSessionInformation: L2TPSessionInformation? {
    get { rare.value.l2tpSessionInformation }
    _modify { yield &rare.value.l2tpSessionInformation }
  }
  public var groupID: PFCPText? {
    get { rare.value.groupID }
    _modify { yield &rare.value.groupID }
  }
  public var mbsSessionN4mbControlInformation: MBSSessionN4mbControlInformation? {
    get { rare.value.mbsSessionN4mbControlInformation }
    _modify { yield &rare.value.mbsSessionN4mbControlInformation }
  }
  public var mbsSessionN4ControlInformation: [MBSSessionN4ControlInformation] {
    get { rare.value.mbsSessionN4ControlInformation }
    _modify { yield &rare.value.mbsSessionN4ControlInformation }
  }
  public var dscpToPPIControlInformation: [DSCPToPPIControlInformation] {
    get { rare.value.dscpToPPIControlInformation }
    _modify { yield &rare.value.dscpToPPIControlInformation }
  }
}

/// PFCP Session Establishment Response: TS 29.244 Table 7.5.3.1-1.
public struct SessionEstablishmentResponse: Hashable, Sendable, ElementGroup {
  public var nodeID: NodeID = .ipv4(IPv4Address(rawValue: 0))
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
  @PFCPBoxed public var upFSEID: FSEID?
  public var createdPDRs: [CreatedPDR] = []
  @PFCPBoxed public var loadControlInformation: LoadControlInformation?
  @PFCPBoxed public var overloadControlInformation: OverloadControlInformation?
  public var fqCSIDs: [FQCSID] = []
  public var failedRuleID: FailedRuleID?
  public var createdTrafficEndpoints: [CreatedTrafficEndpoint] = []
  public var partialFailures: [PartialFailureInformation] = []
  private var rare = RareSection<Rare>()
  public var extras = PFCPExtras()

  init() {}

  public init(nodeID: NodeID, cause: PFCPCause) {
    self.nodeID = nodeID
    self.cause = cause
  }

  static var mandatoryTypes: [UInt16] { [60, 19] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 60: try source.mandatory(0, &nodeID)
    case 19: try source.mandatory(1, &cause)
    case 40: try source.optional(&offendingIE)
    case 57: try source.optional(&_upFSEID)
    case 8: try source.list(&createdPDRs)
    case 51: try source.optional(&_loadControlInformation)
    case 54: try source.optional(&_overloadControlInformation)
    case 65: try source.list(&fqCSIDs)
    case 114: try source.optional(&failedRuleID)
    case 128: try source.list(&createdTrafficEndpoints)
    case 195: try source.optional(&rare.value.createdBridgeInfo)
    case 221: try source.optional(&rare.value.atsssControlParameters)
    case 262: try source.optional(&rare.value.rdsConfiguration)
    case 272: try source.list(&partialFailures)
    case 279: try source.list(&rare.value.createdL2TPSessions)
    case 303: try source.optional(&rare.value.mbsSessionN4mbInformation)
    case 311: try source.list(&rare.value.mbsSessionN4Information)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(19, "cause", cause)
    try visitor.value(40, "offendingIE", offendingIE)
    try visitor.value(57, "upFSEID", _upFSEID)
    try visitor.list(8, "createdPDRs", createdPDRs)
    try visitor.value(51, "loadControlInformation", _loadControlInformation)
    try visitor.value(54, "overloadControlInformation", _overloadControlInformation)
    try visitor.list(65, "fqCSIDs", fqCSIDs)
    try visitor.value(114, "failedRuleID", failedRuleID)
    try visitor.list(128, "createdTrafficEndpoints", createdTrafficEndpoints)
    try visitor.list(272, "partialFailures", partialFailures)
    if rare.isPresent || Visitor.wantsAbsent {
      let rare = rare.value
      try visitor.value(195, "createdBridgeInfo", rare.createdBridgeInfo)
      try visitor.value(221, "atsssControlParameters", rare.atsssControlParameters)
      try visitor.value(262, "rdsConfiguration", rare.rdsConfiguration)
      try visitor.list(279, "createdL2TPSessions", rare.createdL2TPSessions)
      try visitor.value(303, "mbsSessionN4mbInformation", rare.mbsSessionN4mbInformation)
      try visitor.list(311, "mbsSessionN4Information", rare.mbsSessionN4Information)
    }
  }

  struct Rare: Hashable, Sendable, EmptyInitializable {
    @PFCPBoxed var createdBridgeInfo: CreatedBridgeInfo?
    @PFCPBoxed var atsssControlParameters: ATSSSControlParameters?
    var rdsConfiguration: RDSConfiguration?
    var createdL2TPSessions: [CreatedL2TPSession] = []
    @PFCPBoxed var mbsSessionN4mbInformation: MBSSessionN4mbInformation?
    var mbsSessionN4Information: [MBSSessionN4Information] = []
  }
}

extension SessionEstablishmentResponse {
  public var createdBridgeInfo: CreatedBridgeInfo? {
    get { rare.value.createdBridgeInfo }
    _modify { yield &rare.value.createdBridgeInfo }
  }
  public var atsssControlParameters: ATSSSControlParameters? {
    get { rare.value.atsssControlParameters }
    _modify { yield &rare.value.atsssControlParameters }
  }
  public var rdsConfiguration: RDSConfiguration? {
    get { rare.value.rdsConfiguration }
    _modify { yield &rare.value.rdsConfiguration }
  }
  public var createdL2TPSessions: [CreatedL2TPSession] {
    get { rare.value.createdL2TPSessions }
    _modify { yield &rare.value.createdL2TPSessions }
  }
  public var mbsSessionN4mbInformation: MBSSessionN4mbInformation? {
    get { rare.value.mbsSessionN4mbInformation }
    _modify { yield &rare.value.mbsSessionN4mbInformation }
  }
  public var mbsSessionN4Information: [MBSSessionN4Information] {
    get { rare.value.mbsSessionN4Information }
    _modify { yield &rare.value.mbsSessionN4Information }
  }
}

/// PFCP Session Modification Request: TS 29.244 Table 7.5.4.1-1.
public struct SessionModificationRequest: Hashable, Sendable, ElementGroup {
  @PFCPBoxed public var cpFSEID: FSEID?
  public var removePDRs: [RemovePDR] = []
  public var removeFARs: [RemoveFAR] = []
  public var removeURRs: [RemoveURR] = []
  public var removeQERs: [RemoveQER] = []
  @PFCPBoxed public var removeBAR: RemoveBAR?
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
  public var flags: PFCPSMReqFlags?
  public var queryURRs: [QueryURR] = []
  public var fqCSIDs: [FQCSID] = []
  public var userPlaneInactivityTimerSeconds: UInt32?
  public var queryURRReference: UInt32?
  public var nodeID: NodeID?
  public var sNSSAI: SNSSAI?
  private var rare = RareSection<Rare>()
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 57: try source.optional(&_cpFSEID)
    case 15: try source.list(&removePDRs)
    case 16: try source.list(&removeFARs)
    case 17: try source.list(&removeURRs)
    case 18: try source.list(&removeQERs)
    case 87: try source.optional(&_removeBAR)
    case 130: try source.list(&removeTrafficEndpoints)
    case 1: try source.list(&createPDRs)
    case 3: try source.list(&createFARs)
    case 6: try source.list(&createURRs)
    case 7: try source.list(&createQERs)
    case 85: try source.optional(&_createBAR)
    case 127: try source.list(&createTrafficEndpoints)
    case 9: try source.list(&updatePDRs)
    case 10: try source.list(&updateFARs)
    case 13: try source.list(&updateURRs)
    case 14: try source.list(&updateQERs)
    case 86: try source.optional(&_updateBAR)
    case 129: try source.list(&updateTrafficEndpoints)
    case 49: try source.optional(&flags)
    case 77: try source.list(&queryURRs)
    case 65: try source.list(&fqCSIDs)
    case 117: try source.optional(&userPlaneInactivityTimerSeconds)
    case 125: try source.optional(&queryURRReference)
    case 152: try source.optional(&rare.value.traceInformation)
    case 168: try source.list(&rare.value.removeMARs)
    case 169: try source.list(&rare.value.updateMARs)
    case 165: try source.list(&rare.value.createMARs)
    case 60: try source.optional(&nodeID)
    case 199: try source.list(&rare.value.tscManagementInformation)
    case 211: try source.list(&rare.value.removeSRRs)
    case 212: try source.list(&rare.value.createSRRs)
    case 213: try source.list(&rare.value.updateSRRs)
    case 220: try source.optional(&rare.value.provideATSSSControlInformation)
    case 254: try source.optional(&rare.value.ethernetContextInformation)
    case 219: try source.list(&rare.value.accessAvailabilities)
    case 263: try source.list(&rare.value.queryPacketRateStatuses)
    case 257: try source.optional(&sNSSAI)
    case 275: try source.optional(&rare.value.ratType)
    case 291: try source.optional(&rare.value.groupID)
    case 310: try source.list(&rare.value.mbsSessionN4ControlInformation)
    case 316: try source.list(&rare.value.dscpToPPIControlInformation)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(57, "cpFSEID", _cpFSEID)
    try visitor.list(15, "removePDRs", removePDRs)
    try visitor.list(16, "removeFARs", removeFARs)
    try visitor.list(17, "removeURRs", removeURRs)
    try visitor.list(18, "removeQERs", removeQERs)
    try visitor.value(87, "removeBAR", _removeBAR)
    try visitor.list(130, "removeTrafficEndpoints", removeTrafficEndpoints)
    try visitor.list(1, "createPDRs", createPDRs)
    try visitor.list(3, "createFARs", createFARs)
    try visitor.list(6, "createURRs", createURRs)
    try visitor.list(7, "createQERs", createQERs)
    try visitor.value(85, "createBAR", _createBAR)
    try visitor.list(127, "createTrafficEndpoints", createTrafficEndpoints)
    try visitor.list(9, "updatePDRs", updatePDRs)
    try visitor.list(10, "updateFARs", updateFARs)
    try visitor.list(13, "updateURRs", updateURRs)
    try visitor.list(14, "updateQERs", updateQERs)
    try visitor.value(86, "updateBAR", _updateBAR)
    try visitor.list(129, "updateTrafficEndpoints", updateTrafficEndpoints)
    try visitor.value(49, "flags", flags)
    try visitor.list(77, "queryURRs", queryURRs)
    try visitor.list(65, "fqCSIDs", fqCSIDs)
    try visitor.value(117, "userPlaneInactivityTimerSeconds", userPlaneInactivityTimerSeconds)
    try visitor.value(125, "queryURRReference", queryURRReference)
    try visitor.value(60, "nodeID", nodeID)
    try visitor.value(257, "sNSSAI", sNSSAI)
    if rare.isPresent || Visitor.wantsAbsent {
      let rare = rare.value
      try visitor.value(152, "traceInformation", rare.traceInformation)
      try visitor.list(168, "removeMARs", rare.removeMARs)
      try visitor.list(169, "updateMARs", rare.updateMARs)
      try visitor.list(165, "createMARs", rare.createMARs)
      try visitor.list(199, "tscManagementInformation", rare.tscManagementInformation)
      try visitor.list(211, "removeSRRs", rare.removeSRRs)
      try visitor.list(212, "createSRRs", rare.createSRRs)
      try visitor.list(213, "updateSRRs", rare.updateSRRs)
      try visitor.value(220, "provideATSSSControlInformation", rare.provideATSSSControlInformation)
      try visitor.value(254, "ethernetContextInformation", rare.ethernetContextInformation)
      try visitor.list(219, "accessAvailabilities", rare.accessAvailabilities)
      try visitor.list(263, "queryPacketRateStatuses", rare.queryPacketRateStatuses)
      try visitor.value(275, "ratType", rare.ratType)
      try visitor.value(291, "groupID", rare.groupID)
      try visitor.list(310, "mbsSessionN4ControlInformation", rare.mbsSessionN4ControlInformation)
      try visitor.list(316, "dscpToPPIControlInformation", rare.dscpToPPIControlInformation)
    }
  }

  struct Rare: Hashable, Sendable, EmptyInitializable {
    @PFCPBoxed var traceInformation: TraceInformation?
    var removeMARs: [RemoveMAR] = []
    var updateMARs: [UpdateMAR] = []
    var createMARs: [CreateMAR] = []
    var tscManagementInformation: [TSCManagementInformation] = []
    var removeSRRs: [RemoveSRR] = []
    var createSRRs: [CreateSRR] = []
    var updateSRRs: [UpdateSRR] = []
    @PFCPBoxed var provideATSSSControlInformation: ProvideATSSSControlInformation?
    @PFCPBoxed var ethernetContextInformation: EthernetContextInformation?
    var accessAvailabilities: [AccessAvailability] = []
    var queryPacketRateStatuses: [QueryPacketRateStatus] = []
    var ratType: PFCPRATType?
    var groupID: PFCPText?
    var mbsSessionN4ControlInformation: [MBSSessionN4ControlInformation] = []
    var dscpToPPIControlInformation: [DSCPToPPIControlInformation] = []
  }
}

extension SessionModificationRequest {
  public var traceInformation: TraceInformation? {
    get { rare.value.traceInformation }
    _modify { yield &rare.value.traceInformation }
  }
  public var removeMARs: [RemoveMAR] {
    get { rare.value.removeMARs }
    _modify { yield &rare.value.removeMARs }
  }
  public var updateMARs: [UpdateMAR] {
    get { rare.value.updateMARs }
    _modify { yield &rare.value.updateMARs }
  }
  public var createMARs: [CreateMAR] {
    get { rare.value.createMARs }
    _modify { yield &rare.value.createMARs }
  }
  public var tscManagementInformation: [TSCManagementInformation] {
    get { rare.value.tscManagementInformation }
    _modify { yield &rare.value.tscManagementInformation }
  }
  public var removeSRRs: [RemoveSRR] {
    get { rare.value.removeSRRs }
    _modify { yield &rare.value.removeSRRs }
  }
  public var createSRRs: [CreateSRR] {
    get { rare.value.createSRRs }
    _modify { yield &rare.value.createSRRs }
  }
  public var updateSRRs: [UpdateSRR] {
    get { rare.value.updateSRRs }
    _modify { yield &rare.value.updateSRRs }
  }
  public var provideATSSSControlInformation: ProvideATSSSControlInformation? {
    get { rare.value.provideATSSSControlInformation }
    _modify { yield &rare.value.provideATSSSControlInformation }
  }
  public var ethernetContextInformation: EthernetContextInformation? {
    get { rare.value.ethernetContextInformation }
    _modify { yield &rare.value.ethernetContextInformation }
  }
  public var accessAvailabilities: [AccessAvailability] {
    get { rare.value.accessAvailabilities }
    _modify { yield &rare.value.accessAvailabilities }
  }
  public var queryPacketRateStatuses: [QueryPacketRateStatus] {
    get { rare.value.queryPacketRateStatuses }
    _modify { yield &rare.value.queryPacketRateStatuses }
  }
  public var ratType: PFCPRATType? {
    get { rare.value.ratType }
    _modify { yield &rare.value.ratType }
  }
  public var groupID: PFCPText? {
    get { rare.value.groupID }
    _modify { yield &rare.value.groupID }
  }
  public var mbsSessionN4ControlInformation: [MBSSessionN4ControlInformation] {
    get { rare.value.mbsSessionN4ControlInformation }
    _modify { yield &rare.value.mbsSessionN4ControlInformation }
  }
  public var dscpToPPIControlInformation: [DSCPToPPIControlInformation] {
    get { rare.value.dscpToPPIControlInformation }
    _modify { yield &rare.value.dscpToPPIControlInformation }
  }
}

/// PFCP Session Modification Response: TS 29.244 Table 7.5.5.1-1.
public struct SessionModificationResponse: Hashable, Sendable, ElementGroup {
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
  public var createdPDRs: [CreatedPDR] = []
  @PFCPBoxed public var loadControlInformation: LoadControlInformation?
  @PFCPBoxed public var overloadControlInformation: OverloadControlInformation?
  public var usageReports: [UsageReport] = []
  public var failedRuleID: FailedRuleID?
  public var additionalUsageReports: AdditionalUsageReports?
  public var createdTrafficEndpoints: [CreatedTrafficEndpoint] = []
  public var updatedPDRs: [UpdatedPDR] = []
  public var partialFailures: [PartialFailureInformation] = []
  private var rare = RareSection<Rare>()
  public var extras = PFCPExtras()

  init() {}

  public init(cause: PFCPCause) {
    self.cause = cause
  }

  static var mandatoryTypes: [UInt16] { [19] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 19: try source.mandatory(0, &cause)
    case 40: try source.optional(&offendingIE)
    case 8: try source.list(&createdPDRs)
    case 51: try source.optional(&_loadControlInformation)
    case 54: try source.optional(&_overloadControlInformation)
    case 78: try source.list(&usageReports)
    case 114: try source.optional(&failedRuleID)
    case 126: try source.optional(&additionalUsageReports)
    case 128: try source.list(&createdTrafficEndpoints)
    case 200: try source.list(&rare.value.tscManagementInformation)
    case 221: try source.optional(&rare.value.atsssControlParameters)
    case 256: try source.list(&updatedPDRs)
    case 264: try source.list(&rare.value.packetRateStatusReports)
    case 272: try source.list(&partialFailures)
    case 311: try source.list(&rare.value.mbsSessionN4Information)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(19, "cause", cause)
    try visitor.value(40, "offendingIE", offendingIE)
    try visitor.list(8, "createdPDRs", createdPDRs)
    try visitor.value(51, "loadControlInformation", _loadControlInformation)
    try visitor.value(54, "overloadControlInformation", _overloadControlInformation)
    try visitor.list(78, "usageReports", usageReports)
    try visitor.value(114, "failedRuleID", failedRuleID)
    try visitor.value(126, "additionalUsageReports", additionalUsageReports)
    try visitor.list(128, "createdTrafficEndpoints", createdTrafficEndpoints)
    try visitor.list(256, "updatedPDRs", updatedPDRs)
    try visitor.list(272, "partialFailures", partialFailures)
    if rare.isPresent || Visitor.wantsAbsent {
      let rare = rare.value
      try visitor.list(200, "tscManagementInformation", rare.tscManagementInformation)
      try visitor.value(221, "atsssControlParameters", rare.atsssControlParameters)
      try visitor.list(264, "packetRateStatusReports", rare.packetRateStatusReports)
      try visitor.list(311, "mbsSessionN4Information", rare.mbsSessionN4Information)
    }
  }

  struct Rare: Hashable, Sendable, EmptyInitializable {
    var tscManagementInformation: [TSCManagementInformation] = []
    @PFCPBoxed var atsssControlParameters: ATSSSControlParameters?
    var packetRateStatusReports: [PacketRateStatusReport] = []
    var mbsSessionN4Information: [MBSSessionN4Information] = []
  }
}

extension SessionModificationResponse {
  public var tscManagementInformation: [TSCManagementInformation] {
    get { rare.value.tscManagementInformation }
    _modify { yield &rare.value.tscManagementInformation }
  }
  public var atsssControlParameters: ATSSSControlParameters? {
    get { rare.value.atsssControlParameters }
    _modify { yield &rare.value.atsssControlParameters }
  }
  public var packetRateStatusReports: [PacketRateStatusReport] {
    get { rare.value.packetRateStatusReports }
    _modify { yield &rare.value.packetRateStatusReports }
  }
  public var mbsSessionN4Information: [MBSSessionN4Information] {
    get { rare.value.mbsSessionN4Information }
    _modify { yield &rare.value.mbsSessionN4Information }
  }
}

/// PFCP Session Deletion Request: TS 29.244 §7.5.6.
public struct SessionDeletionRequest: Hashable, Sendable, ElementGroup {
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    source.unknown()
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
  }
}

/// PFCP Session Deletion Response: TS 29.244 Table 7.5.7.1-1.
public struct SessionDeletionResponse: Hashable, Sendable, ElementGroup {
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
  @PFCPBoxed public var loadControlInformation: LoadControlInformation?
  @PFCPBoxed public var overloadControlInformation: OverloadControlInformation?
  public var usageReports: [UsageReport] = []
  public var additionalUsageReports: AdditionalUsageReports?
  public var packetRateStatusReports: [PacketRateStatusReport] = []
  public var sessionReports: [SessionReport] = []
  public var mbsSessionN4Information: [MBSSessionN4Information] = []
  public var flags: PFCPSDRspFlags?
  public var extras = PFCPExtras()

  init() {}

  public init(cause: PFCPCause) {
    self.cause = cause
  }

  static var mandatoryTypes: [UInt16] { [19] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 19: try source.mandatory(0, &cause)
    case 40: try source.optional(&offendingIE)
    case 51: try source.optional(&_loadControlInformation)
    case 54: try source.optional(&_overloadControlInformation)
    case 79: try source.list(&usageReports)
    case 126: try source.optional(&additionalUsageReports)
    case 252: try source.list(&packetRateStatusReports)
    case 214: try source.list(&sessionReports)
    case 311: try source.list(&mbsSessionN4Information)
    case 318: try source.optional(&flags)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(19, "cause", cause)
    try visitor.value(40, "offendingIE", offendingIE)
    try visitor.value(51, "loadControlInformation", _loadControlInformation)
    try visitor.value(54, "overloadControlInformation", _overloadControlInformation)
    try visitor.list(79, "usageReports", usageReports)
    try visitor.value(126, "additionalUsageReports", additionalUsageReports)
    try visitor.list(252, "packetRateStatusReports", packetRateStatusReports)
    try visitor.list(214, "sessionReports", sessionReports)
    try visitor.list(311, "mbsSessionN4Information", mbsSessionN4Information)
    try visitor.value(318, "flags", flags)
  }
}

/// PFCP Session Report Request: TS 29.244 Table 7.5.8.1-1.
public struct SessionReportRequest: Hashable, Sendable, ElementGroup {
  public var reportType: ReportType = []
  @PFCPBoxed public var downlinkDataReport: DownlinkDataReport?
  public var usageReports: [UsageReport] = []
  @PFCPBoxed public var errorIndicationReport: ErrorIndicationReport?
  @PFCPBoxed public var loadControlInformation: LoadControlInformation?
  @PFCPBoxed public var overloadControlInformation: OverloadControlInformation?
  public var additionalUsageReports: AdditionalUsageReports?
  public var flags: PFCPSRReqFlags?
  @PFCPBoxed public var oldCPFSEID: FSEID?
  public var packetRateStatusReports: [PacketRateStatusReport] = []
  public var tscManagementInformation: [TSCManagementInformation] = []
  public var sessionReports: [SessionReport] = []
  public var cause: PFCPCause?
  public var extras = PFCPExtras()

  init() {}

  public init(reportType: ReportType) {
    self.reportType = reportType
  }

  static var mandatoryTypes: [UInt16] { [39] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 39: try source.mandatory(0, &reportType)
    case 83: try source.optional(&_downlinkDataReport)
    case 80: try source.list(&usageReports)
    case 99: try source.optional(&_errorIndicationReport)
    case 51: try source.optional(&_loadControlInformation)
    case 54: try source.optional(&_overloadControlInformation)
    case 126: try source.optional(&additionalUsageReports)
    case 161: try source.optional(&flags)
    case 57: try source.optional(&_oldCPFSEID)
    case 252: try source.list(&packetRateStatusReports)
    case 201: try source.list(&tscManagementInformation)
    case 214: try source.list(&sessionReports)
    case 19: try source.optional(&cause)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(39, "reportType", reportType)
    try visitor.value(83, "downlinkDataReport", _downlinkDataReport)
    try visitor.list(80, "usageReports", usageReports)
    try visitor.value(99, "errorIndicationReport", _errorIndicationReport)
    try visitor.value(51, "loadControlInformation", _loadControlInformation)
    try visitor.value(54, "overloadControlInformation", _overloadControlInformation)
    try visitor.value(126, "additionalUsageReports", additionalUsageReports)
    try visitor.value(161, "flags", flags)
    try visitor.value(57, "oldCPFSEID", _oldCPFSEID)
    try visitor.list(252, "packetRateStatusReports", packetRateStatusReports)
    try visitor.list(201, "tscManagementInformation", tscManagementInformation)
    try visitor.list(214, "sessionReports", sessionReports)
    try visitor.value(19, "cause", cause)
  }
}

/// PFCP Session Report Response: TS 29.244 Table 7.5.9.1-1.
public struct SessionReportResponse: Hashable, Sendable, ElementGroup {
  public var cause: PFCPCause = .requestRejected
  public var offendingIE: UInt16?
  @PFCPBoxed public var updateBAR: ReportResponseUpdateBAR?
  public var flags: PFCPSRRspFlags?
  @PFCPBoxed public var cpFSEID: FSEID?
  @PFCPBoxed public var n4uFTEID: FTEID?
  public var alternativeSMFIPAddresses: [AlternativeSMFIPAddress] = []
  public var fqCSIDs: [FQCSID] = []
  public var groupID: PFCPText?
  public var nodeID: NodeID?
  public var extras = PFCPExtras()

  init() {}

  public init(cause: PFCPCause) {
    self.cause = cause
  }

  static var mandatoryTypes: [UInt16] { [19] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 19: try source.mandatory(0, &cause)
    case 40: try source.optional(&offendingIE)
    case 12: try source.optional(&_updateBAR)
    case 50: try source.optional(&flags)
    case 57: try source.optional(&_cpFSEID)
    case 21: try source.optional(&_n4uFTEID)
    case 178: try source.list(&alternativeSMFIPAddresses)
    case 65: try source.list(&fqCSIDs)
    case 291: try source.optional(&groupID)
    case 60: try source.optional(&nodeID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(19, "cause", cause)
    try visitor.value(40, "offendingIE", offendingIE)
    try visitor.value(12, "updateBAR", _updateBAR)
    try visitor.value(50, "flags", flags)
    try visitor.value(57, "cpFSEID", _cpFSEID)
    try visitor.value(21, "n4uFTEID", _n4uFTEID)
    try visitor.list(178, "alternativeSMFIPAddresses", alternativeSMFIPAddresses)
    try visitor.list(65, "fqCSIDs", fqCSIDs)
    try visitor.value(291, "groupID", groupID)
    try visitor.value(60, "nodeID", nodeID)
  }
}
