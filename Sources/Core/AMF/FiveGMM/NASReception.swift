import Base
import NAS
import Runtime
import Security

/// A received NAS message after the checks of TS 24.501 §4.4.4.3.
struct ReceivedNAS {
  var message: FiveGMMMessage
  /// Its integrity was verified with the UE's current security context.
  var isProtected: Bool
}

/// Reception of NAS messages: which may be processed, with which context, and to what they lead.
extension AMF {
  /// The context to which an initial NAS message belongs, found from the temporary identity in it and the proof of its
  /// integrity; a new one where there is no proof.
  ///
  /// A message that only *claims* an identity never touches the context of the UE that owns it (ATTACKS row 4).
  func contextForInitialMessage(_ octets: [UInt8]) -> UEContext {
    let protected = try? ProtectedNASMessage(decoding: octets)
    guard protected?.headerType.isCiphered != true, let message = try? FiveGMMMessage(decoding: protected?.payload ?? octets),
      let candidate = claimedContext(message), let security = candidate.security
    else { return makeUEContext() }
    guard let protected, security.context.isAuthentic(protected) else {
      // A UE that has lost its keys says so; any other that holds this identity can prove it (TS 24.501 §4.4.4.1, §5.5.1.2.2).
      if protected != nil || namesKeys(message) {
        self.security("a new connection claims its identity without proof (\(message.key))", candidate)
      }
      return makeUEContext()
    }
    guard candidate.securityOnTrial == nil else { return makeUEContext() }
    noteIdentity(usedBy: candidate, in: message)
    return candidate
  }

  /// Whether an initial message says that its sender has a security context.
  private func namesKeys(_ message: FiveGMMMessage) -> Bool {
    switch message {
    case .registrationRequest(let request): request.ngKSI.value != 7
    case .serviceRequest(let request): request.ngKSI.value != 7
    case .deregistrationRequestUEOriginating(let request): request.ngKSI.value != 7
    default: false
    }
  }

  /// Which of two valid 5G-GUTIs the UE holds is known as soon as it comes back with one (TS 24.501 §5.4.4.6 b, §5.5.1.2.8 c).
  private func noteIdentity(usedBy ue: UEContext, in message: FiveGMMMessage) {
    guard let unacknowledged = ue.unacknowledgedGUTI, let used = claimedTMSI(message) else { return }
    if used == unacknowledged.fiveGTMSI {
      confirmGUTI(of: ue)
    } else {
      withdrawUnacknowledgedGUTI(of: ue)
      ue.needsNewGUTI = true
    }
  }

  private func claimedTMSI(_ message: FiveGMMMessage) -> UInt32? {
    switch claimedIdentity(message) {
    case .fiveGGUTI(let guti): guti.fiveGTMSI
    case .fiveGSTMSI(let tmsi): tmsi.fiveGTMSI
    default: nil
    }
  }

  private func claimedIdentity(_ message: FiveGMMMessage) -> FiveGSMobileIdentity? {
    switch message {
    case .registrationRequest(let request): request.mobileIdentity
    case .serviceRequest(let request): request.fiveGSTMSI
    case .deregistrationRequestUEOriginating(let request): request.mobileIdentity
    default: nil
    }
  }

  /// The stored context whose temporary identity an initial message carries.
  private func claimedContext(_ message: FiveGMMMessage) -> UEContext? {
    switch claimedIdentity(message) {
    case .fiveGGUTI(let guti):
      guard guti.amfRegionID == configuration.guami.amfRegionID, guti.plmn.packed == configuration.guami.plmn.octets else { return nil }
      return ue(amfSetID: guti.amfSetID, amfPointer: guti.amfPointer, fiveGTMSI: guti.fiveGTMSI)
    case .fiveGSTMSI(let tmsi): return ue(amfSetID: tmsi.amfSetID, amfPointer: tmsi.amfPointer, fiveGTMSI: tmsi.fiveGTMSI)
    default: return nil
    }
  }

  /// Handles one uplink NAS message on a connection.
  func receiveNAS(_ octets: [UInt8], on connection: N2Connection) {
    let ue = connection.ue
    guard let received = admit(octets, for: ue) else { return }
    dispatch(received, for: ue)
  }

  /// Unprotects and decodes; `nil` when the message has to be discarded or was answered with a status.
  private func admit(_ octets: [UInt8], for ue: UEContext) -> ReceivedNAS? {
    if ProtectedNASMessage.isProtected(octets) { return admitProtected(octets, for: ue) }
    // TS 24.501 §4.4.4.3: after security is established nothing plain is processed, whatever it is (ATTACKS row 6).
    guard !ue.isSecureExchangeEstablished else {
      security("a plain NAS message was discarded after security was established", ue)
      return nil
    }
    do {
      let message = try FiveGMMMessage(decoding: octets)
      guard isAllowedUnprotected(message, for: ue) else {
        security("a plain NAS message (\(message.key)) that needs protection was discarded", ue)
        return nil
      }
      return ReceivedNAS(message: withoutContainer(message), isProtected: false)
    } catch {
      return refuse(error, plain: octets, for: ue)
    }
  }

  private func admitProtected(_ octets: [UInt8], for ue: UEContext) -> ReceivedNAS? {
    let protected: ProtectedNASMessage
    do { protected = try ProtectedNASMessage(decoding: octets) } catch {
      security("a NAS message with a broken security header was discarded: \(error)", ue)
      return nil
    }
    if let security = ue.security {
      do {
        let plain = try security.context.unprotect(protected, accepting: acceptedHeaderTypes(for: ue))
        ue.isSecureExchangeEstablished = true
        do {
          let message = try FiveGMMMessage(decoding: plain)
          if leadsToAccessStratumKeys(message) { ue.uplinkCountOfKGNB = security.context.lastUplinkCount }
          return ReceivedNAS(message: try completed(message, with: security), isProtected: true)
        } catch {
          return refuse(error, plain: plain, for: ue)
        }
      } catch {
        if let received = admitWithContextBeforeTrial(protected, for: ue) { return received }
        if ue.isSecureExchangeEstablished || protected.headerType.isCiphered {
          self.security("a NAS message failed its integrity check and was discarded: \(error)", ue)
          return nil
        }
      }
    }
    // TS 24.501 §4.4.4.3: initial messages whose integrity cannot be verified are processed as if unprotected.
    guard !protected.headerType.isCiphered else {
      security("a ciphered NAS message without a security context was discarded", ue)
      return nil
    }
    do {
      let message = try FiveGMMMessage(decoding: protected.payload)
      guard isAllowedUnprotected(message, for: ue) || isInitial(message) else {
        security("a NAS message (\(message.key)) that cannot be verified was discarded", ue)
        return nil
      }
      return ReceivedNAS(message: withoutContainer(message), isProtected: false)
    } catch {
      return refuse(error, plain: protected.payload, for: ue)
    }
  }

  /// What a UE that does not take the new context into use sends with the one that it has: the reject (TS 24.501 §5.4.2.5), or its
  /// de-registration.
  private func admitWithContextBeforeTrial(_ protected: ProtectedNASMessage, for ue: UEContext) -> ReceivedNAS? {
    guard ue.securityOnTrial != nil, let security = ue.securityBeforeTrial,
      let plain = try? security.context.unprotect(protected, accepting: [.integrityProtected, .integrityProtectedAndCiphered]),
      let message = try? FiveGMMMessage(decoding: plain)
    else { return nil }
    ue.isSecureExchangeEstablished = true
    switch message {
    case .securityModeReject: return ReceivedNAS(message: message, isProtected: true)
    case .deregistrationRequestUEOriginating:
      // The trial is over: whatever is sent from now on is protected with the context of before.
      ue.security = security
      ue.securityOnTrial = nil
      ue.securityBeforeTrial = nil
      return ReceivedNAS(message: message, isProtected: true)
    default: return nil
    }
  }

  /// Messages whose uplink NAS COUNT K_gNB is derived from (TS 33.501 §6.8.1.2.2, §6.8.1.2.3).
  private func leadsToAccessStratumKeys(_ message: FiveGMMMessage) -> Bool {
    switch message {
    case .registrationRequest, .serviceRequest, .securityModeComplete: true
    default: false
    }
  }

  /// Type 4 is for the Security Mode Complete alone (TS 24.501 §4.4.5).
  private func acceptedHeaderTypes(for ue: UEContext) -> Set<Security.SecurityHeaderType> {
    ue.securityOnTrial == nil ? [.integrityProtected, .integrityProtectedAndCiphered] : [.integrityProtectedAndCipheredWithNewContext]
  }

  /// The complete initial message: the one in its ciphered container, where there is one (TS 24.501 §4.4.6).
  private func completed(_ message: FiveGMMMessage, with security: SecurityAssociation) throws -> FiveGMMMessage {
    let container: [UInt8]?
    switch message {
    case .registrationRequest(let request): container = request.nasMessageContainer
    case .serviceRequest(let request): container = request.nasMessageContainer
    default: return message
    }
    guard let container else { return message }
    let inner = try FiveGMMMessage(decoding: try security.context.decipheredMessageContainer(container))
    guard inner.key == message.key else { throw NASError.invalidMandatoryInformation(ie: "nasMessageContainer") }
    return inner
  }

  /// An unverified message's container is unreadable: the message stands without it, and the Security Mode Command asks for the whole.
  private func withoutContainer(_ message: FiveGMMMessage) -> FiveGMMMessage {
    switch message {
    case .registrationRequest(var request):
      request.nasMessageContainer = nil
      return .registrationRequest(request)
    case .serviceRequest(var request):
      request.nasMessageContainer = nil
      return .serviceRequest(request)
    default: return message
    }
  }

  private func isInitial(_ message: FiveGMMMessage) -> Bool {
    switch message {
    case .registrationRequest, .serviceRequest, .deregistrationRequestUEOriginating, .controlPlaneServiceRequest: true
    default: false
    }
  }

  /// TS 24.501 §4.4.4.3: what the AMF processes without integrity protection, and only before secure exchange is established.
  private func isAllowedUnprotected(_ message: FiveGMMMessage, for ue: UEContext) -> Bool {
    guard !ue.isSecureExchangeEstablished else { return false }
    switch message {
    case .registrationRequest, .authenticationResponse, .authenticationFailure, .securityModeReject,
      .deregistrationRequestUEOriginating, .deregistrationAcceptUETerminated, .serviceRequest, .controlPlaneServiceRequest:
      return true
    case .identityResponse: return ue.isIdentityRequested
    default: return false
    }
  }

  /// TS 24.501 §7: an answer to a message that cannot be decoded.
  /// - Parameter plain: the message without its protection.
  private func refuse(_ error: any Error, plain: [UInt8], for ue: UEContext) -> ReceivedNAS? {
    security("a NAS message could not be decoded: \(error)", ue)
    // TS 24.501 §7.2, §7.3: a message too short, or of another protocol, is ignored.
    guard let cause = (error as? NASError)?.fiveGMMCause else { return nil }
    let protocolError: FiveGMMCause = cause == .invalidMandatoryInformation ? cause : .protocolErrorUnspecified
    switch plain.count > 2 && ue.procedure == nil ? plain[2] : 0 {
    case RegistrationRequest.messageType:
      // TS 24.501 §5.5.1.2.8 b and §5.5.1.3.8 b.
      rejectRegistration(of: ue, cause: protocolError)
    case ServiceRequest.messageType:
      // TS 24.501 §5.6.1.8 b.
      rejectService(of: ue, cause: protocolError)
    default:
      send(.fiveGMMStatus(FiveGMMStatus(cause: cause)), to: ue)
      if !ue.isRegistered, ue.procedure == nil, let connection = ue.connection { releaseConnection(connection, cause: .nasUnspecified) }
    }
    return nil
  }

  private func security(_ note: String, _ ue: UEContext) {
    environment.security("\(ue.logName): \(note)", interface: .n1)
  }

  // MARK: Dispatch

  /// Gives a message to the procedure that waits for it, or starts the one it asks for.
  private func dispatch(_ received: ReceivedNAS, for ue: UEContext) {
    let event = UEEvent.nas(received.message, isProtected: received.isProtected)
    if ue.mailbox.deliver(event) { return }
    var isRepetition = false
    if case .registrationRequest(let request) = received.message { isRepetition = request == ue.registrationRequest }
    switch CollisionTable.disposition(of: received.message, during: ue.procedure, isRepetition: isRepetition) {
    case .discard: environment.log(.debug, "\(ue.logName): \(received.message.key) discarded during \(ue.procedure?.rawValue ?? "idle")")
    case .concurrent: handleConcurrent(received, for: ue)
    case .supersede: startProcedure(for: received, of: ue)
    }
  }

  private func startProcedure(for received: ReceivedNAS, of ue: UEContext) {
    switch received.message {
    case .registrationRequest(let request):
      start(.registration, of: ue) { amf, ue, lease in
        try await amf.registration(of: ue, lease: lease, request: request, isProtected: received.isProtected)
      }
      ue.registrationRequest = request
    case .serviceRequest(let request):
      start(.serviceRequest, of: ue) { amf, ue, lease in
        try await amf.serviceRequest(of: ue, lease: lease, request: request, isProtected: received.isProtected)
      }
    case .deregistrationRequestUEOriginating(let request):
      start(.deregistrationByUE, of: ue) { amf, ue, lease in
        try await amf.deregistrationByUE(of: ue, lease: lease, request: request, isProtected: received.isProtected)
      }
    case .controlPlaneServiceRequest:
      // TS 24.501 §7.4: control plane CIoT optimisation is not offered.
      send(.fiveGMMStatus(FiveGMMStatus(cause: .messageTypeNonExistentOrNotImplemented)), to: ue)
    default: handleConcurrent(received, for: ue)
    }
  }

  /// Messages that need no lease.
  private func handleConcurrent(_ received: ReceivedNAS, for ue: UEContext) {
    switch received.message {
    case .ulNASTransport(let message) where received.isProtected && ue.isRegistered:
      ue.isFollowOnRequestPending = false
      superviseSignallingConnection(of: ue)
      receiveULNASTransport(message, from: ue)
    case .fiveGMMStatus(let status): environment.log(.info, "\(ue.logName) reports 5GMM status \(status.cause)")
    case .configurationUpdateComplete, .registrationComplete:
      if received.isProtected { confirmGUTI(of: ue) }
    case .registrationAccept, .registrationReject, .serviceAccept, .serviceReject, .authenticationRequest, .securityModeCommand,
      .dlNASTransport, .identityRequest, .configurationUpdateCommand, .authenticationReject:
      // TS 24.501 §7.4: a message of the other direction is a message type that does not exist here.
      send(.fiveGMMStatus(FiveGMMStatus(cause: .messageTypeNonExistentOrNotImplemented)), to: ue)
    default:
      // TS 24.501 §7.4: not compatible with the protocol state.
      send(.fiveGMMStatus(FiveGMMStatus(cause: .messageTypeNotCompatibleWithTheProtocolState)), to: ue)
    }
  }
}
