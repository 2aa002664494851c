import ChannelCoding
import DSPKernels
import Modulation

/// UCI of PUCCH formats 0 and 1.
public struct PUCCHControl: Sendable, Hashable {
  /// 0 to 2 bits.
  public var harqACK: BitSequence
  /// A positive SR. Format 1 has it alone: beside HARQ-ACK the resource says it.
  public var isSchedulingRequest: Bool

  public init(harqACK: BitSequence = BitSequence(), isSchedulingRequest: Bool = false) {
    self.harqACK = harqACK
    self.isSchedulingRequest = isSchedulingRequest
  }

  /// Whether there is an ACK or a positive SR: what noise must not be taken for.
  var isPositive: Bool { isSchedulingRequest || (0..<harqACK.count).contains { harqACK[$0] } }

  /// m_cs of format 0 (TS 38.213, tables 9.2.3-3, 9.2.3-4, 9.2.5-1 and 9.2.5-2), or nil where nothing is sent.
  var cyclicShift: Int? {
    switch harqACK.count {
    case 0: isSchedulingRequest ? 0 : nil
    case 1: (harqACK[0] ? 6 : 0) + (isSchedulingRequest ? 3 : 0)
    default: (harqACK[0] ? (harqACK[1] ? 6 : 9) : (harqACK[1] ? 3 : 0)) + (isSchedulingRequest ? 1 : 0)
    }
  }

  /// All that can be sent.
  /// - Parameters:
  ///   - harqACKCount: 0 to 2.
  ///   - format: 0 or 1.
  static func all(harqACKCount: Int, hasSchedulingRequest: Bool, format: Int) -> [PUCCHControl] {
    let requests = harqACKCount == 0 ? [true] : hasSchedulingRequest && format == 0 ? [false, true] : [false]
    return requests.flatMap { request in
      (0..<(1 << harqACKCount)).map { value in
        PUCCHControl(harqACK: BitSequence((0..<harqACKCount).map { value >> $0 & 1 == 1 }), isSchedulingRequest: request)
      }
    }
  }

  func check(format: Int) throws(ParameterError) {
    guard harqACK.count <= 2 else {
      throw ParameterError("harqACK", harqACK.count, "formats 0 and 1 have up to 2 bits", "TS 38.211, table 6.3.2.1-1")
    }
    guard harqACK.count > 0 || isSchedulingRequest else {
      throw ParameterError("isSchedulingRequest", false, "without HARQ-ACK only a positive SR is sent", "TS 38.213 §9.2.4")
    }
    guard format == 0 || harqACK.count == 0 || !isSchedulingRequest else {
      throw ParameterError("isSchedulingRequest", true, "format 1 has HARQ-ACK or SR", "TS 38.213 §9.2.5.1")
    }
  }

  /// d(0) of format 1 (TS 38.211 §6.3.2.4.1); a positive SR is sent as 0.
  var symbol: Complex {
    let bits = harqACK.count == 0 ? BitSequence([false]) : harqACK
    return (bits.count == 1 ? Constellation.bpsk : .qpsk).modulate(bits)[0]
  }
}
