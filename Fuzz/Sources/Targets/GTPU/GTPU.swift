import Base
import Foundation
import FuzzSupport
import GTPU

#if FUZZER
  import FuzzDriver
#endif

/// GTP-U (TS 29.281) and the PDU session container (TS 38.415).
#if FUZZER
  @main
#endif
public struct GTPUTarget: FuzzTarget {
  public static let name = "GTPU"
  private static let codec = Codec<GTPUMessage>(
    decode: { try GTPUMessage(decoding: $0) }, encode: { try $0.encode() }, json: { $0.json }, parse: { try GTPUMessage(json: $0) },
    describe: { $0.description })

  public init() {}

  public func check(_ octets: [UInt8]) throws(FuzzFinding) -> FuzzOutcome {
    let outcome = try Self.codec.check(octets)
    try checkFastPath(octets)
    if let message = try? GTPUMessage(decoding: octets), let container = try? message.pduSessionContainer {
      guard let encoded = try? container.encode(), (try? PDUSessionContainer(decoding: encoded)) == container else {
        throw FuzzFinding("PDU session container \(container) is another one after encoding")
      }
    }
    return outcome
  }

  /// What the user plane reads as the head of a G-PDU lies within the datagram, and is that of the message that the octets are.
  private func checkFastPath(_ octets: [UInt8]) throws(FuzzFinding) {
    guard case .header(let header) = octets.withUnsafeBytes({ GTPUFastPath.readHeader($0) }) else { return }
    guard header.payloadOffset >= 0, header.payloadCount >= 0, header.payloadOffset + header.payloadCount <= octets.count else {
      throw FuzzFinding("the payload lies outside the datagram: \(header)")
    }
    guard let message = try? GTPUMessage(decoding: octets) else { return }
    guard message.teid == header.teid, message.body.messageType == header.messageType else {
      throw FuzzFinding("the user plane reads \(header) instead of \(message)")
    }
  }

  public func mutate(_ octets: [UInt8], using generator: inout SeededGenerator) -> [UInt8]? {
    Self.codec.mutateJSON(octets, using: &generator)
  }

  public func seeds(_ root: URL) throws -> [[UInt8]] { try Vectors.octets(folder: root.appending(path: "Tests/GTPUTests/Oracle")) }

  public var attacks: [Attack] {
    let head: [UInt8] = [0x34, 0xFF, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0x85]
    var list: [Attack] = [
      Attack("18-extension-header-of-length-0", hex: "34ff0010deadbeef00000085 00100900 4500001c00010000"),
      Attack("18-length-larger", hex: "30ff00ff00001234 4500001c"),
      Attack("18-length-smaller", hex: "30ff000200001234 4500001c00010000"),
      Attack("18-length-0", hex: "30ff000000001234"),
      Attack("18-length-65535", hex: "30ffffff00001234"),
      Attack("18-g-pdu-in-g-pdu", hex: "30ff001400000002 34ff000c000000010000008501000900 45000000"),
      Attack("18-optional-fields-cut", hex: "32ff000200001234 0001"),
      Attack("18-extension-header-cut", hex: "34ff000800001234 00000085 02010900"),
      Attack("18-echo-without-sequence", hex: "3001000000000000"),
      Attack("18-version-0", hex: "10ff000400001234 45000000"),
      Attack("18-gtp-prime", hex: "20ff000400001234 45000000"),
      Attack("18-error-indication-of-nothing", hex: "321a000400000000 00000000"),
    ]
    for count in [9, 1000] { list.append(Attack("18-chain-of-\(count)-extension-headers", chain(count))) }
    for count in 0...head.count { list.append(Attack("18-datagram-of-\(count)", Array(head.prefix(count)))) }
    return list
  }

  private func chain(_ count: Int) -> [UInt8] {
    var headers: [UInt8] = []
    for index in 0..<count { headers += [1, 0, 0, index == count - 1 ? 0 : 0x85] }
    let length = headers.count + 4
    return [0x34, 0xFF, UInt8(length >> 8), UInt8(length & 0xFF), 0, 0, 0, 1, 0, 0, 0, 0x85] + headers
  }
}
