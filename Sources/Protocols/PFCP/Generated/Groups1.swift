// Made by scripts/generate-pfcp from Tools/PFCP.
// swift-format-ignore-file

import Base

/// What a packet must be to match a PDR: Packet Detection Information (IE 2): TS 29.244 Table 7.5.2.2-2.
public struct PDI: Hashable, Sendable, ElementGroup {
  public var sourceInterface: PFCPInterface = .access
  @PFCPBoxed public var localFTEID: FTEID?
  public var networkInstance: PFCPText?
  public var ueIPAddresses: [UEIPAddress] = []
  public var trafficEndpointIDs: [UInt8] = []
  public var sdfFilters: [SDFFilter] = []
  public var applicationID: PFCPText?
  public var ethernetPDUSessionInformation: EthernetPDUSessionInformation?
  public var ethernetPacketFilters: [EthernetPacketFilter] = []
  public var qfis: [QoSFlowIdentifier] = []
  public var framedRoutes: [PFCPText] = []
  public var framedRouting: UInt32?
  public var framedIPv6Routes: [PFCPText] = []
  public var sourceInterfaceType: ThreeGPPInterfaceType?
  private var rare = RareSection<Rare>()
  public var extras = PFCPExtras()

  init() {}

  public init(sourceInterface: PFCPInterface) {
    self.sourceInterface = sourceInterface
  }

  static var mandatoryTypes: [UInt16] { [20] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 20: try source.mandatory(0, &sourceInterface)
    case 21: try source.optional(&_localFTEID)
    case 308: try source.optional(&rare.value.localIngressTunnel)
    case 22: try source.optional(&networkInstance)
    case 255: try source.optional(&rare.value.redundantTransmissionParameters)
    case 93: try source.list(&ueIPAddresses)
    case 131: try source.list(&trafficEndpointIDs)
    case 23: try source.list(&sdfFilters)
    case 24: try source.optional(&applicationID)
    case 142: try source.optional(&ethernetPDUSessionInformation)
    case 132: try source.list(&ethernetPacketFilters)
    case 124: try source.list(&qfis)
    case 153: try source.list(&framedRoutes)
    case 154: try source.optional(&framedRouting)
    case 155: try source.list(&framedIPv6Routes)
    case 160: try source.optional(&sourceInterfaceType)
    case 188: try source.list(&rare.value.ipMulticastAddressingInfo)
    case 294: try source.list(&rare.value.dnsQueryFilters)
    case 305: try source.optional(&rare.value.mbsSessionIdentifier)
    case 314: try source.optional(&rare.value.areaSessionID)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(20, "sourceInterface", sourceInterface)
    try visitor.value(21, "localFTEID", _localFTEID)
    try visitor.value(22, "networkInstance", networkInstance)
    try visitor.list(93, "ueIPAddresses", ueIPAddresses)
    try visitor.list(131, "trafficEndpointIDs", trafficEndpointIDs)
    try visitor.list(23, "sdfFilters", sdfFilters)
    try visitor.value(24, "applicationID", applicationID)
    try visitor.value(142, "ethernetPDUSessionInformation", ethernetPDUSessionInformation)
    try visitor.list(132, "ethernetPacketFilters", ethernetPacketFilters)
    try visitor.list(124, "qfis", qfis)
    try visitor.list(153, "framedRoutes", framedRoutes)
    try visitor.value(154, "framedRouting", framedRouting)
    try visitor.list(155, "framedIPv6Routes", framedIPv6Routes)
    try visitor.value(160, "sourceInterfaceType", sourceInterfaceType)
    if rare.isPresent || Visitor.wantsAbsent {
      let rare = rare.value
      try visitor.value(308, "localIngressTunnel", rare.localIngressTunnel)
      try visitor.value(255, "redundantTransmissionParameters", rare.redundantTransmissionParameters)
      try visitor.list(188, "ipMulticastAddressingInfo", rare.ipMulticastAddressingInfo)
      try visitor.list(294, "dnsQueryFilters", rare.dnsQueryFilters)
      try visitor.value(305, "mbsSessionIdentifier", rare.mbsSessionIdentifier)
      try visitor.value(314, "areaSessionID", rare.areaSessionID)
    }
  }

  struct Rare: Hashable, Sendable, EmptyInitializable {
    @PFCPBoxed var localIngressTunnel: LocalIngressTunnel?
    @PFCPBoxed var redundantTransmissionParameters: RedundantTransmissionParameters?
    var ipMulticastAddressingInfo: [IPMulticastAddressingInfo] = []
    var dnsQueryFilters: [DNSQueryFilter] = []
    @PFCPBoxed var mbsSessionIdentifier: MBSSessionIdentifier?
    var areaSessionID: UInt16?
  }
}

extension PDI {
  public var localIngressTunnel: LocalIngressTunnel? {
    get { rare.value.localIngressTunnel }
    _modify { yield &rare.value.localIngressTunnel }
  }
  public var redundantTransmissionParameters: RedundantTransmissionParameters? {
    get { rare.value.redundantTransmissionParameters }
    _modify { yield &rare.value.redundantTransmissionParameters }
  }
  public var ipMulticastAddressingInfo: [IPMulticastAddressingInfo] {
    get { rare.value.ipMulticastAddressingInfo }
    _modify { yield &rare.value.ipMulticastAddressingInfo }
  }
  public var dnsQueryFilters: [DNSQueryFilter] {
    get { rare.value.dnsQueryFilters }
    _modify { yield &rare.value.dnsQueryFilters }
  }
  public var mbsSessionIdentifier: MBSSessionIdentifier? {
    get { rare.value.mbsSessionIdentifier }
    _modify { yield &rare.value.mbsSessionIdentifier }
  }
  public var areaSessionID: UInt16? {
    get { rare.value.areaSessionID }
    _modify { yield &rare.value.areaSessionID }
  }
}

/// A packet detection rule to be created (IE 1): TS 29.244 Table 7.5.2.2-1.
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
  private var rare = RareSection<Rare>()
  public var extras = PFCPExtras()

  init() {}

  public init(pdrID: UInt16, precedence: UInt32, pdi: PDI) {
    self.pdrID = pdrID
    self.precedence = precedence
    self.pdi = pdi
  }

  static var mandatoryTypes: [UInt16] { [56, 29, 2] }
  static var mandatoryCount: Int { 3 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 56: try source.mandatory(0, &pdrID)
    case 29: try source.mandatory(1, &precedence)
    case 2: try source.mandatory(2, &pdi)
    case 95: try source.optional(&outerHeaderRemoval)
    case 108: try source.optional(&farID)
    case 81: try source.list(&urrIDs)
    case 109: try source.list(&qerIDs)
    case 106: try source.list(&activatePredefinedRules)
    case 163: try source.optional(&activationTime)
    case 164: try source.optional(&deactivationTime)
    case 170: try source.optional(&rare.value.marID)
    case 179: try source.optional(&rare.value.packetReplication)
    case 188: try source.list(&rare.value.ipMulticastAddressingInfo)
    case 177: try source.list(&rare.value.ueIPAddressPoolIdentities)
    case 265: try source.optional(&rare.value.mptcpApplicable)
    case 271: try source.optional(&rare.value.transportDelayReporting)
    case 275: try source.optional(&rare.value.ratType)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(56, "pdrID", pdrID)
    try visitor.value(29, "precedence", precedence)
    try visitor.value(2, "pdi", pdi)
    try visitor.value(95, "outerHeaderRemoval", outerHeaderRemoval)
    try visitor.value(108, "farID", farID)
    try visitor.list(81, "urrIDs", urrIDs)
    try visitor.list(109, "qerIDs", qerIDs)
    try visitor.list(106, "activatePredefinedRules", activatePredefinedRules)
    try visitor.value(163, "activationTime", activationTime)
    try visitor.value(164, "deactivationTime", deactivationTime)
    if rare.isPresent || Visitor.wantsAbsent {
      let rare = rare.value
      try visitor.value(170, "marID", rare.marID)
      try visitor.value(179, "packetReplication", rare.packetReplication)
      try visitor.list(188, "ipMulticastAddressingInfo", rare.ipMulticastAddressingInfo)
      try visitor.list(177, "ueIPAddressPoolIdentities", rare.ueIPAddressPoolIdentities)
      try visitor.value(265, "mptcpApplicable", rare.mptcpApplicable)
      try visitor.value(271, "transportDelayReporting", rare.transportDelayReporting)
      try visitor.value(275, "ratType", rare.ratType)
    }
  }

  struct Rare: Hashable, Sendable, EmptyInitializable {
    var marID: UInt16?
    var packetReplication: PacketReplication?
    var ipMulticastAddressingInfo: [IPMulticastAddressingInfo] = []
    var ueIPAddressPoolIdentities: [UEIPAddressPoolIdentity] = []
    var mptcpApplicable: MPTCPApplicable?
    @PFCPBoxed var transportDelayReporting: TransportDelayReporting?
    var ratType: PFCPRATType?
  }
}

extension CreatePDR {
  public var marID: UInt16? {
    get { rare.value.marID }
    _modify { yield &rare.value.marID }
  }
  public var packetReplication: PacketReplication? {
    get { rare.value.packetReplication }
    _modify { yield &rare.value.packetReplication }
  }
  public var ipMulticastAddressingInfo: [IPMulticastAddressingInfo] {
    get { rare.value.ipMulticastAddressingInfo }
    _modify { yield &rare.value.ipMulticastAddressingInfo }
  }
  public var ueIPAddressPoolIdentities: [UEIPAddressPoolIdentity] {
    get { rare.value.ueIPAddressPoolIdentities }
    _modify { yield &rare.value.ueIPAddressPoolIdentities }
  }
  public var mptcpApplicable: MPTCPApplicable? {
    get { rare.value.mptcpApplicable }
    _modify { yield &rare.value.mptcpApplicable }
  }
  public var transportDelayReporting: TransportDelayReporting? {
    get { rare.value.transportDelayReporting }
    _modify { yield &rare.value.transportDelayReporting }
  }
  public var ratType: PFCPRATType? {
    get { rare.value.ratType }
    _modify { yield &rare.value.ratType }
  }
}

/// An Ethernet packet filter (IE 132): TS 29.244 Table 7.5.2.2-3.
public struct EthernetPacketFilter: Hashable, Sendable, ElementGroup {
  public var ethernetFilterID: UInt32?
  public var ethernetFilterProperties: EthernetFilterProperties?
  public var macAddresses: [MACAddressFilter] = []
  public var ethertype: UInt16?
  public var cTag: VLANTag?
  public var sTag: VLANTag?
  public var sdfFilters: [SDFFilter] = []
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 138: try source.optional(&ethernetFilterID)
    case 139: try source.optional(&ethernetFilterProperties)
    case 133: try source.list(&macAddresses)
    case 136: try source.optional(&ethertype)
    case 134: try source.optional(&cTag)
    case 135: try source.optional(&sTag)
    case 23: try source.list(&sdfFilters)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(138, "ethernetFilterID", ethernetFilterID)
    try visitor.value(139, "ethernetFilterProperties", ethernetFilterProperties)
    try visitor.list(133, "macAddresses", macAddresses)
    try visitor.value(136, "ethertype", ethertype)
    try visitor.value(134, "cTag", cTag)
    try visitor.value(135, "sTag", sTag)
    try visitor.list(23, "sdfFilters", sdfFilters)
  }
}

/// IP multicast flows (IE 188): TS 29.244 Table 7.5.2.2-4.
public struct IPMulticastAddressingInfo: Hashable, Sendable, ElementGroup {
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

/// How redundant uplink packets are received (IE 255): TS 29.244 Table 7.5.2.2-5.
public struct RedundantTransmissionParameters: Hashable, Sendable, ElementGroup {
  public var localFTEID: FTEID = .choose(ipv4: true, ipv6: false, chooseID: nil)
  public var networkInstance: PFCPText?
  public var extras = PFCPExtras()

  init() {}

  public init(localFTEID: FTEID) {
    self.localFTEID = localFTEID
  }

  static var mandatoryTypes: [UInt16] { [21] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 21: try source.mandatory(0, &localFTEID)
    case 22: try source.optional(&networkInstance)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(21, "localFTEID", localFTEID)
    try visitor.value(22, "networkInstance", networkInstance)
  }
}

/// The GTP-U peer to which the delay is reported (IE 271): TS 29.244 Table 7.5.2.2-6.
public struct TransportDelayReporting: Hashable, Sendable, ElementGroup {
  public var precedingULGTPUPeer: RemoteGTPUPeer = RemoteGTPUPeer()
  public var dscp: UInt16?
  public var extras = PFCPExtras()

  init() {}

  public init(precedingULGTPUPeer: RemoteGTPUPeer) {
    self.precedingULGTPUPeer = precedingULGTPUPeer
  }

  static var mandatoryTypes: [UInt16] { [103] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 103: try source.mandatory(0, &precedingULGTPUPeer)
    case 30: try source.optional(&dscp)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(103, "precedingULGTPUPeer", precedingULGTPUPeer)
    try visitor.value(30, "dscp", dscp)
  }
}

/// A forwarding action rule to be created (IE 3): TS 29.244 Table 7.5.2.3-1.
public struct CreateFAR: Hashable, Sendable, ElementGroup {
  public var farID: UInt32 = 0
  public var applyAction: ApplyAction = []
  @PFCPBoxed public var forwardingParameters: ForwardingParameters?
  public var duplicatingParameters: [DuplicatingParameters] = []
  public var barID: UInt8?
  @PFCPBoxed public var redundantTransmissionForwardingParameters: RedundantTransmissionForwardingParameters?
  @PFCPBoxed public var mbsMulticastParameters: MBSMulticastParameters?
  public var addMBSUnicastParameters: [AddMBSUnicastParameters] = []
  public var extras = PFCPExtras()

  init() {}

  public init(farID: UInt32, applyAction: ApplyAction) {
    self.farID = farID
    self.applyAction = applyAction
  }

  static var mandatoryTypes: [UInt16] { [108, 44] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 108: try source.mandatory(0, &farID)
    case 44: try source.mandatory(1, &applyAction)
    case 4: try source.optional(&_forwardingParameters)
    case 5: try source.list(&duplicatingParameters)
    case 88: try source.optional(&barID)
    case 270: try source.optional(&_redundantTransmissionForwardingParameters)
    case 301: try source.optional(&_mbsMulticastParameters)
    case 302: try source.list(&addMBSUnicastParameters)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(108, "farID", farID)
    try visitor.value(44, "applyAction", applyAction)
    try visitor.value(4, "forwardingParameters", _forwardingParameters)
    try visitor.list(5, "duplicatingParameters", duplicatingParameters)
    try visitor.value(88, "barID", barID)
    try visitor.value(270, "redundantTransmissionForwardingParameters", _redundantTransmissionForwardingParameters)
    try visitor.value(301, "mbsMulticastParameters", _mbsMulticastParameters)
    try visitor.list(302, "addMBSUnicastParameters", addMBSUnicastParameters)
  }
}

/// Where a forwarded packet goes (IE 4): TS 29.244 Table 7.5.2.3-2.
public struct ForwardingParameters: Hashable, Sendable, ElementGroup {
  public var destinationInterface: PFCPInterface = .access
  public var networkInstance: PFCPText?
  @PFCPBoxed public var redirectInformation: RedirectInformation?
  @PFCPBoxed public var outerHeaderCreation: OuterHeaderCreation?
  public var transportLevelMarking: UInt16?
  public var forwardingPolicy: ForwardingPolicy?
  public var headerEnrichments: [HeaderEnrichment] = []
  public var linkedTrafficEndpointID: UInt8?
  public var proxying: PFCPProxying?
  public var destinationInterfaceType: ThreeGPPInterfaceType?
  public var dataNetworkAccessIdentifier: PFCPText?
  @PFCPBoxed public var ipAddressAndPortReplacement: IPAddressAndPortReplacement?
  public var extras = PFCPExtras()

  init() {}

  public init(destinationInterface: PFCPInterface) {
    self.destinationInterface = destinationInterface
  }

  static var mandatoryTypes: [UInt16] { [42] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 42: try source.mandatory(0, &destinationInterface)
    case 22: try source.optional(&networkInstance)
    case 38: try source.optional(&_redirectInformation)
    case 84: try source.optional(&_outerHeaderCreation)
    case 30: try source.optional(&transportLevelMarking)
    case 41: try source.optional(&forwardingPolicy)
    case 98: try source.list(&headerEnrichments)
    case 131: try source.optional(&linkedTrafficEndpointID)
    case 137: try source.optional(&proxying)
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
    try visitor.value(131, "linkedTrafficEndpointID", linkedTrafficEndpointID)
    try visitor.value(137, "proxying", proxying)
    try visitor.value(160, "destinationInterfaceType", destinationInterfaceType)
    try visitor.value(232, "dataNetworkAccessIdentifier", dataNetworkAccessIdentifier)
    try visitor.value(293, "ipAddressAndPortReplacement", _ipAddressAndPortReplacement)
  }
}

/// Where a duplicated packet goes (IE 5): TS 29.244 Table 7.5.2.3-3.
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

  static var mandatoryTypes: [UInt16] { [42] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 42: try source.mandatory(0, &destinationInterface)
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

/// Where a packet goes that is duplicated for redundancy (IE 270): TS 29.244 Table 7.5.2.3-4.
public struct RedundantTransmissionForwardingParameters: Hashable, Sendable, ElementGroup {
  public var outerHeaderCreation: OuterHeaderCreation = OuterHeaderCreation(description: 0)
  public var networkInstance: PFCPText?
  public var extras = PFCPExtras()

  init() {}

  public init(outerHeaderCreation: OuterHeaderCreation) {
    self.outerHeaderCreation = outerHeaderCreation
  }

  static var mandatoryTypes: [UInt16] { [84] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 84: try source.mandatory(0, &outerHeaderCreation)
    case 22: try source.optional(&networkInstance)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(84, "outerHeaderCreation", outerHeaderCreation)
    try visitor.value(22, "networkInstance", networkInstance)
  }
}

/// How MBS data are sent by multicast (IE 301): TS 29.244 Table 7.5.2.3-5.
public struct MBSMulticastParameters: Hashable, Sendable, ElementGroup {
  public var destinationInterface: PFCPInterface = .access
  public var networkInstance: PFCPText?
  public var outerHeaderCreation: OuterHeaderCreation = OuterHeaderCreation(description: 0)
  public var transportLevelMarking: UInt16?
  public var destinationInterfaceType: ThreeGPPInterfaceType?
  public var extras = PFCPExtras()

  init() {}

  public init(destinationInterface: PFCPInterface, outerHeaderCreation: OuterHeaderCreation) {
    self.destinationInterface = destinationInterface
    self.outerHeaderCreation = outerHeaderCreation
  }

  static var mandatoryTypes: [UInt16] { [42, 84] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 42: try source.mandatory(0, &destinationInterface)
    case 22: try source.optional(&networkInstance)
    case 84: try source.mandatory(1, &outerHeaderCreation)
    case 30: try source.optional(&transportLevelMarking)
    case 160: try source.optional(&destinationInterfaceType)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(42, "destinationInterface", destinationInterface)
    try visitor.value(22, "networkInstance", networkInstance)
    try visitor.value(84, "outerHeaderCreation", outerHeaderCreation)
    try visitor.value(30, "transportLevelMarking", transportLevelMarking)
    try visitor.value(160, "destinationInterfaceType", destinationInterfaceType)
  }
}

/// How MBS data are sent by unicast (IE 302): TS 29.244 Table 7.5.2.3-6.
public struct AddMBSUnicastParameters: Hashable, Sendable, ElementGroup {
  public var destinationInterface: PFCPInterface = .access
  public var mbsUnicastParametersID: UInt16 = 0
  public var networkInstance: PFCPText?
  @PFCPBoxed public var outerHeaderCreation: OuterHeaderCreation?
  public var transportLevelMarking: UInt16?
  public var destinationInterfaceType: ThreeGPPInterfaceType?
  public var extras = PFCPExtras()

  init() {}

  public init(destinationInterface: PFCPInterface, mbsUnicastParametersID: UInt16) {
    self.destinationInterface = destinationInterface
    self.mbsUnicastParametersID = mbsUnicastParametersID
  }

  static var mandatoryTypes: [UInt16] { [42, 309] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 42: try source.mandatory(0, &destinationInterface)
    case 309: try source.mandatory(1, &mbsUnicastParametersID)
    case 22: try source.optional(&networkInstance)
    case 84: try source.optional(&_outerHeaderCreation)
    case 30: try source.optional(&transportLevelMarking)
    case 160: try source.optional(&destinationInterfaceType)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(42, "destinationInterface", destinationInterface)
    try visitor.value(309, "mbsUnicastParametersID", mbsUnicastParametersID)
    try visitor.value(22, "networkInstance", networkInstance)
    try visitor.value(84, "outerHeaderCreation", _outerHeaderCreation)
    try visitor.value(30, "transportLevelMarking", transportLevelMarking)
    try visitor.value(160, "destinationInterfaceType", destinationInterfaceType)
  }
}

/// A usage reporting rule to be created (IE 6): TS 29.244 Table 7.5.2.4-1.
public struct CreateURR: Hashable, Sendable, ElementGroup {
  public var urrID: UInt32 = 0
  public var measurementMethod: MeasurementMethod = []
  public var reportingTriggers: ReportingTriggers = []
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

  public init(urrID: UInt32, measurementMethod: MeasurementMethod, reportingTriggers: ReportingTriggers) {
    self.urrID = urrID
    self.measurementMethod = measurementMethod
    self.reportingTriggers = reportingTriggers
  }

  static var mandatoryTypes: [UInt16] { [81, 62, 37] }
  static var mandatoryCount: Int { 3 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 81: try source.mandatory(0, &urrID)
    case 62: try source.mandatory(1, &measurementMethod)
    case 37: try source.mandatory(2, &reportingTriggers)
    case 64: try source.optional(&measurementPeriodSeconds)
    case 31: try source.optional(&_volumeThreshold)
    case 73: try source.optional(&_volumeQuota)
    case 149: try source.optional(&rare.value.eventThreshold)
    case 148: try source.optional(&rare.value.eventQuota)
    case 32: try source.optional(&timeThresholdSeconds)
    case 74: try source.optional(&timeQuotaSeconds)
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

extension CreateURR {
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

/// A usage reporting rule whose usage is added to that of another (IE 118): TS 29.244 Table 7.5.2.4-2.
public struct AggregatedURRs: Hashable, Sendable, ElementGroup {
  public var aggregatedURRID: UInt32 = 0
  public var multiplier: PFCPMultiplier = PFCPMultiplier(valueDigits: 0, exponent: 0)
  public var extras = PFCPExtras()

  init() {}

  public init(aggregatedURRID: UInt32, multiplier: PFCPMultiplier) {
    self.aggregatedURRID = aggregatedURRID
    self.multiplier = multiplier
  }

  static var mandatoryTypes: [UInt16] { [120, 119] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 120: try source.mandatory(0, &aggregatedURRID)
    case 119: try source.mandatory(1, &multiplier)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(120, "aggregatedURRID", aggregatedURRID)
    try visitor.value(119, "multiplier", multiplier)
  }
}

/// Limits that apply after a further monitoring time (IE 147): TS 29.244 Table 7.5.2.4-3.
public struct AdditionalMonitoringTime: Hashable, Sendable, ElementGroup {
  public var monitoringTime: UInt32 = 0
  @PFCPBoxed public var subsequentVolumeThreshold: PFCPVolume?
  public var subsequentTimeThresholdSeconds: UInt32?
  @PFCPBoxed public var subsequentVolumeQuota: PFCPVolume?
  public var subsequentTimeQuotaSeconds: UInt32?
  public var eventThreshold: UInt32?
  public var eventQuota: UInt32?
  public var extras = PFCPExtras()

  init() {}

  public init(monitoringTime: UInt32) {
    self.monitoringTime = monitoringTime
  }

  static var mandatoryTypes: [UInt16] { [33] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 33: try source.mandatory(0, &monitoringTime)
    case 34: try source.optional(&_subsequentVolumeThreshold)
    case 35: try source.optional(&subsequentTimeThresholdSeconds)
    case 121: try source.optional(&_subsequentVolumeQuota)
    case 122: try source.optional(&subsequentTimeQuotaSeconds)
    case 149: try source.optional(&eventThreshold)
    case 148: try source.optional(&eventQuota)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(33, "monitoringTime", monitoringTime)
    try visitor.value(34, "subsequentVolumeThreshold", _subsequentVolumeThreshold)
    try visitor.value(35, "subsequentTimeThresholdSeconds", subsequentTimeThresholdSeconds)
    try visitor.value(121, "subsequentVolumeQuota", _subsequentVolumeQuota)
    try visitor.value(122, "subsequentTimeQuotaSeconds", subsequentTimeQuotaSeconds)
    try visitor.value(149, "eventThreshold", eventThreshold)
    try visitor.value(148, "eventQuota", eventQuota)
  }
}

/// A QoS enforcement rule to be created (IE 7): TS 29.244 Table 7.5.2.5-1.
public struct CreateQER: Hashable, Sendable, ElementGroup {
  public var qerID: UInt32 = 0
  public var qerCorrelationID: UInt32?
  public var gateStatus: GateStatus = GateStatus()
  public var maximumBitRate: PFCPBitRate?
  public var guaranteedBitRate: PFCPBitRate?
  @PFCPBoxed public var packetRate: PacketRate?
  @PFCPBoxed public var packetRateStatus: PacketRateStatus?
  public var downlinkFlowLevelMarking: DownlinkFlowLevelMarking?
  public var qfi: QoSFlowIdentifier?
  public var rqi: QoSIndication?
  public var pagingPolicyIndicator: PagingPolicyIndicator?
  public var averagingWindowMilliseconds: UInt32?
  public var qerControlIndications: QERControlIndications?
  public var qerIndications: QERIndications?
  public var extras = PFCPExtras()

  init() {}

  public init(qerID: UInt32, gateStatus: GateStatus) {
    self.qerID = qerID
    self.gateStatus = gateStatus
  }

  static var mandatoryTypes: [UInt16] { [109, 25] }
  static var mandatoryCount: Int { 2 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 109: try source.mandatory(0, &qerID)
    case 28: try source.optional(&qerCorrelationID)
    case 25: try source.mandatory(1, &gateStatus)
    case 26: try source.optional(&maximumBitRate)
    case 27: try source.optional(&guaranteedBitRate)
    case 94: try source.optional(&_packetRate)
    case 193: try source.optional(&_packetRateStatus)
    case 97: try source.optional(&downlinkFlowLevelMarking)
    case 124: try source.optional(&qfi)
    case 123: try source.optional(&rqi)
    case 158: try source.optional(&pagingPolicyIndicator)
    case 157: try source.optional(&averagingWindowMilliseconds)
    case 251: try source.optional(&qerControlIndications)
    case 319: try source.optional(&qerIndications)
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
    try visitor.value(193, "packetRateStatus", _packetRateStatus)
    try visitor.value(97, "downlinkFlowLevelMarking", downlinkFlowLevelMarking)
    try visitor.value(124, "qfi", qfi)
    try visitor.value(123, "rqi", rqi)
    try visitor.value(158, "pagingPolicyIndicator", pagingPolicyIndicator)
    try visitor.value(157, "averagingWindowMilliseconds", averagingWindowMilliseconds)
    try visitor.value(251, "qerControlIndications", qerControlIndications)
    try visitor.value(319, "qerIndications", qerIndications)
  }
}

/// A buffering action rule to be created (IE 85): TS 29.244 Table 7.5.2.6-1.
public struct CreateBAR: Hashable, Sendable, ElementGroup {
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

/// A traffic endpoint that several PDRs share (IE 127): TS 29.244 Table 7.5.2.7-1.
public struct CreateTrafficEndpoint: Hashable, Sendable, ElementGroup {
  public var trafficEndpointID: UInt8 = 0
  @PFCPBoxed public var localFTEID: FTEID?
  public var networkInstance: PFCPText?
  @PFCPBoxed public var redundantTransmissionParameters: RedundantTransmissionParameters?
  public var ueIPAddresses: [UEIPAddress] = []
  public var ethernetPDUSessionInformation: EthernetPDUSessionInformation?
  public var framedRoutes: [PFCPText] = []
  public var framedRouting: UInt32?
  public var framedIPv6Routes: [PFCPText] = []
  public var qfis: [QoSFlowIdentifier] = []
  public var sourceInterfaceType: ThreeGPPInterfaceType?
  @PFCPBoxed public var localIngressTunnel: LocalIngressTunnel?
  public var ipMulticastAddressingInfo: [IPMulticastAddressingInfo] = []
  @PFCPBoxed public var mbsSessionIdentifier: MBSSessionIdentifier?
  public var areaSessionID: UInt16?
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
    case 142: try source.optional(&ethernetPDUSessionInformation)
    case 153: try source.list(&framedRoutes)
    case 154: try source.optional(&framedRouting)
    case 155: try source.list(&framedIPv6Routes)
    case 124: try source.list(&qfis)
    case 160: try source.optional(&sourceInterfaceType)
    case 308: try source.optional(&_localIngressTunnel)
    case 188: try source.list(&ipMulticastAddressingInfo)
    case 305: try source.optional(&_mbsSessionIdentifier)
    case 314: try source.optional(&areaSessionID)
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
    try visitor.value(142, "ethernetPDUSessionInformation", ethernetPDUSessionInformation)
    try visitor.list(153, "framedRoutes", framedRoutes)
    try visitor.value(154, "framedRouting", framedRouting)
    try visitor.list(155, "framedIPv6Routes", framedIPv6Routes)
    try visitor.list(124, "qfis", qfis)
    try visitor.value(160, "sourceInterfaceType", sourceInterfaceType)
    try visitor.value(308, "localIngressTunnel", _localIngressTunnel)
    try visitor.list(188, "ipMulticastAddressingInfo", ipMulticastAddressingInfo)
    try visitor.value(305, "mbsSessionIdentifier", _mbsSessionIdentifier)
    try visitor.value(314, "areaSessionID", areaSessionID)
    try visitor.value(275, "ratType", ratType)
  }
}

/// A multi-access rule to be created (IE 165): TS 29.244 Table 7.5.2.8-1.
public struct CreateMAR: Hashable, Sendable, ElementGroup {
  public var marID: UInt16 = 0
  public var steeringFunctionality: SteeringFunctionality = .atsssLL
  public var steeringMode: SteeringMode = .activeStandby
  @PFCPBoxed public var threeGPPAccess: AccessForwardingActionInformation?
  @PFCPBoxed public var nonThreeGPPAccess: AccessForwardingActionInformation?
  public var thresholds: SteeringThresholds?
  public var steeringModeIndicator: SteeringModeIndicator?
  public var extras = PFCPExtras()

  init() {}

  public init(marID: UInt16, steeringFunctionality: SteeringFunctionality, steeringMode: SteeringMode) {
    self.marID = marID
    self.steeringFunctionality = steeringFunctionality
    self.steeringMode = steeringMode
  }

  static var mandatoryTypes: [UInt16] { [170, 171, 172] }
  static var mandatoryCount: Int { 3 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 170: try source.mandatory(0, &marID)
    case 171: try source.mandatory(1, &steeringFunctionality)
    case 172: try source.mandatory(2, &steeringMode)
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
    try visitor.value(166, "threeGPPAccess", _threeGPPAccess)
    try visitor.value(167, "nonThreeGPPAccess", _nonThreeGPPAccess)
    try visitor.value(288, "thresholds", thresholds)
    try visitor.value(289, "steeringModeIndicator", steeringModeIndicator)
  }
}

/// How one access of a multi-access session forwards (IE 166, 167): TS 29.244 Table 7.5.2.8-2, Table 7.5.2.8-3.
public struct AccessForwardingActionInformation: Hashable, Sendable, ElementGroup {
  public var farID: UInt32 = 0
  public var weight: UInt8?
  public var priority: SteeringPriority?
  public var urrIDs: [UInt32] = []
  public var ratType: PFCPRATType?
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

/// A session reporting rule to be created (IE 212): TS 29.244 Table 7.5.2.9-1.
public struct CreateSRR: Hashable, Sendable, ElementGroup {
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

/// Whether changes of access availability are reported (IE 216): TS 29.244 Table 7.5.2.9-2.
public struct AccessAvailabilityControlInformation: Hashable, Sendable, ElementGroup {
  public var requestedAccessAvailability: RequestedAccessAvailability = []
  public var extras = PFCPExtras()

  init() {}

  public init(requestedAccessAvailability: RequestedAccessAvailability) {
    self.requestedAccessAvailability = requestedAccessAvailability
  }

  static var mandatoryTypes: [UInt16] { [217] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 217: try source.mandatory(0, &requestedAccessAvailability)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(217, "requestedAccessAvailability", requestedAccessAvailability)
  }
}

/// How the QoS of flows is monitored (IE 242): TS 29.244 Table 7.5.2.9-3.
public struct QoSMonitoringControlInformation: Hashable, Sendable, ElementGroup {
  public var qfis: [QoSFlowIdentifier] = []
  public var requestedQoSMonitoring: RequestedQoSMonitoring = []
  public var reportingFrequency: ReportingFrequency = []
  @PFCPBoxed public var packetDelayThresholds: PacketDelayThresholds?
  public var minimumWaitTimeSeconds: UInt32?
  public var measurementPeriodSeconds: UInt32?
  public var extras = PFCPExtras()

  init() {}

  public init(requestedQoSMonitoring: RequestedQoSMonitoring, reportingFrequency: ReportingFrequency) {
    self.requestedQoSMonitoring = requestedQoSMonitoring
    self.reportingFrequency = reportingFrequency
  }

  static var mandatoryTypes: [UInt16] { [124, 243, 244] }
  static var mandatoryCount: Int { 3 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 124: try source.mandatoryList(0, &qfis)
    case 243: try source.mandatory(1, &requestedQoSMonitoring)
    case 244: try source.mandatory(2, &reportingFrequency)
    case 245: try source.optional(&_packetDelayThresholds)
    case 246: try source.optional(&minimumWaitTimeSeconds)
    case 64: try source.optional(&measurementPeriodSeconds)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.list(124, "qfis", qfis)
    try visitor.value(243, "requestedQoSMonitoring", requestedQoSMonitoring)
    try visitor.value(244, "reportingFrequency", reportingFrequency)
    try visitor.value(245, "packetDelayThresholds", _packetDelayThresholds)
    try visitor.value(246, "minimumWaitTimeSeconds", minimumWaitTimeSeconds)
    try visitor.value(64, "measurementPeriodSeconds", measurementPeriodSeconds)
  }
}

/// Where the UP function reports QoS monitoring itself (IE 295): TS 29.244 Table 7.5.2.9-4.
public struct DirectReportingInformation: Hashable, Sendable, ElementGroup {
  public var eventNotificationURI: PFCPText = ""
  public var notificationCorrelationID: PFCPText?
  public var reportingFlags: ReportingFlags?
  public var extras = PFCPExtras()

  init() {}

  public init(eventNotificationURI: PFCPText) {
    self.eventNotificationURI = eventNotificationURI
  }

  static var mandatoryTypes: [UInt16] { [296] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 296: try source.mandatory(0, &eventNotificationURI)
    case 297: try source.optional(&notificationCorrelationID)
    case 298: try source.optional(&reportingFlags)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(296, "eventNotificationURI", eventNotificationURI)
    try visitor.value(297, "notificationCorrelationID", notificationCorrelationID)
    try visitor.value(298, "reportingFlags", reportingFlags)
  }
}

/// Which ATSSS functions a session needs (IE 220): TS 29.244 Table 7.5.2.10-1.
public struct ProvideATSSSControlInformation: Hashable, Sendable, ElementGroup {
  public var mptcpControl: MPTCPControl?
  public var atsssLLControl: ATSSSLLControl?
  public var pmfControl: PMFControl?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 222: try source.optional(&mptcpControl)
    case 223: try source.optional(&atsssLLControl)
    case 224: try source.optional(&pmfControl)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(222, "mptcpControl", mptcpControl)
    try visitor.value(223, "atsssLLControl", atsssLLControl)
    try visitor.value(224, "pmfControl", pmfControl)
  }
}

/// Whether the reliable data service is used (IE 261): TS 29.244 Table 7.5.2.11-1.
public struct ProvideRDSConfigurationInformation: Hashable, Sendable, ElementGroup {
  public var rdsConfiguration: RDSConfiguration?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 262: try source.optional(&rdsConfiguration)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(262, "rdsConfiguration", rdsConfiguration)
  }
}

/// The L2TP tunnel of a session (IE 276): TS 29.244 Table 7.5.2.1-2.
public struct L2TPTunnelInformation: Hashable, Sendable, ElementGroup {
  public var lnsAddress: IPAddress = .v4(0)
  public var tunnelPassword: PFCPText?
  public var tunnelPreference: TunnelPreference?
  public var extras = PFCPExtras()

  init() {}

  public init(lnsAddress: IPAddress) {
    self.lnsAddress = lnsAddress
  }

  static var mandatoryTypes: [UInt16] { [280] }
  static var mandatoryCount: Int { 1 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 280: try source.mandatory(0, &lnsAddress)
    case 313: try source.optional(&tunnelPassword)
    case 281: try source.optional(&tunnelPreference)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(280, "lnsAddress", lnsAddress)
    try visitor.value(313, "tunnelPassword", tunnelPassword)
    try visitor.value(281, "tunnelPreference", tunnelPreference)
  }
}

/// The L2TP session of a session (IE 277): TS 29.244 Table 7.5.2.1-3.
public struct L2TPSessionInformation: Hashable, Sendable, ElementGroup {
  public var callingNumber: PFCPText?
  public var calledNumber: PFCPText?
  public var maximumReceiveUnit: UInt16?
  public var l2tpSessionIndications: L2TPSessionIndications?
  @PFCPBoxed public var l2tpUserAuthentication: L2TPUserAuthentication?
  public var extras = PFCPExtras()

  public init() {}

  static var mandatoryTypes: [UInt16] { [] }
  static var mandatoryCount: Int { 0 }

  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError) {
    switch code {
    case 282: try source.optional(&callingNumber)
    case 283: try source.optional(&calledNumber)
    case 287: try source.optional(&maximumReceiveUnit)
    case 284: try source.optional(&l2tpSessionIndications)
    case 278: try source.optional(&_l2tpUserAuthentication)
    default: source.unknown()
    }
  }

  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError) {
    try visitor.value(282, "callingNumber", callingNumber)
    try visitor.value(283, "calledNumber", calledNumber)
    try visitor.value(287, "maximumReceiveUnit", maximumReceiveUnit)
    try visitor.value(284, "l2tpSessionIndications", l2tpSessionIndications)
    try visitor.value(278, "l2tpUserAuthentication", _l2tpUserAuthentication)
  }
}
