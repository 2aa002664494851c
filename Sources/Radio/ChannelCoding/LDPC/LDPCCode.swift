/// The base graphs of TS 38.212 §5.3.2.
public enum LDPCBaseGraph: UInt8, Sendable, Hashable, CaseIterable {
  case one = 1
  case two = 2

  /// The base graph for a transport block (TS 38.212 §6.2.2 and §7.2.2).
  /// - Parameters:
  ///   - size: bits without CRC.
  ///   - codeRate: the target rate of the MCS.
  public init(transportBlockSize size: Int, codeRate: Double) {
    self = size <= 292 || (size <= 3824 && codeRate <= 0.67) || codeRate <= 0.25 ? .two : .one
  }

  /// Columns of information.
  public var informationColumns: Int { self == .one ? 22 : 10 }
  public var rows: Int { self == .one ? 46 : 42 }
  public var columns: Int { self == .one ? 68 : 52 }
  /// Bits of the largest code block, CRC included (TS 38.212 §5.2.2).
  public var maximumCodeBlockSize: Int { self == .one ? 8448 : 3840 }

  var table: [UInt16] { self == .one ? LDPCTables.baseGraph1 : LDPCTables.baseGraph2 }
}

/// A parity-check matrix: a base graph and a lifting size (TS 38.212 §5.3.2).
///
/// Columns are vectors of `liftingSize` bits. An entry of the base graph is an identity matrix that is shifted: bit `i` of the row checks bit
/// `(i + shift) mod liftingSize` of the column.
public struct LDPCCode: Sendable, Hashable {
  /// An entry of the base graph.
  public struct Entry: Sendable, Hashable {
    public var column: UInt8
    public var shift: UInt16
  }

  public let baseGraph: LDPCBaseGraph
  public let liftingSize: Int
  /// The entries of all rows, those of one row together, by column.
  public let entries: [Entry]
  /// Where the entries of each row begin, and behind the last row their number.
  public let rowStarts: [Int]

  /// The lifting sizes of TS 38.212, table 5.3.2-1, in order.
  public static let liftingSizes: [Int] = [2, 3, 5, 7, 9, 11, 13, 15].flatMap { odd in
    (0..<8).map { odd << $0 }.filter { $0 <= 384 }
  }.sorted()

  /// The set of TS 38.212, table 5.3.2-1, that a lifting size is in.
  static func set(of liftingSize: Int) -> Int? {
    [2, 3, 5, 7, 9, 11, 13, 15].firstIndex { odd in (0..<8).contains { odd << $0 == liftingSize } && liftingSize <= 384 }
  }

  /// - Throws: `liftingSize` for one that table 5.3.2-1 does not have.
  public init(_ baseGraph: LDPCBaseGraph, liftingSize: Int) throws(ChannelCodingError) {
    guard let set = Self.set(of: liftingSize) else { throw .liftingSize(liftingSize) }
    self.baseGraph = baseGraph
    self.liftingSize = liftingSize
    let table = baseGraph.table
    var entries: [Entry] = []
    var starts = [Int](repeating: 0, count: baseGraph.rows + 1)
    for start in stride(from: 0, to: table.count, by: 10) {
      entries.append(Entry(column: UInt8(table[start + 1]), shift: table[start + 2 + set] % UInt16(liftingSize)))
      starts[Int(table[start]) + 1] = entries.count
    }
    self.entries = entries
    rowStarts = starts
  }

  /// Bits of a code block: information, CRC and fillers.
  public var informationCount: Int { baseGraph.informationColumns * liftingSize }
  /// Bits of a codeword; the first `2 * liftingSize` bits of the information are not among them.
  public var codewordCount: Int { (baseGraph.columns - 2) * liftingSize }
}

/// Why something cannot be coded.
public enum ChannelCodingError: Error, Sendable, Hashable, CustomStringConvertible {
  case liftingSize(Int)
  case transportBlockSize(Int)
  case rateMatchingOutput(Int, String)
  case redundancyVersion(Int)
  case informationCount(Int, String)

  public var description: String {
    switch self {
    case .liftingSize(let size): "lifting size \(size) is not in table 5.3.2-1 (TS 38.212 §5.3.2)"
    case .transportBlockSize(let size): "a transport block of \(size) bits cannot be segmented (TS 38.212 §5.2.2)"
    case .rateMatchingOutput(let count, let why): "\(count) bits of rate matching output: \(why)"
    case .redundancyVersion(let version): "redundancy version \(version) is not within 0...3 (TS 38.212, table 5.4.2.1-2)"
    case .informationCount(let count, let why): "\(count) bits of information: \(why)"
    }
  }
}
