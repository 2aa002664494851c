import ChannelCoding
import DSPKernels
import Modulation

/// Decodes SIB1 from grids of CORESET 0's resource blocks: the PDCCH with SI-RNTI, then its PDSCH.
///
/// What transmissions of one period of 160 ms leave undecoded is added up where they have the same size and rate (TS 38.331 §5.2.1).
public struct SystemInformationDecoder: ~Copyable {
  public let resources: InitialControlResources
  private let scrambling: PDCCHScrambling
  private let candidates: [PDCCHCandidate]
  private var receiver: PDCCHReceiver
  private var estimator: ChannelEstimator
  private var estimate: ChannelEstimate
  private var equalizer: LinearEqualizer
  /// Soft values of transport blocks that are not decoded.
  private var processes: [Process: (soft: [Int8], count: Int)] = [:]

  private struct Process: Hashable {
    var period: Int
    var transportBlockSize: Int
    var scheme: ModulationAndCodingScheme
  }

  /// A DCI with SI-RNTI that was found.
  public struct Detection: Sendable, Hashable {
    public let detection: PDCCHDetection
    public let format: DCIFormat1_0.SystemInformation
  }

  /// A transport block.
  public struct Reception: Sendable, Hashable {
    /// The message, with its padding.
    public let octets: [UInt8]
    /// Transmissions that were added up.
    public let transmissionCount: Int
    public let measurement: LayerMeasurement
  }

  /// - Throws: for a CORESET that there is not.
  public init(_ resources: InitialControlResources, antennas: Int = 1) throws(ParameterError) {
    let carrier = resources.carrier
    let scrambling = try PDCCHScrambling(kind: .common, cellIdentity: carrier.cellIdentity)
    let candidates = try resources.candidates()
    let receiver = try PDCCHReceiver(coreset: resources.coreset, carrier: carrier)
    let estimator = try ChannelEstimator(carrier: carrier, antennas: antennas, layers: 1)
    let estimate = try ChannelEstimate(layers: 1, antennas: antennas, subcarriers: carrier.subcarrierCount)
    let equalizer = try LinearEqualizer(layers: 1, antennas: antennas, subcarriers: carrier.subcarrierCount)
    self.resources = resources
    self.scrambling = scrambling
    self.candidates = candidates
    self.receiver = receiver
    self.estimator = estimator
    self.estimate = estimate
    self.equalizer = equalizer
  }

  /// Looks for DCIs of SIB1 in a slot of the monitoring occasions.
  /// - Throws: for a grid that is not of the CORESET's resource blocks.
  public mutating func detect(_ grid: ResourceGrid, slot: Int) throws(ParameterError) -> [Detection] {
    let found = try receiver.receive(
      grid, slot: slot, firstSymbol: resources.occasions.firstSymbol, scrambling: scrambling, candidates: candidates,
      payloadSizes: [resources.layout.size], rntis: [SystemInformationAssignment.rnti])
    var detections: [Detection] = []
    for detection in found {
      let format = try DCIFormat1_0(decoding: detection.payload, .systemInformation, resources.layout)
      // What repeats an element of a higher level decodes as that of a lower one, too.
      guard case .systemInformation(let format) = format, !format.isOtherSystemInformation,
        !detections.contains(where: { $0.format == format })
      else { continue }
      detections.append(Detection(detection: detection, format: format))
    }
    return detections
  }

  /// Decodes a PDSCH.
  /// - Parameters:
  ///   - grid: of the PDSCH's slot.
  ///   - slot: of the frame.
  /// - Returns: `nil` where its CRC does not hold.
  /// - Throws: for a grid that is not of the CORESET's resource blocks, and for what the assignment cannot have.
  public mutating func decode(
    _ grid: ResourceGrid, slot: Int, frame: Int, _ assignment: SystemInformationAssignment
  ) throws(ParameterError) -> Reception? {
    let mapping = try PDSCHMapping(assignment.configuration)
    let (symbols, noise) = try equalized(grid, slot: slot, mapping)
    var soft = try PDSCHReceiver(mapping).softValues(codeword: 0, layers: [symbols], noise: [noise])
    let code = try SharedChannelCode(
      transportBlockSize: assignment.transportBlockSize, codeRate: assignment.scheme.codeRate ?? 0)
    let transmission = SharedChannelTransmission(
      bitCount: soft.count, redundancyVersion: assignment.format.redundancyVersion, modulationOrder: assignment.scheme.order, layers: 1)
    let process = Process(period: frame >> 4, transportBlockSize: code.transportBlockSize, scheme: assignment.scheme)
    var (values, count) = processes[process] ?? ([Int8](repeating: 0, count: code.softBufferCount), 0)
    count += 1
    var decoder = try SharedChannelDecoder(code, maximumIterations: 20)
    let block = try Self.decode(&decoder, &soft, transmission, &values)
    guard let block else {
      processes[process] = (values, count)
      return nil
    }
    return Reception(octets: block.octets, transmissionCount: count, measurement: estimate.measurement(layer: 0))
  }

  private static func decode(
    _ decoder: inout SharedChannelDecoder, _ received: inout [Int8], _ transmission: SharedChannelTransmission, _ soft: inout [Int8]
  ) throws(ParameterError) -> BitSequence? {
    let count = received.count
    return try received.withUnsafeMutableBufferPointer { received throws(ParameterError) in
      try soft.withUnsafeMutableBufferPointer { soft throws(ParameterError) in
        try decoder.decode(UnsafeBufferPointer(rebasing: received[0..<count]), transmission, into: soft).transportBlock
      }
    }
  }

  /// The symbols of the PDSCH, and the variance of the noise of each.
  private mutating func equalized(
    _ grid: ResourceGrid, slot: Int, _ mapping: PDSCHMapping
  ) throws(ParameterError) -> (symbols: [Complex], noise: [Float]) {
    let references = try mapping.demodulationReferences(slot: slot)
    // Pairs of resource blocks may have a precoder of their own (TS 38.214 §5.1.2.3).
    var segments: [Range<Int>] = []
    for block in mapping.commonBlocks {
      if block & 1 == 1, let last = segments.last, last.upperBound == block {
        segments[segments.count - 1] = last.lowerBound..<(block + 1)
      } else {
        segments.append(block..<(block + 1))
      }
    }
    let layout = try PilotLayout(
      carrier: resources.carrier, symbolGroups: references.map { [$0.symbol] }, layers: [.typeOne(cdmGroup: 0)], segments: segments)
    let expected = references.flatMap(\.values)
    try expected.withUnsafeBufferPointer { expected throws(ParameterError) in
      try estimator.estimate(grid, layout, expected: expected, into: &estimate)
    }
    var places = [Int](repeating: 0, count: resources.carrier.subcarrierCount)
    for (place, block) in mapping.commonBlocks.enumerated() {
      for subcarrier in 0..<12 { places[12 * block + subcarrier] = 12 * place + subcarrier }
    }
    var symbols: [Complex] = []
    var noise: [Float] = []
    var row = [Complex](repeating: .zero, count: layout.subcarrierCount)
    for symbol in mapping.symbols where !symbol.data.isEmpty {
      try equalizer.prepare(estimate, symbol: symbol.index)
      try row.withUnsafeMutableBufferPointer { row throws(ParameterError) in
        try equalizer.equalize(grid, estimate, symbol: symbol.index, into: row)
      }
      let inverse = equalizer.inverseNoise(estimate, layer: 0)
      for subcarrier in mapping.dataSubcarriers[symbol.data] {
        let place = places[Int(subcarrier)]
        symbols.append(row[place])
        noise.append(1 / max(inverse[place], 1e-20))
      }
    }
    return (symbols, noise)
  }
}
