import ArgumentParser
import Base
import CommandSupport
import Foundation
import LinkSimulation
import MassiveMIMO

struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate", abstract: "The calibration of large-scale parameters, TR 38.901 §7.8.1.",
    discussion: """
      19 sites with three sectors, wrap-around, equipment of which 80 % is indoors, attached by RSRP, all sectors sending. It prints what
      5, 50 and 95 % of the equipment do not exceed, with its standard error from drop to drop, beside the medians of 20 companies' results
      where there are some, and how far from these it may be. Exit status 1: a tolerance is not kept. docs/massive-mimo.md has the
      assumptions.

      EXAMPLES:
        vitrum radio cell calibrate
        vitrum radio cell calibrate --case uma-6 --case umi-6 --svg .    pictures uma-6.svg and umi-6.svg
        vitrum radio cell calibrate --drops 2 --json
      """)

  @Option(name: .customLong("case"), help: "One of \(CalibrationCase.allValueStrings.joined(separator: ", ")); may be given several times.")
  var cases: [CalibrationCase] = CalibrationCase.allCases
  @Option(help: "Drops, each with shadows and clusters of its own.") var drops = 20
  @Option(name: .customLong("users-per-site"), help: "Pieces of equipment in each site's hexagon.") var usersPerSite = 30
  @Option(help: "Write a picture of the distributions of each case into this folder.") var svg: String?
  @OptionGroup(title: "Simulation") var simulation: SimulationOptions

  func run() throws {
    Interruption.listen()
    var results: [CalibrationResult] = []
    for calibration in cases where !Interruption.isThere {
      let count = drops
      let result = try usage {
        try CalibrationResult.run(
          calibration, drops: count, usersPerSite: usersPerSite, seed: simulation.seed, threads: simulation.run.threads,
          isCancelled: { Interruption.isThere },
          progress: { Progress.show("\(calibration.title): drop \($0 + 1) of \(count)") })
      }
      Progress.end()
      guard let result else { break }
      results.append(result)
      if !simulation.json { printLine(Self.table(result)) }
      if let svg { try write(result, folder: svg) }
    }
    if simulation.json { printLine(JSON.array(results.map { json($0) }).text(sorted: false)) }
    if Interruption.isThere { throw ExitCode(Interruption.status) }
    let missed = results.flatMap(\.points).count { $0.isMet == false }
    guard missed == 0 else { throw failure("\(missed) results are farther from the reference than they may be") }
  }

  private static func table(_ result: CalibrationResult) -> String {
    let rows = result.points.map { point in
      let reference = point.reference.map { String(format: "%8.2f   %+6.2f   %4.1f   ", $0, point.value - $0, point.tolerance) } ?? ""
      let verdict = point.isMet.map { $0 ? "kept" : "NOT KEPT" } ?? ""
      return "  \(point.metric.rawValue.padding(toLength: 14, withPad: " ", startingAt: 0))"
        + String(format: "%4.0f %%  %8.2f  (%.2f)   ", point.percent, point.value, point.standardError) + reference + verdict
    }
    return "\(result.calibration.title): \(result.userCount) pieces of equipment, \(result.drops) drops\n"
      + "                   at        dB  (error)  reference  differs  tolerance\n" + rows.joined(separator: "\n")
  }

  private func write(_ result: CalibrationResult, folder: String) throws {
    let plot = LinePlot(
      title: result.calibration.title, xTitle: "dB", yTitle: "share of the equipment with less", scale: .linear,
      lines: CalibrationMetric.allCases.compactMap { result.line($0) }, marks: .none)
    let path = URL(fileURLWithPath: folder).appendingPathComponent("\(result.calibration.rawValue).svg")
    do { try Data(plot.svg.utf8).write(to: path) } catch { throw failure("\(path.path): cannot be written; is there such a folder?") }
  }

  private func json(_ result: CalibrationResult) -> JSON {
    .object(
      ("case", .string(result.calibration.rawValue)), ("title", .string(result.calibration.title)),
      ("seed", .integer(Int128(simulation.seed))), ("drops", .int(result.drops)), ("users", .int(result.userCount)),
      ("isMet", .bool(result.isMet)),
      (
        "points",
        .array(
          result.points.map { point in
            .object(
              ("metric", .string(point.metric.rawValue)), ("percent", .number(point.percent)), ("dB", .number(point.value)),
              ("standardErrorDB", .number(point.standardError)), ("referenceDB", point.reference.map { .number($0) } ?? .null),
              ("toleranceDB", point.reference.map { _ in .number(point.tolerance) } ?? .null),
              ("isMet", point.isMet.map { .bool($0) } ?? .null))
          })
      ))
  }
}

extension CalibrationCase: ExpressibleByArgument {
  public static var allValueStrings: [String] { allCases.map(\.rawValue) }
}
