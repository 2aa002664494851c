import Base
import Testing

@testable import GTPU

@Suite("GTP-U against scapy (Oracle/)")
struct VectorTests {
  @Test("Messages that scapy built are read and written again octet for octet")
  func scapy() throws {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let octets = try #require(readFile("/\(folder)/Oracle/scapy-gtpu.txt"))
    let lines = String(decoding: octets, as: UTF8.self).split(separator: "\n")
    #expect(lines.count >= 9)
    var flows: [UInt8] = []
    for line in lines {
      let octets = try #require(Hex.decode(line))
      let message = try GTPUMessage(decoding: octets)
      #expect(try message.encode() == octets)
      if let qfi = try message.pduSessionContainer?.qfi { flows.append(qfi) }
    }
    #expect(flows == [1, 9, 63, 1, 9, 63])
  }
}
