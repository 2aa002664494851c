import Base

/// The value part of a NAS information element, or a part of one.
///
/// One pass, `init(coding:_:)`, declares the fields; decoding, encoding and both directions of JSON run that same pass.
public protocol InformationElement: Hashable, Sendable {
  /// Visits every field in the order of the standard. `value` is the element to write, `nil` when one is read.
  init(coding coder: inout NASCoder, _ value: Self?) throws(NASError)
}

extension InformationElement {
  /// Reads the value part (without IEI and length).
  public init(decoding octets: [UInt8]) throws(NASError) {
    var coder = NASCoder(decoding: octets)
    try self.init(coding: &coder, nil)
  }

  /// The value part (without IEI and length).
  public func encode() throws(NASError) -> [UInt8] {
    var coder = NASCoder(mode: .encode)
    _ = try Self(coding: &coder, self)
    return coder.octets
  }

  public init(json: JSON) throws(NASError) {
    var coder = NASCoder(json: json)
    try self.init(coding: &coder, nil)
  }

  public var json: JSON {
    var coder = NASCoder(mode: .toJSON)
    guard (try? Self(coding: &coder, self)) != nil else { return .null }
    return coder.resultJSON
  }
}

/// Octets whose inner structure is another specification's, or is not interpreted here; hexadecimal in JSON.
extension Array: InformationElement where Element == UInt8 {
  public init(coding coder: inout NASCoder, _ value: [UInt8]?) throws(NASError) {
    self = try coder.rest("", value)
  }
}

/// A coded value whose meanings have names; any value without one is kept as a number.
///
/// In JSON it is the name, or the number where there is no name.
public protocol NamedValue: InformationElement {
  /// The width on the wire in bits; below 4 the rest of the half octet is spare.
  static var bitWidth: Int { get }
  init(rawValue: UInt8)
  var rawValue: UInt8 { get }
}

extension NamedValue {
  public static var bitWidth: Int { 8 }

  public init(coding coder: inout NASCoder, _ value: Self?) throws(NASError) {
    if Self.bitWidth < 4 { try coder.spare(4 - Self.bitWidth) }
    self = try coder.named("", bits: Self.bitWidth, value)
  }

  /// The name of the standard, `nil` for a value without one.
  public var name: String? {
    let text = String(describing: self)
    return text.hasPrefix("other(") ? nil : text
  }

  init?(name: String) {
    for raw in UInt8.min...UInt8.max {
      let candidate = Self(rawValue: raw)
      if candidate.name == name {
        self = candidate
        return
      }
    }
    return nil
  }
}

/// Keeps a value on the heap, so that the type around it stays small; copy on write.
struct Boxed<Value: Hashable & Sendable>: Hashable, Sendable {
  private var elements: [Value]
  init(_ value: Value) { elements = [value] }
  var value: Value {
    get { elements[0] }
    _modify { yield &elements[0] }
  }
}

/// An octet that carries a number (for example a PDU session identity).
extension UInt8: InformationElement {
  public init(coding coder: inout NASCoder, _ value: UInt8?) throws(NASError) { self = try coder.uint8("", value) }
}

extension UInt16: InformationElement {
  public init(coding coder: inout NASCoder, _ value: UInt16?) throws(NASError) { self = try coder.uint16("", value) }
}
