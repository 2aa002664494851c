import Base
import ChannelCoding
import ChannelModels
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels

/// A link from one UE antenna to a gNB's over a tapped delay line, in the resource elements of a PUCCH only.
struct PUCCHFadingLink {
  let configuration: PUCCHConfiguration
  let antennaCount: Int
  let model: ChannelModel
  private var seeds: SeededGenerator
  private var noise: GaussianGenerator

  init(_ configuration: PUCCHConfiguration, antennaCount: Int, _ profile: TappedDelayLine.Profile, dopplerHz: Double, seed: UInt64) throws {
    self.configuration = configuration
    self.antennaCount = antennaCount
    model = .tappedDelayLine(try TappedDelayLine(profile, maximumDopplerHz: dopplerHz))
    seeds = SeededGenerator(seed: seed)
    noise = GaussianGenerator(using: &seeds)
  }

  /// What the gNB receives.
  /// - Parameters:
  ///   - sent: nil if nothing is.
  ///   - delaySeconds: of the whole signal.
  mutating func receive(_ sent: [ResourceGrid], decibels: Double, delaySeconds: Double = 0) throws -> ResourceGrid {
    let carrier = configuration.carrier
    var received = ResourceGrid(carrier, portCount: antennaCount)
    let variance = Float(pow(10, -decibels / 10))
    let spacing = Double(carrier.numerology.subcarrierSpacing)
    let places = [configuration.firstBlock, configuration.secondHopBlock ?? configuration.firstBlock]
    let symbols = configuration.firstSymbol..<(configuration.firstSymbol + configuration.symbolCount)
    for grid in sent {
      let realization = try ChannelRealization(
        model, transmitAntennas: 1, receiveAntennas: antennaCount, carrierFrequencyHz: 3.5e9, sampleRateHz: 122.88e6, using: &seeds)
      var gains = [Complex](repeating: .zero, count: realization.tapCount * antennaCount)
      for symbol in symbols {
        let seconds = 1e-3 + Double(symbol) / spacing * 1.07
        gains.withUnsafeMutableBufferPointer { realization.gains(atSeconds: seconds, into: $0) }
        let isSecondHop = configuration.secondHopBlock != nil && symbol - configuration.firstSymbol >= configuration.symbolCount / 2
        let first = 12 * places[isSecondHop ? 1 : 0]
        for subcarrier in first..<(first + 12 * configuration.blockCount) {
          let value = grid[0, symbol, subcarrier]
          guard value != .zero else { continue }
          var channel = [Complex](repeating: .zero, count: antennaCount)
          for (tap, delay) in realization.delays.enumerated() {
            let angle = -2 * Double.pi * spacing * Double(subcarrier) * (delay + delaySeconds)
            let turn = Complex(Float(cos(angle)), Float(sin(angle)))
            for antenna in 0..<antennaCount { channel[antenna] += gains[tap * antennaCount + antenna] * turn }
          }
          for antenna in 0..<antennaCount {
            received[antenna, symbol, subcarrier] = received[antenna, symbol, subcarrier] + channel[antenna] * value
          }
        }
      }
    }
    let scale = (variance / 2).squareRoot()
    for antenna in 0..<antennaCount {
      for symbol in symbols {
        for block in Set(places) {
          for subcarrier in (12 * block)..<(12 * (block + configuration.blockCount)) {
            let value = Complex(noise.next() * scale, noise.next() * scale)
            received[antenna, symbol, subcarrier] = received[antenna, symbol, subcarrier] + value
          }
        }
      }
    }
    return received
  }
}
