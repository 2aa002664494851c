import Foundation
import Modulation

/// The powers of downlink signals against each other: energy per resource element (EPRE) of SSS, CSI-RS and PDSCH (TS 38.214 §4.1, TS
/// 38.213 §4.1).
///
/// The PDSCH's DM-RS have ``SharedChannelDemodulationReferenceSignal/amplitude`` to its data, its PT-RS
/// ``PhaseTrackingReferenceSignal/downlinkAmplitude(ratio:layers:)``; PBCH and its DM-RS have the power of SSS.
public struct DownlinkPowerOffsets: Sendable, Hashable {
  /// ss-PBCH-BlockPower: the EPRE of SSS in dBm, -60 to 50.
  public let blockPowerDBm: Int
  /// powerControlOffsetSS: that of CSI-RS to that of SSS in dB: -3, 0, 3 or 6.
  public let referenceSignalOffset: Int
  /// powerControlOffset: that of the PDSCH to that of CSI-RS in dB, -8 to 15.
  public let sharedChannelOffset: Int
  /// Of PSS to SSS in dB: 0 or 3.
  public let primaryOffset: Int

  /// - Throws: for values that the fields do not have.
  public init(
    blockPowerDBm: Int, referenceSignalOffset: Int = 0, sharedChannelOffset: Int = 0, primaryOffset: Int = 0
  ) throws(ParameterError) {
    guard -60...50 ~= blockPowerDBm else {
      throw ParameterError("blockPowerDBm", blockPowerDBm, "ss-PBCH-BlockPower is -60 to 50", "TS 38.331 §6.3.2")
    }
    guard [-3, 0, 3, 6].contains(referenceSignalOffset) else {
      throw ParameterError("referenceSignalOffset", referenceSignalOffset, "powerControlOffsetSS is -3, 0, 3 or 6", "TS 38.331 §6.3.2")
    }
    guard -8...15 ~= sharedChannelOffset else {
      throw ParameterError("sharedChannelOffset", sharedChannelOffset, "powerControlOffset is -8 to 15", "TS 38.331 §6.3.2")
    }
    guard primaryOffset == 0 || primaryOffset == 3 else {
      throw ParameterError("primaryOffset", primaryOffset, "PSS is 0 or 3 dB above SSS", "TS 38.213 §4.1")
    }
    self.blockPowerDBm = blockPowerDBm
    self.referenceSignalOffset = referenceSignalOffset
    self.sharedChannelOffset = sharedChannelOffset
    self.primaryOffset = primaryOffset
  }

  /// EPRE in dBm.
  public var referenceSignalPowerDBm: Int { blockPowerDBm + referenceSignalOffset }
  public var sharedChannelPowerDBm: Int { referenceSignalPowerDBm + sharedChannelOffset }

  /// β_CSIRS: the amplitude of a CSI-RS's resource elements, all ports together, to that of SSS.
  public var referenceSignalAmplitude: Float { Self.amplitude(referenceSignalOffset) }
  /// The amplitude of the PDSCH's data, all layers together, to that of SSS.
  public var sharedChannelAmplitude: Float { Self.amplitude(referenceSignalOffset + sharedChannelOffset) }
  /// The power of the PDSCH's resource elements to that of the CSI-RS's, which CSI is reported for.
  public var sharedChannelPowerRatio: Float { Float(pow(10, Double(sharedChannelOffset) / 10)) }

  private static func amplitude(_ decibels: Int) -> Float { Float(pow(10, Double(decibels) / 20)) }
}
