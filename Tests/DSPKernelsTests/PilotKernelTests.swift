import Base
import DSPKernels
import Testing

@Suite struct PilotKernelTests {
  private static func numbers(_ count: Int, seed: UInt64) -> UnsafeMutablePointer<Float> {
    var generator = SeededGenerator(seed: seed)
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: count)
    for index in 0..<count { (memory + index).initialize(to: .random(in: -1...1, using: &generator)) }
    return memory
  }

  private static func isNear(_ found: Double, _ expected: Double) -> Bool { abs(found - expected) <= 1e-4 * (1 + abs(expected)) }

  @Test("Sums and products of planar rows are those of the portable variant", arguments: InstructionSet.available)
  func rows(_ instructionSet: InstructionSet) {
    let pitch = 256
    let (memory, copy) = (Self.numbers(8 * pitch, seed: 1), Self.numbers(8 * pitch, seed: 1))
    defer {
      memory.deallocate()
      copy.deallocate()
    }
    let values = UnsafeRawPointer(memory + 4 * pitch).assumingMemoryBound(to: Complex.self)
    for count in [0, 1, 7, 8, 15, 16, 17, 31, 32, 33, 48, 63, 64, 100] {
      func row(_ index: Int, _ memory: UnsafeMutablePointer<Float>, _ set: InstructionSet) -> PlanarRow {
        PlanarRow(memory + 2 * index * pitch, pitch: pitch, set)
      }
      let (a, b) = (row(0, memory, instructionSet), row(1, memory, instructionSet))
      let (c, d) = (row(0, copy, .portable), row(1, copy, .portable))
      let (found, expected) = (
        PlanarRow.product(a, b, first: 3, shift: 2, count: count), PlanarRow.product(c, d, first: 3, shift: 2, count: count)
      )
      #expect(Self.isNear(found.x, expected.x) && Self.isNear(found.y, expected.y), "\(count)")
      #expect(Self.isNear(a.likeness(everySecondOf: b, count: count), c.likeness(everySecondOf: d, count: count)), "\(count)")
      #expect(
        Self.isNear(PlanarRow.power(values, count: count, instructionSet), PlanarRow.power(values, count: count, .portable)), "\(count)")
      for order in [2, 4] {
        let (rough, smooth) = (a.roughness(order: order, first: 1, count: count), c.roughness(order: order, first: 1, count: count))
        #expect(Self.isNear(rough.sum, smooth.sum) && rough.count == smooth.count, "\(count)")
      }
      // What changes rows.
      let changes: [(PlanarRow, PlanarRow) -> Void] = [
        { $0.multiply($1, isConjugate: true, by: Complex(0.6, 0.8), count: count) },
        {
          $0.invert(values, least: 0.3, factor: 0.5, count: count)
          _ = $1
        },
        { $0.weigh(everySecondOf: values, by: $1, isAdding: false, count: count) },
        { $0.weigh(everySecondOf: values, by: $1, isAdding: true, count: count) },
        {
          $0.gather(everySecondOf: values, count: count)
          _ = $1
        },
        { $0.subtract(values, by: Complex(0.3, -0.4), everySecondOf: $1, count: count / 2) },
        { $1.average(2, into: $0, count: count) },
        { $1.average(3, into: $0, count: count / 2) },
      ]
      for (index, change) in changes.enumerated() {
        change(a, b)
        change(c, d)
        // What is behind the last number stays.
        let isSame = (0..<(2 * pitch)).allSatisfy { Self.isNear(Double(memory[$0]), Double(copy[$0])) }
        #expect(isSame, "\(count), \(index)")
      }
    }
  }

  @Test("Covariances of groups are those of the portable variant", arguments: InstructionSet.available)
  func covariances(_ instructionSet: InstructionSet) {
    let pitch = 128
    for (rows, size, count) in [(1, 24, 100), (2, 16, 64), (4, 24, 78), (5, 6, 9), (9, 24, 30)] {
      let memory = Self.numbers(2 * rows * pitch, seed: 3)
      defer { memory.deallocate() }
      let groups = (count + size - 1) / size
      func matrices(_ set: InstructionSet) -> [Complex] {
        var result = [Complex](repeating: Complex(1, 2), count: groups * rows * rows)
        result.withUnsafeMutableBufferPointer {
          guard let target = $0.baseAddress else { return }
          PlanarRow.addCovariances(
            PlanarRow(memory, pitch: pitch, set), pitch: pitch, rows: rows, size: size, count: count, factor: 0.7, to: target)
        }
        return result
      }
      let isSame = zip(matrices(instructionSet), matrices(.portable)).allSatisfy { ($0 - $1).power < 1e-8 * (1 + $1.power) }
      #expect(isSame, "\(rows), \(size), \(count)")
    }
  }

  @Test("Blocks are smoothed as by the portable variant, in one step and in two", arguments: InstructionSet.available)
  func smoothing(_ instructionSet: InstructionSet) {
    var generator = SeededGenerator(seed: 5)
    let (rows, pitch) = (5, 1024)
    for (blocks, window, taps) in [(1, 1, 6), (24, 8, 6), (41, 8, 3), (70, 32, 1), (33, 5, 4), (40, 4, 2)] {
      for rank in 0...PilotSmoothing.Factors.maximumRank {
        let count = window * taps
        let weights = Self.numbers(32 * window * count, seed: 6)
        let analysis = Self.numbers(2 * count * max(1, rank), seed: 7)
        let synthesis = Self.numbers(32 * max(1, rank), seed: 8)
        let source = Self.numbers(2 * rows * pitch, seed: 9)
        let (found, expected) = (Self.numbers(2 * rows * pitch, seed: 10), Self.numbers(2 * rows * pitch, seed: 10))
        let scratch = Self.numbers(PilotSmoothing.Factors.scratchCount(blocks: blocks), seed: UInt64.random(in: 0...9, using: &generator))
        defer { for memory in [weights, analysis, synthesis, source, found, expected, scratch] { memory.deallocate() } }
        // The weights of blocks in the middle are the product.
        if rank > 0 {
          for tap in 0..<count {
            for lane in 0..<16 {
              var sum = Complex.zero
              for k in 0..<rank {
                let place = 2 * (rank * tap + k)
                sum +=
                  Complex(synthesis[32 * k + lane], synthesis[32 * k + 16 + lane]) * Complex(analysis[place], analysis[place + 1])
              }
              let weight = weights + 32 * (window / 2 * count + tap) + lane
              (weight[0], weight[16]) = (sum.real, sum.imaginary)
            }
          }
        }
        let factors = PilotSmoothing.Factors(rank: rank, analysis: analysis, synthesis: synthesis, scratch: scratch)
        func smooth(_ target: UnsafeMutablePointer<Float>, _ set: InstructionSet) {
          PilotSmoothing.smooth(
            weights: weights, source: .init(base: source, pitch: pitch), target: .init(base: target, pitch: pitch), rows: rows,
            blocks: blocks, window: window, tapsPerBlock: taps, factors: factors, instructionSet: set)
        }
        smooth(found, instructionSet)
        smooth(expected, .portable)
        for row in 0..<(2 * rows) {
          let isSame = (0..<(12 * blocks)).allSatisfy {
            abs(found[row * pitch + $0] - expected[row * pitch + $0]) <= 2e-4 * Float(count)
          }
          #expect(isSame, "\(blocks), \(window), \(taps), \(rank)")
        }
      }
    }
  }
}
