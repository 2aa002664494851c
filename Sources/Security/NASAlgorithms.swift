/// 5G ciphering algorithms (TS 33.501 §5.11.1.1); raw values are the identities on the wire.
public enum CipheringAlgorithm: UInt8, Sendable, Hashable, CaseIterable {
  case nea0 = 0
  /// SNOW 3G.
  case nea1 = 1
  /// AES in counter mode.
  case nea2 = 2
  /// ZUC.
  case nea3 = 3
}

/// 5G integrity algorithms (TS 33.501 §5.11.1.2); raw values are the identities on the wire.
public enum IntegrityAlgorithm: UInt8, Sendable, Hashable, CaseIterable {
  case nia0 = 0
  /// SNOW 3G.
  case nia1 = 1
  /// AES-CMAC.
  case nia2 = 2
  /// ZUC.
  case nia3 = 3
}

/// DIRECTION of TS 33.501 Annex D.
public enum LinkDirection: UInt8, Sendable, Hashable, CaseIterable {
  case uplink = 0
  case downlink = 1
}

/// The ciphering and integrity algorithms in use.
public struct NASAlgorithms: Sendable, Hashable {
  public var ciphering: CipheringAlgorithm
  public var integrity: IntegrityAlgorithm

  public init(ciphering: CipheringAlgorithm, integrity: IntegrityAlgorithm) {
    self.ciphering = ciphering
    self.integrity = integrity
  }
}

/// The 5G part of the UE security capability IE (TS 24.501 §9.11.3.54), value part without type and length.
public struct UESecurityCapability: Sendable, Hashable {
  /// 2 to 8 octets as received, for replay in the Security Mode Command.
  public let octets: [UInt8]

  public init(_ octets: [UInt8]) throws(SecurityError) {
    guard (2...8).contains(octets.count) else {
      throw .invalidLength(of: "UE security capability", octets: octets.count, expected: "2 to 8")
    }
    self.octets = octets
  }

  public func supports(_ algorithm: CipheringAlgorithm) -> Bool { octets[0] & (0x80 >> algorithm.rawValue) != 0 }
  public func supports(_ algorithm: IntegrityAlgorithm) -> Bool { octets[1] & (0x80 >> algorithm.rawValue) != 0 }
}

/// The network's order of preference (TS 33.501 §5.3.2, §6.7.1).
public struct AlgorithmPreference: Sendable, Hashable {
  public var ciphering: [CipheringAlgorithm]
  public var integrity: [IntegrityAlgorithm]

  public init(ciphering: [CipheringAlgorithm], integrity: [IntegrityAlgorithm]) {
    self.ciphering = ciphering
    self.integrity = integrity
  }

  /// The first algorithm of each list that the UE supports.
  /// - Parameter allowingNullIntegrity: permits 5G-IA0, for unauthenticated emergency services only (TS 33.501 §5.5.2).
  /// - Throws: `noCommonAlgorithm`.
  public func select(
    for capability: UESecurityCapability, allowingNullIntegrity: Bool = false
  ) throws(SecurityError) -> NASAlgorithms {
    guard let cipher = ciphering.first(where: { capability.supports($0) }),
      let integrity = integrity.first(where: { ($0 != .nia0 || allowingNullIntegrity) && capability.supports($0) })
    else { throw .noCommonAlgorithm }
    return NASAlgorithms(ciphering: cipher, integrity: integrity)
  }
}
