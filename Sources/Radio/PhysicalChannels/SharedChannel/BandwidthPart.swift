import Modulation

/// A bandwidth part (TS 38.211 §4.4.5).
public struct BandwidthPart: Sendable, Hashable {
  /// N_BWP^start: its first common resource block, counted from point A.
  public let start: Int
  /// N_BWP^size: resource blocks.
  public let size: Int

  /// - Throws: for a part that is not within the carrier's grid.
  public init(start: Int, size: Int, of carrier: Carrier) throws(ParameterError) {
    guard size >= 1, start >= carrier.gridStart, size <= carrier.gridSize, start - carrier.gridStart <= carrier.gridSize - size else {
      throw ParameterError("bandwidthPart", "\(start)+\(size)", "it is within the carrier's resource blocks", "TS 38.211 §4.4.5")
    }
    self.start = start
    self.size = size
  }

  /// The whole carrier.
  public init(_ carrier: Carrier) {
    start = carrier.gridStart
    size = carrier.gridSize
  }
}
