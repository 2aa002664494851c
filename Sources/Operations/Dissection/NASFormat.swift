import Base
import NAS

extension MessageFormat {
  /// NAS messages of 5GMM and 5GSM (TS 24.501).
  public static let nas = MessageFormat(
    key: "nas", title: "NAS",
    decode: { (octets: [UInt8]) throws(ConversionProblem) in
      do throws(NASError) { return try NASMessage(decoding: octets).flatJSON } catch { throw ConversionProblem(text(error)) }
    },
    encode: { (json: JSON) throws(ConversionProblem) in
      do throws(NASError) { return try NASMessage(json: json).encode() } catch { throw ConversionProblem(text(error)) }
    },
    name: { json in (try? NASMessage(json: json))?.name ?? json.objectValue?.keys.first ?? "" },
    map: { json, change in
      mapFields(json, ["payload", "payloadContainer", "nasMessageContainer"], path: [], siblings: JSON.Object(), change)
    })

  /// The payload container of type "multiple payloads" (TS 24.501 §9.11.3.39).
  static let multiplePayloads = MessageFormat(
    key: "multiplePayloads", title: "NAS",
    decode: { (octets: [UInt8]) throws(ConversionProblem) in
      do throws(NASError) { return try MultiplePayloads(decoding: octets).flatJSON } catch { throw ConversionProblem(text(error)) }
    },
    encode: { (json: JSON) throws(ConversionProblem) in
      do throws(NASError) { return try MultiplePayloads(json: json).encode() } catch { throw ConversionProblem(text(error)) }
    },
    name: { _ in "multiple payloads" },
    map: { json, change in mapFields(json, ["contents"], path: [], siblings: JSON.Object(), change) })

  /// Looks for members with given names; NAS has no schema in which to look them up.
  static func mapFields(_ json: JSON, _ names: Set<String>, path: [String], siblings: JSON.Object, _ change: Change) -> JSON {
    switch json {
    case .object(let object):
      var result = JSON.Object()
      for (key, value) in object.members {
        let inner = path + [key]
        let changed = names.contains(key) ? change(OctetField(path: inner, siblings: object), value) : nil
        result[key] = changed ?? mapFields(value, names, path: inner, siblings: object, change)
      }
      return .object(result)
    case .array(let values): return .array(values.map { mapFields($0, names, path: path, siblings: siblings, change) })
    default: return json
    }
  }

  private static func text(_ error: NASError) -> String {
    switch error {
    case .messageTooShort: "the NAS message is too short to have a message type (TS 24.501 §7.2.1)"
    case .unexpectedProtocolDiscriminator(let value):
      "octet 1 (extended protocol discriminator) is 0x\(Hex.encode([value])), neither 7e (5GMM) nor 2e (5GSM)"
    case .unexpectedSecurityHeaderType(let value):
      "octet 2: security header type \(value) is not defined or not allowed here (TS 24.501 §9.3)"
    case .messageTypeNonExistent(let value): "message type 0x\(Hex.encode([value])) does not exist (TS 24.501 §9.7)"
    case .invalidMandatoryInformation(let ie): "mandatory IE \(ie) is missing or incorrect (TS 24.501 §7.5.1)"
    case .unknownComprehensionRequiredIE(let iei): "IEI 0x\(Hex.encode([iei])) is unknown but has to be understood (TS 24.501 §7.5.1)"
    case .malformed(let ie): "IE \(ie) is malformed"
    case .notEncodable(let ie): "IE \(ie) does not fit its field"
    case .invalidJSON(let path): "JSON member \(path.isEmpty ? "(message name)" : path) is missing, or has a wrong type or value"
    }
  }
}
