import Modulation

/// How measured quantities are reported as numbers (TS 38.133 §10.1.6, §10.1.11, §10.1.16).
public enum MeasurementReport {
  /// RSRP_0 to RSRP_126 for layer 3: -156 to -31 dBm in steps of 1 dB. 127 stands for infinity and is not reported.
  public static func referencePower(dBm: Double) -> Int { level(dBm, first: -156, step: 1, last: 126) }

  /// The RSRP for layer 1 of the strongest beam: RSRP_16 to RSRP_113, -140 to -44 dBm in steps of 1 dB.
  public static func layer1ReferencePower(dBm: Double) -> Int { max(16, min(113, referencePower(dBm: dBm))) }

  /// DIFFRSRP_0 to DIFFRSRP_15: how far a beam is below the strongest, in steps of 2 dB.
  public static func differentialReferencePower(decibelsBelow: Double) -> Int {
    decibelsBelow.isNaN ? 15 : max(0, min(15, Int(max(0, min(30, decibelsBelow)) / 2)))
  }

  /// RSRQ_0 to RSRQ_127: -43 to 20 dB in steps of 0.5 dB.
  public static func quality(dB: Double) -> Int { level(dB, first: -43, step: 0.5, last: 127) }

  /// SINR_0 to SINR_127: -23 to 40 dB in steps of 0.5 dB.
  public static func signalToNoise(dB: Double) -> Int { level(dB, first: -23, step: 0.5, last: 127) }

  /// 0 below `first`, 1 from there on, and so on.
  private static func level(_ value: Double, first: Double, step: Double, last: Int) -> Int {
    guard value >= first else { return 0 }
    let steps = (value - first) / step
    return steps >= Double(last) ? last : Int(steps) + 1
  }
}
