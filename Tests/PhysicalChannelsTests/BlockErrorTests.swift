import Base
import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import Testing

@Suite struct BlockErrorTests {
  private struct Point: Sendable {
    let table: MCSTable
    let mcs: Int
    let size: Int
    let decibels: Double
    let share: Double
  }

  /// Points of Sionna's curves (Oracle/block-errors.py).
  private static func points() throws -> [Point] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/block-errors-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let values = line.split(separator: " ").compactMap { Double($0) }
      return Point(
        table: values[0] == 1 ? .qam64 : .qam256, mcs: Int(values[1]), size: Int(values[2]), decibels: values[3], share: values[4])
    }
  }

  /// A normal value of variance 1.
  private func normal(_ generator: inout SeededGenerator) -> Float {
    let radius = (-2 * log(Double.random(in: 1e-12..<1, using: &generator))).squareRoot()
    return Float(radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator)))
  }

  /// The share of blocks that are not decoded.
  private func share(_ point: Point, decibels: Double, blocks: Int) throws -> Double {
    var generator = SeededGenerator(seed: UInt64(point.mcs))
    let scheme = try point.table.scheme(point.mcs)
    let rate = try #require(scheme.codeRate)
    let code = try SharedChannelCode(transportBlockSize: point.size - 16, codeRate: rate)
    let count = Int((Double(point.size) / rate / Double(scheme.order)).rounded(.up)) * scheme.order
    let transmission = SharedChannelTransmission(bitCount: count, modulationOrder: scheme.order, layers: 1)
    var encoder = SharedChannelEncoder(code)
    var decoder = try SharedChannelDecoder(code, maximumIterations: 20)
    let noise = Float(pow(10, -decibels / 10))
    let deviation = (noise / 2).squareRoot()
    var wrong = 0
    for _ in 0..<blocks {
      let block = BitSequence((0..<code.transportBlockSize).map { _ in Bool.random(using: &generator) })
      let symbols = scheme.modulation.modulate(try encoder.encode(block, transmission)).map {
        $0 + Complex(deviation * normal(&generator), deviation * normal(&generator))
      }
      let ratios = scheme.modulation.demodulate(symbols, noise: [Float](repeating: noise, count: symbols.count))
      let received = SharedChannelDecoder.quantize(ratios)
      var soft = [Int8](repeating: 0, count: code.softBufferCount)
      let outcome = try received.withUnsafeBufferPointer { received in
        try soft.withUnsafeMutableBufferPointer { try decoder.decode(received, transmission, into: $0) }
      }
      if outcome.transportBlock == nil { wrong += 1 }
      #expect(outcome.transportBlock == nil || outcome.transportBlock == block)
    }
    return Double(wrong) / Double(blocks)
  }

  @Test("Block errors in white noise are those of a decoder with exact sums, within 0.3 dB")
  func whiteNoise() throws {
    let points = try Self.points()
    #expect(points.count == 26)
    for point in points {
      let above = try share(point, decibels: point.decibels + 0.3, blocks: 150)
      let below = try share(point, decibels: point.decibels - 0.3, blocks: 150)
      #expect(above <= point.share + 0.05 && below >= point.share - 0.05, "\(point) \(above) \(below)")
    }
  }
}
