import Base
import NAS
import Runtime
import Security

extension AMF {
  /// NAS security mode control (TS 24.501 §5.4.2; TS 33.501 §6.7.2): takes the keys of the last authentication into use.
  /// - Parameters:
  ///   - request: the registration request as far as it could be read.
  ///   - isWhole: it came with protection, so that nothing is missing and nothing was changed on the way.
  /// - Returns: the complete registration request, from the container of the Security Mode Complete.
  func securityModeControl(
    of ue: UEContext, lease: UInt64, request: RegistrationRequest, isWhole: Bool
  ) async throws -> RegistrationRequest {
    guard let keys = ue.authenticatedKeys, let capability = ue.ueSecurityCapability else {
      throw ProcedureEnd.reject(.ueSecurityCapabilitiesMismatch)
    }
    guard let algorithms = selectAlgorithms(for: capability) else { throw ProcedureEnd.reject(.ueSecurityCapabilitiesMismatch) }
    let state = NASSecurityState(
      role: .network, ngKSI: Security.NASKeySetIdentifier(halfOctet: keys.ngKSI), kAMF: keys.kAMF, algorithms: algorithms)
    // A new context replaces the old one at once: the Security Mode Command is protected with it (TS 33.501 §6.7.2, step 1).
    let previous = ue.security
    let association = SecurityAssociation(try NASSecurityContext(state, allowingNullIntegrity: configuration.allowsNullIntegrity))
    ue.security = association
    ue.securityOnTrial = association
    ue.securityBeforeTrial = previous
    ue.authenticatedKeys = nil
    // TS 24.501 §5.4.2.5, §5.4.2.7: however this ends but with the UE's consent, the context of before is in force again.
    defer {
      if ue.securityOnTrial === association {
        ue.securityOnTrial = nil
        ue.securityBeforeTrial = nil
        ue.security = previous
      }
    }
    var command = SecurityModeCommand(
      selectedNASSecurityAlgorithms: NASSecurityAlgorithms(
        ciphering: NAS.CipheringAlgorithm(rawValue: algorithms.ciphering.rawValue),
        integrity: NAS.IntegrityAlgorithm(rawValue: algorithms.integrity.rawValue)),
      ngKSI: NAS.NASKeySetIdentifier(value: keys.ngKSI), replayedUESecurityCapabilities: capability)
    command.imeisvRequest = .requested
    // RINMR: the whole initial message is asked for when it came without protection (TS 24.501 §4.4.6, §5.4.2.2).
    if !isWhole {
      command.additionalFiveGSecurityInformation = AdditionalFiveGSecurityInformation(retransmissionOfInitialNASMessageRequested: true)
    }
    // TS 24.501 §5.4.2.2: integrity protected with the new context and not ciphered.
    let answer = try await self.request(
      .securityModeCommand(command), of: ue, lease: lease, timer: configuration.timers.t3560, label: "T3560",
      headerType: .integrityProtectedWithNewContext
    ) { message, isProtected in
      switch message {
      case .securityModeComplete: isProtected
      case .securityModeReject: true
      default: false
      }
    }
    guard case .securityModeComplete(let complete) = answer else {
      // TS 24.501 §5.4.2.5: the registration ends.
      if case .securityModeReject(let reject) = answer {
        environment.log(.warning, "\(ue.logName): the UE rejects the security mode command, cause \(reject.cause)")
      }
      if let connection = ue.connection { releaseConnection(connection, cause: .nasUnspecified) }
      throw ProcedureEnd.finished
    }
    ue.securityOnTrial = nil
    ue.securityBeforeTrial = nil
    return try accept(complete, of: ue, request: request)
  }

  private func accept(_ complete: SecurityModeComplete, of ue: UEContext, request: RegistrationRequest) throws -> RegistrationRequest {
    if case .imeisv(let imeisv) = complete.imeisv { ue.pei = "imeisv-" + imeisv }
    if ue.pei == nil, case .imei(let imei) = complete.nonIMEISVPEI { ue.pei = "imei-" + imei }
    // TS 24.501 §4.4.6: the container holds the initial message. Without one its cleartext part is all that there is; with another
    // message in it the UE misbehaves.
    guard let container = complete.nasMessageContainer else { return request }
    guard case .registrationRequest(let whole)? = try? FiveGMMMessage(decoding: container) else {
      environment.security("\(ue.logName): the Security Mode Complete carries no registration request", interface: .n1)
      throw ProcedureEnd.reject(.invalidMandatoryInformation)
    }
    // TS 33.501 §6.4.6, §6.7.2: capabilities that were sent without protection must be those of the protected message.
    if let capability = whole.ueSecurityCapability, capability != ue.ueSecurityCapability {
      environment.security("\(ue.logName): UE security capabilities were changed on the way", interface: .n1)
      throw ProcedureEnd.reject(.ueSecurityCapabilitiesMismatch)
    }
    return whole
  }

  /// The most wanted algorithms that the UE supports (TS 33.501 §6.7.1); `nil` when there is no common one.
  private func selectAlgorithms(for capability: NAS.UESecurityCapability) -> NASAlgorithms? {
    let ciphering = configuration.cipheringPreference.first { capability.supports(ciphering: Int($0)) }
    let integrity = configuration.integrityPreference.first {
      capability.supports(integrity: Int($0)) && ($0 != 0 || configuration.allowsNullIntegrity)
    }
    guard let ciphering = ciphering.flatMap({ Security.CipheringAlgorithm(rawValue: $0) }),
      let integrity = integrity.flatMap({ Security.IntegrityAlgorithm(rawValue: $0) })
    else { return nil }
    return NASAlgorithms(ciphering: ciphering, integrity: integrity)
  }
}
