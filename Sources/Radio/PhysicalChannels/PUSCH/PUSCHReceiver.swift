import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// Receives PUSCHs: from the grids of a slot's antennas to transport block, UCI and measurements (TS 38.211 §6.3.1, TS 38.212 §6.2 and §6.3.2).
///
/// It has memory for slots of one carrier and for what a PUSCH with so many antennas and layers needs; one thread uses it at a time. A PUSCH
/// is described by its ``PUSCHReceptionPlan``, soft values of a HARQ process are in the caller's ``HARQSoftBuffer``. It knows nothing of
/// channel, noise, delays and offsets but what it measures.
public struct PUSCHReceiver: ~Copyable {
  public let carrier: Carrier
  /// Of the LDPC decoder.
  public let maximumIterations: Int
  var demodulator: SharedChannelDemodulator
  var precoder: TransformPrecoder?
  private var decoders: SharedChannelDecoders
  private let instructionSet: InstructionSet

  /// - Parameters:
  ///   - antennas: the most that a grid has, 1 to 4096.
  ///   - layers: the most that a PUSCH has, 1 to 4.
  ///   - workers: threads that share the code blocks of a transport block.
  /// - Throws: beyond these, and without an iteration.
  public init(
    carrier: Carrier, antennas: Int, layers: Int = 4, maximumIterations: Int = 12, workers: Workers = Workers(),
    instructionSet: InstructionSet = .fastest
  ) throws(ParameterError) {
    guard 1...4 ~= layers else { throw ParameterError("layers", layers, "a PUSCH has 1 to 4 layers", "TS 38.211 §6.3.1.3") }
    guard maximumIterations >= 1 else {
      throw ParameterError("maximumIterations", maximumIterations, "a decoder has an iteration at least", "TS 38.212 §5.3.2")
    }
    self.init(
      try SharedChannelDemodulator(carrier: carrier, antennas: antennas, layers: layers, instructionSet: instructionSet), maximumIterations,
      workers)
  }

  private init(_ demodulator: consuming SharedChannelDemodulator, _ maximumIterations: Int, _ workers: Workers) {
    carrier = demodulator.carrier
    instructionSet = demodulator.instructionSet
    self.maximumIterations = maximumIterations
    decoders = SharedChannelDecoders(
      maximumIterations: maximumIterations, workers: workers, instructionSet: demodulator.instructionSet)
    self.demodulator = demodulator
  }

  /// Receives a PUSCH.
  /// - Parameters:
  ///   - grid: what was received in a slot, by antenna.
  ///   - slot: n_s, the slot's number in its frame.
  ///   - redundancyVersion: rv_id of the transport block.
  ///   - isNewData: whether the transmission is a transport block's first one; otherwise it is combined with what the buffer has.
  ///   - buffer: of the HARQ process.
  /// - Throws: for a plan of another carrier, a slot that a frame does not have, a grid of another size, with more antennas than there is memory
  ///   for, or with numbers in DM-RS that are not finite or above 1e9, and for a retransmission of another transport block than the one before.
  public mutating func receive(
    _ grid: borrowing ResourceGrid, _ plan: PUSCHReceptionPlan, slot: Int, redundancyVersion: Int = 0, isNewData: Bool = true,
    buffer: inout HARQSoftBuffer
  ) throws(ParameterError) -> PUSCHReception {
    let configuration = plan.configuration
    guard configuration.carrier == carrier else {
      throw ParameterError("plan", configuration.carrier, "the memory is for another carrier", "TS 38.211 §4.4.2")
    }
    guard 0..<carrier.numerology.slotsPerFrame ~= slot else {
      throw ParameterError("slot", slot, "a frame has \(carrier.numerology.slotsPerFrame) slots", "TS 38.211 §4.3.2")
    }
    guard 0...3 ~= redundancyVersion else {
      throw ParameterError("redundancyVersion", redundancyVersion, "it is 0 to 3", "TS 38.212, table 5.4.2.1-2")
    }
    try preparePrecoder(configuration)
    demodulator.reserve(plan.mapping.elements.bitCount)
    var reception = PUSCHReception()
    var start = 0
    let parts = plan.parts(slot: slot)
    for part in parts {
      try writeExpected(plan.mapping, part, slot: slot)
      try demodulator.estimateChannel(grid, part.layout)
      reception.measurement.add(demodulator.estimate, share: 1 / Double(parts.count))
      let isTurned = try trackPhase(grid, plan, part, slot: slot)
      for symbol in part.symbols where !symbol.data.isEmpty {
        try demodulator.equalize(grid, symbol: symbol.index)
        if configuration.transformPrecoding == nil {
          start += symbol.data.withUnsafeBufferPointer {
            demodulator.demap(
              $0, layers: 0..<configuration.layerCount, symbol: symbol.index, isWhole: $0.count == part.layout.subcarrierCount,
              isTurned: isTurned, plan.demapper, at: start)
          }
        } else {
          start += demapTransformed(plan, symbol, isTurned: isTurned, at: start)
        }
      }
    }
    reception.measurement.equalizedSignalToNoise = (0..<configuration.layerCount).map { demodulator.signalToNoise($0) }
    let soft = UnsafeMutableBufferPointer(rebasing: demodulator.soft[..<start])
    plan.scrambling.withUnsafeBufferPointer { SoftBits.flipSigns(soft, $0, instructionSet: instructionSet) }
    try decode(
      UnsafeBufferPointer(soft), plan, redundancyVersion: redundancyVersion, isNewData: isNewData, buffer: &buffer, into: &reception)
    reception.isDTX = reception.isWithoutResult && !reception.measurement.arePilotsThere
    return reception
  }

  private func writeExpected(_ mapping: PUSCHMapping, _ part: PUSCHReceptionPlan.Part, slot: Int) throws(ParameterError) {
    let count = part.layout.pilotCount
    var start = 0
    for port in mapping.configuration.demodulation.ports {
      for symbol in part.symbols {
        guard let reference = symbol.demodulation else { continue }
        try mapping.writeDemodulationValues(
          port, reference, hop: part.hop, slot: slot,
          into: UnsafeMutableBufferPointer(rebasing: demodulator.expected[start..<(start + count)]))
        start += count
      }
    }
  }

  private mutating func decode(
    _ soft: UnsafeBufferPointer<Int8>, _ plan: PUSCHReceptionPlan, redundancyVersion: Int, isNewData: Bool, buffer: inout HARQSoftBuffer,
    into reception: inout PUSCHReception
  ) throws(ParameterError) {
    reception.harqACK = try Self.control(.harqACK, plan.format, plan, soft)
    reception.csiPart1 = try Self.control(.csiPart1, plan.format, plan, soft)
    var format = plan.format
    var isKnown = true
    if let csiPart2BitCount = plan.csiPart2BitCount, let part1 = reception.csiPart1 {
      isKnown = false
      if part1.isValid, var control = plan.control {
        control.sizes.csiPart2 = csiPart2BitCount(part1.bits)
        // Bits that were not sent may ask for more than there is room for.
        if let known = try? PUSCHFormat(plan.mapping.elements, content: plan.format.content, control: control),
          known.transmission()?.bitCount != 0
        {
          (format, isKnown) = (known, true)
        }
      }
    }
    if isKnown { reception.csiPart2 = try Self.control(.csiPart2, format, plan, soft) }
    guard case .ulSCH(let code, _) = format.content, let transmission = format.transmission(redundancyVersion: redundancyVersion) else {
      return
    }
    let values = try buffer.values(code, isNew: isNewData)
    guard isKnown else {
      reception.sharedChannel = SharedChannelReception(isCodeBlockRight: [], iterations: [])
      return
    }
    if format.multiplexing.isWithoutUCI {
      reception.sharedChannel = try decoders.decode(code, soft, transmission, into: values)
    } else {
      let data = demodulator.collected(transmission.bitCount)
      format.multiplexing.collect(.ulSCH, from: soft, scrambling: plan.scrambling, into: data, sum: Self.sum)
      reception.sharedChannel = try decoders.decode(code, UnsafeBufferPointer(data), transmission, into: values)
    }
  }

  private static func sum(_ value: Int8, _ other: Int8) -> Int8 { Int8(clamping: max(-127, Int(value) + Int(other))) }

  /// Decodes UCI of a kind, without padding; nil where the format has none.
  private static func control(
    _ kind: UCIMultiplexing.Kind, _ format: PUSCHFormat, _ plan: PUSCHReceptionPlan, _ soft: UnsafeBufferPointer<Int8>
  ) throws(ParameterError) -> DecodedUCI? {
    let code: UCICode? =
      switch kind {
      case .harqACK: format.harqACK
      case .csiPart1: format.csiPart1
      case .csiPart2: format.csiPart2
      case .nothing, .ulSCH: nil
      }
    guard let code else { return nil }
    var values = [Int8](repeating: 0, count: code.outputCount)
    values.withUnsafeMutableBufferPointer {
      format.multiplexing.collect(kind, from: soft, scrambling: plan.scrambling, into: $0, sum: sum)
    }
    var decoder = try UCIDecoder(code)
    var decoded = try decoder.decode(values.map { Float($0) / LDPCDecoder.scale })
    if kind == .harqACK, format.harqACKPaddingCount > 0 {
      let count = decoded.bits.count - format.harqACKPaddingCount
      guard count > 0 else { return nil }
      var bits = BitSequence()
      bits.append(decoded.bits, 0..<count)
      decoded.bits = bits
    }
    return decoded
  }
}
