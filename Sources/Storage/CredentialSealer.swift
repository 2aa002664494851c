import Security

/// Seals credentials before they reach the disk: K and OPc or TOPc of a subscriber as one secret, bound to the SUPI and the algorithm,
/// so that a sealed key copied to another subscriber's row does not open.
public struct CredentialSealer: Sendable {
  private let sealer: any SecretSealer
  private let nonce: @Sendable () -> [UInt8]

  /// - Parameter nonce: 12 fresh octets at each call; random ones in production.
  public init(_ sealer: any SecretSealer, nonce: @escaping @Sendable () -> [UInt8]) {
    self.sealer = sealer
    self.nonce = nonce
  }

  func seal(_ credentials: AuthenticationCredentials, supi: String) throws(StorageError) -> [UInt8] {
    guard let keyCount = UInt8(exactly: credentials.key.count) else { throw .sealing(supi: supi, reason: "K is too long") }
    let secret = SecretBytes([keyCount] + credentials.key.revealed + credentials.operatorVariant.revealed)
    do {
      return try sealer.seal(secret, for: Self.context(supi, credentials.algorithm), nonce: nonce())
    } catch {
      throw .sealing(supi: supi, reason: String(describing: error))
    }
  }

  func open(_ sealed: [UInt8], algorithm: AuthenticationAlgorithm, amf: UInt16, supi: String) throws(StorageError)
    -> AuthenticationCredentials
  {
    let octets: [UInt8]
    do {
      octets = try sealer.open(sealed, for: Self.context(supi, algorithm)).revealed
    } catch {
      throw .sealing(supi: supi, reason: String(describing: error))
    }
    guard let count = octets.first, octets.count > Int(count) + 1 else { throw .corruptRow(supi: supi, reason: "credentials too short") }
    return AuthenticationCredentials(
      algorithm: algorithm, key: SecretBytes(octets[1..<(Int(count) + 1)]), operatorVariant: SecretBytes(octets[(Int(count) + 1)...]),
      amf: amf)
  }

  private static func context(_ supi: String, _ algorithm: AuthenticationAlgorithm) -> SealingContext {
    SealingContext(supi: supi, field: "\(algorithm.rawValue) credentials")
  }
}
