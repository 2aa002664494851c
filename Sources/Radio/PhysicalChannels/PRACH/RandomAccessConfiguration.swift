import Modulation

/// When preambles may be sent: a row of the tables of random access configurations (TS 38.211 §6.3.3.2).
public struct RandomAccessConfiguration: Sendable, Hashable {
  public enum Spectrum: Sendable, Hashable, CaseIterable {
    /// FR1 with paired spectrum or supplementary uplink (table 6.3.3.2-2).
    case fr1Paired
    /// FR1 with unpaired spectrum (table 6.3.3.2-3).
    case fr1Unpaired
    /// FR2 with unpaired spectrum (table 6.3.3.2-4).
    case fr2
  }

  /// An occasion in time.
  public struct Occasion: Sendable, Hashable {
    public let format: PreambleFormat
    /// The subframe of the frame, 0 to 9.
    public let subframe: Int
    /// Where the preamble begins, in samples of 30.72 MHz from the start of the frame, with N_TA = 0.
    public let start: Int
    /// n of §5.3.2: so many times 16 κ T_c are added to the cyclic prefix.
    public let prefixExtension: Int
  }

  public let spectrum: Spectrum
  /// The format of all occasions, or of all but the last of each PRACH slot.
  public let format: PreambleFormat
  /// The format of the last occasion of each PRACH slot: B1 to B3 where the table has A1/B1 to A3/B3.
  public let lastFormat: PreambleFormat
  /// x of n_f mod x = y.
  public let period: Int
  /// The values of y.
  public let frameOffsets: [Int]
  /// Subframes, or slots of 60 kHz in FR2.
  public let slots: [Int]
  public let startingSymbol: Int
  /// PRACH slots in a subframe or slot of 60 kHz; 1 for formats 0 to 3.
  public let slotCount: Int
  /// N_t^{RA,slot}: occasions in a PRACH slot; 1 for formats 0 to 3.
  public let occasionCount: Int
  /// N_dur^RA in symbols; 0 for formats 0 to 3.
  public let duration: Int

  /// - Parameter index: prach-ConfigurationIndex, 0 to 255, and to 262 in FR1 with unpaired spectrum.
  /// - Throws: for an index that the table does not have.
  public init(_ spectrum: Spectrum, index: Int) throws(ParameterError) {
    let text =
      switch spectrum {
      case .fr1Paired: RandomAccessTables.fr1Paired
      case .fr1Unpaired: RandomAccessTables.fr1Unpaired
      case .fr2: RandomAccessTables.fr2
      }
    var passed = 0
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":")
      let rows = parts[1].split(separator: ";")
      guard passed + rows.count > index else {
        passed += rows.count
        continue
      }
      guard index >= 0, let row = Self(spectrum, head: parts[0].split(separator: " "), row: rows[index - passed].split(separator: " "))
      else {
        break
      }
      self = row
      return
    }
    throw ParameterError("index", index, "the table has no such PRACH configuration index", "TS 38.211, tables 6.3.3.2-2 to -4")
  }

  private init?(_ spectrum: Spectrum, head: [Substring], row: [Substring]) {
    let formats = head[0].split(separator: "/").compactMap { PreambleFormat(rawValue: String($0)) }
    guard let first = formats.first, let last = formats.last, let duration = Int(head[1]), let period = Int(row[0]) else { return nil }
    self.spectrum = spectrum
    format = first
    lastFormat = last
    self.duration = duration
    self.period = period
    frameOffsets = row[1].compactMap(\.wholeNumberValue)
    if spectrum == .fr2 {
      slots = row[2].first.flatMap { RandomAccessTables.slots[$0] } ?? []
    } else {
      slots = row[2] == "*" ? Array(0..<10) : row[2].compactMap(\.wholeNumberValue)
    }
    startingSymbol = Int(row[3]) ?? 0
    slotCount = row.count > 4 ? Int(row[4]) ?? 1 : 1
    occasionCount = row.count > 5 ? Int(row[5]) ?? 1 : 1
  }

  /// Whether a frame has occasions.
  public func isIncluded(frame: Int) -> Bool { frameOffsets.contains(frame % period) }

  /// The occasions in time of a frame that has some, in their order (TS 38.211 §5.3.2).
  ///
  /// A PRACH slot within a slot of 60 kHz is taken where the carrier's symbols are: those at 0 and 0.5 ms of a subframe have the longer
  /// prefix.
  /// - Parameters:
  ///   - spacing: 1.25 or 5 kHz by the format; else 15 or 30 kHz in FR1, 60 or 120 kHz in FR2.
  ///   - length: L_RA, if not 839 or 139.
  /// - Throws: for a spacing that the format or the spectrum does not have.
  public func occasions(spacing: PreambleSpacing, length: PreambleLength? = nil) throws(ParameterError) -> [Occasion] {
    let structures = (
      first: try PreambleStructure(format, length: length, spacing: spacing),
      last: try PreambleStructure(lastFormat, length: length, spacing: spacing)
    )
    guard (spectrum == .fr2) == (spacing == .kHz60 || spacing == .kHz120) else {
      throw ParameterError("spacing", spacing.rawValue, "the frequency range has other spacings", "TS 38.211 §6.3.3.2")
    }
    let hasHalves = spacing == .kHz30 || spacing == .kHz120
    let innerSlots = !hasHalves ? 0...0 : slotCount == 1 ? 1...1 : 0...1
    var occasions: [Occasion] = []
    for slot in slots {
      let (subframe, outer) = spectrum == .fr2 ? (slot / 4, slot % 4) : (slot, 0)
      for inner in innerSlots {
        for time in 0..<occasionCount {
          let structure = time == occasionCount - 1 ? structures.last : structures.first
          let symbol = startingSymbol + time * duration + 14 * (inner + (hasHalves ? 2 : 1) * outer)
          let start = Self.symbolStart(symbol, exponent: spacing.exponent)
          // Formats 0 to 3 have no longer prefix at 0 and 0.5 ms.
          let instants = [0, 15360].filter { !structure.format.isLong && start <= $0 && $0 < start + structure.duration }
          occasions.append(
            Occasion(format: structure.format, subframe: subframe, start: subframe * 30720 + start, prefixExtension: instants.count))
        }
      }
    }
    return occasions
  }

  /// t_start,l of §5.3.1 in samples of 30.72 MHz.
  private static func symbolStart(_ symbol: Int, exponent: Int) -> Int {
    let half = 7 << exponent
    return symbol * (2192 >> exponent) + (symbol + half - 1) / half * 16
  }
}
