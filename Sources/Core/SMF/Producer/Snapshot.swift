import Base

extension SMF {
  /// The SMF as an operator sees it: UPFs and sessions.
  /// - Parameter includingIdentities: whether SUPIs are shown whole.
  public func snapshot(includingIdentities: Bool) -> JSON {
    let sorted = sessions.values.sorted { ($0.supi.rawValue, $0.pduSessionID) < ($1.supi.rawValue, $1.pduSessionID) }
    let list = sorted.map { session -> JSON in
      var object = JSON.Object()
      object["reference"] = .string(session.reference)
      object["supi"] = .string(includingIdentities ? session.supi.rawValue : session.supi.description)
      object["pduSessionID"] = .int(session.pduSessionID)
      object["dnn"] = .string(session.dnn)
      object["sNSSAI"] = .string(session.slice.description)
      object["type"] = .string(session.type.rawValue)
      if let ipv4 = session.ipv4 { object["ipv4"] = .string(IPAddress.v4(ipv4).description) }
      if let prefix = session.ipv6Prefix { object["ipv6Prefix"] = .string("\(IPAddress.v6(UInt128(prefix) << 64))/64") }
      object["userPlane"] = .string(session.userPlane.rawValue)
      if let procedure = session.procedure { object["procedure"] = .string(procedure.rawValue) }
      if let n4 = session.n4 {
        object["upf"] = .string(n4.upf.configuration.name)
        object["n3"] = .string("\(n4.n3.address)/\(n4.n3.teid)")
      }
      if let gNB = session.gNB { object["gNB"] = .string("\(gNB.address)/\(gNB.teid)") }
      object["uplinkAMBR"] = .int(session.qos.uplinkAMBR)
      object["downlinkAMBR"] = .int(session.qos.downlinkAMBR)
      object["fiveQI"] = .int(session.qos.fiveQI)
      object["uplinkOctets"] = .int(session.uplinkOctets)
      object["downlinkOctets"] = .int(session.downlinkOctets)
      return .object(object)
    }
    let functions = upfs.map { upf -> JSON in
      [
        "name": .string(upf.configuration.name), "address": .string(upf.configuration.address.description),
        "associated": .bool(upf.isAssociated),
      ]
    }
    return ["upfs": .array(functions), "sessions": .array(list)]
  }
}
