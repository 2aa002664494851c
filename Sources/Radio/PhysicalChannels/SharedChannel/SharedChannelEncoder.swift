import ChannelCoding
import DSPKernels
import Modulation

/// Codes transport blocks of one size (TS 38.212 §6.2 and §7.2): CRC, segmentation, LDPC, rate matching, concatenation.
public struct SharedChannelEncoder: ~Copyable {
  public let code: SharedChannelCode
  private var encoder: LDPCEncoder
  /// The transport block with its CRC.
  private var block = WordBuffer()
  private var information = WordBuffer()
  private var codeword = WordBuffer()
  private var scratch = WordBuffer()

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
    try code.check(transmission)
    var words = [UInt64](repeating: 0, count: (transmission.bitCount + 63) / 64)
    let result = words.withUnsafeMutableBufferPointer { words in
      Result { () throws(ParameterError) in try encode(transportBlock, transmission, into: words) }
    }
    try result.get()
    return BitSequence(words: words, count: transmission.bitCount)
  }

  /// Puts the bits g of a transmission into words, the first in the most significant place of the first. Memory is made for the first
  /// transmission, and for a later one only if it has more bits.
  /// - Parameters:
  ///   - transportBlock: of the code's size, without CRC.
  ///   - words: room for the transmission's bits.
  /// - Throws: for a transport block of another size, for a transmission that the code cannot have, and for too few words.
  public mutating func encode(
    _ transportBlock: BitSequence, _ transmission: SharedChannelTransmission, into words: UnsafeMutableBufferPointer<UInt64>
  ) throws(ParameterError) {
    guard transportBlock.count == code.transportBlockSize else {
      throw ParameterError("transportBlock", transportBlock.count, "the code has \(code.transportBlockSize) bits", "TS 38.212 §7.2.1")
    }
    try code.check(transmission)
    guard words.count * 64 >= transmission.bitCount, let target = words.baseAddress else {
      throw ParameterError("words", words.count, "the transmission has \(transmission.bitCount) bits", "TS 38.212 §5.5")
    }
    let segmentation = code.segmentation
    let blockWords = block.reserve(bits: segmentation.transportBlockCount)
    let informationWords = information.reserve(bits: segmentation.code.informationCount)
    let codewordWords = codeword.reserve(bits: segmentation.code.codewordCount)
    transportBlock.words.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      BitKernels.copy(source, from: 0, into: blockWords, at: 0, count: transportBlock.count)
      BitKernels.put(
        UInt64(code.crc.parity(source, 0..<transportBlock.count)), count: code.crc.count, into: blockWords, at: transportBlock.count)
    }
    let blockCount = transmission.codeBlocks?.count ?? code.codeBlockCount
    var place = 0
    do {
      for number in 0..<blockCount {
        let count = transmission.outputCount(number, of: blockCount)
        let scratchWords = scratch.reserve(bits: 64 * LDPCRateMatching.scratchWords(count))
        segmentation.write(transmission.codeBlocks?[number] ?? number, of: blockWords, into: informationWords)
        encoder.encode(
          informationWords, rows: try code.rateMatching.rows(count: count, redundancyVersion: transmission.redundancyVersion),
          into: codewordWords)
        try code.rateMatching.match(
          codewordWords, count: count, redundancyVersion: transmission.redundancyVersion, modulationOrder: transmission.modulationOrder,
          scratch: scratchWords, into: target, at: place)
        place += count
      }
    } catch {
      throw ParameterError("transmission", transmission.bitCount, "\(error)", "TS 38.212 §5.4.2")
    }
  }
}
