import Base

/// Changes to JSON documents: merge patch (RFC 7396) and patch (RFC 6902).
public enum JSONPatch {
  /// The result of a merge patch: members of objects are replaced one by one, `null` removes.
  public static func merge(_ patch: JSON, into target: JSON) -> JSON {
    guard case .object(let changes) = patch else { return patch }
    var result = target.objectValue ?? JSON.Object()
    // Removing one member after the other would take the square of their number.
    result.removeAll { key, _ in changes[key] == .some(.null) }
    for (key, value) in changes.members where value != .null { result[key] = merge(value, into: result[key] ?? .null) }
    return .object(result)
  }

  /// What the result of a patch may be, in values and units of four octets of text: operations that copy can double a document again and
  /// again.
  private static let maximumSize = 1 << 20
  private static let maximumDepth = 64

  /// Applies add, replace, remove, copy, move and test in order; nothing is changed when one fails.
  /// - Throws: ``SBIError/patchFailed(_:)`` also for a result of more than 2^20 values, or of 4 MiB of text, or a depth of more than 64,
  ///   and for a work of more than 2^24 of these moved.
  public static func apply(_ items: [PatchItem], to target: JSON) throws(SBIError) -> JSON {
    guard items.count <= 1024 else { throw .patchFailed("more than 1024 operations") }
    var result = target
    var values = try size(target, limit: maximumSize)
    var budget = 1 << 24
    for item in items {
      // Every operation may copy the containers on its path.
      budget -= values
      guard budget > 0 else { throw .patchFailed("too much work") }
      let path = try pointer(item.path)
      switch item.op.rawValue {
      case "add", "replace":
        let value = try required(item)
        values += try size(value, limit: maximumSize - values, depth: path.count)
        result = try change(result, path[...], item.op == .add ? .add(value) : .replace(value))
      case "remove": result = try change(result, path[...], .remove)
      case "test":
        guard try self.value(result, path[...]) == required(item) else { throw .patchFailed("test at the given path") }
      case "copy", "move":
        guard let from = item.from else { throw .patchFailed("no from") }
        let source = try pointer(from)
        let moved = try self.value(result, source[...])
        values += try size(moved, limit: maximumSize - values, depth: path.count)
        if item.op.rawValue == "move" {
          guard !(path.count > source.count && path.starts(with: source)) else { throw .patchFailed("move into itself") }
          result = try change(result, source[...], .remove)
        }
        result = try change(result, path[...], .add(moved))
      default: throw .patchFailed("unknown operation")
      }
    }
    return result
  }

  /// RFC 6902 §4.1, §4.3, §4.6: the member must be there.
  private static func required(_ item: PatchItem) throws(SBIError) -> JSON {
    guard let value = item.object["value"] else { throw .patchFailed("no value") }
    return value
  }

  /// How many values a tree has, with its texts.
  /// - Throws: when there are more than `limit`, or the tree is deeper than a patched document may be.
  private static func size(_ json: JSON, limit: Int, depth: Int = 0) throws(SBIError) -> Int {
    guard depth <= maximumDepth else { throw .patchFailed("too deep") }
    var count = 1
    func add(_ inner: JSON) throws(SBIError) { count += try size(inner, limit: limit - count, depth: depth + 1) }
    switch json {
    case .array(let values): for value in values { try add(value) }
    case .object(let object):
      for (key, value) in object.members {
        count += key.utf8.count / 4
        try add(value)
      }
    case .string(let text): count += text.utf8.count / 4
    default: break
    }
    guard count <= limit else { throw .patchFailed("too large") }
    return count
  }

  private enum Change {
    case add(JSON)
    case replace(JSON)
    case remove
  }

  /// The reference tokens of a JSON pointer (RFC 6901).
  private static func pointer(_ text: String) throws(SBIError) -> [String] {
    if text.isEmpty { return [] }
    guard text.utf8.first == UInt8(ascii: "/") else { throw .patchFailed("path does not begin with a slash") }
    let octets = Array(text.utf8).dropFirst()
    let tokens = octets.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard tokens.count <= 64 else { throw .patchFailed("path too deep") }
    var names: [String] = []
    for token in tokens {
      var name: [UInt8] = []
      var rest = token
      while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "~") else {
          name.append(byte)
          continue
        }
        switch rest.popFirst() {
        case UInt8(ascii: "0"): name.append(UInt8(ascii: "~"))
        case UInt8(ascii: "1"): name.append(UInt8(ascii: "/"))
        default: throw .patchFailed("bad escape in path")
        }
      }
      names.append(String(decoding: name, as: UTF8.self))
    }
    return names
  }

  private static func index(_ token: String, upTo limit: Int) throws(SBIError) -> Int {
    guard let index = Int(token), String(index) == token, index >= 0, index <= limit else { throw .patchFailed("no element \(token)") }
    return index
  }

  private static func value(_ document: JSON, _ path: ArraySlice<String>) throws(SBIError) -> JSON {
    guard let token = path.first else { return document }
    switch document {
    case .object(let object):
      guard let member = object[token] else { throw .patchFailed("no member \(token)") }
      return try value(member, path.dropFirst())
    case .array(let array):
      return try value(array[try index(token, upTo: array.count - 1)], path.dropFirst())
    default: throw .patchFailed("no member \(token)")
    }
  }

  private static func change(_ document: JSON, _ path: ArraySlice<String>, _ change: Change) throws(SBIError) -> JSON {
    guard let token = path.first else {
      switch change {
      case .add(let value), .replace(let value): return value
      case .remove: return .null
      }
    }
    switch document {
    case .object(var object):
      if path.count > 1 {
        guard let member = object[token] else { throw .patchFailed("no member \(token)") }
        object[token] = try self.change(member, path.dropFirst(), change)
      } else {
        object[token] = try changedMember(object[token], token, change)
      }
      return .object(object)
    case .array(var array):
      if path.count > 1 {
        let position = try index(token, upTo: array.count - 1)
        array[position] = try self.change(array[position], path.dropFirst(), change)
        return .array(array)
      }
      switch change {
      case .add(let value): array.insert(value, at: token == "-" ? array.count : try index(token, upTo: array.count))
      case .replace(let value): array[try index(token, upTo: array.count - 1)] = value
      case .remove: array.remove(at: try index(token, upTo: array.count - 1))
      }
      return .array(array)
    default: throw .patchFailed("no member \(token)")
    }
  }

  private static func changedMember(_ old: JSON?, _ token: String, _ change: Change) throws(SBIError) -> JSON? {
    switch change {
    case .add(let value): return value
    case .replace(let value):
      guard old != nil else { throw .patchFailed("no member \(token)") }
      return value
    case .remove:
      guard old != nil else { throw .patchFailed("no member \(token)") }
      return nil
    }
  }
}
