import Base

extension MessageFormat {
  /// A user's packet: the headers of IPv4 or IPv6 (RFC 791, RFC 8200) and of ICMP, UDP or TCP behind it.
  static let ip = MessageFormat(
    key: "ip", title: "IP",
    decode: { (octets: [UInt8]) throws(ConversionProblem) in
      guard let json = InternetPacket.json(octets) else { throw ConversionProblem("no IPv4 or IPv6 header") }
      return json
    },
    encode: { (json: JSON) throws(ConversionProblem) in
      guard let octets = InternetPacket.octets(json) else {
        throw ConversionProblem("a field of the packet is missing or has a wrong value")
      }
      return octets
    },
    name: { json in
      let words = [InternetPacket.transportName(json), json["source"]?.stringValue ?? "", "to", json["destination"]?.stringValue ?? ""]
      return words.joined(separator: " ")
    })
}

/// Conversion between packets and JSON. Checksums and lengths are kept as they came, right or wrong.
enum InternetPacket {
  private static let icmp: UInt8 = 1
  private static let tcp: UInt8 = 6
  private static let udp: UInt8 = 17
  private static let icmpv6: UInt8 = 58
  private static let tcpFlags = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"]

  static func transportName(_ json: JSON) -> String {
    for (key, name) in [("icmp", "ICMP"), ("icmpv6", "ICMPv6"), ("udp", "UDP"), ("tcp", "TCP")] where json[key] != nil { return name }
    return json["version"]?.integerValue(Int.self) == 6 ? "IPv6" : "IPv4"
  }

  // MARK: To JSON

  static func json(_ octets: [UInt8]) -> JSON? {
    switch octets.first.map({ $0 >> 4 }) {
    case 4: v4(octets)
    case 6: v6(octets)
    default: nil
    }
  }

  private static func v4(_ octets: [UInt8]) -> JSON? {
    var reader = ByteReader(octets)
    guard octets.count >= 20, let first = reader.readUInt8(), let service = reader.readUInt8(), let length = reader.readUInt16(),
      let identification = reader.readUInt16(), let fragment = reader.readUInt16(), let timeToLive = reader.readUInt8(),
      let number = reader.readUInt8(), let checksum = reader.readBytes(2), let source = reader.readUInt32(),
      let destination = reader.readUInt32(), first & 0x0F >= 5, let options = reader.readBytes(Int(first & 0x0F) * 4 - 20)
    else { return nil }
    var object = JSON.Object()
    object["version"] = 4
    object["dscp"] = .int(service >> 2)
    object["ecn"] = .int(service & 3)
    object["totalLength"] = .int(length)
    object["identification"] = .int(identification)
    object["flags"] = .int(fragment >> 13)
    object["fragmentOffset"] = .int(fragment & 0x1FFF)
    object["timeToLive"] = .int(timeToLive)
    object["protocol"] = .int(number)
    object["headerChecksum"] = .string(Hex.encode(checksum))
    object["source"] = .string(IPAddress.v4(source).description)
    object["destination"] = .string(IPAddress.v4(destination).description)
    if !options.isEmpty { object["options"] = .string(Hex.encode(options)) }
    let isFirst = fragment & 0x1FFF == 0
    addPayload(reader.readRest(), isFirst ? number : nil, to: &object)
    return .object(object)
  }

  private static func v6(_ octets: [UInt8]) -> JSON? {
    var reader = ByteReader(octets)
    guard octets.count >= 40, let first = reader.readUInt32(), let length = reader.readUInt16(), let next = reader.readUInt8(),
      let hopLimit = reader.readUInt8(), let source = reader.readBytes(16), let destination = reader.readBytes(16)
    else { return nil }
    var object = JSON.Object()
    object["version"] = 6
    object["trafficClass"] = .int(first >> 20 & 0xFF)
    object["flowLabel"] = .int(first & 0xF_FFFF)
    object["payloadLength"] = .int(length)
    object["nextHeader"] = .int(next)
    object["hopLimit"] = .int(hopLimit)
    object["source"] = .string(IPAddress(octets: source)?.description ?? "")
    object["destination"] = .string(IPAddress(octets: destination)?.description ?? "")
    addPayload(reader.readRest(), next, to: &object)
    return .object(object)
  }

  private static func addPayload(_ octets: [UInt8], _ number: UInt8?, to object: inout JSON.Object) {
    var reader = ByteReader(octets)
    var inner = JSON.Object()
    switch number {
    case icmp, icmpv6:
      guard let type = reader.readUInt8(), let code = reader.readUInt8(), let checksum = reader.readBytes(2) else { break }
      inner["type"] = .int(type)
      inner["code"] = .int(code)
      inner["checksum"] = .string(Hex.encode(checksum))
      inner["payload"] = .string(Hex.encode(reader.readRest()))
      object[number == icmp ? "icmp" : "icmpv6"] = .object(inner)
      return
    case udp:
      guard let source = reader.readUInt16(), let destination = reader.readUInt16(), let length = reader.readUInt16(),
        let checksum = reader.readBytes(2)
      else { break }
      inner["sourcePort"] = .int(source)
      inner["destinationPort"] = .int(destination)
      inner["length"] = .int(length)
      inner["checksum"] = .string(Hex.encode(checksum))
      inner["payload"] = .string(Hex.encode(reader.readRest()))
      object["udp"] = .object(inner)
      return
    case tcp:
      guard let source = reader.readUInt16(), let destination = reader.readUInt16(), let sequence = reader.readUInt32(),
        let acknowledgement = reader.readUInt32(), let offset = reader.readUInt8(), let flags = reader.readUInt8(),
        let window = reader.readUInt16(), let checksum = reader.readBytes(2), let urgent = reader.readUInt16(),
        offset >> 4 >= 5, let options = reader.readBytes(Int(offset >> 4) * 4 - 20)
      else { break }
      inner["sourcePort"] = .int(source)
      inner["destinationPort"] = .int(destination)
      inner["sequenceNumber"] = .int(sequence)
      inner["acknowledgementNumber"] = .int(acknowledgement)
      inner["flags"] = .array(tcpFlags.enumerated().filter { flags >> UInt8($0.offset) & 1 == 1 }.map { .string($0.element) })
      inner["window"] = .int(window)
      inner["checksum"] = .string(Hex.encode(checksum))
      inner["urgentPointer"] = .int(urgent)
      if !options.isEmpty { inner["options"] = .string(Hex.encode(options)) }
      inner["payload"] = .string(Hex.encode(reader.readRest()))
      object["tcp"] = .object(inner)
      return
    default: break
    }
    object["payload"] = .string(Hex.encode(octets))
  }

  // MARK: From JSON

  static func octets(_ json: JSON) -> [UInt8]? {
    guard let source = json["source"]?.stringValue.flatMap({ IPAddress($0) }),
      let destination = json["destination"]?.stringValue.flatMap({ IPAddress($0) }), let payload = payload(json)
    else { return nil }
    var writer = ByteWriter(capacity: payload.count + 40)
    switch json["version"]?.integerValue(Int.self) {
    case 4:
      guard source.isV4, destination.isV4, let options = hex(json["options"] ?? ""), options.count % 4 == 0, options.count <= 40,
        let dscp = number(json["dscp"], 63), let ecn = number(json["ecn"], 3), let length = number(json["totalLength"], 0xFFFF),
        let identification = number(json["identification"], 0xFFFF), let flags = number(json["flags"], 7),
        let offset = number(json["fragmentOffset"], 0x1FFF), let timeToLive = number(json["timeToLive"], 255),
        let protocolNumber = number(json["protocol"], 255), let checksum = hex(json["headerChecksum"]), checksum.count == 2
      else { return nil }
      writer.writeUInt8(0x45 + UInt8(truncatingIfNeeded: options.count / 4))
      writer.writeInteger(dscp << 2 | ecn, octetCount: 1)
      writer.writeInteger(length, octetCount: 2)
      writer.writeInteger(identification, octetCount: 2)
      writer.writeInteger(flags << 13 | offset, octetCount: 2)
      writer.writeInteger(timeToLive, octetCount: 1)
      writer.writeInteger(protocolNumber, octetCount: 1)
      writer.writeBytes(checksum)
      writer.writeBytes(source.octets)
      writer.writeBytes(destination.octets)
      writer.writeBytes(options)
    case 6:
      guard !source.isV4, !destination.isV4, let trafficClass = number(json["trafficClass"], 255),
        let flowLabel = number(json["flowLabel"], 0xF_FFFF), let length = number(json["payloadLength"], 0xFFFF),
        let next = number(json["nextHeader"], 255), let hopLimit = number(json["hopLimit"], 255)
      else { return nil }
      writer.writeInteger(6 << 28 | trafficClass << 20 | flowLabel, octetCount: 4)
      writer.writeInteger(length, octetCount: 2)
      writer.writeInteger(next, octetCount: 1)
      writer.writeInteger(hopLimit, octetCount: 1)
      writer.writeBytes(source.octets)
      writer.writeBytes(destination.octets)
    default: return nil
    }
    writer.writeBytes(payload)
    return writer.octets
  }

  private static func number(_ json: JSON?, _ maximum: UInt64) -> UInt64? {
    json?.integerValue(UInt64.self).flatMap { $0 <= maximum ? $0 : nil }
  }

  private static func hex(_ json: JSON?) -> [UInt8]? { json?.stringValue.flatMap { Hex.decode($0) } }

  private static func payload(_ json: JSON) -> [UInt8]? {
    var writer = ByteWriter()
    func ports(_ inner: JSON) -> Bool {
      guard let source = number(inner["sourcePort"], 0xFFFF), let destination = number(inner["destinationPort"], 0xFFFF) else {
        return false
      }
      writer.writeInteger(source, octetCount: 2)
      writer.writeInteger(destination, octetCount: 2)
      return true
    }
    if let inner = json["icmp"] ?? json["icmpv6"] {
      guard let type = number(inner["type"], 255), let code = number(inner["code"], 255), let checksum = hex(inner["checksum"]),
        checksum.count == 2, let rest = hex(inner["payload"])
      else { return nil }
      writer.writeInteger(type << 8 | code, octetCount: 2)
      writer.writeBytes(checksum)
      writer.writeBytes(rest)
    } else if let inner = json["udp"] {
      guard ports(inner), let length = number(inner["length"], 0xFFFF), let checksum = hex(inner["checksum"]), checksum.count == 2,
        let rest = hex(inner["payload"])
      else { return nil }
      writer.writeInteger(length, octetCount: 2)
      writer.writeBytes(checksum)
      writer.writeBytes(rest)
    } else if let inner = json["tcp"] {
      guard ports(inner), let sequence = number(inner["sequenceNumber"], 0xFFFF_FFFF),
        let acknowledgement = number(inner["acknowledgementNumber"], 0xFFFF_FFFF), let names = inner["flags"]?.arrayValue,
        let window = number(inner["window"], 0xFFFF), let checksum = hex(inner["checksum"]), checksum.count == 2,
        let urgent = number(inner["urgentPointer"], 0xFFFF), let options = hex(inner["options"] ?? ""), options.count % 4 == 0,
        options.count <= 40, let rest = hex(inner["payload"])
      else { return nil }
      var flags: UInt64 = 0
      for name in names {
        guard let text = name.stringValue, let bit = tcpFlags.firstIndex(of: text) else { return nil }
        flags |= 1 << UInt64(bit)
      }
      writer.writeInteger(sequence, octetCount: 4)
      writer.writeInteger(acknowledgement, octetCount: 4)
      writer.writeInteger(UInt64(5 + options.count / 4) << 4, octetCount: 1)
      writer.writeInteger(flags, octetCount: 1)
      writer.writeInteger(window, octetCount: 2)
      writer.writeBytes(checksum)
      writer.writeInteger(urgent, octetCount: 2)
      writer.writeBytes(options)
      writer.writeBytes(rest)
    } else {
      return hex(json["payload"])
    }
    return writer.octets
  }
}
