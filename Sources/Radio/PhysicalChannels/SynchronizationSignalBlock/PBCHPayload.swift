import ChannelCoding
import Modulation

/// What PBCH carries: the MIB and eight bits of timing (TS 38.212 §7.1.1).
public struct PBCHPayload: Sendable, Hashable {
  public let masterInformationBlock: MasterInformationBlock
  /// The four least significant bits of the system frame number, 0 to 15.
  public let systemFrameNumberLow: Int
  /// 0 or 1.
  public let halfFrame: Int
  /// The bits of the block's index above its three lowest ones, as many as the number of candidates asks for.
  public let indexHigh: Int
  /// The most significant bit of k_SSB; not carried where a half-frame has 64 candidates.
  public let subcarrierOffsetHigh: Int

  /// All ten bits.
  public var systemFrameNumber: Int { masterInformationBlock.systemFrameNumber << 4 | systemFrameNumberLow }
  /// k_SSB.
  public var subcarrierOffset: Int { subcarrierOffsetHigh << 4 | masterInformationBlock.ssbSubcarrierOffset }

  /// - Parameters:
  ///   - masterInformationBlock: with the six most significant bits of the system frame number, and the four least significant ones of k_SSB.
  ///   - systemFrameNumberLow: 0 to 15.
  ///   - halfFrame: 0 or 1.
  ///   - index: of the block, 0 to 63.
  ///   - subcarrierOffsetHigh: 0 or 1.
  /// - Throws: for values beyond these.
  public init(
    _ masterInformationBlock: MasterInformationBlock, systemFrameNumberLow: Int, halfFrame: Int, index: Int, subcarrierOffsetHigh: Int = 0
  ) throws(ParameterError) {
    guard 0...15 ~= systemFrameNumberLow else {
      throw ParameterError("systemFrameNumberLow", systemFrameNumberLow, "there are four bits for it", "TS 38.212 §7.1.1")
    }
    guard 0...1 ~= halfFrame else { throw ParameterError("halfFrame", halfFrame, "it is 0 or 1", "TS 38.212 §7.1.1") }
    guard 0...63 ~= index else { throw ParameterError("index", index, "a half-frame has at most 64 blocks", "TS 38.212 §7.1.1") }
    guard 0...1 ~= subcarrierOffsetHigh else {
      throw ParameterError("subcarrierOffsetHigh", subcarrierOffsetHigh, "k_SSB has five bits", "TS 38.212 §7.1.1")
    }
    self.masterInformationBlock = masterInformationBlock
    self.systemFrameNumberLow = systemFrameNumberLow
    self.halfFrame = halfFrame
    indexHigh = index >> 3
    self.subcarrierOffsetHigh = subcarrierOffsetHigh
  }

  /// G(j), table 7.1.1-1.
  private static let pattern = [
    16, 23, 18, 17, 8, 30, 10, 6, 24, 7, 0, 5, 3, 2, 1, 4, 9, 11, 12, 13, 14, 15, 19, 20, 21, 22, 25, 26, 27, 28, 29, 31,
  ]

  /// Where each bit goes: the MIB's 24, the system frame number's four low ones, the half-frame, three for index and k_SSB.
  private static let places: [Int] = {
    var (frame, other) = (0, 14)
    return (0..<32).map { bit in
      switch bit {
      case 1...6, 24...27:
        frame += 1
        return pattern[frame - 1]
      case 28: return pattern[10]
      case 29...31: return pattern[bit - 18]
      default:
        other += 1
        return pattern[other - 1]
      }
    }
  }()

  /// The bits (in the order before interleaving) of the block's index among the last three.
  private static func indexBits(_ maximumCount: Int) -> Int {
    switch maximumCount {
    case 10: 1
    case 20: 2
    case 64: 3
    default: 0
    }
  }

  /// The payload as it is scrambled (a', TS 38.212 §7.1.1 and §7.1.2), its first bit the most significant.
  /// - Parameters:
  ///   - cellIdentity: N_ID^cell, 0 to 1007.
  ///   - maximumCount: candidates of a half-frame: 4, 8, 10, 20 or 64.
  public func scrambledBits(cellIdentity: Int, maximumCount: Int) -> UInt32 {
    let indexBits = Self.indexBits(maximumCount)
    var plain = masterInformationBlock.bits << 8 | UInt32(systemFrameNumberLow) << 4 | UInt32(halfFrame) << 3
    plain |= UInt32(indexHigh & (1 << indexBits - 1))
    if indexBits < 3 { plain |= UInt32(subcarrierOffsetHigh) << 2 }
    var bits: UInt32 = 0
    for (bit, place) in Self.places.enumerated() { bits |= (plain >> UInt32(31 - bit) & 1) << UInt32(31 - place) }
    return bits ^ Self.scrambling(bits, cellIdentity, indexBits)
  }

  /// - Parameters:
  ///   - scrambledBits: a'.
  ///   - cellIdentity: N_ID^cell, 0 to 1007.
  ///   - maximumCount: candidates of a half-frame: 4, 8, 10, 20 or 64.
  /// - Returns: `nil` for a message that is not a MIB.
  public init?(scrambledBits: UInt32, cellIdentity: Int, maximumCount: Int) {
    let indexBits = Self.indexBits(maximumCount)
    let bits = scrambledBits ^ Self.scrambling(scrambledBits, cellIdentity, indexBits)
    var plain: UInt32 = 0
    for (bit, place) in Self.places.enumerated() { plain |= (bits >> UInt32(31 - place) & 1) << UInt32(31 - bit) }
    guard let message = MasterInformationBlock(bits: plain >> 8) else { return nil }
    masterInformationBlock = message
    systemFrameNumberLow = Int(plain >> 4 & 15)
    halfFrame = Int(plain >> 3 & 1)
    indexHigh = Int(plain & 7) & (1 << indexBits - 1)
    subcarrierOffsetHigh = indexBits < 3 ? Int(plain >> 2 & 1) : 0
  }

  /// §7.1.2: a part of a sequence that the second and third bit of the system frame number choose. These two, the half-frame and the index
  /// are not scrambled.
  private static func scrambling(_ bits: UInt32, _ cellIdentity: Int, _ indexBits: Int) -> UInt32 {
    let clear = [25, 26, 28] + Array((32 - indexBits)..<32)
    var mask = UInt32.max
    for bit in clear { mask &= ~(1 << UInt32(31 - places[bit])) }
    let part = Int(bits >> UInt32(31 - places[25]) & 1) << 1 | Int(bits >> UInt32(31 - places[26]) & 1)
    let count = 32 - clear.count
    let sequence = GoldSequence.bits(UInt32(truncatingIfNeeded: cellIdentity), count: 4 * count)
    var scrambling: UInt32 = 0
    var next = part * count
    for place in 0..<32 where mask >> UInt32(31 - place) & 1 == 1 {
      if sequence[next] { scrambling |= 1 << UInt32(31 - place) }
      next += 1
    }
    return scrambling
  }
}
