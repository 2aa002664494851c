import CDSPKernels

/// What a processor can do at most, for benchmarks: nothing but multiplications with additions.
public enum PeakRate {
  /// Floating-point operations of a round.
  public static func operations(_ instructionSet: InstructionSet) -> Int {
    switch instructionSet {
    case .portable: 0
    case .avx2: 12 * 8 * 2
    case .avx512: 12 * 16 * 2
    }
  }

  /// Makes so many rounds of independent operations; none for the portable variant.
  /// - Returns: something of all of them.
  public static func run(rounds: Int, _ instructionSet: InstructionSet) -> Float {
    switch instructionSet {
    case .portable: 0
    case .avx2: vitrum_multiply_adds_avx2(max(0, rounds))
    case .avx512: vitrum_multiply_adds_avx512(max(0, rounds))
    }
  }
}
