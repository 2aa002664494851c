import Base

extension GTPUMessage {
  public init(json: JSON) throws(GTPUError) {
    guard let teid = json["teid"]?.integerValue(UInt32.self) else { throw .json("teid") }
    self.init(teid: teid, try GTPUMessage.readBody(json))
    sequenceNumber = try optionalInteger(json, "sequenceNumber", maximum: .max)
    nPDUNumber = try optionalInteger(json, "nPDUNumber", maximum: .max)
    for header in json["extensionHeaders"]?.arrayValue ?? [] { extensionHeaders.append(try GTPUExtensionHeader(json: header)) }
    for element in json["elements"]?.arrayValue ?? [] { elements.append(try GTPUElement(json: element)) }
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
    if let body = json["tunnelStatus"] { return .tunnelStatus(try GTPUTunnelStatus(json: body)) }
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
    case .tunnelStatus(let status): object["tunnelStatus"] = status.json
    case .endMarker: object["endMarker"] = [:]
    case .gPDU(let packet): object["gPDU"] = .string(Hex.encode(packet))
    case .other(let type, let octets): object["other"] = ["type": .int(type), "octets": .string(Hex.encode(octets))]
    }
    if !elements.isEmpty { object["elements"] = .array(elements.map(\.json)) }
    return .object(object)
  }

  /// The message as an indented tree: its fields by the names of the standard.
  public var description: String { json.outline }
}

extension GTPUExtensionHeader {
  /// The content in words where that says everything, else type and octets.
  fileprivate var json: JSON {
    guard let typed, let content = try? typed.content(), content == self.content else {
      return ["type": .int(type), "content": .string(Hex.encode(content))]
    }
    return switch typed {
    case .pdcpPDUNumber(let value): ["pdcpPDUNumber": .int(value)]
    case .longPDCPPDUNumber(let value): ["longPDCPPDUNumber": .int(value)]
    case .earlierLongPDCPPDUNumber(let value): ["earlierLongPDCPPDUNumber": .int(value)]
    case .udpPort(let value): ["udpPort": .int(value)]
    case .serviceClassIndicator(let value): ["serviceClassIndicator": .int(value)]
    case .ranContainer(let octets): ["ranContainer": .string(Hex.encode(octets))]
    case .xwRANContainer(let octets): ["xwRANContainer": .string(Hex.encode(octets))]
    case .nrRANContainer(let container): ["nrRANContainer": container.json]
    case .pduSessionContainer(let container): ["pduSessionContainer": container.json]
    }
  }

  fileprivate init(json: JSON) throws(GTPUError) {
    func octets(_ name: String) -> [UInt8]? { json[name]?.stringValue.flatMap { Hex.decode($0) } }
    if let value: UInt16 = try optionalInteger(json, "pdcpPDUNumber", maximum: .max) {
      try self.init(.pdcpPDUNumber(value))
    } else if let value: UInt32 = try optionalInteger(json, "longPDCPPDUNumber", maximum: 0x3FFFF) {
      try self.init(.longPDCPPDUNumber(value))
    } else if let value: UInt32 = try optionalInteger(json, "earlierLongPDCPPDUNumber", maximum: 0x3FFFF) {
      try self.init(.earlierLongPDCPPDUNumber(value))
    } else if let value: UInt16 = try optionalInteger(json, "udpPort", maximum: .max) {
      try self.init(.udpPort(value))
    } else if let value: UInt8 = try optionalInteger(json, "serviceClassIndicator", maximum: .max) {
      try self.init(.serviceClassIndicator(value))
    } else if let value = octets("ranContainer") {
      try self.init(.ranContainer(value))
    } else if let value = octets("xwRANContainer") {
      try self.init(.xwRANContainer(value))
    } else if let value = json["nrRANContainer"] {
      try self.init(.nrRANContainer(try NRRANContainer(json: value)))
    } else if let value = json["pduSessionContainer"] {
      try self.init(.pduSessionContainer(try PDUSessionContainer(json: value)))
    } else if let type = json["type"]?.integerValue(UInt8.self), let value = octets("content") {
      self.init(type: type, content: value)
    } else {
      throw .json("extensionHeaders")
    }
  }
}

extension GTPUElement {
  fileprivate var json: JSON {
    switch typed {
    case .recovery(let counter): ["recovery": .int(counter)]
    case .teidDataI(let teid): ["teidDataI": .int(teid)]
    case .peerAddress(let address): ["peerAddress": .string(address.description)]
    case .extensionHeaderTypeList(let types): ["extensionHeaderTypeList": .string(Hex.encode(types))]
    case .tunnelStatusInformation(let status): ["tunnelStatusInformation": status.json]
    case .recoveryTimeStamp(let time): ["recoveryTimeStamp": .int(time)]
    case .privateExtension(let identifier, let value):
      ["privateExtension": ["identifier": .int(identifier), "value": .string(Hex.encode(value))]]
    case nil: ["type": .int(type), "octets": .string(Hex.encode(octets))]
    }
  }

  fileprivate init(json: JSON) throws(GTPUError) {
    if let value: UInt8 = try optionalInteger(json, "recovery", maximum: .max) {
      self.init(.recovery(value))
    } else if let value: UInt32 = try optionalInteger(json, "teidDataI", maximum: .max) {
      self.init(.teidDataI(value))
    } else if let value = json["peerAddress"]?.stringValue.flatMap({ IPAddress($0) }) {
      self.init(.peerAddress(value))
    } else if let value = json["extensionHeaderTypeList"]?.stringValue.flatMap({ Hex.decode($0) }) {
      self.init(.extensionHeaderTypeList(value))
    } else if let value = json["tunnelStatusInformation"] {
      self.init(.tunnelStatusInformation(try GTPUTunnelStatus(json: value)))
    } else if let value: UInt32 = try optionalInteger(json, "recoveryTimeStamp", maximum: .max) {
      self.init(.recoveryTimeStamp(value))
    } else if let value = json["privateExtension"] {
      self.init(
        .privateExtension(identifier: try requiredInteger(value, "identifier", maximum: .max), value: try optionalOctets(value, "value")))
    } else if let type = json["type"]?.integerValue(UInt8.self), let octets = json["octets"]?.stringValue.flatMap({ Hex.decode($0) }) {
      self.init(type: type, octets: octets)
    } else {
      throw .json("elements")
    }
  }
}

extension GTPUTunnelStatus {
  fileprivate var json: JSON {
    var object = JSON.Object()
    object["startPauseOfCharging"] = .bool(startPauseOfCharging)
    if laterFlags != 0 { object["laterFlags"] = .int(laterFlags) }
    object.setOctets("trailing", trailing)
    return .object(object)
  }

  fileprivate init(json: JSON) throws(GTPUError) {
    self.init(startPauseOfCharging: try flag(json, "startPauseOfCharging"))
    laterFlags = try optionalInteger(json, "laterFlags", maximum: .max) ?? 0
    trailing = try optionalOctets(json, "trailing")
  }
}
