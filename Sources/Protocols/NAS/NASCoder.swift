import Base

/// Runs one pass over the fields of an information element or message in one of four directions.
///
/// Each operation takes the field's name and, when writing, its value; it returns the value read or written. An empty
/// name makes the field the whole JSON value of the element instead of a member of an object.
///
/// Octets are read in place: an element inside another moves ``end`` and gives it back. Octets are written in place: a length is
/// filled in behind what it counts. So neither direction needs memory besides the values' own and, when writing, the message's.
public struct NASCoder {
  enum Mode { case decode, encode, toJSON, fromJSON }

  let mode: Mode
  /// What is read; empty in the other directions.
  let input: [UInt8]
  /// Index into ``input`` of the octet to be read next.
  var position = 0
  /// Index into ``input`` of the first octet that does not belong to the current element.
  var end: Int
  /// What has been written.
  var output: [UInt8] = []
  /// Bits already taken of (decoding) or put into (encoding) the current octet.
  var bitPosition = 0
  var partialOctet: UInt8 = 0
  /// JSON directions: how many NAS messages this value is inside of.
  var depth = 0
  var layout = MessageLayout()
  /// Whether the message is one that only the network sends; false outside of a message.
  var isFromNetwork = false
  var jsonInput: JSON
  var jsonOutput: JSON?

  init(mode: Mode) {
    self.mode = mode
    input = []
    end = 0
    jsonInput = .null
  }

  init(decoding octets: [UInt8], from start: Int = 0) {
    mode = .decode
    input = octets
    position = start
    end = octets.count
    jsonInput = .null
  }

  init(json: JSON, depth: Int = 0) {
    mode = .fromJSON
    input = []
    end = 0
    jsonInput = json
    self.depth = depth
  }

  /// Whether octets are read or written, and not JSON.
  var isBinary: Bool { mode == .decode || mode == .encode }
  /// Octets of the current element that are left.
  var remaining: Int { end - position }
  var isAtEnd: Bool { position >= end }

  // MARK: Octets

  func written<T>(_ name: String, _ value: T?) throws(NASError) -> T {
    guard let value else { throw .notEncodable(ie: name) }
    return value
  }

  /// The next octet without advancing.
  func peek() -> UInt8? { position < end ? input[position] : nil }

  /// Decoding: the next `count` octets.
  mutating func take(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= end - position else { return nil }
    let start = position
    position += count
    return start == 0 && position == input.count ? input : Array(input[start..<position])
  }

  /// Decoding: an unsigned big-endian integer of `octetCount` (1 to 8) octets.
  mutating func takeInteger(_ octetCount: Int) -> UInt64? {
    guard octetCount <= end - position else { return nil }
    var value: UInt64 = 0
    for index in position..<(position + octetCount) { value = value << 8 | UInt64(input[index]) }
    position += octetCount
    return value
  }

  mutating func putInteger(_ value: UInt64, _ octetCount: Int) {
    var shift = UInt64(octetCount) * 8
    while shift > 0 {
      shift -= 8
      output.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// An unsigned big-endian integer of 1 to 8 octets.
  @inline(never)
  mutating func integer(_ name: String, octetCount: Int, _ value: UInt64?) throws(NASError) -> UInt64 {
    switch mode {
    case .decode:
      guard let read = takeInteger(octetCount) else { throw .malformed(ie: name) }
      return read
    case .encode:
      let value = try written(name, value)
      guard octetCount >= 8 || value >> UInt64(octetCount * 8) == 0 else { throw .notEncodable(ie: name) }
      putInteger(value, octetCount)
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
    switch mode {
    case .decode:
      guard position < end else { throw .malformed(ie: name) }
      defer { position += 1 }
      return input[position]
    case .encode:
      let value = try written(name, value)
      output.append(value)
      return value
    case .toJSON, .fromJSON: return UInt8(truncatingIfNeeded: try integer(name, octetCount: 1, value.map(UInt64.init)))
    }
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

  mutating func uint64(_ name: String, _ value: UInt64?) throws(NASError) -> UInt64 { try integer(name, octetCount: 8, value) }

  /// Exactly `count` octets; hexadecimal in JSON.
  @inline(never)
  mutating func octets(_ name: String, count: Int, _ value: [UInt8]?) throws(NASError) -> [UInt8] {
    switch mode {
    case .decode:
      guard let read = take(count) else { throw .malformed(ie: name) }
      return read
    case .encode:
      let value = try written(name, value)
      guard value.count == count else { throw .notEncodable(ie: name) }
      output.append(contentsOf: value)
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
  @inline(never)
  mutating func rest(_ name: String, _ value: [UInt8]?) throws(NASError) -> [UInt8] {
    switch mode {
    case .decode: return take(max(0, end - position)) ?? []
    case .encode:
      let value = try written(name, value)
      output.append(contentsOf: value)
      return value
    case .toJSON:
      let value = try written(name, value)
      put(name, .string(Hex.encode(value)))
      return value
    case .fromJSON:
      guard let read = hexMember(name) else { throw .invalidJSON(path: name) }
      return read
    }
  }

  /// Octets behind a length of `lengthOctets`; hexadecimal in JSON.
  @inline(never)
  mutating func counted(_ name: String, lengthOctets: Int = 1, _ value: [UInt8]?) throws(NASError) -> [UInt8] {
    switch mode {
    case .decode:
      guard let count = takeInteger(lengthOctets), let read = take(Int(truncatingIfNeeded: count)) else { throw .malformed(ie: name) }
      return read
    case .encode:
      let value = try written(name, value)
      guard value.count < 1 << (lengthOctets * 8) else { throw .notEncodable(ie: name) }
      putInteger(UInt64(value.count), lengthOctets)
      output.append(contentsOf: value)
      return value
    case .toJSON, .fromJSON: return try rest(name, value)
    }
  }

  // MARK: Bits

  /// A field of 1 to 8 bits inside one octet, most significant bit first.
  @inline(never)
  mutating func bits(_ name: String, _ width: Int, _ value: UInt8?) throws(NASError) -> UInt8 {
    switch mode {
    case .decode: return try takeBits(name, width)
    case .encode:
      let value = try written(name, value)
      guard width >= 8 || value >> UInt8(truncatingIfNeeded: width) == 0 else { throw .notEncodable(ie: name) }
      putBits(value, width)
      return value
    case .toJSON:
      put(name, .int(value ?? 0))
      return value ?? 0
    case .fromJSON:
      guard let read = member(name)?.integerValue(UInt8.self), width >= 8 || read >> UInt8(truncatingIfNeeded: width) == 0 else {
        throw .invalidJSON(path: name)
      }
      return read
    }
  }

  /// One bit; an absent JSON member means false.
  @inline(never)
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
    case .decode: return E(rawValue: try takeBits(name, width))
    case .encode:
      let value = try written(name, value)
      _ = try bits(name, width, value.rawValue)
      return value
    case .toJSON, .fromJSON: return try namedJSON(name, bits: width, value)
    }
  }

  private mutating func takeBits(_ name: String, _ width: Int) throws(NASError) -> UInt8 {
    guard bitPosition + width <= 8, position < end else { throw .malformed(ie: name) }
    let value = (input[position] << UInt8(truncatingIfNeeded: bitPosition)) >> UInt8(truncatingIfNeeded: 8 - width)
    bitPosition += width
    if bitPosition == 8 {
      bitPosition = 0
      position += 1
    }
    return value
  }

  private mutating func putBits(_ value: UInt8, _ width: Int) {
    bitPosition += width
    partialOctet |= value << UInt8(truncatingIfNeeded: max(0, 8 - bitPosition))
    if bitPosition >= 8 {
      output.append(partialOctet)
      partialOctet = 0
      bitPosition = 0
    }
  }
}

extension NASError {
  /// The same error with `name` in front of the JSON path.
  func nested(in name: String) -> NASError {
    guard case .invalidJSON(let path) = self, !name.isEmpty else { return self }
    return .invalidJSON(path: path.isEmpty ? name : "\(name).\(path)")
  }
}
