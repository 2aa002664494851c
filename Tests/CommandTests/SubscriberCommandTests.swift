import Base
import Foundation
import Testing

/// `vitrum subscriber` and `vitrum keys`, on a store of their own.
struct SubscriberCommandTests {
  private let folder: TemporaryFolder
  private let k = "465b5ce8b199b49faa5f0a2ee238a6bc"
  private let opc = "e8ed289deba952e4283b54e88e6183ca"

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.write(
      "storage: {path: var/s.sqlite, keyFile: var/s.key}\nudm:\n  suciProfiles: [{id: 7, profile: B, keyFile: var/b.key}]\n",
      to: "vitrum.yaml")
  }

  private func vitrum(_ arguments: String..., input: String = "") throws -> CommandResult {
    try Vitrum.run(arguments, input: input, in: folder.url)
  }

  @Test("a subscriber is added, shown without keys, changed, and removed")
  func life() throws {
    let added = try vitrum("subscriber", "add", "999700000000001", "--k", k, "--opc", opc)
    #expect(added.status == 0, "\(added.errors)")
    let list = try vitrum("subscriber", "list")
    #expect(list.output.contains("imsi-999700000000001  enabled   milenage  1*/internet"))
    let shown = try vitrum("subscriber", "show", "imsi-999700000000001")
    #expect(!shown.output.contains(k) && !shown.output.contains(opc))
    let secret = try JSON(parsing: try vitrum("subscriber", "show", "imsi-999700000000001", "--include-secrets").output)
    #expect(secret["k"]?.stringValue == k && secret["opc"]?.stringValue == opc)
    #expect(
      try vitrum("subscriber", "update", "999700000000001", "--disable", "--slices", "1*/internet;2-00000a/iot", "--ambr-uplink", "5 Mbps")
        .status == 0)
    let changed = try JSON(parsing: try vitrum("subscriber", "show", "999700000000001", "--include-secrets").output)
    #expect(changed["enabled"]?.boolValue == false)
    #expect(changed["slices"]?[1]?["sd"]?.stringValue == "00000a")
    #expect(changed["ueAMBR"]?["uplink"]?.stringValue == "5 Mbps")
    #expect(changed["k"]?.stringValue == k)
    #expect(try vitrum("subscriber", "remove", "999700000000001").status == 0)
    #expect(try vitrum("subscriber", "list").output.isEmpty)
  }

  @Test("OP gives the OPc of TS 35.207 test set 1")
  func operatorVariant() throws {
    #expect(try vitrum("subscriber", "add", "999700000000001", "--k", k, "--op", "cdc202d5123e20f62b6d676ac72cb318").status == 0)
    let secret = try JSON(parsing: try vitrum("subscriber", "show", "999700000000001", "--include-secrets").output)
    #expect(secret["opc"]?.stringValue == "cd63cb71954a9f4e48a5994e37a02baf")
  }

  @Test("the store and its key can be read by their owner only, and keys are not in the file as they are")
  func privacy() throws {
    #expect(try vitrum("subscriber", "add", "999700000000001", "--k", k, "--opc", opc).status == 0)
    for name in ["var/s.sqlite", "var/s.key"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.url.appendingPathComponent(name).path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.appendingPathComponent("var").path) {
      let octets = Array(try Data(contentsOf: folder.url.appendingPathComponent("var/\(name)")))
      let secret = try #require(Hex.decode(k))
      #expect(octets.firstRange(of: secret) == nil)
    }
  }

  @Test("a lost key file is not replaced by a new one")
  func lostKey() throws {
    #expect(try vitrum("subscriber", "add", "999700000000001", "--k", k, "--opc", opc).status == 0)
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("var/s.key"))
    let result = try vitrum("subscriber", "list")
    #expect(result.status == 1)
    #expect(result.errors.contains("s.key is missing, but"))
  }

  @Test("wrong values are named with their field")
  func mistakes() throws {
    let short = try vitrum("subscriber", "add", "999700000000001", "--k", "4711", "--opc", opc)
    #expect(short.status == 2)
    #expect(short.errors.contains("k: has 4 hexadecimal digits; milenage needs 32"))
    let slices = try vitrum("subscriber", "add", "999700000000001", "--k", k, "--opc", opc, "--slices", "x/internet")
    #expect(slices.status == 2)
    #expect(slices.errors.contains("slices: \"x\" is not a slice"))
    #expect(try vitrum("subscriber", "add", "12", "--k", k, "--opc", opc).status == 64)
    let unknown = try vitrum("subscriber", "show", "999700000000009")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("imsi-999700000000009 is not in the store"))
  }

  @Test("adding twice is refused and says how to change the subscriber")
  func twice() throws {
    #expect(try vitrum("subscriber", "add", "999700000000001", "--k", k, "--opc", opc).status == 0)
    let again = try vitrum("subscriber", "add", "999700000000001", "--k", k, "--opc", opc)
    #expect(again.status == 2)
    #expect(again.errors.contains("vitrum subscriber update imsi-999700000000001"))
  }

  @Test("an export with secrets can be imported again, as CSV and JSON", arguments: ["csv", "json"])
  func exportAndImport(format: String) throws {
    for number in 1...3 {
      #expect(
        try vitrum("subscriber", "add", "99970000000000\(number)", "--k", k, "--opc", opc, "--gpsi", "msisdn-4917000000\(number)").status
          == 0)
    }
    let file = "all.\(format)"
    #expect(try vitrum("subscriber", "export", "--include-secrets", file).status == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.url.appendingPathComponent(file).path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let before = try vitrum("subscriber", "list", "--json").output
    for number in 1...3 { #expect(try vitrum("subscriber", "remove", "99970000000000\(number)").status == 0) }
    let imported = try vitrum("subscriber", "import", file)
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(imported.errors.contains("imported 3 subscribers"))
    #expect(try vitrum("subscriber", "list", "--json").output == before)
    #expect(try vitrum("subscriber", "import", file).status == 2)
    #expect(try vitrum("subscriber", "import", "--replace", file).status == 0)
  }

  @Test("a file with a mistake is imported not at all, and the line is named")
  func importMistake() throws {
    let csv = "supi,k,opc,slices\nimsi-999700000000001,\(k),\(opc),1*/internet\nimsi-999700000000002,\(k.dropLast()),\(opc),1*/internet\n"
    let result = try vitrum("subscriber", "import", "--format", "csv", "-", input: csv)
    #expect(result.status == 2)
    #expect(result.errors.contains("stdin:3: k: "))
    #expect(try vitrum("subscriber", "list").output.isEmpty)
  }

  @Test("a long import tells how far it is")
  func progress() throws {
    var csv = "supi,k,opc,slices\n"
    for number in 0..<20_000 { csv += "imsi-\(999_700_000_000_000 + number),\(k),\(opc),1*/internet\n" }
    let result = try vitrum("subscriber", "import", "--format", "csv", "-", input: csv)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains(" of 20000 imported"))
    #expect(try vitrum("subscriber", "list", "--limit", "2").output.split(separator: "\n").count == 2)
    let last = try vitrum("subscriber", "list", "--after", "999700000019998")
    #expect(last.output.hasPrefix("imsi-999700000019999"))
  }

  @Test("keys are made once, with mode 0600, and their public halves are shown")
  func keys() throws {
    let made = try vitrum("keys", "create")
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("var/b.key"))
    #expect(try vitrum("keys", "create").output.isEmpty)
    let shown = try JSON(parsing: try vitrum("keys", "show", "--json").output)
    #expect(shown[0]?["id"]?.integerValue(Int.self) == 7)
    #expect(shown[0]?["profile"]?.stringValue == "B")
    #expect(shown[0]?["publicKey"]?.stringValue?.count == 66)
  }
}
