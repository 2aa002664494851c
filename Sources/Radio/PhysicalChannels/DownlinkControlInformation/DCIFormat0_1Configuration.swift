import Modulation

/// What of a PUSCH's or PDSCH's demodulation reference signal decides how many bits tell its antenna ports (TS 38.331 §6.3.2).
public struct DCIReferenceSignal: Sendable, Hashable {
  /// dmrs-Type: 1 or 2.
  public var type: Int
  /// maxLength: symbols, 1 or 2.
  public var maximumLength: Int

  public init(type: Int = 1, maximumLength: Int = 1) {
    self.type = type
    self.maximumLength = maximumLength
  }

  func check() throws(ParameterError) {
    guard 1...2 ~= type, 1...2 ~= maximumLength else {
      throw ParameterError("referenceSignal", self, "types and lengths are 1 and 2", "TS 38.331 §6.3.2")
    }
  }
}

extension DCIFormat0_1 {
  /// What decides the widths of the fields (TS 38.212 §7.3.1.1.2).
  public struct Configuration: Sendable, Hashable {
    /// pdsch-HARQ-ACK-Codebook.
    public enum Acknowledgement: Sendable, Hashable {
      case semiStatic
      case dynamic
      /// With code block groups.
      case dynamicWithTwoSubCodebooks
    }
    /// txConfig and what goes with it.
    public enum Transmission: Sendable, Hashable {
      /// - Parameters:
      ///   - resources: SRS resources of the set, 1 or 2.
      ///   - ports: antenna ports, 1, 2 or 4.
      ///   - maximumRank: maxRank, not above the ports.
      case codebook(resources: Int, ports: Int, maximumRank: Int, subset: CodebookSubset)
      /// - Parameters:
      ///   - resources: SRS resources of the set, 1 to 4.
      ///   - maximumLayers: L_max, 1 to 4.
      case nonCodebook(resources: Int, maximumLayers: Int)
    }
    /// codebookSubset.
    public enum CodebookSubset: Sendable, Hashable, CaseIterable {
      case fullyAndPartialAndNonCoherent
      /// With four ports alone.
      case partialAndNonCoherent
      case nonCoherent
    }

    public var frequency: FrequencyDomainAssignment
    /// Cross-carrier scheduling is configured.
    public var hasCarrierIndicator = false
    /// supplementaryUplink is configured.
    public var hasSupplementaryUplink = false
    /// Uplink bandwidth parts that RRC has, without the initial one: 0 to 4.
    public var bandwidthPartCount = 0
    /// Rows of the list of allocations, 1 to 16, or to 64 of release 16; 16 without a list.
    public var timeAllocationCount = 16
    /// frequencyHopping is configured.
    public var hasFrequencyHopping = false
    public var acknowledgement = Acknowledgement.dynamic
    public var transmission = Transmission.codebook(resources: 1, ports: 1, maximumRank: 1, subset: .nonCoherent)
    public var hasTransformPrecoding = false
    /// dmrs-UplinkForPUSCH-MappingTypeA, if there is.
    public var mappingTypeA: DCIReferenceSignal? = DCIReferenceSignal()
    /// dmrs-UplinkForPUSCH-MappingTypeB, if there is.
    public var mappingTypeB: DCIReferenceSignal?
    /// 0 to 6 bits.
    public var reportTriggerSize = 0
    /// maxCodeBlockGroupsPerTransportBlock: 2, 4, 6 or 8; 0 without.
    public var codeBlockGroupCount = 0
    /// phaseTrackingRS is configured.
    public var hasPhaseTracking = false
    /// Beta offsets are dynamic.
    public var hasDynamicBetaOffsets = false
    /// 0 to 2 (p0-PUSCH-SetList and olpc-ParameterSetDCI-0-1).
    public var openLoopPowerControlWidth = 0
    /// priorityIndicatorDCI-0-1.
    public var hasPriorityIndicator = false
    /// invalidSymbolPatternIndicatorDCI-0-1.
    public var hasInvalidSymbolPatternIndicator = false
    /// minimumSchedulingOffsetK2 has two values.
    public var hasMinimumSchedulingOffset = false
    /// dormancyGroupWithinActiveTime: groups of cells, 0 to 5.
    public var dormancyGroupCount = 0

    public init(frequency: FrequencyDomainAssignment) { self.frequency = frequency }

    /// Bits of the format before padding.
    /// - Throws: for a configuration that the standard does not have.
    public func fieldCount() throws(ParameterError) -> Int { try DCIFormat0_1.fieldCount(self) }

    func check() throws(ParameterError) {
      guard 0...4 ~= bandwidthPartCount else {
        throw ParameterError("bandwidthPartCount", bandwidthPartCount, "RRC has at most 4", "TS 38.331 §6.4")
      }
      guard 1...64 ~= timeAllocationCount else {
        throw ParameterError("timeAllocationCount", timeAllocationCount, "a list has 1 to 64 rows", "TS 38.212 §7.3.1.1.2")
      }
      guard 0...6 ~= reportTriggerSize else {
        throw ParameterError("reportTriggerSize", reportTriggerSize, "it is 0 to 6", "TS 38.331 §6.3.2")
      }
      guard [0, 2, 4, 6, 8].contains(codeBlockGroupCount) else {
        throw ParameterError("codeBlockGroupCount", codeBlockGroupCount, "there are 2, 4, 6 or 8 groups", "TS 38.331 §6.3.2")
      }
      guard 0...2 ~= openLoopPowerControlWidth else {
        throw ParameterError("openLoopPowerControlWidth", openLoopPowerControlWidth, "it is 0 to 2", "TS 38.212 §7.3.1.1.2")
      }
      guard 0...5 ~= dormancyGroupCount else {
        throw ParameterError("dormancyGroupCount", dormancyGroupCount, "there are at most 5", "TS 38.331 §6.4")
      }
      try mappingTypeA?.check()
      try mappingTypeB?.check()
      if hasTransformPrecoding {
        guard mappingTypeA?.type != 2, mappingTypeB?.type != 2 else {
          throw ParameterError("type", 2, "transform precoding goes with reference signals of type 1", "TS 38.211 §6.4.1.1.3")
        }
      }
      switch transmission {
      case .codebook(let resources, let ports, let maximumRank, let subset):
        guard 1...2 ~= resources, [1, 2, 4].contains(ports), 1...ports ~= maximumRank else {
          throw ParameterError("transmission", transmission, "a codebook has 1 or 2 resources of 1, 2 or 4 ports", "TS 38.214 §6.1.1.1")
        }
        guard subset != .partialAndNonCoherent || ports != 2 else {
          throw ParameterError("subset", subset, "two ports are coherent or not", "TS 38.214 §6.1.1.1")
        }
      case .nonCodebook(let resources, let maximumLayers):
        guard 1...4 ~= resources, 1...4 ~= maximumLayers else {
          throw ParameterError("transmission", transmission, "there are 1 to 4 resources and layers", "TS 38.214 §6.1.1.2")
        }
      }
    }

    var soundingResourceIndicatorWidth: Int {
      switch transmission {
      case .codebook(let resources, _, _, _): bitsToDistinguish(resources)
      case .nonCodebook(let resources, let maximumLayers):
        bitsToDistinguish((1...min(maximumLayers, resources)).reduce(0) { $0 + Self.choices(resources, $1) })
      }
    }

    /// How many ways there are to take `taken` of `count`.
    private static func choices(_ count: Int, _ taken: Int) -> Int {
      (0..<taken).reduce(1) { $0 * (count - $1) / ($1 + 1) }
    }

    /// Tables 7.3.1.1.2-2 to -5.
    var precodingWidth: Int {
      guard case .codebook(_, let ports, let maximumRank, let subset) = transmission, ports > 1 else { return 0 }
      let isSingleLayer = hasTransformPrecoding || maximumRank == 1
      switch (ports, subset) {
      case (4, .fullyAndPartialAndNonCoherent): return isSingleLayer ? 5 : 6
      case (4, .partialAndNonCoherent): return isSingleLayer ? 4 : 5
      case (4, .nonCoherent): return isSingleLayer ? 2 : 4
      case (_, .fullyAndPartialAndNonCoherent): return isSingleLayer ? 3 : 4
      default: return isSingleLayer ? 1 : 2
      }
    }

    /// Tables 7.3.1.1.2-6 to -23; of two mapping types the wider, with zeros in front for the other.
    var antennaPortsWidth: Int { max(width(mappingTypeA), width(mappingTypeB)) }

    private func width(_ signal: DCIReferenceSignal?) -> Int {
      guard let signal else { return 0 }
      if hasTransformPrecoding { return signal.maximumLength == 1 ? 2 : 4 }
      return 1 + signal.type + signal.maximumLength
    }

    var phaseTrackingWidth: Int {
      let maximumRank =
        switch transmission {
        case .codebook(_, _, let maximumRank, _): maximumRank
        case .nonCodebook(_, let maximumLayers): maximumLayers
        }
      return hasPhaseTracking && !hasTransformPrecoding && maximumRank > 1 ? 2 : 0
    }
  }
}
