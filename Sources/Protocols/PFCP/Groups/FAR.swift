/// Where a forwarded packet goes (TS 29.244 Table 7.5.2.3-2).
public struct ForwardingParameters: Hashable, Sendable, ElementGroup {
  public var destinationInterface: PFCPInterface = .access
  public var networkInstance: PFCPText?
  @PFCPBoxed public var redirectInformation: RedirectInformation?
  @PFCPBoxed public var outerHeaderCreation: OuterHeaderCreation?
  public var transportLevelMarking: UInt16?
  public var forwardingPolicy: ForwardingPolicy?
  public var headerEnrichment: [UInt8]?
  public var linkedTrafficEndpointID: UInt8?
  public var proxying: UInt8?
  public var destinationInterfaceType: ThreeGPPInterfaceType?
  public var extras = PFCPExtras()

  init() {}

  public init(destinationInterface: PFCPInterface) {
    self.destinationInterface = destinationInterface
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(42, "destinationInterface", &destinationInterface)
    try table.optional(22, "networkInstance", &networkInstance)
    try table.optional(38, "redirectInformation", &redirectInformation)
    try table.optional(84, "outerHeaderCreation", &outerHeaderCreation)
    try table.optional(30, "transportLevelMarking", &transportLevelMarking)
    try table.optional(41, "forwardingPolicy", &forwardingPolicy)
    try table.optional(98, "headerEnrichment", &headerEnrichment)
    try table.optional(131, "linkedTrafficEndpointID", &linkedTrafficEndpointID)
    try table.optional(137, "proxying", &proxying)
    try table.optional(160, "destinationInterfaceType", &destinationInterfaceType)
  }
}

/// Where a duplicated packet goes (TS 29.244 Table 7.5.2.3-3).
public struct DuplicatingParameters: Hashable, Sendable, ElementGroup {
  public var destinationInterface: PFCPInterface = .access
  @PFCPBoxed public var outerHeaderCreation: OuterHeaderCreation?
  public var transportLevelMarking: UInt16?
  public var forwardingPolicy: ForwardingPolicy?
  public var extras = PFCPExtras()

  init() {}

  public init(destinationInterface: PFCPInterface) {
    self.destinationInterface = destinationInterface
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(42, "destinationInterface", &destinationInterface)
    try table.optional(84, "outerHeaderCreation", &outerHeaderCreation)
    try table.optional(30, "transportLevelMarking", &transportLevelMarking)
    try table.optional(41, "forwardingPolicy", &forwardingPolicy)
  }
}

/// A forwarding action rule to be created (TS 29.244 Table 7.5.2.3-1).
public struct CreateFAR: Hashable, Sendable, ElementGroup {
  public var farID: UInt32 = 0
  public var applyAction: ApplyAction = []
  @PFCPBoxed public var forwardingParameters: ForwardingParameters?
  public var duplicatingParameters: [DuplicatingParameters] = []
  public var barID: UInt8?
  public var extras = PFCPExtras()

  init() {}

  public init(farID: UInt32, applyAction: ApplyAction) {
    self.farID = farID
    self.applyAction = applyAction
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(108, "farID", &farID)
    try table.mandatory(44, "applyAction", &applyAction)
    try table.optional(4, "forwardingParameters", &forwardingParameters)
    try table.list(5, "duplicatingParameters", &duplicatingParameters)
    try table.optional(88, "barID", &barID)
  }
}

/// Changed forwarding of a FAR (TS 29.244 Table 7.5.4.3-2).
public struct UpdateForwardingParameters: Hashable, Sendable, ElementGroup {
  public var destinationInterface: PFCPInterface?
  public var networkInstance: PFCPText?
  @PFCPBoxed public var redirectInformation: RedirectInformation?
  @PFCPBoxed public var outerHeaderCreation: OuterHeaderCreation?
  public var transportLevelMarking: UInt16?
  public var forwardingPolicy: ForwardingPolicy?
  public var headerEnrichment: [UInt8]?
  public var pfcpSMReqFlags: PFCPSMReqFlags?
  public var linkedTrafficEndpointID: UInt8?
  public var destinationInterfaceType: ThreeGPPInterfaceType?
  public var extras = PFCPExtras()

  public init() {}

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.optional(42, "destinationInterface", &destinationInterface)
    try table.optional(22, "networkInstance", &networkInstance)
    try table.optional(38, "redirectInformation", &redirectInformation)
    try table.optional(84, "outerHeaderCreation", &outerHeaderCreation)
    try table.optional(30, "transportLevelMarking", &transportLevelMarking)
    try table.optional(41, "forwardingPolicy", &forwardingPolicy)
    try table.optional(98, "headerEnrichment", &headerEnrichment)
    try table.optional(49, "pfcpSMReqFlags", &pfcpSMReqFlags)
    try table.optional(131, "linkedTrafficEndpointID", &linkedTrafficEndpointID)
    try table.optional(160, "destinationInterfaceType", &destinationInterfaceType)
  }
}

/// Changed duplication of a FAR (TS 29.244 Table 7.5.4.3-3).
public struct UpdateDuplicatingParameters: Hashable, Sendable, ElementGroup {
  public var destinationInterface: PFCPInterface?
  @PFCPBoxed public var outerHeaderCreation: OuterHeaderCreation?
  public var transportLevelMarking: UInt16?
  public var forwardingPolicy: ForwardingPolicy?
  public var extras = PFCPExtras()

  public init() {}

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.optional(42, "destinationInterface", &destinationInterface)
    try table.optional(84, "outerHeaderCreation", &outerHeaderCreation)
    try table.optional(30, "transportLevelMarking", &transportLevelMarking)
    try table.optional(41, "forwardingPolicy", &forwardingPolicy)
  }
}

/// A forwarding action rule to be changed (TS 29.244 Table 7.5.4.3-1).
public struct UpdateFAR: Hashable, Sendable, ElementGroup {
  public var farID: UInt32 = 0
  public var applyAction: ApplyAction?
  @PFCPBoxed public var updateForwardingParameters: UpdateForwardingParameters?
  public var updateDuplicatingParameters: [UpdateDuplicatingParameters] = []
  public var barID: UInt8?
  public var extras = PFCPExtras()

  init() {}

  public init(farID: UInt32) {
    self.farID = farID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(108, "farID", &farID)
    try table.optional(44, "applyAction", &applyAction)
    try table.optional(11, "updateForwardingParameters", &updateForwardingParameters)
    try table.list(105, "updateDuplicatingParameters", &updateDuplicatingParameters)
    try table.optional(88, "barID", &barID)
  }
}

/// A forwarding action rule to be removed (TS 29.244 Table 7.5.4.7-1).
public struct RemoveFAR: Hashable, Sendable, ElementGroup {
  public var farID: UInt32 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(farID: UInt32) {
    self.farID = farID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(108, "farID", &farID)
  }
}
