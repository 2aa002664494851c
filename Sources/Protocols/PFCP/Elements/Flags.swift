import Base

/// An element that is only flags: bit 0 of `rawValue` is bit 1 of octet 5, bit 8 is bit 1 of octet 6, and so on.
protocol FlagElement: LeafElement, OptionSet where RawValue == UInt64, Element == Self {
  /// Octets in this release; older peers send fewer, which is kept in `octetCount`.
  static var standardOctetCount: Int { get }
  /// Names in bit order, separated by spaces; `-` for a spare bit.
  static var names: StaticString { get }
  var octetCount: UInt8 { get set }
}

extension FlagElement {
  init?(reading reader: inout ByteReader) {
    let count = min(reader.remaining, 8)
    guard count > 0 else { return nil }
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(reader.readUInt8() ?? 0) << UInt64(8 * index) }
    self.init(rawValue: value)
    octetCount = UInt8(count)
  }

  func write(to writer: inout ByteWriter) {
    for index in 0..<Int(min(octetCount, 8)) { writer.writeUInt8(UInt8(truncatingIfNeeded: rawValue >> UInt64(8 * index))) }
  }

  private static var nameList: [Substring] { "\(names)".split(separator: " ") }

  init?(fromJSON json: JSON) {
    guard let flags = json.arrayValue ?? json["flags"]?.arrayValue else { return nil }
    let names = Self.nameList
    var value: UInt64 = 0
    for flag in flags {
      if let name = flag.stringValue, let bit = names.firstIndex(where: { $0 == name && $0 != "-" }) {
        value |= 1 << UInt64(bit)
      } else if let bit = flag.integerValue(Int.self), (0..<64).contains(bit) {
        value |= 1 << UInt64(bit)
      } else {
        return nil
      }
    }
    self.init(rawValue: value)
    if let json = json["octetCount"] {
      guard let count = json.integerValue(UInt8.self), (1...8).contains(count) else { return nil }
      octetCount = count
    }
  }

  func writeJSON() -> JSON {
    let names = Self.nameList
    let flags: [JSON] = (0..<64).filter { rawValue >> UInt64($0) & 1 == 1 }.map { bit in
      bit < names.count && names[bit] != "-" ? .string(String(names[bit])) : .int(bit)
    }
    return Int(octetCount) == Self.standardOctetCount ? .array(flags) : ["flags": .array(flags), "octetCount": .int(octetCount)]
  }
}
