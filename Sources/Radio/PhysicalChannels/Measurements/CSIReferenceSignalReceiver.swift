import DSPKernels
import Foundation
import Modulation
import ReferenceSignals

/// The channel from the ports of a CSI-RS to the antennas, by least squares: a value for each resource block that has the CSI-RS, or with a
/// density of 3 for each of its elements.
public struct CSIReferenceSignalEstimate: Sendable {
  public let portCount: Int
  public let antennaCount: Int
  /// The common resource blocks with the CSI-RS, ascending.
  public let blocks: [Int]
  /// Values of a resource block: 1, or 3 with a density of 3.
  public let samplesPerBlock: Int
  /// By port, then by antenna, then by resource block.
  public let values: [Complex]
  /// The covariance of the noise in a resource element, antenna by antenna, by what the values cannot owe to delays of the channel. With
  /// a value for each resource block that is less than a quarter of one over their distance in hertz; with longer delays, or where others
  /// send in these elements, CSI-IM tells the noise better. nil for less than 8 values.
  public let noise: [Complex]?

  public var sampleCount: Int { blocks.count * samplesPerBlock }

  public subscript(port port: Int, antenna antenna: Int, sample sample: Int) -> Complex {
    values[(port * antennaCount + antenna) * sampleCount + sample]
  }

  /// The channel in a sample, row by row: a row for each antenna, with an element for each port.
  public func matrix(sample: Int) -> [Complex] {
    (0..<(antennaCount * portCount)).map { self[port: $0 % portCount, antenna: $0 / portCount, sample: sample] }
  }

  /// The samples of some common resource blocks.
  public func samples(_ range: Range<Int>) -> [Int] {
    (0..<sampleCount).filter { range.contains(blocks[$0 / samplesPerBlock]) }
  }
}

/// Estimates the channel by a CSI-RS, and measures CSI-RSRP, CSI-RSRQ and CSI-SINR by it (TS 38.215 §5.1.2, §5.1.4, §5.1.6).
public struct CSIReferenceSignalReceiver: Sendable, Hashable {
  public let signal: ChannelStateInformationReferenceSignal
  public let carrier: Carrier
  /// The elements of a port within a resource block: symbol and subcarrier, those of one value together.
  private let places: [[SIMD2<Int>]]
  private let blocks: [Int]

  /// - Throws: for a carrier that does not have the signal's resource blocks or symbols.
  public init(_ signal: ChannelStateInformationReferenceSignal, carrier: Carrier) throws(ParameterError) {
    self.signal = signal
    self.carrier = carrier
    var grid = ResourceGrid(carrier, portCount: signal.portCount)
    try signal.map(into: &grid, carrier: carrier, slot: 0)
    var used: [Int] = []
    for block in signal.resourceBlocks {
      let first = 12 * (block - carrier.gridStart)
      let hasSignal = signal.symbols.contains { symbol in
        (0..<12).contains { grid[0, symbol, first + $0] != .zero }
      }
      if hasSignal { used.append(block) }
    }
    blocks = used
    var places: [[SIMD2<Int>]] = []
    if let block = used.first {
      let first = 12 * (block - carrier.gridStart)
      for port in 0..<signal.portCount {
        var own: [SIMD2<Int>] = []
        for symbol in signal.symbols {
          for subcarrier in 0..<12 where grid[port, symbol, first + subcarrier] != .zero {
            own.append(SIMD2(symbol, subcarrier))
          }
        }
        places.append(own)
      }
    }
    self.places = places
  }

  /// The channel in a slot.
  /// - Parameters:
  ///   - grid: as received, a port for each antenna.
  ///   - slot: numbered in the frame.
  ///   - amplitude: β_CSIRS.
  /// - Throws: for another grid, a slot that a frame does not have, an amplitude that is not positive, and a signal without resource
  ///   blocks.
  public func estimate(_ grid: ResourceGrid, slot: Int, amplitude: Float = 1) throws(ParameterError) -> CSIReferenceSignalEstimate {
    guard grid.symbolCount == carrier.symbolsPerSlot, grid.subcarrierCount == carrier.subcarrierCount, grid.portCount > 0 else {
      throw ParameterError("grid", grid.subcarrierCount, "it is one slot of the carrier", "TS 38.211 §4.4.2")
    }
    guard amplitude > 0, amplitude.isFinite else {
      throw ParameterError("amplitude", amplitude, "it is positive", "TS 38.211 §7.4.1.5.3")
    }
    guard !blocks.isEmpty else {
      throw ParameterError("signal", signal.resourceBlocks, "no resource block has the signal", "TS 38.211 §7.4.1.5.3")
    }
    var sent = ResourceGrid(carrier, portCount: signal.portCount)
    try signal.map(into: &sent, carrier: carrier, slot: slot, amplitude: amplitude)
    let perBlock = signal.density == .three ? 3 : 1
    let sampleCount = blocks.count * perBlock
    var values: [Complex] = []
    values.reserveCapacity(signal.portCount * grid.portCount * sampleCount)
    for port in 0..<signal.portCount {
      let width = places[port].count / perBlock
      for antenna in 0..<grid.portCount {
        for block in blocks {
          let first = 12 * (block - carrier.gridStart)
          for part in 0..<perBlock {
            var (sum, power) = (Complex.zero, Float(0))
            for place in places[port][(part * width)..<((part + 1) * width)] {
              let pilot = sent[port, place[0], first + place[1]]
              sum += grid[antenna, place[0], first + place[1]] * pilot.conjugate
              power += pilot.power
            }
            values.append(sum * (1 / power))
          }
        }
      }
    }
    return CSIReferenceSignalEstimate(
      portCount: signal.portCount, antennaCount: grid.portCount, blocks: blocks, samplesPerBlock: perBlock, values: values,
      noise: noise(values, antennas: grid.portCount, sampleCount, elementPower: amplitude * amplitude * Float(places[0].count / perBlock)))
  }

  private func noise(_ values: [Complex], antennas: Int, _ count: Int, elementPower: Float) -> [Complex]? {
    guard var noise = PilotNoise(count: count) else { return nil }
    var covariance = [Complex](repeating: .zero, count: antennas * antennas)
    values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      var turn = Complex.zero
      for row in 0..<(signal.portCount * antennas) { turn += PilotNoise.correlation(start + row * count, count: count) }
      let turns = atan2(Double(turn.imaginary), Double(turn.real)) / (2 * .pi)
      for port in 0..<signal.portCount {
        noise.addCovariance((0..<antennas).map { start + (port * antennas + $0) * count }, turns: turns, to: &covariance)
      }
    }
    return covariance.map { $0 * (elementPower / Float(signal.portCount)) }
  }

  /// CSI-RSRP by the first ports, CSI-RSRQ and CSI-SINR.
  /// - Parameters:
  ///   - ports: 1, or 2 for port 3001 beside 3000.
  ///   - strengthBlocks: resource blocks of the grid in which the whole power is measured, in the signal's symbols; the signal's if left
  ///     out.
  /// - Throws: as ``estimate(_:slot:amplitude:)`` does, for ports that the signal does not have and where there are too few values.
  public func measure(
    _ grid: ResourceGrid, slot: Int, ports: Int = 1, strengthBlocks: Range<Int>? = nil
  ) throws(ParameterError) -> SignalMeasurement {
    guard 1...min(2, signal.portCount) ~= ports else {
      throw ParameterError("ports", ports, "port 3000, and if there is one 3001", "TS 38.215 §5.1.2")
    }
    let estimate = try estimate(grid, slot: slot)
    guard let noise = estimate.noise else {
      throw ParameterError("signal", estimate.sampleCount, "eight values tell noise from the channel", "TS 38.215 §5.1.2")
    }
    let blocks =
      strengthBlocks ?? signal.resourceBlocks.lowerBound - carrier.gridStart..<signal.resourceBlocks.upperBound - carrier.gridStart
    let symbols = signal.symbols
    try SignalMeasurement.check(grid, symbols: symbols, blocks: blocks)
    let elements = Float(places[0].count / estimate.samplesPerBlock)
    return SignalMeasurement(
      branches: (0..<grid.portCount).map { antenna in
        let own = noise[antenna * (grid.portCount + 1)].real
        var power: Float = 0
        for port in 0..<ports {
          for sample in 0..<estimate.sampleCount { power += estimate[port: port, antenna: antenna, sample: sample].power }
        }
        // The ports' elements are the same: each has the power of both.
        let mean = power / Float(estimate.sampleCount) - Float(ports) * own / elements
        return SignalMeasurement.Branch(
          referencePower: max(0, mean), noisePower: own,
          totalPower: SignalMeasurement.totalPower(
            grid, antenna: antenna, symbols: symbols, subcarriers: 12 * blocks.lowerBound..<12 * blocks.upperBound),
          blockCount: blocks.count)
      })
  }
}

extension InterferenceMeasurementResource {
  /// The covariance of noise and interference in the resource's elements, antenna by antenna.
  /// - Parameters:
  ///   - grid: as received, a port for each antenna.
  ///   - blocks: common resource blocks; all of the resource's if left out.
  /// - Throws: for another grid, a carrier without the resource's elements, and where the blocks have none.
  public func covariance(_ grid: ResourceGrid, carrier: Carrier, blocks: Range<Int>? = nil) throws(ParameterError) -> [Complex] {
    guard grid.symbolCount == carrier.symbolsPerSlot, grid.subcarrierCount == carrier.subcarrierCount, grid.portCount > 0 else {
      throw ParameterError("grid", grid.subcarrierCount, "it is one slot of the carrier", "TS 38.211 §4.4.2")
    }
    let elements = try elements(carrier)
    let range = (blocks ?? resourceBlocks).clamped(to: resourceBlocks)
    let antennas = grid.portCount
    var covariance = [Complex](repeating: .zero, count: antennas * antennas)
    var count = 0
    for symbol in 0..<grid.symbolCount where elements.contains(symbol: symbol) {
      for block in range {
        for subcarrier in 12 * (block - carrier.gridStart)..<12 * (block - carrier.gridStart + 1)
        where elements.contains(symbol: symbol, subcarrier: subcarrier) {
          count += 1
          for row in 0..<antennas {
            let own = grid[row, symbol, subcarrier]
            for column in 0..<antennas {
              covariance[row * antennas + column] += own * grid[column, symbol, subcarrier].conjugate
            }
          }
        }
      }
    }
    guard count > 0 else { throw ParameterError("blocks", range, "they have no elements of the resource", "TS 38.214 §5.2.2.4") }
    return covariance.map { $0 * (1 / Float(count)) }
  }
}
