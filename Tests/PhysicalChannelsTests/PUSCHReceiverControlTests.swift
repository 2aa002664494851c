import Base
import ChannelCoding
import ChannelModels
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

@Suite struct PUSCHReceiverControlTests {
  /// HARQ-ACK, CSI part 1 and part 2.
  private static let sizes = [(1, 0, 0), (2, 0, 0), (5, 0, 0), (15, 0, 0), (0, 8, 0), (1, 20, 0), (2, 7, 30), (4, 9, 12), (20, 25, 40)]

  @Test("UCI beside a transport block, CSI part 2 of a size that part 1 tells", arguments: sizes.indices)
  func besideData(_ index: Int) throws {
    let (harqACK, csiPart1, csiPart2) = Self.sizes[index]
    var generator = SeededGenerator(seed: UInt64(index))
    var scene = PUSCHScene()
    scene.model = .tappedDelayLine(try TappedDelayLine(.tdla30, maximumDopplerHz: 0))
    (scene.mcs, scene.antennas, scene.signalToNoiseDB) = (3 + 3 * (index % 3), 4, 12)
    if index % 2 == 1 { scene.ports = [0, 1] }
    scene.control = PUSCHControl(
      sizes: UCISizes(harqACK: harqACK, csiPart1: csiPart1, csiPart2: csiPart2), offsets: try UCIOffsets(), scaling: .f0p8)
    let sent = try scene.plan()
    // What the receiver knows of part 2 follows from the first bit of part 1.
    let plan = csiPart2 == 0 ? sent : try scene.plan(csiPart2BitCount: { $0[0] ? csiPart2 : csiPart2 + 3 })
    guard case .ulSCH(let code, _) = sent.format.content else { return }
    let configuration = plan.configuration
    var encoder = PUSCHEncoder(sent.format)
    var link = try scene.link(seed: 4)
    var receiver = try PUSCHReceiver(carrier: configuration.carrier, antennas: 4)
    var buffer = HARQSoftBuffer()
    for slot in 0..<4 {
      let block = PUSCHScene.bits(code.transportBlockSize, &generator)
      let acknowledgement = PUSCHScene.bits(harqACK, &generator)
      var part1 = PUSCHScene.bits(csiPart1, &generator)
      if csiPart1 > 0 { part1[0] = true }
      let part2 = PUSCHScene.bits(csiPart2, &generator)
      var grid = ResourceGrid(configuration.carrier, portCount: configuration.portCount)
      try PUSCHTransmitter(configuration).transmit(
        encoder.encode(transportBlock: block, harqACK: acknowledgement, csiPart1: part1, csiPart2: part2), slot: slot, into: &grid)
      let reception = try receiver.receive(link.pass(grid, slot: slot), plan, slot: slot, buffer: &buffer)
      #expect(reception.transportBlock == block && !reception.isDTX)
      #expect((reception.harqACK?.bits ?? BitSequence()) == acknowledgement)
      #expect(reception.harqACK?.isValid != false)
      #expect((reception.csiPart1?.bits ?? BitSequence()) == part1)
      #expect(reception.csiPart1?.isValid != false)
      #expect((reception.csiPart2?.bits ?? BitSequence()) == part2)
      #expect(reception.csiPart2?.isValid != false)
    }
  }

  @Test("UCI without a transport block; nothing sent is DTX")
  func alone() throws {
    var generator = SeededGenerator(seed: 4)
    var scene = PUSCHScene()
    scene.resourceBlocks = Array(4..<8)
    scene.signalToNoiseDB = 3
    let control = PUSCHControl(sizes: UCISizes(harqACK: 3, csiPart1: 14), offsets: try UCIOffsets())
    let plan = try PUSCHReceptionPlan(scene.configuration(), content: .none(rate1024: 308), control: control)
    var encoder = PUSCHEncoder(plan.format)
    var link = try scene.link(seed: 4)
    var receiver = try PUSCHReceiver(carrier: plan.configuration.carrier, antennas: 2)
    var buffer = HARQSoftBuffer()
    for slot in 0..<5 {
      let (acknowledgement, part1) = (PUSCHScene.bits(3, &generator), PUSCHScene.bits(14, &generator))
      var grid = ResourceGrid(plan.configuration.carrier)
      let silence = try receiver.receive(link.pass(grid, slot: slot), plan, slot: slot, buffer: &buffer)
      #expect(silence.isDTX && silence.sharedChannel == nil)
      try PUSCHTransmitter(plan.configuration).transmit(
        encoder.encode(harqACK: acknowledgement, csiPart1: part1), slot: slot, into: &grid)
      let reception = try receiver.receive(link.pass(grid, slot: slot), plan, slot: slot, buffer: &buffer)
      #expect(reception.harqACK?.bits == acknowledgement && reception.csiPart1?.bits == part1)
      #expect(reception.csiPart1?.isValid == true && !reception.isDTX)
    }
  }

  @Test("A size of CSI part 2 that has no room, or is none, gives no transport block and does not trap")
  func impossiblePart2() throws {
    var scene = PUSCHScene()
    scene.control = PUSCHControl(sizes: UCISizes(harqACK: 0, csiPart1: 6, csiPart2: 5), offsets: try UCIOffsets())
    let sent = try scene.plan()
    guard case .ulSCH(let code, _) = sent.format.content else { return }
    var generator = SeededGenerator(seed: 4)
    var encoder = PUSCHEncoder(sent.format)
    var link = try scene.link(seed: 4)
    var grid = ResourceGrid(sent.configuration.carrier)
    let block = PUSCHScene.bits(code.transportBlockSize, &generator)
    try PUSCHTransmitter(sent.configuration).transmit(
      encoder.encode(transportBlock: block, csiPart1: PUSCHScene.bits(6, &generator), csiPart2: PUSCHScene.bits(5, &generator)), slot: 0,
      into: &grid)
    let received = try link.pass(grid, slot: 0)
    var receiver = try PUSCHReceiver(carrier: sent.configuration.carrier, antennas: 2)
    var buffer = HARQSoftBuffer()
    for size in [-1, 0, 1706, 100_000, Int.max] {
      let plan = try scene.plan(csiPart2BitCount: { _ in size })
      let reception = try receiver.receive(received, plan, slot: 0, buffer: &buffer)
      #expect(reception.transportBlock == nil && reception.csiPart1?.isValid == true)
    }
    #expect(throws: ParameterError.self) {
      try PUSCHReceptionPlan(
        scene.configuration(), content: .none(rate1024: 308), control: scene.control, csiPart2BitCount: { _ in 5 })
    }
  }
}
