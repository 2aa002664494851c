import Base

/// Octets of the messages: a type octet, then fields in order; lists behind a counter, octet strings behind two octets of length.
extension RadioMessage {
  init(reading reader: inout ByteReader) throws(RadioLinkError) {
    switch try reader.octet("type") {
    case 0: self = .systemInformationRequest
    case 1: self = .systemInformation(try SystemInformation(reading: &reader))
    case 2: self = .paging(try reader.list("paging") { (reader) throws(RadioLinkError) in try reader.integer("5G-S-TMSI", 6) })
    case 3:
      guard let cause = EstablishmentCause(rawValue: try reader.octet("establishmentCause")) else {
        throw .invalid(field: "establishmentCause")
      }
      self = .setupRequest(establishmentCause: cause, identity: try InitialUEIdentity(reading: &reader))
    case 4: self = .setup
    case 5: self = .setupComplete(try SetupComplete(reading: &reader))
    case 6: self = .reject(waitTimeSeconds: try reader.octet("waitTime"))
    case 7:
      let ciphering = try reader.octet("ciphering")
      let integrity = try reader.octet("integrity")
      guard ciphering <= 7, integrity <= 7 else { throw .invalid(field: "algorithms") }
      self = .securityModeCommand(ASSecurityAlgorithms(ciphering: ciphering, integrity: integrity))
    case 8: self = .securityModeComplete
    case 9: self = .securityModeFailure
    case 10: self = .ueCapabilityEnquiry
    case 11: self = .ueCapabilityInformation(try reader.string("capability"))
    case 12: self = .reconfiguration(try Reconfiguration(reading: &reader))
    case 13: self = .reconfigurationComplete
    case 14: self = .ulInformationTransfer(try reader.string("nas"))
    case 15: self = .dlInformationTransfer(try reader.string("nas"))
    case 16: self = .release
    case 17:
      let session = try reader.octet("pduSessionID")
      let flow = try reader.octet("qosFlowIdentifier")
      guard flow < 64 else { throw .invalid(field: "qosFlowIdentifier") }
      self = .userData(pduSessionID: session, qosFlowIdentifier: flow, packet: reader.readRest())
    default: throw .invalid(field: "type")
    }
  }

  func write(to writer: inout ByteWriter) throws(RadioLinkError) {
    switch self {
    case .systemInformationRequest: writer.writeUInt8(0)
    case .systemInformation(let information):
      writer.writeUInt8(1)
      try information.write(to: &writer)
    case .paging(let identities):
      writer.writeUInt8(2)
      try writer.writeCount(identities.count, "paging")
      for identity in identities { writer.writeInteger(identity, octetCount: 6) }
    case .setupRequest(let cause, let identity):
      writer.writeUInt8(3)
      writer.writeUInt8(cause.rawValue)
      identity.write(to: &writer)
    case .setup: writer.writeUInt8(4)
    case .setupComplete(let complete):
      writer.writeUInt8(5)
      try complete.write(to: &writer)
    case .reject(let waitTimeSeconds):
      writer.writeUInt8(6)
      writer.writeUInt8(waitTimeSeconds)
    case .securityModeCommand(let algorithms):
      writer.writeUInt8(7)
      writer.writeUInt8(algorithms.ciphering)
      writer.writeUInt8(algorithms.integrity)
    case .securityModeComplete: writer.writeUInt8(8)
    case .securityModeFailure: writer.writeUInt8(9)
    case .ueCapabilityEnquiry: writer.writeUInt8(10)
    case .ueCapabilityInformation(let octets):
      writer.writeUInt8(11)
      try writer.writeString(octets, "capability")
    case .reconfiguration(let reconfiguration):
      writer.writeUInt8(12)
      try reconfiguration.write(to: &writer)
    case .reconfigurationComplete: writer.writeUInt8(13)
    case .ulInformationTransfer(let nas):
      writer.writeUInt8(14)
      try writer.writeString(nas, "nas")
    case .dlInformationTransfer(let nas):
      writer.writeUInt8(15)
      try writer.writeString(nas, "nas")
    case .release: writer.writeUInt8(16)
    case .userData(let session, let flow, let packet):
      writer.writeUInt8(17)
      writer.writeUInt8(session)
      writer.writeUInt8(flow)
      writer.writeBytes(packet)
    }
  }
}

extension InitialUEIdentity {
  fileprivate init(reading reader: inout ByteReader) throws(RadioLinkError) {
    let kind = try reader.octet("identity")
    let value = try reader.integer("identity", 5)
    guard kind <= 1, value >> 39 == 0 else { throw .invalid(field: "identity") }
    self = kind == 0 ? .fiveGSTMSIPart1(value) : .randomValue(value)
  }

  fileprivate func write(to writer: inout ByteWriter) {
    let mask: UInt64 = 0x7F_FFFF_FFFF
    switch self {
    case .fiveGSTMSIPart1(let value):
      writer.writeUInt8(0)
      writer.writeInteger(value & mask, octetCount: 5)
    case .randomValue(let value):
      writer.writeUInt8(1)
      writer.writeInteger(value & mask, octetCount: 5)
    }
  }
}

extension SystemInformation {
  fileprivate init(reading reader: inout ByteReader) throws(RadioLinkError) {
    networks = try reader.list("networks") { (reader) throws(RadioLinkError) in
      let plmn = try reader.plmn("plmn")
      return Network(plmn: plmn, tac: UInt32(truncatingIfNeeded: try reader.integer("tac", 3)))
    }
    cellIdentity = try reader.integer("cellIdentity", 5)
    let barred = try reader.octet("barred")
    guard cellIdentity >> 36 == 0, barred <= 1 else { throw .invalid(field: "cellIdentity") }
    isBarred = barred == 1
  }

  fileprivate func write(to writer: inout ByteWriter) throws(RadioLinkError) {
    try writer.writeCount(networks.count, "networks")
    for network in networks {
      writer.writeBytes(network.plmn.octets)
      writer.writeUInt24(network.tac)
    }
    writer.writeInteger(cellIdentity, octetCount: 5)
    writer.writeUInt8(isBarred ? 1 : 0)
  }
}

extension SetupComplete {
  fileprivate init(reading reader: inout ByteReader) throws(RadioLinkError) {
    selectedPLMN = try reader.plmn("selectedPLMN")
    let flags = try reader.octet("flags")
    guard flags <= 7 else { throw .invalid(field: "flags") }
    registeredAMF = nil
    if flags & 1 != 0 {
      let plmn = try reader.plmn("registeredAMF")
      let amf = try reader.integer("registeredAMF", 3)
      registeredAMF = GUAMI(
        plmn: plmn, amfRegionID: UInt8(truncatingIfNeeded: amf >> 16), amfSetID: UInt16(truncatingIfNeeded: amf >> 6 & 0x3FF),
        amfPointer: UInt8(truncatingIfNeeded: amf & 0x3F))
    }
    isMappedGUAMI = flags & 2 != 0
    fiveGSTMSI = flags & 4 != 0 ? try reader.integer("fiveGSTMSI", 6) : nil
    snssais = try reader.list("snssais") { (reader) throws(RadioLinkError) in
      let sst = try reader.octet("sst")
      return SNSSAI(sst: sst, sd: UInt32(truncatingIfNeeded: try reader.integer("sd", 3)))
    }
    nas = try reader.string("nas")
  }

  fileprivate func write(to writer: inout ByteWriter) throws(RadioLinkError) {
    writer.writeBytes(selectedPLMN.octets)
    writer.writeUInt8((registeredAMF == nil ? 0 : 1) | (isMappedGUAMI ? 2 : 0) | (fiveGSTMSI == nil ? 0 : 4))
    if let amf = registeredAMF {
      writer.writeBytes(amf.plmn.octets)
      writer.writeUInt24(UInt32(amf.amfRegionID) << 16 | UInt32(amf.amfSetID & 0x3FF) << 6 | UInt32(amf.amfPointer & 0x3F))
    }
    if let fiveGSTMSI { writer.writeInteger(fiveGSTMSI, octetCount: 6) }
    try writer.writeCount(snssais.count, "snssais")
    for snssai in snssais {
      writer.writeUInt8(snssai.sst)
      writer.writeUInt24(snssai.sd ?? 0xFFFFFF)
    }
    try writer.writeString(nas, "nas")
  }
}

extension Reconfiguration {
  fileprivate init(reading reader: inout ByteReader) throws(RadioLinkError) {
    addedBearers = try reader.list("addedBearers") { (reader) throws(RadioLinkError) in
      let identity = try reader.octet("bearer")
      let session = try reader.octet("pduSessionID")
      let flows = try reader.list("qosFlowIdentifiers") { (reader) throws(RadioLinkError) in
        let flow = try reader.octet("qosFlowIdentifier")
        guard flow < 64 else { throw .invalid(field: "qosFlowIdentifier") }
        return flow
      }
      return DataRadioBearer(identity: identity, pduSessionID: session, qosFlowIdentifiers: flows)
    }
    releasedBearers = try reader.list("releasedBearers") { (reader) throws(RadioLinkError) in try reader.octet("bearer") }
    nas = try reader.list("nas") { (reader) throws(RadioLinkError) in try reader.string("nas") }
  }

  fileprivate func write(to writer: inout ByteWriter) throws(RadioLinkError) {
    try writer.writeCount(addedBearers.count, "addedBearers")
    for bearer in addedBearers {
      writer.writeUInt8(bearer.identity)
      writer.writeUInt8(bearer.pduSessionID)
      try writer.writeCount(bearer.qosFlowIdentifiers.count, "qosFlowIdentifiers")
      writer.writeBytes(bearer.qosFlowIdentifiers)
    }
    try writer.writeCount(releasedBearers.count, "releasedBearers")
    writer.writeBytes(releasedBearers)
    try writer.writeCount(nas.count, "nas")
    for message in nas { try writer.writeString(message, "nas") }
  }
}

extension ByteReader {
  fileprivate mutating func octet(_ field: String) throws(RadioLinkError) -> UInt8 {
    guard let value = readUInt8() else { throw .truncated(field: field) }
    return value
  }

  fileprivate mutating func integer(_ field: String, _ octetCount: Int) throws(RadioLinkError) -> UInt64 {
    guard let value = readInteger(octetCount: octetCount) else { throw .truncated(field: field) }
    return value
  }

  fileprivate mutating func string(_ field: String) throws(RadioLinkError) -> [UInt8] {
    guard let count = readUInt16(), let value = readBytes(Int(count)) else { throw .truncated(field: field) }
    return value
  }

  fileprivate mutating func plmn(_ field: String) throws(RadioLinkError) -> PLMNIdentity {
    guard let octets = readBytes(3) else { throw .truncated(field: field) }
    guard let plmn = PLMNIdentity(octets: octets) else { throw .invalid(field: field) }
    return plmn
  }

  fileprivate mutating func list<T>(
    _ field: String, _ element: (inout ByteReader) throws(RadioLinkError) -> T
  ) throws(RadioLinkError) -> [T] {
    let count = try octet(field)
    var elements: [T] = []
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }
}

extension ByteWriter {
  fileprivate mutating func writeCount(_ count: Int, _ field: String) throws(RadioLinkError) {
    guard count <= 255 else { throw .tooLong(field: field) }
    writeUInt8(UInt8(count))
  }

  fileprivate mutating func writeString(_ octets: [UInt8], _ field: String) throws(RadioLinkError) {
    guard octets.count <= 0xFFFF else { throw .tooLong(field: field) }
    writeUInt16(UInt16(octets.count))
    writeBytes(octets)
  }
}
