import Modulation

/// The subbands of a bandwidth part that CSI is reported for (TS 38.214 §5.2.1.4).
public struct CSISubbands: Sendable, Hashable {
  /// Resource blocks of a subband, but for the first and the last.
  public let size: Int
  /// The common resource blocks of each reported subband, ascending.
  public let blocks: [Range<Int>]

  /// The sizes that a bandwidth part can have (table 5.2.1.4-2), or nil below 24 resource blocks.
  public static func sizes(partSize: Int) -> (small: Int, large: Int)? {
    switch partSize {
    case 24...72: (4, 8)
    case 73...144: (8, 16)
    case 145...275: (16, 32)
    default: nil
    }
  }

  /// - Parameters:
  ///   - size: one of the two that the bandwidth part can have.
  ///   - reported: csi-ReportingBand, a bit for each subband, the lowest subband first; all if left out.
  /// - Throws: for another size, for bits of another number than there are subbands, and where none is reported.
  public init(_ part: BandwidthPart, size: Int, reported: [Bool]? = nil) throws(ParameterError) {
    guard let sizes = Self.sizes(partSize: part.size), size == sizes.small || size == sizes.large else {
      throw ParameterError("size", size, "a bandwidth part of \(part.size) has no such subbands", "TS 38.214, table 5.2.1.4-2")
    }
    let end = part.start + part.size
    let all = stride(from: part.start / size * size, to: end, by: size).map { max($0, part.start)..<min($0 + size, end) }
    guard reported == nil || reported?.count == all.count, reported?.contains(true) ?? true else {
      throw ParameterError("reported", reported?.count ?? 0, "there are \(all.count) subbands", "TS 38.214 §5.2.1.4")
    }
    self.size = size
    blocks = reported.map { reported in zip(all, reported).filter(\.1).map(\.0) } ?? all
  }

  /// The common resource blocks of each precoder of an enhanced Type II codebook: one or two for a subband (R, TS 38.214 §5.2.2.2.5).
  public func precoderBlocks(precodersPerSubband: Int) -> [Range<Int>] {
    guard precodersPerSubband == 2 else { return blocks }
    return blocks.flatMap { block in
      let middle = block.lowerBound / size * size + size / 2
      return middle > block.lowerBound && middle < block.upperBound
        ? [block.lowerBound..<middle, middle..<block.upperBound] : [block]
    }
  }

  /// The place among ``blocks`` of each precoder's.
  public func precoderSubbands(precodersPerSubband: Int) -> [Int] {
    precoderBlocks(precodersPerSubband: precodersPerSubband).map { own in
      blocks.firstIndex { $0.lowerBound <= own.lowerBound && own.upperBound <= $0.upperBound } ?? 0
    }
  }
}
