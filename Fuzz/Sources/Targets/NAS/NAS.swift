import Base
import Foundation
import FuzzSupport
import NAS

#if FUZZER
  import FuzzDriver
#endif

/// NAS between UE and AMF (TS 24.501).
#if FUZZER
  @main
#endif
public struct NASTarget: FuzzTarget {
  public static let name = "NAS"
  private static let codec = Codec<NASMessage>(
    decode: { try NASMessage(decoding: $0) }, encode: { try $0.encode() }, json: { $0.json }, parse: { try NASMessage(json: $0) },
    describe: { $0.description })

  /// The optional part: IEIs of one octet with half an octet of value (1000 and above), with a length of two octets (0111), or of one.
  private static let format = TLVFormat(starts: 3...60) { octets, position in
    guard position < octets.count else { return nil }
    let iei = octets[position]
    if iei & 0x80 != 0 {
      return TLVFormat.Element(start: position, lengthOffset: position, lengthOctets: 0, valueOffset: position + 1, end: position + 1)
    }
    let lengthOctets = iei & 0x70 == 0x70 ? 2 : 1
    guard position + 1 + lengthOctets <= octets.count else { return nil }
    let count = octets[(position + 1)...position + lengthOctets].reduce(0) { $0 << 8 | Int($1) }
    let value = position + 1 + lengthOctets
    return TLVFormat.Element(
      start: position, lengthOffset: position + 1, lengthOctets: lengthOctets, valueOffset: value, end: value + count)
  }

  public init() {}

  public func check(_ octets: [UInt8]) throws(FuzzFinding) -> FuzzOutcome { try Self.codec.check(octets) }

  public func mutate(_ octets: [UInt8], using generator: inout SeededGenerator) -> [UInt8]? {
    switch generator.next() % 8 {
    case 0, 1, 2: return Self.codec.mutateJSON(octets, using: &generator)
    case 3: return wrapped(octets, &generator)
    default:
      let types = (UInt8(0x10)...0x7F).map { [$0] } + (UInt8(8)...15).map { [$0 << 4 | UInt8(generator.next() & 0x0F)] }
      var mutator = TLVMutator(Self.format, types: types, generator: generator)
      defer { generator = mutator.generator }
      return mutator.mutate(octets)
    }
  }

  /// The message with another type, within a protected message or a payload container, or taken out of one.
  private func wrapped(_ octets: [UInt8], _ generator: inout SeededGenerator) -> [UInt8]? {
    guard octets.count >= 3 else { return nil }
    let count = octets.count
    switch generator.next() % 5 {
    case 0: return [0x7E, UInt8(1 + generator.next() % 4), 0, 0, 0, 0, 0] + octets
    case 1: return [0x7E, 0, 0x67, 1, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)] + octets + [0x12, 1]
    case 2 where octets[0] == 0x2E && count > 3: return Array(octets[..<3]) + [UInt8(0xC1 + generator.next() % 24)] + Array(octets[4...])
    case 3 where count > 8: return Array(octets[7...])
    default: return Array(octets[..<2]) + [UInt8(0x41 + generator.next() % 41)] + Array(octets[3...])
    }
  }

  public func seeds(_ root: URL) throws -> [[UInt8]] { try Vectors.octets(folder: root.appending(path: "Tests/NASTests/Oracle")) }

  public var attacks: [Attack] { NASAttacks.all }
}
