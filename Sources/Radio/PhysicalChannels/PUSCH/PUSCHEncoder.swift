import ChannelCoding
import Modulation

/// Makes the bits of a PUSCH of a transport block and UCI (TS 38.212 §6.2 and §6.3.2). It is made once for a format.
public struct PUSCHEncoder: ~Copyable {
  /// What it makes bits for.
  public let format: PUSCHFormat
  private var encoder: SharedChannelEncoder?

  public init(_ format: PUSCHFormat) {
    self.format = format
    if case .ulSCH(let code, _) = format.content { encoder = SharedChannelEncoder(code) }
  }

  /// The multiplexed bits of a transmission, before scrambling.
  /// - Parameters:
  ///   - transportBlock: without CRC; empty without UL-SCH.
  ///   - harqACK: as many bits as the format has, without padding; and so on.
  /// - Throws: for a transport block or UCI of another size, or a redundancy version above 3.
  public mutating func encode(
    transportBlock: BitSequence = BitSequence(), redundancyVersion: Int = 0, harqACK: BitSequence = BitSequence(),
    csiPart1: BitSequence = BitSequence(), csiPart2: BitSequence = BitSequence()
  ) throws(ParameterError) -> PUSCHBits {
    var ulSCH = BitSequence()
    if let transmission = format.transmission(redundancyVersion: redundancyVersion) {
      ulSCH = try encoder?.encode(transportBlock, transmission) ?? BitSequence()
    } else if transportBlock.count > 0 {
      throw ParameterError("transportBlock", transportBlock.count, "this PUSCH has no UL-SCH", "TS 38.212 §6.2")
    }
    var harqACK = harqACK
    harqACK.append(0, count: format.harqACKPaddingCount)
    return try format.multiplexing.multiplex(
      ulSCH: ulSCH, harqACK: Self.coded(harqACK, format.harqACK), csiPart1: Self.coded(csiPart1, format.csiPart1),
      csiPart2: Self.coded(csiPart2, format.csiPart2))
  }

  private static func coded(_ bits: BitSequence, _ code: UCICode?) throws(ParameterError) -> [SmallBlockCode.Bit] {
    if let code { return try code.encode(bits) }
    guard bits.count == 0 else { throw ParameterError("bits", bits.count, "this PUSCH has no such UCI", "TS 38.212 §6.3.2") }
    return []
  }
}
