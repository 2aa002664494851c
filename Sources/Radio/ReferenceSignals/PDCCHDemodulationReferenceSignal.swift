import ChannelCoding
import DSPKernels
import Modulation

/// The demodulation reference signal of PDCCHs in one symbol (TS 38.211 §7.4.1.3): three elements of each resource block, which depend on
/// where the block is but not on what PDCCH uses it.
public struct PDCCHDemodulationReferenceSignal: Sendable {
  /// Subcarriers of a resource block that have it: 1, 5 and 9.
  public static let subcarriers = [1, 5, 9]

  private static let level = Float(0.5).squareRoot()

  private let bits: BitSequence
  private let blocks: Range<Int>

  /// - Parameters:
  ///   - identity: N_ID, 0 to 65535.
  ///   - slot: within the frame.
  ///   - symbol: within the slot.
  ///   - blocks: resource blocks to be had, counted from the reference point: common resource block 0, or CORESET 0's first.
  /// - Throws: for an identity, slot, symbol or blocks beyond these.
  public init(identity: Int, slot: Int, symbol: Int, symbolsPerSlot: Int = 14, blocks: Range<Int>) throws(ParameterError) {
    let initial = try Self.initialValue(identity: identity, slot: slot, symbol: symbol, symbolsPerSlot: symbolsPerSlot)
    guard blocks.lowerBound >= 0, blocks.upperBound <= 2475 else {
      throw ParameterError("blocks", blocks, "common resource blocks go up to 2474", "TS 38.211 §4.4.4.3")
    }
    var sequence = GoldSequence(initial)
    // Six bits for each block.
    var skipped = 6 * blocks.lowerBound
    while skipped > 0 {
      _ = sequence.next(min(56, skipped))
      skipped -= 56
    }
    var bits = BitSequence()
    var left = 6 * blocks.count
    while left > 0 {
      bits.append(sequence.next(min(56, left)), count: min(56, left))
      left -= 56
    }
    self.bits = bits
    self.blocks = blocks
  }

  /// c_init.
  static func initialValue(identity: Int, slot: Int, symbol: Int, symbolsPerSlot: Int) throws(ParameterError) -> UInt32 {
    guard 0...65535 ~= identity else {
      throw ParameterError("identity", identity, "N_ID is 0 to 65535", "TS 38.211 §7.4.1.3.1")
    }
    guard symbolsPerSlot == 14 || symbolsPerSlot == 12, 0..<symbolsPerSlot ~= symbol, 0..<160 ~= slot else {
      throw ParameterError("symbol", symbol, "slot \(slot) has no such symbol", "TS 38.211 §4.3.2")
    }
    return UInt32((1 << 17 * (symbolsPerSlot * slot + symbol + 1) * (2 * identity + 1) + 2 * identity) & 0x7FFF_FFFF)
  }

  /// r_l(3n + k') of block n; zero beyond the blocks that were asked for.
  /// - Parameters:
  ///   - block: n.
  ///   - index: k', 0 to 2.
  public subscript(block: Int, index: Int) -> Complex {
    guard blocks.contains(block), 0..<3 ~= index else { return .zero }
    let pair = bits.bits(from: 6 * (block - blocks.lowerBound) + 2 * index, count: 2)
    return Complex(pair & 2 == 0 ? Self.level : -Self.level, pair & 1 == 0 ? Self.level : -Self.level)
  }
}
