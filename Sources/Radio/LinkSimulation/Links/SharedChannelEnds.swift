import Base
import ChannelCoding
import ChannelModels
import DSPKernels
import Modulation
import PhysicalChannels

/// A codeword's HARQ process at both ends.
final class CodewordProcess {
  var sender: HARQProcess
  var buffer = HARQSoftBuffer()
  var transportBlock = BitSequence()

  init(_ sender: HARQProcess) { self.sender = sender }
}

/// Sender and receiver of a link. They belong to one thread.
protocol SharedChannelEnds: AnyObject {
  /// Puts a slot onto a grid.
  /// - Parameter process: its transport blocks and transmissions, by codeword.
  func send(
    _ process: [CodewordProcess], slot: Int, using generator: inout SeededGenerator, into grid: inout ResourceGrid
  ) throws(ParameterError)

  /// What is received of each codeword; nil where nothing seems to have been sent.
  func receive(
    _ grid: borrowing ResourceGrid, _ process: [CodewordProcess], slot: Int
  ) throws(ParameterError) -> [SharedChannelReception]?
}

/// A UE that sends and a gNB that receives.
final class PUSCHEnds: SharedChannelEnds {
  private let plan: PUSCHReceptionPlan
  private let transmitter: PUSCHTransmitter
  private var encoder: PUSCHEncoder
  private var receiver: PUSCHReceiver

  init(_ configuration: PUSCHConfiguration, _ code: SharedChannelCode, antennas: SharedChannelLink.Antennas) throws(ParameterError) {
    plan = try PUSCHReceptionPlan(configuration, content: .ulSCH(code))
    transmitter = try PUSCHTransmitter(configuration)
    encoder = PUSCHEncoder(plan.format)
    receiver = try PUSCHReceiver(carrier: configuration.carrier, antennas: antennas.receive, layers: antennas.layers)
  }

  func send(
    _ process: [CodewordProcess], slot: Int, using generator: inout SeededGenerator, into grid: inout ResourceGrid
  ) throws(ParameterError) {
    let version = process[0].sender.transmission.redundancyVersion
    let bits = try encoder.encode(transportBlock: process[0].transportBlock, redundancyVersion: version)
    try transmitter.transmit(bits, slot: slot, into: &grid)
  }

  func receive(
    _ grid: borrowing ResourceGrid, _ process: [CodewordProcess], slot: Int
  ) throws(ParameterError) -> [SharedChannelReception]? {
    let transmission = process[0].sender.transmission
    let reception = try receiver.receive(
      grid, plan, slot: slot, redundancyVersion: transmission.redundancyVersion, isNewData: transmission.isNew,
      buffer: &process[0].buffer)
    return reception.isDTX ? nil : reception.sharedChannel.map { [$0] }
  }
}

/// A gNB that sends and a UE that receives.
final class PDSCHEnds: SharedChannelEnds {
  private let plan: PDSCHReceptionPlan
  private let precoding: SharedChannelLink.Precoding
  private let rates: [Double]
  private var processor: PDSCHProcessor
  private var receiver: PDSCHReceiver

  init(
    _ configuration: PDSCHConfiguration, _ precoding: SharedChannelLink.Precoding, _ codes: [SharedChannelCode],
    antennas: SharedChannelLink.Antennas
  ) throws(ParameterError) {
    plan = try PDSCHReceptionPlan(configuration, codewords: codes.map { .init($0) })
    self.precoding = precoding
    rates = codes.map(\.codeRate)
    processor = try PDSCHProcessor(PDSCHTransmitter(plan.mapping))
    receiver = try PDSCHReceiver(carrier: configuration.carrier, antennas: antennas.receive, layers: antennas.layers)
  }

  func send(
    _ process: [CodewordProcess], slot: Int, using generator: inout SeededGenerator, into grid: inout ResourceGrid
  ) throws(ParameterError) {
    if case .randomMatrix(let codebook) = precoding {
      let matrix = try Self.matrix(codebook, layers: plan.configuration.layers.layerCount, using: &generator)
      processor = try PDSCHProcessor(PDSCHTransmitter(plan.mapping, precoding: matrix))
    }
    let blocks = zip(process, rates).map { codeword, rate in
      PDSCHTransportBlock(
        bits: codeword.transportBlock, codeRate: rate, redundancyVersion: codeword.sender.transmission.redundancyVersion)
    }
    try processor.process(blocks, slot: slot, into: &grid)
  }

  /// One of a codebook's matrices.
  private static func matrix(
    _ codebook: TypeICodebook, layers: Int, using generator: inout SeededGenerator
  ) throws(ParameterError) -> PDSCHPrecoding {
    let counts = try codebook.indexCounts(rank: layers)
    func index(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
    let indices = TypeICodebook.Indices(
      i11: index(counts.i11), i12: index(counts.i12), i13: index(counts.i13), i14: counts.i14.map(index))
    let matrix = try codebook.matrix(rank: layers, indices, i2: counts.i2.map(index))
    return try PDSCHPrecoding([matrix], portCount: codebook.array.portCount, layerCount: layers)
  }

  func receive(
    _ grid: borrowing ResourceGrid, _ process: [CodewordProcess], slot: Int
  ) throws(ParameterError) -> [SharedChannelReception]? {
    let transmissions = process.map {
      PDSCHReceiver.Transmission(
        redundancyVersion: $0.sender.transmission.redundancyVersion, isNewData: $0.sender.transmission.isNew)
    }
    guard process.count == 2 else {
      return try receiver.receive(grid, plan, slot: slot, transmissions[0], buffer: &process[0].buffer).codewords
    }
    return try receiver.receive(
      grid, plan, slot: slot, transmissions[0], transmissions[1], buffer: &process[0].buffer, secondBuffer: &process[1].buffer
    ).codewords
  }
}
