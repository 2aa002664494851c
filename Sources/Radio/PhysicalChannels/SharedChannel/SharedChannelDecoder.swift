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
  public let workers: Workers
  private let benches: [Bench]
  private let instructionSet: InstructionSet
  /// The transport block with its CRC.
  private var block = WordBuffer()
  /// Of each code block ``wordPitch`` words.
  private var information = WordBuffer()
  private let outcomes: UnsafeMutablePointer<Outcome>

  /// What one worker works with.
  private final class Bench {
    var decoder: LDPCDecoder
    var rows = UnsafeMutableBufferPointer<Int8>(start: nil, count: 0)

    init(_ decoder: consuming LDPCDecoder) { self.decoder = decoder }

    deinit { rows.deallocate() }

    /// Initialised memory for so many soft values.
    func scratch(_ count: Int) -> UnsafeMutableBufferPointer<Int8> {
      if rows.count < count {
        rows.deallocate()
        rows = .allocate(capacity: count)
        rows.initialize(repeating: 0)
      }
      return UnsafeMutableBufferPointer(rebasing: rows[..<count])
    }
  }

  /// What came of a code block.
  private struct Outcome {
    var isRight = false
    var iterations = 0
    var error: ChannelCodingError?
  }

  /// - Throws: without an iteration.
  public init(
    _ code: SharedChannelCode, maximumIterations: Int = 12, workers: Workers = Workers(), instructionSet: InstructionSet = .fastest
  ) throws(ParameterError) {
    guard maximumIterations >= 1 else {
      throw ParameterError("maximumIterations", maximumIterations, "a decoder has an iteration at least", "TS 38.212 §5.3.2")
    }
    self.code = code
    self.maximumIterations = maximumIterations
    self.workers = workers
    self.instructionSet = instructionSet
    benches = (0..<min(workers.count, code.codeBlockCount)).map { _ in
      Bench(LDPCDecoder(code.segmentation.code, instructionSet: instructionSet))
    }
    outcomes = .allocate(capacity: code.codeBlockCount)
    outcomes.initialize(repeating: Outcome(), count: code.codeBlockCount)
  }

  deinit {
    outcomes.deinitialize(count: code.codeBlockCount)
    outcomes.deallocate()
  }

  private var wordPitch: Int { (code.segmentation.code.informationCount + 63) / 64 }

  /// Adds a transmission to the soft values of its HARQ process, and decodes these.
  /// - Parameters:
  ///   - received: descrambled log-likelihood ratios ln(p(0)/p(1)) times `LDPCDecoder.scale`, as many as the transmission has bits.
  ///   - soft: of the HARQ process.
  /// - Throws: for another number of values, and for a transmission that the code cannot have.
  public mutating func decode(
    _ received: UnsafeBufferPointer<Int8>, _ transmission: SharedChannelTransmission, into soft: UnsafeMutableBufferPointer<Int8>
  ) throws(ParameterError) -> SharedChannelReception {
    guard received.count == transmission.bitCount else {
      throw ParameterError("received", received.count, "the transmission has \(transmission.bitCount) bits", "TS 38.212 §5.4.2.1")
    }
    guard soft.count == code.softBufferCount else {
      throw ParameterError("soft", soft.count, "the code has \(code.softBufferCount) soft values", "TS 38.212 §5.4.2.1")
    }
    try code.check(transmission)
    let count = code.codeBlockCount
    let information = information.reserve(bits: 64 * wordPitch * count)
    workers.each(count) { decodeBlock($0, benches[$1], received, transmission, soft, into: information + $0 * wordPitch) }
    var reception = SharedChannelReception(isCodeBlockRight: [], iterations: [])
    reception.isCodeBlockRight.reserveCapacity(count)
    reception.iterations.reserveCapacity(count)
    let payloadCount = code.segmentation.payloadCount
    let block = block.reserve(bits: code.segmentation.transportBlockCount)
    var isRight = true
    for index in 0..<count {
      if let error = outcomes[index].error {
        throw ParameterError("transmission", transmission.bitCount, "\(error)", "TS 38.212 §5.4.2")
      }
      reception.iterations.append(outcomes[index].iterations)
      reception.isCodeBlockRight.append(outcomes[index].isRight)
      isRight = isRight && outcomes[index].isRight
      BitKernels.copy(information + index * wordPitch, from: 0, into: block, at: index * payloadCount, count: payloadCount)
    }
    if isRight, code.crc.holds(UnsafePointer(block), 0..<code.segmentation.transportBlockCount) {
      let size = code.transportBlockSize
      reception.transportBlock = BitSequence(
        words: Array(UnsafeBufferPointer(start: block, count: (size + 63) / 64)), count: size)
    }
    return reception
  }

  /// Combines and decodes a code block, which is one worker's work.
  private func decodeBlock(
    _ index: Int, _ bench: Bench, _ received: UnsafeBufferPointer<Int8>, _ transmission: SharedChannelTransmission,
    _ soft: UnsafeMutableBufferPointer<Int8>, into information: UnsafeMutablePointer<UInt64>
  ) {
    let segmentation = code.segmentation
    let size = segmentation.code.codewordCount
    let crc = segmentation.crcCount > 0 ? CRC.crc24B : code.crc
    let values = UnsafeMutableBufferPointer(rebasing: soft[(index * size)..<((index + 1) * size)])
    let blocks = transmission.codeBlocks?.count ?? code.codeBlockCount
    do throws(ChannelCodingError) {
      if let number = transmission.codeBlocks.map({ $0.firstIndex(of: index) }) ?? index {
        let (start, count) = (transmission.outputStart(number, of: blocks), transmission.outputCount(number, of: blocks))
        try code.rateMatching.combine(
          UnsafeBufferPointer(rebasing: received[start..<(start + count)]), redundancyVersion: transmission.redundancyVersion,
          modulationOrder: transmission.modulationOrder, scratch: bench.scratch(count), into: values, instructionSet: instructionSet)
      }
      // A check of 16 bits that is made after each of many iterations holds by chance too often: then only a codeword ends them early.
      let outcome = try bench.decoder.decode(
        UnsafeBufferPointer(values), fillerCount: segmentation.fillerCount, maximumIterations: maximumIterations, into: information,
        stopsAt: crc.count == 24 ? (crc, segmentation.codeBlockSize) : nil)
      // Zeros satisfy every CRC, and they are what hard decisions of bits are of which nothing was received: a code block of zeros is right
      // only as a codeword of which something was received.
      outcomes[index] = Outcome(
        isRight: crc.holds(UnsafePointer(information), 0..<segmentation.codeBlockSize)
          && (bench.decoder.hasOnes(information) || outcome.isCodeword && values.contains { $0 != 0 }), iterations: outcome.iterations)
    } catch {
      outcomes[index] = Outcome(error: error)
    }
  }

  /// Puts log-likelihood ratios into the steps of the decoder.
  public static func quantize(_ ratios: [Float]) -> [Int8] {
    ratios.map { LDPCDecoder.quantized($0) }
  }
}

/// Decoders of transport blocks of different sizes: the last one is kept.
struct SharedChannelDecoders: ~Copyable {
  let maximumIterations: Int
  let workers: Workers
  let instructionSet: InstructionSet
  private var decoder: SharedChannelDecoder?

  init(maximumIterations: Int, workers: Workers, instructionSet: InstructionSet) {
    self.maximumIterations = maximumIterations
    self.workers = workers
    self.instructionSet = instructionSet
    decoder = nil
  }

  /// As ``SharedChannelDecoder/decode(_:_:into:)``.
  mutating func decode(
    _ code: SharedChannelCode, _ received: UnsafeBufferPointer<Int8>, _ transmission: SharedChannelTransmission,
    into soft: UnsafeMutableBufferPointer<Int8>
  ) throws(ParameterError) -> SharedChannelReception {
    if decoder?.code != code {
      decoder = try SharedChannelDecoder(
        code, maximumIterations: maximumIterations, workers: workers, instructionSet: instructionSet)
    }
    return try decoder?.decode(received, transmission, into: soft) ?? SharedChannelReception(isCodeBlockRight: [], iterations: [])
  }
}
