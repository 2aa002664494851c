import ArgumentParser
import ChannelModels
import Foundation
import LinkSimulation
import Modulation
import PhysicalChannels

/// Options of every simulation.
struct SimulationOptions: ParsableArguments {
  @Option(help: "Of all randomness; results depend on it and not on the number of threads.") var seed: UInt64 = 1
  @Option(help: "Threads; as many as there are processors if left out.") var threads: Int?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if let threads, !(1...1024 ~= threads) { throw ValidationError("--threads \(threads): 1 to 1024") }
  }

  var run: LinkRun {
    LinkRun(seed: seed, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount) { Interruption.isThere }
  }
}

/// Ratios in decibels: `-6:0:1` (from, to, step), `1,2.5,4` or one.
struct Ratios: ExpressibleByArgument {
  let values: [Double]

  init(_ values: [Double]) { self.values = values }

  init?(argument: String) {
    func number(_ text: Substring) -> Double? { Double(text).flatMap { abs($0) <= 200 ? $0 : nil } }
    let range = argument.split(separator: ":", omittingEmptySubsequences: false).map(number)
    if range.count == 2 || range.count == 3, let low = range[0], let high = range[1] {
      guard let step = range.count == 3 ? range[2] : 1, step > 0, high >= low, (high - low) / step <= 1000 else { return nil }
      values = (0...Int((high - low) / step + 1e-9)).map { low + Double($0) * step }
      return
    }
    let list = argument.split(separator: ",", omittingEmptySubsequences: false).map(number)
    guard !list.contains(nil) else { return nil }
    values = list.compactMap { $0 }
  }

  var defaultValueDescription: String { values.map { "\($0)" }.joined(separator: ",") }
}

/// Numbers of the first and the last of something: `0-23`.
struct IndexRange: ExpressibleByArgument {
  let range: Range<Int>

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let first = parts[0], let last = parts[1], first <= last, last < 1_000_000 else { return nil }
    range = first..<(last + 1)
  }
}

/// A value of a library's type that has another name on the command line than its raw value, which help would show.
struct Named<Value: CommandLineNamed>: ExpressibleByArgument {
  let value: Value

  init(_ value: Value) { self.value = value }

  init?(argument: String) {
    guard let value = Value.allCases.first(where: { $0.commandLineName == argument.lowercased() }) else { return nil }
    self.value = value
  }

  static var allValueStrings: [String] { Value.allCases.map(\.commandLineName) }
  var defaultValueDescription: String { value.commandLineName }
}

protocol CommandLineNamed: CaseIterable {
  var commandLineName: String { get }
}

extension MCSTable: CommandLineNamed {
  var commandLineName: String {
    switch self {
    case .qam64: "64qam"
    case .qam256: "256qam"
    case .qam64LowSE: "64qam-low-se"
    case .qam1024: "1024qam"
    case .transformPrecoded: "transform"
    case .transformPrecodedLowSE: "transform-low-se"
    }
  }
}

extension AntennaCorrelation.Level: CommandLineNamed {
  var commandLineName: String { self == .mediumA ? "medium-a" : rawValue }
}

extension Numerology: CommandLineNamed {
  /// kHz.
  var commandLineName: String { "\(subcarrierSpacing / 1000)" }
}

extension DelayInterpolation: CommandLineNamed {
  var commandLineName: String { self == .windowedSinc ? "exact" : "rounded" }
}
