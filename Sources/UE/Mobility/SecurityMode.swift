import Base
import NAS
import Runtime
import Security

/// Security mode control at the UE (TS 24.501 §5.4.2).
extension UE {
  /// The UE's algorithms, as sent in every registration and to be replayed by the network.
  var securityCapability: NAS.UESecurityCapability {
    NAS.UESecurityCapability(
      ea: configuration.ciphering.map { Int($0.rawValue) }, ia: configuration.integrity.map { Int($0.rawValue) })
  }

  func receiveSecurityModeCommand(_ message: ProtectedNASMessage) {
    guard case .securityModeCommand(let command)? = try? FiveGMMMessage(decoding: message.payload) else {
      environment.security("new security context without SECURITY MODE COMMAND discarded", interface: .n1)
      return
    }
    let selected = command.selectedNASSecurityAlgorithms
    guard let ciphering = Security.CipheringAlgorithm(rawValue: selected.ciphering.rawValue), configuration.ciphering.contains(ciphering),
      let integrity = Security.IntegrityAlgorithm(rawValue: selected.integrity.rawValue), configuration.integrity.contains(integrity),
      integrity != .nia0 || configuration.allowsNullIntegrity
    else {
      reject(.securityModeRejectedUnspecified, "algorithm not allowed")
      return
    }
    let algorithms = NASAlgorithms(ciphering: ciphering, integrity: integrity)
    guard let context = context(for: command, algorithms: algorithms) else {
      reject(.securityModeRejectedUnspecified, "no key set \(command.ngKSI.value)")
      return
    }
    do throws(SecurityError) {
      _ = try context.unprotect(message, accepting: [.integrityProtectedWithNewContext])
    } catch {
      reject(.securityModeRejectedUnspecified, "\(error)")
      return
    }
    // The network has to have received what the UE sent (TS 24.501 §5.4.2.3): a bidding down attack shows here.
    guard command.replayedUESecurityCapabilities.octets == securityCapability.octets else {
      reject(.ueSecurityCapabilitiesMismatch, "replayed capabilities differ")
      return
    }
    security.current = context
    security.partial = nil
    security.isExchangeSecure = true
    stopTimer(.t3516)
    complete(command)
  }

  /// A new context for the key set of the last authentication, or the current one with other algorithms or a derived K_AMF.
  private func context(for command: SecurityModeCommand, algorithms: NASAlgorithms) -> NASContext? {
    let allowsNull = configuration.allowsNullIntegrity
    let ngKSI = Security.NASKeySetIdentifier(halfOctet: command.ngKSI.value & 7)
    if let partial = security.partial, partial.ngKSI == command.ngKSI.value {
      return try? NASContext(
        NASSecurityState(role: .userEquipment, ngKSI: ngKSI, kAMF: partial.kAMF, algorithms: algorithms),
        allowingNullIntegrity: allowsNull)
    }
    guard var state = security.current?.state, state.ngKSI.value == command.ngKSI.value else { return nil }
    if command.additionalFiveGSecurityInformation?.horizontalDerivation == true {
      // TS 33.501 §6.9.3 and A.13: K_AMF' from the COUNT of the registration request; both COUNTs begin again.
      guard let count = security.current?.lastUplinkCount else { return nil }
      state.kAMF = KeyHierarchy.kAMFPrime(kAMF: state.kAMF, derivation: .mobilityRegistration, count: count.rawValue)
      state.nextUplinkCount = .zero
      state.nextDownlinkCount = .zero
    }
    state.algorithms = algorithms
    return try? NASContext(state, allowingNullIntegrity: allowsNull)
  }

  private func complete(_ command: SecurityModeCommand) {
    var message = SecurityModeComplete()
    if command.imeisvRequest == .requested { message.imeisv = .imeisv(configuration.imeisv) }
    // TS 24.501 §5.4.2.3: the whole initial message when it was sent without a valid context, or when the network asks for it.
    let isRequested = command.additionalFiveGSecurityInformation?.retransmissionOfInitialNASMessageRequested ?? false
    if let initial = mobility.initialMessage, isRequested || !initial.wasProtected { message.nasMessageContainer = initial.octets }
    mobility.initialMessage?.wasProtected = true
    send(.securityModeComplete(message), headerType: .integrityProtectedAndCipheredWithNewContext)
  }

  /// SECURITY MODE REJECT under the context in use before, if any (TS 24.501 §5.4.2.5).
  private func reject(_ cause: FiveGMMCause, _ reason: String) {
    environment.security("SECURITY MODE COMMAND refused: \(reason)", interface: .n1)
    send(.securityModeReject(SecurityModeReject(cause: cause)))
  }
}
