import Base

/// A NAS message as it is carried over N1 (TS 24.501 §9.1.1).
public enum NASMessage: Hashable, Sendable {
  case fiveGMM(FiveGMMMessage)
  case fiveGSM(FiveGSMMessage)
  case `protected`(SecurityProtectedNASMessage)

  /// - Throws: ``NASError``; its causes say how TS 24.501 §7 wants the sender to be answered.
  public init(decoding octets: [UInt8]) throws(NASError) {
    guard octets.count >= 2 else { throw .messageTooShort }
    switch octets[0] {
    case FiveGMMMessage.extendedProtocolDiscriminator:
      self = octets[1] & 0x0F == 0 ? .fiveGMM(try FiveGMMMessage(decoding: octets)) : .protected(try .init(decoding: octets))
    case FiveGSMMessage.extendedProtocolDiscriminator: self = .fiveGSM(try FiveGSMMessage(decoding: octets))
    default: throw .unexpectedProtocolDiscriminator(octets[0])
    }
  }

  public func encode() throws(NASError) -> [UInt8] {
    switch self {
    case .fiveGMM(let message): try message.encode()
    case .fiveGSM(let message): try message.encode()
    case .protected(let message): message.encode()
    }
  }

  /// Appends the message.
  public func encode(into octets: inout [UInt8]) throws(NASError) { octets += try encode() }

  public init(json: JSON) throws(NASError) {
    guard let key = json.objectValue?.keys.first, let value = json[key] else { throw .invalidJSON(path: "") }
    if key == "securityProtectedNASMessage" {
      self = .protected(try .init(json: value))
    } else if FiveGSMMessage.keys.contains(key) {
      self = .fiveGSM(try FiveGSMMessage(json: json))
    } else {
      self = .fiveGMM(try FiveGMMMessage(json: json))
    }
  }

  public var json: JSON { json(depth: 0) }

  /// The message in JSON with its containers as octets.
  public var flatJSON: JSON { json(depth: NASCoder.maximumDepth) }

  func json(depth: Int) -> JSON {
    switch self {
    case .fiveGMM(let message): message.json(depth: depth)
    case .fiveGSM(let message): message.json(depth: depth)
    case .protected(let message): ["securityProtectedNASMessage": message.json(depth: depth)]
    }
  }

  /// The message's name in TS 24.501 §8.
  public var name: String {
    switch self {
    case .fiveGMM(let message): message.name
    case .fiveGSM(let message): message.name
    case .protected: "SECURITY PROTECTED 5GS NAS MESSAGE"
    }
  }
}

/// Security header type (TS 24.501 §9.3.1) of a protected message.
public enum SecurityHeaderType: UInt8, Sendable, CaseIterable {
  case integrityProtected = 1
  case integrityProtectedAndCiphered = 2
  /// Only for SECURITY MODE COMMAND.
  case integrityProtectedWithNewContext = 3
  /// Only for SECURITY MODE COMPLETE.
  case integrityProtectedAndCipheredWithNewContext = 4

  /// The payload is ciphered (with 5G-EA0 it is nevertheless plain).
  public var isCiphered: Bool { self == .integrityProtectedAndCiphered || self == .integrityProtectedAndCipheredWithNewContext }
  /// The message takes a new security context into use.
  public var isNewContext: Bool { rawValue >= 3 }
}

/// A security protected 5GS NAS message (TS 24.501 §8.2.28): a wrapper whose payload may be ciphered.
public struct SecurityProtectedNASMessage: Hashable, Sendable {
  public var securityHeaderType: SecurityHeaderType
  public var messageAuthenticationCode: UInt32
  /// The low eight bits of the NAS COUNT.
  public var sequenceNumber: UInt8
  /// The plain or ciphered NAS message.
  public var payload: [UInt8]

  public init(securityHeaderType: SecurityHeaderType, messageAuthenticationCode: UInt32, sequenceNumber: UInt8, payload: [UInt8]) {
    self.securityHeaderType = securityHeaderType
    self.messageAuthenticationCode = messageAuthenticationCode
    self.sequenceNumber = sequenceNumber
    self.payload = payload
  }

  public init(decoding octets: [UInt8]) throws(NASError) {
    var reader = ByteReader(octets)
    guard let discriminator = reader.readUInt8(), let header = reader.readUInt8() else { throw .messageTooShort }
    guard discriminator == FiveGMMMessage.extendedProtocolDiscriminator else { throw .unexpectedProtocolDiscriminator(discriminator) }
    guard let type = SecurityHeaderType(rawValue: header & 0x0F) else { throw .unexpectedSecurityHeaderType(header & 0x0F) }
    guard let code = reader.readUInt32(), let number = reader.readUInt8(), !reader.isAtEnd else { throw .messageTooShort }
    self.init(securityHeaderType: type, messageAuthenticationCode: code, sequenceNumber: number, payload: reader.readRest())
  }

  public func encode() -> [UInt8] {
    var writer = ByteWriter(capacity: payload.count + 7)
    writer.writeUInt8(FiveGMMMessage.extendedProtocolDiscriminator)
    writer.writeUInt8(securityHeaderType.rawValue)
    writer.writeUInt32(messageAuthenticationCode)
    writer.writeBytes(authenticatedOctets)
    return writer.octets
  }

  /// What the message authentication code is computed over (TS 24.501 §4.4.3.3): sequence number and payload.
  public var authenticatedOctets: [UInt8] { [sequenceNumber] + payload }

  public init(json: JSON) throws(NASError) {
    guard let type = json["securityHeaderType"]?.integerValue(UInt8.self).flatMap(SecurityHeaderType.init(rawValue:)) else {
      throw .invalidJSON(path: "securityHeaderType")
    }
    guard let code = json["messageAuthenticationCode"]?.stringValue.flatMap({ Hex.decode($0) }), code.count == 4 else {
      throw .invalidJSON(path: "messageAuthenticationCode")
    }
    guard let number = json["sequenceNumber"]?.integerValue(UInt8.self) else { throw .invalidJSON(path: "sequenceNumber") }
    var coder = NASCoder(json: json)
    let payload = try coder.container("payload", .nasMessage, nil)
    self.init(
      securityHeaderType: type, messageAuthenticationCode: code.reduce(0) { $0 << 8 | UInt32($1) }, sequenceNumber: number, payload: payload
    )
  }

  /// The payload is shown as the message that it is, or in hexadecimal where it is ciphered.
  public var json: JSON { json(depth: 0) }

  func json(depth: Int) -> JSON {
    var coder = NASCoder(mode: .toJSON)
    coder.depth = depth
    var code: [UInt8] = []
    for shift: UInt32 in [24, 16, 8, 0] { code.append(UInt8(truncatingIfNeeded: messageAuthenticationCode >> shift)) }
    coder.put("securityHeaderType", .int(securityHeaderType.rawValue))
    coder.put("messageAuthenticationCode", .string(Hex.encode(code)))
    coder.put("sequenceNumber", .int(sequenceNumber))
    guard (try? coder.container("payload", .nasMessage, payload)) != nil else { return .null }
    return coder.resultJSON
  }
}
