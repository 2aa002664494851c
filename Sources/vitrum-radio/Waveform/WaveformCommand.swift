import ArgumentParser

struct WaveformCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "waveform", abstract: "Signals as samples in files.",
    discussion: """
      A file has pairs of real and imaginary parts, little endian: 32-bit floats (.cf32) or 16-bit integers (.ci16). FILE.json says what is
      in it.

      EXAMPLES:
        vitrum radio waveform generate ssb --cell 42 cell.cf32
        vitrum radio waveform generate pusch --layers 2 uplink.ci16
        vitrum radio waveform generate pdsch --mcs 20 downlink.cf32
        vitrum radio waveform decode cell.cf32
      """, subcommands: [GenerateCommand.self, DecodeCommand.self, FindCellsCommand.self])
}
