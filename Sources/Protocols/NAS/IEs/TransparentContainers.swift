/// Steering of roaming transparent container (TS 24.501 §9.11.3.51): what the home network's AUSF or the UE's ME has protected.
public enum SORTransparentContainer: InformationElement {
  case steeringInformation(SteeringOfRoamingInformation)
  case acknowledgement(SteeringOfRoamingAcknowledgement)

  public init(coding c: inout NASCoder, _ value: SORTransparentContainer?) throws(NASError) {
    // The SOR data type is the lowest bit of the first octet.
    let isAcknowledgement: Bool
    switch (c.mode, value) {
    case (.decode, _): isAcknowledgement = (c.peek() ?? 0) & 1 == 1
    case (.fromJSON, _): isAcknowledgement = c.member("acknowledgement") != nil
    case (_, .acknowledgement): isAcknowledgement = true
    default: isAcknowledgement = false
    }
    if isAcknowledgement {
      var part: SteeringOfRoamingAcknowledgement?
      if case .acknowledgement(let contents)? = value { part = contents }
      self = .acknowledgement(try c.nested("acknowledgement", part))
    } else {
      var part: SteeringOfRoamingInformation?
      if case .steeringInformation(let contents)? = value { part = contents }
      self = .steeringInformation(try c.nested("steeringInformation", part))
    }
  }
}

/// Steering of roaming information from the home network.
public struct SteeringOfRoamingInformation: InformationElement {
  public enum List: Hashable, Sendable {
    /// The list of preferred PLMN/access technology combinations has not changed.
    case none
    /// A secured packet for the USIM (TS 31.115), opaque to NAS.
    case securedPacket([UInt8])
    /// In order of preference.
    case preferredPLMNs([PLMNWithAccessTechnology])
  }
  /// The ME shall acknowledge (ACK).
  public var acknowledgementRequested: Bool
  /// SOR-MAC-I_AUSF, 16 octets.
  public var macIAUSF: [UInt8]
  public var counterSOR: UInt16
  public var list: List
  /// With the AP bit: SOR-CMCI, SOR-SNPN-SI and what follows, as coded (TS 24.501 figure 9.11.3.51.5A); `nil` without it.
  public var additionalParameters: [UInt8]?

  public init(
    acknowledgementRequested: Bool = false, macIAUSF: [UInt8], counterSOR: UInt16, list: List, additionalParameters: [UInt8]? = nil
  ) {
    self.acknowledgementRequested = acknowledgementRequested
    self.macIAUSF = macIAUSF
    self.counterSOR = counterSOR
    self.list = list
    self.additionalParameters = additionalParameters
  }

  public init(coding c: inout NASCoder, _ value: SteeringOfRoamingInformation?) throws(NASError) {
    var isList = false
    var packet: [UInt8]?
    var plmns: [PLMNWithAccessTechnology]?
    var indicated = false
    switch value?.list {
    case .securedPacket(let octets): (packet, indicated) = (octets, true)
    case .preferredPLMNs(let list): (plmns, isList, indicated) = (list, true, true)
    case .some(.none), nil: break
    }
    try c.spare(3)
    let hasAdditional = try c.presence(value.map { $0.additionalParameters != nil })
    acknowledgementRequested = try c.flag("acknowledgementRequested", value?.acknowledgementRequested)
    if c.isBinary {
      isList = try c.flag("listType", isList)
      indicated = try c.flag("listIndication", indicated)
      guard try !c.flag("dataType", value.map { _ in false }) else { throw .malformed(ie: "dataType") }
    } else if c.mode == .fromJSON {
      isList = c.member("preferredPLMNs") != nil
      indicated = isList || c.member("securedPacket") != nil
    }
    macIAUSF = try c.octets("macIAUSF", count: 16, value?.macIAUSF)
    counterSOR = try c.uint16("counterSOR", value?.counterSOR)
    switch (indicated, isList) {
    case (true, true) where c.isBinary && hasAdditional:
      let frame = try c.beginCounted(lengthOctets: 2)
      list = .preferredPLMNs(try c.list("preferredPLMNs", plmns))
      try c.endCounted(frame)
    case (true, true): list = .preferredPLMNs(try c.list("preferredPLMNs", plmns))
    case (true, false) where c.isBinary && hasAdditional:
      list = .securedPacket(try c.counted("securedPacket", lengthOctets: 2, packet))
    case (true, false): list = .securedPacket(try c.rest("securedPacket", packet))
    case (false, _): list = .none
    }
    additionalParameters = try c.optionalOctets(
      "additionalParameters", .rest, presentInOctets: hasAdditional, value?.additionalParameters)
  }
}

/// The acknowledgement of steering of roaming information by the ME.
public struct SteeringOfRoamingAcknowledgement: InformationElement {
  /// MSSNPNSI: the ME supports SOR-SNPN-SI.
  public var supportsSNPNSI: Bool
  /// MSSI: the ME supports SOR-CMCI.
  public var supportsCMCI: Bool
  /// SOR-MAC-I_UE, 16 octets.
  public var macIUE: [UInt8]

  public init(supportsSNPNSI: Bool = false, supportsCMCI: Bool = false, macIUE: [UInt8]) {
    self.supportsSNPNSI = supportsSNPNSI
    self.supportsCMCI = supportsCMCI
    self.macIUE = macIUE
  }

  public init(coding c: inout NASCoder, _ value: SteeringOfRoamingAcknowledgement?) throws(NASError) {
    try c.spare(5)
    supportsSNPNSI = try c.flag("supportsSNPNSI", value?.supportsSNPNSI)
    supportsCMCI = try c.flag("supportsCMCI", value?.supportsCMCI)
    if c.isBinary { _ = try c.flag("dataType", value.map { _ in true }) }
    macIUE = try c.octets("macIUE", count: 16, value?.macIUE)
  }
}

/// A PLMN and its access technologies.
public struct PLMNWithAccessTechnology: InformationElement {
  public var plmn: PLMNIdentity
  /// The access technology identifier of TS 31.102 §4.2.5.
  public var accessTechnologies: UInt16

  public init(plmn: PLMNIdentity, accessTechnologies: UInt16) {
    self.plmn = plmn
    self.accessTechnologies = accessTechnologies
  }

  public init(coding c: inout NASCoder, _ value: PLMNWithAccessTechnology?) throws(NASError) {
    plmn = try c.nested("plmn", value?.plmn)
    accessTechnologies = try c.uint16("accessTechnologies", value?.accessTechnologies)
  }
}

/// UE parameters update transparent container (TS 24.501 §9.11.3.53A).
public enum UEParametersUpdateTransparentContainer: InformationElement {
  case parametersUpdate(UEParametersUpdate)
  /// UPU-MAC-I_UE, 16 octets: the update has been received.
  case acknowledgement(macIUE: [UInt8])

  public init(coding c: inout NASCoder, _ value: UEParametersUpdateTransparentContainer?) throws(NASError) {
    // The UPU data type is the lowest bit of the first octet.
    let isAcknowledgement: Bool
    switch (c.mode, value) {
    case (.decode, _): isAcknowledgement = (c.peek() ?? 0) & 1 == 1
    case (.fromJSON, _): isAcknowledgement = c.member("macIUE") != nil
    case (_, .acknowledgement): isAcknowledgement = true
    default: isAcknowledgement = false
    }
    if isAcknowledgement {
      var part: [UInt8]?
      if case .acknowledgement(let contents)? = value { part = contents }
      try c.spare(7)
      if c.isBinary { _ = try c.flag("dataType", value.map { _ in true }) }
      self = .acknowledgement(macIUE: try c.octets("macIUE", count: 16, part))
    } else {
      var part: UEParametersUpdate?
      if case .parametersUpdate(let contents)? = value { part = contents }
      self = .parametersUpdate(try c.nested("parametersUpdate", part))
    }
  }
}

/// A UE parameters update list from the home network.
public struct UEParametersUpdate: InformationElement {
  /// REG.
  public var reregistrationRequested: Bool
  /// ACK.
  public var acknowledgementRequested: Bool
  /// UPU-MAC-I_AUSF, 16 octets.
  public var macIAUSF: [UInt8]
  public var counterUPU: UInt16
  public var dataSets: [UEParametersUpdateDataSet]

  public init(
    reregistrationRequested: Bool = false, acknowledgementRequested: Bool = false, macIAUSF: [UInt8], counterUPU: UInt16,
    dataSets: [UEParametersUpdateDataSet]
  ) {
    self.reregistrationRequested = reregistrationRequested
    self.acknowledgementRequested = acknowledgementRequested
    self.macIAUSF = macIAUSF
    self.counterUPU = counterUPU
    self.dataSets = dataSets
  }

  public init(coding c: inout NASCoder, _ value: UEParametersUpdate?) throws(NASError) {
    try c.spare(5)
    reregistrationRequested = try c.flag("reregistrationRequested", value?.reregistrationRequested)
    acknowledgementRequested = try c.flag("acknowledgementRequested", value?.acknowledgementRequested)
    try c.spare(1)
    macIAUSF = try c.octets("macIAUSF", count: 16, value?.macIAUSF)
    counterUPU = try c.uint16("counterUPU", value?.counterUPU)
    dataSets = try c.list("dataSets", value?.dataSets)
  }
}

/// One UE parameters update data set.
public enum UEParametersUpdateDataSet: InformationElement {
  /// A secured packet for the USIM (TS 31.115), opaque to NAS.
  case routingIndicatorUpdateData([UInt8])
  case defaultConfiguredNSSAIUpdateData(NSSAI)
  /// A type that is not known here, or whose contents are not those of its type.
  case other(type: UInt8, [UInt8])

  /// The number of the type.
  public var type: UInt8 {
    switch self {
    case .routingIndicatorUpdateData: 1
    case .defaultConfiguredNSSAIUpdateData: 2
    case .other(let type, _): type
    }
  }

  private static let names: [(type: UInt8, name: String)] = [(1, "routingIndicatorUpdateData"), (2, "defaultConfiguredNSSAIUpdateData")]

  public init(coding c: inout NASCoder, _ value: UEParametersUpdateDataSet?) throws(NASError) {
    if c.isBinary { try c.spare(4) }
    let type = try c.alternative(4, Self.names, value?.type)
    let frame = try c.beginCounted(lengthOctets: 2)
    switch type {
    case 1:
      var part: [UInt8]?
      if case .routingIndicatorUpdateData(let contents)? = value { part = contents }
      self = .routingIndicatorUpdateData(try c.rest("routingIndicatorUpdateData", part))
    case 2:
      var part: NSSAI?
      if case .defaultConfiguredNSSAIUpdateData(let contents)? = value { part = contents }
      self = .defaultConfiguredNSSAIUpdateData(try c.nested("defaultConfiguredNSSAIUpdateData", part))
    default:
      var part: [UInt8]?
      if case .other(_, let contents)? = value { part = contents }
      self = .other(type: type, try c.otherAlternative(type, part))
    }
    try c.endCounted(frame)
  }
}

/// Intra N1 mode NAS transparent container (TS 24.501 §9.11.2.6): sent to the UE in a handover between AMFs.
public struct IntraN1ModeNASTransparentContainer: InformationElement {
  public var messageAuthenticationCode: UInt32
  public var securityAlgorithms: NASSecurityAlgorithms
  /// KACF: a new K_AMF has been calculated by the network.
  public var newKAMF: Bool
  public var ngKSI: NASKeySetIdentifier
  public var sequenceNumber: UInt8

  public init(
    messageAuthenticationCode: UInt32, securityAlgorithms: NASSecurityAlgorithms, newKAMF: Bool = false, ngKSI: NASKeySetIdentifier,
    sequenceNumber: UInt8
  ) {
    self.messageAuthenticationCode = messageAuthenticationCode
    self.securityAlgorithms = securityAlgorithms
    self.newKAMF = newKAMF
    self.ngKSI = ngKSI
    self.sequenceNumber = sequenceNumber
  }

  public init(coding c: inout NASCoder, _ value: IntraN1ModeNASTransparentContainer?) throws(NASError) {
    messageAuthenticationCode = try c.uint32("messageAuthenticationCode", value?.messageAuthenticationCode)
    securityAlgorithms = try c.nested("securityAlgorithms", value?.securityAlgorithms)
    try c.spare(3)
    newKAMF = try c.flag("newKAMF", value?.newKAMF)
    ngKSI = try c.nested("ngKSI", value?.ngKSI)
    sequenceNumber = try c.uint8("sequenceNumber", value?.sequenceNumber)
  }
}

/// N1 mode to S1 mode NAS transparent container (TS 24.501 §9.11.2.7).
public struct N1ModeToS1ModeNASTransparentContainer: InformationElement {
  public var sequenceNumber: UInt8

  public init(sequenceNumber: UInt8) {
    self.sequenceNumber = sequenceNumber
  }

  public init(coding c: inout NASCoder, _ value: N1ModeToS1ModeNASTransparentContainer?) throws(NASError) {
    sequenceNumber = try c.uint8("sequenceNumber", value?.sequenceNumber)
  }
}

/// S1 mode to N1 mode NAS transparent container (TS 24.501 §9.11.2.9).
public struct S1ModeToN1ModeNASTransparentContainer: InformationElement {
  public var messageAuthenticationCode: UInt32
  public var securityAlgorithms: NASSecurityAlgorithms
  /// Next hop chaining counter.
  public var ncc: UInt8
  public var ngKSI: NASKeySetIdentifier

  public init(messageAuthenticationCode: UInt32, securityAlgorithms: NASSecurityAlgorithms, ncc: UInt8, ngKSI: NASKeySetIdentifier) {
    self.messageAuthenticationCode = messageAuthenticationCode
    self.securityAlgorithms = securityAlgorithms
    self.ncc = ncc
    self.ngKSI = ngKSI
  }

  public init(coding c: inout NASCoder, _ value: S1ModeToN1ModeNASTransparentContainer?) throws(NASError) {
    messageAuthenticationCode = try c.uint32("messageAuthenticationCode", value?.messageAuthenticationCode)
    securityAlgorithms = try c.nested("securityAlgorithms", value?.securityAlgorithms)
    try c.spare(1)
    ncc = try c.bits("ncc", 3, value?.ncc)
    ngKSI = try c.nested("ngKSI", value?.ngKSI)
    try c.spare(8)
    try c.spare(8)
  }
}
