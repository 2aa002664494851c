import DSPKernels
import Foundation
import Modulation
import ReferenceSignals
import Testing

@Suite struct LowPAPRSequenceTests {
  /// What Oracle/low-papr.py made: the parameters, and the values.
  private static func lines(_ kind: String) throws -> [(parameters: [Substring], values: [(Float, Float)])] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/low-papr-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "|")
      let parameters = parts[0].split(separator: " ")
      guard parameters[0] == kind else { return nil }
      let values = parts[1].split(separator: " ").map { value in
        let axes = value.split(separator: ",").compactMap { Float($0) }
        return (axes[0], axes[1])
      }
      return (parameters, values)
    }
  }

  /// The values that a line has of a sequence, and its weighted sum.
  private static func agrees(_ sequence: [Complex], _ expected: [(Float, Float)]) -> Bool {
    let count = sequence.count
    let places = count <= 24 ? Array(0..<count) : (0..<24).map { (7 + 37 * $0) * $0 % count }
    guard expected.count == places.count + 1 else { return false }
    for (place, value) in zip(places, expected)
    where abs(sequence[place].real - value.0) > 1e-5 || abs(sequence[place].imaginary - value.1) > 1e-5 { return false }
    var sum = (0.0, 0.0)
    for (index, element) in sequence.enumerated() {
      sum.0 += Double(index % 7 + 1) * Double(element.real)
      sum.1 += Double(index % 7 + 1) * Double(element.imaginary)
    }
    let last = expected[places.count]
    return abs(sum.0 - Double(last.0)) < 1e-3 && abs(sum.1 - Double(last.1)) < 1e-3
  }

  @Test("TS 38.211 §5.2.2: sequences of type 1 of every short length and group, and of long ones")
  func typeOne() throws {
    let lines = try Self.lines("one")
    #expect(lines.count == 300)
    for (parameters, values) in lines {
      let integers = try [1, 2, 4].map { try #require(Int(parameters[$0])) }
      let sequence = try LowPAPRSequence.typeOne(
        group: integers[0], number: integers[1], cyclicShift: try #require(Double(parameters[3])), count: integers[2])
      #expect(sequence.count == integers[2])
      #expect(Self.agrees(sequence, values), "\(parameters)")
    }
  }

  @Test("TS 38.211 §5.2.3: sequences of type 2")
  func typeTwo() throws {
    let lines = try Self.lines("two")
    #expect(lines.count == 160)
    for (parameters, values) in lines {
      let initial = try #require(UInt32(parameters[1]))
      let integers = try [2, 3].map { try #require(Int(parameters[$0])) }
      let sequence = try LowPAPRSequence.typeTwo(initial: initial, group: integers[0], count: integers[1])
      #expect(sequence.count == integers[1])
      #expect(Self.agrees(sequence, values), "\(parameters)")
    }
  }

  @Test("Parameters that the clauses do not have are refused")
  func refused() {
    for (group, number, count) in [
      (30, 0, 12), (-1, 0, 12), (0, 1, 60), (0, 2, 72), (0, 0, 0), (0, 0, -6), (0, 0, 20), (0, 0, 31), (0, 0, 3306),
    ] {
      #expect(throws: ParameterError.self) { try LowPAPRSequence.typeOne(group: group, number: number, count: count) }
    }
    for (group, count) in [(30, 12), (-1, 12), (0, 0), (0, 20), (0, 42), (0, 3306)] {
      #expect(throws: ParameterError.self) { try LowPAPRSequence.typeTwo(initial: 1, group: group, count: count) }
    }
  }
}
