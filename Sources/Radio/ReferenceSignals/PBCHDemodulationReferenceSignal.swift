import DSPKernels
import Modulation

/// The demodulation reference signal of PBCH (TS 38.211 §7.4.1.4): 144 elements of an SS/PBCH block, a quarter of those that PBCH has.
public enum PBCHDemodulationReferenceSignal {
  public static let count = 144

  /// i̅_SSB: the low bits of a block's index, and its half-frame where a half-frame has four blocks at most.
  /// - Parameters:
  ///   - index: of the block within the half-frame.
  ///   - halfFrame: 0 or 1.
  ///   - maximumCount: L_max.
  public static func sequenceIndex(index: Int, halfFrame: Int, maximumCount: Int) -> Int {
    maximumCount == 4 ? index & 3 | (halfFrame & 1) << 2 : index & 7
  }

  /// r(0) to r(143), in the order of ``elements(cellIdentity:)``.
  /// - Parameters:
  ///   - cellIdentity: N_ID^cell, 0 to 1007.
  ///   - sequenceIndex: i̅_SSB, 0 to 7.
  /// - Throws: for an identity or index beyond these.
  public static func sequence(cellIdentity: Int, sequenceIndex: Int) throws(ParameterError) -> [Complex] {
    try check(cellIdentity)
    guard 0...7 ~= sequenceIndex else {
      throw ParameterError("sequenceIndex", sequenceIndex, "the sequence has three bits of the block's index", "TS 38.211 §7.4.1.4.1")
    }
    let index = sequenceIndex + 1
    let initial = 1 << 11 * index * (cellIdentity / 4 + 1) + 1 << 6 * index + cellIdentity % 4
    return Constellation.qpsk.modulate(GoldSequence.bits(UInt32(initial), count: 2 * count))
  }

  /// Where the elements are: 240 · symbol + subcarrier of the block, symbols 1 to 3, ascending (TS 38.211, table 7.4.3.1-1).
  /// - Throws: for an identity beyond 0 to 1007.
  public static func elements(cellIdentity: Int) throws(ParameterError) -> [Int] {
    try check(cellIdentity)
    let whole = Array(stride(from: cellIdentity % 4, to: 240, by: 4))
    return whole.map { 240 + $0 } + whole.filter { $0 < 48 || $0 >= 192 }.map { 480 + $0 } + whole.map { 720 + $0 }
  }

  private static func check(_ cellIdentity: Int) throws(ParameterError) {
    guard 0...1007 ~= cellIdentity else {
      throw ParameterError("cellIdentity", cellIdentity, "a cell identity is 0 to 1007", "TS 38.211 §7.4.2.1")
    }
  }
}
