import ChannelCoding
import Foundation

/// A code and a ratio of bit energy and noise, with the block error rate that it has at most.
struct CodingPoint: Sendable {
  enum Code: Sendable {
    case ldpc(information: Int, output: Int)
    case polarUplink(message: Int, output: Int)
  }
  let code: Code
  /// Eb/N0 in decibels.
  let ratio: Double
  let atMost: Double

  static let all = [
    CodingPoint(code: .ldpc(information: 500, output: 1000), ratio: 2, atMost: 4e-3),
    CodingPoint(code: .ldpc(information: 4000, output: 8000), ratio: 1.5, atMost: 3e-4),
    CodingPoint(code: .polarUplink(message: 64, output: 128), ratio: 3, atMost: 1e-2),
    CodingPoint(code: .polarUplink(message: 64, output: 128), ratio: 4, atMost: 2.5e-4),
  ]

  var name: String {
    switch code {
    case .ldpc(let information, let output): "LDPC \(information) of \(output)"
    case .polarUplink(let message, let output): "polar uplink, \(message) with CRC11 of \(output), list 8"
    }
  }

  /// In 64 parts with seeds of their own, on all cores.
  func measure(blocks: Int) throws -> BlockErrors {
    let parts = 64
    return try BlockErrors.concurrently(parts) { part in
      var result = BlockErrors()
      switch code {
      case .ldpc(let information, let output):
        var link = try LDPCLink(
          informationCount: information, outputCount: output, codeRate: Double(information) / Double(output), constellation: .qpsk,
          iterations: 20, seed: UInt64(part))
        let variance = variance(rate: Double(information) / Double(output))
        try result.count(upTo: (blocks + parts - 1) / parts, errors: .max) { try link.isWrong(variance: variance) }
      case .polarUplink(let message, let output):
        var link = try PolarLink(.uplink, messageCount: message, crc: .crc11, outputCount: output, listSize: 8, seed: UInt64(part))
        let variance = variance(rate: Double(message) / Double(output))
        try result.count(upTo: (10 * blocks + parts - 1) / parts, errors: .max) { try link.isWrong(variance: variance) }
      }
      return result
    }.reduce(BlockErrors(), +)
  }

  /// Of the noise beside QPSK symbols of power 1.
  private func variance(rate: Double) -> Float { Float(pow(10, -ratio / 10) / (2 * rate)) }
}
