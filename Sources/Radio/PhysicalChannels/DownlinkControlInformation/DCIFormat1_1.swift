import ChannelCoding
import Modulation

/// DCI format 1_1, which schedules a PDSCH (TS 38.212 §7.3.1.2.2), with a CRC of C-RNTI, CS-RNTI or MCS-C-RNTI: the fields of release 15 and,
/// of release 16, those that do not concern shared spectrum or requests of HARQ-ACK codebooks.
public struct DCIFormat1_1: Sendable, Hashable {
  /// What there is for each transport block.
  public struct TransportBlock: Sendable, Hashable {
    /// 0 to 31.
    public var modulationAndCodingScheme = 0
    public var newDataIndicator = false
    /// 0 to 3.
    public var redundancyVersion = 0

    public init() {}
  }

  /// 0 to 7, with cross-carrier scheduling.
  public var carrierIndicator = 0
  public var bandwidthPartIndicator = 0
  /// `FrequencyDomainAssignment` says what it means.
  public var frequencyDomainAssignment = 0
  /// A row of the list of allocations.
  public var timeDomainAssignment = 0
  /// VRB-to-PRB mapping: interleaved.
  public var isInterleaved = false
  /// PRB bundling size indicator (TS 38.214 §5.1.2.3).
  public var bundlingSizeIndicator = 0
  /// The first bit is rateMatchPatternGroup1's, the second rateMatchPatternGroup2's, if both are there.
  public var rateMatchingIndicator = 0
  /// ZP CSI-RS trigger (TS 38.214 §5.1.4.2).
  public var zeroPowerTrigger = 0
  public var firstTransportBlock = TransportBlock()
  /// With two codewords.
  public var secondTransportBlock = TransportBlock()
  /// 0 to 15.
  public var harqProcessNumber = 0
  /// Counter DAI and, for several cells, total DAI in the low two bits (TS 38.213 §9.1.3).
  public var downlinkAssignmentIndex = 0
  /// Of the PUCCH, 0 to 3.
  public var transmitPowerControl = 0
  /// 0 to 7 (TS 38.213 §9.2.3).
  public var pucchResourceIndicator = 0
  /// PDSCH-to-HARQ_feedback timing: a row of dl-DataToUL-ACK.
  public var harqFeedbackTiming = 0
  /// Tables 7.3.1.2.2-1 to -4.
  public var antennaPorts = 0
  /// 0 to 7 (TS 38.214 §5.1.5).
  public var transmissionConfigurationIndication = 0
  /// Table 7.3.1.1.2-24; with a supplementary uplink the first of three bits says which carrier.
  public var soundingRequest = 0
  /// CBGTI: the first group is in the most significant bit.
  public var codeBlockGroups = 0
  /// CBGFI (TS 38.214 §5.1.7).
  public var keepsCodeBlockGroups = false
  /// DMRS sequence initialization (n_SCID).
  public var referenceSignalInitialization = 0
  /// Priority indicator: the larger of the two.
  public var isHighPriority = false
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

  /// - Throws: for a payload that is too short, or of a format for the uplink.
  public init(decoding bits: BitSequence, _ configuration: Configuration) throws(ParameterError) {
    try self.init(fields: bits, configuration)
  }

  /// What the format means if its bandwidth part indicator says another bandwidth part than the active one, whose widths it was sent with
  /// (TS 38.213 §12): the last bits of each field, as many as the indicated bandwidth part has.
  /// - Parameter configuration: of the indicated bandwidth part.
  /// - Throws: for a configuration that the standard does not have.
  public func interpreted(for configuration: Configuration) throws(ParameterError) -> Self { try fields(for: configuration) }
}

extension DCIFormat1_1: DCIFieldSequence {
  mutating func visit(_ visitor: inout some DCIFieldVisitor, _ layout: Configuration) throws(ParameterError) {
    try layout.check()
    let hasSecond = layout.codewordCount == 2
    try visitor.constant("identifier", 1, 1)
    try visitor.field("carrierIndicator", &carrierIndicator, layout.hasCarrierIndicator ? 3 : 0)
    try visitor.field("bandwidthPartIndicator", &bandwidthPartIndicator, bandwidthPartIndicatorWidth(layout.bandwidthPartCount))
    try visitor.field("frequencyDomainAssignment", &frequencyDomainAssignment, layout.frequency.width)
    try visitor.field("timeDomainAssignment", &timeDomainAssignment, bitsToDistinguish(layout.timeAllocationCount))
    try visitor.flag("interleavedMapping", &isInterleaved, layout.hasInterleaving && layout.frequency.kind != .type0 ? 1 : 0)
    try visitor.field("bundlingSizeIndicator", &bundlingSizeIndicator, layout.hasDynamicBundling ? 1 : 0)
    try visitor.field("rateMatchingIndicator", &rateMatchingIndicator, layout.rateMatchGroupCount)
    try visitor.field("zeroPowerTrigger", &zeroPowerTrigger, bitsToDistinguish(layout.zeroPowerSetCount + 1))
    try visitor.field("modulationAndCodingScheme", &firstTransportBlock.modulationAndCodingScheme, 5)
    try visitor.flag("newDataIndicator", &firstTransportBlock.newDataIndicator)
    try visitor.field("redundancyVersion", &firstTransportBlock.redundancyVersion, 2)
    try visitor.field("secondModulationAndCodingScheme", &secondTransportBlock.modulationAndCodingScheme, hasSecond ? 5 : 0)
    try visitor.flag("secondNewDataIndicator", &secondTransportBlock.newDataIndicator, hasSecond ? 1 : 0)
    try visitor.field("secondRedundancyVersion", &secondTransportBlock.redundancyVersion, hasSecond ? 2 : 0)
    try visitor.field("harqProcessNumber", &harqProcessNumber, 4)
    try visitor.field("downlinkAssignmentIndex", &downlinkAssignmentIndex, layout.downlinkAssignmentIndexWidth)
    try visitor.field("transmitPowerControl", &transmitPowerControl, 2)
    try visitor.field("pucchResourceIndicator", &pucchResourceIndicator, 3)
    try visitor.field("harqFeedbackTiming", &harqFeedbackTiming, bitsToDistinguish(layout.feedbackTimingCount))
    try visitor.field("antennaPorts", &antennaPorts, layout.antennaPortsWidth)
    try visitor.field(
      "transmissionConfigurationIndication", &transmissionConfigurationIndication, layout.hasTransmissionConfigurationIndication ? 3 : 0)
    try visitor.field("soundingRequest", &soundingRequest, layout.hasSupplementaryUplink ? 3 : 2)
    try visitor.field("codeBlockGroups", &codeBlockGroups, layout.codeBlockGroupCount * layout.codewordCount)
    try visitor.flag("codeBlockGroupFlush", &keepsCodeBlockGroups, layout.hasFlushIndicator && layout.codeBlockGroupCount > 0 ? 1 : 0)
    try visitor.field("referenceSignalInitialization", &referenceSignalInitialization, 1)
    try visitor.flag("priorityIndicator", &isHighPriority, layout.hasPriorityIndicator ? 1 : 0)
    try visitor.field("minimumSchedulingOffset", &minimumSchedulingOffset, layout.hasMinimumSchedulingOffset ? 1 : 0)
    try visitor.field("dormancyIndication", &dormancyIndication, layout.dormancyGroupCount)
  }
}

extension DCIFormat1_1 {
  /// What decides the widths of the fields (TS 38.212 §7.3.1.2.2).
  public struct Configuration: Sendable, Hashable {
    /// pdsch-HARQ-ACK-Codebook, and whether several cells are configured in the downlink.
    public enum Acknowledgement: Sendable, Hashable {
      case semiStatic
      case dynamic
      case dynamicForSeveralCells
    }

    public var frequency: FrequencyDomainAssignment
    /// Cross-carrier scheduling is configured.
    public var hasCarrierIndicator = false
    /// supplementaryUplink is configured.
    public var hasSupplementaryUplink = false
    /// Downlink bandwidth parts that RRC has, without the initial one: 0 to 4.
    public var bandwidthPartCount = 0
    /// Rows of the list of allocations, 1 to 16; 16 without a list.
    public var timeAllocationCount = 16
    /// vrb-ToPRB-Interleaver is configured.
    public var hasInterleaving = false
    /// prb-BundlingType is dynamic.
    public var hasDynamicBundling = false
    /// rateMatchPatternGroup1 and rateMatchPatternGroup2: 0 to 2.
    public var rateMatchGroupCount = 0
    /// Aperiodic ZP CSI-RS resource sets, 0 to 3.
    public var zeroPowerSetCount = 0
    /// maxNrofCodeWordsScheduledByDCI: 1 or 2.
    public var codewordCount = 1
    public var acknowledgement = Acknowledgement.dynamic
    /// Entries of dl-DataToUL-ACK, 1 to 8.
    public var feedbackTimingCount = 8
    /// dmrs-DownlinkForPDSCH-MappingTypeA, if there is.
    public var mappingTypeA: DCIReferenceSignal? = DCIReferenceSignal()
    /// dmrs-DownlinkForPDSCH-MappingTypeB, if there is.
    public var mappingTypeB: DCIReferenceSignal?
    /// tci-PresentInDCI.
    public var hasTransmissionConfigurationIndication = false
    /// maxCodeBlockGroupsPerTransportBlock: 2, 4, 6 or 8, with two codewords 2 or 4; 0 without.
    public var codeBlockGroupCount = 0
    /// codeBlockGroupFlushIndicator.
    public var hasFlushIndicator = false
    /// priorityIndicatorDCI-1-1.
    public var hasPriorityIndicator = false
    /// minimumSchedulingOffsetK0 has two values.
    public var hasMinimumSchedulingOffset = false
    /// dormancyGroupWithinActiveTime: groups of cells, 0 to 5.
    public var dormancyGroupCount = 0

    public init(frequency: FrequencyDomainAssignment) { self.frequency = frequency }

    /// Bits of the format before padding.
    /// - Throws: for a configuration that the standard does not have.
    public func fieldCount() throws(ParameterError) -> Int { try DCIFormat1_1.fieldCount(self) }

    func check() throws(ParameterError) {
      guard 0...4 ~= bandwidthPartCount else {
        throw ParameterError("bandwidthPartCount", bandwidthPartCount, "RRC has at most 4", "TS 38.331 §6.4")
      }
      guard 1...16 ~= timeAllocationCount else {
        throw ParameterError("timeAllocationCount", timeAllocationCount, "a list has 1 to 16 rows", "TS 38.212 §7.3.1.2.2")
      }
      guard 0...2 ~= rateMatchGroupCount else {
        throw ParameterError("rateMatchGroupCount", rateMatchGroupCount, "there are at most 2", "TS 38.212 §7.3.1.2.2")
      }
      guard 0...3 ~= zeroPowerSetCount else {
        throw ParameterError("zeroPowerSetCount", zeroPowerSetCount, "there are at most 3", "TS 38.331 §6.4")
      }
      guard 1...2 ~= codewordCount else {
        throw ParameterError("codewordCount", codewordCount, "there are 1 or 2", "TS 38.331 §6.3.2")
      }
      guard 1...8 ~= feedbackTimingCount else {
        throw ParameterError("feedbackTimingCount", feedbackTimingCount, "dl-DataToUL-ACK has 1 to 8", "TS 38.331 §6.3.2")
      }
      guard (codewordCount == 1 ? [0, 2, 4, 6, 8] : [0, 2, 4]).contains(codeBlockGroupCount) else {
        throw ParameterError(
          "codeBlockGroupCount", codeBlockGroupCount, "there are at most 8 of all transport blocks", "TS 38.214 §5.1.7.1")
      }
      guard 0...5 ~= dormancyGroupCount else {
        throw ParameterError("dormancyGroupCount", dormancyGroupCount, "there are at most 5", "TS 38.331 §6.4")
      }
      try mappingTypeA?.check()
      try mappingTypeB?.check()
    }

    var downlinkAssignmentIndexWidth: Int {
      switch acknowledgement {
      case .semiStatic: 0
      case .dynamic: 2
      case .dynamicForSeveralCells: 4
      }
    }

    /// Tables 7.3.1.2.2-1 to -4; of two mapping types the wider, with zeros in front for the other.
    var antennaPortsWidth: Int {
      [mappingTypeA, mappingTypeB].reduce(0) { width, signal in max(width, signal.map { 2 + $0.type + $0.maximumLength } ?? 0) }
    }
  }
}
