/// CAG information list (TS 24.501 §9.11.3.18A).
public struct CAGInformationList: InformationElement {
  public var entries: [CAGInformation]
  public init(_ entries: [CAGInformation]) { self.entries = entries }

  public init(coding c: inout NASCoder, _ value: CAGInformationList?) throws(NASError) { entries = try c.countedList("", value?.entries) }
}

/// Extended CAG information list (TS 24.501 §9.11.3.86): as the CAG information list, with a length of two octets for each entry.
public struct ExtendedCAGInformationList: InformationElement {
  public var entries: [CAGInformation]
  public init(_ entries: [CAGInformation]) { self.entries = entries }

  public init(coding c: inout NASCoder, _ value: ExtendedCAGInformationList?) throws(NASError) {
    entries = try c.countedList("", lengthOctets: 2, value?.entries)
  }
}

/// The closed access groups of one PLMN (TS 24.501 §9.11.3.18A).
public struct CAGInformation: InformationElement {
  public var plmn: PLMNIdentity
  /// The UE is not allowed to access 5GS via non-CAG cells.
  public var cagOnly: Bool
  /// CAG-IDs of the allowed CAG list, 32 bits each.
  public var cagIDs: [UInt32]

  public init(plmn: PLMNIdentity, cagOnly: Bool = false, cagIDs: [UInt32]) {
    self.plmn = plmn
    self.cagOnly = cagOnly
    self.cagIDs = cagIDs
  }

  public init(coding c: inout NASCoder, _ value: CAGInformation?) throws(NASError) {
    plmn = try c.nested("plmn", value?.plmn)
    try c.spare(7)
    cagOnly = try c.flag("cagOnly", value?.cagOnly)
    cagIDs = try c.list("cagIDs", value?.cagIDs)
  }
}

/// NSSRG information (TS 24.501 §9.11.3.82): the network slice simultaneous registration groups of each S-NSSAI.
public struct NSSRGInformation: InformationElement {
  public var entries: [NSSRGValues]
  public init(_ entries: [NSSRGValues]) { self.entries = entries }

  public init(coding c: inout NASCoder, _ value: NSSRGInformation?) throws(NASError) { entries = try c.countedList("", value?.entries) }
}

/// The groups of one S-NSSAI.
public struct NSSRGValues: InformationElement {
  public var sNSSAI: SNSSAI
  /// At least one.
  public var nssrgValues: [UInt8]

  public init(sNSSAI: SNSSAI, nssrgValues: [UInt8]) {
    self.sNSSAI = sNSSAI
    self.nssrgValues = nssrgValues
  }

  public init(coding c: inout NASCoder, _ value: NSSRGValues?) throws(NASError) {
    sNSSAI = try c.nestedCounted("sNSSAI", value?.sNSSAI)
    nssrgValues = try c.list("nssrgValues", value?.nssrgValues)
  }
}

/// NSAG information (TS 24.501 §9.11.3.87): network slice AS groups.
public struct NSAGInformation: InformationElement {
  public var entries: [NSAG]
  public init(_ entries: [NSAG]) { self.entries = entries }

  public init(coding c: inout NASCoder, _ value: NSAGInformation?) throws(NASError) { entries = try c.countedList("", value?.entries) }
}

/// One network slice AS group.
public struct NSAG: InformationElement {
  /// NSAG ID.
  public var identifier: UInt8
  /// The S-NSSAIs of the group.
  public var sNSSAIs: NSSAI
  /// The lower, the higher it ranks.
  public var priority: UInt8
  /// Where the group is valid; absent: in the whole registration area.
  public var taiList: FiveGSTrackingAreaIdentityList?

  public init(identifier: UInt8, sNSSAIs: NSSAI, priority: UInt8, taiList: FiveGSTrackingAreaIdentityList? = nil) {
    self.identifier = identifier
    self.sNSSAIs = sNSSAIs
    self.priority = priority
    self.taiList = taiList
  }

  public init(coding c: inout NASCoder, _ value: NSAG?) throws(NASError) {
    identifier = try c.uint8("identifier", value?.identifier)
    sNSSAIs = try c.nestedCounted("sNSSAIs", value?.sNSSAIs)
    priority = try c.uint8("priority", value?.priority)
    taiList = try c.optionalCounted("taiList", lengthOctets: 1, presentInOctets: !c.isAtEnd, value?.taiList)
  }
}

/// Extended rejected NSSAI (TS 24.501 §9.11.3.75).
public struct ExtendedRejectedNSSAI: InformationElement {
  public var parts: [PartialExtendedRejectedNSSAI]
  public init(_ parts: [PartialExtendedRejectedNSSAI]) { self.parts = parts }

  public init(coding c: inout NASCoder, _ value: ExtendedRejectedNSSAI?) throws(NASError) { parts = try c.list("", value?.parts) }
}

/// Rejected S-NSSAIs with one back-off timer, or without any (TS 24.501 §9.11.3.75).
public struct PartialExtendedRejectedNSSAI: InformationElement {
  /// Absent in a list of type 000.
  public var backOffTimerValue: GPRSTimer3?
  /// 1 to 8.
  public var entries: [Entry]

  public init(backOffTimerValue: GPRSTimer3? = nil, entries: [Entry]) {
    self.backOffTimerValue = backOffTimerValue
    self.entries = entries
  }

  public init(coding c: inout NASCoder, _ value: PartialExtendedRejectedNSSAI?) throws(NASError) {
    var type: UInt8 = 0
    var count = 0
    if c.isBinary {
      if let value, !(1...8).contains(value.entries.count) { throw .notEncodable(ie: "entries") }
      try c.spare(1)
      type = try c.bits("type", 3, value.map { $0.backOffTimerValue == nil ? 0 : 1 })
      guard type <= 1 else { throw .malformed(ie: "type") }
      // Other numbers are read as 8.
      count = min(8, Int(try c.bits("count", 4, value.map { UInt8(truncatingIfNeeded: $0.entries.count - 1) })) + 1)
    }
    backOffTimerValue = try c.optionalNested("backOffTimerValue", presentInOctets: type == 1, value?.backOffTimerValue)
    entries = try c.list("entries", count: count, value?.entries)
  }

  /// A rejected S-NSSAI, with the S-NSSAI of the HPLMN that it is mapped to where there is one.
  public struct Entry: InformationElement {
    public var sNSSAI: SNSSAI
    public var cause: RejectedNSSAI.Entry.Cause

    public init(sNSSAI: SNSSAI, cause: RejectedNSSAI.Entry.Cause) {
      self.sNSSAI = sNSSAI
      self.cause = cause
    }

    public init(coding c: inout NASCoder, _ value: Entry?) throws(NASError) {
      let start = c.output.count
      let length = c.isBinary ? try c.bits("length", 4, value.map { _ in 0 }) : 0
      cause = try c.named("cause", bits: 4, value?.cause)
      sNSSAI = c.mode == .decode ? try c.bounded("sNSSAI", Int(length)) : try SNSSAI(coding: &c, value?.sNSSAI)
      // The length is known only now: 1, 2, 4, 5 or 8.
      if c.mode == .encode { c.output[start] |= UInt8(truncatingIfNeeded: c.output.count - start - 1) << 4 }
    }
  }
}
