import CDSPKernels

/// The tables of the transforms in C (fft_lanes.h).
struct VectorFourierTransform: ~Copyable {
  private var plan: vitrum_fft_plan
  private let instructionSet: InstructionSet

  /// The lanes that a transform of so many points can use, or `nil`. A block of the last pass takes as many results of each lane as there
  /// are lanes.
  static func lanes(_ count: Int, _ instructionSet: InstructionSet) -> Int? {
    let widths = instructionSet == .avx512 ? [16, 8, 4] : [8, 4]
    return instructionSet == .portable ? nil : widths.first { count % $0 == 0 && count / $0 >= $0 }
  }

  /// Passes of larger radices come last: the last one has no factors.
  private static func radices(_ length: Int, lanes: Int) -> [Int] {
    var radices: [Int] = []
    var left = length
    for radix in [3, 5] {
      while left % radix == 0 {
        radices.append(radix)
        left /= radix
      }
    }
    let twos = left.trailingZeroBitCount
    if twos == 1 { return radices + [2] }
    // Thirty-two registers hold a pass of eight.
    let eights = lanes == 16 ? (twos - [0, 4, 2][twos % 3]) / 3 : twos % 2
    return radices + [Int](repeating: 4, count: (twos - 3 * eights) / 2) + [Int](repeating: 8, count: eights)
  }

  /// - Parameters:
  ///   - count: 2^a · 3^b · 5^c.
  ///   - lanes: what `lanes(_:_:)` says.
  init(count: Int, lanes: Int, instructionSet: InstructionSet) {
    self.instructionSet = lanes == 16 ? .avx512 : .avx2
    let length = count / lanes
    let radices = Self.radices(length, lanes: lanes)
    let passes = UnsafeMutablePointer<vitrum_fft_pass>.allocate(capacity: radices.count)
    var twiddles: [Complex] = []
    var left = length
    for (index, radix) in radices.enumerated() {
      let step = left / radix
      (passes + index).initialize(to: vitrum_fft_pass(radix: Int32(radix), step: Int32(step), twiddles: Int32(2 * twiddles.count)))
      for place in 0..<step { for result in 1..<radix { twiddles.append(.root(place * result, of: left)) } }
      left = step
    }
    let positions = UnsafeMutablePointer<Int32>.allocate(capacity: length)
    for result in 0..<length {
      var (digits, position) = (result, 0)
      for index in radices.indices {
        position += digits % radices[index] * Int(passes[index].step)
        digits /= radices[index]
      }
      (positions + result).initialize(to: Int32(2 * lanes * position))
    }
    let groups = lanes / 4
    let exponents =
      (1..<4).map { (groups * $0, 0) } + (1..<max(1, groups)).flatMap { group in (0..<4).map { (group, group * $0 * length) } }
    let factors = Self.floats(2 * lanes * exponents.count * ((length + lanes - 1) / lanes))
    var place = factors
    for block in stride(from: 0, to: length, by: lanes) {
      for (slope, start) in exponents {
        for lane in 0..<lanes {
          let result = min(block, length - lanes) + 2 * (lane / 4) + lane % 2 + lane % 4 / 2 * (lanes / 2)
          let factor = Complex.root(slope * result + start, of: count)
          place[lane] = factor.real
          place[lanes + lane] = factor.imaginary
        }
        place += 2 * lanes
      }
    }
    let table = Self.floats(2 * twiddles.count)
    for (index, twiddle) in twiddles.enumerated() {
      table[2 * index] = twiddle.real
      table[2 * index + 1] = twiddle.imaginary
    }
    plan = vitrum_fft_plan(
      count: Int32(count), lanes: Int32(lanes), pass_count: Int32(radices.count), passes: passes, twiddles: table, positions: positions,
      factors: factors, scratch: Self.floats(2 * count))
  }

  deinit {
    plan.passes.deallocate()
    plan.twiddles.deallocate()
    plan.positions.deallocate()
    plan.factors.deallocate()
    plan.scratch.deallocate()
  }

  private static func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * MemoryLayout<Float>.stride, alignment: 64)
      .bindMemory(to: Float.self, capacity: count)
    memory.initialize(repeating: 0, count: count)
    return memory
  }

  /// The two may be the same.
  func transform(_ source: UnsafePointer<Complex>, _ target: UnsafeMutablePointer<Complex>, isInverse: Bool) {
    let from = UnsafeRawPointer(source).assumingMemoryBound(to: Float.self)
    let to = UnsafeMutableRawPointer(target).assumingMemoryBound(to: Float.self)
    withUnsafePointer(to: plan) { plan in
      if instructionSet == .avx512 {
        vitrum_fft_avx512(plan, from, to, isInverse)
      } else {
        vitrum_fft_avx2(plan, from, to, isInverse)
      }
    }
  }
}
