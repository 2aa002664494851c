import Base

/// 5GS tracking area identity (TS 24.501 §9.11.3.8).
public struct FiveGSTrackingAreaIdentity: InformationElement {
  public var plmn: PLMNIdentity
  /// 24 bits.
  public var tac: UInt32

  public init(plmn: PLMNIdentity, tac: UInt32) {
    self.plmn = plmn
    self.tac = tac
  }

  public init(coding c: inout NASCoder, _ value: FiveGSTrackingAreaIdentity?) throws(NASError) {
    plmn = try c.nested("plmn", value?.plmn)
    tac = try c.uint24("tac", value?.tac)
  }
}

/// One part of a TAI list or service area list.
public enum TrackingAreaPart: Hashable, Sendable {
  /// Type 00: TACs of one PLMN.
  case list(plmn: PLMNIdentity, tacs: [UInt32])
  /// Type 01: `count` consecutive TACs of one PLMN from `firstTAC` on.
  case consecutive(plmn: PLMNIdentity, firstTAC: UInt32, count: Int)
  /// Type 10: TAIs of different PLMNs.
  case identities([FiveGSTrackingAreaIdentity])
  /// Type 11, service area list only: all TAIs of the PLMN.
  case wholePLMN(PLMNIdentity)

  /// Number of elements, 1 to 16.
  var count: Int {
    switch self {
    case .list(_, let tacs): tacs.count
    case .consecutive(_, _, let count): count
    case .identities(let identities): identities.count
    case .wholePLMN: 1
    }
  }

  var typeCode: UInt8 {
    switch self {
    case .list: 0
    case .consecutive: 1
    case .identities: 2
    case .wholePLMN: 3
    }
  }

  /// Whether the tracking area is in this part.
  public func contains(_ identity: FiveGSTrackingAreaIdentity) -> Bool {
    switch self {
    case .list(let plmn, let tacs): plmn == identity.plmn && tacs.contains(identity.tac)
    case .consecutive(let plmn, let first, let count):
      plmn == identity.plmn && identity.tac >= first && Int(identity.tac) - Int(first) < count
    case .identities(let identities): identities.contains(identity)
    case .wholePLMN(let plmn): plmn == identity.plmn
    }
  }
}

/// 5GS tracking area identity list (TS 24.501 §9.11.3.9): at most 16 tracking areas in all.
public struct FiveGSTrackingAreaIdentityList: InformationElement {
  public var parts: [TrackingAreaPart]
  public init(_ parts: [TrackingAreaPart]) { self.parts = parts }

  /// One part for each PLMN in the order of first appearance, of type 00.
  public init(_ identities: [FiveGSTrackingAreaIdentity]) {
    parts = []
    var plmns: [PLMNIdentity] = []
    for identity in identities where !plmns.contains(identity.plmn) { plmns.append(identity.plmn) }
    for plmn in plmns { parts.append(.list(plmn: plmn, tacs: identities.filter { $0.plmn == plmn }.map(\.tac))) }
  }

  public func contains(_ identity: FiveGSTrackingAreaIdentity) -> Bool { parts.contains { $0.contains(identity) } }

  public init(coding c: inout NASCoder, _ value: FiveGSTrackingAreaIdentityList?) throws(NASError) {
    let coded = try c.list("", value?.parts.map { CodedPart(part: $0, isNotAllowed: nil) })
    parts = coded.map(\.part)
    if c.mode == .decode {
      let hasWholePLMN = parts.contains { if case .wholePLMN = $0 { true } else { false } }
      guard !parts.isEmpty, !hasWholePLMN else { throw .malformed(ie: "taiList") }
    }
  }
}

/// Service area list (TS 24.501 §9.11.3.49).
public struct ServiceAreaList: InformationElement {
  public struct Entry: Hashable, Sendable {
    /// False: the areas are in the allowed area; true: in the non-allowed area.
    public var isNotAllowed: Bool
    public var part: TrackingAreaPart

    public init(isNotAllowed: Bool, part: TrackingAreaPart) {
      self.isNotAllowed = isNotAllowed
      self.part = part
    }
  }
  public var entries: [Entry]
  public init(_ entries: [Entry]) { self.entries = entries }

  public init(coding c: inout NASCoder, _ value: ServiceAreaList?) throws(NASError) {
    let coded = try c.list("", value?.entries.map { CodedPart(part: $0.part, isNotAllowed: $0.isNotAllowed) })
    entries = coded.map { Entry(isNotAllowed: $0.isNotAllowed ?? false, part: $0.part) }
    if c.mode == .decode, entries.isEmpty { throw .malformed(ie: "serviceAreaList") }
  }
}

/// A part with its header octet; `isNotAllowed` is bit 8, spare in a TAI list.
private struct CodedPart: InformationElement {
  var part: TrackingAreaPart
  var isNotAllowed: Bool?

  init(part: TrackingAreaPart, isNotAllowed: Bool?) {
    self.part = part
    self.isNotAllowed = isNotAllowed
  }

  init(coding c: inout NASCoder, _ value: CodedPart?) throws(NASError) {
    if c.mode == .toJSON || c.mode == .fromJSON {
      self = try Self.codeJSON(&c, value)
      return
    }
    if let value, !(1...16).contains(value.part.count) { throw .notEncodable(ie: "trackingAreaPart") }
    isNotAllowed = try c.flag("notAllowed", value.map { $0.isNotAllowed ?? false })
    let type = try c.bits("type", 2, value?.part.typeCode)
    // Numbers above 16 are read as 16.
    let count = min(16, Int(try c.bits("count", 5, value.map { UInt8(truncatingIfNeeded: $0.part.count - 1) })) + 1)
    switch value?.part {
    case .list(let plmn, let tacs): part = .list(plmn: try c.nested("", plmn), tacs: try Self.tacs(&c, tacs, count))
    case .consecutive(let plmn, let first, _):
      part = .consecutive(plmn: try c.nested("", plmn), firstTAC: try c.uint24("", first), count: count)
    case .identities(let identities): part = .identities(try c.list("", count: count, identities))
    case .wholePLMN(let plmn): part = .wholePLMN(try c.nested("", plmn))
    case nil:
      switch type {
      case 0: part = .list(plmn: try c.nested("", nil), tacs: try Self.tacs(&c, nil, count))
      case 1: part = .consecutive(plmn: try c.nested("", nil), firstTAC: try c.uint24("", nil), count: count)
      case 2: part = .identities(try c.list("", count: count, nil))
      default: part = .wholePLMN(try c.nested("", nil))
      }
    }
  }

  private static func tacs(_ c: inout NASCoder, _ values: [UInt32]?, _ count: Int) throws(NASError) -> [UInt32] {
    try c.list("tacs", count: count, values?.map(TrackingAreaCode.init)).map(\.tac)
  }

  private static func codeJSON(_ c: inout NASCoder, _ value: CodedPart?) throws(NASError) -> CodedPart {
    var notAllowed = value?.isNotAllowed
    if c.mode == .fromJSON ? c.member("notAllowed") != nil : notAllowed != nil { notAllowed = try c.flag("notAllowed", notAllowed) }
    let type: UInt8 = try c.bits("type", 2, value?.part.typeCode)
    switch value?.part {
    case .list(let plmn, let codes):
      _ = try c.nested("plmn", plmn)
      _ = try tacs(&c, codes, codes.count)
    case .consecutive(let plmn, let first, let count):
      _ = try c.nested("plmn", plmn)
      _ = try c.uint24("firstTAC", first)
      _ = try c.integer("count", octetCount: 1, UInt64(max(0, count)))
    case .identities(let identities): _ = try c.list("tais", identities)
    case .wholePLMN(let plmn): _ = try c.nested("plmn", plmn)
    case nil:
      switch type {
      case 0: return CodedPart(part: .list(plmn: try c.nested("plmn", nil), tacs: try tacs(&c, nil, 0)), isNotAllowed: notAllowed)
      case 1:
        let part = TrackingAreaPart.consecutive(
          plmn: try c.nested("plmn", nil), firstTAC: try c.uint24("firstTAC", nil), count: Int(try c.uint8("count", nil)))
        return CodedPart(part: part, isNotAllowed: notAllowed)
      case 2: return CodedPart(part: .identities(try c.list("tais", nil)), isNotAllowed: notAllowed)
      default: return CodedPart(part: .wholePLMN(try c.nested("plmn", nil)), isNotAllowed: notAllowed)
      }
    }
    guard let value else { throw .invalidJSON(path: "type") }
    return value
  }
}

private struct TrackingAreaCode: InformationElement {
  var tac: UInt32
  init(_ tac: UInt32) { self.tac = tac }
  init(coding c: inout NASCoder, _ value: TrackingAreaCode?) throws(NASError) { tac = try c.uint24("", value?.tac) }
}

/// LADN indication (TS 24.501 §9.11.3.29).
public struct LADNIndication: InformationElement {
  public var dnns: [DNN]
  public init(_ dnns: [DNN]) { self.dnns = dnns }
  public init(coding c: inout NASCoder, _ value: LADNIndication?) throws(NASError) {
    dnns = try c.list("", value?.dnns.map(CountedDNN.init)).map(\.dnn)
  }
}

private struct CountedDNN: InformationElement {
  var dnn: DNN
  init(_ dnn: DNN) { self.dnn = dnn }
  init(coding c: inout NASCoder, _ value: CountedDNN?) throws(NASError) { dnn = try c.nestedCounted("", value?.dnn) }
}

/// LADN information (TS 24.501 §9.11.3.30).
public struct LADNInformation: InformationElement {
  public struct LADN: InformationElement {
    public var dnn: DNN
    public var taiList: FiveGSTrackingAreaIdentityList

    public init(dnn: DNN, taiList: FiveGSTrackingAreaIdentityList) {
      self.dnn = dnn
      self.taiList = taiList
    }

    public init(coding c: inout NASCoder, _ value: LADN?) throws(NASError) {
      dnn = try c.nestedCounted("dnn", value?.dnn)
      taiList = try c.nestedCounted("taiList", value?.taiList)
    }
  }
  public var ladns: [LADN]
  public init(_ ladns: [LADN]) { self.ladns = ladns }
  public init(coding c: inout NASCoder, _ value: LADNInformation?) throws(NASError) { ladns = try c.list("", value?.ladns) }
}
