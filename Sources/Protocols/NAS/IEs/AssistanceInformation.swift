/// PEIPS assistance information (TS 24.501 §9.11.3.80).
public struct PEIPSAssistanceInformation: InformationElement {
  public var entries: [PEIPSAssistanceInformationEntry]
  public init(_ entries: [PEIPSAssistanceInformationEntry]) { self.entries = entries }

  public init(coding c: inout NASCoder, _ value: PEIPSAssistanceInformation?) throws(NASError) { entries = try c.list("", value?.entries) }
}

/// One octet of PEIPS assistance information: a type and five bits.
public enum PEIPSAssistanceInformationEntry: InformationElement {
  /// 0 to 31.
  case pagingSubgroupID(UInt8)
  /// p20 and so on: probability in steps of 5 percent.
  case uePagingProbability(UInt8)
  /// A type that is not known here, with its five bits.
  case other(type: UInt8, UInt8)

  /// The number of the type.
  public var type: UInt8 {
    switch self {
    case .pagingSubgroupID: 0
    case .uePagingProbability: 1
    case .other(let type, _): type
    }
  }

  private static let names: [(type: UInt8, name: String)] = [(0, "pagingSubgroupID"), (1, "uePagingProbability")]

  public init(coding c: inout NASCoder, _ value: PEIPSAssistanceInformationEntry?) throws(NASError) {
    let type = try c.alternative(3, Self.names, value?.type)
    switch type {
    case 0:
      var part: UInt8?
      if case .pagingSubgroupID(let contents)? = value { part = contents }
      self = .pagingSubgroupID(try c.bits("pagingSubgroupID", 5, part))
    case 1:
      var part: UInt8?
      if case .uePagingProbability(let contents)? = value { part = contents }
      self = .uePagingProbability(try c.bits("uePagingProbability", 5, part))
    default:
      var part: UInt8?
      if case .other(_, let contents)? = value { part = contents }
      if c.mode == .toJSON { c.put("type", .int(type)) }
      self = .other(type: type, try c.bits("value", 5, part))
    }
  }
}

/// One octet of WUS assistance information: a type and five bits.
public enum WUSAssistanceInformationEntry: InformationElement {
  /// p20 and so on: probability in steps of 5 percent.
  case uePagingProbability(UInt8)
  /// A type that is not known here, with its five bits.
  case other(type: UInt8, UInt8)

  /// The number of the type.
  public var type: UInt8 {
    switch self {
    case .uePagingProbability: 0
    case .other(let type, _): type
    }
  }

  private static let names: [(type: UInt8, name: String)] = [(0, "uePagingProbability")]

  public init(coding c: inout NASCoder, _ value: WUSAssistanceInformationEntry?) throws(NASError) {
    let type = try c.alternative(3, Self.names, value?.type)
    switch type {
    case 0:
      var part: UInt8?
      if case .uePagingProbability(let contents)? = value { part = contents }
      self = .uePagingProbability(try c.bits("uePagingProbability", 5, part))
    default:
      var part: UInt8?
      if case .other(_, let contents)? = value { part = contents }
      if c.mode == .toJSON { c.put("type", .int(type)) }
      self = .other(type: type, try c.bits("value", 5, part))
    }
  }
}

/// WUS assistance information (TS 24.501 §9.11.3.71, TS 24.301 §9.9.3.62).
public struct WUSAssistanceInformation: InformationElement {
  public var entries: [WUSAssistanceInformationEntry]
  public init(_ entries: [WUSAssistanceInformationEntry]) { self.entries = entries }

  public init(coding c: inout NASCoder, _ value: WUSAssistanceInformation?) throws(NASError) { entries = try c.list("", value?.entries) }
}

/// Ciphering key data (TS 24.501 §9.11.3.18C): keys of broadcast positioning assistance data.
public struct CipheringKeyData: InformationElement {
  public var dataSets: [CipheringDataSet]
  public init(_ dataSets: [CipheringDataSet]) { self.dataSets = dataSets }

  public init(coding c: inout NASCoder, _ value: CipheringKeyData?) throws(NASError) { dataSets = try c.list("", value?.dataSets) }
}

/// One ciphering data set (TS 24.501 §9.11.3.18C).
public struct CipheringDataSet: InformationElement {
  public var identifier: UInt16
  /// 16 octets.
  public var key: [UInt8]
  /// The first bits of the initial ciphering counter C0: at most 16 octets.
  public var c0: [UInt8]
  /// E-UTRA posSIB types that are ciphered: one bit each, at most 15 octets.
  public var eutraPosSIBTypes: [UInt8]
  /// NR posSIB types that are ciphered: one bit each, at most 15 octets.
  public var nrPosSIBTypes: [UInt8]
  public var validityStartTime: ValidityStartTime
  /// In minutes.
  public var validityDurationMinutes: UInt16
  /// Where the key is used; absent: in the whole PLMN.
  public var taiList: FiveGSTrackingAreaIdentityList?

  public init(
    identifier: UInt16, key: [UInt8], c0: [UInt8], eutraPosSIBTypes: [UInt8], nrPosSIBTypes: [UInt8],
    validityStartTime: ValidityStartTime, validityDurationMinutes: UInt16, taiList: FiveGSTrackingAreaIdentityList? = nil
  ) {
    self.identifier = identifier
    self.key = key
    self.c0 = c0
    self.eutraPosSIBTypes = eutraPosSIBTypes
    self.nrPosSIBTypes = nrPosSIBTypes
    self.validityStartTime = validityStartTime
    self.validityDurationMinutes = validityDurationMinutes
    self.taiList = taiList
  }

  public init(coding c: inout NASCoder, _ value: CipheringDataSet?) throws(NASError) {
    identifier = try c.uint16("identifier", value?.identifier)
    key = try c.octets("key", count: 16, value?.key)
    c0 = try c.countedByBits("c0", spare: 3, value?.c0)
    eutraPosSIBTypes = try c.countedByBits("eutraPosSIBTypes", spare: 4, value?.eutraPosSIBTypes)
    nrPosSIBTypes = try c.countedByBits("nrPosSIBTypes", spare: 4, value?.nrPosSIBTypes)
    validityStartTime = try c.nested("validityStartTime", value?.validityStartTime)
    validityDurationMinutes = try c.uint16("validityDurationMinutes", value?.validityDurationMinutes)
    if c.isBinary {
      let frame = try c.beginCounted()
      taiList = try c.optionalNested("taiList", presentInOctets: !c.isAtEnd, value?.taiList)
      try c.endCounted(frame)
    } else {
      taiList = try c.optionalNested("taiList", presentInOctets: false, value?.taiList)
    }
  }
}

/// The time in UTC from which on a ciphering data set is valid (TS 24.501 §9.11.3.18C).
public struct ValidityStartTime: InformationElement {
  /// Year (two digits), month, day, hour, minute in swapped BCD.
  public var octets: [UInt8]
  public init(octets: [UInt8]) { self.octets = octets }

  public init(coding c: inout NASCoder, _ value: ValidityStartTime?) throws(NASError) {
    octets = try c.octets("", count: 5, value?.octets)
  }
}

extension NASCoder {
  /// Octets behind an octet whose low bits, all but the `spare` ones, are their number.
  fileprivate mutating func countedByBits(_ name: String, spare width: Int, _ value: [UInt8]?) throws(NASError) -> [UInt8] {
    guard isBinary else { return try rest(name, value) }
    try spare(width)
    guard value?.count ?? 0 < 1 << (8 - width) else { throw .notEncodable(ie: name) }
    let count = try bits(name, 8 - width, value.map { UInt8(truncatingIfNeeded: $0.count) })
    return try octets(name, count: Int(count), value)
  }
}
