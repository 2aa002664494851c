import Modulation

/// Which physical resource block each virtual one of a bandwidth part is (TS 38.211 §7.3.1.6).
public struct VirtualResourceBlocks: Sendable, Hashable {
  /// Physical resource blocks, numbered in the bandwidth part, of the virtual ones from 0 on.
  public let physical: [Int]

  /// Without interleaving.
  /// - Parameters:
  ///   - count: virtual resource blocks.
  ///   - offset: for a DCI format 1_0 in a common search space the first resource block of its CORESET, otherwise 0.
  /// - Throws: for a count or offset that no bandwidth part has.
  public init(count: Int, offset: Int = 0) throws(ParameterError) {
    try Self.check(count, offset)
    physical = (0..<count).map { $0 + offset }
  }

  /// With interleaving in two rows.
  /// - Parameters:
  ///   - count: virtual resource blocks: those of the bandwidth part; of CORESET 0 or the initial one for a DCI format 1_0 in a common
  ///     search space.
  ///   - start: the resource block of point A's grid that bundles are counted from: the bandwidth part's first, plus that of the CORESET
  ///     for a DCI format 1_0 in a common search space; 0 for one of type 0 in CORESET 0.
  ///   - bundleSize: L: `vrb-ToPRB-Interleaver`, 2 or 4; 2 for a DCI format 1_0 in a common search space.
  ///   - offset: as without interleaving.
  /// - Throws: for another bundle size, or a count or start that no bandwidth part has.
  public init(interleaved count: Int, start: Int, bundleSize: Int, offset: Int = 0) throws(ParameterError) {
    let clause = "TS 38.211 §7.3.1.6"
    guard [2, 4].contains(bundleSize) else { throw ParameterError("bundleSize", bundleSize, "a bundle has 2 or 4 resource blocks", clause) }
    guard 0...2474 ~= start else { throw ParameterError("start", start, "it is a common resource block", clause) }
    try Self.check(count, offset)
    let first = start % bundleSize
    let bundles = (count + first + bundleSize - 1) / bundleSize
    // Bundle j stands in row j mod 2 of a matrix that is read by columns; an odd one at the end stays where it is.
    let columns = bundles / 2
    physical = (0..<bundles).flatMap { bundle in
      let target = bundle == bundles - 1 ? bundle : bundle & 1 * columns + bundle / 2
      let blocks = (target * bundleSize)..<((target + 1) * bundleSize)
      return blocks.map { $0 - first }.filter { 0..<count ~= $0 }.map { $0 + offset }
    }
  }

  private static func check(_ count: Int, _ offset: Int) throws(ParameterError) {
    guard 1...275 ~= count else {
      throw ParameterError("count", count, "a bandwidth part has 1 to 275 resource blocks", "TS 38.211 §7.3.1.6")
    }
    guard 0...274 ~= offset else { throw ParameterError("offset", offset, "a CORESET is in the bandwidth part", "TS 38.211 §7.3.1.6") }
  }
}
