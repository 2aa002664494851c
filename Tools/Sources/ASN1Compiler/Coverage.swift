/// What a protocol's modules define, and what of it has a Swift type.
public struct Coverage: Sendable {
  /// Rows of the object sets that select a message by its procedure code, or alternatives of a message type.
  public var messages = 0
  public var typedMessages = 0
  /// Rows of all other object sets: information elements and extensions. In a protocol without object sets: types with names.
  public var elements = 0
  public var typedElements = 0
  public var types = 0
  /// Components whose octets stay octets, as `TYPE.component`.
  public var opaque: [String] = []

  /// - Parameter named: the types that the modules name.
  init(_ source: ResolvedProtocol, named: [String]) {
    let types = SwiftTypes(source: source)
    self.types = source.definitions.count
    for definition in source.definitions {
      guard types.fieldPattern(definition.type) == nil, types.messagePattern(definition.type) == nil else { continue }
      switch definition.type {
      case .sequence(let components), .choice(let components):
        for component in components.root + (components.additions ?? []).flatMap(\.components) {
          if case .open = component.type { opaque.append("\(definition.key).\(component.name)") }
        }
      default: break
      }
    }
    if source.setOrder.isEmpty { countByName(source, named, types) }
    for name in source.setOrder {
      for row in source.sets[name]?.rows ?? [] {
        let isMessage = row.settings.keys.contains { $0 == "&procedureCode" }
        for (_, setting) in row.settings.sorted(by: { $0.key < $1.key }) {
          guard case .type(let type) = setting else { continue }
          let isTyped = types.name(type) != "Never"
          if isMessage {
            messages += 1
            typedMessages += isTyped ? 1 : 0
          } else {
            elements += 1
            typedElements += isTyped ? 1 : 0
          }
        }
      }
    }
  }

  /// The messages are the alternatives of `...MessageType` (TS 38.331 §6.2.1) and `LPP-MessageBody` (TS 37.355 §6.2) that have a type of
  /// their own.
  private mutating func countByName(_ source: ResolvedProtocol, _ named: [String], _ types: SwiftTypes) {
    elements = named.count
    typedElements = named.count { source[$0].map { types.name(.reference($0.key)) != "Never" } ?? false }
    for definition in source.definitions where definition.key.contains("MessageType") || definition.key.contains("LPP-MessageBody") {
      guard case .choice(let components) = definition.type else { continue }
      for component in components.root + (components.additions ?? []).flatMap(\.components) {
        guard case .reference(let key) = component.type, named.contains(key) else { continue }
        messages += 1
        typedMessages += source[key] == nil ? 0 : 1
      }
    }
  }

  /// A row of a table in Markdown.
  public func row(_ name: String) -> String {
    let rest = opaque.isEmpty ? "none" : opaque.map { "`\($0)`" }.joined(separator: ", ")
    return "| \(name) | \(messages) | \(typedMessages) | \(elements) | \(typedElements) | \(types) | \(rest) |"
  }
}
