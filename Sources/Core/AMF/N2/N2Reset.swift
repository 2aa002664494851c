import NGAP
import Runtime

/// NG Reset by a gNB (TS 38.413 §8.7.4.2.2).
extension AMF {
  func receiveNGReset(_ reset: NGReset, from gNB: GNBContext) {
    var acknowledge = NGResetAcknowledge()
    switch reset.resetType {
    case .ngInterface:
      environment.log(.warning, "\(gNB.logName) resets the interface: \(reset.cause)")
      endConnections(of: gNB.association)
    case .partOfNGInterface(let list):
      environment.log(.warning, "\(gNB.logName) resets \(list.count) connections: \(reset.cause)")
      for item in list { resetConnection(item, of: gNB) }
      // All items come back in their order, unknown ones as well.
      acknowledge.ueAssociatedLogicalNGConnectionList = list
    default:
      reject(.initiatingMessage(.ngReset(reset)), cause: .protocol(.semanticError), from: gNB)
      return
    }
    sendN2(.successfulOutcome(.ngResetAcknowledge(acknowledge)), on: gNB.association)
  }

  private func resetConnection(_ item: UEAssociatedLogicalNGConnectionItem, of gNB: GNBContext) {
    let named = item.amfUENGAPID ?? item.ranUENGAPID.flatMap { gNBs[gNB.association]?.connectionIDs[$0] }
    guard let named, let connection = connections[named] else { return }
    guard connection.association == gNB.association, item.ranUENGAPID == nil || item.ranUENGAPID == connection.ranUENGAPID else {
      environment.security("\(gNB.logName): reset of a connection that is not its own was ignored", interface: .n2, peer: gNB.address)
      return
    }
    end(connection)
  }
}
