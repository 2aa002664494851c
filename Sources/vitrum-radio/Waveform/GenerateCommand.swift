import ArgumentParser
import CommandSupport
import Waveforms

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Write a signal's samples into a file, and FILE.json beside it.",
    discussion: """
      EXAMPLES:
        vitrum radio waveform generate ssb --cell 42 cell.cf32
        vitrum radio waveform generate pusch --layers 2 pusch.ci16
        vitrum radio waveform generate pdsch --help
      """,
    subcommands: [SSB.self, Uplink.self, Downlink.self])

  struct SSB: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ssb", abstract: "Bursts of SS/PBCH blocks in the middle of a carrier.",
      discussion: """
        EXAMPLES:
          vitrum radio waveform generate ssb --cell 42 cell.cf32
          vitrum radio waveform generate ssb --cell 500 --case A --candidates 4 --blocks 0,2 --resource-blocks 106 cell.ci16
        """)

    @OptionGroup var output: OutputOptions
    @Option(name: .customLong("cell"), help: "N_ID^cell, 0 to 1007.") var cellIdentity = 0
    @Option(name: .customLong("case"), help: "A (15 kHz), B or C (30 kHz), D (120 kHz).") var pattern = "C"
    @Option(help: "Candidates of a half-frame.") var candidates = 8
    @Option(help: "The candidates that are sent, as 0,2,3.") var blocks = "0"
    @Option(name: .customLong("resource-blocks"), help: "Of the carrier.") var gridSize = 51
    @Option(help: "The system frame number of the first frame.") var sfn = 0
    @Option(name: .customLong("pdcch-config-sib1"), help: "pdcch-ConfigSIB1, 0 to 255.") var pdcchConfigSIB1 = 0
    @Option(help: "Frames of 10 ms; every second one has a burst.") var frames = 2

    func run() throws {
      let numbers = blocks.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      guard !numbers.contains(nil) else { throw ValidationError("--blocks \(blocks): numbers with commas between them are needed") }
      let waveform = SynchronizationWaveform(
        cellIdentity: cellIdentity, pattern: pattern, candidateCount: candidates, blocks: numbers.compactMap { $0 }, gridSize: gridSize,
        systemFrameNumber: sfn, pdcchConfigSIB1: pdcchConfigSIB1, frameCount: frames)
      let (samples, rate) = try usage { try waveform.samples() }
      try output.write(samples, sampleRateHz: rate, content: .ssb(waveform))
    }
  }

  struct Uplink: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pusch", abstract: "A PUSCH in each of some slots, with random transport blocks.",
      discussion: """
        EXAMPLES:
          vitrum radio waveform generate pusch --mcs 16 --slots 4 uplink.cf32
          vitrum radio waveform generate pusch --layers 2 --resource-blocks 273 --allocation 0-99 uplink.ci16
          vitrum radio waveform generate pusch --transform-precoding --allocation 0-49 --mcs 5 uplink.cf32
        """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var slots: SharedChannelOptions
    @Option(help: "Layers, each on an antenna.") var layers = 1
    @Flag(name: .customLong("transform-precoding"), help: "DFT-s-OFDM.") var hasTransformPrecoding = false

    func run() throws {
      let waveform = UplinkWaveform(slots.slots, layers: layers, hasTransformPrecoding: hasTransformPrecoding)
      let (samples, rate) = try usage { try waveform.samples() }
      try output.write(samples, sampleRateHz: rate, antennaCount: layers, content: .uplink(waveform))
    }
  }

  struct Downlink: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pdsch", abstract: "A PDCCH and the PDSCH that it schedules in each of some slots, with random transport blocks.",
      discussion: """
        EXAMPLES:
          vitrum radio waveform generate pdsch --mcs 16 --slots 4 downlink.cf32
          vitrum radio waveform generate pdsch --resource-blocks 273 --allocation 0-99 --level 8 downlink.ci16
        """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var slots: SharedChannelOptions
    @Option(help: "The aggregation level of the PDCCH.") var level = 4

    func run() throws {
      let waveform = DownlinkWaveform(slots.slots, aggregationLevel: level)
      let (samples, rate) = try usage { try waveform.samples() }
      try output.write(samples, sampleRateHz: rate, content: .downlink(waveform))
    }
  }
}

/// What a PUSCH and a PDSCH have in common.
struct SharedChannelOptions: ParsableArguments {
  @Option(name: .customLong("cell"), help: "N_ID^cell, 0 to 1007.") var cellIdentity = 0
  @Option(help: "Subcarrier spacing in kHz.") var spacing = 30
  @Option(name: .customLong("resource-blocks"), help: "Of the carrier.") var gridSize = 51
  @Option(help: "The first and the last resource block of the shared channel, as 0-23; all if left out.") var allocation: IndexRange?
  @Option(help: "I_MCS.") var mcs = 10
  @Option(help: "The C-RNTI.") var rnti: UInt16 = 1
  @Option(name: .customLong("slots"), help: "Slots from the start of a frame on.") var slotCount = 2
  @Option(help: "Of the transport blocks.") var seed: UInt64 = 1

  var slots: SharedChannelSlots {
    SharedChannelSlots(
      cellIdentity: cellIdentity, subcarrierSpacing: spacing, gridSize: gridSize,
      firstResourceBlock: allocation?.range.lowerBound ?? 0, resourceBlockCount: allocation?.range.count, mcs: mcs, rnti: rnti,
      slotCount: slotCount, seed: seed)
  }
}
