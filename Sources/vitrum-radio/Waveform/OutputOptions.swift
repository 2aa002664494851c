import ArgumentParser
import CommandSupport
import DSPKernels
import Waveforms

extension IQFormat: ExpressibleByArgument {
  public init?(argument: String) {
    guard let format = Self.allCases.first(where: { $0.fileExtension == argument || $0.rawValue == argument }) else { return nil }
    self = format
  }
  public static var allValueStrings: [String] { allCases.map(\.fileExtension) }
  public static var allValueDescriptions: [String: String] { [:] }
}

/// Where samples go.
struct OutputOptions: ParsableArguments {
  @Argument(help: "The file.") var file: String
  @Option(help: "cf32 or ci16; the ending of the file's name if left out.") var format: IQFormat?
  @Option(name: .customLong("carrier-frequency"), help: "Hz of the carrier, for the description; the samples are the baseband's.")
  var carrierFrequencyHz = 3.5e9

  func validate() throws {
    guard carrierFrequencyHz >= 0, carrierFrequencyHz <= 1e11 else {
      throw ValidationError("--carrier-frequency \(carrierFrequencyHz): a carrier is at 0 to 100 GHz (TS 38.104 §5.4.2)")
    }
  }

  func write(_ samples: [Complex], sampleRateHz: Int, antennaCount: Int = 1, content: WaveformContent) throws {
    try WaveformFile.write(
      samples, to: file, format: format, sampleRateHz: sampleRateHz, carrierFrequencyHz: carrierFrequencyHz, antennaCount: antennaCount,
      content: content)
    printError("\(samples.count / antennaCount) samples of \(antennaCount) antenna(s) at \(sampleRateHz) Hz in \(file)")
  }
}
