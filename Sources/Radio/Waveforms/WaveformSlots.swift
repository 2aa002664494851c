import DSPKernels
import Modulation

/// Slots that become a file's samples, one behind the other from the start of a frame on.
struct WaveformSlots: ~Copyable {
  /// Of all antennas, interleaved.
  private(set) var samples: [Complex] = []
  private var modulator: OFDMModulator
  private let antennaCount: Int
  private var slot = 0

  var sampleRate: Int { modulator.configuration.timing.sampleRate }

  /// - Throws: for a carrier that cannot be, and more samples than a file has.
  init(_ carrier: Carrier, antennaCount: Int, slotCount: Int) throws(ParameterError) {
    let configuration = try OFDMConfiguration(carrier: carrier)
    let total = antennaCount * (slotCount + 1) * configuration.timing.samplesPerSubframe / carrier.numerology.slotsPerSubframe
    guard total <= 1 << 28 else {
      throw ParameterError("slotCount", slotCount, "a file has at most 2²⁸ samples", "docs/radio.md, IQ files")
    }
    modulator = try OFDMModulator(configuration)
    self.antennaCount = antennaCount
    samples.reserveCapacity(total)
  }

  mutating func append(_ grid: borrowing ResourceGrid) {
    let timing = modulator.configuration.timing
    let count = timing.sampleCount(slot: slot)
    var separate = [Complex](repeating: .zero, count: antennaCount * count)
    separate.withUnsafeMutableBufferPointer {
      modulator.modulate(grid, slot: slot % timing.numerology.slotsPerFrame, into: $0)
    }
    for index in 0..<count { for antenna in 0..<antennaCount { samples.append(separate[antenna * count + index]) } }
    slot += 1
  }
}

/// The grids of a file's slots.
struct WaveformReader: ~Copyable {
  private let samples: [Complex]
  private var demodulator: OFDMDemodulator
  private let antennaCount: Int
  private var start = 0

  /// - Parameter samples: of all antennas, interleaved, from the start of a frame on.
  /// - Throws: for a sample rate that is not the carrier's, no antennas, and samples that end within the slots.
  init(_ carrier: Carrier, samples: [Complex], sampleRateHz: Int, antennaCount: Int, slotCount: Int) throws(ParameterError) {
    let spacing = carrier.numerology.subcarrierSpacing
    guard sampleRateHz > 0, sampleRateHz % spacing == 0 else {
      throw ParameterError("sampleRateHz", sampleRateHz, "it is a multiple of the subcarrier spacing", "TS 38.211 §5.3.1")
    }
    guard 1...256 ~= antennaCount else { throw ParameterError("antennaCount", antennaCount, "1 to 256", "TR 38.901 §7.3") }
    let configuration = try OFDMConfiguration(carrier: carrier, transformSize: sampleRateHz / spacing)
    let timing = configuration.timing
    let needed = antennaCount * (0..<slotCount).reduce(0) { $0 + timing.sampleCount(slot: $1) }
    guard samples.count >= needed else {
      throw ParameterError(
        "samples", samples.count, "\(slotCount) slots of \(antennaCount) antennas have \(needed); is the file truncated?",
        "TS 38.211 §5.3.1")
    }
    demodulator = try OFDMDemodulator(configuration)
    self.samples = samples
    self.antennaCount = antennaCount
  }

  /// The next slot.
  mutating func read(slot: Int, into grid: inout ResourceGrid) {
    let timing = demodulator.configuration.timing
    let count = timing.sampleCount(slot: slot)
    var separate = [Complex](repeating: .zero, count: antennaCount * count)
    for index in 0..<count {
      for antenna in 0..<antennaCount { separate[antenna * count + index] = samples[start + index * antennaCount + antenna] }
    }
    start += antennaCount * count
    separate.withUnsafeBufferPointer {
      demodulator.demodulate($0, slot: slot % timing.numerology.slotsPerFrame, into: &grid)
    }
  }
}
