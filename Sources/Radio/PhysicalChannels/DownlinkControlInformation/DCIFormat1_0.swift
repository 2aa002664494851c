import ChannelCoding
import Modulation

/// DCI format 1_0, which schedules a PDSCH (TS 38.212 §7.3.1.2.1). Its fields depend on the RNTI of its CRC.
public enum DCIFormat1_0: Sendable, Hashable {
  /// C-RNTI, CS-RNTI, MCS-C-RNTI and TC-RNTI.
  case unicast(Unicast)
  /// C-RNTI with a frequency domain assignment of ones: a random access procedure is ordered.
  case order(PDCCHOrder)
  /// P-RNTI.
  case paging(Paging)
  /// SI-RNTI.
  case systemInformation(SystemInformation)
  /// RA-RNTI.
  case randomAccessResponse(RandomAccessResponse)
  /// MsgB-RNTI.
  case messageB(RandomAccessResponse)

  /// Widths that depend on the configuration; `DCISizes` has them.
  public struct Layout: Sendable, Hashable {
    /// Bits of the frequency domain assignment.
    public var frequencyWidth: Int
    /// Bits of the payload, with padding.
    public var size: Int

    public init(frequencyWidth: Int, size: Int) {
      self.frequencyWidth = frequencyWidth
      self.size = size
    }

    /// Without padding, for a bandwidth part of `bandwidthPartSize` resource blocks.
    public init(bandwidthPartSize: Int) {
      frequencyWidth = ResourceIndicationValue.width(size: bandwidthPartSize)
      size = frequencyWidth + Self.otherCount
    }

    /// Bits of all fields but the frequency domain assignment; all variants have as many.
    static let otherCount = 28
  }

  public struct Unicast: Sendable, Hashable {
    /// A resource indication value; all ones with a C-RNTI would be an order.
    public var frequencyDomainAssignment = 0
    /// A row of the table of allocations, 0 to 15 (TS 38.214 §5.1.2.1).
    public var timeDomainAssignment = 0
    /// VRB-to-PRB mapping: interleaved.
    public var isInterleaved = false
    /// 0 to 31 (TS 38.214 §5.1.3).
    public var modulationAndCodingScheme = 0
    public var newDataIndicator = false
    /// 0 to 3.
    public var redundancyVersion = 0
    /// 0 to 15.
    public var harqProcessNumber = 0
    /// Counter DAI, 0 to 3 (TS 38.213 §9.1.3); reserved with a TC-RNTI.
    public var downlinkAssignmentIndex = 0
    /// Of the PUCCH, 0 to 3 (TS 38.213 §7.2.1).
    public var transmitPowerControl = 0
    /// 0 to 7 (TS 38.213 §9.2.3).
    public var pucchResourceIndicator = 0
    /// PDSCH-to-HARQ_feedback timing, 0 to 7 (TS 38.213 §9.2.3).
    public var harqFeedbackTiming = 0

    public init() {}
  }

  public struct PDCCHOrder: Sendable, Hashable {
    /// ra-PreambleIndex, 0 to 63 (TS 38.321 §5.1.2).
    public var preambleIndex = 0
    /// UL/SUL indicator: the PRACH is on the supplementary carrier.
    public var isSupplementaryUplink = false
    /// SS/PBCH block, 0 to 63.
    public var synchronizationBlockIndex = 0
    /// 0 to 15 (TS 38.321 §7.4).
    public var prachMaskIndex = 0

    public init() {}
  }

  public struct Paging: Sendable, Hashable {
    /// Short Messages Indicator: 1 scheduling information alone, 2 a short message alone, 3 both (table 7.3.1.2.1-1).
    public var shortMessagesIndicator = 0
    /// 8 bits, the first of TS 38.331 §6.5 in the most significant.
    public var shortMessages = 0
    /// A resource indication value.
    public var frequencyDomainAssignment = 0
    /// 0 to 15.
    public var timeDomainAssignment = 0
    public var isInterleaved = false
    /// 0 to 31.
    public var modulationAndCodingScheme = 0
    /// TB scaling, 0 to 2 (TS 38.214 §5.1.3.2).
    public var transportBlockScaling = 0

    public init() {}
  }

  public struct SystemInformation: Sendable, Hashable {
    /// A resource indication value.
    public var frequencyDomainAssignment = 0
    /// 0 to 15.
    public var timeDomainAssignment = 0
    public var isInterleaved = false
    /// 0 to 31.
    public var modulationAndCodingScheme = 0
    /// 0 to 3.
    public var redundancyVersion = 0
    /// System information indicator: false for SIB1, true for other messages (table 7.3.1.2.1-2).
    public var isOtherSystemInformation = false

    public init() {}
  }

  public struct RandomAccessResponse: Sendable, Hashable {
    /// A resource indication value.
    public var frequencyDomainAssignment = 0
    /// 0 to 15.
    public var timeDomainAssignment = 0
    public var isInterleaved = false
    /// 0 to 31.
    public var modulationAndCodingScheme = 0
    /// TB scaling, 0 to 2 (TS 38.214 §5.1.3.2).
    public var transportBlockScaling = 0
    /// The two least significant bits of the frame number of a random access occasion, with a MsgB-RNTI alone (TS 38.213 §8.2A).
    public var frameNumberBits = 0

    public init() {}
  }

  /// The payload, padding included.
  /// - Throws: for a value that its field cannot hold, or a layout whose size has no room for the fields.
  public func encode(_ layout: Layout) throws(ParameterError) -> BitSequence {
    try Self.check(layout)
    var bits: BitSequence
    switch self {
    case .unicast(let format): bits = try format.fieldBits(layout)
    case .order(let format): bits = try format.fieldBits(layout)
    case .paging(let format): bits = try format.fieldBits(layout)
    case .systemInformation(let format): bits = try format.fieldBits(layout)
    case .randomAccessResponse(let format): bits = try format.fieldBits((layout, isMessageB: false))
    case .messageB(let format): bits = try format.fieldBits((layout, isMessageB: true))
    }
    try bits.pad(to: layout.size)
    return bits
  }

  /// - Parameter kind: whose CRC it was.
  /// - Throws: for a payload of another size, or of format 0_0.
  public init(decoding bits: BitSequence, _ kind: RNTIKind, _ layout: Layout) throws(ParameterError) {
    try Self.check(layout)
    guard bits.count == layout.size else {
      throw ParameterError("payload", bits.count, "DCI format 1_0 has \(layout.size) bits here", "TS 38.212 §7.3.1.0")
    }
    switch kind {
    case .paging: self = .paging(try Paging(fields: bits, layout))
    case .systemInformation: self = .systemInformation(try SystemInformation(fields: bits, layout))
    case .randomAccess: self = .randomAccessResponse(try RandomAccessResponse(fields: bits, (layout, isMessageB: false)))
    case .messageB: self = .messageB(try RandomAccessResponse(fields: bits, (layout, isMessageB: true)))
    case .cell, .configuredScheduling, .modulationAndCodingSchemeCell, .temporaryCell:
      let unicast = try Unicast(fields: bits, layout)
      let isOrder = kind == .cell && unicast.frequencyDomainAssignment == 1 << layout.frequencyWidth - 1
      self = isOrder ? .order(try PDCCHOrder(fields: bits, layout)) : .unicast(unicast)
    }
  }

  private static func check(_ layout: Layout) throws(ParameterError) {
    guard 0...16 ~= layout.frequencyWidth, layout.frequencyWidth + Layout.otherCount...140 ~= layout.size else {
      throw ParameterError("layout", layout, "there is no room for the fields", "TS 38.212 §7.3.1.2.1")
    }
  }
}

extension DCIFormat1_0.Unicast: DCIFieldSequence {
  mutating func visit(_ visitor: inout some DCIFieldVisitor, _ layout: DCIFormat1_0.Layout) throws(ParameterError) {
    try visitor.constant("identifier", 1, 1)
    try visitor.field("frequencyDomainAssignment", &frequencyDomainAssignment, layout.frequencyWidth)
    try visitor.field("timeDomainAssignment", &timeDomainAssignment, 4)
    try visitor.flag("interleavedMapping", &isInterleaved)
    try visitor.field("modulationAndCodingScheme", &modulationAndCodingScheme, 5)
    try visitor.flag("newDataIndicator", &newDataIndicator)
    try visitor.field("redundancyVersion", &redundancyVersion, 2)
    try visitor.field("harqProcessNumber", &harqProcessNumber, 4)
    try visitor.field("downlinkAssignmentIndex", &downlinkAssignmentIndex, 2)
    try visitor.field("transmitPowerControl", &transmitPowerControl, 2)
    try visitor.field("pucchResourceIndicator", &pucchResourceIndicator, 3)
    try visitor.field("harqFeedbackTiming", &harqFeedbackTiming, 3)
  }
}

extension DCIFormat1_0.PDCCHOrder: DCIFieldSequence {
  mutating func visit(_ visitor: inout some DCIFieldVisitor, _ layout: DCIFormat1_0.Layout) throws(ParameterError) {
    try visitor.constant("identifier", 1, 1)
    try visitor.constant("frequencyDomainAssignment", 1 << layout.frequencyWidth - 1, layout.frequencyWidth)
    try visitor.field("preambleIndex", &preambleIndex, 6)
    try visitor.flag("uplinkCarrierIndicator", &isSupplementaryUplink)
    try visitor.field("synchronizationBlockIndex", &synchronizationBlockIndex, 6)
    try visitor.field("prachMaskIndex", &prachMaskIndex, 4)
    try visitor.reserved(10)
  }
}

extension DCIFormat1_0.Paging: DCIFieldSequence {
  mutating func visit(_ visitor: inout some DCIFieldVisitor, _ layout: DCIFormat1_0.Layout) throws(ParameterError) {
    try visitor.field("shortMessagesIndicator", &shortMessagesIndicator, 2)
    try visitor.field("shortMessages", &shortMessages, 8)
    try visitor.field("frequencyDomainAssignment", &frequencyDomainAssignment, layout.frequencyWidth)
    try visitor.field("timeDomainAssignment", &timeDomainAssignment, 4)
    try visitor.flag("interleavedMapping", &isInterleaved)
    try visitor.field("modulationAndCodingScheme", &modulationAndCodingScheme, 5)
    try visitor.field("transportBlockScaling", &transportBlockScaling, 2)
    try visitor.reserved(6)
  }
}

extension DCIFormat1_0.SystemInformation: DCIFieldSequence {
  mutating func visit(_ visitor: inout some DCIFieldVisitor, _ layout: DCIFormat1_0.Layout) throws(ParameterError) {
    try visitor.field("frequencyDomainAssignment", &frequencyDomainAssignment, layout.frequencyWidth)
    try visitor.field("timeDomainAssignment", &timeDomainAssignment, 4)
    try visitor.flag("interleavedMapping", &isInterleaved)
    try visitor.field("modulationAndCodingScheme", &modulationAndCodingScheme, 5)
    try visitor.field("redundancyVersion", &redundancyVersion, 2)
    try visitor.flag("systemInformationIndicator", &isOtherSystemInformation)
    try visitor.reserved(15)
  }
}

extension DCIFormat1_0.RandomAccessResponse: DCIFieldSequence {
  mutating func visit(
    _ visitor: inout some DCIFieldVisitor, _ layout: (format: DCIFormat1_0.Layout, isMessageB: Bool)
  ) throws(ParameterError) {
    try visitor.field("frequencyDomainAssignment", &frequencyDomainAssignment, layout.format.frequencyWidth)
    try visitor.field("timeDomainAssignment", &timeDomainAssignment, 4)
    try visitor.flag("interleavedMapping", &isInterleaved)
    try visitor.field("modulationAndCodingScheme", &modulationAndCodingScheme, 5)
    try visitor.field("transportBlockScaling", &transportBlockScaling, 2)
    try visitor.field("frameNumberBits", &frameNumberBits, layout.isMessageB ? 2 : 0)
    try visitor.reserved(layout.isMessageB ? 14 : 16)
  }
}

extension DCIFieldVisitor {
  /// Bits that are sent as zeros and not looked at.
  fileprivate mutating func reserved(_ width: Int) throws(ParameterError) {
    var zeros = 0
    try field("reserved", &zeros, width)
  }
}
