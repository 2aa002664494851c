import Base

extension FiveGMMMessage {
  /// TS 24.007 §11.2.3.1.1A.
  public static let extendedProtocolDiscriminator: UInt8 = 0x7E

  /// Reads a plain 5GMM message.
  /// - Throws: ``NASError``.
  public init(decoding octets: [UInt8]) throws(NASError) {
    guard octets.count >= 3 else { throw .messageTooShort }
    guard octets[0] == Self.extendedProtocolDiscriminator else { throw .unexpectedProtocolDiscriminator(octets[0]) }
    guard octets[1] & 0x0F == 0 else { throw .unexpectedSecurityHeaderType(octets[1] & 0x0F) }
    try self.init(messageType: octets[2], octets: octets)
  }

  public func encode() throws(NASError) -> [UInt8] { try encodeBody(behind: [Self.extendedProtocolDiscriminator, 0]) }

  /// Appends the message.
  public func encode(into octets: inout [UInt8]) throws(NASError) { octets += try encode() }

  /// TS 24.501 §9.7.
  public var messageType: UInt8 { type(of: body).messageType }
  /// The message's name in TS 24.501 §8.2.
  public var name: String { type(of: body).name }

  /// An object with one member: the message's key and its fields.
  public init(json: JSON) throws(NASError) {
    guard let key = json.objectValue?.keys.first, let value = json[key] else { throw .invalidJSON(path: "") }
    try self.init(key: key, json: value)
  }

  public var json: JSON { json(depth: 0) }

  func json(depth: Int) -> JSON {
    var object = JSON.Object()
    object[key] = body.json(depth: depth)
    return .object(object)
  }
}

extension FiveGSMMessage {
  /// TS 24.007 §11.2.3.1.1A.
  public static let extendedProtocolDiscriminator: UInt8 = 0x2E

  /// Reads a 5GSM message.
  /// - Throws: ``NASError``.
  public init(decoding octets: [UInt8]) throws(NASError) {
    guard octets.count >= 4 else { throw .messageTooShort }
    guard octets[0] == Self.extendedProtocolDiscriminator else { throw .unexpectedProtocolDiscriminator(octets[0]) }
    try self.init(messageType: octets[3], octets: octets)
  }

  public func encode() throws(NASError) -> [UInt8] { try encodeBody(behind: [Self.extendedProtocolDiscriminator]) }

  /// Appends the message.
  public func encode(into octets: inout [UInt8]) throws(NASError) { octets += try encode() }

  /// TS 24.501 §9.7.
  public var messageType: UInt8 { type(of: body).messageType }
  /// The message's name in TS 24.501 §8.3.
  public var name: String { type(of: body).name }

  /// An object with one member: the message's key and its fields.
  public init(json: JSON) throws(NASError) {
    guard let key = json.objectValue?.keys.first, let value = json[key] else { throw .invalidJSON(path: "") }
    try self.init(key: key, json: value)
  }

  public var json: JSON { json(depth: 0) }

  func json(depth: Int) -> JSON {
    var object = JSON.Object()
    object[key] = body.json(depth: depth)
    return .object(object)
  }
}
