import Base
import NGAP
import PER
import Runtime

/// NG Setup, RAN and AMF configuration update, NG Reset, overload (TS 38.413 §8.7).
extension GNB {
  // MARK: NG Setup (§8.7.1)

  func setUp() {
    ngState = .settingUp
    send(
      .ngSetupRequest(
        NGSetupRequest(
          globalRANNodeID: globalRANNodeID, ranNodeName: configuration.name, supportedTAList: supportedTAList, defaultPagingDRX: .v128)))
    scheduleSetup(after: configuration.setupTimeout)
  }

  private func scheduleSetup(after delay: Duration) {
    if let setupTimer { environment.loop.cancel(setupTimer) }
    setupTimer = schedule(delay, "NG Setup") { gnb in
      gnb.setupTimer = nil
      if gnb.ngState == .settingUp { gnb.setUp() }
    }
  }

  func setUpSucceeded(_ response: NGSetupResponse) {
    guard ngState == .settingUp else {
      refuse(.protocol(.messageNotCompatibleWithReceiverState), nil, nil)
      return
    }
    ngState = .ready
    if let setupTimer { environment.loop.cancel(setupTimer) }
    setupTimer = nil
    amfName = response.amfName
    environment.log(.info, "NG Setup with AMF \(amfName)")
    onEvent(.setUp(amfName: amfName))
  }

  func setUpFailed(_ failure: NGSetupFailure) {
    guard ngState == .settingUp else { return }
    let cause = (try? failure.cause.json.text(sorted: false)) ?? "\(failure.cause)"
    environment.log(.warning, "NG Setup failed: \(cause)")
    onEvent(.setUpFailed(cause: cause))
    // §8.7.1.3: not before the time to wait has passed.
    scheduleSetup(after: failure.timeToWait?.duration ?? .seconds(60))
  }

  // MARK: Configuration updates (§8.7.2, §8.7.3)

  /// Changes what the gNB supports and tells the AMF.
  public func update(trackingAreas: [GNBConfiguration.SupportedTrackingArea], name: String? = nil) {
    configuration.trackingAreas = trackingAreas
    if let name { configuration.name = name }
    guard ngState == .ready else { return }
    send(
      .ranConfigurationUpdate(
        RANConfigurationUpdate(ranNodeName: name, supportedTAList: supportedTAList, defaultPagingDRX: .v128)))
    environment.log(.info, "RAN configuration update sent")
  }

  func updateAMF(_ update: AMFConfigurationUpdate) {
    if let name = update.amfName { amfName = name }
    // This gNB keeps one association; further ones are reported as not set up.
    let failed = (update.amfTNLAssociationToAddList ?? []).map {
      TNLAssociationItem(tnlAssociationAddress: $0.amfTNLAssociationAddress, cause: .transport(.transportResourceUnavailable))
    }
    send(
      .amfConfigurationUpdateAcknowledge(
        AMFConfigurationUpdateAcknowledge(amfTNLAssociationFailedToSetupList: failed.isEmpty ? nil : failed)))
  }

  // MARK: NG Reset (§8.7.4)

  /// Tells the AMF that all UEs of this gNB are gone.
  public func reset() {
    guard ngState == .ready else { return }
    for id in contexts.keys.sorted() { removeContext(id, cause: "NG Reset") }
    send(.ngReset(NGReset(cause: .misc(.omIntervention), resetType: .ngInterface(.resetAll))))
  }

  func reset(_ reset: NGReset) {
    switch reset.resetType {
    case .partOfNGInterface(let connections):
      for connection in connections {
        guard let context = find(connection.amfUENGAPID, connection.ranUENGAPID) else { continue }
        removeContext(context.ranUENGAPID, cause: "NG Reset by the AMF")
      }
      send(.ngResetAcknowledge(NGResetAcknowledge(ueAssociatedLogicalNGConnectionList: connections)))
    case .ngInterface, .unknown:
      for id in contexts.keys.sorted() { removeContext(id, cause: "NG Reset by the AMF") }
      send(.ngResetAcknowledge(NGResetAcknowledge()))
    }
    environment.log(.info, "NG Reset by the AMF")
  }

  /// The UE of a reset: by its RAN UE NGAP ID, or by its AMF UE NGAP ID alone.
  private func find(_ amfID: UInt64?, _ ranID: UInt32?) -> UEContext? {
    if let ranID { return contexts[ranID] }
    guard let amfID else { return nil }
    return contexts.values.filter { $0.amfUENGAPID == amfID }.min { $0.ranUENGAPID < $1.ranUENGAPID }
  }

  // MARK: Overload (§8.7.7, §8.7.8)

  func startOverload(_ start: OverloadStart) {
    overload = .rejectNonEmergencyMoDt
    if case .overloadAction(let action)? = start.amfOverloadResponse { overload = action }
    environment.log(.warning, "AMF overloaded")
  }

  func stopOverload() {
    overload = nil
    environment.log(.info, "AMF overload ended")
  }

  // MARK: Error indication (§8.7.5)

  func refuse(_ cause: Cause, _ amfID: UInt64?, _ ranID: UInt32?, diagnostics: CriticalityDiagnostics? = nil) {
    send(
      .initiatingMessage(
        .errorIndication(
          ErrorIndication(amfUENGAPID: amfID, ranUENGAPID: ranID, cause: cause, criticalityDiagnostics: diagnostics))),
      stream: ranID.flatMap { contexts[$0]?.stream } ?? 0)
  }

  func take(_ indication: ErrorIndication) {
    environment.log(.warning, "Error Indication from the AMF: \(indication.cause.map { "\($0)" } ?? "no cause")")
    // §8.7.5.2 leaves what follows open: a UE whose identifiers the AMF does not know cannot go on.
    guard let id = indication.ranUENGAPID, contexts[id] != nil else { return }
    if case .radioNetwork(.unknownLocalUENGAPID)? = indication.cause { removeContext(id, cause: "unknown to the AMF") }
    if case .radioNetwork(.inconsistentRemoteUENGAPID)? = indication.cause { removeContext(id, cause: "inconsistent identifiers") }
  }
}
