import Base

/// EAP message (TS 24.501 §9.11.2.2): a packet of RFC 3748 as received, with its header.
public struct EAPMessage: InformationElement {
  /// The whole packet, at least four octets.
  public var octets: [UInt8]

  public init(_ octets: [UInt8]) { self.octets = octets }

  /// - Parameters:
  ///   - type: absent in Success and Failure.
  ///   - typeData: at most 65,530 octets; what is beyond does not fit the length field and is cut off.
  public init(code: EAPCode, identifier: UInt8, type: UInt8? = nil, typeData: [UInt8] = []) {
    let body = (type.map { [$0] } ?? []) + typeData.prefix(65_530)
    let count = UInt16(truncatingIfNeeded: body.count + 4)
    octets = [code.rawValue, identifier, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)] + body
  }

  private func octet(_ index: Int) -> UInt8 { index < octets.count ? octets[index] : 0 }

  public var code: EAPCode { EAPCode(rawValue: octet(0)) }
  public var identifier: UInt8 { octet(1) }
  /// The length field; `octets.count` in a well-formed packet.
  public var length: Int { Int(octet(2)) << 8 | Int(octet(3)) }
  /// 1 identity, 3 Nak, 13 TLS, 50 AKA' and so on; `nil` in Success and Failure.
  public var type: UInt8? { octets.count > 4 ? octets[4] : nil }
  /// What follows the type.
  public var typeData: [UInt8] { Array(octets.dropFirst(5)) }

  public init(coding c: inout NASCoder, _ value: EAPMessage?) throws(NASError) {
    switch c.mode {
    case .decode:
      guard c.remaining >= 4 else { throw .malformed(ie: "eapMessage") }
      self.init(try c.rest("", nil))
    case .encode:
      guard let value, value.octets.count >= 4 else { throw .notEncodable(ie: "eapMessage") }
      self.init(try c.rest("", value.octets))
    case .toJSON:
      let value = try c.written("eapMessage", value)
      if EAPMessage(code: value.code, identifier: value.identifier, type: value.type, typeData: value.typeData) == value {
        _ = try c.nested("code", value.code)
        _ = try c.uint8("identifier", value.identifier)
        if let type = value.type { _ = try c.uint8("type", type) }
        c.put("typeData", .string(Hex.encode(value.typeData)))
      } else {
        c.put("octets", .string(Hex.encode(value.octets)))
      }
      self = value
    case .fromJSON:
      if c.member("octets") != nil {
        self.init(try c.rest("octets", nil))
        return
      }
      let type = c.member("type") == nil ? nil : try c.uint8("type", nil)
      let data = try c.rest("typeData", nil)
      guard data.count <= 65_530, type != nil || data.isEmpty else { throw .invalidJSON(path: "typeData") }
      self.init(code: try c.nested("code", nil), identifier: try c.uint8("identifier", nil), type: type, typeData: data)
    }
  }
}

/// Code of an EAP packet (RFC 3748 §4).
public enum EAPCode: NamedValue {
  case request
  case response
  case success
  case failure
  /// A value without a name in the standard.
  case other(UInt8)

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .request
    case 2: self = .response
    case 3: self = .success
    case 4: self = .failure
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .request: 1
    case .response: 2
    case .success: 3
    case .failure: 4
    case .other(let value): value
    }
  }
}
