import Security

/// Encrypts credentials before they reach the disk and decrypts them after (AES-GCM with a key file, or a PKCS#11 token).
///
/// The store knows neither key nor algorithm. `context` names the row that the octets belong to and must be authenticated with
/// them, so that a sealed key copied to another subscriber's row does not open.
public struct CredentialSealer: Sendable {
  public typealias Transform = @Sendable (_ octets: [UInt8], _ context: [UInt8]) throws -> [UInt8]

  let sealOctets: Transform
  let openOctets: Transform

  public init(seal: @escaping Transform, open: @escaping Transform) {
    sealOctets = seal
    openOctets = open
  }

  func seal(_ credentials: AuthenticationCredentials, supi: String) throws(StorageError) -> [UInt8] {
    let key = credentials.key.revealed
    let variant = credentials.operatorVariant.revealed
    do {
      return try sealOctets([UInt8(key.count)] + key + variant, Self.context(supi, credentials.algorithm))
    } catch {
      throw .sealing(supi: supi, reason: String(describing: error))
    }
  }

  func open(_ sealed: [UInt8], algorithm: AuthenticationAlgorithm, amf: UInt16, supi: String) throws(StorageError)
    -> AuthenticationCredentials
  {
    let octets: [UInt8]
    do {
      octets = try openOctets(sealed, Self.context(supi, algorithm))
    } catch {
      throw .sealing(supi: supi, reason: String(describing: error))
    }
    guard let count = octets.first, octets.count > Int(count) + 1 else { throw .corruptRow(supi: supi, reason: "credentials too short") }
    return AuthenticationCredentials(
      algorithm: algorithm, key: SecretBytes(octets[1...Int(count)]), operatorVariant: SecretBytes(octets[(Int(count) + 1)...]), amf: amf)
  }

  private static func context(_ supi: String, _ algorithm: AuthenticationAlgorithm) -> [UInt8] {
    Array("vitrum subscriber 1 \(algorithm.rawValue) \(supi)".utf8)
  }
}
