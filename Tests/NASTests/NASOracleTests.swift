import Base
import Foundation
import Testing

@testable import NAS

/// Messages that pycrate 0.8.1 built (Oracle/make_vectors.py).
@Suite struct NASOracleTests {
  static let vectors: [(name: String, octets: [UInt8])] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Oracle/messages.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      let columns = line.split(separator: "\t")
      return columns.count == 2 ? Hex.decode(columns[1]).map { (String(columns[0]), $0) } : nil
    }
  }()

  @Test("Every message of an independent codec is read completely and written identically")
  func sameOctets() throws {
    #expect(Self.vectors.count > 260)
    for (name, octets) in Self.vectors {
      let message = try NASMessage(decoding: octets)
      #expect(Hex.encode(try message.encode()) == Hex.encode(octets), "\(name)")
      #expect(try NASMessage(json: JSON(parsing: message.json.text())) == message, "\(name)")
      #expect(body(message).unknownIEs.isEmpty, "\(name) \(message.json)")
    }
  }

  private func body(_ message: NASMessage) -> any NASMessageBody {
    switch message {
    case .fiveGMM(let message): message.body
    case .fiveGSM(let message): message.body
    case .protected: DeregistrationAcceptUEOriginating()
    }
  }

  @Test("Every prefix of every message, and every single flipped bit, gives a value or a typed error")
  func robustness() {
    for (_, octets) in Self.vectors {
      for count in 0..<octets.count { Self.exercise(Array(octets.prefix(count))) }
      for bit in 0..<min(octets.count * 8, 1600) {
        var changed = octets
        changed[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        Self.exercise(changed)
      }
    }
  }

  /// What is read is written again, and that is read as the same value.
  static func exercise(_ octets: [UInt8]) {
    guard let message = try? NASMessage(decoding: octets) else { return }
    guard let again = try? message.encode() else {
      Issue.record("not encodable: \(Hex.encode(octets))")
      return
    }
    #expect((try? NASMessage(decoding: again)) == message, "\(Hex.encode(octets)) -> \(Hex.encode(again))")
    #expect((try? NASMessage(json: message.json)) == message, "\(Hex.encode(octets)) \(message.json)")
  }

  @Test("No message, and no information element in one, is larger than 256 octets")
  func sizes() {
    for type in FiveGMMMessage.bodyTypes + FiveGSMMessage.bodyTypes { #expect(size(type) <= 256, "\(type)") }
    #expect(MemoryLayout<NASMessage>.size <= 256)
    #expect(MemoryLayout<FiveGSMobileIdentity>.size <= 64)
  }

  private func size<T: NASMessageBody>(_: T.Type) -> Int { MemoryLayout<T>.size }

  @Test("All message types of §9.7 are there, each under its number")
  func messageTypes() {
    let fiveGMM = Array(0x41...0x48) + Array(0x4C...0x52) + Array(0x54...0x5F) + Array(0x64...0x6D)
    #expect(FiveGMMMessage.bodyTypes.map { Int($0.messageType) }.sorted() == fiveGMM)
    let fiveGSM = [0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7] + Array(0xC9...0xCD) + Array(0xD1...0xD4) + [0xD6] + Array(0xD8...0xDB)
    #expect(FiveGSMMessage.bodyTypes.map { Int($0.messageType) }.sorted() == fiveGSM)
  }
}
