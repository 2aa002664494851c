extension PERReader {
  /// The head of a field of an object set.
  public struct Field {
    public var id: Int
    public var criticality: IECriticality
    /// The window to return to behind the field.
    public var outer: Window
  }

  /// The identifier and criticality in front of an open type.
  public func fieldHead(_ lower: Int, _ upper: Int) throws(PERError) -> (id: Int, criticality: IECriticality) {
    let id = Int(truncatingIfNeeded: try int64(Int64(lower), Int64(upper)))
    return (id, try IECriticality(from: self))
  }

  /// Moves into the open type of a field `{id, criticality, value}`.
  public func enterField(_ lower: Int, _ upper: Int) throws(PERError) -> Field {
    let head = try fieldHead(lower, upper)
    return Field(id: head.id, criticality: head.criticality, outer: try enterOpen())
  }

  /// Refuses a field that is unknown and to be rejected (TS 38.413 §10.3.4 and its siblings).
  public func comprehends(_ field: Field) throws(PERError) {
    guard field.criticality != .reject else {
      throw .abstractSyntax([IEProblem(id: field.id, criticality: .reject, kind: .notUnderstood)])
    }
  }

  /// An alternative that the object set of a CHOICE's extension does not have.
  public func unknownAlternative(_ field: Field) throws(PERError) -> UnknownIE {
    try comprehends(field)
    return UnknownIE(id: field.id, criticality: field.criticality, value: rest())
  }

  /// Reads a container of IEs and checks it against its object set.
  ///
  /// - Parameters:
  ///   - rules: the object set in order: identifier × 16 + criticality × 2 + 1 for mandatory.
  ///   - isPresent: `false` gives an empty container without reading.
  /// - Throws: `abstractSyntax` for missing, repeated and misplaced IEs and for unknown ones to be rejected.
  public func container(_ rules: [Int], _ lower: Int, _ upper: Int, if isPresent: Bool = true) throws(PERError) -> PERContainer {
    guard isPresent else { return PERContainer(reader: self, fields: [], unknown: [], outer: window) }
    let count = Int(truncatingIfNeeded: try int64(Int64(lower), Int64(upper)))
    var fields: [PERContainer.Field] = []
    fields.reserveCapacity(min(count, rules.count))
    var unknown: [UnknownIE] = []
    var problems: [IEProblem] = []
    var next = 0
    for _ in 0..<count {
      let (id, criticality) = try fieldHead(0, 65535)
      let inner = try openWindow()
      // Most containers have their fields in the order of the object set, so the search goes on where it was.
      var place = next
      while place < rules.count, rules[place] >> 4 != id { place += 1 }
      if place == rules.count { place = rules.firstIndex(where: { $0 >> 4 == id }) ?? rules.count }
      if place < rules.count {
        if place < next, fields.contains(where: { $0.id == id }) {
          problems.append(IEProblem(id: id, criticality: criticality, kind: .repeated))
        } else if place < next {
          problems.append(IEProblem(id: id, criticality: criticality, kind: .outOfOrder))
        }
        next = max(next, place + 1)
        fields.append(PERContainer.Field(id: id, window: inner))
      } else {
        if criticality == .reject { problems.append(IEProblem(id: id, criticality: criticality, kind: .notUnderstood)) }
        let outer = window
        window = inner
        unknown.append(UnknownIE(id: id, criticality: criticality, value: rest()))
        window = outer
      }
    }
    for rule in rules where rule & 1 == 1 && !fields.contains(where: { $0.id == rule >> 4 }) {
      let criticality = IECriticality(rawValue: UInt8(truncatingIfNeeded: rule >> 1 & 3)) ?? .ignore
      problems.append(IEProblem(id: rule >> 4, criticality: criticality, kind: .missing))
    }
    guard problems.isEmpty else { throw .abstractSyntax(problems) }
    return PERContainer(reader: self, fields: fields, unknown: unknown, outer: window)
  }
}

/// A container of IEs while it is decoded.
public struct PERContainer {
  struct Field {
    var id: Int
    var window: PERReader.Window
  }

  let reader: PERReader
  let fields: [Field]
  let unknown: [UnknownIE]
  let outer: PERReader.Window

  /// Moves the reader into the IE, if that is present.
  public func select(_ id: Int) -> Bool {
    guard let field = fields.first(where: { $0.id == id }) else { return false }
    reader.window = field.window
    return true
  }

  /// Moves the reader into a mandatory IE.
  public func require(_ id: Int) throws(PERError) {
    guard select(id) else { throw .abstractSyntax([IEProblem(id: id, criticality: .reject, kind: .missing)]) }
  }

  /// Moves the reader behind the container.
  /// - Returns: the IEs that the object set does not have.
  public func finish() -> [UnknownIE] {
    reader.window = outer
    return unknown
  }
}

extension PERWriter {
  /// Starts a container of so many fields as the bounds say; its fields follow.
  public func beginContainer(_ lower: Int, _ upper: Int) -> PERContainerWriter { PERContainerWriter(self, lower, upper) }

  /// Writes a container of unknown IEs only.
  public func container(_ unrecognized: Unrecognized, _ lower: Int, _ upper: Int) throws(PERError) {
    var container = beginContainer(lower, upper)
    try container.finish(unrecognized)
  }

  /// Starts a field `{id, criticality, value}`; ``endOpen()`` ends it.
  public func beginField(_ id: Int, _ criticality: Int, _ lower: Int, _ upper: Int) throws(PERError) {
    try fieldHead(id, criticality, lower, upper)
    beginOpen()
  }

  /// The identifier and criticality in front of an open type.
  public func fieldHead(_ id: Int, _ criticality: Int, _ lower: Int, _ upper: Int) throws(PERError) {
    try signed(Int64(id), Int64(lower), Int64(upper))
    try enumerated(criticality, 3, false)
  }

  /// A field whose value is not understood.
  public func unknown(_ ie: UnknownIE, _ lower: Int, _ upper: Int) throws(PERError) {
    try fieldHead(ie.id, Int(ie.criticality.rawValue), lower, upper)
    openType(ie.value)
  }
}

/// A container of IEs while it is encoded.
public struct PERContainerWriter {
  private let writer: PERWriter
  private let lower: Int
  private let upper: Int
  private let end: Int
  private var count = 0

  init(_ writer: PERWriter, _ lower: Int, _ upper: Int) {
    self.writer = writer
    self.lower = lower
    self.upper = upper
    end = writer.reserveCount(lower, upper)
  }

  /// Starts an IE, whose value is written next.
  public mutating func field(_ id: Int, _ criticality: Int) throws(PERError) {
    if count > 0 { writer.endOpen() }
    count += 1
    try writer.beginField(id, criticality, 0, 65535)
  }

  /// Ends the container, unknown IEs last.
  public mutating func finish(_ unrecognized: Unrecognized) throws(PERError) {
    if count > 0 { writer.endOpen() }
    for ie in unrecognized.ies { try writer.unknown(ie, 0, 65535) }
    try writer.setCount(count + unrecognized.ies.count, lower, upper, at: end)
  }
}
