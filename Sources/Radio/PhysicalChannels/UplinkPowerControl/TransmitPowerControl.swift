import Modulation

/// The closed loop of an uplink power: f of a PUSCH, g of a PUCCH, h of SRS (TS 38.213 §7.1.1, §7.2.1 and §7.3.1).
public struct TransmitPowerControl: Sendable, Hashable {
  public enum Channel: Sendable, Hashable, CaseIterable {
    case pusch
    case pucch
    case srs
  }

  /// What the power was at the last transmission.
  public enum Bound: Sendable, Hashable, CaseIterable {
    case none
    /// P_CMAX: commands that do not lower the power have no effect.
    case maximum
    /// The least power: commands that do not raise it have no effect.
    case minimum
  }

  public let channel: Channel
  /// Whether commands are added up, not taken as they are (tpc-Accumulation; a PUCCH's always are).
  public let isAccumulated: Bool
  /// f, g or h in dB.
  public private(set) var value: Int

  /// - Parameter value: to begin with: 0, or after random access the ramped-up power and the command of the response.
  /// - Throws: for a PUCCH without accumulation.
  public init(_ channel: Channel, isAccumulated: Bool = true, value: Int = 0) throws(ParameterError) {
    guard isAccumulated || channel != .pucch else {
      throw ParameterError("isAccumulated", isAccumulated, "a PUCCH's commands are added up", "TS 38.213 §7.2.1")
    }
    self.channel = channel
    self.isAccumulated = isAccumulated
    self.value = value
  }

  /// δ in dB of a command's field (tables 7.1.1-1 and 7.2.1-1).
  /// - Throws: for a field above 3.
  public func step(_ command: Int) throws(ParameterError) -> Int {
    guard 0...3 ~= command else { throw ParameterError("command", command, "the field has two bits", "TS 38.213, table 7.1.1-1") }
    return (isAccumulated ? [-1, 0, 1, 3] : [-4, -1, 1, 4])[command]
  }

  /// Takes the commands since the last transmission into account.
  /// - Throws: for a field above 3.
  public mutating func apply(_ commands: [Int], bound: Bound = .none) throws(ParameterError) {
    var sum = 0
    for command in commands { sum += try step(command) }
    guard isAccumulated else {
      if let last = commands.last { value = try step(last) }
      return
    }
    switch bound {
    case .maximum where sum >= 0, .minimum where sum <= 0: return
    default: value += sum
    }
  }

  /// Begins anew, when P_O or α is configured anew.
  public mutating func reset() { value = 0 }
}
