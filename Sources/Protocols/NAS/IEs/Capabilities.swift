/// 5GMM capability (TS 24.501 §9.11.3.1).
public struct FiveGMMCapability: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString {
    """
    sgc fiveGIPHCCPCIoT n3Data fiveGCPCIoT restrictEC lpp hoAttach s1Mode racs nssaa fiveGLCS v2xCNPC5 v2xCEPC5 v2x fiveGUPCIoT fiveGSRVCC \
    proseL2Relay proseDC proseDD erNSSAI fiveGEHCCPCIoT multipleUP wuSA cag pr rpr piv ncr nrPSSI proseL3RemoteUE proseL2RemoteUE \
    proseL3Relay - uas nsag exCAG ssnpnsi eventNotification mint nssrg
    """
  }
  /// S1 mode supported.
  public var s1Mode: Bool {
    get { flag(0, 0) }
    set { setFlag(0, 0, newValue) }
  }
  /// Handover attach: "handover" and "existing" request types during EPS attach.
  public var hoAttach: Bool {
    get { flag(0, 1) }
    set { setFlag(0, 1, newValue) }
  }
  /// LTE positioning protocol in N1 mode.
  public var lpp: Bool {
    get { flag(0, 2) }
    set { setFlag(0, 2, newValue) }
  }
  /// Radio capability signalling optimisation.
  public var racs: Bool {
    get { flag(1, 7) }
    set { setFlag(1, 7, newValue) }
  }
  /// Network slice-specific authentication and authorization.
  public var nssaa: Bool {
    get { flag(1, 6) }
    set { setFlag(1, 6, newValue) }
  }
}

/// UE security capability (TS 24.501 §9.11.3.54): two to eight octets.
public struct UESecurityCapability: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0, 0]) { self.octets = octets }

  /// The algorithms' numbers (0 to 7), for example `ea: [0, 1, 2, 3]`; EPS algorithms only where a set is not empty.
  public init(ea: [Int], ia: [Int], eea: [Int] = [], eia: [Int] = []) {
    octets = [Self.bits(ea), Self.bits(ia)]
    if !eea.isEmpty || !eia.isEmpty { octets += [Self.bits(eea), Self.bits(eia)] }
  }

  private static func bits(_ numbers: [Int]) -> UInt8 {
    numbers.reduce(0) { (0...7).contains($1) ? $0 | 0x80 >> UInt8($1) : $0 }
  }

  public static var minimumOctetCount: Int { 2 }
  public static var fields: StaticString {
    """
    ea0 ea1 ea2 ea3 ea4 ea5 ea6 ea7 ia0 ia1 ia2 ia3 ia4 ia5 ia6 ia7 eea0 eea1 eea2 eea3 eea4 eea5 eea6 eea7 eia0 eia1 eia2 eia3 eia4 eia5 \
    eia6 eia7
    """
  }

  /// Whether 5G-EA`number` (0 to 7) is supported.
  public func supports(ciphering number: Int) -> Bool { (0...7).contains(number) && flag(0, 7 - number) }
  /// Whether 5G-IA`number` (0 to 7) is supported.
  public func supports(integrity number: Int) -> Bool { (0...7).contains(number) && flag(1, 7 - number) }
  /// Whether EEA`number` (0 to 7) is supported.
  public func supports(epsCiphering number: Int) -> Bool { (0...7).contains(number) && flag(2, 7 - number) }
  /// Whether EIA`number` (0 to 7) is supported.
  public func supports(epsIntegrity number: Int) -> Bool { (0...7).contains(number) && flag(3, 7 - number) }
}

/// S1 UE network capability (TS 24.501 §9.11.3.48, TS 24.301 §9.9.3.34).
public struct S1UENetworkCapability: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0, 0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 2 }
  public static var fields: StaticString {
    """
    eea0 eea1 eea2 eea3 eea4 eea5 eea6 eea7 eia0 eia1 eia2 eia3 eia4 eia5 eia6 eia7 uea0 uea1 uea2 uea3 uea4 uea5 uea6 uea7 ucs2 uia1 uia2 \
    uia3 uia4 uia5 uia6 uia7 proseDD prose h245ASH accCSFB lpp lcs srvcc1x nf ePCO hcCPCIoT eRwOPDN s1UData upCIoT cpCIoT proseRelay \
    proseDC bearers15 sgc n1mode dcnr cpBackoff restrictEC v2xPC5 multipleDRB rpr piv ncr v2xNRPC5 upMTEDT cpMTEDT wusa racs
    """
  }
}

/// Replayed S1 UE security capabilities (TS 24.501 §9.11.3.48A, TS 24.301 §9.9.3.36).
public struct S1UESecurityCapability: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0, 0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 2 }
  public static var fields: StaticString {
    """
    eea0 eea1 eea2 eea3 eea4 eea5 eea6 eea7 eia0 eia1 eia2 eia3 eia4 eia5 eia6 eia7 uea0 uea1 uea2 uea3 uea4 uea5 uea6 uea7 - uia1 uia2 \
    uia3 uia4 uia5 uia6 uia7 - gea1 gea2 gea3 gea4 gea5 gea6 gea7
    """
  }
}

/// 5GS network feature support (TS 24.501 §9.11.3.5): one to four octets.
public struct FiveGSNetworkFeatureSupport: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0, 0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString {
    """
    mpsi iwkN26 emf:2 emc:2 imsVoPSN3GPP imsVoPS3GPP fiveGUPCIoT fiveGIPHCCPCIoT n3Data fiveGCPCIoT restrictEC:2 mcsi emcN3 - pr rpr piv ncr \
    fiveGEHCCPCIoT atsIND fiveGLCS
    """
  }
  /// IMS voice over PS session over 3GPP access.
  public var imsVoPS3GPP: Bool {
    get { flag(0, 0) }
    set { setFlag(0, 0, newValue) }
  }
  /// Emergency service support (0 none, 1 NR, 2 E-UTRA, 3 both).
  public var emc: UInt8 {
    get { field(0, 2, width: 2) }
    set { setField(0, 2, width: 2, newValue) }
  }
  /// Emergency service fallback (0 none, 1 NR, 2 E-UTRA, 3 both).
  public var emf: UInt8 {
    get { field(0, 4, width: 2) }
    set { setField(0, 4, width: 2, newValue) }
  }
  /// Interworking without N26 interface.
  public var iwkN26: Bool {
    get { flag(0, 6) }
    set { setFlag(0, 6, newValue) }
  }
}

/// 5GSM capability (TS 24.501 §9.11.4.1).
public struct FiveGSMCapability: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString { "tpmic atsssST:4 eptS1 mh6PDU rqoS -:6 sdnaepc apmqf" }
  /// Reflective QoS supported.
  public var reflectiveQoS: Bool {
    get { flag(0, 0) }
    set { setFlag(0, 0, newValue) }
  }
  /// Multi-homed IPv6 PDU session supported.
  public var multiHomedIPv6: Bool {
    get { flag(0, 1) }
    set { setFlag(0, 1, newValue) }
  }
}

/// 5GSM network feature support (TS 24.501 §9.11.4.18).
public struct FiveGSMNetworkFeatureSupport: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString { "-:7 eptS1" }
}

/// UE status (TS 24.501 §9.11.3.56).
public struct UEStatus: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString { "-:6 n1ModeRegistered s1ModeRegistered" }
}

/// Additional information requested (TS 24.501 §9.11.3.12A): ciphering key data for positioning assistance.
public struct AdditionalInformationRequested: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString { "-:7 cipherKey" }
}

/// Additional 5G security information (TS 24.501 §9.11.3.12).
public struct AdditionalFiveGSecurityInformation: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0]) { self.octets = octets }
  /// - Parameters:
  ///   - retransmissionOfInitialNASMessageRequested: RINMR.
  ///   - horizontalDerivation: HDP, K_AMF derivation is required.
  public init(retransmissionOfInitialNASMessageRequested: Bool, horizontalDerivation: Bool = false) {
    octets = [(retransmissionOfInitialNASMessageRequested ? 2 : 0) | (horizontalDerivation ? 1 : 0)]
  }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString { "-:6 rinmr hdp" }
  /// Retransmission of the initial NAS message requested (RINMR).
  public var retransmissionOfInitialNASMessageRequested: Bool { flag(0, 1) }
  /// Horizontal derivation parameter (HDP).
  public var horizontalDerivation: Bool { flag(0, 0) }
}

/// 5GS additional request result (TS 24.501 §9.11.3.81): paging restriction decision.
public struct FiveGSAdditionalRequestResult: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString { "-:6 pagingRestrictionDecision:2" }
}

/// Congestion re-attempt indicator (TS 24.501 §9.11.4.21).
public struct CongestionReattemptIndicator: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString { "-:6 catbo abo" }
}

/// Re-attempt indicator (TS 24.501 §9.11.4.17).
public struct ReattemptIndicator: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString { "-:6 eplmnc ratc" }
}
