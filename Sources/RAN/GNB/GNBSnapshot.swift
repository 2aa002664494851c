import Base

/// The management view of a gNB.
extension GNB {
  /// NG Setup has succeeded and the cell is on air.
  public var isReady: Bool { ngState == .ready }
  public var connectedUEs: Int { contexts.count }

  /// State for `vitrum status`; no keys and no permanent identities are known here.
  public func snapshot() -> JSON {
    var object = JSON.Object()
    object["node"] = .string(environment.node)
    object["name"] = .string(configuration.name)
    object["gNBID"] = .int(configuration.gNBID)
    object["state"] = .string(ngState.rawValue)
    object["amf"] = .string(amfName)
    object["camping"] = .int(camping.count)
    object["ues"] = .array(contexts.keys.sorted().compactMap { contexts[$0].map { snapshot(of: $0) } })
    object["tunnels"] = .int(tunnels.count)
    return .object(object)
  }

  private func snapshot(of context: UEContext) -> JSON {
    var object = JSON.Object()
    object["ranUENGAPID"] = .int(context.ranUENGAPID)
    if let id = context.amfUENGAPID { object["amfUENGAPID"] = .int(id) }
    object["sessions"] = .array(
      context.sessions.keys.sorted().compactMap { id in
        context.sessions[id].map { resource in
          ["id": .int(id), "upf": .string(resource.uplinkAddress.description), "flows": .array(resource.flows.map { .int($0) })]
        }
      })
    return .object(object)
  }
}
