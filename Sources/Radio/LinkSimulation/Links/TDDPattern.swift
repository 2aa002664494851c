import Modulation

/// Which slots of a period are for which direction (TS 38.213 §11.1).
public struct TDDPattern: Sendable, Hashable, CustomStringConvertible {
  public enum Slot: Character, Sendable, Hashable, CaseIterable {
    case downlink = "D"
    /// Of both directions; no shared channel is sent in it here.
    case special = "S"
    case uplink = "U"
  }

  public let slots: [Slot]

  /// 7D1S2U of the requirements for 30 kHz (TS 38.104, table 8.2.1.1-1).
  public static let sevenTwo = TDDPattern(
    slots: [Slot](repeating: .downlink, count: 7) + [.special, .uplink, .uplink])

  private init(slots: [Slot]) { self.slots = slots }

  /// - Parameter text: letters with or without a number in front of each: `7D1S2U`, `DDDSU`, `U`.
  /// - Throws: for other texts, and for more than 160 slots.
  public init(_ text: String) throws(ParameterError) {
    func error(_ reason: String) -> ParameterError { ParameterError("pattern", text, reason, "TS 38.213 §11.1") }
    var slots: [Slot] = []
    var digits = ""
    for character in text.uppercased() {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      guard let slot = Slot(rawValue: character) else { throw error("it has D, S and U with numbers in front of them, as 7D1S2U") }
      guard digits.count <= 3, let count = digits.isEmpty ? 1 : Int(digits), count >= 1, slots.count + count <= 160 else {
        throw error("a period has 1 to 160 slots")
      }
      slots += [Slot](repeating: slot, count: count)
      digits = ""
    }
    guard digits.isEmpty, !slots.isEmpty else { throw error("it has D, S and U with numbers in front of them, as 7D1S2U") }
    self.slots = slots
  }

  public var description: String {
    var text = ""
    var index = 0
    while index < slots.count {
      let end = slots[index...].firstIndex { $0 != slots[index] } ?? slots.count
      text += "\(end - index)\(slots[index].rawValue)"
      index = end
    }
    return text
  }

  /// The first slots of a kind, counted from the start of a period.
  public func slots(_ kind: Slot, count: Int) -> [Int] {
    let places = slots.indices.filter { slots[$0] == kind }
    guard !places.isEmpty else { return [] }
    return (0..<count).map { $0 / places.count * slots.count + places[$0 % places.count] }
  }

  /// HARQ processes of a direction whose answers come within a period: as many as it has slots in one, or
  /// eight where a period has no others.
  public func processCount(_ kind: Slot) -> Int {
    let count = slots.count { $0 == kind }
    return count == slots.count ? max(8, count) : max(2, count)
  }
}
