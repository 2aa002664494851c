import DSPKernels

/// Makes samples of resource elements: the inverse transforms and cyclic prefixes of TS 38.211 §5.3.1, turned for the mixer (§5.4).
///
/// The signal of the standard is multiplied by 1/√N, N the transform's size: where all of K subcarriers have elements of mean power 1,
/// samples have a mean power of K/N. A demodulator's factor is 1/√N too, so that white noise has the same variance in samples and in
/// elements.
///
/// Made once for a carrier; no call allocates memory. One thread uses it at a time.
public struct OFDMModulator: ~Copyable {
  public let configuration: OFDMConfiguration
  private var transform: FourierTransform
  /// Bins outside the grid stay zero.
  private let bins: UnsafeMutableBufferPointer<Complex>

  /// - Parameter instructionSet: one of those available.
  /// - Throws: never for a configuration that exists.
  public init(_ configuration: OFDMConfiguration, instructionSet: InstructionSet = .fastest) throws(ParameterError) {
    let size = configuration.timing.transformSize
    transform = try FourierTransform(ofdmSize: size, instructionSet)
    self.configuration = configuration
    bins = .allocate(capacity: size)
    bins.initialize(repeating: .zero)
  }

  deinit { bins.deallocate() }

  /// The samples of one symbol.
  /// - Parameters:
  ///   - elements: those of the grid's subcarriers.
  ///   - slot: in the frame.
  ///   - symbol: in the slot.
  ///   - samples: as many as the symbol has with its prefix.
  public mutating func modulate(
    _ elements: UnsafeBufferPointer<Complex>, slot: Int, symbol: Int, into samples: UnsafeMutableBufferPointer<Complex>
  ) {
    let size = configuration.timing.transformSize
    let prefix = configuration.timing.prefixLength(slot: slot, symbol: symbol)
    precondition(elements.count == configuration.carrier.subcarrierCount && samples.count == prefix + size)
    guard let source = elements.baseAddress, let target = samples.baseAddress, let bins = bins.baseAddress else { return }
    let factor = configuration.phase(slot: slot, symbol: symbol) * configuration.scale
    let (first, second) = configuration.stretches
    multiply(source, by: factor, into: bins + configuration.bin(subcarrier: 0), count: first)
    multiply(source + first, by: factor, into: bins, count: second)
    transform.inverse(
      UnsafeBufferPointer(self.bins), into: UnsafeMutableBufferPointer(start: target + prefix, count: size))
    target.update(from: target + size, count: prefix)
  }

  /// The samples of one antenna port's slot.
  /// - Parameters:
  ///   - grid: of the carrier's subcarriers and a slot's symbols.
  ///   - slot: in the frame.
  ///   - samples: as many as the slot has (`OFDMTiming.sampleCount`).
  public mutating func modulate(
    _ grid: borrowing ResourceGrid, port: Int, slot: Int, into samples: UnsafeMutableBufferPointer<Complex>
  ) {
    let timing = configuration.timing
    let symbols = configuration.carrier.symbolsPerSlot
    let subcarriers = configuration.carrier.subcarrierCount
    precondition(0..<grid.portCount ~= port && grid.symbolCount == symbols && grid.subcarrierCount == subcarriers)
    precondition(samples.count == timing.sampleCount(slot: slot))
    let offset = grid.offset(port: port, symbol: 0)
    grid.withElements { elements in
      var start = 0
      for symbol in 0..<symbols {
        let count = timing.prefixLength(slot: slot, symbol: symbol) + timing.transformSize
        modulate(
          UnsafeBufferPointer(rebasing: elements[(offset + symbol * subcarriers)..<(offset + (symbol + 1) * subcarriers)]),
          slot: slot, symbol: symbol, into: UnsafeMutableBufferPointer(rebasing: samples[start..<(start + count)]))
        start += count
      }
    }
  }

  /// The samples of a slot of all antenna ports, one port behind the other.
  /// - Parameter samples: ports times the slot's samples.
  public mutating func modulate(_ grid: borrowing ResourceGrid, slot: Int, into samples: UnsafeMutableBufferPointer<Complex>) {
    let count = configuration.timing.sampleCount(slot: slot)
    precondition(samples.count == grid.portCount * count)
    for port in 0..<grid.portCount {
      modulate(grid, port: port, slot: slot, into: UnsafeMutableBufferPointer(rebasing: samples[(port * count)..<((port + 1) * count)]))
    }
  }
}

extension FourierTransform {
  /// - Throws: for a size without a transform.
  init(ofdmSize: Int, _ instructionSet: InstructionSet) throws(ParameterError) {
    guard let transform = FourierTransform(count: ofdmSize, instructionSet: instructionSet) else {
      throw ParameterError("transformSize", ofdmSize, "there is no transform of this size", "TS 38.211 §5.3.1")
    }
    self = transform
  }
}
