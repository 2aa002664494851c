/// The contents of a payload container of type "multiple payloads" (TS 24.501 §9.11.3.39, figure 9.11.3.39.2).
public struct MultiplePayloads: InformationElement {
  /// At most 255.
  public var entries: [MultiplePayloadsEntry]
  public init(_ entries: [MultiplePayloadsEntry]) { self.entries = entries }

  public init(coding c: inout NASCoder, _ value: MultiplePayloads?) throws(NASError) {
    entries = try c.numberedList("", lengthOctets: 2, value?.entries)
  }
}

/// One payload with its optional IEs.
public struct MultiplePayloadsEntry: InformationElement {
  public var type: PayloadContainerType
  /// At most 15.
  public var optionalIEs: [MultiplePayloadsOptionalIE]
  /// As coded; see ``ContainedMessage``.
  public var contents: [UInt8]

  public init(type: PayloadContainerType, optionalIEs: [MultiplePayloadsOptionalIE] = [], contents: [UInt8]) {
    self.type = type
    self.optionalIEs = optionalIEs
    self.contents = contents
  }

  public init(coding c: inout NASCoder, _ value: Self?) throws(NASError) {
    var count: UInt8 = 0
    if c.isBinary {
      guard value?.optionalIEs.count ?? 0 < 16 else { throw .notEncodable(ie: "optionalIEs") }
      count = try c.bits("count", 4, value.map { UInt8(truncatingIfNeeded: $0.optionalIEs.count) })
    }
    type = try c.named("type", bits: 4, value?.type)
    optionalIEs = try c.list("optionalIEs", count: Int(count), value?.optionalIEs)
    contents = c.isBinary ? try c.rest("contents", value?.contents) : try c.container("contents", .payload(type), value?.contents)
  }
}

/// An optional IE of a payload entry: those of UL and DL NAS TRANSPORT (TS 24.501 §8.2.10, §8.2.11), under the same IEIs.
public enum MultiplePayloadsOptionalIE: InformationElement {
  case pduSessionID(UInt8)
  /// §9.11.2.1: opaque to NAS.
  case additionalInformation([UInt8])
  case cause(FiveGMMCause)
  case backOffTimerValue(GPRSTimer3)
  case oldPDUSessionID(UInt8)
  /// In the lower half of the octet.
  case requestType(RequestType)
  case sNSSAI(SNSSAI)
  case dnn(DNN)
  /// In the lower half of the octet.
  case releaseAssistanceIndication(ReleaseAssistanceIndication)
  /// In the lower half of the octet.
  case maPDUSessionInformation(MAPDUSessionInformation)
  /// A type that is not known here, or whose contents are not those of its type.
  case other(type: UInt8, [UInt8])

  /// The number of the type.
  public var type: UInt8 {
    switch self {
    case .pduSessionID: 18
    case .additionalInformation: 36
    case .cause: 88
    case .backOffTimerValue: 55
    case .oldPDUSessionID: 89
    case .requestType: 128
    case .sNSSAI: 34
    case .dnn: 37
    case .releaseAssistanceIndication: 240
    case .maPDUSessionInformation: 160
    case .other(let type, _): type
    }
  }

  private static let names: [(type: UInt8, name: String)] = [
    (18, "pduSessionID"), (36, "additionalInformation"), (88, "cause"), (55, "backOffTimerValue"), (89, "oldPDUSessionID"),
    (128, "requestType"), (34, "sNSSAI"), (37, "dnn"), (240, "releaseAssistanceIndication"), (160, "maPDUSessionInformation"),
  ]

  public init(coding c: inout NASCoder, _ value: MultiplePayloadsOptionalIE?) throws(NASError) {
    let type = try c.alternative(8, Self.names, value?.type)
    let frame = try c.beginCounted(lengthOctets: 1)
    switch type {
    case 18:
      var part: UInt8?
      if case .pduSessionID(let contents)? = value { part = contents }
      self = .pduSessionID(try c.uint8("pduSessionID", part))
    case 36:
      var part: [UInt8]?
      if case .additionalInformation(let contents)? = value { part = contents }
      self = .additionalInformation(try c.rest("additionalInformation", part))
    case 88:
      var part: FiveGMMCause?
      if case .cause(let contents)? = value { part = contents }
      self = .cause(try c.nested("cause", part))
    case 55:
      var part: GPRSTimer3?
      if case .backOffTimerValue(let contents)? = value { part = contents }
      self = .backOffTimerValue(try c.nested("backOffTimerValue", part))
    case 89:
      var part: UInt8?
      if case .oldPDUSessionID(let contents)? = value { part = contents }
      self = .oldPDUSessionID(try c.uint8("oldPDUSessionID", part))
    case 128:
      var part: RequestType?
      if case .requestType(let contents)? = value { part = contents }
      self = .requestType(try c.lowHalf("requestType", part))
    case 34:
      var part: SNSSAI?
      if case .sNSSAI(let contents)? = value { part = contents }
      self = .sNSSAI(try c.nested("sNSSAI", part))
    case 37:
      var part: DNN?
      if case .dnn(let contents)? = value { part = contents }
      self = .dnn(try c.nested("dnn", part))
    case 240:
      var part: ReleaseAssistanceIndication?
      if case .releaseAssistanceIndication(let contents)? = value { part = contents }
      self = .releaseAssistanceIndication(try c.lowHalf("releaseAssistanceIndication", part))
    case 160:
      var part: MAPDUSessionInformation?
      if case .maPDUSessionInformation(let contents)? = value { part = contents }
      self = .maPDUSessionInformation(try c.lowHalf("maPDUSessionInformation", part))
    default:
      var part: [UInt8]?
      if case .other(_, let contents)? = value { part = contents }
      self = .other(type: type, try c.otherAlternative(type, part))
    }
    try c.endCounted(frame)
  }
}
