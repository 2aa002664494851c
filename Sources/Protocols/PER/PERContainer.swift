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

  /// A field `{id, criticality, value}` of a container, whose value is passed over.
  @inline(__always)
  private mutating func field() -> (IECriticality, Slot) {
    align()
    // Aligned, the identifier, the criticality and a length of one octet are 32 bits.
    let start = window.position
    if isAligned, window.limit &- start >= 32 {
      let head = bitField(32)
      let count = Int(head & 0xFF)
      if count < 0x80, count <= (window.limit &- window.position) >> 3, let criticality = IECriticality(rawValue: UInt8(head >> 14 & 3)) {
        let first = window.position
        window.position = first &+ count &* 8
        return (criticality, Slot(id: Int(head >> 16), position: first, limit: window.position))
      }
      window.position = start
    }
    let (id, criticality) = fieldHead(0, 65535)
    return (criticality, openType(id: id))
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
    var result = PERContainer(start: slots.count, unknown: unknown.count, outer: window)
    guard isPresent else { return result }
    var left = int64(Int64(lower), Int64(upper))
    var problems: [IEProblem] = []
    // Containers have their fields in the order of the object set, so the search goes on where it was.
    var next = 0
    var passed = 0
    while left > 0, !isFailed {
      left &-= 1
      let (criticality, slot) = field()
      var place = next
      var passedHere = 0
      while place < rules.count, rules[place] >> 4 != slot.id {
        passedHere |= rules[place]
        place &+= 1
      }
      if place < rules.count {
        passed |= passedHere
        next = place &+ 1
        append(slot)
      } else {
        unexpected(slot, criticality, rules, result.start, &problems)
      }
    }
    while next < rules.count {
      passed |= rules[next]
      next &+= 1
    }
    result.outer = window
    if isFailed { return result }
    if passed & 1 == 1 { missing(rules, result.start, &problems) }
    if !problems.isEmpty { fail(.abstractSyntax(problems)) }
    result.end = slots.count
    return result
  }

  /// Criticality Diagnostics list no more (maxnoofErrors, TS 38.413 §9.3.1.3), and looking for each would take ever longer.
  private static let maximumProblems = 256

  /// A field that the object set does not have behind the one that was read last.
  @inline(never)
  private mutating func unexpected(
    _ slot: Slot, _ criticality: IECriticality, _ rules: [Int], _ start: Int, _ problems: inout [IEProblem]
  ) {
    let isReported = problems.count < Self.maximumProblems
    if rules.contains(where: { $0 >> 4 == slot.id }) {
      if isReported {
        let isRepeated = slots.contains(slot.id, from: start)
        problems.append(IEProblem(id: slot.id, criticality: criticality, kind: isRepeated ? .repeated : .outOfOrder))
      }
      return append(slot)
    }
    if criticality == .reject, isReported { problems.append(IEProblem(id: slot.id, criticality: criticality, kind: .notUnderstood)) }
    let outer = window
    enter(slot, of: outer)
    account(4 &* MemoryLayout<UnknownIE>.stride)
    unknown.append(UnknownIE(id: slot.id, criticality: criticality, value: rest()))
    leave(outer)
  }

  /// The unknown IEs from a place on, which are taken away.
  @inline(never)
  fileprivate mutating func takeUnknown(_ start: Int) -> [UnknownIE] {
    // An array of a slice of all elements would be the same memory, with all the room that it has.
    var ies: [UnknownIE] = []
    ies.reserveCapacity(unknown.count - start)
    ies += unknown[start...]
    unknown.removeSubrange(start...)
    return ies
  }

  /// Adds the mandatory IEs that a container does not have.
  @inline(never)
  private func missing(_ rules: [Int], _ start: Int, _ problems: inout [IEProblem]) {
    for rule in rules where rule & 1 == 1 && !slots.contains(rule >> 4, from: start) {
      let criticality = IECriticality(rawValue: UInt8(truncatingIfNeeded: rule >> 1 & 3)) ?? .ignore
      problems.append(IEProblem(id: rule >> 4, criticality: criticality, kind: .missing))
    }
  }
}

/// A container of IEs while it is decoded.
@frozen public struct PERContainer {
  let start: Int
  /// The first slot that was not read yet.
  var next: Int
  var end: Int
  /// How many unknown IEs the containers around this one have.
  let unknown: Int
  var outer: PERReader.Window

  /// - Parameter outer: the window at the end of the container, which may still be to come.
  init(start: Int, unknown: Int, outer: PERReader.Window) {
    self.start = start
    next = start
    end = start
    self.unknown = unknown
    self.outer = outer
  }

  /// Moves the reader into the IE, if that is present; IEs are asked for in the order of the object set.
  public mutating func select(_ id: Int, _ r: inout PERReader) -> Bool {
    guard !r.isFailed, next < end, r.slots[next].id == id else { return false }
    r.enter(r.slots[next], of: outer)
    next += 1
    return true
  }

  /// Moves the reader into an IE that is kept in a box of so many octets, if it is present.
  public mutating func select(_ id: Int, box octets: Int, _ r: inout PERReader) -> Bool {
    let isPresent = select(id, &r)
    if isPresent { r.accountForBox(octets) }
    return isPresent
  }

  /// Moves the reader behind the container.
  /// - Returns: the IEs that the object set does not have.
  public func finish(_ r: inout PERReader) -> [UnknownIE] {
    r.slots.cut(start)
    r.leave(outer)
    return r.unknown.count > unknown ? r.takeUnknown(unknown) : []
  }

  /// Moves the reader behind the container of a SEQUENCE of which this release knows no additions, and behind what additions it has.
  public func unrecognized(_ preamble: SequencePreamble, _ r: inout PERReader) -> Unrecognized {
    let ies = finish(&r)
    return preamble.isExtended || !ies.isEmpty ? r.unrecognized(preamble, ies: ies) : .none
  }
}

/// The additions of an extended SEQUENCE while they are decoded.
@frozen public struct PERAdditions {
  let start: Int
  /// The first slot that was not read yet.
  var next: Int
  var end: Int
  let known: Int
  var outer: PERReader.Window

  init(start: Int, known: Int, outer: PERReader.Window) {
    self.start = start
    next = start
    end = start
    self.known = known
    self.outer = outer
  }

  /// Moves the reader into an addition, if that is present; additions are asked for in order.
  public mutating func enter(_ index: Int, _ r: inout PERReader) -> Bool {
    guard !r.isFailed, next < end, r.slots[next].id == index else { return false }
    r.enter(r.slots[next], of: outer)
    next += 1
    return true
  }

  /// Moves the reader into an addition that is kept in a box of so many octets, if it is present.
  public mutating func enter(_ index: Int, box octets: Int, _ r: inout PERReader) -> Bool {
    let isPresent = enter(index, &r)
    if isPresent { r.accountForBox(octets) }
    return isPresent
  }

  /// Moves the reader into an addition group of so many optional components, if it is present.
  public mutating func group(_ index: Int, _ flags: Int, _ r: inout PERReader) -> SequencePreamble {
    enter(index, &r) ? r.sequence(flags, false) : .absent
  }

  /// Moves the reader behind all additions.
  /// - Returns: the unknown ones, and the unknown IEs.
  public func unrecognized(ies: [UnknownIE] = [], _ r: inout PERReader) -> Unrecognized {
    if next == end, ies.isEmpty {
      leave(&r)
      return .none
    }
    return Unrecognized(ies: ies, additions: finish(&r))
  }

  /// Moves the reader behind all additions.
  /// - Returns: the unknown ones.
  public func finish(_ r: inout PERReader) -> [UnknownAddition] {
    var unknown: [UnknownAddition] = []
    for place in next..<max(next, end) where r.slots[place].id >= known && !r.isFailed {
      r.enter(r.slots[place], of: outer)
      r.account(3 &* MemoryLayout<UnknownAddition>.stride)
      unknown.append(UnknownAddition(index: r.slots[place].id, value: r.rest()))
    }
    leave(&r)
    return unknown
  }

  @inline(__always)
  private func leave(_ r: inout PERReader) {
    r.slots.cut(start)
    r.leave(outer)
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
