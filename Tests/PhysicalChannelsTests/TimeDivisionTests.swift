import Foundation
import Modulation
import PhysicalChannels
import Testing

@Suite struct TimeDivisionTests {
  private static func text(_ directions: some Sequence<SymbolDirection>) -> String {
    String(directions.map { $0 == .downlink ? "D" : $0 == .uplink ? "U" : "F" })
  }

  private static func part(_ text: Substring) throws -> TimeDivisionPattern.Part {
    let v = CSIVectors.numbers(text)
    return TimeDivisionPattern.Part(
      periodicity: try #require(.init(rawValue: v[0])), downlinkSlots: v[1], downlinkSymbols: v[2], uplinkSlots: v[3], uplinkSymbols: v[4])
  }

  @Test("TS 38.213 §11.1: directions by one or two patterns and by dedicated slots")
  func patterns() throws {
    let lines = try CSIVectors.lines("tdd-patterns").filter { $0[0] == "pattern" }
    #expect(lines.count == 150)
    for line in lines {
      let reference = try #require(UInt8(line[1]).flatMap { Numerology(rawValue: $0) })
      let numerology = try #require(UInt8(line[2]).flatMap { Numerology(rawValue: $0) })
      let dedicated: [TimeDivisionPattern.DedicatedSlot] =
        line[5] == "-"
        ? []
        : line[5].split(separator: ";").map { text in
          let parts = text.split(separator: ":")
          let symbols = CSIVectors.numbers(parts[1])
          return TimeDivisionPattern.DedicatedSlot(slot: Int(parts[0]) ?? -1, downlinkSymbols: symbols[0], uplinkSymbols: symbols[1])
        }
      let pattern = try TimeDivisionPattern(
        reference: reference, numerology: numerology, line[3...4].filter { $0 != "-" }.map { try Self.part($0) }, dedicated: dedicated)
      let period = String(line[6])
      #expect(pattern.slotCount * 14 == period.count)
      let frames = (0..<(2 * numerology.slotsPerFrame)).map {
        Self.text(pattern.directions(slot: $0 % numerology.slotsPerFrame, frame: 4 + $0 / numerology.slotsPerFrame))
      }.joined()
      #expect(frames == String(repeating: period, count: frames.count / period.count))
    }
  }

  @Test("TS 38.213, table 11.1.1-1: slot formats")
  func formats() throws {
    let lines = try CSIVectors.lines("tdd-patterns").filter { $0[0] == "format" }
    #expect(lines.count == SlotFormat.count)
    for line in lines { #expect(Self.text(try SlotFormat.symbols(#require(Int(line[1])))) == line[2]) }
    for format in [-1, 56, 254, 255] { #expect(throws: ParameterError.self) { try SlotFormat.symbols(format) } }
    // 7D1S2U at 30 kHz: the special slot's flexible symbols can become downlink or uplink, others cannot.
    let pattern = try TimeDivisionPattern(
      reference: .kHz30, numerology: .kHz30,
      [.init(periodicity: .ms5, downlinkSlots: 7, downlinkSymbols: 6, uplinkSlots: 2, uplinkSymbols: 4)])
    #expect(Self.text(pattern.directions(slot: 7)) == "DDDDDDFFFFUUUU")
    #expect(Self.text(try pattern.directions(slot: 7, format: 255)) == "DDDDDDFFFFUUUU")
    #expect(Self.text(try pattern.directions(slot: 17, format: 45)) == "DDDDDDFFUUUUUU")
    #expect(throws: ParameterError.self) { try pattern.directions(slot: 7, format: 1) }
    #expect(throws: ParameterError.self) { try pattern.directions(slot: 8, format: 0) }
    #expect(Self.text(pattern.directions(slot: 18, frame: 3)) == "UUUUUUUUUUUUUU")
    #expect(Self.text(pattern.directions(slot: -1)) == "UUUUUUUUUUUUUU")
  }

  @Test("Patterns that the clause does not have are refused")
  func refused() {
    typealias Part = TimeDivisionPattern.Part
    let good = Part(periodicity: .ms5, downlinkSlots: 3, uplinkSlots: 1)
    let wrong: [(Numerology, Numerology, [Part], [TimeDivisionPattern.DedicatedSlot])] = [
      (.kHz30, .kHz15, [good], []), (.kHz15, .kHz15, [], []),
      (.kHz15, .kHz15, [Part(periodicity: .us625, downlinkSlots: 0, uplinkSlots: 0)], []),
      (.kHz15, .kHz15, [Part(periodicity: .us500, downlinkSlots: 0, uplinkSlots: 0)], []),
      (.kHz240, .kHz240, [good], []), (.kHz15, .kHz15, [Part(periodicity: .ms3, downlinkSlots: 1, uplinkSlots: 1)], []),
      (.kHz15, .kHz15, [Part(periodicity: .ms5, downlinkSlots: 4, uplinkSlots: 2)], []),
      (.kHz15, .kHz15, [Part(periodicity: .ms5, downlinkSlots: 4, downlinkSymbols: 8, uplinkSlots: 0, uplinkSymbols: 7)], []),
      (.kHz15, .kHz15, [Part(periodicity: .ms5, downlinkSlots: -1, uplinkSlots: 2)], []),
      (.kHz15, .kHz15, [Part(periodicity: .ms5, downlinkSlots: 1, downlinkSymbols: 14, uplinkSlots: 2)], []),
      (.kHz15, .kHz15, [good], [TimeDivisionPattern.DedicatedSlot(slot: 5, downlinkSymbols: 1, uplinkSymbols: 1)]),
      (.kHz15, .kHz15, [good], [TimeDivisionPattern.DedicatedSlot(slot: 3, downlinkSymbols: 8, uplinkSymbols: 7)]),
      (.kHz15, .kHz15, [good], [TimeDivisionPattern.DedicatedSlot(slot: 0, downlinkSymbols: 0, uplinkSymbols: 14)]),
    ]
    for (reference, numerology, parts, dedicated) in wrong {
      #expect(throws: ParameterError.self) {
        try TimeDivisionPattern(reference: reference, numerology: numerology, parts, dedicated: dedicated)
      }
    }
  }
}
