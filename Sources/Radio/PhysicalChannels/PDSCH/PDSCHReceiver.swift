import ChannelCoding
import DSPKernels
import Modulation

/// Receives a PDSCH whose layers are equalised: soft values of its codewords.
public struct PDSCHReceiver: Sendable, Hashable {
  public let mapping: PDSCHMapping

  public init(_ mapping: PDSCHMapping) { self.mapping = mapping }

  /// Descrambled soft values of a codeword, in the order and the steps that ``SharedChannelDecoder`` takes.
  /// - Parameters:
  ///   - layers: for each layer its symbols in the order of ``PDSCHMapping/dataSubcarriers``, equalised to data of amplitude 1.
  ///   - noise: the variance of the noise of each of them, both axes together.
  /// - Throws: for a codeword that there is not, and for layers of another number or length.
  public func softValues(codeword: Int, layers: [[Complex]], noise: [[Float]]) throws(ParameterError) -> [Int8] {
    let configuration = mapping.configuration
    guard configuration.modulations.indices ~= codeword else {
      throw ParameterError("codeword", codeword, "there are \(configuration.modulations.count)", "TS 38.211, table 7.3.1.3-1")
    }
    let count = configuration.layers.layerCount
    guard layers.count == count, noise.count == count, (layers.map(\.count) + noise.map(\.count)).allSatisfy({ $0 == mapping.elementCount })
    else {
      throw ParameterError(
        "layers", layers.count, "the PDSCH has \(mapping.elementCount) symbols on each of \(count) layers", "TS 38.211 §7.3.1.3")
    }
    let symbols = try configuration.layers.codewords(layers)[codeword]
    let variances = try configuration.layers.codewords(noise)[codeword]
    var soft = SharedChannelDecoder.quantize(configuration.modulations[codeword].demodulate(symbols, noise: variances))
    let scrambling = try PDSCHScrambling(rnti: configuration.rnti, codeword: codeword, identity: configuration.scramblingIdentity)
    soft.withUnsafeMutableBufferPointer { scrambling.descramble($0) }
    return soft
  }
}
