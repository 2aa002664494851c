import CommandSupport
import DSPKernels
import Foundation
import Modulation
import Waveforms

/// An IQ file and its description.
struct WaveformFile {
  let path: String
  let description: WaveformDescription
  /// Of several antennas interleaved.
  let samples: [Complex]

  /// Those of one antenna.
  func samples(antenna: Int) -> [Complex] {
    let count = description.antennaCount
    return count == 1 ? samples : stride(from: antenna, to: samples.count, by: count).map { samples[$0] }
  }

  /// Reads a file and, if it is there, the description beside it.
  /// - Parameters:
  ///   - format: what it is written in; nil for what the description or the ending of the name says.
  ///   - sampleRateHz: nil for the description's; and so on.
  /// - Throws: an exit status, with the reason on stderr.
  static func read(
    _ path: String, format: IQFormat? = nil, sampleRateHz: Int? = nil, carrierFrequencyHz: Double? = nil
  ) throws -> WaveformFile {
    let octets = try InputFile.read(path)
    let beside = WaveformDescription.path(of: path)
    let known =
      FileManager.default.fileExists(atPath: beside)
      ? try reading(beside) { try WaveformDescription(json: InputFile.read(beside)) } : nil
    guard let format = format ?? known?.format ?? IQFormat(path: path) else {
      throw failure("\(path): neither \(beside) nor an ending .cf32 or .ci16 says how it is written", .invalidInput)
    }
    guard let rate = sampleRateHz ?? known?.sampleRateHz else {
      throw failure("\(path): there is no \(beside) to say its sample rate; find-cells has --sample-rate for it", .invalidInput)
    }
    let samples = try reading(path) { try format.samples(octets, fullScale: known?.fullScale ?? 1) }
    let antennas = known?.antennaCount ?? 1
    if let known, known.sampleCount * antennas != samples.count {
      throw failure(
        "\(path): it has \(samples.count) samples, \(beside) says \(known.sampleCount) of \(antennas) antennas; is it truncated?",
        .invalidInput)
    }
    return WaveformFile(
      path: path,
      description: WaveformDescription(
        format: format, sampleRateHz: rate, carrierFrequencyHz: carrierFrequencyHz ?? known?.carrierFrequencyHz ?? 0,
        antennaCount: antennas, sampleCount: samples.count / antennas, fullScale: known?.fullScale ?? 1, content: known?.content),
      samples: samples)
  }

  /// Writes samples and their description. Integers take the largest part as full scale.
  /// - Throws: an exit status, with the reason on stderr.
  static func write(
    _ samples: [Complex], to path: String, format: IQFormat?, sampleRateHz: Int, carrierFrequencyHz: Double, antennaCount: Int = 1,
    content: WaveformContent
  ) throws {
    let format = format ?? IQFormat(path: path) ?? .complexFloat32
    let largest = samples.reduce(0) { max($0, abs($1.real), abs($1.imaginary)) }
    let fullScale: Float = format == .complexInt16 && largest > 0 ? largest : 1
    let description = WaveformDescription(
      format: format, sampleRateHz: sampleRateHz, carrierFrequencyHz: carrierFrequencyHz, antennaCount: antennaCount,
      sampleCount: samples.count / antennaCount, fullScale: fullScale, content: content)
    let octets = try usage { try format.octets(samples, fullScale: fullScale) }
    for (name, content) in [(path, octets), (WaveformDescription.path(of: path), description.json)] {
      do { try Data(content).write(to: URL(fileURLWithPath: name)) } catch {
        throw failure("\(name): cannot be written; may you write there?")
      }
    }
  }
}
