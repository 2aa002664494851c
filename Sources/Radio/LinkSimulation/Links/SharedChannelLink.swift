import ChannelModels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals

/// A PUSCH or a PDSCH over a channel, with HARQ (TS 38.104 §8.2.1, TS 38.101-4 §5.2): what a link simulation is about.
public struct SharedChannelLink: Sendable, Hashable {
  /// Antennas and layers.
  public struct Antennas: Sendable, Hashable {
    /// Of the side that sends: the UE's for a PUSCH, the gNB's for a PDSCH.
    public var transmit: Int
    /// Of the other side.
    public var receive: Int
    public var layers: Int

    public init(transmit: Int = 1, receive: Int = 2, layers: Int = 1) {
      self.transmit = transmit
      self.receive = receive
      self.layers = layers
    }
  }

  /// What takes the layers of a PDSCH to the gNB's antennas.
  public enum Precoding: Sendable, Hashable {
    /// Each layer has an antenna of its own.
    case identity
    /// In each slot a matrix, for all resource blocks, each as likely as the others (TS 38.101-4 §5.2.2).
    case randomMatrix(TypeICodebook)
  }

  /// What is sent.
  public enum Signal: Sendable, Hashable {
    case pusch(PUSCHConfiguration)
    case pdsch(PDSCHConfiguration, Precoding)
  }

  /// How a link goes on over time.
  public struct Schedule: Sendable, Hashable {
    public var pattern: TDDPattern
    /// Slots in which something is sent, of each drop.
    public var slotsPerDrop: Int
    /// Of the transmissions of a transport block.
    public var redundancyVersions: [Int]

    public init(pattern: TDDPattern = .sevenTwo, slotsPerDrop: Int = 20, redundancyVersions: [Int] = [0, 2, 3, 1]) {
      self.pattern = pattern
      self.slotsPerDrop = slotsPerDrop
      self.redundancyVersions = redundancyVersions
    }
  }

  public let signal: Signal
  public let channel: ChannelModel
  public let antennas: Antennas
  public let schedule: Schedule
  public let offsets: SampleChannel.Offsets
  public let ofdm: OFDMConfiguration
  /// Of each codeword.
  public let codes: [SharedChannelCode]
  /// Power of a resource element of all transmit antennas together; the channel's mean gain is 1.
  public let powerPerElement: Double
  /// What is done with delays between samples.
  public let delayInterpolation: DelayInterpolation
  /// Hz; the clustered delay lines depend on it.
  public let carrierFrequencyHz: Double

  /// - Parameters:
  ///   - signal: its ports are the transmit antennas.
  ///   - scheme: modulation and target rate of each codeword, the modulation that of the configuration.
  /// - Throws: for antennas that do not fit the configuration, a schedule without slots, offsets beyond the prefix, and
  ///   where the channel cannot have these antennas.
  public init(
    _ signal: Signal, scheme: ModulationAndCodingScheme, channel: ChannelModel, antennas: Antennas, schedule: Schedule = Schedule(),
    offsets: SampleChannel.Offsets = .init(), carrierFrequencyHz: Double = 3.5e9, delayInterpolation: DelayInterpolation = .windowedSinc
  ) throws(ParameterError) {
    let size = signal.antennas
    guard size.ports == antennas.transmit, size.layers == antennas.layers else {
      throw ParameterError(
        "antennas", antennas, "what is sent has \(size.ports) ports and \(size.layers) layers", "TS 38.211 §6.3.1.5 and §7.3.1.4")
    }
    guard 1...10_000 ~= schedule.slotsPerDrop else {
      throw ParameterError("slotsPerDrop", schedule.slotsPerDrop, "a drop has 1 to 10000", "TS 38.104 §8.2.1")
    }
    guard !schedule.redundancyVersions.isEmpty, schedule.redundancyVersions.allSatisfy({ 0...3 ~= $0 }) else {
      throw ParameterError("redundancyVersions", schedule.redundancyVersions, "one or more of 0 to 3", "TS 38.212, table 5.4.2.1-2")
    }
    guard schedule.pattern.slots.contains(signal.slots) else {
      throw ParameterError(
        "pattern", schedule.pattern, "there is a slot of the \(signal.direction.rawValue) in the period", "TS 38.213 §11.1")
    }
    guard let rate = scheme.codeRate else {
      throw ParameterError("mcs", scheme.modulation, "the index has a rate of its own", "TS 38.214 §5.1.3.1 and §6.1.4.1")
    }
    ofdm = try OFDMConfiguration(carrier: signal.carrier)
    var codes: [SharedChannelCode] = []
    for size in try signal.transportBlockSizes(scheme) { codes.append(try SharedChannelCode(transportBlockSize: size, codeRate: rate)) }
    self.codes = codes
    powerPerElement = try signal.powerPerElement()
    self.signal = signal
    self.channel = channel
    self.antennas = antennas
    self.schedule = schedule
    self.offsets = offsets
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

  /// Bits that all codewords of a slot carry.
  public var bitsPerSlot: Int { codes.reduce(0) { $0 + $1.transportBlockSize } }

  /// The noise of a resource element at a receive antenna where the signals of all layers together are so many decibels stronger.
  public func noiseVariance(decibels: Double) -> Float { Float(powerPerElement * Decibels.ratio(-decibels)) }
}

extension SharedChannelLink.Signal {
  public var direction: LinkDirection {
    switch self {
    case .pusch: .uplink
    case .pdsch: .downlink
    }
  }

  public var carrier: Carrier {
    switch self {
    case .pusch(let configuration): configuration.carrier
    case .pdsch(let configuration, _): configuration.carrier
    }
  }

  /// The slots of a period that have it.
  public var slots: TDDPattern.Slot { direction == .uplink ? .uplink : .downlink }

  var antennas: (ports: Int, layers: Int) {
    switch self {
    case .pusch(let configuration): (configuration.portCount, configuration.layerCount)
    case .pdsch(let configuration, .identity): (configuration.layers.layerCount, configuration.layers.layerCount)
    case .pdsch(let configuration, .randomMatrix(let codebook)): (codebook.array.portCount, configuration.layers.layerCount)
    }
  }

  /// Of all antennas together.
  func powerPerElement() throws(ParameterError) -> Double {
    switch self {
    case .pusch(let configuration): try configuration.precodingMatrix().reduce(0) { $0 + Double($1.power) }
    case .pdsch(let configuration, .identity): Double(configuration.layers.layerCount)
    case .pdsch(_, .randomMatrix): 1
    }
  }

  /// Of each codeword, without UCI (TS 38.214 §5.1.3.2 and §6.1.4.2).
  /// - Throws: as ``TransportBlockSize`` does.
  func transportBlockSizes(_ scheme: ModulationAndCodingScheme) throws(ParameterError) -> [Int] {
    switch self {
    case .pusch(let configuration):
      guard scheme.modulation == configuration.modulation else {
        throw ParameterError("mcs", scheme.modulation, "the PUSCH has \(configuration.modulation)", "TS 38.214 §6.1.4.1")
      }
      let demodulation = configuration.demodulation
      let symbols = try demodulation.symbols(configuration.time, isHopping: configuration.isHoppingInSlot)
      let elements = try TransportBlockSize.resourceElements(
        symbols: configuration.time.symbolCount, demodulation: symbols.count * (12 - demodulation.dataSubcarriers.nonzeroBitCount),
        resourceBlocks: configuration.resourceBlocks.count)
      return [try TransportBlockSize.size(resourceElements: elements, scheme: scheme, layers: configuration.layerCount)]
    case .pdsch(let configuration, _):
      var sizes: [Int] = []
      for codeword in configuration.modulations.indices {
        sizes.append(try configuration.transportBlockSize(codeword: codeword, scheme: scheme))
      }
      return sizes
    }
  }
}

/// Decibels of a ratio of powers.
enum Decibels {
  static func ratio(_ decibels: Double) -> Double { pow(10, decibels / 10) }
}
