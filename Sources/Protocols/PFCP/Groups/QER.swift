/// A QoS enforcement rule to be created (TS 29.244 Table 7.5.2.5-1).
public struct CreateQER: Hashable, Sendable, ElementGroup {
  public var qerID: UInt32 = 0
  public var qerCorrelationID: UInt32?
  public var gateStatus: GateStatus = GateStatus()
  public var maximumBitRate: PFCPBitRate?
  public var guaranteedBitRate: PFCPBitRate?
  public var packetRate: [UInt8]?
  public var downlinkFlowLevelMarking: [UInt8]?
  public var qfi: QoSFlowIdentifier?
  public var rqi: QoSIndication?
  public var pagingPolicyIndicator: UInt8?
  public var averagingWindowMilliseconds: UInt32?
  public var qerControlIndications: QERControlIndications?
  public var extras = PFCPExtras()

  init() {}

  public init(qerID: UInt32, gateStatus: GateStatus) {
    self.qerID = qerID
    self.gateStatus = gateStatus
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(109, "qerID", &qerID)
    try table.optional(28, "qerCorrelationID", &qerCorrelationID)
    try table.mandatory(25, "gateStatus", &gateStatus)
    try table.optional(26, "maximumBitRate", &maximumBitRate)
    try table.optional(27, "guaranteedBitRate", &guaranteedBitRate)
    try table.optional(94, "packetRate", &packetRate)
    try table.optional(97, "downlinkFlowLevelMarking", &downlinkFlowLevelMarking)
    try table.optional(124, "qfi", &qfi)
    try table.optional(123, "rqi", &rqi)
    try table.optional(158, "pagingPolicyIndicator", &pagingPolicyIndicator)
    try table.optional(157, "averagingWindowMilliseconds", &averagingWindowMilliseconds)
    try table.optional(251, "qerControlIndications", &qerControlIndications)
  }
}

/// A QoS enforcement rule to be changed (TS 29.244 Table 7.5.4.5-1).
public struct UpdateQER: Hashable, Sendable, ElementGroup {
  public var qerID: UInt32 = 0
  public var qerCorrelationID: UInt32?
  public var gateStatus: GateStatus?
  public var maximumBitRate: PFCPBitRate?
  public var guaranteedBitRate: PFCPBitRate?
  public var packetRate: [UInt8]?
  public var downlinkFlowLevelMarking: [UInt8]?
  public var qfi: QoSFlowIdentifier?
  public var rqi: QoSIndication?
  public var pagingPolicyIndicator: UInt8?
  public var averagingWindowMilliseconds: UInt32?
  public var qerControlIndications: QERControlIndications?
  public var extras = PFCPExtras()

  init() {}

  public init(qerID: UInt32) {
    self.qerID = qerID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(109, "qerID", &qerID)
    try table.optional(28, "qerCorrelationID", &qerCorrelationID)
    try table.optional(25, "gateStatus", &gateStatus)
    try table.optional(26, "maximumBitRate", &maximumBitRate)
    try table.optional(27, "guaranteedBitRate", &guaranteedBitRate)
    try table.optional(94, "packetRate", &packetRate)
    try table.optional(97, "downlinkFlowLevelMarking", &downlinkFlowLevelMarking)
    try table.optional(124, "qfi", &qfi)
    try table.optional(123, "rqi", &rqi)
    try table.optional(158, "pagingPolicyIndicator", &pagingPolicyIndicator)
    try table.optional(157, "averagingWindowMilliseconds", &averagingWindowMilliseconds)
    try table.optional(251, "qerControlIndications", &qerControlIndications)
  }
}

/// A QoS enforcement rule to be removed (TS 29.244 Table 7.5.4.9-1).
public struct RemoveQER: Hashable, Sendable, ElementGroup {
  public var qerID: UInt32 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(qerID: UInt32) {
    self.qerID = qerID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(109, "qerID", &qerID)
  }
}
