/// The state and permutation Keccak-f[1600] (FIPS 202 §3), lanes little-endian.
struct Keccak1600 {
  private var lanes: [UInt64]

  /// Fills the state from its start with up to 200 octets, the rest is zero.
  init(_ octets: [UInt8]) {
    lanes = [UInt64](repeating: 0, count: 25)
    for (index, octet) in octets.prefix(200).enumerated() { lanes[index / 8] |= UInt64(octet) << UInt64(8 * (index % 8)) }
  }

  /// All 200 octets.
  var octets: [UInt8] { lanes.flatMap { lane in (0..<8).map { UInt8(truncatingIfNeeded: lane >> UInt64(8 * $0)) } } }

  mutating func permute() {
    for constant in Self.roundConstants { round(constant) }
  }

  private mutating func round(_ constant: UInt64) {
    var parity = [UInt64](repeating: 0, count: 5)
    for x in 0..<5 { parity[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] }
    for x in 0..<5 {
      let theta = parity[(x + 4) % 5] ^ Self.rotate(parity[(x + 1) % 5], 1)
      for y in 0..<5 { lanes[x + 5 * y] ^= theta }
    }
    var moved = lanes
    for x in 0..<5 {
      for y in 0..<5 { moved[y + 5 * ((2 * x + 3 * y) % 5)] = Self.rotate(lanes[x + 5 * y], Self.rotations[x + 5 * y]) }
    }
    for y in 0..<5 {
      for x in 0..<5 {
        lanes[x + 5 * y] = moved[x + 5 * y] ^ (~moved[(x + 1) % 5 + 5 * y] & moved[(x + 2) % 5 + 5 * y])
      }
    }
    lanes[0] ^= constant
  }

  private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 { bits == 0 ? value : value << bits | value >> (64 - bits) }

  private static let rotations: [UInt64] = [
    0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
  ]

  private static let roundConstants: [UInt64] = [
    0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808A, 0x8000_0000_8000_8000,
    0x0000_0000_0000_808B, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
    0x0000_0000_0000_008A, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000A,
    0x0000_0000_8000_808B, 0x8000_0000_0000_008B, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
    0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800A, 0x8000_0000_8000_000A,
    0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
  ]
}
