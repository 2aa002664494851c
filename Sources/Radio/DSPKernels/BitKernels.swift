import CDSPKernels

/// Kernels for bits in words, the first in the most significant place.
public enum BitKernels {
  /// Reads `order` rows of bits column by column (TS 38.212 §5.4.2.2), as far as the instruction set does that many at once.
  /// - Parameters:
  ///   - bits: the rows one behind the other, and a word more.
  ///   - order: 2 to 10.
  ///   - result: room for all columns.
  /// - Returns: how many columns were read.
  public static func interleave(
    _ bits: UnsafePointer<UInt64>, columns: Int, order: Int, into result: UnsafeMutablePointer<UInt64>, instructionSet: InstructionSet
  ) -> Int {
    instructionSet == .portable || !(2...10 ~= order) ? 0 : Int(vitrum_interleave_bmi2(bits, columns, Int32(order), result))
  }
}
