import Base

extension UInt8: LeafElement {
  init?(reading reader: inout ElementReader) {
    guard let value = reader.readUInt8() else { return nil }
    self = value
  }
  func write(to writer: inout ElementWriter) { writer.writeUInt8(self) }
}

extension UInt16: LeafElement {
  init?(reading reader: inout ElementReader) {
    guard let value = reader.readUInt16() else { return nil }
    self = value
  }
  func write(to writer: inout ElementWriter) { writer.writeUInt16(self) }
}

extension UInt32: LeafElement {
  init?(reading reader: inout ElementReader) {
    guard let value = reader.readUInt32() else { return nil }
    self = value
  }
  func write(to writer: inout ElementWriter) { writer.writeUInt32(self) }
}

extension UInt64: LeafElement {
  init?(reading reader: inout ElementReader) {
    guard let value = reader.readUInt64() else { return nil }
    self = value
  }
  func write(to writer: inout ElementWriter) { writer.writeUInt64(self) }
}

extension Int32: LeafElement {
  init?(reading reader: inout ElementReader) {
    guard let value = reader.readUInt32() else { return nil }
    self.init(bitPattern: value)
  }
  func write(to writer: inout ElementWriter) { writer.writeUInt32(UInt32(bitPattern: self)) }
}

extension Int64: LeafElement {
  init?(reading reader: inout ElementReader) {
    guard let value = reader.readUInt64() else { return nil }
    self.init(bitPattern: value)
  }
  func write(to writer: inout ElementWriter) { writer.writeUInt64(UInt64(bitPattern: self)) }
}

extension Bool: LeafElement {
  init?(reading reader: inout ElementReader) {
    guard let value = reader.readUInt8() else { return nil }
    self = value != 0
  }
  func write(to writer: inout ElementWriter) { writer.writeUInt8(self ? 1 : 0) }
  init?(fromJSON json: JSON) {
    guard let value = json.boolValue else { return nil }
    self = value
  }
  func writeJSON() -> JSON { .bool(self) }
}

extension FixedWidthInteger where Self: LeafElement {
  @_semantics("optimize.sil.specialize.generic.never")
  init?(fromJSON json: JSON) {
    guard let value = json.integerValue(Self.self) else { return nil }
    self = value
  }
  @_semantics("optimize.sil.specialize.generic.never")
  func writeJSON() -> JSON { .int(self) }
}

/// Octets whose inner structure this library does not interpret.
extension [UInt8]: ElementValue, LeafElement {
  init?(reading reader: inout ElementReader) { self = reader.readRest() }
  func write(to writer: inout ElementWriter) { writer.writeBytes(self) }
  init?(fromJSON json: JSON) {
    guard let octets = json.stringValue.flatMap({ Hex.decode($0) }) else { return nil }
    self = octets
  }
  func writeJSON() -> JSON { .string(Hex.encode(self)) }
}

/// An octet string that is text in practice (Network Instance, Application ID, flow descriptions); any octets are kept.
public struct PFCPText: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible, LeafElement {
  public var octets: [UInt8]

  public init(octets: [UInt8]) { self.octets = octets }
  public init(_ text: String) { octets = Array(text.utf8) }
  public init(stringLiteral value: String) { self.init(value) }

  /// The text; octets that are not UTF-8 read as U+FFFD.
  public var description: String { String(decoding: octets, as: UTF8.self) }

  init?(reading reader: inout ElementReader) { octets = reader.readRest() }
  func write(to writer: inout ElementWriter) { writer.writeBytes(octets) }

  init?(fromJSON json: JSON) {
    if let text = json.stringValue {
      self.init(text)
    } else if let octets = json["octets"]?.stringValue.flatMap({ Hex.decode($0) }) {
      self.init(octets: octets)
    } else {
      return nil
    }
  }

  func writeJSON() -> JSON {
    if let text = String(validating: octets, as: UTF8.self) { return .string(text) }
    return ["octets": .string(Hex.encode(octets))]
  }
}

/// A name in the label form of DNS without the final root label (TS 23.003 §9.1): APN/DNN, FQDN of a Node ID.
public struct DomainName: Hashable, Sendable, CustomStringConvertible, LeafElement {
  /// The labels, each behind its length.
  public var octets: [UInt8]

  public init(octets: [UInt8]) { self.octets = octets }

  /// - Parameter name: labels of 1 to 63 octets, separated by dots.
  public init?(_ name: String) {
    octets = []
    for label in name.split(separator: ".", omittingEmptySubsequences: false) {
      guard (1...63).contains(label.utf8.count) else { return nil }
      octets.append(UInt8(label.utf8.count))
      octets.append(contentsOf: label.utf8)
    }
  }

  /// The name with dots; `nil` when the octets are not labels.
  public var name: String? {
    var reader = ByteReader(octets)
    var labels: [String] = []
    while let length = reader.readUInt8() {
      guard length > 0, let label = reader.readBytes(Int(length)), let text = String(validating: label, as: UTF8.self) else { return nil }
      labels.append(text)
    }
    return labels.isEmpty ? nil : labels.joined(separator: ".")
  }

  public var description: String { name ?? Hex.encode(octets) }

  init?(reading reader: inout ElementReader) { octets = reader.readRest() }
  func write(to writer: inout ElementWriter) { writer.writeBytes(octets) }

  init?(fromJSON json: JSON) {
    if let text = json.stringValue {
      self.init(text)
    } else if let octets = json["octets"]?.stringValue.flatMap({ Hex.decode($0) }) {
      self.init(octets: octets)
    } else {
      return nil
    }
  }

  func writeJSON() -> JSON {
    if let name, DomainName(name)?.octets == octets { return .string(name) }
    return ["octets": .string(Hex.encode(octets))]
  }
}

extension JSON.Object {
  /// Adds the member when there is a value.
  @_semantics("optimize.sil.specialize.generic.never")
  mutating func set(_ key: String, _ value: (some LeafElement)?) {
    if let value { self[key] = value.writeJSON() }
  }

  /// Adds the list unless it is empty.
  @_semantics("optimize.sil.specialize.generic.never")
  mutating func setList(_ key: String, _ values: [some LeafElement]) {
    if !values.isEmpty { self[key] = .array(values.map { $0.writeJSON() }) }
  }

  /// The member as `Value`; `.some(nil)` when absent, `nil` when present but wrong.
  @_semantics("optimize.sil.specialize.generic.never")
  func get<Value: LeafElement>(_ key: String, _ type: Value.Type = Value.self) -> Value?? {
    guard let json = self[key] else { return .some(nil) }
    guard let value = Value(fromJSON: json) else { return nil }
    return .some(value)
  }

  /// The member that must be there.
  @_semantics("optimize.sil.specialize.generic.never")
  func require<Value: LeafElement>(_ key: String, _ type: Value.Type = Value.self) -> Value? {
    self[key].flatMap { Value(fromJSON: $0) }
  }

  /// Adds the list, also an empty one, where there is one.
  @_semantics("optimize.sil.specialize.generic.never")
  mutating func setList(_ key: String, _ values: [some LeafElement]?) {
    if let values { self[key] = .array(values.map { $0.writeJSON() }) }
  }

  /// The elements of a list; `.some(nil)` when absent.
  @_semantics("optimize.sil.specialize.generic.never")
  func optionalList<Value: LeafElement>(_ key: String, of type: Value.Type = Value.self) -> [Value]?? {
    guard self[key] != nil else { return .some(nil) }
    guard let values = list(key, of: type) else { return nil }
    return .some(values)
  }

  /// The elements of a list; empty when absent.
  @_semantics("optimize.sil.specialize.generic.never")
  func list<Value: LeafElement>(_ key: String, of type: Value.Type = Value.self) -> [Value]? {
    guard let json = self[key] else { return [] }
    guard let array = json.arrayValue else { return nil }
    let values = array.compactMap { Value(fromJSON: $0) }
    return values.count == array.count ? values : nil
  }
}
