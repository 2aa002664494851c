import ArgumentParser
import Base
import ChannelModels
import CommandSupport
import Foundation
import MassiveMIMO

struct SpreadsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spreads", abstract: "Delay and angular spreads, measured from the rays of many links.",
    discussion: """
      Medians over links on the ground of what a link's rays spread over (TR 38.901 annex A), and the medians by which the rays are drawn
      (table 7.5-6). docs/massive-mimo.md says where the procedure of §7.5 does not reach these.

      EXAMPLES:
        vitrum radio cell spreads
        vitrum radio cell spreads --scenario UMi --carrier-frequency 30e9 --distance 60
      """)

  @Option(help: "UMa, UMi or RMa; all if left out.") var scenario: PropagationScenario?
  @Option(name: .customLong("carrier-frequency"), help: "Hz.") var carrierFrequencyHz = 6e9
  @Option(help: "Metres along the ground.") var distance = 100.0
  @Option(help: "Links of each state.") var links = 2000
  @Option(help: "Of all randomness.") var seed: UInt64 = 1
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard 1...1_000_000 ~= links else { throw ValidationError("--links \(links): 1 to 1000000") }
    guard 10...10_000 ~= distance else { throw ValidationError("--distance \(distance): 10 to 10000 m") }
  }

  func run() throws {
    var rows: [JSON] = []
    if !json {
      printLine("                DS ns           ASD °           ASA °           ZSD °           ZSA °   (measured, median drawn by)")
    }
    for scenario in scenario.map({ [$0] }) ?? PropagationScenario.allCases {
      for state in LinkState.allCases {
        Progress.show("\(scenario.rawValue), \(state.name)")
        let measured = try usage {
          try SpreadMeasurement(
            PropagationModel(scenario, carrierFrequencyHz: carrierFrequencyHz), state, distance: distance, links: links, seed: seed)
        }
        Progress.end()
        rows.append(
          .object(
            ("scenario", .string(scenario.rawValue)), ("state", .string(state.name)),
            ("medians", .array(measured.medians.map { .number($0) })), ("drawnBy", .array(measured.drawnBy.map { .number($0) }))))
        guard !json else { continue }
        let pairs = zip(measured.medians, measured.drawnBy).enumerated().map { index, pair in
          let scale = index == 0 ? 1e9 : 1
          return String(format: "%7.2f %7.2f", pair.0 * scale, pair.1 * scale)
        }
        printLine("\(scenario.rawValue) \(state.name.padding(toLength: 6, withPad: " ", startingAt: 0)) \(pairs.joined(separator: " "))")
      }
    }
    if json { printLine(JSON.array(rows).text(sorted: false)) }
  }
}

extension LinkState {
  fileprivate var name: String {
    switch self {
    case .lineOfSight: "LOS"
    case .nonLineOfSight: "NLOS"
    case .outdoorToIndoor: "O2I"
    }
  }
}

extension PropagationScenario: ExpressibleByArgument {
  public init?(argument: String) {
    guard let scenario = Self.allCases.first(where: { $0.rawValue.lowercased() == argument.lowercased() }) else { return nil }
    self = scenario
  }
  public static var allValueStrings: [String] { allCases.map(\.rawValue) }
}
