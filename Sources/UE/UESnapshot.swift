import Base

/// The management view of a UE.
extension UE {
  public var isRegistered: Bool { mobility.registration == .registered || mobility.registration == .serviceRequestInitiated }
  public var isConnected: Bool { radio.connection == .connected }
  /// Established PDU sessions in the order of their identities.
  public var establishedSessions: [PDUSessionInformation] { sessions.keys.sorted().compactMap { sessions[$0]?.information } }

  /// State for `vitrum ues`; no key, and the SUPI only with `includingIdentities`.
  public func snapshot(includingIdentities: Bool = false) -> JSON {
    var object = JSON.Object()
    object["node"] = .string(environment.node)
    object["supi"] = .string(includingIdentities ? configuration.supi.rawValue : configuration.supi.description)
    object["state"] = .string(mobility.registration.rawValue)
    object["connection"] = .string("\(radio.connection)")
    if let cell = radio.cell {
      object["plmn"] = .string(cell.network.plmn.description)
      object["tac"] = .int(cell.network.tac)
      object["cellIdentity"] = .int(cell.information.cellIdentity)
    }
    if includingIdentities, let guti = mobility.guti { object["guti"] = .string(guti.description) }
    if let algorithms = security.current?.state.algorithms {
      object["ciphering"] = .string("\(algorithms.ciphering)")
      object["integrity"] = .string("\(algorithms.integrity)")
    }
    object["allowedNSSAI"] = .array(mobility.allowedNSSAI.map { .string($0.description) })
    object["sessions"] = .array(establishedSessions.map { snapshot(of: $0) })
    return .object(object)
  }

  private func snapshot(of session: PDUSessionInformation) -> JSON {
    var object = JSON.Object()
    object["id"] = .int(session.id)
    if let dnn = session.dnn { object["dnn"] = .string(dnn) }
    if let snssai = session.snssai { object["snssai"] = .string(snssai.description) }
    object["type"] = .string(session.type.rawValue)
    if let address = session.ipv4 { object["ipv4"] = .string(address.description) }
    if let address = session.ipv6 { object["ipv6"] = .string(address.description) }
    object["dns"] = .array(session.dnsServers.map { .string($0.description) })
    object["mtu"] = .int(session.mtu)
    object["userPlane"] = .bool(radio.flows[session.id] != nil)
    return .object(object)
  }
}
