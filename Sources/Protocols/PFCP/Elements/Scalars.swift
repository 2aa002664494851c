import Base

extension UInt8: LeafElement {
  init?(reading reader: inout ByteReader) {
    guard let value = reader.readUInt8() else { return nil }
    self = value
  }
  func write(to writer: inout ByteWriter) { writer.writeUInt8(self) }
}

extension UInt16: LeafElement {
  init?(reading reader: inout ByteReader) {
    guard let value = reader.readUInt16() else { return nil }
    self = value
  }
  func write(to writer: inout ByteWriter) { writer.writeUInt16(self) }
}

extension UInt32: LeafElement {
  init?(reading reader: inout ByteReader) {
    guard let value = reader.readUInt32() else { return nil }
    self = value
  }
  func write(to writer: inout ByteWriter) { writer.writeUInt32(self) }
}

extension UInt64: LeafElement {
  init?(reading reader: inout ByteReader) {
    guard let value = reader.readUInt64() else { return nil }
    self = value
  }
  func write(to writer: inout ByteWriter) { writer.writeUInt64(self) }
}

extension FixedWidthInteger where Self: LeafElement {
  init?(fromJSON json: JSON) {
    guard let value = json.integerValue(Self.self) else { return nil }
    self = value
  }
  func writeJSON() -> JSON { .int(self) }
}

/// Octets whose inner structure this library does not interpret.
extension [UInt8]: ElementValue, LeafElement {
  init?(reading reader: inout ByteReader) { self = reader.readRest() }
  func write(to writer: inout ByteWriter) { writer.writeBytes(self) }
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

  init?(reading reader: inout ByteReader) { octets = reader.readRest() }
  func write(to writer: inout ByteWriter) { writer.writeBytes(octets) }

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

  init?(reading reader: inout ByteReader) { octets = reader.readRest() }
  func write(to writer: inout ByteWriter) { writer.writeBytes(octets) }

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
  mutating func set(_ key: String, _ value: (some LeafElement)?) {
    if let value { self[key] = value.writeJSON() }
  }

  /// The member as `Value`; `.some(nil)` when absent, `nil` when present but wrong.
  func get<Value: LeafElement>(_ key: String, _ type: Value.Type = Value.self) -> Value?? {
    guard let json = self[key] else { return .some(nil) }
    guard let value = Value(fromJSON: json) else { return nil }
    return .some(value)
  }
}
