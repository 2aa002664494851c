/// Traps for proof that the fuzzers find some. Their programs call this only when the environment has VITRUM_PLANTED_TRAP; no codec does.
public enum PlantedTraps {
  private typealias Condition = @Sendable (Encoding) -> Bool

  /// Traps on one kind of message that no seed is.
  /// - Parameters:
  ///   - name: the target.
  ///   - octets: the encoding of a value that was decoded.
  public static func plantedTrap(_ name: String, _ octets: [UInt8]) {
    guard let conditions = traps[name] else { return }
    let encoding = Encoding(octets: octets)
    for holds in conditions where !holds(encoding) { return }
    fatalError("planted trap of \(name)")
  }

  /// What each trap waits for, one condition after another: each is a function of its own, so that the fuzzer sees how far an input comes.
  /// The last two are the halves of one octet of a field's value, which no seed of that kind has.
  private static let traps: [String: [Condition]] = [
    "NGAP": firstField(id: 10), "XnAP": firstField(id: 73), "F1AP": firstField(id: 40), "E1AP": firstField(id: 2),
    // An initiating message in transaction 0x1Bxx.
    "NRPPa": [{ $0[0] == 0 }, { $0[3] >> 4 == 1 }, { $0[3] == 0x1B }],
    // A message of the first kind in transaction 0 whose third octet is 0x5E.
    "RRC": [{ $0[0] == 0 }, { $0[2] >> 4 == 5 }, { $0[2] == 0x5E }],
    // A message with sequence number 0x42.
    "LPP": [{ $0[0] >> 6 == 3 }, { $0[2] >> 4 == 4 }, { $0[2] == 0x42 }],
    // A 5GSM message for a session with PTI 0x4B.
    "NAS": [{ $0[0] == 0x2E }, { $0[2] >> 4 == 4 }, { $0[2] == 0x4B }],
    // A message of a session with sequence number 0x42....
    "PFCP": [{ $0[0] & 1 == 1 }, { $0[12] >> 4 == 4 }, { $0[12] == 0x42 }],
    // G-PDU with an extension header, for TEID 0xDA.......
    "GTPU": [{ $0[1] == 255 && $0[0] & 4 != 0 }, { $0[4] >> 4 == 0xD }, { $0[4] == 0xDA }],
    // POST of a body whose third octet from the end is the letter Z.
    "SBI": [{ $0.octets.starts(with: Array("POST".utf8)) }, { $0[$0.octets.count - 3] >> 4 == 5 }, { $0[$0.octets.count - 3] == 0x5A }],
  ]

  /// An initiating message whose first field has this identifier and a value that ends in 0x42.
  private static func firstField(id: Int) -> [Condition] {
    [
      { $0[0] == 0 && $0[$0.container + 3] == 0 && $0[$0.container + 4] == id },
      { $0[$0.container + 6 + $0[$0.container + 6]] >> 4 == 4 }, { $0[$0.container + 6 + $0[$0.container + 6]] == 0x42 },
    ]
  }

  private struct Encoding: Sendable {
    let octets: [UInt8]

    /// Where the container of an elementary procedure begins: behind a length of one octet or two.
    var container: Int { self[3] < 128 ? 4 : 5 }

    /// The octet at an index; a value that no octet has beyond the last.
    subscript(_ index: Int) -> Int { octets.indices.contains(index) ? Int(octets[index]) : 1 << 16 }
  }
}
