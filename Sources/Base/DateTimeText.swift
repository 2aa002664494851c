/// Civil time as SBI writes it (TS 29.571, DateTime; RFC 3339): `2026-01-02T03:04:05.678Z`.
public enum DateTimeText {
  /// UTC.
  /// - Parameter fractionDigits: 1 to 9; 3 for milliseconds.
  public static func text(_ time: WallTime, fractionDigits: Int = 3) -> String {
    let seconds = time.nanosecondsSince1970 / 1_000_000_000
    let fraction = digits(Int64(time.nanosecondsSince1970 % 1_000_000_000), 9).prefix(min(9, max(1, fractionDigits)))
    let (year, month, day) = civil(daysSince1970: Int64(clamping: seconds / 86_400))
    let clock = seconds % 86_400
    let fields = [digits(month, 2), digits(day, 2)].joined(separator: "-")
    let time = [digits(Int64(clock / 3600), 2), digits(Int64(clock / 60 % 60), 2), digits(Int64(clock % 60), 2)].joined(separator: ":")
    return "\(digits(year, 4))-\(fields)T\(time).\(fraction)Z"
  }

  /// Reads a date-time with `Z` or an offset; fractions below a nanosecond are dropped.
  /// - Returns: `nil` for other text or a time before 1970.
  public static func time(_ text: String) -> WallTime? {
    var rest = Array(text.utf8)[...]
    guard let year = number(&rest, 4), take(&rest, "-"), let month = number(&rest, 2), (1...12).contains(month), take(&rest, "-"),
      let day = number(&rest, 2), (1...31).contains(day), take(&rest, "T") || take(&rest, "t"),
      let hour = number(&rest, 2), hour < 24, take(&rest, ":"), let minute = number(&rest, 2), minute < 60, take(&rest, ":"),
      let second = number(&rest, 2), second <= 60, year >= 1970
    else { return nil }
    var nanoseconds: Int64 = 0
    if take(&rest, ".") {
      var unit: Int64 = 100_000_000
      guard let first = rest.first, (0x30...0x39).contains(first) else { return nil }
      while let digit = rest.first, (0x30...0x39).contains(digit) {
        nanoseconds += Int64(digit - 0x30) * unit
        unit /= 10
        rest = rest.dropFirst()
      }
    }
    var offset: Int64 = 0
    if !(take(&rest, "Z") || take(&rest, "z")) {
      let isWest = take(&rest, "-")
      guard isWest || take(&rest, "+"), let hours = number(&rest, 2), hours < 24, take(&rest, ":"), let minutes = number(&rest, 2),
        minutes < 60
      else { return nil }
      offset = (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
    }
    guard rest.isEmpty else { return nil }
    let seconds = days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second - offset
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard seconds >= 0, !overflow, product <= Int64.max - nanoseconds else { return nil }
    return WallTime(nanosecondsSince1970: UInt64(product + nanoseconds))
  }

  private static func digits(_ value: Int64, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }

  private static func number(_ rest: inout ArraySlice<UInt8>, _ count: Int) -> Int64? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    rest = rest.dropFirst(count)
    return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }

  private static func take(_ rest: inout ArraySlice<UInt8>, _ character: UnicodeScalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Proleptic Gregorian calendar in eras of 400 years that begin on 1 March.
  private static func civil(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = daysSince1970 + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let index = (5 * dayOfYear + 2) / 153
    let month = index < 10 ? index + 3 : index - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * index + 2) / 5 + 1)
  }

  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear % 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
