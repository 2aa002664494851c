import Base
import NGAP
import Runtime

/// Mobility procedures that this AMF does not offer: each is answered as the standard says and nothing changes.
extension AMF {
  /// Path Switch Request (TS 38.413 §8.4.4.3): refused, whoever owns the UE; its connection at the other gNB stays.
  func receivePathSwitch(_ request: PathSwitchRequest, from gNB: GNBContext) {
    let isKnown = connections[request.sourceAMFUENGAPID] != nil
    environment.security("\(gNB.logName): path switch refused", interface: .n2, peer: gNB.address)
    let transfer = PathSwitchRequestUnsuccessfulTransfer(
      cause: .radioNetwork(isKnown ? .hoTargetNotAllowed : .unknownLocalUENGAPID))
    guard let octets = try? transfer.encode() else { return }
    let failure = PathSwitchRequestFailure(
      amfUENGAPID: request.sourceAMFUENGAPID, ranUENGAPID: request.ranUENGAPID,
      pduSessionResourceReleasedListPSFail: request.pduSessionResourceToBeSwitchedDLList.map {
        PDUSessionResourceReleasedItemPSFail(pduSessionID: $0.pduSessionID, pathSwitchRequestUnsuccessfulTransfer: octets)
      })
    sendN2(.unsuccessfulOutcome(.pathSwitchRequestFailure(failure)), on: gNB.association)
  }

  /// Handover Required (TS 38.413 §8.4.1.3).
  func refuseHandover(of connection: N2Connection) {
    environment.log(.info, "\(connection.ue.logName): handover over N2 refused")
    sendN2(
      .unsuccessfulOutcome(
        .handoverPreparationFailure(
          HandoverPreparationFailure(
            amfUENGAPID: connection.amfUENGAPID, ranUENGAPID: connection.ranUENGAPID, cause: .radioNetwork(.hoTargetNotAllowed)))),
      on: connection.association, stream: connection.stream)
  }

  /// UE Context Suspend and Resume (TS 38.413 §8.3.6, §8.3.7) are for NB-IoT and eMTC.
  func refuseSuspension(_ message: InitiatingMessage, of connection: N2Connection) {
    let cause = Cause.radioNetwork(.unspecified)
    let failure: UnsuccessfulOutcome
    if case .ueContextSuspendRequest = message {
      failure = .ueContextSuspendFailure(
        UEContextSuspendFailure(amfUENGAPID: connection.amfUENGAPID, ranUENGAPID: connection.ranUENGAPID, cause: cause))
    } else {
      failure = .ueContextResumeFailure(
        UEContextResumeFailure(amfUENGAPID: connection.amfUENGAPID, ranUENGAPID: connection.ranUENGAPID, cause: cause))
    }
    sendN2(.unsuccessfulOutcome(failure), on: connection.association, stream: connection.stream)
  }

  /// Distribution Setup (TS 38.413 §8.17.1.3): multicast is not offered.
  func refuseDistribution(_ request: DistributionSetupRequest, from gNB: GNBContext) {
    let cause = Cause.radioNetwork(.unknownMBSSessionID)
    let transfer = MBSDistributionSetupUnsuccessfulTransfer(mbsSessionID: request.mbsSessionID, cause: cause)
    guard let octets = try? transfer.encode() else { return }
    let failure = DistributionSetupFailure(
      mbsSessionID: request.mbsSessionID, mbsAreaSessionID: request.mbsAreaSessionID, mbsDistributionSetupUnsuccessfulTransfer: octets,
      cause: cause)
    sendN2(.unsuccessfulOutcome(.distributionSetupFailure(failure)), on: gNB.association)
  }

  /// Uplink RAN Configuration Transfer (TS 38.413 §8.8.1): the SON information goes on to the gNB that it names (§8.8.2).
  func receiveConfigurationTransfer(_ message: UplinkRANConfigurationTransfer, from gNB: GNBContext) {
    guard let transfer = message.sonConfigurationTransferUL,
      let target = try? transfer.targetRANNodeIDSON.globalRANNodeID.encode(),
      let node = gNBs.values.first(where: { $0.isSetUp && $0.globalRANNodeID == target })
    else {
      environment.log(.debug, "\(gNB.logName): configuration transfer to a node that is not connected")
      return
    }
    sendN2(
      .initiatingMessage(
        .downlinkRANConfigurationTransfer(DownlinkRANConfigurationTransfer(sonConfigurationTransferDL: transfer))), on: node.association)
  }
}
