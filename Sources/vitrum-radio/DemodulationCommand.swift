import ArgumentParser
import Base
import ChannelModels
import CommandSupport
import Foundation
import LinkSimulation

struct DemodulationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demodulation", abstract: "The demodulation requirements of TS 38.104 §8, and by how much they are met.",
    discussion: """
      For PUSCH, PRACH and PUCCH with 2, 4 and 8 antennas it seeks the lowest ratio of signal and noise at which a requirement is met with a
      confidence of 95 %, and prints the margin to the limit as a table of Markdown. Exit status 1: a requirement is not met. The whole
      table takes hours; Ctrl-C ends it with what was found.

      EXAMPLES:
        vitrum radio demodulation > table.md
        vitrum radio demodulation --quick                                 one point of each row with two antennas
        vitrum radio demodulation --only PUSCH --only "PUCCH format 0"    rows with these words in their name
        vitrum radio demodulation --only TDLB100 --antennas 8 --drops 200 --step 0.1
      """)

  @Flag(help: "Two antennas, with few drops and trials, and only at the limit less the margin that is needed.") var quick = false
  @Option(help: "Only rows with this in their name; may be given several times.") var only: [String] = []
  @Option(help: "Only rows with so many antennas; may be given several times.") var antennas: [Int] = []
  @Option(help: "Drops of each point of a PUSCH (100).") var drops: Int?
  @Option(name: .customLong("signal-trials"), help: "Signals of each point of PRACH and PUCCH (5000).") var signalTrials: Int?
  @Option(name: .customLong("noise-trials"), help: "Trials of what must not happen in 0.1 % of them, and of noise alone (10000).")
  var noiseTrials: Int?
  @Option(help: "Decibels between the ratios that are tried.") var step = 0.25
  @Option(help: "Delays between two samples: exact, or rounded, which is quicker.") var delays = Named(DelayInterpolation.windowedSinc)
  @OptionGroup(title: "Simulation") var simulation: SimulationOptions

  func validate() throws {
    for (name, value) in [("--drops", drops), ("--signal-trials", signalTrials), ("--noise-trials", noiseTrials)] {
      if let value, !(2...1_000_000 ~= value) { throw ValidationError("\(name) \(value): 2 to 1000000") }
    }
    guard 0.01...3 ~= step else { throw ValidationError("--step \(step): 0.01 to 3 dB") }
  }

  private var effort: RequirementEffort {
    RequirementEffort(
      drops: drops ?? (quick ? 30 : 100), signalTrials: signalTrials ?? (quick ? 1000 : 5000),
      noiseTrials: noiseTrials ?? (quick ? 4000 : 10_000), step: quick ? nil : step)
  }

  func run() throws {
    let all = try usage { try DemodulationRequirement.all(delayInterpolation: delays.value) }
    let requirements = (quick && antennas.isEmpty ? DemodulationRequirement.some(all) : all).filter { requirement in
      (only.isEmpty || only.contains { requirement.name.localizedCaseInsensitiveContains($0) })
        && (antennas.isEmpty || antennas.contains(requirement.antennas))
    }
    guard !requirements.isEmpty else {
      throw ValidationError(
        "there is no such row; rows are:\n" + NSOrderedSet(array: all.map(\.name)).array.map { "  \($0)" }.joined(separator: "\n"))
    }
    Interruption.listen()
    let run = RequirementRun(simulation.run, effort)
    var results: [RequirementResult] = []
    if !simulation.json { printLine(RequirementTable.header) }
    for (index, requirement) in requirements.enumerated() where !Interruption.isThere {
      let result = try usage {
        try run.search(requirement) { decibels, rate, trials in
          Progress.show(
            "row \(index + 1) of \(requirements.count): \(requirement.name), \(requirement.antennas) antennas"
              + (decibels.map { ", \(String(format: "%.2f", $0)) dB" } ?? "") + ": \(String(format: "%.4f", rate)) of \(trials)")
        }
      }
      Progress.end()
      results.append(result)
      if !simulation.json { printLine(RequirementTable.row(result)) }
    }
    if simulation.json { printLine(JSON.array(results.map(Self.json)).text(sorted: false)) }
    if Interruption.isThere { throw ExitCode(Interruption.status) }
    let undetected = results.flatMap(\.measurements).reduce(0) { $0 + $1.undetectedErrors }
    if undetected > 0 { printError("\(undetected) transport blocks had a CRC that holds and wrong bits") }
    let failed = results.filter { !$0.isMet }
    guard failed.isEmpty else {
      throw failure("\(failed.count) of \(results.count) requirements are not met")
    }
  }

  private static func json(_ result: RequirementResult) -> JSON {
    let requirement = result.requirement
    func optional(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return .object(
      ("requirement", .string(requirement.name)), ("antennas", .int(requirement.antennas)), ("limitDB", optional(requirement.limit)),
      ("neededMarginDB", .number(requirement.neededMargin)), ("metFromDB", optional(result.best?.decibels)),
      ("marginDB", optional(result.margin)), ("isMarginOpen", .bool(result.isMarginOpen)), ("isMet", .bool(result.isMet)),
      (
        "measurements",
        .array(
          result.measurements.map { measurement in
            .object(
              ("SNRdB", optional(measurement.decibels)), ("rate", .number(measurement.rate)), ("bound", .number(measurement.bound)),
              ("trials", .int(measurement.trials)), ("isMet", .bool(measurement.isMet)),
              ("undetectedErrors", .int(measurement.undetectedErrors)))
          })
      ))
  }
}
