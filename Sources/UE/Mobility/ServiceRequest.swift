import Base
import NAS
import RadioLink
import Runtime

/// Service request (TS 24.501 §5.6.1).
extension UE {
  /// Asks for a connection of an idle UE; sessions with waiting packets get their user plane.
  public func requestService() async -> ServiceOutcome { await requestService(.signalling) }

  func requestService(_ type: ServiceType) async -> ServiceOutcome {
    do throws(ProcedureAborted) { try await takeLease() } catch { return .failed(reason: error.reason) }
    var outcome: ServiceOutcome
    do throws(ProcedureAborted) {
      outcome = try await runServiceRequest(type)
    } catch {
      outcome = .failed(reason: error.reason)
    }
    if mobility.registration == .serviceRequestInitiated { mobility.registration = .registered }
    endLease()
    return outcome
  }

  private func runServiceRequest(_ type: ServiceType) async throws(ProcedureAborted) -> ServiceOutcome {
    guard mobility.registration == .registered, let guti = mobility.guti else { return .failed(reason: "not registered") }
    let waiting = sessions.values.filter { !$0.buffered.isEmpty && radio.flows[$0.id] == nil }.map(\.id).sorted()
    if radio.connection == .connected, waiting.isEmpty { return .accepted }
    if isRunning(.t3346), type != .mobileTerminatedServices { return .failed(reason: "T3346 is running") }
    guard radio.cell != nil else { return .failed(reason: "no cell") }
    stopTimer(.t3512)
    stopTimer(.t3540)
    mobility.registration = .serviceRequestInitiated
    send(type, guti, waiting)
    let event = try await mobility.mailbox.receive(within: configuration.timers.t3517, label: "T3517") { event in
      switch event {
      case .message(.serviceAccept, true), .message(.serviceReject, _), .message(.authenticationReject, _): true
      case .connectionFailed, .released, .networkNotGenuine: true
      default: false
      }
    }
    switch event {
    case .message(.serviceAccept(let accept), _):
      accepted(accept)
      return .accepted
    case .message(.serviceReject(let reject), let isProtected): return rejected(reject, isProtected: isProtected)
    case .message: return .failed(reason: "authentication rejected")
    case .connectionFailed(let reason, _):
      return .failed(reason: reason)
    case .released: return .failed(reason: "connection released")
    case .networkNotGenuine: return .failed(reason: "network not genuine")
    case nil, .camped:
      // TS 24.501 §5.6.1.7 b.
      mobility.serviceAttempts += 1
      releaseLocally()
      return .failed(reason: "no answer to SERVICE REQUEST")
    }
  }

  private func send(_ type: ServiceType, _ guti: Base.FiveGGUTI, _ waiting: [UInt8]) {
    let cleartext = ServiceRequest(
      ngKSI: NAS.NASKeySetIdentifier(value: security.ngKSI), serviceType: type, fiveGSTMSI: .fiveGSTMSI(guti.nas.fiveGSTMSI))
    var full = cleartext
    if !waiting.isEmpty { full.uplinkDataStatus = SessionBitmap(waiting) }
    // TS 24.501 §5.6.1.2.1: also which sessions are no more.
    if !sessions.isEmpty || hasEndedSessions { full.pduSessionStatus = sessionStatus }
    let message = FiveGMMMessage.serviceRequest(full)
    mobility.initialMessage = (try? message.encode()).map { InitialMessage(octets: $0, wasProtected: security.current != nil) }
    let cause: EstablishmentCause =
      switch type {
      case .mobileTerminatedServices: .mtAccess
      case .data: .moData
      default: .moSignalling
      }
    guard full != cleartext else {
      sendInitial(full: message, cleartext: message, cause: cause, contained: nil)
      return
    }
    sendInitial(full: message, cleartext: .serviceRequest(cleartext), cause: cause) { container in
      var contained = cleartext
      contained.nasMessageContainer = container
      return .serviceRequest(contained)
    }
  }

  private func accepted(_ accept: ServiceAccept) {
    mobility.serviceAttempts = 0
    mobility.registration = .registered
    hasEndedSessions = false
    if let active = accept.pduSessionStatus {
      for id in sessions.keys.sorted() where sessions[id]?.information != nil && !active.contains(id) { forgetSession(id, cause: nil) }
    }
    for entry in accept.pduSessionReactivationResultErrorCause?.entries ?? [] {
      environment.log(.warning, "PDU session \(entry.pduSessionID) not reactivated: \(entry.cause)")
      sessions[entry.pduSessionID]?.buffered = []
    }
  }

  private func rejected(_ reject: ServiceReject, isProtected: Bool) -> ServiceOutcome {
    let cause = reject.cause
    environment.log(.warning, "service rejected: \(cause) (#\(cause.rawValue))")
    mobility.registration = .registered
    switch cause {
    case .congestion:
      if let t3346 = reject.t3346Value?.duration, t3346 > .zero {
        let wait = isProtected ? t3346 : .seconds(900 + Int(environment.random.uint32() % 900))
        startTimer(.t3346, wait) { ue in
          ue.mobility.pending.insert(.uplinkData)
          ue.startPending()
        }
      }
    case .ueIdentityCannotBeDerivedByTheNetwork, .implicitlyDeregistered:
      // TS 24.501 §5.6.1.5: the UE registers again by itself.
      _ = takeRejection(cause, isProtected: isProtected, t3346: nil)
      mobility.pending.insert(.initialRegistration)
      report(.deregistered(reason: "service reject #\(cause.rawValue)"))
    case .restrictedServiceArea: mobility.pending.insert(.registrationWhenIdle)
    default:
      _ = takeRejection(cause, isProtected: isProtected, t3346: reject.t3346Value?.duration)
      report(.deregistered(reason: "service reject #\(cause.rawValue)"))
    }
    startTimer(.t3540, configuration.timers.t3540) { $0.releaseLocally() }
    return .rejected(cause: cause.rawValue, name: cause.name ?? "unknown")
  }
}
