import Modulation

/// How much stronger than data UCI on a PUSCH is coded: β_offset (TS 38.213 §9.3).
public struct UCIOffset: Sendable, Hashable {
  /// β_offset in eighths, of which all values are whole numbers.
  public let eighths: Int

  /// Table 9.3-1, in eighths.
  private static let harqACK = [8, 16, 20, 25, 32, 40, 50, 64, 80, 101, 127, 160, 248, 400, 640, 1008]
  /// Table 9.3-2, in eighths.
  private static let csi = [9, 10, 11, 13, 14, 16, 18, 20, 23, 25, 28, 32, 40, 50, 64, 80, 101, 127, 160]

  /// Of HARQ-ACK (table 9.3-1).
  /// - Throws: for a reserved index: above 15.
  public static func harqACK(index: Int) throws(ParameterError) -> UCIOffset {
    guard harqACK.indices ~= index else {
      throw ParameterError("index", index, "indices of HARQ-ACK offsets above 15 are reserved", "TS 38.213, table 9.3-1")
    }
    return UCIOffset(eighths: harqACK[index])
  }

  /// Of CSI part 1 or 2 (table 9.3-2).
  /// - Throws: for a reserved index: above 18.
  public static func csi(index: Int) throws(ParameterError) -> UCIOffset {
    guard csi.indices ~= index else {
      throw ParameterError("index", index, "indices of CSI offsets above 18 are reserved", "TS 38.213, table 9.3-2")
    }
    return UCIOffset(eighths: csi[index])
  }
}

/// The offsets that a UE is configured with, from which the number of bits chooses (TS 38.213 §9.3, `BetaOffsets`).
public struct UCIOffsets: Sendable, Hashable {
  /// `betaOffsetACK-Index1`, 2 and 3: for up to 2, up to 11 and more bits.
  public let harqACK: [UCIOffset]
  /// `betaOffsetCSI-Part1-Index1` and 2: for up to 11 and more bits.
  public let csiPart1: [UCIOffset]
  /// `betaOffsetCSI-Part2-Index1` and 2.
  public let csiPart2: [UCIOffset]

  /// The defaults are those of TS 38.331: indices 11 and 13.
  /// - Parameters: indices into the tables of TS 38.213 §9.3.
  /// - Throws: for other than 3, 2 and 2 indices, or reserved ones.
  public init(harqACK: [Int] = [11, 11, 11], csiPart1: [Int] = [13, 13], csiPart2: [Int] = [13, 13]) throws(ParameterError) {
    guard harqACK.count == 3, csiPart1.count == 2, csiPart2.count == 2 else {
      throw ParameterError("offsets", "\(harqACK) \(csiPart1) \(csiPart2)", "there are 3 indices, 2 and 2", "TS 38.331, BetaOffsets")
    }
    self.harqACK = try harqACK.map { index throws(ParameterError) in try UCIOffset.harqACK(index: index) }
    self.csiPart1 = try csiPart1.map { index throws(ParameterError) in try UCIOffset.csi(index: index) }
    self.csiPart2 = try csiPart2.map { index throws(ParameterError) in try UCIOffset.csi(index: index) }
  }

  func harqACK(bitCount: Int) -> UCIOffset { harqACK[bitCount <= 2 ? 0 : bitCount <= 11 ? 1 : 2] }
  func csiPart1(bitCount: Int) -> UCIOffset { csiPart1[bitCount <= 11 ? 0 : 1] }
  func csiPart2(bitCount: Int) -> UCIOffset { csiPart2[bitCount <= 11 ? 0 : 1] }
}

/// α: the part of a PUSCH that UCI beside data may take (`scaling` of `UCI-OnPUSCH`).
public enum UCIScaling: Int, Sendable, Hashable, CaseIterable {
  case f0p5 = 50
  case f0p65 = 65
  case f0p8 = 80
  case f1 = 100

  /// ⌈α · count⌉.
  func limit(_ count: Int) -> Int { (rawValue * count + 99) / 100 }
}
