import Modulation

/// What a value of the field "antenna port(s)" of DCI formats 0_1 and 1_1 means (TS 38.212, tables 7.3.1.1.2-6 to -23 and 7.3.1.2.2-1 to
/// -4).
public struct DCIAntennaPorts: Sendable, Hashable {
  /// CDM groups 0 to this number less one have no data in symbols with DM-RS.
  public var cdmGroupsWithoutData: Int
  /// Ports of the DM-RS in the order of the layers; of a PDSCH p - 1000.
  public var ports: [Int]
  /// Front-load symbols, 1 or 2.
  public var symbolCount: Int
  /// n_SCID, where this field says it.
  public var scramblingInitialization: Int?

  public init(cdmGroupsWithoutData: Int, ports: [Int], symbolCount: Int = 1, scramblingInitialization: Int? = nil) {
    self.cdmGroupsWithoutData = cdmGroupsWithoutData
    self.ports = ports
    self.symbolCount = symbolCount
    self.scramblingInitialization = scramblingInitialization
  }

  /// Of a PDSCH (tables 7.3.1.2.2-1 to -4), by the field's value; values from the count on are reserved.
  /// - Parameter codewordCount: codewords that the DCI enables, 1 or 2.
  /// - Throws: for another number, and a signal of another type or length.
  public static func downlink(_ signal: DCIReferenceSignal, codewordCount: Int) throws(ParameterError) -> [DCIAntennaPorts] {
    try signal.check()
    guard 1...2 ~= codewordCount else {
      throw ParameterError("codewordCount", codewordCount, "there are 1 or 2", "TS 38.212 §7.3.1.2.2")
    }
    return rows(downlinkText[2 * (signal.type - 1) + codewordCount - 1], signal)
  }

  /// Of a PUSCH without transform precoding (tables 7.3.1.1.2-8 to -23), by the field's value; values from the count on are reserved.
  /// - Parameter rank: layers, 1 to 4.
  /// - Throws: for another rank, and a signal of another type or length.
  public static func uplink(_ signal: DCIReferenceSignal, rank: Int) throws(ParameterError) -> [DCIAntennaPorts] {
    try signal.check()
    guard 1...4 ~= rank else { throw ParameterError("rank", rank, "a PUSCH has 1 to 4 layers", "TS 38.212 §7.3.1.1.2") }
    return rows(uplinkText[4 * (signal.type - 1) + rank - 1], signal)
  }

  /// Of a PUSCH with transform precoding (tables 7.3.1.1.2-6, -6A, -7 and -7A), by the field's value; values from the count on are reserved.
  /// - Parameter hasTypeTwoSequence: π/2-BPSK with `dmrs-UplinkTransformPrecoding`: half of the ports, with either n_SCID.
  /// - Throws: for a signal of type 2, or of another length.
  public static func transformPrecoded(
    _ signal: DCIReferenceSignal, hasTypeTwoSequence: Bool = false
  ) throws(ParameterError) -> [DCIAntennaPorts] {
    try signal.check()
    guard signal.type == 1 else {
      throw ParameterError("type", signal.type, "transform precoding goes with reference signals of type 1", "TS 38.211 §6.4.1.1.3")
    }
    return (1...signal.maximumLength).flatMap { symbols in
      (0..<(4 * symbols)).map { index in
        DCIAntennaPorts(
          cdmGroupsWithoutData: 2, ports: [hasTypeTwoSequence ? index & ~1 : index], symbolCount: symbols,
          scramblingInitialization: hasTypeTwoSequence ? index & 1 : nil)
      }
    }
  }

  /// The table for a length of 1 is the beginning of that for 2, up to the first row with two symbols.
  private static func rows(_ text: String, _ signal: DCIReferenceSignal) -> [DCIAntennaPorts] {
    text.split(separator: ";").map { row in
      let parts = row.split(separator: " ")
      return DCIAntennaPorts(
        cdmGroupsWithoutData: Int(parts[0]) ?? 0, ports: parts[1].split(separator: ",").compactMap { Int($0) },
        symbolCount: Int(parts[2]) ?? 0)
    }.prefix { $0.symbolCount <= signal.maximumLength }.map { $0 }
  }

  /// Rows of CDM groups without data, ports and front-load symbols: of type 1 with one and two codewords, and of type 2.
  private static let downlinkText = [
    """
    1 0 1;1 1 1;1 0,1 1;2 0 1;2 1 1;2 2 1;2 3 1;2 0,1 1;2 2,3 1;2 0,1,2 1;2 0,1,2,3 1;2 0,2 1;2 0 2;2 1 2;2 2 2;2 3 2;2 4 2;2 5 2;2 6 2;\
    2 7 2;2 0,1 2;2 2,3 2;2 4,5 2;2 6,7 2;2 0,4 2;2 2,6 2;2 0,1,4 2;2 2,3,6 2;2 0,1,4,5 2;2 2,3,6,7 2;2 0,2,4,6 2
    """,
    "2 0,1,2,3,4 2;2 0,1,2,3,4,6 2;2 0,1,2,3,4,5,6 2;2 0,1,2,3,4,5,6,7 2",
    """
    1 0 1;1 1 1;1 0,1 1;2 0 1;2 1 1;2 2 1;2 3 1;2 0,1 1;2 2,3 1;2 0,1,2 1;2 0,1,2,3 1;3 0 1;3 1 1;3 2 1;3 3 1;3 4 1;3 5 1;3 0,1 1;3 2,3 1;\
    3 4,5 1;3 0,1,2 1;3 3,4,5 1;3 0,1,2,3 1;2 0,2 1;3 0 2;3 1 2;3 2 2;3 3 2;3 4 2;3 5 2;3 6 2;3 7 2;3 8 2;3 9 2;3 10 2;3 11 2;3 0,1 2;\
    3 2,3 2;3 4,5 2;3 6,7 2;3 8,9 2;3 10,11 2;3 0,1,6 2;3 2,3,8 2;3 4,5,10 2;3 0,1,6,7 2;3 2,3,8,9 2;3 4,5,10,11 2;1 0 2;1 1 2;1 6 2;\
    1 7 2;1 0,1 2;1 6,7 2;2 0,1 2;2 2,3 2;2 6,7 2;2 8,9 2
    """,
    "3 0,1,2,3,4 1;3 0,1,2,3,4,5 1;2 0,1,2,3,6 2;2 0,1,2,3,6,8 2;2 0,1,2,3,6,7,8 2;2 0,1,2,3,6,7,8,9 2",
  ]

  /// Rows as those of the downlink: of type 1 with 1 to 4 layers, and of type 2.
  private static let uplinkText = [
    "1 0 1;1 1 1;2 0 1;2 1 1;2 2 1;2 3 1;2 0 2;2 1 2;2 2 2;2 3 2;2 4 2;2 5 2;2 6 2;2 7 2",
    "1 0,1 1;2 0,1 1;2 2,3 1;2 0,2 1;2 0,1 2;2 2,3 2;2 4,5 2;2 6,7 2;2 0,4 2;2 2,6 2", "2 0,1,2 1;2 0,1,4 2;2 2,3,6 2",
    "2 0,1,2,3 1;2 0,1,4,5 2;2 2,3,6,7 2;2 0,2,4,6 2",
    """
    1 0 1;1 1 1;2 0 1;2 1 1;2 2 1;2 3 1;3 0 1;3 1 1;3 2 1;3 3 1;3 4 1;3 5 1;3 0 2;3 1 2;3 2 2;3 3 2;3 4 2;3 5 2;3 6 2;3 7 2;3 8 2;3 9 2;\
    3 10 2;3 11 2;1 0 2;1 1 2;1 6 2;1 7 2
    """,
    """
    1 0,1 1;2 0,1 1;2 2,3 1;3 0,1 1;3 2,3 1;3 4,5 1;2 0,2 1;3 0,1 2;3 2,3 2;3 4,5 2;3 6,7 2;3 8,9 2;3 10,11 2;1 0,1 2;1 6,7 2;2 0,1 2;\
    2 2,3 2;2 6,7 2;2 8,9 2
    """,
    "2 0,1,2 1;3 0,1,2 1;3 3,4,5 1;3 0,1,6 2;3 2,3,8 2;3 4,5,10 2", "2 0,1,2,3 1;3 0,1,2,3 1;3 0,1,6,7 2;3 2,3,8,9 2;3 4,5,10,11 2",
  ]
}

extension DCIFormat0_1 {
  /// The SRS resources that each value of the SRS resource indicator means for a PUSCH without codebook (tables 7.3.1.1.2-28 to -31); values
  /// from the count on are reserved. A resource gives a layer.
  /// - Parameters:
  ///   - count: N_SRS, 1 to 4.
  ///   - maximumLayers: L_max, 1 to 4.
  /// - Throws: for other numbers.
  public static func soundingResources(count: Int, maximumLayers: Int) throws(ParameterError) -> [[Int]] {
    guard 1...4 ~= count, 1...4 ~= maximumLayers else {
      throw ParameterError("count", count, "there are 1 to 4 resources and layers", "TS 38.212 §7.3.1.1.2")
    }
    func subsets(_ size: Int, from first: Int) -> [[Int]] {
      size == 0 ? [[]] : (first..<count).flatMap { resource in subsets(size - 1, from: resource + 1).map { [resource] + $0 } }
    }
    return (1...min(count, maximumLayers)).flatMap { subsets($0, from: 0) }
  }
}
