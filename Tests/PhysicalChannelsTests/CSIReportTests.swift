import Base
import ChannelCoding
import Foundation
import Modulation
import Testing

@testable import PhysicalChannels

@Suite struct CSIReportTests {
  private typealias Fields = [Substring: Substring]

  private static func fields(_ line: [Substring]) -> Fields {
    Fields(
      line.map { text in
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        return (parts[0], parts[1])
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func rows(_ text: Substring) -> [[Int]] { text.split(separator: ";").map(CSIVectors.numbers) }

  private static func quantity(_ name: Substring) -> CSIReportConfiguration.Quantity? {
    switch name {
    case "cri-RI-PMI-CQI": .criRIPMICQI
    case "cri-RI-LI-PMI-CQI": .criRILIPMICQI
    case "cri-RI-i1-CQI": .criRII1CQI
    case "cri-RI-i1": .criRII1
    case "cri-RI-CQI": .criRICQI
    default: nil
    }
  }

  private static func configuration(_ own: Fields) throws -> CSIReportConfiguration {
    func number(_ name: Substring) throws -> Int { try #require(own[name].flatMap { Int($0) }) }
    let n = CSIVectors.numbers(try #require(own["n"]))
    let codebook: CSIReportCodebook
    let hasPorts = n[0] == 0
    let array = try hasPorts ? CodebookArray.twoPorts : CodebookArray(panelCount: n[0], n1: n[1], n2: n[2])
    switch own["codebook"] {
    case "typeii" where hasPorts:
      codebook = .typeII(
        try TypeIICodebook(
          portCount: n[1], samplingSize: n[2], beamCount: number("L"), phaseCount: number("psk"),
          hasSubbandAmplitude: number("sbamp") == 1))
    case "enhanced" where hasPorts:
      codebook = .enhancedTypeII(
        try EnhancedTypeIICodebook(
          portCount: n[1], samplingSize: n[2], combination: number("combo"), precodersPerSubband: number("r"), precoderCount: number("n3")))
    case "typeii":
      codebook = .typeII(
        try TypeIICodebook(array, beamCount: number("L"), phaseCount: number("psk"), hasSubbandAmplitude: number("sbamp") == 1))
    case "enhanced":
      codebook = .enhancedTypeII(
        try EnhancedTypeIICodebook(
          array, combination: number("combo"), precodersPerSubband: number("r"), precoderCount: number("n3")))
    default: codebook = .typeI(try TypeICodebook(array, mode: own["codebook"] == "two" ? 1 : number("mode")))
    }
    let mask = try number("ranks")
    return try CSIReportConfiguration(
      codebook: codebook, quantity: #require(Self.quantity(own["quantity"] ?? "")), channel: own["channel"] == "pucch" ? .pucch : .pusch,
      hasSubbandPMI: own["pmi"] == "sub", hasSubbandCQI: own["cqi"] == "sub", subbandCount: number("subbands"),
      resourceCount: number("resources"), ranks: (1...8).filter { mask >> ($0 - 1) & 1 == 1 })
  }

  private static func report(_ own: Fields, _ configuration: CSIReportConfiguration) throws -> CSIReport {
    func number(_ name: Substring) throws -> Int { try #require(own[name].flatMap { Int($0) }) }
    func list(_ name: Substring) -> [Int] { CSIVectors.numbers(own[name] ?? "") }
    var report = CSIReport(
      resource: try number("cri"), rank: try number("rank"), layer: try number("li"), widebandCQI: list("wcqi"),
      subbandCQI: Self.rows(own["scqi"] ?? ""))
    switch configuration.codebook {
    case .singlePort: break
    case .typeI:
      guard configuration.quantity.hasWidebandIndices else { break }
      let i1 = list("i1") + [0, 0, 0]
      let i14 = own["codebook"] == "multi" ? Array(list("i1").dropFirst(3)) : []
      report.precoding = .typeI(.init(i11: i1[0], i12: i1[1], i13: i1[2], i14: i14), i2: Self.rows(own["i2"] ?? ""))
    case .typeII(let codebook):
      let count = 2 * codebook.beamCount
      let layers = try (own["layers"] ?? "").split(separator: ";").map { text in
        let parts = text.split(separator: ":")
        let (amplitudes, phases) = (CSIVectors.numbers(parts[2]), CSIVectors.numbers(parts[3]))
        return TypeIIIndicator.Layer(
          strongest: try #require(Int(parts[0])), amplitudes: CSIVectors.numbers(parts[1]),
          subbands: stride(from: 0, to: phases.count, by: count).map {
            .init(phases: Array(phases[$0..<($0 + count)]), amplitudes: Array(amplitudes[$0..<($0 + count)]))
          })
      }
      report.precoding = .typeII(.init(q1: list("q")[0], q2: list("q")[1], i12: try number("i12"), layers: layers))
    case .enhancedTypeII:
      let layers = try (own["layers"] ?? "").split(separator: ";").map { text in
        let parts = text.split(separator: ":")
        return EnhancedTypeIIIndicator.Layer(
          i16: try #require(Int(parts[0])), strongest: try #require(Int(parts[1])), referenceAmplitude: try #require(Int(parts[2])),
          isNonZero: CSIVectors.numbers(parts[3]).map { $0 == 1 }, amplitudes: CSIVectors.numbers(parts[4]),
          phases: CSIVectors.numbers(parts[5]))
      }
      report.precoding = .enhancedTypeII(
        .init(q1: list("q")[0], q2: list("q")[1], i12: try number("i12"), i15: try number("i15"), layers: layers))
    }
    return report
  }

  private static func bits(_ text: Substring?) -> BitSequence { BitSequence((text ?? "").filter { $0 != "-" }.map { $0 == "1" }) }

  @Test("TS 38.212 §6.3.1.1.2 and §6.3.2.1.2: reports of all codebooks to bits and back, and part 2's size from part 1")
  func reports() throws {
    let lines = try CSIVectors.lines("csi-report")
    #expect(lines.count == 470)
    var sent: [(bits: BitSequence, size: CSIReportFormat.SecondPartSize)] = []
    for line in lines {
      let own = Self.fields(line)
      let configuration = try Self.configuration(own)
      let report = try Self.report(own, configuration)
      let format = CSIReportFormat(configuration)
      let parts = try format.pack(report)
      let (first, second) = (Self.bits(own["part1"]), Self.bits(own["part2"]))
      #expect(parts.first == first && parts.second == second, "\(line.joined(separator: " "))")
      #expect(format.firstPartCount == first.count)
      #expect(try format.secondPartSize(first: first).bitCount == second.count, "\(line.joined(separator: " "))")
      let size = try format.secondPartSize(first: first)
      #expect(size.priorityCounts == CSIVectors.numbers(own["lengths"] ?? ""), "\(line.joined(separator: " "))")
      #expect(try format.unpack(first: first, second: second) == report)
      sent.append((second, size))
    }
    // Several reports in one UCI, those of the whole band first.
    for start in stride(from: 0, to: 348, by: 3) {
      let parts = Array(sent[start..<(start + 3)])
      let joined = try CSIReportSequence.join(parts)
      #expect(try CSIReportSequence.split(joined, parts.map(\.size)) == parts.map(\.bits))
      var expected = BitSequence()
      for part in parts { for index in 0..<part.size.priorityCounts[0] { expected.append(part.bits[index] ? 1 : 0, count: 1) } }
      for part in parts {
        for index in part.size.priorityCounts[0]..<part.bits.count { expected.append(part.bits[index] ? 1 : 0, count: 1) }
      }
      #expect(joined == expected)
      #expect(throws: ParameterError.self) { try CSIReportSequence.split(BitSequence(zeros: joined.count + 1), parts.map(\.size)) }
    }
    #expect(throws: ParameterError.self) { try CSIReportSequence.join([(BitSequence(zeros: sent[0].bits.count + 1), sent[0].size)]) }
  }

  @Test("Any bits are a report or an error")
  func damaged() throws {
    var generator = SeededGenerator(seed: 3)
    var (reports, errors) = (0, 0)
    for line in try CSIVectors.lines("csi-report") {
      let own = Self.fields(line)
      let format = CSIReportFormat(try Self.configuration(own))
      for _ in 0..<8 {
        let first = BitSequence((0..<format.firstPartCount).map { _ in Bool.random(using: &generator) })
        guard let size = try? format.secondPartSize(first: first) else {
          errors += 1
          continue
        }
        let second = BitSequence((0..<size.bitCount).map { _ in Bool.random(using: &generator) })
        if let report = try? format.unpack(first: first, second: second) {
          reports += 1
          // But for the padding and the second layer's number of a report with one layer, which are not kept.
          var isKept = !format.configuration.isOnePart
          if case .typeII = report.precoding, report.rank == 1 { isKept = false }
          let again = try format.pack(report)
          #expect(again.second == second && (!isKept || again.first == first))
        } else {
          errors += 1
        }
      }
      #expect(throws: ParameterError.self) { try format.unpack(first: BitSequence(zeros: format.firstPartCount + 1)) }
    }
    #expect(reports > 500 && errors > 200)
  }

  @Test("Reports that the configuration does not have are refused")
  func refused() throws {
    let codebook = try TypeICodebook(CodebookArray(n1: 2, n2: 1))
    let configuration = try CSIReportConfiguration(codebook: .typeI(codebook), channel: .pucch, ranks: [1, 2])
    let format = CSIReportFormat(configuration)
    let good = CSIReport(rank: 2, widebandCQI: [9], precoding: .typeI(.init(i11: 3, i13: 1), i2: [[1]]))
    #expect(try format.pack(good).first.count == format.firstPartCount)
    for change: (inout CSIReport) -> Void in [
      { $0.rank = 3 }, { $0.resource = 1 }, { $0.layer = 1 }, { $0.widebandCQI = [] }, { $0.widebandCQI = [16] },
      { $0.subbandCQI = [[0]] }, { $0.precoding = .none }, { $0.precoding = .typeI(.init(i11: 8), i2: [[1]]) },
      { $0.precoding = .typeI(.init(), i2: []) }, { $0.precoding = .typeI(.init(), i2: [[2]]) },
    ] {
      var report = good
      change(&report)
      #expect(throws: ParameterError.self) { try format.pack(report) }
    }
    #expect(throws: ParameterError.self) { try CSIReportConfiguration(codebook: .typeI(codebook), channel: .pucch, ranks: [2, 1]) }
    #expect(throws: ParameterError.self) { try CSIReportConfiguration(codebook: .typeI(codebook), channel: .pucch, ranks: [5]) }
    #expect(throws: ParameterError.self) { try CSIReportConfiguration(codebook: .typeI(codebook), channel: .pucch, subbandCount: 0) }
    #expect(throws: ParameterError.self) {
      try CSIReportConfiguration(codebook: .singlePort, quantity: .criRII1, channel: .pucch)
    }
    let second = try TypeIICodebook(CodebookArray(n1: 4, n2: 1), beamCount: 2, phaseCount: 4, hasSubbandAmplitude: false)
    #expect(throws: ParameterError.self) { try CSIReportConfiguration(codebook: .typeII(second), channel: .pucch) }
  }
}
