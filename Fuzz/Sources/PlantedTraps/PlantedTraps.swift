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
  /// All but the first are of a field's value: less than one seed in ten thousand has both.
  private static let traps: [String: [Condition]] = [
    // Initiating messages whose first field, the UE's identity at the sender or receiver, ends in 0x1x42.
    "NGAP": firstField(id: 10), "XnAP": firstField(id: 73), "F1AP": firstField(id: 40), "E1AP": firstField(id: 2),
    // An initiating message in transaction 0x123x.
    "NRPPa": [{ $0[0] == 0 }, { $0[3] == 0x12 }, { $0[4] >> 4 == 3 }],
    // UL information transfer whose NAS has about 0x42 as its first octet.
    "RRC": [{ $0[0] == 0x3A }, { $0[2] >> 4 == 4 }, { $0[2] == 0x42 }],
    // A message with sequence number 0x42 in transaction 0x2x.
    "LPP": [{ $0[0] >> 6 == 3 }, { $0[2] == 0x42 }, { $0[1] >> 4 == 5 }],
    // A 5GSM message for session 11, PTI 0x4x.
    "NAS": [{ $0[0] == 0x2E }, { $0[1] == 11 }, { $0[2] >> 4 == 4 }],
    // A message of a session with sequence number 0x421...
    "PFCP": [{ $0[0] & 1 == 1 }, { $0[12] == 0x42 }, { $0[13] >> 4 == 1 }],
    // G-PDU with an extension header, for TEID 0xDEA.....
    "GTPU": [{ $0[1] == 255 && $0[0] & 4 != 0 }, { $0[4] == 0xDE }, { $0[5] >> 4 == 0xA }],
    // PATCH of a body whose third octet from the end is the digit 7.
    "SBI": [{ $0.octets.starts(with: Array("PATCH".utf8)) }, { $0[$0.octets.count - 3] >> 4 == 3 }, { $0[$0.octets.count - 3] == 0x37 }],
  ]

  /// An initiating message whose first field has this identifier and a value that ends in 0x1x42.
  private static func firstField(id: Int) -> [Condition] {
    [
      { $0[0] == 0 && $0[$0.container + 3] == 0 && $0[$0.container + 4] == id },
      { $0[$0.container + 6 + $0[$0.container + 6]] == 0x42 }, { $0[$0.container + 5 + $0[$0.container + 6]] >> 4 == 1 },
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
