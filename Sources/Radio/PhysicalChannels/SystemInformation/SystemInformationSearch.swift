import DSPKernels
import Modulation

/// The monitoring occasions of one cell in samples, those that are nearest to its SS/PBCH block first.
struct SystemInformationSearch: ~Copyable {
  private let sampleRateHz: Int
  private let resources: InitialControlResources
  private let block: DetectedBlock
  private var demodulator: SlotDemodulator
  private var decoder: SystemInformationDecoder
  private var grid: ResourceGrid
  /// What has been seen until now.
  private(set) var failure = SystemInformationError.noOccasion
  private var occasions = 0
  private var detections = 0

  init(
    _ configuration: CellSearchConfiguration, _ resources: InitialControlResources, _ block: DetectedBlock
  ) throws(ParameterError) {
    let demodulator = try SlotDemodulator(
      resources.carrier, sampleRateHz: configuration.sampleRateHz,
      carrierHz: configuration.hasCarrierPhase ? configuration.carrierFrequencyHz : 0)
    let decoder = try SystemInformationDecoder(resources)
    sampleRateHz = configuration.sampleRateHz
    self.resources = resources
    self.block = block
    self.demodulator = demodulator
    self.decoder = decoder
    grid = ResourceGrid(resources.carrier)
  }

  /// - Parameter frame: counted from the block's.
  private func timing(frame: Int, slot: Int) -> SlotDemodulator.Timing {
    let seconds = Double(frame) / 100 + demodulator.slotStart(slot)
    let rate = Double(sampleRateHz)
    let frequencies = resources.frequenciesHz
    let middle = Double(frequencies.lowerBound + frequencies.count / 2)
    let offset = block.frequencyOffsetHz + middle * block.clockError
    return SlotDemodulator.Timing(
      start: block.frameStart + seconds * rate * (1 - block.clockError), clockError: block.clockError,
      middleHz: block.rasterOffsetHz + middle + offset, offsetHz: offset)
  }

  /// - Returns: `nil` where SIB1 is not found; ``failure`` says why.
  mutating func run(_ samples: UnsafeBufferPointer<Complex>) throws(ParameterError) -> SystemInformationReceiver.Reception? {
    guard abs(block.frameStart) < 1e15, abs(block.start) < 1e15, abs(block.clockError) < 1 else { return nil }
    let slotsPerFrame = resources.carrier.numerology.slotsPerFrame
    let frameSamples = Double(sampleRateHz) / 100
    let first = Int((-block.frameStart / frameSamples).rounded(.down)) - 1
    let last = Int(((Double(samples.count) - block.frameStart) / frameSamples).rounded(.up)) + 1
    let nearest = Int(((block.start - block.frameStart) / frameSamples).rounded(.down))
    for frame in (first...last).sorted(by: { abs($0 - nearest) < abs($1 - nearest) }) {
      let number = (block.systemFrameNumber + frame % 1024 + 1024) % 1024
      for slot in 0..<slotsPerFrame where resources.occasions.contains(slot: slot, frame: number) {
        if let reception = try receive(samples, frame: number, slot: slot, at: frame) { return reception }
      }
    }
    return nil
  }

  /// - Parameter place: the frame, counted from the block's.
  private mutating func receive(
    _ samples: UnsafeBufferPointer<Complex>, frame: Int, slot: Int, at place: Int
  ) throws(ParameterError) -> SystemInformationReceiver.Reception? {
    guard try demodulate(samples, slot: slot, at: place) else { return nil }
    occasions += 1
    if detections == 0 { failure = .notDetected(occasions: occasions) }
    for detection in try decoder.detect(grid, slot: slot) {
      detections += 1
      let assignment: SystemInformationAssignment
      do throws(ParameterError) {
        assignment = try SystemInformationAssignment(detection.format, resources, candidate: detection.detection.candidate)
        _ = try PDSCHMapping(assignment.configuration)
      } catch {
        failure = .unusable(detections: detections, error)
        continue
      }
      failure = .notDecoded(detections: detections)
      let slotsPerFrame = resources.carrier.numerology.slotsPerFrame
      let (later, target) = (slot + assignment.slotOffset).quotientAndRemainder(dividingBy: slotsPerFrame)
      if assignment.slotOffset > 0 {
        guard try demodulate(samples, slot: target, at: place + later) else { continue }
      }
      guard let block = try decoder.decode(grid, slot: target, frame: frame, assignment) else { continue }
      return SystemInformationReceiver.Reception(
        octets: block.octets, frame: frame, slot: slot, control: detection.detection, assignment: assignment,
        transmissionCount: block.transmissionCount, measurement: block.measurement)
    }
    return nil
  }

  /// - Returns: whether there are samples of the whole slot.
  private mutating func demodulate(_ samples: UnsafeBufferPointer<Complex>, slot: Int, at place: Int) throws(ParameterError) -> Bool {
    let timing = timing(frame: place, slot: slot)
    guard demodulator.isWhole(timing, slot: slot, count: samples.count) else { return false }
    demodulator.demodulate(samples, timing, slot: slot, into: &grid)
    return true
  }
}
