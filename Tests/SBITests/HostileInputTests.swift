import Base
import Testing

@testable import SBI

@Suite("Hostile bodies end in time (ATTACKS rows 20 and 22)")
struct HostileInputTests {
  /// The text that makes a backtracking matcher try every split, 100,000 octets long.
  static let long = String(repeating: "a", count: 100_000)

  private func milliseconds(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let duration = try clock.measure(work)
    return Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
  }

  @Test(
    "Patterns take linear time",
    arguments: [
      "^(a*)*b$", "^(a+)+b$", "^(([^:]+:)*[^:]+)?::(([^:]+:)*[^:]+)?$",
      "^([0-9A-Za-z]([-0-9A-Za-z]{0,61}[0-9A-Za-z])?\\.)+[A-Za-z]{2,63}\\.?$",
      "(a|a)*c", "[A-Fa-f0-9]{64}$",
    ])
  func patterns(_ pattern: String) throws {
    let pattern = try #require(Pattern(Array(pattern.utf8)))
    var matches = true
    #expect(milliseconds { matches = pattern.matches(Self.long + ":") } < 2000)
    #expect(!matches)
  }

  @Test("A pattern that would need too many states is refused")
  func hugePattern() { #expect(Pattern(Array("((a{99}){99}){99}".utf8)) == nil) }

  @Test("Long keys above many faulty members make no long paths")
  func longPaths() throws {
    let key = String(repeating: "k", count: 1 << 20)
    var inner = JSON.Object()
    for number in 0..<20_000 { inner["\(number)"] = 1 }
    let profile: JSON = [
      "nfInstanceId": 1, "nfServiceList": .object([key: .object(inner)].reduce(into: JSON.Object()) { $0[$1.key] = $1.value }),
    ]
    let elapsed = milliseconds {
      let error = #expect(throws: SBIError.self) { try NFProfile(json: profile) }
      guard case .invalid(let issues)? = error else { return }
      #expect(issues.allSatisfy { $0.path.utf8.count < 2000 })
    }
    #expect(elapsed < 2000)
  }

  @Test("A merge patch of 50,000 nulls, and an object of as many members")
  func manyNulls() throws {
    var target = JSON.Object()
    var patch = JSON.Object()
    for number in 0..<50_000 {
      target["\(number)"] = 1
      patch["\(number)"] = .null
    }
    var result = JSON.null
    #expect(milliseconds { result = JSONPatch.merge(.object(patch), into: .object(target)) } < 2000)
    #expect(result == [:])
  }

  @Test("A patch that doubles the document again and again, or makes it deep, is refused")
  func doublingPatch() {
    let doubling = (0..<60).map { _ in PatchItem(unchecked: ["op": "copy", "from": "/a", "path": "/a/-"]) }
    #expect(throws: SBIError.self) { try JSONPatch.apply(doubling, to: ["a": [1, 2]]) }
    let deep = (0..<100).map { _ in PatchItem(unchecked: ["op": "copy", "from": "", "path": "/a"]) }
    #expect(throws: SBIError.self) { try JSONPatch.apply(deep, to: ["a": 1]) }
    // Few values, but much text.
    let text = String(repeating: "x", count: 900_000)
    let add = PatchItem(unchecked: ["op": "add", "path": "/x", "value": .array([.string(text)])])
    let copies = (0..<12).map { _ in PatchItem(unchecked: ["op": "copy", "from": "/x", "path": "/x/-"]) }
    #expect(throws: SBIError.self) { try JSONPatch.apply([add] + copies, to: [:]) }
  }

  @Test("RFC 6902 §4.1, §4.3, §4.6: add, replace and test need a value", arguments: ["add", "replace", "test"])
  func patchWithoutValue(operation: String) {
    let item = PatchItem(unchecked: ["op": .string(operation), "path": "/a"])
    #expect(throws: SBIError.patchFailed("no value")) { try JSONPatch.apply([item], to: ["a": nil]) }
  }

  @Test("Long runs of combining characters, which would make every comparison slow, are refused where peers can send them")
  func combiningCharacters() throws {
    let run = String(repeating: "\u{315}", count: 20_000) + String(repeating: "\u{327}", count: 20_000)
    for json in [JSON.string(run), ["nfType": .string(run)], JSON(dictionaryLiteral: (run, 1))] {
      #expect(throws: SBIError.self) { try SBIBody.octets(json.octets, contentType: SBIMediaType.json).rootJSON() }
    }
    #expect(SBIURI.decode(SBIURI.encode(run)) == nil)
    let word = "e" + String(repeating: "\u{301}", count: 30)
    #expect(try SBIBody.octets(JSON.string(word).octets, contentType: SBIMediaType.json).rootJSON() == .string(word))
  }

  @Test("Multipart bodies made of near-delimiters, and parts full of boundaries")
  func multipart() throws {
    let dashes = [UInt8](repeating: UInt8(ascii: "-"), count: 1 << 20)
    let boundary = String(repeating: "-", count: 70)
    let read = milliseconds {
      #expect(throws: SBIError.self) { try SBIMultipart(decoding: dashes, contentType: "multipart/related; boundary=\"\(boundary)\"") }
    }
    #expect(read < 2000)
    let numbers = (0..<50_000).map { "vitrum-part-\($0)" }.joined()
    let message = SBIMultipart(root: [:], parts: [.nas(Array(numbers.utf8), contentID: "a")])
    var octets: [UInt8] = []
    #expect(milliseconds { octets = message.encode() } < 2000)
    #expect(try SBIMultipart(decoding: octets, contentType: message.contentType) == message)
  }

  @Test("A query of 16,000 repetitions")
  func repeatedQuery() throws {
    let operation = SBIOperation(.get, "/a", query: [SBIQueryParameter("a", .repeated(ofIntegers: true))])
    let text = Array(repeating: "a=1", count: 16_000).joined(separator: "&")
    var object = JSON.Object()
    try #expect(milliseconds { object = try operation.queryObject(text) } < 2000)
    #expect(object["a"]?.arrayValue?.count == 16_000)
  }

  @Test(
    "Numbers at their extremes are values or errors",
    arguments: [
      "1e400", "-1e400", "1e-400", "0.\(String(repeating: "1", count: 50_000))", String(repeating: "9", count: 50_000), "-0", "1E+2", "01",
      "1.", ".5", "+1", "NaN",
    ])
  func numbers(_ text: String) {
    if let json = try? JSON(parsing: "[\(text)]") { #expect(json[0]?.doubleValue?.isFinite == true) }
    _ = try? Snssai(decoding: Array("{\"sst\":\(text)}".utf8))
  }

  @Test("An object of 9 members and more reads, replaces and removes as smaller ones do")
  func indexedObject() throws {
    var object = JSON.Object()
    for number in 0..<20 { object["\(number)"] = .int(number) }
    object["3"] = nil
    object["4"] = "x"
    #expect(object.count == 19 && object["3"] == nil && object["4"] == "x" && object["19"] == 19)
    for number in 5..<20 { object["\(number)"] = nil }
    #expect(object.keys == ["0", "1", "2", "4"])
    #expect(throws: JSONError.self) { try JSON(parsing: "{" + (0..<20).map { "\"\($0 % 19)\":1" }.joined(separator: ",") + "}") }
  }
}
