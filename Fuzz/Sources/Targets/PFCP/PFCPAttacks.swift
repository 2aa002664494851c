import FuzzSupport

/// The catalogue's inputs that concern PFCP: session establishments that are whole but for what is wrong.
enum PFCPAttacks {
  static var all: [Attack] { heads + elements + rules }

  /// Rows 15, 16.
  private static var heads: [Attack] {
    let head: [UInt8] = [0x21, 50, 0, 12, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0]
    return (0...head.count).map { Attack("15-length-\($0)", Array(head.prefix($0))) } + [
      Attack("15-length-field-0", hex: "2132000000000000"), Attack("15-length-field-65535", hex: "2132ffff00000000"),
      Attack("15-nothing-mandatory", head),
    ]
  }

  /// Row 15.
  private static var elements: [Attack] {
    var nested: [UInt8] = []
    for _ in 0..<200 { nested = element(1, nested) }
    return [
      Attack("15-f-seid-empty", session(node + element(57, []) + pdr() + far())),
      Attack("15-f-seid-too-long", session(node + element(57, ones(60)) + pdr() + far())),
      Attack("15-f-seid-absent", session(node + pdr() + far())), Attack("15-node-id-absent", session(fSEID + pdr() + far())),
      Attack("15-node-id-empty", session(element(60, []) + fSEID + pdr() + far())),
      Attack("15-node-id-too-long", hex: "21320017 0000000000000000 00000100 003c0007 007f000001ffff"),
      Attack("15-node-id-of-an-unknown-type", session(element(60, [0x0F, 1]) + fSEID + pdr() + far())),
      Attack("15-node-id-name-without-end", session(element(60, [2, 63, 0xFF]) + fSEID + pdr() + far())),
      Attack(
        "15-outer-header-creation-absent",
        hex: "21320027 0000000000000000 00000100 00030017 006c000400000001 002c00020200 00040005 002a000101"),
      Attack("15-outer-header-creation-empty", whole(pdr() + far(forwarding: element(84, [])))),
      Attack("15-outer-header-creation-too-long", whole(pdr() + far(forwarding: element(84, ones(90))))),
      Attack("15-outer-header-creation-of-nothing", whole(pdr() + far(forwarding: element(84, [0, 0])))),
      Attack("15-element-beyond-its-group", session(element(1, [0, 56, 0, 99, 0]))), Attack("15-groups-200-deep", session(nested)),
    ]
  }

  /// Row 17.
  private static var rules: [Attack] {
    [0, 1, 127, 129, 255].map { (length: UInt8) in
      Attack("17-ipv6-prefix-length-\(length)", whole(pdr(detection: element(93, [0x42] + ones(16) + [length])) + far()))
    } + [
      Attack("17-pdr-without-far", whole(pdr(far: nil) + far())), Attack("17-far-that-is-not-there", whole(pdr(far: 99) + far())),
      Attack("17-far-naming-nothing", whole(pdr() + element(3, element(108, number(1)) + element(44, [2, 0])))),
      Attack("17-two-pdrs-with-one-id", whole(pdr() + pdr() + far())), Attack("17-two-fars-with-one-id", whole(pdr() + far() + far())),
      Attack("17-1500-pdrs", whole((1...1500).flatMap { pdr($0) } + far())),
      Attack("17-10000-empty-groups", session(repeated(element(1, []), 10_000))),
    ]
  }

  // MARK: Empty members

  /// Types of elements that have elements within (§8.1.1).
  private static let groups: Set<Int> = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 51, 54, 58, 59, 68, 77, 78, 79, 80, 83, 85, 86, 87, 99, 102, 105, 118,
    127, 128, 129, 130, 132, 143, 147, 165, 166, 167, 168, 169, 175, 176, 183, 187, 188, 189, 190, 195, 199, 200, 201, 203, 205, 211, 212,
    213, 214, 216, 218, 220, 221, 225, 226, 227, 233, 238, 239, 240, 242, 247, 252, 254, 255, 256, 261, 263, 264, 267, 270, 271, 272, 276,
    277, 279, 290, 295, 300, 301, 302, 303, 304, 310, 311, 315, 316,
  ]

  /// Row 15: of messages that together have every member of every group, one for each member of each kind of message and group, in which
  /// this member has no octets.
  static func withEmptyMembers(_ messages: [[UInt8]]) -> [[UInt8]] {
    var seen: Set<[Int]> = []
    return messages.flatMap { octets -> [[UInt8]] in
      let start = octets[0] & 1 == 1 ? 16 : 8
      guard octets.count >= start else { return [] }
      return emptied(octets[start...], within: -Int(octets[1]), &seen).map { message(Array(octets[..<start]), $0) }
    }
  }

  /// The elements with each that is new in turn without its value.
  private static func emptied(_ octets: ArraySlice<UInt8>, within parent: Int, _ seen: inout Set<[Int]>) -> [[UInt8]] {
    var results: [[UInt8]] = []
    var position = octets.startIndex
    while position + 4 <= octets.endIndex {
      let type = Int(octets[position]) << 8 | Int(octets[position + 1])
      let value = octets[(position + 4)...].prefix(Int(octets[position + 2]) << 8 | Int(octets[position + 3]))
      let (before, behind) = (octets[..<position], octets[value.endIndex...])
      if seen.insert([parent, type]).inserted { results.append(before + element(type, []) + behind) }
      if groups.contains(type) { results += emptied(value, within: type, &seen).map { before + element(type, $0) + behind } }
      position = value.endIndex
    }
    return results
  }

  // MARK: Octets

  private static let node = element(60, [0, 127, 0, 0, 1])
  private static let fSEID = element(57, [2, 0, 0, 0, 0, 0, 0, 0, 1, 127, 0, 0, 1])

  private static func pdr(_ id: Int = 1, far: Int? = 1, detection: [UInt8] = []) -> [UInt8] {
    element(
      1,
      element(56, Array(number(id).suffix(2))) + element(29, number(255)) + element(2, element(20, [0]) + detection)
        + (far.map { element(108, number($0)) } ?? []))
  }

  private static func far(forwarding: [UInt8] = []) -> [UInt8] {
    element(3, element(108, number(1)) + element(44, [2, 0]) + element(4, element(42, [1]) + forwarding))
  }

  private static func number(_ value: Int) -> [UInt8] {
    stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func repeated(_ octets: [UInt8], _ count: Int) -> [UInt8] { Array([[UInt8]](repeating: octets, count: count).joined()) }

  private static func ones(_ count: Int) -> [UInt8] { [UInt8](repeating: 0xFF, count: count) }

  private static func element(_ type: Int, _ value: [UInt8]) -> [UInt8] {
    [UInt8(type >> 8), UInt8(type & 0xFF), UInt8(truncatingIfNeeded: value.count >> 8), UInt8(truncatingIfNeeded: value.count)] + value
  }

  /// A session establishment request of these elements.
  private static func session(_ elements: [UInt8]) -> [UInt8] {
    message([0x21, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0], elements)
  }

  /// ... and what is mandatory besides rules.
  private static func whole(_ rules: [UInt8]) -> [UInt8] { session(node + fSEID + rules) }

  /// A head, its length set, and elements.
  private static func message(_ head: [UInt8], _ elements: [UInt8]) -> [UInt8] {
    let count = head.count - 4 + elements.count
    return head[..<2] + [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)] + head[4...] + elements
  }
}
