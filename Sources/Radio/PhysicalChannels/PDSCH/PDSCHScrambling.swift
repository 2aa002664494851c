import ChannelCoding
import Modulation

/// Scrambling of a PDSCH's codewords (TS 38.211 §7.3.1.1).
public struct PDSCHScrambling: Sendable, Hashable {
  /// c_init.
  public let initial: UInt32

  /// - Parameters:
  ///   - codeword: q, 0 or 1.
  ///   - identity: n_ID, 0 to 1023.
  /// - Throws: for a codeword or identity out of these.
  public init(rnti: UInt16, codeword: Int, identity: Int) throws(ParameterError) {
    guard 0...1 ~= codeword else { throw ParameterError("codeword", codeword, "q is 0 or 1", "TS 38.211 §7.3.1.1") }
    guard 0...1023 ~= identity else { throw ParameterError("identity", identity, "n_ID is 0 to 1023", "TS 38.211 §7.3.1.1") }
    initial = UInt32(rnti) << 15 + UInt32(codeword) << 14 + UInt32(identity)
  }

  /// The scrambled bits.
  public func scramble(_ bits: BitSequence) -> BitSequence { GoldSequence.scrambled(bits, initial) }
}
