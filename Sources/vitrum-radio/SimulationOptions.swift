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

extension MCSTable: ExpressibleByArgument {
  private static let names: [(String, MCSTable)] = [
    ("64qam", .qam64), ("256qam", .qam256), ("64qam-low-se", .qam64LowSE), ("transform", .transformPrecoded),
    ("transform-low-se", .transformPrecodedLowSE),
  ]

  public init?(argument: String) {
    guard let table = Self.names.first(where: { $0.0 == argument.lowercased() }) else { return nil }
    self = table.1
  }

  public static var allValueStrings: [String] { names.map(\.0) }
  public var defaultValueDescription: String { Self.names.first { $0.1 == self }?.0 ?? "" }
}

extension AntennaCorrelation.Level: ExpressibleByArgument {
  public init?(argument: String) {
    guard let level = Self(rawValue: argument.lowercased()), level != .mediumA else { return nil }
    self = level
  }
  public static var allValueStrings: [String] { ["low", "medium", "high"] }
}

extension Numerology: ExpressibleByArgument {
  public init?(argument: String) {
    guard let numerology = Self.allCases.first(where: { "\($0.subcarrierSpacing / 1000)" == argument }) else { return nil }
    self = numerology
  }
  public static var allValueStrings: [String] { allCases.map { "\($0.subcarrierSpacing / 1000)" } }
  public var defaultValueDescription: String { "\(subcarrierSpacing / 1000)" }
}

extension DelayInterpolation: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument.lowercased() {
    case "exact": self = .windowedSinc
    case "rounded": self = .nearestSample
    default: return nil
    }
  }
  public static var allValueStrings: [String] { ["exact", "rounded"] }
  public var defaultValueDescription: String { self == .windowedSinc ? "exact" : "rounded" }
}
