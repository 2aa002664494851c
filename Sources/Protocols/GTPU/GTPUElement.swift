import Base

/// An information element (TS 29.281 §8): types below 128 have a fixed length, the others a length field.
public struct GTPUElement: Hashable, Sendable {
  public var type: UInt8
  public var octets: [UInt8]

  public init(type: UInt8, octets: [UInt8]) {
    self.type = type
    self.octets = octets
  }
}

/// What an information element says, by its type (TS 29.281 Table 8.1-1).
public enum GTPUElementContent: Hashable, Sendable {
  /// Recovery, 14 (§8.2): the restart counter.
  case recovery(UInt8)
  /// Tunnel Endpoint Identifier Data I, 16 (§8.3).
  case teidDataI(UInt32)
  /// GTP-U Peer Address, 133 (§8.4).
  case peerAddress(IPAddress)
  /// Extension Header Type List, 141 (§8.5).
  case extensionHeaderTypeList([UInt8])
  /// GTP-U Tunnel Status Information, 230 (§8.7).
  case tunnelStatusInformation(GTPUTunnelStatus)
  /// Recovery Time Stamp, 231 (§8.8): seconds since 1900.
  case recoveryTimeStamp(UInt32)
  /// Private Extension, 255 (§8.6): the number of an enterprise, and what it says.
  case privateExtension(identifier: UInt16, value: [UInt8])
}

/// GTP-U Tunnel Status Information (TS 29.281 §8.7).
public struct GTPUTunnelStatus: Hashable, Sendable {
  /// SPOC: charging is paused.
  public var startPauseOfCharging: Bool
  /// The other flags of the octet, and octets behind it, of a later release.
  public var laterFlags: UInt8 = 0
  public var trailing: [UInt8] = []

  public init(startPauseOfCharging: Bool) { self.startPauseOfCharging = startPauseOfCharging }

  /// `nil` without an octet of flags.
  init?(octets: [UInt8]) {
    guard let flags = octets.first else { return nil }
    startPauseOfCharging = flags & 1 != 0
    laterFlags = flags & 0xFE
    trailing = Array(octets.dropFirst())
  }

  var octets: [UInt8] { [laterFlags & 0xFE | (startPauseOfCharging ? 1 : 0)] + trailing }
}

extension GTPUElement {
  static let recoveryType: UInt8 = 14
  static let teidDataIType: UInt8 = 16
  static let peerAddressType: UInt8 = 133
  static let extensionHeaderTypeListType: UInt8 = 141
  static let tunnelStatusInformationType: UInt8 = 230
  static let recoveryTimeStampType: UInt8 = 231
  static let privateExtensionType: UInt8 = 255

  public init(_ content: GTPUElementContent) {
    switch content {
    case .recovery(let counter): self.init(type: Self.recoveryType, octets: [counter])
    case .teidDataI(let teid): self.init(type: Self.teidDataIType, octets: Self.octets(of: teid))
    case .peerAddress(let address): self.init(type: Self.peerAddressType, octets: address.octets)
    case .extensionHeaderTypeList(let types): self.init(type: Self.extensionHeaderTypeListType, octets: types)
    case .tunnelStatusInformation(let status): self.init(type: Self.tunnelStatusInformationType, octets: status.octets)
    case .recoveryTimeStamp(let time): self.init(type: Self.recoveryTimeStampType, octets: Self.octets(of: time))
    case .privateExtension(let identifier, let value):
      self.init(type: Self.privateExtensionType, octets: [UInt8(identifier >> 8), UInt8(truncatingIfNeeded: identifier)] + value)
    }
  }

  private static func octets(of value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) }
  }

  /// The content in words; `nil` for an unknown type, and for octets that say more or less than their type.
  public var typed: GTPUElementContent? {
    var reader = ByteReader(octets)
    let content: GTPUElementContent?
    switch type {
    case Self.recoveryType: content = reader.readUInt8().map { .recovery($0) }
    case Self.teidDataIType: content = reader.readUInt32().map { .teidDataI($0) }
    case Self.peerAddressType: return IPAddress(octets: octets).map { .peerAddress($0) }
    case Self.extensionHeaderTypeListType: return .extensionHeaderTypeList(octets)
    case Self.tunnelStatusInformationType: return GTPUTunnelStatus(octets: octets).map { .tunnelStatusInformation($0) }
    case Self.recoveryTimeStampType: content = reader.readUInt32().map { .recoveryTimeStamp($0) }
    case Self.privateExtensionType: content = reader.readUInt16().map { .privateExtension(identifier: $0, value: reader.readRest()) }
    default: content = nil
    }
    return reader.isAtEnd ? content : nil
  }

  /// The length of a type below 128; `nil` for one that TS 29.281 Table 8.1-1 does not define.
  static func fixedLength(_ type: UInt8) -> Int? {
    switch type {
    case recoveryType: 1
    case teidDataIType: 4
    default: nil
    }
  }

  /// Whether the length field of the type has one octet instead of two: only the Extension Header Type List (§8.5).
  private var hasShortLength: Bool { type == Self.extensionHeaderTypeListType }

  static func readAll(_ reader: inout ByteReader) throws(GTPUError) -> [GTPUElement] {
    var elements: [GTPUElement] = []
    while let type = reader.readUInt8() {
      var element = GTPUElement(type: type, octets: [])
      let length: Int?
      if type < 128 {
        length = fixedLength(type)
      } else if element.hasShortLength {
        length = reader.readUInt8().map(Int.init)
      } else {
        length = reader.readUInt16().map(Int.init)
      }
      guard let length, let octets = reader.readBytes(length) else { throw .invalidElement(type) }
      element.octets = octets
      elements.append(element)
    }
    return elements
  }

  func write(_ writer: inout ByteWriter) throws(GTPUError) {
    writer.writeUInt8(type)
    if type < 128 {
      guard octets.count == GTPUElement.fixedLength(type) else { throw .invalidElement(type) }
    } else if hasShortLength {
      guard octets.count <= 255 else { throw .invalidElement(type) }
      writer.writeUInt8(UInt8(octets.count))
    } else {
      guard octets.count <= 0xFFFF else { throw .invalidElement(type) }
      writer.writeUInt16(UInt16(octets.count))
    }
    writer.writeBytes(octets)
  }
}
