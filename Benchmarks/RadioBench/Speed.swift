import Base
import CAllocationCount
import ChannelCoding
import CommandSupport
import DSPKernels
import Foundation
import Modulation

/// How fast kernels are.
enum Speed {
  static var instructionSet: String { InstructionSet.fastest.rawValue }

  struct Kernel {
    var name: String
    /// What is done in a run, in units of which there are so many.
    var count: Double
    var unit: String
    /// Floating-point operations of a run, where these are what takes the time.
    var operations: Double?
    /// Of a decoder, on average.
    var iterations: Double?
    var run: () throws -> Void
  }

  /// A JSON object for each kernel that is wanted.
  static func rows(_ isWanted: (String) -> Bool) throws -> [JSON] {
    var rows: [JSON] = []
    for (name, make) in kernels where isWanted(name) {
      Progress.show(name)
      let kernel = try make(name)
      rows.append(try measure(kernel))
    }
    Progress.end()
    return rows
  }

  private static let kernels: [(String, @Sendable (String) throws -> Kernel)] =
    codes + signals + channels + receivers
    + multiUser

  private static let codes: [(String, @Sendable (String) throws -> Kernel)] = [
    ("LDPC encode BG1 Z384", { try ldpcEncode($0) }),
    ("LDPC decode BG1 Z384 r=0.917, six iterations", { try ldpcDecode($0, rate: 0.917) }),
    ("LDPC decode BG1 Z384 r=1/3, six iterations", { try ldpcDecode($0, rate: 1.0 / 3) }),
    ("polar encode K64 E432", { try polarEncode($0) }),
    ("polar decode K64 E432, no list", { try polarDecode($0, listSize: nil) }),
    ("polar decode K64 E432, list 8", { try polarDecode($0, listSize: 8) }),
    ("CRC24A", { crc($0, .fastest) }),
    ("CRC24A, portable", { crc($0, .portable) }),
  ]

  private static let signals: [(String, @Sendable (String) throws -> Kernel)] = [
    ("scrambling sequence", { scrambling($0, .fastest) }),
    ("scrambling sequence, portable", { scrambling($0, .portable) }),
    ("descrambling", { descrambling($0) }),
    ("256QAM map", { modulate($0, .qam256, .fastest) }),
    ("256QAM map, portable", { modulate($0, .qam256, .portable) }),
    ("64QAM map", { modulate($0, .qam64, .fastest) }),
    ("QPSK map", { modulate($0, .qpsk, .fastest) }),
    ("256QAM demap", { demodulate($0, .fastest) }),
    ("256QAM demap, portable", { demodulate($0, .portable) }),
    ("FFT 4096", { try transform($0, 4096) }),
    ("FFT 3072", { try transform($0, 3072) }),
    ("multiply-adds", { peak($0) }),
  ]

  private static func ldpcEncode(_ name: String) throws -> Kernel {
    let code = try LDPCCode(.one, liftingSize: 384)
    let encoder = Box(LDPCEncoder(code))
    var source = Source(seed: 1)
    let information = source.bits(code.informationCount)
    return Kernel(name: name, count: Double(code.informationCount), unit: "Mbit/s") {
      consumed(try encoder.value.encode(information).count)
    }
  }

  private static func ldpcDecode(_ name: String, rate: Double) throws -> Kernel {
    let code = try LDPCCode(.one, liftingSize: 384)
    var source = Source(seed: 1)
    let information = source.bits(code.informationCount)
    var encoder = LDPCEncoder(code)
    let codeword = try encoder.encode(information)
    let sent = Int(Double(code.informationCount) / rate)
    let soft = (0..<code.codewordCount).map { index -> Int8 in
      guard index < sent else { return 0 }
      return LDPCDecoder.quantized((codeword[index] ? -4 : 4) + 2.8 * source.gaussian())
    }
    let decoder = Box(LDPCDecoder(code))
    return Kernel(name: name, count: Double(code.informationCount), unit: "Mbit/s") {
      consumed(
        try soft.withUnsafeBufferPointer {
          try decoder.value.decode($0, maximumIterations: 6, stopsAtCodeword: false).outcome.iterations
        })
    }
  }

  private static func polarEncode(_ name: String) throws -> Kernel {
    let code = try PolarCode(.downlink, informationCount: 64, outputCount: 432)
    var source = Source(seed: 1)
    let message = source.bits(64)
    return Kernel(name: name, count: 1, unit: "us") { consumed(try code.encode(message).count) }
  }

  private static func polarDecode(_ name: String, listSize: Int?) throws -> Kernel {
    let code = try PolarCode(.downlink, informationCount: 64, outputCount: 432)
    var source = Source(seed: 1)
    let sent = try code.encode(source.bits(64))
    let received = (0..<sent.count).map { (sent[$0] ? -2 : 2) + source.gaussian() }
    if let listSize {
      let decoder = Box(PolarDecoder(code, listSize: listSize))
      return Kernel(name: name, count: 1, unit: "us") {
        consumed(try received.withUnsafeBufferPointer { try decoder.value.decode($0) { _ in true }.message.count })
      }
    }
    let decoder = Box(FastPolarDecoder(code))
    return Kernel(name: name, count: 1, unit: "us") {
      consumed(try received.withUnsafeBufferPointer { try decoder.value.decode($0).count })
    }
  }

  private static func crc(_ name: String, _ instructionSet: InstructionSet) -> Kernel {
    var source = Source(seed: 1)
    let bits = source.bits(8448 * 8)
    return Kernel(name: name, count: Double(bits.count), unit: "Mbit/s") {
      consumed(Int(CRC.crc24A.parity(bits, instructionSet: instructionSet)))
    }
  }

  private static func scrambling(_ name: String, _ instructionSet: InstructionSet) -> Kernel {
    Kernel(name: name, count: 100_000, unit: "Mbit/s") {
      consumed(GoldSequence.bits(12345, count: 100_000, instructionSet: instructionSet).count)
    }
  }

  private static func descrambling(_ name: String) -> Kernel {
    let soft = UnsafeMutableBufferPointer<Int8>.allocate(capacity: 100_000)
    soft.initialize(repeating: 1)
    return Kernel(name: name, count: 100_000, unit: "Mbit/s") {
      var sequence = GoldSequence(12345)
      SoftDemapper.descramble(soft, &sequence)
    }
  }

  private static func modulate(_ name: String, _ constellation: Constellation, _ instructionSet: InstructionSet) -> Kernel {
    var source = Source(seed: 1)
    let bits = source.bits(constellation.order * 3240)
    let mapper = SymbolMapper(constellation, instructionSet: instructionSet)
    let symbols = UnsafeMutableBufferPointer<Complex>.allocate(capacity: 3240)
    symbols.initialize(repeating: .zero)
    return Kernel(name: name, count: Double(bits.count), unit: "Mbit/s") { mapper.map(bits, into: symbols) }
  }

  private static func demodulate(_ name: String, _ instructionSet: InstructionSet) -> Kernel {
    var source = Source(seed: 1)
    let symbols = source.added(Constellation.qam256.modulate(source.bits(8 * 3240)), variance: 0.01)
    let weights = [Float](repeating: 100, count: symbols.count)
    let demapper = SoftDemapper(.qam256, instructionSet: instructionSet)
    let soft = UnsafeMutableBufferPointer<Int8>.allocate(capacity: 8 * symbols.count)
    soft.initialize(repeating: 0)
    return Kernel(name: name, count: Double(soft.count), unit: "Mbit/s") {
      symbols.withUnsafeBufferPointer { symbols in
        weights.withUnsafeBufferPointer { demapper.demap(symbols, inverseNoise: $0, into: soft) }
      }
    }
  }

  private static func peak(_ name: String) -> Kernel {
    let operations = Double(1000 * PeakRate.operations(.fastest))
    return Kernel(name: name, count: operations, unit: "MFLOP/s", operations: operations) {
      consumed(Int(PeakRate.run(rounds: 1000, .fastest)))
    }
  }

  private static func transform(_ name: String, _ count: Int) throws -> Kernel {
    guard let transform = FourierTransform(count: count) else {
      throw ParameterError("count", count, "no such transform", "TS 38.211 §5.3.1")
    }
    let box = Box(transform)
    let samples = UnsafeMutableBufferPointer<Complex>.allocate(capacity: count)
    var source = Source(seed: 1)
    for index in samples.indices { samples[index] = Complex(source.gaussian(), source.gaussian()) }
    let original = Array(samples)
    // As one counts it for a radix of 2.
    let operations = 5 * Double(count) * log2(Double(count))
    return Kernel(name: name, count: Double(count), unit: "Msample/s", operations: operations) {
      _ = samples.update(fromContentsOf: original)
      box.value.forward(samples)
    }
  }

  /// What a closure changes in place.
  final class Box<Value: ~Copyable> {
    var value: Value
    init(_ value: consuming Value) { self.value = value }
  }

  @inline(never) static func consumed(_ value: Int) {}

  /// The best and the median of 100 runs of a millisecond or more: units per second in millions, or microseconds.
  private static func measure(_ kernel: Kernel) throws -> JSON {
    var repetitions = 1
    while try seconds(repetitions, kernel.run) < 1e-3 { repetitions *= 2 }
    let samples = try (0..<100).map { _ in try seconds(repetitions, kernel.run) / Double(repetitions) }.sorted()
    func figure(_ seconds: Double) -> JSON {
      .number((kernel.unit == "us" ? seconds * 1e6 / kernel.count : kernel.count / seconds / 1e6).rounded(2))
    }
    var row = JSON.Object()
    (row["kernel"], row["unit"]) = (.string(kernel.name), .string(kernel.unit))
    (row["best"], row["median"]) = (figure(samples[0]), figure(samples[50]))
    let allocated = vitrum_allocations()
    try kernel.run()
    row["allocations"] = .int(Int(vitrum_allocations() - allocated))
    if let operations = kernel.operations, peakRate > 0 {
      row["shareOfPeak"] = .number((operations / samples[0] / peakRate).rounded(2))
    }
    if let iterations = kernel.iterations { row["iterations"] = .number(iterations.rounded(2)) }
    return .object(row)
  }

  /// Floating-point operations per second at most.
  private static let peakRate: Double = {
    let rounds = 100_000
    let best = (0..<20).map { _ in seconds(1) { consumed(Int(PeakRate.run(rounds: rounds, .fastest))) } }.min() ?? 1
    return Double(rounds * PeakRate.operations(.fastest)) / best
  }()

  private static func seconds(_ repetitions: Int, _ body: () throws -> Void) rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    for _ in 0..<repetitions { try body() }
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }
}
