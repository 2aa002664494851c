import Base
import ChannelCoding
import ChannelModels
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import Testing

@testable import LinkSimulation

@Suite struct DetectionTests {
  private static func requirement(_ name: String, _ antennas: Int) throws -> DemodulationRequirement {
    try #require(try DemodulationRequirement.all(delayInterpolation: .nearestSample).first { $0.name == name && $0.antennas == antennas })
  }

  @Test(
    "TS 38.104 §8.4.2: preamble 32 of format 0 is missed at most once in a hundred times",
    arguments: ["PRACH format 0, AWGN, missed", "PRACH format 0, TDLC300-100 with 400 Hz, missed"], [2, 4, 8])
  func preambles(_ name: String, _ antennas: Int) throws {
    let requirement = try Self.requirement(name, antennas)
    guard case .missedPreamble(let link, let most) = requirement.test, let limit = requirement.limit else { return #expect(Bool(false)) }
    let missed = try LinkRun(seed: 11).missed(link, decibels: limit, DetectionRule(trials: 300, limit: most))
    #expect(missed.trials == 300 && missed.rate <= most)
    // Far below the limit it is missed nearly always: the noise is what it should be.
    let far = try LinkRun(seed: 11).missed(link, decibels: limit - 15, DetectionRule(trials: 100, limit: most))
    #expect(far.rate > 0.8)
  }

  @Test("TS 38.104 §8.4.1.1: noise alone gives a preamble in at most one of a thousand occasions", arguments: [2, 8])
  func falseAlarms(_ antennas: Int) throws {
    guard case .falsePreamble(let link, let most) = try Self.requirement("PRACH format 0, false alarm", antennas).test else {
      return #expect(Bool(false))
    }
    let alarms = try LinkRun(seed: 3).falseAlarms(link, DetectionRule(trials: 1500, limit: most))
    #expect(alarms.lowerBound() <= most && alarms.trials == 1500)
  }

  @Test("TS 38.104 §8.3: ACK and NACK come through at the ratios that are asked for, and silence is no ACK", arguments: [0, 1])
  func control(_ format: Int) throws {
    let requirement = try Self.requirement("PUCCH format \(format), TDLC300-100, missed ACK", 4)
    guard case .missedAcknowledgement(let link, _) = requirement.test, let limit = requirement.limit else { return #expect(Bool(false)) }
    let rule = DetectionRule(trials: 400, limit: 0.05)
    let run = LinkRun(seed: 5)
    #expect(try run.control(link, sending: true, decibels: limit, rule, isWrong: { $0 != true }).events <= 6)
    #expect(try run.control(link, sending: false, decibels: limit, rule, isWrong: { $0 == true }).events <= 3)
    #expect(try run.control(link, sending: nil, decibels: limit, rule, isWrong: { $0 == true }).events <= 8)
    #expect(try run.control(link, sending: true, decibels: limit - 20, rule, isWrong: { $0 != true }).events > 200)
  }

  @Test("TS 38.104 §8.3: the bands of a hop have the channel that the whole carrier has there")
  func bands() throws {
    guard case .missedAcknowledgement(let link, _) = try Self.requirement("PUCCH format 1, TDLC300-100, missed ACK", 2).test else {
      return #expect(Bool(false))
    }
    let carrier = link.configuration.carrier
    let ofdm = try OFDMConfiguration(carrier: carrier)
    var whole = try SampleChannel(ofdm, transmitAntennas: 1, receiveAntennas: 2)
    var grid = ResourceGrid(carrier)
    try PUCCHTransmitter(link.configuration).transmit(PUCCHControl(harqACK: BitSequence([true])), slot: 8, into: &grid)
    var received = ResourceGrid(carrier, portCount: 2)
    whole.begin(
      try ChannelRealization(
        link.channel, transmitAntennas: 1, receiveAntennas: 2, carrierFrequencyHz: 3.5e9, sampleRateHz: Double(ofdm.timing.sampleRate),
        seed: 3), noiseSeed: 1)
    _ = whole.send(grid, slot: 8)
    whole.flush()
    whole.receive(slot: 8, noiseVariance: 0, isLast: true, into: &received)
    var simulator = try ControlLinkSimulator(link)
    var seeds = SeededGenerator(seed: 1)
    try simulator.pass(true, slot: 8, link.realization(seed: 3), variance: 0, &seeds)
    var (error, power): (Float, Float) = (0, 0)
    for antenna in 0..<2 {
      for symbol in 0..<14 {
        for subcarrier in 0..<12 {
          let place = (symbol < 7 ? 0 : 12 * 272) + subcarrier
          error += (received[antenna, symbol, place] - simulator.received[antenna, symbol, place]).power
          power += received[antenna, symbol, place].power
        }
      }
    }
    #expect(error < 1e-3 * power && power > 0, "\(error / power)")
  }

  @Test("The number of threads changes nothing, and a limit that is certainly exceeded ends it early")
  func rules() throws {
    guard case .missedPreamble(let link, _) = try Self.requirement("PRACH format 0, AWGN, missed", 2).test else {
      return #expect(Bool(false))
    }
    let rule = DetectionRule(trials: 300, limit: 0.4)
    let results = try [1, 3].map { try LinkRun(seed: 9, threads: $0).missed(link, decibels: -18.5, rule) }
    #expect(results[0] == results[1] && results[0].events > 0)
    let early = try LinkRun(seed: 9).missed(link, decibels: -30, DetectionRule(trials: 5000, limit: 0.01))
    #expect(early.trials == DetectionRule.batch)
    #expect(DetectionRule(trials: 300, limit: 0.01).isMet(Proportion(events: 0, trials: 300)))
    #expect(!DetectionRule(trials: 300, limit: 0.01).isMet(Proportion(events: 0, trials: 298)))
    #expect(throws: ParameterError.self) { try LinkRun().missed(link, decibels: 0, DetectionRule(trials: 0, limit: 0.01)) }
  }

  @Test("What a detector or waveform cannot have is refused")
  func refusals() throws {
    let set = try PreambleSet(PreambleStructure(.format0, spacing: .hz1250), rootSequenceIndex: 22, zeroCorrelationZone: 1)
    func link(
      preamble: Int = 32, antennas: Int = 2, offset: Double = 0, delays: [Double] = [0], tolerance: Double = 1e-6, rate: Int = 1_920_000
    ) throws {
      _ = try PreambleLink(
        set, preamble: preamble, channel: .awgn, receiveAntennas: antennas, frequencyOffsetHz: offset, delays: delays,
        toleranceSeconds: tolerance, sampleRate: rate)
    }
    try link()
    #expect(throws: ParameterError.self) { try link(preamble: 64) }
    #expect(throws: ParameterError.self) { try link(antennas: 0) }
    #expect(throws: ParameterError.self) { try link(offset: .nan) }
    #expect(throws: ParameterError.self) { try link(delays: []) }
    #expect(throws: ParameterError.self) { try link(delays: [.infinity]) }
    #expect(throws: ParameterError.self) { try link(tolerance: 0) }
    #expect(throws: ParameterError.self) { try link(rate: 1000) }
    let carrier = try Carrier(numerology: .kHz30, gridSize: 24, cellIdentity: 0)
    let payload = try PUCCHConfiguration(
      carrier, .format2(blockCount: 1), firstSymbol: 0, symbolCount: 1, firstBlock: 0, identities: .init(rnti: 1))
    #expect(throws: ParameterError.self) { try ControlLink(payload, channel: .awgn, receiveAntennas: 2) }
  }
}
