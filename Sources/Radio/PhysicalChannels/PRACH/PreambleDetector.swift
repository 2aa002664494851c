import DSPKernels
import Foundation
import Modulation

/// A preamble that was found.
public struct PreambleDetection: Sendable, Hashable {
  /// 0 to 63.
  public let preamble: Int
  /// Power of the correlation at its peak by that of the noise, antennas together: what is compared with `PreambleDetector.threshold`.
  public let metric: Float
  /// Seconds that it came later than one sent without a distance. Noise can make it slightly negative.
  public let delay: Double

  /// N_TA of a timing advance command (TS 38.213 §4.2): multiples of 16 · 64 · T_c / 2^µ, none negative.
  /// - Parameter numerology: of the uplink's bandwidth part.
  public func timingAdvance(_ numerology: Numerology) -> Int {
    max(0, Int((delay * 1_920_000 * Double(1 << numerology.exponent)).rounded()))
  }
}

/// Finds preambles in the subcarriers of an occasion.
///
/// The subcarriers are correlated with each root sequence by a transform, the powers of all antennas added. A peak counts by its ratio to
/// the noise, which is estimated from the same correlation without its peaks; the threshold depends on how many values are searched and
/// added, so that of noise alone no more than the wanted part gives a preamble, at any noise power. Repetitions are added before the
/// correlation as long as they last less than 0.45 ms together, in which an offset of some hundred Hz does no harm, and their powers
/// beyond.
///
/// What a strong preamble leaves beside its peak (its transform's side lobes, and the images of a frequency offset at multiples of d_u) is
/// not taken for another one. It is not to be shared by threads.
public struct PreambleDetector: ~Copyable {
  public let set: PreambleSet
  public let antennaCount: Int
  /// What a metric has to exceed.
  public let threshold: Float

  private struct Root {
    /// d_u.
    var offsetShift: Int
    /// Of `set.preambles`.
    var preambles: Range<Int>
  }
  private struct Peak {
    var preamble: Int
    /// In values of the correlation, with what lies between two of them.
    var place: Double
    var power: Float
    var delay: Double
  }

  private let length: Int
  private let roots: [Root]
  /// The conjugates of the roots' sequences in frequency.
  private let references: [Complex]
  /// Repetitions that are added before the correlation.
  private let groupSize: Int
  private var transform: FourierTransform
  private let work: UnsafeMutableBufferPointer<Complex>
  private let powers: UnsafeMutableBufferPointer<Float>

  /// - Parameters:
  ///   - antennaCount: 1 to 256.
  ///   - falseAlarm: how many occasions of noise alone may give any preamble. The clause allows 0.001; the noise is only estimated.
  /// - Throws: for numbers out of range.
  public init(_ set: PreambleSet, antennaCount: Int, falseAlarm: Double = 0.0005) throws(ParameterError) {
    guard 1...256 ~= antennaCount else {
      throw ParameterError("antennaCount", antennaCount, "a receiver has 1 to 256 antennas", "TS 38.104 §8.4")
    }
    guard falseAlarm > 0, falseAlarm < 1 else {
      throw ParameterError("falseAlarm", falseAlarm, "a probability lies between 0 and 1", "TS 38.104 §8.4.1.1")
    }
    let length = set.structure.length.rawValue
    let count = length == 139 ? 512 : length == 1151 ? 4096 : 2048
    guard let transform = FourierTransform(count: count) else {
      throw ParameterError("count", count, "there is no such transform", "TS 38.211 §6.3.3.1")
    }
    var roots: [Root] = []
    var references: [Complex] = []
    for (index, preamble) in set.preambles.enumerated() {
      if index > 0, set.preambles[index - 1].root == preamble.root {
        roots[roots.count - 1].preambles = roots[roots.count - 1].preambles.lowerBound..<(index + 1)
        continue
      }
      roots.append(Root(offsetShift: PreambleSet.offsetShift(root: preamble.root, length: length), preambles: index..<(index + 1)))
      references += PreambleSet.frequencySequence(root: preamble.root, cyclicShift: 0, length: length).map(\.conjugate)
    }
    let repetitions = set.structure.repetitionCount
    groupSize = min(repetitions, max(1, Int(0.00045 * Double(set.structure.spacing.rawValue))))
    let branches = antennaCount * ((repetitions + groupSize - 1) / groupSize)
    self.set = set
    self.antennaCount = antennaCount
    self.length = length
    self.roots = roots
    self.references = references
    self.transform = transform
    let zone = set.cyclicShiftSpacing == 0 ? length : set.cyclicShiftSpacing
    let windows = set.restrictedSet == .unrestricted ? 1 : set.restrictedSet == .typeA ? 3 : 5
    let searched = Double(min(PreambleSet.count * windows * zone, roots.count * length)) * Double(count) / Double(length)
    threshold = Float(Self.threshold(branches: branches, probability: falseAlarm / searched))
    work = .allocate(capacity: count)
    work.initialize(repeating: .zero)
    powers = .allocate(capacity: count)
    powers.initialize(repeating: 0)
  }

  deinit {
    work.deallocate()
    powers.deallocate()
  }

  /// The value that a sum of so many exponentially distributed ones of mean 1 exceeds with a probability.
  static func threshold(branches: Int, probability: Double) -> Double {
    func tail(_ value: Double) -> Double {
      (0..<branches).reduce(0) { $0 + exp(-value + Double($1) * log(value) - lgamma(Double($1) + 1)) }
    }
    var (low, high) = (Double(branches), 4 * Double(branches) + 200)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if tail(middle) > probability { low = middle } else { high = middle }
    }
    return high
  }

  /// The preambles of one occasion, the strongest first.
  /// - Parameter subcarriers: antenna, then repetition, then k: L_RA values for each repetition of each antenna, in any scale.
  /// - Throws: for another number of values.
  public mutating func detect(_ subcarriers: UnsafeBufferPointer<Complex>) throws(ParameterError) -> [PreambleDetection] {
    let expected = antennaCount * set.structure.repetitionCount * length
    guard subcarriers.count == expected else {
      throw ParameterError("subcarriers", subcarriers.count, "\(expected) are expected", "TS 38.211 §6.3.3.2")
    }
    var detections: [PreambleDetection] = []
    for index in roots.indices {
      correlate(subcarriers, root: index)
      let noise = noisePower()
      guard noise > 0, noise.isFinite else { continue }
      detections += peaks(roots[index], limit: threshold * noise).map {
        PreambleDetection(preamble: $0.preamble, metric: $0.power / noise, delay: $0.delay)
      }
    }
    return detections.sorted { $0.metric > $1.metric }
  }

  /// The preambles of several occasions.
  /// - Parameter subcarriers: occasion, then as of one occasion.
  public mutating func detect(
    _ subcarriers: UnsafeBufferPointer<Complex>, occasionCount: Int
  ) throws(ParameterError) -> [[PreambleDetection]] {
    let each = antennaCount * set.structure.repetitionCount * length
    guard 1...65536 ~= occasionCount, subcarriers.count == occasionCount * each else {
      throw ParameterError("occasionCount", occasionCount, "the values are not those of so many occasions", "TS 38.211 §6.3.3.2")
    }
    var detections: [[PreambleDetection]] = []
    for occasion in 0..<occasionCount {
      detections.append(try detect(UnsafeBufferPointer(rebasing: subcarriers[(occasion * each)..<((occasion + 1) * each)])))
    }
    return detections
  }

  /// Powers of the correlation with a root over all delays, antennas and groups of repetitions added.
  private mutating func correlate(_ subcarriers: UnsafeBufferPointer<Complex>, root: Int) {
    powers.update(repeating: 0)
    let repetitions = set.structure.repetitionCount
    for antenna in 0..<antennaCount {
      for group in stride(from: 0, to: repetitions, by: groupSize) {
        let first = (antenna * repetitions + group) * length
        let size = min(groupSize, repetitions - group)
        // A smaller last group has less noise and is scaled to the others'.
        let scale = (1 / Float(size)).squareRoot()
        references.withUnsafeBufferPointer { reference in
          for k in 0..<length {
            var sum = subcarriers[first + k]
            for repetition in 1..<max(1, size) { sum += subcarriers[first + repetition * length + k] }
            work[k] = sum * reference[root * length + k] * scale
          }
        }
        for index in length..<work.count { work[index] = .zero }
        transform.inverse(work)
        for index in 0..<work.count { powers[index] += work[index].power }
      }
    }
  }

  /// The mean power of one branch of noise: that of all values, without those that exceed the threshold and their neighbours.
  private func noisePower() -> Float {
    let count = powers.count
    let branches = Float(antennaCount * ((set.structure.repetitionCount + groupSize - 1) / groupSize))
    let side = 2 * count / length + 1
    var noise = powers.reduce(0, +) / Float(count) / branches
    for _ in 0..<8 {
      let limit = threshold * noise
      var sum: Float = 0
      var used = 0
      // Values up to this one are beside a peak.
      var covered = -1
      var ahead = -side
      for index in 0..<count {
        while ahead < index + side {
          if power(ahead) > limit { covered = ahead + side }
          ahead += 1
        }
        if index > covered {
          sum += powers[index]
          used += 1
        }
      }
      guard used > count / 8 else { break }
      let next = sum / Float(used) / branches
      if next >= noise * 0.999 { break }
      noise = next
    }
    return noise
  }

  /// The peaks of the windows of a root's preambles.
  private func peaks(_ root: Root, limit: Float) -> [Peak] {
    let perShift = Double(powers.count) / Double(length)
    let zone = set.cyclicShiftSpacing == 0 ? length : set.cyclicShiftSpacing
    // A delay of zero may look negative.
    let early = min(1, Double(zone) / 4)
    let multiples: [Int] =
      switch set.restrictedSet {
      case .unrestricted: [0]
      case .typeA: [0, 1, -1]
      case .typeB: [0, 1, -1, 2, -2]
      }
    var peaks: [Peak] = []
    for preamble in root.preambles {
      var best: Peak?
      for multiple in multiples {
        // The correlation of a preamble of shift C_v peaks at -C_v, and later by its delay.
        let origin = Double(multiple * root.offsetShift - set.preambles[preamble].cyclicShift)
        let first = Int(((origin - early) * perShift).rounded(.up))
        let last = Int(((origin - early + Double(zone)) * perShift).rounded(.up))
        for index in first..<last {
          let (before, power, after) = (self.power(index - 1), self.power(index), self.power(index + 1))
          guard power > limit, power >= before, power > after, power > best?.power ?? 0 else { continue }
          let curve = before - 2 * power + after
          let place = Double(index) + (curve < 0 ? Double((before - after) / (2 * curve)) : 0)
          let seconds = (place / perShift - origin) / Double(length * set.structure.spacing.rawValue)
          best = Peak(preamble: preamble, place: place, power: power, delay: seconds)
        }
      }
      if let best { peaks.append(best) }
    }
    return peaks.filter { peak in
      !peaks.contains {
        // Amplitudes of what a stronger one leaves and of noise may add up.
        guard $0.preamble != peak.preamble, $0.power > peak.power else { return false }
        return peak.power.squareRoot() < ($0.power * leakage(from: $0, to: peak, root)).squareRoot() + limit.squareRoot()
      }
    }
  }

  private func power(_ index: Int) -> Float {
    let count = powers.count
    return powers[(index % count + count) % count]
  }

  /// What part of a peak's power may stand at another place because of it.
  private func leakage(from strong: Peak, to weak: Peak, _ root: Root) -> Float {
    let distance = (weak.place - strong.place) * Double(length) / Double(powers.count)
    // Side lobes of L subcarriers fall with the distance; paths of other delays are allowed for.
    let apart = abs(distance.remainder(dividingBy: Double(length)))
    let lobe = sin(.pi * max(1, apart - 1) / Double(length)) * Double(length)
    var part = 2 / (lobe * lobe)
    if set.structure.spacing.rawValue <= 5000 {
      // An offset of up to half a subcarrier puts images at multiples of d_u.
      for multiple in 1...8 {
        for sign in [-1, 1] where abs((distance - Double(sign * multiple * root.offsetShift)).remainder(dividingBy: Double(length))) < 1.5 {
          let image = Double.pi * (Double(multiple) - 0.5)
          part = max(part, 1.5 / (image * image))
        }
      }
    }
    return Float(part)
  }
}
