import Base
import ChannelModels
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels

/// A preamble over a channel to a gNB's antennas (TS 38.104 §8.4): samples of the PRACH's own band.
public struct PreambleLink: Sendable, Hashable {
  public let set: PreambleSet
  /// The one that is sent.
  public let preamble: Int
  public let channel: ChannelModel
  public let receiveAntennas: Int
  public let frequencyOffsetHz: Double
  /// Of the arrival, in seconds: used in turn.
  public let delays: [Double]
  /// A preamble whose delay is wrong by more is missed.
  public let toleranceSeconds: Double
  /// Hz; the sequence is in its middle.
  public let sampleRate: Int

  /// - Parameters:
  ///   - delays: together with those of the channel within the prefix.
  /// - Throws: for what detector, waveform or channel cannot have.
  public init(
    _ set: PreambleSet, preamble: Int = 32, channel: ChannelModel, receiveAntennas: Int, frequencyOffsetHz: Double = 0,
    delays: [Double] = [0],
    toleranceSeconds: Double, sampleRate: Int
  ) throws(ParameterError) {
    guard !delays.isEmpty, delays.allSatisfy({ 0...1e-3 ~= $0 }) else {
      throw ParameterError("delays", delays, "one or more of 0 to 1 ms", "TS 38.104 §8.4.2")
    }
    guard toleranceSeconds > 0, toleranceSeconds.isFinite else {
      throw ParameterError("toleranceSeconds", toleranceSeconds, "it is above zero", "TS 38.104, table 8.4.2.1-1")
    }
    guard abs(frequencyOffsetHz) <= Double(set.structure.spacing.rawValue) else {
      throw ParameterError("frequencyOffsetHz", frequencyOffsetHz, "an offset is a subcarrier at most", "TS 38.104 §8.4.2")
    }
    self.set = set
    self.preamble = preamble
    self.channel = channel
    self.receiveAntennas = receiveAntennas
    self.frequencyOffsetHz = frequencyOffsetHz
    self.delays = delays
    self.toleranceSeconds = toleranceSeconds
    self.sampleRate = sampleRate
    _ = try set.frequencySequence(preamble)
    _ = try PreambleDetector(set, antennaCount: receiveAntennas)
    _ = try PreambleWaveform(set.structure, firstSubcarrier: firstSubcarrier, sampleRate: sampleRate)
    _ = try realization(seed: 0)
  }

  var firstSubcarrier: Int { -set.structure.length.rawValue / 2 }

  func realization(seed: UInt64) throws(ParameterError) -> ChannelRealization {
    try ChannelRealization(
      channel, transmitAntennas: 1, receiveAntennas: receiveAntennas, carrierFrequencyHz: 3.5e9, sampleRateHz: Double(sampleRate),
      seed: seed)
  }
}

/// Occasions of a preamble, one after the other. A thread has one of its own.
public struct PreambleLinkSimulator: ~Copyable {
  public let link: PreambleLink
  private var detector: PreambleDetector
  private var waveform: PreambleWaveform
  private let sequence: [Complex]
  private let count: Int
  private var sent: [Complex]
  private var filtered: [Complex]
  private var subcarriers: [Complex]

  public init(_ link: PreambleLink) throws(ParameterError) {
    let detector = try PreambleDetector(link.set, antennaCount: link.receiveAntennas)
    let waveform = try PreambleWaveform(link.set.structure, firstSubcarrier: link.firstSubcarrier, sampleRate: link.sampleRate)
    let sequence = try link.set.frequencySequence(link.preamble)
    let count = try waveform.count()
    self.link = link
    self.detector = detector
    self.waveform = waveform
    self.sequence = sequence
    self.count = count
    sent = [Complex](repeating: .zero, count: count + 64)
    filtered = [Complex](repeating: .zero, count: link.receiveAntennas * (count + 64))
    subcarriers = [Complex](
      repeating: .zero, count: link.receiveAntennas * link.set.structure.repetitionCount * link.set.structure.length.rawValue)
  }

  /// Whether a preamble is missed: another one or none is the strongest that was found, or its delay is wrong.
  /// - Parameters:
  ///   - number: of the occasion; with the seed it decides what happens.
  ///   - decibels: the preamble's power at a receive antenna to that of the noise in its subcarriers.
  public mutating func isMissed(occasion number: Int, seed: UInt64, decibels: Double) throws(ParameterError) -> Bool {
    var seeds = SeededGenerator(seed: seed, number: number)
    let delay = link.delays[number % link.delays.count]
    let length = link.set.structure.length.rawValue
    let spacing = Double(link.set.structure.spacing.rawValue)
    let delayed = sequence.enumerated().map { k, value in
      let angle = -2 * Double.pi * (Double(k) * spacing * delay).truncatingRemainder(dividingBy: 1)
      return value * Complex(Float(cos(angle)), Float(sin(angle)))
    }
    var modulation: ParameterError?
    sent.withUnsafeMutableBufferPointer { sent in
      do throws(ParameterError) {
        try waveform.modulate(
          delayed, amplitude: 1 / Float(length), into: UnsafeMutableBufferPointer(rebasing: sent[0..<count]))
      } catch { modulation = error }
      for index in count..<sent.count { sent[index] = .zero }
      let step = 2 * Double.pi * link.frequencyOffsetHz / Double(link.sampleRate)
      if step != 0 {
        for index in 0..<count {
          let angle = step * Double(index)
          sent[index] = sent[index] * Complex(Float(cos(angle)), Float(sin(angle)))
        }
      }
    }
    if let modulation { throw modulation }
    var filter = ChannelFilter(try link.realization(seed: seeds.next()))
    sent.withUnsafeBufferPointer { sent in filtered.withUnsafeMutableBufferPointer { filter.filter(sent, into: $0) } }
    let variance = Float(Double(waveform.sequenceCount) / Double(length) * Decibels.ratio(-decibels))
    let found = try detect(noiseSeed: seeds.next(), variance: variance, start: filter.latency)
    guard let best = found.first else { return true }
    return best.preamble != link.preamble || abs(best.delay - delay) > link.toleranceSeconds
  }

  /// Whether noise alone gives a preamble.
  public mutating func isFalseAlarm(occasion number: Int, seed: UInt64) throws(ParameterError) -> Bool {
    var seeds = SeededGenerator(seed: seed, number: number)
    for index in filtered.indices { filtered[index] = .zero }
    return try !detect(noiseSeed: seeds.next(), variance: 1, start: 0).isEmpty
  }

  /// - Parameter start: of the occasion in the antennas' samples.
  private mutating func detect(noiseSeed: UInt64, variance: Float, start: Int) throws(ParameterError) -> [PreambleDetection] {
    var noise = GaussianGenerator(seed: noiseSeed)
    filtered.withUnsafeMutableBufferPointer { noise.addNoise(variance: variance, to: $0) }
    let size = count + 64
    let each = subcarriers.count / link.receiveAntennas
    var failure: ParameterError?
    for antenna in 0..<link.receiveAntennas {
      filtered.withUnsafeBufferPointer { filtered in
        subcarriers.withUnsafeMutableBufferPointer { subcarriers in
          do throws(ParameterError) {
            try waveform.demodulate(
              UnsafeBufferPointer(rebasing: filtered[(antenna * size + start)..<(antenna * size + start + count)]),
              into: UnsafeMutableBufferPointer(rebasing: subcarriers[(antenna * each)..<((antenna + 1) * each)]))
          } catch { failure = error }
        }
      }
    }
    if let failure { throw failure }
    return try subcarriers.withUnsafeBufferPointer { subcarriers throws(ParameterError) in try detector.detect(subcarriers) }
  }
}
