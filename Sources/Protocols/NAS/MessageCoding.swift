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

/// How the decoder walks through a message, and what it has found there.
///
/// Nearly every message has its IEs in the order of its table, complete and each once: one pass reads those in place (`ordered`). If that
/// pass does not reach the end, the message is read again: one pass lists the table's IEIs (`listing`), then the optional part is split
/// into IEs by it, and another pass takes each IE from where it was found (`anyOrder`).
struct MessageLayout {
  enum Pass { case ordered, listing, anyOrder }

  struct Entry {
    var iei: UInt8
    var name: String
    var format: OptionalFormat
  }

  /// An IE found in the optional part: the places of its first octet and of its value in the message.
  struct Found {
    var iei: UInt8
    var start: Int
    var value: Range<Int>
    var order: Int
  }

  /// Unknown and repeated IEs beyond this number are kept together as one, so that a message of one-octet IEs stays small in memory.
  static let maximumLeftOver = 128

  var pass = Pass.ordered
  var table: [Entry] = []
  var found: [Found] = []
  var leftOver: [(order: Int, ie: UnknownIE)] = []
  /// Encoding: the message's unknown IEs that are extensions of known ones.
  var extensions: [UnknownIE] = []
}

extension NASCoder {
  /// The 5GSM messages that only the network sends (TS 24.501 §8.3).
  private static func isFromNetwork(_ type: UInt8) -> Bool {
    switch type {
    case 0xC2, 0xC3, 0xC5, 0xC7, 0xCA, 0xCB, 0xD2, 0xD3, 0xD8, 0xDB: true
    default: false
    }
  }

  /// The message type octet; the message before it has been read or written by the caller.
  mutating func messageType(_ type: UInt8) throws(NASError) {
    isFromNetwork = Self.isFromNetwork(type)
    switch mode {
    case .decode:
      guard position < end else { throw .messageTooShort }
      position += 1
    case .encode: output.append(type)
    case .toJSON, .fromJSON: break
    }
  }

  /// A spare half octet in bits 8 to 5, behind a `lowHalf`, which has written the octet.
  mutating func spareHalf() throws(NASError) {
    guard mode == .decode else { return }
    guard position < end else { throw .invalidMandatoryInformation(ie: "spareHalfOctet") }
    position += 1
  }

  /// A mandatory IE.
  @inline(never)
  mutating func mandatory<E: InformationElement>(_ name: String, _ format: MandatoryFormat, _ value: E?) throws(NASError) -> E {
    switch mode {
    case .decode:
      guard let range = mandatoryRange(format) else { throw .invalidMandatoryInformation(ie: name) }
      let outerEnd = end
      position = range.lowerBound
      end = range.upperBound
      if case .lowHalf = format { bitPosition = 4 }
      let element: E
      do { element = try E(coding: &self, nil) } catch { throw .invalidMandatoryInformation(ie: name) }
      switch format {
      case .lowHalf: position = range.lowerBound
      case .highHalf: position = range.upperBound
      default: keepExtension(iei: 0, name: name)
      }
      bitPosition = 0
      end = outerEnd
      return element
    case .encode:
      guard let value else { throw .notEncodable(ie: name) }
      try putMandatory(name, format, value)
      return value
    case .toJSON, .fromJSON: return try nestedJSON(name, value)
    }
  }

  /// Where the value of the mandatory IE at the position is; `nil` where the message ends before.
  private func mandatoryRange(_ format: MandatoryFormat) -> Range<Int>? {
    switch format {
    case .lowHalf, .highHalf: valueRange(lengthOctets: 0, fixed: 1)
    case .v(let count): valueRange(lengthOctets: 0, fixed: count)
    case .lv: valueRange(lengthOctets: 1)
    case .lve: valueRange(lengthOctets: 2)
    }
  }

  /// Where a value is whose length field, or which itself, begins `offset` octets behind the position.
  private func valueRange(offset: Int = 0, lengthOctets: Int, fixed: Int = 0) -> Range<Int>? {
    let start = position + offset + lengthOctets
    guard start <= end else { return nil }
    var count = fixed
    if lengthOctets == 1 { count = Int(input[start - 1]) }
    if lengthOctets == 2 { count = Int(input[start - 2]) << 8 | Int(input[start - 1]) }
    return count <= end - start ? start..<(start + count) : nil
  }

  private mutating func putMandatory<E: InformationElement>(
    _ name: String, _ format: MandatoryFormat, _ value: E
  ) throws(NASError) {
    let start = output.count
    switch format {
    case .lowHalf: _ = try putHalf(name, value)
    case .highHalf:
      let octet = try putHalf(name, value)
      output.removeLast()
      guard !output.isEmpty else { throw .notEncodable(ie: name) }
      output[output.count - 1] |= octet << 4
    case .v(let count):
      _ = try E(coding: &self, value)
      putExtension(name)
      guard output.count - start == count else { throw .notEncodable(ie: name) }
    case .lv, .lve:
      let lengthOctets = if case .lv = format { 1 } else { 2 }
      putInteger(0, lengthOctets)
      _ = try E(coding: &self, value)
      putExtension(name)
      try fillLength(at: start, lengthOctets, name)
    }
  }

  /// Writes an octet whose low half is the value.
  private mutating func putHalf<E: InformationElement>(_ name: String, _ value: E) throws(NASError) -> UInt8 {
    let start = output.count
    bitPosition = 4
    _ = try E(coding: &self, value)
    guard bitPosition == 0, output.count == start + 1 else { throw .notEncodable(ie: name) }
    return output[start]
  }

  /// An optional or conditional IE. One that is syntactically incorrect is treated as absent and kept in `unknownIEs`.
  ///
  /// When octets are written it returns `nil`: the message that such a pass makes is not used.
  @inline(never)
  mutating func optional<E: InformationElement>(
    _ iei: UInt8, _ name: String, _ format: OptionalFormat, _ value: E?
  ) throws(NASError) -> E? {
    switch mode {
    case .decode:
      switch layout.pass {
      case .ordered: return takeNext(iei, format)
      case .listing:
        layout.table.append(.init(iei: iei, name: name, format: format))
        return nil
      case .anyOrder: return takeFound(iei, name, format)
      }
    case .encode:
      if let value { try putOptional(iei, name, format, value) }
      return nil
    case .toJSON:
      if value != nil { _ = try nestedJSON(name, value) }
      return value
    case .fromJSON:
      return member(name) == nil ? nil : try nestedJSON(name, value)
    }
  }

  /// The IE at the position, if it is this one, is complete and correct, and has nothing behind what is known of it.
  private mutating func takeNext<E: InformationElement>(_ iei: UInt8, _ format: OptionalFormat) -> E? {
    guard position < end else { return nil }
    let first = input[position]
    guard first == iei || isHalf(format) && first & 0xF0 == iei, let range = optionalRange(format) else { return nil }
    let start = position
    let outerEnd = end
    let element: E? = takeValue(range, format)
    let isComplete = isHalf(format) || position == range.upperBound
    end = outerEnd
    bitPosition = 0
    guard let element, isComplete else {
      position = start
      return nil
    }
    position = range.upperBound
    return element
  }

  private func isHalf(_ format: OptionalFormat) -> Bool { if case .tvHalf = format { true } else { false } }

  /// Where the value of the optional IE at the position is; `nil` where the message ends before. A half octet's is its whole octet.
  private func optionalRange(_ format: OptionalFormat) -> Range<Int>? {
    switch format {
    case .tvHalf: valueRange(lengthOctets: 0, fixed: 1)
    case .tv(let count): valueRange(offset: 1, lengthOctets: 0, fixed: count)
    case .tlv: valueRange(offset: 1, lengthOctets: 1)
    case .tlve: valueRange(offset: 1, lengthOctets: 2)
    }
  }

  /// Reads an element in `range`; leaves the position behind what it has read, and `end` changed.
  private mutating func takeValue<E: InformationElement>(_ range: Range<Int>, _ format: OptionalFormat) -> E? {
    position = range.lowerBound
    end = range.upperBound
    bitPosition = isHalf(format) ? 4 : 0
    do { return try E(coding: &self, nil) } catch { return nil }
  }

  // Not copied for each type: messages are seldom out of order.
  @_semantics("optimize.sil.specialize.generic.never")
  private mutating func takeFound<E: InformationElement>(_ iei: UInt8, _ name: String, _ format: OptionalFormat) -> E? {
    guard let index = layout.found.firstIndex(where: { $0.iei == iei }) else { return nil }
    let found = layout.found.remove(at: index)
    let outer = (position, end)
    defer {
      (position, end) = outer
      bitPosition = 0
    }
    guard let element: E = takeValue(found.value, format) else {
      let whole = Array(input[found.start..<found.value.upperBound])
      layout.leftOver.append((found.order, UnknownIE(reason: .malformed, iei: iei, name: name, octets: whole)))
      return nil
    }
    end = found.value.upperBound
    if !isHalf(format) { keepExtension(iei: iei, name: name) }
    return element
  }

  private mutating func putOptional<E: InformationElement>(
    _ iei: UInt8, _ name: String, _ format: OptionalFormat, _ value: E
  ) throws(NASError) {
    let start = output.count
    switch format {
    case .tvHalf:
      let octet = try putHalf(name, value)
      output[start] = iei | octet & 0x0F
    case .tv(let count):
      output.append(iei)
      _ = try E(coding: &self, value)
      putExtension(name)
      guard output.count - start == count + 1 else { throw .notEncodable(ie: name) }
    case .tlv, .tlve:
      let lengthOctets = if case .tlv = format { 1 } else { 2 }
      output.append(iei)
      putInteger(0, lengthOctets)
      _ = try E(coding: &self, value)
      putExtension(name)
      try fillLength(at: start + 1, lengthOctets, name)
    }
  }

  /// Keeps what is left of the element of an IE.
  private mutating func keepExtension(iei: UInt8, name: String) {
    guard position < end else { return }
    let octets = input[position..<end]
    position = end
    guard layout.pass != .listing else { return }
    layout.leftOver.append((-1, UnknownIE(reason: .extension, iei: iei, name: name, octets: Array(octets))))
  }

  private mutating func putExtension(_ name: String) {
    guard !layout.extensions.isEmpty, let part = layout.extensions.first(where: { $0.name == name }) else { return }
    output.append(contentsOf: part.octets)
  }

  /// The parts that no other operation has taken.
  mutating func unknownIEs(_ value: [UnknownIE]?) throws(NASError) -> [UnknownIE] {
    switch mode {
    case .decode:
      if layout.leftOver.isEmpty { return [] }
      // Extensions in the order of the table, then whole IEs as received: the order in which they are found again when re-encoded.
      return layout.leftOver.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element.ie)
    case .encode:
      for ie in value ?? [] where ie.reason != .extension { output.append(contentsOf: ie.octets) }
      return []
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
  fileprivate mutating func splitOptionalPart() throws(NASError) {
    var order = 0
    while position < end {
      defer { order += 1 }
      let start = position
      let first = input[start]
      let iei = first & 0x80 != 0 ? first & 0xF0 : first
      let entry = layout.table.first { $0.iei == iei }
      if entry == nil, first & 0xF0 == 0 { throw .unknownComprehensionRequiredIE(first) }
      guard let range = optionalRange(entry?.format ?? Self.format(ofUnknownIEI: first)) else {
        keepUnknown(order, UnknownIE(reason: .truncated, iei: iei, name: entry?.name, octets: Array(input[start..<end])))
        return
      }
      position = range.upperBound
      if let entry, !layout.found.contains(where: { $0.iei == entry.iei }) {
        layout.found.append(.init(iei: entry.iei, start: start, value: range, order: order))
      } else {
        let octets = Array(input[start..<position])
        keepUnknown(order, UnknownIE(reason: entry == nil ? .unknown : .repeated, iei: iei, name: entry?.name, octets: octets))
      }
    }
  }

  private mutating func keepUnknown(_ order: Int, _ ie: UnknownIE) {
    let count = layout.leftOver.count
    if count > MessageLayout.maximumLeftOver, layout.leftOver[count - 1].order >= 0 {
      layout.leftOver[count - 1].ie.octets += ie.octets
      // What is cut off at the end of the message stays its end.
      layout.leftOver[count - 1].order = order
    } else {
      layout.leftOver.append((order, ie))
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
    guard octets.count >= headerOctets else { throw .messageTooShort }
    var coder = NASCoder(decoding: octets, from: headerOctets)
    let message = try Self(coding: &coder, nil)
    if coder.isAtEnd {
      self = message
      return
    }
    var listing = NASCoder(decoding: octets, from: headerOctets)
    listing.layout.pass = .listing
    _ = try Self(coding: &listing, nil)
    try listing.splitOptionalPart()
    coder = NASCoder(decoding: octets, from: headerOctets)
    coder.layout = listing.layout
    coder.layout.pass = .anyOrder
    try self.init(coding: &coder, nil)
  }

  /// The message behind the octets `header`.
  func encodeBody(behind header: [UInt8]) throws(NASError) -> [UInt8] {
    var coder = NASCoder(mode: .encode)
    coder.output.reserveCapacity(224)
    coder.output.append(contentsOf: header)
    if !unknownIEs.isEmpty { coder.layout.extensions = unknownIEs.filter { $0.reason == .extension } }
    _ = try Self(coding: &coder, self)
    return coder.output
  }
}
