import Base

extension PERCodable {
  @usableFromInline static var isAligned: Bool { asn1.module.isAligned }

  /// Decodes a complete encoding; octets behind it are ignored.
  @inlinable
  public init(decoding octets: [UInt8]) throws(PERError) {
    self = try PERReader.decode(octets, isAligned: Self.isAligned) { (r: inout PERReader) in Self(from: &r) }
  }

  /// The complete encoding.
  /// - Throws: `outOfRange` for a value outside its constraints, `missing` for a component that its group requires.
  public func encode() throws(PERError) -> [UInt8] {
    try PERWriter.encode(isAligned: Self.isAligned) { (w: inout PERWriter) in encode(to: &w) }
  }

  /// Puts the complete encoding behind `octets`.
  public func encode(into octets: inout [UInt8]) throws(PERError) { octets += try encode() }

  /// The value in JSON with ASN.1 identifiers (X.697).
  public var json: JSON {
    get throws(PERError) { try Self.asn1.module.schema.json(try encode(), type: Self.asn1.name, isAligned: Self.isAligned) }
  }

  /// Reads what ``json`` wrote.
  /// - Throws: `json` with the path of what does not fit the type.
  public init(json: JSON) throws(PERError) {
    try self.init(decoding: try Self.asn1.module.schema.octets(json, type: Self.asn1.name, isAligned: Self.isAligned))
  }

  /// The value as an indented tree with ASN.1 identifiers; why there is none, for a value outside its constraints.
  public var description: String {
    do { return try json.outline } catch { return "\(Self.asn1.name): \(error)" }
  }
}
