import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// What a receiver knows of a PUSCH before it comes: made once for a configuration, a content and UCI, used for every slot.
public struct PUSCHReceptionPlan: Sendable {
  /// Its elements and its configuration.
  public let mapping: PUSCHMapping
  /// Its coding; where the size of CSI part 2 follows from part 1, without bits of part 2.
  public let format: PUSCHFormat

  let control: PUSCHControl?
  let csiPart2BitCount: (@Sendable (BitSequence) -> Int)?
  let demapper: SoftDemapper
  /// c(i), 64 bits in each word.
  let scrambling: [UInt64]
  /// Of each layer the place of its PT-RS in `PUSCHPhaseTracking/ports`.
  let trackedPorts: [Int]
  /// By which set of resource blocks a slot begins with.
  private let parts: [[Part]]

  /// Symbols with the same resource blocks.
  struct Part: Sendable {
    /// Which of the two sets of resource blocks.
    var hop: Int
    var layout: PilotLayout
    var symbols: [PUSCHMapping.Symbol]
  }

  /// - Parameters:
  ///   - content: a transport block's code, or nothing.
  ///   - control: UCI. Where part 2 of CSI has a size that follows from part 1, `hasCSIPart2` without bits of part 2.
  ///   - csiPart2BitCount: the size of CSI part 2, 0 to 1706 bits, by the bits of part 1.
  /// - Throws: where reference signals do not fit the allocation, or UCI does not fit the PUSCH.
  public init(
    _ configuration: PUSCHConfiguration, content: PUSCHContent, control: PUSCHControl? = nil,
    csiPart2BitCount: (@Sendable (BitSequence) -> Int)? = nil
  ) throws(ParameterError) {
    let mapping = try PUSCHMapping(configuration)
    guard csiPart2BitCount == nil || control?.sizes.hasCSIPart2 == true && control?.sizes.csiPart2 == 0 else {
      throw ParameterError(
        "control", control?.sizes.csiPart2 ?? 0, "CSI part 2 has a size of its own or one that follows from part 1", "TS 38.212 §6.3.2.1.2")
    }
    self.mapping = mapping
    format = try PUSCHFormat(mapping.elements, content: content, control: control)
    self.control = control
    self.csiPart2BitCount = csiPart2BitCount
    demapper = SoftDemapper(configuration.modulation)
    scrambling = GoldSequence.words(configuration.scrambling.initial, bits: mapping.elements.bitCount)
    trackedPorts = try Self.trackedPorts(configuration)
    var parts: [[Part]] = []
    switch configuration.hopping {
    case .none: parts = [[try Self.part(mapping, hop: 0, mapping.symbols)]]
    case .interSlot: for hop in 0...1 { parts.append([try Self.part(mapping, hop: hop, mapping.symbols)]) }
    case .intraSlot:
      parts = [[]]
      for hop in 0...1 { parts[0].append(try Self.part(mapping, hop: hop, mapping.symbols.filter { $0.hop == hop })) }
    }
    self.parts = parts
  }

  public var configuration: PUSCHConfiguration { mapping.configuration }

  /// The parts of a slot that have resource blocks of their own.
  func parts(slot: Int) -> [Part] {
    guard case .interSlot = configuration.hopping, let symbol = mapping.symbols.first else { return parts[0] }
    return parts[mapping.hop(symbol, slot: slot)]
  }

  private static func part(_ mapping: PUSCHMapping, hop: Int, _ symbols: [PUSCHMapping.Symbol]) throws(ParameterError) -> Part {
    let configuration = mapping.configuration
    let demodulation = configuration.demodulation
    let blocks = mapping.blocks[hop].map { $0 - configuration.carrier.gridStart }
    let layout = try PilotLayout(
      carrier: configuration.carrier, symbolGroups: PilotLayout.groups(symbols.compactMap(\.demodulation)),
      layers: demodulation.ports.map { PilotPattern(demodulation, port: $0) }, segments: PilotLayout.segments(blocks))
    return Part(hop: hop, layout: layout, symbols: symbols)
  }

  /// A PT-RS tells the phase of antenna ports that share an oscillator: the even ones, or the odd ones (TS 38.214 §6.2.3.1).
  private static func trackedPorts(_ configuration: PUSCHConfiguration) throws(ParameterError) -> [Int] {
    let layers = configuration.layerCount
    guard let tracking = configuration.phaseTracking, tracking.ports.count > 1 else { return [Int](repeating: 0, count: layers) }
    let weights = try configuration.precodingMatrix()
    func parity(_ layer: Int) -> Int { (0..<configuration.portCount).first { weights[$0 * layers + layer] != .zero }.map { $0 & 1 } ?? 0 }
    let tracked = tracking.ports.compactMap { configuration.demodulation.ports.firstIndex(of: $0) }
    return (0..<layers).map { layer in
      tracked.firstIndex(of: layer) ?? tracked.firstIndex { parity($0) == parity(layer) } ?? 0
    }
  }
}
