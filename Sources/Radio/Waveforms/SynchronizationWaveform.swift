import DSPKernels
import Modulation
import PhysicalChannels

/// Bursts of SS/PBCH blocks every 20 ms, alone in the middle of a carrier.
public struct SynchronizationWaveform: Sendable, Hashable, Codable {
  /// N_ID^cell.
  public var cellIdentity: Int
  /// A, B, C or D (TS 38.213 §4.1).
  public var pattern: String
  /// Candidates of a half-frame.
  public var candidateCount: Int
  /// Those that are sent.
  public var blocks: [Int]
  /// Resource blocks of the carrier.
  public var gridSize: Int
  /// Of the first frame, 0 to 1023.
  public var systemFrameNumber: Int
  /// pdcch-ConfigSIB1 of the MIB, 0 to 255.
  public var pdcchConfigSIB1: Int
  public var frameCount: Int

  public init(
    cellIdentity: Int, pattern: String = "C", candidateCount: Int = 8, blocks: [Int] = [0], gridSize: Int = 51, systemFrameNumber: Int = 0,
    pdcchConfigSIB1: Int = 0, frameCount: Int = 2
  ) {
    self.cellIdentity = cellIdentity
    self.pattern = pattern
    self.candidateCount = candidateCount
    self.blocks = blocks
    self.gridSize = gridSize
    self.systemFrameNumber = systemFrameNumber
    self.pdcchConfigSIB1 = pdcchConfigSIB1
    self.frameCount = frameCount
  }

  /// Frames between two bursts.
  private static let period = 2

  /// The candidates.
  /// - Throws: for a case or a number of candidates that there is not.
  public func blockPattern() throws(ParameterError) -> SynchronizationSignalBlockPattern {
    let known: [String: SynchronizationSignalBlockPattern.Case] = ["A": .a, "B": .b, "C": .c, "D": .d]
    guard let pattern = known[pattern.uppercased()] else {
      throw ParameterError("pattern", self.pattern, "blocks in one slot are of case A, B, C or D", "TS 38.213 §4.1")
    }
    return try SynchronizationSignalBlockPattern(pattern, maximumCount: candidateCount)
  }

  /// The place of the blocks, as near to the carrier's middle as whole subcarriers allow, and k_SSB.
  /// - Throws: for a carrier that is too narrow or cannot be.
  public func placement() throws(ParameterError) -> (SynchronizationSignalBlockPlacement, subcarrierOffset: Int) {
    let pattern = try blockPattern()
    let carrier = try Carrier(numerology: pattern.numerology, gridSize: gridSize, cellIdentity: cellIdentity)
    let isHigh = pattern.numerology.exponent >= 3
    // In subcarriers of the resource blocks that offsetToPointA counts.
    let first = max(0, carrier.subcarrierCount - SynchronizationSignalBlock.subcarrierCount) / 2
    let (offset, rest) = (first << (pattern.numerology.exponent - (isHigh ? 2 : 0))).quotientAndRemainder(dividingBy: 12)
    let placement = try SynchronizationSignalBlockPlacement(
      carrier: carrier, pattern: pattern, offsetToPointA: offset, subcarrierOffset: rest, commonSpacing: isHigh ? .kHz60 : .kHz15)
    return (placement, rest)
  }

  /// The MIB of a frame.
  /// - Throws: for values that the MIB cannot have.
  public func masterInformationBlock(frame: Int) throws(ParameterError) -> MasterInformationBlock {
    try MasterInformationBlock(
      systemFrameNumber: ((systemFrameNumber + frame) % 1024) >> 4, subCarrierSpacingCommon: .kHz15or60,
      ssbSubcarrierOffset: placement().subcarrierOffset & 15, dmrsTypeAPosition: .pos2, pdcchConfigSIB1: pdcchConfigSIB1)
  }

  /// The samples, frame by frame from a burst on; their mean power is 1 where a block is sent on the whole carrier.
  /// - Throws: for what the standard does not have.
  public func samples() throws(ParameterError) -> (samples: [Complex], sampleRateHz: Int) {
    guard 1...1024 ~= frameCount else { throw ParameterError("frameCount", frameCount, "1 to 1024 are made", "TS 38.211 §4.3.1") }
    guard 0...1023 ~= systemFrameNumber else {
      throw ParameterError("systemFrameNumber", systemFrameNumber, "it is 0 to 1023", "TS 38.211 §4.3.1")
    }
    let pattern = try blockPattern()
    guard !blocks.isEmpty, Set(blocks).count == blocks.count else {
      throw ParameterError("blocks", blocks, "one block or more are sent, each once", "TS 38.213 §4.1")
    }
    let placement = try placement()
    let carrier = placement.0.carrier
    let configuration = try OFDMConfiguration(carrier: carrier)
    var modulator = try OFDMModulator(configuration)
    let slotsPerFrame = carrier.numerology.slotsPerFrame
    let timing = configuration.timing
    let starts = (0..<slotsPerFrame).reduce(into: [0]) { $0.append(($0.last ?? 0) + timing.sampleCount(slot: $1)) }
    let frameLength = starts[slotsPerFrame]
    guard frameCount <= (1 << 28) / frameLength else {
      throw ParameterError("frameCount", frameCount, "a file has at most 2²⁸ samples", "docs/radio.md, IQ files")
    }
    var samples = [Complex](repeating: .zero, count: frameCount * frameLength)
    for frame in stride(from: 0, to: frameCount, by: Self.period) {
      let number = (systemFrameNumber + frame) % 1024
      let message = try masterInformationBlock(frame: frame)
      var grids: [Int: ResourceGrid] = [:]
      for index in blocks {
        let payload = try PBCHPayload(
          message, systemFrameNumberLow: number & 15, halfFrame: 0, index: index, subcarrierOffsetHigh: placement.subcarrierOffset >> 4)
        let block = try SynchronizationSignalBlock(cellIdentity: cellIdentity, pattern: pattern, index: index, payload: payload)
        let slot = try pattern.start(index: index, halfFrame: 0).slot
        try placement.0.map(block, into: &grids[slot, default: ResourceGrid(carrier)])
      }
      for (slot, grid) in grids {
        let start = frame * frameLength + starts[slot]
        samples.withUnsafeMutableBufferPointer {
          modulator.modulate(
            grid, port: 0, slot: slot, into: UnsafeMutableBufferPointer(rebasing: $0[start..<(start + timing.sampleCount(slot: slot))]))
        }
      }
    }
    return (samples, timing.sampleRate)
  }

  /// The search that finds them.
  /// - Parameter carrierFrequencyHz: 0 Hz of the samples.
  /// - Throws: for what the search cannot have.
  public func search(sampleRateHz: Int, carrierFrequencyHz: Double) throws(ParameterError) -> CellSearchConfiguration {
    let placement = try placement().0
    return try CellSearchConfiguration(
      sampleRateHz: sampleRateHz, carrierFrequencyHz: carrierFrequencyHz, pattern: placement.pattern,
      rasterOffsetsHz: [Double(placement.centreOffsetHz)])
  }
}
