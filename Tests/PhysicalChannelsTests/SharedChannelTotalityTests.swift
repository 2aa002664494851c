import Base
import ChannelCoding
import DSPKernels
import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

/// Whatever the parameters are: a value comes, or an error that says which parameter and which clause.
@Suite struct SharedChannelTotalityTests {
  private struct Wild {
    var generator: SeededGenerator

    mutating func int() -> Int {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0: [Int.min, Int.max, -1, 1 << 31, -1 << 31, 65536][Int.random(in: 0..<6, using: &generator)]
      case 1: Int.random(in: -3...300, using: &generator)
      default: Int.random(in: 0...15, using: &generator)
      }
    }
    mutating func bool() -> Bool { Bool.random(using: &generator) }
    mutating func one<Element>(of elements: [Element]) -> Element { elements[Int.random(in: 0..<elements.count, using: &generator)] }
    mutating func list(_ limit: Int) -> [Int] { (0..<Int.random(in: 0...limit, using: &generator)).map { _ in int() } }
    mutating func range() -> Range<Int> {
      let (a, b) = (int(), int())
      return min(a, b)..<max(a, b)
    }
  }

  /// Whether there was a value.
  private func attempt(_ body: () throws(ParameterError) -> Void) -> Bool {
    do {
      try body()
      return true
    } catch {
      #expect(!error.parameter.isEmpty && error.clause.hasPrefix("TS 38."))
      return false
    }
  }

  private func allocation(_ wild: inout Wild) throws(ParameterError) -> SharedChannelTimeAllocation {
    try SharedChannelTimeAllocation(
      wild.one(of: SharedChannel.allCases), mappingType: wild.one(of: SharedChannelMappingType.allCases), startSymbol: wild.int(),
      symbolCount: wild.int(), cyclicPrefix: wild.one(of: CyclicPrefix.allCases))
  }

  private func signal(_ wild: inout Wild) throws(ParameterError) -> SharedChannelDemodulationReferenceSignal {
    try SharedChannelDemodulationReferenceSignal(
      configurationType: wild.one(of: SharedChannelDemodulationReferenceSignal.ConfigurationType.allCases),
      duration: wild.one(of: [1, 2, wild.int()]), additionalPosition: wild.one(of: [0, 1, 2, 3, wild.int()]),
      typeAPosition: wild.one(of: [2, 3, wild.int()]), identity: wild.int(), secondIdentity: wild.bool() ? nil : wild.int(),
      scramblingInitialization: wild.one(of: [0, 1, wild.int()]), hasSequencePerGroup: wild.bool(),
      cdmGroupsWithoutData: wild.one(of: [1, 2, 3, wild.int()]),
      ports: wild.bool() ? [0, 1] : wild.list(8))
  }

  @Test("Reference signals")
  func referenceSignals() throws {
    var wild = Wild(generator: SeededGenerator(seed: 1))
    var values = 0
    for _ in 0..<20000 {
      _ = attempt { () throws(ParameterError) in
        let (allocation, signal) = (try allocation(&wild), try signal(&wild))
        let isHopping = allocation.channel == .uplink && wild.bool()
        let symbols = try signal.symbols(allocation, isHopping: isHopping, delay: wild.bool() ? 0 : wild.int())
        #expect(symbols.allSatisfy { allocation.symbols.contains($0.index) } && !symbols.isEmpty)
        let tracking = try PhaseTrackingReferenceSignal(
          timeDensity: wild.one(of: [1, 2, 4, wild.int()]), frequencyDensity: wild.one(of: [2, 4, wild.int()]), resourceElementOffset: 1)
        let tracked = tracking.symbols(allocation, demodulation: symbols, isHopping: isHopping)
        #expect(tracked.allSatisfy { index in allocation.symbols.contains(index) && !symbols.contains { $0.index == index } })
        values += 1
        let blocks = wild.list(3)
        _ = try signal.values(port: wild.int(), symbol: symbols[0], slot: wild.int(), resourceBlocks: blocks)
        _ = try tracking.values(
          port: wild.int(), signal, symbol: wild.int(), slot: wild.int(), resourceBlocks: blocks, rnti: UInt16.max)
      }
    }
    #expect(values > 20)
  }

  @Test("Sizes and allocations")
  func allocations() throws {
    var wild = Wild(generator: SeededGenerator(seed: 2))
    var values = 0
    for _ in 0..<20000 {
      var isValue = attempt { () throws(ParameterError) in
        let scheme = try wild.one(of: MCSTable.allCases).scheme(wild.int(), hasPiHalfBPSK: wild.bool())
        let elements = try TransportBlockSize.resourceElements(
          symbols: wild.int(), demodulation: wild.int(), overhead: wild.one(of: [0, 6, wild.int()]), resourceBlocks: wild.int())
        let size = try TransportBlockSize.size(
          resourceElements: wild.one(of: [elements, wild.int()]), scheme: scheme, layers: wild.int(),
          scaling: wild.one(of: TransportBlockSize.Scaling.allCases))
        let code = try SharedChannelCode(transportBlockSize: size, codeRate: scheme.codeRate ?? 0.5)
        _ = code.codeBlockGroups(maximum: wild.int())
        var encoder = SharedChannelEncoder(code)
        _ = try encoder.encode(
          BitSequence(zeros: size),
          SharedChannelTransmission(
            bitCount: wild.one(of: [480, wild.int()]), redundancyVersion: wild.int(), modulationOrder: wild.int(), layers: wild.int(),
            codeBlocks: wild.bool() ? nil : wild.list(2)))
      }
      values += isValue ? 1 : 0
      _ = attempt { () throws(ParameterError) in
        let buffer = try LimitedBuffer(
          resourceBlocks: wild.int(), layers: wild.int(), modulation: wild.one(of: [.qpsk, .qam64, .qam256, .qam1024]))
        _ = buffer.bits(codeBlocks: wild.int())
      }
      isValue = attempt { () throws(ParameterError) in
        let (initial, active) = (wild.int(), wild.int())
        let value = try ResourceIndicationValue.value(wild.range(), initialSize: initial, activeSize: active)
        _ = try ResourceIndicationValue.blocks(value, initialSize: initial, activeSize: active)
        _ = try ResourceIndicationValue.blocks(wild.int(), initialSize: initial, activeSize: active)
      }
      values += isValue ? 1 : 0
      _ = attempt { () throws(ParameterError) in
        _ = try VirtualResourceBlocks(interleaved: wild.int(), start: wild.int(), bundleSize: 2, offset: wild.int())
        _ = try VirtualResourceBlocks(count: wild.int(), offset: wild.int())
      }
      _ = attempt { () throws(ParameterError) in
        let (start, length) = (wild.int(), wild.int())
        let value = try StartAndLength.indicator(start: start, length: length)
        #expect(try StartAndLength.startAndLength(indicator: value) == (start, length))
      }
      _ = attempt { () throws(ParameterError) in _ = try StartAndLength.startAndLength(indicator: wild.int()) }
      _ = attempt { () throws(ParameterError) in
        _ = try DefaultTimeAllocation.downlink(wild.one(of: [.a, .b, .c]), index: wild.int(), typeAPosition: wild.int())
      }
    }
    #expect(values > 50)
  }

  @Test("Whole configurations of a PDSCH")
  func configurations() throws {
    var wild = Wild(generator: SeededGenerator(seed: 3))
    var values = 0
    let carrier = try Carrier(numerology: .kHz30, gridStart: 3, gridSize: 16, cellIdentity: 1)
    for _ in 0..<20000 {
      let isValue = attempt { () throws(ParameterError) in
        var reserved = ResourceElementSet(carrier)
        if wild.bool() { try reserved.insert(symbols: wild.range(), blocks: wild.range(), subcarriers: UInt16(wild.int() & 0xFFF)) }
        let time = try SharedChannelTimeAllocation(.downlink, mappingType: .a, startSymbol: 0, symbolCount: 12)
        let demodulation = try SharedChannelDemodulationReferenceSignal(
          configurationType: .two, identity: 1, cdmGroupsWithoutData: 3, ports: wild.bool() ? [0] : wild.list(8))
        var tracking: PDSCHPhaseTracking?
        if wild.bool() { tracking = PDSCHPhaseTracking(signal: try PhaseTrackingReferenceSignal(), port: wild.one(of: [0, wild.int()])) }
        let isWhole = wild.bool()
        let configuration = try PDSCHConfiguration(
          carrier: carrier, part: isWhole ? nil : try BandwidthPart(start: wild.int(), size: wild.int(), of: carrier),
          virtualBlocks: wild.bool() ? [0, 1] : wild.list(4), time: time, demodulation: demodulation,
          demodulationDelay: wild.one(of: [0, 0, wild.int()]), referenceBlock: wild.one(of: [0, wild.int()]), phaseTracking: tracking,
          modulations: [wild.one(of: Constellation.allCases)], rnti: 1, scramblingIdentity: wild.int(), reserved: reserved)
        let transmitter = try PDSCHTransmitter(configuration)
        var grid = ResourceGrid(carrier, portCount: configuration.layers.layerCount)
        let bits = BitSequence(zeros: transmitter.mapping.bitCount(codeword: 0))
        try transmitter.transmit(codewords: [bits], slot: wild.int(), into: &grid)
        _ = try transmitter.mapping.extract(grid, port: wild.int())
      }
      values += isValue ? 1 : 0
    }
    #expect(values > 20)
  }
}
