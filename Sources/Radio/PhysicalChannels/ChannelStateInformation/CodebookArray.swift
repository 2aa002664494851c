import DSPKernels
import Modulation

/// The antenna ports that a codebook is made for: N_g panels of N1 times N2 places, each with two polarisations, and the oversampling O1
/// and O2 of their beams (TS 38.214, tables 5.2.2.2.1-2 and 5.2.2.2.2-1).
///
/// Ports ascend by panel, then by polarisation, then by the place in the first dimension, then by that in the second.
public struct CodebookArray: Sendable, Hashable {
  /// N_g.
  public let panelCount: Int
  public let n1: Int
  public let n2: Int
  public let o1: Int
  public let o2: Int

  /// P_CSI-RS.
  public var portCount: Int { 2 * panelCount * n1 * n2 }

  private init(unchecked panelCount: Int, _ n1: Int, _ n2: Int) {
    self.panelCount = panelCount
    self.n1 = n1
    self.n2 = n2
    o1 = n1 * n2 == 1 ? 1 : 4
    o2 = n2 == 1 ? 1 : 4
  }

  /// Two ports: a single place.
  public static let twoPorts = CodebookArray(unchecked: 1, 1, 1)

  /// All arrays of one panel with 4 to 32 ports.
  public static let singlePanels: [CodebookArray] = [
    (2, 1), (2, 2), (4, 1), (3, 2), (6, 1), (4, 2), (8, 1), (4, 3), (6, 2), (12, 1), (4, 4), (8, 2), (16, 1),
  ].map { CodebookArray(unchecked: 1, $0.0, $0.1) }

  /// All arrays of two or four panels.
  public static let multiplePanels: [CodebookArray] = [
    (2, 2, 1), (2, 4, 1), (4, 2, 1), (2, 2, 2), (2, 8, 1), (4, 4, 1), (2, 4, 2), (4, 2, 2),
  ].map { CodebookArray(unchecked: $0.0, $0.1, $0.2) }

  /// - Parameters:
  ///   - panelCount: 1, 2 or 4.
  ///   - n1: and `n2`: as the tables have them; both 1 for two ports.
  /// - Throws: for an array that the tables do not have.
  public init(panelCount: Int = 1, n1: Int, n2: Int) throws(ParameterError) {
    guard
      let array = ([Self.twoPorts] + Self.singlePanels + Self.multiplePanels).first(where: {
        $0.panelCount == panelCount && $0.n1 == n1 && $0.n2 == n2
      })
    else {
      throw ParameterError(
        "n1", "\(panelCount), \(n1), \(n2)", "no codebook has such an array", "TS 38.214, tables 5.2.2.2.1-2 and 5.2.2.2.2-1")
    }
    self = array
  }

  /// Beams of a panel: l of v_l,m is below the first number, m below the second.
  var beamCounts: (Int, Int) { (n1 * o1, n2 * o2) }

  /// v_l,m: an element for each place of a panel. With `isHalved` ṽ_l,m: that of every second place of the first dimension, as often.
  /// - Parameter target: memory of n1 · n2 elements, or of half as many.
  func writeBeam(_ l: Int, _ m: Int, isHalved: Bool, into target: UnsafeMutablePointer<Complex>) {
    var next = 0
    for first in 0..<(isHalved ? n1 / 2 : n1) {
      let turns = Double((isHalved ? 2 : 1) * l * first) / Double(o1 * n1)
      for second in 0..<n2 {
        target[next] = Turn.of(turns + Double(m * second) / Double(o2 * n2))
        next += 1
      }
    }
  }

  /// v_l,m.
  func beam(_ l: Int, _ m: Int, isHalved: Bool = false) -> [Complex] {
    let count = n1 * n2 / (isHalved ? 2 : 1)
    return [Complex](unsafeUninitializedCapacity: count) { memory, initialized in
      if let target = memory.baseAddress { writeBeam(l, m, isHalved: isHalved, into: target) }
      initialized = count
    }
  }
}

/// Ascending choices of `count` of `total` numbers, by an index below C(total, count) (TS 38.214 §5.2.2.2.3).
enum CombinatorialIndex {
  /// C(x, y), or 0 for x below y.
  static func choices(_ x: Int, _ y: Int) -> Int {
    guard 0...x ~= y else { return 0 }
    var value = 1
    for step in 0..<min(y, x - y) { value = value * (x - step) / (step + 1) }
    return value
  }

  static func chosen(_ index: Int, of total: Int, count: Int) -> [Int] {
    var left = index
    return (0..<count).map { place in
      var x = total - 1 - place
      while x > count - 1 - place, choices(x, count - place) > left { x -= 1 }
      left -= choices(x, count - place)
      return total - 1 - x
    }
  }

  static func index(_ chosen: [Int], of total: Int) -> Int {
    chosen.enumerated().reduce(0) { $0 + choices(total - 1 - $1.element, chosen.count - $1.offset) }
  }
}
