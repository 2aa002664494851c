import ChannelCoding
import DSPKernels
import Modulation

/// What came of a reception.
public struct SharedChannelReception: Sendable, Hashable {
  /// Without CRC; nil unless all checks hold.
  public var transportBlock: BitSequence?
  /// Whether each code block's check holds; a single one has that of the transport block.
  public var isCodeBlockRight: [Bool]
  /// Iterations of each code block.
  public var iterations: [Int]

  /// Whether each code block group's check holds, for HARQ-ACK (TS 38.213 §9.1.1).
  public func isRight(_ groups: [Range<Int>]) -> [Bool] {
    groups.map { group in group.allSatisfy { isCodeBlockRight.indices ~= $0 && isCodeBlockRight[$0] } }
  }
}

/// Decodes transport blocks of one size: the inverse of ``SharedChannelEncoder``, with soft combining of transmissions.
///
/// The soft values of a HARQ process belong to the caller: ``SharedChannelCode/softBufferCount`` of them, zeros in front of a first
/// transmission.
public struct SharedChannelDecoder: ~Copyable {
  public let code: SharedChannelCode
  public let maximumIterations: Int
  private var decoder: LDPCDecoder

  /// - Throws: without an iteration.
  public init(
    _ code: SharedChannelCode, maximumIterations: Int = 12, instructionSet: InstructionSet = .fastest
  ) throws(ParameterError) {
    guard maximumIterations >= 1 else {
      throw ParameterError("maximumIterations", maximumIterations, "a decoder has an iteration at least", "TS 38.212 §5.3.2")
    }
    self.code = code
    self.maximumIterations = maximumIterations
    decoder = LDPCDecoder(code.segmentation.code, instructionSet: instructionSet)
  }

  /// Adds a transmission to the soft values of its HARQ process, and decodes these.
  /// - Parameters:
  ///   - received: descrambled log-likelihood ratios ln(p(0)/p(1)) times `LDPCDecoder.scale`, as many as the transmission has bits.
  ///   - soft: of the HARQ process.
  /// - Throws: for another number of values, and for a transmission that the code cannot have.
  public mutating func decode(
    _ received: UnsafeBufferPointer<Int8>, _ transmission: SharedChannelTransmission, into soft: UnsafeMutableBufferPointer<Int8>
  ) throws(ParameterError) -> SharedChannelReception {
    let size = code.segmentation.code.codewordCount
    guard received.count == transmission.bitCount else {
      throw ParameterError("received", received.count, "the transmission has \(transmission.bitCount) bits", "TS 38.212 §5.4.2.1")
    }
    guard soft.count == code.softBufferCount else {
      throw ParameterError("soft", soft.count, "the code has \(code.softBufferCount) soft values", "TS 38.212 §5.4.2.1")
    }
    let blocks = transmission.codeBlocks ?? Array(0..<code.codeBlockCount)
    let counts = try code.outputCounts(transmission, blocks)
    var reception = SharedChannelReception(isCodeBlockRight: [], iterations: [])
    var bits = BitSequence()
    do {
      var start = 0
      for (index, count) in zip(blocks, counts) {
        try code.rateMatching.combine(
          UnsafeBufferPointer(rebasing: received[start..<(start + count)]), redundancyVersion: transmission.redundancyVersion,
          modulationOrder: transmission.modulationOrder,
          into: UnsafeMutableBufferPointer(rebasing: soft[(index * size)..<((index + 1) * size)]))
        start += count
      }
      let segmentation = code.segmentation
      let crc = segmentation.crcCount > 0 ? CRC.crc24B : code.crc
      // A check of 16 bits that is made after each of many iterations holds by chance too often: then only a codeword ends them early.
      let isDone: ((BitSequence) -> Bool)? =
        crc.count == 24 ? { Self.hasOnes($0) && crc.holds($0, 0..<segmentation.codeBlockSize) } : nil
      for index in 0..<code.codeBlockCount {
        let values = UnsafeBufferPointer(rebasing: soft[(index * size)..<((index + 1) * size)])
        let (information, outcome) = try decoder.decode(
          values, fillerCount: segmentation.fillerCount,
          maximumIterations: maximumIterations, isDone: isDone)
        reception.iterations.append(outcome.iterations)
        reception.isCodeBlockRight.append(
          crc.holds(information, 0..<segmentation.codeBlockSize)
            && (Self.hasOnes(information) || outcome.isCodeword && values.contains { $0 != 0 }))
        bits.append(information, 0..<segmentation.payloadCount)
      }
    } catch {
      throw ParameterError("transmission", transmission.bitCount, "\(error)", "TS 38.212 §5.4.2")
    }
    if reception.isCodeBlockRight.allSatisfy({ $0 }), code.crc.holds(bits) {
      var transportBlock = BitSequence()
      transportBlock.append(bits, 0..<code.transportBlockSize)
      reception.transportBlock = transportBlock
    }
    return reception
  }

  /// Zeros satisfy every CRC, and they are what hard decisions of bits are of which nothing was received: a code block of zeros is right only
  /// as a codeword of which something was received.
  private static func hasOnes(_ bits: BitSequence) -> Bool { bits.words.contains { $0 != 0 } }

  /// Puts log-likelihood ratios into the steps of the decoder.
  public static func quantize(_ ratios: [Float]) -> [Int8] {
    ratios.map { LDPCDecoder.quantized($0) }
  }
}

/// Decoders of transport blocks of different sizes: the last one is kept.
struct SharedChannelDecoders: ~Copyable {
  let maximumIterations: Int
  let instructionSet: InstructionSet
  private var decoder: SharedChannelDecoder?

  init(maximumIterations: Int, instructionSet: InstructionSet) {
    self.maximumIterations = maximumIterations
    self.instructionSet = instructionSet
    decoder = nil
  }

  /// As ``SharedChannelDecoder/decode(_:_:into:)``.
  mutating func decode(
    _ code: SharedChannelCode, _ received: UnsafeBufferPointer<Int8>, _ transmission: SharedChannelTransmission,
    into soft: UnsafeMutableBufferPointer<Int8>
  ) throws(ParameterError) -> SharedChannelReception {
    if decoder?.code != code {
      decoder = try SharedChannelDecoder(code, maximumIterations: maximumIterations, instructionSet: instructionSet)
    }
    return try decoder?.decode(received, transmission, into: soft) ?? SharedChannelReception(isCodeBlockRight: [], iterations: [])
  }
}
