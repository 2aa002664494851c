import Base

extension GTPUMessage {
  public init(json: JSON) throws(GTPUError) {
    guard let teid = json["teid"]?.integerValue(UInt32.self) else { throw .json("teid") }
    self.init(teid: teid, try GTPUMessage.readBody(json))
    sequenceNumber = try optionalInteger(json, "sequenceNumber", maximum: .max)
    nPDUNumber = try optionalInteger(json, "nPDUNumber", maximum: .max)
    for header in json["extensionHeaders"]?.arrayValue ?? [] {
      if let container = header["pduSessionContainer"] {
        let content = try PDUSessionContainer(json: container).encode()
        extensionHeaders.append(GTPUExtensionHeader(type: GTPUExtensionHeader.pduSessionContainerType, content: content))
      } else {
        guard let type = header["type"]?.integerValue(UInt8.self), let content = header["content"]?.stringValue.flatMap({ Hex.decode($0) })
        else { throw .json("extensionHeaders") }
        extensionHeaders.append(GTPUExtensionHeader(type: type, content: content))
      }
    }
    for element in json["elements"]?.arrayValue ?? [] {
      guard let type = element["type"]?.integerValue(UInt8.self), let octets = element["octets"]?.stringValue.flatMap({ Hex.decode($0) })
      else { throw .json("elements") }
      elements.append(GTPUElement(type: type, octets: octets))
    }
  }

  private static func readBody(_ json: JSON) throws(GTPUError) -> GTPUBody {
    if json["echoRequest"] != nil { return .echoRequest }
    if json["endMarker"] != nil { return .endMarker }
    if let body = json["echoResponse"] {
      guard let counter = body["restartCounter"]?.integerValue(UInt8.self) else { throw .json("echoResponse") }
      return .echoResponse(restartCounter: counter)
    }
    if let body = json["errorIndication"] {
      guard let teid = body["teid"]?.integerValue(UInt32.self), let address = body["peerAddress"]?.stringValue.flatMap({ IPAddress($0) })
      else { throw .json("errorIndication") }
      return .errorIndication(teid: teid, peerAddress: address)
    }
    if let body = json["supportedExtensionHeadersNotification"] {
      guard let octets = body.stringValue.flatMap({ Hex.decode($0) }) else { throw .json("supportedExtensionHeadersNotification") }
      return .supportedExtensionHeadersNotification(octets)
    }
    if let body = json["tunnelStatus"] {
      guard let octets = body.stringValue.flatMap({ Hex.decode($0) }) else { throw .json("tunnelStatus") }
      return .tunnelStatus(flags: octets)
    }
    if let body = json["gPDU"] {
      guard let octets = body.stringValue.flatMap({ Hex.decode($0) }) else { throw .json("gPDU") }
      return .gPDU(octets)
    }
    guard let body = json["other"], let type = body["type"]?.integerValue(UInt8.self),
      let octets = body["octets"]?.stringValue.flatMap({ Hex.decode($0) })
    else { throw .json("one message name") }
    return .other(type: type, octets: octets)
  }

  /// `{"teid": …, "extensionHeaders": […], "gPDU": "45…"}`, fields in the order of the header.
  public var json: JSON {
    var object = JSON.Object()
    object["teid"] = .int(teid)
    object["sequenceNumber"] = sequenceNumber.map { .int($0) }
    object["nPDUNumber"] = nPDUNumber.map { .int($0) }
    if !extensionHeaders.isEmpty { object["extensionHeaders"] = .array(extensionHeaders.map(\.json)) }
    switch body {
    case .echoRequest: object["echoRequest"] = [:]
    case .echoResponse(let counter): object["echoResponse"] = ["restartCounter": .int(counter)]
    case .errorIndication(let teid, let address):
      object["errorIndication"] = ["teid": .int(teid), "peerAddress": .string(address.description)]
    case .supportedExtensionHeadersNotification(let types):
      object["supportedExtensionHeadersNotification"] = .string(Hex.encode(types))
    case .tunnelStatus(let flags): object["tunnelStatus"] = .string(Hex.encode(flags))
    case .endMarker: object["endMarker"] = [:]
    case .gPDU(let packet): object["gPDU"] = .string(Hex.encode(packet))
    case .other(let type, let octets): object["other"] = ["type": .int(type), "octets": .string(Hex.encode(octets))]
    }
    if !elements.isEmpty {
      object["elements"] = .array(elements.map { ["type": .int($0.type), "octets": .string(Hex.encode($0.octets))] })
    }
    return .object(object)
  }

  public var description: String { json.description }
}

extension GTPUExtensionHeader {
  /// The container in words where that says everything, else type and octets.
  fileprivate var json: JSON {
    if type == GTPUExtensionHeader.pduSessionContainerType, let container = try? PDUSessionContainer(decoding: content),
      container.encode() == content
    {
      return ["pduSessionContainer": container.json]
    }
    return ["type": .int(type), "content": .string(Hex.encode(content))]
  }
}
