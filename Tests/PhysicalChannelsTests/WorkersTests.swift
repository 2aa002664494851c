import Base
import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals
import Testing

@testable import PhysicalChannels

@Suite struct WorkersTests {
  @Test("Each piece is done once, by one of the workers")
  func pieces() {
    for count in [1, 2, 5] {
      for pieces in [0, 1, 2, 3, 64] {
        let done = UnsafeMutableBufferPointer<Int>.allocate(capacity: pieces)
        defer { done.deallocate() }
        done.initialize(repeating: -1)
        Workers(count: count).each(pieces) { piece, worker in done[piece] = done[piece] == -1 ? worker : count }
        #expect(done.allSatisfy { (0..<count).contains($0) }, "\(count), \(pieces)")
      }
    }
  }

  @Test("A PUSCH is the same with one worker and several, where it comes through and where it does not")
  func reception() throws {
    var scene = PUSCHScene()
    scene.gridSize = 51
    scene.mcs = 26
    for ratio in [30.0, 13.5, 5] {
      scene.signalToNoiseDB = ratio
      let plan = try scene.plan()
      guard case .ulSCH(let code, _) = plan.format.content else { return }
      #expect(code.codeBlockCount > 3)
      var generator = SeededGenerator(seed: 1)
      var grid = ResourceGrid(plan.configuration.carrier, portCount: 1)
      var encoder = PUSCHEncoder(plan.format)
      let block = PUSCHScene.bits(code.transportBlockSize, &generator)
      try PUSCHTransmitter(plan.configuration).transmit(encoder.encode(transportBlock: block), slot: 3, into: &grid)
      var link = try scene.link(seed: 5)
      let received = try link.pass(grid, slot: 3)
      var receptions: [PUSCHReception] = []
      for count in 1...4 {
        var receiver = try PUSCHReceiver(carrier: plan.configuration.carrier, antennas: 2, workers: Workers(count: count))
        var buffer = HARQSoftBuffer()
        // The second time it is combined with itself.
        for isNew in [true, false] {
          receptions.append(try receiver.receive(received, plan, slot: 3, isNewData: isNew, buffer: &buffer))
        }
      }
      for index in receptions.indices { #expect(receptions[index] == receptions[index % 2], "\(ratio), \(index)") }
      if ratio == 30 { #expect(receptions[0].transportBlock == block) }
      if ratio == 5 { #expect(receptions[0].transportBlock == nil) }
    }
  }

  @Test("A PDSCH is the same with one worker and several")
  func transmission() throws {
    let carrier = try Carrier(numerology: .kHz30, gridSize: 52, cellIdentity: 1)
    let configuration = try PDSCHConfiguration(
      carrier: carrier, virtualBlocks: Array(0..<50),
      time: SharedChannelTimeAllocation(.downlink, mappingType: .a, startSymbol: 0, symbolCount: 14),
      demodulation: SharedChannelDemodulationReferenceSignal(identity: 1, cdmGroupsWithoutData: 2, ports: [0, 1]),
      modulations: [.qam64], rnti: 1, scramblingIdentity: 1)
    let scheme = try MCSTable.qam64.scheme(25)
    var generator = SeededGenerator(seed: 2)
    let size = try configuration.transportBlockSize(scheme: scheme)
    let code = try SharedChannelCode(transportBlockSize: size, codeRate: scheme.codeRate ?? 0.9)
    #expect(code.codeBlockCount > 3)
    let bits = PUSCHScene.bits(size, &generator)
    for codeBlocks in [nil, [0, 2], [1, 2, 3]] {
      let block = PDSCHTransportBlock(bits: bits, codeRate: code.codeRate, codeBlocks: codeBlocks)
      var grids: [ResourceGrid] = []
      for count in 1...3 {
        var processor = try PDSCHProcessor(PDSCHTransmitter(configuration), workers: Workers(count: count))
        for slot in 0..<2 {
          var grid = ResourceGrid(carrier, portCount: 2)
          try processor.process([block], slot: slot, into: &grid)
          grids.append(grid)
        }
      }
      for index in grids.indices { #expect(grids[index] == grids[index % 2], "\(index)") }
      #expect(grids[0] != grids[1])
    }
  }
}
