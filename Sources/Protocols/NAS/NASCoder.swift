import Base

/// Runs one pass over the fields of an information element or message in one of four directions.
///
/// Each operation takes the field's name and, when writing, its value; it returns the value read or written. An empty
/// name makes the field the whole JSON value of the element instead of a member of an object.
public struct NASCoder: Sendable {
  enum Mode: Sendable { case decode, encode, toJSON, fromJSON }

  let mode: Mode
  var reader: ByteReader
  private var writer = ByteWriter()
  private let input: JSON
  private var output = JSON.Object()
  private var scalar: JSON?
  /// Bits already taken of (decoding) or put into (encoding) the current octet.
  private var bitPosition = 0
  private var partialOctet: UInt8 = 0
  var layout = MessageLayout()

  init(mode: Mode) {
    self.mode = mode
    reader = ByteReader([])
    input = .null
  }

  /// - Parameter half: the value is the low half of the single octet (type 1 IE).
  init(decoding octets: [UInt8], half: Bool = false) {
    mode = .decode
    reader = ByteReader(octets)
    input = .null
    if half { bitPosition = 4 }
  }

  init(json: JSON) {
    mode = .fromJSON
    reader = ByteReader([])
    input = json
  }

  var octets: [UInt8] { writer.octets }
  var resultJSON: JSON { scalar ?? .object(output) }

  /// Starts a type 1 value: the upper half of the octet belongs to something else.
  mutating func beginHalfOctet() { bitPosition = 4 }

  // MARK: Octets

  private func written<T>(_ name: String, _ value: T?) throws(NASError) -> T {
    guard let value else { throw .notEncodable(ie: name) }
    return value
  }

  mutating func integer(_ name: String, octetCount: Int, _ value: UInt64?) throws(NASError) -> UInt64 {
    switch mode {
    case .decode:
      guard let read = reader.readInteger(octetCount: octetCount) else { throw .malformed(ie: name) }
      return read
    case .encode:
      let value = try written(name, value)
      guard octetCount >= 8 || value >> UInt64(octetCount * 8) == 0 else { throw .notEncodable(ie: name) }
      writer.writeInteger(value, octetCount: octetCount)
      return value
    case .toJSON:
      let value = try written(name, value)
      put(name, .int(value))
      return value
    case .fromJSON:
      guard let read = member(name)?.integerValue(UInt64.self), octetCount >= 8 || read >> UInt64(octetCount * 8) == 0 else {
        throw .invalidJSON(path: name)
      }
      return read
    }
  }

  mutating func uint8(_ name: String, _ value: UInt8?) throws(NASError) -> UInt8 {
    UInt8(truncatingIfNeeded: try integer(name, octetCount: 1, value.map(UInt64.init)))
  }

  mutating func uint16(_ name: String, _ value: UInt16?) throws(NASError) -> UInt16 {
    UInt16(truncatingIfNeeded: try integer(name, octetCount: 2, value.map(UInt64.init)))
  }

  mutating func uint24(_ name: String, _ value: UInt32?) throws(NASError) -> UInt32 {
    UInt32(truncatingIfNeeded: try integer(name, octetCount: 3, value.map(UInt64.init)))
  }

  mutating func uint32(_ name: String, _ value: UInt32?) throws(NASError) -> UInt32 {
    UInt32(truncatingIfNeeded: try integer(name, octetCount: 4, value.map(UInt64.init)))
  }

  /// Exactly `count` octets; hexadecimal in JSON.
  mutating func octets(_ name: String, count: Int, _ value: [UInt8]?) throws(NASError) -> [UInt8] {
    switch mode {
    case .decode:
      guard let read = reader.readBytes(count) else { throw .malformed(ie: name) }
      return read
    case .encode:
      let value = try written(name, value)
      guard value.count == count else { throw .notEncodable(ie: name) }
      writer.writeBytes(value)
      return value
    case .toJSON:
      put(name, .string(Hex.encode(value ?? [])))
      return value ?? []
    case .fromJSON:
      guard let read = hexMember(name), read.count == count else { throw .invalidJSON(path: name) }
      return read
    }
  }

  /// All octets up to the end of the element; hexadecimal in JSON.
  mutating func rest(_ name: String, _ value: [UInt8]?) throws(NASError) -> [UInt8] {
    switch mode {
    case .decode: return reader.readRest()
    case .encode:
      writer.writeBytes(value ?? [])
      return value ?? []
    case .toJSON:
      put(name, .string(Hex.encode(value ?? [])))
      return value ?? []
    case .fromJSON:
      guard let read = hexMember(name) else { throw .invalidJSON(path: name) }
      return read
    }
  }

  /// Octets behind a length octet; hexadecimal in JSON.
  mutating func counted(_ name: String, _ value: [UInt8]?) throws(NASError) -> [UInt8] {
    switch mode {
    case .decode:
      guard let count = reader.readUInt8(), let read = reader.readBytes(Int(count)) else { throw .malformed(ie: name) }
      return read
    case .encode:
      let value = try written(name, value)
      guard value.count <= 255 else { throw .notEncodable(ie: name) }
      writer.writeUInt8(UInt8(value.count))
      writer.writeBytes(value)
      return value
    case .toJSON, .fromJSON: return try rest(name, value)
    }
  }

  // MARK: Bits

  /// A field of 1 to 8 bits inside one octet, most significant bit first.
  mutating func bits(_ name: String, _ width: Int, _ value: UInt8?) throws(NASError) -> UInt8 {
    switch mode {
    case .decode: return try takeBits(name, width)
    case .encode:
      let value = try written(name, value)
      guard width >= 8 || value >> UInt8(width) == 0 else { throw .notEncodable(ie: name) }
      putBits(value, width)
      return value
    case .toJSON:
      put(name, .int(value ?? 0))
      return value ?? 0
    case .fromJSON:
      guard let read = member(name)?.integerValue(UInt8.self), width >= 8 || read >> UInt8(width) == 0 else {
        throw .invalidJSON(path: name)
      }
      return read
    }
  }

  /// One bit; an absent JSON member means false.
  mutating func flag(_ name: String, _ value: Bool?) throws(NASError) -> Bool {
    switch mode {
    case .decode: return try takeBits(name, 1) == 1
    case .encode:
      let value = try written(name, value)
      putBits(value ? 1 : 0, 1)
      return value
    case .toJSON:
      put(name, .bool(value ?? false))
      return value ?? false
    case .fromJSON:
      guard let json = member(name) else { return false }
      guard let read = json.boolValue else { throw .invalidJSON(path: name) }
      return read
    }
  }

  /// Bits that are coded as zero and ignored when received.
  mutating func spare(_ width: Int) throws(NASError) {
    switch mode {
    case .decode: _ = try takeBits("spare", width)
    case .encode: putBits(0, width)
    case .toJSON, .fromJSON: break
    }
  }

  mutating func named<E: NamedValue>(_ name: String, bits width: Int, _ value: E?) throws(NASError) -> E {
    switch mode {
    case .decode, .encode:
      return E(rawValue: try bits(name, width, value?.rawValue))
    case .toJSON:
      let value = try written(name, value)
      put(name, value.name.map(JSON.string) ?? .int(value.rawValue))
      return value
    case .fromJSON:
      switch member(name) {
      case .string(let text):
        guard let read = E(name: text) else { throw .invalidJSON(path: name) }
        return read
      case .integer(let number):
        guard let raw = UInt8(exactly: number), width >= 8 || raw >> UInt8(width) == 0 else { throw .invalidJSON(path: name) }
        return E(rawValue: raw)
      default: throw .invalidJSON(path: name)
      }
    }
  }

  private mutating func takeBits(_ name: String, _ width: Int) throws(NASError) -> UInt8 {
    guard bitPosition + width <= 8, let octet = reader.peekUInt8() else { throw .malformed(ie: name) }
    let value = (octet << UInt8(bitPosition)) >> UInt8(8 - width)
    bitPosition += width
    if bitPosition == 8 {
      bitPosition = 0
      _ = reader.skip(1)
    }
    return value
  }

  private mutating func putBits(_ value: UInt8, _ width: Int) {
    bitPosition += width
    partialOctet |= value << UInt8(max(0, 8 - bitPosition))
    if bitPosition >= 8 {
      writer.writeUInt8(partialOctet)
      partialOctet = 0
      bitPosition = 0
    }
  }

  // MARK: Composition

  /// An element inside this one.
  mutating func nested<E: InformationElement>(_ name: String, _ value: E?) throws(NASError) -> E {
    switch mode {
    case .decode, .encode: return try E(coding: &self, value)
    case .toJSON:
      let value = try written(name, value)
      put(name, value.json)
      return value
    case .fromJSON:
      guard let json = member(name) else { throw .invalidJSON(path: name) }
      do { return try E(json: json) } catch { throw error.nested(in: name) }
    }
  }

  /// An element behind a length field of `lengthOctets`, which it has to fill.
  mutating func nestedCounted<E: InformationElement>(_ name: String, lengthOctets: Int = 1, _ value: E?) throws(NASError) -> E {
    switch mode {
    case .decode:
      guard let count = reader.readInteger(octetCount: lengthOctets), let part = reader.readBytes(Int(count)) else {
        throw .malformed(ie: name)
      }
      var inner = NASCoder(decoding: part)
      let read = try E(coding: &inner, nil)
      guard inner.reader.isAtEnd else { throw .malformed(ie: name) }
      return read
    case .encode:
      let value = try written(name, value)
      let part = try value.encode()
      guard part.count < 1 << (lengthOctets * 8) else { throw .notEncodable(ie: name) }
      writer.writeInteger(UInt64(part.count), octetCount: lengthOctets)
      writer.writeBytes(part)
      return value
    case .toJSON, .fromJSON: return try nested(name, value)
    }
  }

  /// A field that may be absent: present when reading octets if `presentInOctets`, in JSON if the member exists.
  mutating func optionalNested<E: InformationElement>(_ name: String, presentInOctets: Bool, _ value: E?) throws(NASError) -> E? {
    switch mode {
    case .decode: return presentInOctets ? try nested(name, nil) : nil
    case .encode, .toJSON: return value == nil ? nil : try nested(name, value)
    case .fromJSON: return member(name) == nil ? nil : try nested(name, nil)
    }
  }

  /// Elements one after the other: `count` of them, or up to the end.
  mutating func list<E: InformationElement>(_ name: String, count: Int? = nil, _ values: [E]?) throws(NASError) -> [E] {
    switch mode {
    case .decode:
      var read: [E] = []
      while count.map({ read.count < $0 }) ?? !reader.isAtEnd {
        let before = reader.position
        read.append(try E(coding: &self, nil))
        guard reader.position > before else { throw .malformed(ie: name) }
      }
      return read
    case .encode:
      for value in values ?? [] { _ = try E(coding: &self, value) }
      return values ?? []
    case .toJSON:
      put(name, .array((values ?? []).map(\.json)))
      return values ?? []
    case .fromJSON:
      guard let json = member(name)?.arrayValue else { throw .invalidJSON(path: name) }
      var read: [E] = []
      for (index, element) in json.enumerated() {
        do { read.append(try E(json: element)) } catch { throw error.nested(in: "\(name)[\(index)]") }
      }
      return read
    }
  }

  // MARK: JSON

  mutating func put(_ name: String, _ value: JSON) {
    if name.isEmpty { scalar = value } else { output[name] = value }
  }

  func member(_ name: String) -> JSON? { name.isEmpty ? input : input[name] }

  private func hexMember(_ name: String) -> [UInt8]? { member(name)?.stringValue.flatMap { Hex.decode($0) } }

  mutating func writeOctets(_ bytes: [UInt8]) { writer.writeBytes(bytes) }
}

extension NASError {
  /// The same error with `name` in front of the JSON path.
  func nested(in name: String) -> NASError {
    guard case .invalidJSON(let path) = self, !name.isEmpty else { return self }
    return .invalidJSON(path: path.isEmpty ? name : "\(name).\(path)")
  }
}
