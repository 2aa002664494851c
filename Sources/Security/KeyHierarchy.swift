import Crypto

/// Access to which keys and COUNT values belong (TS 33.501 A.9; also the NAS connection identifier of §6.4.3.1).
public enum AccessType: UInt8, Sendable, Hashable, CaseIterable {
  case threeGPP = 1
  case nonThreeGPP = 2
}

/// Algorithm type distinguishers (TS 33.501 Table A.8-1).
public enum AlgorithmTypeDistinguisher: UInt8, Sendable, Hashable, CaseIterable {
  case nasCiphering = 1
  case nasIntegrity = 2
  case rrcCiphering = 3
  case rrcIntegrity = 4
  case userPlaneCiphering = 5
  case userPlaneIntegrity = 6
}

/// The key hierarchy of TS 33.501 §6.2 with the derivation functions of its Annex A.
public enum KeyHierarchy {
  /// K_AUSF of 5G AKA (TS 33.501 A.2).
  /// - Parameter sqnXorAK: SQN ⊕ AK, the first 6 octets of AUTN.
  public static func kAUSF(
    ck: SecretBytes, ik: SecretBytes, servingNetworkName: ServingNetworkName, sqnXorAK: [UInt8]
  ) throws(SecurityError) -> SecretBytes {
    try requireLength(sqnXorAK, 6, name: "SQN xor AK")
    return KeyDerivation.deriveChecked(key: concatenation(ck, ik), fc: 0x6A, [servingNetworkName.octets, sqnXorAK])
  }

  /// RES* or XRES*, 16 octets (TS 33.501 A.4).
  public static func resStar(
    ck: SecretBytes, ik: SecretBytes, servingNetworkName: ServingNetworkName, rand: [UInt8], res: SecretBytes
  ) throws(SecurityError) -> SecretBytes {
    try requireLength(rand, 16, name: "RAND")
    return try KeyDerivation.derive(
      key: concatenation(ck, ik), fc: 0x6B, parameters: [servingNetworkName.octets, rand, res.revealed]
    ).leastSignificant128
  }

  /// HRES* or HXRES*, 16 octets (TS 33.501 A.5).
  public static func hresStar(rand: [UInt8], resStar: SecretBytes) throws(SecurityError) -> [UInt8] {
    try requireLength(rand, 16, name: "RAND")
    return SHA256.hash(data: rand + resStar.revealed).suffix(16)
  }

  /// K_SEAF (TS 33.501 A.6).
  public static func kSEAF(kAUSF: SecretBytes, servingNetworkName: ServingNetworkName) -> SecretBytes {
    KeyDerivation.deriveChecked(key: kAUSF, fc: 0x6C, [servingNetworkName.octets])
  }

  /// K_AMF (TS 33.501 A.7).
  /// - Parameters:
  ///   - supi: the digits of the IMSI without prefix, or the NAI.
  ///   - abba: ABBA, 2 or more octets; `00 00` in Release 17 (TS 33.501 A.7.1).
  public static func kAMF(kSEAF: SecretBytes, supi: String, abba: [UInt8]) throws(SecurityError) -> SecretBytes {
    try KeyDerivation.derive(key: kSEAF, fc: 0x6D, parameters: [Array(supi.utf8), abba])
  }

  /// An algorithm key of 16 octets from K_AMF (NAS) or K_gNB (RRC, user plane), TS 33.501 A.8.
  public static func algorithmKey(from key: SecretBytes, type: AlgorithmTypeDistinguisher, algorithmIdentity: UInt8) -> SecretBytes {
    KeyDerivation.deriveChecked(key: key, fc: 0x69, [[type.rawValue], [algorithmIdentity]]).leastSignificant128
  }

  /// K_gNB or K_N3IWF (TS 33.501 A.9).
  /// - Parameter uplinkCount: the uplink NAS COUNT, 32 bits with the first 8 zero.
  public static func kGNB(kAMF: SecretBytes, uplinkCount: UInt32, accessType: AccessType) -> SecretBytes {
    KeyDerivation.deriveChecked(key: kAMF, fc: 0x6E, [bigEndian(uplinkCount, octets: 4), [accessType.rawValue]])
  }

  /// The next hop parameter NH (TS 33.501 A.10).
  /// - Parameter syncInput: K_gNB for the first NH, the previous NH afterwards.
  public static func nextHop(kAMF: SecretBytes, syncInput: SecretBytes) throws(SecurityError) -> SecretBytes {
    try KeyDerivation.derive(key: kAMF, fc: 0x6F, parameters: [syncInput.revealed])
  }

  /// K_NG-RAN* for a target gNB (TS 33.501 A.11).
  /// - Parameters:
  ///   - key: K_gNB (horizontal) or NH (vertical).
  ///   - downlinkARFCN: absolute frequency of the SSB of the target primary cell, 24 bits.
  public static func kNGRANStar(key: SecretBytes, physicalCellID: UInt16, downlinkARFCN: UInt32) -> SecretBytes {
    KeyDerivation.deriveChecked(
      key: key, fc: 0x70, [bigEndian(UInt32(physicalCellID), octets: 2), bigEndian(downlinkARFCN, octets: 3)])
  }

  /// The link of a K_AMF' to the COUNT of an old context (TS 33.501 A.13).
  public enum HorizontalDerivation: UInt8, Sendable, Hashable {
    /// Mobility registration: DIRECTION 0 and the uplink NAS COUNT.
    case mobilityRegistration = 0
    /// N2 handover: DIRECTION 1 and the downlink NAS COUNT.
    case handover = 1
  }

  /// K_AMF' (TS 33.501 A.13).
  public static func kAMFPrime(kAMF: SecretBytes, derivation: HorizontalDerivation, count: UInt32) -> SecretBytes {
    KeyDerivation.deriveChecked(key: kAMF, fc: 0x72, [[derivation.rawValue], bigEndian(count, octets: 4)])
  }

  /// SoR-MAC-I_AUSF, 16 octets (TS 33.501 A.17).
  /// - Parameters:
  ///   - header: the SoR header octet.
  ///   - steeringList: the steering information; `nil` when the message carries none.
  public static func sorMACAUSF(
    kAUSF: SecretBytes, header: UInt8, counter: UInt16, steeringList: [UInt8]?
  ) throws(SecurityError) -> SecretBytes {
    var parameters = [[header], bigEndian(UInt32(counter), octets: 2)]
    if let steeringList { parameters.append(steeringList) }
    return try KeyDerivation.derive(key: kAUSF, fc: 0x77, parameters: parameters).leastSignificant128
  }

  /// SoR-XMAC-I_UE, 16 octets (TS 33.501 A.18).
  public static func sorMACUE(kAUSF: SecretBytes, counter: UInt16) -> SecretBytes {
    KeyDerivation.deriveChecked(key: kAUSF, fc: 0x78, [[0x01], bigEndian(UInt32(counter), octets: 2)]).leastSignificant128
  }

  /// UPU-MAC-I_AUSF, 16 octets (TS 33.501 A.19).
  public static func upuMACAUSF(kAUSF: SecretBytes, updateData: [UInt8], counter: UInt16) throws(SecurityError) -> SecretBytes {
    try KeyDerivation.derive(key: kAUSF, fc: 0x7B, parameters: [updateData, bigEndian(UInt32(counter), octets: 2)])
      .leastSignificant128
  }

  /// UPU-XMAC-I_UE, 16 octets (TS 33.501 A.20).
  public static func upuMACUE(kAUSF: SecretBytes, counter: UInt16) -> SecretBytes {
    KeyDerivation.deriveChecked(key: kAUSF, fc: 0x7C, [[0x01], bigEndian(UInt32(counter), octets: 2)]).leastSignificant128
  }

  private static func concatenation(_ first: SecretBytes, _ second: SecretBytes) -> SecretBytes {
    SecretBytes(first.revealed + second.revealed)
  }

  private static func bigEndian(_ value: UInt32, octets: Int) -> [UInt8] {
    (0..<octets).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * (octets - 1 - $0))) }
  }
}
