import FuzzSupport

/// The catalogue's inputs that concern NAS.
enum NASAttacks {
  static var all: [Attack] {
    var all = lengths + plainOfEveryType + containers + sessions
    for identity in identities {
      all.append(Attack(identity.name, registration(identity.octets)))
      all.append(Attack(identity.name + "-response", response(identity.octets)))
    }
    return all
  }

  private static func prefixes(_ name: String, _ octets: [UInt8]) -> [Attack] {
    (0...octets.count).map { Attack("\(name)-length-\($0)", Array(octets.prefix($0))) }
  }

  /// Row 1: shorter than the header of a protected message; row 2: than the length says.
  private static var lengths: [Attack] {
    var list = prefixes("1-5gsm", [0x2E, 1, 1, 0xC1, 0xFF, 0xFF, 0x91, 0x28])
    list.append(Attack("2-length-beyond-message", hex: "7e0041 71 00ff 01 99f907"))
    for header: UInt8 in 0...4 { list += prefixes("1-header-\(header)", [0x7E, header, 1, 2, 3, 4, 5, 6]) }
    return list
  }

  /// Rows 2 to 4: 5GS mobile identities (TS 24.501 §9.11.3.4).
  private static var identities: [Attack] {
    var list: [Attack] = [
      Attack("2-suci-without-scheme", hex: "01 99f907"),
      Attack("2-suci-empty-output", hex: "01 99f907 0000 00 00"),
      Attack("2-suci-empty-routing-indicator", hex: "01 99f907 ffff 00 00 2143"),
      Attack("2-suci-digits-above-9", hex: "01 99f907 0000 00 00 aabbccddee"),
      Attack("2-plmn-digits-above-9", hex: "01 ffffff 0000 00 00 21"),
      Attack("2-imei-even-without-end", hex: "03 1032547698103254"),
      Attack("2-imei-odd", hex: "0b 1032547698103254"),
      Attack("2-imeisv-short", hex: "05 10"),
      Attack("2-guti-short", hex: "f2 99f907 02"),
      Attack("2-guti-long", hex: "f2 99f907020043c000000100"),
      Attack("2-s-tmsi-short", hex: "f4 0043"),
      Attack("2-mac-address", hex: "06 0102030405"),
      Attack("2-eui-64", hex: "07 01020304050607"),
      Attack("2-identity-empty", []),
      Attack("3-unknown-scheme", hex: "01 99f907 0000 0f ff 0102"),
      Attack("3-profile-a-short", hex: "01 99f907 0000 01 01 0102"),
      Attack("3-unknown-key-id", hex: "01 99f907 0000 01 fe" + String(repeating: "01", count: 45)),
      Attack(
        "3-point-beyond-the-field", hex: "01 99f907 0000 02 01 02" + String(repeating: "ff", count: 32) + String(repeating: "01", count: 13)
      ),
      Attack("3-text-in-null-scheme", [0x01, 0x99, 0xF9, 0x07, 0, 0, 0, 0] + Array("suci-0-----".utf8)),
      Attack("3-nuls-in-null-scheme", hex: "01 99f907 0000 00 00 0000000000"),
      Attack("3-nai-with-nul", hex: "11 00610040 00"),
      Attack("3-nai-not-utf8", hex: "11 fffe"),
      Attack("4-guti-of-another", hex: "f2 99f907 020043c0000001"),
    ]
    list.append(Attack("3-nai-of-dashes", [0x11] + Array("suci-0-----".utf8)))
    list.append(Attack("3-output-of-4000-octets", [0x01, 0x99, 0xF9, 0x07, 0, 0, 1, 1] + ones(4000)))
    list.append(Attack("3-null-scheme-of-4000-octets", [0x01, 0x99, 0xF9, 0x07, 0, 0, 0, 0] + ones(4000)))
    for type: UInt8 in 0...15 { list.append(Attack("2-identity-type-\(type)", [type])) }
    return list
  }

  /// Row 6, and row 9 for 5GSM: every message type, plain and with nothing behind it.
  private static var plainOfEveryType: [Attack] {
    var list: [Attack] = []
    for type: UInt8 in 0...255 {
      list.append(Attack("6-plain-5gmm-type-\(type)", [0x7E, 0, type]))
      list.append(Attack("9-5gsm-type-\(type)", [0x2E, 1, 1, type]))
    }
    return list
  }

  /// Row 7: the NAS message container of a security mode complete.
  private static var containers: [Attack] {
    var nested: [UInt8] = [0x7E, 0, 0x5E]
    for _ in 0..<50 { nested = [0x7E, 0, 0x5E, 0x71] + counted(nested) }
    return [
      Attack("7-container-of-another-message", hex: "7e005e 71 0003 7e0043"),
      Attack("7-no-container", hex: "7e005e"),
      Attack("7-container-empty", hex: "7e005e 71 0000"),
      Attack("7-container-cut", hex: "7e005e 71 00ff 7e0041"),
      Attack("7-container-corrupt", hex: "7e005e 71 0007 7e0041 71 00ff 01"), Attack("7-container-within-itself", nested),
    ]
  }

  /// Row 9: session requests, alone and in UL NAS TRANSPORT.
  private static var sessions: [Attack] {
    [
      Attack("9-session-identity-0", hex: "7e0067 01 0004 2e0001c1 12 00"),
      Attack("9-session-identity-255", hex: "7e0067 01 0004 2eff01c1 12 ff"),
      Attack("9-pti-255", hex: "2e 01 ff c1 ffff"),
      Attack("9-container-of-60000-octets", [0x7E, 0, 0x67, 1] + counted(ones(60_000))),
      Attack("9-unknown-container-type", hex: "7e0067 0f 0001 00"),
      Attack("9-multiple-payloads-cut", hex: "7e0067 0f 0003 02 00ff"),
      Attack("9-qos-rules-cut", hex: "2e0101c2 11 00ff 01 00"),
      Attack("9-qos-rules-of-nothing", hex: "2e0101c2 11 0003 010000 06 010000010000"),
      Attack("9-protocol-options-cut", hex: "2e0101c1 ffff 7b 0004 80 000d ff"),
    ]
  }

  private static func ones(_ count: Int) -> [UInt8] { [UInt8](repeating: 0xFF, count: count) }

  private static func counted(_ octets: [UInt8]) -> [UInt8] {
    [UInt8(truncatingIfNeeded: octets.count >> 8), UInt8(truncatingIfNeeded: octets.count)] + octets
  }

  private static func registration(_ identity: [UInt8]) -> [UInt8] { [0x7E, 0, 0x41, 0x71] + counted(identity) }
  private static func response(_ identity: [UInt8]) -> [UInt8] { [0x7E, 0, 0x5C] + counted(identity) }
}
