import ArgumentParser

struct CellCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cell", abstract: "Networks of many cells over the statistical channels of TR 38.901.",
    discussion: """
      EXAMPLES:
        vitrum radio cell calibrate                    coupling loss, SINR and SIR beside those of TR 38.901's calibration
        vitrum radio cell spreads --scenario UMi       delay and angular spreads of rays
      """, subcommands: [CalibrateCommand.self, SpreadsCommand.self])
}
