import DSPKernels
import Foundation
import Modulation
import ReferenceSignals

/// Frequency hopping of a PUSCH with repetition type A (TS 38.214 §6.3.1).
public enum PUSCHFrequencyHopping: Sendable, Hashable {
  case none
  /// The second half of the symbols stands `offset` resource blocks (RB_offset) higher, modulo the bandwidth part.
  case intraSlot(offset: Int)
  /// All symbols of slots ⌊n_s / interval⌋ that are odd do; `interval` is N_FH with bundled DM-RS, and 1 without.
  case interSlot(offset: Int, interval: Int = 1)
}

/// How layers become antenna ports (TS 38.211 §6.3.1.5).
public enum PUSCHPrecoding: Sendable, Hashable {
  /// Each layer has a port of its own: non-codebook based transmission, and one layer on one port.
  case identity
  /// A matrix of the codebook for 2 or 4 ports.
  case codebook(portCount: Int, tpmi: Int)
}

/// PT-RS of a PUSCH without transform precoding, and which of its DM-RS ports have them.
public struct PUSCHPhaseTracking: Sendable, Hashable {
  public var signal: PhaseTrackingReferenceSignal
  /// One or two of the PUSCH's DM-RS ports.
  public var ports: [Int]
  /// β_PT-RS: the amplitude to that of a layer's data.
  public var amplitude: Float

  public init(signal: PhaseTrackingReferenceSignal, ports: [Int], amplitude: Float = 1) {
    self.signal = signal
    self.ports = ports
    self.amplitude = amplitude
  }

  /// Which coherence the power of PT-RS counts with.
  public enum Coherence: Sendable, Hashable, CaseIterable {
    case full
    case partial
    /// Also for non-codebook based transmission.
    case none
  }

  /// β_PT-RS by `ptrs-Power` (TS 38.214, table 6.2.3.1-3).
  /// - Parameters:
  ///   - power: 0 or 1 for p00 and p01.
  ///   - portCount: Q_p, 1 or 2.
  /// - Throws: for other values than these and more than 4 layers.
  public static func amplitude(power: Int, layers: Int, portCount: Int, coherence: Coherence) throws(ParameterError) -> Float {
    let clause = "TS 38.214, table 6.2.3.1-3"
    guard 0...1 ~= power else { throw ParameterError("power", power, "ptrs-Power is p00 or p01", clause) }
    guard 1...4 ~= layers else { throw ParameterError("layers", layers, "a PUSCH has 1 to 4 layers", clause) }
    guard 1...2 ~= portCount else { throw ParameterError("portCount", portCount, "there are one or two PT-RS ports", clause) }
    let whole = [0, 3, 4.77, 6][layers - 1]
    let each = Double(3 * portCount - 3)
    let decibels: Double =
      switch (power, layers, coherence) {
      case (1, _, _), (_, 1, _), (_, _, .full): whole
      case (_, 4, .partial): each + 3
      default: each
      }
    return Float(pow(10, decibels / 20))
  }
}

/// The reference signals of a PUSCH with transform precoding.
public struct PUSCHTransformPrecoding: Sendable, Hashable {
  /// The sequences of DM-RS; their places are in the configuration's `demodulation`.
  public var demodulation: TransformPrecodedDMRS
  /// PT-RS samples, or nil without.
  public var phaseTracking: TransformPrecodedPTRS?

  public init(demodulation: TransformPrecodedDMRS, phaseTracking: TransformPrecodedPTRS? = nil) {
    self.demodulation = demodulation
    self.phaseTracking = phaseTracking
  }
}

/// A PUSCH: where it stands and how it is sent (TS 38.211 §6.3.1, TS 38.214 §6).
public struct PUSCHConfiguration: Sendable, Hashable {
  /// The grid that it stands in, and its numerology.
  public let carrier: Carrier
  /// The uplink bandwidth part that resource blocks are counted in.
  public let bandwidthPart: BandwidthPart
  /// The physical resource blocks of the bandwidth part, ascending, by resource allocation type 0 or 1; without a second hop's offset.
  public let resourceBlocks: [Int]
  public let hopping: PUSCHFrequencyHopping
  /// Symbols and mapping type.
  public let time: SharedChannelTimeAllocation
  /// DM-RS: places, ports (in the order of the layers) and, without transform precoding, sequences.
  public let demodulation: SharedChannelDemodulationReferenceSignal
  /// Its reference signals with transform precoding; nil for CP-OFDM.
  public let transformPrecoding: PUSCHTransformPrecoding?
  /// PT-RS without transform precoding, or nil.
  public let phaseTracking: PUSCHPhaseTracking?
  public let modulation: Constellation
  public let precoding: PUSCHPrecoding
  /// n_RNTI.
  public let rnti: UInt16
  public let scrambling: PUSCHScrambling

  /// - Throws: for what the standard does not have: an allocation outside of the bandwidth part or this outside of the carrier; hopping of
  ///   resource blocks that are not contiguous, or out of the bandwidth part; transform precoding with more than one layer, DM-RS of type 2, data
  ///   beside DM-RS, or a number of resource blocks with another factor than 2, 3 and 5; π/2-BPSK without it; PT-RS ports that are not the PUSCH's.
  public init(
    carrier: Carrier, bandwidthPart: BandwidthPart? = nil, resourceBlocks: [Int],
    hopping: PUSCHFrequencyHopping = .none, time: SharedChannelTimeAllocation, demodulation: SharedChannelDemodulationReferenceSignal,
    transformPrecoding: PUSCHTransformPrecoding? = nil, phaseTracking: PUSCHPhaseTracking? = nil, modulation: Constellation,
    precoding: PUSCHPrecoding = .identity, rnti: UInt16, scrambling: PUSCHScrambling
  ) throws(ParameterError) {
    // A part of another carrier has perhaps no place in this one.
    let part = try BandwidthPart(
      start: bandwidthPart?.start ?? carrier.gridStart, size: bandwidthPart?.size ?? carrier.gridSize, of: carrier)
    let size = part.size
    guard let first = resourceBlocks.first, let last = resourceBlocks.last, first >= 0, last < size,
      zip(resourceBlocks, resourceBlocks.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw ParameterError(
        "resourceBlocks", resourceBlocks.count, "a PUSCH has ascending resource blocks of its bandwidth part", "TS 38.214 §6.1.2.2")
    }
    guard time.channel == .uplink, time.cyclicPrefix == carrier.cyclicPrefix else {
      throw ParameterError("time", time, "a PUSCH has an uplink allocation with the carrier's cyclic prefix", "TS 38.214 §6.1.2.1")
    }
    try Self.check(hopping, resourceBlocks, bandwidthPartSize: size)
    guard 1...4 ~= demodulation.ports.count else {
      throw ParameterError("ports", demodulation.ports, "a PUSCH has 1 to 4 layers", "TS 38.211 §6.3.1.3")
    }
    switch modulation {
    case .bpsk, .qam1024:
      throw ParameterError("modulation", modulation, "a PUSCH does not have it", "TS 38.211, table 6.3.1.2-1")
    case .piHalfBPSK where transformPrecoding == nil:
      throw ParameterError("modulation", modulation, "π/2-BPSK is there only with transform precoding", "TS 38.211, table 6.3.1.2-1")
    default: break
    }
    if transformPrecoding != nil {
      try Self.checkTransform(resourceBlocks, demodulation)
      guard phaseTracking == nil else {
        throw ParameterError(
          "phaseTracking", "\(demodulation.ports)", "with transform precoding it has PT-RS of its own", "TS 38.211 §6.4.1.2")
      }
    }
    if let phaseTracking {
      guard 1...2 ~= phaseTracking.ports.count, Set(phaseTracking.ports).count == phaseTracking.ports.count,
        Set(phaseTracking.ports).isSubset(of: demodulation.ports)
      else {
        throw ParameterError("ports", phaseTracking.ports, "one or two of the DM-RS ports have PT-RS", "TS 38.214 §6.2.3.1")
      }
    }
    self.carrier = carrier
    self.bandwidthPart = part
    self.resourceBlocks = resourceBlocks
    self.hopping = hopping
    self.time = time
    self.demodulation = demodulation
    self.transformPrecoding = transformPrecoding
    self.phaseTracking = phaseTracking
    self.modulation = modulation
    self.precoding = precoding
    self.rnti = rnti
    self.scrambling = scrambling
  }

  /// υ.
  public var layerCount: Int { demodulation.ports.count }

  /// ρ: antenna ports.
  public var portCount: Int {
    switch precoding {
    case .identity: layerCount
    case .codebook(let portCount, _): portCount
    }
  }

  /// Whether both halves of the symbols have resource blocks of their own.
  public var isHoppingInSlot: Bool {
    if case .intraSlot = hopping { true } else { false }
  }

  /// W, row by row.
  public func precodingMatrix() throws(ParameterError) -> [Complex] {
    switch precoding {
    case .identity:
      return (0..<(layerCount * layerCount)).map { $0 % (layerCount + 1) == 0 ? Complex(1, 0) : .zero }
    case .codebook(let portCount, let tpmi):
      return try PUSCHCodebook.matrix(
        portCount: portCount, layerCount: layerCount, tpmi: tpmi, transformPrecoding: transformPrecoding != nil)
    }
  }

  /// The resource blocks of the bandwidth part that the other hop has.
  var hoppedBlocks: [Int] {
    switch hopping {
    case .none: resourceBlocks
    case .intraSlot(let offset), .interSlot(let offset, _):
      resourceBlocks.map { block in (resourceBlocks[0] + offset) % bandwidthPart.size + block - resourceBlocks[0] }
    }
  }

  private static func check(
    _ hopping: PUSCHFrequencyHopping, _ resourceBlocks: [Int], bandwidthPartSize: Int
  ) throws(ParameterError) {
    let clause = "TS 38.214 §6.3.1"
    let offset: Int
    switch hopping {
    case .none: return
    case .intraSlot(let value): offset = value
    case .interSlot(let value, let interval):
      guard 1...20 ~= interval else { throw ParameterError("interval", interval, "N_FH is 1 to 20", clause) }
      offset = value
    }
    guard 0..<bandwidthPartSize ~= offset else {
      throw ParameterError("offset", offset, "an offset of hops is within the bandwidth part", clause)
    }
    guard resourceBlocks[resourceBlocks.count - 1] - resourceBlocks[0] == resourceBlocks.count - 1 else {
      throw ParameterError("resourceBlocks", resourceBlocks, "only allocations of type 1 hop", clause)
    }
    let second = (resourceBlocks[0] + offset) % bandwidthPartSize
    guard second + resourceBlocks.count <= bandwidthPartSize else {
      throw ParameterError("offset", offset, "the second hop ends beyond the bandwidth part", clause)
    }
  }

  private static func checkTransform(
    _ resourceBlocks: [Int], _ demodulation: SharedChannelDemodulationReferenceSignal
  ) throws(ParameterError) {
    var count = resourceBlocks.count
    for factor in [2, 3, 5] { while count % factor == 0 { count /= factor } }
    guard count == 1, resourceBlocks[resourceBlocks.count - 1] - resourceBlocks[0] == resourceBlocks.count - 1 else {
      throw ParameterError(
        "resourceBlocks", resourceBlocks.count, "transform precoding has 2^a · 3^b · 5^c contiguous resource blocks", "TS 38.211 §6.3.1.4")
    }
    guard demodulation.ports.count == 1 else {
      throw ParameterError("ports", demodulation.ports, "transform precoding has one layer", "TS 38.211 §6.3.1.4")
    }
    guard demodulation.configurationType == .one, demodulation.cdmGroupsWithoutData == 2 else {
      throw ParameterError(
        "demodulation", demodulation.configurationType, "with transform precoding DM-RS are of type 1, without data beside them",
        "TS 38.214 §6.2.2")
    }
  }
}
