import ChannelModels
import DSPKernels
import Foundation
import Modulation
import Testing

@testable import LinkSimulation

@Suite struct SampleChannelTests {
  private static let carrier = Result { try Carrier(numerology: .kHz30, gridSize: 24, cellIdentity: 0) }

  private static func grid(_ carrier: Carrier, seed: UInt64, ports: Int = 1) -> ResourceGrid {
    var noise = GaussianGenerator(seed: seed)
    var grid = ResourceGrid(carrier, portCount: ports)
    grid.withMutableElements { noise.addNoise(variance: 1, to: $0) }
    return grid
  }

  private static func difference(_ one: ResourceGrid, _ other: ResourceGrid) -> Float {
    one.withElements { one in other.withElements { other in zip(one, other).reduce(0) { max($0, ($1.0 - $1.1).power) } } }
  }

  /// Sends slots and receives them.
  private static func pass(
    _ channel: inout SampleChannel, _ slots: [Int], _ grids: [ResourceGrid], variance: Float = 0
  ) throws -> [ResourceGrid] {
    var received: [ResourceGrid] = []
    var grid = ResourceGrid(try carrier.get(), portCount: channel.receiveAntennas)
    for (index, slot) in slots.enumerated() {
      if index > 0, slots[index - 1] + 1 < slot {
        channel.flush()
        channel.receive(slot: slots[index - 1], noiseVariance: variance, isLast: true, into: &grid)
        received.append(grid)
      }
      if channel.send(grids[index], slot: slot) {
        channel.receive(slot: slots[index - 1], noiseVariance: variance, isLast: false, into: &grid)
        received.append(grid)
      }
    }
    channel.flush()
    channel.receive(slot: slots[slots.count - 1], noiseVariance: variance, isLast: true, into: &grid)
    received.append(grid)
    return received
  }

  @Test("Without fading and noise every grid comes back, whether slots follow one another or not")
  func transparent() throws {
    let carrier = try Self.carrier.get()
    let configuration = try OFDMConfiguration(carrier: carrier)
    var channel = try SampleChannel(configuration, transmitAntennas: 2, receiveAntennas: 2, windowAdvance: 5)
    let realization = try ChannelRealization(
      .awgn, transmitAntennas: 2, receiveAntennas: 2, carrierFrequencyHz: 3.5e9, sampleRateHz: Double(configuration.timing.sampleRate),
      seed: 1)
    let slots = [3, 8, 9, 18, 19, 20]
    let grids = slots.map { Self.grid(carrier, seed: UInt64($0), ports: 2) }
    for _ in 0..<2 {
      channel.begin(realization, noiseSeed: 1)
      for (sent, received) in zip(grids, try Self.pass(&channel, slots, grids)) { #expect(Self.difference(sent, received) < 1e-9) }
    }
  }

  @Test("Fading: each element is what the channel makes of it, in slots with and without a neighbour")
  func fading() throws {
    let carrier = try Self.carrier.get()
    let configuration = try OFDMConfiguration(carrier: carrier)
    for interpolation in DelayInterpolation.allCases {
      let realization = try ChannelRealization(
        .tappedDelayLine(TappedDelayLine(.tdla30, maximumDopplerHz: 5)), transmitAntennas: 1, receiveAntennas: 2,
        carrierFrequencyHz: 3.5e9, sampleRateHz: Double(configuration.timing.sampleRate), delayInterpolation: interpolation, seed: 7)
      var response = try ChannelFrequencyResponse(realization, carrier)
      var values = [Complex](repeating: .zero, count: response.count)
      var channel = try SampleChannel(configuration, transmitAntennas: 1, receiveAntennas: 2, windowAdvance: 8)
      channel.begin(realization, noiseSeed: 1)
      let slots = [8, 9, 18]
      let grids = slots.map { Self.grid(carrier, seed: UInt64($0)) }
      for (index, received) in try Self.pass(&channel, slots, grids).enumerated() {
        values.withUnsafeMutableBufferPointer { response.evaluate(slot: slots[index], into: $0) }
        var (error, power): (Float, Float) = (0, 0)
        for antenna in 0..<2 {
          for symbol in 0..<14 {
            for subcarrier in 0..<carrier.subcarrierCount {
              let expected = grids[index][0, symbol, subcarrier] * values[(antenna * 14 + symbol) * carrier.subcarrierCount + subcarrier]
              error += (received[antenna, symbol, subcarrier] - expected).power
              power += expected.power
            }
          }
        }
        #expect(error < 1e-4 * power)
      }
    }
  }

  @Test("Noise has its variance in every element, and the same seed gives the same noise")
  func noise() throws {
    let carrier = try Self.carrier.get()
    let configuration = try OFDMConfiguration(carrier: carrier)
    var channel = try SampleChannel(configuration, transmitAntennas: 1, receiveAntennas: 4)
    let realization = try ChannelRealization(
      .awgn, transmitAntennas: 1, receiveAntennas: 4, carrierFrequencyHz: 3.5e9, sampleRateHz: Double(configuration.timing.sampleRate),
      seed: 1)
    channel.begin(realization, noiseSeed: 5)
    let silence = [ResourceGrid(carrier)]
    let once = try Self.pass(&channel, [0], silence, variance: 0.5)[0]
    let power = once.withElements { $0.reduce(0) { $0 + $1.power } } / Float(4 * 14 * carrier.subcarrierCount)
    #expect(abs(power - 0.5) < 0.02)
    channel.begin(realization, noiseSeed: 5)
    #expect(try Self.pass(&channel, [0], silence, variance: 0.5)[0] == once)
  }

  @Test("Offsets turn subcarriers by the delay and symbols by the frequency")
  func offsets() throws {
    let carrier = try Self.carrier.get()
    let configuration = try OFDMConfiguration(carrier: carrier)
    let realization = try ChannelRealization(
      .awgn, transmitAntennas: 1, receiveAntennas: 1, carrierFrequencyHz: 3.5e9, sampleRateHz: Double(configuration.timing.sampleRate),
      seed: 1)
    var grid = ResourceGrid(carrier)
    for symbol in 0..<14 { for subcarrier in 0..<carrier.subcarrierCount { grid[0, symbol, subcarrier] = Complex(1, 0) } }
    var late = try SampleChannel(
      configuration, transmitAntennas: 1, receiveAntennas: 1, offsets: .init(delaySamples: 3))
    late.begin(realization, noiseSeed: 1)
    let delayed = try Self.pass(&late, [8, 9], [grid, grid])
    let turn = -2 * Double.pi * 3 / Double(configuration.timing.transformSize)
    for received in delayed {
      for subcarrier in 1..<carrier.subcarrierCount {
        let step = received[0, 5, subcarrier] * received[0, 5, subcarrier - 1].conjugate
        #expect((step - Complex(Float(cos(turn)), Float(sin(turn)))).power < 1e-6)
      }
    }
    var moved = try SampleChannel(
      configuration, transmitAntennas: 1, receiveAntennas: 1, offsets: .init(frequencyHz: 200))
    moved.begin(realization, noiseSeed: 1)
    let received = try Self.pass(&moved, [8, 9], [grid, grid])
    let timing = configuration.timing
    for symbol in 8..<14 {
      let seconds = Double(timing.start(slot: 8, symbol: symbol) - timing.start(slot: 8, symbol: symbol - 1)) / Double(timing.sampleRate)
      let step = received[0][0, symbol, 100] * received[0][0, symbol - 1, 100].conjugate
      #expect(abs(atan2(Double(step.imaginary), Double(step.real)) - 2 * Double.pi * 200 * seconds) < 0.01)
    }
  }
}
