/// SEQUENCE OF (X.691 §20).
extension PERReader {
  /// Checks that the octets account for so many elements.
  private mutating func admit(_ count: Int, _ stride: Int) -> Int {
    // An element has at least one bit, but for those few that have none.
    if count > 4096, count > window.limit &- window.position {
      fail(.truncated(bitOffset: window.limit))
      return 0
    }
    if count > 0 { account(count &* stride) }
    return isFailed ? 0 : count
  }

  /// Starts a list whose elements take `stride` octets of memory each.
  /// - Returns: the elements of its first fragment.
  public mutating func beginList(_ lower: Int, _ upper: Int?, _ isExtensible: Bool, _ stride: Int) -> ListHead {
    if !isExtensible, let upper, upper < 65536 {
      let count = Int(truncatingIfNeeded: int64(Int64(lower), Int64(max(lower, upper))))
      return ListHead(count: admit(count, stride), hasMore: false, lower: 0)
    }
    return beginOpenList(lower, upper, isExtensible, stride)
  }

  @inline(never)
  private mutating func beginOpenList(_ lower: Int, _ upper: Int?, _ isExtensible: Bool, _ stride: Int) -> ListHead {
    let (count, more, isFree) = firstFragment(lower, upper, isExtensible)
    let head = ListHead(count: admit(count, stride), hasMore: more, lower: isFree ? 0 : lower)
    if !more, count < head.lower { malformed("\(count) units, fewer than \(lower)") }
    return head
  }

  /// The head of the next fragment.
  /// - Parameter read: elements so far.
  private mutating func nextFragment(_ head: inout ListHead, _ read: Int, _ stride: Int) {
    let (count, more) = fragmentLength()
    // The elements so far are copied.
    head.count = admit(count, 2 * stride)
    head.hasMore = more
    if !more, read + count < head.lower { malformed("\(read + count) units, fewer than \(head.lower)") }
  }

  /// Whether the element at an index may be read: elements without bits could otherwise fill the memory for nothing read.
  @inlinable
  mutating func mayReadElement(_ index: Int) -> Bool {
    // A window that failed has ended.
    window.position < window.limit || (index < 4096 ? !isFailed : truncatedList())
  }

  @usableFromInline @inline(never)
  mutating func truncatedList() -> Bool {
    truncated()
    return false
  }

  @inlinable @inline(__always)
  mutating func fragment<Element>(_ head: ListHead, behind start: Int, _ element: (inout PERReader) -> Element) -> [Element] {
    if head.count == 0 { return [] }
    // `Array(unsafeUninitializedCapacity:)` asks the runtime for the type of its storage each time.
    var elements: [Element] = []
    elements.reserveCapacity(head.count)
    while elements.count < head.count, mayReadElement(start &+ elements.count) { elements.append(element(&self)) }
    return elements
  }

  /// The elements of all fragments. One function for all types: few lists have 16,384 elements.
  @usableFromInline @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  mutating func fragments<Element>(
    _ first: consuming [Element], _ head: ListHead, _ stride: Int, _ element: (inout PERReader) -> Element
  ) -> [Element] {
    var result = first
    var head = head
    while head.hasMore, !isFailed {
      nextFragment(&head, result.count, stride)
      result += fragment(head, behind: result.count, element)
    }
    return result
  }

  @inlinable
  @inline(never)
  public mutating func list<Element>(
    _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false, element: (inout PERReader) -> Element
  ) -> [Element] {
    let head = beginList(lower, upper, isExtensible, MemoryLayout<Element>.stride)
    let first = fragment(head, behind: 0, element)
    return head.hasMore ? fragments(first, head, MemoryLayout<Element>.stride, element) : first
  }

  @inlinable
  public mutating func list<Element: PERCodable>(_ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false) -> [Element] {
    list(lower, upper, isExtensible, element: { (r: inout PERReader) in Element(from: &r) })
  }
}

/// Where a list is while it is read.
@frozen public struct ListHead {
  /// Elements of the fragment.
  public var count: Int
  @usableFromInline var hasMore: Bool
  /// The fewest elements that the list may have.
  var lower: Int
}
