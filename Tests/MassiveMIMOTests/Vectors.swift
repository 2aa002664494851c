import ChannelModels
import Foundation
import Testing

/// What the oracles made (Oracle/*.py).
enum Vectors {
  static func lines(_ kind: String, of name: String = "statistical-channel") throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/\(name)-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  static func numbers(_ text: Substring) -> [Double] { text.split(separator: ",").compactMap { Double($0) } }

  static func number(_ text: Substring) throws -> Double { try #require(Double(text)) }

  static func scenario(_ text: Substring) throws -> PropagationScenario { try #require(PropagationScenario(rawValue: String(text))) }

  static func state(_ text: Substring) throws -> LinkState {
    try #require(["LoS": .lineOfSight, "NLoS": .nonLineOfSight, "O2I": .outdoorToIndoor][text])
  }
}
