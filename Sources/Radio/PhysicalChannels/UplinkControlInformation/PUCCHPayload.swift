import ChannelCoding
import Modulation

/// The numbers of bits of UCI of a PUCCH.
public struct PUCCHPayloadSizes: Sendable, Hashable {
  /// O^ACK.
  public var harqACK: Int
  /// O^SR.
  public var schedulingRequest: Int
  /// O^CSI-part1, or all bits of CSI that is not of two parts.
  public var csiPart1: Int
  /// O^CSI-part2, or 0.
  public var csiPart2: Int

  public init(harqACK: Int = 0, schedulingRequest: Int = 0, csiPart1: Int = 0, csiPart2: Int = 0) {
    self.harqACK = harqACK
    self.schedulingRequest = schedulingRequest
    self.csiPart1 = csiPart1
    self.csiPart2 = csiPart2
  }

  /// The bits that are coded together first: all, or those beside CSI part 2.
  public var firstPart: Int { harqACK + schedulingRequest + csiPart1 }
  public var total: Int { firstPart + csiPart2 }

  func check() throws(ParameterError) {
    for (name, count) in [
      ("harqACK", harqACK), ("schedulingRequest", schedulingRequest), ("csiPart1", csiPart1), ("csiPart2", csiPart2),
    ] where !(0...1706 ~= count) {
      throw ParameterError(name, count, "UCI has at most 1706 bits", "TS 38.212 §5.2.1")
    }
    guard csiPart2 == 0 || csiPart1 > 0 else {
      throw ParameterError("csiPart2", csiPart2, "CSI part 2 stands only beside part 1", "TS 38.212 §6.3.1.1.2")
    }
  }
}

/// UCI of a PUCCH.
public struct PUCCHPayload: Sendable, Hashable {
  public var harqACK: BitSequence
  public var schedulingRequest: BitSequence
  public var csiPart1: BitSequence
  public var csiPart2: BitSequence

  public init(
    harqACK: BitSequence = BitSequence(), schedulingRequest: BitSequence = BitSequence(), csiPart1: BitSequence = BitSequence(),
    csiPart2: BitSequence = BitSequence()
  ) {
    self.harqACK = harqACK
    self.schedulingRequest = schedulingRequest
    self.csiPart1 = csiPart1
    self.csiPart2 = csiPart2
  }

  /// From the sequences that were coded, HARQ-ACK first, then SR, then CSI (TS 38.212 §6.3.1.1).
  /// - Parameter first: `sizes.firstPart` bits; `second`: `sizes.csiPart2`. What is missing is left out.
  public init(sizes: PUCCHPayloadSizes, first: BitSequence, second: BitSequence = BitSequence()) {
    var start = 0
    func take(_ count: Int) -> BitSequence {
      let end = min(first.count, start + max(0, count))
      defer { start = end }
      var part = BitSequence()
      part.append(first, start..<end)
      return part
    }
    harqACK = take(sizes.harqACK)
    schedulingRequest = take(sizes.schedulingRequest)
    csiPart1 = take(sizes.csiPart1)
    csiPart2 = second
  }

  public var sizes: PUCCHPayloadSizes {
    PUCCHPayloadSizes(
      harqACK: harqACK.count, schedulingRequest: schedulingRequest.count, csiPart1: csiPart1.count, csiPart2: csiPart2.count)
  }

  /// The bits that are coded together first (a, or a^(1) where CSI has two parts; TS 38.212 §6.3.1.1).
  public var firstPart: BitSequence {
    var bits = harqACK
    bits.append(schedulingRequest)
    bits.append(csiPart1)
    return bits
  }
}

/// How the coded bits of a PUCCH are shared between the parts of UCI (TS 38.212, table 6.3.1.4.1-1).
public struct PUCCHRateMatching: Sendable, Hashable {
  /// The values of `maxCodeRate`, in hundredths.
  public static let codeRates = [8, 15, 25, 35, 45, 60, 80]

  /// E_UCI of HARQ-ACK, SR and CSI, or of HARQ-ACK, SR and CSI part 1.
  public let firstPart: Int
  /// E_UCI of CSI part 2.
  public let secondPart: Int

  /// - Parameters:
  ///   - total: E_tot, at least 1.
  ///   - codeRate: R_UCI^max in hundredths, one of `codeRates`.
  /// - Throws: for other values.
  public init(_ sizes: PUCCHPayloadSizes, total: Int, modulationOrder: Int, codeRate: Int) throws(ParameterError) {
    try sizes.check()
    guard 1...8192 ~= total else {
      throw ParameterError("total", total, "a PUCCH has 1 to 8192 coded bits", "TS 38.212, table 6.3.1.4-1")
    }
    guard modulationOrder == 1 || modulationOrder == 2 else {
      throw ParameterError("modulationOrder", modulationOrder, "a PUCCH has π/2-BPSK or QPSK", "TS 38.211 §6.3.2.6.2")
    }
    try Self.check(codeRate: codeRate)
    guard sizes.csiPart2 > 0 else {
      (firstPart, secondPart) = (total, 0)
      return
    }
    let bits = sizes.firstPart + UCICode.checkCount(bitCount: sizes.firstPart)
    firstPart = min(total, (100 * bits + codeRate * modulationOrder - 1) / (codeRate * modulationOrder) * modulationOrder)
    secondPart = total - firstPart
  }

  static func check(codeRate: Int) throws(ParameterError) {
    guard codeRates.contains(codeRate) else {
      throw ParameterError("codeRate", codeRate, "maxCodeRate is one of \(codeRates) hundredths", "TS 38.213, table 9.2.5.2-1")
    }
  }
}
