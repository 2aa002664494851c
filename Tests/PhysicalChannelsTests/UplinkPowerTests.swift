import Foundation
import Modulation
import ReferenceSignals
import Testing

@testable import PhysicalChannels

@Suite struct UplinkPowerTests {
  private struct Fields {
    let values: [Substring: Substring]

    init(_ line: [Substring]) {
      values = Dictionary(
        uniqueKeysWithValues: line.dropFirst().map { text in
          let parts = text.split(separator: "=")
          return (parts[0], parts[1])
        })
    }

    func number(_ name: Substring) throws -> Double { try #require(values[name].flatMap { Double($0) }) }
    func integer(_ name: Substring) throws -> Int { Int(try number(name)) }
    func numerology() throws -> Numerology { try #require(Numerology(rawValue: UInt8(integer("mu")))) }
    func list(_ name: Substring) -> [Substring] { (values[name] ?? "").split(separator: ",") }
  }

  private static func lines(_ kind: String) throws -> [Fields] {
    let lines = try CSIVectors.lines("uplink-power").filter { $0[0] == kind }
    #expect(lines.count == 120)
    return lines.map { Fields($0) }
  }

  private static func openLoop(_ own: Fields, closedLoop: Substring) throws -> UplinkPower.OpenLoop {
    UplinkPower.OpenLoop(
      target: try own.number("p0"), alphaTenths: own.values["alpha"] == nil ? 10 : try own.integer("alpha"),
      pathLoss: try own.number("loss"), closedLoop: try own.number(closedLoop), limit: try own.number("cmax"))
  }

  @Test("TS 38.213 §7.1.1 and §7.7: power and headroom of a PUSCH")
  func sharedChannel() throws {
    for own in try Self.lines("pusch") {
      let content: UplinkPower.SharedChannelContent =
        try own.integer("uci") == 1
        ? .channelState(
          modulationOrder: own.integer("order"), codeRate: own.number("rate") / 1024, offset: own.number("beta"))
        : .transportBlock(codeBlockSizes: own.list("bits").compactMap { Int($0) }, resourceElements: own.integer("elements"))
      let power = try UplinkPower.sharedChannel(
        Self.openLoop(own, closedLoop: "f"), numerology: own.numerology(), resourceBlocks: own.integer("blocks"),
        layers: own.integer("layers"), content: own.integer("ks") == 1 ? content : nil)
      #expect(abs(power.powerDBm - (try own.number("result"))) < 1e-5)
      #expect(abs(power.headroomDB - (try own.number("headroom"))) < 1e-5)
    }
  }

  @Test("TS 38.213 §7.5: transmissions share a UE's power by their priority, and no symbol has more than the limit")
  func shared() throws {
    let contents: [Substring: UplinkPowerAllocation.Content] = [
      "prach": .randomAccess, "ack": .acknowledgement, "csi": .channelState, "data": .data, "aperiodic": .aperiodicSounding,
      "periodic": .periodicSounding,
    ]
    var (reduced, unsent) = (0, 0)
    for own in try Self.lines("shared") {
      let transmissions = try own.list("sent").map { text in
        let parts = text.split(separator: "/")
        let numbers = parts[1...5].compactMap { Int($0) }
        return UplinkPowerAllocation.Transmission(
          try #require(contents[parts[0]]), isOnPrimaryCell: numbers[0] == 1, isOnPreferredCarrier: numbers[1] == 1,
          isHighPriority: numbers[2] == 1, symbols: numbers[3]..<(numbers[3] + numbers[4]), powerDBm: try #require(Double(parts[6])))
      }
      let limit = try own.number("limit")
      let powers = try UplinkPowerAllocation.powers(transmissions, limitDBm: limit)
      for ((power, expected), transmission) in zip(zip(powers, own.list("result")), transmissions) {
        if let power {
          #expect(abs(power - (Double(expected) ?? 0)) < 1e-3, "\(own.values)")
          reduced += power < transmission.powerDBm ? 1 : 0
        } else {
          #expect(expected == "-", "\(own.values)")
          unsent += 1
        }
      }
      for symbol in 0..<28 {
        let sum = zip(powers, transmissions).reduce(0) { $1.1.symbols.contains(symbol) ? $0 + pow(10, ($1.0 ?? -300) / 10) : $0 }
        #expect(sum < pow(10, limit / 10) * 1.00001)
      }
    }
    #expect(reduced > 20 && unsent > 20)
    let one = UplinkPowerAllocation.Transmission(.data, symbols: 0..<14, powerDBm: 20)
    #expect(try UplinkPowerAllocation.powers([one], limitDBm: 23) == [20])
    var wrong = one
    wrong.powerDBm = .nan
    var late = one
    late.symbols = 890..<897
    #expect(throws: ParameterError.self) { try UplinkPowerAllocation.powers([late], limitDBm: 23) }
    for transmissions in [
      [wrong], [.init(.data, symbols: 3..<3, powerDBm: 1)], [UplinkPowerAllocation.Transmission](repeating: one, count: 65),
    ] {
      #expect(throws: ParameterError.self) { try UplinkPowerAllocation.powers(transmissions, limitDBm: 23) }
    }
    #expect(throws: ParameterError.self) { try UplinkPowerAllocation.powers([one], limitDBm: .infinity) }
  }

  @Test("TS 38.213 §7.2.1: power of a PUCCH of each format")
  func controlChannel() throws {
    for own in try Self.lines("pucch") {
      let content = UplinkPower.ControlContent(
        format: try own.integer("format"), symbolCount: try own.integer("symbols"), harqACK: try own.integer("ack"),
        schedulingRequest: try own.integer("sr"), channelState: try own.integer("csi"), checkBits: try own.integer("crc"),
        resourceElements: try own.integer("elements"))
      let power = try UplinkPower.controlChannel(
        Self.openLoop(own, closedLoop: "g"), numerology: own.numerology(), resourceBlocks: own.integer("blocks"),
        formatOffset: own.number("deltaf"), content: content)
      #expect(abs(power.powerDBm - (try own.number("result"))) < 1e-5)
    }
  }

  @Test("TS 38.213 §7.3.1 and §7.4: power of SRS and PRACH")
  func soundingAndRandomAccess() throws {
    for own in try Self.lines("srs") {
      let power = try UplinkPower.sounding(
        Self.openLoop(own, closedLoop: "h"), numerology: own.numerology(), resourceBlocks: own.integer("blocks"))
      #expect(abs(power.powerDBm - (try own.number("result"))) < 1e-5)
    }
    for own in try Self.lines("prach") {
      let format = try #require(PreambleFormat(rawValue: String(own.values["format"] ?? "")))
      let loss = UplinkPower.pathLoss(referenceSignalPower: try own.number("reference"), filteredRSRP: try own.number("rsrp"))
      let power = try UplinkPower.randomAccess(
        format: format, numerology: own.numerology(), receivedTarget: own.integer("target"), rampingStep: own.integer("step"),
        counter: own.integer("counter"), pathLoss: loss, limit: own.number("cmax"))
      #expect(abs(power.powerDBm - (try own.number("result"))) < 1e-5)
    }
  }

  @Test("TS 38.213, tables 7.1.1-1 and 7.2.1-1: commands, added up between bounds or taken as they are")
  func commands() throws {
    for own in try Self.lines("accumulation") {
      var control = try TransmitPowerControl(.pusch)
      let states = try own.list("commands").map { text in
        let command = try #require(Int(text.prefix(1)))
        try control.apply([command], bound: text.hasSuffix("M") ? .maximum : text.hasSuffix("m") ? .minimum : .none)
        return control.value
      }
      #expect(states == own.list("result").compactMap { Int($0) })
    }
    var absolute = try TransmitPowerControl(.srs, isAccumulated: false)
    #expect(try (0...3).map { try absolute.step($0) } == [-4, -1, 1, 4])
    try absolute.apply([3, 0])
    #expect(absolute.value == -4)
    try absolute.apply([])
    #expect(absolute.value == -4)
    absolute.reset()
    #expect(absolute.value == 0)
    var control = try TransmitPowerControl(.pucch, value: 5)
    try control.apply([3, 3, 0])
    #expect(control.value == 10)
    #expect(throws: ParameterError.self) { try control.apply([4]) }
    #expect(throws: ParameterError.self) { try TransmitPowerControl(.pucch, isAccumulated: false) }
  }

  @Test("TS 38.213 §4.2, TS 38.211 §4.3.1: timing advance")
  func timing() throws {
    for own in try Self.lines("timing") {
      var timing = TimingAdvance(offset: try #require(TimingAdvance.Offset(rawValue: own.integer("offset"))))
      let numerology = try own.numerology()
      try timing.set(own.integer("start"), numerology: numerology)
      var values = [timing.total]
      for command in own.list("commands").compactMap({ Int($0) }) {
        try timing.adjust(command, numerology: numerology)
        values.append(timing.total)
      }
      #expect(values == own.list("result").compactMap { Int($0) })
      #expect(try timing.samples(sampleRate: 122_880_000) == Int((Double(timing.total) / 16).rounded()))
    }
    var timing = TimingAdvance(offset: .fr1)
    #expect(abs(timing.seconds - 13.02e-6) < 0.01e-6)
    // 3846 steps of 15 kHz are about 2 ms.
    try timing.set(3846, numerology: .kHz15)
    #expect(abs(timing.seconds - 2.0161e-3) < 1e-6)
    #expect(throws: ParameterError.self) { try timing.set(3847, numerology: .kHz15) }
    #expect(throws: ParameterError.self) { try timing.adjust(64, numerology: .kHz15) }
    #expect(throws: ParameterError.self) { try timing.samples(sampleRate: 0) }
    // 15 kHz: 24 symbols of 71.4 µs, 2.003 ms and half a millisecond are 4.2 slots; 30 kHz: 0.892, 1.0016 and 0.5 ms.
    #expect(TimingAdvance.applicationDelay(.kHz15, least: .kHz15) == 5)
    #expect(TimingAdvance.applicationDelay(.kHz30, least: .kHz30) == 5)
    #expect(TimingAdvance.applicationDelay(.kHz120, least: .kHz120) == 11)
  }

  @Test("TS 38.214 §4.1: powers of CSI-RS and PDSCH to SSS, and of DM-RS and PT-RS to data")
  func downlink() throws {
    let offsets = try DownlinkPowerOffsets(blockPowerDBm: 18, referenceSignalOffset: 6, sharedChannelOffset: -8)
    #expect(offsets.referenceSignalPowerDBm == 24 && offsets.sharedChannelPowerDBm == 16)
    #expect(abs(offsets.referenceSignalAmplitude - 1.99526) < 1e-5 && abs(offsets.sharedChannelAmplitude - 0.79433) < 1e-5)
    #expect(abs(offsets.sharedChannelPowerRatio - 0.158489) < 1e-6)
    #expect(throws: ParameterError.self) { try DownlinkPowerOffsets(blockPowerDBm: 51) }
    #expect(throws: ParameterError.self) { try DownlinkPowerOffsets(blockPowerDBm: 0, referenceSignalOffset: 1) }
    #expect(throws: ParameterError.self) { try DownlinkPowerOffsets(blockPowerDBm: 0, sharedChannelOffset: 16) }
    #expect(throws: ParameterError.self) { try DownlinkPowerOffsets(blockPowerDBm: 0, primaryOffset: 1) }
    // Table 4.1-1: the ratio of data to DM-RS is 0, -3 and -4.77 dB with 1, 2 and 3 CDM groups without data; table 4.1-2 by layers.
    for (groups, decibels) in [(1, 0), (2, 3), (3, 4.77)] {
      let signal = try SharedChannelDemodulationReferenceSignal(
        configurationType: .two, identity: 0, cdmGroupsWithoutData: groups, ports: [0])
      #expect(abs(signal.amplitude - Float(pow(10, decibels / 20))) < 1e-3)
    }
    for (layers, decibels) in [(1, 0), (2, 3), (3, 4.77), (4, 6), (5, 7), (6, 7.78)] {
      let amplitude = try PhaseTrackingReferenceSignal.downlinkAmplitude(ratio: 0, layers: layers)
      #expect(abs(amplitude - Float(pow(10, decibels / 20))) < 1e-5)
    }
  }

  @Test("Powers that the standard does not have are refused")
  func refused() throws {
    let good = UplinkPower.OpenLoop(target: -90, pathLoss: 100, limit: 23)
    for change: (inout UplinkPower.OpenLoop) -> Void in [
      { $0.target = .nan }, { $0.pathLoss = .infinity }, { $0.alphaTenths = 3 }, { $0.alphaTenths = 11 }, { $0.limit = .nan },
    ] {
      var loop = good
      change(&loop)
      #expect(throws: ParameterError.self) { try UplinkPower.sounding(loop, numerology: .kHz15, resourceBlocks: 4) }
    }
    #expect(throws: ParameterError.self) { try UplinkPower.sounding(good, numerology: .kHz15, resourceBlocks: 0) }
    #expect(throws: ParameterError.self) {
      try UplinkPower.sharedChannel(
        good, numerology: .kHz15, resourceBlocks: 1, content: .transportBlock(codeBlockSizes: [], resourceElements: 1))
    }
    #expect(throws: ParameterError.self) {
      try UplinkPower.sharedChannel(
        good, numerology: .kHz15, resourceBlocks: 1, content: .transportBlock(codeBlockSizes: [8448, 8448], resourceElements: 1))
    }
    #expect(throws: ParameterError.self) {
      try UplinkPower.controlChannel(good, numerology: .kHz15, content: .init(format: 5, symbolCount: 1, harqACK: 1))
    }
    #expect(throws: ParameterError.self) {
      try UplinkPower.controlChannel(good, numerology: .kHz15, content: .init(format: 2, symbolCount: 1, harqACK: 3))
    }
    #expect(throws: ParameterError.self) {
      try UplinkPower.randomAccess(format: .a1, numerology: .kHz15, receivedTarget: -58, pathLoss: 100, limit: 23)
    }
    #expect(throws: ParameterError.self) {
      try UplinkPower.randomAccess(format: .a1, numerology: .kHz15, receivedTarget: -90, counter: 0, pathLoss: 100, limit: 23)
    }
  }
}
