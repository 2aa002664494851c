import Base
import ChannelModels
import DSPKernels
import Foundation
import Modulation

@testable import PhysicalChannels

typealias SystemNoise = GaussianGenerator

/// A received slot with pilots, data and noise whose channel is known.
struct ReceiverScene {
  var profile: TappedDelayLine.Profile = .tdla30
  var dopplerHz = 0.0
  var signalToNoiseDB = 10.0
  var gridSize = 52
  var segments: [Range<Int>]?
  var antennas = 2
  var layers: [PilotPattern] = [.typeOne(cdmGroup: 0)]
  /// 1 for layers whose pilots alternate, in the order of the layers.
  var codes = [0]
  var timeCodes: [Int]?
  var symbolGroups = [[2], [11]]
  var delaySeconds = 0.0
  var frequencyOffsetHz = 0.0
  /// Power of one interferer to the noise.
  var interferenceDB: Double?
  var constellation = Constellation.qpsk
  var numerology = Numerology.kHz30

  struct Slot {
    var carrier: Carrier
    var layout: PilotLayout
    var grid: ResourceGrid
    var expected: [Complex]
    /// By layer, antenna, symbol and subcarrier.
    var channel: [Complex]
    var data: [Complex]
    var noiseVariance: Float
  }

  /// Of a channel that does not fade there is one path.
  func slot(seed: Int) throws -> Slot {
    let carrier = try Carrier(numerology: numerology, gridSize: gridSize, cellIdentity: 1)
    let layout = try PilotLayout(carrier: carrier, symbolGroups: symbolGroups, layers: layers, segments: segments ?? [0..<gridSize])
    var noise = GaussianGenerator(seed: UInt64(seed) &* 7919 &+ 17)
    var generator = SeededGenerator(seed: UInt64(seed) &+ 5)
    let line = try TappedDelayLine(profile, maximumDopplerHz: dopplerHz)
    let realization = try ChannelRealization(
      .tappedDelayLine(line), transmitAntennas: layers.count, receiveAntennas: antennas, carrierFrequencyHz: 3.5e9, sampleRateHz: 122.88e6,
      seed: UInt64(seed))
    var response = try ChannelFrequencyResponse(realization, carrier)
    var links = [Complex](repeating: .zero, count: response.count)
    links.withUnsafeMutableBufferPointer { response.evaluate(slot: 3, into: $0) }
    let (symbols, subcarriers) = (carrier.symbolsPerSlot, carrier.subcarrierCount)
    let symbolSeconds = 1e-3 / Double(carrier.numerology.slotsPerSubframe * symbols)
    var channel = links
    for antenna in 0..<antennas {
      for layer in layers.indices {
        for symbol in 0..<symbols {
          for k in 0..<subcarriers {
            let turns =
              frequencyOffsetHz * Double(symbol) * symbolSeconds - delaySeconds * Double(k * carrier.numerology.subcarrierSpacing)
            channel[((layer * antennas + antenna) * symbols + symbol) * subcarriers + k] =
              links[((antenna * layers.count + layer) * symbols + symbol) * subcarriers + k] * Turn.of(turns)
          }
        }
      }
    }
    var data = constellation.modulate(
      .init((0..<(layers.count * symbols * subcarriers * constellation.order)).map { _ in Bool.random(using: &generator) }))
    var expected: [Complex] = []
    let perBlock = layers[0].offsets.count
    for layer in layers.indices {
      for (_, group) in symbolGroups.enumerated() {
        for (index, symbol) in group.enumerated() {
          // Ports of a CDM group have the same sequence.
          var sequence = SeededGenerator(seed: UInt64(symbol * 8 + layers[layer].offsets[0]))
          let places = layout.gridSubcarriers[layout.cdmGroup[layer]]
          for k in 0..<subcarriers { data[(layer * symbols + symbol) * subcarriers + k] = .zero }
          for n in 0..<layout.pilotCount {
            let sign: Float = (codes[layer] * (n % perBlock) + (timeCodes?[layer] ?? 0) * index) & 1 == 1 ? -1 : 1
            let value = Complex(Bool.random(using: &sequence) ? 1 : -1, Bool.random(using: &sequence) ? 1 : -1) * sign
            expected.append(value)
            data[(layer * symbols + symbol) * subcarriers + Int(places[n])] = value
          }
        }
      }
    }
    let variance = Float(pow(10, -signalToNoiseDB / 10))
    var grid = ResourceGrid(carrier, portCount: antennas)
    let direction = (0..<antennas).map { Turn.of(0.17 * Double($0 * $0)) }
    let interference = interferenceDB.map { Float(pow(10, ($0 - signalToNoiseDB) / 10)) } ?? 0
    for symbol in 0..<symbols {
      for k in 0..<subcarriers {
        let other = Complex(noise.next(), noise.next()) * (interference / 2).squareRoot()
        for antenna in 0..<antennas {
          var value = Complex(noise.next(), noise.next()) * (variance / 2).squareRoot() + other * direction[antenna]
          for layer in layers.indices {
            value +=
              channel[((layer * antennas + antenna) * symbols + symbol) * subcarriers + k]
              * data[(layer * symbols + symbol) * subcarriers + k]
          }
          grid[antenna, symbol, k] = value
        }
      }
    }
    return Slot(
      carrier: carrier, layout: layout, grid: grid, expected: expected, channel: channel, data: data, noiseVariance: variance)
  }

  struct Outcome {
    var error = 0.0
    var predictedError = 0.0
    var noise = 0.0
    var power = 0.0
    var signalToNoise = 0.0
    var delays: [Double] = []
    var offsets: [Double] = []
    var nodes = 0
  }

  /// Means over slots: the square of the channel estimate's error to the channel's power, over symbols, subcarriers, antennas and layers.
  func outcome(slots: Int, instructionSet: InstructionSet = .fastest) throws -> Outcome {
    var outcome = Outcome()
    let first = try slot(seed: 0)
    var estimator = try ChannelEstimator(
      carrier: first.carrier, antennas: antennas, layers: layers.count, instructionSet: instructionSet)
    var estimate = try ChannelEstimate(layers: layers.count, antennas: antennas, subcarriers: first.carrier.subcarrierCount)
    var channelPower = 0.0
    for seed in 0..<slots {
      let slot = seed == 0 ? first : try self.slot(seed: seed)
      try slot.expected.withUnsafeBufferPointer { try estimator.estimate(slot.grid, slot.layout, expected: $0, into: &estimate) }
      let blocks = slot.layout.segments.flatMap { Array($0) }
      for layer in layers.indices {
        for antenna in 0..<antennas {
          for symbol in stride(from: 0, to: 14, by: estimate.isConstant && dopplerHz == 0 ? 7 : 2) {
            for (index, block) in blocks.enumerated() {
              for k in 0..<12 {
                let exact = slot.channel[
                  ((layer * antennas + antenna) * 14 + symbol) * slot.carrier.subcarrierCount + 12 * block + k]
                let found = estimate.channel(layer: layer, antenna: antenna, symbol: symbol, subcarrier: 12 * index + k)
                outcome.error += Double((exact - found).power)
                channelPower += Double(exact.power)
              }
            }
          }
        }
        let measured = estimate.measurement(layer: layer)
        let scale = 1 / Double(slots * layers.count)
        outcome.predictedError += Double(measured.errorPower / measured.channelPower) * scale
        outcome.power += Double(measured.channelPower) * scale
        outcome.signalToNoise += Double(measured.signalToNoise) * scale
        outcome.delays.append(measured.delaySeconds)
        outcome.offsets.append(measured.frequencyOffsetHz)
      }
      for antenna in 0..<antennas { outcome.noise += Double(estimate.noisePower(antenna: antenna)) / Double(antennas * slots) }
      outcome.nodes = max(outcome.nodes, estimate.nodeCount)
    }
    outcome.error /= channelPower
    return outcome
  }
}
