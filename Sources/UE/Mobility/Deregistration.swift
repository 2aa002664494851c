import Base
import NAS
import RadioLink
import Runtime

/// De-registration from both sides (TS 24.501 §5.5.2).
extension UE {
  /// Leaves the network: all PDU sessions end.
  /// - Parameter switchOff: no answer is expected, and the radio falls silent.
  /// - Returns: whether the network confirmed it (always `true` for a registered UE that switches off).
  @discardableResult
  public func deregister(switchOff: Bool = false) async -> Bool {
    // A de-registration does not wait for what it makes pointless (TS 24.501 §5.5.1.2.7 g).
    mobility.mailbox.abort("deregistration")
    do throws(ProcedureAborted) { try await takeLease() } catch { return false }
    var isConfirmed = false
    if mobility.registration == .registered {
      isConfirmed = (try? await runDeregistration(switchOff: switchOff)) ?? false
      forgetRegistration(keepingContext: true)
      report(.deregistered(reason: switchOff ? "switched off" : "requested"))
      environment.log(.info, "UE deregistered")
    }
    if switchOff {
      stop()
    }
    endLease()
    return isConfirmed
  }

  private func runDeregistration(switchOff: Bool) async throws(ProcedureAborted) -> Bool {
    guard let identity = mobility.guti.map({ .fiveGGUTI($0.nas) }) ?? concealedIdentity() else { return false }
    mobility.registration = .deregisteredInitiated
    stopTimer(.t3512)
    stopTimer(.t3540)
    let message = FiveGMMMessage.deregistrationRequestUEOriginating(
      DeregistrationRequestUEOriginating(
        deregistrationType: DeregistrationType(switchOff: switchOff, accessType: .threeGPPAccess),
        ngKSI: NAS.NASKeySetIdentifier(value: security.ngKSI), mobileIdentity: identity))
    // TS 24.501 §5.5.2.2.6 b: T3521 and four repetitions.
    for _ in 0..<(switchOff ? 1 : 5) {
      sendInitial(full: message, cleartext: message, cause: .moSignalling, contained: nil)
      let wait = switchOff ? Duration.seconds(3) : configuration.timers.t3521
      let event = try await mobility.mailbox.receive(within: wait, label: "T3521") { event in
        switch event {
        case .message(.deregistrationAcceptUEOriginating, _), .released, .connectionFailed: true
        default: false
        }
      }
      switch event {
      case .message: return true
      case .released: return true
      case .connectionFailed: return switchOff
      default: if switchOff { return true }
      }
    }
    releaseLocally()
    return false
  }

  /// DEREGISTRATION REQUEST from the network (TS 24.501 §5.5.2.3.2).
  func deregisterByNetwork(_ request: DeregistrationRequestUETerminated) {
    let type = request.deregistrationType
    guard type.accessType != .nonThreeGPPAccess else {
      send(.deregistrationAcceptUETerminated(DeregistrationAcceptUETerminated()))
      return
    }
    send(.deregistrationAcceptUETerminated(DeregistrationAcceptUETerminated()))
    mobility.mailbox.abort("deregistered by the network")
    if type.reregistrationRequired {
      forgetRegistration(keepingContext: true)
      mobility.guti = nil
      mobility.pending.insert(.initialRegistration)
    } else if let cause = request.cause {
      _ = takeRejection(cause, isProtected: true, t3346: request.t3346Value?.duration)
    } else {
      forgetRegistration(keepingContext: true)
    }
    let text = request.cause.map { "network: \($0) (#\($0.rawValue))" } ?? "network"
    environment.log(.info, "UE deregistered by \(text)")
    report(.deregistered(reason: type.reregistrationRequired ? "network, re-registration required" : text))
    startTimer(.t3540, configuration.timers.t3540) { $0.releaseLocally() }
  }
}
