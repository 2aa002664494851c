import Base

/// Security header types of 5GMM messages (TS 24.501 §9.3.1).
public enum SecurityHeaderType: UInt8, Sendable, Hashable, CaseIterable {
  case plain = 0
  case integrityProtected = 1
  case integrityProtectedAndCiphered = 2
  /// Only for the Security Mode Command.
  case integrityProtectedWithNewContext = 3
  /// Only for the Security Mode Complete.
  case integrityProtectedAndCipheredWithNewContext = 4

  public var isCiphered: Bool { self == .integrityProtectedAndCiphered || self == .integrityProtectedAndCipheredWithNewContext }
}

/// The header of a security protected 5GS NAS message and its content, before any check (TS 24.501 §9.1.1).
///
/// Its ``payload`` is readable without a context where ``headerType`` is not ciphered: so a UE finds the selected algorithms in a
/// Security Mode Command, and an AMF without the UE's context reads an initial message. Nothing in it can be trusted.
public struct ProtectedNASMessage: Sendable, Hashable {
  /// Extended protocol discriminator of 5GMM.
  public static let protocolDiscriminator: UInt8 = 0x7E
  /// Octets in front of the payload.
  public static let headerOctets = 7

  public var headerType: SecurityHeaderType
  /// Message authentication code, 4 octets.
  public var mac: [UInt8]
  public var sequenceNumber: UInt8
  /// The plain NAS message, enciphered where the header type says so.
  public var payload: [UInt8]

  /// - Throws: `messageTooShort`, `unexpectedProtocolDiscriminator`, or `unexpectedSecurityHeaderType` for plain and reserved types.
  ///   The spare half octet is ignored.
  public init(decoding octets: [UInt8]) throws(SecurityError) {
    var reader = ByteReader(octets)
    guard let discriminator = reader.readUInt8(), let type = reader.readUInt8() else {
      throw .messageTooShort(octets: octets.count)
    }
    guard discriminator == Self.protocolDiscriminator else { throw .unexpectedProtocolDiscriminator(discriminator) }
    guard let headerType = SecurityHeaderType(rawValue: type & 0x0F), headerType != .plain else {
      throw .unexpectedSecurityHeaderType(type & 0x0F)
    }
    guard let mac = reader.readBytes(4), let sequenceNumber = reader.readUInt8(), !reader.isAtEnd else {
      throw .messageTooShort(octets: octets.count)
    }
    self.headerType = headerType
    self.mac = mac
    self.sequenceNumber = sequenceNumber
    payload = reader.readRest()
  }

  /// Whether `octets` start as a security protected 5GMM message does; says nothing about the rest.
  public static func isProtected(_ octets: [UInt8]) -> Bool {
    octets.count >= 2 && octets[0] == protocolDiscriminator && octets[1] & 0x0F != 0
  }
}
