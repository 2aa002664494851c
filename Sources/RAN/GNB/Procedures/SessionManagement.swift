import Base
import NGAP
import PER
import RadioLink
import Runtime

/// PDU session resource setup, modification and release (TS 38.413 §8.2).
extension GNB {
  struct SetupItem {
    var id: UInt8
    var nas: [UInt8]?
    var transfer: [UInt8]
  }

  /// Identities with their response or failure transfers.
  struct SetupResult {
    var set: [(id: UInt8, transfer: [UInt8])] = []
    var failed: [(id: UInt8, transfer: [UInt8])] = []
  }

  /// PDU SESSION RESOURCE SETUP (§8.2.1).
  func setUp(_ request: PDUSessionResourceSetupRequest, _ context: UEContext) async throws(ProcedureAborted) {
    let items = request.pduSessionResourceSetupListSUReq.map {
      SetupItem(id: $0.pduSessionID, nas: $0.pduSessionNASPDU, transfer: $0.pduSessionResourceSetupRequestTransfer)
    }
    let result = try await setUpSessions(items, nas: request.nasPDU, context)
    let set = result.set.map {
      PDUSessionResourceSetupItemSURes(pduSessionID: $0.id, pduSessionResourceSetupResponseTransfer: $0.transfer)
    }
    let failed = result.failed.map {
      PDUSessionResourceFailedToSetupItemSURes(pduSessionID: $0.id, pduSessionResourceSetupUnsuccessfulTransfer: $0.transfer)
    }
    send(
      .pduSessionResourceSetupResponse(
        PDUSessionResourceSetupResponse(
          amfUENGAPID: request.amfUENGAPID, ranUENGAPID: request.ranUENGAPID, pduSessionResourceSetupListSURes: set.isEmpty ? nil : set,
          pduSessionResourceFailedToSetupListSURes: failed.isEmpty ? nil : failed)), for: context)
  }

  /// Allocates tunnels and bearers and takes them to the UE together with the NAS messages.
  func setUpSessions(_ items: [SetupItem], nas: [UInt8]?, _ context: UEContext) async throws(ProcedureAborted) -> SetupResult {
    var result = SetupResult()
    var reconfiguration = Reconfiguration(nas: nas.map { [$0] } ?? [])
    var resources: [(id: UInt8, resource: SessionResource, transfer: [UInt8])] = []
    for item in items {
      let taken = resources.map(\.resource.bearer)
      let cause: Cause
      // §8.2.1.4: one identity twice, or an identity that is in use already.
      if items.filter({ $0.id == item.id }).count > 1 || context.sessions[item.id] != nil {
        cause = .radioNetwork(.multiplePDUSessionIDInstances)
      } else if let request = try? PDUSessionResourceSetupRequestTransfer(decoding: item.transfer) {
        switch makeResource(request, context, taken: taken) {
        case .success(let resource):
          resources.append((item.id, resource, responseTransfer(resource)))
          reconfiguration.addedBearers.append(
            Reconfiguration.DataRadioBearer(identity: resource.bearer, pduSessionID: item.id, qosFlowIdentifiers: resource.flows))
          if let nas = item.nas { reconfiguration.nas.append(nas) }
          continue
        case .failure(let failure): cause = failure.cause
        }
      } else {
        cause = .protocol(.transferSyntaxError)
      }
      result.failed.append((item.id, failureTransfer(cause)))
    }
    for entry in resources {
      context.sessions[entry.id] = entry.resource
      tunnels[entry.resource.downlinkTEID] = Tunnel(ranUENGAPID: context.ranUENGAPID, pduSessionID: entry.id)
    }
    let isDone = try await reconfigure(reconfiguration, context)
    for entry in resources {
      if isDone {
        result.set.append((entry.id, entry.transfer))
      } else {
        removeSession(entry.id, context)
        result.failed.append((entry.id, failureTransfer(.radioNetwork(.failureInRadioInterfaceProcedure))))
      }
    }
    context.lastActivity = environment.loop.now
    return result
  }

  private struct ResourceFailure: Error { var cause: Cause }

  private func makeResource(
    _ request: PDUSessionResourceSetupRequestTransfer, _ context: UEContext, taken: [UInt8]
  ) -> Result<SessionResource, ResourceFailure> {
    guard let tunnel = request.ulNGUUPTNLInformation.tunnel(sameFamilyAs: configuration.n3Address),
      tunnel.address.isV4 == configuration.n3Address.isV4
    else { return .failure(ResourceFailure(cause: .transport(.transportResourceUnavailable))) }
    let flows = request.qosFlowSetupRequestList.compactMap { UInt8(exactly: $0.qosFlowIdentifier) }.filter { $0 < 64 }
    guard Set(flows).count == request.qosFlowSetupRequestList.count else {
      return .failure(ResourceFailure(cause: .radioNetwork(.multipleQosFlowIDInstances)))
    }
    if request.securityIndication?.integrityProtectionIndication == .required {
      return .failure(ResourceFailure(cause: .radioNetwork(.upIntegrityProtectionNotPossible)))
    }
    guard let bearer = context.freeBearer(besides: taken) else {
      return .failure(ResourceFailure(cause: .radioNetwork(.radioResourcesNotAvailable)))
    }
    let teid = makeTEID()
    return .success(
      SessionResource(uplinkAddress: tunnel.address, uplinkTEID: tunnel.teid, downlinkTEID: teid, bearer: bearer, flows: flows))
  }

  /// Changes bearers at the UE; without bearers NAS messages go as they are.
  private func reconfigure(_ reconfiguration: Reconfiguration, _ context: UEContext) async throws(ProcedureAborted) -> Bool {
    guard !reconfiguration.addedBearers.isEmpty || !reconfiguration.releasedBearers.isEmpty else {
      for nas in reconfiguration.nas where !sendSignalling(.dlInformationTransfer(nas), to: context) { reportNonDelivery(nas, context) }
      return true
    }
    guard sendSignalling(.reconfiguration(reconfiguration), to: context) else {
      for nas in reconfiguration.nas { reportNonDelivery(nas, context) }
      return false
    }
    return try await expect(context) { $0 == .reconfigurationComplete } != nil
  }

  private func responseTransfer(_ resource: SessionResource) -> [UInt8] {
    let transfer = PDUSessionResourceSetupResponseTransfer(
      dlQosFlowPerTNLInformation: QosFlowPerTNLInformation(
        upTransportLayerInformation: UPTransportLayerInformation(address: configuration.n3Address, teid: resource.downlinkTEID),
        associatedQosFlowList: resource.flows.map { AssociatedQosFlowItem(qosFlowIdentifier: Int64($0)) }))
    return encoded { () throws(NGAPError) in try transfer.encode() }
  }

  private func failureTransfer(_ cause: Cause) -> [UInt8] {
    encoded { () throws(NGAPError) in try PDUSessionResourceSetupUnsuccessfulTransfer(cause: cause).encode() }
  }

  private func encoded(_ encode: () throws(NGAPError) -> [UInt8]) -> [UInt8] {
    do throws(NGAPError) { return try encode() } catch {
      environment.log(.error, "NGAP transfer not encoded: \(error)")
      return []
    }
  }

  func removeSession(_ id: UInt8, _ context: UEContext) {
    guard let resource = context.sessions.removeValue(forKey: id) else { return }
    tunnels[resource.downlinkTEID] = nil
  }

  // MARK: Modification

  /// PDU SESSION RESOURCE MODIFY (§8.2.3).
  func modify(_ request: PDUSessionResourceModifyRequest, _ context: UEContext) async throws(ProcedureAborted) {
    var reconfiguration = Reconfiguration()
    var modified: [PDUSessionResourceModifyItemModRes] = []
    var failed: [PDUSessionResourceFailedToModifyItemModRes] = []
    let items = request.pduSessionResourceModifyListModReq
    for item in items {
      var cause: Cause?
      if items.filter({ $0.pduSessionID == item.pduSessionID }).count > 1 {
        cause = .radioNetwork(.multiplePDUSessionIDInstances)
      } else if var resource = context.sessions[item.pduSessionID] {
        if let transfer = try? PDUSessionResourceModifyRequestTransfer(decoding: item.pduSessionResourceModifyRequestTransfer) {
          let answer = change(&resource, transfer)
          context.sessions[item.pduSessionID] = resource
          reconfiguration.addedBearers.append(
            Reconfiguration.DataRadioBearer(
              identity: resource.bearer, pduSessionID: item.pduSessionID, qosFlowIdentifiers: resource.flows))
          if let nas = item.nasPDU { reconfiguration.nas.append(nas) }
          modified.append(
            PDUSessionResourceModifyItemModRes(
              pduSessionID: item.pduSessionID,
              pduSessionResourceModifyResponseTransfer: encoded { () throws(NGAPError) in try answer.encode() }))
        } else {
          cause = .protocol(.transferSyntaxError)
        }
      } else {
        cause = .radioNetwork(.unknownPDUSessionID)
      }
      guard let cause else { continue }
      let transfer = PDUSessionResourceModifyUnsuccessfulTransfer(cause: cause)
      failed.append(
        PDUSessionResourceFailedToModifyItemModRes(
          pduSessionID: item.pduSessionID,
          pduSessionResourceModifyUnsuccessfulTransfer: encoded { () throws(NGAPError) in try transfer.encode() }))
    }
    _ = try await reconfigure(reconfiguration, context)
    send(
      .pduSessionResourceModifyResponse(
        PDUSessionResourceModifyResponse(
          amfUENGAPID: request.amfUENGAPID, ranUENGAPID: request.ranUENGAPID,
          pduSessionResourceModifyListModRes: modified.isEmpty ? nil : modified,
          pduSessionResourceFailedToModifyListModRes: failed.isEmpty ? nil : failed, userLocationInformation: userLocation(context))),
      for: context)
  }

  private func change(
    _ resource: inout SessionResource, _ transfer: PDUSessionResourceModifyRequestTransfer
  ) -> PDUSessionResourceModifyResponseTransfer {
    var answer = PDUSessionResourceModifyResponseTransfer()
    if let tunnel = transfer.ulNGUUPTNLModifyList?.first?.ulNGUUPTNLInformation.tunnel(sameFamilyAs: configuration.n3Address) {
      resource.uplinkAddress = tunnel.address
      resource.uplinkTEID = tunnel.teid
    }
    let wanted = (transfer.qosFlowAddOrModifyRequestList ?? []).compactMap { UInt8(exactly: $0.qosFlowIdentifier) }.filter { $0 < 64 }
    for flow in wanted where !resource.flows.contains(flow) { resource.flows.append(flow) }
    if !wanted.isEmpty {
      answer.qosFlowAddOrModifyResponseList = wanted.map { QosFlowAddOrModifyResponseItem(qosFlowIdentifier: Int64($0)) }
    }
    let released = (transfer.qosFlowToReleaseList ?? []).compactMap { UInt8(exactly: $0.qosFlowIdentifier) }
    resource.flows.removeAll { released.contains($0) }
    return answer
  }

  // MARK: Release

  /// PDU SESSION RESOURCE RELEASE (§8.2.2).
  func release(_ command: PDUSessionResourceReleaseCommand, _ context: UEContext) async throws(ProcedureAborted) {
    var reconfiguration = Reconfiguration(nas: command.nasPDU.map { [$0] } ?? [])
    var released: [PDUSessionResourceReleasedItemRelRes] = []
    for item in command.pduSessionResourceToReleaseListRelCmd {
      // §8.2.2.4: an unknown session is reported as released.
      if let resource = context.sessions[item.pduSessionID] { reconfiguration.releasedBearers.append(resource.bearer) }
      removeSession(item.pduSessionID, context)
      released.append(
        PDUSessionResourceReleasedItemRelRes(
          pduSessionID: item.pduSessionID,
          pduSessionResourceReleaseResponseTransfer: encoded { () throws(NGAPError) in
            try PDUSessionResourceReleaseResponseTransfer().encode()
          }))
    }
    _ = try await reconfigure(reconfiguration, context)
    send(
      .pduSessionResourceReleaseResponse(
        PDUSessionResourceReleaseResponse(
          amfUENGAPID: command.amfUENGAPID, ranUENGAPID: command.ranUENGAPID, pduSessionResourceReleasedListRelRes: released,
          userLocationInformation: userLocation(context))), for: context)
  }

  /// PDU SESSION RESOURCE NOTIFY (§8.2.4): the core no longer has the tunnel (TS 23.527 §5.3.3.1).
  func reportLostTunnel(_ id: UInt8, _ context: UEContext) {
    guard let amfID = context.amfUENGAPID, let bearer = context.sessions[id]?.bearer else { return }
    removeSession(id, context)
    sendSignalling(.reconfiguration(Reconfiguration(releasedBearers: [bearer])), to: context)
    let transfer = PDUSessionResourceNotifyReleasedTransfer(cause: .transport(.transportResourceUnavailable))
    send(
      .pduSessionResourceNotify(
        PDUSessionResourceNotify(
          amfUENGAPID: amfID, ranUENGAPID: context.ranUENGAPID,
          pduSessionResourceReleasedListNot: [
            PDUSessionResourceReleasedItemNot(
              pduSessionID: id, pduSessionResourceNotifyReleasedTransfer: encoded { () throws(NGAPError) in try transfer.encode() })
          ], userLocationInformation: userLocation(context))), for: context)
  }
}
