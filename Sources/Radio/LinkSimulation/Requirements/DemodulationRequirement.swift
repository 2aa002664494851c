import ChannelModels
import Foundation
import Modulation
import PhysicalChannels

/// A row of the demodulation requirements of TS 38.104 §8 with a number of antennas: what has to be reached at a ratio of signal to noise.
public struct DemodulationRequirement: Sendable {
  public enum Test: Sendable {
    /// The lower bound of the throughput is at least that.
    case throughput(SharedChannelLink, atLeast: Double)
    /// Preambles are missed at most so often.
    case missedPreamble(PreambleLink, atMost: Double)
    /// An ACK is received as something else at most so often.
    case missedAcknowledgement(ControlLink, atMost: Double)
    /// A NACK is received as ACK at most so often.
    case falseAcknowledgement(ControlLink, atMost: Double)
    /// Noise alone gives a preamble at most so often, whatever its power.
    case falsePreamble(PreambleLink, atMost: Double)
    /// Noise alone gives an ACK at most so often, whatever its power.
    case discontinuousToAcknowledgement(ControlLink, atMost: Double)
  }

  /// Without the number of antennas, which a table has beside it.
  public let name: String
  /// Of the gNB.
  public let antennas: Int
  /// The ratio at which it has to be reached, in decibels; nil where it does not depend on the ratio.
  public let limit: Double?
  /// Decibels by which it has to be reached earlier than that.
  public let neededMargin: Double
  public let test: Test

  /// All rows, those of a name one behind the other by antennas.
  /// - Parameter delayInterpolation: of the shared channels.
  /// - Throws: never for the values that stand here.
  public static func all(delayInterpolation: DelayInterpolation = .windowedSinc) throws(ParameterError) -> [DemodulationRequirement] {
    try sharedChannel(delayInterpolation) + preambles() + control()
  }

  /// Of each row the fewest antennas, for a quick look.
  public static func some(_ all: [DemodulationRequirement]) -> [DemodulationRequirement] { all.filter { $0.antennas == 2 } }

  private static let antennaCounts = [2, 4, 8]

  /// TS 38.104 §8.2.1: 100 MHz of 30 kHz, DM-RS on symbols 2 and 11.
  private static func sharedChannel(_ delayInterpolation: DelayInterpolation) throws(ParameterError) -> [DemodulationRequirement] {
    let rows: [(channel: String, mcs: Int, code: String, layers: Int, limits: [Double])] = [
      ("tdlb100-400", 2, "QPSK 193/1024", 1, [-2.8, -5.8, -8.7]), ("tdlc300-100", 16, "16QAM 658/1024", 1, [10.2, 6.5, 3.2]),
      ("tdla30-10", 20, "64QAM 567/1024", 1, [13.0, 9.0, 5.8]), ("tdlb100-400", 2, "QPSK 193/1024", 2, [1.4, -2.2, -5.2]),
      ("tdlc300-100", 16, "16QAM 658/1024", 2, [19.2, 11.6, 7.1]),
    ]
    var requirements: [DemodulationRequirement] = []
    for row in rows {
      for (antennas, limit) in zip(antennaCounts, row.limits) {
        var options = SharedChannelLinkOptions()
        options.channel = row.channel
        options.mcs = row.mcs
        options.antennas = .init(transmit: row.layers, receive: antennas, layers: row.layers)
        options.delayInterpolation = delayInterpolation
        requirements.append(
          DemodulationRequirement(
            name: "PUSCH \(row.channel.uppercased()) \(row.code), \(row.layers) layer\(row.layers > 1 ? "s" : "")", antennas: antennas,
            limit: limit, neededMargin: row.layers == 1 ? 1 : 0, test: .throughput(try options.link(), atLeast: 0.7)))
      }
    }
    return requirements
  }

  /// TS 38.104 §8.4.2 with the preambles of table A.6-1: format 0, sequence 22, N_CS 13, preamble 32.
  private static func preambles() throws(ParameterError) -> [DemodulationRequirement] {
    let set = try PreambleSet(PreambleStructure(.format0, spacing: .hz1250), rootSequenceIndex: 22, zeroCorrelationZone: 1)
    let steps = (0..<10).map { Double($0) * 1e-7 }
    // The base of the delays is half of N_CS without fading.
    let base = Double(set.cyclicShiftSpacing) / 2 / (Double(set.structure.length.rawValue) * Double(set.structure.spacing.rawValue))
    var requirements: [DemodulationRequirement] = []
    for (antennas, limit) in zip(antennaCounts, [-14.5, -16.7, -18.9]) {
      let link = try PreambleLink(
        set, channel: .awgn, receiveAntennas: antennas, delays: steps.map { base + $0 }, toleranceSeconds: 1.04e-6, sampleRate: 1_920_000)
      requirements.append(
        DemodulationRequirement(
          name: "PRACH format 0, AWGN, missed", antennas: antennas, limit: limit, neededMargin: 0,
          test: .missedPreamble(link, atMost: 0.01)))
    }
    for (antennas, limit) in zip(antennaCounts, [-6.6, -11.9, -15.8]) {
      let link = try PreambleLink(
        set, channel: .tappedDelayLine(TappedDelayLine(.tdlc300, maximumDopplerHz: 100)), receiveAntennas: antennas,
        frequencyOffsetHz: 400, delays: steps, toleranceSeconds: 2.55e-6, sampleRate: 1_920_000)
      requirements.append(
        DemodulationRequirement(
          name: "PRACH format 0, TDLC300-100 with 400 Hz, missed", antennas: antennas, limit: limit, neededMargin: 0,
          test: .missedPreamble(link, atMost: 0.01)))
    }
    for antennas in antennaCounts {
      let link = try PreambleLink(set, channel: .awgn, receiveAntennas: antennas, toleranceSeconds: 1.04e-6, sampleRate: 1_920_000)
      requirements.append(
        DemodulationRequirement(
          name: "PRACH format 0, false alarm", antennas: antennas, limit: nil, neededMargin: 0,
          test: .falsePreamble(link, atMost: 0.001)))
    }
    return requirements
  }

  /// TS 38.104 §8.3.2 and §8.3.3: one bit, hopping between the carrier's first and last resource block.
  private static func control() throws(ParameterError) -> [DemodulationRequirement] {
    let carrier = try Carrier(numerology: .kHz30, gridSize: 273, cellIdentity: 0)
    let channel = ChannelModel.tappedDelayLine(try TappedDelayLine(.tdlc300, maximumDopplerHz: 100))
    let formats = [
      try PUCCHConfiguration(
        carrier, .format0(initialCyclicShift: 0), firstSymbol: 12, symbolCount: 2, firstBlock: 0, secondHopBlock: 272),
      try PUCCHConfiguration(
        carrier, .format1(initialCyclicShift: 0, timeDomainOCC: 0), firstSymbol: 0, symbolCount: 14, firstBlock: 0, secondHopBlock: 272),
    ]
    func row(_ name: String, _ format: Int, _ antennas: Int, _ limit: Double?, _ make: (ControlLink) -> Test) throws(ParameterError)
      -> DemodulationRequirement
    {
      let link = try ControlLink(formats[format], channel: channel, receiveAntennas: antennas)
      return DemodulationRequirement(
        name: "PUCCH format \(format), \(name)", antennas: antennas, limit: limit, neededMargin: 0, test: make(link))
    }
    var requirements: [DemodulationRequirement] = []
    for (antennas, limit) in zip(antennaCounts, [3.5, -0.8, -3.9]) {
      requirements.append(try row("TDLC300-100, missed ACK", 0, antennas, limit) { .missedAcknowledgement($0, atMost: 0.01) })
    }
    for (antennas, limit) in zip(antennaCounts, [-4.2, -8.3, -11.4]) {
      requirements.append(try row("TDLC300-100, missed ACK", 1, antennas, limit) { .missedAcknowledgement($0, atMost: 0.01) })
    }
    for (antennas, limit) in zip(antennaCounts, [-3.5, -8.0, -11.3]) {
      requirements.append(try row("TDLC300-100, NACK to ACK", 1, antennas, limit) { .falseAcknowledgement($0, atMost: 0.001) })
    }
    for format in formats.indices {
      for antennas in antennaCounts {
        requirements.append(try row("DTX to ACK", format, antennas, nil) { .discontinuousToAcknowledgement($0, atMost: 0.01) })
      }
    }
    return requirements
  }
}
