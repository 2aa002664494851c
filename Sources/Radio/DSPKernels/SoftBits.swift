import CDSPKernels

/// Kernels for soft values of eight bits.
public enum SoftBits {
  /// How symbols become soft values.
  public struct Demapping: Sendable, Hashable {
    /// Bits of a symbol: 1, 2, 4, 6, 8 or 10.
    public var order: Int
    /// Whether every second symbol of order 1, from the second on, is turned by a quarter.
    public var isTurning: Bool
    /// The distance of neighbouring levels of an axis; for order 1 that of both symbols' sums of their parts, halved.
    public var distance: Float
    /// Steps of a soft value for a log-likelihood ratio of one.
    public var steps: Float

    public init(order: Int, isTurning: Bool, distance: Float, steps: Float) {
      precondition([1, 2, 4, 6, 8, 10].contains(order))
      self.order = order
      self.isTurning = isTurning
      self.distance = distance
      self.steps = steps
    }
  }

  /// Soft values of symbols by the nearest symbols (max-log), rounded to the nearest and within -127 and 127 (TS 38.211 §5.1).
  /// - Parameters:
  ///   - weights: one for each symbol: one over the variance of its noise, both axes together; not negative.
  ///   - soft: `order` for each symbol.
  public static func demap(
    _ symbols: UnsafeBufferPointer<Complex>, weights: UnsafeBufferPointer<Float>, _ demapping: Demapping,
    into soft: UnsafeMutableBufferPointer<Int8>, instructionSet: InstructionSet = .fastest
  ) {
    precondition(weights.count == symbols.count && soft.count == symbols.count * demapping.order)
    guard let source = symbols.baseAddress, let weight = weights.baseAddress, let target = soft.baseAddress else { return }
    let half = 1 / demapping.distance
    let gain = demapping.distance * demapping.distance * demapping.steps
    guard instructionSet != .portable else {
      demapPortably(symbols, weight, half, gain, demapping, target)
      return
    }
    source.withMemoryRebound(to: Float.self, capacity: 2 * symbols.count) { parts in
      let order = Int32(demapping.order)
      if instructionSet == .avx2 {
        vitrum_soft_demap_avx2(parts, weight, symbols.count, half, gain, order, demapping.isTurning, target)
      } else {
        vitrum_soft_demap_avx512(parts, weight, symbols.count, half, gain, order, demapping.isTurning, target)
      }
    }
  }

  private static func demapPortably(
    _ symbols: UnsafeBufferPointer<Complex>, _ weights: UnsafePointer<Float>, _ half: Float, _ gain: Float, _ demapping: Demapping,
    _ soft: UnsafeMutablePointer<Int8>
  ) {
    let order = demapping.order
    for index in symbols.indices {
      let symbol = symbols[index]
      let weight = weights[index] * gain
      if order == 1 {
        let real = demapping.isTurning && index & 1 == 1 ? -symbol.real : symbol.real
        soft[index] = quantized((real + symbol.imaginary) * half, side: 1, weight)
        continue
      }
      var place = (symbol.real * half, symbol.imaginary * half)
      for bit in 0..<(order / 2) {
        let side = Float(1 << (order / 2 - 1 - bit))
        soft[index * order + 2 * bit] = quantized(place.0, side: side, weight)
        soft[index * order + 2 * bit + 1] = quantized(place.1, side: side, weight)
        place = (side / 2 - place.0.magnitude, side / 2 - place.1.magnitude)
      }
    }
  }

  /// sign(u) (m + 1) (2 h - m) · weight with h = |u| and m = ⌊h⌋, at most side - 1: the difference of the squared distances to the nearest
  /// levels of either sign, of `side` levels ½, 3/2 ... each.
  @inline(__always)
  private static func quantized(_ place: Float, side: Float, _ weight: Float) -> Int8 {
    let height = place.magnitude
    let rounded = height.rounded(.down)
    let level = rounded < side - 1 ? rounded : side - 1
    let product = (level + 1) * (height + height - level) * weight
    let magnitude = product < 127 ? product : 127
    let value = Int8(max(0, magnitude).rounded(.toNearestOrEven))
    return place.sign == .minus ? -value : value
  }

  /// Changes the signs of values whose bit is one; -128 becomes 127.
  /// - Parameter words: bits, the first in the most significant place of the first word; as many as there are values.
  public static func flipSigns(
    _ soft: UnsafeMutableBufferPointer<Int8>, _ words: UnsafeBufferPointer<UInt64>, instructionSet: InstructionSet = .fastest
  ) {
    precondition(words.count * 64 >= soft.count)
    guard let target = soft.baseAddress, let words = words.baseAddress else { return }
    switch instructionSet {
    case .portable:
      for index in soft.indices where words[index >> 6] >> UInt64(63 - index & 63) & 1 == 1 {
        target[index] = target[index] == -128 ? 127 : -target[index]
      }
    case .avx2: vitrum_flip_signs_avx2(target, words, soft.count)
    case .avx512: vitrum_flip_signs_avx512(target, words, soft.count)
    }
  }

  /// Puts values that stand symbol by symbol into rows, one for each bit of a symbol (TS 38.212 §5.4.2.2).
  /// - Parameters:
  ///   - order: 1, 2, 4, 6, 8 or 10.
  ///   - rows: as many values.
  public static func deinterleave(
    _ source: UnsafeBufferPointer<Int8>, order: Int, into rows: UnsafeMutableBufferPointer<Int8>, instructionSet: InstructionSet = .fastest
  ) {
    precondition(source.count == rows.count && source.count % order == 0 && [1, 2, 4, 6, 8, 10].contains(order))
    guard let values = source.baseAddress, let target = rows.baseAddress else { return }
    let columns = source.count / order
    switch instructionSet {
    case _ where order == 1: target.update(from: values, count: columns)
    case .portable: for column in 0..<columns { for row in 0..<order { target[row * columns + column] = values[column * order + row] } }
    case .avx2: vitrum_deinterleave_avx2(values, columns, Int32(order), target)
    case .avx512: vitrum_deinterleave_avx512(values, columns, Int32(order), target)
    }
  }

  /// Adds values to others, which stay within -127 and 127.
  /// - Parameter added: as many.
  public static func add(
    _ added: UnsafeBufferPointer<Int8>, to soft: UnsafeMutableBufferPointer<Int8>, instructionSet: InstructionSet = .fastest
  ) {
    precondition(added.count == soft.count)
    guard let source = added.baseAddress, let target = soft.baseAddress else { return }
    switch instructionSet {
    case .portable: for index in soft.indices { target[index] = Int8(clamping: max(-127, Int(target[index]) + Int(source[index]))) }
    case .avx2: vitrum_add_soft_avx2(target, source, soft.count)
    case .avx512: vitrum_add_soft_avx512(target, source, soft.count)
    }
  }
}
