import Base
import PER

extension NGAPCodable {
  /// The value in JSON with ASN.1 identifiers (X.697).
  /// - Throws: `transferSyntax` for a value outside its constraints.
  public var json: JSON {
    get throws(NGAPError) {
      let octets = try encode()
      do {
        return try NGAPSchema.schema.json(octets, type: Self.asn1.name, isAligned: true)
      } catch {
        throw .transferSyntax(error)
      }
    }
  }

  /// The value as an indented tree with ASN.1 identifiers; why there is none, for a value outside its constraints.
  public var description: String {
    do { return try json.outline } catch { return "\(Self.asn1.name): \(error)" }
  }

  /// Reads what ``json`` wrote.
  /// - Throws: `transferSyntax(.json)` with the path of what does not fit the type.
  public init(json: JSON) throws(NGAPError) {
    let octets: [UInt8]
    do {
      octets = try NGAPSchema.schema.octets(json, type: Self.asn1.name, isAligned: true)
    } catch {
      throw .transferSyntax(error)
    }
    try self.init(decoding: octets)
  }
}
