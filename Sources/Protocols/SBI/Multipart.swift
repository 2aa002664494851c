import Base

/// A multipart/related body: a JSON root and binary parts (TS 29.500 §6.1.2.4, RFC 2387, RFC 2046 §5.1).
public struct SBIMultipart: Hashable, Sendable {
  public var root: JSON
  public var parts: [BinaryPart]

  public init(root: JSON, parts: [BinaryPart]) {
    self.root = root
    self.parts = parts
  }

  /// `Content-Type` with the boundary that ``encode()`` uses.
  public var contentType: String { "multipart/related; type=\"\(SBIMediaType.json)\"; boundary=\(boundary)" }

  /// A boundary that occurs in no part: a fixed word with the least number that does not stand behind it anywhere.
  ///
  /// One pass over the parts finds the numbers in use. Parts come from peers, who could otherwise make this try a number for each
  /// few octets.
  private var boundary: String {
    let word = Array("vitrum-part-".utf8)
    var used: Set<Int> = []
    for octets in [root.octets] + parts.map(\.octets) {
      var start = 0
      while let position = octets.firstRange(of: word, from: start) {
        start = position + word.count
        // Each number that begins here counts: 1, 12 and 123 of `vitrum-part-123`.
        var number = 0
        for octet in octets[start...].prefix(9) {
          guard (0x30...0x39).contains(octet) else { break }
          number = number * 10 + Int(octet - 0x30)
          used.insert(number)
        }
      }
    }
    var number = 0
    while used.contains(number) { number += 1 }
    return "vitrum-part-\(number)"
  }

  public func encode() -> [UInt8] {
    let boundary = boundary
    var octets = Array("--\(boundary)\r\nContent-Type: application/json\r\n\r\n".utf8)
    octets += root.octets
    for part in parts {
      octets += Array("\r\n--\(boundary)\r\nContent-Id: \(part.contentID.headerSafe)\r\n".utf8)
      octets += Array("Content-Type: \(part.contentType.headerSafe)\r\n\r\n".utf8)
      octets += part.octets
    }
    octets += Array("\r\n--\(boundary)--\r\n".utf8)
    return octets
  }

  /// - Parameter contentType: the header with its `boundary` parameter; `start` may name the root part, else it is the first.
  public init(decoding octets: [UInt8], contentType: String, limits: SBILimits = SBILimits()) throws(SBIError) {
    guard octets.count <= limits.maximumBodyOctets else { throw .tooLarge(limitOctets: limits.maximumBodyOctets) }
    let parameters = try MediaTypeParameters(contentType)
    guard let boundary = parameters["boundary"], (1...70).contains(boundary.utf8.count) else {
      throw .malformedMultipart("no usable boundary")
    }
    var scanner = MultipartScanner(octets: octets, delimiter: Array("--\(boundary)".utf8))
    try scanner.skipPreamble()
    var found: [RawPart] = []
    while let range = try scanner.nextPart() {
      guard found.count <= limits.maximumParts else { throw .malformedMultipart("more than \(limits.maximumParts) binary parts") }
      found.append(try RawPart(octets[range]))
    }
    let start = parameters["start"].map(RawPart.withoutBrackets)
    guard let rootIndex = start.map({ id in found.firstIndex { $0.contentID == id } }) ?? (found.isEmpty ? nil : 0) else {
      throw .malformedMultipart("no root part")
    }
    let rootPart = found.remove(at: rootIndex)
    guard SBIMediaType.isJSON(rootPart.contentType) else { throw .malformedMultipart("the root part is not JSON") }
    root = try SBIBody.parse(Array(rootPart.octets), limits: limits)
    parts = []
    for part in found {
      guard let contentID = part.contentID, !contentID.isEmpty else { throw .malformedMultipart("a part without Content-ID") }
      guard !parts.contains(where: { $0.contentID == contentID }) else { throw .malformedMultipart("two parts with one Content-ID") }
      parts.append(BinaryPart(contentID: contentID, contentType: part.contentType, octets: Array(part.octets)))
    }
  }
}

extension [UInt8] {
  /// The offset of the first occurrence at or after `start`, in linear time whatever the octets are (Knuth, Morris and Pratt).
  fileprivate func firstRange(of needle: [UInt8], from start: Int) -> Int? {
    guard !needle.isEmpty, start <= count - needle.count else { return nil }
    // For each octet of the needle, how much of its beginning ends there.
    var borders = [Int](repeating: 0, count: needle.count)
    var border = 0
    for index in needle.indices.dropFirst() {
      while border > 0, needle[border] != needle[index] { border = borders[border - 1] }
      if needle[border] == needle[index] { border += 1 }
      borders[index] = border
    }
    var matched = 0
    for index in start..<count {
      while matched > 0, needle[matched] != self[index] { matched = borders[matched - 1] }
      if needle[matched] == self[index] { matched += 1 }
      if matched == needle.count { return index - needle.count + 1 }
    }
    return nil
  }
}

extension String {
  /// Without control characters, so that a value cannot start another header line.
  fileprivate var headerSafe: String { String(String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })) }
}

/// Parameters of a media type (RFC 9110 §5.6.6).
struct MediaTypeParameters {
  private var values: [(name: String, value: String)] = []

  subscript(name: String) -> String? { values.first { $0.name == name }?.value }

  init(_ header: String) throws(SBIError) {
    guard header.utf8.count <= 1024 else { throw .malformedMultipart("media type too long") }
    var rest = Array(header.utf8)[...].drop { $0 != UInt8(ascii: ";") }
    while rest.first == UInt8(ascii: ";") {
      rest = rest.dropFirst()
      let name = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
      rest = rest.dropFirst(name.count)
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst()
      var value: [UInt8] = []
      if rest.first == UInt8(ascii: "\"") {
        rest = rest.dropFirst()
        while let byte = rest.first, byte != UInt8(ascii: "\"") {
          rest = rest.dropFirst()
          if byte == UInt8(ascii: "\\"), let escaped = rest.first {
            value.append(escaped)
            rest = rest.dropFirst()
          } else {
            value.append(byte)
          }
        }
        rest = rest.drop { $0 != UInt8(ascii: ";") }
      } else {
        value = Array(rest.prefix { $0 != UInt8(ascii: ";") })
        rest = rest.dropFirst(value.count)
      }
      let key = String(decoding: name, as: UTF8.self).trimmedOfSpace.lowercased()
      values.append((key, String(decoding: value, as: UTF8.self).trimmedOfSpace))
    }
  }
}

/// Finds the parts between delimiter lines.
private struct MultipartScanner {
  let octets: [UInt8]
  let delimiter: [UInt8]
  private var offset = 0
  private var isClosed = false

  init(octets: [UInt8], delimiter: [UInt8]) {
    self.octets = octets
    self.delimiter = delimiter
  }

  /// Moves behind the first delimiter line.
  mutating func skipPreamble() throws(SBIError) {
    if octets.starts(with: delimiter) {
      offset = delimiter.count
      return try finishDelimiterLine()
    }
    if let position = octets.firstRange(of: [0x0A] + delimiter, from: 0) {
      offset = position + 1 + delimiter.count
      return try finishDelimiterLine()
    }
    throw .malformedMultipart("no delimiter line")
  }

  private mutating func finishDelimiterLine() throws(SBIError) {
    if octets[offset...].starts(with: [0x2D, 0x2D]) {
      isClosed = true
      return
    }
    while offset < octets.count, octets[offset] == 0x20 || octets[offset] == 0x09 { offset += 1 }
    guard octets[offset...].starts(with: [0x0D, 0x0A]) else { throw .malformedMultipart("delimiter line does not end") }
    offset += 2
  }

  /// The octets of the next part; `nil` after the closing delimiter.
  mutating func nextPart() throws(SBIError) -> Range<Int>? {
    if isClosed { return nil }
    let start = offset
    // The line break before a delimiter belongs to it; that of an empty part is also the end of its delimiter line.
    let separator = [0x0D, 0x0A] + delimiter
    guard let end = octets.firstRange(of: separator, from: max(0, start - 2)) else { throw .malformedMultipart("no closing delimiter") }
    offset = end + separator.count
    try finishDelimiterLine()
    return start..<max(start, end)
  }
}

/// A part with its header lines read.
private struct RawPart {
  var contentType = "text/plain"
  var contentID: String?
  var octets: ArraySlice<UInt8>

  init(_ slice: ArraySlice<UInt8>) throws(SBIError) {
    var rest = slice
    var lines = 0
    while true {
      guard let lineEnd = rest.firstIndex(of: 0x0D), rest[lineEnd...].starts(with: [0x0D, 0x0A]) else {
        throw .malformedMultipart("part header does not end")
      }
      let line = rest[rest.startIndex..<lineEnd]
      rest = rest[(lineEnd + 2)...]
      if line.isEmpty { break }
      lines += 1
      guard lines <= 16, line.count <= 1024 else { throw .malformedMultipart("part header too long") }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { throw .malformedMultipart("part header without colon") }
      let name = String(decoding: line[..<colon], as: UTF8.self).trimmedOfSpace.lowercased()
      let value = String(decoding: line[(colon + 1)...], as: UTF8.self).trimmedOfSpace
      switch name {
      case "content-type": contentType = value
      case "content-id": contentID = RawPart.withoutBrackets(value)
      default: break
      }
    }
    octets = rest
  }

  static func withoutBrackets(_ value: String) -> String {
    value.hasPrefix("<") && value.hasSuffix(">") && value.utf8.count >= 2 ? String(value.dropFirst().dropLast()) : value
  }
}
