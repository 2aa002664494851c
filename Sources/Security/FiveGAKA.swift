/// A home environment authentication vector (TS 33.501 §6.1.3.2, step 1).
public struct HomeEnvironmentVector: Sendable, Equatable {
  /// RAND, 16 octets.
  public var rand: [UInt8]
  /// AUTN, 16 octets.
  public var autn: [UInt8]
  /// XRES*, 16 octets.
  public var xresStar: SecretBytes
  /// K_AUSF, 32 octets.
  public var kAUSF: SecretBytes
}

/// The network's side of 5G AKA (TS 33.501 §6.1.3.2) and what the UE derives after its USIM accepted AUTN.
public enum FiveGAKA {
  /// The separation bit of AMF (TS 33.102 Annex H), set in every 5G vector.
  public static let separationBit: UInt16 = 0x8000

  /// ARPF: makes one vector.
  /// - Parameters:
  ///   - rand: 16 octets, unpredictable and never used before for this subscriber.
  ///   - sqn: from ``SequenceNumberGenerator/next()``.
  ///   - amf: authentication management field; the separation bit is set in any case.
  public static func vector(
    algorithm: AKAAlgorithm, rand: [UInt8], sqn: SequenceNumber, amf: UInt16 = separationBit,
    servingNetworkName: ServingNetworkName
  ) throws(SecurityError) -> HomeEnvironmentVector {
    let functions = algorithm.functions
    let amf = amf | separationBit
    let mac = try functions.f1(rand: rand, sqn: sqn, amf: amf)
    try requireLength(mac, 8, name: "MAC-A")
    let response = try functions.f2345(rand: rand)
    let sqnXorAK = xor(sqn.octets, response.ak.revealed)
    return HomeEnvironmentVector(
      rand: rand, autn: sqnXorAK + [UInt8(amf >> 8), UInt8(amf & 0xFF)] + mac,
      xresStar: try KeyHierarchy.resStar(
        ck: response.ck, ik: response.ik, servingNetworkName: servingNetworkName, rand: rand, res: response.res),
      kAUSF: try KeyHierarchy.kAUSF(
        ck: response.ck, ik: response.ik, servingNetworkName: servingNetworkName, sqnXorAK: sqnXorAK))
  }

  /// ARPF: verifies AUTS of a synchronisation failure and gives SQN_MS (TS 33.102 §6.3.5).
  /// - Parameters:
  ///   - rand: RAND of the challenge that the UE refused.
  ///   - auts: 14 octets.
  public static func verifySynchronisationFailure(
    algorithm: AKAAlgorithm, rand: [UInt8], auts: [UInt8]
  ) throws(SecurityError) -> SequenceNumber {
    try requireLength(auts, 14, name: "AUTS")
    let functions = algorithm.functions
    let concealed = Array(auts[0..<6])
    guard let sqnMS = SequenceNumber(octets: xor(concealed, try functions.f5Star(rand: rand).revealed)) else {
      throw .invalidValue(of: "SQN_MS")
    }
    guard constantTimeEqual(try functions.f1Star(rand: rand, sqn: sqnMS, amf: 0), Array(auts[6..<14])) else {
      throw .synchronisationFailureMACInvalid
    }
    return sqnMS
  }

  /// SEAF: whether RES* matches HXRES* (TS 33.501 §6.1.3.2, step 9).
  public static func seafAccepts(resStar: SecretBytes, rand: [UInt8], hxresStar: [UInt8]) -> Bool {
    guard let hresStar = try? KeyHierarchy.hresStar(rand: rand, resStar: resStar) else { return false }
    return constantTimeEqual(hresStar, hxresStar)
  }

  /// What the UE (ME) derives from a USIM's success.
  public struct UEKeys: Sendable, Equatable {
    /// RES*, 16 octets, for the Authentication Response.
    public var resStar: SecretBytes
    public var kAUSF: SecretBytes
    public var kSEAF: SecretBytes
  }

  /// ME: RES*, K_AUSF and K_SEAF (TS 33.501 §6.1.3.2, step 7).
  public static func ueKeys(success: USIM.Success, servingNetworkName: ServingNetworkName) throws(SecurityError) -> UEKeys {
    let kAUSF = try KeyHierarchy.kAUSF(
      ck: success.ck, ik: success.ik, servingNetworkName: servingNetworkName, sqnXorAK: success.sqnXorAK)
    return UEKeys(
      resStar: try KeyHierarchy.resStar(
        ck: success.ck, ik: success.ik, servingNetworkName: servingNetworkName, rand: success.rand, res: success.res),
      kAUSF: kAUSF, kSEAF: KeyHierarchy.kSEAF(kAUSF: kAUSF, servingNetworkName: servingNetworkName))
  }
}
