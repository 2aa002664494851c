import Base
import Security

/// One known answer: its name and fields.
struct VectorRecord {
  var name: String
  var fields: [String: String] = [:]

  func octets(_ field: String) -> [UInt8] { Hex.decode(fields[field] ?? "") ?? [] }
  func secret(_ field: String) -> SecretBytes { SecretBytes(octets(field)) }
  func integer(_ field: String) -> Int? { fields[field].flatMap { Int($0) } }
  func count(_ field: String) -> UInt32 { UInt32(integer(field) ?? 0) }
  var direction: LinkDirection { integer("direct") == 1 ? .downlink : .uplink }
}

/// Reads the text tables of the folder Vectors: records at the margin, fields indented by two, continuation lines by four.
func vectorRecords(_ text: String, prefix: String = "") -> [VectorRecord] {
  var records: [VectorRecord] = []
  var field = ""
  for line in text.split(separator: "\n") {
    let body = line.drop { $0 == " " }
    switch line.count - body.count {
    case 0: records.append(VectorRecord(name: String(body)))
    case 2:
      let parts = body.split(separator: " ", maxSplits: 1)
      field = String(parts[0])
      records[records.count - 1].fields[field] = parts.count > 1 ? String(parts[1]) : ""
    default: records[records.count - 1].fields[field, default: ""] += body
    }
  }
  return records.filter { $0.name.hasPrefix(prefix) }
}

/// A small generator for repeatable tests (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

func hex(_ text: String) -> [UInt8] { Hex.decode(text) ?? [] }
func secret(_ text: String) -> SecretBytes { SecretBytes(hex(text)) }
