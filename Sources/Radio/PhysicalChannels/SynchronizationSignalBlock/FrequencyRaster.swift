import Modulation

/// A raster of frequencies: numbers and frequencies of each part grow in even steps.
struct FrequencyRasterPart: Sendable {
  let numbers: ClosedRange<Int>
  let firstHz: Int
  let stepHz: Int

  func number(_ frequencyHz: Int) -> Int? {
    guard frequencyHz >= firstHz, (frequencyHz - firstHz) % stepHz == 0 else { return nil }
    let number = numbers.lowerBound + (frequencyHz - firstHz) / stepHz
    return numbers.contains(number) ? number : nil
  }

  func frequencyHz(_ number: Int) -> Int? {
    numbers.contains(number) ? firstHz + (number - numbers.lowerBound) * stepHz : nil
  }
}

/// The global frequency channel raster: NR-ARFCN (TS 38.101-1 §5.4.2.1, TS 38.101-2 §5.4.2.1).
public enum ChannelRaster {
  private static let parts = [
    FrequencyRasterPart(numbers: 0...599_999, firstHz: 0, stepHz: 5000),
    FrequencyRasterPart(numbers: 600_000...2_016_666, firstHz: 3_000_000_000, stepHz: 15_000),
    FrequencyRasterPart(numbers: 2_016_667...3_279_165, firstHz: 24_250_080_000, stepHz: 60_000),
  ]

  /// F_REF of an NR-ARFCN.
  /// - Throws: for a number beyond 0 to 3279165.
  public static func frequencyHz(_ number: Int) throws(ParameterError) -> Int {
    for part in parts { if let frequency = part.frequencyHz(number) { return frequency } }
    throw ParameterError("number", number, "NR-ARFCNs are 0 to 3279165", "TS 38.101-1, table 5.4.2.1-1")
  }

  /// The NR-ARFCN of a frequency.
  /// - Throws: for a frequency that is not on the raster.
  public static func number(frequencyHz: Int) throws(ParameterError) -> Int {
    for part in parts { if let number = part.number(frequencyHz) { return number } }
    throw ParameterError("frequencyHz", frequencyHz, "it is not on the raster", "TS 38.101-1, table 5.4.2.1-1")
  }
}

/// The synchronization raster: the frequencies SS_REF that an SS/PBCH block's subcarrier 120 may have, and their numbers GSCN
/// (TS 38.101-1 §5.4.3.1, TS 38.101-2 §5.4.3.1).
public enum SynchronizationRaster {
  /// Below 3 GHz the raster has groups of three: N · 1200 kHz + M · 50 kHz with M = 1, 3, 5.
  private static let lowNumbers = 2...7498
  private static let parts = [
    FrequencyRasterPart(numbers: 7499...22255, firstHz: 3_000_000_000, stepHz: 1_440_000),
    FrequencyRasterPart(numbers: 22256...26639, firstHz: 24_250_080_000, stepHz: 17_280_000),
  ]

  /// SS_REF of a GSCN.
  /// - Throws: for a number beyond 2 to 26639.
  public static func frequencyHz(_ number: Int) throws(ParameterError) -> Int {
    if lowNumbers.contains(number) { return (number + 1) / 3 * 1_200_000 + ((number + 1) % 3 * 2 + 1) * 50_000 }
    for part in parts { if let frequency = part.frequencyHz(number) { return frequency } }
    throw ParameterError("number", number, "GSCNs are 2 to 26639", "TS 38.101-1, table 5.4.3.1-1")
  }

  /// The GSCN of a frequency.
  /// - Throws: for a frequency that is not on the raster.
  public static func number(frequencyHz: Int) throws(ParameterError) -> Int {
    let (group, rest) = frequencyHz.quotientAndRemainder(dividingBy: 1_200_000)
    if 1...2499 ~= group, rest == 50_000 || rest == 150_000 || rest == 250_000 { return 3 * group + (rest / 50_000 - 3) / 2 }
    for part in parts { if let number = part.number(frequencyHz) { return number } }
    throw ParameterError("frequencyHz", frequencyHz, "it is not on the raster", "TS 38.101-1, table 5.4.3.1-1")
  }

  /// The entries whose frequencies are within a range, ascending.
  public static func numbers(in rangeHz: ClosedRange<Int>) -> [Int] {
    var result: [Int] = []
    let range = max(0, rangeHz.lowerBound)...max(0, rangeHz.upperBound)
    let (first, last) = (max(1, range.lowerBound / 1_200_000), min(2499, range.upperBound / 1_200_000))
    for group in first..<max(first, last + 1) {
      for place in 0..<3 where range.contains(group * 1_200_000 + (2 * place + 1) * 50_000) { result.append(3 * group - 1 + place) }
    }
    for part in parts {
      guard range.upperBound >= part.firstHz else { continue }
      let first = max(0, (range.lowerBound - part.firstHz + part.stepHz - 1) / part.stepHz)
      let last = min(part.numbers.count - 1, (range.upperBound - part.firstHz) / part.stepHz)
      if first <= last { result += (part.numbers.lowerBound + first)...(part.numbers.lowerBound + last) }
    }
    return result
  }
}
