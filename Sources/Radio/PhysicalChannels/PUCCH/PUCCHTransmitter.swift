import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// Puts a PUCCH into a resource grid (TS 38.211 §6.3.2 and §6.4.1.3), at antenna port 2000. It is made once for a configuration.
public struct PUCCHTransmitter: ~Copyable {
  public let configuration: PUCCHConfiguration
  /// Of formats 2 to 4.
  public let coding: PUCCHCoding?
  private let waveform: PUCCHWaveform
  private var precoder: FourierTransform?

  /// For format 0 or 1.
  /// - Throws: for another format.
  public init(_ configuration: PUCCHConfiguration) throws(ParameterError) {
    guard configuration.format.number < 2 else {
      throw ParameterError("format", configuration.format.number, "it needs the sizes of UCI", "TS 38.212 §6.3.1")
    }
    self.configuration = configuration
    coding = nil
    waveform = PUCCHWaveform(configuration)
    precoder = nil
  }

  /// For format 2, 3 or 4.
  /// - Parameter codeRate: `maxCodeRate` in hundredths.
  /// - Throws: for another format, and UCI that does not fit.
  public init(_ configuration: PUCCHConfiguration, _ sizes: PUCCHPayloadSizes, codeRate: Int) throws(ParameterError) {
    self.configuration = configuration
    coding = try PUCCHCoding(configuration, sizes, codeRate: codeRate)
    waveform = PUCCHWaveform(configuration)
    precoder = configuration.format.number > 2 ? FourierTransform(count: configuration.subcarrierCount) : nil
  }

  /// Sends UCI on format 0 or 1.
  /// - Parameters:
  ///   - slot: in the frame.
  ///   - port: of the grid.
  ///   - amplitude: β of the format, also of its DM-RS.
  /// - Throws: for another format, UCI that it does not have, a grid of another carrier, or an amplitude that is not finite or negative.
  public func transmit(
    _ control: PUCCHControl, slot: Int, into grid: inout ResourceGrid, port: Int = 0, amplitude: Float = 1
  ) throws(ParameterError) {
    try configuration.check(slot: slot)
    try check(grid, port, amplitude)
    let format = configuration.format.number
    guard format < 2 else { throw ParameterError("control", format, "formats 2 to 4 send a payload", "TS 38.211 §6.3.2") }
    try control.check(format: format)
    let shift = format == 0 ? control.cyclicShift ?? 0 : 0
    let symbol = control.symbol
    for l in 0..<configuration.symbolCount {
      var values = waveform.sequence(slot: slot, symbol: l, shift: shift)
      if format == 1, l & 1 == 1 { for index in values.indices { values[index] = values[index] * symbol } }
      put(values[...], l, &grid, port, amplitude)
    }
  }

  /// Sends UCI on format 2, 3 or 4.
  /// - Throws: for another format, a payload of other sizes, a grid of another carrier, or an amplitude that is not finite or negative.
  public mutating func transmit(
    _ payload: PUCCHPayload, slot: Int, into grid: inout ResourceGrid, port: Int = 0, amplitude: Float = 1
  ) throws(ParameterError) {
    try configuration.check(slot: slot)
    try check(grid, port, amplitude)
    guard let coding else {
      throw ParameterError("payload", configuration.format.number, "formats 0 and 1 send no payload", "TS 38.211 §6.3.2")
    }
    let symbols = try waveform.modulate(coding.encode(payload))
    let perSymbol = configuration.elementsPerSymbol
    var next = 0
    for l in 0..<configuration.symbolCount {
      let references = try waveform.references(slot: slot, symbol: l)
      if configuration.format.number == 2 {
        let part = symbols[next..<(next + perSymbol)]
        next += perSymbol
        put(PUCCHWaveform.interleaved(part, references)[...], l, &grid, port, amplitude)
      } else if let references {
        put(references[...], l, &grid, port, amplitude)
      } else {
        let values = waveform.precoded(symbols[next..<(next + perSymbol)], &precoder)
        next += perSymbol
        put(values[...], l, &grid, port, amplitude)
      }
    }
  }

  private func check(_ grid: borrowing ResourceGrid, _ port: Int, _ amplitude: Float) throws(ParameterError) {
    guard amplitude.isFinite, amplitude >= 0 else {
      throw ParameterError("amplitude", amplitude, "an amplitude is finite and not negative", "TS 38.211 §6.3.2")
    }
    let carrier = configuration.carrier
    guard grid.symbolCount == carrier.symbolsPerSlot, grid.subcarrierCount == carrier.subcarrierCount else {
      throw ParameterError("grid", grid.subcarrierCount, "the carrier has \(carrier.subcarrierCount) subcarriers", "TS 38.211 §4.4.2")
    }
    guard 0..<grid.portCount ~= port else {
      throw ParameterError("port", port, "the grid has \(grid.portCount) ports", "TS 38.211 §4.4.3")
    }
  }

  private func put(_ values: ArraySlice<Complex>, _ symbol: Int, _ grid: inout ResourceGrid, _ port: Int, _ amplitude: Float) {
    let start = grid.offset(port: port, symbol: configuration.firstSymbol + symbol) + configuration.subcarrier(symbol)
    grid.withMutableElements { elements in
      var place = start
      for value in values {
        elements[place] = value * amplitude
        place += 1
      }
    }
  }
}
