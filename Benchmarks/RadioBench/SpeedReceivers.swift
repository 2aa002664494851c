import ChannelCoding
import ChannelModels
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals

/// Receivers of a PUSCH in 273 resource blocks of a fading channel.
extension Speed {
  static let receivers: [(String, @Sendable (String) throws -> Kernel)] = [
    ("PUSCH 273 PRB 64QAM 4 ports 1 layer, CRC passing", { try uplink($0, layers: 1) }),
    ("PUSCH 273 PRB 64QAM 4 ports 1 layer, two workers", { try uplink($0, layers: 1, workers: 2) }),
    ("PUSCH 273 PRB 64QAM 4 ports 2 layers, CRC passing", { try uplink($0, layers: 2) }),
    ("DM-RS estimation 273 PRB 4 ports 1 layer", { try estimation($0, .tdla30, dopplerHz: 10, decibels: 13.5) }),
    ("DM-RS estimation, TDLB100-400 at -5.8 dB", { try estimation($0, .tdlb100, dopplerHz: 400, decibels: -5.8) }),
    ("DM-RS estimation, TDLC300-100 at 6.5 dB", { try estimation($0, .tdlc300, dopplerHz: 100, decibels: 6.5) }),
    ("DM-RS estimation, TDLC300-400 at 25 dB", { try estimation($0, .tdlc300, dopplerHz: 400, decibels: 25) }),
  ]

  private static let antennas = 4

  private static func carrier() throws -> Carrier { try Carrier(numerology: .kHz30, gridSize: 273, cellIdentity: 1) }

  private static func configuration(_ modulation: Constellation, layers: Int) throws -> PUSCHConfiguration {
    try PUSCHConfiguration(
      carrier: carrier(), resourceBlocks: Array(0..<273),
      time: SharedChannelTimeAllocation(.uplink, mappingType: .a, startSymbol: 0, symbolCount: 14),
      demodulation: SharedChannelDemodulationReferenceSignal(
        additionalPosition: 1, identity: 1, cdmGroupsWithoutData: 2, ports: Array(0..<layers)),
      modulation: modulation, rnti: 1, scrambling: PUSCHScrambling(rnti: 1, identity: 1))
  }

  /// What antennas receive of a grid.
  private static func received(
    _ sent: ResourceGrid, _ profile: TappedDelayLine.Profile, dopplerHz: Double, decibels: Double
  ) throws -> ResourceGrid {
    let carrier = try carrier()
    let line = try TappedDelayLine(profile, maximumDopplerHz: dopplerHz)
    let realization = try ChannelRealization(
      .tappedDelayLine(line), transmitAntennas: sent.portCount, receiveAntennas: antennas, carrierFrequencyHz: 3.5e9,
      sampleRateHz: 122.88e6, seed: 1)
    var response = try ChannelFrequencyResponse(realization, carrier)
    let links = UnsafeMutableBufferPointer<Complex>.allocate(capacity: response.count)
    defer { links.deallocate() }
    links.initialize(repeating: .zero)
    response.evaluate(slot: 0, into: links)
    var noise = Source(seed: 2)
    let deviation = Float((Double(sent.portCount) * pow(10, -decibels / 10) / 2).squareRoot())
    var grid = ResourceGrid(carrier, portCount: antennas)
    for antenna in 0..<antennas {
      for symbol in 0..<carrier.symbolsPerSlot {
        for subcarrier in 0..<carrier.subcarrierCount {
          var value = Complex(noise.gaussian(), noise.gaussian()) * deviation
          for port in 0..<sent.portCount {
            let row = (antenna * sent.portCount + port) * carrier.symbolsPerSlot + symbol
            value += links[row * carrier.subcarrierCount + subcarrier] * sent[port, symbol, subcarrier]
          }
          grid[antenna, symbol, subcarrier] = value
        }
      }
    }
    return grid
  }

  private static func uplink(_ name: String, layers: Int, workers: Int = 1) throws -> Kernel {
    let scheme = try MCSTable.qam64.scheme(20)
    let configuration = try configuration(scheme.modulation, layers: layers)
    let mapping = try PUSCHMapping(configuration)
    let size = try TransportBlockSize.size(
      resourceElements: mapping.dataElementCount, scheme: scheme, layers: layers)
    let plan = try PUSCHReceptionPlan(
      configuration, content: .ulSCH(SharedChannelCode(transportBlockSize: size, codeRate: scheme.codeRate ?? 0.5)))
    var source = Source(seed: 3)
    var encoder = PUSCHEncoder(plan.format)
    var sent = ResourceGrid(configuration.carrier, portCount: layers)
    try PUSCHTransmitter(configuration).transmit(encoder.encode(transportBlock: source.bits(size)), slot: 0, into: &sent)
    let grid = try received(sent, .tdla30, dopplerHz: 10, decibels: layers == 1 ? 13.5 : 25)
    let receiver = Box(
      try PUSCHReceiver(carrier: configuration.carrier, antennas: antennas, layers: layers, workers: Workers(count: workers)))
    let buffer = Box(HARQSoftBuffer())
    let first = try receiver.value.receive(grid, plan, slot: 0, buffer: &buffer.value)
    guard first.transportBlock != nil, let iterations = first.sharedChannel?.iterations else {
      throw ParameterError("decibels", name, "the transport block is wrong", "TS 38.212 §6.2")
    }
    let mean = Double(iterations.reduce(0, +)) / Double(iterations.count)
    return Kernel(name: name, count: 1, unit: "us", iterations: mean) {
      consumed(try receiver.value.receive(grid, plan, slot: 0, buffer: &buffer.value).sharedChannel?.iterations.count ?? 0)
    }
  }

  private static func estimation(
    _ name: String, _ profile: TappedDelayLine.Profile, dopplerHz: Double, decibels: Double
  ) throws -> Kernel {
    let carrier = try carrier()
    let layout = try PilotLayout(
      carrier: carrier, symbolGroups: [[2], [11]], layers: [.typeOne(cdmGroup: 0)], segments: [0..<carrier.gridSize])
    var sent = ResourceGrid(carrier, portCount: 1)
    var source = Source(seed: 3)
    for symbol in 0..<carrier.symbolsPerSlot {
      for subcarrier in 0..<carrier.subcarrierCount where ![2, 11].contains(symbol) || subcarrier % 2 == 0 {
        let bits = source.bits(2)
        sent[0, symbol, subcarrier] = Complex(bits[0] ? -0.7 : 0.7, bits[1] ? -0.7 : 0.7)
      }
    }
    let expected = UnsafeMutableBufferPointer<Complex>.allocate(capacity: layout.expectedCount)
    for index in expected.indices {
      expected.initializeElement(at: index, to: sent[0, index < layout.pilotCount ? 2 : 11, 2 * (index % layout.pilotCount)])
    }
    let grid = try received(sent, profile, dopplerHz: dopplerHz, decibels: decibels)
    let estimator = Box(try ChannelEstimator(carrier: carrier, antennas: antennas, layers: 1))
    let estimate = Box(try ChannelEstimate(layers: 1, antennas: antennas, subcarriers: carrier.subcarrierCount))
    return Kernel(name: name, count: 1, unit: "us") {
      try estimator.value.estimate(grid, layout, expected: UnsafeBufferPointer(expected), into: &estimate.value)
    }
  }
}
