import DSPKernels
import Modulation

/// The Type I codebook of one panel (TS 38.214 §5.2.2.2.1) or of several (§5.2.2.2.2): from the indices that a UE reports to precoding
/// matrices.
public struct TypeICodebook: Sendable, Hashable {
  /// The indices that hold for all subbands.
  public struct Indices: Sendable, Hashable {
    public var i11: Int
    public var i12: Int
    /// 0 where it is not reported.
    public var i13: Int
    /// i_1,4,1 and so on; empty for one panel.
    public var i14: [Int]

    public init(i11: Int = 0, i12: Int = 0, i13: Int = 0, i14: [Int] = []) {
      self.i11 = i11
      self.i12 = i12
      self.i13 = i13
      self.i14 = i14
    }
  }

  /// How many values each index has for a rank.
  public struct IndexCounts: Sendable, Hashable {
    public var i11: Int
    public var i12: Int
    public var i13: Int
    public var i14: [Int]
    /// One, or for several panels in mode 2 three.
    public var i2: [Int]
  }

  /// A column of a matrix: the beam v_l,m once for each block of ports, turned by eighths of a turn.
  struct Column {
    var l: Int
    var m: Int
    var eighths: SIMD8<UInt8>
  }

  public let array: CodebookArray
  /// codebookMode: 1 or 2.
  public let mode: Int
  /// (k1, k2) by i_1,3, as multiples of O1 and O2: of rank 2 (table 5.2.2.2.1-3), of ranks 3 and 4 (tables 5.2.2.2.1-4, 5.2.2.2.2-2).
  private let pairOffsets: [SIMD2<Int>]
  private let offsets: [SIMD2<Int>]

  /// - Parameter mode: 1 or 2; for two ports and for four panels 1.
  /// - Throws: for another mode.
  public init(_ array: CodebookArray, mode: Int = 1) throws(ParameterError) {
    guard mode == 1 || mode == 2 && array.panelCount < 4 && array.portCount > 2 else {
      throw ParameterError("mode", mode, "the array has mode 1, or if not of four panels or two ports also 2", "TS 38.214 §5.2.2.2")
    }
    self.array = array
    self.mode = mode
    let (n1, n2) = (array.n1, array.n2)
    if n1 * n2 == 1 {
      pairOffsets = [SIMD2(0, 0)]
    } else if n1 > n2 && n2 > 1 {
      pairOffsets = [SIMD2(0, 0), SIMD2(1, 0), SIMD2(0, 1), SIMD2(2, 0)]
    } else if n1 == n2 {
      pairOffsets = [SIMD2(0, 0), SIMD2(1, 0), SIMD2(0, 1), SIMD2(1, 1)]
    } else {
      pairOffsets = (0..<min(4, n1)).map { SIMD2($0, 0) }
    }
    if n2 == 1 {
      offsets = (1..<min(5, max(2, n1))).map { SIMD2($0, 0) }
    } else {
      offsets = [SIMD2(1, 0), SIMD2(0, 1), SIMD2(1, 1)] + (n1 > 2 ? [SIMD2(2, 0)] : [])
    }
  }

  /// The highest rank that the codebook has matrices for.
  public var maximumRank: Int { array.panelCount > 1 ? 4 : min(8, array.portCount) }

  /// Whether a rank's matrices are made of the beams ṽ.
  func isHalved(rank: Int) -> Bool { array.panelCount == 1 && array.portCount >= 16 && (rank == 3 || rank == 4) }

  /// Parts of a column that are the same beam.
  func blockCount(rank: Int) -> Int { isHalved(rank: rank) ? 4 : 2 * array.panelCount }

  /// - Throws: for a rank that the codebook does not have.
  public func indexCounts(rank: Int) throws(ParameterError) -> IndexCounts {
    guard 1...maximumRank ~= rank else {
      throw ParameterError("rank", rank, "the codebook has ranks 1 to \(maximumRank)", "TS 38.214 §5.2.2.2")
    }
    let beams = array.beamCounts
    var counts = IndexCounts(i11: beams.0, i12: beams.1, i13: 1, i14: [], i2: [rank == 1 ? 4 : 2])
    if rank == 2 { counts.i13 = pairOffsets.count }
    if array.panelCount > 1 {
      if rank > 2 { counts.i13 = offsets.count }
      counts.i14 = [Int](repeating: 4, count: mode == 1 ? array.panelCount - 1 : 2)
      if mode == 2 { counts.i2 += [2, 2] }
      return counts
    }
    switch rank {
    case 1, 2:
      guard mode == 2 else { break }
      counts.i11 /= 2
      counts.i12 = array.n2 > 1 ? counts.i12 / 2 : 1
      counts.i2 = [rank == 1 ? 16 : 8]
    case 3, 4:
      counts.i13 = isHalved(rank: rank) ? 4 : offsets.count
      if isHalved(rank: rank) { counts.i11 /= 2 }
    case 7, 8:
      if array.n1 == 4 && array.n2 == 1 { counts.i11 /= 2 }
      if array.n1 > 2 && array.n2 == 2 { counts.i12 /= 2 }
    default: break
    }
    return counts
  }

  /// - Throws: for indices that a rank does not have.
  func check(rank: Int, _ indices: Indices, _ i2: [Int]) throws(ParameterError) {
    let counts = try indexCounts(rank: rank)
    for (name, value, count) in [("i11", indices.i11, counts.i11), ("i12", indices.i12, counts.i12), ("i13", indices.i13, counts.i13)]
    where !(0..<count ~= value) { throw ParameterError(name, value, "rank \(rank) has \(count)", "TS 38.214 §5.2.2.2") }
    for (name, values, counts) in [("i14", indices.i14, counts.i14), ("i2", i2, counts.i2)] {
      guard values.count == counts.count, zip(values, counts).allSatisfy({ 0..<$1 ~= $0 }) else {
        throw ParameterError(name, values, "rank \(rank) has \(counts)", "TS 38.214 §5.2.2.2")
      }
    }
  }

  /// A precoding matrix, row by row: a row for each port, with an element for each layer. The sum of all |w|² is 1.
  /// - Parameters:
  ///   - rank: layers.
  ///   - i2: of the subband; for two ports the codebook index.
  /// - Throws: for a rank or indices that the codebook does not have.
  public func matrix(rank: Int, _ indices: Indices, i2: [Int]) throws(ParameterError) -> [Complex] {
    try check(rank: rank, indices, i2)
    let columns = columns(rank: rank, indices, i2)
    let isHalved = isHalved(rank: rank)
    let scale = 1 / Float(rank * array.portCount).squareRoot()
    var matrix = [Complex](repeating: .zero, count: rank * array.portCount)
    for (layer, column) in columns.enumerated() {
      let beam = array.beam(column.l, column.m, isHalved: isHalved)
      for block in 0..<blockCount(rank: rank) {
        let factor = Turn.of(Double(column.eighths[block]) / 8) * scale
        for (place, element) in beam.enumerated() { matrix[(block * beam.count + place) * rank + layer] = element * factor }
      }
    }
    return matrix
  }

  /// What a matrix is made of. The rank and the indices are those of the codebook.
  func columns(rank: Int, _ indices: Indices, _ i2: [Int]) -> [Column] {
    array.panelCount > 1 ? panelColumns(rank, indices, i2) : singleColumns(rank, indices, i2[0])
  }

  private func singleColumns(_ rank: Int, _ indices: Indices, _ i2: Int) -> [Column] {
    var (l, m) = (indices.i11, indices.i12)
    var n = i2
    if mode == 2 && rank <= 2 {
      let period = rank == 1 ? 4 : 2
      let part = i2 / period
      n = i2 % period
      l = 2 * l + (array.n2 > 1 ? part & 1 : part)
      m = array.n2 > 1 ? 2 * m + part >> 1 : 0
    }
    let phase = UInt8(2 * n)
    func column(_ offset: SIMD2<Int>, _ second: UInt8) -> Column {
      Column(l: l + offset[0] * array.o1, m: m + offset[1] * array.o2, eighths: SIMD8(0, second & 7, 0, 0, 0, 0, 0, 0))
    }
    let none = SIMD2(0, 0)
    switch rank {
    case 1: return [column(none, phase)]
    case 2: return [column(none, phase), column(pairOffsets[indices.i13], phase + 4)]
    case 3, 4:
      guard !isHalved(rank: rank) else {
        let theta = UInt8(indices.i13)
        let signs: [(UInt8, UInt8)] = [(0, 0), (4, 0), (0, 4), (4, 4)]
        return signs.prefix(rank).map { first, second in
          let (p, n) = (theta + first, phase + second)
          return Column(l: l, m: m, eighths: SIMD8(0, p & 7, n & 7, (p + n) & 7, 0, 0, 0, 0))
        }
      }
      let other = offsets[indices.i13]
      return [column(none, phase), column(other, phase), column(none, phase + 4), column(other, phase + 4)].dropLast(4 - rank)
    case 5, 6:
      let (second, third) = array.n2 > 1 ? (SIMD2(1, 0), SIMD2(1, 1)) : (SIMD2(1, 0), SIMD2(2, 0))
      let own = rank == 6 ? phase : 0
      return [
        column(none, phase), column(none, phase + 4), column(second, own), column(second, own + 4), column(third, 0), column(third, 4),
      ].dropLast(6 - rank)
    default:
      let (third, fourth) = array.n2 > 1 ? (SIMD2(0, 1), SIMD2(1, 1)) : (SIMD2(2, 0), SIMD2(3, 0))
      let second = [column(SIMD2(1, 0), phase), column(SIMD2(1, 0), phase + 4)]
      return [column(none, phase), column(none, phase + 4)] + second.prefix(rank - 6)
        + [column(third, 0), column(third, 4), column(fourth, 0), column(fourth, 4)]
    }
  }

  private func panelColumns(_ rank: Int, _ indices: Indices, _ i2: [Int]) -> [Column] {
    var first = SIMD8<UInt8>.zero
    if mode == 1 {
      for panel in 0..<array.panelCount {
        let own = panel == 0 ? 0 : 2 * indices.i14[panel - 1]
        first[2 * panel] = UInt8(own)
        first[2 * panel + 1] = UInt8(own + 2 * i2[0])
      }
    } else {
      // a_p is an eighth of a turn more than p quarters, b_n one less than n quarters.
      first = SIMD8(
        0, UInt8(2 * i2[0]), UInt8(2 * indices.i14[0] + 2 * i2[1]), UInt8(2 * indices.i14[1] + 2 * i2[2]), 0, 0, 0, 0)
    }
    // W² has the other sign in the second polarisation.
    let second = first &+ SIMD8(0, 4, 0, 4, 0, 4, 0, 4)
    let offset = rank == 2 ? pairOffsets[indices.i13] : rank > 2 ? offsets[indices.i13] : SIMD2(0, 0)
    let (l, m) = (indices.i11, indices.i12)
    func column(_ isOther: Bool, _ eighths: SIMD8<UInt8>) -> Column {
      Column(l: l + (isOther ? offset[0] * array.o1 : 0), m: m + (isOther ? offset[1] * array.o2 : 0), eighths: eighths & 7)
    }
    switch rank {
    case 1: return [column(false, first)]
    case 2: return [column(false, first), column(true, second)]
    default: return [column(false, first), column(true, first), column(false, second), column(true, second)].dropLast(4 - rank)
    }
  }
}
