import Base

/// TP-Data-Coding-Scheme (TS 23.038 §4).
public struct DataCodingScheme: InformationElement {
  public enum Alphabet: Hashable, Sendable { case gsm7Bit, eightBit, ucs2 }

  public var octet: UInt8
  public init(octet: UInt8) { self.octet = octet }

  /// The general coding group without compression and class.
  public init(_ alphabet: Alphabet) {
    switch alphabet {
    case .gsm7Bit: octet = 0
    case .eightBit: octet = 4
    case .ucs2: octet = 8
    }
  }

  /// Reserved codings count as the GSM 7 bit default alphabet.
  public var alphabet: Alphabet {
    switch octet >> 4 {
    case 0...7:
      switch octet >> 2 & 3 {
      case 1: .eightBit
      case 2: .ucs2
      default: .gsm7Bit
      }
    case 14: .ucs2
    case 15: octet & 4 == 0 ? .gsm7Bit : .eightBit
    default: .gsm7Bit
    }
  }

  public var isCompressed: Bool { octet < 0x80 && octet & 0x20 != 0 }

  public init(coding c: inout NASCoder, _ value: DataCodingScheme?) throws(NASError) { octet = try c.uint8("", value?.octet) }
}

/// TP-User-Data with its length (TS 23.040 §9.2.3.16, §9.2.3.24).
public struct TransferUserData: Hashable, Sendable {
  /// TP-User-Data-Length: septets of the 7 bit alphabet, octets of every other coding.
  public var length: UInt8
  /// The octets, with the user data header if there is one.
  public var octets: [UInt8]

  public init(length: UInt8, octets: [UInt8]) {
    self.length = length
    self.octets = octets
  }

  /// In the GSM 7 bit alphabet where it has all characters, else UCS2; `nil` for more than one message holds.
  public static func text(_ text: String) -> (dataCodingScheme: DataCodingScheme, userData: TransferUserData)? {
    if let septets = GSMDefaultAlphabet.septets(text, extended: true) {
      guard septets.count <= 160 else { return nil }
      let data = TransferUserData(length: UInt8(truncatingIfNeeded: septets.count), octets: GSMDefaultAlphabet.pack(septets))
      return (DataCodingScheme(.gsm7Bit), data)
    }
    let octets = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    guard octets.count <= 140 else { return nil }
    return (DataCodingScheme(.ucs2), TransferUserData(length: UInt8(truncatingIfNeeded: octets.count), octets: octets))
  }

  /// How many octets a length means.
  static func octetCount(_ length: UInt8, _ scheme: DataCodingScheme) -> Int {
    scheme.alphabet == .gsm7Bit && !scheme.isCompressed ? (Int(length) * 7 + 7) / 8 : Int(length)
  }

  /// The text; `nil` for compressed text and 8 bit data.
  public func text(_ scheme: DataCodingScheme, hasHeader: Bool) -> String? {
    guard !scheme.isCompressed else { return nil }
    let header = hasHeader ? min(octets.count, Int(octets.first ?? 0) + 1) : 0
    switch scheme.alphabet {
    case .eightBit: return nil
    case .gsm7Bit:
      let septets = GSMDefaultAlphabet.unpack(octets, bitCount: min(octets.count * 8, Int(length) * 7))
      return GSMDefaultAlphabet.text(Array(septets.dropFirst((header * 8 + 6) / 7)), extended: true)
    case .ucs2:
      let body = octets.dropFirst(header)
      let units = stride(from: body.startIndex, to: body.endIndex - 1, by: 2).map { UInt16(body[$0]) << 8 | UInt16(body[$0 + 1]) }
      return String(decoding: units, as: UTF16.self)
    }
  }

  /// The elements of the user data header (§9.2.3.24): identifier and contents; empty without a header or for a broken one.
  public func headerElements(hasHeader: Bool) -> [(identifier: UInt8, contents: [UInt8])] {
    guard hasHeader, let count = octets.first, Int(count) < octets.count else { return [] }
    var reader = ByteReader(Array(octets[1..<(1 + Int(count))]))
    var elements: [(identifier: UInt8, contents: [UInt8])] = []
    while let identifier = reader.readUInt8() {
      guard let length = reader.readUInt8(), let contents = reader.readBytes(Int(length)) else { return [] }
      elements.append((identifier, contents))
    }
    return elements
  }
}

extension NASCoder {
  /// TP-UDL and TP-UD, the last fields of a TPDU, in the coding `scheme`.
  mutating func userData(
    _ scheme: DataCodingScheme, hasHeader: Bool, _ value: TransferUserData?
  ) throws(NASError) -> TransferUserData {
    let length = try uint8("userDataLength", value?.length)
    if let text = value?.text(scheme, hasHeader: hasHeader) { putNote("text", text) }
    let octets = try octets("userData", count: TransferUserData.octetCount(length, scheme), value?.octets)
    return TransferUserData(length: length, octets: octets)
  }
}
