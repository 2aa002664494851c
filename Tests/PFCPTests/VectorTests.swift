import Base
import Testing

@testable import PFCP

@Suite("PFCP against other implementations (Oracle/)")
struct VectorTests {
  private static func lines(_ name: String) throws -> [String] {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let octets = try #require(readFile("/\(folder)/Oracle/\(name)"))
    return String(decoding: octets, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("Messages that scapy built are read and written again octet for octet")
  func scapy() throws {
    let lines = try Self.lines("scapy-pfcp.txt")
    #expect(lines.count >= 12)
    for line in lines {
      let octets = try #require(Hex.decode(line))
      let message = try PFCPMessage(decoding: octets)
      #expect(try message.encode() == octets)
      #expect(!message.json.text().contains("unknownElements"), "\(message)")
      #expect(!message.json.text().contains("extensions"), "\(message)")
    }
  }

  @Test("The samples that tshark was given are those of this test")
  func samples() throws {
    var samples = SampleMessages(seed: 1)
    let ours = try samples.all().map { Hex.encode(try $0.encode()) }
    let committed = try Self.lines("samples.txt")
    #expect(ours == committed, "samples.txt: \(ours.joined(separator: "\n"))")
  }
}
