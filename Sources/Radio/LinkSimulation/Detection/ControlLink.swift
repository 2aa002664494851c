import Base
import ChannelCoding
import ChannelModels
import Modulation
import PhysicalChannels

/// A PUCCH of format 0 or 1 with one bit of HARQ-ACK over a channel to a gNB's antennas (TS 38.104 §8.3.2 and §8.3.3).
public struct ControlLink: Sendable, Hashable {
  public let configuration: PUCCHConfiguration
  public let channel: ChannelModel
  public let receiveAntennas: Int
  public let ofdm: OFDMConfiguration
  public let delayInterpolation: DelayInterpolation

  /// - Throws: for another format, and for what receiver or channel cannot have.
  public init(
    _ configuration: PUCCHConfiguration, channel: ChannelModel, receiveAntennas: Int, delayInterpolation: DelayInterpolation = .windowedSinc
  ) throws(ParameterError) {
    self.configuration = configuration
    self.channel = channel
    self.receiveAntennas = receiveAntennas
    self.delayInterpolation = delayInterpolation
    ofdm = try OFDMConfiguration(carrier: configuration.carrier)
    _ = try PUCCHControlReceiver(configuration, antennaCount: receiveAntennas, harqACKCount: 1)
    _ = try realization(seed: 0)
  }

  func realization(seed: UInt64) throws(ParameterError) -> ChannelRealization {
    try ChannelRealization(
      channel, transmitAntennas: 1, receiveAntennas: receiveAntennas, carrierFrequencyHz: 3.5e9,
      sampleRateHz: Double(ofdm.timing.sampleRate), delayInterpolation: delayInterpolation, seed: seed)
  }
}

/// Slots of a PUCCH, each with a channel of its own. A thread has one of its own.
public struct ControlLinkSimulator: ~Copyable {
  public let link: ControlLink
  private let transmitter: PUCCHTransmitter
  private var receiver: PUCCHControlReceiver
  private var channel: SampleChannel
  private var sent: ResourceGrid
  private var received: ResourceGrid

  public init(_ link: ControlLink) throws(ParameterError) {
    let configuration = link.configuration
    let antennas = link.receiveAntennas
    let transmitter = try PUCCHTransmitter(configuration)
    let receiver = try PUCCHControlReceiver(configuration, antennaCount: antennas, harqACKCount: 1)
    let channel = try SampleChannel(
      link.ofdm, transmitAntennas: 1, receiveAntennas: antennas, windowAdvance: link.ofdm.timing.shortPrefix / 16)
    self.link = link
    self.transmitter = transmitter
    self.receiver = receiver
    self.channel = channel
    sent = ResourceGrid(configuration.carrier)
    received = ResourceGrid(configuration.carrier, portCount: antennas)
  }

  /// The bit that the gNB receives: nil where it finds that nothing was sent.
  /// - Parameters:
  ///   - bit: that is sent: true for ACK; nil for nothing.
  ///   - number: of the slot; with the seed it decides what happens.
  ///   - decibels: the power of a resource element of the PUCCH at a receive antenna to that of the noise.
  public mutating func receive(_ bit: Bool?, slot number: Int, seed: UInt64, decibels: Double) throws(ParameterError) -> Bool? {
    var seeds = SeededGenerator(seed: seed, number: number)
    let slot = number % link.configuration.carrier.numerology.slotsPerFrame
    sent.clear()
    if let bit { try transmitter.transmit(PUCCHControl(harqACK: BitSequence([bit])), slot: slot, into: &sent) }
    channel.begin(try link.realization(seed: seeds.next()), noiseSeed: seeds.next())
    _ = channel.send(sent, slot: slot)
    channel.flush()
    channel.receive(slot: slot, noiseVariance: Float(Decibels.ratio(-decibels)), isLast: true, into: &received)
    guard case .control(let control) = try receiver.receive(received, slot: slot).outcome, control.harqACK.count == 1 else { return nil }
    return control.harqACK[0]
  }
}
