import Modulation

/// The UCI of a PUSCH and how strongly it is coded.
public struct PUSCHControl: Sendable, Hashable {
  public var sizes: UCISizes
  public var offsets: UCIOffsets
  public var scaling: UCIScaling

  public init(sizes: UCISizes, offsets: UCIOffsets, scaling: UCIScaling = .f1) {
    self.sizes = sizes
    self.offsets = offsets
    self.scaling = scaling
  }
}

/// What a PUSCH carries beside UCI.
public enum PUSCHContent: Sendable, Hashable {
  /// A transport block; `codeBlocks` are the scheduled ones where code block groups are retransmitted, and nil for all.
  case ulSCH(SharedChannelCode, codeBlocks: [Int]? = nil)
  /// Nothing: CSI has it all. `rate1024` is R · 1024 of the MCS, a multiple of a half.
  case none(rate1024: Double)
}

/// How the bits of a PUSCH are coded and where they stand (TS 38.212 §6.2 and §6.3.2): what a transmitter and a receiver have in common.
///
/// Where only CSI part 1 tells the size of part 2, a receiver has a format with `hasCSIPart2` and no bits of it for HARQ-ACK and part 1, and one
/// with the size for the rest.
public struct PUSCHFormat: Sendable, Hashable {
  /// What stands beside UCI.
  public let content: PUSCHContent
  /// Which bits stand where; its `rateMatching` has their numbers.
  public let multiplexing: UCIMultiplexing
  /// The code of HARQ-ACK, with its padding, or nil without; and so on.
  public let harqACK: UCICode?
  /// Zeros behind the bits of HARQ-ACK that `control` has: they make two bits of them where CSI part 1 has a PUSCH for itself
  /// (TS 38.212 §6.3.2.1.1).
  public let harqACKPaddingCount: Int
  public let csiPart1: UCICode?
  public let csiPart2: UCICode?

  /// - Parameter elements: of the PUSCH, as its `PUSCHMapping` has them.
  /// - Throws: for UCI that does not fit, for none of both, and for code blocks that the code does not have.
  public init(_ elements: PUSCHElements, content: PUSCHContent, control: PUSCHControl? = nil) throws(ParameterError) {
    let data: UCIRateMatching.Data
    switch content {
    case .none(let rate): data = .none(rate1024: rate)
    case .ulSCH(let code, let codeBlocks):
      let blocks = codeBlocks ?? Array(0..<code.codeBlockCount)
      guard !blocks.isEmpty, blocks.allSatisfy({ 0..<code.codeBlockCount ~= $0 }), zip(blocks, blocks.dropFirst()).allSatisfy({ $0 < $1 })
      else {
        throw ParameterError("codeBlocks", blocks, "there are ascending ones of \(code.codeBlockCount)", "TS 38.212 §5.4.2.1")
      }
      // K_r counts fillers.
      data = .ulSCH(codeBlockBits: blocks.count * (code.segmentation.codeBlockSize + code.segmentation.fillerCount))
    }
    let control = if let control { control } else { PUSCHControl(sizes: UCISizes(), offsets: try UCIOffsets()) }
    let matching = try UCIRateMatching(
      elements: elements, sizes: control.sizes, data: data, offsets: control.offsets, scaling: control.scaling)
    func code(_ bitCount: Int, _ outputCount: Int) throws(ParameterError) -> UCICode? {
      bitCount == 0 ? nil : try UCICode(bitCount: bitCount, outputCount: outputCount, modulationOrder: elements.modulationOrder)
    }
    self.content = content
    multiplexing = try UCIMultiplexing(matching)
    harqACK = try code(matching.sizes.harqACK, matching.harqACKCount)
    harqACKPaddingCount = matching.sizes.harqACK - control.sizes.harqACK
    csiPart1 = try code(control.sizes.csiPart1, matching.csiPart1Count)
    csiPart2 = try code(control.sizes.csiPart2, matching.csiPart2Count)
  }

  /// The transmission of the UL-SCH, for `SharedChannelEncoder` and `SharedChannelDecoder`; nil without.
  public func transmission(redundancyVersion: Int = 0) -> SharedChannelTransmission? {
    guard case .ulSCH(_, let codeBlocks) = content else { return nil }
    let elements = multiplexing.rateMatching.elements
    return SharedChannelTransmission(
      bitCount: multiplexing.rateMatching.ulSCHCount, redundancyVersion: redundancyVersion, modulationOrder: elements.modulationOrder,
      layers: elements.layerCount, codeBlocks: codeBlocks)
  }
}
