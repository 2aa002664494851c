import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// What came of a PDSCH in a slot.
public struct PDSCHReception: Sendable, Hashable {
  /// Of each codeword.
  public var codewords: [SharedChannelReception] = []
  public var measurement = SharedChannelMeasurement()

  public init() {}
}

/// Receives PDSCHs: from the grids of a slot's antennas to transport blocks and measurements (TS 38.211 §7.3.1, TS 38.212 §7.2).
///
/// It has memory for slots of one carrier; one thread uses it at a time. A PDSCH is described by its ``PDSCHReceptionPlan``, soft values of a
/// HARQ process are in the caller's ``HARQSoftBuffer``. It knows nothing of channel, precoding, noise, delays and offsets but what it measures.
public struct PDSCHReceiver: ~Copyable {
  public let carrier: Carrier
  /// Of the LDPC decoder.
  public let maximumIterations: Int
  private var demodulator: SharedChannelDemodulator
  private var decoders: SharedChannelDecoders

  /// - Parameters:
  ///   - antennas: the most that a grid has, 1 to 4096.
  ///   - layers: the most that a PDSCH has, 1 to 8.
  ///   - workers: threads that share the code blocks of a transport block.
  /// - Throws: beyond these, and without an iteration.
  public init(
    carrier: Carrier, antennas: Int, layers: Int = 8, maximumIterations: Int = 12, workers: Workers = Workers(),
    instructionSet: InstructionSet = .fastest
  ) throws(ParameterError) {
    guard maximumIterations >= 1 else {
      throw ParameterError("maximumIterations", maximumIterations, "a decoder has an iteration at least", "TS 38.212 §5.3.2")
    }
    self.init(
      try SharedChannelDemodulator(carrier: carrier, antennas: antennas, layers: layers, instructionSet: instructionSet), maximumIterations,
      workers)
  }

  private init(_ demodulator: consuming SharedChannelDemodulator, _ maximumIterations: Int, _ workers: Workers) {
    carrier = demodulator.carrier
    self.maximumIterations = maximumIterations
    decoders = SharedChannelDecoders(
      maximumIterations: maximumIterations, workers: workers, instructionSet: demodulator.instructionSet)
    self.demodulator = demodulator
  }

  /// What is said of a codeword's transmission.
  public struct Transmission: Sendable, Hashable {
    /// rv_id.
    public var redundancyVersion: Int
    /// Whether it is a transport block's first one; otherwise it is combined with what the buffer has.
    public var isNewData: Bool

    public init(redundancyVersion: Int = 0, isNewData: Bool = true) {
      self.redundancyVersion = redundancyVersion
      self.isNewData = isNewData
    }
  }

  /// Receives a PDSCH of one codeword.
  /// - Parameters:
  ///   - grid: what was received in a slot, by antenna.
  ///   - slot: the slot's number in its frame.
  ///   - buffer: of the HARQ process.
  /// - Throws: for a plan of another carrier or with two codewords, a slot that a frame does not have, a grid of another size, with more
  ///   antennas than there is memory for, or with numbers in DM-RS that are not finite or above 1e9, and for a retransmission of another
  ///   transport block than the one before.
  public mutating func receive(
    _ grid: borrowing ResourceGrid, _ plan: PDSCHReceptionPlan, slot: Int, _ transmission: Transmission = Transmission(),
    buffer: inout HARQSoftBuffer
  ) throws(ParameterError) -> PDSCHReception {
    guard plan.codewords.count == 1 else {
      throw ParameterError("plan", plan.codewords.count, "one buffer is for one codeword", "TS 38.211, table 7.3.1.3-1")
    }
    var reception = try demodulate(grid, plan, slot: slot)
    try decode(plan, codeword: 0, transmission, buffer: &buffer, into: &reception)
    return reception
  }

  /// Receives a PDSCH of two codewords; as ``receive(_:_:slot:_:buffer:)``.
  /// - Parameters:
  ///   - buffer: of the HARQ process for the first codeword.
  ///   - secondBuffer: for the second one.
  public mutating func receive(
    _ grid: borrowing ResourceGrid, _ plan: PDSCHReceptionPlan, slot: Int, _ first: Transmission, _ second: Transmission,
    buffer: inout HARQSoftBuffer, secondBuffer: inout HARQSoftBuffer
  ) throws(ParameterError) -> PDSCHReception {
    guard plan.codewords.count == 2 else {
      throw ParameterError("plan", plan.codewords.count, "two buffers are for two codewords", "TS 38.211, table 7.3.1.3-1")
    }
    var reception = try demodulate(grid, plan, slot: slot)
    try decode(plan, codeword: 0, first, buffer: &buffer, into: &reception)
    try decode(plan, codeword: 1, second, buffer: &secondBuffer, into: &reception)
    return reception
  }

  /// Soft values of all codewords, one behind the other.
  private mutating func demodulate(
    _ grid: borrowing ResourceGrid, _ plan: PDSCHReceptionPlan, slot: Int
  ) throws(ParameterError) -> PDSCHReception {
    let configuration = plan.configuration
    guard configuration.carrier == carrier else {
      throw ParameterError("plan", configuration.carrier, "the memory is for another carrier", "TS 38.211 §4.4.2")
    }
    guard configuration.layers.layerCount <= demodulator.maximumLayers else {
      throw ParameterError(
        "plan", configuration.layers.layerCount, "there is memory for \(demodulator.maximumLayers) layers", "TS 38.211 §7.3.1.3")
    }
    try plan.mapping.check(slot)
    let counts = plan.codewords.indices.map { plan.mapping.bitCount(codeword: $0) }
    demodulator.reserve(counts.reduce(0, +))
    try writeExpected(plan, slot: slot)
    try demodulator.estimateChannel(grid, plan.layout)
    var reception = PDSCHReception()
    reception.measurement.add(demodulator.estimate, share: 1)
    let isTurned = try trackPhase(grid, plan, slot: slot)
    var starts = [0, counts[0]]
    for (index, symbol) in plan.mapping.symbols.enumerated() where !symbol.data.isEmpty {
      try demodulator.equalize(grid, symbol: symbol.index)
      plan.places.withUnsafeBufferPointer { places in
        for codeword in plan.codewords.indices {
          starts[codeword] += demodulator.demap(
            UnsafeBufferPointer(rebasing: places[symbol.data]), layers: configuration.layers.layers(codeword: codeword),
            symbol: symbol.index, isWhole: plan.isWhole[index], isTurned: isTurned, plan.demappers[codeword], at: starts[codeword])
        }
      }
    }
    reception.measurement.equalizedSignalToNoise = (0..<configuration.layers.layerCount).map { demodulator.signalToNoise($0) }
    return reception
  }

  private func writeExpected(_ plan: PDSCHReceptionPlan, slot: Int) throws(ParameterError) {
    let configuration = plan.configuration
    let blocks = plan.mapping.commonBlocks.map { $0 - configuration.referenceBlock }
    var start = 0
    for port in configuration.demodulation.ports {
      for symbol in plan.mapping.symbols {
        guard let reference = symbol.demodulation else { continue }
        try configuration.demodulation.write(
          port: port, symbol: reference, slot: slot, cyclicPrefix: carrier.cyclicPrefix, resourceBlocks: blocks,
          into: UnsafeMutableBufferPointer(rebasing: demodulator.expected[start..<(start + plan.layout.pilotCount)]))
        start += plan.layout.pilotCount
      }
    }
  }

  /// Measures the phase in the symbols with PT-RS against the channel estimate, which all layers share.
  /// - Returns: whether there are PT-RS.
  private mutating func trackPhase(
    _ grid: borrowing ResourceGrid, _ plan: PDSCHReceptionPlan, slot: Int
  ) throws(ParameterError) -> Bool {
    let configuration = plan.configuration
    guard let tracking = configuration.phaseTracking, let layer = configuration.demodulation.ports.firstIndex(of: tracking.port) else {
      return false
    }
    let references = try plan.mapping.phaseTrackingReferences(slot: slot)
    var track = PhaseTrack()
    for symbol in plan.mapping.symbols {
      if symbol.demodulation != nil {
        track.addEstimated(symbol.index)
      } else if let reference = references.first(where: { $0.symbol == symbol.index }) {
        try demodulator.equalize(grid, symbol: symbol.index)
        track.add(
          symbol.index, likeness: demodulator.likeness(layer, at: reference.subcarriers.lazy.map { plan.place($0) }, reference.values))
      }
    }
    for layer in 0..<configuration.layers.layerCount {
      demodulator.turnBack(layer, symbols: plan.mapping.symbols.lazy.map(\.index), track)
    }
    return true
  }

  private mutating func decode(
    _ plan: PDSCHReceptionPlan, codeword: Int, _ sent: Transmission, buffer: inout HARQSoftBuffer, into reception: inout PDSCHReception
  ) throws(ParameterError) {
    let configuration = plan.configuration
    let count = plan.mapping.bitCount(codeword: codeword)
    let start = codeword == 0 ? 0 : plan.mapping.bitCount(codeword: 0)
    let soft = UnsafeMutableBufferPointer(rebasing: demodulator.soft[start..<(start + count)])
    plan.scrambling[codeword].withUnsafeBufferPointer {
      SoftBits.flipSigns(soft, $0, instructionSet: demodulator.instructionSet)
    }
    let transmission = SharedChannelTransmission(
      bitCount: count, redundancyVersion: sent.redundancyVersion, modulationOrder: configuration.modulations[codeword].order,
      layers: configuration.layers.layers(codeword: codeword).count, codeBlocks: plan.codewords[codeword].codeBlocks)
    let code = plan.codewords[codeword].code
    try code.check(transmission)
    let values = try buffer.values(code, isNew: sent.isNewData)
    reception.codewords.append(try decoders.decode(code, UnsafeBufferPointer(soft), transmission, into: values))
  }
}
