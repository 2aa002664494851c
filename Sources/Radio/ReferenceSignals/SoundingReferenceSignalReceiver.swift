import DSPKernels
import Modulation

/// What a sounding reference signal says of the channel in one frequency position.
public struct SoundingEstimate: Sendable, Hashable {
  /// The common resource block that the first group begins with.
  public let firstBlock: Int
  /// Resource blocks of a group; the last one can have less.
  public let groupSize: Int
  public let groupCount: Int
  public let antennaCount: Int
  public let portCount: Int
  /// Antenna, then port, then group: the mean over a group's subcarriers.
  public let channel: [Complex]
  /// The variance of the noise of a resource element, by antenna.
  public let noise: [Float]

  public subscript(antenna: Int, port: Int, group: Int) -> Complex { channel[(antenna * portCount + port) * groupCount + group] }
}

/// Estimates the channel of each port from a received sounding reference signal.
///
/// Ports that share subcarriers differ by their cyclic shift, which is a delay. So the impulse responses are sought that explain what was
/// received, each within a window of delays: by least squares, because a mere transform would let ports leak into each other at the edges
/// of the band. A few steps of conjugate gradients suffice; to stop there also keeps noise out that no window can tell from a channel.
///
/// A value holds its transform and is not to be shared by threads.
public struct SoundingReferenceSignalReceiver: ~Copyable {
  public let signal: SoundingReferenceSignal
  public let carrier: Carrier
  public let bandwidthPart: Range<Int>
  public let groupSize: Int
  public let antennaCount: Int

  /// Ports that share subcarriers, and the delays of each.
  private struct Sharing {
    var ports: [Int]
    var windows: [(first: Int, count: Int)]
    /// Of all delays those of any port.
    var occupied: [Bool]
  }

  private static let steps = 4
  private let count: Int
  private let sharings: [Sharing]
  private var transform: FourierTransform
  /// Work of `count` values each: what is transformed, the impulse responses, the direction and what is left to explain.
  private let work: UnsafeMutableBufferPointer<Complex>
  private let response: UnsafeMutableBufferPointer<Complex>
  private let direction: UnsafeMutableBufferPointer<Complex>
  private let residual: UnsafeMutableBufferPointer<Complex>

  /// - Parameters:
  ///   - bandwidthPart: common resource blocks of the active uplink bandwidth part.
  ///   - groupSize: resource blocks of a group, 1 to 272.
  ///   - antennaCount: 1 to 256.
  /// - Throws: for numbers out of range.
  public init(
    _ signal: SoundingReferenceSignal, carrier: Carrier, bandwidthPart: Range<Int>, groupSize: Int, antennaCount: Int
  ) throws(ParameterError) {
    guard 1...272 ~= groupSize else {
      throw ParameterError("groupSize", groupSize, "a group has 1 to 272 resource blocks", "TS 38.211 §6.4.1.4.3")
    }
    guard 1...256 ~= antennaCount else {
      throw ParameterError("antennaCount", antennaCount, "a receiver has 1 to 256 antennas", "TS 38.104 §4.3")
    }
    // Beyond the band an eighth is free. A multiple of 24 has all cyclic shifts at whole places.
    var count = (signal.sequenceCount + signal.sequenceCount / 8 + 23) / 24 * 24
    while !Self.hasTransform(count) { count += 24 }
    guard let transform = FourierTransform(count: count) else {
      throw ParameterError("count", count, "there is no such transform", "TS 38.211 §6.4.1.4.3")
    }
    var sharings: [Sharing] = []
    for port in 0..<signal.portCount {
      if let index = sharings.firstIndex(where: { signal.combOffset(port: $0.ports[0]) == signal.combOffset(port: port) }) {
        sharings[index].ports.append(port)
      } else {
        sharings.append(Sharing(ports: [port], windows: [], occupied: []))
      }
    }
    let prefix = count * signal.comb * (carrier.cyclicPrefix == .normal ? 144 : 512) / 2048
    for index in sharings.indices {
      let shifts = sharings[index].ports.map { signal.cyclicShift(port: $0) }
      let gap = count / signal.cyclicShiftCount * Self.smallestGap(shifts, of: signal.cyclicShiftCount)
      let early = min(prefix, gap / 2) / 4 + 1
      // A quarter of the delays shows the noise alone.
      let size = max(1, min(early + prefix, gap - gap / 4))
      sharings[index].occupied = [Bool](repeating: false, count: count)
      for shift in shifts {
        let first = (2 * count - count / signal.cyclicShiftCount * shift - min(early, size - 1)) % count
        sharings[index].windows.append((first, size))
        for place in first..<(first + size) { sharings[index].occupied[place % count] = true }
      }
    }
    self.signal = signal
    self.carrier = carrier
    self.bandwidthPart = bandwidthPart
    self.groupSize = groupSize
    self.antennaCount = antennaCount
    self.count = count
    self.sharings = sharings
    self.transform = transform
    work = .allocate(capacity: count)
    response = .allocate(capacity: count)
    direction = .allocate(capacity: count)
    residual = .allocate(capacity: count)
    for buffer in [work, response, direction, residual] { buffer.initialize(repeating: .zero) }
  }

  deinit {
    work.deallocate()
    response.deallocate()
    direction.deallocate()
    residual.deallocate()
  }

  private static func hasTransform(_ count: Int) -> Bool {
    var left = count
    for factor in [2, 3, 5] { while left % factor == 0 { left /= factor } }
    return left == 1
  }

  private static func smallestGap(_ shifts: [Int], of count: Int) -> Int {
    var smallest = count
    for (index, shift) in shifts.enumerated() {
      for other in shifts[(index + 1)...] { smallest = min(smallest, (shift - other + count) % count, (other - shift + count) % count) }
    }
    return max(1, smallest)
  }

  /// The estimates of a slot, one for each frequency position that it has, in the order of their symbols.
  /// - Parameters:
  ///   - grid: what was received, a port for each antenna.
  ///   - slot: n_s,f, numbered in the frame.
  ///   - frame: n_f.
  ///   - amplitude: β_SRS.
  /// - Throws: for a grid of another size, a slot that is none of the resource's and a signal beyond the bandwidth part.
  public mutating func estimate(
    _ grid: borrowing ResourceGrid, slot: Int, frame: Int, amplitude: Float = 1
  ) throws(ParameterError) -> [SoundingEstimate] {
    guard grid.portCount == antennaCount, grid.symbolCount == carrier.symbolsPerSlot, grid.subcarrierCount == carrier.subcarrierCount else {
      throw ParameterError("grid", grid.portCount, "it is not of the carrier's size, or has other antennas", "TS 38.211 §4.4.2")
    }
    guard amplitude > 0, amplitude.isFinite else {
      throw ParameterError("amplitude", amplitude, "it is positive", "TS 38.211 §6.4.1.4.3")
    }
    guard 0..<carrier.numerology.slotsPerFrame ~= slot else {
      throw ParameterError("slot", slot, "a frame has no such slot", "TS 38.211 §4.3.1")
    }
    let symbols = try signal.symbols(carrier.cyclicPrefix)
    var references: [[Complex]] = []
    for symbol in symbols {
      let (group, number) = signal.group(symbol: symbol, slot: slot, cyclicPrefix: carrier.cyclicPrefix)
      references.append(try LowPAPRSequence.typeOne(group: group, number: number, count: signal.sequenceCount).map(\.conjugate))
    }
    let scale = Float(signal.portCount).squareRoot() / amplitude
    let groupCount = (signal.blockCount / signal.allocation.frequencyScaling + groupSize - 1) / groupSize
    var estimates: [SoundingEstimate] = []
    for start in stride(from: 0, to: symbols.count, by: signal.allocation.repetition) {
      var channel = [Complex](repeating: .zero, count: antennaCount * signal.portCount * groupCount)
      var noise = [Float](repeating: 0, count: antennaCount)
      var firstBlock = 0
      for sharing in sharings {
        var firsts: [Int] = []
        for symbol in start..<(start + signal.allocation.repetition) {
          firsts.append(
            try signal.gridSubcarrier(
              port: sharing.ports[0], symbol: symbol, slot: slot, frame: frame, carrier: carrier, bandwidthPart: bandwidthPart))
        }
        // For positioning the symbols of a repetition have different subcarriers.
        let places = Set(firsts).sorted()
        firstBlock = carrier.gridStart + places[0] / 12
        for antenna in 0..<antennaCount {
          for place in places {
            let used = firsts.indices.filter { firsts[$0] == place }
            residual.update(repeating: .zero)
            for index in used {
              let from = grid.offset(port: antenna, symbol: symbols.lowerBound + start + index) + place
              let reference = references[start + index]
              grid.withElements { elements in
                for n in 0..<reference.count { residual[n] += elements[from + n * signal.comb] * reference[n] }
              }
            }
            let weight = scale / Float(used.count)
            for n in 0..<signal.sequenceCount { residual[n] = residual[n] * weight }
            let left = explain(sharing)
            // Noise is of what was received, not scaled, in one symbol.
            noise[antenna] += left / (scale * scale) * Float(used.count) / Float(places.count * sharings.count)
            for index in sharing.ports.indices {
              add(sharing, index, first: place, to: &channel, antenna: antenna, groupCount: groupCount, part: 1 / Float(places.count))
            }
          }
        }
      }
      estimates.append(
        SoundingEstimate(
          firstBlock: firstBlock, groupSize: groupSize, groupCount: groupCount, antennaCount: antennaCount, portCount: signal.portCount,
          channel: channel, noise: noise))
    }
    return estimates
  }

  /// Finds the impulse responses that explain `residual`, which keeps what they do not.
  /// - Returns: the variance of the noise of a value.
  private mutating func explain(_ sharing: Sharing) -> Float {
    let length = signal.sequenceCount
    response.update(repeating: .zero)
    var gradient = correlate(sharing)
    for index in 0..<count { direction[index] = work[index] }
    for _ in 0..<Self.steps where gradient > 0 {
      for index in 0..<count { work[index] = direction[index] }
      transform.forward(work)
      var power: Float = 0
      for index in 0..<length { power += work[index].power }
      guard power > 0 else { break }
      let step = gradient / power
      for index in 0..<count { response[index] += direction[index] * step }
      for index in 0..<length { residual[index] = residual[index] - work[index] * step }
      let next = correlate(sharing)
      let factor = next / gradient
      gradient = next
      for index in 0..<count { direction[index] = work[index] + direction[index] * factor }
    }
    var power: Float = 0
    for index in 0..<length { power += residual[index].power }
    // Of the noise the part within the windows has been explained away.
    let free = 1 - Float(sharing.occupied.count { $0 }) / Float(count)
    return power / Float(length) / max(free, 0.1)
  }

  /// What is left, in the delays of the windows: into `work`.
  /// - Returns: its power.
  private mutating func correlate(_ sharing: Sharing) -> Float {
    for index in 0..<count { work[index] = index < signal.sequenceCount ? residual[index] : .zero }
    transform.inverse(work)
    var power: Float = 0
    for index in 0..<count {
      if sharing.occupied[index] { power += work[index].power } else { work[index] = .zero }
    }
    return power
  }

  /// Adds a port's channel, as the means over groups of resource blocks.
  private mutating func add(
    _ sharing: Sharing, _ index: Int, first: Int, to channel: inout [Complex], antenna: Int, groupCount: Int, part: Float
  ) {
    let window = sharing.windows[index]
    let port = sharing.ports[index]
    // The delay that is the cyclic shift goes away.
    let turn = count / signal.cyclicShiftCount * signal.cyclicShift(port: port)
    work.update(repeating: .zero)
    for place in window.first..<(window.first + window.count) { work[(place + turn) % count] = response[place % count] }
    transform.forward(work)
    let base = (antenna * signal.portCount + port) * groupCount
    let offset = first % 12
    for group in 0..<groupCount {
      // The values whose subcarriers lie within the group's blocks.
      let from = (12 * group * groupSize - offset + signal.comb - 1) / signal.comb
      let to = min(signal.sequenceCount, (12 * (group + 1) * groupSize - offset + signal.comb - 1) / signal.comb)
      guard max(0, from) < to else { continue }
      var sum = Complex.zero
      for n in max(0, from)..<to { sum += work[n] }
      channel[base + group] += sum * (part / Float(to - max(0, from)))
    }
  }
}
