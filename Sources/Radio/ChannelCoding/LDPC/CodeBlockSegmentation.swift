import DSPKernels

/// How a transport block is divided into code blocks (TS 38.212 §5.2.2).
public struct CodeBlockSegmentation: Sendable, Hashable {
  /// Bits of the transport block, its CRC included.
  public let transportBlockCount: Int
  /// The number of code blocks.
  public let codeBlockCount: Int
  /// Bits of a code block with its CRC and without fillers (K').
  public let codeBlockSize: Int
  /// Bits of the CRC of each code block: 24, or none for a single one.
  public let crcCount: Int
  public let code: LDPCCode

  /// Bits of the transport block in each code block.
  public var payloadCount: Int { codeBlockSize - crcCount }
  public var fillerCount: Int { code.informationCount - codeBlockSize }

  /// - Parameter count: bits of the transport block, its CRC included.
  /// - Throws: `transportBlockSize` where the code blocks would not be of one size.
  public init(_ count: Int, _ baseGraph: LDPCBaseGraph) throws(ChannelCodingError) {
    let maximum = baseGraph.maximumCodeBlockSize
    guard count > 0 else { throw .transportBlockSize(count) }
    transportBlockCount = count
    crcCount = count <= maximum ? 0 : 24
    codeBlockCount = count <= maximum ? 1 : (count + maximum - 25) / (maximum - 24)
    guard count % codeBlockCount == 0 else { throw .transportBlockSize(count) }
    codeBlockSize = count / codeBlockCount + crcCount
    let columns =
      switch baseGraph {
      case .one: 22
      case .two: count > 640 ? 10 : count > 560 ? 9 : count > 192 ? 8 : 6
      }
    let size = codeBlockSize
    guard let liftingSize = LDPCCode.liftingSizes.first(where: { columns * $0 >= size }) else { throw .transportBlockSize(count) }
    code = try LDPCCode(baseGraph, liftingSize: liftingSize)
  }

  /// The code blocks of a transport block, each with its CRC and with zeros in the place of fillers.
  /// - Parameter block: with its CRC.
  /// - Throws: `transportBlockSize` for another size than this segmentation is for.
  public func codeBlocks(_ block: BitSequence) throws(ChannelCodingError) -> [BitSequence] {
    guard block.count == transportBlockCount else { throw .transportBlockSize(block.count) }
    let size = (code.informationCount + 63) / 64
    return (0..<codeBlockCount).map { index in
      let words = [UInt64](unsafeUninitializedCapacity: size) { words, count in
        words.initialize(repeating: 0)
        count = size
        guard let target = words.baseAddress else { return }
        block.words.withUnsafeBufferPointer { if let source = $0.baseAddress { write(index, of: source, into: target) } }
      }
      return BitSequence(words: words, count: code.informationCount)
    }
  }

  /// Writes a code block with its CRC and with zeros in the place of fillers, the first bit in the most significant place of the first word.
  /// - Parameters:
  ///   - block: the transport block with its CRC.
  ///   - target: words for as many bits as the code has of information.
  public func write(
    _ index: Int, of block: UnsafePointer<UInt64>, into target: UnsafeMutablePointer<UInt64>, instructionSet: InstructionSet = .fastest
  ) {
    precondition(0..<codeBlockCount ~= index)
    let payloadCount = payloadCount
    for word in (payloadCount >> 6)..<((code.informationCount + 63) / 64) { target[word] = 0 }
    BitKernels.copy(block, from: index * payloadCount, into: target, at: 0, count: payloadCount)
    guard crcCount > 0 else { return }
    let parity = CRC.crc24B.parity(UnsafePointer(target), 0..<payloadCount, instructionSet: instructionSet)
    BitKernels.put(UInt64(parity), count: crcCount, into: target, at: payloadCount)
  }
}
