import DSPKernels
import Modulation

/// PT-RS of a PUSCH with transform precoding: samples among those of a symbol before the transform (TS 38.211 §6.4.1.2.1.2 and §6.4.1.2.2.2).
public struct TransformPrecodedPTRS: Sendable, Hashable {
  /// How many groups of samples a symbol has, and how many samples each.
  public enum Pattern: Sendable, Hashable, CaseIterable {
    case groups2Samples2
    case groups2Samples4
    case groups4Samples2
    case groups4Samples4
    case groups8Samples4

    /// N_group^PT-RS.
    public var groups: Int {
      switch self {
      case .groups2Samples2, .groups2Samples4: 2
      case .groups4Samples2, .groups4Samples4: 4
      case .groups8Samples4: 8
      }
    }
    /// N_samp^group.
    public var samples: Int { self == .groups2Samples2 || self == .groups4Samples2 ? 2 : 4 }
    /// Samples of a symbol.
    public var count: Int { groups * samples }

    /// The pattern of a scheduled bandwidth (TS 38.214, table 6.2.3.2-1), or nil for no PT-RS.
    /// - Parameter thresholds: N_RB0 to N_RB4 (`sampleDensity`), ascending.
    public init?(resourceBlocks: Int, thresholds: [Int]) {
      guard thresholds.count == 5, let index = thresholds.lastIndex(where: { $0 <= resourceBlocks }) else { return nil }
      self = Self.allCases[index]
    }
  }

  public let pattern: Pattern
  /// N_ID: `nPUSCH-Identity`, 0 to 1007.
  public let identity: Int
  /// L_PT-RS: a symbol in 1 or 2 has PT-RS.
  public let timeDensity: Int
  /// n_RNTI, which chooses the cover code.
  public let rnti: UInt16

  /// - Throws: for an identity above 1007 or another time density than 1 and 2.
  public init(pattern: Pattern, identity: Int, timeDensity: Int, rnti: UInt16) throws(ParameterError) {
    guard 0...1007 ~= identity else {
      throw ParameterError("identity", identity, "nPUSCH-Identity is 0 to 1007", "TS 38.211 §6.4.1.2.1.2")
    }
    guard 1...2 ~= timeDensity else {
      throw ParameterError("timeDensity", timeDensity, "L_PT-RS is 1 or 2 with transform precoding", "TS 38.211 §6.4.1.2.2.2")
    }
    self.pattern = pattern
    self.identity = identity
    self.timeDensity = timeDensity
    self.rnti = rnti
  }

  /// m: the places of the samples, ascending (table 6.4.1.2.2.2-1).
  /// - Parameter subcarrierCount: M_sc^PUSCH, a multiple of 12.
  /// - Throws: where the samples would not fit or groups would meet.
  public func positions(subcarrierCount: Int) throws(ParameterError) -> [Int] {
    let count = subcarrierCount
    let places: [Int]
    switch pattern {
    case .groups2Samples2: places = [1, 3].flatMap { s in (0..<2).map { s * (count / 4) + $0 - 1 } }
    case .groups4Samples2: places = [1, 3, 5, 7].flatMap { s in (0..<2).map { s * count / 8 + $0 - 1 } }
    case .groups2Samples4: places = Self.outer([], count)
    case .groups4Samples4: places = Self.outer([1, 2].map { $0 * count / 4 + count / 8 }, count)
    case .groups8Samples4: places = Self.outer((1...6).map { $0 * count / 8 + count / 16 }, count)
    }
    guard count > 0, count <= 3300, zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ParameterError(
        "subcarrierCount", count, "\(pattern.groups) groups of \(pattern.samples) samples have no place", "TS 38.211, table 6.4.1.2.2.2-1")
    }
    return places
  }

  /// The first four places, four around each of `centres`, and the last four.
  private static func outer(_ centres: [Int], _ count: Int) -> [Int] {
    Array(0..<4) + centres.flatMap { centre in (-2..<2).map { centre + $0 } } + (-4..<0).map { count + $0 }
  }

  /// r_m for each place, of magnitude 1; `amplitude(_:)` scales them.
  /// - Parameters:
  ///   - slot: the slot's number in its frame.
  ///   - symbol: the first symbol of the PUSCH that has PT-RS, numbered in the slot: all symbols have the same samples.
  ///   - positions: as `positions(subcarrierCount:)` gives them.
  public func values(slot: Int, symbol: Int, symbolsPerSlot: Int, positions: [Int]) -> [Complex] {
    let place = UInt64(truncatingIfNeeded: symbolsPerSlot &* slot &+ symbol &+ 1)
    let initial = (place << 17 &* UInt64(2 * identity + 1) &+ UInt64(2 * identity)) & 0x7FFF_FFFF
    let bits = GoldSequence.bits(UInt32(initial), count: positions.count)
    let cover = Self.covers[Int(rnti) % pattern.samples]
    let level = Float(0.5).squareRoot()
    return positions.enumerated().map { index, position in
      let sign = (bits[index] ? -level : level) * cover[index % pattern.samples]
      return position & 1 == 0 ? Complex(sign, sign) : Complex(-sign, sign)
    }
  }

  /// Table 6.4.1.2.1.2-1; codes of two samples are the beginnings of the first two.
  private static let covers: [[Float]] = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]

  /// β': the amplitude of an outermost point of the modulation to one of π/2-BPSK (TS 38.214, table 6.2.3.2-2).
  public static func amplitude(_ modulation: Constellation) -> Float {
    switch modulation {
    case .piHalfBPSK, .bpsk, .qpsk: 1
    case .qam16: 3 / Float(5).squareRoot()
    case .qam64: 7 / Float(21).squareRoot()
    case .qam256: 15 / Float(85).squareRoot()
    case .qam1024: 31 / Float(341).squareRoot()
    }
  }

  /// The symbols with PT-RS, counted from the PUSCH's first.
  /// - Parameters:
  ///   - length: symbols of the PUSCH.
  ///   - dmrsSymbols: those with DM-RS, counted from the PUSCH's first, ascending.
  public func symbols(length: Int, dmrsSymbols: [Int]) -> [Int] {
    var chosen: [Int] = []
    var (reference, step) = (0, 0)
    while reference + step * timeDensity < length {
      let end = reference + step * timeDensity
      let start = max(end - timeDensity + 1, reference + (step == 0 ? 0 : 1))
      if var last = dmrsSymbols.first(where: { start <= $0 && $0 <= end }) {
        while dmrsSymbols.contains(last + 1) { last += 1 }
        (reference, step) = (last, 1)
      } else {
        chosen.append(end)
        step += 1
      }
    }
    return chosen
  }
}
