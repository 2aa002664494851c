import Base
import ChannelCoding
import CommandSupport
import DSPKernels
import Foundation
import Modulation

/// How fast kernels are.
enum Speed {
  static var instructionSet: String { InstructionSet.fastest.rawValue }

  private struct Kernel {
    var name: String
    /// What is done in a run, in units of which there are so many.
    var count: Double
    var unit: String
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

  private static let kernels: [(String, @Sendable (String) throws -> Kernel)] = [
    ("LDPC encode BG1 Z384", { try ldpcEncode($0) }),
    ("LDPC decode BG1 Z384 r=0.917, six iterations", { try ldpcDecode($0, rate: 0.917) }),
    ("LDPC decode BG1 Z384 r=1/3, six iterations", { try ldpcDecode($0, rate: 1.0 / 3) }),
    ("polar encode K64 E432", { try polarEncode($0) }),
    ("polar decode K64 E432, no list", { try polarDecode($0, listSize: nil) }),
    ("polar decode K64 E432, list 8", { try polarDecode($0, listSize: 8) }),
    ("CRC24A", { crc($0) }),
    ("scrambling sequence", { scrambling($0) }),
    ("256QAM map", { modulate($0) }),
    ("FFT 4096", { try transform($0, 4096) }),
    ("FFT 3072", { try transform($0, 3072) }),
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

  private static func crc(_ name: String) -> Kernel {
    var source = Source(seed: 1)
    let bits = source.bits(8448 * 8)
    return Kernel(name: name, count: Double(bits.count), unit: "Mbit/s") { consumed(Int(CRC.crc24A.parity(bits))) }
  }

  private static func scrambling(_ name: String) -> Kernel {
    Kernel(name: name, count: 100_000, unit: "Mbit/s") { consumed(GoldSequence.bits(12345, count: 100_000).count) }
  }

  private static func modulate(_ name: String) -> Kernel {
    var source = Source(seed: 1)
    let bits = source.bits(8 * 3240)
    return Kernel(name: name, count: Double(bits.count), unit: "Mbit/s") { consumed(Constellation.qam256.modulate(bits).count) }
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
    return Kernel(name: name, count: Double(count), unit: "Msample/s") {
      _ = samples.update(fromContentsOf: original)
      box.value.forward(samples)
    }
  }

  /// What a closure changes in place.
  private final class Box<Value: ~Copyable> {
    var value: Value
    init(_ value: consuming Value) { self.value = value }
  }

  @inline(never) private static func consumed(_ value: Int) {}

  /// The best and the median of 100 runs of a millisecond or more: units per second in millions, or microseconds.
  private static func measure(_ kernel: Kernel) throws -> JSON {
    var repetitions = 1
    while try seconds(repetitions, kernel.run) < 1e-3 { repetitions *= 2 }
    let samples = try (0..<100).map { _ in try seconds(repetitions, kernel.run) / Double(repetitions) }.sorted()
    func figure(_ seconds: Double) -> JSON { .number((kernel.unit == "us" ? seconds * 1e6 : kernel.count / seconds / 1e6).rounded(2)) }
    return .object(
      ("kernel", .string(kernel.name)), ("unit", .string(kernel.unit)), ("best", figure(samples[0])), ("median", figure(samples[50])))
  }

  private static func seconds(_ repetitions: Int, _ body: () throws -> Void) rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    for _ in 0..<repetitions { try body() }
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }
}
