import Foundation
import Modulation
import ReferenceSignals
import Testing

@testable import PhysicalChannels

@Suite struct DCIAntennaPortsTests {
  private static func lines() throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/antenna-ports-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }
  }

  @Test("TS 38.212, tables 7.3.1.1.2-6 to -23 and 7.3.1.2.2-1 to -4: ports of every value, and DM-RS that have them")
  func tables() throws {
    let lines = try Self.lines()
    #expect(lines.count == 28)
    for line in lines {
      let numbers = line[1...3].compactMap { Int($0) }
      let signal = DCIReferenceSignal(type: numbers[0], maximumLength: numbers[1])
      let rows =
        switch line[0] {
        case "d": try DCIAntennaPorts.downlink(signal, codewordCount: numbers[2])
        case "u": try DCIAntennaPorts.uplink(signal, rank: numbers[2])
        default: try DCIAntennaPorts.transformPrecoded(signal, hasTypeTwoSequence: numbers[2] == 1)
        }
      #expect(rows.count == line.count - 4, "\(line[0...3])")
      for (row, text) in zip(rows, line[4...]) {
        let parts = text.split(separator: ":").map { $0.split(separator: ",").compactMap { Int($0) } }
        #expect(
          row
            == DCIAntennaPorts(
              cdmGroupsWithoutData: parts[0][0], ports: parts[1], symbolCount: parts[2][0],
              scramblingInitialization: parts.count > 3 ? parts[3][0] : nil), "\(line[0...3]) \(text)")
        #expect(throws: Never.self) {
          try SharedChannelDemodulationReferenceSignal(
            configurationType: signal.type == 1 ? .one : .two, duration: row.symbolCount, identity: 0,
            cdmGroupsWithoutData: row.cdmGroupsWithoutData, ports: row.ports)
        }
        if line[0] == "u" { #expect(row.ports.count == numbers[2]) }
      }
      #expect(Set(rows).count == rows.count)
    }
  }

  @Test("The fields have bits for all values of their tables")
  func widths() throws {
    let frequency = try FrequencyDomainAssignment(kind: .type1, start: 0, size: 50)
    for type in 1...2 {
      for length in 1...2 {
        let signal = DCIReferenceSignal(type: type, maximumLength: length)
        var downlink = DCIFormat1_1.Configuration(frequency: frequency)
        downlink.mappingTypeA = signal
        let most = try (1...2).map { try DCIAntennaPorts.downlink(signal, codewordCount: $0).count }.max() ?? 0
        #expect(1 << downlink.antennaPortsWidth >= most && 1 << (downlink.antennaPortsWidth - 1) < most)
        var uplink = DCIFormat0_1.Configuration(frequency: frequency)
        uplink.mappingTypeA = signal
        let layers = try (1...4).map { try DCIAntennaPorts.uplink(signal, rank: $0).count }.max() ?? 0
        #expect(1 << uplink.antennaPortsWidth >= layers && 1 << (uplink.antennaPortsWidth - 1) < layers)
      }
    }
    for count in 1...4 {
      for layers in 1...4 {
        var uplink = DCIFormat0_1.Configuration(frequency: frequency)
        uplink.transmission = .nonCodebook(resources: count, maximumLayers: layers)
        let values = try DCIFormat0_1.soundingResources(count: count, maximumLayers: layers).count
        #expect(1 << uplink.soundingResourceIndicatorWidth >= values)
        #expect(values == 1 || 1 << (uplink.soundingResourceIndicatorWidth - 1) < values)
      }
    }
  }

  @Test("TS 38.212, tables 7.3.1.1.2-28 to -31: SRS resources of every value")
  func soundingResources() throws {
    #expect(try DCIFormat0_1.soundingResources(count: 4, maximumLayers: 1) == [[0], [1], [2], [3]])
    #expect(try DCIFormat0_1.soundingResources(count: 3, maximumLayers: 2) == [[0], [1], [2], [0, 1], [0, 2], [1, 2]])
    #expect(
      try DCIFormat0_1.soundingResources(count: 4, maximumLayers: 4) == [
        [0], [1], [2], [3], [0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3], [0, 1, 2], [0, 1, 3], [0, 2, 3], [1, 2, 3], [0, 1, 2, 3],
      ])
    #expect(try DCIFormat0_1.soundingResources(count: 4, maximumLayers: 3).count == 14)
  }

  @Test("Signals, ranks and numbers that the tables do not have are refused")
  func refused() {
    #expect(throws: ParameterError.self) { try DCIAntennaPorts.downlink(DCIReferenceSignal(type: 3), codewordCount: 1) }
    #expect(throws: ParameterError.self) { try DCIAntennaPorts.downlink(DCIReferenceSignal(), codewordCount: 3) }
    #expect(throws: ParameterError.self) { try DCIAntennaPorts.uplink(DCIReferenceSignal(maximumLength: 0), rank: 1) }
    #expect(throws: ParameterError.self) { try DCIAntennaPorts.uplink(DCIReferenceSignal(), rank: 5) }
    #expect(throws: ParameterError.self) { try DCIAntennaPorts.transformPrecoded(DCIReferenceSignal(type: 2)) }
    #expect(throws: ParameterError.self) { try DCIFormat0_1.soundingResources(count: 5, maximumLayers: 1) }
    #expect(throws: ParameterError.self) { try DCIFormat0_1.soundingResources(count: 4, maximumLayers: 0) }
  }
}
