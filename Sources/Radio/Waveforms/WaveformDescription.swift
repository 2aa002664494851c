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

  /// - Throws: for a text that is no description, or one of what cannot be.
  public init(json: [UInt8]) throws(ParameterError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(json))
    } catch let error as DecodingError {
      throw ParameterError("description", Self.place(error), Self.reason(error), "docs/radio.md, IQ files")
    } catch {
      throw ParameterError("description", json.count, "\(error)", "docs/radio.md, IQ files")
    }
    guard 1...4_000_000_000 ~= sampleRateHz, 1...256 ~= antennaCount, 0...(1 << 40) ~= sampleCount, fullScale > 0, fullScale.isFinite,
      carrierFrequencyHz >= 0, carrierFrequencyHz <= 1e12
    else {
      throw ParameterError(
        "description", sampleRateHz, "a sample rate, antennas, carrier frequency or full scale that cannot be", "docs/radio.md, IQ files")
    }
  }

  /// With sorted names.
  public var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return (try? encoder.encode(self)).map { Array($0) + [10] } ?? []
  }

  private static func place(_ error: DecodingError) -> String {
    let path: [any CodingKey] =
      switch error {
      case .keyNotFound(let key, let context): context.codingPath + [key]
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context.codingPath
      @unknown default: []
      }
    return path.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }.joined(separator: ".")
  }

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound: "it is missing"
    case .typeMismatch(let type, _): "it is no \(type)"
    case .valueNotFound: "it has no value"
    case .dataCorrupted: "it is not what it should be"
    @unknown default: "it cannot be read"
    }
  }
}
