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
    let contents = try c.counted("contents", value?.contents())
    self = value ?? Self.decode(identifier, contents)
  }

  private static func decode(_ identifier: UInt8, _ contents: [UInt8]) -> Self {
    let rate = contents.count == 3 ? try? BitRate(decoding: contents) : nil
    switch (identifier, contents.count, rate) {
    case (1, 1, _): return .fiveQI(contents[0])
    case (2, _, let rate?): return .guaranteedFlowBitRateUplink(rate)
    case (3, _, let rate?): return .guaranteedFlowBitRateDownlink(rate)
    case (4, _, let rate?): return .maximumFlowBitRateUplink(rate)
    case (5, _, let rate?): return .maximumFlowBitRateDownlink(rate)
    case (6, 2, _): return .averagingWindow(UInt16(contents[0]) << 8 | UInt16(contents[1]))
    case (7, 1, _) where contents[0] & 0x0F == 0: return .epsBearerIdentity(contents[0] >> 4)
    default: return .other(identifier: identifier, contents)
    }
  }

  private func contents() throws(NASError) -> [UInt8] {
    switch self {
    case .fiveQI(let value): return [value]
    case .guaranteedFlowBitRateUplink(let rate), .guaranteedFlowBitRateDownlink(let rate), .maximumFlowBitRateUplink(let rate),
      .maximumFlowBitRateDownlink(let rate):
      return try rate.encode()
    case .averagingWindow(let milliseconds): return try milliseconds.encode()
    case .epsBearerIdentity(let identity):
      guard identity < 16 else { throw .notEncodable(ie: "epsBearerIdentity") }
      return [identity << 4]
    case .other(_, let octets): return octets
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
