import DSPKernels
import Foundation
import ReferenceSignals

/// Orthogonal sequences of PUCCH formats 1 and 4.
enum OrthogonalCover {
  /// How many sequences the DM-RS and the data of each hop of format 1 have (TS 38.211, tables 6.3.2.4.1-1 and 6.4.1.3.1.1-1): DM-RS are in
  /// symbols 0, 2 and so on.
  static func lengths(symbolCount: Int, isHopping: Bool) -> [Int] {
    let hops = isHopping ? [0..<(symbolCount / 2), (symbolCount / 2)..<symbolCount] : [0..<symbolCount]
    return hops.flatMap { hop in [0, 1].map { parity in hop.count { $0 & 1 == parity } } }
  }

  /// w_i(m) of format 1 for each symbol of the PUCCH (table 6.3.2.4.1-2).
  static func format1(symbolCount: Int, isHopping: Bool, index: Int) -> [Complex] {
    let lengths = lengths(symbolCount: symbolCount, isHopping: isHopping)
    var next = [Int](repeating: 0, count: lengths.count)
    return (0..<symbolCount).map { symbol in
      let kind = (isHopping && symbol >= symbolCount / 2 ? 2 : 0) + (symbol & 1)
      defer { next[kind] += 1 }
      return value(length: lengths[kind], index: index, place: next[kind])
    }
  }

  private static let fours = [[0, 0, 0, 0], [0, 2, 0, 2], [0, 0, 2, 2], [0, 2, 2, 0]]

  private static func value(length: Int, index: Int, place: Int) -> Complex {
    let phase = length == 4 ? fours[index & 3][place & 3] : index * place % length
    let angle = 2 * Double.pi * Double(phase) / Double(length)
    return Complex(Float(cos(angle)), Float(sin(angle)))
  }

  /// w_n(k) of format 4 (tables 6.3.2.6.3-1 and 6.3.2.6.3-2): turned by a step from one part of the symbol to the next.
  static func format4(spreading: Int, cover: Int) -> [Complex] {
    // Twelfths of a turn.
    let step = spreading == 2 ? [0, 6][cover & 1] : [0, 9, 6, 3][cover & 3]
    return (0..<12).map { PUCCHSequenceHopping.turns[$0 * spreading / 12 * step % 12] }
  }
}
