import Base
import Foundation
import FuzzSupport
import PFCP

#if FUZZER
  import FuzzDriver
#endif

/// PFCP (TS 29.244).
#if FUZZER
  @main
#endif
public struct PFCPTarget: FuzzTarget {
  public static let name = "PFCP"
  private static let codec = Codec<PFCPMessage>(
    decode: { try PFCPMessage(decoding: $0) }, encode: { try $0.encode() }, json: { $0.json }, parse: { try PFCPMessage(json: $0) },
    describe: { $0.description })

  /// Information elements (§8.1.1) of a type and a length of two octets, behind a header of 8 or 16.
  private static let format = TLVFormat(starts: 8...16) { octets, position in
    guard position + 4 <= octets.count else { return nil }
    let count = Int(octets[position + 2]) << 8 | Int(octets[position + 3])
    return TLVFormat.Element(
      start: position, lengthOffset: position + 2, lengthOctets: 2, valueOffset: position + 4, end: position + 4 + count)
  }

  public init() {}

  public func check(_ octets: [UInt8]) throws(FuzzFinding) -> FuzzOutcome {
    _ = try? PFCPMessage.decodeBundle(octets)
    return try Self.codec.check(octets)
  }

  public func mutate(_ octets: [UInt8], using generator: inout SeededGenerator) -> [UInt8]? {
    if generator.next() & 3 == 0 { return Self.codec.mutateJSON(octets, using: &generator) }
    let types = (0...300).map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    var mutator = TLVMutator(Self.format, types: types, generator: generator)
    defer { generator = mutator.generator }
    guard var changed = mutator.mutate(octets) else { return nil }
    if generator.next() & 7 != 0, changed.count >= 8 {
      changed[2] = UInt8(truncatingIfNeeded: (changed.count - 4) >> 8)
      changed[3] = UInt8(truncatingIfNeeded: changed.count - 4)
    }
    return changed
  }

  public func seeds(_ root: URL) throws -> [[UInt8]] { try Vectors.octets(folder: root.appending(path: "Tests/PFCPTests/Oracle")) }

  public var attacks: [Attack] {
    let head: [UInt8] = [0x21, 50, 0, 12, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0]
    var list: [Attack] = (0...head.count).map { Attack("15-length-\($0)", Array(head.prefix($0))) }
    for group in groups {
      list.append(Attack("15-empty-group-\(group)", session(element(group, []))))
      list.append(Attack("15-empty-group-in-a-create-pdr-\(group)", session(element(1, element(group, [])))))
    }
    list.append(Attack("15-f-seid-empty", session(element(57, []))))
    list.append(Attack("15-f-seid-too-long", session(element(57, ones(60)))))
    list.append(Attack("15-node-id-empty", session(element(60, []))))
    list.append(Attack("15-node-id-of-an-unknown-type", session(element(60, [0x0F, 1]))))
    list.append(Attack("15-node-id-name-without-end", session(element(60, [2, 63, 0xFF]))))
    list.append(Attack("15-outer-header-creation-empty", session(element(3, element(4, element(84, []))))))
    list.append(Attack("15-outer-header-creation-too-long", session(element(3, element(4, element(84, ones(90)))))))
    list.append(Attack("15-element-beyond-its-group", session(element(1, [0, 56, 0, 99, 0]))))
    var nested: [UInt8] = []
    for _ in 0..<200 { nested = element(1, nested) }
    list.append(Attack("15-groups-200-deep", session(nested)))
    list.append(Attack("15-length-field-0", hex: "2132000000000000"))
    list.append(Attack("15-length-field-65535", hex: "2132ffff00000000"))
    list.append(Attack("17-pdr-without-far", session(element(1, element(56, [0, 1]) + element(29, ones(4))))))
    for length: UInt8 in [0, 255] {
      let address: [UInt8] = [0x41] + ones(16) + [length]
      list.append(Attack("17-ipv6-prefix-length-\(length)", session(element(1, element(2, element(93, address))))))
    }
    list.append(Attack("17-2000-pdrs", session(repeated(element(1, element(56, [0, 1])), 2000))))
    list.append(Attack("17-10000-empty-groups", session(repeated(element(1, []), 10_000))))
    return list
  }

  private func repeated(_ octets: [UInt8], _ count: Int) -> [UInt8] { Array([[UInt8]](repeating: octets, count: count).joined()) }

  private var groups: [Int] { Array(1...18) + [51, 52, 54, 58, 59, 77, 78, 79, 80, 81, 83, 85, 87, 127, 129, 147, 153, 165, 183, 187] }

  private func ones(_ count: Int) -> [UInt8] { [UInt8](repeating: 0xFF, count: count) }

  private func element(_ type: Int, _ value: [UInt8]) -> [UInt8] {
    [UInt8(type >> 8), UInt8(type & 0xFF), UInt8(truncatingIfNeeded: value.count >> 8), UInt8(truncatingIfNeeded: value.count)] + value
  }

  /// A session establishment request of these elements.
  private func session(_ elements: [UInt8]) -> [UInt8] {
    let count = elements.count + 12
    return [0x21, 50, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count), 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0]
      + elements
  }
}
