import ChannelCoding
import Modulation

/// How a transport block of a DL-SCH or UL-SCH is coded (TS 38.212 §6.2 and §7.2): what encoder and decoder have in common.
public struct SharedChannelCode: Sendable, Hashable {
  /// A: bits of the transport block without CRC.
  public let transportBlockSize: Int
  /// R: the target rate that the base graph is chosen by.
  public let codeRate: Double
  public let crc: CRC
  public let segmentation: CodeBlockSegmentation
  let rateMatching: LDPCRateMatching

  /// C.
  public var codeBlockCount: Int { segmentation.codeBlockCount }
  /// Soft values that a receiver keeps of the transport block: N of each code block.
  public var softBufferCount: Int { codeBlockCount * segmentation.code.codewordCount }

  /// - Parameters:
  ///   - transportBlockSize: A, bits without CRC.
  ///   - codeRate: the target rate R of the MCS of the first transmission.
  ///   - limitedBuffer: of a DL-SCH, and of a UL-SCH with `rateMatching` `limitedBufferRM`.
  /// - Throws: for a size that cannot be segmented evenly, as no MCS and allocation have it, and for a rate outside of 0 to 1.
  public init(transportBlockSize: Int, codeRate: Double, limitedBuffer: LimitedBuffer? = nil) throws(ParameterError) {
    // The largest is below 4 layers of 10 bits in 156 elements of 275 resource blocks.
    guard 1...1_716_000 ~= transportBlockSize else {
      throw ParameterError(
        "transportBlockSize", transportBlockSize, "no allocation has a transport block of this size", "TS 38.214 §5.1.3.2")
    }
    guard codeRate > 0, codeRate < 1 else {
      throw ParameterError("codeRate", codeRate, "a target rate is between 0 and 1", "TS 38.214 §5.1.3.1")
    }
    let crc = transportBlockSize > 3824 ? CRC.crc24A : CRC.crc16
    do {
      segmentation = try CodeBlockSegmentation(
        transportBlockSize + crc.count, LDPCBaseGraph(transportBlockSize: transportBlockSize, codeRate: codeRate))
    } catch {
      throw ParameterError("transportBlockSize", transportBlockSize, "\(error)", "TS 38.212 §5.2.2")
    }
    self.transportBlockSize = transportBlockSize
    self.codeRate = codeRate
    self.crc = crc
    rateMatching = LDPCRateMatching(
      segmentation.code, fillerCount: segmentation.fillerCount, limit: limitedBuffer?.bits(codeBlocks: segmentation.codeBlockCount))
  }

  /// The code blocks of each code block group (TS 38.213 §9.1.1).
  /// - Parameter maximum: `maxCodeBlockGroupsPerTransportBlock`.
  public func codeBlockGroups(maximum: Int) -> [Range<Int>] {
    let groups = max(1, min(maximum, codeBlockCount))
    let (size, longer) = codeBlockCount.quotientAndRemainder(dividingBy: groups)
    return (0..<groups).map { group in
      let start = group * size + min(group, longer)
      return start..<(start + size + (group < longer ? 1 : 0))
    }
  }

  /// 4 layers of 10 bits in 14 symbols of 275 resource blocks.
  private static let bitLimit = 4 * 10 * 14 * 12 * 275

  /// - Throws: for a transmission that the code cannot have.
  func check(_ transmission: SharedChannelTransmission) throws(ParameterError) {
    if let blocks = transmission.codeBlocks {
      guard !blocks.isEmpty, blocks.allSatisfy({ 0..<codeBlockCount ~= $0 }), zip(blocks, blocks.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw ParameterError("codeBlocks", blocks.count, "there are ascending ones of \(codeBlockCount)", "TS 38.212 §5.4.2.1")
      }
    }
    guard 0...3 ~= transmission.redundancyVersion else {
      throw ParameterError("redundancyVersion", transmission.redundancyVersion, "it is 0 to 3", "TS 38.212, table 5.4.2.1-2")
    }
    guard 1...Self.bitLimit ~= transmission.bitCount, 1...4 ~= transmission.layers,
      [1, 2, 4, 6, 8, 10].contains(transmission.modulationOrder)
    else {
      throw ParameterError(
        "bitCount", transmission.bitCount, "a codeword has bits for 1 to 4 layers of 1, 2, 4, 6, 8 or 10", "TS 38.212 §5.4.2.1")
    }
    let unit = transmission.layers * transmission.modulationOrder
    guard transmission.bitCount % unit == 0 else {
      throw ParameterError("bitCount", transmission.bitCount, "each layer has whole symbols: \(unit) bits", "TS 38.212 §5.4.2.1")
    }
  }
}

/// One transmission of a transport block.
public struct SharedChannelTransmission: Sendable, Hashable {
  /// G: coded bits of the codeword in this transmission.
  public var bitCount: Int
  /// rv_id.
  public var redundancyVersion: Int
  /// Q_m.
  public var modulationOrder: Int
  /// N_L, of the codeword.
  public var layers: Int
  /// The scheduled code blocks, ascending, where code block groups are retransmitted; nil for all.
  public var codeBlocks: [Int]?

  public init(bitCount: Int, redundancyVersion: Int = 0, modulationOrder: Int, layers: Int, codeBlocks: [Int]? = nil) {
    self.bitCount = bitCount
    self.redundancyVersion = redundancyVersion
    self.modulationOrder = modulationOrder
    self.layers = layers
    self.codeBlocks = codeBlocks
  }

  /// E_r of one of the scheduled code blocks (TS 38.212 §5.4.2.1).
  func outputCount(_ number: Int, of blocks: Int) -> Int {
    LDPCRateMatching.outputCount(bitCount, block: number, of: blocks, unit: layers * modulationOrder)
  }

  /// Where the bits of one of the scheduled code blocks begin: those with more symbols are the last.
  func outputStart(_ number: Int, of blocks: Int) -> Int {
    let unit = layers * modulationOrder
    let (units, longer) = (bitCount / unit).quotientAndRemainder(dividingBy: blocks)
    return (number * units + max(0, number - (blocks - longer))) * unit
  }
}
