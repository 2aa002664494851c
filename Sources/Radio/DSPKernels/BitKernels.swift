import CDSPKernels

/// Kernels for bits in words, the first in the most significant place.
public enum BitKernels {
  /// Reads `order` rows of bits column by column (TS 38.212 §5.4.2.2), as far as the instruction set does that many at once.
  /// - Parameters:
  ///   - bits: the rows one behind the other, and a word more.
  ///   - order: 2 to 10.
  ///   - result: room for all columns.
  /// - Returns: how many columns were read.
  public static func interleave(
    _ bits: UnsafePointer<UInt64>, columns: Int, order: Int, into result: UnsafeMutablePointer<UInt64>, instructionSet: InstructionSet
  ) -> Int {
    guard instructionSet != .portable, 2...10 ~= order else { return 0 }
    guard instructionSet == .avx512, order & 1 == 0 else { return Int(vitrum_interleave_bmi2(bits, columns, Int32(order), result)) }
    vitrum_interleave_avx512(bits, columns, Int32(order), result)
    return columns
  }

  /// Copies bits; those around them stay.
  /// - Parameters:
  ///   - start: of the first bit in `source`.
  ///   - place: where it goes in `target`.
  @inlinable public static func copy(
    _ source: UnsafePointer<UInt64>, from start: Int, into target: UnsafeMutablePointer<UInt64>, at place: Int, count: Int
  ) {
    var (start, place, left) = (start, place, count)
    if place & 63 != 0, left > 0 {
      let taken = min(64 - place & 63, left)
      put(bits(source, start, taken), taken, target, place)
      start += taken
      place += taken
      left -= taken
    }
    let (from, to, shift) = (source + start >> 6, target + place >> 6, UInt64(start & 63))
    let whole = left >> 6
    if shift == 0 {
      to.update(from: from, count: whole)
    } else {
      for word in 0..<whole { to[word] = from[word] << shift | from[word + 1] >> (64 - shift) }
    }
    let rest = left & 63
    if rest > 0 { put(bits(source, start + left - rest, rest), rest, target, place + left - rest) }
  }

  /// Replaces bits by the low `count` (1 to 64) bits of `value`.
  @inlinable public static func put(_ value: UInt64, count: Int, into target: UnsafeMutablePointer<UInt64>, at place: Int) {
    withUnsafePointer(to: value << UInt64(64 - count)) { copy($0, from: 0, into: target, at: place, count: count) }
  }

  /// Up to 64 bits from `start` on, in the most significant places; what is behind them is not defined.
  @usableFromInline static func bits(_ source: UnsafePointer<UInt64>, _ start: Int, _ count: Int) -> UInt64 {
    let shift = UInt64(start & 63)
    let value = source[start >> 6] << shift
    return Int(shift) + count > 64 ? value | source[start >> 6 + 1] >> (64 - shift) : value
  }

  /// Replaces bits within a word by the most significant ones of `value`.
  @usableFromInline static func put(_ value: UInt64, _ count: Int, _ target: UnsafeMutablePointer<UInt64>, _ place: Int) {
    let mask = ((~0 as UInt64) << UInt64(64 - count)) >> UInt64(place & 63)
    target[place >> 6] = target[place >> 6] & ~mask | value >> UInt64(place & 63) & mask
  }

  /// Words of the sum of the two sequences of length 31 of TS 38.211 §5.2.1, the sixth squares of whose polynomials are recurrences of words.
  /// - Parameters:
  ///   - first: the next 32 words of the first sequence; afterwards those behind what was made.
  ///   - second: those of the second.
  ///   - source: what the words are added to, if anything; it may be the target.
  ///   - count: a multiple of 32.
  public static func goldWords(
    _ first: UnsafeMutablePointer<UInt64>, _ second: UnsafeMutablePointer<UInt64>, adding source: UnsafePointer<UInt64>?,
    into target: UnsafeMutablePointer<UInt64>, count: Int, instructionSet: InstructionSet = .fastest
  ) {
    precondition(count & 31 == 0)
    guard instructionSet != .avx512 else {
      _ = vitrum_gold_avx512(first, second, source, target, count)
      return
    }
    for start in stride(from: 0, to: count, by: 32) {
      // A word is replaced by the one 32 places on as soon as it has been used.
      for place in 0..<32 {
        let sum = first[place] ^ second[place]
        target[start + place] = source.map { $0[start + place] ^ sum } ?? sum
        let (one, two, three, four) = ((place + 1) & 31, (place + 2) & 31, (place + 3) & 31, (place + 4) & 31)
        first[place] = first[one] ^ first[four]
        second[place] = second[one] ^ second[two] ^ second[three] ^ second[four]
      }
    }
  }
}
