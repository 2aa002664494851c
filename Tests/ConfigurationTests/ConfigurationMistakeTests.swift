import Foundation
import Testing

@testable import Configuration

@Suite struct ConfigurationMistakeTests {
  private func mistakes(_ text: String) -> [String] {
    do {
      _ = try Configuration.parse(text: text, fileName: "v.yaml")
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test(arguments: [
    (
      "smf:\n  dnns:\n    - name: internet\n      ipv4Pool: 10.45.0.0/33",
      "v.yaml:4: smf.dnns[0].ipv4Pool: \"10.45.0.0/33\" is not an IPv4 prefix; use e.g. 10.45.0.0/16"
    ),
    (
      "smf:\n  dnns:\n    - name: internet\n      ipv4Pool: 10.45.0.1/16",
      "v.yaml:4: smf.dnns[0].ipv4Pool: \"10.45.0.1/16\" has bits behind the prefix; use 10.45.0.0/16"
    ),
    ("plmn:\n  mcc: 99\n", "v.yaml:2: plmn.mcc: \"99\" is not 3 digits; use e.g. \"999\""),
    ("amf:\n  tac: [1]", "v.yaml:2: amf.tac: is not a setting; did you mean \"tacs\"?"),
    ("amff: {}", "v.yaml:1: amff: is not a setting; did you mean \"amf\"?"),
    ("amf:\n  tacs: 1", "v.yaml:2: amf.tacs: is not a list"),
    ("amf:\n  tacs: [1, x]", "v.yaml:2: amf.tacs[1]: \"x\" is not a number from 0 to 16777215"),
    ("amf:\n  tacs: [0]", "v.yaml:2: amf.tacs[0]: 0 is reserved"), ("amf: 7", "v.yaml:1: amf: is not a section with members"),
    ("amf:\n  n2:", "v.yaml:2: amf.n2: has no value"), ("amf:\n  n2: [10.0.0.1]", "v.yaml:2: amf.n2: is a list or section"),
    ("amf:\n  n2: 10.0.0.256", "v.yaml:2: amf.n2: \"10.0.0.256\" is not an IP address"),
    ("amf:\n  region: 256", "v.yaml:2: amf.region: \"256\" is not a number from 0 to 255"),
    (
      "amf:\n  security:\n    integrity: [NIA2, NIA0]", "v.yaml:3: amf.security.integrity: NIA0 leaves signalling unprotected"
    ),
    ("amf:\n  security:\n    ciphering: [NEA4]", "v.yaml:3: amf.security.ciphering[0]: \"NEA4\" is unknown; did you mean"),
    ("amf:\n  security:\n    integrity: []", "v.yaml:3: amf.security.integrity: has no algorithm"),
    ("amf:\n  timers:\n    t3550: soon", "v.yaml:3: amf.timers.t3550: \"soon\" is not a time"),
    ("amf:\n  timers:\n    t3550: 9223372036854775807h", "v.yaml:3: amf.timers.t3550:"),
    ("amf:\n  timers:\n    mobileReachable: 10min", "v.yaml:3: amf.timers.mobileReachable: is not longer than t3512"),
    ("slices: [{sst: 1, sd: 1}]", "v.yaml:1: slices[0].sd: \"1\" is not 6 hexadecimal digits"),
    ("slices:\n  - {sst: 1}\n  - {sst: 1}", "v.yaml:3: slices[1]: slice 1 is listed twice"),
    ("slices: []", "v.yaml:1: slices: has no slice"),
    (
      "smf:\n  dnns:\n    - {name: a, ipv4Pool: 10.45.0.0/16}\n    - {name: b, ipv4Pool: 10.45.128.0/17}",
      "v.yaml:4: smf.dnns[1].ipv4Pool: 10.45.128.0/17 overlaps 10.45.0.0/16 of a"
    ),
    (
      "smf:\n  dnns:\n    - {name: a, slices: [\"2\"], ipv4Pool: 10.45.0.0/16}", "v.yaml:3: smf.dnns[0].slices[0]: slice 2 is not in slices"
    ),
    ("smf:\n  dnns:\n    - {name: a}", "v.yaml:3: smf.dnns[0].ipv4Pool: neither ipv4Pool nor ipv6Pool is given"),
    ("smf:\n  dnns:\n    - {name: -a, ipv4Pool: 10.45.0.0/16}", "v.yaml:3: smf.dnns[0].name: \"-a\" is not a DNN"),
    ("upf:\n  n6:\n    dnns: [intrnet]", "v.yaml:3: upf.n6.dnns[0]: \"intrnet\" is not in smf.dnns; did you mean \"internet\"?"),
    ("upf:\n  n6: {nat: maybe}", "v.yaml:2: upf.n6.nat: \"maybe\" is neither true nor false"),
    ("upf:\n  n4: 127.0.0.5", "v.yaml:2: upf.n4: 127.0.0.5 is also smf.n4"),
    ("upf:\n  n3: 10.45.0.1", "v.yaml:2: upf.n3: 10.45.0.1 is inside the pool 10.45.0.0/16"),
    ("sbi:\n  listen:\n    amf: 192.0.2.1:80", "v.yaml:3: sbi.listen.amf: 192.0.2.1:80 can be reached from outside without mutual TLS"),
    (
      "sbi:\n  scheme: https\n  tls: {certificate: a, key: b, authority: c, mutual: false}\n  listen: {amf: 192.0.2.1}",
      "v.yaml:4: sbi.listen.amf: 192.0.2.1:7777 can be reached from outside"
    ),
    ("sbi:\n  scheme: https", "v.yaml:2: sbi.tls: is missing"), ("sbi:\n  scheme: ftp", "v.yaml:2: sbi.scheme: \"ftp\" is unknown"),
    ("sbi:\n  listen:\n    udm: 127.0.0.10:7777", "v.yaml:3: sbi.listen.udm: 127.0.0.10:7777 is also used by nrf"),
    ("nrf: {uri: 127.0.0.1}", "v.yaml:1: nrf.uri: \"127.0.0.1\" is not an API root"),
    ("udm: {suciProfiles: [{id: 1, profile: C, key: 00}]}", "v.yaml:1: udm.suciProfiles[0].profile: \"C\" is no SUCI profile"),
    ("udm: {suciProfiles: [{id: 1, profile: A, key: 00}]}", "v.yaml:1: udm.suciProfiles[0].key: is not 64 hexadecimal digits"),
    ("logging: {level: verbose}", "v.yaml:1: logging.level: \"verbose\" is unknown; use one of: trace"),
    ("demo: {imsi: 001010000000001}", "v.yaml:1: demo.imsi: \"001010000000001\" is not an IMSI of 999-70"),
    ("amf:\n\tname: a", "v.yaml:2: is not YAML"), ("amf: [1", "is not YAML"), ("amf: {a: 1", "is not YAML"), ("\"abc", "is not YAML"),
    ("a: b: c", "v.yaml:1: is not YAML"), ("- a\n- b", "v.yaml:1: is not a section with members"),
    ("just text", "v.yaml:1: is not a section with members"), ("? [a]\n: b", "has a name that is not text"),
    ("amf: *unknown", "is not YAML"), ("\u{1}", "a character that YAML does not allow"),
    ("amf:\n  name: a\n  pointer: 1\n  name: b", "v.yaml:4: \"name\" is written twice in one section"),
    ("plmn: {mcc: 999}\namf: {}\nplmn: {mcc: 998}", "v.yaml:3: \"plmn\" is written twice"),
    ("amf: {name: a, name: b}", "v.yaml:1: \"name\" is written twice"),
  ]) func `a mistake is named with line, path and remedy`(text: String, expected: String) {
    let found = mistakes(text)
    #expect(found.contains { $0.contains(expected) && $0.contains("; ") }, "\(found)")
  }

  @Test func `all mistakes are reported at once, by line, also behind a duplicate`() {
    let found = mistakes(
      """
      plmn: {mcc: "9x9"}
      amf:
        tacs: [1, 1]
        name: a
        name: b
        colour: red
      smf:
        n4: here
      """)
    #expect(found.count == 5)
    for (line, text) in zip([1, 3, 5, 6, 8], found) { #expect(text.hasPrefix("v.yaml:\(line): "), "\(text)") }
  }

  @Test func `no cut or change of the reference traps`() {
    let octets = Array(Configuration.reference.utf8)
    for cut in stride(from: 0, to: octets.count, by: 97) {
      _ = mistakes(String(decoding: octets[..<cut], as: UTF8.self))
      var changed = octets
      for (offset, octet) in zip([cut, cut + 31, cut + 63], Array("[:-".utf8)) where offset < changed.count { changed[offset] = octet }
      _ = mistakes(String(decoding: changed, as: UTF8.self))
    }
  }

  @Test func `deep nesting, many aliases and many duplicates end in a mistake`() {
    #expect(mistakes("amf: " + String(repeating: "[", count: 20_000)).first?.hasPrefix("v.yaml:1: is not YAML") == true)
    var aliases = "x0: &x0 [x,x,x,x,x,x,x,x,x]\n"
    for index in 1...20 {
      aliases += "x\(index): &x\(index) [" + Array(repeating: "*x\(index - 1)", count: 9).joined(separator: ",") + "]\n"
    }
    #expect(mistakes(aliases).count == 21)
    #expect(mistakes(String(repeating: "amf: {}\n", count: 150)).count == 100)
  }

  @Test func `a missing, a binary and a huge file are named`() throws {
    #expect(throws: ConfigurationError.self) { try Configuration.load(path: "/nonexistent/vitrum.yaml") }
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("vitrum-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    for (data, message) in [(Data([0xFF, 0xFE, 0x00]), "is not UTF-8 text"), (Data(count: 2 << 20), "is larger than 1 MiB")] {
      try data.write(to: URL(fileURLWithPath: path))
      do {
        _ = try Configuration.load(path: path)
        Issue.record("loaded")
      } catch {
        #expect(error.problems.first?.message == message)
      }
    }
  }
}
