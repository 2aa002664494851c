import ChannelCoding
import Modulation

/// What a UE may report of a Type I codebook (codebook subset and rank restriction, TS 38.214 §5.2.2.2.1 and §5.2.2.2.2).
public struct TypeIRestriction: Sendable, Hashable {
  public let codebook: TypeICodebook
  /// Bit a_i at i: of beam v_l,m at N2 O2 l + m; of two ports of codebook index i of rank 1 (0 to 3) or 2 (4, 5).
  private let beams: [Bool]
  /// Bit b_i at i.
  private let secondIndices: [Bool]
  /// The ranks that may be reported, ascending.
  public let ranks: [Int]

  /// - Parameters:
  ///   - subset: n1-n2, ng-n1-n2 or twoTX-CodebookSubsetRestriction as signalled, the most significant bit first; no restriction if left
  ///     out.
  ///   - ranks: ri-Restriction: bit i for rank i + 1.
  ///   - secondIndices: typeI-SinglePanel-codebookSubsetRestriction-i2 as signalled, 16 bits.
  /// - Throws: for bitmaps of another size, and where no rank is left.
  public init(
    _ codebook: TypeICodebook, subset: BitSequence? = nil, ranks: UInt8 = 0xFF, secondIndices: BitSequence? = nil
  ) throws(ParameterError) {
    let (first, second) = codebook.array.beamCounts
    let count = codebook.array.portCount == 2 ? 6 : first * second
    guard subset == nil || subset?.count == count else {
      throw ParameterError("subset", subset?.count ?? 0, "the bitmap has \(count) bits", "TS 38.214 §5.2.2.2")
    }
    guard secondIndices == nil || secondIndices?.count == 16 else {
      throw ParameterError("secondIndices", secondIndices?.count ?? 0, "the bitmap has 16 bits", "TS 38.214 §5.2.2.2.1")
    }
    self.codebook = codebook
    beams = subset.map { subset in (0..<count).map { subset[count - 1 - $0] } } ?? [Bool](repeating: true, count: count)
    self.secondIndices = secondIndices.map { bits in (0..<16).map { bits[15 - $0] } } ?? [Bool](repeating: true, count: 16)
    self.ranks = (1...codebook.maximumRank).filter { ranks >> UInt8($0 - 1) & 1 == 1 }
    guard !self.ranks.isEmpty else {
      throw ParameterError("ranks", ranks, "the codebook has ranks 1 to \(codebook.maximumRank)", "TS 38.214 §5.2.2.2.1")
    }
  }

  /// Whether a matrix may be reported. The rank and the indices are those of the codebook.
  func allows(rank: Int, _ columns: [TypeICodebook.Column], i2: [Int]) -> Bool {
    if codebook.array.portCount == 2 { return beams[i2[0] + (rank == 1 ? 0 : 4)] }
    let (_, count) = codebook.array.beamCounts
    if codebook.isHalved(rank: rank) {
      // Each bit belongs to three beams ṽ: the even one of its own and those on both sides.
      let (place, total) = (2 * columns[0].l * count + columns[0].m, beams.count)
      return beams[(place + total - count) % total] && beams[place % total] && beams[(place + count) % total]
    }
    let (lines, _) = codebook.array.beamCounts
    return columns.allSatisfy { beams[$0.l % lines * count + $0.m % count] }
  }

  /// Whether an i_2 may be chosen where only i_1 is reported.
  func allows(i2: Int) -> Bool { secondIndices[i2] }
}
