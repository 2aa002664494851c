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

/// Resource blocks that a field of a DCI assigns (TS 38.214 §5.1.2.2 and §6.1.2.2): virtual ones in the downlink, numbered in the
/// bandwidth part.
public enum FrequencyAllocation {
  /// `rbg-Size`.
  public enum GroupSize: Sendable, Hashable, CaseIterable {
    case configuration1
    case configuration2

    /// P, the nominal size of a resource block group (table 5.1.2.2.1-1).
    public func blocks(bandwidthPartSize size: Int) -> Int {
      switch size {
      case ...36: self == .configuration1 ? 2 : 4
      case ...72: self == .configuration1 ? 4 : 8
      case ...144: self == .configuration1 ? 8 : 16
      default: 16
      }
    }
  }

  /// The resource blocks of each group of type 0, the first and the last of which may have fewer.
  public static func groups(_ part: BandwidthPart, _ size: GroupSize) -> [Range<Int>] {
    let nominal = size.blocks(bandwidthPartSize: part.size)
    let offset = part.start % nominal
    return (0..<((part.size + offset + nominal - 1) / nominal)).map { group in
      max(0, group * nominal - offset)..<min(part.size, (group + 1) * nominal - offset)
    }
  }

  /// The resource blocks of a bitmap of type 0, ascending.
  /// - Parameter bitmap: one for each group, the lowest first: the field's most significant bit.
  /// - Throws: for a bitmap of another size, or without a one.
  public static func blocks(bitmap: [Bool], _ part: BandwidthPart, _ size: GroupSize) throws(ParameterError) -> [Int] {
    let groups = groups(part, size)
    guard bitmap.count == groups.count, bitmap.contains(true) else {
      throw ParameterError("bitmap", bitmap.count, "a bitmap has \(groups.count) bits, one of them set", "TS 38.214 §5.1.2.2.1")
    }
    return zip(bitmap, groups).flatMap { $0 ? Array($1) : [] }
  }

  /// The resource indication value of contiguous resource blocks (type 1).
  /// - Parameters:
  ///   - size: of the bandwidth part that the field's width is from.
  ///   - step: K, where the field's width is from a smaller bandwidth part (the initial one) than the active one: start and length are
  ///     multiples.
  /// - Throws: for resource blocks that are not within the bandwidth part, or are no multiples of the step.
  public static func indication(_ blocks: Range<Int>, size: Int, step: Int = 1) throws(ParameterError) -> Int {
    try check(size: size, step: step)
    guard !blocks.isEmpty, blocks.lowerBound >= 0, blocks.upperBound <= size * step, blocks.lowerBound % step == 0,
      blocks.count % step == 0
    else {
      throw ParameterError("blocks", blocks, "1 to \(size) resource blocks in steps of \(step) are allocated", "TS 38.214 §5.1.2.2.2")
    }
    let (start, length) = (blocks.lowerBound / step, blocks.count / step)
    return length - 1 <= size / 2 ? size * (length - 1) + start : size * (size - length + 1) + (size - 1 - start)
  }

  /// The resource blocks of a resource indication value, as ``indication(_:size:step:)`` makes it.
  /// - Throws: for a value that no resource blocks have.
  public static func blocks(indication: Int, size: Int, step: Int = 1) throws(ParameterError) -> Range<Int> {
    try check(size: size, step: step)
    guard 0..<(size * (size + 1) / 2) ~= indication else {
      throw ParameterError("indication", indication, "a value is 0 to \(size * (size + 1) / 2 - 1)", "TS 38.214 §5.1.2.2.2")
    }
    let (quotient, remainder) = indication.quotientAndRemainder(dividingBy: size)
    let isTurned = remainder + quotient + 1 > size
    let start = isTurned ? size - 1 - remainder : remainder
    let length = isTurned ? size - quotient + 1 : quotient + 1
    return (start * step)..<((start + length) * step)
  }

  /// K of a field whose width is from the initial bandwidth part.
  public static func step(activeSize: Int, initialSize: Int) -> Int {
    guard initialSize > 0 else { return 1 }
    return [8, 4, 2].first { $0 <= activeSize / initialSize } ?? 1
  }

  private static func check(size: Int, step: Int) throws(ParameterError) {
    guard 1...275 ~= size else {
      throw ParameterError("size", size, "a bandwidth part has 1 to 275 resource blocks", "TS 38.214 §5.1.2.2.2")
    }
    guard [1, 2, 4, 8].contains(step) else { throw ParameterError("step", step, "K is 1, 2, 4 or 8", "TS 38.214 §5.1.2.2.2") }
  }
}
