import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// What randomises a PDCCH and its reference signal (TS 38.211 §7.3.2.3, §7.4.1.3.1).
public struct PDCCHScrambling: Sendable, Hashable {
  /// n_RNTI
  public let rnti: Int
  /// n_ID
  public let identity: Int
  /// N_ID of the demodulation reference signal.
  public let referenceSignalIdentity: Int

  /// - Parameters:
  ///   - kind: of the search space.
  ///   - scramblingIdentity: pdcch-DMRS-ScramblingID of the CORESET, 0 to 65535, if configured.
  ///   - rnti: the UE's C-RNTI, in UE-specific search spaces.
  /// - Throws: for identities beyond these.
  public init(
    kind: SearchSpaceSet.Kind, cellIdentity: Int, scramblingIdentity: Int? = nil, rnti: Int = 0
  ) throws(ParameterError) {
    guard 0...1007 ~= cellIdentity else {
      throw ParameterError("cellIdentity", cellIdentity, "a cell identity is 0 to 1007", "TS 38.211 §7.4.2.1")
    }
    guard 0...65535 ~= scramblingIdentity ?? 0 else {
      throw ParameterError("scramblingIdentity", scramblingIdentity ?? 0, "it is 0 to 65535", "TS 38.211 §7.3.2.3")
    }
    guard 0...65535 ~= rnti else { throw ParameterError("rnti", rnti, "an RNTI is 0 to 65535", "TS 38.321 §7.1") }
    referenceSignalIdentity = scramblingIdentity ?? cellIdentity
    if kind == .specific, let scramblingIdentity {
      self.rnti = rnti
      identity = scramblingIdentity
    } else {
      self.rnti = 0
      identity = cellIdentity
    }
  }

  /// c_init
  var initialValue: UInt32 { (UInt32(rnti) << 16 | UInt32(identity)) & 0x7FFF_FFFF }
}

/// The coding of DCI (TS 38.212 §7.3.2 to §7.3.4).
public enum PDCCHCoding {
  /// Bits that a candidate carries: 54 QPSK symbols of each element.
  public static func bitCount(aggregationLevel: Int) -> Int { 108 * aggregationLevel }

  static func code(payloadSize: Int, aggregationLevel: Int) throws(ParameterError) -> PolarCode {
    guard SearchSpaceSet.aggregationLevels.contains(aggregationLevel) else {
      throw ParameterError("aggregationLevel", aggregationLevel, "levels are 1, 2, 4, 8 and 16", "TS 38.211 §7.3.2.1")
    }
    guard 12...140 ~= payloadSize else {
      throw ParameterError("payloadSize", payloadSize, "a payload has 12 to 140 bits", "TS 38.212 §7.3.1, §7.3.3")
    }
    do throws(ChannelCodingError) {
      return try PolarCode(.downlink, informationCount: payloadSize + 24, outputCount: bitCount(aggregationLevel: aggregationLevel))
    } catch {
      throw ParameterError("payloadSize", payloadSize, "level \(aggregationLevel) has no room for it", "TS 38.212 §7.3.3")
    }
  }

  /// Attaches the CRC, encodes and matches the rate.
  /// - Parameters:
  ///   - payload: 12 to 140 bits.
  ///   - rnti: is on the last 16 bits of the CRC, 0 to 65535.
  /// - Throws: for other payloads and RNTIs, and for an aggregation level without room for the payload.
  public static func encode(_ payload: BitSequence, rnti: Int, aggregationLevel: Int) throws(ParameterError) -> BitSequence {
    let code = try code(payloadSize: payload.count, aggregationLevel: aggregationLevel)
    guard 0...65535 ~= rnti else { throw ParameterError("rnti", rnti, "an RNTI is 0 to 65535", "TS 38.321 §7.1") }
    var message = payload
    message.append(UInt64(CRC.crc24C.parity(payload, ones: 24) ^ UInt32(rnti)), count: 24)
    do throws(ChannelCodingError) {
      return try code.encode(message)
    } catch {
      throw ParameterError("payload", payload.count, "\(error)", "TS 38.212 §7.3.3")
    }
  }

  /// What the CRC of a decoded message was masked with; an RNTI if the message is right.
  static func mask(_ message: BitSequence) -> UInt32 {
    let size = message.count - 24
    return CRC.crc24C.parity(message, 0..<size, ones: 24) ^ UInt32(message.bits(from: size, count: 24))
  }
}

/// Where one candidate of a monitoring occasion is.
public struct PDCCHResources: Sendable, Hashable {
  public let coreset: ControlResourceSet
  public let candidate: PDCCHCandidate
  /// Within the slot.
  public let firstSymbol: Int
  /// Groups of the candidate, in the order of its modulated symbols: by symbol, then by block.
  public let groups: [ResourceElementGroup]

  /// - Throws: for elements that the CORESET does not have, another aggregation level, and symbols beyond a slot.
  public init(coreset: ControlResourceSet, candidate: PDCCHCandidate, firstSymbol: Int) throws(ParameterError) {
    guard SearchSpaceSet.aggregationLevels.contains(candidate.aggregationLevel) else {
      throw ParameterError("aggregationLevel", candidate.aggregationLevel, "levels are 1, 2, 4, 8 and 16", "TS 38.211 §7.3.2.1")
    }
    guard candidate.firstElement >= 0, candidate.firstElement <= coreset.elementCount - candidate.aggregationLevel else {
      throw ParameterError("firstElement", candidate.firstElement, "the CORESET has \(coreset.elementCount) elements", "TS 38.211 §7.3.2.2")
    }
    guard firstSymbol >= 0, firstSymbol + coreset.symbolCount <= 14 else {
      throw ParameterError("firstSymbol", firstSymbol, "the CORESET ends behind the slot", "TS 38.213 §10.1")
    }
    self.coreset = coreset
    self.candidate = candidate
    self.firstSymbol = firstSymbol
    groups = (candidate.firstElement..<(candidate.firstElement + candidate.aggregationLevel))
      .flatMap { coreset.bundles(ofElement: $0).flatMap { coreset.groups(ofBundle: Int($0)) } }
      .sorted { ($0.symbol, $0.block) < ($1.symbol, $1.block) }
  }

  /// Whether the candidate touches other elements, such as an SS/PBCH block's, and so need not be monitored (TS 38.213 §10).
  /// - Parameters:
  ///   - blocks: common resource blocks.
  ///   - symbols: within the slot.
  public func overlaps(blocks: Range<Int>, symbols: Range<Int>) -> Bool {
    groups.contains { blocks.contains($0.block) && symbols.contains(firstSymbol + $0.symbol) }
  }

  /// The groups that have the reference signal: more than the candidate's if contiguous resource blocks have one precoder.
  public var referenceSignalGroups: [ResourceElementGroup] {
    guard coreset.precoderGranularity == .allContiguousResourceBlocks else { return groups }
    let used = Set(groups.map(\.block))
    let blocks = coreset.contiguousBlocks.filter { run in used.contains { run.contains($0) } }.joined()
    return (0..<coreset.symbolCount).flatMap { symbol in blocks.map { ResourceElementGroup(block: $0, symbol: symbol) } }
  }

  /// - Throws: unless a grid of the carrier holds the CORESET.
  func check(_ carrier: Carrier, _ grid: ResourceGrid) throws(ParameterError) {
    guard grid.subcarrierCount == carrier.subcarrierCount, grid.symbolCount == carrier.symbolsPerSlot else {
      throw ParameterError("grid", grid.subcarrierCount, "the carrier has \(carrier.subcarrierCount) subcarriers", "TS 38.211 §4.4.2")
    }
    guard let first = coreset.resourceBlocks.first, let last = coreset.resourceBlocks.last, first >= carrier.gridStart,
      last < carrier.gridStart + carrier.gridSize
    else {
      throw ParameterError("coreset", coreset.index, "its resource blocks are not all on the carrier", "TS 38.211 §4.4.4")
    }
    guard firstSymbol + coreset.symbolCount <= carrier.symbolsPerSlot else {
      throw ParameterError("firstSymbol", firstSymbol, "the CORESET ends behind the slot", "TS 38.213 §10.1")
    }
  }
}

extension ControlResourceSet {
  /// The reference signals of the symbols of one monitoring occasion.
  func referenceSignals(
    _ scrambling: PDCCHScrambling, slot: Int, firstSymbol: Int, _ carrier: Carrier
  ) throws(ParameterError) -> [PDCCHDemodulationReferenceSignal] {
    let first = (resourceBlocks.first ?? 0) - referenceBlock
    let last = (resourceBlocks.last ?? 0) - referenceBlock
    var signals: [PDCCHDemodulationReferenceSignal] = []
    for symbol in 0..<symbolCount {
      signals.append(
        try PDCCHDemodulationReferenceSignal(
          identity: scrambling.referenceSignalIdentity, slot: slot, symbol: firstSymbol + symbol, symbolsPerSlot: carrier.symbolsPerSlot,
          blocks: first..<(last + 1)))
    }
    return signals
  }
}

/// One PDCCH to be sent (TS 38.211 §7.3.2).
public struct PDCCH: Sendable, Hashable {
  public let resources: PDCCHResources
  public let scrambling: PDCCHScrambling

  public init(_ resources: PDCCHResources, scrambling: PDCCHScrambling) {
    self.resources = resources
    self.scrambling = scrambling
  }

  /// The bits as they are modulated.
  /// - Parameter rnti: of the CRC.
  /// - Throws: as `PDCCHCoding.encode`.
  public func bits(_ payload: BitSequence, rnti: Int) throws(ParameterError) -> BitSequence {
    let coded = try PDCCHCoding.encode(payload, rnti: rnti, aggregationLevel: resources.candidate.aggregationLevel)
    var sequence = GoldSequence(scrambling.initialValue)
    var scrambled = BitSequence()
    for start in stride(from: 0, to: coded.count, by: 54) {
      scrambled.append(coded.bits(from: start, count: 54) ^ sequence.next(54), count: 54)
    }
    return scrambled
  }

  /// Puts a PDCCH with its reference signal onto a grid; elements of others stay as they are.
  /// - Parameters:
  ///   - payload: of a DCI format, 12 to 140 bits.
  ///   - rnti: of the CRC.
  ///   - slot: within the frame.
  ///   - amplitude: β of the PDCCH.
  ///   - referenceSignalAmplitude: β of the reference signal; a UE takes both for equal.
  ///   - precoders: of antenna port 2000 a weight for each of the grid's ports; consecutive bundles take them in turn (with a granularity of
  ///     all contiguous resource blocks, consecutive sets of these).
  /// - Throws: as `PDCCHCoding.encode`, for a grid that does not hold the CORESET, and for precoders of another count of ports.
  public func map(
    _ payload: BitSequence, rnti: Int, slot: Int, carrier: Carrier, amplitude: Float = 1, referenceSignalAmplitude: Float? = nil,
    precoders: [[Complex]], grid: inout ResourceGrid
  ) throws(ParameterError) {
    try resources.check(carrier, grid)
    guard !precoders.isEmpty, precoders.allSatisfy({ $0.count == grid.portCount }) else {
      throw ParameterError("precoders", precoders.count, "each has a weight for \(grid.portCount) ports", "TS 38.211 §7.3.2.5")
    }
    let signals = try resources.coreset.referenceSignals(scrambling, slot: slot, firstSymbol: resources.firstSymbol, carrier)
    let symbols = Constellation.qpsk.modulate(try bits(payload, rnti: rnti))
    let places = precoderPlaces
    let signalAmplitude = referenceSignalAmplitude ?? amplitude
    for port in 0..<grid.portCount {
      grid.withMutableElements { elements in
        var next = 0
        for group in resources.groups {
          let weight = precoders[(places[group.block] ?? 0) % precoders.count][port] * amplitude
          let start = offset(group, port, carrier)
          for subcarrier in 0..<12 where subcarrier & 3 != 1 {
            elements[start + subcarrier] = symbols[next] * weight
            next += 1
          }
        }
        for group in resources.referenceSignalGroups {
          let weight = precoders[(places[group.block] ?? 0) % precoders.count][port] * signalAmplitude
          let start = offset(group, port, carrier)
          for index in 0..<3 {
            let value = signals[group.symbol][group.block - resources.coreset.referenceBlock, index]
            elements[start + PDCCHDemodulationReferenceSignal.subcarriers[index]] = value * weight
          }
        }
      }
    }
  }

  /// Where a group's first subcarrier is on a grid.
  private func offset(_ group: ResourceElementGroup, _ port: Int, _ carrier: Carrier) -> Int {
    ((port * carrier.symbolsPerSlot + resources.firstSymbol + group.symbol) * carrier.gridSize + group.block - carrier.gridStart) * 12
  }

  /// For each resource block, which of the parts that have one precoder it belongs to.
  private var precoderPlaces: [Int: Int] {
    let coreset = resources.coreset
    var places: [Int: Int] = [:]
    if coreset.precoderGranularity == .allContiguousResourceBlocks {
      for (place, run) in coreset.contiguousBlocks.enumerated() { for block in run { places[block] = place } }
    } else {
      let blocksOfBundle = coreset.bundleSize / coreset.symbolCount
      for (index, block) in coreset.resourceBlocks.enumerated() { places[block] = index / blocksOfBundle }
    }
    return places
  }
}
