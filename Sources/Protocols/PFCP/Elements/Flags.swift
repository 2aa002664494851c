import Base

/// Flags of an element: bit 0 of `rawValue` is bit 1 of octet 5, bit 8 is bit 1 of octet 6, and so on.
///
/// `OptionSet` would add 60 functions to each of 48 types.
public protocol PFCPFlags: Hashable, Sendable, ExpressibleByArrayLiteral where ArrayLiteralElement == Self {
  init(rawValue: UInt64)
  var rawValue: UInt64 { get }
}

extension PFCPFlags {
  public init(arrayLiteral flags: Self...) {
    var rawValue: UInt64 = 0
    for flag in flags { rawValue |= flag.rawValue }
    self.init(rawValue: rawValue)
  }

  public var isEmpty: Bool { rawValue == 0 }
  /// Whether all of these are set.
  public func contains(_ flags: Self) -> Bool { rawValue & flags.rawValue == flags.rawValue }
  public mutating func insert(_ flags: Self) { self = Self(rawValue: rawValue | flags.rawValue) }
  public mutating func remove(_ flags: Self) { self = Self(rawValue: rawValue & ~flags.rawValue) }
  public func union(_ flags: Self) -> Self { Self(rawValue: rawValue | flags.rawValue) }
  public func intersection(_ flags: Self) -> Self { Self(rawValue: rawValue & flags.rawValue) }
  public func subtracting(_ flags: Self) -> Self { Self(rawValue: rawValue & ~flags.rawValue) }
}

/// An element that is only flags.
protocol FlagElement: LeafElement, PFCPFlags {
  associatedtype Bits: FixedWidthInteger & UnsignedInteger & Sendable
  /// The flags, and in the highest octet how many octets they are sent in: older peers send fewer.
  var bits: Bits { get }
  init(bits: Bits)
  /// Octets in this release.
  static var standardOctetCount: Int { get }
  /// Names in bit order, separated by spaces; `-` for a spare bit.
  static var names: StaticString { get }
}

extension FlagElement {
  /// Octets of flags that a value can hold; what an element has behind them is kept as an extension.
  private static var maximumOctetCount: Int { Bits.bitWidth / 8 - 1 }
  private static var flagMask: Bits { Bits.max >> 8 }

  static func pack(_ rawValue: UInt64, octetCount: Int = standardOctetCount) -> Bits {
    let flags = Bits(truncatingIfNeeded: rawValue) & flagMask
    let needed = (Bits.bitWidth - flags.leadingZeroBitCount + 7) / 8
    let count = min(max(octetCount, needed), maximumOctetCount)
    return Bits(truncatingIfNeeded: count) << (Bits.bitWidth - 8) | flags
  }

  static func flags(of bits: Bits) -> UInt64 { UInt64(truncatingIfNeeded: bits & flagMask) }

  private var octetCount: Int { Int(truncatingIfNeeded: bits >> (Bits.bitWidth - 8)) }

  init?(reading reader: inout ElementReader) {
    let count = min(reader.remaining, Self.maximumOctetCount)
    guard count > 0 else { return nil }
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(reader.readUInt8() ?? 0) << UInt64(8 * index) }
    self.init(bits: Self.pack(value, octetCount: count))
  }

  func write(to writer: inout ElementWriter) {
    let flags = rawValue
    for index in 0..<min(octetCount, Self.maximumOctetCount) {
      writer.writeUInt8(UInt8(truncatingIfNeeded: flags >> UInt64(8 * index)))
    }
  }

  private static var nameList: [Substring] { "\(names)".split(separator: " ") }

  @_semantics("optimize.sil.specialize.generic.never")
  init?(fromJSON json: JSON) {
    guard let flags = json.arrayValue ?? json["flags"]?.arrayValue else { return nil }
    let names = Self.nameList
    var value: UInt64 = 0
    for flag in flags {
      if let name = flag.stringValue, let bit = names.firstIndex(where: { $0 == name && $0 != "-" }) {
        value |= 1 << UInt64(bit)
      } else if let bit = flag.integerValue(Int.self), (0..<8 * Self.maximumOctetCount).contains(bit) {
        value |= 1 << UInt64(bit)
      } else {
        return nil
      }
    }
    guard let json = json["octetCount"] else {
      self.init(rawValue: value)
      return
    }
    guard let count = json.integerValue(Int.self), (1...Self.maximumOctetCount).contains(count) else { return nil }
    self.init(bits: Self.pack(value, octetCount: count))
  }

  @_semantics("optimize.sil.specialize.generic.never")
  func writeJSON() -> JSON {
    let names = Self.nameList
    let rawValue = rawValue
    let flags: [JSON] = (0..<64).filter { rawValue >> UInt64($0) & 1 == 1 }.map { bit in
      bit < names.count && names[bit] != "-" ? .string(String(names[bit])) : .int(bit)
    }
    return bits == Self.pack(rawValue) ? .array(flags) : ["flags": .array(flags), "octetCount": .int(octetCount)]
  }
}
