import Base
import DSPKernels
import Foundation
import PhysicalChannels
import Testing

/// Cells whose samples numpy made (Oracle/cells.py).
struct CellVector: Sendable {
  /// ssb: blocks with noise of 0 dB to a resource element; system: with SIB1, and noise of -15 dB.
  let kind: Substring
  let configuration: CellSearchConfiguration
  let cellIdentity: Int
  /// Of the frame `systemFrameNumber`.
  let message: UInt32
  let systemFrameNumber: Int
  let halfFrame: Int
  let indices: [Int]
  let frameStart: Double
  let frequencyOffsetHz: Double
  let samples: [Complex]
  /// SIB1's.
  let octets: [UInt8]

  static func lines(_ file: String) throws -> [[Substring]] {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/\(file).txt")
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }
  }

  static func pattern(_ name: Substring, _ maximumCount: Substring) throws -> SynchronizationSignalBlockPattern {
    let cases: [Substring: SynchronizationSignalBlockPattern.Case] = ["A": .a, "B": .b, "C": .c, "D": .d, "E": .e]
    return try SynchronizationSignalBlockPattern(#require(cases[name]), maximumCount: #require(Int(maximumCount)))
  }

  static func band(_ name: Substring) throws -> ControlResourceSetZeroBand {
    let bands: [Substring: ControlResourceSetZeroBand] = ["fr1": .fr1, "fr1-40": .fr1From40MHz, "fr2-1": .fr2Lower]
    return try #require(bands[name])
  }

  init(_ line: [Substring]) throws {
    try #require(line.count == 18)
    let numbers = line.map { Double($0) ?? 0 }
    kind = line[0]
    configuration = try CellSearchConfiguration(
      sampleRateHz: Int(numbers[1]), carrierFrequencyHz: numbers[2], pattern: Self.pattern(line[3], line[4]),
      rasterOffsetsHz: [numbers[5] - numbers[2]])
    cellIdentity = Int(numbers[6])
    message = try #require(UInt32(line[7], radix: 16))
    systemFrameNumber = Int(numbers[8])
    halfFrame = Int(numbers[9])
    indices = line[10].split(separator: ",").compactMap { Int($0) }
    frameStart = numbers[11]
    frequencyOffsetHz = numbers[12]
    let (count, step, variance) = (Int(numbers[13]), Float(numbers[14]), numbers[15])
    var generator = SeededGenerator(seed: UInt64(cellIdentity))
    var samples = (0..<count).map { _ in
      let radius = (-variance * log(Double.random(in: Double.leastNormalMagnitude...1, using: &generator))).squareRoot()
      let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &generator)
      return Complex(Float(radius * cos(angle)), Float(radius * sin(angle)))
    }
    for piece in line[16].split(separator: ";") {
      let parts = piece.split(separator: ":")
      let start = try #require(Int(parts[0]))
      let values = try #require(Data(base64Encoded: String(parts[1]))).map { Float(Int8(bitPattern: $0)) * step }
      for place in 0..<(values.count / 2) { samples[start + place] = Complex(values[2 * place], values[2 * place + 1]) }
    }
    self.samples = samples
    octets = stride(from: 0, to: line[17].utf8.count - 1, by: 2).compactMap { place in
      let start = line[17].index(line[17].startIndex, offsetBy: place)
      return UInt8(line[17][start..<line[17].index(start, offsetBy: 2)], radix: 16)
    }
  }

  static func all() throws -> [CellVector] { try lines("cells-vectors").map { try CellVector($0) } }

  func search() throws -> [DetectedBlock] {
    var search = try CellSearch(configuration)
    return try samples.withUnsafeBufferPointer { try search.search($0) }
  }
}
