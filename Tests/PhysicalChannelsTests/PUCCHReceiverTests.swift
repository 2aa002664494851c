import Base
import ChannelCoding
import ChannelModels
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import Testing

@Suite struct PUCCHReceiverTests {
  @Test(
    "Every format comes back over fading channels to four antennas",
    arguments: [("format0", 120), ("format1", 160), ("format2", 120), ("format3", 120), ("format4", 140)])
  func comesBack(_ kind: String, _ count: Int) throws {
    var (same, tried) = (0, 0)
    var (noise, signal): (Float, Float) = (0, 0)
    for (index, line) in try PUCCHVector.lines(kind).enumerated() {
      var vector = try PUCCHVector(line)
      let (configuration, control, payload) = try vector.formatAndContent()
      let grid = try PUCCHVector.send(configuration, control, payload, slot: vector.slot)
      var link = try PUCCHFadingLink(configuration, antennaCount: 4, .tdla30, dopplerHz: 10, seed: UInt64(index))
      let received = try link.receive([grid], decibels: 20)
      let reception: PUCCHReception
      if let control {
        var receiver = try PUCCHControlReceiver(
          configuration, antennaCount: 4, harqACKCount: control.harqACK.count, hasSchedulingRequest: true)
        reception = try receiver.receive(received, slot: vector.slot)
        if reception.outcome == .control(control) { same += 1 }
      } else if let payload {
        let coding = try PUCCHCoding(configuration, payload.1.sizes, codeRate: payload.codeRate)
        // Some vectors have a part with so few coded bits that they do not tell what was sent.
        guard coding.first.outputCount >= 2 * coding.first.bitCount + 8,
          coding.second.map({ $0.outputCount >= 2 * $0.bitCount + 8 }) ?? true
        else { continue }
        var receiver = try PUCCHPayloadReceiver(configuration, payload.1.sizes, codeRate: payload.codeRate, antennaCount: 4)
        reception = try receiver.receive(received, slot: vector.slot)
        if reception.outcome == .payload(payload.1) { same += 1 }
      } else {
        continue
      }
      tried += 1
      noise += reception.noisePower
      signal += reception.signalPower
    }
    #expect(tried > count / 2 && same >= tried - 1)
    #expect(0.008...0.016 ~= noise / Float(tried) && 0.85...1.15 ~= signal / Float(tried))
  }
}

@Suite struct PUCCHPerformanceTests {
  static let carrier = Result { try Carrier(numerology: .kHz30, gridSize: 51, cellIdentity: 0) }

  /// Formats 2 to 4 with symbols, bits of UCI, antennas and decibels.
  private static let payloads: [(PUCCHConfiguration.Format, Int, Int, Int, Double)] = [
    (.format2(blockCount: 4), 1, 4, 2, 5.8), (.format2(blockCount: 9), 2, 22, 2, 1), (.format2(blockCount: 1), 2, 11, 4, 9),
    (.format3(blockCount: 1), 14, 16, 2, 0.8), (.format3(blockCount: 3, .init(isPiHalfBPSK: true)), 4, 16, 2, 2),
    (.format3(blockCount: 2, .init(hasAdditionalDMRS: true)), 14, 6, 2, -2), (.format4(spreading: 2, cover: 1), 14, 22, 2, 2),
    (.format4(spreading: 4, cover: 2), 14, 8, 2, 2),
    (.format3(blockCount: 4, .init(isPiHalfBPSK: true, hasTypeTwoDMRS: true)), 10, 30, 2, 4),
  ]

  @Test("Formats 2 to 4 over TDLC300-100: UCI comes through, and noise is not taken for it", arguments: payloads.indices)
  func payload(_ index: Int) throws {
    let (format, symbolCount, bitCount, antennaCount, decibels) = Self.payloads[index]
    let configuration = try PUCCHConfiguration(
      Self.carrier.get(), format, firstSymbol: 14 - symbolCount, symbolCount: symbolCount, firstBlock: 0,
      secondHopBlock: symbolCount > 1 ? 30 : nil, identities: .init(rnti: 4711))
    let sizes = PUCCHPayloadSizes(harqACK: bitCount)
    var transmitter = try PUCCHTransmitter(configuration, sizes, codeRate: 80)
    var receiver = try PUCCHPayloadReceiver(configuration, sizes, codeRate: 80, antennaCount: antennaCount)
    var link = try PUCCHFadingLink(configuration, antennaCount: antennaCount, .tdlc300, dopplerHz: 100, seed: 3)
    var generator = SeededGenerator(seed: 5)
    var (wrong, missed, alarms) = (0, 0, 0)
    let trials = 300
    for trial in 0..<trials {
      let payload = PUCCHPayload(harqACK: BitSequence((0..<bitCount).map { _ in Bool.random(using: &generator) }))
      var grid = ResourceGrid(configuration.carrier)
      try transmitter.transmit(payload, slot: trial % 20, into: &grid)
      switch try receiver.receive(link.receive([grid], decibels: decibels), slot: trial % 20).outcome {
      case .payload(let received): if received != payload { wrong += 1 }
      default: missed += 1
      }
      if case .payload = try receiver.receive(link.receive([], decibels: decibels), slot: trial % 20).outcome { alarms += 1 }
    }
    #expect(wrong <= trials / 50 && missed + wrong <= trials / 30)
    #expect(alarms <= trials * 3 / 100)
  }

  @Test("RSSI, RSRP, timing and frequency offset of a PUCCH are those that it was sent with")
  func measurements() throws {
    var generator = SeededGenerator(seed: 18)
    let (frequency, delay) = (240.0, 0.2e-6)
    let formats: [(PUCCHConfiguration.Format, Int, Int?)] = [
      (.format0(initialCyclicShift: 2), 2, nil), (.format1(initialCyclicShift: 2, timeDomainOCC: 0), 14, nil),
      (.format2(blockCount: 4), 2, nil),
      (.format2(blockCount: 4), 2, 30), (.format3(blockCount: 3), 12, 30),
      (.format3(blockCount: 3, .init(hasAdditionalDMRS: true)), 14, 30),
      (.format4(spreading: 2, cover: 1), 14, nil),
    ]
    for (format, symbolCount, secondHop) in formats {
      let configuration = try PUCCHConfiguration(
        Self.carrier.get(), format, firstSymbol: 14 - symbolCount, symbolCount: symbolCount, firstBlock: 4, secondHopBlock: secondHop,
        identities: .init(rnti: 99))
      var grid = ResourceGrid(configuration.carrier)
      if format.number < 2 {
        try PUCCHTransmitter(configuration).transmit(PUCCHControl(harqACK: BitSequence([true])), slot: 2, into: &grid)
      } else {
        var transmitter = try PUCCHTransmitter(configuration, .init(harqACK: 8), codeRate: 80)
        try transmitter.transmit(
          PUCCHPayload(harqACK: BitSequence([true, false, true, true, false, true, false, false])), slot: 2, into: &grid)
      }
      var received = ResourceGrid(configuration.carrier, portCount: 2)
      for antenna in 0..<2 {
        for symbol in 0..<14 {
          for subcarrier in 0..<grid.subcarrierCount {
            // 14 symbols of half a millisecond, and twice the power.
            let turns = frequency * Double(symbol) * 0.0005 / 14 - delay * 30_000 * Double(subcarrier) + Double(antenna) * 0.3
            let angle = 2 * Double.pi * turns
            let noise = Complex(Float.random(in: -0.02...0.02, using: &generator), Float.random(in: -0.02...0.02, using: &generator))
            received[antenna, symbol, subcarrier] =
              grid[0, symbol, subcarrier] * Complex(Float(cos(angle)), Float(sin(angle))) * Float(2).squareRoot() + noise
          }
        }
      }
      let reception: PUCCHReception
      if format.number < 2 {
        var receiver = try PUCCHControlReceiver(configuration, antennaCount: 2, harqACKCount: 1)
        reception = try receiver.receive(received, slot: 2)
        #expect(reception.frequencyOffsetHz == nil)
      } else {
        var receiver = try PUCCHPayloadReceiver(configuration, .init(harqACK: 8), codeRate: 80, antennaCount: 2)
        reception = try receiver.receive(received, slot: 2)
        // Format 2 has one symbol in a hop, format 3 without additional DM-RS one symbol with DM-RS in a hop of six.
        let isMeasured = secondHop == nil || symbolCount == 14
        #expect((reception.frequencyOffsetHz != nil) == isMeasured)
        #expect(abs((reception.frequencyOffsetHz ?? frequency) - frequency) < 25, "\(format.number) \(reception)")
      }
      #expect(abs(reception.receivedPower - 2) < 0.2 && abs(reception.signalPower - 2) < 0.3, "\(format.number) \(reception)")
      let steps = try #require(reception.timingAdvanceSteps(.kHz30))
      // 1.92 MHz twice for 30 kHz.
      #expect(abs(steps - delay * 3_840_000) < 0.4, "\(steps)")
    }
  }

  @Test("TS 38.212 §6.3.1.1.2: zeros are appended to CSI part 2 of one or two bits, and a receiver leaves them out")
  func shortSecondPart() throws {
    let configuration = try PUCCHConfiguration(
      Self.carrier.get(), .format3(blockCount: 2), firstSymbol: 0, symbolCount: 14, firstBlock: 0, identities: .init(rnti: 77))
    var generator = SeededGenerator(seed: 8)
    for bits in [[true], [false, true], [true, true]] {
      let payload = PUCCHPayload(csiPart1: BitSequence([true, false, true, true, false]), csiPart2: BitSequence(bits))
      var padded = payload
      padded.csiPart2 = BitSequence(bits + [Bool](repeating: false, count: 3 - bits.count))
      let coding = try PUCCHCoding(configuration, payload.sizes, codeRate: 35)
      #expect(try coding.encode(payload) == PUCCHCoding(configuration, padded.sizes, codeRate: 35).encode(padded))
      var transmitter = try PUCCHTransmitter(configuration, payload.sizes, codeRate: 35)
      var grid = ResourceGrid(configuration.carrier)
      try transmitter.transmit(payload, slot: 3, into: &grid)
      grid.withMutableElements { elements in
        for index in elements.indices {
          elements[index] += Complex(Float.random(in: -0.1...0.1, using: &generator), Float.random(in: -0.1...0.1, using: &generator))
        }
      }
      for size in [bits.count, 12] {
        var sizes = payload.sizes
        sizes.csiPart2 = size
        var receiver = try PUCCHPayloadReceiver(configuration, sizes, codeRate: 35, antennaCount: 1)
        #expect(try receiver.receive(grid, slot: 3, csiPart2: { _ in bits.count }).outcome == .payload(payload))
      }
    }
  }

  @Test("UEs that share a resource block of format 0, 1 or 4 are received beside one another")
  func sharing() throws {
    let carrier = try Self.carrier.get()
    func position(_ format: PUCCHConfiguration.Format, _ count: Int) throws -> PUCCHConfiguration {
      try PUCCHConfiguration(carrier, format, firstSymbol: 0, symbolCount: count, firstBlock: 3, identities: .init(rnti: 9))
    }
    var right = 0
    for trial in 0..<60 {
      let slot = trial % 20
      // Two UEs of format 0 with one bit each, at cyclic shifts 0 and 6, 3 and 9.
      let two = try [0, 3].map { try position(.format0(initialCyclicShift: $0), 2) }
      let sent = [PUCCHControl(harqACK: BitSequence([trial & 1 == 1])), PUCCHControl(harqACK: BitSequence([trial & 2 == 2]))]
      var grids: [ResourceGrid] = []
      for (configuration, control) in zip(two, sent) {
        var grid = ResourceGrid(carrier)
        try PUCCHTransmitter(configuration).transmit(control, slot: slot, into: &grid)
        grids.append(grid)
      }
      var link = try PUCCHFadingLink(two[0], antennaCount: 4, .tdla30, dopplerHz: 10, seed: UInt64(trial))
      let received = try link.receive(grids, decibels: 10)
      for (index, others) in [Set([3, 9]), Set([0, 6])].enumerated() {
        var receiver = try PUCCHControlReceiver(two[index], antennaCount: 4, harqACKCount: 1, otherShifts: others)
        if try receiver.receive(received, slot: slot).outcome == .control(sent[index]) { right += 1 }
      }
      // Four of format 4.
      let four = try (0..<4).map { try position(.format4(spreading: 4, cover: $0), 14) }
      let payloads = (0..<4).map { index in
        PUCCHPayload(harqACK: BitSequence((0..<6).map { (trial * 7 + index * 13) >> $0 & 1 == 1 }))
      }
      grids = []
      for (configuration, payload) in zip(four, payloads) {
        var grid = ResourceGrid(carrier)
        var transmitter = try PUCCHTransmitter(configuration, payload.sizes, codeRate: 80)
        try transmitter.transmit(payload, slot: slot, into: &grid)
        grids.append(grid)
      }
      var sharedLink = try PUCCHFadingLink(four[0], antennaCount: 4, .tdla30, dopplerHz: 10, seed: UInt64(trial))
      let shared = try sharedLink.receive(grids, decibels: 10)
      for (configuration, payload) in zip(four, payloads) {
        var receiver = try PUCCHPayloadReceiver(configuration, payload.sizes, codeRate: 80, antennaCount: 4)
        if try receiver.receive(shared, slot: slot).outcome == .payload(payload) { right += 1 }
      }
    }
    #expect(right >= 355)
  }

  @Test("How late a signal comes is measured")
  func timing() throws {
    for (index, format) in [
      PUCCHConfiguration.Format.format0(initialCyclicShift: 4), .format1(initialCyclicShift: 4, timeDomainOCC: 1),
      .format2(blockCount: 4), .format3(blockCount: 2), .format4(spreading: 2, cover: 1),
    ].enumerated() {
      let configuration = try PUCCHConfiguration(
        Self.carrier.get(), format, firstSymbol: 0, symbolCount: [0, 2].contains(index) ? 2 : 14, firstBlock: 20)
      for delay in [-3e-7, 0, 3e-7, 6e-7] {
        var (sum, count) = (0.0, 0.0)
        for trial in 0..<20 {
          var link = try PUCCHFadingLink(configuration, antennaCount: 4, .tdla30, dopplerHz: 10, seed: UInt64(trial))
          let reception: PUCCHReception
          var grid = ResourceGrid(configuration.carrier)
          if index < 2 {
            try PUCCHTransmitter(configuration).transmit(PUCCHControl(harqACK: BitSequence([true])), slot: 1, into: &grid)
            var receiver = try PUCCHControlReceiver(configuration, antennaCount: 4, harqACKCount: 1)
            reception = try receiver.receive(link.receive([grid], decibels: 20, delaySeconds: delay), slot: 1)
            #expect(reception.outcome == .control(PUCCHControl(harqACK: BitSequence([true]))))
          } else {
            let payload = PUCCHPayload(harqACK: BitSequence([true, false, true, true]))
            var transmitter = try PUCCHTransmitter(configuration, payload.sizes, codeRate: 80)
            try transmitter.transmit(payload, slot: 1, into: &grid)
            var receiver = try PUCCHPayloadReceiver(configuration, payload.sizes, codeRate: 80, antennaCount: 4)
            reception = try receiver.receive(link.receive([grid], decibels: 20, delaySeconds: delay), slot: 1)
            #expect(reception.outcome == .payload(payload))
          }
          if let offset = reception.timingOffset {
            sum += offset
            count += 1
          }
        }
        // The channel itself has a mean delay of some tens of nanoseconds.
        #expect(count == 20 && abs(sum / count - delay - 2e-8) < 6e-8, "\(format) \(delay) \(sum / count)")
      }
    }
  }

  @Test("TS 38.212 §6.3.1: CSI part 2 of a size that part 1 tells")
  func csiOfTwoParts() throws {
    let configuration = try PUCCHConfiguration(
      Self.carrier.get(), .format3(blockCount: 4), firstSymbol: 2, symbolCount: 12, firstBlock: 0, secondHopBlock: 30)
    var link = try PUCCHFadingLink(configuration, antennaCount: 2, .tdla30, dopplerHz: 10, seed: 11)
    var receiver = try PUCCHPayloadReceiver(
      configuration, PUCCHPayloadSizes(harqACK: 2, csiPart1: 6, csiPart2: 10), codeRate: 35, antennaCount: 2)
    for size in [5, 10, 40] {
      let payload = PUCCHPayload(
        harqACK: BitSequence([true, false]), csiPart1: BitSequence((0..<6).map { size >> $0 & 1 == 1 }),
        csiPart2: BitSequence((0..<size).map { $0 % 3 == 0 }))
      var grid = ResourceGrid(configuration.carrier)
      var transmitter = try PUCCHTransmitter(configuration, payload.sizes, codeRate: 35)
      try transmitter.transmit(payload, slot: 3, into: &grid)
      let reception = try receiver.receive(link.receive([grid], decibels: 15), slot: 3) { first in
        (0..<6).reduce(0) { $0 + (first.csiPart1[$1] ? 1 << $1 : 0) }
      }
      #expect(reception.outcome == .payload(payload))
    }
  }

  @Test("Receivers refuse what does not belong to them")
  func errors() throws {
    let carrier = try Self.carrier.get()
    let zero = try PUCCHConfiguration(carrier, .format0(initialCyclicShift: 0), firstSymbol: 0, symbolCount: 1, firstBlock: 0)
    let two = try PUCCHConfiguration(carrier, .format2(blockCount: 1), firstSymbol: 0, symbolCount: 1, firstBlock: 0)
    #expect(throws: ParameterError.self) { _ = try PUCCHControlReceiver(two, antennaCount: 1, harqACKCount: 1) }
    for (antennas, bits, others) in [(0, 1, []), (257, 1, []), (1, 3, []), (1, -1, []), (1, 1, [12]), (1, 1, Set(0..<12))]
      as [(Int, Int, Set<Int>)]
    {
      #expect(throws: ParameterError.self) {
        _ = try PUCCHControlReceiver(zero, antennaCount: antennas, harqACKCount: bits, otherShifts: others)
      }
    }
    for settings in [
      PUCCHReceiverSettings(falseAlarm: 0), PUCCHReceiverSettings(falseAlarm: .nan), PUCCHReceiverSettings(listSize: 0),
      PUCCHReceiverSettings(delaySpan: -1), PUCCHReceiverSettings(dopplerSpan: 1),
    ] {
      #expect(throws: ParameterError.self) { _ = try PUCCHControlReceiver(zero, antennaCount: 1, harqACKCount: 1, settings: settings) }
    }
    #expect(throws: ParameterError.self) {
      _ = try PUCCHPayloadReceiver(zero, PUCCHPayloadSizes(harqACK: 4), codeRate: 80, antennaCount: 1)
    }
    var receiver = try PUCCHControlReceiver(zero, antennaCount: 2, harqACKCount: 1)
    #expect(throws: ParameterError.self) { _ = try receiver.receive(ResourceGrid(carrier), slot: 0) }
    #expect(throws: ParameterError.self) { _ = try receiver.receive(ResourceGrid(carrier, portCount: 2), slot: 20) }
    #expect(try receiver.receive(ResourceGrid(carrier, portCount: 2), slot: 0).outcome == .discontinuous)
    var payloads = try PUCCHPayloadReceiver(two, PUCCHPayloadSizes(harqACK: 4), codeRate: 80, antennaCount: 1)
    #expect(try payloads.receive(ResourceGrid(carrier), slot: 0).outcome == .discontinuous)
  }
}
