import Base

extension NASCoder {
  // MARK: Alternatives

  /// The number that says which of several forms follows; in JSON the alternative is the object's one member, by name.
  mutating func alternative(_ bits: Int, _ names: [(type: UInt8, name: String)], _ value: UInt8?) throws(NASError) -> UInt8 {
    switch mode {
    case .decode, .encode: return try self.bits("type", bits, value)
    case .toJSON: return try written("type", value)
    case .fromJSON:
      if let known = names.first(where: { member($0.name) != nil }) { return known.type }
      return try self.bits("type", bits, nil)
    }
  }

  /// Writes an alternative without contents.
  mutating func putAlternative(_ name: String) { if mode == .toJSON { put(name, true) } }

  /// An alternative without contents; an error where `value` is another one with its number.
  mutating func emptyAlternative<E: Equatable>(_ name: String, _ alternative: E, _ value: E?) throws(NASError) -> E {
    guard value == nil || value == alternative else { throw .notEncodable(ie: name) }
    putAlternative(name)
    return alternative
  }

  /// The contents of an alternative that has no form of its own: all octets that are left.
  mutating func otherAlternative(_ type: UInt8, _ value: [UInt8]?) throws(NASError) -> [UInt8] {
    if mode == .toJSON { put("type", .int(type)) }
    if mode != .decode, mode != .fromJSON { _ = try written("contents", value) }
    return try rest("contents", value)
  }

  // MARK: Lengths in front of several fields

  /// What a counted part was begun with.
  struct CountedPart {
    var lengthOctets: Int
    /// Decoding: the end of what is around. Encoding: where the length is.
    var outer: Int
  }

  /// Fields behind a length field, up to ``endCounted(_:)``, which have to fill it.
  mutating func beginCounted(lengthOctets: Int = 1) throws(NASError) -> CountedPart {
    switch mode {
    case .decode:
      guard let count = takeInteger(lengthOctets), count <= UInt64(max(0, end - position)) else { throw .malformed(ie: "length") }
      let outer = end
      end = position + Int(truncatingIfNeeded: count)
      return CountedPart(lengthOctets: lengthOctets, outer: outer)
    case .encode:
      let start = output.count
      putInteger(0, lengthOctets)
      return CountedPart(lengthOctets: lengthOctets, outer: start)
    case .toJSON, .fromJSON: return CountedPart(lengthOctets: lengthOctets, outer: 0)
    }
  }

  mutating func endCounted(_ part: CountedPart) throws(NASError) {
    switch mode {
    case .decode:
      guard position == end, bitPosition == 0 else { throw .malformed(ie: "length") }
      end = part.outer
    case .encode: try fillLength(at: part.outer, part.lengthOctets, "length")
    case .toJSON, .fromJSON: break
    }
  }

  // MARK: Fields that may be absent

  /// A bit that says whether a later field is there; JSON has only the field.
  mutating func presence(_ value: Bool?) throws(NASError) -> Bool { isBinary ? try flag("presence", value) : false }

  enum OctetsForm {
    case exactly(Int)
    case counted(Int)
    case rest
  }

  mutating func optionalOctets(
    _ name: String, _ form: OctetsForm, presentInOctets: Bool, _ value: [UInt8]?
  ) throws(NASError) -> [UInt8]? {
    switch mode {
    case .decode: guard presentInOctets else { return nil }
    case .encode, .toJSON: guard value != nil else { return nil }
    case .fromJSON: guard member(name) != nil else { return nil }
    }
    switch form {
    case .exactly(let count): return try octets(name, count: count, value)
    case .counted(let lengthOctets): return try counted(name, lengthOctets: lengthOctets, value)
    case .rest: return try rest(name, value)
    }
  }

  /// An element behind a length field that may be absent together with it.
  mutating func optionalCounted<E: InformationElement>(
    _ name: String, lengthOctets: Int = 1, presentInOctets: Bool, _ value: E?
  ) throws(NASError) -> E? {
    switch mode {
    case .decode: guard presentInOctets else { return nil }
    case .encode, .toJSON: guard value != nil else { return nil }
    case .fromJSON: guard member(name) != nil else { return nil }
    }
    return try nestedCounted(name, lengthOctets: lengthOctets, value)
  }

  /// Elements behind an octet with their number, each behind a length field of `lengthOctets`, if that is not 0.
  mutating func numberedList<E: InformationElement>(_ name: String, lengthOctets: Int = 0, _ values: [E]?) throws(NASError) -> [E] {
    var count = 0
    if isBinary {
      guard values?.count ?? 0 <= 255 else { throw .notEncodable(ie: name) }
      count = Int(try uint8(name, values.map { UInt8(truncatingIfNeeded: $0.count) } ?? (mode == .encode ? 0 : nil)))
    }
    return lengthOctets == 0
      ? try list(name, count: count, values) : try countedList(name, count: count, lengthOctets: lengthOctets, values)
  }
}
