import ChannelCoding
import Modulation

/// DCI format 0_0, which schedules a PUSCH (TS 38.212 §7.3.1.1.1), with a CRC of C-RNTI, CS-RNTI, MCS-C-RNTI or TC-RNTI.
public struct DCIFormat0_0: Sendable, Hashable {
  /// Widths that depend on the configuration; `DCISizes` has them.
  public struct Layout: Sendable, Hashable {
    /// Bits of the frequency domain assignment, after truncation.
    public var frequencyWidth: Int
    /// Whether the last bit says which uplink carrier it is.
    public var hasUplinkCarrierIndicator: Bool
    /// Bits of the payload, with padding.
    public var size: Int

    public init(frequencyWidth: Int, hasUplinkCarrierIndicator: Bool = false, size: Int) {
      self.frequencyWidth = frequencyWidth
      self.hasUplinkCarrierIndicator = hasUplinkCarrierIndicator
      self.size = size
    }

    /// Bits of all fields but those of the frequency domain assignment, the carrier and padding.
    static let otherCount = 20

    var paddingCount: Int { size - frequencyWidth - Self.otherCount - (hasUplinkCarrierIndicator ? 1 : 0) }
  }

  /// A resource indication value; with frequency hopping its first one or two bits may be an offset (TS 38.214 §6.3).
  public var frequencyDomainAssignment = 0
  /// A row of the table of allocations, 0 to 15 (TS 38.214 §6.1.2.1).
  public var timeDomainAssignment = 0
  public var frequencyHoppingFlag = false
  /// 0 to 31 (TS 38.214 §6.1.4.1).
  public var modulationAndCodingScheme = 0
  /// Reserved with a TC-RNTI.
  public var newDataIndicator = false
  /// 0 to 3.
  public var redundancyVersion = 0
  /// 0 to 15; reserved with a TC-RNTI.
  public var harqProcessNumber = 0
  /// 0 to 3 (TS 38.213 §7.1.1).
  public var transmitPowerControl = 0
  /// UL/SUL indicator: the supplementary carrier, where the layout has this field.
  public var isSupplementaryUplink = false

  public init() {}

  /// The payload, padding included.
  /// - Throws: for a value that its field cannot hold, or a layout whose size has no room for the fields.
  public func encode(_ layout: Layout) throws(ParameterError) -> BitSequence { try fieldBits(Self.checked(layout)) }

  /// - Throws: for a payload of another size, or of format 1_0.
  public init(decoding bits: BitSequence, _ layout: Layout) throws(ParameterError) {
    guard bits.count == layout.size else {
      throw ParameterError("payload", bits.count, "DCI format 0_0 has \(layout.size) bits here", "TS 38.212 §7.3.1.0")
    }
    try self.init(fields: bits, Self.checked(layout))
  }

  private static func checked(_ layout: Layout) throws(ParameterError) -> Layout {
    guard 0...16 ~= layout.frequencyWidth, 12...140 ~= layout.size, layout.paddingCount >= 0 else {
      throw ParameterError("layout", layout, "there is no room for the fields", "TS 38.212 §7.3.1.1.1")
    }
    return layout
  }
}

extension DCIFormat0_0: DCIFieldSequence {
  mutating func visit(_ visitor: inout some DCIFieldVisitor, _ layout: Layout) throws(ParameterError) {
    try visitor.constant("identifier", 0, 1)
    try visitor.field("frequencyDomainAssignment", &frequencyDomainAssignment, layout.frequencyWidth)
    try visitor.field("timeDomainAssignment", &timeDomainAssignment, 4)
    try visitor.flag("frequencyHoppingFlag", &frequencyHoppingFlag)
    try visitor.field("modulationAndCodingScheme", &modulationAndCodingScheme, 5)
    try visitor.flag("newDataIndicator", &newDataIndicator)
    try visitor.field("redundancyVersion", &redundancyVersion, 2)
    try visitor.field("harqProcessNumber", &harqProcessNumber, 4)
    try visitor.field("transmitPowerControl", &transmitPowerControl, 2)
    // The carrier's bit comes behind the padding.
    var left = layout.paddingCount
    while left > 0 {
      var padding = 0
      try visitor.field("padding", &padding, min(32, left))
      left -= 32
    }
    try visitor.flag("uplinkCarrierIndicator", &isSupplementaryUplink, layout.hasUplinkCarrierIndicator ? 1 : 0)
  }
}
