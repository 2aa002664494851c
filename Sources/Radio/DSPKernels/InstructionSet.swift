import CDSPKernels

/// Variants of kernels: in Swift for every processor, and for what a processor has beyond that.
public enum InstructionSet: String, Sendable, Hashable, CaseIterable {
  case portable
  case avx2
  case avx512

  /// The variants that this processor can run, the fastest last.
  public static let available: [InstructionSet] =
    [.portable] + (vitrum_has_avx2() ? [.avx2] : []) + (vitrum_has_avx512() ? [.avx512] : [])

  public static var fastest: InstructionSet { available.last ?? .portable }
}
