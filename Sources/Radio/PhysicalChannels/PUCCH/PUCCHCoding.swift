import ChannelCoding
import Modulation

/// The codes of the UCI of a PUCCH of format 2, 3 or 4, and where their bits stand (TS 38.212 §6.3.1).
public struct PUCCHCoding: Sendable, Hashable {
  public let sizes: PUCCHPayloadSizes
  /// Of HARQ-ACK, SR and CSI, or of HARQ-ACK, SR and CSI part 1.
  public let first: UCICode
  /// Of CSI part 2, to which zeros are appended up to 3 bits (TS 38.212 §6.3.1.1.2).
  public let second: UCICode?
  /// Nil where there is one part only.
  public let multiplexing: PUCCHMultiplexing?

  /// - Parameter codeRate: `maxCodeRate` in hundredths, which decides how CSI part 2 shares the PUCCH.
  /// - Throws: for another format, fewer than 3 bits, CSI part 2 on format 2, and UCI that does not fit.
  public init(_ configuration: PUCCHConfiguration, _ sizes: PUCCHPayloadSizes, codeRate: Int) throws(ParameterError) {
    let format = configuration.format.number
    guard format >= 2 else {
      throw ParameterError("format", format, "formats 0 and 1 have no code", "TS 38.211 §6.3.2")
    }
    let matching = try PUCCHRateMatching(
      sizes, total: configuration.bitCount, modulationOrder: configuration.modulationOrder, codeRate: codeRate)
    guard sizes.firstPart >= 3 else {
      throw ParameterError("sizes", sizes.firstPart, "formats 2 to 4 have more than 2 bits", "TS 38.211, table 6.3.2.1-1")
    }
    self.sizes = sizes
    first = try UCICode(bitCount: sizes.firstPart, outputCount: matching.firstPart, modulationOrder: configuration.modulationOrder)
    guard sizes.csiPart2 > 0 else {
      (second, multiplexing) = (nil, nil)
      return
    }
    guard format != 2 else {
      throw ParameterError("csiPart2", sizes.csiPart2, "CSI of two parts needs format 3 or 4", "TS 38.212 §6.3.1.6")
    }
    second = try UCICode(
      bitCount: Self.secondCount(sizes.csiPart2), outputCount: matching.secondPart, modulationOrder: configuration.modulationOrder)
    multiplexing = try PUCCHMultiplexing(
      length: configuration.symbolCount, references: configuration.referenceSymbols, elementsPerSymbol: configuration.elementsPerSymbol,
      modulationOrder: configuration.modulationOrder, firstPart: matching.firstPart)
  }

  /// g, before scrambling.
  /// - Throws: for a payload of other sizes.
  public func encode(_ payload: PUCCHPayload) throws(ParameterError) -> BitSequence {
    guard payload.sizes == sizes else {
      throw ParameterError("payload", payload.sizes, "the PUCCH has \(sizes)", "TS 38.212 §6.3.1.1")
    }
    var bits = try first.encode(payload.firstPart)
    if let second, let multiplexing {
      var part = payload.csiPart2
      part.append(0, count: second.bitCount - part.count)
      bits = try multiplexing.multiplex(bits, second.encode(part))
    }
    return BitSequence(bits.lazy.map { $0 == .one })
  }

  /// Bits of CSI part 2 that are coded.
  static func secondCount(_ bitCount: Int) -> Int { max(3, bitCount) }
}
