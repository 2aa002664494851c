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
    return coder.output
  }

  /// Appends the value part (without IEI and length).
  public func encode(into octets: inout [UInt8]) throws(NASError) {
    var coder = NASCoder(mode: .encode)
    let count = octets.count
    swap(&coder.output, &octets)
    defer { swap(&coder.output, &octets) }
    do { _ = try Self(coding: &coder, self) } catch {
      coder.output.removeLast(coder.output.count - count)
      throw error
    }
  }

  public init(json: JSON) throws(NASError) {
    var coder = NASCoder(json: json)
    try self.init(coding: &coder, nil)
  }

  public var json: JSON { json(depth: 0) }

  /// The value in JSON with its containers as octets.
  public var flatJSON: JSON { json(depth: NASCoder.maximumDepth) }

  /// - Parameter depth: how many NAS messages this element is inside of.
  func json(depth: Int) -> JSON {
    var coder = NASCoder(mode: .toJSON)
    coder.depth = depth
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

/// Keeps IEs that are seldom present on the heap, so that the message stays small; copy on write. Nothing is kept while all are absent.
struct SeldomIEs<Value: SeldomFields>: Hashable, Sendable {
  private var elements: [Value] = []

  var isEmpty: Bool { elements.isEmpty }
  var value: Value {
    _read {
      if elements.isEmpty {
        yield Value()
      } else {
        yield elements[0]
      }
    }
    _modify {
      if elements.isEmpty { elements.append(Value()) }
      yield &elements[0]
    }
  }

  static func == (left: Self, right: Self) -> Bool { left.isEmpty && right.isEmpty || left.value == right.value }
  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// The fields of ``SeldomIEs``, all absent at first.
protocol SeldomFields: Hashable, Sendable {
  init()
}

/// An octet that carries a number (for example a PDU session identity).
extension UInt8: InformationElement {
  public init(coding coder: inout NASCoder, _ value: UInt8?) throws(NASError) { self = try coder.uint8("", value) }
}

extension UInt16: InformationElement {
  public init(coding coder: inout NASCoder, _ value: UInt16?) throws(NASError) { self = try coder.uint16("", value) }
}

extension UInt32: InformationElement {
  public init(coding coder: inout NASCoder, _ value: UInt32?) throws(NASError) { self = try coder.uint32("", value) }
}
