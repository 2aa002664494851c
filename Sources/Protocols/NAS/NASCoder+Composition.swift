import Base

extension NASCoder {
  // MARK: Elements inside elements

  /// An element inside this one.
  mutating func nested<E: InformationElement>(_ name: String, _ value: E?) throws(NASError) -> E {
    switch mode {
    case .decode, .encode: return try E(coding: &self, value)
    case .toJSON, .fromJSON: return try nestedJSON(name, value)
    }
  }

  /// An element behind a length field of `lengthOctets`, which it has to fill.
  @inline(never)
  mutating func nestedCounted<E: InformationElement>(_ name: String, lengthOctets: Int = 1, _ value: E?) throws(NASError) -> E {
    switch mode {
    case .decode:
      guard let count = takeInteger(lengthOctets) else { throw .malformed(ie: name) }
      return try bounded(name, Int(truncatingIfNeeded: count))
    case .encode:
      let value = try written(name, value)
      let start = output.count
      putInteger(0, lengthOctets)
      _ = try E(coding: &self, value)
      try fillLength(at: start, lengthOctets, name)
      return value
    case .toJSON, .fromJSON: return try nestedJSON(name, value)
    }
  }

  /// Decoding: an element of exactly the next `count` octets.
  @inline(never)
  mutating func bounded<E: InformationElement>(_ name: String, _ count: Int) throws(NASError) -> E {
    guard count >= 0, count <= end - position else { throw .malformed(ie: name) }
    let outerEnd = end
    end = position + count
    let read = try E(coding: &self, nil)
    guard position == end, bitPosition == 0 else { throw .malformed(ie: name) }
    end = outerEnd
    return read
  }

  /// Encoding: writes how many octets stand behind the length field at `start`.
  mutating func fillLength(at start: Int, _ lengthOctets: Int, _ name: String) throws(NASError) {
    let count = output.count - start - lengthOctets
    guard count >= 0, count < 1 << (lengthOctets * 8) else { throw .notEncodable(ie: name) }
    for index in 0..<lengthOctets { output[start + index] = UInt8(truncatingIfNeeded: count >> ((lengthOctets - 1 - index) * 8)) }
  }

  /// A field that may be absent: present when reading octets if `presentInOctets`, in JSON if the member exists.
  mutating func optionalNested<E: InformationElement>(_ name: String, presentInOctets: Bool, _ value: E?) throws(NASError) -> E? {
    switch mode {
    case .decode: return presentInOctets ? try nested(name, nil) : nil
    case .encode: return value == nil ? nil : try nested(name, value)
    case .toJSON: return value == nil ? nil : try nestedJSON(name, value)
    case .fromJSON: return member(name) == nil ? nil : try nestedJSON(name, nil)
    }
  }

  /// Elements one after the other: `count` of them, or up to the end.
  mutating func list<E: InformationElement>(_ name: String, count: Int? = nil, _ values: [E]?) throws(NASError) -> [E] {
    try list(name, count: count, lengthOctets: 0, values)
  }

  /// Elements one after the other, each behind a length field of `lengthOctets`.
  mutating func countedList<E: InformationElement>(
    _ name: String, count: Int? = nil, lengthOctets: Int = 1, _ values: [E]?
  ) throws(NASError) -> [E] {
    try list(name, count: count, lengthOctets: lengthOctets, values)
  }

  @inline(never)
  private mutating func list<E: InformationElement>(
    _ name: String, count: Int?, lengthOctets: Int, _ values: [E]?
  ) throws(NASError) -> [E] {
    switch mode {
    case .decode:
      var read: [E] = []
      while count.map({ read.count < $0 }) ?? !isAtEnd {
        let before = position
        read.append(lengthOctets == 0 ? try E(coding: &self, nil) : try nestedCounted(name, lengthOctets: lengthOctets, nil))
        guard position > before else { throw .malformed(ie: name) }
      }
      return read
    case .encode:
      let values = try written(name, values)
      for value in values {
        if lengthOctets == 0 {
          _ = try E(coding: &self, value)
        } else {
          _ = try nestedCounted(name, lengthOctets: lengthOctets, value)
        }
      }
      return values
    case .toJSON, .fromJSON: return try listJSON(name, values)
    }
  }

  // MARK: JSON

  var resultJSON: JSON { jsonOutput ?? .object(JSON.Object()) }

  mutating func put(_ name: String, _ value: JSON) {
    if name.isEmpty {
      jsonOutput = value
    } else {
      var object: JSON.Object
      if case .object(let members)? = jsonOutput { object = members } else { object = JSON.Object() }
      jsonOutput = nil
      object[name] = value
      jsonOutput = .object(object)
    }
  }

  func member(_ name: String) -> JSON? { name.isEmpty ? jsonInput : jsonInput[name] }

  func hexMember(_ name: String) -> [UInt8]? { member(name)?.stringValue.flatMap { Hex.decode($0) } }

  // None of these is copied for each of the types that it serves: JSON is for people and tools, and the copies would take a minute to build.

  @_semantics("optimize.sil.specialize.generic.never")
  mutating func nestedJSON<E: InformationElement>(_ name: String, _ value: E?) throws(NASError) -> E {
    if mode == .toJSON {
      let value = try written(name, value)
      put(name, jsonValue(of: value))
      return value
    }
    guard let json = member(name) else { throw .invalidJSON(path: name) }
    return try read(name, json)
  }

  @_semantics("optimize.sil.specialize.generic.never")
  private mutating func listJSON<E: InformationElement>(_ name: String, _ values: [E]?) throws(NASError) -> [E] {
    if mode == .toJSON {
      let values = try written(name, values)
      var elements: [JSON] = []
      for value in values { elements.append(jsonValue(of: value)) }
      put(name, .array(elements))
      return values
    }
    guard let json = member(name)?.arrayValue else { throw .invalidJSON(path: name) }
    var read: [E] = []
    for (index, element) in json.enumerated() { read.append(try self.read("\(name)[\(index)]", element)) }
    return read
  }

  @_semantics("optimize.sil.specialize.generic.never")
  mutating func namedJSON<E: NamedValue>(_ name: String, bits width: Int, _ value: E?) throws(NASError) -> E {
    if mode == .toJSON {
      let value = try written(name, value)
      put(name, value.name.map(JSON.string) ?? .int(value.rawValue))
      return value
    }
    switch member(name) {
    case .string(let text):
      guard let read = E(name: text) else { throw .invalidJSON(path: name) }
      return read
    case .integer(let number):
      guard let raw = UInt8(exactly: number), width >= 8 || raw >> UInt8(truncatingIfNeeded: width) == 0 else {
        throw .invalidJSON(path: name)
      }
      return E(rawValue: raw)
    default: throw .invalidJSON(path: name)
    }
  }

  @_semantics("optimize.sil.specialize.generic.never")
  private func jsonValue<E: InformationElement>(of value: E) -> JSON {
    var inner = NASCoder(mode: .toJSON)
    inner.depth = depth
    guard (try? E(coding: &inner, value)) != nil else { return .null }
    return inner.resultJSON
  }

  @_semantics("optimize.sil.specialize.generic.never")
  private func read<E: InformationElement>(_ name: String, _ json: JSON) throws(NASError) -> E {
    var inner = NASCoder(json: json, depth: depth)
    do { return try E(coding: &inner, nil) } catch { throw error.nested(in: name) }
  }
}
