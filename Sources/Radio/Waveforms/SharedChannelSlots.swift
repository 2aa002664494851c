import Base
import ChannelCoding
import Modulation

/// What the waveforms of a PUSCH and of a PDSCH have in common: one in each slot of a number of slots, with random transport blocks.
public struct SharedChannelSlots: Sendable, Hashable, Codable {
  /// N_ID^cell, 0 to 1007, which scrambles and is that of DM-RS too.
  public var cellIdentity: Int
  /// kHz.
  public var subcarrierSpacing: Int
  /// Resource blocks of the carrier.
  public var gridSize: Int
  public var firstResourceBlock: Int
  public var resourceBlockCount: Int
  /// I_MCS of the table up to 64QAM, of a PUSCH with transform precoding of its own table.
  public var mcs: Int
  /// The C-RNTI.
  public var rnti: UInt16
  /// From the first slot of a frame on.
  public var slotCount: Int
  /// Of the transport blocks.
  public var seed: UInt64

  /// - Parameter resourceBlockCount: nil for all from the first one on.
  public init(
    cellIdentity: Int = 0, subcarrierSpacing: Int = 30, gridSize: Int = 51, firstResourceBlock: Int = 0, resourceBlockCount: Int? = nil,
    mcs: Int = 10, rnti: UInt16 = 1, slotCount: Int = 2, seed: UInt64 = 1
  ) {
    self.cellIdentity = cellIdentity
    self.subcarrierSpacing = subcarrierSpacing
    self.gridSize = gridSize
    self.firstResourceBlock = firstResourceBlock
    self.resourceBlockCount = resourceBlockCount ?? max(0, gridSize.subtractingReportingOverflow(firstResourceBlock).partialValue)
    self.mcs = mcs
    self.rnti = rnti
    self.slotCount = slotCount
    self.seed = seed
  }

  /// The carrier.
  /// - Throws: for what a carrier, its resource blocks or the slots cannot be.
  func carrier() throws(ParameterError) -> Carrier {
    guard 1...10_000 ~= slotCount else { throw ParameterError("slotCount", slotCount, "1 to 10000 are made", "docs/radio.md, IQ files") }
    let carrier = try Carrier(numerology: Numerology(kHz: subcarrierSpacing), gridSize: gridSize, cellIdentity: cellIdentity)
    guard 1...gridSize ~= resourceBlockCount, 0...(gridSize - resourceBlockCount) ~= firstResourceBlock else {
      throw ParameterError(
        "resourceBlockCount", resourceBlockCount, "a shared channel has resource blocks of its carrier, 0 to \(gridSize - 1)",
        "TS 38.214 §5.1.2.2 and §6.1.2.2")
    }
    return carrier
  }

  var resourceBlocks: Range<Int> { firstResourceBlock..<(firstResourceBlock + resourceBlockCount) }

  /// The transport blocks of so many bits, slot by slot.
  func transportBlocks(_ size: Int) -> [BitSequence] {
    var generator = SeededGenerator(seed: seed)
    return (0..<slotCount).map { _ in BitSequence(randomCount: size, using: &generator) }
  }
}

extension Numerology {
  /// - Throws: for a spacing that there is not.
  init(kHz: Int) throws(ParameterError) {
    guard let numerology = Self.allCases.first(where: { $0.subcarrierSpacing / 1000 == kHz }) else {
      throw ParameterError("subcarrierSpacing", kHz, "spacings are 15, 30, 60, 120 and 240 kHz", "TS 38.211, table 4.2-1")
    }
    self = numerology
  }
}
