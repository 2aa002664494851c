import ChannelCoding
import Modulation

/// DCI format 0_1, which schedules a PUSCH (TS 38.212 §7.3.1.1.2), with a CRC of C-RNTI, CS-RNTI, SP-CSI-RNTI or MCS-C-RNTI: the fields of
/// release 15 and, of release 16, those that do not concern shared spectrum, several PUSCHs or the sidelink.
public struct DCIFormat0_1: Sendable, Hashable {
  /// 0 to 7, with cross-carrier scheduling.
  public var carrierIndicator = 0
  /// UL/SUL indicator.
  public var isSupplementaryUplink = false
  public var bandwidthPartIndicator = 0
  /// `FrequencyDomainAssignment` says what it means.
  public var frequencyDomainAssignment = 0
  /// A row of the list of allocations.
  public var timeDomainAssignment = 0
  public var frequencyHoppingFlag = false
  /// 0 to 31.
  public var modulationAndCodingScheme = 0
  public var newDataIndicator = false
  /// 0 to 3.
  public var redundancyVersion = 0
  /// 0 to 15.
  public var harqProcessNumber = 0
  public var firstDownlinkAssignmentIndex = 0
  public var secondDownlinkAssignmentIndex = 0
  /// 0 to 3.
  public var transmitPowerControl = 0
  /// Tables 7.3.1.1.2-28 to -32.
  public var soundingResourceIndicator = 0
  /// Tables 7.3.1.1.2-2 to -5.
  public var precodingAndLayers = 0
  /// Tables 7.3.1.1.2-6 to -23.
  public var antennaPorts = 0
  /// Table 7.3.1.1.2-24; with a supplementary uplink the first of three bits says which carrier.
  public var soundingRequest = 0
  /// A trigger state (TS 38.214 §5.2.1.5.1).
  public var channelStateRequest = 0
  /// CBGTI: the first group is in the most significant bit.
  public var codeBlockGroups = 0
  /// PTRS-DMRS association (tables 7.3.1.1.2-25 and -26).
  public var phaseTrackingAssociation = 0
  /// 0 to 3 (TS 38.213 §9.3).
  public var betaOffsetIndicator = 0
  /// DMRS sequence initialization (n_SCID, TS 38.211 §6.4.1.1.1.1).
  public var referenceSignalInitialization = 0
  /// UL-SCH indicator: there is a transport block.
  public var hasSharedChannel = false
  /// Open-loop power control parameter set indication.
  public var openLoopPowerControl = 0
  /// Priority indicator: the larger of the two.
  public var isHighPriority = false
  /// Invalid symbol pattern indicator.
  public var appliesInvalidSymbolPattern = false
  /// Minimum applicable scheduling offset indicator.
  public var minimumSchedulingOffset = 0
  /// SCell dormancy indication: a bit for each group of cells.
  public var dormancyIndication = 0

  public init() {}

  /// The payload, padded with zeros.
  /// - Parameter size: bits of the payload (`DCISizes`); without it there is no padding.
  /// - Throws: for a value that its field cannot hold, a configuration that the standard does not have, or a size without room for the fields.
  public func encode(_ configuration: Configuration, size: Int? = nil) throws(ParameterError) -> BitSequence {
    var bits = try fieldBits(configuration)
    try bits.pad(to: max(12, size ?? bits.count))
    return bits
  }

  /// - Throws: for a payload that is too short, or of a format for the downlink.
  public init(decoding bits: BitSequence, _ configuration: Configuration) throws(ParameterError) {
    try self.init(fields: bits, configuration)
  }

  /// What the format means if its bandwidth part indicator says another bandwidth part than the active one, whose widths it was sent with
  /// (TS 38.213 §12): the last bits of each field, as many as the indicated bandwidth part has.
  /// - Parameter configuration: of the indicated bandwidth part.
  /// - Throws: for a configuration that the standard does not have.
  public func interpreted(for configuration: Configuration) throws(ParameterError) -> Self { try fields(for: configuration) }
}

extension DCIFormat0_1: DCIFieldSequence {
  mutating func visit(_ visitor: inout some DCIFieldVisitor, _ layout: Configuration) throws(ParameterError) {
    try layout.check()
    try visitor.constant("identifier", 0, 1)
    try visitor.field("carrierIndicator", &carrierIndicator, layout.hasCarrierIndicator ? 3 : 0)
    try visitor.flag("uplinkCarrierIndicator", &isSupplementaryUplink, layout.hasSupplementaryUplink ? 1 : 0)
    try visitor.field("bandwidthPartIndicator", &bandwidthPartIndicator, bandwidthPartIndicatorWidth(layout.bandwidthPartCount))
    try visitor.field("frequencyDomainAssignment", &frequencyDomainAssignment, layout.frequency.width)
    try visitor.field("timeDomainAssignment", &timeDomainAssignment, bitsToDistinguish(layout.timeAllocationCount))
    try visitor.flag("frequencyHoppingFlag", &frequencyHoppingFlag, layout.hasFrequencyHopping && layout.frequency.kind != .type0 ? 1 : 0)
    try visitor.field("modulationAndCodingScheme", &modulationAndCodingScheme, 5)
    try visitor.flag("newDataIndicator", &newDataIndicator)
    try visitor.field("redundancyVersion", &redundancyVersion, 2)
    try visitor.field("harqProcessNumber", &harqProcessNumber, 4)
    try visitor.field("firstDownlinkAssignmentIndex", &firstDownlinkAssignmentIndex, layout.acknowledgement == .semiStatic ? 1 : 2)
    try visitor.field(
      "secondDownlinkAssignmentIndex", &secondDownlinkAssignmentIndex, layout.acknowledgement == .dynamicWithTwoSubCodebooks ? 2 : 0)
    try visitor.field("transmitPowerControl", &transmitPowerControl, 2)
    try visitor.field("soundingResourceIndicator", &soundingResourceIndicator, layout.soundingResourceIndicatorWidth)
    try visitor.field("precodingAndLayers", &precodingAndLayers, layout.precodingWidth)
    try visitor.field("antennaPorts", &antennaPorts, layout.antennaPortsWidth)
    try visitor.field("soundingRequest", &soundingRequest, layout.hasSupplementaryUplink ? 3 : 2)
    try visitor.field("channelStateRequest", &channelStateRequest, layout.reportTriggerSize)
    try visitor.field("codeBlockGroups", &codeBlockGroups, layout.codeBlockGroupCount)
    try visitor.field("phaseTrackingAssociation", &phaseTrackingAssociation, layout.phaseTrackingWidth)
    try visitor.field("betaOffsetIndicator", &betaOffsetIndicator, layout.hasDynamicBetaOffsets ? 2 : 0)
    try visitor.field("referenceSignalInitialization", &referenceSignalInitialization, layout.hasTransformPrecoding ? 0 : 1)
    try visitor.flag("sharedChannelIndicator", &hasSharedChannel)
    try visitor.field("openLoopPowerControl", &openLoopPowerControl, layout.openLoopPowerControlWidth)
    try visitor.flag("priorityIndicator", &isHighPriority, layout.hasPriorityIndicator ? 1 : 0)
    try visitor.flag("invalidSymbolPattern", &appliesInvalidSymbolPattern, layout.hasInvalidSymbolPatternIndicator ? 1 : 0)
    try visitor.field("minimumSchedulingOffset", &minimumSchedulingOffset, layout.hasMinimumSchedulingOffset ? 1 : 0)
    try visitor.field("dormancyIndication", &dormancyIndication, layout.dormancyGroupCount)
  }
}

/// Bits of the bandwidth part indicator (TS 38.212 §7.3.1.1.2): RRC's bandwidth parts are joined by the initial one unless they are four.
func bandwidthPartIndicatorWidth(_ configured: Int) -> Int { bitsToDistinguish(configured <= 3 ? configured + 1 : configured) }
