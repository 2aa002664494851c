import Base
import NGAP
import Runtime

/// NAS transport (TS 38.413 §8.6) and the UE-associated connections that carry it.
extension AMF {
  /// Initial UE Message (TS 38.413 §8.6.1).
  func receiveInitialUEMessage(_ message: InitialUEMessage, from gNB: GNBContext) {
    guard let location = N2UserLocation(message.userLocationInformation) else {
      environment.security("\(gNB.logName): Initial UE Message from no NR cell", interface: .n2, peer: gNB.address)
      reject(.initiatingMessage(.initialUEMessage(message)), cause: .protocol(.semanticError), from: gNB)
      return
    }
    if gNB.supportedTAs[location.tai] == nil {
      environment.security(
        "\(gNB.logName): a UE in tracking area \(location.tai), which the gNB did not announce", interface: .n2, peer: gNB.address)
    }
    // The gNB uses the identifier anew: it no longer knows the UE that had it.
    if let old = gNB.connectionIDs[message.ranUENGAPID].flatMap({ connections[$0] }) {
      environment.log(.warning, "\(gNB.logName) uses the RAN UE NGAP ID of \(old.ue.logName) for another connection")
      end(old)
    }
    guard ues.count < configuration.limits.ues, let stream = gNBs[gNB.association]?.assignStream() else {
      environment.security("too many UE contexts; a UE was refused", interface: .n2, peer: gNB.address)
      sendErrorIndication(cause: .misc(.controlProcessingOverload), ranUENGAPID: message.ranUENGAPID, to: gNB)
      return
    }
    let ue = contextForInitialMessage(message.nasPDU)
    let connection = N2Connection(
      amfUENGAPID: allocateAMFUENGAPID(), ranUENGAPID: message.ranUENGAPID, association: gNB.association, stream: stream, tai: location.tai,
      nrCellIdentity: location.nrCellIdentity, userLocation: location.octets,
      rrcEstablishmentCause: String(describing: message.rrcEstablishmentCause), ue: ue, createdAt: loop.now)
    connections[connection.amfUENGAPID] = connection
    gNBs[gNB.association]?.connectionIDs[message.ranUENGAPID] = connection.amfUENGAPID
    attach(connection, to: ue)
    receiveNAS(message.nasPDU, on: connection)
    // A message that started nothing must not keep the connection for ever.
    if ue.procedure == nil { settle(ue) }
  }

  /// 40 bits that no other connection has and nobody can guess (TS 38.413 §9.3.3.1).
  private func allocateAMFUENGAPID() -> AMFUENGAPID {
    var id = environment.random.uint64() & 0xFF_FFFF_FFFF
    while connections[id] != nil { id = environment.random.uint64() & 0xFF_FFFF_FFFF }
    return id
  }

  /// Downlink NAS Transport (TS 38.413 §8.6.2).
  func sendDownlinkNAS(_ octets: [UInt8], on connection: N2Connection) {
    guard isUsable(connection) else { return }
    sendN2(
      .downlinkNASTransport(
        DownlinkNASTransport(amfUENGAPID: connection.amfUENGAPID, ranUENGAPID: connection.ranUENGAPID, nasPDU: octets)), on: connection)
  }

  /// Whether anything but the end of the release may still be sent on a connection.
  func isUsable(_ connection: N2Connection) -> Bool {
    connections[connection.amfUENGAPID] === connection && !connection.procedures.isReleasing
  }

  /// Takes over where the UE is now.
  func update(_ connection: N2Connection, with information: UserLocationInformation) {
    guard let location = N2UserLocation(information) else { return }
    guard let gNB = gNBs[connection.association], gNB.supportedTAs[location.tai] != nil else {
      environment.security(
        "\(connection.ue.logName): moved to tracking area \(location.tai), which its gNB did not announce", interface: .n2)
      return
    }
    connection.tai = location.tai
    connection.nrCellIdentity = location.nrCellIdentity
    connection.userLocation = location.octets
  }

  /// The connection is gone at the gNB as well: nothing of it stays.
  func end(_ connection: N2Connection) {
    abandonProcedures(of: connection)
    if gNBs[connection.association]?.connectionIDs[connection.ranUENGAPID] == connection.amfUENGAPID {
      gNBs[connection.association]?.connectionIDs[connection.ranUENGAPID] = nil
    }
    connectionEnded(connection)
  }
}
