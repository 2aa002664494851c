import Base
import NAS
import RadioLink
import Runtime
import Security

/// Sends and receives 5GMM messages with their protection (TS 24.501 §4.4).
extension UE {
  // MARK: Sending

  /// Sends a message on the connection: ciphered once secure exchange is established, else plain (TS 24.501 §4.4.4.1, §4.4.5).
  func send(_ message: FiveGMMMessage, headerType: Security.SecurityHeaderType = .integrityProtectedAndCiphered) {
    do {
      let plain = try message.encode()
      guard security.isExchangeSecure, security.current != nil else {
        sendNAS(plain)
        return
      }
      if let octets = try security.current?.protect(plain, headerType: headerType) { sendNAS(octets) }
    } catch {
      environment.log(.error, "\(message.name) not sent: \(error)")
    }
  }

  /// Sends the first message of a connection, which it asks for if there is none: integrity protected with the current context, the
  /// parts that are not cleartext only in the enciphered container (TS 24.501 §4.4.6).
  /// - Parameters:
  ///   - full: the message with all its parts.
  ///   - cleartext: the same with cleartext IEs only.
  ///   - contained: `cleartext` with this NAS message container; `nil` where `full` has nothing but cleartext IEs.
  func sendInitial(
    full: FiveGMMMessage, cleartext: FiveGMMMessage, cause: EstablishmentCause, contained: (([UInt8]) -> FiveGMMMessage)?
  ) {
    if radio.connection == .connected, security.isExchangeSecure {
      send(full)
      return
    }
    do {
      var octets = try cleartext.encode()
      if security.current != nil {
        if let contained, let container = try security.current?.cipheredMessageContainer(try full.encode()) {
          octets = try contained(container).encode()
        }
        octets = try security.current?.protect(octets, headerType: .integrityProtected) ?? octets
      }
      if radio.connection == .connected { sendNAS(octets) } else { connect(with: octets, cause: cause) }
    } catch {
      environment.log(.error, "\(full.name) not sent: \(error)")
    }
  }

  /// NAS gives lower layers the 5G-S-TMSI in the registered area, else the GUAMI of the last AMF (TS 24.501 §5.3.1.1).
  private func connect(with nas: [UInt8], cause: EstablishmentCause) {
    guard let cell = radio.cell else {
      _ = mobility.mailbox.deliver(.connectionFailed("no cell", wait: nil))
      return
    }
    var complete = SetupComplete(selectedPLMN: cell.network.plmn, nas: nas)
    var identity = InitialUEIdentity.randomValue(environment.random.uint64() & 0x7F_FFFF_FFFF)
    if let guti = mobility.guti {
      if mobility.trackingAreas.contains(cell.tai.nas) {
        complete.fiveGSTMSI = guti.fiveGSTMSIValue
        identity = .fiveGSTMSIPart1(guti.fiveGSTMSIValue & 0x7F_FFFF_FFFF)
      } else {
        complete.registeredAMF = guti.guami
      }
    }
    connect(cause: cause, identity: identity, complete: complete)
  }

  // MARK: Receiving

  func receiveNAS(_ octets: [UInt8]) {
    if ProtectedNASMessage.isProtected(octets) {
      receiveProtected(octets)
    } else {
      receivePlain(octets)
    }
  }

  private func receiveProtected(_ octets: [UInt8]) {
    let message: ProtectedNASMessage
    do throws(SecurityError) { message = try ProtectedNASMessage(decoding: octets) } catch {
      environment.security("NAS message discarded: \(error)", interface: .n1)
      return
    }
    if message.headerType == .integrityProtectedWithNewContext {
      receiveSecurityModeCommand(message)
      return
    }
    guard security.current != nil else {
      environment.security("protected NAS message without a security context discarded", interface: .n1)
      return
    }
    do throws(SecurityError) {
      guard let plain = try security.current?.unprotect(message) else { return }
      security.isExchangeSecure = true
      receiveVerified(plain)
    } catch {
      environment.security("NAS message discarded: \(error)", interface: .n1)
    }
  }

  private func receiveVerified(_ plain: [UInt8]) {
    do throws(NASError) {
      dispatch(try FiveGMMMessage(decoding: plain), isProtected: true)
    } catch {
      environment.log(.warning, "NAS message not understood: \(error)")
      // TS 24.501 §7.2 to §7.5: no answer where none is due.
      if let cause = error.fiveGMMCause { send(.fiveGMMStatus(FiveGMMStatus(cause: cause))) }
    }
  }

  /// Without protection only what TS 24.501 §4.4.4.2 lists, and nothing once secure exchange is established.
  private func receivePlain(_ octets: [UInt8]) {
    guard !security.isExchangeSecure else {
      environment.security("plain NAS message after security discarded", interface: .n1)
      return
    }
    guard let message = try? FiveGMMMessage(decoding: octets) else {
      environment.security("NAS message without protection not understood", interface: .n1)
      return
    }
    let isAllowed =
      switch message {
      case .authenticationRequest, .authenticationResult, .authenticationReject: true
      case .identityRequest(let request): request.identityType == .suci
      case .registrationReject(let reject): ![76, 78, 81, 82].contains(reject.cause.rawValue)
      case .serviceReject(let reject): ![76, 78].contains(reject.cause.rawValue)
      case .deregistrationAcceptUEOriginating: true
      default: false
      }
    guard isAllowed else {
      environment.security("plain \(message.name) discarded", interface: .n1)
      return
    }
    dispatch(message, isProtected: false)
  }

  private func dispatch(_ message: FiveGMMMessage, isProtected: Bool) {
    switch message {
    case .authenticationRequest(let request): authenticate(request)
    case .authenticationReject: authenticationRejected(isProtected: isProtected)
    case .identityRequest(let request): identify(request)
    case .configurationUpdateCommand(let command): update(command)
    case .deregistrationRequestUETerminated(let request): deregisterByNetwork(request)
    case .dlNASTransport(let transport): receive(transport)
    case .notification: send(.notificationResponse(NotificationResponse(pduSessionStatus: sessionStatus)))
    case .registrationAccept(let accept):
      if !mobility.mailbox.deliver(.message(message, isProtected: isProtected)), mobility.registration == .registered {
        // The network did not get REGISTRATION COMPLETE (TS 24.501 §5.5.1.2.8 c).
        complete(accept)
      }
    case .registrationReject, .serviceAccept, .serviceReject, .deregistrationAcceptUEOriginating:
      _ = mobility.mailbox.deliver(.message(message, isProtected: isProtected))
    case .fiveGMMStatus(let status): environment.log(.warning, "network: 5GMM STATUS \(status.cause)")
    case .authenticationResult, .securityModeCommand: environment.security("unexpected \(message.name) discarded", interface: .n1)
    default: send(.fiveGMMStatus(FiveGMMStatus(cause: .messageTypeNotCompatibleWithTheProtocolState)))
    }
  }
}
