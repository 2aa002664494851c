import ChannelCoding
import Modulation

/// Codes transport blocks of one size (TS 38.212 §6.2 and §7.2): CRC, segmentation, LDPC, rate matching, concatenation.
public struct SharedChannelEncoder: ~Copyable {
  public let code: SharedChannelCode
  private var encoder: LDPCEncoder

  public init(_ code: SharedChannelCode) {
    self.code = code
    encoder = LDPCEncoder(code.segmentation.code)
  }

  /// The bits g of a transmission.
  /// - Parameter transportBlock: of the code's size, without CRC.
  /// - Throws: for a transport block of another size, and for a transmission that the code cannot have.
  public mutating func encode(
    _ transportBlock: BitSequence, _ transmission: SharedChannelTransmission
  ) throws(ParameterError) -> BitSequence {
    guard transportBlock.count == code.transportBlockSize else {
      throw ParameterError("transportBlock", transportBlock.count, "the code has \(code.transportBlockSize) bits", "TS 38.212 §7.2.1")
    }
    let blocks = transmission.codeBlocks ?? Array(0..<code.codeBlockCount)
    let counts = try code.outputCounts(transmission, blocks)
    var block = transportBlock
    code.crc.append(to: &block)
    var bits = BitSequence()
    do {
      let codeBlocks = try code.segmentation.codeBlocks(block)
      for (index, count) in zip(blocks, counts) {
        let codeword = try encoder.encode(codeBlocks[index])
        bits.append(
          try code.rateMatching.match(
            codeword, count: count, redundancyVersion: transmission.redundancyVersion, modulationOrder: transmission.modulationOrder))
      }
    } catch {
      throw ParameterError("transmission", transmission.bitCount, "\(error)", "TS 38.212 §5.4.2")
    }
    return bits
  }
}
