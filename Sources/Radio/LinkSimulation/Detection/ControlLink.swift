import Base
import ChannelCoding
import ChannelModels
import Modulation
import PhysicalChannels

/// A PUCCH of format 0 or 1 with one bit of HARQ-ACK over a channel to a gNB's antennas (TS 38.104 §8.3.2 and §8.3.3): samples of the bands
/// around its resource blocks, each with the channel that is there.
public struct ControlLink: Sendable, Hashable {
  public let configuration: PUCCHConfiguration
  public let channel: ChannelModel
  public let receiveAntennas: Int
  /// Of each band: two resource blocks, of which the PUCCH has the first.
  public let ofdm: OFDMConfiguration

  /// - Throws: for another format, a grid of another prefix, and for what receiver or channel cannot have.
  public init(_ configuration: PUCCHConfiguration, channel: ChannelModel, receiveAntennas: Int) throws(ParameterError) {
    let carrier = configuration.carrier
    self.configuration = configuration
    self.channel = channel
    self.receiveAntennas = receiveAntennas
    ofdm = try OFDMConfiguration(
      carrier: Carrier(
        numerology: carrier.numerology, cyclicPrefix: carrier.cyclicPrefix, gridSize: 2, cellIdentity: carrier.cellIdentity),
      transformSize: 128)
    _ = try PUCCHControlReceiver(configuration, antennaCount: receiveAntennas, harqACKCount: 1)
    _ = try realization(seed: 0)
  }

  /// The channel around the carrier's middle.
  func realization(seed: UInt64) throws(ParameterError) -> ChannelRealization {
    try ChannelRealization(
      channel, transmitAntennas: 1, receiveAntennas: receiveAntennas, carrierFrequencyHz: 3.5e9,
      sampleRateHz: Double(ofdm.timing.sampleRate), seed: seed)
  }

  /// The resource blocks, and how far the middle of the band around each lies from that of the carrier.
  var bands: [(block: Int, offsetHz: Double)] {
    let carrier = configuration.carrier
    return ([configuration.firstBlock] + (configuration.secondHopBlock.map { [$0] } ?? [])).map { block in
      (block, Double((12 * (block + 1) - 6 * carrier.gridSize) * carrier.numerology.subcarrierSpacing))
    }
  }
}

/// Slots of a PUCCH, each with a channel of its own. A thread has one of its own.
public struct ControlLinkSimulator: ~Copyable {
  public let link: ControlLink
  private let transmitter: PUCCHTransmitter
  private var receiver: PUCCHControlReceiver
  private var channel: SampleChannel
  private var sent: ResourceGrid
  private(set) var received: ResourceGrid
  private var sentBand: ResourceGrid
  private var receivedBand: ResourceGrid

  public init(_ link: ControlLink) throws(ParameterError) {
    let configuration = link.configuration
    let antennas = link.receiveAntennas
    let transmitter = try PUCCHTransmitter(configuration)
    let receiver = try PUCCHControlReceiver(configuration, antennaCount: antennas, harqACKCount: 1)
    let channel = try SampleChannel(link.ofdm, transmitAntennas: 1, receiveAntennas: antennas)
    self.link = link
    self.transmitter = transmitter
    self.receiver = receiver
    self.channel = channel
    sent = ResourceGrid(configuration.carrier)
    received = ResourceGrid(configuration.carrier, portCount: antennas)
    sentBand = ResourceGrid(link.ofdm.carrier)
    receivedBand = ResourceGrid(link.ofdm.carrier, portCount: antennas)
  }

  /// The bit that the gNB receives: nil where it finds that nothing was sent.
  /// - Parameters:
  ///   - bit: that is sent: true for ACK; nil for nothing.
  ///   - number: of the slot; with the seed it decides what happens.
  ///   - decibels: the power of a resource element of the PUCCH at a receive antenna to that of the noise.
  public mutating func receive(_ bit: Bool?, slot number: Int, seed: UInt64, decibels: Double) throws(ParameterError) -> Bool? {
    var seeds = SeededGenerator(seed: seed, number: number)
    let slot = number % link.configuration.carrier.numerology.slotsPerFrame
    try pass(bit, slot: slot, link.realization(seed: seeds.next()), variance: Float(Decibels.ratio(-decibels)), &seeds)
    guard case .control(let control) = try receiver.receive(received, slot: slot).outcome, control.harqACK.count == 1 else { return nil }
    return control.harqACK[0]
  }

  /// Makes what the antennas receive of the PUCCH's resource blocks.
  mutating func pass(
    _ bit: Bool?, slot: Int, _ realization: ChannelRealization, variance: Float, _ seeds: inout SeededGenerator
  ) throws(ParameterError) {
    sent.clear()
    if let bit { try transmitter.transmit(PUCCHControl(harqACK: BitSequence([bit])), slot: slot, into: &sent) }
    for (block, offsetHz) in link.bands {
      for symbol in 0..<sent.symbolCount {
        for subcarrier in 0..<12 { sentBand[0, symbol, subcarrier] = sent[0, symbol, 12 * block + subcarrier] }
      }
      channel.begin(realization.moved(byHz: offsetHz), noiseSeed: seeds.next())
      _ = channel.send(sentBand, slot: slot)
      channel.flush()
      channel.receive(slot: slot, noiseVariance: variance, isLast: true, into: &receivedBand)
      for antenna in 0..<link.receiveAntennas {
        for symbol in 0..<received.symbolCount {
          for subcarrier in 0..<12 { received[antenna, symbol, 12 * block + subcarrier] = receivedBand[antenna, symbol, subcarrier] }
        }
      }
    }
  }
}
