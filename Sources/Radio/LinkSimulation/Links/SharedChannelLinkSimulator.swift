import Base
import ChannelCoding
import ChannelModels
import Foundation
import Modulation
import PhysicalChannels

/// What came of the slots of a drop, or of many.
public struct LinkCounts: Sendable, Hashable {
  /// Transmissions of a transport block, and those of them behind which it was there. Their quotient is the throughput to what there would
  /// be without retransmissions.
  public var transmissions = Proportion()
  /// First transmissions, and those of them that failed: the block error rate.
  public var firstTransmissions = Proportion()
  /// Transport blocks that are finished, and those of them that failed in every transmission.
  public var blocks = Proportion()
  /// Transport blocks with a CRC that holds and wrong bits.
  public var undetectedErrors = 0
  /// Bits of transport blocks that came through.
  public var receivedBits = 0
  public var slots = 0
  /// Slots in which a gNB's receiver found that nothing had been sent.
  public var missedSlots = 0
  /// Of the decoder, all code blocks together, and code blocks.
  public var iterations = 0
  public var codeBlocks = 0

  public init() {}

  public static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.transmissions = left.transmissions + right.transmissions
    sum.firstTransmissions = left.firstTransmissions + right.firstTransmissions
    sum.blocks = left.blocks + right.blocks
    sum.undetectedErrors += right.undetectedErrors
    sum.receivedBits += right.receivedBits
    sum.slots += right.slots
    sum.missedSlots += right.missedSlots
    sum.iterations += right.iterations
    sum.codeBlocks += right.codeBlocks
    return sum
  }
}

/// Runs drops of a link, one after the other. A thread has one of its own; what a drop gives depends on its number and the seed alone.
public struct SharedChannelLinkSimulator: ~Copyable {
  public let link: SharedChannelLink
  private let ends: any SharedChannelEnds
  private var channel: SampleChannel
  private var sent: ResourceGrid
  private var received: ResourceGrid
  /// Of each process those of its codewords.
  private let processes: [[CodewordProcess]]

  /// - Throws: for what transmitter or receiver cannot have.
  public init(_ link: SharedChannelLink) throws(ParameterError) {
    let channel = try SampleChannel(
      link.ofdm, transmitAntennas: link.antennas.transmit, receiveAntennas: link.antennas.receive, offsets: link.offsets,
      windowAdvance: link.ofdm.timing.shortPrefix / 16)
    let ends: any SharedChannelEnds
    switch link.signal {
    case .pusch(let configuration): ends = try PUSCHEnds(configuration, link.codes[0], antennas: link.antennas)
    case .pdsch(let configuration, let precoding):
      ends = try PDSCHEnds(configuration, precoding, link.codes, antennas: link.antennas)
    }
    self.link = link
    self.ends = ends
    self.channel = channel
    sent = ResourceGrid(link.signal.carrier, portCount: link.antennas.transmit)
    received = ResourceGrid(link.signal.carrier, portCount: link.antennas.receive)
    let sender = HARQProcess(redundancyVersions: link.schedule.redundancyVersions)
    processes = (0..<link.schedule.pattern.processCount(link.signal.slots)).map { _ in link.codes.map { _ in CodewordProcess(sender) } }
  }

  /// Simulates a drop.
  /// - Parameters:
  ///   - number: of the drop.
  ///   - seed: of the simulation; a drop has the same channel and bits at every ratio.
  ///   - decibels: the power of all layers at a receive antenna to the noise's, in a resource element.
  public mutating func run(drop number: Int, seed: UInt64, decibels: Double) throws(ParameterError) -> LinkCounts {
    var seeds = SeededGenerator(seed: seed, number: number)
    channel.begin(try link.realization(seed: seeds.next()), noiseSeed: seeds.next())
    for codeword in processes.joined() { codeword.sender = HARQProcess(redundancyVersions: link.schedule.redundancyVersions) }
    let variance = link.noiseVariance(decibels: decibels)
    let slots = link.schedule.pattern.slots(link.signal.slots, count: link.schedule.slotsPerDrop)
    var counts = LinkCounts()
    for (index, slot) in slots.enumerated() {
      if index > 0, slots[index - 1] + 1 < slot { try finish(index - 1, slots, variance, isLast: true, &counts) }
      try fill(index, slot, &seeds)
      if channel.send(sent, slot: slot) { try finish(index - 1, slots, variance, isLast: false, &counts) }
    }
    try finish(slots.count - 1, slots, variance, isLast: true, &counts)
    return counts
  }

  private func inFrame(_ slot: Int) -> Int { slot % link.signal.carrier.numerology.slotsPerFrame }

  /// The grid of a slot.
  private mutating func fill(_ index: Int, _ slot: Int, _ seeds: inout SeededGenerator) throws(ParameterError) {
    let process = processes[index % processes.count]
    for (codeword, code) in zip(process, link.codes) where codeword.sender.transmission.isNew {
      codeword.transportBlock = BitSequence(randomCount: code.transportBlockSize, using: &seeds)
    }
    sent.clear()
    try ends.send(process, slot: inFrame(slot), using: &seeds, into: &sent)
  }

  /// Receives a slot and counts what came of it.
  private mutating func finish(
    _ index: Int, _ slots: [Int], _ variance: Float, isLast: Bool, _ counts: inout LinkCounts
  ) throws(ParameterError) {
    if isLast { channel.flush() }
    channel.receive(slot: slots[index], noiseVariance: variance, isLast: isLast, into: &received)
    let process = processes[index % processes.count]
    counts.slots += 1
    guard let receptions = try ends.receive(received, process, slot: inFrame(slots[index])) else {
      counts.missedSlots += 1
      for codeword in process { counts.count(nil, codeword) }
      return
    }
    for (codeword, reception) in zip(process, receptions) {
      counts.iterations += reception.iterations.reduce(0, +)
      counts.codeBlocks += reception.iterations.count
      counts.count(reception.transportBlock, codeword)
    }
  }
}

extension LinkCounts {
  /// Counts a transmission and takes its process on.
  /// - Parameter received: what the receiver takes for the transport block.
  fileprivate mutating func count(_ received: BitSequence?, _ codeword: CodewordProcess) {
    let isRight = received == codeword.transportBlock
    if received != nil, !isRight { undetectedErrors += 1 }
    if isRight { receivedBits += codeword.transportBlock.count }
    transmissions = transmissions + Proportion(events: isRight ? 1 : 0, trials: 1)
    if codeword.sender.transmission.isNew { firstTransmissions = firstTransmissions + Proportion(events: isRight ? 0 : 1, trials: 1) }
    // The sender believes the CRC.
    switch codeword.sender.finish(isAcknowledged: received != nil) {
    case .acknowledged: blocks = blocks + Proportion(events: isRight ? 0 : 1, trials: 1)
    case .lost: blocks = blocks + Proportion(events: 1, trials: 1)
    case .retransmission: break
    }
  }
}
