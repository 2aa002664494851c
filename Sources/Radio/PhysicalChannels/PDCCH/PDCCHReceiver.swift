import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// A DCI payload that a UE found.
public struct PDCCHDetection: Sendable, Hashable {
  public let candidate: PDCCHCandidate
  /// The RNTI on the CRC.
  public let rnti: Int
  public let payload: BitSequence
  /// The mean over the candidate of the signal-to-noise ratio, all antennas together.
  public let signalToNoise: Float

  public init(candidate: PDCCHCandidate, rnti: Int, payload: BitSequence, signalToNoise: Float) {
    self.candidate = candidate
    self.rnti = rnti
    self.payload = payload
    self.signalToNoise = signalToNoise
  }
}

/// Looks for PDCCHs in a CORESET (TS 38.213 §10.1): channel and noise by the reference signal of each candidate, maximum ratio combining of all
/// antennas, and a polar decoder for each payload size whose CRC shows the RNTI.
public struct PDCCHReceiver {
  public let coreset: ControlResourceSet
  public let carrier: Carrier
  public let listSize: Int
  private let estimator: PDCCHChannelEstimator
  private var decoders: [DecoderKey: Decoder] = [:]

  private struct DecoderKey: Hashable {
    var payloadSize: Int
    var aggregationLevel: Int
  }
  /// Decoders cannot be copied; this one is used by one receiver at a time.
  private final class Decoder {
    var decoder: PolarDecoder
    init(_ code: PolarCode, listSize: Int) { decoder = PolarDecoder(code, listSize: listSize) }
  }

  /// - Parameters:
  ///   - listSize: of the polar decoder, 1 to 32.
  ///   - delays: of echoes, in useful symbol durations; the cyclic prefix has 0.07.
  /// - Throws: if the CORESET is not on the carrier.
  public init(
    coreset: ControlResourceSet, carrier: Carrier, listSize: Int = 8, delays: ClosedRange<Float> = -0.01...0.03
  ) throws(ParameterError) {
    guard let first = coreset.resourceBlocks.first, let last = coreset.resourceBlocks.last, first >= carrier.gridStart,
      last < carrier.gridStart + carrier.gridSize
    else {
      throw ParameterError("coreset", coreset.index, "its resource blocks are not all on the carrier", "TS 38.211 §4.4.4")
    }
    guard 1...32 ~= listSize else {
      throw ParameterError("listSize", listSize, "a decoder has 1 to 32 candidates", "TS 38.212 §5.3.1")
    }
    guard delays.lowerBound >= -0.5, delays.upperBound <= 0.5 else {
      throw ParameterError("delays", delays, "they are within half a symbol", "TS 38.211 §5.3.1")
    }
    self.coreset = coreset
    self.carrier = carrier
    self.listSize = listSize
    estimator = PDCCHChannelEstimator(coreset, delays: delays)
  }

  /// Tries candidates of one monitoring occasion.
  /// - Parameters:
  ///   - grid: one slot as it was received, an antenna for each port.
  ///   - slot: within the frame.
  ///   - firstSymbol: the CORESET's.
  ///   - payloadSizes: of the DCI formats that may be there, 12 to 140 bits each; sizes that a candidate has no room for are left out for it.
  ///   - rntis: that the CRC may have, 0 to 65535.
  /// - Returns: what was found, in the order of candidates and of sizes.
  /// - Throws: for a grid of another carrier, candidates or symbols that the CORESET does not have, and sizes beyond these.
  public mutating func receive(
    _ grid: ResourceGrid, slot: Int, firstSymbol: Int, scrambling: PDCCHScrambling, candidates: [PDCCHCandidate], payloadSizes: [Int],
    rntis: [Int]
  ) throws(ParameterError) -> [PDCCHDetection] {
    if let size = payloadSizes.first(where: { !(12...140 ~= $0) }) {
      throw ParameterError("payloadSizes", size, "a payload has 12 to 140 bits", "TS 38.212 §7.3.1, §7.3.3")
    }
    guard firstSymbol >= 0, firstSymbol <= carrier.symbolsPerSlot - coreset.symbolCount else {
      throw ParameterError("firstSymbol", firstSymbol, "the CORESET ends behind the slot", "TS 38.213 §10.1")
    }
    let signals = try coreset.referenceSignals(scrambling, slot: slot, firstSymbol: firstSymbol, carrier)
    let masks = Set(rntis.compactMap { UInt32(exactly: $0) })
    var tried: Set<PDCCHCandidate> = []
    var detections: [PDCCHDetection] = []
    for candidate in candidates where tried.insert(candidate).inserted {
      let resources = try PDCCHResources(coreset: coreset, candidate: candidate, firstSymbol: firstSymbol)
      try resources.check(carrier, grid)
      let (ratios, signalToNoise) = ratios(grid, resources, signals, scrambling)
      guard signalToNoise > 0 else { continue }
      for size in payloadSizes {
        guard let found = decode(ratios, size, candidate.aggregationLevel, masks) else { continue }
        detections.append(
          PDCCHDetection(candidate: candidate, rnti: found.rnti, payload: found.payload, signalToNoise: signalToNoise))
      }
    }
    return detections
  }

  /// Log-likelihood ratios of a candidate's bits, before scrambling, and its signal-to-noise ratio; 0 where nothing was received.
  private func ratios(
    _ grid: ResourceGrid, _ resources: PDCCHResources, _ signals: [PDCCHDemodulationReferenceSignal], _ scrambling: PDCCHScrambling
  ) -> ([Float], Float) {
    let (units, unitOfGroup) = estimator.units(resources)
    let width = carrier.subcarrierCount
    var symbols = [Complex](repeating: .zero, count: 9 * resources.groups.count)
    var signalToNoise: Float = 0
    grid.withElements { elements in
      for port in 0..<grid.portCount {
        let start = grid.offset(port: port, symbol: resources.firstSymbol)
        let received = UnsafeBufferPointer(rebasing: elements[start..<(start + coreset.symbolCount * width)])
        let antenna = estimator.estimate(
          units, received, firstBlock: carrier.gridStart, width: width, signals, referenceBlock: coreset.referenceBlock)
        guard antenna.noise > 0, antenna.noise.isFinite, antenna.power.isFinite else { continue }
        signalToNoise += antenna.power / antenna.noise
        let weight = 1 / antenna.noise
        var next = 0
        for (number, group) in resources.groups.enumerated() {
          let unit = unitOfGroup[number]
          let channel = unit * estimator.subcarrierCount + 12 * (group.block - units[unit].firstBlock)
          let place = group.symbol * width + 12 * (group.block - carrier.gridStart)
          for subcarrier in 0..<12 where subcarrier & 3 != 1 {
            symbols[next] += antenna.channel[channel + subcarrier].conjugate * received[place + subcarrier] * weight
            next += 1
          }
        }
      }
    }
    var sequence = GoldSequence(scrambling.initialValue)
    let scale = Float(8).squareRoot()
    var ratios: [Float] = []
    ratios.reserveCapacity(2 * symbols.count)
    for index in symbols.indices {
      // What is not a number says nothing.
      let symbol = symbols[index].power.isFinite ? symbols[index] : .zero
      let flips = sequence.next(2)
      ratios.append(flips & 2 == 0 ? scale * symbol.real : -scale * symbol.real)
      ratios.append(flips & 1 == 0 ? scale * symbol.imaginary : -scale * symbol.imaginary)
    }
    return (ratios, signalToNoise)
  }

  private mutating func decode(
    _ ratios: [Float], _ size: Int, _ level: Int, _ masks: Set<UInt32>
  ) -> (payload: BitSequence, rnti: Int)? {
    let key = DecoderKey(payloadSize: size, aggregationLevel: level)
    let decoder: Decoder
    if let made = decoders[key] {
      decoder = made
    } else {
      guard let code = try? PDCCHCoding.code(payloadSize: size, aggregationLevel: level) else { return nil }
      decoder = Decoder(code, listSize: listSize)
      decoders[key] = decoder
    }
    let result = ratios.withUnsafeBufferPointer { ratios in
      try? decoder.decoder.decode(ratios) { masks.contains(PDCCHCoding.mask($0)) }
    }
    guard let result, result.isValid else { return nil }
    var payload = BitSequence()
    payload.append(result.message, 0..<size)
    return (payload, Int(PDCCHCoding.mask(result.message)))
  }
}
