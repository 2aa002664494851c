import Foundation
import Modulation

/// The power of an uplink transmission (TS 38.213 §7).
public struct UplinkPower: Sendable, Hashable {
  /// What open loop, allocation and closed loop ask for, in dBm.
  public let wantedDBm: Double
  /// P_CMAX,f,c in dBm.
  public let limitDBm: Double

  /// What is sent.
  public var powerDBm: Double { min(wantedDBm, limitDBm) }
  /// P_CMAX less what is asked for, in dB: negative where the limit is too low (TS 38.213 §7.7).
  public var headroomDB: Double { limitDBm - wantedDBm }

  init(_ wantedDBm: Double, _ limitDBm: Double) throws(ParameterError) {
    guard wantedDBm.isFinite else { throw ParameterError("power", wantedDBm, "the parameters have no finite power", "TS 38.213 §7") }
    self.wantedDBm = wantedDBm
    self.limitDBm = limitDBm
  }

  /// What all transmissions have.
  public struct OpenLoop: Sendable, Hashable {
    /// P_O in dBm: the nominal and the UE's own part together.
    public var target: Double
    /// α in tenths: 0 or 4 to 10.
    public var alphaTenths: Int
    /// PL in dB.
    public var pathLoss: Double
    /// The closed loop's f, g or h in dB.
    public var closedLoop: Double
    /// P_CMAX,f,c in dBm.
    public var limit: Double

    public init(target: Double, alphaTenths: Int = 10, pathLoss: Double, closedLoop: Double = 0, limit: Double) {
      self.target = target
      self.alphaTenths = alphaTenths
      self.pathLoss = pathLoss
      self.closedLoop = closedLoop
      self.limit = limit
    }

    func power(_ numerology: Numerology, resourceBlocks: Int, adjustment: Double) throws(ParameterError) -> UplinkPower {
      for (name, value) in [("target", target), ("pathLoss", pathLoss), ("closedLoop", closedLoop), ("limit", limit)]
      where !value.isFinite { throw ParameterError(name, value, "it is finite", "TS 38.213 §7") }
      guard alphaTenths == 0 || 4...10 ~= alphaTenths else {
        throw ParameterError("alphaTenths", alphaTenths, "α is 0 or 0.4 to 1", "TS 38.331 §6.3.2")
      }
      guard 1...275 ~= resourceBlocks else {
        throw ParameterError("resourceBlocks", resourceBlocks, "there are 1 to 275", "TS 38.213 §7")
      }
      let bandwidth = decibels(Double(resourceBlocks << numerology.exponent))
      return try UplinkPower(target + bandwidth + Double(alphaTenths) / 10 * pathLoss + adjustment + closedLoop, limit)
    }
  }

  /// What a PUSCH carries, for Δ_TF with deltaMCS.
  public enum SharedChannelContent: Sendable, Hashable {
    /// Bits of each code block with its CRC, for UL-SCH.
    case transportBlock(codeBlockSizes: [Int], resourceElements: Int)
    /// Q_m R and β_offset, for CSI without UL-SCH.
    case channelState(modulationOrder: Int, codeRate: Double, offset: Double)

    /// Δ_TF with K_S = 1.25.
    func adjustment() throws(ParameterError) -> Double {
      switch self {
      case .transportBlock(let sizes, let elements):
        guard elements > 0, !sizes.isEmpty, sizes.allSatisfy({ 1...8448 ~= $0 }) else {
          throw ParameterError("codeBlockSizes", sizes.count, "there are code blocks of 1 to 8448 bits, and elements", "TS 38.213 §7.1.1")
        }
        let total = sizes.reduce(0.0) { $0 + Double($1) }
        return decibels(exp2(1.25 * total / Double(elements)) - 1)
      case .channelState(let order, let rate, let offset):
        guard 1...10 ~= order, rate > 0, rate <= 1, offset > 0, offset.isFinite else {
          throw ParameterError("codeRate", rate, "modulation, rate and offset are positive", "TS 38.213 §7.1.1")
        }
        return decibels((exp2(1.25 * Double(order) * rate / offset) - 1) * offset)
      }
    }
  }

  /// P_PUSCH (TS 38.213 §7.1.1).
  /// - Parameters:
  ///   - content: where deltaMCS is configured; then it counts for one layer.
  /// - Throws: for values that the standard does not have.
  public static func sharedChannel(
    _ openLoop: OpenLoop, numerology: Numerology, resourceBlocks: Int, layers: Int = 1, content: SharedChannelContent? = nil
  ) throws(ParameterError) -> UplinkPower {
    guard 1...4 ~= layers else { throw ParameterError("layers", layers, "there are 1 to 4", "TS 38.213 §7.1.1") }
    var adjustment = 0.0
    if let content { adjustment = layers == 1 ? try content.adjustment() : 0 }
    return try openLoop.power(numerology, resourceBlocks: resourceBlocks, adjustment: adjustment)
  }

  /// What a PUCCH carries, for Δ_TF.
  public struct ControlContent: Sendable, Hashable {
    /// 0 to 4.
    public var format: Int
    /// N_symb of the PUCCH.
    public var symbolCount: Int
    /// N_symb^slot.
    public var symbolsPerSlot: Int
    /// n_HARQ-ACK, or up to 11 bits of UCI and for format 1 O_UCI.
    public var harqACK: Int
    public var schedulingRequest: Int
    public var channelState: Int
    /// O_CRC.
    public var checkBits: Int
    /// N_RE: resource elements for UCI, of formats 2 to 4.
    public var resourceElements: Int

    public init(
      format: Int, symbolCount: Int, symbolsPerSlot: Int = 14, harqACK: Int, schedulingRequest: Int = 0, channelState: Int = 0,
      checkBits: Int = 0, resourceElements: Int = 0
    ) {
      self.format = format
      self.symbolCount = symbolCount
      self.symbolsPerSlot = symbolsPerSlot
      self.harqACK = harqACK
      self.schedulingRequest = schedulingRequest
      self.channelState = channelState
      self.checkBits = checkBits
      self.resourceElements = resourceElements
    }

    /// Δ_TF.
    func adjustment() throws(ParameterError) -> Double {
      guard 1...14 ~= symbolCount, symbolsPerSlot == 14 || symbolsPerSlot == 12 else {
        throw ParameterError("symbolCount", symbolCount, "a slot has 14 or 12", "TS 38.213 §7.2.1")
      }
      for (name, count) in [
        ("harqACK", harqACK), ("schedulingRequest", schedulingRequest), ("channelState", channelState), ("checkBits", checkBits),
      ] where !(0...1706 ~= count) { throw ParameterError(name, count, "there are 0 to 1706", "TS 38.213 §7.2.1") }
      switch format {
      case 0: return decibels(2 / Double(symbolCount))
      case 1:
        guard harqACK >= 1 else { throw ParameterError("harqACK", harqACK, "format 1 has a bit at least", "TS 38.213 §7.2.1") }
        return decibels(Double(symbolsPerSlot) / Double(symbolCount)) + decibels(Double(harqACK))
      case 2, 3, 4:
        let total = harqACK + schedulingRequest + channelState
        guard total >= 1, resourceElements >= 1 else {
          throw ParameterError("resourceElements", resourceElements, "there are bits and elements for them", "TS 38.213 §7.2.1")
        }
        return total <= 11
          ? decibels(6 * Double(total) / Double(resourceElements))
          : decibels(exp2(2.4 * Double(total + checkBits) / Double(resourceElements)) - 1)
      default: throw ParameterError("format", format, "a PUCCH has formats 0 to 4", "TS 38.213 §7.2.1")
      }
    }
  }

  /// P_PUCCH (TS 38.213 §7.2.1). α is 1.
  /// - Parameter formatOffset: Δ_F_PUCCH in dB.
  /// - Throws: for values that the standard does not have.
  public static func controlChannel(
    _ openLoop: OpenLoop, numerology: Numerology, resourceBlocks: Int = 1, formatOffset: Double = 0, content: ControlContent
  ) throws(ParameterError) -> UplinkPower {
    guard openLoop.alphaTenths == 10 else {
      throw ParameterError("alphaTenths", openLoop.alphaTenths, "a PUCCH makes up for the whole path loss", "TS 38.213 §7.2.1")
    }
    guard formatOffset.isFinite else { throw ParameterError("formatOffset", formatOffset, "it is finite", "TS 38.213 §7.2.1") }
    return try openLoop.power(numerology, resourceBlocks: resourceBlocks, adjustment: formatOffset + content.adjustment())
  }

  /// P_SRS (TS 38.213 §7.3.1).
  /// - Throws: for values that the standard does not have.
  public static func sounding(
    _ openLoop: OpenLoop, numerology: Numerology, resourceBlocks: Int
  ) throws(ParameterError) -> UplinkPower {
    try openLoop.power(numerology, resourceBlocks: resourceBlocks, adjustment: 0)
  }

  /// P_PRACH (TS 38.213 §7.4) with the target of TS 38.321 §5.1.3.
  /// - Parameters:
  ///   - format: of the preamble.
  ///   - numerology: of a short preamble; of long ones it does not count.
  ///   - receivedTarget: preambleReceivedTargetPower in dBm, -202 to -60.
  ///   - rampingStep: powerRampingStep in dB.
  ///   - counter: PREAMBLE_POWER_RAMPING_COUNTER, from 1 on.
  ///   - limit: P_CMAX,f,c in dBm.
  /// - Throws: for values that the standard does not have.
  public static func randomAccess(
    format: PreambleFormat, numerology: Numerology, receivedTarget: Int, rampingStep: Int = 0, counter: Int = 1, pathLoss: Double,
    limit: Double
  ) throws(ParameterError) -> UplinkPower {
    guard -202...(-60) ~= receivedTarget else {
      throw ParameterError("receivedTarget", receivedTarget, "it is -202 to -60 dBm", "TS 38.331 §6.3.2")
    }
    guard [0, 2, 4, 6].contains(rampingStep) else {
      throw ParameterError("rampingStep", rampingStep, "it is 0, 2, 4 or 6 dB", "TS 38.331 §6.3.2")
    }
    guard 1...200 ~= counter else { throw ParameterError("counter", counter, "preambles are sent 1 to 200 times", "TS 38.321 §5.1.3") }
    guard pathLoss.isFinite, limit.isFinite else { throw ParameterError("pathLoss", pathLoss, "it is finite", "TS 38.213 §7.4") }
    let target = receivedTarget + preambleOffset(format, numerology) + (counter - 1) * rampingStep
    return try UplinkPower(Double(target) + pathLoss, limit)
  }

  /// DELTA_PREAMBLE in dB (TS 38.321, tables 7.3-1 and 7.3-2).
  static func preambleOffset(_ format: PreambleFormat, _ numerology: Numerology) -> Int {
    let spacing = 3 * numerology.exponent
    return switch format {
    case .format0, .format3: 0
    case .format1: -3
    case .format2: -6
    case .a1, .b1: 8 + spacing
    case .a2, .b2, .c2: 5 + spacing
    case .a3, .b3: 3 + spacing
    case .b4: spacing
    case .c0: 11 + spacing
    }
  }

  /// PL in dB: the power that a reference signal is sent with, less its filtered RSRP (TS 38.213 §7.1.1).
  /// - Parameters:
  ///   - referenceSignalPower: ss-PBCH-BlockPower in dBm, and for CSI-RS with powerControlOffsetSS added.
  public static func pathLoss(referenceSignalPower: Double, filteredRSRP: Double) -> Double { referenceSignalPower - filteredRSRP }
}

/// 10 log10 of a ratio of powers.
private func decibels(_ ratio: Double) -> Double { 10 * log10(ratio) }
