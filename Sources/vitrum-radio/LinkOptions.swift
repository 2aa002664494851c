import ArgumentParser
import ChannelModels
import LinkSimulation
import Modulation
import PhysicalChannels

/// What is sent over which channel.
struct LinkOptions: ParsableArguments {
  @Option(help: "The channel: \(ChannelName.forms).") var channel = "awgn"
  @Option(help: "Of the antennas of a tapped delay line (TS 38.104 annex G.2.3).") var correlation = AntennaCorrelation.Level.low
  @Option(help: "Antennas of the gNB.") var antennas = 2
  @Option(name: .customLong("transmit-antennas"), help: "Antennas of the UE; as many as layers if left out.") var transmitAntennas: Int?
  @Option(help: "Layers, 1 to 4.") var layers = 1
  @Option(help: "The precoding matrix of 2 or 4 transmit antennas.") var tpmi: Int?
  @Option(help: "I_MCS.") var mcs = 2
  @Option(help: "The MCS table (TS 38.214 §6.1.4.1).") var table = MCSTable.qam64
  @Flag(name: .customLong("transform-precoding"), help: "DFT-s-OFDM; the table is then transform, unless another is named.")
  var hasTransformPrecoding = false
  @Option(name: .customLong("spacing"), help: "Subcarrier spacing in kHz.") var numerology = Numerology.kHz30
  @Option(name: .customLong("resource-blocks"), help: "Of the carrier.") var gridSize = 273
  @Option(help: "The first and the last resource block of the PUSCH, as 0-23; all if left out.") var allocation: IndexRange?
  @Option(help: "Symbols of the PUSCH.") var symbols = 14
  @Option(name: .customLong("additional-dmrs"), help: "dmrs-AdditionalPosition, 0 to 3.") var additionalPosition = 1
  @Option(help: "Downlink, special and uplink slots of a period.") var pattern = "7D1S2U"
  @Option(help: "Uplink slots of each drop.") var slots = 20
  @Option(name: .customLong("redundancy-versions"), help: "Of the transmissions of a block, at most so many.") var redundancyVersions =
    "0,2,3,1"
  @Option(name: .customLong("frequency-offset"), parsing: .unconditional, help: "Hz that the receiver does not know.")
  var frequencyOffsetHz = 0.0
  @Option(help: "Samples by which the signal comes late, which the receiver does not know.") var delay = 0
  @Option(name: .customLong("carrier-frequency"), help: "Hz.") var carrierFrequencyHz = 3.5e9
  @Option(help: "Delays between two samples: exact, or rounded, which is quicker.") var delays = DelayInterpolation.windowedSinc

  /// - Throws: wrong usage, for what the standard does not have.
  func link() throws -> PUSCHLink {
    let versions = redundancyVersions.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard !versions.contains(nil) else {
      throw ValidationError("--redundancy-versions \(redundancyVersions): numbers of 0 to 3 with commas between them are needed")
    }
    var options = PUSCHLinkOptions()
    options.channel = channel
    options.correlation = correlation
    options.antennas = .init(transmit: transmitAntennas ?? layers, receive: antennas, layers: layers, tpmi: tpmi)
    options.numerology = numerology
    options.gridSize = gridSize
    options.resourceBlocks = allocation?.range
    options.mcsTable = usedTable
    options.mcs = mcs
    options.symbolCount = symbols
    options.additionalPosition = additionalPosition
    options.hasTransformPrecoding = hasTransformPrecoding
    options.offsets = .init(frequencyHz: frequencyOffsetHz, delaySamples: delay)
    options.carrierFrequencyHz = carrierFrequencyHz
    options.delayInterpolation = delays
    return try usage {
      options.schedule = .init(
        pattern: try TDDPattern(pattern), slotsPerDrop: slots, redundancyVersions: versions.compactMap { $0 })
      return try options.link()
    }
  }

  private var usedTable: MCSTable { hasTransformPrecoding && table == .qam64 ? .transformPrecoded : table }

  /// In a title.
  var summary: String {
    "\(channel.uppercased()), \(hasTransformPrecoding ? "DFT-s-OFDM, " : "")MCS \(mcs) of \(usedTable.defaultValueDescription), "
      + "\(layers) layer\(layers > 1 ? "s" : ""), \(transmitAntennas ?? layers)x\(antennas) antennas"
  }
}
