import Base
import SBI

/// Bodies of `application/x-www-form-urlencoded`: the access token request (TS 29.510 §6.3.5.2.2, RFC 6749 §4.4.2).
///
/// A member that is a string stands as it is; any other as JSON.
enum SBIForm {
  static func read(_ octets: [UInt8], schema: Int, limits: SBILimits) throws(SBIError) -> JSON.Object {
    guard octets.count <= 65_536 else { throw .tooLarge(limitOctets: 65_536) }
    guard let text = String(validating: octets, as: UTF8.self) else { throw .malformedURI("form is not UTF-8") }
    var object = JSON.Object()
    for item in text.split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decoded(pair[0]), let value = decoded(pair.count == 2 ? pair[1] : "") else { throw .malformedURI("form") }
      guard object[name] == nil else { throw .invalid([SBIIssue(path: name, kind: .value, reason: "appears twice")]) }
      object[name] = .string(value)
      if let first = value.utf8.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
        if let json = try? JSON(parsing: value, maximumDepth: limits.maximumDepth) { object[name] = json }
      }
    }
    return object
  }

  static func write(_ json: JSON) -> [UInt8] {
    let items = (json.objectValue?.members ?? []).map {
      SBIURI.encode($0.key) + "=" + SBIURI.encode($0.value.stringValue ?? $0.value.text())
    }
    return Array(items.joined(separator: "&").utf8)
  }

  private static func decoded(_ text: Substring) -> String? {
    SBIURI.decode(String(decoding: text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }, as: UTF8.self))
  }
}

extension SBIMediaType {
  static let form = "application/x-www-form-urlencoded"
}
