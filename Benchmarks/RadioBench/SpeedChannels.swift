import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals

/// Whole channels, and what takes the time in them.
extension Speed {
  static let channels: [(String, @Sendable (String) throws -> Kernel)] = [
    ("precoding 273 PRB 4x4, port elements", { precoding($0) }),
    ("equaliser 2 layers x 4 ports, layer elements", { equaliser($0, correlation: 0, .solve) }),
    ("equaliser 2 layers x 4 ports, correlated noise", { equaliser($0, correlation: 1, .solve) }),
    ("equaliser 2 layers x 4 ports, known weights", { equaliser($0, correlation: 1, .apply) }),
    ("PDSCH 270 PRB 256QAM 1 layer", { try sharedChannel($0, layers: 1) }),
    ("PDSCH 270 PRB 256QAM 2 layers", { try sharedChannel($0, layers: 2) }),
    ("PDSCH 270 PRB 256QAM 4 layers", { try sharedChannel($0, layers: 4) }),
    ("PDSCH 270 PRB 256QAM 4 layers, two workers", { try sharedChannel($0, layers: 4, workers: 2) }),
    ("PRACH B4 64 preambles 4 ports", { try randomAccess($0) }),
    ("PUCCH format 0, 4 ports", { try control($0, .format0(initialCyclicShift: 0)) }),
    ("PUCCH format 1, 4 ports", { try control($0, .format1(initialCyclicShift: 0, timeDomainOCC: 0)) }),
    ("PUCCH format 2, 4 ports", { try payload($0) }),
  ]

  private static func memory<Value>(_ count: Int, _ value: () -> Value) -> UnsafeMutablePointer<Value> {
    let memory = UnsafeMutablePointer<Value>.allocate(capacity: count)
    for index in 0..<count { (memory + index).initialize(to: value()) }
    return memory
  }

  private static func precoding(_ name: String) -> Kernel {
    let count = 12 * 273
    var source = Source(seed: 1)
    let layers = memory(4 * count) { Complex(source.gaussian(), source.gaussian()) }
    let ports = memory(4 * count) { Complex.zero }
    let weights = (0..<16).map { _ in Complex(source.gaussian(), source.gaussian()) * 1e-3 }
    return Kernel(name: name, count: Double(4 * count), unit: "Melement/s", operations: Double(count * 16 * 8)) {
      Precoding.add(
        layers, layerPitch: count, layerCount: 4, weights: weights, to: ports, portPitch: count, portCount: 4, count: count)
    }
  }

  private enum Equalizing {
    case solve
    case apply
  }

  private static func equaliser(_ name: String, correlation: Float, _ equalizing: Equalizing) -> Kernel {
    let (layers, antennas, count) = (2, 4, 12 * 273)
    let workspace = Box(EqualizerWorkspace(layers: layers, antennas: antennas, subcarriers: count))
    var source = Source(seed: 1)
    let channel = memory(2 * layers * antennas * EqualizerWorkspace.pitch(subcarriers: count)) { source.gaussian() }
    let inverse = memory(antennas * antennas) { Complex.zero }
    for place in 0..<(antennas * antennas) { inverse[place] = Complex(place % (antennas + 1) == 0 ? 10 : correlation, 0) }
    let received = memory(antennas * count) { Complex(source.gaussian(), source.gaussian()) }
    let symbols = memory(layers * count) { Complex.zero }
    let phases = memory(layers) { Complex(1, 0) }
    workspace.value.begin(layers: layers, antennas: antennas, channel: channel)
    workspace.value.makeWeights(inverse: inverse, first: 0, count: count)
    return Kernel(name: name, count: Double(layers * count), unit: "Melement/s") {
      switch equalizing {
      case .solve:
        workspace.value.solve(
          inverse: inverse, first: 0, count: count, received: { UnsafePointer(received + $0 * count) }, phases: phases,
          symbols: { symbols + $0 * count })
      case .apply:
        workspace.value.apply(
          first: 0, count: count, received: { UnsafePointer(received + $0 * count) }, phases: phases, symbols: { symbols + $0 * count })
      }
    }
  }

  private static func sharedChannel(_ name: String, layers: Int, workers: Int = 1) throws -> Kernel {
    let carrier = try Carrier(numerology: .kHz30, gridSize: 273, cellIdentity: 1)
    let configuration = try PDSCHConfiguration(
      carrier: carrier, virtualBlocks: Array(0..<270),
      time: SharedChannelTimeAllocation(.downlink, mappingType: .a, startSymbol: 0, symbolCount: 14),
      demodulation: SharedChannelDemodulationReferenceSignal(identity: 1, cdmGroupsWithoutData: 2, ports: Array(0..<layers)),
      modulations: [.qam256], rnti: 1, scramblingIdentity: 1)
    let scheme = try MCSTable.qam256.scheme(27)
    var source = Source(seed: 1)
    let block = PDSCHTransportBlock(
      bits: source.bits(try configuration.transportBlockSize(scheme: scheme)), codeRate: scheme.codeRate ?? 0.9)
    let processor = Box(try PDSCHProcessor(PDSCHTransmitter(configuration), workers: Workers(count: workers)))
    let grid = Box(ResourceGrid(carrier, portCount: layers))
    return Kernel(name: name, count: 1, unit: "us") { try processor.value.process([block], slot: 0, into: &grid.value) }
  }

  private static func randomAccess(_ name: String) throws -> Kernel {
    let set = try PreambleSet(PreambleStructure(.b4, spacing: .kHz30), rootSequenceIndex: 0, zeroCorrelationZone: 14)
    let detector = Box(try PreambleDetector(set, antennaCount: 4))
    var source = Source(seed: 1)
    let (length, repetitions) = (set.structure.length.rawValue, set.structure.repetitionCount)
    let preamble = try set.frequencySequence(0)
    let values = (0..<(4 * repetitions * length)).map { preamble[$0 % length] * 0.1 + Complex(source.gaussian(), source.gaussian()) }
    return Kernel(name: name, count: 1, unit: "us") {
      consumed(try values.withUnsafeBufferPointer { try detector.value.detect($0).count })
    }
  }

  private static func control(_ name: String, _ format: PUCCHConfiguration.Format) throws -> Kernel {
    let carrier = try Carrier(numerology: .kHz30, gridSize: 51, cellIdentity: 0)
    let isShort = format.number == 0
    let configuration = try PUCCHConfiguration(
      carrier, format, firstSymbol: isShort ? 13 : 0, symbolCount: isShort ? 1 : 14, firstBlock: 0, secondHopBlock: isShort ? nil : 50)
    let receiver = Box(try PUCCHControlReceiver(configuration, antennaCount: 4, harqACKCount: 1))
    let grid = noise(carrier)
    return Kernel(name: name, count: 1, unit: "us") { consumed(Int(try receiver.value.receive(grid, slot: 0).noisePower)) }
  }

  private static func payload(_ name: String) throws -> Kernel {
    let carrier = try Carrier(numerology: .kHz30, gridSize: 51, cellIdentity: 0)
    let configuration = try PUCCHConfiguration(carrier, .format2(blockCount: 1), firstSymbol: 12, symbolCount: 2, firstBlock: 0)
    let receiver = Box(try PUCCHPayloadReceiver(configuration, PUCCHPayloadSizes(harqACK: 4), codeRate: 80, antennaCount: 4))
    let grid = noise(carrier)
    return Kernel(name: name, count: 1, unit: "us") { consumed(Int(try receiver.value.receive(grid, slot: 0).noisePower)) }
  }

  private static func noise(_ carrier: Carrier) -> ResourceGrid {
    var source = Source(seed: 1)
    var grid = ResourceGrid(carrier, portCount: 4)
    grid.withMutableElements { for index in $0.indices { $0[index] = Complex(source.gaussian(), source.gaussian()) } }
    return grid
  }
}
