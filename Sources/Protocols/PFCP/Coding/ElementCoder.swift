import Base

/// A value that an information element carries.
protocol ElementValue: Hashable, Sendable {
  /// Reads the value from the octets of an element; what it leaves in `reader` is kept as an extension.
  static func read(_ reader: inout ByteReader, element: UInt16) throws(PFCPError) -> Self
  func write(to writer: inout ByteWriter, element: UInt16) throws(PFCPError)
  static func read(json: JSON, path: String) throws(PFCPError) -> Self
  func writeJSON() -> JSON
}

/// A value without elements inside.
protocol LeafElement: ElementValue {
  /// `nil`: the octets end too early.
  init?(reading reader: inout ByteReader)
  func write(to writer: inout ByteWriter)
  /// `nil`: not a description of the value.
  init?(fromJSON json: JSON)
  /// Whether the combination of parts is one that the clause permits.
  var isConsistent: Bool { get }
}

extension LeafElement {
  var isConsistent: Bool { true }

  static func read(_ reader: inout ByteReader, element: UInt16) throws(PFCPError) -> Self {
    guard let value = Self(reading: &reader) else { throw .invalidLength(element: element) }
    guard value.isConsistent else { throw .mandatoryIEIncorrect(element: element) }
    return value
  }

  func write(to writer: inout ByteWriter, element: UInt16) throws(PFCPError) { write(to: &writer) }

  static func read(json: JSON, path: String) throws(PFCPError) -> Self {
    guard let value = Self(fromJSON: json), value.isConsistent else { throw .json(path) }
    return value
  }
}

/// An element that is not in the table of the message or group that it arrived in; kept and sent again unchanged.
public struct UnknownElement: Hashable, Sendable {
  public var type: UInt16
  /// The octets behind the length field, with the enterprise identifier first where `type` is 32768 or higher.
  public var octets: [UInt8]

  public init(type: UInt16, octets: [UInt8]) {
    self.type = type
    self.octets = octets
  }
}

/// What a message or grouped IE carried beyond this release of the standard (TS 29.244 §7.6, §8.1.1 "Extendable").
public struct PFCPExtras: Hashable, Sendable {
  /// Octets behind the last known field of a known element.
  public struct Extension: Hashable, Sendable {
    public var type: UInt16
    /// Which of the elements of this type, from 0.
    public var occurrence: Int
    public var octets: [UInt8]
  }

  public var unknown: [UnknownElement] = []
  public var extensions: [Extension] = []

  public init() {}
  public var isEmpty: Bool { unknown.isEmpty && extensions.isEmpty }
}

/// A message body or grouped IE: its `elements` function is the table of the standard, in its order.
protocol ElementGroup: ElementValue {
  init()
  var extras: PFCPExtras { get set }
  mutating func elements(_ table: inout ElementCoder) throws(PFCPError)
}

extension ElementGroup {
  static func read(_ reader: inout ByteReader, element: UInt16) throws(PFCPError) -> Self {
    var coder = try ElementCoder(decoding: &reader, group: element)
    var value = Self()
    try value.elements(&coder)
    value.extras = coder.finishDecoding()
    return value
  }

  func write(to writer: inout ByteWriter, element: UInt16) throws(PFCPError) {
    var coder = ElementCoder(writer: writer, extras: extras)
    var copy = self
    try copy.elements(&coder)
    writer = try coder.finishEncoding()
  }

  static func read(json: JSON, path: String) throws(PFCPError) -> Self {
    guard case .object(let object) = json else { throw .json(path) }
    var coder = ElementCoder(object: object, path: path)
    var value = Self()
    try value.elements(&coder)
    value.extras = try coder.finishReadingJSON()
    return value
  }

  func writeJSON() -> JSON {
    var coder = ElementCoder(describing: extras)
    var copy = self
    // Describing a value has no failing path; the coder throws only in its other directions.
    try? copy.elements(&coder)
    return coder.finishDescribing()
  }
}

/// Walks the table of a group in one of four directions: octets to value, value to octets, value to JSON, JSON to value.
struct ElementCoder {
  private enum Direction { case decode, encode, describe, readJSON }

  private struct Received {
    let type: UInt16
    let reader: ByteReader
    var isTaken = false
  }

  private let direction: Direction
  private var received: [Received] = []
  private var writer = ByteWriter(capacity: 0)
  private var object = JSON.Object()
  private var membersRead = 0
  private let path: String
  private var extras = PFCPExtras()

  init(decoding reader: inout ByteReader, group: UInt16) throws(PFCPError) {
    direction = .decode
    path = ""
    while !reader.isAtEnd {
      guard let type = reader.readUInt16() else { throw .invalidLength(element: group) }
      guard let length = reader.readUInt16(), let value = reader.readSlice(Int(length)) else { throw .invalidLength(element: type) }
      received.append(Received(type: type, reader: value))
    }
  }

  init(writer: ByteWriter, extras: PFCPExtras) {
    direction = .encode
    path = ""
    self.writer = writer
    self.extras = extras
  }

  init(describing extras: PFCPExtras) {
    direction = .describe
    path = ""
    self.extras = extras
  }

  init(object: JSON.Object, path: String) {
    direction = .readJSON
    self.path = path
    self.object = object
  }

  // MARK: The columns of a table

  mutating func mandatory<Value: ElementValue>(_ type: UInt16, _ name: StaticString, _ value: inout Value) throws(PFCPError) {
    var optional: Value? = value
    if direction == .decode || direction == .readJSON { optional = nil }
    try self.optional(type, name, &optional)
    guard let present = optional else {
      throw direction == .readJSON ? .json("\(path).\(name)") : .mandatoryIEMissing(element: type)
    }
    value = present
  }

  mutating func optional<Value: ElementValue>(_ type: UInt16, _ name: StaticString, _ value: inout Value?) throws(PFCPError) {
    switch direction {
    case .decode:
      guard let index = received.firstIndex(where: { $0.type == type && !$0.isTaken }) else { return }
      value = try take(index, occurrence: 0)
    case .encode:
      if let value { try write(type, value, occurrence: 0) }
    case .describe:
      if let value { object["\(name)"] = value.writeJSON() }
    case .readJSON:
      guard let json = object["\(name)"] else { return }
      membersRead += 1
      value = try Value.read(json: json, path: "\(path).\(name)")
    }
  }

  mutating func list<Value: ElementValue>(_ type: UInt16, _ name: StaticString, _ values: inout [Value]) throws(PFCPError) {
    switch direction {
    case .decode:
      for index in received.indices where received[index].type == type && !received[index].isTaken {
        values.append(try take(index, occurrence: values.count))
      }
    case .encode:
      for (occurrence, value) in values.enumerated() { try write(type, value, occurrence: occurrence) }
    case .describe:
      if !values.isEmpty { object["\(name)"] = .array(values.map { $0.writeJSON() }) }
    case .readJSON:
      guard let json = object["\(name)"] else { return }
      membersRead += 1
      guard case .array(let elements) = json else { throw .json("\(path).\(name)") }
      for (index, element) in elements.enumerated() {
        values.append(try Value.read(json: element, path: "\(path).\(name)[\(index)]"))
      }
    }
  }

  mutating func mandatoryList<Value: ElementValue>(_ type: UInt16, _ name: StaticString, _ values: inout [Value]) throws(PFCPError) {
    try list(type, name, &values)
    guard values.isEmpty, direction != .describe else { return }
    throw direction == .readJSON ? .json("\(path).\(name)") : .mandatoryIEMissing(element: type)
  }

  // MARK: Octets

  private mutating func take<Value: ElementValue>(_ index: Int, occurrence: Int) throws(PFCPError) -> Value {
    received[index].isTaken = true
    var reader = received[index].reader
    let type = received[index].type
    let value = try Value.read(&reader, element: type)
    if !reader.isAtEnd {
      extras.extensions.append(.init(type: type, occurrence: occurrence, octets: reader.readRest()))
    }
    return value
  }

  private mutating func write<Value: ElementValue>(_ type: UInt16, _ value: Value, occurrence: Int) throws(PFCPError) {
    writer.writeUInt16(type)
    let lengthIndex = writer.count
    writer.writeUInt16(0)
    try value.write(to: &writer, element: type)
    for tail in extras.extensions where tail.type == type && tail.occurrence == occurrence { writer.writeBytes(tail.octets) }
    let length = writer.count - lengthIndex - 2
    guard length <= 0xFFFF else { throw .tooLong(element: type) }
    writer.setUInt16(UInt16(length), at: lengthIndex)
  }

  consuming func finishDecoding() -> PFCPExtras {
    var extras = extras
    for element in received where !element.isTaken {
      var reader = element.reader
      extras.unknown.append(UnknownElement(type: element.type, octets: reader.readRest()))
    }
    return extras
  }

  consuming func finishEncoding() throws(PFCPError) -> ByteWriter {
    var writer = writer
    for element in extras.unknown {
      guard element.octets.count <= 0xFFFF else { throw .tooLong(element: element.type) }
      writer.writeUInt16(element.type)
      writer.writeUInt16(UInt16(element.octets.count))
      writer.writeBytes(element.octets)
    }
    return writer
  }

  // MARK: JSON

  consuming func finishDescribing() -> JSON {
    var object = object
    if !extras.extensions.isEmpty {
      object["extensions"] = .array(
        extras.extensions.map {
          ["type": .int($0.type), "occurrence": .int($0.occurrence), "octets": .string(Hex.encode($0.octets))]
        })
    }
    if !extras.unknown.isEmpty {
      object["unknownElements"] = .array(
        extras.unknown.map { ["type": .int($0.type), "octets": .string(Hex.encode($0.octets))] })
    }
    return .object(object)
  }

  consuming func finishReadingJSON() throws(PFCPError) -> PFCPExtras {
    var extras = PFCPExtras()
    var membersRead = membersRead
    if let json = object["extensions"] {
      membersRead += 1
      guard let elements = json.arrayValue else { throw .json("\(path).extensions") }
      for element in elements {
        guard let type = element["type"]?.integerValue(UInt16.self), let occurrence = element["occurrence"]?.integerValue(Int.self),
          let octets = element["octets"]?.stringValue.flatMap({ Hex.decode($0) })
        else { throw .json("\(path).extensions") }
        extras.extensions.append(.init(type: type, occurrence: occurrence, octets: octets))
      }
    }
    if let json = object["unknownElements"] {
      membersRead += 1
      guard let elements = json.arrayValue else { throw .json("\(path).unknownElements") }
      for element in elements {
        guard let type = element["type"]?.integerValue(UInt16.self), let octets = element["octets"]?.stringValue.flatMap({ Hex.decode($0) })
        else { throw .json("\(path).unknownElements") }
        extras.unknown.append(UnknownElement(type: type, octets: octets))
      }
    }
    guard membersRead == object.count else { throw .json("\(path): a member that the message does not have") }
    return extras
  }
}
