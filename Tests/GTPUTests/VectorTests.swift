import Base
import Testing

@testable import GTPU

/// Messages that PFCPTests/Oracle/oracle.py made, and that scapy and tshark have read.
enum Vectors {
  static func octets() throws -> [[UInt8]] {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let octets = try #require(readFile("/\(folder)/Oracle/gtpu-vectors.txt"))
    let lines = String(decoding: octets, as: UTF8.self).split(separator: "\n")
    #expect(lines.count >= 70)
    return try lines.map { try #require(Hex.decode($0)) }
  }
}

@Suite("GTP-U against other implementations (Oracle/)")
struct VectorTests {
  @Test("Each message and each extension header is read in words, and written again octet for octet")
  func vectors() throws {
    var types: Set<UInt8> = []
    var headers: Set<UInt8> = []
    for octets in try Vectors.octets() {
      let message = try GTPUMessage(decoding: octets)
      #expect(try message.encode() == octets)
      let text = message.json.text()
      #expect(!text.contains("content") && !text.contains("trailing") && !text.contains("later"), "\(message)")
      let fromJSON = try GTPUMessage(json: JSON(parsing: text))
      #expect(fromJSON == message && fromJSON.hashValue == message.hashValue)
      #expect(try fromJSON.encode() == octets)
      types.insert(message.body.messageType)
      headers.formUnion(message.extensionHeaders.map(\.type))
      for header in message.extensionHeaders {
        let typed = try #require(try GTPUExtension(header))
        #expect(try GTPUExtensionHeader(typed) == header)
      }
      for element in message.elements { #expect(try element == GTPUElement(#require(element.typed))) }
    }
    #expect(types == [1, 2, 26, 31, 253, 254, 255])
    #expect(headers == [0x20, 0x40, 0x81, 0x82, 0x83, 0x84, 0x85, 0xC0])
  }
}
