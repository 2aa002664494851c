import Foundation
import Testing

@testable import NAS

/// docs/codecs.md says what of the standard has a type; this counts it in the message tables.
@Suite struct CoverageTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func sources(_ folder: String) throws -> String {
    let url = Self.root.appendingPathComponent("Sources/Protocols/NAS/\(folder)")
    let names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    return try names.map { try String(contentsOf: url.appendingPathComponent($0), encoding: .utf8) }.joined()
  }

  private func names(_ text: String, _ pattern: String) throws -> [String] {
    let expression = try NSRegularExpression(pattern: pattern)
    return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { match in
      Range(match.range(at: 1), in: text).map { String(text[$0]) }
    }
  }

  @Test("The NAS rows of docs/codecs.md are what the code has")
  func rows() throws {
    let tables = try sources("Messages")
    let policy = try sources("UEPolicy")
    let opaque = Set(try names(tables, #"public var (\w+): \[UInt8\]\??"#)).sorted()
    func elements(_ text: String) throws -> Int {
      try names(text, #"c\.(mandatory|optional)\("#).count
    }
    let rows = [
      "| 5GMM and 5GSM (TS 24.501 §8.2, §8.3) | \(FiveGMMMessage.bodyTypes.count + FiveGSMMessage.bodyTypes.count) | \(try elements(tables)) |",
      "| UE policy delivery (TS 24.501 annex D) | \(UEPolicyMessage.bodyTypes.count) | \(try elements(policy)) |",
      opaque.map { "`\($0)`" }.joined(separator: ", "),
    ]
    let text = try String(contentsOf: Self.root.appendingPathComponent("docs/codecs.md"), encoding: .utf8)
    for row in rows { #expect(text.contains(row), "\(row)") }
  }
}
