import Base
import Storage
import Yams

/// Collects the mistakes of one file.
final class ProblemList {
  let file: String
  private(set) var problems: [ConfigurationProblem] = []

  init(file: String) { self.file = file }

  func report(_ line: Int, _ path: String, _ message: String, _ remedy: String) {
    problems.append(ConfigurationProblem(file: file, line: line, path: path, message: message, remedy: remedy))
  }
}

/// A scalar of the document with its place.
struct YAMLText {
  let text: String
  let path: String
  let line: Int
}

/// One mapping of the document: hands out typed members, remembers which were asked for, and reports every mistake.
final class YAMLSection {
  let path: String
  let line: Int
  let list: ProblemList
  private var members: [(key: String, line: Int, value: Node)] = []
  private var known: [String] = []

  /// `node` is `nil` when the section is absent, which means that all its members are.
  init(_ node: Node?, path: String, line: Int, list: ProblemList) {
    self.path = path
    self.list = list
    self.line = node?.mark?.line ?? line
    guard let node else { return }
    guard case .mapping(let mapping) = node else {
      list.report(self.line, path, "is not a section with members", "write \"name: value\" lines below it")
      return
    }
    for (key, value) in mapping {
      let keyLine = key.mark?.line ?? self.line
      guard case .scalar(let scalar) = key else {
        list.report(keyLine, path, "has a name that is not text", "use plain names")
        continue
      }
      members.append((scalar.string, keyLine, value))
    }
  }

  func isPresent(_ key: String) -> Bool {
    know(key)
    return members.contains { $0.key == key }
  }

  func line(of key: String) -> Int { members.first { $0.key == key }?.line ?? line }
  func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  func report(_ key: String, _ message: String, _ remedy: String) { list.report(line(of: key), path(of: key), message, remedy) }

  /// Reports the members nobody asked for. Call it last.
  func finish() {
    for member in members where !known.contains(member.key) && !member.key.hasPrefix(YAMLDocument.duplicatePrefix) {
      list.report(member.line, path(of: member.key), "is not a setting", NearestName.remedy(for: member.key, among: known))
    }
  }

  func section(_ key: String) -> YAMLSection {
    know(key)
    let member = members.first { $0.key == key }
    return YAMLSection(member?.value, path: path(of: key), line: member?.line ?? line, list: list)
  }

  /// The mappings in a list.
  func sections(_ key: String) -> [YAMLSection] {
    nodes(key).enumerated().map {
      YAMLSection($0.element, path: "\(path(of: key))[\($0.offset)]", line: $0.element.mark?.line ?? line(of: key), list: list)
    }
  }

  /// The scalars in a list.
  func texts(_ key: String) -> [YAMLText] {
    nodes(key).enumerated().compactMap { scalar($0.element, "\(path(of: key))[\($0.offset)]", line(of: key)) }
  }

  func text(_ key: String) -> YAMLText? {
    know(key)
    guard let member = members.first(where: { $0.key == key }) else { return nil }
    return scalar(member.value, path(of: key), member.line)
  }

  /// - Parameter isEmptyAllowed: `""` is a value, which switches something off.
  func string(_ key: String, default standard: String, isEmptyAllowed: Bool = false) -> String {
    if isEmptyAllowed, case .scalar(let scalar)? = members.first(where: { $0.key == key })?.value, scalar.string.isEmpty,
      scalar.style == .doubleQuoted || scalar.style == .singleQuoted
    {
      know(key)
      return ""
    }
    return text(key)?.text ?? standard
  }

  func integer(_ key: String, _ range: ClosedRange<Int>, default standard: Int) -> Int {
    guard let text = text(key) else { return standard }
    return integer(text, range) ?? standard
  }

  func integer(_ text: YAMLText, _ range: ClosedRange<Int>) -> Int? {
    if let value = Int(text.text), range.contains(value) { return value }
    list.report(
      text.line, text.path, "\"\(text.text)\" is not a number from \(range.lowerBound) to \(range.upperBound)",
      "use e.g. \(range.contains(1) ? 1 : range.lowerBound)")
    return nil
  }

  func bool(_ key: String, default standard: Bool) -> Bool {
    guard let text = text(key) else { return standard }
    switch text.text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default:
      list.report(text.line, text.path, "\"\(text.text)\" is neither true nor false", "use true or false")
      return standard
    }
  }

  /// One of the raw values of an enumeration.
  func choice<T: RawRepresentable & CaseIterable>(_ key: String, default standard: T) -> T where T.RawValue == String {
    guard let text = text(key) else { return standard }
    if let value = T(rawValue: text.text.lowercased()) { return value }
    list.report(
      text.line, text.path, "\"\(text.text)\" is unknown", NearestName.remedy(for: text.text, among: T.allCases.map(\.rawValue)))
    return standard
  }

  /// Seconds, as a number or with a unit: `54min`, `6s`, `1h`.
  func seconds(_ key: String, _ range: ClosedRange<Int>, default standard: Int) -> Int {
    guard let text = text(key) else { return standard }
    let digits = text.text.prefix { $0.isASCII && $0.isNumber }
    let factor: Int? =
      switch text.text.dropFirst(digits.count).trimmedSpaces {
      case "", "s": 1
      case "min": 60
      case "h": 3600
      default: nil
      }
    if let factor, let number = Int(digits) {
      let (value, overflow) = number.multipliedReportingOverflow(by: factor)
      if !overflow, range.contains(value) { return value }
    }
    list.report(
      text.line, text.path, "\"\(text.text)\" is not a time from \(range.lowerBound) s to \(range.upperBound) s", "use e.g. 6s or 54min")
    return standard
  }

  func address(_ text: YAMLText) -> IPAddress? {
    if let address = IPAddress(text.text) { return address }
    list.report(text.line, text.path, "\"\(text.text)\" is not an IP address", "use e.g. 10.99.0.1")
    return nil
  }

  func socketAddress(_ key: String, port: UInt16, default standard: IPAddress) -> SocketAddress {
    guard let text = text(key) else { return SocketAddress(standard, port: port) }
    return SocketAddress(address(text) ?? standard, port: port)
  }

  /// An address with or without port: `127.0.0.10:7777`, `[::1]:7777`, `::1`.
  func endpoint(_ text: YAMLText, defaultPort: UInt16) -> SocketAddress? {
    if let address = IPAddress(text.text) { return SocketAddress(address, port: defaultPort) }
    let colon = text.text.lastIndex(of: ":")
    if let colon, let port = UInt16(text.text[text.text.index(after: colon)...]), port > 0 {
      var host = text.text[..<colon]
      let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
      if isBracketed { host = host.dropFirst().dropLast() }
      if let address = IPAddress(host), address.isV4 != isBracketed { return SocketAddress(address, port: port) }
    }
    list.report(text.line, text.path, "\"\(text.text)\" is not an address and port", "use e.g. 127.0.0.10:7777 or [::1]:7777")
    return nil
  }

  func prefix(_ key: String, isIPv4: Bool, example: String) -> IPPrefix? {
    guard let text = text(key) else { return nil }
    let family = isIPv4 ? "IPv4" : "IPv6"
    if let prefix = IPPrefix(text.text) {
      if prefix.address.isV4 == isIPv4 { return prefix }
      list.report(text.line, text.path, "\"\(text.text)\" is not an \(family) prefix", "use e.g. \(example)")
      return nil
    }
    let parts = text.text.split(separator: "/")
    if parts.count == 2, let address = IPAddress(parts[0]), address.isV4 == isIPv4, let length = Int(parts[1]),
      (0...(isIPv4 ? 32 : 128)).contains(length), let network = IPPrefix.network(of: address, length: length)
    {
      list.report(text.line, text.path, "\"\(text.text)\" has bits behind the prefix", "use \(network)")
      return nil
    }
    list.report(text.line, text.path, "\"\(text.text)\" is not an \(family) prefix", "use e.g. \(example)")
    return nil
  }

  func bitRate(_ key: String, default standard: BitRate) -> BitRate {
    guard let text = text(key) else { return standard }
    if let rate = BitRate(text.text) { return rate }
    list.report(text.line, text.path, "\"\(text.text)\" is not a bit rate", "use a number with bps, Kbps, Mbps, Gbps or Tbps, e.g. 1 Gbps")
    return standard
  }

  private func know(_ key: String) { if !known.contains(key) { known.append(key) } }

  private func nodes(_ key: String) -> [Node] {
    know(key)
    guard let member = members.first(where: { $0.key == key }) else { return [] }
    guard case .sequence(let sequence) = member.value else {
      report(key, "is not a list", "write [a, b], or lines that begin with \"- \"")
      return []
    }
    return Array(sequence)
  }

  private func scalar(_ node: Node, _ path: String, _ line: Int) -> YAMLText? {
    let line = node.mark?.line ?? line
    guard case .scalar(let scalar) = node else {
      list.report(line, path, "is a list or section", "write a single value")
      return nil
    }
    if scalar.string.isEmpty || scalar.style == .plain && ["~", "null"].contains(scalar.string) {
      list.report(line, path, "has no value", "write one, or remove the line to get the default")
      return nil
    }
    return YAMLText(text: scalar.string, path: path, line: line)
  }
}

extension Substring {
  fileprivate var trimmedSpaces: Substring {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension IPPrefix {
  /// The prefix of `length` that `address` is in.
  static func network(of address: IPAddress, length: Int) -> IPPrefix? {
    switch address {
    case .v4(let value):
      guard (0...32).contains(length) else { return nil }
      return IPPrefix(.v4(length == 0 ? 0 : value & UInt32.max << UInt32(32 - length)), length: length)
    case .v6(let value):
      guard (0...128).contains(length) else { return nil }
      return IPPrefix(.v6(length == 0 ? 0 : value & UInt128.max << UInt128(128 - length)), length: length)
    }
  }

  func overlaps(_ other: IPPrefix) -> Bool { contains(other.address) || other.contains(address) }
}
