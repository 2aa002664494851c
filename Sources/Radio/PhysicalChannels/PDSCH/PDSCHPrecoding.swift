import DSPKernels
import Modulation

/// Matrices that take the layers of a PDSCH to antenna ports, one for each group of resource blocks (TS 38.211 §7.3.1.4, TS 38.214
/// §5.1.2.3).
public struct PDSCHPrecoding: Sendable, Hashable {
  public let portCount: Int
  public let layerCount: Int
  /// P': resource blocks of a group, 2 or 4; nil for one matrix in all of them.
  public let groupSize: Int?
  /// Of all groups, row by row: a row for each port, with an element for each layer.
  let weights: [Complex]

  /// Each layer on the port of its number.
  /// - Throws: for other than 1 to 8 layers.
  public init(layerCount: Int) throws(ParameterError) {
    let count = try LayerMapping(layerCount: layerCount).layerCount
    let matrix = (0..<(count * count)).map { $0 % (count + 1) == 0 ? Complex(1, 0) : .zero }
    try self.init([matrix], portCount: count, layerCount: count)
  }

  /// - Parameters:
  ///   - matrices: one, or one for each precoding resource block group of the bandwidth part, ascending. Row by row: a row for each port.
  ///   - groupSize: P', 2 or 4: groups begin at multiples of it, counted from point A. nil for a single matrix.
  /// - Throws: for matrices of another size than ports times layers, another group size, or more than 8 layers.
  public init(_ matrices: [[Complex]], portCount: Int, layerCount: Int, groupSize: Int? = nil) throws(ParameterError) {
    guard 1...8 ~= layerCount else { throw ParameterError("layerCount", layerCount, "there are 1 to 8 layers", "TS 38.211 §7.3.1.3") }
    guard 1...1024 ~= portCount else { throw ParameterError("portCount", portCount, "there are 1 to 1024 ports", "TS 38.211 §7.3.1.4") }
    guard groupSize == nil || groupSize == 2 || groupSize == 4 else {
      throw ParameterError("groupSize", groupSize ?? 0, "a group has 2 or 4 resource blocks", "TS 38.214 §5.1.2.3")
    }
    guard !matrices.isEmpty, matrices.count == 1 || groupSize != nil, matrices.allSatisfy({ $0.count == portCount * layerCount }) else {
      throw ParameterError(
        "matrices", matrices.count, "each group has a matrix of \(portCount) rows of \(layerCount)", "TS 38.211 §7.3.1.4")
    }
    self.portCount = portCount
    self.layerCount = layerCount
    self.groupSize = groupSize
    weights = matrices.flatMap { $0 }
  }

  /// The groups of a bandwidth part.
  public func groupCount(_ part: BandwidthPart) -> Int {
    groupSize.map { (part.start + part.size - 1) / $0 - part.start / $0 + 1 } ?? 1
  }

  /// The group of a common resource block.
  func group(of block: Int, _ part: BandwidthPart) -> Int { groupSize.map { block / $0 - part.start / $0 } ?? 0 }

  func check(_ configuration: PDSCHConfiguration) throws(ParameterError) {
    guard layerCount == configuration.layers.layerCount else {
      throw ParameterError(
        "precoding", layerCount, "the PDSCH has \(configuration.layers.layerCount) layers", "TS 38.211 §7.3.1.4")
    }
    guard weights.count == groupCount(configuration.part) * portCount * layerCount else {
      throw ParameterError(
        "precoding", weights.count / (portCount * layerCount), "the bandwidth part has \(groupCount(configuration.part)) groups",
        "TS 38.214 §5.1.2.3")
    }
  }
}
