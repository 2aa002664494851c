import Base
import Foundation
import NGAP
import PER
import PERTestSupport
import Testing

/// Vectors made by pycrate with `Tests/ASN1Tests/Oracle/oracle.py vectors`: one line per message, octets and canonical JSON.
@Suite struct NGAPVectorTests {
  static func lines() throws -> [(octets: [UInt8], json: JSON)] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/ngap-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let parts = line.split(separator: "\t")
      return (try #require(Hex.decode(parts[0])), try JSON(parsing: String(parts[1]), maximumDepth: 256))
    }
  }

  @Test("TS 38.413 §9.4: every message decodes, encodes and converts to JSON as pycrate does")
  func vectors() throws {
    let lines = try Self.lines()
    #expect(lines.count >= 118)
    for (index, line) in lines.enumerated() {
      let pdu = try NGAPPDU(decoding: line.octets)
      #expect(try pdu.encode() == line.octets, "vector \(index)")
      #expect(try pdu.json == line.json, "vector \(index)")
      #expect(try NGAPPDU(json: line.json) == pdu, "vector \(index)")
    }
  }

  @Test("Truncated and damaged messages give a value or a typed error")
  func damage() throws {
    var generator = SeededGenerator(state: 38413)
    for line in try Self.lines() {
      for length in stride(from: 0, to: line.octets.count, by: max(1, line.octets.count / 40)) {
        #expect(throws: NGAPError.self) { try NGAPPDU(decoding: Array(line.octets.prefix(length))) }
      }
      for _ in 0..<100 {
        var octets = line.octets
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          let bit = Int.random(in: 0..<(octets.count * 8), using: &generator)
          octets[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        }
        guard let pdu = try? NGAPPDU(decoding: octets) else { continue }
        // Whatever was understood has a canonical encoding that means the same.
        guard let again = try? pdu.encode() else { continue }
        #expect(try NGAPPDU(decoding: again) == pdu)
      }
    }
  }
}
