import ChannelCoding
import DSPKernels
import Modulation

/// Codes transport blocks of one size (TS 38.212 §6.2 and §7.2): CRC, segmentation, LDPC, rate matching, concatenation.
public struct SharedChannelEncoder: ~Copyable {
  public let code: SharedChannelCode
  public let workers: Workers
  private let benches: [Bench]
  /// The transport block with its CRC.
  private var block = WordBuffer()
  /// What several workers made of code blocks, each from a word's beginning on.
  private var parts = WordBuffer()

  /// What one worker works with.
  private final class Bench {
    var encoder: LDPCEncoder
    var information = WordBuffer()
    var codeword = WordBuffer()
    var scratch = WordBuffer()
    var error: ChannelCodingError?

    init(_ code: LDPCCode) { encoder = LDPCEncoder(code) }
  }

  /// - Parameter workers: threads that share the code blocks.
  public init(_ code: SharedChannelCode, workers: Workers = Workers()) {
    self.code = code
    self.workers = workers
    benches = (0..<min(workers.count, code.codeBlockCount)).map { _ in Bench(code.segmentation.code) }
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
    transportBlock.words.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      BitKernels.copy(source, from: 0, into: blockWords, at: 0, count: transportBlock.count)
      BitKernels.put(
        UInt64(code.crc.parity(source, 0..<transportBlock.count)), count: code.crc.count, into: blockWords, at: transportBlock.count)
    }
    let blockCount = transmission.codeBlocks?.count ?? code.codeBlockCount
    let isShared = benches.count > 1
    let pitch = (transmission.outputCount(blockCount - 1, of: blockCount) + 63) / 64 + 1
    let parts = isShared ? parts.reserve(bits: 64 * pitch * blockCount) : target
    workers.each(blockCount) { number, worker in
      encodeBlock(
        number, of: blockCount, benches[worker], transmission, block: blockWords, into: isShared ? parts + number * pitch : parts,
        at: isShared ? 0 : transmission.outputStart(number, of: blockCount))
    }
    for bench in benches {
      guard let error = bench.error else { continue }
      bench.error = nil
      throw ParameterError("transmission", transmission.bitCount, "\(error)", "TS 38.212 §5.4.2")
    }
    guard isShared else { return }
    for number in 0..<blockCount {
      BitKernels.copy(
        parts + number * pitch, from: 0, into: target, at: transmission.outputStart(number, of: blockCount),
        count: transmission.outputCount(number, of: blockCount))
    }
  }

  /// Encodes a code block, which is one worker's work.
  private func encodeBlock(
    _ number: Int, of blockCount: Int, _ bench: Bench, _ transmission: SharedChannelTransmission, block: UnsafePointer<UInt64>,
    into target: UnsafeMutablePointer<UInt64>, at place: Int
  ) {
    let segmentation = code.segmentation
    let count = transmission.outputCount(number, of: blockCount)
    let information = bench.information.reserve(bits: segmentation.code.informationCount)
    let codeword = bench.codeword.reserve(bits: segmentation.code.codewordCount)
    let scratch = bench.scratch.reserve(bits: 64 * LDPCRateMatching.scratchWords(count))
    do throws(ChannelCodingError) {
      segmentation.write(transmission.codeBlocks?[number] ?? number, of: block, into: information)
      bench.encoder.encode(
        information, rows: try code.rateMatching.rows(count: count, redundancyVersion: transmission.redundancyVersion), into: codeword)
      try code.rateMatching.match(
        codeword, count: count, redundancyVersion: transmission.redundancyVersion, modulationOrder: transmission.modulationOrder,
        scratch: scratch, into: target, at: place)
    } catch {
      bench.error = error
    }
  }
}
