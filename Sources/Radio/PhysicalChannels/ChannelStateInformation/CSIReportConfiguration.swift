import Modulation

/// The codebook of a CSI report and the ranks that it may have.
public enum CSIReportCodebook: Sendable, Hashable {
  /// One port: rank 1, no PMI.
  case singlePort
  case typeI(TypeICodebook)
  case typeII(TypeIICodebook)
  case enhancedTypeII(EnhancedTypeIICodebook)

  public var portCount: Int {
    switch self {
    case .singlePort: 1
    case .typeI(let codebook): codebook.array.portCount
    case .typeII(let codebook): codebook.beams.portCount
    case .enhancedTypeII(let codebook): codebook.beams.portCount
    }
  }

  public var maximumRank: Int {
    switch self {
    case .singlePort: 1
    case .typeI(let codebook): codebook.maximumRank
    case .typeII: TypeIICodebook.maximumRank
    case .enhancedTypeII(let codebook): codebook.maximumRank
    }
  }
}

/// What a CSI report has, and where it is sent (CSI-ReportConfig of TS 38.331; TS 38.214 §5.2.1.4).
public struct CSIReportConfiguration: Sendable, Hashable {
  /// reportQuantity.
  public enum Quantity: Sendable, Hashable, CaseIterable {
    case criRIPMICQI
    case criRILIPMICQI
    case criRII1
    case criRII1CQI
    case criRICQI

    var hasLayer: Bool { self == .criRILIPMICQI }
    var hasCQI: Bool { self != .criRII1 }
    /// i_1.
    var hasWidebandIndices: Bool { self != .criRICQI }
    /// i_2.
    var hasSubbandIndices: Bool { self == .criRIPMICQI || self == .criRILIPMICQI }
  }

  public enum Channel: Sendable, Hashable, CaseIterable {
    case pucch
    case pusch
  }

  public let codebook: CSIReportCodebook
  public let quantity: Quantity
  public let channel: Channel
  /// pmi-FormatIndicator and cqi-FormatIndicator.
  public let hasSubbandPMI: Bool
  public let hasSubbandCQI: Bool
  /// Those of csi-ReportingBand.
  public let subbandCount: Int
  /// K_s: CSI-RS resources of the set.
  public let resourceCount: Int
  /// The ranks that may be reported, ascending.
  public let ranks: [Int]

  /// - Parameters:
  ///   - subbandCount: 1 to 19.
  ///   - resourceCount: 1 to 64.
  ///   - ranks: those of the restriction; all of the codebook's if left out.
  /// - Throws: for other values, ranks that the codebook does not have, i_1 alone without a Type I codebook of more than two ports, and an
  ///   enhanced Type II codebook with another number of precoders than the subbands have, or of a wideband report or a PUCCH's.
  public init(
    codebook: CSIReportCodebook, quantity: Quantity = .criRIPMICQI, channel: Channel, hasSubbandPMI: Bool = false,
    hasSubbandCQI: Bool = false, subbandCount: Int = 1, resourceCount: Int = 1, ranks: [Int]? = nil
  ) throws(ParameterError) {
    guard 1...19 ~= subbandCount else { throw ParameterError("subbandCount", subbandCount, "there are 1 to 19", "TS 38.214 §5.2.1.4") }
    guard 1...64 ~= resourceCount else { throw ParameterError("resourceCount", resourceCount, "there are 1 to 64", "TS 38.214 §5.2.1.2") }
    let own = ranks ?? Array(1...codebook.maximumRank)
    guard !own.isEmpty, own.allSatisfy({ 1...codebook.maximumRank ~= $0 }), zip(own, own.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ParameterError("ranks", own, "they ascend from 1 to \(codebook.maximumRank)", "TS 38.214 §5.2.2.2")
    }
    var isTypeI = true
    switch codebook {
    case .singlePort, .typeI: break
    case .typeII: isTypeI = false
    case .enhancedTypeII(let enhanced):
      isTypeI = false
      guard channel == .pusch, hasSubbandPMI else {
        throw ParameterError("hasSubbandPMI", hasSubbandPMI, "the codebook is for subbands and a PUSCH", "TS 38.214 §5.2.2.2.5")
      }
      let most = subbandCount * enhanced.precodersPerSubband
      let least = enhanced.precodersPerSubband == 1 ? most : max(1, most - 2)
      guard least...most ~= enhanced.precoderCount else {
        throw ParameterError("precoderCount", enhanced.precoderCount, "\(subbandCount) subbands have \(most)", "TS 38.214 §5.2.2.2.5")
      }
    }
    guard isTypeI && codebook.portCount > 2 || quantity.hasSubbandIndices || !quantity.hasWidebandIndices else {
      throw ParameterError("quantity", quantity, "i_1 alone is of a Type I codebook of more than two ports", "TS 38.214 §5.2.1.4.2")
    }
    guard isTypeI || quantity.hasSubbandIndices, isTypeI || channel == .pusch else {
      throw ParameterError("quantity", quantity, "a Type II codebook's whole PMI is reported on a PUSCH", "TS 38.214 §5.2.3")
    }
    self.codebook = codebook
    self.quantity = quantity
    self.channel = channel
    // What is not reported does not make a report one of subbands (TS 38.214 §5.2.1.4).
    self.hasSubbandPMI = hasSubbandPMI && quantity.hasSubbandIndices
    self.hasSubbandCQI = hasSubbandCQI && quantity.hasCQI
    self.subbandCount = subbandCount
    self.resourceCount = resourceCount
    self.ranks = own
  }

  /// Whether the report is one part, filled up with zeros so that its size does not depend on the rank.
  public var isOnePart: Bool { channel == .pucch && !hasSubbandPMI && !hasSubbandCQI }

  /// The values of i_2, or the like, in a report.
  var precoderCount: Int { hasSubbandPMI ? subbandCount : 1 }

  // Widths of fields, TS 38.212, tables 6.3.1.1.2-3 to 6.3.1.1.2-5.

  var resourceWidth: Int { bitsToDistinguish(resourceCount) }

  var rankWidth: Int {
    let width = bitsToDistinguish(ranks.count)
    switch codebook {
    case .singlePort: return 0
    case .typeI(let codebook):
      return codebook.array.panelCount > 1 || codebook.array.portCount == 4
        ? min(2, width) : codebook.array.portCount == 2 ? min(1, width) : width
    case .typeII: return min(1, width)
    case .enhancedTypeII: return width
    }
  }

  func layerWidth(rank: Int) -> Int { quantity.hasLayer ? min(2, bitsToDistinguish(rank)) : 0 }

  /// Codewords that have a CQI.
  func codewordCount(rank: Int) -> Int { quantity.hasCQI ? rank > 4 ? 2 : 1 : 0 }
}
