import Base
import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import ReferenceSignals
import Testing

@testable import PhysicalChannels

@Suite struct MeasurementTests {
  private static func noise(_ power: Float, _ generator: inout SeededGenerator) -> Complex {
    let radius = (-Double(power) * log(Double.random(in: 1e-12..<1, using: &generator))).squareRoot()
    let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &generator)
    return Complex(Float(radius * cos(angle)), Float(radius * sin(angle)))
  }

  /// A channel of some paths: gains and delays in samples of a transform of 2048.
  private struct Paths {
    let gains: [Complex]
    let delays: [Double]

    func response(_ subcarrier: Int) -> Complex {
      zip(gains, delays).reduce(.zero) { $0 + $1.0 * Turn.of(-$1.1 * Double(subcarrier) / 2048) }
    }
  }

  private static func block(cellIdentity: Int) throws -> SynchronizationSignalBlock {
    let pattern = try SynchronizationSignalBlockPattern(.c, maximumCount: 8)
    let information = try MasterInformationBlock(
      systemFrameNumber: 5, subCarrierSpacingCommon: .kHz30or120, ssbSubcarrierOffset: 0, dmrsTypeAPosition: .pos2, pdcchConfigSIB1: 16)
    return try SynchronizationSignalBlock(
      cellIdentity: cellIdentity, pattern: pattern, index: 1,
      payload: PBCHPayload(information, systemFrameNumberLow: 3, halfFrame: 0, index: 1))
  }

  @Test("TS 38.215 §5.1.1, §5.1.3, §5.1.5: SS-RSRP, SS-RSRQ and SS-SINR of two branches with a channel of several paths")
  func synchronizationSignal() throws {
    var generator = SeededGenerator(seed: 215)
    let identity = 497
    let secondary = SynchronizationSignals.secondary(cellIdentity: identity)
    var measurement = try SynchronizationSignalMeasurement(cellIdentity: identity)
    for (decibels, limit) in [(-6.0, 1.0), (0, 0.5), (10, 0.2), (30, 0.1)] {
      var (errors, noiseRatio, quality) = (0.0, 0.0, 0.0)
      let trials = 30
      for _ in 0..<trials {
        let noise = Float(pow(10, -decibels / 10))
        var grid = ResourceGrid(portCount: 2, symbolCount: 14, subcarrierCount: 300)
        // Of the antennas the first has half of the power.
        var own: Float = 0
        for antenna in 0..<2 {
          let paths = Paths(
            gains: (0..<3).map { _ in Self.noise(1, &generator) },
            delays: (0..<3).map { _ in Double.random(in: 20..<100, using: &generator) })
          let power = (0..<127).reduce(Float(0)) { $0 + paths.response($1 + 76).power } / 127
          let level = ((antenna == 0 ? 0.5 : 1) / power).squareRoot()
          for symbol in 0..<14 {
            for subcarrier in 0..<300 {
              // All around the signal there is power of others; in its own elements only it.
              let sent =
                symbol == 4 && 76..<203 ~= subcarrier
                ? Complex(secondary[subcarrier - 76], 0) : Self.noise(1, &generator)
              grid[antenna, symbol, subcarrier] =
                paths.response(subcarrier) * level * sent + Self.noise(noise, &generator)
            }
          }
          if antenna == 1 {
            own = (76..<203).reduce(Float(0)) { $0 + grid[1, 4, $1].power } / 127
          }
        }
        let result = try measurement.measure(grid, firstSubcarrier: 20, firstSymbol: 2)
        errors += result.referencePowerDBm(unitDBm: -80) + 80
        noiseRatio += Double(result.branches[1].noisePower / noise)
        let rest = max(0, own - result.branches[1].noisePower)
        #expect(abs(result.branches[1].referencePower - rest) < 0.001 * own)
        let total = (2..<6).reduce(Float(0)) { sum, symbol in
          (20..<260).reduce(sum) { $0 + grid[1, symbol, $1].power }
        }
        #expect(abs(result.branches[1].quality - 20 * result.branches[1].referencePower / (total / 4)) < 1e-4)
        #expect(result.branches.count == 2 && result.branches[1].blockCount == 20)
        quality += result.signalToNoiseDB
        let wide = try measurement.measure(grid, firstSubcarrier: 20, firstSymbol: 2, strengthSymbols: [0, 1], strengthBlocks: 1..<25)
        #expect(wide.branches[0].blockCount == 24 && wide.branches[0].referencePower == result.branches[0].referencePower)
      }
      #expect(abs(errors / Double(trials)) < limit, "\(decibels): \(errors / Double(trials))")
      #expect(abs(noiseRatio / Double(trials) - 1) < 0.1, "\(decibels): \(noiseRatio / Double(trials))")
      #expect(abs(quality / Double(trials) - decibels) < limit + 0.4, "\(decibels): \(quality / Double(trials))")
    }
    // The block of the transmitter is the one that is measured.
    var grid = ResourceGrid(portCount: 1, symbolCount: 14, subcarrierCount: 240)
    let block = try Self.block(cellIdentity: identity)
    for symbol in 0..<4 {
      for subcarrier in 0..<240 { grid[0, symbol + 8, subcarrier] = block.elements[240 * symbol + subcarrier] }
    }
    let result = try measurement.measure(grid, firstSubcarrier: 0, firstSymbol: 8)
    #expect(abs(result.referencePower - 1) < 1e-4 && result.branches[0].noisePower < 1e-5)
    // Of the other cell's sequence nothing is left but noise.
    var other = try SynchronizationSignalMeasurement(cellIdentity: 12)
    #expect(try other.measure(grid, firstSubcarrier: 0, firstSymbol: 8).signalToNoise < 1)
    #expect(throws: ParameterError.self) { _ = try SynchronizationSignalMeasurement(cellIdentity: 1008) }
    #expect(throws: ParameterError.self) { try measurement.measure(grid, firstSubcarrier: 1, firstSymbol: 8) }
    #expect(throws: ParameterError.self) { try measurement.measure(grid, firstSubcarrier: 0, firstSymbol: 11) }
    #expect(throws: ParameterError.self) { try measurement.measure(grid, firstSubcarrier: 0, firstSymbol: 8, strengthSymbols: [14]) }
    #expect(throws: ParameterError.self) {
      try measurement.measure(grid, firstSubcarrier: 0, firstSymbol: 8, strengthBlocks: 0..<21)
    }
  }

  private static func signals(_ blocks: Range<Int>) throws -> [ChannelStateInformationReferenceSignal] {
    [
      try ChannelStateInformationReferenceSignal(
        portCount: 1, codeDivision: .none, density: .three, frequencyAllocation: .row1(0b0010), firstSymbol: 5, resourceBlocks: blocks),
      try ChannelStateInformationReferenceSignal(
        portCount: 2, codeDivision: .two, density: .oddBlocks, frequencyAllocation: .other(0b000100), firstSymbol: 6, identity: 9,
        resourceBlocks: blocks),
      try ChannelStateInformationReferenceSignal(
        portCount: 4, codeDivision: .two, density: .one, frequencyAllocation: .row4(0b010), firstSymbol: 3, identity: 77,
        resourceBlocks: blocks),
      try ChannelStateInformationReferenceSignal(
        portCount: 8, codeDivision: .four, density: .one, frequencyAllocation: .other(0b001010), firstSymbol: 8, identity: 500,
        resourceBlocks: blocks),
      try ChannelStateInformationReferenceSignal(
        portCount: 32, codeDivision: .eight, density: .one, frequencyAllocation: .other(0b011110), firstSymbol: 4, identity: 1023,
        resourceBlocks: blocks),
    ]
  }

  @Test("TS 38.211 §7.4.1.5, TS 38.215 §5.1.2: the channel of each port, the noise's covariance and CSI-RSRP")
  func channelStateInformation() throws {
    var generator = SeededGenerator(seed: 38215)
    let carrier = try Carrier(numerology: .kHz30, gridStart: 3, gridSize: 52, cellIdentity: 1)
    for signal in try Self.signals(4..<54) {
      let receiver = try CSIReferenceSignalReceiver(signal, carrier: carrier)
      let slot = 7
      var sent = ResourceGrid(carrier, portCount: signal.portCount)
      try signal.map(into: &sent, carrier: carrier, slot: slot, amplitude: 2)
      let antennas = 3
      // Each path between a port and an antenna has a gain and a short delay of its own.
      let gains = (0..<(antennas * signal.portCount)).map { _ in Self.noise(1, &generator) }
      let delay = 12.0
      for noise in [Float(0), 0.2] {
        var (covariance, expected) = ([Complex](repeating: .zero, count: 9), [Complex](repeating: .zero, count: 9))
        let trials = noise == 0 ? 1 : 12
        var power: Float = 0
        for _ in 0..<trials {
          var grid = ResourceGrid(carrier, portCount: antennas)
          for symbol in 0..<14 {
            for subcarrier in 0..<carrier.subcarrierCount {
              let common = noise > 0 ? Self.noise(noise / 2, &generator) : .zero
              for antenna in 0..<antennas {
                var sum = antenna < 2 ? common : .zero
                if noise > 0 { sum += Self.noise(antenna < 2 ? noise / 2 : noise, &generator) }
                for port in 0..<signal.portCount {
                  sum +=
                    sent[port, symbol, subcarrier] * gains[antenna * signal.portCount + port]
                    * Turn.of(-delay * Double(subcarrier) / 2048)
                }
                grid[antenna, symbol, subcarrier] = sum
              }
            }
          }
          let estimate = try receiver.estimate(grid, slot: slot, amplitude: 2)
          #expect(estimate.sampleCount == (signal.density == .three ? 150 : signal.density == .oddBlocks ? 25 : 50))
          if noise == 0 {
            for sample in 0..<estimate.sampleCount {
              let block = estimate.blocks[sample / estimate.samplesPerBlock]
              let matrix = estimate.matrix(sample: sample)
              for (index, gain) in gains.enumerated() {
                // Elements of one value are at most one subcarrier apart, over which a port of a pair turns by less than a hundredth.
                #expect((matrix[index].power / gain.power).isFinite)
                let turned = matrix[index] * gain.conjugate
                #expect(abs(turned.power.squareRoot() - gain.power) < 0.05 * (gain.power + 1))
                let turns = Double(atan2(turned.imaginary, turned.real)) / (2 * .pi) + delay * Double(12 * (block - 3)) / 2048
                let rest = turns - turns.rounded()
                #expect(abs(rest) < 0.15 || gain.power < 0.1)
              }
            }
            #expect(estimate.samples(10..<12).count == (signal.density == .three ? 6 : signal.density == .oddBlocks ? 1 : 2))
          }
          let own = try #require(estimate.noise)
          for index in 0..<9 { covariance[index] += own[index] * (1 / Float(trials)) }
          if signal.portCount <= 2 {
            power += try receiver.measure(grid, slot: slot, ports: signal.portCount).branches[2].referencePower / Float(trials)
          }
        }
        for index in 0..<9 { expected[index] = Complex(index % 4 == 0 ? noise : index == 1 || index == 3 ? noise / 2 : 0, 0) }
        for (own, expected) in zip(covariance, expected) {
          let difference = own - expected
          #expect(difference.power.squareRoot() < (noise == 0 ? 0.01 : 0.05), "\(signal.row) \(noise) \(own)")
        }
        if signal.portCount <= 2 {
          // β is 2, so the elements have four times the power of the gains.
          let whole = 4 * gains[(2 * signal.portCount)..<(3 * signal.portCount)].reduce(Float(0)) { $0 + $1.power }
          #expect(abs(power - whole) < 0.05 * whole + 0.02, "\(signal.row) \(power) \(whole)")
        }
      }
      #expect(throws: ParameterError.self) { try receiver.estimate(ResourceGrid(carrier), slot: 20) }
      #expect(throws: ParameterError.self) { try receiver.estimate(ResourceGrid(carrier), slot: 0, amplitude: 0) }
      #expect(throws: ParameterError.self) {
        try receiver.estimate(ResourceGrid(portCount: 1, symbolCount: 14, subcarrierCount: 12), slot: 0)
      }
      #expect(throws: ParameterError.self) { try receiver.measure(ResourceGrid(carrier), slot: 0, ports: 3) }
    }
  }

  @Test("TS 38.214 §5.2.2.4: interference by CSI-IM, and from a received CSI-RS to the precoder that the channel has")
  func report() throws {
    var generator = SeededGenerator(seed: 77)
    let carrier = try Carrier(numerology: .kHz30, gridSize: 52, cellIdentity: 1)
    let signal = try Self.signals(0..<52)[3]
    let receiver = try CSIReferenceSignalReceiver(signal, carrier: carrier)
    let interference = try InterferenceMeasurementResource(.pattern0, subcarrier: 4, symbol: 11, resourceBlocks: 0..<52)
    let codebook = try TypeICodebook(CodebookArray(n1: 2, n2: 2))
    let configuration = try CSIReportConfiguration(codebook: .typeI(codebook), channel: .pusch, ranks: [1, 2])
    let selector = try CSISelector(configuration, table: .qam256)
    for _ in 0..<10 {
      let indices = TypeICodebook.Indices(i11: Int.random(in: 0..<8, using: &generator), i12: Int.random(in: 0..<8, using: &generator))
      let i2 = [Int.random(in: 0..<4, using: &generator)]
      let precoder = try codebook.matrix(rank: 1, indices, i2: i2)
      let antennas = 2
      let receive = (0..<antennas).map { _ in Turn.of(Double.random(in: 0..<1, using: &generator)) }
      var sent = ResourceGrid(carrier, portCount: 8)
      try signal.map(into: &sent, carrier: carrier, slot: 3)
      var grid = ResourceGrid(carrier, portCount: antennas)
      for symbol in 0..<14 {
        for subcarrier in 0..<carrier.subcarrierCount {
          var value = Complex.zero
          for port in 0..<8 { value += sent[port, symbol, subcarrier] * precoder[port].conjugate }
          let other = Self.noise(0.5, &generator)
          for antenna in 0..<antennas {
            // The interference comes to both antennas alike.
            grid[antenna, symbol, subcarrier] = value * receive[antenna] + other + Self.noise(0.01, &generator)
          }
        }
      }
      let noise = try interference.covariance(grid, carrier: carrier)
      #expect(abs(noise[0].real - 0.51) < 0.12 && abs(noise[1].real - 0.5) < 0.12 && abs(noise[1].imaginary) < 0.05)
      let estimate = try receiver.estimate(grid, slot: 3)
      var channel = try CSIChannel(portCount: 8, antennaCount: antennas)
      for sample in 0..<estimate.sampleCount { try channel.append(estimate.matrix(sample: sample), noise: noise) }
      let report = try #require(try selector.select(channel))
      guard case .typeI(let own, let ownI2) = report.precoding, report.rank == 1 else {
        #expect(report.rank == 1)
        continue
      }
      // Of a beam and its neighbours, which overlap by 0.9, estimates with noise may take another.
      let chosen = try codebook.matrix(rank: 1, own, i2: ownI2[0])
      let overlap = zip(chosen, precoder).reduce(Complex.zero) { $0 + $1.0.conjugate * $1.1 }
      #expect(overlap.power > 0.8, "\(indices) \(own)")
    }
    #expect(throws: ParameterError.self) { try interference.covariance(ResourceGrid(carrier), carrier: carrier, blocks: 52..<53) }
  }

  @Test("TS 38.212, table 6.3.1.1.2-8: reports of the strongest beams")
  func beams() throws {
    let format = try BeamReportFormat(resourceCount: 12, reportedCount: 3)
    #expect(format.bitCount == 3 * 4 + 7 + 8)
    var powers = [Double](repeating: -120, count: 12)
    (powers[7], powers[2], powers[11]) = (-80.5, -83.6, -95)
    let report = try BeamReport(dBm: powers, count: 3)
    // -80.5 dBm is the 76th step from -156 on; 3.1 and 14.5 dB less are steps 1 and 7 of 2 dB.
    #expect(report == BeamReport(resources: [7, 2, 11], power: 76, differences: [1, 7]))
    let bits = try format.pack(report)
    #expect(bits == BitSequence(("0111" + "0010" + "1011" + "1001100" + "0001" + "0111").map { $0 == "1" }))
    #expect(try format.unpack(bits) == report)
    // A resource that the set does not have.
    #expect(throws: ParameterError.self) { try format.unpack(BitSequence(("1100" + String(repeating: "0", count: 23)).map { $0 == "1" })) }
    #expect(throws: ParameterError.self) { try format.unpack(BitSequence(zeros: 28)) }
    #expect(throws: ParameterError.self) { try format.pack(BeamReport(resources: [1], power: 3, differences: [])) }
    #expect(throws: ParameterError.self) { try format.pack(BeamReport(resources: [1, 2, 3], power: 128, differences: [0, 0])) }
    #expect(throws: ParameterError.self) { try BeamReport(dBm: [1, 2], count: 3) }
    #expect(throws: ParameterError.self) { try BeamReportFormat(resourceCount: 2, reportedCount: 3) }
  }

  @Test("TS 38.133 §10.1: numbers that measured values are reported as")
  func numbers() {
    #expect([-157, -156, -155.1, -155, -31.1, -31, 10].map { MeasurementReport.referencePower(dBm: $0) } == [0, 1, 1, 2, 125, 126, 126])
    #expect([-150, -140.1, -140, -44.1, -44, 0].map { MeasurementReport.layer1ReferencePower(dBm: $0) } == [16, 16, 17, 112, 113, 113])
    #expect(
      [-1, 0, 1.9, 2, 29.9, 30, 31, .infinity].map { MeasurementReport.differentialReferencePower(decibelsBelow: $0) } == [
        0, 0, 0, 1, 14, 15, 15, 15,
      ])
    #expect([-43.1, -43, -42.5, 19.5, 19.9, 20, 30].map { MeasurementReport.quality(dB: $0) } == [0, 1, 2, 126, 126, 127, 127])
    #expect([-24, -23, -22.5, 39.9, 40, .infinity].map { MeasurementReport.signalToNoise(dB: $0) } == [0, 1, 2, 126, 127, 127])
    #expect(MeasurementReport.quality(dB: .nan) == 0 && MeasurementReport.referencePower(dBm: -.infinity) == 0)
  }
}
