import ArgumentParser
import Base
import CommandSupport
import Foundation

@main
struct RadioBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "radio-bench",
    abstract: "Measures the physical layer: how fast its kernels are, and how near its decoders come to what is known.",
    discussion: """
      Figures of speed are of one core: the best and the median of many short runs. Other work on the machine makes them smaller; compare
      within one run.

        radio-bench                            speed of every kernel as JSON (make bench-radio prints it)
        radio-bench speed "LDPC decode"        only those with these words in their name
        radio-bench coding --blocks 100000     block errors of LDPC and polar codes over white noise
        radio-bench curves FOLDER              LDPC beside reference curves (PDSCH_table1.json, ...)
      """, subcommands: [SpeedCommand.self, CodingCommand.self, CurvesCommand.self], defaultSubcommand: SpeedCommand.self)
}

struct SpeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "speed", abstract: "The speed of each kernel, as JSON.")

  @Argument(help: "Only kernels with one of these in their name.") var names: [String] = []

  func run() throws {
    let rows = try Speed.rows { name in names.isEmpty || names.contains { name.localizedCaseInsensitiveContains($0) } }
    guard !rows.isEmpty else { throw ValidationError("no kernel has \(names.joined(separator: " or ")) in its name") }
    print(JSON.object(("instructionSet", .string(Speed.instructionSet)), ("kernels", .array(rows))).text(sorted: false))
  }
}

struct CodingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coding", abstract: "Block errors over white Gaussian noise with QPSK, by Eb/N0.")

  @Option(help: "Blocks of each LDPC point; polar points have ten times as many.") var blocks = 100_000
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard blocks > 0 else { throw ValidationError("--blocks \(blocks): at least one is needed") }
  }

  func run() throws {
    let rows = try CodingPoint.all.map { point in
      Progress.show("\(point.name) at \(point.ratio) dB")
      return (point, try point.measure(blocks: blocks))
    }
    Progress.end()
    if json {
      return print(
        JSON.array(
          rows.map { point, result in
            .object(
              ("code", .string(point.name)), ("EbN0dB", .number(point.ratio)), ("blocks", .int(result.blocks)),
              ("errors", .int(result.errors)), ("rate", .number(result.rate)), ("atMost", .number(point.atMost)))
          }
        ).text(sorted: false))
    }
    for (point, result) in rows {
      print(
        "\(point.name.padded(38)) \(point.ratio) dB  \(result.errors) of \(result.blocks): \(result.rate.scientific)"
          + "  (at most \(point.atMost.scientific))")
    }
  }
}

struct CurvesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curves", abstract: "LDPC beside reference curves.",
    discussion: """
      At each point of a curve with a rate of 0.02 to 0.95 blocks are sent with so many decibels more, until there are enough of them or
      enough errors; points at which more are wrong than the curve says are listed. The exit status is 1 if one of these is beyond chance
      (the curve's rate is below the interval of 95 %).

        radio-bench curves reference/bler --margin 0.3 --blocks 3000
      """)

  @Argument(help: "The folder with PDSCH_table1.json, PDSCH_table2.json and PUSCH_table1.json.") var folder: String
  @Option(help: "Decibels above the curve's ratio of symbol energy and noise.") var margin = 0.3
  @Option(help: "Blocks of a point at most.") var blocks = 3000
  @Option(help: "Errors after which a point is done.") var errors = 200
  @Option(help: "Iterations of the decoder at most.") var iterations = 20

  func validate() throws {
    guard blocks > 0, errors > 0, iterations > 0 else { throw ValidationError("--blocks, --errors and --iterations are at least 1") }
  }

  func run() throws {
    let curves = try ReferenceCurves(directory: URL(filePath: folder))
    let results = try curves.measure(margin: margin, blocks: blocks, errors: errors, iterations: iterations)
    var beyondChance = 0
    for (point, result) in zip(curves.points, results) where result.rate > point.expected {
      let isChance = result.interval.low <= point.expected
      if !isChance { beyondChance += 1 }
      print(
        "\(point.table) MCS \(point.mcs), \(point.blockSize) bits, \(point.ratio.rounded(2)) dB: \(result.rate.rounded(4)) "
          + "(\(result.interval.low.rounded(4)) to \(result.interval.high.rounded(4))), the curve says \(point.expected.rounded(4))"
          + (isChance ? "" : "  beyond chance"))
    }
    let above = zip(curves.points, results).count { $1.rate > $0.expected }
    print("\(curves.points.count) points, \(above) with more errors at \(margin) dB more, \(beyondChance) beyond chance")
    if beyondChance > 0 { throw ExitCode(1) }
  }
}
