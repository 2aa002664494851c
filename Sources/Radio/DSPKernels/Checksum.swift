import CDSPKernels

/// Takes a message down to two words that leave the same remainder of a polynomial, by carry-less multiplication (TS 38.212 §5.1).
public struct ChecksumFolding: Sendable, Hashable {
  /// The remainders of x^128 and x^192, of x^512 and x^576, and of x^2048 and x^2112.
  private let remainders: [UInt64]

  /// Variants that this processor can run besides the portable one.
  public static let available: [InstructionSet] = (vitrum_has_pclmul() ? [.avx2] : []) + (vitrum_has_vpclmul() ? [.avx512] : [])

  /// - Parameters:
  ///   - count: the degree of the polynomial, at most 32.
  ///   - polynomial: without its highest power.
  public init(count: Int, polynomial: UInt32) {
    remainders = [128, 192, 512, 576, 2048, 2112].map { power in
      (0..<power).reduce(1 as UInt64) { remainder, _ in
        let next = remainder << 1
        return next >> UInt64(count) & 1 == 1 ? next ^ 1 << UInt64(count) ^ UInt64(polynomial) : next
      }
    }
  }

  /// - Parameter count: words, an even number of at least two.
  /// - Returns: two words for all of them, or nil without an instruction for it.
  public func fold(_ words: UnsafePointer<UInt64>, count: Int, instructionSet: InstructionSet) -> (UInt64, UInt64)? {
    precondition(count >= 2 && count & 1 == 0)
    guard instructionSet != .portable, Self.available.contains(.avx2) else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2) { result in
      result.initialize(repeating: 0)
      guard let place = result.baseAddress else { return nil }
      if instructionSet == .avx512, Self.available.contains(.avx512) {
        vitrum_checksum_vpclmul(words, count, remainders, place)
      } else {
        vitrum_checksum_pclmul(words, count, remainders, place)
      }
      return (place[0], place[1])
    }
  }
}
