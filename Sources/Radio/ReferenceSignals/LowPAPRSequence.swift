import ChannelCoding
import DSPKernels
import Foundation
import Modulation

/// Sequences of low peak-to-average power ratio (TS 38.211 §5.2.2 and §5.2.3).
public enum LowPAPRSequence {
  /// Sequence groups: u is 0 to 29.
  public static let groupCount = 30

  /// r_{u,v}^(α,δ)(n) of type 1 (TS 38.211 §5.2.2).
  /// - Parameters:
  ///   - group: u, 0 to 29.
  ///   - number: v, which is 0, or 1 for at least 72 elements.
  ///   - cyclicShift: α in radians. It is double because it is multiplied by up to 3299.
  ///   - count: M_ZC: 6, 12, 18, 24, 30, or 36 to 3300.
  /// - Returns: values of magnitude 1.
  public static func typeOne(group: Int, number: Int = 0, cyclicShift: Double = 0, count: Int) throws(ParameterError) -> [Complex] {
    try check(group: group)
    guard number == 0 || number == 1 && count >= 72 else {
      throw ParameterError("number", number, "a group has sequence 0, and sequence 1 from a length of 72 on", "TS 38.211 §5.2.2")
    }
    let base: (Int) -> Double
    switch count {
    case 6: base = short(phasesOfSix, group, count)
    case 12: base = short(phasesOfTwelve, group, count)
    case 18: base = short(phasesOfEighteen, group, count)
    case 24: base = short(phasesOfTwentyFour, group, count)
    case 30: base = { -2 * Double.pi * Double((group + 1) * (($0 + 1) * ($0 + 2) / 2) % 31) / 31 }
    case 36...3300:
      let prime = largestPrime(below: count)
      // With q̄ = N_ZC (u + 1) / 31: ⌊q̄ + 1/2⌋ and ⌊2 q̄⌋ without fractions.
      let nearest = (2 * prime * (group + 1) + 31) / 62
      let root = nearest + (number == 0 ? 0 : 2 * prime * (group + 1) / 31 & 1 == 0 ? 1 : -1)
      base = {
        let m = $0 % prime
        return -2 * Double.pi * Double(root * (m * (m + 1) / 2) % prime) / Double(prime)
      }
    default:
      throw ParameterError("count", count, "base sequences have 6, 12, 18, 24, 30 or at least 36 elements", "TS 38.211 §5.2.2")
    }
    return (0..<count).map { unit(base($0) + (cyclicShift == 0 ? 0 : cyclicShift * Double($0))) }
  }

  /// r_{u,v}(n) of type 2 (TS 38.211 §5.2.3), with v = 0: the transform of π/2-BPSK symbols, or of a table's for 6.
  /// - Parameters:
  ///   - initial: c_init of the pseudo-random sequence, for a length of at least 30.
  ///   - group: u, 0 to 29, which decides for a length below 30.
  ///   - count: M: 6, 12, 18, 24, or 30 to 3300 without a prime factor above 5.
  /// - Returns: values of mean power 1.
  public static func typeTwo(initial: UInt32, group: Int, count: Int) throws(ParameterError) -> [Complex] {
    try check(group: group)
    var samples: [Complex]
    switch count {
    case 6: samples = (0..<6).map { unit(.pi / 8 * Double(2 * eighthsOfSix[group * 6 + $0] - 7)) }
    case 12: samples = symbols(bitsOfTwelve, group, count)
    case 18: samples = symbols(bitsOfEighteen, group, count)
    case 24: samples = symbols(bitsOfTwentyFour, group, count)
    case 30...3300: samples = Constellation.piHalfBPSK.modulate(GoldSequence.bits(initial, count: count))
    default: samples = []
    }
    guard !samples.isEmpty, var transform = FourierTransform(count: count) else {
      throw ParameterError("count", count, "sequences have 6, 12, 18, 24 or at least 30 elements, 2^a · 3^b · 5^c", "TS 38.211 §5.2.3")
    }
    samples.withUnsafeMutableBufferPointer { transform.forward($0) }
    let scale = 1 / Float(count).squareRoot()
    return samples.map { $0 * scale }
  }

  private static func check(group: Int) throws(ParameterError) {
    guard 0..<groupCount ~= group else { throw ParameterError("group", group, "sequence groups are 0 to 29", "TS 38.211 §5.2.2") }
  }

  private static func unit(_ angle: Double) -> Complex { Complex(Float(cos(angle)), Float(sin(angle))) }

  /// The angle φ(n) π / 4.
  private static func short(_ table: [Int], _ group: Int, _ count: Int) -> (Int) -> Double {
    { .pi / 4 * Double(2 * table[group * count + $0] - 3) }
  }

  private static func symbols(_ table: [Int], _ group: Int, _ count: Int) -> [Complex] {
    Constellation.piHalfBPSK.modulate(BitSequence(table[(group * count)..<((group + 1) * count)].map { $0 == 1 }))
  }

  private static func largestPrime(below limit: Int) -> Int {
    var candidate = limit - 1
    while candidate > 2, (2...Int(Double(candidate).squareRoot())).contains(where: { candidate % $0 == 0 }) { candidate -= 1 }
    return candidate
  }

  private static let phasesOfSix = digits(LowPAPRTables.phases6)
  private static let phasesOfTwelve = digits(LowPAPRTables.phases12)
  private static let phasesOfEighteen = digits(LowPAPRTables.phases18)
  private static let phasesOfTwentyFour = digits(LowPAPRTables.phases24)
  private static let eighthsOfSix = digits(LowPAPRTables.eighths6)
  private static let bitsOfTwelve = digits(LowPAPRTables.bits12)
  private static let bitsOfEighteen = digits(LowPAPRTables.bits18)
  private static let bitsOfTwentyFour = digits(LowPAPRTables.bits24)

  private static func digits(_ text: String) -> [Int] { text.compactMap(\.wholeNumberValue) }
}
