/// A GPRS timer (TS 24.008 §10.5.7.3): a unit and a 5-bit value in one octet.
public struct GPRSTimer: InformationElement {
  public var unit: GPRSTimerUnit
  /// 0 to 31.
  public var value: UInt8

  public init(unit: GPRSTimerUnit, value: UInt8) {
    self.unit = unit
    self.value = value
  }

  public static let deactivated = GPRSTimer(unit: .deactivated, value: 0)

  /// The shortest coded time not below `seconds`, at most 186 minutes.
  public init(seconds: Int) {
    let units: [(GPRSTimerUnit, Int)] = [(.twoSeconds, 2), (.oneMinute, 60), (.decihours, 360)]
    let coded = shortestCoding(seconds: seconds, units: units.map(\.1))
    self.init(unit: units[coded.unit].0, value: coded.value)
  }

  /// The time in seconds; `nil` when the timer is deactivated.
  public var seconds: Int? {
    switch unit {
    case .twoSeconds: Int(value) * 2
    case .decihours: Int(value) * 360
    case .deactivated: nil
    case .oneMinute, .other: Int(value) * 60
    }
  }

  public var duration: Duration? { seconds.map { .seconds($0) } }

  public init(coding c: inout NASCoder, _ value: GPRSTimer?) throws(NASError) {
    unit = try c.named("unit", bits: 3, value?.unit)
    self.value = try c.bits("value", 5, value?.value)
  }
}

/// GPRS timer 2 (TS 24.008 §10.5.7.4) has the coding of GPRS timer.
public typealias GPRSTimer2 = GPRSTimer

/// GPRS timer 3 (TS 24.008 §10.5.7.4a): a unit and a 5-bit value in one octet.
public struct GPRSTimer3: InformationElement {
  public var unit: GPRSTimer3Unit
  /// 0 to 31.
  public var value: UInt8

  public init(unit: GPRSTimer3Unit, value: UInt8) {
    self.unit = unit
    self.value = value
  }

  public static let deactivated = GPRSTimer3(unit: .deactivated, value: 0)

  /// The shortest coded time not below `seconds`, at most 9,920 hours.
  public init(seconds: Int) {
    let units: [(GPRSTimer3Unit, Int)] = [
      (.twoSeconds, 2), (.thirtySeconds, 30), (.oneMinute, 60), (.tenMinutes, 600), (.oneHour, 3600), (.tenHours, 36_000),
      (.threeHundredTwentyHours, 1_152_000),
    ]
    let coded = shortestCoding(seconds: seconds, units: units.map(\.1))
    self.init(unit: units[coded.unit].0, value: coded.value)
  }

  /// The time in seconds; `nil` when the timer is deactivated.
  public var seconds: Int? {
    switch unit {
    case .twoSeconds: Int(value) * 2
    case .thirtySeconds: Int(value) * 30
    case .oneMinute: Int(value) * 60
    case .tenMinutes: Int(value) * 600
    case .oneHour, .other: Int(value) * 3600
    case .tenHours: Int(value) * 36_000
    case .threeHundredTwentyHours: Int(value) * 1_152_000
    case .deactivated: nil
    }
  }

  public var duration: Duration? { seconds.map { .seconds($0) } }

  public init(coding c: inout NASCoder, _ value: GPRSTimer3?) throws(NASError) {
    unit = try c.named("unit", bits: 3, value?.unit)
    self.value = try c.bits("value", 5, value?.value)
  }
}

/// Index of the finest of `units` (ascending seconds) in which `seconds` has at most 31 steps, and the steps, rounded up.
private func shortestCoding(seconds: Int, units: [Int]) -> (unit: Int, value: UInt8) {
  let wanted = max(0, seconds)
  for (index, unit) in units.enumerated() where wanted <= 31 * unit { return (index, UInt8((wanted + unit - 1) / unit)) }
  return (units.count - 1, 31)
}
