import Base
import NGAP
import PER
import Runtime

/// NG Setup and RAN Configuration Update (TS 38.413 §8.7.1, §8.7.2).
extension AMF {
  /// NG Setup (TS 38.413 §8.7.1): the gNB introduces itself; whatever was known of it before is forgotten.
  func receiveNGSetup(_ request: NGSetupRequest, from gNB: GNBContext) {
    let identity: [UInt8]
    let areas: [Base.TAI: [Base.SNSSAI]]
    do {
      identity = try globalRANNodeID(request.globalRANNodeID)
      areas = try supportedTAs(request.supportedTAList)
    } catch {
      environment.log(.warning, "NG Setup of \(gNB.logName) refused: \(error.reason)")
      if error.isProtocolError { environment.security("\(gNB.logName): NG Setup with \(error.reason)", interface: .n2, peer: gNB.address) }
      sendN2(.unsuccessfulOutcome(.ngSetupFailure(NGSetupFailure(cause: error.cause))), on: gNB.association)
      return
    }
    if gNB.isSetUp, gNB.globalRANNodeID != identity {
      environment.security("\(gNB.logName): NG Setup with another Global RAN Node ID", interface: .n2, peer: gNB.address)
    }
    let namesakes = gNBs.values.filter { $0.association != gNB.association && $0.globalRANNodeID == identity }
    // A gNB that restarts may come back from another address long before its old association times out, and few ask twice: it is taken
    // in, and the operator is told, because two nodes with one identity look the same.
    for other in namesakes where other.address.ip != gNB.address.ip {
      environment.security(
        "\(gNB.logName) takes over the Global RAN Node ID of \(other.logName) from another host", interface: .n2, peer: gNB.address)
    }
    // TS 38.413 §8.7.1.1: the procedure erases what was exchanged before and all UE contexts of the interface.
    endConnections(of: gNB.association)
    for other in namesakes.sorted(by: { $0.association.rawValue < $1.association.rawValue }) {
      environment.log(.warning, "\(other.logName) is back on a new association; the old one is closed")
      forgetGNB(other.association)
      n2?.close(other.association)
    }
    gNBs[gNB.association]?.isSetUp = true
    gNBs[gNB.association]?.globalRANNodeID = identity
    gNBs[gNB.association]?.name = printable(request.ranNodeName ?? "")
    gNBs[gNB.association]?.supportedTAs = areas
    let response = NGSetupResponse(
      amfName: configuration.name, servedGUAMIList: [ServedGUAMIItem(guami: configuration.guami.ngap)],
      relativeAMFCapacity: configuration.relativeCapacity,
      plmnSupportList: servedPLMNs.map { plmn in
        PLMNSupportItem(
          plmnIdentity: FixedOctets(plmn.octets), sliceSupportList: configuration.supportedSlices.map { SliceSupportItem(sNSSAI: $0.ngap) })
      })
    sendN2(.successfulOutcome(.ngSetupResponse(response)), on: gNB.association)
    if let gNB = gNBs[gNB.association] {
      environment.log(
        .info, "\(gNB.logName) connected, tracking areas \(areas.keys.map(\.tac).sorted().map(String.init).joined(separator: " "))")
    }
  }

  /// RAN Configuration Update (TS 38.413 §8.7.2).
  func receiveRANConfigurationUpdate(_ update: RANConfigurationUpdate, from gNB: GNBContext) {
    do {
      if let identity = update.globalRANNodeID, try globalRANNodeID(identity) != gNB.globalRANNodeID {
        environment.security("\(gNB.logName): update of another Global RAN Node ID", interface: .n2, peer: gNB.address)
        throw SetupRefusal(cause: .protocol(.semanticError), reason: "another Global RAN Node ID")
      }
      if let list = update.supportedTAList {
        let areas = try supportedTAs(list)
        gNBs[gNB.association]?.supportedTAs = areas
      }
      if let name = update.ranNodeName { gNBs[gNB.association]?.name = printable(name) }
      environment.log(.info, "\(gNB.logName) updated its configuration")
      sendN2(.successfulOutcome(.ranConfigurationUpdateAcknowledge(RANConfigurationUpdateAcknowledge())), on: gNB.association)
    } catch let refusal as SetupRefusal {
      environment.log(.warning, "configuration update of \(gNB.logName) refused: \(refusal.reason)")
      sendN2(
        .unsuccessfulOutcome(.ranConfigurationUpdateFailure(RANConfigurationUpdateFailure(cause: refusal.cause))), on: gNB.association)
    } catch { environment.log(.error, "configuration update of \(gNB.logName): \(error)") }
  }

  private struct SetupRefusal: Error {
    var cause: Cause
    var reason: String

    /// No correct gNB sends this.
    var isProtocolError: Bool { if case .protocol = cause { true } else { false } }
  }

  /// PLMNs that this AMF serves, its GUAMI's first.
  private var servedPLMNs: [Base.PLMNIdentity] {
    configuration.servedTAIs.map(\.plmn).reduce(into: [configuration.guami.plmn]) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The encoding of the identity of a gNB; other kinds of node are not served.
  private func globalRANNodeID(_ identity: GlobalRANNodeID) throws(SetupRefusal) -> [UInt8] {
    guard case .globalGNBID(let gNB) = identity, case .gnbID = gNB.gnbID else {
      throw SetupRefusal(cause: .misc(.unspecified), reason: "a RAN node that is no gNB")
    }
    guard Base.PLMNIdentity(octets: gNB.plmnIdentity) != nil, let octets = try? identity.encode() else {
      throw SetupRefusal(cause: .protocol(.semanticError), reason: "a Global RAN Node ID without a valid PLMN")
    }
    return octets
  }

  /// The tracking areas and slices of a gNB, as far as this AMF knows their PLMNs and slices (TS 38.413 §8.7.1.4).
  private func supportedTAs(_ list: SupportedTAList) throws(SetupRefusal) -> [Base.TAI: [Base.SNSSAI]] {
    guard list.count <= configuration.limits.tasPerGNB else {
      throw SetupRefusal(cause: .misc(.controlProcessingOverload), reason: "more tracking areas than this AMF takes from one gNB")
    }
    let plmns = Set(servedPLMNs)
    var areas: [Base.TAI: [Base.SNSSAI]] = [:]
    var seen: Set<[FixedOctets]> = []
    for item in list {
      for broadcast in item.broadcastPLMNList {
        guard seen.insert([item.tac, broadcast.plmnIdentity]).inserted else {
          throw SetupRefusal(cause: .protocol(.semanticError), reason: "a tracking area twice")
        }
        guard let tai = Base.TAI(NGAP.TAI(plmnIdentity: broadcast.plmnIdentity, tac: item.tac)) else {
          throw SetupRefusal(cause: .protocol(.semanticError), reason: "a PLMN identity that is no digits")
        }
        guard plmns.contains(tai.plmn) else { continue }
        let offered = Set(
          (broadcast.taiSliceSupportList + (broadcast.extendedTAISliceSupportList ?? [])).compactMap { Base.SNSSAI($0.sNSSAI) })
        areas[tai] = configuration.supportedSlices.filter { offered.contains($0) }
      }
    }
    guard !areas.isEmpty else { throw SetupRefusal(cause: .misc(.unknownPLMNOrSNPN), reason: "no PLMN that this AMF serves") }
    let served = areas.filter { configuration.servedTAIs.contains($0.key) }
    guard !served.isEmpty else { throw SetupRefusal(cause: .misc(.unspecified), reason: "no tracking area that this AMF serves") }
    guard served.contains(where: { !$0.value.isEmpty }) else {
      throw SetupRefusal(cause: .radioNetwork(.sliceNotSupported), reason: "no slice that this AMF supports")
    }
    return areas
  }

  /// A name for log lines: control characters cannot reach the operator's terminal.
  private func printable(_ name: String) -> String {
    String(name.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(150).map(Character.init))
  }
}
