import Base

/// Changes to JSON documents: merge patch (RFC 7396) and patch (RFC 6902).
public enum JSONPatch {
  /// The result of a merge patch: members of objects are replaced one by one, `null` removes.
  public static func merge(_ patch: JSON, into target: JSON) -> JSON {
    guard case .object(let changes) = patch else { return patch }
    var result = target.objectValue ?? JSON.Object()
    for (key, value) in changes.members {
      if case .null = value {
        result[key] = nil
      } else {
        result[key] = merge(value, into: result[key] ?? .null)
      }
    }
    return .object(result)
  }

  /// Applies add, replace, remove, copy, move and test in order; nothing is changed when one fails.
  public static func apply(_ items: [PatchItem], to target: JSON) throws(SBIError) -> JSON {
    guard items.count <= 1024 else { throw .patchFailed("more than 1024 operations") }
    var result = target
    for item in items {
      let path = try pointer(item.path)
      switch item.op.rawValue {
      case "add": result = try change(result, path[...], .add(item.object["value"] ?? .null))
      case "replace": result = try change(result, path[...], .replace(item.object["value"] ?? .null))
      case "remove": result = try change(result, path[...], .remove)
      case "test":
        guard try value(result, path[...]) == item.object["value"] ?? .null else { throw .patchFailed("test at \(item.path)") }
      case "copy", "move":
        guard let from = item.from else { throw .patchFailed("no from") }
        let source = try pointer(from)
        let moved = try value(result, source[...])
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
