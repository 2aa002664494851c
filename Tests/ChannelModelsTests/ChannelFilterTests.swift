import DSPKernels
import Foundation
import Modulation
import Testing

@testable import ChannelModels

@Suite struct ChannelFilterTests {
  static func samples(_ count: Int, seed: UInt64) -> [Complex] {
    var generator = GaussianGenerator(seed: seed)
    return (0..<count).map { _ in Complex(generator.next(), generator.next()) }
  }

  /// All of the input in blocks of the given lengths, each again from the first on.
  private static func filtered(_ realization: ChannelRealization, _ input: [[Complex]], blocks: [Int]) -> [[Complex]] {
    var filter = ChannelFilter(realization)
    var output = [[Complex]](repeating: [], count: realization.receiveAntennas)
    var (done, block) = (0, 0)
    while done < input[0].count {
      let count = min(blocks[block % blocks.count], input[0].count - done)
      let part = input.flatMap { $0[done..<(done + count)] }
      var result = [Complex](repeating: Complex(9, 9), count: realization.receiveAntennas * count)
      part.withUnsafeBufferPointer { part in result.withUnsafeMutableBufferPointer { filter.filter(part, into: $0) } }
      for antenna in output.indices { output[antenna] += result[(antenna * count)..<((antenna + 1) * count)] }
      done += count
      block += 1
    }
    return output
  }

  @Test("Blocks of any length give the same samples", arguments: DelayInterpolation.allCases)
  func blocks(_ interpolation: DelayInterpolation) throws {
    let model = try TappedDelayLine(.c, delaySpreadSeconds: 1e-6, maximumDopplerHz: 5000)
    let realization = try ChannelRealization(
      .tappedDelayLine(model), transmitAntennas: 2, receiveAntennas: 3, carrierFrequencyHz: 3.5e9, sampleRateHz: 30.72e6,
      delayInterpolation: interpolation, seed: 3)
    let input = (0..<2).map { Self.samples(9000, seed: UInt64($0)) }
    let whole = Self.filtered(realization, input, blocks: [9000])
    #expect(whole == Self.filtered(realization, input, blocks: [1, 17, 1023, 3, 2500]))
    #expect(whole == Self.filtered(realization, input, blocks: [7]))
  }

  @Test("An impulse gives the taps, each at its delay rounded to a sample")
  func impulse() throws {
    let model = try TappedDelayLine(.tdlc300, maximumDopplerHz: 0)
    let realization = try ChannelRealization(
      .tappedDelayLine(model), transmitAntennas: 2, receiveAntennas: 2, carrierFrequencyHz: 3.5e9, sampleRateHz: 122.88e6,
      delayInterpolation: .nearestSample, seed: 8)
    let gains = try Draws.gains(realization, atSeconds: 0)
    for transmit in 0..<2 {
      var input = [[Complex]](repeating: [Complex](repeating: .zero, count: 400), count: 2)
      input[transmit][5] = Complex(1, 0)
      let output = Self.filtered(realization, input, blocks: [400])
      for receive in 0..<2 {
        var expected = [Complex](repeating: .zero, count: 400)
        for tap in 0..<realization.tapCount {
          expected[5 + Int((realization.delays[tap] * 122.88e6).rounded())] += gains[4 * tap + 2 * receive + transmit]
        }
        for (found, expected) in zip(output[receive], expected) { #expect((found - expected).power < 1e-12) }
      }
    }
  }

  @Test("Gains between two computations follow the fading")
  func evolution() throws {
    let model = try TappedDelayLine(.a, delaySpreadSeconds: 0, maximumDopplerHz: 1000)
    let realization = try Draws.realization(.tappedDelayLine(model), 1, 1, seed: 4)
    let output = Self.filtered(realization, [[Complex](repeating: Complex(1, 0), count: 60_000)], blocks: [4000])
    for sample in stride(from: 0, to: 60_000, by: 97) {
      let gain = try Draws.gains(realization, atSeconds: Double(sample) / 30.72e6).reduce(.zero, +)
      #expect((output[0][sample] - gain).power < 1e-6)
    }
  }

  @Test("A fractional delay is exact to 70 dB up to 0.42 of the sample rate")
  func fractionalDelay() {
    for step in 0...20 {
      let fraction = Double(step) / 20
      let coefficients = FractionalDelay.coefficients(fraction)
      #expect(abs(coefficients.reduce(0, +) - 1) < 1e-6)
      for frequency in stride(from: -0.42, through: 0.42, by: 0.01) {
        var sum = SIMD2<Double>.zero
        for (index, coefficient) in coefficients.enumerated() {
          let angle = -2 * .pi * frequency * (Double(index - FractionalDelay.center) - fraction)
          sum += SIMD2(cos(angle), sin(angle)) * Double(coefficient)
        }
        let error = sum - SIMD2(1, 0)
        #expect((error * error).sum() < 1e-7)
      }
    }
  }

  /// Symbols of a carrier with a prefix as samples, without the spectrum's place relative to point A.
  private static func modulated(_ grid: [Complex], _ carrier: Carrier, size: Int, _ transform: inout FourierTransform) -> [Complex] {
    var samples: [Complex] = []
    for symbol in 0..<carrier.symbolsPerSlot {
      var bins = [Complex](repeating: .zero, count: size)
      for subcarrier in 0..<carrier.subcarrierCount {
        bins[(subcarrier - carrier.subcarrierCount / 2 + size) % size] = grid[symbol * carrier.subcarrierCount + subcarrier]
      }
      bins.withUnsafeMutableBufferPointer { transform.inverse($0) }
      let prefix = size * 144 / 2048 + (symbol == 0 ? size * 16 * carrier.numerology.slotsPerSubframe / 2048 : 0)
      samples += bins[(size - prefix)...] + bins
    }
    return samples
  }

  @Test(
    "The response of each resource element is what OFDM symbols undergo", arguments: 0..<4,
    DelayInterpolation.allCases)
  func domains(_ index: Int, _ interpolation: DelayInterpolation) throws {
    let array = try AntennaArray(elements: .init(rows: 1, columns: 2), polarisationSlants: [45, -45], pattern: .directional)
    let pair = try AntennaArray(elements: .init(rows: 1, columns: 1), polarisationSlants: [0, 90])
    let (model, transmit, receive): (ChannelModel, Int, Int) =
      switch index {
      case 0: (.tappedDelayLine(try TappedDelayLine(.tdlb100, maximumDopplerHz: 10)), 2, 2)
      case 1: (.tappedDelayLine(try TappedDelayLine(.d, delaySpreadSeconds: 1e-7, maximumDopplerHz: 30, kFactorDB: 6)), 1, 2)
      case 2:
        (
          .clusteredDelayLine(
            try ClusteredDelayLine(
              .a, delaySpreadSeconds: 1.5e-7, baseStation: array, userEquipment: pair, direction: .downlink,
              velocity: .init(metersPerSecond: 2, azimuthDegrees: 30))), 4, 2
        )
      default: (.awgn, 2, 2)
      }
    let carrier = try Carrier(numerology: .kHz30, gridSize: 66, cellIdentity: 0)
    let size = 1024
    let realization = try ChannelRealization(
      model, transmitAntennas: transmit, receiveAntennas: receive, carrierFrequencyHz: 3.5e9, sampleRateHz: 30.72e6,
      delayInterpolation: interpolation, seed: 21)
    guard var transform = FourierTransform(count: size) else {
      Issue.record()
      return
    }
    let count = carrier.symbolsPerSlot * carrier.subcarrierCount
    let grids = (0..<transmit).map { Self.samples(count, seed: UInt64($0)) }
    var filter = ChannelFilter(realization)
    let latency = filter.latency
    let input = grids.map { Self.modulated($0, carrier, size: size, &transform) + [Complex](repeating: .zero, count: 32) }
    let total = input[0].count
    var output = [Complex](repeating: .zero, count: receive * total)
    input.flatMap { $0 }.withUnsafeBufferPointer { input in output.withUnsafeMutableBufferPointer { filter.filter(input, into: $0) } }
    var response = try ChannelFrequencyResponse(realization, carrier)
    var elements = [Complex](repeating: .zero, count: response.count)
    elements.withUnsafeMutableBufferPointer { response.evaluate(slot: 0, into: $0) }
    var (error, power) = (0.0, 0.0)
    for receiver in 0..<receive {
      var start = receiver * total + latency
      for symbol in 0..<carrier.symbolsPerSlot {
        start += size * 144 / 2048 + (symbol == 0 ? size * 32 / 2048 : 0)
        var bins = Array(output[start..<(start + size)])
        bins.withUnsafeMutableBufferPointer { transform.forward($0) }
        start += size
        for subcarrier in 0..<carrier.subcarrierCount {
          let found: Complex = bins[(subcarrier - carrier.subcarrierCount / 2 + size) % size] * (1 / Float(size))
          let element = symbol * carrier.subcarrierCount + subcarrier
          var expected = Complex.zero
          for sender in 0..<transmit {
            expected += elements[(receiver * transmit + sender) * count + element] * grids[sender][element]
          }
          error += Double((found - expected).power)
          power += Double(expected.power)
        }
      }
    }
    // What is left is the fading in a symbol, and the sinc's error at the edge of the band.
    #expect(10 * log10(error / power) < -50)
  }

  @Test("TS 38.211 §5.3.1: symbols of a subframe end where it does, and each slot is where it should be")
  func symbolTimes() throws {
    for numerology in Numerology.allCases {
      for prefix in numerology == .kHz60 ? [CyclicPrefix.normal, .extended] : [.normal] {
        let carrier = try Carrier(numerology: numerology, cyclicPrefix: prefix, gridSize: 20, cellIdentity: 0)
        let half = 1024 / Double(numerology.slotsPerSubframe) / 30.72e6
        let last = ChannelFrequencyResponse.symbolSeconds(
          carrier, slot: 3 * numerology.slotsPerSubframe - 1, symbol: carrier.symbolsPerSlot - 1)
        #expect(abs(last + half - 3e-3) < 1e-12)
        let first = ChannelFrequencyResponse.symbolSeconds(carrier, slot: -numerology.slotsPerSubframe, symbol: 0)
        let length = prefix == .extended ? half / 2 : half * 144 / 1024 + 16 / 30.72e6
        #expect(abs(first - half - length + 1e-3) < 1e-12)
      }
    }
    let carrier = try Carrier(numerology: .kHz30, gridSize: 20, cellIdentity: 0)
    // 17 · 1096 + 72 samples of 30.72 MHz with 16 more twice, and half a symbol.
    let expected: Double = (17 * 1096 + 72 + 32 + 512) / 30.72e6
    #expect(abs(ChannelFrequencyResponse.symbolSeconds(carrier, slot: 1, symbol: 3) - expected) < 1e-12)
  }
}
