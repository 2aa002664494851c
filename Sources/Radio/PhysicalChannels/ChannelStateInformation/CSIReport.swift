import ChannelCoding
import Modulation

/// A UE's report of its channel's state.
public struct CSIReport: Sendable, Hashable {
  public enum Precoding: Sendable, Hashable {
    case none
    /// The indices of all subbands, and those of each or one for all; without i_2 where only i_1 is reported.
    case typeI(TypeICodebook.Indices, i2: [[Int]])
    case typeII(TypeIIIndicator)
    case enhancedTypeII(EnhancedTypeIIIndicator)
  }

  /// CRI.
  public var resource: Int
  /// Layers; the RI is its place among the ranks that are allowed.
  public var rank: Int
  /// LI: the strongest layer of the codeword with the higher CQI, counted within the codeword.
  public var layer: Int
  /// By codeword: 0 to 15.
  public var widebandCQI: [Int]
  /// By codeword, then by subband: offset levels as they are reported, 0 to 3 (``CQIOffset``).
  public var subbandCQI: [[Int]]
  public var precoding: Precoding

  public init(
    resource: Int = 0, rank: Int, layer: Int = 0, widebandCQI: [Int] = [], subbandCQI: [[Int]] = [], precoding: Precoding = .none
  ) {
    self.resource = resource
    self.rank = rank
    self.layer = layer
    self.widebandCQI = widebandCQI
    self.subbandCQI = subbandCQI
    self.precoding = precoding
  }
}

/// From a report to the bits of its parts and back (TS 38.212 §6.3.1.1.2 and §6.3.2.1.2).
public struct CSIReportFormat: Sendable, Hashable {
  /// What part 1 tells of part 2's size.
  public struct SecondPartSize: Sendable, Hashable {
    /// Bits in the order of their priority: those of the whole band, of even subbands, of odd ones; of an enhanced Type II codebook groups
    /// 0, 1 and 2 (TS 38.214 §5.2.3).
    public let priorityCounts: [Int]
    let rank: Int
    /// M_l, or K^NZ of all layers.
    let nonZeroCounts: [Int]

    public var bitCount: Int { priorityCounts.reduce(0, +) }
  }

  public let configuration: CSIReportConfiguration

  public init(_ configuration: CSIReportConfiguration) { self.configuration = configuration }

  // MARK: Sizes

  /// The bits of part 1, or of all where there is one part.
  public var firstPartCount: Int {
    let head = configuration.resourceWidth + configuration.rankWidth
    guard !configuration.isOnePart else { return head + (configuration.ranks.map(variableCount).max() ?? 0) }
    let quality = configuration.quantity.hasCQI ? 4 + (configuration.hasSubbandCQI ? 2 * configuration.subbandCount : 0) : 0
    return head + quality + indicatorWidths.reduce(0, +)
  }

  /// The bits of a report of one part that depend on its rank (B(r)).
  private func variableCount(rank: Int) -> Int {
    let widths = typeIWidths(rank)
    return configuration.layerWidth(rank: rank) + 4 * configuration.codewordCount(rank: rank) + widths.wideband.reduce(0, +)
      + widths.subband.reduce(0, +)
  }

  /// Fields of part 1 that say how many coefficients are not zero.
  private var indicatorWidths: [Int] {
    switch configuration.codebook {
    case .singlePort, .typeI: return []
    case .typeII(let codebook):
      return [Int](repeating: bitsToDistinguish(2 * codebook.beamCount - 1), count: configuration.ranks.contains(2) ? 2 : 1)
    case .enhancedTypeII(let codebook):
      return [bitsToDistinguish(configuration.ranks == [1] ? codebook.coefficientLimit : 2 * codebook.coefficientLimit)]
    }
  }

  /// Widths of i_1's parts and of i_2's (tables 6.3.1.1.2-1 and 6.3.1.1.2-2).
  private func typeIWidths(_ rank: Int) -> (wideband: [Int], subband: [Int]) {
    guard case .typeI(let codebook) = configuration.codebook, let counts = try? codebook.indexCounts(rank: rank) else { return ([], []) }
    let wideband = [counts.i11, counts.i12, counts.i13] + counts.i14
    return (
      configuration.quantity.hasWidebandIndices ? wideband.map(bitsToDistinguish) : [],
      configuration.quantity.hasSubbandIndices ? counts.i2.map(bitsToDistinguish) : []
    )
  }

  private func secondPartCounts(rank: Int, nonZeroCounts: [Int]) -> [Int] {
    guard !configuration.isOnePart else { return [0, 0, 0] }
    let even = (configuration.subbandCount + 1) / 2
    let subbands = [0, even, configuration.subbandCount - even]
    var counts = [configuration.layerWidth(rank: rank), 0, 0]
    if configuration.codewordCount(rank: rank) == 2 {
      counts[0] += 4
      if configuration.hasSubbandCQI { for place in 1...2 { counts[place] += 2 * subbands[place] } }
    }
    let wideband: Int
    let subband: Int
    switch configuration.codebook {
    case .singlePort: return counts
    case .typeI:
      let widths = typeIWidths(rank)
      (wideband, subband) = (widths.wideband.reduce(0, +), widths.subband.reduce(0, +))
    case .typeII(let codebook): (wideband, subband) = TypeIIFields(codebook).bitCounts(nonZeroCounts: nonZeroCounts)
    case .enhancedTypeII(let codebook):
      let groups = EnhancedTypeIIFields(codebook).groupCounts(rank: rank, nonZeroCount: nonZeroCounts[0])
      return zip(counts, groups).map { $0 + $1 }
    }
    counts[0] += wideband + (configuration.hasSubbandPMI ? 0 : subband)
    if configuration.hasSubbandPMI { for place in 1...2 { counts[place] += subband * subbands[place] } }
    return counts
  }

  // MARK: Packing

  /// The bits of both parts; the second has none where there is one part.
  /// - Throws: for a report that is not of the configuration.
  public func pack(_ report: CSIReport) throws(ParameterError) -> (first: BitSequence, second: BitSequence) {
    try check(report)
    var report = report
    var counts = nonZeroCounts(report)
    var first = CSIFields()
    try visitFirst(&report, &counts, &first)
    var second = CSIFields()
    if !configuration.isOnePart { try visitSecond(&report, counts, &second) }
    return (first.bits, second.bits)
  }

  /// What part 1 says: the rank, and from it part 2's size.
  /// - Throws: for another number of bits than ``firstPartCount``, and values that are not used.
  public func secondPartSize(first: BitSequence) throws(ParameterError) -> SecondPartSize { try unpackFirst(first).size }

  /// The report of its parts.
  /// - Throws: for parts of another size, and values that are not used.
  public func unpack(first: BitSequence, second: BitSequence = BitSequence()) throws(ParameterError) -> CSIReport {
    var (report, size) = try unpackFirst(first)
    var fields = CSIFields(reading: second)
    if !configuration.isOnePart { try visitSecond(&report, size.nonZeroCounts, &fields) }
    try fields.end()
    try check(report)
    return report
  }

  private func unpackFirst(_ bits: BitSequence) throws(ParameterError) -> (report: CSIReport, size: SecondPartSize) {
    guard bits.count == firstPartCount else {
      throw ParameterError("first", bits.count, "the part has \(firstPartCount) bits", "TS 38.212 §6.3.1.1.2")
    }
    var report = CSIReport(rank: configuration.ranks[0])
    var counts: [Int] = []
    var fields = CSIFields(reading: bits)
    try visitFirst(&report, &counts, &fields)
    try fields.end()
    return (
      report,
      SecondPartSize(
        priorityCounts: secondPartCounts(rank: report.rank, nonZeroCounts: counts), rank: report.rank, nonZeroCounts: counts)
    )
  }

  private func visitFirst(_ report: inout CSIReport, _ counts: inout [Int], _ fields: inout CSIFields) throws(ParameterError) {
    try fields.field("CRI", &report.resource, configuration.resourceWidth)
    guard report.resource < configuration.resourceCount else {
      throw ParameterError("resource", report.resource, "there are \(configuration.resourceCount)", "TS 38.214 §5.2.1.4.2")
    }
    try fields.choice("RI", &report.rank, of: configuration.ranks, configuration.rankWidth)
    if configuration.isOnePart {
      try fields.field("LI", &report.layer, configuration.layerWidth(rank: report.rank))
      let most = configuration.ranks.map(variableCount).max() ?? 0
      try fields.padding(most - variableCount(rank: report.rank))
      try visitTypeI(&report, &fields, parts: .wideband)
      try visitTypeI(&report, &fields, parts: .subbands([0]))
      for codeword in 0..<configuration.codewordCount(rank: report.rank) { try visitWideband(&report, codeword, &fields) }
      return
    }
    guard configuration.quantity.hasCQI else { return }
    try visitWideband(&report, 0, &fields)
    try visitSubbands(&report, 0, Array(0..<configuration.subbandCount), &fields)
    try visitCounts(report.rank, &counts, &fields)
  }

  /// The numbers of coefficients that are not zero, each less one.
  private func visitCounts(_ rank: Int, _ counts: inout [Int], _ fields: inout CSIFields) throws(ParameterError) {
    let isReading = counts.isEmpty
    for (place, width) in indicatorWidths.enumerated() {
      var value = counts.indices ~= place ? counts[place] - 1 : 0
      try fields.field("nonZeroCount", &value, width)
      if case .typeII = configuration.codebook, place >= rank { continue }
      if isReading { counts.append(value + 1) }
    }
  }

  private func visitSecond(_ report: inout CSIReport, _ counts: [Int], _ fields: inout CSIFields) throws(ParameterError) {
    let hasSecondCodeword = configuration.codewordCount(rank: report.rank) == 2
    if hasSecondCodeword { try visitWideband(&report, 1, &fields) }
    try fields.field("LI", &report.layer, configuration.layerWidth(rank: report.rank))
    let all = Array(0..<configuration.subbandCount)
    let (even, odd) = (all.filter { $0 & 1 == 0 }, all.filter { $0 & 1 == 1 })
    switch configuration.codebook {
    case .singlePort, .typeI:
      try visitTypeI(&report, &fields, parts: .wideband)
      if !configuration.hasSubbandPMI { try visitTypeI(&report, &fields, parts: .subbands([0])) }
      for subbands in [even, odd] {
        if hasSecondCodeword { try visitSubbands(&report, 1, subbands, &fields) }
        if configuration.hasSubbandPMI { try visitTypeI(&report, &fields, parts: .subbands(subbands)) }
      }
    case .typeII(let codebook):
      var indicator = TypeIIFields.empty(counts, codebook, precoders: configuration.precoderCount)
      if case .typeII(let own) = report.precoding { indicator = own }
      let order = configuration.hasSubbandPMI ? even + odd : [0]
      try TypeIIFields(codebook).visit(&indicator, counts, subbands: order, &fields)
      report.precoding = .typeII(indicator)
    case .enhancedTypeII(let codebook):
      var indicator: EnhancedTypeIIIndicator?
      if case .enhancedTypeII(let own) = report.precoding { indicator = own }
      report.precoding = .enhancedTypeII(
        try EnhancedTypeIIFields(codebook).visit(indicator, rank: report.rank, nonZeroCount: counts[0], &fields))
    }
  }

  private func visitWideband(_ report: inout CSIReport, _ codeword: Int, _ fields: inout CSIFields) throws(ParameterError) {
    if report.widebandCQI.count == codeword { report.widebandCQI.append(0) }
    try fields.field("widebandCQI", &report.widebandCQI[codeword], 4)
  }

  private func visitSubbands(
    _ report: inout CSIReport, _ codeword: Int, _ subbands: [Int], _ fields: inout CSIFields
  ) throws(ParameterError) {
    guard configuration.hasSubbandCQI else { return }
    if report.subbandCQI.count == codeword { report.subbandCQI.append([Int](repeating: 0, count: configuration.subbandCount)) }
    for subband in subbands { try fields.field("subbandCQI", &report.subbandCQI[codeword][subband], 2) }
  }

  private enum TypeIParts {
    case wideband
    case subbands([Int])
  }

  private func visitTypeI(_ report: inout CSIReport, _ fields: inout CSIFields, parts: TypeIParts) throws(ParameterError) {
    guard case .typeI(let codebook) = configuration.codebook, configuration.quantity.hasWidebandIndices else { return }
    let widths = typeIWidths(report.rank)
    let counts = try codebook.indexCounts(rank: report.rank)
    var indices = TypeICodebook.Indices(i14: counts.i14.map { _ in 0 })
    let precoders = configuration.quantity.hasSubbandIndices ? configuration.precoderCount : 0
    var i2 = [[Int]](repeating: [Int](repeating: 0, count: counts.i2.count), count: precoders)
    if case .typeI(let own, let ownI2) = report.precoding { (indices, i2) = (own, ownI2) }
    switch parts {
    case .wideband:
      try fields.field("i11", &indices.i11, widths.wideband[0])
      try fields.field("i12", &indices.i12, widths.wideband[1])
      try fields.field("i13", &indices.i13, widths.wideband[2])
      for place in indices.i14.indices { try fields.field("i14", &indices.i14[place], widths.wideband[3 + place]) }
    case .subbands(let subbands):
      guard configuration.quantity.hasSubbandIndices else { break }
      for subband in subbands {
        for (place, width) in widths.subband.enumerated() { try fields.field("i2", &i2[subband][place], width) }
      }
    }
    report.precoding = .typeI(indices, i2: i2)
  }

  // MARK: Checks

  private func nonZeroCounts(_ report: CSIReport) -> [Int] {
    switch report.precoding {
    case .none, .typeI: []
    case .typeII(let indicator): indicator.layers.map(\.nonZeroCount)
    case .enhancedTypeII(let indicator): [indicator.layers.reduce(0) { $0 + $1.nonZeroCount }]
    }
  }

  private func check(_ report: CSIReport) throws(ParameterError) {
    let clause = "TS 38.214 §5.2"
    guard configuration.ranks.contains(report.rank) else {
      throw ParameterError("rank", report.rank, "it is one of \(configuration.ranks)", clause)
    }
    guard 0..<min(4, report.rank) ~= report.layer, configuration.quantity.hasLayer || report.layer == 0 else {
      throw ParameterError("layer", report.layer, "the report has \(report.rank) layers", clause)
    }
    let codewords = configuration.codewordCount(rank: report.rank)
    guard report.widebandCQI.count == codewords else {
      throw ParameterError("widebandCQI", report.widebandCQI.count, "the report has \(codewords)", clause)
    }
    let rows = configuration.hasSubbandCQI ? codewords : 0
    guard report.subbandCQI.count == rows, report.subbandCQI.allSatisfy({ $0.count == configuration.subbandCount }) else {
      throw ParameterError("subbandCQI", report.subbandCQI.count, "there are \(rows) of \(configuration.subbandCount) subbands", clause)
    }
    switch (configuration.codebook, report.precoding) {
    case (.singlePort, .none): break
    case (.typeI, .none) where !configuration.quantity.hasWidebandIndices: break
    case (.typeI(let codebook), .typeI(let indices, let i2)) where configuration.quantity.hasWidebandIndices:
      guard i2.count == (configuration.quantity.hasSubbandIndices ? configuration.precoderCount : 0) else {
        throw ParameterError("i2", i2.count, "the report has \(configuration.precoderCount)", clause)
      }
      let first = try codebook.indexCounts(rank: report.rank).i2.map { _ in 0 }
      try codebook.check(rank: report.rank, indices, first)
      for values in i2 { try codebook.check(rank: report.rank, indices, values) }
    case (.typeII(let codebook), .typeII(let indicator)):
      try codebook.check(indicator)
      guard indicator.layers.count == report.rank, indicator.layers[0].subbands.count == configuration.precoderCount else {
        throw ParameterError("precoding", indicator.layers.count, "it is of another rank, or of other subbands", clause)
      }
    case (.enhancedTypeII(let codebook), .enhancedTypeII(let indicator)):
      try codebook.check(indicator)
      guard indicator.layers.count == report.rank else {
        throw ParameterError("precoding", indicator.layers.count, "it is of another rank", clause)
      }
    default: throw ParameterError("precoding", report.rank, "it is of another codebook", clause)
    }
  }
}
