import Base

/// Octets of named flags and small numbers whose length may grow with the release.
///
/// All received octets are kept, so flags of later releases survive. In JSON each bit up to the length is a member.
public protocol FlagOctets: InformationElement {
  var octets: [UInt8] { get set }
  init(octets: [UInt8])
  /// Octets that are always there.
  static var minimumOctetCount: Int { get }
  /// The fields from bit 8 of the first octet on: `name` for one bit, `name:width`, `-` or `-:width` for spare bits.
  static var fields: StaticString { get }
}

extension FlagOctets {
  public init(coding c: inout NASCoder, _ value: Self?) throws(NASError) {
    switch c.mode {
    case .decode:
      let octets = try c.rest("", nil)
      guard octets.count >= Self.minimumOctetCount else { throw .malformed(ie: "flags") }
      self.init(octets: octets)
    case .encode:
      guard let value, value.octets.count >= Self.minimumOctetCount else { throw .notEncodable(ie: "flags") }
      _ = try c.rest("", value.octets)
      self = value
    case .toJSON:
      guard let value else { throw .notEncodable(ie: "flags") }
      value.putJSON(into: &c)
      self = value
    case .fromJSON: self = try Self.fromJSON(c)
    }
  }

  /// The field of `width` bits that ends at `bit` (0 is the least significant) of octet `octet`; zero beyond the length.
  func field(_ octet: Int, _ bit: Int, width: Int = 1) -> UInt8 {
    octet < octets.count ? octets[octet] >> UInt8(bit) & mask(width) : 0
  }

  mutating func setField(_ octet: Int, _ bit: Int, width: Int = 1, _ value: UInt8) {
    while octets.count <= octet {
      if value == 0 { return }
      octets.append(0)
    }
    octets[octet] = octets[octet] & ~(mask(width) << UInt8(bit)) | (value & mask(width)) << UInt8(bit)
  }

  func flag(_ octet: Int, _ bit: Int) -> Bool { field(octet, bit) == 1 }
  mutating func setFlag(_ octet: Int, _ bit: Int, _ value: Bool) { setField(octet, bit, value ? 1 : 0) }

  private func mask(_ width: Int) -> UInt8 { width >= 8 ? 0xFF : 1 << UInt8(width) - 1 }

  // What follows is not copied for each of the types: JSON is for people and tools.

  /// Name (nil for spare), octet, lowest bit and width of each field up to `octetCount`.
  @_semantics("optimize.sil.specialize.generic.never")
  private static func layout(octetCount: Int) -> [(name: String, octet: Int, bit: Int, width: Int)] {
    var result: [(name: String, octet: Int, bit: Int, width: Int)] = []
    var position = 0
    for text in fields.description.split(separator: " ") {
      let parts = text.split(separator: ":")
      let width = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
      if parts[0] != "-" { result.append((String(parts[0]), position / 8, 7 - (position + width - 1) % 8, width)) }
      position += width
    }
    return result.filter { $0.octet < octetCount }
  }

  @_semantics("optimize.sil.specialize.generic.never")
  private func putJSON(into c: inout NASCoder) {
    var rest = octets
    for field in Self.layout(octetCount: octets.count) {
      let value = self.field(field.octet, field.bit, width: field.width)
      c.put(field.name, field.width == 1 ? .bool(value == 1) : .int(value))
      rest[field.octet] &= ~(mask(field.width) << UInt8(field.bit))
    }
    c.put("octetCount", .int(octets.count))
    if rest.contains(where: { $0 != 0 }) { c.put("otherBits", .string(Hex.encode(rest))) }
  }

  @_semantics("optimize.sil.specialize.generic.never")
  private static func fromJSON(_ c: NASCoder) throws(NASError) -> Self {
    let count = c.member("octetCount")?.integerValue(Int.self) ?? minimumOctetCount
    guard (minimumOctetCount...255).contains(count) else { throw .invalidJSON(path: "octetCount") }
    var octets = [UInt8](repeating: 0, count: count)
    if let other = c.member("otherBits") {
      guard let bits = other.stringValue.flatMap({ Hex.decode($0) }), bits.count <= count else { throw .invalidJSON(path: "otherBits") }
      octets.replaceSubrange(0..<bits.count, with: bits)
    }
    var value = Self(octets: octets)
    for field in layout(octetCount: 255) {
      guard let json = c.member(field.name) else { continue }
      let number: UInt8? = field.width == 1 ? json.boolValue.map { $0 ? 1 : 0 } : json.integerValue(UInt8.self)
      guard let number, number <= value.mask(field.width) else { throw .invalidJSON(path: field.name) }
      value.setField(field.octet, field.bit, width: field.width, number)
    }
    return value
  }
}
