import ChannelCoding
import DSPKernels
import Modulation

/// Finds cells in samples: PSS, SSS, the index of the block, and PBCH, whose CRC decides (TS 38.213 §4.1).
///
/// It keeps nothing from one search to the next but its tables and buffers.
public struct CellSearch: ~Copyable {
  public let configuration: CellSearchConfiguration
  private var primary: PrimarySynchronizationSearch
  private var receiver: SynchronizationSignalBlockReceiver
  private var decoder: PBCHDecoder

  /// Soft bits of a burst's blocks that could not be decoded yet. Blocks of one half-frame whose indices differ in their low bits only have
  /// the same payload.
  private struct Burst {
    var cellIdentity: Int
    /// The sample at which the half-frame would begin if the index had no high bits.
    var start: Double
    /// For DM-RS sequences that say so: 0 or 1.
    var halfFrame: Int
    var ratios: [[Float]]
    var count: Int
  }

  /// - Throws: for a configuration whose transforms there are not.
  public init(_ configuration: CellSearchConfiguration) throws(ParameterError) {
    let maximumFrequency =
      configuration.maximumFrequencyError * configuration.carrierFrequencyHz / Double(configuration.pattern.numerology.subcarrierSpacing)
    guard
      let primary = PrimarySynchronizationSearch(
        symbolLength: configuration.symbolLength, maximumFrequency: maximumFrequency,
        falseAlarmProbability: configuration.falseAlarmProbability, maximumCandidates: configuration.maximumCandidates),
      let receiver = SynchronizationSignalBlockReceiver(configuration)
    else {
      throw ParameterError(
        "sampleRateHz", configuration.sampleRateHz, "a symbol has a length of 2^a · 3^b · 5^c samples", "TS 38.211 §5.3.1")
    }
    do throws(ChannelCodingError) {
      decoder = try PBCHDecoder()
    } catch {
      throw ParameterError("listSize", 8, "\(error)", "TS 38.212 §7.1.4")
    }
    self.configuration = configuration
    self.primary = primary
    self.receiver = receiver
  }

  /// Samples that a search needs at least: one block without its first prefix. To be sure of a whole burst, give it more than the period of
  /// SS/PBCH blocks (20 ms, TS 38.213 §4.1) and half a frame.
  public var minimumCount: Int { receiver.span }

  /// The metric that a candidate for PSS needs in so many samples: the squared coherence with PSS, 0 to 1.
  public func primaryThreshold(count: Int) -> Double { primary.threshold(count: max(1, count - receiver.span + 1)) }

  /// - Parameters:
  ///   - samples: at the configuration's sample rate, around its carrier frequency; amplitudes of 10^-7 to 10^7 leave room for all sums.
  ///   - progress: is called now and then with the part of the search that is done.
  /// - Returns: the blocks whose CRC holds, the one with the greatest SS-RSRP first. Each cell's best block is its first.
  /// - Throws: for a sample that is not finite, or too few of them.
  public mutating func search(
    _ samples: UnsafeBufferPointer<Complex>, progress: ((Double) -> Void)? = nil
  ) throws(CellSearchError) -> [DetectedBlock] {
    try check(samples)
    let spacing = Double(configuration.pattern.numerology.subcarrierSpacing)
    let frequencies = configuration.rasterOffsetsHz.map { $0 / spacing }
    let candidates = primary.search(samples, frequencies: frequencies, last: samples.count - receiver.span, progress: progress)
    var found: [DetectedBlock] = []
    for (index, candidates) in candidates.enumerated() {
      var bursts: [Burst] = []
      for candidate in candidates {
        guard let reception = receive(samples, candidate, frequencies[index]),
          let block = decode(reception, configuration.rasterOffsetsHz[index], &bursts)
        else { continue }
        Self.insert(block, Double(configuration.symbolLength), &found)
      }
    }
    return found.sorted { $0.measurements.referencePowerDB > $1.measurements.referencePowerDB }
  }

  private func check(_ samples: UnsafeBufferPointer<Complex>) throws(CellSearchError) {
    guard samples.count >= minimumCount else { throw .tooFewSamples(count: samples.count, needed: minimumCount) }
    if let index = Self.nonFiniteIndex(samples) { throw .nonFiniteSample(index: index) }
  }

  /// The first sample that is infinite or not a number.
  static func nonFiniteIndex(_ samples: UnsafeBufferPointer<Complex>) -> Int? {
    // The exponent of what is infinite or not a number has ones only.
    let exponent: UInt32 = 0x7F80_0000
    var isBad = false
    for sample in samples {
      isBad = isBad || sample.real.bitPattern & exponent == exponent || sample.imaginary.bitPattern & exponent == exponent
    }
    return isBad ? samples.firstIndex { !$0.real.isFinite || !$0.imaginary.isFinite } : nil
  }

  /// Makes a candidate's frequency exact enough for SSS, and receives its block.
  private mutating func receive(
    _ samples: UnsafeBufferPointer<Complex>, _ candidate: PrimaryCandidate, _ frequency: Double
  ) -> SynchronizationSignalBlockReceiver.Reception? {
    let (bin, rest) = primary.bin(frequency)
    let stream = primary.slowStream(samples, start: candidate.position - 2 * configuration.symbolLength, bin: bin)
    let offset = SynchronizationSignalBlockDemodulator.frequency(
      stream, start: 2 * PrimarySynchronizationSearch.slowLength, wave: primary.wave(candidate.identity), hypothesis: candidate.frequency)
    let coarse = BlockTiming(position: candidate.position, delay: 0, frequency: offset - rest)
    do throws(ParameterError) {
      return try receiver.receive(samples, raster: frequency, identity: candidate.identity, coarse: coarse)
    } catch {
      // No identity that SSS has is beyond a cell's.
      return nil
    }
  }

  /// Decodes a block's PBCH, on its own or with those of its burst.
  private mutating func decode(
    _ reception: SynchronizationSignalBlockReceiver.Reception, _ rasterOffsetHz: Double, _ bursts: inout [Burst]
  ) -> DetectedBlock? {
    let pattern = configuration.pattern
    let lowIndex = pattern.maximumCount == 4 ? reception.sequenceIndex & 3 : reception.sequenceIndex
    let start =
      Double(reception.timing.position - configuration.prefixLength) + reception.timing.delay
    let burstStart = start - configuration.offset(ofSymbol: pattern.firstSymbols[lowIndex])
    let halfFrame = pattern.maximumCount == 4 ? reception.sequenceIndex >> 2 : 0
    if let payload = decode(reception.ratios, reception, halfFrame) {
      return block(reception, payload, start, rasterOffsetHz, combinedCount: 1)
    }
    let tolerance = Double(configuration.symbolLength) / 2
    let known = bursts.firstIndex {
      $0.cellIdentity == reception.cellIdentity && $0.halfFrame == halfFrame && abs($0.start - burstStart) < tolerance
    }
    guard let known else {
      bursts.append(
        Burst(
          cellIdentity: reception.cellIdentity, start: burstStart, halfFrame: halfFrame,
          ratios: reception.ratios, count: 1))
      return nil
    }
    for width in reception.ratios.indices {
      for bit in reception.ratios[width].indices { bursts[known].ratios[width][bit] += reception.ratios[width][bit] }
    }
    bursts[known].count += 1
    guard let payload = decode(bursts[known].ratios, reception, halfFrame) else { return nil }
    return block(reception, payload, start, rasterOffsetHz, combinedCount: bursts[known].count)
  }

  /// The payload of soft bits, if its CRC holds and it says what DM-RS says.
  private mutating func decode(
    _ ratios: [[Float]], _ reception: SynchronizationSignalBlockReceiver.Reception, _ halfFrame: Int
  ) -> PBCHPayload? {
    let maximumCount = configuration.pattern.maximumCount
    for ratios in ratios {
      let bits: UInt32?
      do throws(ChannelCodingError) { bits = try decoder.decode(ratios) } catch { return nil }
      guard let bits else { continue }
      guard let payload = PBCHPayload(scrambledBits: bits, cellIdentity: reception.cellIdentity, maximumCount: maximumCount),
        maximumCount != 4 || payload.halfFrame == halfFrame
      else { return nil }
      return payload
    }
    return nil
  }

  private func block(
    _ reception: SynchronizationSignalBlockReceiver.Reception, _ payload: PBCHPayload, _ start: Double, _ rasterOffsetHz: Double,
    combinedCount: Int
  ) -> DetectedBlock? {
    let pattern = configuration.pattern
    let index = pattern.maximumCount == 4 ? reception.sequenceIndex & 3 : payload.indexHigh << 3 | reception.sequenceIndex
    guard pattern.firstSymbols.indices.contains(index) else { return nil }
    let frequencyOffset = reception.timing.frequency * Double(pattern.numerology.subcarrierSpacing)
    let clockError = frequencyOffset / (configuration.carrierFrequencyHz + rasterOffsetHz)
    let offset = configuration.offset(ofSymbol: pattern.firstSymbols[index]) + Double(payload.halfFrame * configuration.sampleRateHz) / 200
    return DetectedBlock(
      cellIdentity: reception.cellIdentity, index: index, payload: payload, rasterOffsetHz: rasterOffsetHz, start: start,
      frameStart: start - offset * (1 - clockError), frequencyOffsetHz: frequencyOffset, clockError: clockError,
      measurements: reception.measurements, combinedCount: combinedCount)
  }

  /// One block may have been found twice: the stronger finding stays.
  private static func insert(_ block: DetectedBlock, _ distance: Double, _ found: inout [DetectedBlock]) {
    guard let known = found.firstIndex(where: { $0.cellIdentity == block.cellIdentity && abs($0.start - block.start) < distance }) else {
      return found.append(block)
    }
    if found[known].measurements.referencePowerDB < block.measurements.referencePowerDB { found[known] = block }
  }
}
