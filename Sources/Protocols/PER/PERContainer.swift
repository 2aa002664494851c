extension PERReader {
  /// The head of a field of an object set.
  @frozen public struct Field {
    public var id: Int
    public var criticality: IECriticality
    /// The window to return to behind the field.
    public var outer: Window
  }

  /// The identifier and criticality in front of an open type.
  public mutating func fieldHead(_ lower: Int, _ upper: Int) -> (id: Int, criticality: IECriticality) {
    let id = Int(truncatingIfNeeded: int64(Int64(lower), Int64(upper)))
    return (id, IECriticality(from: &self))
  }

  /// Moves into the open type of a field `{id, criticality, value}`.
  public mutating func enterField(_ lower: Int, _ upper: Int) -> Field {
    let head = fieldHead(lower, upper)
    return Field(id: head.id, criticality: head.criticality, outer: enterOpen())
  }

  /// Refuses a field that is unknown and to be rejected (TS 38.413 §10.3.4 and its siblings).
  public mutating func comprehends(_ field: Field) {
    if field.criticality == .reject {
      fail(.abstractSyntax([IEProblem(id: field.id, criticality: .reject, kind: .notUnderstood)]))
    }
  }

  /// An alternative that the object set of a CHOICE's extension does not have.
  public mutating func unknownAlternative(_ field: Field) -> UnknownIE {
    comprehends(field)
    return UnknownIE(id: field.id, criticality: field.criticality, value: rest())
  }

  /// Reads a container of IEs and checks it against its object set; missing, repeated and misplaced IEs and unknown ones to be
  /// rejected are an `abstractSyntax` error.
  ///
  /// - Parameters:
  ///   - rules: the object set in order: identifier × 16 + criticality × 2 + 1 for mandatory.
  ///   - isPresent: `false` gives an empty container without reading.
  public mutating func container(_ rules: [Int], _ lower: Int, _ upper: Int, if isPresent: Bool = true) -> PERContainer {
    let start = slots.count
    guard isPresent else { return PERContainer(start: start, next: start, end: start, unknown: [], outer: window) }
    let count = Int(truncatingIfNeeded: int64(Int64(lower), Int64(upper)))
    var unknown: [UnknownIE] = []
    var problems: [IEProblem] = []
    // Containers have their fields in the order of the object set, so the search goes on where it was.
    var next = 0
    // By place in the object set, of which no container has more than 128.
    var seen: UInt128 = 0
    var left = count
    while left > 0, !isFailed {
      left -= 1
      let (id, criticality) = fieldHead(0, 65535)
      let inner = openWindow()
      var place = next
      while place < rules.count, rules[place] >> 4 != id { place += 1 }
      if place == rules.count { place = rules.firstIndex(where: { $0 >> 4 == id }) ?? rules.count }
      if place < rules.count {
        let bit: UInt128 = 1 << UInt128(truncatingIfNeeded: place)
        if place < next {
          let isRepeated = seen & bit != 0
          problems.append(IEProblem(id: id, criticality: criticality, kind: isRepeated ? .repeated : .outOfOrder))
        }
        seen |= bit
        next = max(next, place + 1)
        append(Slot(id: id, window: inner))
      } else {
        if criticality == .reject { problems.append(IEProblem(id: id, criticality: criticality, kind: .notUnderstood)) }
        let outer = window
        window = inner
        account(3 &* MemoryLayout<UnknownIE>.stride)
        unknown.append(UnknownIE(id: id, criticality: criticality, value: rest()))
        leave(outer)
      }
    }
    if isFailed { return PERContainer(start: start, next: start, end: start, unknown: [], outer: window) }
    for (place, rule) in rules.enumerated() where rule & 1 == 1 && seen >> UInt128(truncatingIfNeeded: place) & 1 == 0 {
      let criticality = IECriticality(rawValue: UInt8(truncatingIfNeeded: rule >> 1 & 3)) ?? .ignore
      problems.append(IEProblem(id: rule >> 4, criticality: criticality, kind: .missing))
    }
    if !problems.isEmpty { fail(.abstractSyntax(problems)) }
    return PERContainer(start: start, next: start, end: slots.count, unknown: unknown, outer: window)
  }
}

/// A container of IEs while it is decoded.
@frozen public struct PERContainer {
  let start: Int
  /// The first slot that was not read yet.
  var next: Int
  let end: Int
  let unknown: [UnknownIE]
  let outer: PERReader.Window

  /// Moves the reader into the IE, if that is present; IEs are asked for in the order of the object set.
  public mutating func select(_ id: Int, _ r: inout PERReader) -> Bool {
    guard !r.isFailed, next < end, r.slots[next].id == id else { return false }
    r.window = r.slots[next].window
    next += 1
    return true
  }

  /// Moves the reader into an IE that is kept in a box of so many octets, if it is present.
  public mutating func select(_ id: Int, box octets: Int, _ r: inout PERReader) -> Bool {
    let isPresent = select(id, &r)
    if isPresent { r.account(octets) }
    return isPresent
  }

  /// Moves the reader behind the container.
  /// - Returns: the IEs that the object set does not have.
  public func finish(_ r: inout PERReader) -> [UnknownIE] {
    r.slots.cut(start)
    r.leave(outer)
    return unknown
  }
}

/// The additions of an extended SEQUENCE while they are decoded.
@frozen public struct PERAdditions {
  let start: Int
  /// The first slot that was not read yet.
  var next: Int
  let end: Int
  let known: Int
  let outer: PERReader.Window

  /// Moves the reader into an addition, if that is present; additions are asked for in order.
  public mutating func enter(_ index: Int, _ r: inout PERReader) -> Bool {
    guard !r.isFailed, next < end, r.slots[next].id == index else { return false }
    r.window = r.slots[next].window
    next += 1
    return true
  }

  /// Moves the reader into an addition that is kept in a box of so many octets, if it is present.
  public mutating func enter(_ index: Int, box octets: Int, _ r: inout PERReader) -> Bool {
    let isPresent = enter(index, &r)
    if isPresent { r.account(octets) }
    return isPresent
  }

  /// Moves the reader into an addition group of so many optional components, if it is present.
  public mutating func group(_ index: Int, _ flags: Int, _ r: inout PERReader) -> SequencePreamble {
    enter(index, &r) ? r.sequence(flags, false) : .absent
  }

  /// Moves the reader behind all additions.
  /// - Returns: the unknown ones, and the unknown IEs.
  public func unrecognized(ies: [UnknownIE] = [], _ r: inout PERReader) -> Unrecognized {
    Unrecognized(ies: ies, additions: finish(&r))
  }

  /// Moves the reader behind all additions.
  /// - Returns: the unknown ones.
  public func finish(_ r: inout PERReader) -> [UnknownAddition] {
    var unknown: [UnknownAddition] = []
    for place in next..<max(next, end) where r.slots[place].id >= known && !r.isFailed {
      r.window = r.slots[place].window
      r.account(3 &* MemoryLayout<UnknownAddition>.stride)
      unknown.append(UnknownAddition(index: r.slots[place].id, value: r.rest()))
    }
    r.slots.cut(start)
    r.leave(outer)
    return unknown
  }
}

extension PERWriter {
  /// Starts a container of so many fields as the bounds say; its fields follow.
  public mutating func beginContainer(_ lower: Int, _ upper: Int) -> PERContainerWriter {
    PERContainerWriter(lower: lower, upper: upper, end: reserveCount(lower, upper))
  }

  /// Writes a container of unknown IEs only.
  public mutating func container(_ unrecognized: Unrecognized, _ lower: Int, _ upper: Int) {
    var container = beginContainer(lower, upper)
    container.finish(unrecognized, &self)
  }

  /// Starts a field `{id, criticality, value}`.
  /// - Returns: what ``endOpen(_:)`` ends it with.
  public mutating func beginField(_ id: Int, _ criticality: Int, _ lower: Int, _ upper: Int) -> Int {
    fieldHead(id, criticality, lower, upper)
    return beginOpen()
  }

  /// The identifier and criticality in front of an open type.
  public mutating func fieldHead(_ id: Int, _ criticality: Int, _ lower: Int, _ upper: Int) {
    signed(Int64(id), Int64(lower), Int64(upper))
    enumerated(criticality, 3, false)
  }

  /// A field whose value is not understood.
  public mutating func unknown(_ ie: UnknownIE, _ lower: Int, _ upper: Int) {
    fieldHead(ie.id, Int(ie.criticality.rawValue), lower, upper)
    openType(ie.value)
  }
}

/// A container of IEs while it is encoded.
@frozen public struct PERContainerWriter {
  let lower: Int
  let upper: Int
  let end: Int
  var count = 0
  /// Where the open type of the last IE began.
  var open = 0

  init(lower: Int, upper: Int, end: Int) {
    self.lower = lower
    self.upper = upper
    self.end = end
  }

  /// Starts an IE, whose value is written next.
  public mutating func field(_ id: Int, _ criticality: Int, _ w: inout PERWriter) {
    if count > 0 { w.endOpen(open) }
    count += 1
    open = w.beginField(id, criticality, 0, 65535)
  }

  /// Ends the container, unknown IEs last.
  public mutating func finish(_ unrecognized: Unrecognized, _ w: inout PERWriter) {
    if count > 0 { w.endOpen(open) }
    for ie in unrecognized.ies { w.unknown(ie, 0, 65535) }
    w.setCount(count + unrecognized.ies.count, lower, upper, at: end)
  }
}
