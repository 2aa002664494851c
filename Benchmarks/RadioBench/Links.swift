import ChannelCoding
import ChannelModels
import DSPKernels
import Modulation

/// Random bits and noise.
struct Source {
  private var generator: GaussianGenerator

  init(seed: UInt64) { generator = GaussianGenerator(seed: seed) }

  mutating func bits(_ count: Int) -> BitSequence {
    var bits = BitSequence()
    while bits.count < count {
      var word: UInt64 = 0
      for _ in 0..<64 { word = word << 1 | (generator.next() < 0 ? 1 : 0) }
      bits.append(word, count: min(64, count - bits.count))
    }
    return bits
  }

  mutating func gaussian() -> Float { generator.next() }

  mutating func added(_ symbols: [Complex], variance: Float) -> [Complex] {
    let deviation = (variance / 2).squareRoot()
    return symbols.map { $0 + Complex(generator.next() * deviation, generator.next() * deviation) }
  }
}

/// A code block of so many bits without CRC, sent once and decoded.
struct LDPCLink: ~Copyable {
  private let segmentation: CodeBlockSegmentation
  private let matching: LDPCRateMatching
  private let constellation: Constellation
  private let outputCount: Int
  private let iterations: Int
  private var encoder: LDPCEncoder
  private var decoder: LDPCDecoder
  private var source: Source
  private var soft: [Int8]

  init(informationCount: Int, outputCount: Int, codeRate: Double, constellation: Constellation, iterations: Int, seed: UInt64) throws {
    let graph =
      informationCount > LDPCBaseGraph.two.maximumCodeBlockSize
      ? .one : LDPCBaseGraph(transportBlockSize: informationCount, codeRate: codeRate)
    segmentation = try CodeBlockSegmentation(informationCount, graph)
    matching = LDPCRateMatching(segmentation.code, fillerCount: segmentation.fillerCount)
    self.constellation = constellation
    self.outputCount = outputCount
    self.iterations = iterations
    encoder = LDPCEncoder(segmentation.code)
    decoder = LDPCDecoder(segmentation.code)
    source = Source(seed: seed)
    soft = [Int8](repeating: 0, count: segmentation.code.codewordCount)
  }

  /// Whether a random block is decoded wrong.
  /// - Parameter variance: of the noise, both axes together, at symbols of mean power 1.
  mutating func isWrong(variance: Float) throws -> Bool {
    let block = try segmentation.codeBlocks(source.bits(segmentation.transportBlockCount))[0]
    let order = constellation.order
    let sent = try matching.match(try encoder.encode(block), count: outputCount, redundancyVersion: 0, modulationOrder: order)
    let symbols = source.added(constellation.modulate(sent), variance: variance)
    let ratios = constellation.demodulate(symbols, noise: [Float](repeating: variance, count: symbols.count))
    let received = ratios.map { LDPCDecoder.quantized($0) }
    for index in soft.indices { soft[index] = 0 }
    try received.withUnsafeBufferPointer { received in
      try soft.withUnsafeMutableBufferPointer {
        try matching.combine(received, redundancyVersion: 0, modulationOrder: order, into: $0)
      }
    }
    let decoded = try soft.withUnsafeBufferPointer {
      try decoder.decode($0, fillerCount: segmentation.fillerCount, maximumIterations: iterations)
    }
    return decoded.information != block
  }
}

/// A message with its CRC in a polar code, sent with QPSK and decoded with a list.
struct PolarLink: ~Copyable {
  private let crc: CRC
  private let code: PolarCode
  private var decoder: PolarDecoder
  private var source: Source

  init(_ use: PolarCode.Use, messageCount: Int, crc: CRC, outputCount: Int, listSize: Int, seed: UInt64) throws {
    self.crc = crc
    code = try PolarCode(use, informationCount: messageCount + crc.count, outputCount: outputCount)
    decoder = PolarDecoder(code, listSize: listSize)
    source = Source(seed: seed)
  }

  mutating func isWrong(variance: Float) throws -> Bool {
    var message = source.bits(code.informationCount - crc.count)
    crc.append(to: &message)
    let symbols = source.added(Constellation.qpsk.modulate(try code.encode(message)), variance: variance)
    let ratios = Constellation.qpsk.demodulate(symbols, noise: [Float](repeating: variance, count: symbols.count))
    let crc = crc
    let decoded = try ratios.withUnsafeBufferPointer { try decoder.decode($0) { crc.holds($0) } }
    return !decoded.isValid || decoded.message != message
  }
}
