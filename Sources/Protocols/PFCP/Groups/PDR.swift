/// What a packet must be to match a PDR: Packet Detection Information (TS 29.244 Table 7.5.2.2-2).
public struct PDI: Hashable, Sendable, ElementGroup {
  public var sourceInterface: PFCPInterface = .access
  public var localFTEID: FTEID?
  public var networkInstance: PFCPText?
  public var ueIPAddresses: [UEIPAddress] = []
  public var trafficEndpointIDs: [UInt8] = []
  public var sdfFilters: [SDFFilter] = []
  public var applicationID: PFCPText?
  public var ethernetPDUSessionInformation: EthernetPDUSessionInformation?
  public var ethernetPacketFilters: [[UInt8]] = []
  public var qfis: [QoSFlowIdentifier] = []
  public var framedRoutes: [PFCPText] = []
  public var framedRouting: UInt32?
  public var framedIPv6Routes: [PFCPText] = []
  public var sourceInterfaceType: ThreeGPPInterfaceType?
  public var extras = PFCPExtras()

  init() {}

  public init(sourceInterface: PFCPInterface) {
    self.sourceInterface = sourceInterface
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(20, "sourceInterface", &sourceInterface)
    try table.optional(21, "localFTEID", &localFTEID)
    try table.optional(22, "networkInstance", &networkInstance)
    try table.list(93, "ueIPAddresses", &ueIPAddresses)
    try table.list(131, "trafficEndpointIDs", &trafficEndpointIDs)
    try table.list(23, "sdfFilters", &sdfFilters)
    try table.optional(24, "applicationID", &applicationID)
    try table.optional(142, "ethernetPDUSessionInformation", &ethernetPDUSessionInformation)
    try table.list(132, "ethernetPacketFilters", &ethernetPacketFilters)
    try table.list(124, "qfis", &qfis)
    try table.list(153, "framedRoutes", &framedRoutes)
    try table.optional(154, "framedRouting", &framedRouting)
    try table.list(155, "framedIPv6Routes", &framedIPv6Routes)
    try table.optional(160, "sourceInterfaceType", &sourceInterfaceType)
  }
}

/// A packet detection rule to be created (TS 29.244 Table 7.5.2.2-1).
public struct CreatePDR: Hashable, Sendable, ElementGroup {
  public var pdrID: UInt16 = 0
  public var precedence: UInt32 = 0
  public var pdi: PDI = PDI()
  public var outerHeaderRemoval: OuterHeaderRemoval?
  public var farID: UInt32?
  public var urrIDs: [UInt32] = []
  public var qerIDs: [UInt32] = []
  public var activatePredefinedRules: [PFCPText] = []
  public var activationTime: UInt32?
  public var deactivationTime: UInt32?
  public var extras = PFCPExtras()

  init() {}

  public init(pdrID: UInt16, precedence: UInt32, pdi: PDI) {
    self.pdrID = pdrID
    self.precedence = precedence
    self.pdi = pdi
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(56, "pdrID", &pdrID)
    try table.mandatory(29, "precedence", &precedence)
    try table.mandatory(2, "pdi", &pdi)
    try table.optional(95, "outerHeaderRemoval", &outerHeaderRemoval)
    try table.optional(108, "farID", &farID)
    try table.list(81, "urrIDs", &urrIDs)
    try table.list(109, "qerIDs", &qerIDs)
    try table.list(106, "activatePredefinedRules", &activatePredefinedRules)
    try table.optional(163, "activationTime", &activationTime)
    try table.optional(164, "deactivationTime", &deactivationTime)
  }
}

/// What the UP function allocated for a PDR (TS 29.244 Table 7.5.3.2-1).
public struct CreatedPDR: Hashable, Sendable, ElementGroup {
  public var pdrID: UInt16 = 0
  public var localFTEID: FTEID?
  public var ueIPAddresses: [UEIPAddress] = []
  public var extras = PFCPExtras()

  init() {}

  public init(pdrID: UInt16) {
    self.pdrID = pdrID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(56, "pdrID", &pdrID)
    try table.optional(21, "localFTEID", &localFTEID)
    try table.list(93, "ueIPAddresses", &ueIPAddresses)
  }
}

/// A packet detection rule to be changed (TS 29.244 Table 7.5.4.2-1).
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
  public var extras = PFCPExtras()

  init() {}

  public init(pdrID: UInt16) {
    self.pdrID = pdrID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(56, "pdrID", &pdrID)
    try table.optional(95, "outerHeaderRemoval", &outerHeaderRemoval)
    try table.optional(29, "precedence", &precedence)
    try table.optional(2, "pdi", &pdi)
    try table.optional(108, "farID", &farID)
    try table.list(81, "urrIDs", &urrIDs)
    try table.list(109, "qerIDs", &qerIDs)
    try table.list(106, "activatePredefinedRules", &activatePredefinedRules)
    try table.list(107, "deactivatePredefinedRules", &deactivatePredefinedRules)
    try table.optional(163, "activationTime", &activationTime)
    try table.optional(164, "deactivationTime", &deactivationTime)
  }
}

/// What the UP function newly allocated for a PDR that was updated (TS 29.244 Table 7.5.5.5-1).
public struct UpdatedPDR: Hashable, Sendable, ElementGroup {
  public var pdrID: UInt16 = 0
  public var localFTEID: FTEID?
  public var ueIPAddresses: [UEIPAddress] = []
  public var extras = PFCPExtras()

  init() {}

  public init(pdrID: UInt16) {
    self.pdrID = pdrID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(56, "pdrID", &pdrID)
    try table.optional(21, "localFTEID", &localFTEID)
    try table.list(93, "ueIPAddresses", &ueIPAddresses)
  }
}

/// A packet detection rule to be removed (TS 29.244 Table 7.5.4.6-1).
public struct RemovePDR: Hashable, Sendable, ElementGroup {
  public var pdrID: UInt16 = 0
  public var extras = PFCPExtras()

  init() {}

  public init(pdrID: UInt16) {
    self.pdrID = pdrID
  }

  mutating func elements(_ table: inout ElementCoder) throws(PFCPError) {
    try table.mandatory(56, "pdrID", &pdrID)
  }
}
