import DSPKernels
import Foundation
import Modulation

/// Finds the indices of a Type I codebook with the greatest capacity, Σ log2(1 + SINR), for a rank.
struct TypeISearch {
  struct Result {
    var indices: TypeICodebook.Indices
    /// By subband, or one.
    var i2: [[Int]]
    /// Bits of a symbol, on average.
    var capacity: Float
  }

  private let codebook: TypeICodebook
  private let rank: Int
  private let isHalved: Bool
  private let blockCount: Int
  private let portCount: Int
  private let sampleCount: Int
  private let subbands: [Int]
  /// G times a beam in one block of ports: by sample, then by beam, then by block.
  private let products: [Complex]
  /// u of all beams.
  private let beams: [Complex]
  private let scale: Float
  private var distinct: [Int] = []
  /// u_a* G u_b of the blocks, by sample, by the pair of `distinct`.
  private var pairs: [Complex] = []
  private var scratch: (matrix: [Complex], inverse: [Complex], gains: [Float])

  init(_ channel: CSIChannel, _ codebook: TypeICodebook, rank: Int) {
    self.codebook = codebook
    self.rank = rank
    isHalved = codebook.isHalved(rank: rank)
    blockCount = codebook.blockCount(rank: rank)
    portCount = channel.portCount
    sampleCount = channel.sampleCount
    subbands = channel.subbands
    scale = 1 / Float(rank * portCount)
    let (first, second) = codebook.array.beamCounts
    let size = portCount / blockCount
    let beams = (0..<(first * second)).flatMap { codebook.array.beam($0 / second, $0 % second, isHalved: codebook.isHalved(rank: rank)) }
    let (ports, blocks, beamCount, grams) = (channel.portCount, blockCount, first * second, channel.grams)
    var products = [Complex](repeating: .zero, count: sampleCount * beamCount * blockCount * ports)
    products.withUnsafeMutableBufferPointer { products in
      grams.withUnsafeBufferPointer { grams in
        beams.withUnsafeBufferPointer { beams in
          var next = 0
          for sample in 0..<channel.sampleCount {
            for beam in 0..<beamCount {
              for block in 0..<blocks {
                for port in 0..<ports {
                  let row = sample * ports * ports + port * ports + block * size
                  var sum = Complex.zero
                  for place in 0..<size { sum += grams[row + place] * beams[beam * size + place] }
                  products[next] = sum
                  next += 1
                }
              }
            }
          }
        }
      }
    }
    self.beams = beams
    self.products = products
    scratch = (
      [Complex](repeating: .zero, count: rank * rank), [Complex](repeating: .zero, count: rank * rank), [Float](repeating: 0, count: rank)
    )
  }

  /// The best indices that may be reported, of equals the first, or nil if none may.
  /// - Parameters:
  ///   - hasSubbandIndices: whether each subband has an i_2 of its own.
  ///   - isI2Reported: otherwise the capacity is the mean over all i_2.
  mutating func best(
    _ restriction: TypeIRestriction, subbandCount: Int, hasSubbandIndices: Bool, isI2Reported: Bool
  ) throws(ParameterError) -> Result? {
    let counts = try codebook.indexCounts(rank: rank)
    let choices = Self.combinations(counts.i2)
    var best: Result?
    var rows = [[Float]](repeating: [Float](repeating: 0, count: subbandCount), count: choices.count)
    for i11 in 0..<counts.i11 {
      for i12 in 0..<counts.i12 {
        for i13 in 0..<counts.i13 {
          for i14 in Self.combinations(counts.i14) {
            let indices = TypeICodebook.Indices(i11: i11, i12: i12, i13: i13, i14: i14)
            var allowed: [Int] = []
            for (place, i2) in choices.enumerated() {
              let columns = codebook.columns(rank: rank, indices, i2)
              guard restriction.allows(rank: rank, columns, i2: i2), isI2Reported || restriction.allows(i2: i2[0]) else { continue }
              for subband in rows[place].indices { rows[place][subband] = 0 }
              addCapacities(columns, into: &rows[place])
              allowed.append(place)
            }
            guard !allowed.isEmpty else { continue }
            let result = Self.choose(indices, rows, allowed, choices, hasSubbandIndices, isI2Reported)
            if result.capacity > Self.clearly(best?.capacity ?? -1) { best = result }
          }
        }
      }
    }
    if let capacity = best?.capacity { best?.capacity = capacity / Float(max(1, sampleCount)) }
    return best
  }

  private static func choose(
    _ indices: TypeICodebook.Indices, _ rows: [[Float]], _ allowed: [Int], _ choices: [[Int]], _ hasSubbandIndices: Bool,
    _ isI2Reported: Bool
  ) -> Result {
    guard isI2Reported else {
      let sum = allowed.reduce(0) { $0 + rows[$1].reduce(0, +) }
      return Result(indices: indices, i2: [], capacity: sum / Float(allowed.count))
    }
    func greatest(_ value: (Int) -> Float) -> Int {
      var (place, most) = (allowed[0], value(allowed[0]))
      for other in allowed.dropFirst() where value(other) > clearly(most) { (place, most) = (other, value(other)) }
      return place
    }
    guard hasSubbandIndices else {
      let place = greatest { rows[$0].reduce(0, +) }
      return Result(indices: indices, i2: [choices[place]], capacity: rows[place].reduce(0, +))
    }
    let places = rows[0].indices.map { subband in greatest { rows[$0][subband] } }
    return Result(
      indices: indices, i2: places.map { choices[$0] },
      capacity: places.enumerated().reduce(0) { $0 + rows[$1.element][$1.offset] })
  }

  /// What is greater by more than rounding: of matrices that differ only in the order of their columns the first counts.
  private static func clearly(_ capacity: Float) -> Float { capacity * 1.00001 }

  /// All values of several indices.
  private static func combinations(_ counts: [Int]) -> [[Int]] {
    counts.reduce([[]]) { lists, count in lists.flatMap { list in (0..<count).map { list + [$0] } } }
  }

  private mutating func addCapacities(_ columns: [TypeICodebook.Column], into row: inout [Float]) {
    let (first, second) = codebook.array.beamCounts
    let period = isHalved ? first / 2 : first
    let own = columns.map { $0.l % period * second + $0.m % second }
    var used: [Int] = []
    for beam in own where !used.contains(beam) { used.append(beam) }
    if used != distinct { makePairs(used) }
    let places = own.map { used.firstIndex(of: $0) ?? 0 }
    let (blocks, size) = (blockCount * blockCount, used.count * used.count * blockCount * blockCount)
    let roots = Self.roots
    for sample in 0..<sampleCount {
      pairs.withUnsafeBufferPointer { pairs in
        for i in 0..<rank {
          for j in 0...i {
            var sum = Complex.zero
            let start = sample * size + (places[i] * used.count + places[j]) * blocks
            for a in 0..<blockCount {
              for b in 0..<blockCount {
                sum += pairs[start + a * blockCount + b] * roots[Int((columns[j].eighths[b] &- columns[i].eighths[a]) & 7)]
              }
            }
            scratch.matrix[i * rank + j] = sum * scale
          }
        }
      }
      scratch.matrix.withUnsafeMutableBufferPointer { matrix in
        scratch.inverse.withUnsafeMutableBufferPointer { inverse in
          scratch.gains.withUnsafeMutableBufferPointer { gains in
            if let matrix = matrix.baseAddress, let inverse = inverse.baseAddress, let gains = gains.baseAddress {
              CSIChannel.gains(matrix, rank: rank, inverse: inverse, into: gains)
            }
          }
        }
      }
      row[row.count > 1 ? subbands[sample] : 0] += scratch.gains.reduce(0) { $0 + log2($1) }
    }
  }

  private static let roots: [Complex] = (0..<8).map { Turn.of(Double($0) / 8) }

  private mutating func makePairs(_ used: [Int]) {
    distinct = used
    let size = portCount / blockCount
    let beamCount = beams.count / size
    pairs.removeAll(keepingCapacity: true)
    products.withUnsafeBufferPointer { products in
      beams.withUnsafeBufferPointer { beams in
        for sample in 0..<sampleCount {
          for left in used {
            for right in used {
              for a in 0..<blockCount {
                for b in 0..<blockCount {
                  let start = ((sample * beamCount + right) * blockCount + b) * portCount + a * size
                  var sum = Complex.zero
                  for place in 0..<size { sum += beams[left * size + place].conjugate * products[start + place] }
                  pairs.append(sum)
                }
              }
            }
          }
        }
      }
    }
  }
}
