import Base
import ChannelCoding
import ChannelModels
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

/// A PUSCH from transport block and UCI to what a receiver makes of it, through samples.
struct PUSCHScene {
  var numerology = Numerology.kHz30
  var gridSize = 24
  var resourceBlocks: [Int]?
  var hopping = PUSCHFrequencyHopping.none
  var mappingType = SharedChannelMappingType.a
  var symbols = 0..<14
  var configurationType = SharedChannelDemodulationReferenceSignal.ConfigurationType.one
  var duration = 1
  var additionalPosition = 1
  var cdmGroupsWithoutData = 2
  var ports = [0]
  var table = MCSTable.qam64
  var mcs = 5
  var transformPrecoding: PUSCHTransformPrecoding?
  var hasPiHalfBPSK = false
  var phaseTracking: PUSCHPhaseTracking?
  var precoding = PUSCHPrecoding.identity
  var control: PUSCHControl?
  var model = ChannelModel.awgn
  var antennas = 2
  var signalToNoiseDB = 20.0
  var delaySamples = 0
  var frequencyOffsetHz = 0.0
  var symbolTurns: [Double] = []

  func scheme() throws -> ModulationAndCodingScheme { try table.scheme(mcs, hasPiHalfBPSK: hasPiHalfBPSK) }

  func configuration() throws -> PUSCHConfiguration {
    try PUSCHConfiguration(
      carrier: Carrier(numerology: numerology, gridSize: gridSize, cellIdentity: 41), resourceBlocks: resourceBlocks ?? Array(0..<gridSize),
      hopping: hopping,
      time: SharedChannelTimeAllocation(.uplink, mappingType: mappingType, startSymbol: symbols.lowerBound, symbolCount: symbols.count),
      demodulation: SharedChannelDemodulationReferenceSignal(
        configurationType: configurationType, duration: duration, additionalPosition: additionalPosition, identity: 41,
        cdmGroupsWithoutData: cdmGroupsWithoutData, ports: ports),
      transformPrecoding: transformPrecoding, phaseTracking: phaseTracking, modulation: scheme().modulation, precoding: precoding,
      rnti: 0x4601, scrambling: PUSCHScrambling(rnti: 0x4601, identity: 41))
  }

  func plan(csiPart2BitCount: (@Sendable (BitSequence) -> Int)? = nil) throws -> PUSCHReceptionPlan {
    let (configuration, scheme) = (try configuration(), try scheme())
    let elements = try PUSCHMapping(configuration).dataElementCount
    let size = try TransportBlockSize.size(
      resourceElements: max(1, elements - elements / 12), scheme: scheme, layers: configuration.layerCount)
    var control = control
    if csiPart2BitCount != nil { control?.sizes.csiPart2 = 0 }
    return try PUSCHReceptionPlan(
      configuration, content: .ulSCH(SharedChannelCode(transportBlockSize: size, codeRate: scheme.codeRate ?? 0.5)), control: control,
      csiPart2BitCount: csiPart2BitCount)
  }

  func link(seed: UInt64) throws -> SharedChannelLink {
    var link = SharedChannelLink(
      try configuration().carrier, model, antennas: antennas, signalToNoiseDB: signalToNoiseDB, seed: seed)
    (link.delaySamples, link.frequencyOffsetHz, link.symbolTurns) = (delaySamples, frequencyOffsetHz, symbolTurns)
    return link
  }

  static func bits(_ count: Int, _ generator: inout SeededGenerator) -> BitSequence {
    BitSequence((0..<count).map { _ in Bool.random(using: &generator) })
  }

  /// Sends some transport blocks and expects them all back.
  func expectAll(_ count: Int = 2, slot: Int = 3, _ comment: Comment? = nil) throws {
    let plan = try plan()
    var generator = SeededGenerator(seed: UInt64(count))
    var link = try link(seed: 5)
    let transmitter = try PUSCHTransmitter(plan.configuration)
    var encoder = PUSCHEncoder(plan.format)
    var receiver = try PUSCHReceiver(carrier: plan.configuration.carrier, antennas: antennas)
    var buffer = HARQSoftBuffer()
    guard case .ulSCH(let code, _) = plan.format.content else { return }
    for _ in 0..<count {
      let block = Self.bits(code.transportBlockSize, &generator)
      var grid = ResourceGrid(plan.configuration.carrier, portCount: plan.configuration.portCount)
      try transmitter.transmit(encoder.encode(transportBlock: block), slot: slot, into: &grid)
      let reception = try receiver.receive(link.pass(grid, slot: slot), plan, slot: slot, buffer: &buffer)
      #expect(reception.transportBlock == block, comment)
      #expect(!reception.isDTX, comment)
    }
  }
}

@Suite struct PUSCHReceiverTests {
  @Test(
    "Every modulation and coding scheme of every table comes through white noise a little above its limit", arguments: MCSTable.allCases)
  func schemes(_ table: MCSTable) throws {
    guard table != .qam1024 else { return }
    var scene = PUSCHScene()
    scene.table = table
    if table == .transformPrecoded || table == .transformPrecodedLowSE {
      scene.transformPrecoding = PUSCHTransformPrecoding(demodulation: try TransformPrecodedDMRS(.typeOne(identity: 41), hopping: .none))
      scene.hasPiHalfBPSK = true
    }
    for mcs in 0...28 {
      scene.mcs = mcs
      let scheme = try scene.scheme()
      guard let rate = scheme.codeRate else { continue }
      // What a code of this rate needs at least, for each of two antennas with the same signal.
      let capacity = pow(2, rate * Double(scheme.order)) - 1
      scene.signalToNoiseDB = 10 * log10(capacity / 2) + (scheme.order == 8 ? 4 : rate < 0.1 ? 5 : 3)
      try scene.expectAll(1, "\(table) \(mcs)")
    }
  }

  private static let fading = [TappedDelayLine.Profile.tdla30, .tdlb100, .tdlc300]

  private static func model(_ profile: TappedDelayLine.Profile, dopplerHz: Double = 0) throws -> ChannelModel {
    .tappedDelayLine(try TappedDelayLine(profile, maximumDopplerHz: dopplerHz))
  }

  @Test("1 to 4 layers on 1 to 8 antennas, both types of DM-RS with one and two symbols at all positions, in fading")
  func layers() throws {
    var generator = SeededGenerator(seed: 31)
    for number in 0..<24 {
      var scene = PUSCHScene()
      let layers = number % 4 + 1
      scene.antennas = [1, 2, 4, 8, 3][number % 5]
      if scene.antennas < layers { scene.antennas = 2 * layers }
      scene.model = try Self.model(Self.fading[number % 3], dopplerHz: number % 2 == 0 ? 0 : 100)
      scene.configurationType = number % 2 == 0 ? .one : .two
      scene.duration = number % 3 == 0 ? 2 : 1
      scene.additionalPosition = number % (scene.duration == 2 ? 2 : 4)
      scene.cdmGroupsWithoutData = scene.configurationType == .one ? 2 : 3
      let ports = scene.duration * (scene.configurationType == .one ? 4 : 6)
      scene.ports = Array((0..<ports).shuffled(using: &generator).prefix(layers))
      scene.mcs = 4 + number % 8
      scene.signalToNoiseDB = 28
      scene.resourceBlocks = number % 5 == 4 ? [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19] : nil
      try scene.expectAll(1, slot: number % 20, "\(number)")
    }
  }

  @Test("Mapping type B from two symbols on, data beside DM-RS, one resource block, hopping within and between slots, a codebook")
  func allocations() throws {
    var scene = PUSCHScene()
    (scene.mappingType, scene.symbols, scene.additionalPosition) = (.b, 5..<7, 0)
    try scene.expectAll()
    (scene.symbols, scene.additionalPosition) = (3..<12, 2)
    scene.model = try Self.model(.tdla30)
    try scene.expectAll()
    scene = PUSCHScene()
    (scene.cdmGroupsWithoutData, scene.ports) = (1, [1])
    try scene.expectAll()
    scene.resourceBlocks = [7]
    try scene.expectAll(4)
    for slot in [4, 5] {
      for hopping in [PUSCHFrequencyHopping.intraSlot(offset: 11), .interSlot(offset: 14)] {
        scene = PUSCHScene()
        scene.resourceBlocks = Array(2..<8)
        scene.hopping = hopping
        scene.model = try Self.model(.tdlb100)
        scene.antennas = 4
        try scene.expectAll(slot: slot)
      }
    }
    scene = PUSCHScene()
    (scene.precoding, scene.ports, scene.antennas) = (.codebook(portCount: 4, tpmi: 15), [0, 1], 4)
    scene.model = try Self.model(.tdla30)
    scene.signalToNoiseDB = 25
    try scene.expectAll()
  }

  @Test("Transform precoding in fading, and PT-RS of both waveforms against a phase that wanders")
  func phases() throws {
    var scene = PUSCHScene()
    scene.model = try Self.model(.tdlc300)
    scene.table = .transformPrecoded
    (scene.mcs, scene.antennas) = (12, 4)
    for kind in [TransformPrecodedDMRS.Sequence.typeOne(identity: 41), .typeTwo(identity: 41, initialization: 1)] {
      scene.transformPrecoding = PUSCHTransformPrecoding(demodulation: try TransformPrecodedDMRS(kind, hopping: .none))
      try scene.expectAll()
    }
    scene.symbolTurns = (0..<14).map { 0.09 * sin(0.9 * Double($0)) }
    scene.mcs = 18
    scene.transformPrecoding = PUSCHTransformPrecoding(
      demodulation: try TransformPrecodedDMRS(.typeOne(identity: 41), hopping: .none),
      phaseTracking: try TransformPrecodedPTRS(pattern: .groups8Samples4, identity: 41, timeDensity: 1, rnti: 0x4601))
    try scene.expectAll()
    scene.transformPrecoding = nil
    scene.table = .qam64
    (scene.ports, scene.mcs) = ([0, 1], 16)
    scene.phaseTracking = PUSCHPhaseTracking(signal: try PhaseTrackingReferenceSignal(), ports: [0])
    scene.signalToNoiseDB = 28
    try scene.expectAll()
    scene.phaseTracking = PUSCHPhaseTracking(signal: try PhaseTrackingReferenceSignal(), ports: [0, 1], amplitude: 1.4)
    try scene.expectAll()
  }

  @Test("Timing, frequency offset, powers and their ratio are measured")
  func measurements() throws {
    var scene = PUSCHScene()
    (scene.delaySamples, scene.frequencyOffsetHz, scene.signalToNoiseDB) = (20, 400, 7)
    let plan = try scene.plan()
    var link = try scene.link(seed: 3)
    var grid = ResourceGrid(plan.configuration.carrier)
    var encoder = PUSCHEncoder(plan.format)
    var generator = SeededGenerator(seed: 2)
    guard case .ulSCH(let code, _) = plan.format.content else { return }
    let block = PUSCHScene.bits(code.transportBlockSize, &generator)
    try PUSCHTransmitter(plan.configuration).transmit(encoder.encode(transportBlock: block), slot: 0, into: &grid)
    var receiver = try PUSCHReceiver(carrier: plan.configuration.carrier, antennas: 2)
    var buffer = HARQSoftBuffer()
    let reception = try receiver.receive(link.pass(grid, slot: 0), plan, slot: 0, buffer: &buffer)
    #expect(reception.transportBlock == block && reception.sharedChannel?.isCodeBlockRight == [true])
    // 384 samples of a symbol at 30 kHz.
    let seconds = 20 / (384 * 30e3)
    #expect(abs(reception.delaySeconds - seconds) < 1e-8)
    // A step is 16 · 64 / 2 of 1 / (480 kHz · 4096).
    let steps: Double = seconds * 480e3 * 4096 / 512
    #expect(abs(reception.timingAdvanceSteps(.kHz30) - steps) < 0.05)
    #expect(abs(reception.frequencyOffsetHz - 400) < 15)
    func decibels(_ ratio: Float) -> Float { 10 * log10(ratio) }
    #expect(abs(decibels(reception.signalToNoise) - 7) < 0.5)
    #expect(abs(decibels(reception.equalizedSignalToNoise[0]) - 10) < 0.7)
    // DM-RS have twice the power of data, on half of the subcarriers.
    #expect(abs(decibels(reception.referencePower) - 3.01) < 0.3)
    #expect(abs(decibels(reception.noisePower) + 7) < 0.5)
    let expected: Float = 288 * 1.2
    #expect(abs(decibels(reception.receivedPower / expected)) < 0.3)
  }

  @Test("Transmissions of a transport block are combined; those of another one are refused")
  func softCombining() throws {
    var scene = PUSCHScene()
    (scene.mcs, scene.signalToNoiseDB) = (13, -1.5)
    let plan = try scene.plan()
    var link = try scene.link(seed: 3)
    var encoder = PUSCHEncoder(plan.format)
    var generator = SeededGenerator(seed: 2)
    guard case .ulSCH(let code, _) = plan.format.content else { return }
    var receiver = try PUSCHReceiver(carrier: plan.configuration.carrier, antennas: 2)
    var buffer = HARQSoftBuffer()
    for _ in 0..<3 {
      let block = PUSCHScene.bits(code.transportBlockSize, &generator)
      var outcomes: [Bool] = []
      for (number, version) in [0, 2, 3, 1].enumerated() {
        var grid = ResourceGrid(plan.configuration.carrier)
        try PUSCHTransmitter(plan.configuration).transmit(
          encoder.encode(transportBlock: block, redundancyVersion: version), slot: number, into: &grid)
        let reception = try receiver.receive(
          link.pass(grid, slot: number), plan, slot: number, redundancyVersion: version, isNewData: number == 0, buffer: &buffer)
        outcomes.append(reception.transportBlock == block)
        #expect(outcomes[number] || reception.transportBlock == nil)
      }
      #expect(outcomes[0] == false && outcomes[3])
    }
    scene.mcs = 9
    let other = try scene.plan()
    let grid = ResourceGrid(plan.configuration.carrier, portCount: 2)
    #expect(throws: ParameterError.self) {
      try receiver.receive(grid, other, slot: 0, redundancyVersion: 2, isNewData: false, buffer: &buffer)
    }
    var fresh = HARQSoftBuffer()
    #expect(throws: ParameterError.self) { try receiver.receive(grid, other, slot: 0, isNewData: false, buffer: &fresh) }
  }

  @Test("Without a transmission the outcome is DTX; weak transmissions are none")
  func discontinuousTransmission() throws {
    var scene = PUSCHScene()
    scene.mcs = 20
    for (blocks, decibels) in [(24, -9.0), (4, -3.0)] {
      scene.resourceBlocks = Array(0..<blocks)
      scene.signalToNoiseDB = decibels
      let plan = try scene.plan()
      var link = try scene.link(seed: 8)
      var encoder = PUSCHEncoder(plan.format)
      var generator = SeededGenerator(seed: 2)
      guard case .ulSCH(let code, _) = plan.format.content else { return }
      var receiver = try PUSCHReceiver(carrier: plan.configuration.carrier, antennas: 2)
      var (absent, missed) = (0, 0)
      for number in 0..<60 {
        var grid = ResourceGrid(plan.configuration.carrier)
        var buffer = HARQSoftBuffer()
        let silence = try receiver.receive(link.pass(grid, slot: 0), plan, slot: 0, buffer: &buffer)
        #expect(silence.transportBlock == nil)
        absent += silence.isDTX ? 1 : 0
        let block = PUSCHScene.bits(code.transportBlockSize, &generator)
        try PUSCHTransmitter(plan.configuration).transmit(encoder.encode(transportBlock: block), slot: 0, into: &grid)
        let reception = try receiver.receive(link.pass(grid, slot: 0), plan, slot: 0, buffer: &buffer)
        missed += reception.isDTX ? 1 : 0
        _ = number
      }
      #expect(absent >= 58 && missed <= 3, "\(blocks): \(absent) of 60 absent, \(missed) missed")
    }
  }

  @Test("An interferer as strong as the signal is rejected by four antennas")
  func interference() throws {
    var scene = PUSCHScene()
    scene.model = try Self.model(.tdla30)
    (scene.antennas, scene.mcs, scene.signalToNoiseDB) = (4, 11, 20)
    let plan = try scene.plan()
    guard case .ulSCH(let code, _) = plan.format.content else { return }
    var link = try scene.link(seed: 3)
    var generator = SeededGenerator(seed: 2)
    var noise = GaussianGenerator(seed: 9)
    var receiver = try PUSCHReceiver(carrier: plan.configuration.carrier, antennas: 4)
    var buffer = HARQSoftBuffer()
    var encoder = PUSCHEncoder(plan.format)
    for _ in 0..<4 {
      let block = PUSCHScene.bits(code.transportBlockSize, &generator)
      var grid = ResourceGrid(plan.configuration.carrier)
      try PUSCHTransmitter(plan.configuration).transmit(encoder.encode(transportBlock: block), slot: 0, into: &grid)
      var received = try link.pass(grid, slot: 0)
      for symbol in 0..<14 {
        for subcarrier in 0..<288 { grid[0, symbol, subcarrier] = Complex(noise.next(), noise.next()) * Float(0.5).squareRoot() }
      }
      let interferer = try link.pass(grid, slot: 0)
      received.withMutableElements { elements in interferer.withElements { for index in elements.indices { elements[index] += $0[index] } }
      }
      let reception = try receiver.receive(received, plan, slot: 0, buffer: &buffer)
      #expect(reception.transportBlock == block)
      #expect(reception.signalToNoise < 3 && reception.equalizedSignalToNoise[0] > 10)
    }
  }

  @Test("What no receiver should get neither traps nor comes out as a transport block")
  func hostile() throws {
    var scene = PUSCHScene()
    scene.ports = [0, 1]
    for isTransformed in [false, true] {
      if isTransformed {
        scene.ports = [0]
        scene.transformPrecoding = PUSCHTransformPrecoding(
          demodulation: try TransformPrecodedDMRS(.typeOne(identity: 41), hopping: .none))
      }
      let plan = try scene.plan()
      let carrier = plan.configuration.carrier
      var receiver = try PUSCHReceiver(carrier: carrier, antennas: 3)
      var buffer = HARQSoftBuffer()
      for value in [Float.nan, .infinity, -.infinity, 1e38, 1e12, 1e8, 1, 0, 1e-12, 1e-30, .leastNonzeroMagnitude] {
        for isEverywhere in [true, false] {
          var grid = ResourceGrid(carrier, portCount: 3)
          for symbol in 0..<14 where isEverywhere || symbol != 2 && symbol != 11 {
            for subcarrier in 0..<288 { for antenna in 0..<3 { grid[antenna, symbol, subcarrier] = Complex(value, 0) } }
          }
          if isEverywhere, !(value.magnitude <= 1e8) {
            #expect(throws: ParameterError.self) { try receiver.receive(grid, plan, slot: 0, buffer: &buffer) }
          } else {
            let reception = try receiver.receive(grid, plan, slot: 0, buffer: &buffer)
            #expect(reception.transportBlock == nil)
            #expect(reception.delaySeconds.isFinite && reception.frequencyOffsetHz.isFinite && reception.noisePower.isFinite)
          }
        }
      }
      let grid = ResourceGrid(carrier, portCount: 3)
      for slot in [-1, 20] { #expect(throws: ParameterError.self) { try receiver.receive(grid, plan, slot: slot, buffer: &buffer) } }
      #expect(throws: ParameterError.self) { try receiver.receive(grid, plan, slot: 0, redundancyVersion: 4, buffer: &buffer) }
      let many = ResourceGrid(carrier, portCount: 4)
      #expect(throws: ParameterError.self) { try receiver.receive(many, plan, slot: 0, buffer: &buffer) }
      let narrow = ResourceGrid(portCount: 3, symbolCount: 14, subcarrierCount: 12)
      #expect(throws: ParameterError.self) { try receiver.receive(narrow, plan, slot: 0, buffer: &buffer) }
    }
    let carrier = try Carrier(numerology: .kHz15, gridSize: 24, cellIdentity: 41)
    var other = try PUSCHReceiver(carrier: carrier, antennas: 1)
    var buffer = HARQSoftBuffer()
    let (grid, plan) = (ResourceGrid(carrier), try scene.plan())
    #expect(throws: ParameterError.self) { try other.receive(grid, plan, slot: 0, buffer: &buffer) }
    for (antennas, layers, iterations) in [(0, 1, 1), (1, 0, 1), (1, 5, 1), (1, 1, 0), (5000, 1, 1)] {
      #expect(throws: ParameterError.self) {
        _ = try PUSCHReceiver(carrier: carrier, antennas: antennas, layers: layers, maximumIterations: iterations)
      }
    }
  }
}
