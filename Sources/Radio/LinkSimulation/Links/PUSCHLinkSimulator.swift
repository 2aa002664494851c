import Base
import ChannelCoding
import ChannelModels
import Foundation
import Modulation
import PhysicalChannels

/// What came of the slots of a drop, or of many.
public struct LinkCounts: Sendable, Hashable {
  /// Slots with a transmission, and those of them whose transport block came through. Their quotient is the throughput
  /// to what there would be without retransmissions.
  public var slots = Proportion()
  /// First transmissions, and those of them that failed: the block error rate.
  public var firstTransmissions = Proportion()
  /// Transport blocks that are finished, and those of them that failed in every transmission.
  public var blocks = Proportion()
  /// Transport blocks with a CRC that holds and wrong bits.
  public var undetectedErrors = 0
  /// Slots in which the receiver found that nothing had been sent.
  public var missedSlots = 0
  /// Of the decoder, all code blocks together, and code blocks.
  public var iterations = 0
  public var codeBlocks = 0

  public init() {}

  public static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.slots = left.slots + right.slots
    sum.firstTransmissions = left.firstTransmissions + right.firstTransmissions
    sum.blocks = left.blocks + right.blocks
    sum.undetectedErrors += right.undetectedErrors
    sum.missedSlots += right.missedSlots
    sum.iterations += right.iterations
    sum.codeBlocks += right.codeBlocks
    return sum
  }
}

/// Runs drops of a link, one after the other. A thread has one of its own; what a drop gives depends on its number and the seed alone.
public struct PUSCHLinkSimulator: ~Copyable {
  public let link: PUSCHLink
  private let plan: PUSCHReceptionPlan
  private let transmitter: PUSCHTransmitter
  private var encoder: PUSCHEncoder
  private var receiver: PUSCHReceiver
  private var channel: SampleChannel
  private var sent: ResourceGrid
  private var received: ResourceGrid
  private var processes: [Process]

  /// A HARQ process at both ends.
  private final class Process {
    var sender: HARQProcess
    var buffer = HARQSoftBuffer()
    var transportBlock = BitSequence()

    init(_ sender: HARQProcess) { self.sender = sender }
  }

  /// - Throws: for what transmitter or receiver cannot have.
  public init(_ link: PUSCHLink) throws(ParameterError) {
    let configuration = link.configuration
    let plan = try PUSCHReceptionPlan(configuration, content: .ulSCH(link.code))
    let transmitter = try PUSCHTransmitter(configuration)
    let receiver = try PUSCHReceiver(
      carrier: configuration.carrier, antennas: link.antennas.receive, layers: link.antennas.layers)
    let channel = try SampleChannel(
      link.ofdm, transmitAntennas: link.antennas.transmit, receiveAntennas: link.antennas.receive, offsets: link.offsets,
      windowAdvance: link.ofdm.timing.shortPrefix / 16)
    self.link = link
    self.plan = plan
    self.transmitter = transmitter
    encoder = PUSCHEncoder(plan.format)
    self.receiver = receiver
    self.channel = channel
    sent = ResourceGrid(configuration.carrier, portCount: link.antennas.transmit)
    received = ResourceGrid(configuration.carrier, portCount: link.antennas.receive)
    let process = HARQProcess(redundancyVersions: link.schedule.redundancyVersions)
    processes = (0..<link.schedule.pattern.processCount(.uplink)).map { _ in Process(process) }
  }

  /// Simulates a drop.
  /// - Parameters:
  ///   - number: of the drop.
  ///   - seed: of the simulation; a drop has the same channel and bits at every ratio.
  ///   - decibels: the power of all layers at a receive antenna to the noise's, in a resource element.
  public mutating func run(drop number: Int, seed: UInt64, decibels: Double) throws(ParameterError) -> LinkCounts {
    var seeds = SeededGenerator(seed: seed, number: number)
    channel.begin(try link.realization(seed: seeds.next()), noiseSeed: seeds.next())
    for process in processes { process.sender = HARQProcess(redundancyVersions: link.schedule.redundancyVersions) }
    let variance = link.noiseVariance(decibels: decibels)
    let slots = link.schedule.pattern.slots(.uplink, count: link.schedule.slotsPerDrop)
    var counts = LinkCounts()
    for (index, slot) in slots.enumerated() {
      if index > 0, slots[index - 1] + 1 < slot { try finish(index - 1, slots, variance, isLast: true, &counts) }
      try fill(index, slot, &seeds)
      if channel.send(sent, slot: slot) { try finish(index - 1, slots, variance, isLast: false, &counts) }
    }
    try finish(slots.count - 1, slots, variance, isLast: true, &counts)
    return counts
  }

  /// The grid of a slot.
  private mutating func fill(_ index: Int, _ slot: Int, _ seeds: inout SeededGenerator) throws(ParameterError) {
    let process = processes[index % processes.count]
    let transmission = process.sender.transmission
    if transmission.isNew { process.transportBlock = BitSequence(randomCount: link.code.transportBlockSize, using: &seeds) }
    let bits = try encoder.encode(transportBlock: process.transportBlock, redundancyVersion: transmission.redundancyVersion)
    let inFrame = slot % link.configuration.carrier.numerology.slotsPerFrame
    sent.clear()
    try transmitter.transmit(bits, slot: inFrame, into: &sent)
  }

  /// Receives a slot and counts what came of it.
  private mutating func finish(
    _ index: Int, _ slots: [Int], _ variance: Float, isLast: Bool, _ counts: inout LinkCounts
  ) throws(ParameterError) {
    let slot = slots[index]
    if isLast { channel.flush() }
    channel.receive(slot: slot, noiseVariance: variance, isLast: isLast, into: &received)
    let process = processes[index % processes.count]
    let transmission = process.sender.transmission
    let reception = try receiver.receive(
      received, plan, slot: slot % link.configuration.carrier.numerology.slotsPerFrame, redundancyVersion: transmission.redundancyVersion,
      isNewData: transmission.isNew, buffer: &process.buffer)
    let isRight = reception.transportBlock == process.transportBlock
    if reception.isDTX { counts.missedSlots += 1 }
    if reception.transportBlock != nil, !isRight { counts.undetectedErrors += 1 }
    if let shared = reception.sharedChannel {
      counts.iterations += shared.iterations.reduce(0, +)
      counts.codeBlocks += shared.iterations.count
    }
    counts.slots = counts.slots + Proportion(events: isRight ? 1 : 0, trials: 1)
    if transmission.isNew {
      counts.firstTransmissions = counts.firstTransmissions + Proportion(events: isRight ? 0 : 1, trials: 1)
    }
    // The sender believes the CRC, as a gNB's does.
    switch process.sender.finish(isAcknowledged: reception.transportBlock != nil) {
    case .acknowledged: counts.blocks = counts.blocks + Proportion(events: isRight ? 0 : 1, trials: 1)
    case .lost: counts.blocks = counts.blocks + Proportion(events: 1, trials: 1)
    case .retransmission: break
    }
  }
}
