import ArgumentParser

/// The physical layer as a program.
@main
struct VitrumRadio: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vitrum-radio", abstract: "The physical layer: links over fading channels, waveforms, speed.",
    discussion: """
      `vitrum radio` is this program.

      EXAMPLES:
        vitrum radio link --channel tdlb100-400 --mcs 2 --snr -8:0:1   block errors and throughput
        vitrum radio demodulation --quick                              the requirements of TS 38.104 §8
        vitrum radio cell calibrate                                    networks of cells beside TR 38.901's calibration
        vitrum radio waveform generate ssb --cell 42 cell.cf32      SS/PBCH blocks as samples in a file
        vitrum radio waveform decode cell.cf32                      what is in them
        vitrum radio bench                                          the speed of every kernel

      EXIT STATUS:
        0 done; 1 failed; 2 a file or its samples are wrong; 64 wrong usage, or parameters that the standard does not have;
        130 stopped by Ctrl-C before there was a result.
      """, version: "0.1.0",
    subcommands: [LinkCommand.self, DemodulationCommand.self, CellCommand.self, WaveformCommand.self, BenchCommand.self])
}
