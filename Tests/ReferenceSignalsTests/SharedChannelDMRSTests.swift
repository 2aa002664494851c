import DSPKernels
import Foundation
import Modulation
import ReferenceSignals
import Testing

@Suite struct SharedChannelDMRSTests {
  private typealias DMRS = SharedChannelDemodulationReferenceSignal

  /// What was made from the clauses with numpy and agrees with Sionna and py3gpp where they have it (Oracle/shared-channel-dmrs.py).
  private static func lines(_ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/shared-channel-dmrs-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  private func numbers(_ text: Substring) -> [Int] { text.split(separator: ",").compactMap { Int($0) } }

  private func quadrants(_ values: [Complex]) -> String {
    values.map { String(($0.real < 0 ? 2 : 0) + ($0.imaginary < 0 ? 1 : 0)) }.joined()
  }

  @Test("TS 38.211, tables 7.4.1.1.2-3 and -4, 6.4.1.1.3-3, -4 and -6: symbols with DM-RS, and errors where the tables have none")
  func symbols() throws {
    let lines = try Self.lines("dmrs")
    #expect(lines.count == 1420)
    for line in lines {
      let values = line[3...10].compactMap { Int($0) }
      var text = "-"
      do {
        let found = try symbols(line[1] == "down" ? .downlink : .uplink, line[2] == "A" ? .a : .b, values)
        text = found.map { "\($0.index).\($0.isSecond ? 1 : 0).\($0.hop)" }.joined(separator: ",")
      } catch {
        #expect(error.clause.hasPrefix("TS 38.2"))
      }
      #expect(text == line[11], "\(line.joined(separator: " "))")
    }
  }

  @Test("TS 38.211 §7.4.1.1.2: beside reference signals of LTE l_1 is 12 with pos1 and l_0 = 3")
  func symbolsBesideLTE() throws {
    let lines = try Self.lines("lte")
    #expect(lines.count == 96 && lines.count { $0[4].contains("12.0") } == 2)
    for line in lines {
      let values = line[1...3].compactMap { Int($0) }
      let allocation = try SharedChannelTimeAllocation(.downlink, mappingType: .a, startSymbol: 0, symbolCount: values[0])
      let signal = try DMRS(
        additionalPosition: values[2], typeAPosition: values[1], isBesideLTE: true, identity: 0, cdmGroupsWithoutData: 1, ports: [0])
      let found = try? signal.symbols(allocation).map { "\($0.index).\($0.isSecond ? 1 : 0).\($0.hop)" }.joined(separator: ",")
      #expect((found ?? "-") == line[4], "\(line.joined(separator: " "))")
    }
  }

  private func symbols(
    _ channel: SharedChannel, _ mappingType: SharedChannelMappingType, _ values: [Int]
  ) throws(ParameterError) -> [DMRS.Symbol] {
    let allocation = try SharedChannelTimeAllocation(
      channel, mappingType: mappingType, startSymbol: values[0], symbolCount: values[1], cyclicPrefix: values[2] == 1 ? .extended : .normal)
    let signal = try DMRS(
      duration: values[4], additionalPosition: values[5], typeAPosition: values[3], identity: 0, cdmGroupsWithoutData: 1, ports: [0])
    return try signal.symbols(allocation, isHopping: values[6] == 1, delay: values[7])
  }

  @Test("TS 38.211 §7.4.1.1.1, tables 7.4.1.1.2-1, -2 and -5: values of every port")
  func values() throws {
    let lines = try Self.lines("values")
    #expect(lines.count == 240)
    var seen: Set<Int> = []
    for line in lines {
      let values = line[1...10].compactMap { Int($0) }
      let type: DMRS.ConfigurationType = values[0] == 1 ? .one : .two
      let (port, slot) = (values[6], values[7])
      let signal = try DMRS(
        configurationType: type, duration: values[1], identity: values[2], secondIdentity: values[3], scramblingInitialization: values[4],
        hasSequencePerGroup: values[5] == 1, cdmGroupsWithoutData: type.cdmGroupCount, ports: [port])
      let prefix: CyclicPrefix = line[11] == "1" ? .extended : .normal
      let symbol = DMRS.Symbol(index: values[8], isSecond: values[9] == 1)
      let blocks = numbers(line[12])
      #expect(
        Int(signal.initial(slot: slot, symbol: values[8], cdmGroup: signal.cdmGroup(port: port), cyclicPrefix: prefix)) == Int(line[13]))
      let found = try signal.values(port: port, symbol: symbol, slot: slot, cyclicPrefix: prefix, resourceBlocks: blocks)
      #expect(quadrants(found) == line[14])
      for value in found { #expect(abs(value.power.squareRoot() - signal.amplitude) < 1e-5) }
      seen.insert(port + 100 * values[0])
    }
    #expect(seen.count == 8 + 12)
  }

  @Test("TS 38.211 §7.4.1.2.2 and §6.4.1.2.2.1: symbols with PT-RS, with and without hopping")
  func phaseTrackingSymbols() throws {
    let lines = try Self.lines("ptrs")
    #expect(lines.count == 300)
    for line in lines {
      let values = line[3...9].compactMap { Int($0) }
      let allocation = try SharedChannelTimeAllocation(
        line[1] == "down" ? .downlink : .uplink, mappingType: line[2] == "A" ? .a : .b, startSymbol: values[0], symbolCount: values[1])
      let signal = try DMRS(
        duration: values[3], additionalPosition: values[4], typeAPosition: values[2], identity: 0, cdmGroupsWithoutData: 1, ports: [0])
      let isHopping = values[5] == 1
      let tracking = try PhaseTrackingReferenceSignal(timeDensity: values[6])
      let found = tracking.symbols(
        allocation, demodulation: try signal.symbols(allocation, isHopping: isHopping), isHopping: isHopping)
      #expect(found == numbers(line[10]), "\(line.joined(separator: " "))")
    }
  }

  @Test("TS 38.211, table 7.4.1.2.2-1: subcarriers with PT-RS and what stands there")
  func phaseTrackingTones() throws {
    let lines = try Self.lines("tones")
    #expect(lines.count == 150)
    for line in lines {
      let values = line[1...8].compactMap { Int($0) }
      let type: DMRS.ConfigurationType = values[0] == 1 ? .one : .two
      let signal = try DMRS(
        configurationType: type, identity: values[5], cdmGroupsWithoutData: type.cdmGroupCount, ports: [values[1]])
      let tracking = try PhaseTrackingReferenceSignal(frequencyDensity: values[3], resourceElementOffset: values[2])
      let blocks = numbers(line[9])
      let rnti = try #require(UInt16(line[5]))
      let subcarrier = try tracking.subcarrier(port: values[1], type)
      #expect(tracking.blocks(count: blocks.count, rnti: rnti).map { 12 * $0 + subcarrier } == numbers(line[10]))
      let found = try tracking.values(
        port: values[1], signal, symbol: values[7], slot: values[6], resourceBlocks: blocks, rnti: rnti)
      #expect(quadrants(found) == (line[11] == "none" ? "" : line[11]))
    }
  }

  @Test("TS 38.214 §4.1 and §5.1.6.3: powers and densities")
  func powers() throws {
    let amplitudes = try [1, 2, 3].map { try DMRS(configurationType: .two, identity: 0, cdmGroupsWithoutData: $0, ports: [0]).amplitude }
    #expect(zip(amplitudes, [1, 1.412538, 1.731801]).allSatisfy { abs($0 - $1) < 1e-5 })
    let tracking = try (1...6).map { try PhaseTrackingReferenceSignal.downlinkAmplitude(ratio: 0, layers: $0) }
    #expect(zip(tracking, [1, 1.412538, 1.731801, 1.995262, 2.238721, 2.449063]).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(try PhaseTrackingReferenceSignal.downlinkAmplitude(ratio: 1, layers: 6) == 1)
    #expect(
      [9, 10, 16, 17, 23, 24].map { PhaseTrackingReferenceSignal.timeDensity(mcs: $0, thresholds: [10, 17, 24]) } == [nil, 4, 4, 2, 2, 1])
    #expect([9, 10, 10].map { PhaseTrackingReferenceSignal.timeDensity(mcs: $0, thresholds: [10, 10, 10]) } == [nil, 1, 1])
    #expect(
      [7, 8, 99, 100].map { PhaseTrackingReferenceSignal.frequencyDensity(resourceBlocks: $0, thresholds: [8, 100]) } == [nil, 2, 2, 4])
    #expect(PhaseTrackingReferenceSignal.timeDensity(mcs: 0, thresholds: nil) == 1)
    #expect(PhaseTrackingReferenceSignal.frequencyDensity(resourceBlocks: 1, thresholds: nil) == 2)
  }

  @Test("TS 38.212, tables 7.3.1.2.2-1 to -4: what has data in a symbol with DM-RS")
  func dataSubcarriers() throws {
    func mask(_ type: DMRS.ConfigurationType, _ groups: Int) throws -> UInt16 {
      try DMRS(configurationType: type, identity: 0, cdmGroupsWithoutData: groups, ports: [0]).dataSubcarriers
    }
    #expect(try mask(.one, 1) == 0b1010_1010_1010 && mask(.one, 2) == 0)
    #expect(try mask(.two, 1) == 0b1111_0011_1100 && mask(.two, 2) == 0b1100_0011_0000 && mask(.two, 3) == 0)
  }

  @Test("Values out of their ranges are errors that say which and why")
  func errors() throws {
    #expect(throws: ParameterError.self) { try DMRS(duration: 3, identity: 0, cdmGroupsWithoutData: 1, ports: [0]) }
    #expect(throws: ParameterError.self) { try DMRS(duration: 2, additionalPosition: 2, identity: 0, cdmGroupsWithoutData: 1, ports: [0]) }
    #expect(throws: ParameterError.self) { try DMRS(typeAPosition: 4, identity: 0, cdmGroupsWithoutData: 1, ports: [0]) }
    #expect(throws: ParameterError.self) { try DMRS(identity: 65536, cdmGroupsWithoutData: 1, ports: [0]) }
    #expect(throws: ParameterError.self) { try DMRS(identity: 0, scramblingInitialization: 2, cdmGroupsWithoutData: 1, ports: [0]) }
    #expect(throws: ParameterError.self) { try DMRS(identity: 0, cdmGroupsWithoutData: 3, ports: [0]) }
    #expect(throws: ParameterError.self) { try DMRS(identity: 0, cdmGroupsWithoutData: 1, ports: []) }
    #expect(throws: ParameterError.self) { try DMRS(identity: 0, cdmGroupsWithoutData: 2, ports: [4]) }
    #expect(throws: ParameterError.self) { try DMRS(identity: 0, cdmGroupsWithoutData: 1, ports: [0, 0]) }
    #expect(throws: ParameterError.self) { try DMRS(identity: 0, cdmGroupsWithoutData: 1, ports: [2]) }
    #expect(throws: ParameterError.self) { try PhaseTrackingReferenceSignal(timeDensity: 3) }
    #expect(throws: ParameterError.self) { try PhaseTrackingReferenceSignal(frequencyDensity: 1) }
    #expect(throws: ParameterError.self) { try PhaseTrackingReferenceSignal(resourceElementOffset: 4) }
    #expect(throws: ParameterError.self) { try PhaseTrackingReferenceSignal.downlinkAmplitude(ratio: 2, layers: 1) }
    #expect(throws: ParameterError.self) { try PhaseTrackingReferenceSignal.downlinkAmplitude(ratio: 0, layers: 7) }
    let signal = try DMRS(identity: 0, cdmGroupsWithoutData: 1, ports: [0])
    for blocks in [[1, 1], [2, 1], [-1], [2475], [Int.max]] {
      #expect(throws: ParameterError.self) { try signal.values(port: 0, symbol: .init(index: 2), slot: 0, resourceBlocks: blocks) }
      #expect(throws: ParameterError.self) {
        try PhaseTrackingReferenceSignal().values(port: 0, signal, symbol: 2, slot: 0, resourceBlocks: blocks + blocks, rnti: 0)
      }
    }
    for port in [-1, 8, Int.max] {
      #expect(throws: ParameterError.self) { try signal.values(port: port, symbol: .init(index: 2), slot: 0, resourceBlocks: [0]) }
    }
    #expect(throws: ParameterError.self) { try PhaseTrackingReferenceSignal().subcarrier(port: 4, .one) }
    #expect(throws: ParameterError.self) { try PhaseTrackingReferenceSignal().subcarrier(port: -1, .two) }
  }
}
