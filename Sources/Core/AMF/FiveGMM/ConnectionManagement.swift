import Base
import NAS
import Runtime
import SBI
import Services

/// CM-IDLE and CM-CONNECTED (TS 23.501 §5.3.3), paging, and the timers that run while a UE is idle.
extension AMF {
  /// What is due after a procedure ended: a pending renewal of the identity, the timer of an unused connection.
  func settle(_ ue: UEContext) {
    guard ues[ue.id] === ue else { return }
    if ue.procedure == nil, ue.isConnected, ue.pendingDeregistration != nil {
      requestDeregistration(of: ue)
      return
    }
    if ue.procedure == nil, ue.isRegistered, ue.isConnected, ue.needsNewGUTI {
      start(.configurationUpdate, of: ue) { amf, ue, lease in try await amf.configurationUpdate(of: ue, lease: lease) }
      return
    }
    if let timer = ue.connectionTimer {
      loop.cancel(timer)
      ue.connectionTimer = nil
    }
    if ue.isRegistered {
      superviseSignallingConnection(of: ue)
      return
    }
    guard ue.procedure == nil else { return }
    guard ue.isConnected else {
      remove(ue)
      return
    }
    // A connection whose UE is not registered and has no procedure is of no use (ATTACKS row 13).
    let id = ue.id
    ue.connectionTimer = loop.schedule(after: configuration.timers.unregisteredConnection, label: "unregistered connection") {
      self.assumeIsolated { amf in
        guard let ue = amf.ues[id], ue.procedure == nil, !ue.isRegistered, let connection = ue.connection else { return }
        amf.releaseConnection(connection, cause: .nasUnspecified)
      }
    }
  }

  /// A registered UE that has nothing more to say does not keep its N1 signalling connection (TS 24.501 §5.3.1.3, §5.5.1.2.4; TS 23.502
  /// §4.2.6): it is released after a while without NAS messages. With a user plane, the gNB decides.
  func superviseSignallingConnection(of ue: UEContext) {
    guard ue.isRegistered, let connection = ue.connection, configuration.timers.signallingRelease > .zero else { return }
    if let timer = ue.connectionTimer { loop.cancel(timer) }
    let (ueID, connectionID) = (ue.id, connection.amfUENGAPID)
    ue.connectionTimer = loop.schedule(after: configuration.timers.signallingRelease, label: "signalling connection") {
      self.assumeIsolated { $0.releaseUnusedConnection(connectionID, of: ueID) }
    }
  }

  private func releaseUnusedConnection(_ connectionID: UInt64, of ueID: UInt64) {
    guard let ue = ues[ueID], let connection = ue.connection, connection.amfUENGAPID == connectionID else { return }
    ue.connectionTimer = nil
    guard ue.isRegistered, ue.procedure == nil, !ue.isFollowOnRequestPending,
      !ue.sessions.values.contains(where: { $0.isUserPlaneActive || $0.isUserPlaneRequested })
    else { return }
    // What an SMF or the gNB has to answer yet comes first.
    guard ue.sessionMessagesUnderWay == 0, ue.pendingDownlink.isEmpty, ue.pendingDeregistration == nil, connection.procedures.isIdle else {
      superviseSignallingConnection(of: ue)
      return
    }
    releaseConnection(connection, cause: .nasNormalRelease)
  }

  /// A new UE-associated connection: the UE is CM-CONNECTED.
  func attach(_ connection: N2Connection, to ue: UEContext) {
    if let old = ue.connection {
      // TS 23.502 §4.2.2.2.2, step 3: the UE came by another way; the old connection is of no use any more.
      ue.abortProcedure("the UE came over a new connection")
      releaseConnection(old, cause: .nasNormalRelease)
      detachConnection(of: ue)
    }
    ue.connection = connection
    ue.isSecureExchangeEstablished = false
    stopPaging(ue)
    for timer in [ue.mobileReachableTimer, ue.implicitDeregistrationTimer] { if let timer { loop.cancel(timer) } }
    ue.mobileReachableTimer = nil
    ue.implicitDeregistrationTimer = nil
    if ue.supi == nil {
      unauthenticatedConnections.append(connection.amfUENGAPID, of: connection.association)
      while unauthenticatedConnections.count > configuration.limits.unauthenticatedConnections,
        let oldest = unauthenticatedConnections.removeOldestOfTheMost()
      {
        guard let victim = connections[oldest] else { continue }
        environment.security("too many unauthenticated UEs; the oldest connection is released", interface: .n2)
        // Nothing waits for the gNB's answer: one that gives none would hold the context.
        releaseConnection(victim, cause: .controlProcessingOverload)
        end(victim)
      }
    }
  }

  /// The connection is gone, for whatever reason: the UE is CM-IDLE (TS 23.502 §4.2.6).
  func connectionEnded(_ connection: N2Connection) {
    connections[connection.amfUENGAPID] = nil
    unauthenticatedConnections.remove(connection.amfUENGAPID, of: connection.association)
    let ue = connection.ue
    guard ue.connection === connection else { return }
    detachConnection(of: ue)
    ue.abortProcedure("the N2 connection ended")
    if ue.isRegistered {
      startMobileReachableTimer(ue)
      if !ue.pendingDownlink.isEmpty || ue.pendingDeregistration != nil { page(ue) }
    } else {
      remove(ue)
    }
  }

  /// Takes the connection from the context and tells the SMFs.
  func detachConnection(of ue: UEContext) {
    guard let connection = ue.connection else { return }
    ue.lastKnownTAI = connection.tai
    ue.lastKnownUserLocation = connection.userLocation
    ue.connection = nil
    ue.isSecureExchangeEstablished = false
    ue.isFollowOnRequestPending = false
    if let timer = ue.connectionTimer { loop.cancel(timer) }
    ue.connectionTimer = nil
    deactivateSessions(of: ue)
  }

  /// TS 24.501 §5.3.7: after the mobile reachable timer the UE is not paged any more, after the implicit de-registration timer it is gone.
  private func startMobileReachableTimer(_ ue: UEContext) {
    let id = ue.id
    // The UE counts with the value that it was sent, which is rounded up to what the IE can say.
    let periodic = GPRSTimer3(seconds: Int(configuration.timers.t3512.components.seconds)).duration ?? configuration.timers.t3512
    let reachable = periodic + configuration.timers.mobileReachableMargin
    ue.mobileReachableTimer = loop.schedule(after: reachable, label: "mobile reachable") {
      self.assumeIsolated { amf in amf.startImplicitDeregistrationTimer(id) }
    }
  }

  private func startImplicitDeregistrationTimer(_ id: UInt64) {
    guard let ue = ues[id], !ue.isConnected else { return }
    ue.mobileReachableTimer = nil
    ue.implicitDeregistrationTimer = loop.schedule(after: configuration.timers.implicitDeregistration, label: "implicit de-registration") {
      self.assumeIsolated { amf in
        guard let ue = amf.ues[id], !ue.isConnected else { return }
        amf.start(.deregistrationByNetwork, of: ue) { amf, ue, lease in try await amf.implicitDeregistration(of: ue, lease: lease) }
      }
    }
  }

  // MARK: Paging

  /// Network-triggered service request (TS 23.502 §4.2.3.3, step 4; TS 24.501 §5.6.2): pages until T3513 has expired five times.
  func page(_ ue: UEContext) {
    guard ue.isRegistered, !ue.isConnected, !ue.isPaging, ue.implicitDeregistrationTimer == nil else { return }
    ue.isPaging = true
    sendPagingRound(ue.id, attempt: 1)
  }

  private func sendPagingRound(_ id: UInt64, attempt: Int) {
    guard let ue = ues[id], ue.isPaging, !ue.isConnected else { return }
    guard attempt <= 5 else {
      environment.log(.warning, "\(ue.logName) does not answer paging")
      stopPaging(ue)
      reportUnreachable(ue)
      if ue.pendingDeregistration != nil {
        start(.deregistrationByNetwork, of: ue) { amf, ue, lease in try await amf.implicitDeregistration(of: ue, lease: lease) }
      }
      return
    }
    sendPaging(ue)
    ue.pagingTimer = loop.schedule(after: configuration.timers.t3513, label: "T3513") {
      self.assumeIsolated { $0.sendPagingRound(id, attempt: attempt + 1) }
    }
  }

  /// The UE has come, or is not looked for any more. Its 5G-GUTI was sent in clear: a new one is due (TS 33.501 §6.12.3).
  func stopPaging(_ ue: UEContext) {
    if let timer = ue.pagingTimer { loop.cancel(timer) }
    ue.pagingTimer = nil
    if ue.isPaging { ue.needsNewGUTI = true }
    ue.isPaging = false
  }

  /// Sends what waited for the UE to be connected; user planes were set up by the service request itself.
  func flushPendingDownlink(of ue: UEContext) {
    let pending = ue.pendingDownlink
    ue.pendingDownlink = []
    for item in pending {
      guard let n1 = item.n1Message else { continue }
      deliver(n1: n1, n2: nil, n2Type: nil, session: item.pduSessionID, to: ue)
    }
  }
}
