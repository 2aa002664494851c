import DSPKernels
import Modulation

/// Chooses what a UE reports: rank, precoding and channel quality, from its estimate of the channel (TS 38.214 §5.2.2).
///
/// For each rank the precoding with the greatest capacity is taken, then the rank with the most bits that the CQIs promise; of ranks with
/// as many, the lowest. A receiver is taken to be linear MMSE, as ``LinearEqualizer`` is.
public struct CSISelector: Sendable, Hashable {
  public let configuration: CSIReportConfiguration
  public let table: CQITable
  private let restriction: TypeIRestriction?
  private let typeIIRestriction: TypeIIRestriction?
  /// The subband of each precoder of an enhanced Type II codebook.
  private let precoderSubbands: [Int]?

  /// - Parameters:
  ///   - restriction: of a Type I codebook; none if left out. Its ranks do not count, those of the configuration do.
  ///   - typeIIRestriction: of a Type II codebook without port selection.
  ///   - precoderSubbands: the subband of each precoder of an enhanced Type II codebook
  ///     (``CSISubbands/precoderSubbands(precodersPerSubband:)``); if left out, each subband has R of them.
  /// - Throws: for a restriction of another codebook, and for precoders that are not one to R of each subband, ascending.
  public init(
    _ configuration: CSIReportConfiguration, table: CQITable, restriction: TypeIRestriction? = nil,
    typeIIRestriction: TypeIIRestriction? = nil, precoderSubbands: [Int]? = nil
  ) throws(ParameterError) {
    self.configuration = configuration
    self.table = table
    self.typeIIRestriction = typeIIRestriction
    if case .enhancedTypeII(let codebook) = configuration.codebook {
      self.precoderSubbands = try Self.checked(precoderSubbands, codebook, subbandCount: configuration.subbandCount)
    } else {
      self.precoderSubbands = nil
    }
    switch configuration.codebook {
    case .typeI(let codebook):
      guard restriction == nil || restriction?.codebook == codebook else {
        throw ParameterError("restriction", codebook.array, "it is of another codebook", "TS 38.214 §5.2.2.2.1")
      }
      if let restriction { self.restriction = restriction } else { self.restriction = try TypeIRestriction(codebook) }
    case .typeII(let codebook):
      self.restriction = nil
      guard case .ports = codebook.beams, typeIIRestriction != nil else { break }
      throw ParameterError("typeIIRestriction", codebook.beams, "port selection restricts no amplitudes", "TS 38.214 §5.2.2.2.4")
    case .singlePort, .enhancedTypeII: self.restriction = nil
    }
  }

  private static func checked(
    _ subbands: [Int]?, _ codebook: EnhancedTypeIICodebook, subbandCount: Int
  ) throws(ParameterError) -> [Int] {
    let own = subbands ?? (0..<(subbandCount * codebook.precodersPerSubband)).map { $0 / codebook.precodersPerSubband }
    guard own.count == codebook.precoderCount, Set(own) == Set(0..<subbandCount), zip(own, own.dropFirst()).allSatisfy({ $0 <= $1 }),
      (0..<subbandCount).allSatisfy({ subband in own.count { $0 == subband } <= codebook.precodersPerSubband })
    else {
      throw ParameterError(
        "precoderSubbands", own, "\(codebook.precoderCount) precoders stand in \(subbandCount) subbands", "TS 38.214 §5.2.2.2.5")
    }
    return own
  }

  /// A rank's precoding and what it is worth.
  private struct Candidate {
    var report: CSIReport
    /// Bits of a symbol that the CQIs promise.
    var efficiency: Double
  }

  /// The report for a channel, or nil where nothing may be reported.
  /// - Parameter channel: of the codebook's ports and the configuration's subbands (or one), with a sample at least of each; for an enhanced
  ///   Type II codebook with a subband for each precoder.
  /// - Throws: for a channel of others.
  public func select(_ channel: CSIChannel) throws(ParameterError) -> CSIReport? {
    guard channel.portCount == configuration.codebook.portCount else {
      throw ParameterError("channel", channel.portCount, "the codebook has \(configuration.codebook.portCount) ports", "TS 38.214 §5.2.2.2")
    }
    let needsSubbands = configuration.hasSubbandPMI || configuration.hasSubbandCQI
    let count = precoderSubbands?.count ?? configuration.subbandCount
    guard channel.subbandCount == count || !needsSubbands else {
      throw ParameterError("channel", channel.subbandCount, "the report has \(count) subbands or precoders", "TS 38.214 §5.2.1.4")
    }
    guard Set(channel.subbands).count == channel.subbandCount else {
      throw ParameterError("channel", Set(channel.subbands).count, "there are \(channel.subbandCount) subbands", "TS 38.214 §5.2.1.4")
    }
    var best: Candidate?
    for rank in configuration.ranks where rank <= channel.antennaCount {
      guard let candidate = try candidate(channel, rank: rank) else { continue }
      if candidate.efficiency > best?.efficiency ?? -1 { best = candidate }
    }
    return best?.report
  }

  private func candidate(_ channel: CSIChannel, rank: Int) throws(ParameterError) -> Candidate? {
    var precoding = CSIReport.Precoding.none
    /// By subband of the channel, or one.
    var matrices: [[Complex]] = []
    switch configuration.codebook {
    case .singlePort: matrices = [[Complex(1, 0)]]
    case .typeI(let codebook):
      guard configuration.quantity.hasWidebandIndices, let restriction else {
        // Without a PMI the layers are on the first ports (TS 38.214 §5.2.1.4.2).
        let scale = 1 / Float(rank).squareRoot()
        matrices = [(0..<(channel.portCount * rank)).map { $0 / rank == $0 % rank ? Complex(scale, 0) : .zero }]
        break
      }
      var search = TypeISearch(channel, codebook, rank: rank)
      let isI2Reported = configuration.quantity.hasSubbandIndices
      guard
        let result = try search.best(
          restriction, subbandCount: channel.subbandCount, hasSubbandIndices: configuration.hasSubbandPMI, isI2Reported: isI2Reported)
      else { return nil }
      precoding = .typeI(result.indices, i2: result.i2)
      let zeros = try codebook.indexCounts(rank: rank).i2.map { _ in 0 }
      for i2 in isI2Reported ? result.i2 : [zeros] { matrices.append(try codebook.matrix(rank: rank, result.indices, i2: i2)) }
    case .typeII(let codebook):
      let indicator = TypeIISearch(channel, codebook, typeIIRestriction).best(rank: rank, hasSubbands: configuration.hasSubbandPMI)
      guard let indicator else { return nil }
      precoding = .typeII(indicator)
      for subband in indicator.layers[0].subbands.indices { matrices.append(try codebook.matrix(indicator, subband: subband)) }
    case .enhancedTypeII(let codebook):
      guard let indicator = EnhancedTypeIISearch(channel, codebook).best(rank: rank) else { return nil }
      precoding = .enhancedTypeII(indicator)
      for precoder in 0..<codebook.precoderCount { matrices.append(try codebook.matrix(indicator, precoder: precoder)) }
    }
    return try quality(channel, rank: rank, precoding, matrices)
  }

  /// 1 + SINR of each layer, by sample.
  private func gains(_ channel: CSIChannel, rank: Int, _ matrices: [[Complex]]) -> [Float] {
    var gains = [Float](repeating: 1, count: channel.sampleCount * rank)
    var inverse = [Complex](repeating: .zero, count: rank * rank)
    gains.withUnsafeMutableBufferPointer { gains in
      inverse.withUnsafeMutableBufferPointer { inverse in
        guard let gains = gains.baseAddress, let inverse = inverse.baseAddress else { return }
        for (sample, subband) in channel.subbands.enumerated() {
          var matrix = channel.effective(sample: sample, precoder: matrices[matrices.count > 1 ? subband : 0], rank: rank)
          matrix.withUnsafeMutableBufferPointer { matrix in
            if let matrix = matrix.baseAddress { CSIChannel.gains(matrix, rank: rank, inverse: inverse, into: gains + sample * rank) }
          }
        }
      }
    }
    return gains
  }

  private func quality(
    _ channel: CSIChannel, rank: Int, _ precoding: CSIReport.Precoding, _ matrices: [[Complex]]
  ) throws(ParameterError) -> Candidate {
    let gains = gains(channel, rank: rank, matrices)
    let layers = try LayerMapping(layerCount: rank)
    var report = CSIReport(rank: rank, precoding: precoding)
    var efficiency = 0.0
    var wideband: [Int] = []
    for codeword in 0..<layers.codewordCount {
      let own = layers.layers(codeword: codeword)
      func cqi(_ samples: [Int]) -> Int {
        table.cqi { modulation in
          var sum: Float = 0
          for sample in samples {
            for layer in own { sum += modulation.bitInformation(signalToNoise: gains[sample * rank + layer] - 1) }
          }
          return sum / Float(max(1, samples.count * own.count))
        }
      }
      wideband.append(cqi(Array(channel.subbands.indices)))
      efficiency += Double(own.count) * (try table.efficiency(wideband[codeword]))
      if configuration.hasSubbandCQI {
        report.subbandCQI.append(
          (0..<configuration.subbandCount).map { subband in
            let samples = channel.subbands.indices.filter { (precoderSubbands?[channel.subbands[$0]] ?? channel.subbands[$0]) == subband }
            return CQIOffset.level(wideband: wideband[codeword], subband: cqi(samples))
          })
      }
    }
    if configuration.quantity.hasCQI { report.widebandCQI = wideband } else { report.subbandCQI = [] }
    if configuration.quantity.hasLayer {
      // The strongest layer of the codeword with the higher CQI, counted within it.
      let own = layers.layers(codeword: wideband.count == 2 && wideband[1] > wideband[0] ? 1 : 0)
      let sums = own.map { layer in channel.subbands.indices.reduce(Float(0)) { $0 + gains[$1 * rank + layer] } }
      report.layer = sums.firstIndex(of: sums.max() ?? 0) ?? 0
    }
    return Candidate(report: report, efficiency: efficiency)
  }
}
