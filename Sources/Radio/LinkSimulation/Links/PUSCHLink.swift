import ChannelModels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals

/// A PUSCH over a channel to a gNB's antennas, with HARQ (TS 38.104 §8.2.1): what a link simulation is about.
public struct PUSCHLink: Sendable, Hashable {
  /// Antennas and layers.
  public struct Antennas: Sendable, Hashable {
    /// Of the UE.
    public var transmit: Int
    /// Of the gNB.
    public var receive: Int
    public var layers: Int
    /// The matrix of the codebook for 2 or 4 transmit antennas; nil for the first. Other numbers have a layer on each antenna.
    public var tpmi: Int?

    public init(transmit: Int = 1, receive: Int = 2, layers: Int = 1, tpmi: Int? = nil) {
      self.transmit = transmit
      self.receive = receive
      self.layers = layers
      self.tpmi = tpmi
    }
  }

  /// How a link goes on over time.
  public struct Schedule: Sendable, Hashable {
    public var pattern: TDDPattern
    /// Slots with a PUSCH in each drop.
    public var slotsPerDrop: Int
    /// Of the transmissions of a transport block.
    public var redundancyVersions: [Int]

    public init(pattern: TDDPattern = .sevenTwo, slotsPerDrop: Int = 20, redundancyVersions: [Int] = [0, 2, 3, 1]) {
      self.pattern = pattern
      self.slotsPerDrop = slotsPerDrop
      self.redundancyVersions = redundancyVersions
    }
  }

  public let channel: ChannelModel
  public let antennas: Antennas
  public let schedule: Schedule
  public let offsets: SampleChannel.Offsets
  public let configuration: PUSCHConfiguration
  public let ofdm: OFDMConfiguration
  public let code: SharedChannelCode
  /// Power of a resource element of all transmit antennas together; the channel's mean gain is 1.
  public let powerPerElement: Double
  /// What is done with delays between samples.
  public let delayInterpolation: DelayInterpolation
  /// Hz; the clustered delay lines depend on it.
  public let carrierFrequencyHz: Double

  /// - Parameters:
  ///   - configuration: its ports are the transmit antennas.
  ///   - scheme: modulation and target rate, the modulation that of the configuration.
  /// - Throws: for antennas that do not fit the configuration, a schedule without slots, offsets beyond the prefix, and
  ///   where the channel cannot have these antennas.
  public init(
    _ configuration: PUSCHConfiguration, scheme: ModulationAndCodingScheme, channel: ChannelModel, antennas: Antennas,
    schedule: Schedule = Schedule(), offsets: SampleChannel.Offsets = .init(), carrierFrequencyHz: Double = 3.5e9,
    delayInterpolation: DelayInterpolation = .windowedSinc
  ) throws(ParameterError) {
    guard configuration.portCount == antennas.transmit, configuration.layerCount == antennas.layers else {
      throw ParameterError(
        "antennas", antennas, "the PUSCH has \(configuration.portCount) ports and \(configuration.layerCount) layers", "TS 38.211 §6.3.1.5")
    }
    guard 1...10_000 ~= schedule.slotsPerDrop else {
      throw ParameterError("slotsPerDrop", schedule.slotsPerDrop, "a drop has 1 to 10000", "TS 38.104 §8.2.1")
    }
    guard !schedule.redundancyVersions.isEmpty, schedule.redundancyVersions.allSatisfy({ 0...3 ~= $0 }) else {
      throw ParameterError("redundancyVersions", schedule.redundancyVersions, "one or more of 0 to 3", "TS 38.212, table 5.4.2.1-2")
    }
    guard schedule.pattern.slots.contains(.uplink) else {
      throw ParameterError("pattern", schedule.pattern, "there is an uplink slot in the period", "TS 38.213 §11.1")
    }
    guard scheme.modulation == configuration.modulation, let rate = scheme.codeRate else {
      throw ParameterError("mcs", scheme.rate1024 ?? 0, "the index has a rate of its own", "TS 38.214 §6.1.4.1")
    }
    ofdm = try OFDMConfiguration(carrier: configuration.carrier)
    let size = try Self.transportBlockSize(configuration, scheme)
    code = try SharedChannelCode(transportBlockSize: size, codeRate: rate)
    switch configuration.precoding {
    case .identity: powerPerElement = Double(antennas.layers)
    case .codebook(let portCount, let tpmi):
      powerPerElement = try PUSCHCodebook.matrix(
        portCount: portCount, layerCount: antennas.layers, tpmi: tpmi, transformPrecoding: configuration.transformPrecoding != nil
      ).reduce(0) { $0 + Double($1.power) }
    }
    self.channel = channel
    self.antennas = antennas
    self.schedule = schedule
    self.offsets = offsets
    self.configuration = configuration
    self.carrierFrequencyHz = carrierFrequencyHz
    self.delayInterpolation = delayInterpolation
    // Says at once what a drop would say.
    _ = try realization(seed: 0)
    _ = try SampleChannel(ofdm, transmitAntennas: 1, receiveAntennas: 1, offsets: offsets)
  }

  /// The channel of a drop.
  func realization(seed: UInt64) throws(ParameterError) -> ChannelRealization {
    try ChannelRealization(
      channel, transmitAntennas: antennas.transmit, receiveAntennas: antennas.receive, carrierFrequencyHz: carrierFrequencyHz,
      sampleRateHz: Double(ofdm.timing.sampleRate), delayInterpolation: delayInterpolation, seed: seed)
  }

  /// Of a PUSCH without UCI (TS 38.214 §6.1.4.2).
  /// - Throws: as ``TransportBlockSize`` does.
  public static func transportBlockSize(
    _ configuration: PUSCHConfiguration, _ scheme: ModulationAndCodingScheme
  ) throws(ParameterError) -> Int {
    let demodulation = configuration.demodulation
    let symbols = try demodulation.symbols(configuration.time, isHopping: configuration.isHoppingInSlot)
    let elements = try TransportBlockSize.resourceElements(
      symbols: configuration.time.symbolCount, demodulation: symbols.count * (12 - demodulation.dataSubcarriers.nonzeroBitCount),
      resourceBlocks: configuration.resourceBlocks.count)
    return try TransportBlockSize.size(resourceElements: elements, scheme: scheme, layers: configuration.layerCount)
  }

  /// The noise of a resource element at a receive antenna where the signals of all layers together are so many decibels stronger.
  public func noiseVariance(decibels: Double) -> Float { Float(powerPerElement * Decibels.ratio(-decibels)) }
}

/// Decibels of a ratio of powers.
enum Decibels {
  static func ratio(_ decibels: Double) -> Double { pow(10, decibels / 10) }
}
