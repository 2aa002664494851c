/// Traps for proof that the fuzzers find some. Their programs call this only when the environment has VITRUM_PLANTED_TRAP; no codec does.
public enum PlantedTraps {
  /// Traps on one kind of message that no seed is.
  /// - Parameters:
  ///   - name: the target.
  ///   - octets: the encoding of a value that was decoded.
  public static func plantedTrap(_ name: String, _ octets: [UInt8]) {
    guard octets.count >= 12 else { return }
    switch name {
    case "NAS":
      // PDU SESSION ESTABLISHMENT ACCEPT for session 11, PTI 66.
      if octets[0] == 0x2E, octets[3] == 0xC2 { if octets[1] == 11 { if octets[2] == 66 { trap(name) } } }
    case "PFCP":
      // Session modification request with sequence number 0x4213..
      if octets[1] == 52, octets.count > 20 { if octets[12] == 0x42 { if octets[13] == 0x13 { trap(name) } } }
    case "GTPU":
      // G-PDU with an extension header, for TEID 0xDEADBE..
      if octets[1] == 255, octets[0] & 4 != 0 { if octets[4] == 0xDE, octets[5] == 0xAD { if octets[6] == 0x42 { trap(name) } } }
    case "SBI":
      // PATCH of a body whose last octets are those.
      if octets[0] == 0x50, octets[1] == 0x41, octets[2] == 0x54 {
        if octets.count > 60 { if octets[octets.count - 3] == 0x37 { trap(name) } }
      }
    case "NRPPa":
      // Transaction 0x1234 with criticality notify.
      if octets[2] == 0x80 { if octets[3] == 0x12 { if octets[4] == 0x34 { trap(name) } } }
    default:
      // An unsuccessful outcome with criticality notify that ends in 0x55.
      if octets[0] == 0x40 { if octets[2] == 0x80 { if octets[octets.count - 1] == 0x55 { trap(name) } } }
    }
  }

  private static func trap(_ name: String) { fatalError("planted trap of \(name)") }
}
