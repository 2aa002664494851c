import Base
import GTPU
import NAS
import NGAP
import PFCP

extension MessageFormat {
  /// The protocols of a core network, and what they carry for one another.
  public static let core: [MessageFormat] =
    [ngap, nas, pfcp, gtpu, ip, multiplePayloads] + ngapContainers

  /// NGAP (TS 38.413).
  public static let ngap = ngapType(NGAPPDU.self, key: "ngap", title: "NGAP")

  /// Types of NGAP that travel as octets in NGAP, XnAP or on the service-based interface (TS 38.413 §9.3.4).
  private static let ngapContainers: [MessageFormat] = [
    ngapType(SourceNGRANNodeToTargetNGRANNodeTransparentContainer.self),
    ngapType(TargetNGRANNodeToSourceNGRANNodeTransparentContainer.self),
    ngapType(TargetNGRANNodeToSourceNGRANNodeFailureTransparentContainer.self),
    ngapType(MobilityRestrictionList.self), ngapType(LastVisitedNGRANCellInformation.self),
  ]

  /// A type of NGAP, under its ASN.1 name unless another key is given.
  public static func ngapType<Message: NGAPCodable>(
    _ type: Message.Type, key: String? = nil, title: String? = nil
  ) -> MessageFormat {
    let asn1Name = "\(Message.asn1.name)"
    return MessageFormat(
      key: key ?? asn1Name, title: title ?? "NGAP", protocolKey: "ngap",
      decode: { (octets: [UInt8]) throws(ConversionProblem) in
        do { return try Message(decoding: octets).json } catch { throw ConversionProblem("\(error)") }
      },
      encode: { (json: JSON) throws(ConversionProblem) in
        do { return try Message(json: json).encode() } catch { throw ConversionProblem("\(error)") }
      },
      name: { NGAPSchema.schema.messageName(of: $0, type: asn1Name) },
      map: { mapPER(NGAPSchema.schema, $0, asn1Name, $1) })
  }

  /// PFCP (TS 29.244).
  public static let pfcp = MessageFormat(
    key: "pfcp", title: "PFCP",
    decode: { (octets: [UInt8]) throws(ConversionProblem) in
      do { return try PFCPMessage(decoding: octets).json } catch { throw ConversionProblem("\(error)") }
    },
    encode: { (json: JSON) throws(ConversionProblem) in
      do { return try PFCPMessage(json: json).encode() } catch { throw ConversionProblem("\(error)") }
    },
    name: { words($0.objectValue?.keys.last { !["seid", "sequenceNumber", "messagePriority"].contains($0) } ?? "") })

  /// GTP-U (TS 29.281).
  public static let gtpu = MessageFormat(
    key: "gtpu", title: "GTP-U",
    decode: { (octets: [UInt8]) throws(ConversionProblem) in
      do { return try GTPUMessage(decoding: octets).json } catch { throw ConversionProblem("\(error)") }
    },
    encode: { (json: JSON) throws(ConversionProblem) in
      do { return try GTPUMessage(json: json).encode() } catch { throw ConversionProblem("\(error)") }
    },
    name: { json in
      let header = ["teid", "sequenceNumber", "nPDUNumber", "extensionHeaders", "elements"]
      let name = json.objectValue?.keys.first { !header.contains($0) } ?? ""
      return name == "gPDU" ? "G-PDU" : words(name)
    },
    map: { json, change in
      guard var object = json.objectValue, let packet = object["gPDU"] else { return json }
      if let changed = change(OctetField(path: ["gPDU"], siblings: object), packet) { object["gPDU"] = changed }
      return .object(object)
    })

  /// `sessionEstablishmentRequest` as `Session Establishment Request`.
  private static func words(_ name: String) -> String {
    var result = ""
    var previousIsCapital = true
    for (index, character) in name.enumerated() {
      if character.isUppercase, !previousIsCapital { result.append(" ") }
      result.append(index == 0 ? Character(character.uppercased()) : character)
      previousIsCapital = character.isUppercase
    }
    return result
  }
}
