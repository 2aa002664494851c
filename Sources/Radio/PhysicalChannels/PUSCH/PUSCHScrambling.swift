import ChannelCoding
import Modulation

/// The bits of a PUSCH before scrambling, with places that the scrambling sequence does not decide (TS 38.212 §5.3.3).
public struct PUSCHBits: Sendable, Hashable {
  /// A UCI placeholder bit.
  public struct Placeholder: Sendable, Hashable {
    /// Its number among the PUSCH's bits.
    public var position: Int
    /// y, which repeats the scrambled bit in front of it; otherwise x, which is 1.
    public var isRepetition: Bool

    public init(position: Int, isRepetition: Bool) {
      self.position = position
      self.isRepetition = isRepetition
    }
  }

  /// With zeros in place of placeholders.
  public var bits: BitSequence
  /// Ascending by position.
  public var placeholders: [Placeholder]

  public init(bits: BitSequence, placeholders: [Placeholder] = []) {
    self.bits = bits
    self.placeholders = placeholders
  }
}

/// Scrambling of a PUSCH (TS 38.211 §6.3.1.1).
public struct PUSCHScrambling: Sendable, Hashable {
  /// c_init.
  public let initial: UInt32

  /// Of one codeword.
  /// - Parameters:
  ///   - rnti: n_RNTI.
  ///   - identity: n_ID: `dataScramblingIdentityPUSCH`, 0 to 1023, or the cell's.
  /// - Throws: for an identity above 1023.
  public init(rnti: UInt16, identity: Int) throws(ParameterError) {
    guard 0...1023 ~= identity else { throw ParameterError("identity", identity, "n_ID is 0 to 1023", "TS 38.211 §6.3.1.1") }
    initial = UInt32(rnti) << 15 + UInt32(identity)
  }

  /// Of message A.
  /// - Parameters:
  ///   - rnti: the RA-RNTI.
  ///   - preamble: n_RAPID, 0 to 63.
  ///   - identity: `msgA-DataScramblingIndex`, 0 to 1023, or the cell's.
  /// - Throws: for a preamble above 63 or an identity above 1023.
  public init(messageA rnti: UInt16, preamble: Int, identity: Int) throws(ParameterError) {
    guard 0...1023 ~= identity else { throw ParameterError("identity", identity, "n_ID is 0 to 1023", "TS 38.211 §6.3.1.1") }
    guard 0...63 ~= preamble else { throw ParameterError("preamble", preamble, "n_RAPID is 0 to 63", "TS 38.211 §6.3.1.1") }
    // A generator has 31 bits.
    initial = (UInt32(rnti) << 16 + UInt32(preamble) << 10 + UInt32(identity)) & 0x7FFF_FFFF
  }

  /// c(i).
  public func sequence(count: Int) -> BitSequence { GoldSequence.bits(initial, count: count) }

  /// The scrambled bits.
  public func scramble(_ input: PUSCHBits) -> BitSequence {
    var generator = GoldSequence(initial)
    var scrambled = BitSequence()
    var start = 0
    while start < input.bits.count {
      let count = min(56, input.bits.count - start)
      scrambled.append(input.bits.bits(from: start, count: count) ^ generator.next(count), count: count)
      start += count
    }
    for placeholder in input.placeholders where 0..<scrambled.count ~= placeholder.position {
      scrambled[placeholder.position] = placeholder.isRepetition ? placeholder.position > 0 && scrambled[placeholder.position - 1] : true
    }
    return scrambled
  }
}
