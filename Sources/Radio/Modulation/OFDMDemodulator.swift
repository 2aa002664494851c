import DSPKernels

/// Makes resource elements of samples, the inverse of `OFDMModulator`, with the same factor 1/√N.
///
/// Made once for a carrier; no call allocates memory. One thread uses it at a time.
public struct OFDMDemodulator: ~Copyable {
  public let configuration: OFDMConfiguration
  /// How many samples before the end of the prefix the transform's window begins. What it has of the prefix repeats the symbol's end and is
  /// put there before the transform, so that elements have the phases of a window right behind the prefix.
  public private(set) var windowAdvance: Int
  private var transform: FourierTransform
  private let bins: UnsafeMutableBufferPointer<Complex>

  /// - Parameters:
  ///   - windowAdvance: 0 to `OFDMTiming.shortPrefix`; about half of it for receivers whose timing is not exact.
  ///   - instructionSet: one of those available.
  /// - Throws: for a window that does not begin in the prefix.
  public init(
    _ configuration: OFDMConfiguration, windowAdvance: Int = 0, instructionSet: InstructionSet = .fastest
  ) throws(ParameterError) {
    try Self.check(windowAdvance, configuration)
    let size = configuration.timing.transformSize
    transform = try FourierTransform(ofdmSize: size, instructionSet)
    self.configuration = configuration
    self.windowAdvance = windowAdvance
    bins = .allocate(capacity: size)
    bins.initialize(repeating: .zero)
  }

  deinit { bins.deallocate() }

  /// - Throws: for a window that does not begin in the prefix.
  public mutating func setWindowAdvance(_ samples: Int) throws(ParameterError) {
    try Self.check(samples, configuration)
    windowAdvance = samples
  }

  private static func check(_ windowAdvance: Int, _ configuration: OFDMConfiguration) throws(ParameterError) {
    guard 0...configuration.timing.shortPrefix ~= windowAdvance else {
      throw ParameterError(
        "windowAdvance", windowAdvance, "a prefix has \(configuration.timing.shortPrefix) samples", "TS 38.211 §5.3.1")
    }
  }

  /// The elements of one symbol.
  /// - Parameters:
  ///   - samples: as many as the symbol has with its prefix.
  ///   - slot: in the frame.
  ///   - symbol: in the slot.
  ///   - elements: those of the grid's subcarriers.
  public mutating func demodulate(
    _ samples: UnsafeBufferPointer<Complex>, slot: Int, symbol: Int, into elements: UnsafeMutableBufferPointer<Complex>
  ) {
    let size = configuration.timing.transformSize
    let prefix = configuration.timing.prefixLength(slot: slot, symbol: symbol)
    precondition(elements.count == configuration.carrier.subcarrierCount && samples.count == prefix + size)
    guard let source = samples.baseAddress, let target = elements.baseAddress, let bins = bins.baseAddress else { return }
    if windowAdvance == 0 {
      transform.forward(UnsafeBufferPointer(start: source + prefix, count: size), into: self.bins)
    } else {
      bins.update(from: source + prefix, count: size - windowAdvance)
      (bins + size - windowAdvance).update(from: source + prefix - windowAdvance, count: windowAdvance)
      transform.forward(self.bins)
    }
    let factor = configuration.phase(slot: slot, symbol: symbol).conjugate * configuration.scale
    let (first, second) = configuration.stretches
    multiply(bins + configuration.bin(subcarrier: 0), by: factor, into: target, count: first)
    multiply(bins, by: factor, into: target + first, count: second)
  }

  /// The elements of one antenna's slot.
  /// - Parameters:
  ///   - samples: as many as the slot has (`OFDMTiming.sampleCount`).
  ///   - slot: in the frame.
  ///   - grid: of the carrier's subcarriers and a slot's symbols.
  ///   - port: the antenna's place in it.
  public mutating func demodulate(
    _ samples: UnsafeBufferPointer<Complex>, slot: Int, into grid: inout ResourceGrid, port: Int
  ) {
    let timing = configuration.timing
    let symbols = configuration.carrier.symbolsPerSlot
    let subcarriers = configuration.carrier.subcarrierCount
    precondition(0..<grid.portCount ~= port && grid.symbolCount == symbols && grid.subcarrierCount == subcarriers)
    precondition(samples.count == timing.sampleCount(slot: slot))
    let offset = grid.offset(port: port, symbol: 0)
    grid.withMutableElements { elements in
      var start = 0
      for symbol in 0..<symbols {
        let count = timing.prefixLength(slot: slot, symbol: symbol) + timing.transformSize
        demodulate(
          UnsafeBufferPointer(rebasing: samples[start..<(start + count)]), slot: slot, symbol: symbol,
          into: UnsafeMutableBufferPointer(rebasing: elements[(offset + symbol * subcarriers)..<(offset + (symbol + 1) * subcarriers)]))
        start += count
      }
    }
  }

  /// The elements of a slot of all antennas, whose samples stand one antenna behind the other.
  /// - Parameter samples: antennas times the slot's samples.
  public mutating func demodulate(_ samples: UnsafeBufferPointer<Complex>, slot: Int, into grid: inout ResourceGrid) {
    let count = configuration.timing.sampleCount(slot: slot)
    precondition(samples.count == grid.portCount * count)
    for port in 0..<grid.portCount {
      demodulate(UnsafeBufferPointer(rebasing: samples[(port * count)..<((port + 1) * count)]), slot: slot, into: &grid, port: port)
    }
  }
}
