import Base
import NAS
import Runtime

/// UE-requested PDU session release (TS 24.501 §6.4.3).
extension UE {
  /// Releases a PDU session.
  /// - Returns: whether the network confirmed it; the session is gone in either case where it existed.
  @discardableResult
  public func releaseSession(_ id: UInt8) async -> Bool {
    guard let session = sessions[id], session.port != nil, session.pti == 0 else { return false }
    session.pti = takePTI()
    return await runRelease(session, cause: .regularDeactivation)
  }

  @discardableResult
  func runRelease(_ session: Session, cause: FiveGSMCause) async -> Bool {
    let request = PDUSessionReleaseRequest(pduSessionIdentity: session.id, procedureTransactionIdentity: session.pti, cause: cause)
    // TS 24.501 §6.4.3.5 a: T3582 and four repetitions.
    for _ in 0..<5 {
      guard await ensureConnected(), sessions[session.id] === session else { break }
      send(.pduSessionReleaseRequest(request), session: session.id)
      let event = try? await session.mailbox.receive(within: configuration.timers.t3582, label: "T3582") { event in
        switch event {
        case .message(.pduSessionReleaseReject), .message(.fiveGSMStatus), .notForwarded, .connectionLost, .ended: true
        default: false
        }
      }
      switch event {
      case .ended: return true
      case .message(.pduSessionReleaseReject(let reject)):
        environment.log(.warning, "PDU session release rejected: \(reject.cause)")
        session.pti = 0
        if reject.cause == .pduSessionDoesNotExist { forgetSession(session.id, cause: reject.cause.rawValue) }
        return false
      case .connectionLost: continue
      case .message, .notForwarded:
        forgetSession(session.id, cause: nil)
        return false
      default: continue
      }
    }
    // TS 24.501 §6.4.3.6 a: the session ends here, and the network learns of it by the PDU session status.
    if sessions[session.id] === session {
      forgetSession(session.id, cause: nil)
      requestMobilityRegistration()
    }
    return false
  }
}
