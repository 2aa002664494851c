import Base

extension AMF {
  /// The AMF as an operator sees it: gNBs and UEs.
  /// - Parameter includingIdentities: whether SUPIs are shown whole.
  public func snapshot(includingIdentities: Bool) -> JSON {
    let ues = self.ues.values.sorted { $0.id < $1.id }.map { ue -> JSON in
      var object = JSON.Object()
      if let supi = ue.supi { object["supi"] = .string(includingIdentities ? supi.rawValue : supi.description) }
      if let guti = ue.guti { object["fiveGGUTI"] = .string(guti.description) }
      object["state"] = .string(ue.registrationState.rawValue)
      object["connection"] = .string(ue.isConnected ? "CM-CONNECTED" : "CM-IDLE")
      if let tai = ue.connection?.tai ?? ue.lastKnownTAI { object["tai"] = .string(tai.description) }
      if let algorithms = ue.security?.context.algorithms {
        object["ciphering"] = .string("NEA\(algorithms.ciphering.rawValue)")
        object["integrity"] = .string("NIA\(algorithms.integrity.rawValue)")
      }
      object["allowedNSSAI"] = .array(ue.allowedNSSAI.map { .string($0.description) })
      object["sessions"] = .array(ue.sessions.keys.sorted().map { .int($0) })
      return .object(object)
    }
    return ["gNBs": gNBSnapshot(), "ues": .array(ues)]
  }
}
