import Modulation

/// Where the candidate SS/PBCH blocks of a half-frame are in time (TS 38.213 §4.1).
public struct SynchronizationSignalBlockPattern: Sendable, Hashable {
  /// The cases of subcarrier spacing and first symbols.
  public enum Case: Sendable, Hashable, CaseIterable {
    /// 15 kHz.
    case a
    /// 30 kHz.
    case b
    /// 30 kHz.
    case c
    /// 120 kHz.
    case d
    /// 240 kHz.
    case e

    public var numerology: Numerology {
      switch self {
      case .a: .kHz15
      case .b, .c: .kHz30
      case .d: .kHz120
      case .e: .kHz240
      }
    }

    /// The numbers of candidates that it has: 10 and 20 are for operation with shared spectrum channel access.
    public var maximumCounts: [Int] {
      switch self {
      case .a: [4, 8, 10]
      case .b: [4, 8]
      case .c: [4, 8, 20]
      case .d, .e: [64]
      }
    }

    /// The first symbols of one period, the period in symbols, and the periods that have blocks.
    fileprivate var symbols: (first: [Int], period: Int, periods: [Int]) {
      switch self {
      case .a: ([2, 8], 14, Array(0..<5))
      case .b: ([4, 8, 16, 20], 28, [0, 1])
      case .c: ([2, 8], 14, Array(0..<10))
      case .d: ([4, 8, 16, 20], 28, (0..<19).filter { $0 % 5 != 4 })
      case .e: ([8, 12, 16, 20, 32, 36, 40, 44], 56, (0..<9).filter { $0 != 4 })
      }
    }
  }

  public let pattern: Case
  /// Candidates of a half-frame (L_max, with an overline in the standard): 4, 8, 10, 20 or 64.
  public let maximumCount: Int
  /// The first symbol of each candidate, counted from the half-frame's first in the blocks' own subcarrier spacing; ascending.
  public let firstSymbols: [Int]

  public var numerology: Numerology { pattern.numerology }

  /// - Throws: for a number of candidates that the case does not have.
  public init(_ pattern: Case, maximumCount: Int) throws(ParameterError) {
    guard pattern.maximumCounts.contains(maximumCount) else {
      throw ParameterError("maximumCount", maximumCount, "case \(pattern) has one of \(pattern.maximumCounts)", "TS 38.213 §4.1")
    }
    self.init(pattern, maximumCount)
  }

  private init(_ pattern: Case, _ maximumCount: Int) {
    self.pattern = pattern
    self.maximumCount = maximumCount
    let (first, period, periods) = pattern.symbols
    firstSymbols = Array(periods.flatMap { number in first.map { $0 + period * number } }.prefix(maximumCount))
  }

  /// The candidates of licensed spectrum.
  /// - Parameters:
  ///   - frequencyHz: the carrier's.
  ///   - isPaired: whether the band is for frequency division duplex; counts in case C.
  /// - Throws: for a frequency at which the case is not used.
  public init(_ pattern: Case, frequencyHz: Int, isPaired: Bool) throws(ParameterError) {
    let isLow: Bool
    switch pattern {
    case .a, .b: isLow = frequencyHz <= 3_000_000_000
    case .c: isLow = isPaired ? frequencyHz <= 3_000_000_000 : frequencyHz < 1_880_000_000
    case .d, .e:
      guard 24_250_000_000...52_600_000_000 ~= frequencyHz else {
        throw ParameterError("frequencyHz", frequencyHz, "case \(pattern) is for frequency range 2-1", "TS 38.213 §4.1")
      }
      self.init(pattern, 64)
      return
    }
    guard 410_000_000...7_125_000_000 ~= frequencyHz else {
      throw ParameterError("frequencyHz", frequencyHz, "case \(pattern) is for frequency range 1", "TS 38.213 §4.1")
    }
    self.init(pattern, isLow ? 4 : 8)
  }

  /// The slot within the frame and the symbol within the slot at which a block begins, in its own subcarrier spacing.
  /// - Throws: for an index or half-frame that does not exist.
  public func start(index: Int, halfFrame: Int) throws(ParameterError) -> (slot: Int, symbol: Int) {
    try check(index: index, halfFrame: halfFrame)
    let symbol = firstSymbols[index]
    return (halfFrame * numerology.slotsPerFrame / 2 + symbol / 14, symbol % 14)
  }

  func check(index: Int, halfFrame: Int) throws(ParameterError) {
    guard firstSymbols.indices.contains(index) else {
      throw ParameterError("index", index, "a half-frame has \(maximumCount) candidate SS/PBCH blocks", "TS 38.213 §4.1")
    }
    guard 0...1 ~= halfFrame else { throw ParameterError("halfFrame", halfFrame, "it is 0 or 1", "TS 38.213 §4.1") }
  }
}
