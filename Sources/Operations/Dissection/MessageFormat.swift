import Base
import PER

/// Why octets or JSON are no message, as one line.
public struct ConversionProblem: Error, Hashable, Sendable {
  public let text: String

  public init(_ text: String) { self.text = text }
}

/// A field of a message that is octets to the message's own protocol.
public struct OctetField: Sendable {
  /// The way from the message to the field: names of types and components, the innermost last.
  public var path: [String]
  /// The members of the structure around it.
  public var siblings: JSON.Object

  public init(path: [String], siblings: JSON.Object) {
    self.path = path
    self.siblings = siblings
  }
}

/// One kind of message: from octets to JSON and back, and where in its JSON other messages may be.
public struct MessageFormat: Sendable {
  /// The new value of a field, `nil` to keep it.
  public typealias Change = (OctetField, JSON) -> JSON?

  /// What the command line calls it, and the name of the member that holds such a message within another: `nas`, `UL-DCCH-Message`.
  public let key: String
  /// The protocol as people write it: `NAS`.
  public let title: String
  let protocolKey: String
  let decode: @Sendable ([UInt8]) throws(ConversionProblem) -> JSON
  let encode: @Sendable (JSON) throws(ConversionProblem) -> [UInt8]
  let name: @Sendable (JSON) -> String
  let map: @Sendable (JSON, Change) -> JSON

  /// - Parameters:
  ///   - protocolKey: under which ``ContainedMessages`` lists the fields; the key itself when `nil`.
  ///   - name: the message's name in the standard, from its JSON.
  ///   - map: gives every octet field to the closure and puts the answer in its place.
  public init(
    key: String, title: String, protocolKey: String? = nil,
    decode: @escaping @Sendable ([UInt8]) throws(ConversionProblem) -> JSON,
    encode: @escaping @Sendable (JSON) throws(ConversionProblem) -> [UInt8],
    name: @escaping @Sendable (JSON) -> String,
    map: @escaping @Sendable (JSON, Change) -> JSON = { json, _ in json }
  ) {
    self.key = key
    self.title = title
    self.protocolKey = protocolKey ?? key
    self.decode = decode
    self.encode = encode
    self.name = name
    self.map = map
  }

  /// A type of a protocol in packed encoding rules, under its ASN.1 name unless another is given.
  public static func per<Message: PERCodable>(
    _ type: Message.Type, key: String? = nil, title: String, protocolKey: String
  ) -> MessageFormat {
    let asn1Name = "\(Message.asn1.name)"
    return MessageFormat(
      key: key ?? asn1Name, title: title, protocolKey: protocolKey,
      decode: { (octets: [UInt8]) throws(ConversionProblem) in
        do { return try Message(decoding: octets).json } catch { throw ConversionProblem("\(error)") }
      },
      encode: { (json: JSON) throws(ConversionProblem) in
        do { return try Message(json: json).encode() } catch { throw ConversionProblem("\(error)") }
      },
      name: { Message.asn1.module.schema.messageName(of: $0, type: asn1Name) },
      map: { mapPER(Message.asn1.module.schema, $0, asn1Name, $1) })
  }

  static func mapPER(_ schema: PERSchema, _ json: JSON, _ type: String, _ change: Change) -> JSON {
    schema.mapOctetStrings(in: json, type: type) { change(OctetField(path: $0.path, siblings: $0.siblings), $1) }
  }
}
