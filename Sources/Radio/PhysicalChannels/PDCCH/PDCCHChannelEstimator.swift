import DSPKernels
import Foundation
import Modulation
import ReferenceSignals

/// Resource blocks next to one another that have one channel over all symbols of a CORESET: a bundle, or six blocks where more have one
/// precoder.
struct PDCCHEstimationUnit: Hashable {
  var firstBlock: Int
}

/// The channel of one candidate, antenna by antenna (least squares at the reference signal, interpolated within each unit).
///
/// Between the reference signal's elements the channel is what is likeliest for echoes whose delays are anywhere in a range (a linear minimum
/// mean square error filter, made once for steps of 5 dB).
struct PDCCHChannelEstimator {
  /// Resource blocks of a unit.
  let blockCount: Int
  /// Pilots of a unit in one symbol.
  private var pilotCount: Int { 3 * blockCount }
  /// Subcarriers of a unit.
  var subcarrierCount: Int { 12 * blockCount }
  private let symbolCount: Int
  /// For each step of the signal-to-noise ratio, subcarriers times pilots.
  private let filters: [[Complex]]

  private static let lowest = -10
  private static let step = 5
  private static let filterCount = 9

  /// - Parameter delays: of echoes, in useful symbol durations.
  init(_ coreset: ControlResourceSet, delays: ClosedRange<Float>) {
    let isWide = coreset.precoderGranularity == .allContiguousResourceBlocks
    let blockCount = isWide ? 6 : coreset.bundleSize / coreset.symbolCount
    self.blockCount = blockCount
    symbolCount = coreset.symbolCount
    filters = (0..<Self.filterCount).map { index in
      Self.filter(blockCount, delays, noise: pow(10, -Double(Self.lowest + Self.step * index) / 10))
    }
  }

  /// The filter of pilots with a noise of this power, the channel's being 1.
  private static func filter(_ blockCount: Int, _ delays: ClosedRange<Float>, noise: Double) -> [Complex] {
    let center = Double(delays.lowerBound + delays.upperBound) / 2
    let width = Double(delays.upperBound - delays.lowerBound)
    func correlation(_ distance: Int) -> Double {
      let x = Double.pi * width * Double(distance)
      return abs(x) < 1e-9 ? 1 : sin(x) / x
    }
    let count = 3 * blockCount
    var lower = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    // Cholesky's decomposition of the pilots' covariance.
    for row in 0..<count {
      for column in 0...row {
        var sum = correlation(4 * (row - column)) + (row == column ? noise : 0)
        for index in 0..<column { sum -= lower[row][index] * lower[column][index] }
        lower[row][column] = row == column ? max(sum, 1e-12).squareRoot() : sum / lower[column][column]
      }
    }
    var filter: [Complex] = []
    filter.reserveCapacity(12 * blockCount * count)
    for subcarrier in 0..<(12 * blockCount) {
      var weights = (0..<count).map { correlation(subcarrier - 4 * $0 - 1) }
      for row in 0..<count {
        for index in 0..<row { weights[row] -= lower[row][index] * weights[index] }
        weights[row] /= lower[row][row]
      }
      for row in (0..<count).reversed() {
        for index in (row + 1)..<count { weights[row] -= lower[index][row] * weights[index] }
        weights[row] /= lower[row][row]
      }
      for index in 0..<count {
        let angle = -2 * Double.pi * center * Double(subcarrier - 4 * index - 1)
        filter.append(Complex(Float(weights[index] * cos(angle)), Float(weights[index] * sin(angle))))
      }
    }
    return filter
  }

  /// The units that a candidate's groups are in, and for each group which one.
  func units(_ resources: PDCCHResources) -> (units: [PDCCHEstimationUnit], unitOfGroup: [Int]) {
    let blocks = resources.coreset.resourceBlocks
    var places: [Int: Int] = [:]
    for (index, block) in blocks.enumerated() { places[block] = index }
    var units: [PDCCHEstimationUnit] = []
    var numbers: [PDCCHEstimationUnit: Int] = [:]
    let unitOfGroup = resources.groups.map { group in
      let unit = PDCCHEstimationUnit(firstBlock: blocks[(places[group.block] ?? 0) / blockCount * blockCount])
      if let number = numbers[unit] { return number }
      numbers[unit] = units.count
      units.append(unit)
      return units.count - 1
    }
    return (units, unitOfGroup)
  }

  /// What an antenna received of a candidate.
  struct Antenna {
    /// For each unit, the channel at each subcarrier.
    var channel: [Complex]
    /// The noise's variance.
    var noise: Float
    /// The channel's mean power.
    var power: Float
  }

  /// The channel of one antenna.
  /// - Parameters:
  ///   - received: elements of the antenna's symbols from the CORESET's first on.
  ///   - firstBlock: the common resource block at which these begin.
  ///   - width: subcarriers of the grid.
  ///   - signals: of the CORESET's symbols.
  ///   - referenceBlock: from which their blocks count.
  func estimate(
    _ units: [PDCCHEstimationUnit], _ received: UnsafeBufferPointer<Complex>, firstBlock: Int, width: Int,
    _ signals: [PDCCHDemodulationReferenceSignal], referenceBlock: Int
  ) -> Antenna {
    let count = pilotCount
    var means = [Complex](repeating: .zero, count: units.count * count)
    var pilots = [Complex](repeating: .zero, count: symbolCount * count)
    var noiseSum: Float = 0
    var noiseCount: Float = 0
    var power: Float = 0
    for (number, unit) in units.enumerated() {
      for symbol in 0..<symbolCount {
        for block in 0..<blockCount {
          let start = symbol * width + 12 * (unit.firstBlock + block - firstBlock)
          for index in 0..<3 {
            let signal = signals[symbol][unit.firstBlock + block - referenceBlock, index]
            pilots[symbol * count + 3 * block + index] = received[start + 4 * index + 1] * signal.conjugate
          }
        }
        // Of three pilots in a row, what the one in the middle differs from the others' mean is noise.
        for index in (symbol * count + 1)..<(symbol * count + count - 1) {
          noiseSum += (pilots[index - 1] + pilots[index + 1] - pilots[index] * 2).power
          noiseCount += 6
        }
        guard symbol > 0 else { continue }
        for index in (symbol * count)..<(symbol * count + count) {
          noiseSum += (pilots[index] - pilots[index - count]).power
          noiseCount += 2
        }
      }
      for index in 0..<count {
        var sum = Complex.zero
        for symbol in 0..<symbolCount { sum += pilots[symbol * count + index] }
        means[number * count + index] = sum * (1 / Float(symbolCount))
        power += means[number * count + index].power
      }
    }
    power /= Float(max(1, means.count))
    var noise = noiseSum / max(1, noiseCount)
    power = max(0, power - noise / Float(symbolCount))
    // A grid without noise would have no weights.
    noise = max(noise, 1e-6 * power)
    let channel = filtered(means, units.count, ratio: power / max(noise / Float(symbolCount), .leastNormalMagnitude))
    return Antenna(channel: channel, noise: noise, power: power)
  }

  private func filtered(_ means: [Complex], _ unitCount: Int, ratio: Float) -> [Complex] {
    let decibels = ratio.isFinite && ratio > 1e-6 ? min(60, 10 * log10(ratio)) : ratio.isFinite ? -60 : 60
    let index = (Int(decibels.rounded()) - Self.lowest + Self.step / 2) / Self.step
    let filter = filters[min(max(0, index), Self.filterCount - 1)]
    let count = pilotCount
    var channel = [Complex](repeating: .zero, count: unitCount * subcarrierCount)
    filter.withUnsafeBufferPointer { filter in
      means.withUnsafeBufferPointer { means in
        for unit in 0..<unitCount {
          for subcarrier in 0..<subcarrierCount {
            var sum = Complex.zero
            for index in 0..<count { sum += filter[subcarrier * count + index] * means[unit * count + index] }
            channel[unit * subcarrierCount + subcarrier] = sum
          }
        }
      }
    }
    return channel
  }
}
