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
    _ = PFCPMessage.decodeBundle(octets)
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

  public func seeds(_ root: URL) throws -> [[UInt8]] {
    let vectors = try Vectors.octets(folder: root.appending(path: "Tests/PFCPTests/Oracle"))
    return vectors + PFCPAttacks.withEmptyMembers(vectors)
  }

  public var attacks: [Attack] { PFCPAttacks.all }
}
