import Base
import ChannelCoding
import Modulation
import Testing

@testable import PhysicalChannels

/// Puts named values into the fields of a format.
private struct NamedWriter: DCIFieldVisitor {
  let values: [String: Int]

  mutating func field(_ name: StaticString, _ value: inout Int, _ width: Int) throws(ParameterError) {
    value = values["\(name)"] ?? value
  }
}

/// Takes the values out of the fields.
private struct NamedReader: DCIFieldVisitor {
  var values: [String: Int] = [:]

  mutating func field(_ name: StaticString, _ value: inout Int, _ width: Int) throws(ParameterError) { values["\(name)"] = value }
}

extension DCIFieldSequence {
  fileprivate init(_ values: [String: Int], _ layout: Layout) throws {
    self.init()
    var writer = NamedWriter(values: values)
    try visit(&writer, layout)
  }

  fileprivate func values(_ layout: Layout) throws -> [String: Int] {
    var reader = NamedReader()
    var fields = self
    try fields.visit(&reader, layout)
    return reader.values
  }
}

@Suite struct DCITests {
  /// A line with the names of its numbers.
  private struct Vector {
    var configuration: [String: Int]
    var values: [String: Int]
    var bits: BitSequence

    static func all(_ format: Substring) throws -> [Vector] {
      let names = try #require(PDCCHVectors.lines("dci", "names").first { $0[0] == format })
      return try PDCCHVectors.lines("dci", "dci").filter { $0[0] == format }.map { line in
        func dictionary(_ index: Int) -> [String: Int] {
          Dictionary(
            uniqueKeysWithValues: zip(
              names[index].split(separator: ",").map(String.init), PDCCHVectors.numbers(line[index].split(separator: ","))))
        }
        return Vector(configuration: dictionary(1), values: dictionary(2), bits: PDCCHVectors.bits(line[3]))
      }
    }

    func number(_ name: String) throws -> Int { try #require(configuration[name]) }
    func isSet(_ name: String) throws -> Bool { try number(name) != 0 }
  }

  /// That fields made of values give the bits, and that the bits give the values.
  private func compare<Format: DCIFieldSequence>(
    _ vector: Vector, _ layout: Format.Layout, encode: (Format) throws -> BitSequence, decode: (BitSequence) throws -> Format
  ) throws {
    let format = try Format(vector.values, layout)
    #expect(try encode(format) == vector.bits)
    let values = try decode(vector.bits).values(layout)
    for (name, value) in vector.values { #expect(values[name] == value, "\(name)") }
  }

  @Test("TS 38.212 §7.3.1.1.1: format 0_0 on both uplink carriers")
  func format00() throws {
    let vectors = try Vector.all("0_0")
    #expect(vectors.count == 150)
    for vector in vectors {
      var configuration = try DCISizeConfiguration(
        coresetZeroSize: vector.number("downlink"), initialDownlinkSize: 100, initialUplinkSize: vector.number("uplink"))
      let supplementary = try vector.number("supplementary")
      if supplementary > 0 { configuration.supplementaryUplink = .init(initialSize: supplementary, activeSize: supplementary) }
      configuration.monitorsSpecific = false
      let common = try DCISizes(configuration).common
      let layout = try vector.isSet("carrier") ? #require(common.supplementaryFormat00) : common.format00
      try compare(vector, layout) {
        try $0.encode(layout)
      } decode: {
        try DCIFormat0_0(decoding: $0, layout)
      }
      #expect(throws: ParameterError.self) { try DCIFormat1_0(decoding: vector.bits, .cell, common.format10) }
    }
  }

  @Test("TS 38.212 §7.3.1.2.1: format 1_0 for every RNTI and as an order")
  func format10() throws {
    func check<Format: DCIFieldSequence>(
      _ name: Substring, _ kind: RNTIKind, _ wrap: (Format) -> DCIFormat1_0, _ unwrap: (DCIFormat1_0) -> Format?,
      _ layout: (DCIFormat1_0.Layout) -> Format.Layout
    ) throws {
      let vectors = try Vector.all(name)
      #expect(vectors.count == 30)
      for vector in vectors {
        var widths = try DCIFormat1_0.Layout(bandwidthPartSize: vector.number("downlink"))
        widths.size += try vector.number("padding")
        try compare(vector, layout(widths)) {
          try wrap($0).encode(widths)
        } decode: {
          try #require(unwrap(DCIFormat1_0(decoding: $0, kind, widths)))
        }
        #expect(throws: ParameterError.self) { try DCIFormat1_0(decoding: BitSequence(zeros: widths.size - 1), kind, widths) }
      }
    }
    for kind in [RNTIKind.cell, .configuredScheduling, .modulationAndCodingSchemeCell, .temporaryCell] {
      try check("1_0.unicast", kind, { .unicast($0) }, { if case .unicast(let format) = $0 { format } else { nil } }, { $0 })
    }
    try check("1_0.order", .cell, { .order($0) }, { if case .order(let format) = $0 { format } else { nil } }, { $0 })
    try check("1_0.paging", .paging, { .paging($0) }, { if case .paging(let format) = $0 { format } else { nil } }, { $0 })
    try check(
      "1_0.system", .systemInformation, { .systemInformation($0) },
      { if case .systemInformation(let format) = $0 { format } else { nil } }, { $0 })
    try check(
      "1_0.random", .randomAccess, { .randomAccessResponse($0) },
      { if case .randomAccessResponse(let format) = $0 { format } else { nil } }, { ($0, isMessageB: false) })
    try check(
      "1_0.messageB", .messageB, { .messageB($0) }, { if case .messageB(let format) = $0 { format } else { nil } },
      { ($0, isMessageB: true) })
  }

  private func frequency(_ vector: Vector) throws -> FrequencyDomainAssignment {
    try FrequencyDomainAssignment(
      kind: [.type0, .type1, .dynamicSwitch][vector.number("allocation")], start: vector.number("start"), size: vector.number("size"),
      groupConfiguration: vector.number("groupConfiguration") == 1 ? .configuration1 : .configuration2)
  }

  private func signal(_ vector: Vector, _ name: String) throws -> DCIReferenceSignal? {
    let type = try vector.number(name + "Type")
    return type == 0 ? nil : DCIReferenceSignal(type: type, maximumLength: try vector.number(name + "Length"))
  }

  private func configuration01(_ vector: Vector) throws -> DCIFormat0_1.Configuration {
    var configuration = DCIFormat0_1.Configuration(frequency: try frequency(vector))
    configuration.hasCarrierIndicator = try vector.isSet("crossCarrier")
    configuration.hasSupplementaryUplink = try vector.isSet("supplementary")
    configuration.bandwidthPartCount = try vector.number("bandwidthParts")
    configuration.timeAllocationCount = try vector.number("timeAllocations")
    configuration.hasFrequencyHopping = try vector.isSet("hopping")
    configuration.acknowledgement =
      try !vector.isSet("dynamicCodebook") ? .semiStatic : vector.isSet("subCodebooks") ? .dynamicWithTwoSubCodebooks : .dynamic
    let resources = try vector.number("soundingResources")
    let rank = try vector.number("maximumRank")
    configuration.transmission =
      try vector.isSet("codebook")
      ? .codebook(
        resources: resources, ports: vector.number("ports"), maximumRank: rank,
        subset: DCIFormat0_1.Configuration.CodebookSubset.allCases[vector.number("subset")])
      : .nonCodebook(resources: resources, maximumLayers: rank)
    configuration.hasTransformPrecoding = try vector.isSet("transformPrecoding")
    configuration.mappingTypeA = try signal(vector, "typeA")
    configuration.mappingTypeB = try signal(vector, "typeB")
    configuration.reportTriggerSize = try vector.number("reportTriggerSize")
    configuration.codeBlockGroupCount = try vector.number("codeBlockGroups")
    configuration.hasPhaseTracking = try vector.isSet("phaseTracking")
    configuration.hasDynamicBetaOffsets = try vector.isSet("dynamicBeta")
    configuration.openLoopPowerControlWidth = try vector.number("openLoop")
    configuration.hasPriorityIndicator = try vector.isSet("priority")
    configuration.hasInvalidSymbolPatternIndicator = try vector.isSet("invalidPattern")
    configuration.hasMinimumSchedulingOffset = try vector.isSet("minimumOffset")
    configuration.dormancyGroupCount = try vector.number("dormancy")
    return configuration
  }

  private func configuration11(_ vector: Vector) throws -> DCIFormat1_1.Configuration {
    var configuration = DCIFormat1_1.Configuration(frequency: try frequency(vector))
    configuration.hasCarrierIndicator = try vector.isSet("crossCarrier")
    configuration.hasSupplementaryUplink = try vector.isSet("supplementary")
    configuration.bandwidthPartCount = try vector.number("bandwidthParts")
    configuration.timeAllocationCount = try vector.number("timeAllocations")
    configuration.hasInterleaving = try vector.isSet("interleaving")
    configuration.hasDynamicBundling = try vector.isSet("dynamicBundling")
    configuration.rateMatchGroupCount = try vector.number("rateMatchGroups")
    configuration.zeroPowerSetCount = try vector.number("zeroPowerSets")
    configuration.codewordCount = try vector.number("codewords")
    configuration.acknowledgement =
      try !vector.isSet("dynamicCodebook") ? .semiStatic : vector.isSet("severalCells") ? .dynamicForSeveralCells : .dynamic
    configuration.feedbackTimingCount = try vector.number("feedbackTimings")
    configuration.mappingTypeA = try signal(vector, "typeA")
    configuration.mappingTypeB = try signal(vector, "typeB")
    configuration.hasTransmissionConfigurationIndication = try vector.isSet("configurationIndication")
    configuration.codeBlockGroupCount = try vector.number("codeBlockGroups")
    configuration.hasFlushIndicator = try vector.isSet("flushIndicator")
    configuration.hasPriorityIndicator = try vector.isSet("priority")
    configuration.hasMinimumSchedulingOffset = try vector.isSet("minimumOffset")
    configuration.dormancyGroupCount = try vector.number("dormancy")
    return configuration
  }

  @Test("TS 38.212 §7.3.1.1.2: format 0_1 of many configurations")
  func format01() throws {
    let vectors = try Vector.all("0_1")
    #expect(vectors.count == 160)
    for vector in vectors {
      let configuration = try configuration01(vector)
      #expect(try configuration.fieldCount() + vector.number("padding") == vector.bits.count)
      try compare(vector, configuration) {
        try $0.encode(configuration, size: vector.bits.count)
      } decode: {
        try DCIFormat0_1(decoding: $0, configuration)
      }
    }
  }

  @Test("TS 38.212 §7.3.1.2.2: format 1_1 of many configurations")
  func format11() throws {
    let vectors = try Vector.all("1_1")
    #expect(vectors.count == 160)
    for vector in vectors {
      let configuration = try configuration11(vector)
      #expect(try configuration.fieldCount() + vector.number("padding") == vector.bits.count)
      try compare(vector, configuration) {
        try $0.encode(configuration, size: vector.bits.count)
      } decode: {
        try DCIFormat1_1(decoding: $0, configuration)
      }
    }
  }

  @Test("TS 38.212 §7.3.1.0: sizes are aligned, step by step, to at most four")
  func alignment() throws {
    let names = try #require(PDCCHVectors.lines("dci", "names").first { $0[0] == "align" })
    let lines = try PDCCHVectors.lines("dci", "align")
    #expect(lines.count == 300)
    for line in lines {
      let given = Dictionary(uniqueKeysWithValues: zip(names[1].split(separator: ","), line[0].split(separator: ",")))
      let expected = Dictionary(uniqueKeysWithValues: zip(names[2].split(separator: ","), line[1].split(separator: ",")))
      func number(_ name: Substring) throws -> Int { try #require(given[name].flatMap { Int($0) }) }
      var configuration = try DCISizeConfiguration(
        coresetZeroSize: number("coreset") == 0 ? nil : number("coreset"), initialDownlinkSize: number("initialDownlink"),
        initialUplinkSize: number("initialUplink"), activeDownlinkSize: number("activeDownlink"), activeUplinkSize: number("activeUplink"))
      if try number("supplementaryInitial") > 0 {
        configuration.supplementaryUplink = try .init(
          initialSize: number("supplementaryInitial"), activeSize: number("supplementaryActive"))
      }
      configuration.monitorsCommon = try number("monitorCommon") == 1
      configuration.monitorsSpecific = try number("monitorSpecific") == 1
      configuration.otherSizes = PDCCHVectors.numbers(given["others", default: ""].split(separator: "."))
      let sizes = try? DCISizes(
        configuration, format01: PDCCHVectors.numbers(given["zeroOne", default: ""].split(separator: ".")).max(),
        format11: given["oneOne"].flatMap { Int($0) })
      guard let sizes else {
        #expect(expected["allowed"] == "0")
        continue
      }
      func widths(_ fallback: DCISizes.Fallback) -> String {
        [fallback.format00.frequencyWidth, fallback.supplementaryFormat00?.frequencyWidth].compactMap { $0.map(String.init) }
          .joined(separator: ".")
      }
      let found: [Substring: String] = [
        "step": "\(sizes.step.rawValue)", "allowed": "1", "common": "\(sizes.common.size)", "commonWidths": widths(sizes.common),
        "commonIndicator": sizes.common.format00.hasUplinkCarrierIndicator ? "1" : "0", "specific": "\(sizes.specific.size)",
        "specificOne": "\(sizes.specific.format10.frequencyWidth + 28)", "specificWidths": widths(sizes.specific),
        "specificIndicator": sizes.specific.format00.hasUplinkCarrierIndicator ? "1" : "0",
        "zeroOne": sizes.format01.map(String.init) ?? "none", "oneOne": sizes.format11.map(String.init) ?? "none",
      ]
      for (name, value) in expected { #expect(found[name] == String(value), "\(name)") }
      #expect(sizes.common.format00.size == sizes.common.size && sizes.specific.format00.size == sizes.specific.size)
    }
  }

  @Test("TS 38.214 §5.1.2.2: resource indication values and resource block groups")
  func resources() throws {
    let values = try PDCCHVectors.lines("dci", "riv").map { PDCCHVectors.numbers($0) }
    #expect(values.count == 200)
    for line in values {
      let blocks = try ResourceIndicationValue.blocks(line[2], initialSize: line[0], activeSize: line[1])
      #expect(blocks == line[3]..<(line[3] + line[4]))
      let initial = try ResourceIndicationValue.blocks(line[2], size: line[0])
      #expect(try ResourceIndicationValue.value(initial, size: line[0]) == line[2])
    }
    for size in [1, 2, 3, 11, 24, 275] {
      let all = try (0..<(size * (size + 1) / 2)).map { try ResourceIndicationValue.blocks($0, size: size) }
      #expect(Set(all).count == all.count && all.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= size })
      #expect(throws: ParameterError.self) { try ResourceIndicationValue.blocks(size * (size + 1) / 2, size: size) }
    }
    let groups = try PDCCHVectors.lines("dci", "rbg")
    #expect(groups.count == 200)
    for line in groups {
      let numbers = PDCCHVectors.numbers(line[0..<4])
      let groups = try ResourceBlockGroups(
        start: numbers[0], size: numbers[1], configuration: numbers[2] == 1 ? .configuration1 : .configuration2)
      #expect(groups.count == numbers[3])
      let edges = [0] + (0..<groups.count).map { groups[$0].upperBound }
      #expect((edges.prefix(2) + edges.suffix(2)).map { "\($0)" }.joined(separator: ",") == line[4])
      #expect("\(edges.reduce(0, +))" == line[5])
      #expect(groups.blocks(1 << groups.count - 1) == Array(0..<numbers[1]))
      #expect(groups.blocks(1 << (groups.count - 1)) == Array(groups[0]) && groups[groups.count].isEmpty && groups[-1].isEmpty)
    }
  }

  @Test("Frequency domain assignments of both types, with and without an offset of frequency hopping")
  func assignments() throws {
    let both = try FrequencyDomainAssignment(kind: .dynamicSwitch, start: 3, size: 106)
    #expect(both.width == 15 && both.groups.count == 14)
    let groups = try both.value(.groups(bitmap: 5))
    #expect(groups == 5)
    #expect(try both.allocation(groups) == (.groups(bitmap: 5), 0))
    let contiguous = try both.value(.contiguous(10..<20))
    #expect(contiguous == 1 << 14 | 106 * 9 + 10)
    #expect(try both.allocation(contiguous) == (.contiguous(10..<20), 0))
    let one = try FrequencyDomainAssignment(kind: .type1, start: 0, size: 106)
    let hopping = try one.value(.contiguous(10..<20), hoppingOffset: (index: 2, width: 2))
    #expect(hopping == 2 << 11 | 106 * 9 + 10)
    #expect(try one.allocation(hopping, hoppingWidth: 2) == (.contiguous(10..<20), 2))
    #expect(throws: ParameterError.self) { try one.value(.contiguous(0..<50), hoppingOffset: (index: 2, width: 2)) }
    #expect(throws: ParameterError.self) { try one.value(.contiguous(0..<1), hoppingOffset: (index: 2, width: 1)) }
    #expect(throws: ParameterError.self) { try one.value(.groups(bitmap: 1)) }
    #expect(throws: ParameterError.self) { try one.value(.contiguous(100..<107)) }
    #expect(throws: ParameterError.self) { try one.value(.contiguous(3..<3)) }
    #expect(throws: ParameterError.self) { try one.allocation(1 << one.width) }
    #expect(throws: ParameterError.self) { try one.allocation(-1) }
    #expect(throws: ParameterError.self) { try one.allocation(0, hoppingWidth: 3) }
    let zero = try FrequencyDomainAssignment(kind: .type0, start: 0, size: 106)
    #expect(throws: ParameterError.self) { try zero.value(.contiguous(0..<1)) }
    #expect(throws: ParameterError.self) { try zero.value(.groups(bitmap: 1 << 14)) }
    for size in [0, 276, .max] {
      #expect(throws: ParameterError.self) { try FrequencyDomainAssignment(kind: .type0, start: 0, size: size) }
    }
  }

  @Test("TS 38.212 §7.3.1.3: formats 2_0 to 2_3 for groups of UEs")
  func groups() throws {
    let lines = try PDCCHVectors.lines("dci", "group")
    #expect(lines.count >= 100)
    for line in lines {
      let size = try #require(Int(line[1]))
      let widths = PDCCHVectors.numbers(line[2].split(separator: "."))
      let values = PDCCHVectors.numbers(line[3].split(separator: "."))
      let bits = PDCCHVectors.bits(line[4])
      switch line[0] {
      case "2_0":
        let widths = [Int](repeating: widths[0], count: values.count)
        #expect(try DCIFormat2_0(indicators: values).encode(widths: widths, size: size) == bits)
        #expect(try DCIFormat2_0(decoding: bits, widths: widths).indicators == values)
      case "2_1":
        #expect(try DCIFormat2_1(indications: values).encode(size: size) == bits)
        #expect(DCIFormat2_1(decoding: bits).indications == values)
      case "2_2":
        let format = DCIFormat2_2(blocks: values.map { .init(isSecondLoop: $0 >= 4, transmitPowerControl: $0 & 3) })
        #expect(try format.encode(hasTwoLoops: widths[0] == 3, size: size) == bits)
        #expect(try DCIFormat2_2(decoding: bits, blockCount: values.count, hasTwoLoops: widths[0] == 3) == format)
      default:
        let format = DCIFormat2_3(
          blocks: values.map { value in
            .init(
              soundingRequest: value >> (2 * widths[1]),
              transmitPowerControls: (0..<widths[1]).map { value >> (2 * (widths[1] - 1 - $0)) & 3 })
          })
        #expect(try format.encode(hasSoundingRequest: widths[0] > 0, size: size) == bits)
        let decoded = try DCIFormat2_3(
          decoding: bits, blockCount: values.count, commandCount: widths[1], hasSoundingRequest: widths[0] > 0)
        #expect(decoded == format)
      }
    }
    #expect(throws: ParameterError.self) { try DCIFormat2_0(indicators: [1]).encode(widths: [], size: 20) }
    #expect(throws: ParameterError.self) { try DCIFormat2_0(indicators: [1]).encode(widths: [10], size: 20) }
    #expect(throws: ParameterError.self) { try DCIFormat2_0(indicators: [1]).encode(widths: [1], size: 129) }
    #expect(throws: ParameterError.self) { try DCIFormat2_0(indicators: [2]).encode(widths: [1], size: 20) }
    #expect(throws: ParameterError.self) { try DCIFormat2_0(decoding: BitSequence(zeros: 3), widths: [4]) }
    #expect(throws: ParameterError.self) { try DCIFormat2_1(indications: [1 << 14]).encode(size: 28) }
    #expect(throws: ParameterError.self) { try DCIFormat2_1(indications: [1, 2]).encode(size: 27) }
    #expect(throws: ParameterError.self) { try DCIFormat2_2(blocks: [.init(transmitPowerControl: 4)]).encode(hasTwoLoops: false, size: 39) }
    #expect(throws: ParameterError.self) { try DCIFormat2_3(blocks: []).encode(hasSoundingRequest: false, size: 141) }
    #expect(throws: ParameterError.self) { try DCIFormat2_2(decoding: BitSequence(zeros: 12), blockCount: .max, hasTwoLoops: true) }
  }

  @Test("Values beyond their fields, and configurations that the standard does not have, are refused")
  func refusals() throws {
    let layout = DCIFormat0_0.Layout(frequencyWidth: 13, size: 41)
    var zero = DCIFormat0_0()
    #expect(try zero.encode(layout).count == 41)
    for value in [-1, 1 << 13, .max] {
      zero.frequencyDomainAssignment = value
      #expect(throws: ParameterError.self) { try zero.encode(layout) }
    }
    zero.frequencyDomainAssignment = 0
    zero.isSupplementaryUplink = true
    #expect(throws: ParameterError.self) { try zero.encode(layout) }
    for wrong in [
      DCIFormat0_0.Layout(frequencyWidth: 13, size: 32), .init(frequencyWidth: -1, size: 41), .init(frequencyWidth: 17, size: 41),
      .init(frequencyWidth: 13, size: .max), .init(frequencyWidth: 13, size: .min),
    ] {
      #expect(throws: ParameterError.self) { try DCIFormat0_0().encode(wrong) }
      #expect(throws: ParameterError.self) { try DCIFormat0_0(decoding: BitSequence(zeros: 41), wrong) }
    }
    #expect(throws: ParameterError.self) { try DCIFormat0_0(decoding: BitSequence([true] + [Bool](repeating: false, count: 40)), layout) }
    for wrong in [
      DCIFormat1_0.Layout(frequencyWidth: 13, size: 40), .init(frequencyWidth: 17, size: 60), .init(frequencyWidth: -1, size: 41),
      .init(frequencyWidth: 13, size: 141), .init(frequencyWidth: 13, size: .min),
    ] {
      #expect(throws: ParameterError.self) { try DCIFormat1_0.unicast(.init()).encode(wrong) }
      #expect(throws: ParameterError.self) { try DCIFormat1_0(decoding: BitSequence(zeros: 41), .paging, wrong) }
    }
    let frequency = try FrequencyDomainAssignment(kind: .type1, start: 0, size: 106)
    func refused01(_ change: (inout DCIFormat0_1.Configuration) -> Void) {
      var configuration = DCIFormat0_1.Configuration(frequency: frequency)
      change(&configuration)
      #expect(throws: ParameterError.self) { try configuration.fieldCount() }
    }
    refused01 { $0.bandwidthPartCount = 5 }
    refused01 { $0.timeAllocationCount = 0 }
    refused01 { $0.timeAllocationCount = 65 }
    refused01 { $0.reportTriggerSize = 7 }
    refused01 { $0.codeBlockGroupCount = 3 }
    refused01 { $0.openLoopPowerControlWidth = -1 }
    refused01 { $0.dormancyGroupCount = 6 }
    refused01 { $0.mappingTypeB = DCIReferenceSignal(type: 3) }
    refused01 { $0.transmission = .codebook(resources: 1, ports: 3, maximumRank: 1, subset: .nonCoherent) }
    refused01 { $0.transmission = .codebook(resources: 1, ports: 2, maximumRank: 3, subset: .nonCoherent) }
    refused01 { $0.transmission = .codebook(resources: 1, ports: 2, maximumRank: 1, subset: .partialAndNonCoherent) }
    refused01 { $0.transmission = .nonCodebook(resources: 0, maximumLayers: 1) }
    refused01 {
      $0.hasTransformPrecoding = true
      $0.mappingTypeA = DCIReferenceSignal(type: 2)
    }
    func refused11(_ change: (inout DCIFormat1_1.Configuration) -> Void) {
      var configuration = DCIFormat1_1.Configuration(frequency: frequency)
      change(&configuration)
      #expect(throws: ParameterError.self) { try configuration.fieldCount() }
    }
    refused11 { $0.bandwidthPartCount = -1 }
    refused11 { $0.timeAllocationCount = 17 }
    refused11 { $0.rateMatchGroupCount = 3 }
    refused11 { $0.zeroPowerSetCount = 4 }
    refused11 { $0.codewordCount = 3 }
    refused11 { $0.feedbackTimingCount = 0 }
    refused11 { $0.dormancyGroupCount = -1 }
    refused11 { $0.mappingTypeA = DCIReferenceSignal(maximumLength: 3) }
    refused11 {
      $0.codewordCount = 2
      $0.codeBlockGroupCount = 8
    }
    let configuration = DCIFormat1_1.Configuration(frequency: frequency)
    #expect(throws: ParameterError.self) { try DCIFormat1_1().encode(configuration, size: 20) }
    #expect(throws: ParameterError.self) { try DCIFormat1_1(decoding: BitSequence([true]), configuration) }
    var format = DCIFormat1_1()
    format.secondTransportBlock.modulationAndCodingScheme = 1
    #expect(throws: ParameterError.self) { try format.encode(configuration) }
    for size in [0, -1, 276, .max] {
      #expect(throws: ParameterError.self) { try DCISizes(.init(coresetZeroSize: nil, initialDownlinkSize: size, initialUplinkSize: 24)) }
      #expect(throws: ParameterError.self) { try DCISizes(.init(coresetZeroSize: size, initialDownlinkSize: 24, initialUplinkSize: 24)) }
    }
  }

  @Test("A configuration goes all the way: sizes, both formats of an uplink and downlink grant, and what tells them apart")
  func example() throws {
    var configuration = DCISizeConfiguration(coresetZeroSize: 48, initialDownlinkSize: 48, initialUplinkSize: 51, activeDownlinkSize: 51)
    let frequency = try FrequencyDomainAssignment(kind: .type1, start: 0, size: 51)
    var uplink = DCIFormat0_1.Configuration(frequency: frequency)
    uplink.timeAllocationCount = 2
    configuration.format01 = uplink
    configuration.format11 = DCIFormat1_1.Configuration(frequency: frequency)
    let sizes = try DCISizes(configuration)
    #expect(sizes.common.size == 39 && sizes.specific.size == 39)
    var grant = DCIFormat1_1()
    grant.frequencyDomainAssignment = try frequency.value(.contiguous(0..<51))
    grant.firstTransportBlock.modulationAndCodingScheme = 27
    let bits = try grant.encode(#require(configuration.format11), size: sizes.format11)
    #expect(bits.count == sizes.format11)
    #expect(try DCIFormat1_1(decoding: bits, #require(configuration.format11)) == grant)
    #expect(throws: ParameterError.self) { try DCIFormat0_1(decoding: bits, uplink) }
  }

  @Test("TS 38.213 §12: fields of another bandwidth part have zeros in front, or lose their first bits")
  func bandwidthParts() throws {
    let small = DCIFormat1_1.Configuration(frequency: try FrequencyDomainAssignment(kind: .type1, start: 0, size: 24))
    var large = DCIFormat1_1.Configuration(frequency: try FrequencyDomainAssignment(kind: .type1, start: 0, size: 273))
    large.mappingTypeA = DCIReferenceSignal(type: 2, maximumLength: 2)
    large.zeroPowerSetCount = 3
    var format = DCIFormat1_1()
    format.frequencyDomainAssignment = 0x7FF5
    format.antennaPorts = 0b101101
    format.zeroPowerTrigger = 3
    format.harqProcessNumber = 9
    let narrowed = try DCIFormat1_1(decoding: format.encode(large), large).interpreted(for: small)
    #expect(narrowed.frequencyDomainAssignment == 0x7FF5 & 0x1FF && narrowed.antennaPorts == 0b1101)
    #expect(narrowed.zeroPowerTrigger == 0 && narrowed.harqProcessNumber == 9)
    #expect(try narrowed.interpreted(for: large) == narrowed)
    var uplink = DCIFormat0_1()
    uplink.timeDomainAssignment = 13
    var configuration = DCIFormat0_1.Configuration(frequency: small.frequency)
    configuration.timeAllocationCount = 4
    #expect(try uplink.interpreted(for: configuration).timeDomainAssignment == 1)
    configuration.timeAllocationCount = 0
    #expect(throws: ParameterError.self) { try uplink.interpreted(for: configuration) }
  }

  @Test("Any bits are a format whose fields give the same bits, or are refused")
  func anything() throws {
    var generator = SeededGenerator(seed: 9)
    let vectors = try (Vector.all("0_1").map { try configuration01($0) }, Vector.all("1_1").map { try configuration11($0) })
    var decoded = [0, 0, 0, 0]
    for index in 0..<2000 {
      let size = Int.random(in: 0...120, using: &generator)
      let bits = BitSequence((0..<size).map { _ in Bool.random(using: &generator) })
      func compare(_ encoded: BitSequence, _ count: Int, _ format: Int) {
        // Padding and reserved bits are not kept.
        #expect((0..<count).allSatisfy { encoded[$0] == bits[$0] })
        decoded[format] += 1
      }
      let uplink = vectors.0[index % vectors.0.count]
      if let format = try? DCIFormat0_1(decoding: bits, uplink) {
        try compare(format.encode(uplink, size: size), uplink.fieldCount(), 0)
      }
      let downlink = vectors.1[index % vectors.1.count]
      if let format = try? DCIFormat1_1(decoding: bits, downlink) {
        try compare(format.encode(downlink, size: size), downlink.fieldCount(), 1)
      }
      let width = Int.random(in: 0...17, using: &generator)
      let fallback = DCIFormat1_0.Layout(frequencyWidth: width, size: size)
      for kind in RNTIKind.allCases {
        guard let format = try? DCIFormat1_0(decoding: bits, kind, fallback) else { continue }
        // With a RA-RNTI what is reserved begins 12 bits behind the assignment.
        try compare(format.encode(fallback), width + 12, 2)
      }
      let layout = DCIFormat0_0.Layout(frequencyWidth: width, hasUplinkCarrierIndicator: index & 1 == 1, size: size)
      if let format = try? DCIFormat0_0(decoding: bits, layout) { try compare(format.encode(layout), width + 20, 3) }
    }
    #expect(decoded.allSatisfy { $0 > 300 })
  }
}
