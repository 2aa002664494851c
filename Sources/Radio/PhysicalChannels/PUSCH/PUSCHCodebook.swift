import DSPKernels
import Modulation

/// Which precoding matrices a UE may be told to use, by the coherence of its ports (`codebookSubset`, TS 38.214 §6.1.1.1).
public enum CodebookSubset: Sendable, Hashable, CaseIterable {
  case fullyAndPartialAndNonCoherent
  case partialAndNonCoherent
  case nonCoherent
}

/// The codebook of a PUSCH with 2 or 4 antenna ports (TS 38.211 §6.3.1.5). The tables of 8 ports and those for full power are not among it.
public enum PUSCHCodebook {
  /// The matrices of a table by TPMI: a word for each layer, a letter for each port, where n is -j. With how many of the first TPMI have
  /// which factor.
  private struct Table {
    var scales: [(count: Int, scale: Float)]
    var matrices: [Substring]

    init(_ scales: [(Int, Float)], _ text: String) {
      self.scales = scales
      matrices = text.split(separator: ",")
    }
  }

  private static let half = Float(0.5)
  private static let quarterPower = Float(0.125).squareRoot()

  /// Table 6.3.1.5-1.
  private static let twoPortsOneLayer = Table([(6, half.squareRoot())], "10,01,11,1-,1j,1n")
  private static let selection = "1000,0100,0010,0001,1010,10-0,10j0,10n0,0101,010-,010j,010n,"
  /// Table 6.3.1.5-2.
  private static let fourPortsTransformed = Table(
    [(28, half)], selection + "111-,11jj,11-1,11nn,1j1j,1jj1,1j-n,1jn-,1-11,1-jn,1---,1-nj,1n1n,1nj-,1n-j,1nn1")
  /// Table 6.3.1.5-3.
  private static let fourPortsOneLayer = Table(
    [(28, half)], selection + "1111,11jj,11--,11nn,1j1j,1jj-,1j-n,1jn1,1-1-,1-jn,1--1,1-nj,1n1n,1nj1,1n-j,1nn-")
  /// Table 6.3.1.5-4.
  private static let twoPortsTwoLayers = Table([(1, half.squareRoot()), (3, half)], "10 01,11 1-,1j 1n")
  /// Table 6.3.1.5-5.
  private static let fourPortsTwoLayers = Table(
    [(14, half), (22, quarterPower)],
    """
    1000 0100,1000 0010,1000 0001,0100 0010,0100 0001,0010 0001,1010 010n,1010 010j,10n0 0101,10n0 010-,10-0 010n,10-0 010j,10j0 0101,\
    10j0 010-,1111 11--,11jj 11nn,1j1j 1j-n,1jj- 1jn1,1-1- 1--1,1-jn 1-nj,1n1n 1n-j,1nj1 1nn-
    """)
  /// Table 6.3.1.5-6.
  private static let fourPortsThreeLayers = Table(
    [(3, half), (7, 1 / Float(12).squareRoot())],
    "1000 0100 0010,1010 0100 0001,10-0 0100 0001,1111 1-1- 11--,11jj 1-jn 11nn,1-1- 1111 1--1,1-jn 11jj 1-nj")
  /// Table 6.3.1.5-7.
  private static let fourPortsFourLayers = Table(
    [(1, half), (3, quarterPower), (5, 0.25)],
    "1000 0100 0010 0001,1010 10-0 0101 010-,10j0 10n0 010j 010n,1111 1-1- 11-- 1--1,11jj 1-jn 11nn 1-nj")

  private static func table(_ portCount: Int, _ layerCount: Int, _ transformPrecoding: Bool) -> Table? {
    switch (portCount, layerCount, transformPrecoding) {
    case (2, 1, _): twoPortsOneLayer
    case (4, 1, true): fourPortsTransformed
    case (4, 1, false): fourPortsOneLayer
    case (2, 2, false): twoPortsTwoLayers
    case (4, 2, false): fourPortsTwoLayers
    case (4, 3, false): fourPortsThreeLayers
    case (4, 4, false): fourPortsFourLayers
    default: nil
    }
  }

  /// W: for each port the weights of all layers, row by row.
  /// - Throws: for other than 2 and 4 ports, more layers than ports (or than one with transform precoding), or a TPMI beyond the table.
  public static func matrix(portCount: Int, layerCount: Int, tpmi: Int, transformPrecoding: Bool) throws(ParameterError) -> [Complex] {
    guard let table = table(portCount, layerCount, transformPrecoding) else {
      throw ParameterError(
        "layerCount", "\(layerCount) of \(portCount) ports", "the codebook has no such matrix", "TS 38.211 §6.3.1.5")
    }
    guard table.matrices.indices ~= tpmi, let scale = table.scales.first(where: { tpmi < $0.count })?.scale else {
      throw ParameterError("tpmi", tpmi, "this table has \(table.matrices.count) matrices", "TS 38.211 §6.3.1.5")
    }
    var matrix = [Complex](repeating: .zero, count: portCount * layerCount)
    for (layer, column) in table.matrices[tpmi].split(separator: " ").enumerated() {
      for (port, letter) in column.enumerated() {
        let value =
          switch letter {
          case "1": Complex(scale, 0)
          case "-": Complex(-scale, 0)
          case "j": Complex(0, scale)
          case "n": Complex(0, -scale)
          default: Complex.zero
          }
        matrix[port * layerCount + layer] = value
      }
    }
    return matrix
  }

  /// How many TPMI, from 0 on, a subset has (TS 38.214 §6.1.1.1, TS 38.212 §7.3.1.1.2); 0 for what the codebook does not have.
  public static func tpmiCount(portCount: Int, layerCount: Int, subset: CodebookSubset) -> Int {
    let counts: [Int] =
      switch (portCount, layerCount) {
      case (2, 1): [2, 0, 6]
      case (2, 2): [1, 0, 3]
      case (4, 1): [4, 12, 28]
      case (4, 2): [6, 14, 22]
      case (4, 3): [1, 3, 7]
      case (4, 4): [1, 3, 5]
      default: [0, 0, 0]
      }
    return
      switch subset
    {
    case .nonCoherent: counts[0]
    case .partialAndNonCoherent: counts[1]
    case .fullyAndPartialAndNonCoherent: counts[2]
    }
  }
}

/// The field "precoding information and number of layers" of a DCI (TS 38.212 §7.3.1.1.2, tables 7.3.1.1.2-2 to -5): what each of its values
/// means. The tables for `ul-FullPowerTransmission` with `fullpowerMode1` are not among them.
public struct PrecodingInformation: Sendable, Hashable {
  /// Layers, 1 to 4, and which matrix of the codebook precodes them.
  public struct Entry: Sendable, Hashable {
    public var layerCount: Int
    public var tpmi: Int

    public init(layerCount: Int, tpmi: Int) {
      self.layerCount = layerCount
      self.tpmi = tpmi
    }
  }

  /// By the field's value; values from the count on are reserved.
  public let entries: [Entry]
  /// The field's bits.
  public let bitCount: Int

  /// - Parameters:
  ///   - portCount: 1, where the field has no bits, 2 or 4.
  ///   - maximumRank: `maxRank`; 1 where transform precoding is enabled.
  /// - Throws: for another number of ports, a rank that they do not have, or partial coherence of two ports.
  public init(portCount: Int, maximumRank: Int, subset: CodebookSubset) throws(ParameterError) {
    let clause = "TS 38.212 §7.3.1.1.2"
    guard [1, 2, 4].contains(portCount) else { throw ParameterError("portCount", portCount, "there are 1, 2 or 4 ports", clause) }
    guard 1...portCount ~= maximumRank else { throw ParameterError("maximumRank", maximumRank, "it is 1 to the number of ports", clause) }
    guard portCount != 2 || subset != .partialAndNonCoherent else {
      throw ParameterError("subset", subset, "two ports are coherent or not", "TS 38.214 §6.1.1.1")
    }
    guard portCount > 1 else {
      (entries, bitCount) = ([Entry(layerCount: 1, tpmi: 0)], 0)
      return
    }
    // The tables begin with all that ports without coherence can do, and go on by what coherence adds; within such a part, with more
    // layers later. Those of rank 2 and more are the same for each of them.
    let layers = maximumRank == 1 ? 1...1 : 1...portCount
    let subsets: [CodebookSubset] =
      portCount == 2
      ? [.nonCoherent, .fullyAndPartialAndNonCoherent] : [.nonCoherent, .partialAndNonCoherent, .fullyAndPartialAndNonCoherent]
    var entries: [Entry] = []
    var previous: CodebookSubset?
    for part in subsets {
      for layerCount in layers {
        let first = previous.map { PUSCHCodebook.tpmiCount(portCount: portCount, layerCount: layerCount, subset: $0) } ?? 0
        let end = PUSCHCodebook.tpmiCount(portCount: portCount, layerCount: layerCount, subset: part)
        entries += (first..<end).map { Entry(layerCount: layerCount, tpmi: $0) }
      }
      if part == subset { break }
      previous = part
    }
    self.entries = entries
    bitCount = (1...6).first { 1 << $0 >= entries.count } ?? 6
  }
}
