/// What a protocol's modules define, and what of it has a Swift type.
public struct Coverage: Sendable {
  /// Rows of the object sets that select a message by its procedure code, or alternatives of a message type.
  public var messages = 0
  public var typedMessages = 0
  /// Rows of all other object sets: information elements and extensions.
  public var elements = 0
  public var typedElements = 0
  public var types = 0
  /// Components whose octets stay octets, as `TYPE.component`.
  public var opaque: [String] = []

  init(_ source: ResolvedProtocol) {
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

  /// A row of a table in Markdown.
  public func row(_ name: String) -> String {
    let rest = opaque.isEmpty ? "none" : opaque.map { "`\($0)`" }.joined(separator: ", ")
    return "| \(name) | \(messages) | \(typedMessages) | \(elements) | \(typedElements) | \(types) | \(rest) |"
  }
}
