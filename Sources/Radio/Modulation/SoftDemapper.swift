import ChannelCoding
import DSPKernels

/// Soft values of symbols for a decoder: log-likelihood ratios ln(p(0)/p(1)) by the nearest symbols (max-log; TS 38.211 §5.1), in steps of
/// 1 / ``LDPCDecoder/scale`` and within -127 and 127.
public struct SoftDemapper: Sendable, Hashable {
  public let constellation: Constellation
  public let instructionSet: InstructionSet
  private let demapping: SoftBits.Demapping

  public init(_ constellation: Constellation, instructionSet: InstructionSet = .fastest) {
    self.constellation = constellation
    self.instructionSet = instructionSet
    demapping = SoftBits.Demapping(
      order: constellation.order, isTurning: constellation == .piHalfBPSK, distance: 2 * constellation.scale, steps: LDPCDecoder.scale)
  }

  /// - Parameters:
  ///   - symbols: equalised to amplitude 1; the first is b(0)'s, which decides how symbols of π/2-BPSK are turned.
  ///   - inverseNoise: for each symbol one over the variance of its noise, both axes together; 0 where nothing is known.
  ///   - soft: ``Constellation/order`` for each symbol.
  public func demap(
    _ symbols: UnsafeBufferPointer<Complex>, inverseNoise: UnsafeBufferPointer<Float>, into soft: UnsafeMutableBufferPointer<Int8>
  ) { SoftBits.demap(symbols, weights: inverseNoise, demapping, into: soft, instructionSet: instructionSet) }

  /// Takes the scrambling of a codeword off its soft values (TS 38.211 §6.3.1.1 and §7.3.1.1).
  /// - Parameters:
  ///   - soft: those of the next bits.
  ///   - sequence: the scrambling sequence, which moves on by as many bits.
  public static func descramble(
    _ soft: UnsafeMutableBufferPointer<Int8>, _ sequence: inout GoldSequence, instructionSet: InstructionSet = .fastest
  ) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 256) { words in
      var start = 0
      while start < soft.count {
        let count = min(256 * 64, soft.count - start)
        sequence.fill(words, bits: count)
        SoftBits.flipSigns(
          UnsafeMutableBufferPointer(rebasing: soft[start..<(start + count)]), UnsafeBufferPointer(words), instructionSet: instructionSet)
        start += count
      }
    }
  }
}

extension GoldSequence {
  /// Puts the next `count` bits into words, the first in the most significant place of the first; behind the last is a zero in its word.
  public mutating func fill(_ words: UnsafeMutableBufferPointer<UInt64>, bits count: Int) {
    precondition(words.count * 64 >= count)
    for index in 0..<(count >> 6) { words[index] = next(32) << 32 | next(32) }
    let left = count & 63
    guard left > 0 else { return }
    let first = min(32, left)
    let high = next(first) << UInt64(64 - first)
    words[count >> 6] = left > 32 ? high | next(left - 32) << UInt64(64 - left) : high
  }
}
