import Foundation
import Yams

struct GeneratorError: Error, CustomStringConvertible {
  var description: String
}

/// A place in an OpenAPI file: the file and the node there.
struct Located {
  var file: String
  var node: Node

  init(file: String, node: Node) {
    self.file = file
    self.node = node
  }

  /// A node that refers to another.
  init(reference key: String, in file: String) { self.init(file: file, node: .mapping([.scalar(.init("$ref")): .scalar(.init(key))])) }

  subscript(key: String) -> Located? { node[key].map { Located(file: file, node: $0) } }
  var string: String? { node.scalar?.string }
  var isTrue: Bool { string == "true" }
  /// The value null, which YAML also writes as the plain word.
  var isNull: Bool { node.scalar.map { $0.style == .plain && ["null", "~", ""].contains($0.string) } ?? false }
  var elements: [Located] { node.sequence?.map { Located(file: file, node: $0) } ?? [] }
  var members: [(name: String, value: Located)] {
    node.mapping?.compactMap { key, value in key.scalar.map { ($0.string, Located(file: file, node: value)) } } ?? []
  }
}

/// The OpenAPI files of a folder, read when first referred to.
final class OpenAPIFolder {
  private let folder: URL
  private var files: [String: Node] = [:]

  init(_ folder: URL) { self.folder = folder }

  func file(_ name: String) throws -> Located {
    if let node = files[name] { return Located(file: name, node: node) }
    let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    guard let node = try Yams.compose(yaml: text) else { throw GeneratorError(description: "\(name) is empty") }
    files[name] = node
    return Located(file: name, node: node)
  }

  /// File and pointer of a `$ref`, as a key that is the same wherever the reference stands.
  func key(_ reference: String, in file: String) -> String {
    reference.hasPrefix("#") ? file + reference : reference
  }

  func target(_ key: String) throws -> Located {
    let halves = key.split(separator: "#", maxSplits: 1)
    guard halves.count == 2 else { throw GeneratorError(description: "reference \(key)") }
    var place = try file(String(halves[0]))
    for token in halves[1].split(separator: "/") {
      let name = (token.removingPercentEncoding ?? String(token)).replacingOccurrences(of: "~1", with: "/")
        .replacingOccurrences(of: "~0", with: "~")
      guard let next = place[name] ?? place.members.first(where: { $0.name == name })?.value else {
        throw GeneratorError(description: "\(key): no \(name)")
      }
      place = next
    }
    return place
  }

  /// Follows references until a node that is none.
  func resolve(_ place: Located) throws -> Located {
    var place = place
    for _ in 0..<16 {
      guard let reference = place["$ref"]?.string else { return place }
      place = try target(key(reference, in: place.file))
    }
    throw GeneratorError(description: "reference cycle in \(place.file)")
  }
}
