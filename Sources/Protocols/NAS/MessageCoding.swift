import Base

/// A message's body: what follows the extended protocol discriminator.
///
/// `init(coding:_:)` is the message's table in TS 24.501 §8: mandatory IEs in order, then optional IEs with their IEI.
public protocol NASMessageBody: InformationElement {
  /// TS 24.501 §9.7.
  static var messageType: UInt8 { get }
  /// The message's name in TS 24.501 §8, in capital letters.
  static var name: String { get }
  /// Parts that were received and are not a typed field; they are sent again unchanged.
  var unknownIEs: [UnknownIE] { get set }
}

/// A received part of a message that is not one of its typed fields (TS 24.501 §7.6, §7.7).
public struct UnknownIE: Hashable, Sendable {
  public enum Reason: String, Sendable {
    /// The IEI is not in the message's table (§7.6.1).
    case unknown
    /// The IEI was there before; only the first is handled (§7.6.3).
    case repeated
    /// A known optional IE whose value is syntactically incorrect, treated as absent (§7.7.1).
    case malformed
    /// The IE's length goes beyond the message.
    case truncated
    /// Octets behind the known part of the value of the IE named `name`.
    case `extension`
  }
  public var reason: Reason
  /// The IEI; for a type 1 IE its high half with a low half of zero; 0 for a mandatory IE's extension.
  public var iei: UInt8
  /// The field that the octets belong to, where it is known.
  public var name: String?
  /// The complete IE with IEI and length; for an extension only the octets that are left over.
  public var octets: [UInt8]

  public init(reason: Reason, iei: UInt8, name: String? = nil, octets: [UInt8]) {
    self.reason = reason
    self.iei = iei
    self.name = name
    self.octets = octets
  }

  init(json: JSON) throws(NASError) {
    guard let reason = json["reason"]?.stringValue.flatMap(Reason.init(rawValue:)), let iei = json["iei"]?.integerValue(UInt8.self),
      let octets = json["octets"]?.stringValue.flatMap({ Hex.decode($0) })
    else { throw .invalidJSON(path: "unknownIEs") }
    self.init(reason: reason, iei: iei, name: json["name"]?.stringValue, octets: octets)
  }

  var json: JSON {
    var object = JSON.Object()
    object["reason"] = .string(reason.rawValue)
    object["iei"] = .int(iei)
    if let name { object["name"] = .string(name) }
    object["octets"] = .string(Hex.encode(octets))
    return .object(object)
  }
}

/// How a mandatory IE is coded (TS 24.007 §11.2.1.1).
enum MandatoryFormat: Sendable {
  /// V, 1/2 octet, bits 4 to 1.
  case lowHalf
  /// V, 1/2 octet, bits 8 to 5; follows a `lowHalf`.
  case highHalf
  /// V of a fixed number of octets.
  case v(Int)
  /// LV
  case lv
  /// LV-E
  case lve
}

/// How an optional IE is coded (TS 24.007 §11.2.1.1).
enum OptionalFormat: Sendable {
  /// TV of one octet: the IEI in bits 8 to 5, the value in bits 4 to 1.
  case tvHalf
  /// TV with a value of a fixed number of octets.
  case tv(Int)
  /// TLV
  case tlv
  /// TLV-E
  case tlve
}

/// What the decoder learns about a message in its first pass (the table) and finds behind the mandatory part.
struct MessageLayout: Sendable {
  struct Entry: Sendable {
    var iei: UInt8
    var name: String
    var format: OptionalFormat
  }

  /// An IE found in the optional part.
  struct Found: Sendable {
    var iei: UInt8
    var value: [UInt8]
    var octets: [UInt8]
    var order: Int
  }

  var isCollecting = false
  var table: [Entry] = []
  var found: [Found] = []
  var leftOver: [(order: Int, ie: UnknownIE)] = []
  /// Encoding: the message's unknown IEs, for their extensions.
  var extensions: [UnknownIE] = []
  var pendingHalf: UInt8?
}

extension NASCoder {
  /// The message type octet; the message before it has been read or written by the caller.
  mutating func messageType(_ type: UInt8) throws(NASError) {
    switch mode {
    case .decode: if reader.readUInt8() == nil { throw .messageTooShort }
    case .encode: writeOctets([type])
    case .toJSON, .fromJSON: break
    }
  }

  /// A spare half octet in bits 8 to 5.
  mutating func spareHalf() throws(NASError) {
    switch mode {
    case .decode: guard reader.skip(1) else { throw .invalidMandatoryInformation(ie: "spareHalfOctet") }
    case .encode:
      writeOctets([layout.pendingHalf ?? 0])
      layout.pendingHalf = nil
    case .toJSON, .fromJSON: break
    }
  }

  /// A mandatory IE.
  mutating func mandatory<E: InformationElement>(_ name: String, _ format: MandatoryFormat, _ value: E?) throws(NASError) -> E {
    switch mode {
    case .decode:
      guard var inner = takeMandatory(format) else { throw .invalidMandatoryInformation(ie: name) }
      let element: E
      do { element = try E(coding: &inner, nil) } catch { throw .invalidMandatoryInformation(ie: name) }
      keepExtension(inner.reader.readRest(), iei: 0, name: name)
      return element
    case .encode:
      guard let value else { throw .notEncodable(ie: name) }
      var inner = NASCoder(mode: .encode)
      if case .lowHalf = format { inner.beginHalfOctet() }
      if case .highHalf = format { inner.beginHalfOctet() }
      _ = try E(coding: &inner, value)
      try putMandatory(name, format, inner.octets)
      return value
    case .toJSON, .fromJSON: return try nested(name, value)
    }
  }

  private mutating func takeMandatory(_ format: MandatoryFormat) -> NASCoder? {
    switch format {
    case .lowHalf: return reader.peekUInt8().map { NASCoder(decoding: [$0 & 0x0F], half: true) }
    case .highHalf: return reader.readUInt8().map { NASCoder(decoding: [$0 >> 4], half: true) }
    case .v(let count): return reader.readBytes(count).map { NASCoder(decoding: $0) }
    case .lv: return reader.readUInt8().flatMap { reader.readBytes(Int($0)) }.map { NASCoder(decoding: $0) }
    case .lve: return reader.readUInt16().flatMap { reader.readBytes(Int($0)) }.map { NASCoder(decoding: $0) }
    }
  }

  private mutating func putMandatory(_ name: String, _ format: MandatoryFormat, _ known: [UInt8]) throws(NASError) {
    let value = known + extensionOctets(name)
    switch format {
    case .lowHalf: layout.pendingHalf = (value.first ?? 0) & 0x0F
    case .highHalf:
      writeOctets([(layout.pendingHalf ?? 0) | (value.first ?? 0) << 4])
      layout.pendingHalf = nil
    case .v(let count):
      guard value.count == count else { throw .notEncodable(ie: name) }
      writeOctets(value)
    case .lv:
      guard value.count <= 0xFF else { throw .notEncodable(ie: name) }
      writeOctets([UInt8(value.count)] + value)
    case .lve:
      guard value.count <= 0xFFFF else { throw .notEncodable(ie: name) }
      writeOctets([UInt8(value.count >> 8), UInt8(value.count & 0xFF)] + value)
    }
  }

  /// An optional or conditional IE. One that is syntactically incorrect is treated as absent and kept in `unknownIEs`.
  mutating func optional<E: InformationElement>(
    _ iei: UInt8, _ name: String, _ format: OptionalFormat, _ value: E?
  ) throws(NASError) -> E? {
    switch mode {
    case .decode:
      if layout.isCollecting {
        layout.table.append(.init(iei: iei, name: name, format: format))
        return nil
      }
      guard let found = takeFound(iei) else { return nil }
      var half = false
      if case .tvHalf = format { half = true }
      var inner = NASCoder(decoding: found.value, half: half)
      guard let element = try? E(coding: &inner, nil) else {
        layout.leftOver.append((found.order, UnknownIE(reason: .malformed, iei: iei, name: name, octets: found.octets)))
        return nil
      }
      keepExtension(inner.reader.readRest(), iei: iei, name: name)
      return element
    case .encode:
      guard let value else { return nil }
      var inner = NASCoder(mode: .encode)
      if case .tvHalf = format { inner.beginHalfOctet() }
      _ = try E(coding: &inner, value)
      try putOptional(iei, name, format, inner.octets)
      return value
    case .toJSON:
      if let value { put(name, value.json) }
      return value
    case .fromJSON:
      return member(name) == nil ? nil : try nested(name, value)
    }
  }

  private mutating func takeFound(_ iei: UInt8) -> MessageLayout.Found? {
    guard let index = layout.found.firstIndex(where: { $0.iei == iei }) else { return nil }
    return layout.found.remove(at: index)
  }

  private mutating func putOptional(_ iei: UInt8, _ name: String, _ format: OptionalFormat, _ known: [UInt8]) throws(NASError) {
    let value = known + extensionOctets(name)
    switch format {
    case .tvHalf: writeOctets([iei | (value.first ?? 0) & 0x0F])
    case .tv(let count):
      guard value.count == count else { throw .notEncodable(ie: name) }
      writeOctets([iei] + value)
    case .tlv:
      guard value.count <= 0xFF else { throw .notEncodable(ie: name) }
      writeOctets([iei, UInt8(value.count)] + value)
    case .tlve:
      guard value.count <= 0xFFFF else { throw .notEncodable(ie: name) }
      writeOctets([iei, UInt8(value.count >> 8), UInt8(value.count & 0xFF)] + value)
    }
  }

  private mutating func keepExtension(_ octets: [UInt8], iei: UInt8, name: String) {
    guard !octets.isEmpty, !layout.isCollecting else { return }
    layout.leftOver.append((-1, UnknownIE(reason: .extension, iei: iei, name: name, octets: octets)))
  }

  private func extensionOctets(_ name: String) -> [UInt8] {
    layout.extensions.first { $0.name == name }?.octets ?? []
  }

  /// The parts that no other operation has taken.
  mutating func unknownIEs(_ value: [UnknownIE]?) throws(NASError) -> [UnknownIE] {
    switch mode {
    case .decode:
      // Extensions in the order of the table, then whole IEs as received: the order in which they are found again when re-encoded.
      return layout.leftOver.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element.ie)
    case .encode:
      for ie in value ?? [] where ie.reason != .extension { writeOctets(ie.octets) }
      return value ?? []
    case .toJSON:
      if let value, !value.isEmpty { put("unknownIEs", .array(value.map(\.json))) }
      return value ?? []
    case .fromJSON:
      var read: [UnknownIE] = []
      for element in member("unknownIEs")?.arrayValue ?? [] { read.append(try UnknownIE(json: element)) }
      return read
    }
  }

  /// Splits the optional part into IEs by the message's table and, for other IEIs, by TS 24.007 §11.2.4.
  mutating func splitOptionalPart() throws(NASError) {
    var order = 0
    var seen = Set<UInt8>()
    while let first = reader.peekUInt8() {
      defer { order += 1 }
      let start = reader
      let iei = first & 0x80 != 0 ? first & 0xF0 : first
      let entry = layout.table.first { $0.iei == iei }
      if entry == nil, first & 0xF0 == 0 { throw .unknownComprehensionRequiredIE(first) }
      _ = reader.skip(1)
      var value: [UInt8]?
      switch entry?.format ?? Self.format(ofUnknownIEI: first) {
      case .tvHalf: value = [first & 0x0F]
      case .tv(let count): value = reader.readBytes(count)
      case .tlv: value = reader.readUInt8().flatMap { reader.readBytes(Int($0)) }
      case .tlve: value = reader.readUInt16().flatMap { reader.readBytes(Int($0)) }
      }
      var whole = start
      guard let value else {
        layout.leftOver.append((order, UnknownIE(reason: .truncated, iei: iei, name: entry?.name, octets: whole.readRest())))
        return
      }
      let octets = whole.readBytes(reader.position - start.position) ?? []
      if entry == nil {
        layout.leftOver.append((order, UnknownIE(reason: .unknown, iei: iei, octets: octets)))
      } else if seen.contains(iei) {
        layout.leftOver.append((order, UnknownIE(reason: .repeated, iei: iei, name: entry?.name, octets: octets)))
      } else {
        seen.insert(iei)
        layout.found.append(.init(iei: iei, value: value, octets: octets, order: order))
      }
    }
  }

  private static func format(ofUnknownIEI iei: UInt8) -> OptionalFormat {
    if iei & 0x80 != 0 { return .tvHalf }
    return iei & 0xF0 == 0x70 ? .tlve : .tlv
  }
}

extension NASMessageBody {
  /// Reads the message from its message type octet (5GMM) or PDU session identity (5GSM) on.
  init(decodingBody octets: [UInt8], skipping headerOctets: Int) throws(NASError) {
    var first = NASCoder(decoding: octets)
    guard first.reader.skip(headerOctets) else { throw .messageTooShort }
    var second = first
    first.layout.isCollecting = true
    _ = try Self(coding: &first, nil)
    try first.splitOptionalPart()
    second.layout = first.layout
    second.layout.isCollecting = false
    try self.init(coding: &second, nil)
  }

  /// The message from its message type octet (5GMM) or PDU session identity (5GSM) on.
  func encodeBody() throws(NASError) -> [UInt8] {
    var coder = NASCoder(mode: .encode)
    coder.layout.extensions = unknownIEs.filter { $0.reason == .extension }
    _ = try Self(coding: &coder, self)
    return coder.octets
  }
}
