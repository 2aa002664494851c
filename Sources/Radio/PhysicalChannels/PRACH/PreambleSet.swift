import DSPKernels
import Foundation
import Modulation

/// Which cyclic shifts a cell uses (TS 38.211 §6.3.3.1): restricted sets bear frequency offsets of one or two subcarriers.
public enum RestrictedSet: Sendable, Hashable, CaseIterable {
  case unrestricted
  case typeA
  case typeB
}

/// The 64 preambles of an occasion (TS 38.211 §6.3.3.1).
public struct PreambleSet: Sendable, Hashable {
  public static let count = 64

  public struct Preamble: Sendable, Hashable {
    /// u.
    public let root: Int
    /// C_v.
    public let cyclicShift: Int
  }

  public let structure: PreambleStructure
  public let restrictedSet: RestrictedSet
  /// N_CS.
  public let cyclicShiftSpacing: Int
  /// By preamble index.
  public let preambles: [Preamble]

  /// - Parameters:
  ///   - rootSequenceIndex: prach-RootSequenceIndex, 0 to L_RA - 2.
  ///   - zeroCorrelationZone: zeroCorrelationZoneConfig, 0 to 15.
  /// - Throws: for a value that the tables do not have, a restricted set of a short format, and where all roots together give less than 64
  ///   preambles.
  public init(
    _ structure: PreambleStructure, rootSequenceIndex: Int, zeroCorrelationZone: Int, restrictedSet: RestrictedSet = .unrestricted
  ) throws(ParameterError) {
    let length = structure.length.rawValue
    guard 0..<(length - 1) ~= rootSequenceIndex else {
      throw ParameterError("rootSequenceIndex", rootSequenceIndex, "there are \(length - 1) root sequences", "TS 38.211 §6.3.3.1")
    }
    guard restrictedSet == .unrestricted || structure.format.isLong else {
      throw ParameterError("restrictedSet", restrictedSet, "only formats 0 to 3 have restricted sets", "TS 38.211, table 6.3.3.1-2")
    }
    let spacings = Self.cyclicShiftSpacings(structure, restrictedSet)
    guard spacings.indices ~= zeroCorrelationZone else {
      throw ParameterError("zeroCorrelationZone", zeroCorrelationZone, "no N_CS is given for it", "TS 38.211, tables 6.3.3.1-5 to -7")
    }
    let spacing = spacings[zeroCorrelationZone]
    var preambles: [Preamble] = []
    for step in 0..<(length - 1) where preambles.count < Self.count {
      let root = PreambleRoots.root((rootSequenceIndex + step) % (length - 1), length: structure.length)
      let shifts = Self.cyclicShifts(root: root, length: length, spacing: spacing, restrictedSet)
      preambles += shifts.prefix(Self.count - preambles.count).map { Preamble(root: root, cyclicShift: $0) }
    }
    guard preambles.count == Self.count else {
      throw ParameterError(
        "zeroCorrelationZone", zeroCorrelationZone, "all roots together have \(preambles.count) preambles only", "TS 38.211 §6.3.3.1")
    }
    self.structure = structure
    self.restrictedSet = restrictedSet
    cyclicShiftSpacing = spacing
    self.preambles = preambles
  }

  /// y_{u,v}(k) for k from 0 to L_RA - 1 (TS 38.211 §6.3.3.1): the transform of the sequence, of magnitude √L_RA.
  /// - Parameter index: of the preamble, 0 to 63.
  /// - Throws: for another index.
  public func frequencySequence(_ index: Int) throws(ParameterError) -> [Complex] {
    guard preambles.indices ~= index else {
      throw ParameterError("index", index, "an occasion has 64 preambles", "TS 38.211 §6.3.3.1")
    }
    return Self.frequencySequence(root: preambles[index].root, cyclicShift: preambles[index].cyclicShift, length: structure.length.rawValue)
  }

  /// With ω = exp(-2πj / L), x_u(i) = ω^(u i (i + 1) / 2) in the arithmetic of the prime L. With i = m - q k and q u = 1 the transform's
  /// sum is that of k = 0 times ω^(-k (q k + 1) / 2), so that only one sum has to be made.
  static func frequencySequence(root: Int, cyclicShift: Int, length: Int) -> [Complex] {
    let half = (length + 1) / 2
    let inverse = inverse(of: root, length: length)
    var sum = (0.0, 0.0)
    for i in 0..<length {
      let angle = -2 * Double.pi * Double(root * (i * (i + 1) / 2 % length) % length) / Double(length)
      sum = (sum.0 + cos(angle), sum.1 + sin(angle))
    }
    let phase = atan2(sum.1, sum.0)
    let magnitude = Double(length).squareRoot()
    return (0..<length).map { k in
      let turns = (k * ((inverse * k + 1) % length) % length * half + cyclicShift * k) % length
      let angle = phase + 2 * Double.pi * Double(turns) / Double(length)
      return Complex(Float(magnitude * cos(angle)), Float(magnitude * sin(angle)))
    }
  }

  /// q, the smallest with q u mod L = 1.
  static func inverse(of root: Int, length: Int) -> Int {
    var (old, new, oldFactor, newFactor) = (length, root, 0, 1)
    while new != 0 {
      let quotient = old / new
      (old, new) = (new, old - quotient * new)
      (oldFactor, newFactor) = (newFactor, oldFactor - quotient * newFactor)
    }
    return (oldFactor + length) % length
  }

  /// d_u: the shift that a frequency offset of one subcarrier looks like.
  static func offsetShift(root: Int, length: Int) -> Int {
    let inverse = inverse(of: root, length: length)
    return 2 * inverse < length ? inverse : length - inverse
  }

  /// N_CS by zeroCorrelationZoneConfig (TS 38.211, tables 6.3.3.1-5 to 6.3.3.1-7).
  private static func cyclicShiftSpacings(_ structure: PreambleStructure, _ set: RestrictedSet) -> [Int] {
    switch (structure.length, structure.spacing, set) {
    case (.l839, .hz1250, .unrestricted): [0, 13, 15, 18, 22, 26, 32, 38, 46, 59, 76, 93, 119, 167, 279, 419]
    case (.l839, .hz1250, .typeA): [15, 18, 22, 26, 32, 38, 46, 55, 68, 82, 100, 128, 158, 202, 237]
    case (.l839, .hz1250, .typeB): [15, 18, 22, 26, 32, 38, 46, 55, 68, 82, 100, 118, 137]
    case (.l839, _, .unrestricted): [0, 13, 26, 33, 38, 41, 49, 55, 64, 76, 93, 119, 139, 209, 279, 419]
    case (.l839, _, .typeA): [36, 57, 72, 81, 89, 94, 103, 112, 121, 132, 137, 152, 173, 195, 216, 237]
    case (.l839, _, .typeB): [36, 57, 60, 63, 65, 68, 71, 77, 81, 85, 97, 109, 122, 137]
    case (.l139, _, _): [0, 2, 4, 6, 8, 10, 12, 13, 15, 17, 19, 23, 27, 34, 46, 69]
    case (.l571, _, _): [0, 8, 10, 12, 15, 17, 21, 25, 31, 40, 51, 63, 81, 114, 190, 285]
    case (.l1151, _, _): [0, 17, 21, 25, 30, 35, 44, 52, 63, 82, 104, 127, 164, 230, 383, 575]
    }
  }
}
