import DSPKernels
import Modulation

/// Where a carrier's grid has its SS/PBCH blocks (TS 38.211 §7.4.3.1, §4.4.4.2).
public struct SynchronizationSignalBlockPlacement: Sendable, Hashable {
  public let carrier: Carrier
  public let pattern: SynchronizationSignalBlockPattern
  /// The grid's subcarrier that is a block's first.
  public let firstSubcarrier: Int

  /// Hz from point A to a block's first subcarrier.
  /// - Parameters:
  ///   - offsetToPointA: 0 to 2199; resource blocks of 15 kHz, or of 60 kHz in frequency range 2.
  ///   - subcarrierOffset: k_SSB: 0 to 23 subcarriers of 15 kHz, or 0 to 11 of the common spacing in frequency range 2.
  ///   - commonSpacing: subCarrierSpacingCommon; 60 and 120 kHz are those of frequency range 2.
  /// - Throws: for values beyond these.
  public static func offsetHz(offsetToPointA: Int, subcarrierOffset: Int, commonSpacing: Numerology) throws(ParameterError) -> Int {
    guard commonSpacing != .kHz240 else {
      throw ParameterError("commonSpacing", commonSpacing, "it is 15 or 30 kHz, or 60 or 120 kHz", "TS 38.331 §6.2.2")
    }
    let isHigh = commonSpacing == .kHz60 || commonSpacing == .kHz120
    guard 0...2199 ~= offsetToPointA else {
      throw ParameterError("offsetToPointA", offsetToPointA, "it is 0 to 2199", "TS 38.331 §6.3.2")
    }
    guard 0..<(isHigh ? 12 : 24) ~= subcarrierOffset else {
      throw ParameterError(
        "subcarrierOffset", subcarrierOffset, "k_SSB is below 24, in frequency range 2 below 12", "TS 38.211 §7.4.3.1")
    }
    let unit: Numerology = isHigh ? .kHz60 : .kHz15
    return 12 * offsetToPointA * unit.subcarrierSpacing
      + subcarrierOffset * (isHigh ? commonSpacing.subcarrierSpacing : unit.subcarrierSpacing)
  }

  /// - Parameters:
  ///   - carrier: of the blocks' own subcarrier spacing.
  ///   - pattern: which candidates there are.
  ///   - offsetToPointA: 0 to 2199; resource blocks of 15 kHz, or of 60 kHz in frequency range 2.
  ///   - subcarrierOffset: k_SSB.
  ///   - commonSpacing: subCarrierSpacingCommon.
  /// - Throws: for values that do not exist, for a carrier of another spacing, for blocks that are between the grid's subcarriers or beyond its
  ///   edges.
  public init(
    carrier: Carrier, pattern: SynchronizationSignalBlockPattern, offsetToPointA: Int, subcarrierOffset: Int, commonSpacing: Numerology
  ) throws(ParameterError) {
    guard carrier.numerology == pattern.numerology, carrier.cyclicPrefix == .normal else {
      throw ParameterError(
        "carrier", carrier.numerology, "its grid has no blocks of case \(pattern.pattern), which are of \(pattern.numerology)",
        "TS 38.211 §7.4.3.1")
    }
    let offset = try Self.offsetHz(offsetToPointA: offsetToPointA, subcarrierOffset: subcarrierOffset, commonSpacing: commonSpacing)
    let spacing = carrier.numerology.subcarrierSpacing
    guard offset % spacing == 0 else {
      throw ParameterError(
        "subcarrierOffset", subcarrierOffset, "the blocks' subcarriers are between those of the grid", "TS 38.211 §7.4.3.1")
    }
    let first = offset / spacing - 12 * carrier.gridStart
    guard first >= 0, first + SynchronizationSignalBlock.subcarrierCount <= carrier.subcarrierCount else {
      throw ParameterError("offsetToPointA", offsetToPointA, "the blocks are not within the carrier", "TS 38.211 §4.4.4.2")
    }
    self.carrier = carrier
    self.pattern = pattern
    firstSubcarrier = first
  }

  /// Hz from the middle of the carrier (its subcarrier 6 · N_grid^size) to the blocks' subcarrier 120.
  public var centreOffsetHz: Int {
    (firstSubcarrier + SynchronizationSignalBlock.subcarrierCount / 2 - carrier.subcarrierCount / 2)
      * carrier.numerology.subcarrierSpacing
  }

  /// Puts a block into the grid of the slot in which it is (``SynchronizationSignalBlockPattern/start(index:halfFrame:)``).
  /// - Parameters:
  ///   - grid: of one slot of the carrier.
  ///   - port: to which of the grid's ports.
  ///   - amplitude: what elements are multiplied with.
  /// - Throws: for another cell's block, a grid of another carrier, a port that it lacks, a block that is in two
  ///   slots (some of case E).
  public func map(
    _ block: SynchronizationSignalBlock, into grid: inout ResourceGrid, port: Int = 0, amplitude: Float = 1
  ) throws(ParameterError) {
    guard block.cellIdentity == carrier.cellIdentity else {
      throw ParameterError("block", block.cellIdentity, "the carrier is cell \(carrier.cellIdentity)'s", "TS 38.211 §7.4.3.1")
    }
    guard grid.symbolCount == carrier.symbolsPerSlot, grid.subcarrierCount == carrier.subcarrierCount, 0..<grid.portCount ~= port else {
      throw ParameterError("grid", grid.subcarrierCount, "it is not a grid of the carrier with port \(port)", "TS 38.211 §4.4.2")
    }
    let (_, symbol) = try pattern.start(index: block.index, halfFrame: 0)
    guard symbol + SynchronizationSignalBlock.symbolCount <= carrier.symbolsPerSlot else {
      throw ParameterError("index", block.index, "the block is in two slots", "TS 38.213 §4.1")
    }
    let count = SynchronizationSignalBlock.subcarrierCount
    grid.withMutableElements { target in
      for line in 0..<SynchronizationSignalBlock.symbolCount {
        let start = (port * carrier.symbolsPerSlot + symbol + line) * carrier.subcarrierCount + firstSubcarrier
        for place in 0..<count { target[start + place] = block.elements[line * count + place] * amplitude }
      }
    }
  }
}
