import ChannelCoding
import Modulation

/// Decodes SIB1 from grids of CORESET 0's resource blocks: the PDCCH with SI-RNTI, then its PDSCH.
///
/// What transmissions of one period of 160 ms leave undecoded is added up where they have the same size and rate (TS 38.331 §5.2.1).
public struct SystemInformationDecoder: ~Copyable {
  public let resources: InitialControlResources
  private let scrambling: PDCCHScrambling
  private let candidates: [PDCCHCandidate]
  private var receiver: PDCCHReceiver
  private var shared: PDSCHReceiver
  /// Soft values of the last transport block, and how many transmissions they are of; nil without, or where it is decoded.
  private var buffer = HARQSoftBuffer()
  private var process: (Process, count: Int)?

  private struct Process: Hashable {
    var period: Int
    var code: SharedChannelCode
    var scheme: ModulationAndCodingScheme
  }

  /// A DCI with SI-RNTI that was found.
  public struct Detection: Sendable, Hashable {
    public let detection: PDCCHDetection
    public let format: DCIFormat1_0.SystemInformation
  }

  /// A transport block.
  public struct Reception: Sendable, Hashable {
    /// The message, with its padding.
    public let octets: [UInt8]
    /// Transmissions that were added up.
    public let transmissionCount: Int
    public let measurement: SharedChannelMeasurement
  }

  /// - Throws: for a CORESET that there is not.
  public init(_ resources: InitialControlResources, antennas: Int = 1) throws(ParameterError) {
    let carrier = resources.carrier
    let scrambling = try PDCCHScrambling(kind: .common, cellIdentity: carrier.cellIdentity)
    let candidates = try resources.candidates()
    let receiver = try PDCCHReceiver(coreset: resources.coreset, carrier: carrier)
    let shared = try PDSCHReceiver(carrier: carrier, antennas: antennas, layers: 1, maximumIterations: 20)
    self.resources = resources
    self.scrambling = scrambling
    self.candidates = candidates
    self.receiver = receiver
    self.shared = shared
  }

  /// Looks for DCIs of SIB1 in a slot of the monitoring occasions.
  /// - Throws: for a grid that is not of the CORESET's resource blocks.
  public mutating func detect(_ grid: ResourceGrid, slot: Int) throws(ParameterError) -> [Detection] {
    let found = try receiver.receive(
      grid, slot: slot, firstSymbol: resources.occasions.firstSymbol, scrambling: scrambling, candidates: candidates,
      payloadSizes: [resources.layout.size], rntis: [SystemInformationAssignment.rnti])
    var detections: [Detection] = []
    for detection in found {
      let format = try DCIFormat1_0(decoding: detection.payload, .systemInformation, resources.layout)
      // What repeats an element of a higher level decodes as that of a lower one, too.
      guard case .systemInformation(let format) = format, !format.isOtherSystemInformation,
        !detections.contains(where: { $0.format == format })
      else { continue }
      detections.append(Detection(detection: detection, format: format))
    }
    return detections
  }

  /// Decodes a PDSCH.
  /// - Parameters:
  ///   - grid: of the PDSCH's slot.
  ///   - slot: of the frame.
  /// - Returns: `nil` where its CRC does not hold.
  /// - Throws: for a grid that is not of the CORESET's resource blocks, and for what the assignment cannot have.
  public mutating func decode(
    _ grid: ResourceGrid, slot: Int, frame: Int, _ assignment: SystemInformationAssignment
  ) throws(ParameterError) -> Reception? {
    let code = try SharedChannelCode(transportBlockSize: assignment.transportBlockSize, codeRate: assignment.scheme.codeRate ?? 0)
    // Pairs of resource blocks may have a precoder of their own (TS 38.214 §5.1.2.3).
    let plan = try PDSCHReceptionPlan(assignment.configuration, codewords: [PDSCHReceptionPlan.Codeword(code)], groupSize: 2)
    let own = Process(period: frame >> 4, code: code, scheme: assignment.scheme)
    let earlier = process.flatMap { $0.0 == own ? $0.count : nil } ?? 0
    let transmission = PDSCHReceiver.Transmission(
      redundancyVersion: assignment.format.redundancyVersion, isNewData: earlier == 0)
    let reception = try shared.receive(grid, plan, slot: slot, transmission, buffer: &buffer)
    guard let block = reception.codewords.first?.transportBlock else {
      process = (own, earlier + 1)
      return nil
    }
    process = nil
    return Reception(octets: block.octets, transmissionCount: earlier + 1, measurement: reception.measurement)
  }
}
