/// The URSP rules of a UE policy part (TS 24.526 §5.2).
public struct URSPRules: InformationElement {
  public var rules: [URSPRule]
  public init(_ rules: [URSPRule]) { self.rules = rules }

  public init(coding c: inout NASCoder, _ value: URSPRules?) throws(NASError) {
    rules = try c.countedList("", lengthOctets: 2, value?.rules)
  }
}

/// A UE route selection policy rule (TS 24.526 figure 5.2.2).
public struct URSPRule: InformationElement {
  /// The lower, the higher it ranks.
  public var precedence: UInt8
  public var trafficDescriptor: TrafficDescriptor
  public var routeSelectionDescriptors: RouteSelectionDescriptorList

  public init(precedence: UInt8, trafficDescriptor: TrafficDescriptor, routeSelectionDescriptors: RouteSelectionDescriptorList) {
    self.precedence = precedence
    self.trafficDescriptor = trafficDescriptor
    self.routeSelectionDescriptors = routeSelectionDescriptors
  }

  public init(coding c: inout NASCoder, _ value: URSPRule?) throws(NASError) {
    precedence = try c.uint8("precedence", value?.precedence)
    trafficDescriptor = try c.nestedCounted("trafficDescriptor", lengthOctets: 2, value?.trafficDescriptor)
    routeSelectionDescriptors = try c.nestedCounted("routeSelectionDescriptors", lengthOctets: 2, value?.routeSelectionDescriptors)
  }
}

/// What traffic a URSP rule is for: all components have to match.
public struct TrafficDescriptor: InformationElement {
  public var components: [TrafficDescriptorComponent]
  public init(_ components: [TrafficDescriptorComponent]) { self.components = components }

  public init(coding c: inout NASCoder, _ value: TrafficDescriptor?) throws(NASError) { components = try c.list("", value?.components) }
}

/// A component of a traffic descriptor (TS 24.526 table 5.2.1).
public enum TrafficDescriptorComponent: InformationElement {
  case matchAll
  /// OS Id and OS App Id.
  case application(OperatingSystemApplication)
  case ipv4RemoteAddress(IPv4AddressWithMask)
  /// Not used by URSP.
  case ipv4LocalAddress(IPv4AddressWithMask)
  case ipv6RemoteAddress(IPv6AddressWithPrefixLength)
  /// Not used by URSP.
  case ipv6LocalAddress(IPv6AddressWithPrefixLength)
  /// Or next header.
  case protocolIdentifier(UInt8)
  case singleLocalPort(UInt16)
  case localPortRange(PortRange)
  case singleRemotePort(UInt16)
  case remotePortRange(PortRange)
  case securityParameterIndex(UInt32)
  /// Or type of service.
  case trafficClass(TrafficClassWithMask)
  /// 20 bits.
  case flowLabel(UInt32)
  /// Six octets.
  case destinationMACAddress([UInt8])
  /// Six octets.
  case sourceMACAddress([UInt8])
  /// 12 bits.
  case cTagVID(UInt16)
  /// 12 bits.
  case sTagVID(UInt16)
  /// 4 bits.
  case cTagPCPDEI(UInt8)
  /// 4 bits.
  case sTagPCPDEI(UInt8)
  case ethertype(UInt16)
  case dnn(DNN)
  case connectionCapabilities([ConnectionCapability])
  case destinationFQDN([UInt8])
  case regularExpression([UInt8])
  case osAppID([UInt8])
  /// Two MAC addresses of six octets.
  case destinationMACAddressRange([UInt8])
  /// Two MAC addresses of six octets.
  case sourceMACAddressRange([UInt8])
  /// A type that is not known here; what follows it cannot be told apart from it.
  case other(type: UInt8, [UInt8])

  /// The number of the type.
  public var type: UInt8 {
    switch self {
    case .matchAll: 1
    case .application: 8
    case .ipv4RemoteAddress: 16
    case .ipv4LocalAddress: 17
    case .ipv6RemoteAddress: 33
    case .ipv6LocalAddress: 35
    case .protocolIdentifier: 48
    case .singleLocalPort: 64
    case .localPortRange: 65
    case .singleRemotePort: 80
    case .remotePortRange: 81
    case .securityParameterIndex: 96
    case .trafficClass: 112
    case .flowLabel: 128
    case .destinationMACAddress: 129
    case .sourceMACAddress: 130
    case .cTagVID: 131
    case .sTagVID: 132
    case .cTagPCPDEI: 133
    case .sTagPCPDEI: 134
    case .ethertype: 135
    case .dnn: 136
    case .connectionCapabilities: 144
    case .destinationFQDN: 145
    case .regularExpression: 146
    case .osAppID: 160
    case .destinationMACAddressRange: 161
    case .sourceMACAddressRange: 162
    case .other(let type, _): type
    }
  }

  private static let names: [(type: UInt8, name: String)] = [
    (1, "matchAll"), (8, "application"), (16, "ipv4RemoteAddress"), (17, "ipv4LocalAddress"), (33, "ipv6RemoteAddress"),
    (35, "ipv6LocalAddress"), (48, "protocolIdentifier"), (64, "singleLocalPort"), (65, "localPortRange"), (80, "singleRemotePort"),
    (81, "remotePortRange"), (96, "securityParameterIndex"), (112, "trafficClass"), (128, "flowLabel"), (129, "destinationMACAddress"),
    (130, "sourceMACAddress"), (131, "cTagVID"), (132, "sTagVID"), (133, "cTagPCPDEI"), (134, "sTagPCPDEI"), (135, "ethertype"),
    (136, "dnn"), (144, "connectionCapabilities"), (145, "destinationFQDN"), (146, "regularExpression"), (160, "osAppID"),
    (161, "destinationMACAddressRange"), (162, "sourceMACAddressRange"),
  ]

  public init(coding c: inout NASCoder, _ value: TrafficDescriptorComponent?) throws(NASError) {
    let type = try c.alternative(8, Self.names, value?.type)
    switch type {
    case 1: self = try c.emptyAlternative("matchAll", .matchAll, value)
    case 8:
      var part: OperatingSystemApplication?
      if case .application(let contents)? = value { part = contents }
      self = .application(try c.nested("application", part))
    case 16:
      var part: IPv4AddressWithMask?
      if case .ipv4RemoteAddress(let contents)? = value { part = contents }
      self = .ipv4RemoteAddress(try c.nested("ipv4RemoteAddress", part))
    case 17:
      var part: IPv4AddressWithMask?
      if case .ipv4LocalAddress(let contents)? = value { part = contents }
      self = .ipv4LocalAddress(try c.nested("ipv4LocalAddress", part))
    case 33:
      var part: IPv6AddressWithPrefixLength?
      if case .ipv6RemoteAddress(let contents)? = value { part = contents }
      self = .ipv6RemoteAddress(try c.nested("ipv6RemoteAddress", part))
    case 35:
      var part: IPv6AddressWithPrefixLength?
      if case .ipv6LocalAddress(let contents)? = value { part = contents }
      self = .ipv6LocalAddress(try c.nested("ipv6LocalAddress", part))
    case 48:
      var part: UInt8?
      if case .protocolIdentifier(let contents)? = value { part = contents }
      self = .protocolIdentifier(try c.uint8("protocolIdentifier", part))
    case 64:
      var part: UInt16?
      if case .singleLocalPort(let contents)? = value { part = contents }
      self = .singleLocalPort(try c.uint16("singleLocalPort", part))
    case 65:
      var part: PortRange?
      if case .localPortRange(let contents)? = value { part = contents }
      self = .localPortRange(try c.nested("localPortRange", part))
    case 80:
      var part: UInt16?
      if case .singleRemotePort(let contents)? = value { part = contents }
      self = .singleRemotePort(try c.uint16("singleRemotePort", part))
    case 81:
      var part: PortRange?
      if case .remotePortRange(let contents)? = value { part = contents }
      self = .remotePortRange(try c.nested("remotePortRange", part))
    case 96:
      var part: UInt32?
      if case .securityParameterIndex(let contents)? = value { part = contents }
      self = .securityParameterIndex(try c.uint32("securityParameterIndex", part))
    case 112:
      var part: TrafficClassWithMask?
      if case .trafficClass(let contents)? = value { part = contents }
      self = .trafficClass(try c.nested("trafficClass", part))
    case 128:
      var part: UInt32?
      if case .flowLabel(let contents)? = value { part = contents }
      self = .flowLabel(try c.uint24("flowLabel", part))
    case 129:
      var part: [UInt8]?
      if case .destinationMACAddress(let contents)? = value { part = contents }
      self = .destinationMACAddress(try c.octets("destinationMACAddress", count: 6, part))
    case 130:
      var part: [UInt8]?
      if case .sourceMACAddress(let contents)? = value { part = contents }
      self = .sourceMACAddress(try c.octets("sourceMACAddress", count: 6, part))
    case 131:
      var part: UInt16?
      if case .cTagVID(let contents)? = value { part = contents }
      self = .cTagVID(try c.uint16("cTagVID", part))
    case 132:
      var part: UInt16?
      if case .sTagVID(let contents)? = value { part = contents }
      self = .sTagVID(try c.uint16("sTagVID", part))
    case 133:
      var part: UInt8?
      if case .cTagPCPDEI(let contents)? = value { part = contents }
      self = .cTagPCPDEI(try c.uint8("cTagPCPDEI", part))
    case 134:
      var part: UInt8?
      if case .sTagPCPDEI(let contents)? = value { part = contents }
      self = .sTagPCPDEI(try c.uint8("sTagPCPDEI", part))
    case 135:
      var part: UInt16?
      if case .ethertype(let contents)? = value { part = contents }
      self = .ethertype(try c.uint16("ethertype", part))
    case 136:
      var part: DNN?
      if case .dnn(let contents)? = value { part = contents }
      self = .dnn(try c.nestedCounted("dnn", part))
    case 144:
      var part: [ConnectionCapability]?
      if case .connectionCapabilities(let contents)? = value { part = contents }
      self = .connectionCapabilities(try c.numberedList("connectionCapabilities", lengthOctets: 0, part))
    case 145:
      var part: [UInt8]?
      if case .destinationFQDN(let contents)? = value { part = contents }
      self = .destinationFQDN(try c.counted("destinationFQDN", part))
    case 146:
      var part: [UInt8]?
      if case .regularExpression(let contents)? = value { part = contents }
      self = .regularExpression(try c.counted("regularExpression", part))
    case 160:
      var part: [UInt8]?
      if case .osAppID(let contents)? = value { part = contents }
      self = .osAppID(try c.counted("osAppID", part))
    case 161:
      var part: [UInt8]?
      if case .destinationMACAddressRange(let contents)? = value { part = contents }
      self = .destinationMACAddressRange(try c.octets("destinationMACAddressRange", count: 12, part))
    case 162:
      var part: [UInt8]?
      if case .sourceMACAddressRange(let contents)? = value { part = contents }
      self = .sourceMACAddressRange(try c.octets("sourceMACAddressRange", count: 12, part))
    default:
      var part: [UInt8]?
      if case .other(_, let contents)? = value { part = contents }
      self = .other(type: type, try c.otherAlternative(type, part))
    }
  }
}

/// An IPv4 address and its mask.
public struct IPv4AddressWithMask: InformationElement {
  /// Four octets.
  public var address: [UInt8]
  /// Four octets.
  public var mask: [UInt8]

  public init(address: [UInt8], mask: [UInt8]) {
    self.address = address
    self.mask = mask
  }

  public init(coding c: inout NASCoder, _ value: IPv4AddressWithMask?) throws(NASError) {
    address = try c.octets("address", count: 4, value?.address)
    mask = try c.octets("mask", count: 4, value?.mask)
  }
}

/// An IPv6 address and the length of its prefix.
public struct IPv6AddressWithPrefixLength: InformationElement {
  /// Sixteen octets.
  public var address: [UInt8]
  /// In bits.
  public var prefixLength: UInt8

  public init(address: [UInt8], prefixLength: UInt8) {
    self.address = address
    self.prefixLength = prefixLength
  }

  public init(coding c: inout NASCoder, _ value: IPv6AddressWithPrefixLength?) throws(NASError) {
    address = try c.octets("address", count: 16, value?.address)
    prefixLength = try c.uint8("prefixLength", value?.prefixLength)
  }
}

/// A type of service or traffic class and its mask.
public struct TrafficClassWithMask: InformationElement {
  public var trafficClass: UInt8
  public var mask: UInt8

  public init(trafficClass: UInt8, mask: UInt8) {
    self.trafficClass = trafficClass
    self.mask = mask
  }

  public init(coding c: inout NASCoder, _ value: TrafficClassWithMask?) throws(NASError) {
    trafficClass = try c.uint8("trafficClass", value?.trafficClass)
    mask = try c.uint8("mask", value?.mask)
  }
}

/// Connection capability identifier (TS 24.526 table 5.2.1).
public enum ConnectionCapability: NamedValue {
  case ims
  case mms
  case supl
  case internet
  /// A value without a name in the standard.
  case other(UInt8)

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .ims
    case 2: self = .mms
    case 4: self = .supl
    case 8: self = .internet
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .ims: 1
    case .mms: 2
    case .supl: 4
    case .internet: 8
    case .other(let value): value
    }
  }
}

/// The route selection descriptors of a rule, in any order.
public struct RouteSelectionDescriptorList: InformationElement {
  public var descriptors: [RouteSelectionDescriptor]
  public init(_ descriptors: [RouteSelectionDescriptor]) { self.descriptors = descriptors }

  public init(coding c: inout NASCoder, _ value: RouteSelectionDescriptorList?) throws(NASError) {
    descriptors = try c.countedList("", lengthOctets: 2, value?.descriptors)
  }
}

/// A route selection descriptor (TS 24.526 figure 5.2.4).
public struct RouteSelectionDescriptor: InformationElement {
  /// The lower, the higher it ranks.
  public var precedence: UInt8
  public var contents: RouteSelectionDescriptorContents

  public init(precedence: UInt8, contents: RouteSelectionDescriptorContents) {
    self.precedence = precedence
    self.contents = contents
  }

  public init(coding c: inout NASCoder, _ value: RouteSelectionDescriptor?) throws(NASError) {
    precedence = try c.uint8("precedence", value?.precedence)
    contents = try c.nestedCounted("contents", lengthOctets: 2, value?.contents)
  }
}

/// The components of a route selection descriptor.
public struct RouteSelectionDescriptorContents: InformationElement {
  public var components: [RouteSelectionDescriptorComponent]
  public init(_ components: [RouteSelectionDescriptorComponent]) { self.components = components }

  public init(coding c: inout NASCoder, _ value: RouteSelectionDescriptorContents?) throws(NASError) {
    components = try c.list("", value?.components)
  }
}

/// A component of a route selection descriptor (TS 24.526 table 5.2.1).
public enum RouteSelectionDescriptorComponent: InformationElement {
  case sscMode(RouteSelectionSSCMode)
  indirect case sNSSAI(SNSSAI)
  case dnn(DNN)
  case pduSessionType(RouteSelectionPDUSessionType)
  case preferredAccessType(RouteSelectionAccessType)
  case multiAccessPreference
  case nonSeamlessNon3GPPOffload
  /// TS 24.526 figure 5.2.5, not interpreted: it is the last component.
  case locationCriteria([UInt8])
  indirect case timeWindow(TimeWindow)
  case proSeLayer3RelayOffload
  case pduSessionPairID(UInt8)
  case rsn(RedundancySequenceNumber)
  /// A type that is not known here; what follows it cannot be told apart from it.
  case other(type: UInt8, [UInt8])

  /// The number of the type.
  public var type: UInt8 {
    switch self {
    case .sscMode: 1
    case .sNSSAI: 2
    case .dnn: 4
    case .pduSessionType: 8
    case .preferredAccessType: 16
    case .multiAccessPreference: 17
    case .nonSeamlessNon3GPPOffload: 32
    case .locationCriteria: 64
    case .timeWindow: 128
    case .proSeLayer3RelayOffload: 129
    case .pduSessionPairID: 130
    case .rsn: 131
    case .other(let type, _): type
    }
  }

  private static let names: [(type: UInt8, name: String)] = [
    (1, "sscMode"), (2, "sNSSAI"), (4, "dnn"), (8, "pduSessionType"), (16, "preferredAccessType"), (17, "multiAccessPreference"),
    (32, "nonSeamlessNon3GPPOffload"), (64, "locationCriteria"), (128, "timeWindow"), (129, "proSeLayer3RelayOffload"),
    (130, "pduSessionPairID"), (131, "rsn"),
  ]

  public init(coding c: inout NASCoder, _ value: RouteSelectionDescriptorComponent?) throws(NASError) {
    let type = try c.alternative(8, Self.names, value?.type)
    switch type {
    case 1:
      var part: RouteSelectionSSCMode?
      if case .sscMode(let contents)? = value { part = contents }
      self = .sscMode(try c.nested("sscMode", part))
    case 2:
      var part: SNSSAI?
      if case .sNSSAI(let contents)? = value { part = contents }
      self = .sNSSAI(try c.nestedCounted("sNSSAI", part))
    case 4:
      var part: DNN?
      if case .dnn(let contents)? = value { part = contents }
      self = .dnn(try c.nestedCounted("dnn", part))
    case 8:
      var part: RouteSelectionPDUSessionType?
      if case .pduSessionType(let contents)? = value { part = contents }
      self = .pduSessionType(try c.nested("pduSessionType", part))
    case 16:
      var part: RouteSelectionAccessType?
      if case .preferredAccessType(let contents)? = value { part = contents }
      self = .preferredAccessType(try c.nested("preferredAccessType", part))
    case 17: self = try c.emptyAlternative("multiAccessPreference", .multiAccessPreference, value)
    case 32: self = try c.emptyAlternative("nonSeamlessNon3GPPOffload", .nonSeamlessNon3GPPOffload, value)
    case 64:
      var part: [UInt8]?
      if case .locationCriteria(let contents)? = value { part = contents }
      self = .locationCriteria(try c.rest("locationCriteria", part))
    case 128:
      var part: TimeWindow?
      if case .timeWindow(let contents)? = value { part = contents }
      self = .timeWindow(try c.nested("timeWindow", part))
    case 129: self = try c.emptyAlternative("proSeLayer3RelayOffload", .proSeLayer3RelayOffload, value)
    case 130:
      var part: UInt8?
      if case .pduSessionPairID(let contents)? = value { part = contents }
      self = .pduSessionPairID(try c.uint8("pduSessionPairID", part))
    case 131:
      var part: RedundancySequenceNumber?
      if case .rsn(let contents)? = value { part = contents }
      self = .rsn(try c.nested("rsn", part))
    default:
      var part: [UInt8]?
      if case .other(_, let contents)? = value { part = contents }
      self = .other(type: type, try c.otherAlternative(type, part))
    }
  }
}

/// The SSC mode in the lower bits of an octet.
public struct RouteSelectionSSCMode: InformationElement {
  public var value: SSCMode

  public init(value: SSCMode) {
    self.value = value
  }

  public init(coding c: inout NASCoder, _ value: RouteSelectionSSCMode?) throws(NASError) {
    try c.spare(5)
    self.value = try c.named("value", bits: 3, value?.value)
  }
}

/// The PDU session type in the lower bits of an octet.
public struct RouteSelectionPDUSessionType: InformationElement {
  public var value: PDUSessionType

  public init(value: PDUSessionType) {
    self.value = value
  }

  public init(coding c: inout NASCoder, _ value: RouteSelectionPDUSessionType?) throws(NASError) {
    try c.spare(5)
    self.value = try c.named("value", bits: 3, value?.value)
  }
}

/// The access type in the lower bits of an octet.
public struct RouteSelectionAccessType: InformationElement {
  public var value: AccessType

  public init(value: AccessType) {
    self.value = value
  }

  public init(coding c: inout NASCoder, _ value: RouteSelectionAccessType?) throws(NASError) {
    try c.spare(6)
    self.value = try c.named("value", bits: 2, value?.value)
  }
}

/// When a route selection descriptor is valid.
public struct TimeWindow: InformationElement {
  /// An NTP timestamp of 64 bits (RFC 5905).
  public var startTime: UInt64
  /// An NTP timestamp of 64 bits (RFC 5905).
  public var stopTime: UInt64

  public init(startTime: UInt64, stopTime: UInt64) {
    self.startTime = startTime
    self.stopTime = stopTime
  }

  public init(coding c: inout NASCoder, _ value: TimeWindow?) throws(NASError) {
    startTime = try c.uint64("startTime", value?.startTime)
    stopTime = try c.uint64("stopTime", value?.stopTime)
  }
}
