import ArgumentParser
import Base
import CommandSupport
import Foundation
import LinkSimulation

struct LinkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link", abstract: "Block errors and throughput of a PUSCH or PDSCH over a channel, by the ratio of signal and noise.",
    discussion: """
      Transport blocks go through transmitter, OFDM, channel, noise and a receiver, which knows nothing of the channel, and are sent
      again where the CRC fails. The ratio is the power of all layers at one receive antenna to that of the noise, in a resource element.
      A PDSCH with more antennas than layers has in each slot another matrix of the type I codebook.
      Each drop has a channel of its own; intervals are of 95 % and count drops, not slots, as independent. A point ends when its intervals
      are narrow enough. Ctrl-C ends it with what was found.

      EXAMPLES:
        vitrum radio link --channel tdlb100-400 --mcs 2 --snr -8:0:1
        vitrum radio link --channel tdlc300-100 --mcs 16 --antennas 4 --layers 2 --snr 8:14:1 --svg bler.svg
        vitrum radio link --table 256qam --mcs 20 --snr 18,19,20 --json > points.json
        vitrum radio link --transform-precoding --mcs 5 --resource-blocks 100 --snr 0
        vitrum radio link --channel cdl-c-100-10 --antennas 8 --resource-blocks 51 --allocation 0-23
        vitrum radio link --signal pdsch --channel tdla30-10 --transmit-antennas 4 --layers 2 --mcs 20 --snr 15:20:1
        vitrum radio link --signal pdsch --channel cdl-d-100-5 --gnb-array 2x4x2 --downtilt 6 --ue-array 1x2x2 --layers 4
      """)

  enum Plot: String, ExpressibleByArgument, CaseIterable {
    case bler
    case throughput
  }

  @OptionGroup(title: "Link") var options: LinkOptions
  @Option(parsing: .unconditional, help: "Decibels: from:to:step, or some with commas between them.") var snr = Ratios([0, 2, 4, 6, 8, 10])
  @Option(help: "Drops of a point at least.") var drops = 20
  @Option(name: .customLong("maximum-drops"), help: "Drops of a point at most.") var maximumDrops = 400
  @Option(help: "Write a picture of the lines there.") var svg: String?
  @Option(help: "What the picture shows: bler or throughput.") var plot = Plot.bler
  @OptionGroup(title: "Simulation") var simulation: SimulationOptions

  func run() throws {
    let link = try options.link()
    let rule = StopRule(minimumDrops: drops, maximumDrops: maximumDrops)
    try usage { try rule.check() }
    Interruption.listen()
    let summary = options.summary(link)
    var results: [LinkResult] = []
    if !simulation.json { printLine(Self.header) }
    for decibels in snr.values where !Interruption.isThere {
      let result = try usage {
        try simulation.run.run(link, decibels: decibels, rule) {
          Progress.show("\(decibels) dB: \($0.dropCount) drops, throughput \(Self.percent($0.throughput))")
        }
      }
      Progress.end()
      guard result.dropCount > 0 else { break }
      results.append(result)
      if !simulation.json { printLine(Self.row(result, link)) }
    }
    if simulation.json { printLine(json(results, link, summary).text(sorted: false)) }
    if let svg {
      do { try Data(picture(results, summary).svg.utf8).write(to: URL(fileURLWithPath: svg)) } catch {
        throw failure("\(svg): cannot be written; may you write there?")
      }
    }
    if Interruption.isThere { throw ExitCode(Interruption.status) }
  }

  private static let header =
    "  SNR dB  drops   throughput (95 %)         Mbit/s   first BLER (95 %)           lost     undetected  iterations"

  private static func percent(_ value: Double) -> String { String(format: "%.1f %%", 100 * value) }

  /// Bits of a second, counting all slots.
  private static func rate(_ result: LinkResult, _ link: SharedChannelLink) -> Double {
    let pattern = link.schedule.pattern.slots
    let share = Double(pattern.count { $0 == link.signal.slots }) / Double(pattern.count)
    let slotsPerSecond = 1000 * Double(link.signal.carrier.numerology.slotsPerSubframe)
    return Double(result.counts.receivedBits) / Double(max(1, result.counts.slots)) * slotsPerSecond * share
  }

  private static func iterations(_ result: LinkResult) -> Double {
    Double(result.counts.iterations) / Double(max(1, result.counts.codeBlocks))
  }

  private static func row(_ result: LinkResult, _ link: SharedChannelLink) -> String {
    let (throughput, errors) = (result.transmissions.interval(), result.firstTransmissions.interval())
    return String(
      format: "%8.2f %6d   %5.1f %% (%5.1f to %5.1f)  %8.2f   %.2e (%.1e to %.1e)  %.2e  %6d      %4.1f", result.decibels,
      result.dropCount, 100 * result.throughput, 100 * throughput.low, 100 * throughput.high, rate(result, link) / 1e6,
      result.blockErrorRate, errors.low, errors.high, result.counts.blocks.rate, result.counts.undetectedErrors, iterations(result))
  }

  private func json(_ results: [LinkResult], _ link: SharedChannelLink, _ summary: String) -> JSON {
    func interval(_ interval: ProportionInterval) -> JSON { .array([.number(interval.low), .number(interval.high)]) }
    return .object(
      ("link", .string(summary)), ("seed", .integer(Int128(simulation.seed))),
      ("transportBlockSizes", .array(link.codes.map { .int($0.transportBlockSize) })),
      ("pattern", .string(link.schedule.pattern.description)),
      ("slotsPerDrop", .int(link.schedule.slotsPerDrop)),
      (
        "points",
        .array(
          results.map { result in
            .object(
              ("SNRdB", .number(result.decibels)), ("drops", .int(result.dropCount)), ("slots", .int(result.counts.slots)),
              ("transmissions", .int(result.counts.transmissions.trials)),
              ("throughput", .number(result.throughput)), ("throughputInterval", interval(result.transmissions.interval())),
              ("bitsPerSecond", .number(Self.rate(result, link).rounded())), ("firstBLER", .number(result.blockErrorRate)),
              ("firstBLERInterval", interval(result.firstTransmissions.interval())), ("lost", .number(result.counts.blocks.rate)),
              ("undetectedErrors", .int(result.counts.undetectedErrors)), ("missedSlots", .int(result.counts.missedSlots)),
              ("meanIterations", .number(Self.iterations(result))))
          })
      ))
  }

  private func picture(_ results: [LinkResult], _ summary: String) -> LinePlot {
    let points = results.map { result in
      plot == .bler
        ? LinePlot.Point(x: result.decibels, y: result.blockErrorRate, interval: result.firstTransmissions.interval())
        : LinePlot.Point(x: result.decibels, y: result.throughput, interval: result.transmissions.interval())
    }
    return LinePlot(
      title: summary, xTitle: "SNR in dB", yTitle: plot == .bler ? "block error rate, first transmission" : "throughput",
      scale: plot == .bler ? .logarithmic : .linear,
      lines: [.init(name: plot == .bler ? "BLER" : "throughput", points: points)])
  }
}

extension JSON {
  /// An object with these members in this order.
  static func object(_ members: (String, JSON)...) -> JSON {
    var object = JSON.Object()
    for (key, value) in members { object[key] = value }
    return .object(object)
  }
}
