import Foundation
import Modulation

/// What is in an IQ file: the JSON beside it says it, with the names of these properties.
public struct WaveformDescription: Sendable, Hashable, Codable {
  public var format: IQFormat
  public var sampleRateHz: Int
  /// The frequency that is 0 Hz in the samples.
  public var carrierFrequencyHz: Double
  public var antennaCount: Int
  /// Samples of each antenna.
  public var sampleCount: Int
  /// What 32768 stands for in a file of integers.
  public var fullScale: Float
  /// What was sent; nil in the description of a recording.
  public var content: WaveformContent?

  public init(
    format: IQFormat, sampleRateHz: Int, carrierFrequencyHz: Double, antennaCount: Int = 1, sampleCount: Int, fullScale: Float = 1,
    content: WaveformContent? = nil
  ) {
    self.format = format
    self.sampleRateHz = sampleRateHz
    self.carrierFrequencyHz = carrierFrequencyHz
    self.antennaCount = antennaCount
    self.sampleCount = sampleCount
    self.fullScale = fullScale
    self.content = content
  }

  /// Where the description of a file stands.
  public static func path(of file: String) -> String { file + ".json" }

  private static let clause = "docs/radio.md, IQ files"

  /// - Throws: for a text that is no description, or one of what cannot be; the error names the member.
  public init(json: [UInt8]) throws(ParameterError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(json))
    } catch let error as DecodingError {
      throw Self.error(error)
    } catch {
      throw ParameterError("description", "\(json.count) octets", "\(error)", Self.clause)
    }
    func check(_ isRight: Bool, _ name: String, _ value: some Any, _ reason: String) throws(ParameterError) {
      guard isRight else { throw ParameterError(name, value, reason + "; correct it in the description", Self.clause) }
    }
    try check(1...4_000_000_000 ~= sampleRateHz, "sampleRateHz", sampleRateHz, "1 to 4 · 10⁹")
    try check(0...1e12 ~= carrierFrequencyHz, "carrierFrequencyHz", carrierFrequencyHz, "0 to 10¹²")
    try check(1...256 ~= antennaCount, "antennaCount", antennaCount, "1 to 256")
    try check(0...(1 << 40) ~= sampleCount, "sampleCount", sampleCount, "0 to 2⁴⁰")
    try check(fullScale > 0 && fullScale.isFinite, "fullScale", fullScale, "a finite number above 0")
  }

  /// With sorted names.
  public var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return (try? encoder.encode(self)).map { Array($0) + [10] } ?? []
  }

  /// Which member it is, what is wrong with it, and what to do.
  private static func error(_ error: DecodingError) -> ParameterError {
    func named(_ path: [any CodingKey], _ value: String, _ reason: String) -> ParameterError {
      let name = path.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }.joined(separator: ".")
      return ParameterError(name.isEmpty ? "description" : name, value, reason, clause)
    }
    switch error {
    case .keyNotFound(let key, let context):
      return named(context.codingPath + [key], "missing", "the description needs it; add it, or write the file anew")
    case .typeMismatch(let type, let context):
      return named(context.codingPath, "of another type", "it is no \(type); correct it in the description")
    case .valueNotFound(_, let context): return named(context.codingPath, "null", "it has no value; correct it in the description")
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      return named([], "unreadable", "it is no JSON; correct it, or remove it and say format and sample rate as options")
    case .dataCorrupted(let context):
      return named(context.codingPath, "unknown", "\(context.debugDescription); correct it in the description")
    @unknown default: return named([], "unreadable", "\(error)")
    }
  }
}
