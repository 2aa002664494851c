import CDSPKernels

/// Weights for the subcarriers of a resource block from pilots around it.
public enum PilotSmoothing {
  /// Numbers of a tap: 16 real parts, of which 12 are used, and as many imaginary ones.
  public static let weightsPerTap = 32
  /// Numbers behind the last subcarrier of a row that are written too.
  public static let spareCount = 4

  /// Rows of numbers: a real part and an imaginary part one behind the other, each `pitch` numbers.
  public struct Rows {
    public var base: UnsafeMutablePointer<Float>
    public var pitch: Int

    public init(base: UnsafeMutablePointer<Float>, pitch: Int) {
      self.base = base
      self.pitch = pitch
    }

    public func real(_ row: Int) -> UnsafeMutablePointer<Float> { base + 2 * row * pitch }
    public func imaginary(_ row: Int) -> UnsafeMutablePointer<Float> { base + (2 * row + 1) * pitch }
  }

  /// The weights of a block with its window around it as a product: sums of all taps, and subcarriers from these.
  public struct Factors {
    /// The most sums that there are.
    public static let maximumRank = Int(VITRUM_SMOOTHING_RANK)

    /// Sums; 0 where there is no such product.
    public var rank: Int
    /// For each tap and each sum a real and an imaginary part.
    public var analysis: UnsafePointer<Float>
    /// For each sum ``weightsPerTap`` numbers.
    public var synthesis: UnsafePointer<Float>
    /// ``scratchCount(blocks:)`` numbers.
    public var scratch: UnsafeMutablePointer<Float>

    public init(
      rank: Int, analysis: UnsafePointer<Float>, synthesis: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
      precondition(0...Self.maximumRank ~= rank)
      (self.rank, self.analysis, self.synthesis, self.scratch) = (rank, analysis, synthesis, scratch)
    }

    /// Numbers of scratch for so many blocks.
    public static func scratchCount(blocks: Int) -> Int { 2 * (12 + maximumRank) * vitrum_smoothing_pitch(Int32(blocks)) }
  }

  /// What each block of twelve subcarriers is in some rows: the sum of weighted pilots of `window` blocks, which lie around it as far as
  /// there are blocks.
  /// - Parameters:
  ///   - weights: for each place of a block in its window and each tap of the window ``weightsPerTap`` numbers.
  ///   - source: `blocks * tapsPerBlock` pilots in each row.
  ///   - target: 12 subcarriers for each block, and ``spareCount`` numbers behind the last.
  ///   - factors: used for blocks with their window around them; the portable variant goes by the weights alone.
  public static func smooth(
    weights: UnsafePointer<Float>, source: Rows, target: Rows, rows: Int, blocks: Int, window: Int, tapsPerBlock: Int,
    factors: Factors? = nil, instructionSet: InstructionSet = .fastest
  ) {
    precondition(window <= blocks && window > 0 && 1...12 ~= tapsPerBlock)
    var smoothing = vitrum_smoothing(
      weights: weights, source: source.base, target: target.base, source_pitch: source.pitch, target_pitch: target.pitch,
      rows: Int32(rows), blocks: Int32(blocks), window: Int32(window), taps_per_block: Int32(tapsPerBlock),
      rank: Int32(factors?.rank ?? 0), analysis: factors?.analysis, synthesis: factors?.synthesis, scratch: factors?.scratch)
    switch instructionSet {
    case .portable: smoothPortably(smoothing, source, target)
    case .avx2: vitrum_smooth_avx2(&smoothing)
    case .avx512: vitrum_smooth_avx512(&smoothing)
    }
  }

  private static func smoothPortably(_ smoothing: vitrum_smoothing, _ source: Rows, _ target: Rows) {
    let (blocks, window, perBlock) = (Int(smoothing.blocks), Int(smoothing.window), Int(smoothing.taps_per_block))
    guard let table = smoothing.weights else { return }
    for block in 0..<blocks {
      let first = max(0, min(block - window / 2, blocks - window))
      let weights = UnsafeRawPointer(table + (block - first) * window * perBlock * weightsPerTap)
      for row in 0..<Int(smoothing.rows) {
        let (a, b) = (source.real(row) + first * perBlock, source.imaginary(row) + first * perBlock)
        var sum = (real: SIMD16<Float>.zero, imaginary: SIMD16<Float>.zero)
        for tap in 0..<(window * perBlock) {
          let x = weights.loadUnaligned(fromByteOffset: 128 * tap, as: SIMD16<Float>.self)
          let y = weights.loadUnaligned(fromByteOffset: 128 * tap + 64, as: SIMD16<Float>.self)
          sum.real += x * a[tap] - y * b[tap]
          sum.imaginary += x * b[tap] + y * a[tap]
        }
        UnsafeMutableRawPointer(target.real(row) + 12 * block).storeBytes(of: sum.real, as: SIMD16<Float>.self)
        UnsafeMutableRawPointer(target.imaginary(row) + 12 * block).storeBytes(of: sum.imaginary, as: SIMD16<Float>.self)
      }
    }
  }
}
