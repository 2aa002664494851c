import Base
import ChannelModels
import DSPKernels
import Foundation
import Modulation

/// From the grids of one slot's ports to those of a receiver's antennas, through samples and a channel.
struct SharedChannelLink {
  let carrier: Carrier
  let model: ChannelModel
  let antennas: Int
  /// Power of all ports that an antenna receives, to that of noise.
  var signalToNoiseDB: Double
  /// How much later than the receiver's timing the signal comes, and how much higher.
  var delaySamples = 0
  var frequencyOffsetHz = 0.0
  /// The phase of each symbol's samples, in turns.
  var symbolTurns: [Double] = []
  private var seeds: SeededGenerator
  private var noise: GaussianGenerator

  init(_ carrier: Carrier, _ model: ChannelModel, antennas: Int, signalToNoiseDB: Double, seed: UInt64) {
    self.carrier = carrier
    self.model = model
    self.antennas = antennas
    self.signalToNoiseDB = signalToNoiseDB
    seeds = SeededGenerator(seed: seed)
    noise = GaussianGenerator(using: &seeds)
  }

  private static let windowAdvance = 4

  /// A slot through a channel that is drawn anew.
  mutating func pass(_ grid: ResourceGrid, slot: Int) throws -> ResourceGrid {
    let configuration = try OFDMConfiguration(carrier: carrier)
    let timing = configuration.timing
    let realization = try ChannelRealization(
      model, transmitAntennas: grid.portCount, receiveAntennas: antennas, carrierFrequencyHz: 3.5e9,
      sampleRateHz: Double(timing.sampleRate), using: &seeds)
    var filter = ChannelFilter(realization)
    let count = timing.sampleCount(slot: slot)
    let length = count + filter.latency
    var modulator = try OFDMModulator(configuration)
    var samples = [Complex](repeating: .zero, count: grid.portCount * length)
    samples.withUnsafeMutableBufferPointer { samples in
      for port in 0..<grid.portCount {
        let part = UnsafeMutableBufferPointer(rebasing: samples[(port * length)..<(port * length + count)])
        modulator.modulate(grid, port: port, slot: slot, into: part)
        var start = 0
        for symbol in symbolTurns.indices {
          let end = start + timing.prefixLength(slot: slot, symbol: symbol) + timing.transformSize
          let turn = Self.turn(symbolTurns[symbol])
          for index in start..<end { part[index] = part[index] * turn }
          start = end
        }
      }
    }
    var output = [Complex](repeating: .zero, count: antennas * length)
    samples.withUnsafeBufferPointer { input in output.withUnsafeMutableBufferPointer { filter.filter(input, into: $0) } }
    // All ports together have the power of their number.
    let variance = Float(Double(grid.portCount) * pow(10, -signalToNoiseDB / 10))
    var demodulator = try OFDMDemodulator(configuration, windowAdvance: Self.windowAdvance)
    var received = ResourceGrid(carrier, portCount: antennas)
    var window = [Complex](repeating: .zero, count: count)
    let step = Self.turn(frequencyOffsetHz / Double(timing.sampleRate))
    for antenna in 0..<antennas {
      var turn = Complex(1, 0)
      for index in 0..<count {
        let source = index + filter.latency - delaySamples
        window[index] = source >= 0 ? output[antenna * length + source] * turn : .zero
        if frequencyOffsetHz != 0 { turn = turn * step }
      }
      window.withUnsafeMutableBufferPointer { window in
        noise.addNoise(variance: variance, to: window)
        demodulator.demodulate(UnsafeBufferPointer(window), slot: slot, into: &received, port: antenna)
      }
    }
    return received
  }

  private static func turn(_ turns: Double) -> Complex { Complex(Float(cos(2 * .pi * turns)), Float(sin(2 * .pi * turns))) }
}
