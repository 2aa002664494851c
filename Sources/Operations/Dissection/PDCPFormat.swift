import Base

extension MessageFormat {
  /// PDCP Data PDUs of a signalling radio bearer (TS 38.323 §6.2.2.1): they carry RRC messages over F1.
  public static let pdcp: [MessageFormat] = [pdcp("pdcpUplink"), pdcp("pdcpDownlink")]

  /// A 12-bit sequence number, the data, and the message authentication code of four octets.
  private static func pdcp(_ key: String) -> MessageFormat {
    MessageFormat(
      key: key, title: "PDCP",
      decode: { (octets: [UInt8]) throws(ConversionProblem) in
        guard octets.count >= 7 else { throw ConversionProblem("a PDCP PDU of a signalling radio bearer has at least 7 octets") }
        guard octets[0] & 0xF0 == 0 else { throw ConversionProblem("reserved bits of the PDCP header are set") }
        return [
          "sequenceNumber": .int(UInt16(octets[0]) << 8 | UInt16(octets[1])), "data": .string(Hex.encode(octets[2..<(octets.count - 4)])),
          "messageAuthenticationCode": .string(Hex.encode(octets.suffix(4))),
        ]
      },
      encode: { (json: JSON) throws(ConversionProblem) in
        guard let number = json["sequenceNumber"]?.integerValue(UInt16.self), number < 4_096 else {
          throw ConversionProblem("sequenceNumber is missing or has more than 12 bits")
        }
        guard let data = json["data"]?.stringValue.flatMap({ Hex.decode($0) }),
          let code = json["messageAuthenticationCode"]?.stringValue.flatMap({ Hex.decode($0) }), code.count == 4
        else { throw ConversionProblem("data or messageAuthenticationCode is missing or has a wrong value") }
        var writer = ByteWriter(capacity: data.count + 6)
        writer.writeUInt16(number)
        writer.writeBytes(data)
        writer.writeBytes(code)
        return writer.octets
      },
      name: { json in "sequence number \(json["sequenceNumber"]?.text() ?? "")" },
      map: { json, change in
        guard var object = json.objectValue, let data = object["data"] else { return json }
        if let changed = change(OctetField(path: ["data"], siblings: object), data) { object["data"] = changed }
        return .object(object)
      })
  }
}
