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

  struct Content: Hashable, Sendable, EmptyInitializable {
    var unknown: [UnknownElement] = []
    var extensions: [Extension] = []
  }

  private var content = RareSection<Content>()

  public init() {}

  /// Elements that stand at the end of the message or group when it is encoded.
  public var unknown: [UnknownElement] {
    get { content.value.unknown }
    _modify { yield &content.value.unknown }
  }

  public var extensions: [Extension] {
    get { content.value.extensions }
    _modify { yield &content.value.extensions }
  }

  /// Extensions in one order, whichever order the elements arrived in.
  mutating func sortExtensions() {
    guard !isEmpty, extensions.count > 1 else { return }
    extensions.sort { ($0.type, $0.occurrence) < ($1.type, $1.occurrence) }
  }

  public var isEmpty: Bool { !content.isPresent || (unknown.isEmpty && extensions.isEmpty) }
}
