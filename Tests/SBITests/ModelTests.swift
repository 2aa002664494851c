import Base
import Testing

@testable import SBI

@Suite("SBI models (TS 29.571, TS 29.510)")
struct ModelTests {
  static let profileText = """
    {"nfInstanceId":"4947a69a-f61b-4bc1-b9da-47c9c5d14b64","nfType":"AMF","nfStatus":"REGISTERED","ipv4Addresses":["127.0.0.1"],
    "plmnList":[{"mcc":"999","mnc":"70"}],"sNssais":[{"sst":1,"sd":"00000a"}],"vendorThing":{"a":[1,2]},"heartBeatTimer":10}
    """

  @Test("A profile keeps its typed and its unknown members")
  func roundTrip() throws {
    let json = try JSON(parsing: Self.profileText)
    var profile = try NFProfile(json: json)
    #expect(profile.json == json)
    #expect(profile.nfType == .amf)
    #expect(profile.nfStatus == .registered)
    #expect(profile.plmnList == [PlmnId(mcc: "999", mnc: "70")])
    #expect(profile.sNssais?.first?.sd == "00000a")
    #expect(profile.heartBeatTimer == 10)
    #expect(profile.capacity == nil)
    #expect(profile[member: "vendorThing"]?["a"]?[1] == 2)
    profile.capacity = 100
    profile.heartBeatTimer = nil
    let again = try NFProfile(json: try JSON(parsing: profile.json.octets))
    #expect(again == profile)
    #expect(again.capacity == 100)
    #expect(again.json["heartBeatTimer"] == nil)
    #expect(again.json["vendorThing"] == json["vendorThing"])
  }

  @Test("A boolean of which `enum` leaves one value (TS 29.571 SnssaiExtension.wildcardSd)")
  func oneBoolean() throws {
    try SBISchema.check(["sst": 1, "wildcardSd": true], ExtSnssai.schema)
    #expect(throws: SBIError.self) { try SBISchema.check(["sst": 1, "wildcardSd": false], ExtSnssai.schema) }
    #expect(throws: SBIError.self) { try SBISchema.check(["sst": 1, "wildcardSd": "true"], ExtSnssai.schema) }
  }

  @Test("A value that the standard does not list yet is kept (extensible enumerations)")
  func extensibleEnumeration() throws {
    var json = try JSON(parsing: Self.profileText).objectValue ?? JSON.Object()
    json["nfType"] = "NEW_FUNCTION"
    #expect(try NFProfile(json: .object(json)).nfType.rawValue == "NEW_FUNCTION")
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var member: String
    var value: JSON?
    var path: String
    var kind: SBIIssue.Kind
    var testDescription: String { "\(path) \(kind)" }
  }

  @Test(
    "Each kind of fault is reported with its JSON pointer",
    arguments: [
      Fault(member: "nfType", value: nil, path: "/nfType", kind: .missing),
      Fault(member: "nfType", value: 5, path: "/nfType", kind: .type),
      Fault(member: "ipv4Addresses", value: "127.0.0.1", path: "/ipv4Addresses", kind: .type),
      Fault(member: "ipv4Addresses", value: [], path: "/ipv4Addresses", kind: .range),
      Fault(member: "ipv4Addresses", value: ["127.0.0.256"], path: "/ipv4Addresses/0", kind: .pattern),
      Fault(member: "ipv6Addresses", value: ["2001:db8::g:::"], path: "/ipv6Addresses/0", kind: .pattern),
      Fault(member: "plmnList", value: [["mcc": "99", "mnc": "70"]], path: "/plmnList/0/mcc", kind: .pattern),
      Fault(member: "plmnList", value: [["mcc": "999"]], path: "/plmnList/0/mnc", kind: .missing),
      Fault(member: "capacity", value: 70_000, path: "/capacity", kind: .range),
      Fault(member: "capacity", value: .number(1.5), path: "/capacity", kind: .type),
      Fault(member: "sNssais", value: [["sst": 256]], path: "/sNssais/0/sst", kind: .range),
      Fault(member: "nfServiceList", value: ["x": 1], path: "/nfServiceList/x", kind: .type),
    ])
  func fault(_ fault: Fault) throws {
    var object = try #require(try JSON(parsing: Self.profileText).objectValue)
    object[fault.member] = fault.value
    let json = JSON.object(object)
    let error = #expect(throws: SBIError.self) { try NFProfile(json: json) }
    guard case .invalid(let issues)? = error else { return }
    #expect(issues.contains { $0.path == fault.path && $0.kind == fault.kind }, "\(issues)")
  }

  @Test("Wrong types at every member of NFProfile and SmContextCreateData end in an error or a value, never a trap (ATTACKS row 20)")
  func wrongTypes() throws {
    let wrong: [JSON] = [.null, true, 7, -1, .number(1e300), "", "x", [], [1], [[]], ["a": ["b": 1]], .integer(.max), .integer(.min)]
    func members(_ schema: Int) -> [String] {
      func names(_ node: SBISchema.Node) -> [String] {
        switch node {
        case .object(_, _, _, let members): members.map(\.name)
        case .allOf(let nodes): nodes.flatMap { names($0) }
        default: []
        }
      }
      return SBISchema.node(schema).map { names($0) } ?? []
    }
    let names = members(NFProfile.schema)
    #expect(names.count > 40)
    for name in names {
      for value in wrong {
        var object = try #require(try JSON(parsing: Self.profileText).objectValue)
        object[name] = value
        if let profile = try? NFProfile(json: .object(object)) { #expect(profile.json[name] == value) }
      }
    }
    for name in members(SmContextCreateData.schema) {
      for value in wrong { _ = try? SmContextCreateData(json: [name: value]) }
    }
  }

  @Test("Every schema of the table reads, and its references exist")
  func tableIsComplete() {
    #expect(SBISchema.count > 2600)
    func references(_ node: SBISchema.Node) -> [Int] {
      switch node {
      case .reference(let index): [index]
      case .array(_, _, _, let inner), .map(_, _, let inner), .not(let inner): references(inner)
      case .object(_, _, _, let members): members.flatMap { references($0.node) }
      case .oneOf(let nodes), .anyOf(let nodes), .allOf(let nodes): nodes.flatMap { references($0) }
      default: []
      }
    }
    for index in 0..<SBISchema.count {
      guard let node = SBISchema.node(index) else {
        Issue.record("no schema \(index)")
        continue
      }
      for reference in references(node) {
        #expect(SBISchema.node(reference) != nil)
        // The network's own schemas need none of the others, which are read later.
        #expect(index >= SBISchemaText.ownCount || reference < SBISchemaText.ownCount)
      }
      for value: JSON in [.null, 1, "a", [], ["a": 1]] { _ = try? SBISchema.check(value, index) }
    }
  }

  @Test(
    "Patterns of the common types",
    arguments: [
      ("^[0-9]{3}$", "999", true), ("^[0-9]{3}$", "9999", false), ("^[0-9]{3}$", "99a", false),
      ("^(imsi-[0-9]{5,15}|nai-.+|.+)$", "imsi-999700000000001", true), ("^imsi-[0-9]{5,15}$", "imsi-1234", false),
      ("[A-Fa-f0-9]{4}", "xxBEEFxx", true), ("^([0-9]E-[0-9])$", "1E-6", true), ("^[^@]+@[^@]+$", "a@b@c", false),
      (#"^\d+(\.\d+)? (bps|Kbps)$"#, "1.5 Kbps", true), (#"^\d+(\.\d+)? (bps|Kbps)$"#, "1. Kbps", false),
      ("^((([^:]+:){7}([^:]+))|((([^:]+:)*[^:]+)?::(([^:]+:)*[^:]+)?))$", "2001:db8::1", true),
      ("^(a*)*b$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false),
    ])
  func pattern(_ pattern: String, _ text: String, _ matches: Bool) throws {
    #expect(try #require(Pattern(Array(pattern.utf8))).matches(text) == matches)
  }

  @Test("No model is larger than 256 octets")
  func sizes() {
    #expect(sbiTypes.count > 600)
    for (name, size) in sbiTypes { #expect(size <= 256, "\(name): \(size)") }
    #expect(MemoryLayout<SBIRequest>.size <= 256)
    #expect(MemoryLayout<SBIFailure>.size <= 256)
  }

  @Test(
    "Merge patch (RFC 7396 appendix A)",
    arguments: [
      (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
      (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#), (#"["a"]"#, #"["c"]"#, #"["c"]"#),
      (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#), ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
  func mergePatch(_ target: String, _ patch: String, _ result: String) throws {
    #expect(try JSONPatch.merge(JSON(parsing: patch), into: JSON(parsing: target)) == JSON(parsing: result))
  }

  @Test(
    "JSON patch (RFC 6902 appendix A)",
    arguments: [
      (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"baz":"qux","foo":"bar"}"#),
      (#"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#, #"{"foo":["bar","qux","baz"]}"#),
      (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#),
      (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"replace","path":"/baz","value":"boo"}]"#, #"{"baz":"boo","foo":"bar"}"#),
      (
        #"{"foo":["all","grass","cows","eat"]}"#, #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
        #"{"foo":["all","cows","eat","grass"]}"#
      ),
      (#"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10}]"#, #"{"/":9,"~1":10}"#),
      (#"{"foo":["bar"]}"#, #"[{"op":"add","path":"/foo/-","value":["abc"]}]"#, #"{"foo":["bar",["abc"]]}"#),
      (#"{"baz":"qux"}"#, #"[{"op":"test","path":"/baz","value":"bar"}]"#, ""),
      (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz/bat","value":"qux"}]"#, ""),
      (#"{"foo":[1]}"#, #"[{"op":"remove","path":"/foo/01"}]"#, ""), (#"{"foo":[]}"#, #"[{"op":"replace","path":"/foo/0","value":1}]"#, ""),
    ])
  func jsonPatch(_ target: String, _ patch: String, _ result: String) throws {
    let items = [PatchItem](unchecked: try JSON(parsing: patch))
    let changed = try? JSONPatch.apply(items, to: JSON(parsing: target))
    let expected = result.isEmpty ? JSON?.none : try JSON(parsing: result)
    #expect(changed == expected)
  }
}
