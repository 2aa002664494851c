import ChannelCoding
import Modulation
import PhysicalChannels
import Testing

@Suite struct PDCCHTests {
  @Test("TS 38.211 §7.3.2.2: elements of CORESETs of all durations, mappings and bundles")
  func coresets() throws {
    let lines = try PDCCHVectors.lines("pdcch", "coreset")
    #expect(lines.count == 150)
    for line in lines {
      let coreset = try PDCCHVectors.coreset(Array(line[0..<10]), index: 1)
      #expect("\(coreset.elementCount)" == line[10])
      var total = 0
      for element in 0..<coreset.elementCount {
        for (index, group) in try coreset.groups(ofElement: element).enumerated() {
          total = (total * 31 + group.block * 3 + group.symbol + index) % 1_000_000_007
        }
      }
      #expect("\(total)" == line[11])
      let sample = try coreset.groups(ofElement: #require(Int(line[12]))).map { "\($0.block):\($0.symbol)" }.joined(separator: ",")
      #expect(sample == line[13])
    }
  }

  @Test("TS 38.213 §13: CORESET 0 of every table, index and alignment of subcarriers")
  func zeros() throws {
    let lines = try PDCCHVectors.lines("pdcch", "zero")
    #expect(lines.count == 416)
    for line in lines {
      let band = try #require(PDCCHVectors.band(line[0]))
      let synchronization = try #require(PDCCHVectors.numerology(line[1]))
      let numerology = try #require(PDCCHVectors.numerology(line[2]))
      let zero = try? ControlResourceSetZero(
        index: #require(Int(line[3])), band: band, synchronization: synchronization, numerology: numerology,
        subcarrierOffset: #require(Int(line[4])))
      guard let zero else {
        #expect(line[5] == "reserved")
        continue
      }
      #expect("\(zero.pattern.rawValue) \(zero.blockCount) \(zero.symbolCount) \(zero.offset)" == line[5...].joined(separator: " "))
      let coreset = try zero.controlResourceSet(synchronizationBlock: 100, cellIdentity: 5)
      #expect(coreset.resourceBlocks.first == 100 - zero.offset && coreset.referenceBlock == 100 - zero.offset)
      #expect(coreset.mapping == .interleaved(bundleSize: 6, interleaverSize: 2, shift: 5))
    }
    let combinations = ControlResourceSetZeroBand.allCases.flatMap { band in
      Numerology.allCases.flatMap { first in
        Numerology.allCases.filter { second in
          (try? ControlResourceSetZero(index: 0, band: band, synchronization: first, numerology: second, subcarrierOffset: 0)) != nil
        }
      }
    }
    #expect(combinations.count == 13)
    let zero = try ControlResourceSetZero(index: 0, band: .fr1, synchronization: .kHz30, numerology: .kHz30, subcarrierOffset: 0)
    #expect(try zero.synchronizationBlock(offsetToPointA: 86) == 43)
    #expect(throws: ParameterError.self) { try zero.synchronizationBlock(offsetToPointA: 85) }
    #expect(throws: ParameterError.self) { try zero.controlResourceSet(synchronizationBlock: 0, cellIdentity: 1008) }
  }

  @Test("TS 38.213 §13: monitoring occasions of Type0-PDCCHs for all multiplexing patterns")
  func occasions() throws {
    let lines = try PDCCHVectors.lines("pdcch", "occasion")
    #expect(lines.count == 390)
    for line in lines {
      let zero = try ControlResourceSetZero(
        index: #require(Int(line[3])), band: #require(PDCCHVectors.band(line[0])),
        synchronization: #require(PDCCHVectors.numerology(line[1])),
        numerology: #require(PDCCHVectors.numerology(line[2])), subcarrierOffset: 0)
      let search = try #require(Int(line[4]))
      let block = try #require(Int(line[5]))
      if line[6] == "reserved" {
        #expect(throws: ParameterError.self) {
          try Type0MonitoringOccasions(searchSpaceZero: search, coreset: zero, blockIndex: block, blockSlot: 0)
        }
        continue
      }
      let values = PDCCHVectors.numbers(line[6...])
      let occasions = try Type0MonitoringOccasions(
        searchSpaceZero: search, coreset: zero, blockIndex: block, blockSlot: zero.pattern == .pattern1 ? nil : values[2])
      #expect(occasions.firstSymbol == values[0])
      #expect(occasions.slots == (zero.pattern == .pattern1 ? [values[1], values[2]] : [values[1]]))
      let perFrame = zero.numerology.slotsPerFrame
      #expect(occasions.contains(slot: values[1] % perFrame, frame: 2 + values[1] / perFrame))
      if zero.pattern == .pattern1 {
        #expect(!occasions.contains(slot: values[1] % perFrame, frame: 3 + values[1] / perFrame))
      }
    }
  }

  @Test("TS 38.213 §10.1: elements of candidates in common and UE-specific search spaces")
  func candidates() throws {
    let lines = try PDCCHVectors.lines("pdcch", "search")
    #expect(lines.count == 200)
    for line in lines {
      let values = PDCCHVectors.numbers(line[0..<8])
      let place = try #require(SearchSpaceSet.aggregationLevels.firstIndex(of: values[4]))
      var counts = [0, 0, 0, 0, 0]
      counts[place] = values[6]
      let set = try SearchSpaceSet(
        index: 1, kind: values[0] == 1 ? .common : .specific, coresetIndex: values[1], periodicity: 1, offset: 0,
        monitoringSymbols: BitSequence([true] + [Bool](repeating: false, count: 13)), candidateCounts: counts)
      let candidates = try set.candidates(
        aggregationLevel: values[4], slot: values[3], elementCount: values[5], rnti: values[2], carrierIndicator: values[7])
      #expect(candidates.map { "\($0.firstElement)" }.joined(separator: ",") == line[8])
      if set.kind == .common {
        // n_CI is 0 and M_s,max the set's own.
        #expect(
          try set.candidates(
            aggregationLevel: values[4], slot: values[3], elementCount: values[5], carrierIndicator: 5, maximumCount: 8) == candidates)
      }
      #expect(set.firstSymbols == [0])
    }
  }

  @Test("TS 38.213 §10.1: slots of search spaces by period, offset and duration")
  func monitoring() throws {
    let lines = try PDCCHVectors.lines("pdcch", "monitor")
    #expect(lines.count == 150)
    for line in lines {
      let values = PDCCHVectors.numbers(line)
      let numerology = try #require(Numerology(rawValue: UInt8(values[0])))
      let set = try SearchSpaceSet(
        index: 1, kind: .common, coresetIndex: 0, periodicity: values[1], offset: values[2], duration: values[3],
        monitoringSymbols: BitSequence(zeros: 14), candidateCounts: SearchSpaceSet.type0CandidateCounts)
      let slots = (0..<(4 * numerology.slotsPerFrame)).filter {
        set.isMonitored(
          slot: $0 % numerology.slotsPerFrame, frame: values[4] + $0 / numerology.slotsPerFrame, numerology: numerology)
      }
      #expect(slots.count == values[5])
      #expect(slots.reduce(0) { ($0 + ($1 + 1) * ($1 + 3)) % 1_000_003 } == values[6])
    }
  }

  @Test("TS 38.213 §10.1: which search spaces are monitored when there are more candidates or elements than a UE has room for")
  func plans() throws {
    let lines = try PDCCHVectors.lines("pdcch", "budget")
    #expect(lines.count == 150)
    for line in lines {
      let numerology = try #require(UInt8(line[0]).flatMap { Numerology(rawValue: $0) })
      let rnti = try #require(Int(line[1]))
      let counts = PDCCHVectors.numbers(line[3].split(separator: ","))
      let spaces = try line[4].split(separator: "|").map { text in
        let parts = text.split(separator: ":").map { PDCCHVectors.numbers($0.split(separator: ".")) }
        var symbols = [Bool](repeating: false, count: 14)
        for symbol in parts[5] { symbols[symbol] = true }
        let isCommon = parts[2] == [1]
        let set = try SearchSpaceSet(
          index: parts[0][0], kind: isCommon ? .common : .specific, coresetIndex: parts[1][0], periodicity: 1, offset: 0,
          monitoringSymbols: BitSequence(symbols), candidateCounts: parts[3])
        return MonitoredSearchSpace(
          set: set, elementCount: counts[set.coresetIndex], payloadSizes: parts[4], scramblingRNTI: isCommon ? 0 : rnti,
          scramblingIdentity: 7)
      }
      let plan = try? MonitoringPlan(
        spaces, slot: #require(Int(line[2])), rnti: rnti, limits: MonitoringLimits(slotOf: numerology))
      guard let plan else {
        #expect(line[5] == "refused")
        continue
      }
      #expect("\(plan.candidateCount) \(plan.elementCount)" == line[5...6].joined(separator: " "))
      #expect(plan.setIndices == (line.count > 7 ? PDCCHVectors.numbers(line[7].split(separator: ",")) : []))
    }
    #expect(try MonitoringLimits(.x4y3, of: .kHz30) != MonitoringLimits(.x2y2, of: .kHz30))
    #expect(try MonitoringLimits(.x7y3, of: .kHz15) == MonitoringLimits(slotOf: .kHz15))
    #expect(throws: ParameterError.self) { try MonitoringLimits(.x7y3, of: .kHz60) }
    #expect(throws: ParameterError.self) { try MonitoringLimits(slotOf: .kHz240) }
  }

  @Test("Configurations that the standard does not have are refused")
  func refusals() throws {
    var bitmap = BitSequence(zeros: 45)
    for group in 0..<4 { bitmap[group] = true }
    func coreset(
      index: Int = 1, start: Int = 0, size: Int = 48, bits: BitSequence? = nil, offset: Int? = nil, symbols: Int = 1,
      _ mapping: ControlResourceSet.Mapping = .nonInterleaved,
      _ granularity: ControlResourceSet.PrecoderGranularity = .resourceElementGroupBundle
    ) throws -> ControlResourceSet {
      try ControlResourceSet(
        index: index, bandwidthPartStart: start, bandwidthPartSize: size, frequencyDomainResources: bits ?? bitmap, blockOffset: offset,
        symbolCount: symbols, mapping: mapping, precoderGranularity: granularity)
    }
    #expect(try coreset().elementCount == 4)
    for index in [0, 16, -1] { #expect(throws: ParameterError.self) { try coreset(index: index) } }
    for symbols in [0, 4, .max] { #expect(throws: ParameterError.self) { try coreset(symbols: symbols) } }
    for size in [23, 0, 276, .max] { #expect(throws: ParameterError.self) { try coreset(size: size) } }
    for start in [-1, 2475, .max] { #expect(throws: ParameterError.self) { try coreset(start: start) } }
    #expect(throws: ParameterError.self) { try coreset(start: 1, size: 28) }
    #expect(throws: ParameterError.self) { try coreset(bits: BitSequence(zeros: 45)) }
    #expect(throws: ParameterError.self) { try coreset(bits: BitSequence(zeros: 44)) }
    #expect(throws: ParameterError.self) { try coreset(offset: 6) }
    for (size, rows, shift) in [(3, 2, 0), (0, 2, 0), (6, 1, 0), (6, 2, 1008), (6, 2, -1), (6, 6, 0), (2, 0, 0)] {
      #expect(throws: ParameterError.self) { try coreset(.interleaved(bundleSize: size, interleaverSize: rows, shift: shift)) }
    }
    var scattered = BitSequence(zeros: 45)
    for group in stride(from: 0, to: 10, by: 2) { scattered[group] = true }
    #expect(throws: ParameterError.self) { try coreset(size: 60, bits: scattered, .nonInterleaved, .allContiguousResourceBlocks) }
    #expect(throws: ParameterError.self) { try coreset().groups(ofElement: 4) }
    #expect(throws: ParameterError.self) { try coreset().groups(ofElement: -1) }
    for first in [-1, 2460, .max] {
      #expect(throws: ParameterError.self) {
        try ControlResourceSet(zeroFrom: first, blockCount: 24, symbolCount: 2, cellIdentity: 0)
      }
    }
    #expect(throws: ParameterError.self) { try ControlResourceSet(zeroFrom: 0, blockCount: 25, symbolCount: 2, cellIdentity: 0) }

    func set(
      index: Int = 1, period: Int = 10, offset: Int = 0, duration: Int = 1, symbols: Int = 14, counts: [Int] = [1, 1, 1, 1, 1]
    ) throws -> SearchSpaceSet {
      try SearchSpaceSet(
        index: index, kind: .specific, coresetIndex: 1, periodicity: period, offset: offset, duration: duration,
        monitoringSymbols: BitSequence(zeros: symbols), candidateCounts: counts)
    }
    let specific = try set()
    for index in [-1, 40] { #expect(throws: ParameterError.self) { try set(index: index) } }
    for period in [0, 3, -1, .max] { #expect(throws: ParameterError.self) { try set(period: period) } }
    for offset in [-1, 10] { #expect(throws: ParameterError.self) { try set(offset: offset) } }
    for duration in [0, 10, -5] { #expect(throws: ParameterError.self) { try set(duration: duration) } }
    #expect(throws: ParameterError.self) { try set(symbols: 12) }
    for counts in [[1], [7, 0, 0, 0, 0], [-1, 0, 0, 0, 0]] { #expect(throws: ParameterError.self) { try set(counts: counts) } }
    for rnti in [0, -1, 65536] {
      #expect(throws: ParameterError.self) { try specific.candidates(aggregationLevel: 1, slot: 0, elementCount: 8, rnti: rnti) }
    }
    #expect(throws: ParameterError.self) { try specific.candidates(aggregationLevel: 3, slot: 0, elementCount: 8, rnti: 1) }
    #expect(throws: ParameterError.self) { try specific.candidates(aggregationLevel: 1, slot: -1, elementCount: 8, rnti: 1) }
    #expect(throws: ParameterError.self) { try specific.candidates(aggregationLevel: 1, slot: 0, elementCount: -1, rnti: 1) }
    #expect(throws: ParameterError.self) {
      try specific.candidates(aggregationLevel: 1, slot: 0, elementCount: 8, rnti: 1, carrierIndicator: 8)
    }
    #expect(try specific.candidates(aggregationLevel: 16, slot: 0, elementCount: 15, rnti: 1).isEmpty)
    #expect(!specific.isMonitored(slot: -1, frame: 0, numerology: .kHz15))
    #expect(throws: ParameterError.self) { try PDCCHScrambling(kind: .common, cellIdentity: 1008) }
    #expect(throws: ParameterError.self) { try PDCCHScrambling(kind: .specific, cellIdentity: 0, scramblingIdentity: 65536) }
    #expect(throws: ParameterError.self) { try PDCCHScrambling(kind: .specific, cellIdentity: 0, scramblingIdentity: 0, rnti: -1) }
    for index in [-1, 16] {
      #expect(throws: ParameterError.self) {
        try ControlResourceSetZero(index: index, band: .fr1, synchronization: .kHz15, numerology: .kHz15, subcarrierOffset: 0)
      }
    }
    #expect(throws: ParameterError.self) {
      try ControlResourceSetZero(index: 0, band: .fr1, synchronization: .kHz15, numerology: .kHz15, subcarrierOffset: 24)
    }
    #expect(throws: Never.self) {
      try ControlResourceSetZero(index: 0, band: .fr2Lower, synchronization: .kHz120, numerology: .kHz120, subcarrierOffset: 11)
    }
    #expect(throws: ParameterError.self) {
      try ControlResourceSetZero(index: 0, band: .fr2Lower, synchronization: .kHz120, numerology: .kHz120, subcarrierOffset: 12)
    }
  }
}
