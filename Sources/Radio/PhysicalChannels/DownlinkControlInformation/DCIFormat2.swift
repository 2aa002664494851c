import ChannelCoding
import Modulation

/// DCI format 2_0, with a CRC of SFI-RNTI (TS 38.212 §7.3.1.3.1): slot formats, for groups of UEs.
public struct DCIFormat2_0: Sendable, Hashable {
  /// Slot format indicators, in the order of their places.
  public var indicators: [Int]

  public init(indicators: [Int]) { self.indicators = indicators }

  /// - Parameters:
  ///   - widths: bits of each indicator.
  ///   - size: dci-PayloadSize, at most 128.
  public func encode(widths: [Int], size: Int) throws(ParameterError) -> BitSequence {
    guard widths.count == indicators.count else {
      throw ParameterError("widths", widths.count, "there are \(indicators.count) indicators", "TS 38.212 §7.3.1.3.1")
    }
    guard size <= 128 else { throw ParameterError("size", size, "the format has at most 128 bits", "TS 38.212 §7.3.1.3.1") }
    var writer = DCIFieldWriter()
    for (indicator, width) in zip(indicators, widths) {
      guard 1...9 ~= width else { throw ParameterError("widths", width, "an indicator has 1 to 9 bits", "TS 38.213 §11.1.1") }
      var value = indicator
      try writer.field("slotFormatIndicator", &value, width)
    }
    return try padded(writer.bits, size)
  }

  /// - Throws: for a payload that is too short.
  public init(decoding bits: BitSequence, widths: [Int]) throws(ParameterError) {
    var reader = DCIFieldReader(bits: bits)
    indicators = []
    for width in widths {
      guard 1...9 ~= width else { throw ParameterError("widths", width, "an indicator has 1 to 9 bits", "TS 38.213 §11.1.1") }
      var value = 0
      try reader.field("slotFormatIndicator", &value, width)
      indicators.append(value)
    }
  }
}

/// DCI format 2_1, with a CRC of INT-RNTI (TS 38.212 §7.3.1.3.2): resources in which nothing was sent to a UE.
public struct DCIFormat2_1: Sendable, Hashable {
  /// Pre-emption indications of 14 bits each.
  public var indications: [Int]

  public init(indications: [Int]) { self.indications = indications }

  /// - Parameter size: dci-PayloadSize, at most 126.
  public func encode(size: Int) throws(ParameterError) -> BitSequence {
    guard size <= 126 else { throw ParameterError("size", size, "the format has at most 126 bits", "TS 38.212 §7.3.1.3.2") }
    var writer = DCIFieldWriter()
    for indication in indications {
      var value = indication
      try writer.field("preemptionIndication", &value, 14)
    }
    return try padded(writer.bits, size)
  }

  public init(decoding bits: BitSequence) {
    indications = (0..<(bits.count / 14)).map { Int(bits.bits(from: $0 * 14, count: 14)) }
  }
}

/// DCI format 2_2, with a CRC of TPC-PUSCH-RNTI or TPC-PUCCH-RNTI (TS 38.212 §7.3.1.3.3): power of several UEs.
///
/// Its size is that of format 1_0 in a common search space (`DCISizes`).
public struct DCIFormat2_2: Sendable, Hashable {
  public struct Block: Sendable, Hashable {
    /// Closed loop indicator: the second of two loops.
    public var isSecondLoop: Bool
    /// 0 to 3.
    public var transmitPowerControl: Int

    public init(isSecondLoop: Bool = false, transmitPowerControl: Int) {
      self.isSecondLoop = isSecondLoop
      self.transmitPowerControl = transmitPowerControl
    }
  }

  public var blocks: [Block]

  public init(blocks: [Block]) { self.blocks = blocks }

  /// - Parameter hasTwoLoops: twoPUSCH-PC-AdjustmentStates or twoPUCCH-PC-AdjustmentStates.
  public func encode(hasTwoLoops: Bool, size: Int) throws(ParameterError) -> BitSequence {
    var writer = DCIFieldWriter()
    for block in blocks {
      var block = block
      try writer.flag("closedLoopIndicator", &block.isSecondLoop, hasTwoLoops ? 1 : 0)
      try writer.field("transmitPowerControl", &block.transmitPowerControl, 2)
    }
    return try padded(writer.bits, size)
  }

  /// - Throws: for a payload that is too short.
  public init(decoding bits: BitSequence, blockCount: Int, hasTwoLoops: Bool) throws(ParameterError) {
    var reader = DCIFieldReader(bits: bits)
    blocks = []
    for _ in 0..<max(0, blockCount) {
      var block = Block(transmitPowerControl: 0)
      try reader.flag("closedLoopIndicator", &block.isSecondLoop, hasTwoLoops ? 1 : 0)
      try reader.field("transmitPowerControl", &block.transmitPowerControl, 2)
      blocks.append(block)
    }
  }
}

/// DCI format 2_3, with a CRC of TPC-SRS-RNTI (TS 38.212 §7.3.1.3.4): power of sounding reference signals of several UEs.
///
/// Its size is that of format 1_0 in a common search space (`DCISizes`).
public struct DCIFormat2_3: Sendable, Hashable {
  public struct Block: Sendable, Hashable {
    /// SRS request, 0 to 3.
    public var soundingRequest: Int
    /// 0 to 3 each: one for each uplink of a group of type A, one alone of type B.
    public var transmitPowerControls: [Int]

    public init(soundingRequest: Int = 0, transmitPowerControls: [Int]) {
      self.soundingRequest = soundingRequest
      self.transmitPowerControls = transmitPowerControls
    }
  }

  public var blocks: [Block]

  public init(blocks: [Block]) { self.blocks = blocks }

  public func encode(hasSoundingRequest: Bool, size: Int) throws(ParameterError) -> BitSequence {
    var writer = DCIFieldWriter()
    for block in blocks {
      var block = block
      try writer.field("soundingRequest", &block.soundingRequest, hasSoundingRequest ? 2 : 0)
      for index in block.transmitPowerControls.indices {
        try writer.field("transmitPowerControl", &block.transmitPowerControls[index], 2)
      }
    }
    return try padded(writer.bits, size)
  }

  /// - Parameter commandCount: power control commands of each block.
  /// - Throws: for a payload that is too short.
  public init(decoding bits: BitSequence, blockCount: Int, commandCount: Int, hasSoundingRequest: Bool) throws(ParameterError) {
    var reader = DCIFieldReader(bits: bits)
    blocks = []
    for _ in 0..<max(0, blockCount) {
      var block = Block(transmitPowerControls: [])
      try reader.field("soundingRequest", &block.soundingRequest, hasSoundingRequest ? 2 : 0)
      for _ in 0..<max(0, commandCount) {
        var command = 0
        try reader.field("transmitPowerControl", &command, 2)
        block.transmitPowerControls.append(command)
      }
      blocks.append(block)
    }
  }
}

/// Fields with the zeros behind them that make up a payload of `size` bits, 12 to 140.
private func padded(_ fields: BitSequence, _ size: Int) throws(ParameterError) -> BitSequence {
  guard 12...140 ~= size else { throw ParameterError("size", size, "a payload has 12 to 140 bits", "TS 38.212 §7.3.1") }
  var bits = fields
  try bits.pad(to: size)
  return bits
}
