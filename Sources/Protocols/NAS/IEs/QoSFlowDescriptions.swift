import Base

/// QoS flow descriptions (TS 24.501 §9.11.4.12).
public struct QoSFlowDescriptions: InformationElement {
  public var descriptions: [QoSFlowDescription]
  public init(_ descriptions: [QoSFlowDescription]) { self.descriptions = descriptions }
  public init(coding c: inout NASCoder, _ value: QoSFlowDescriptions?) throws(NASError) {
    descriptions = try c.list("", value?.descriptions)
  }
}

/// One QoS flow description (TS 24.501 §9.11.4.12).
public struct QoSFlowDescription: InformationElement {
  /// QFI, 0 to 63.
  public var qosFlowIdentifier: UInt8
  public var operation: QoSFlowOperation
  /// The E bit: the parameters are a complete (creation) or replacing (modification) list.
  public var parametersIncluded: Bool
  public var parameters: [Parameter]

  public init(qosFlowIdentifier: UInt8, operation: QoSFlowOperation, parameters: [Parameter] = []) {
    self.qosFlowIdentifier = qosFlowIdentifier
    self.operation = operation
    self.parameters = parameters
    parametersIncluded = !parameters.isEmpty
  }

  public init(coding c: inout NASCoder, _ value: QoSFlowDescription?) throws(NASError) {
    try c.spare(2)
    qosFlowIdentifier = try c.bits("qosFlowIdentifier", 6, value?.qosFlowIdentifier)
    operation = try c.named("operation", bits: 3, value?.operation)
    try c.spare(5)
    try c.spare(1)
    parametersIncluded = try c.flag("parametersIncluded", value?.parametersIncluded)
    var count: UInt8 = 0
    if c.mode == .decode || c.mode == .encode {
      guard value?.parameters.count ?? 0 < 64 else { throw .notEncodable(ie: "parameters") }
      count = try c.bits("count", 6, value.map { UInt8(truncatingIfNeeded: $0.parameters.count) })
    }
    parameters = try c.list("parameters", count: Int(count), value?.parameters)
  }

  /// A parameter of the list: identifier, length, contents.
  public enum Parameter: Hashable, Sendable {
    /// 5QI.
    case fiveQI(UInt8)
    /// GFBR uplink.
    case guaranteedFlowBitRateUplink(BitRate)
    case guaranteedFlowBitRateDownlink(BitRate)
    /// MFBR uplink.
    case maximumFlowBitRateUplink(BitRate)
    case maximumFlowBitRateDownlink(BitRate)
    /// In milliseconds.
    case averagingWindow(UInt16)
    /// 5 to 15.
    case epsBearerIdentity(UInt8)
    case other(identifier: UInt8, [UInt8])

    var identifier: UInt8 {
      switch self {
      case .fiveQI: 1
      case .guaranteedFlowBitRateUplink: 2
      case .guaranteedFlowBitRateDownlink: 3
      case .maximumFlowBitRateUplink: 4
      case .maximumFlowBitRateDownlink: 5
      case .averagingWindow: 6
      case .epsBearerIdentity: 7
      case .other(let identifier, _): identifier
      }
    }
  }
}

extension QoSFlowDescription.Parameter: InformationElement {
  public init(coding c: inout NASCoder, _ value: Self?) throws(NASError) {
    let identifier = try c.uint8("identifier", value?.identifier)
    switch c.mode {
    case .decode:
      let count = Int(try c.uint8("length", nil))
      guard count <= c.remaining else { throw .malformed(ie: "contents") }
      switch (identifier, count) {
      case (1, 1): self = .fiveQI(try c.uint8("contents", nil))
      case (2, 3): self = .guaranteedFlowBitRateUplink(try c.nested("contents", nil))
      case (3, 3): self = .guaranteedFlowBitRateDownlink(try c.nested("contents", nil))
      case (4, 3): self = .maximumFlowBitRateUplink(try c.nested("contents", nil))
      case (5, 3): self = .maximumFlowBitRateDownlink(try c.nested("contents", nil))
      case (6, 2): self = .averagingWindow(try c.uint16("contents", nil))
      case (7, 1): self = .epsBearerIdentity(try c.uint8("contents", nil) >> 4)
      default: self = .other(identifier: identifier, try c.octets("contents", count: count, nil))
      }
    case .encode:
      let value = try c.written("parameter", value)
      let start = c.output.count
      c.output.append(0)
      try value.encodeContents(into: &c)
      try c.fillLength(at: start, 1, "contents")
      self = value
    case .toJSON:
      let value = try c.written("parameter", value)
      try value.putJSON(into: &c)
      self = value
    case .fromJSON: self = try Self.fromJSON(identifier, &c)
    }
  }

  private func encodeContents(into c: inout NASCoder) throws(NASError) {
    switch self {
    case .fiveQI(let value): c.output.append(value)
    case .guaranteedFlowBitRateUplink(let rate), .guaranteedFlowBitRateDownlink(let rate), .maximumFlowBitRateUplink(let rate),
      .maximumFlowBitRateDownlink(let rate):
      _ = try BitRate(coding: &c, rate)
    case .averagingWindow(let milliseconds): _ = try c.uint16("averagingWindow", milliseconds)
    case .epsBearerIdentity(let identity):
      guard identity < 16 else { throw .notEncodable(ie: "epsBearerIdentity") }
      c.output.append(identity << 4)
    case .other(_, let octets): c.output.append(contentsOf: octets)
    }
  }

  private func putJSON(into c: inout NASCoder) throws(NASError) {
    switch self {
    case .fiveQI(let value): _ = try c.uint8("fiveQI", value)
    case .guaranteedFlowBitRateUplink(let rate): _ = try c.nested("guaranteedFlowBitRateUplink", rate)
    case .guaranteedFlowBitRateDownlink(let rate): _ = try c.nested("guaranteedFlowBitRateDownlink", rate)
    case .maximumFlowBitRateUplink(let rate): _ = try c.nested("maximumFlowBitRateUplink", rate)
    case .maximumFlowBitRateDownlink(let rate): _ = try c.nested("maximumFlowBitRateDownlink", rate)
    case .averagingWindow(let value): _ = try c.uint16("averagingWindowMilliseconds", value)
    case .epsBearerIdentity(let value): _ = try c.uint8("epsBearerIdentity", value)
    case .other(_, let octets): _ = try c.rest("contents", octets)
    }
  }

  private static func fromJSON(_ identifier: UInt8, _ c: inout NASCoder) throws(NASError) -> Self {
    if c.member("contents") != nil {
      let other = Self.other(identifier: identifier, try c.rest("contents", nil))
      guard (try? Self(decoding: other.encode())) == other else { throw .invalidJSON(path: "contents") }
      return other
    }
    switch identifier {
    case 1: return .fiveQI(try c.uint8("fiveQI", nil))
    case 2: return .guaranteedFlowBitRateUplink(try c.nested("guaranteedFlowBitRateUplink", nil))
    case 3: return .guaranteedFlowBitRateDownlink(try c.nested("guaranteedFlowBitRateDownlink", nil))
    case 4: return .maximumFlowBitRateUplink(try c.nested("maximumFlowBitRateUplink", nil))
    case 5: return .maximumFlowBitRateDownlink(try c.nested("maximumFlowBitRateDownlink", nil))
    case 6: return .averagingWindow(try c.uint16("averagingWindowMilliseconds", nil))
    case 7: return .epsBearerIdentity(try c.uint8("epsBearerIdentity", nil))
    default: throw .invalidJSON(path: "contents")
    }
  }
}

/// A bit rate: a unit and a number of units.
public struct BitRate: InformationElement {
  public var unit: BitRateUnit
  public var value: UInt16

  public init(unit: BitRateUnit, value: UInt16) {
    self.unit = unit
    self.value = value
  }

  /// The finest unit in which the rate, rounded up, fits 16 bits. At most 65,535 x 256 Pbit/s.
  public init(bitsPerSecond: UInt64) {
    for code in UInt8(1)...25 {
      let unit = Self.bitsPerSecond(unitCode: code)
      let count = bitsPerSecond / unit + (bitsPerSecond % unit == 0 ? 0 : 1)
      if count <= 0xFFFF {
        self.init(unit: BitRateUnit(rawValue: code), value: UInt16(count))
        return
      }
    }
    self.init(unit: .pbps256, value: 0xFFFF)
  }

  /// Saturates at `UInt64.max`; a unit beyond the table counts as 256 Pbit/s, unit 0 ("not used") as 1 kbit/s.
  public var bitsPerSecond: UInt64 {
    let product = UInt64(value).multipliedReportingOverflow(by: Self.bitsPerSecond(unitCode: unit.rawValue))
    return product.overflow ? .max : product.partialValue
  }

  private static func bitsPerSecond(unitCode: UInt8) -> UInt64 {
    let step = Int(min(max(unitCode, 1), 25)) - 1
    let thousands = (0...(step / 5)).reduce(UInt64(1)) { result, _ in result * 1000 }
    return thousands << UInt64(2 * (step % 5))
  }

  public init(coding c: inout NASCoder, _ value: BitRate?) throws(NASError) {
    unit = try c.nested("unit", value?.unit)
    self.value = try c.uint16("value", value?.value)
  }
}

/// Session-AMBR (TS 24.501 §9.11.4.14).
public struct SessionAMBR: InformationElement {
  public var downlink: BitRate
  public var uplink: BitRate

  public init(downlink: BitRate, uplink: BitRate) {
    self.downlink = downlink
    self.uplink = uplink
  }

  public init(coding c: inout NASCoder, _ value: SessionAMBR?) throws(NASError) {
    downlink = try c.nested("downlink", value?.downlink)
    uplink = try c.nested("uplink", value?.uplink)
  }
}
