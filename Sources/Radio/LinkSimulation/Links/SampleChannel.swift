import ChannelModels
import DSPKernels
import Foundation
import Modulation

/// A channel between grids: OFDM, fading, offsets of time and frequency, noise and OFDM again, sample by sample.
///
/// Slots that follow one another go through without a gap; in front of the others there is silence. What comes out of a slot is there when
/// the next one is sent, or when ``flush()`` sends silence, because its last samples are late.
public struct SampleChannel: ~Copyable {
  /// Offsets of the sender that the receiver does not know.
  public struct Offsets: Sendable, Hashable {
    public var frequencyHz: Double
    /// Samples by which everything arrives late.
    public var delaySamples: Int

    public init(frequencyHz: Double = 0, delaySamples: Int = 0) {
      self.frequencyHz = frequencyHz
      self.delaySamples = delaySamples
    }
  }

  public let timing: OFDMTiming
  public let transmitAntennas: Int
  public let receiveAntennas: Int
  private let offsets: Offsets
  private var modulator: OFDMModulator
  private var demodulator: OFDMDemodulator
  private var realization: ChannelRealization?
  private var filter: ChannelFilter?
  private var noise = GaussianGenerator(seed: 0)

  /// The slot that is under way, counted from the drop's start.
  private var pendingSlot: Int?
  /// [antenna][sample] of what came out and has not been received.
  private var pending: [Complex]
  private let capacity: Int
  private var pendingCount = 0
  /// Samples of the output that are to be dropped, because the filter is late.
  private var toDrop = 0
  private var sent: [Complex]
  private var filtered: [Complex]
  private var received: [Complex]

  /// - Parameters:
  ///   - windowAdvance: samples in front of the end of the prefix at which the receiver's transforms begin.
  /// - Throws: for antennas beyond 1 to 256, an offset of frequency beyond a subcarrier or of time beyond a prefix,
  ///   a window outside of the prefix.
  public init(
    _ configuration: OFDMConfiguration, transmitAntennas: Int, receiveAntennas: Int, offsets: Offsets = Offsets(), windowAdvance: Int = 0
  ) throws(ParameterError) {
    for (name, count) in [("transmitAntennas", transmitAntennas), ("receiveAntennas", receiveAntennas)]
    where !(1...ChannelRealization.maximumAntennas ~= count) {
      throw ParameterError(name, count, "a side has 1 to \(ChannelRealization.maximumAntennas) antennas", "TR 38.901 §7.3")
    }
    let timing = configuration.timing
    guard abs(offsets.frequencyHz) <= Double(timing.numerology.subcarrierSpacing) else {
      throw ParameterError("frequencyHz", offsets.frequencyHz, "an offset is a subcarrier at most", "TS 38.104 §6.5.1")
    }
    guard 0...timing.shortPrefix ~= offsets.delaySamples else {
      throw ParameterError("delaySamples", offsets.delaySamples, "a delay is within the prefix", "TS 38.211 §5.3.1")
    }
    let modulator = try OFDMModulator(configuration)
    let demodulator = try OFDMDemodulator(configuration, windowAdvance: windowAdvance)
    self.timing = timing
    self.transmitAntennas = transmitAntennas
    self.receiveAntennas = receiveAntennas
    self.offsets = offsets
    self.modulator = modulator
    self.demodulator = demodulator
    let slot = (0..<timing.numerology.slotsPerSubframe).map { timing.sampleCount(slot: $0) }.max() ?? 0
    capacity = 2 * slot + timing.shortPrefix
    pending = [Complex](repeating: .zero, count: receiveAntennas * capacity)
    sent = [Complex](repeating: .zero, count: transmitAntennas * slot)
    filtered = [Complex](repeating: .zero, count: receiveAntennas * slot)
    received = [Complex](repeating: .zero, count: receiveAntennas * slot)
  }

  /// Begins a drop.
  /// - Parameters:
  ///   - realization: between these antennas, of the OFDM's sample rate.
  ///   - noiseSeed: of the noise.
  public mutating func begin(_ realization: ChannelRealization, noiseSeed: UInt64) {
    precondition(realization.transmitAntennas == transmitAntennas && realization.receiveAntennas == receiveAntennas)
    precondition(realization.sampleRateHz == Double(timing.sampleRate))
    self.realization = realization
    noise = GaussianGenerator(seed: noiseSeed)
    pendingSlot = nil
    pendingCount = 0
    filter = nil
  }

  /// Sends a slot.
  /// - Parameters:
  ///   - grid: of the carrier, with a port for each transmit antenna.
  ///   - slot: counted from the drop's start, larger than the last one.
  /// - Returns: whether the slot before it can now be received.
  public mutating func send(_ grid: borrowing ResourceGrid, slot: Int) -> Bool {
    guard let realization else { return false }
    let isContinued = pendingSlot.map { $0 + 1 == slot } ?? false
    precondition(isContinued || pendingSlot == nil)
    if !isContinued {
      let filter = ChannelFilter(realization, startSeconds: Self.seconds(slot, timing))
      toDrop = filter.latency - offsets.delaySamples
      self.filter = consume filter
      pendingCount = 0
      if toDrop < 0 {
        append(zeros: -toDrop)
        toDrop = 0
      }
    }
    let count = timing.sampleCount(slot: slot)
    let numberInFrame = slot % timing.numerology.slotsPerFrame
    let (antennas, offsets, timing) = (transmitAntennas, offsets, timing)
    sent.withUnsafeMutableBufferPointer { sent in
      let samples = UnsafeMutableBufferPointer(rebasing: sent[0..<(antennas * count)])
      modulator.modulate(grid, slot: numberInFrame, into: samples)
      if offsets.frequencyHz != 0 { Self.turn(samples, count, Self.seconds(slot, timing), offsets.frequencyHz, timing) }
    }
    pass(count)
    defer { pendingSlot = slot }
    return isContinued
  }

  /// Sends silence until the last slot can be received.
  public mutating func flush() {
    guard let slot = pendingSlot else { return }
    let missing = timing.sampleCount(slot: slot) - pendingCount
    guard missing > 0 else { return }
    for index in 0..<(transmitAntennas * missing) { sent[index] = .zero }
    pass(missing)
  }

  /// What a slot's receiver gets: the grid behind its transforms, with noise.
  /// - Parameters:
  ///   - slot: the one that ``send(_:slot:)`` or ``flush()`` made ready.
  ///   - noiseVariance: of a resource element.
  ///   - isLast: whether no other slot has been sent behind it.
  public mutating func receive(slot: Int, noiseVariance: Float, isLast: Bool, into grid: inout ResourceGrid) {
    let count = timing.sampleCount(slot: slot)
    precondition(pendingCount >= count && grid.portCount == receiveAntennas)
    for antenna in 0..<receiveAntennas {
      let start = antenna * capacity
      for index in 0..<count { received[antenna * count + index] = pending[start + index] }
      // The rest belongs to the next slot.
      pending.withUnsafeMutableBufferPointer { pending in
        guard let base = pending.baseAddress else { return }
        (base + start).update(from: base + start + count, count: pendingCount - count)
      }
    }
    pendingCount -= count
    if isLast {
      pendingSlot = nil
      pendingCount = 0
    }
    received.withUnsafeMutableBufferPointer { received in
      let samples = UnsafeMutableBufferPointer(rebasing: received[0..<(receiveAntennas * count)])
      noise.addNoise(variance: noiseVariance, to: samples)
      demodulator.demodulate(UnsafeBufferPointer(samples), slot: slot % timing.numerology.slotsPerFrame, into: &grid)
    }
  }

  /// When a slot begins, from the drop's start.
  private static func seconds(_ slot: Int, _ timing: OFDMTiming) -> Double {
    let (subframe, rest) = slot.quotientAndRemainder(dividingBy: timing.numerology.slotsPerSubframe)
    return Double(subframe) * 1e-3 + Double(timing.start(slot: rest, symbol: 0)) / Double(timing.sampleRate)
  }

  /// Turns samples by an offset of frequency.
  private static func turn(
    _ samples: UnsafeMutableBufferPointer<Complex>, _ count: Int, _ seconds: Double, _ frequencyHz: Double, _ timing: OFDMTiming
  ) {
    let step = 2 * Double.pi * frequencyHz / Double(timing.sampleRate)
    let start = 2 * Double.pi * (frequencyHz * seconds).truncatingRemainder(dividingBy: 1)
    for index in samples.indices {
      let angle = start + step * Double(index % count)
      samples[index] = samples[index] * Complex(Float(cos(angle)), Float(sin(angle)))
    }
  }

  /// Samples in `sent` through the filter behind those that are pending.
  private mutating func pass(_ count: Int) {
    sent.withUnsafeBufferPointer { sent in
      filtered.withUnsafeMutableBufferPointer { filtered in
        filter?.filter(
          UnsafeBufferPointer(rebasing: sent[0..<(transmitAntennas * count)]),
          into: UnsafeMutableBufferPointer(rebasing: filtered[0..<(receiveAntennas * count)]))
      }
    }
    let dropped = min(toDrop, count)
    toDrop -= dropped
    let kept = count - dropped
    pending.withUnsafeMutableBufferPointer { pending in
      filtered.withUnsafeBufferPointer { filtered in
        guard let target = pending.baseAddress, let source = filtered.baseAddress else { return }
        for antenna in 0..<receiveAntennas {
          (target + antenna * capacity + pendingCount).update(from: source + antenna * count + dropped, count: kept)
        }
      }
    }
    pendingCount += kept
  }

  private mutating func append(zeros count: Int) {
    for antenna in 0..<receiveAntennas {
      for index in 0..<count { pending[antenna * capacity + pendingCount + index] = .zero }
    }
    pendingCount += count
  }
}
