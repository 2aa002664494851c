import Base
import SBI
import Services

// Access and mobility policy (TS 29.507 §4.2; TS 23.502 §4.16.1 to §4.16.3).
extension PCF: Npcf_AMPolicyControl {
  func accessPolicyURI(_ id: String) -> String { "\(services.ownAPIRoot)/npcf-am-policy-control/v1/policies/\(id)" }

  public func createAssociation(_ body: PolicyAssociationRequest) async throws(SBIFailure) -> Created<PolicyAssociation> {
    guard SUPI(body.supi) != nil else { throw SBIFailure(status: 400, cause: "USER_UNKNOWN") }
    // One UE has one association with its AMF: a new one from the same AMF takes the place of the old.
    let key = [body.supi, body.notificationUri]
    let known = accessAssociationIDs[key]
    if known == nil { try checkRoom(accessAssociations.count) }
    let id = known ?? newID()
    var association = PolicyAssociation(suppFeat: "0")
    association.request = body
    association.servAreaRes = body.servAreaRes
    association.rfsp = configuration.rfsp ?? body.rfsp
    association.ueAmbr = body.ueAmbr
    accessAssociations[id] = association
    accessAssociationIDs[key] = id
    return Created(location: accessPolicyURI(id), body: association)
  }

  public func readAssociation(polAssoId: String) async throws(SBIFailure) -> PolicyAssociation {
    guard let association = accessAssociations[polAssoId] else { throw PCF.unknownAssociation }
    return association
  }

  public func deleteAssociation(polAssoId: String) async throws(SBIFailure) {
    guard let association = accessAssociations.removeValue(forKey: polAssoId) else { throw PCF.unknownAssociation }
    if let request = association.request { accessAssociationIDs[[request.supi, request.notificationUri]] = nil }
  }

  /// The AMF reports what changed; the answer carries the policies that follow from it.
  public func updateAssociation(polAssoId: String, _ body: PolicyAssociationUpdateRequest) async throws(SBIFailure) -> PolicyUpdate {
    guard var association = accessAssociations[polAssoId] else { throw PCF.unknownAssociation }
    if let uri = body.notificationUri, let request = association.request {
      accessAssociationIDs[[request.supi, request.notificationUri]] = nil
      accessAssociationIDs[[request.supi, uri]] = polAssoId
      association.request?.notificationUri = uri
    }
    if let area = body.servAreaRes { association.servAreaRes = area }
    if let bitRate = body.ueAmbr { association.ueAmbr = bitRate }
    if configuration.rfsp == nil, let rfsp = body.rfsp { association.rfsp = rfsp }
    accessAssociations[polAssoId] = association
    return update(polAssoId, association)
  }

  private func update(_ id: String, _ association: PolicyAssociation) -> PolicyUpdate {
    var update = PolicyUpdate(resourceUri: accessPolicyURI(id))
    update.servAreaRes = association.servAreaRes
    update.rfsp = association.rfsp
    update.ueAmbr = association.ueAmbr
    return update
  }

  /// The operator changes the RFSP index: every AMF is told (TS 29.507 §4.2.4).
  public func setRFSP(_ rfsp: Int?) {
    configuration.rfsp = rfsp
    let notifier = Npcf_AMPolicyControlNotifier(transport: services.notificationTransport)
    for id in accessAssociations.keys.sorted() {
      guard var association = accessAssociations[id], let request = association.request else { continue }
      association.rfsp = rfsp ?? request.rfsp
      accessAssociations[id] = association
      let update = update(id, association)
      let environment = environment
      environment.loop.spawn("PCF access policy update") {
        do {
          _ = try await notifier.notifyAMPolicyUpdate(to: request.notificationUri, update)
        } catch {
          environment.log(.warning, "an AMF did not take a policy update: \(error)")
        }
      }
    }
  }
}
