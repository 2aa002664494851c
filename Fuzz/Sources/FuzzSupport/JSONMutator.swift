import Base

/// Changes one place of a JSON value without knowledge of its type.
public struct JSONMutator {
  public var generator: SeededGenerator
  private var remaining = 0

  public init(generator: SeededGenerator) { self.generator = generator }

  public mutating func mutate(_ json: JSON) -> JSON {
    // The members in front, which say what the others are, as often as all together.
    let places = Self.places(json)
    remaining = pick(pick(2) == 0 ? min(places, 16) : places)
    return walk(json)
  }

  private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &generator) }

  private static func places(_ json: JSON) -> Int {
    switch json {
    case .object(let object): object.members.reduce(1) { $0 + places($1.value) }
    case .array(let elements): elements.reduce(1) { $0 + places($1) }
    default: 1
    }
  }

  private mutating func walk(_ json: JSON) -> JSON {
    guard remaining >= 0 else { return json }
    remaining -= 1
    if remaining < 0 { return changed(json) }
    switch json {
    case .object(var object):
      for (key, value) in object.members { object[key] = walk(value) }
      return .object(object)
    case .array(let elements): return .array(elements.map { walk($0) })
    default: return json
    }
  }

  private mutating func changed(_ json: JSON) -> JSON {
    switch json {
    case .null: return [0, "", true, [], .object(JSON.Object())].randomElement(using: &generator) ?? 0
    case .bool(let value): return .bool(!value)
    case .integer(let value):
      switch pick(5) {
      case 0: return .integer(value &+ 1)
      case 1: return .integer(value &- 1)
      case 2: return 0
      case 3: return .integer((1 << Int128(pick(66))) &- 1)
      default:
        // As wide as fields are.
        let width = [8, 16, 24, 32, 48, 64].randomElement(using: &generator) ?? 8
        return .integer(Int128(generator.next() >> UInt64(64 - width)))
      }
    case .number: return .number([0, -1, 1e300, 0.5].randomElement(using: &generator) ?? 0)
    case .string(let text): return .string(changed(text))
    case .array(var elements):
      switch pick(4) {
      case 0: if !elements.isEmpty { elements.remove(at: pick(elements.count)) }
      case 1: if elements.count > 1 { elements.swapAt(pick(elements.count), pick(elements.count)) }
      case 2: if let last = elements.last { elements += [JSON](repeating: last, count: 1 + pick(pick(300))) }
      default: if let copy = elements.randomElement(using: &generator) { elements.append(walkFresh(copy)) }
      }
      return .array(elements)
    case .object(var object):
      if let key = object.keys.randomElement(using: &generator) {
        switch pick(3) {
        case 0: object[key] = nil
        case 1: object[key + "x"] = object[key]
        default: object[key] = .null
        }
      }
      return .object(object)
    }
  }

  private mutating func walkFresh(_ json: JSON) -> JSON {
    let outer = remaining
    defer { remaining = outer }
    return mutate(json)
  }

  private mutating func changed(_ text: String) -> String {
    if var octets = Hex.decode(text) {
      switch pick(4) {
      case 0: octets.append(UInt8(truncatingIfNeeded: generator.next()))
      case 1: if !octets.isEmpty { octets.removeLast(1 + pick(octets.count)) }
      case 2: octets += [UInt8](repeating: 0, count: 1 + pick(300))
      default: if !octets.isEmpty { octets[pick(octets.count)] = UInt8(truncatingIfNeeded: generator.next()) }
      }
      return Hex.encode(octets)
    }
    switch pick(4) {
    case 0: return String(text.dropLast())
    case 1: return text + text
    case 2: return ["", "0", "\u{0}", "ä", "a.b", "imsi-001010000000001", "2026-01-01T00:00:00Z"].randomElement(using: &generator) ?? ""
    default:
      let digits = text.map { $0.isNumber && pick(3) == 0 ? Character("\(pick(10))") : $0 }
      return String(digits)
    }
  }
}
