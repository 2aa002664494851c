import Base
import NAS
import Runtime
import Security

/// Why a 5GMM procedure ended before its last step.
enum ProcedureEnd: Error {
  /// The UE did not answer after all retransmissions.
  case timerExpired(String)
  /// The UE is to be rejected with a 5GMM cause.
  case reject(FiveGMMCause)
  /// The procedure's own last message was sent; nothing is left to do.
  case finished
}

/// The verbs of which procedures are made.
extension AMF {
  /// Leases the context to a procedure and runs it.
  func start(_ procedure: UEProcedure, of ue: UEContext, _ body: @escaping @Sendable (isolated AMF, UEContext, UInt64) async throws -> Void)
  {
    let lease = ue.takeLease(procedure)
    let id = ue.id
    loop.spawn(procedure.rawValue) { await self.run(procedure, ueID: id, lease: lease, body) }
  }

  private func run(
    _ procedure: UEProcedure, ueID: UInt64, lease: UInt64, _ body: @Sendable (isolated AMF, UEContext, UInt64) async throws -> Void
  ) async {
    guard let ue = ues[ueID], ue.lease == lease else { return }
    do {
      try await body(self, ue, lease)
    } catch is ProcedureAborted {
      // The context went to another procedure or away; that one cleans up.
    } catch ProcedureEnd.finished {
    } catch {
      if ue.lease == lease { environment.log(.warning, "\(procedure.rawValue) of \(ue.logName) failed: \(error)") }
    }
    ue.endLease(lease)
    settle(ue)
  }

  /// Sends a NAS message on the UE's connection, protected as soon as there is secure exchange.
  func send(_ message: FiveGMMMessage, to ue: UEContext, headerType: Security.SecurityHeaderType = .integrityProtectedAndCiphered) {
    guard let connection = ue.connection, let octets = protect(message, for: ue, headerType: headerType) else { return }
    sendDownlinkNAS(octets, on: connection)
  }

  /// The octets of a NAS message for a UE: protected with its context once secure exchange is established, plain before.
  func protect(_ message: FiveGMMMessage, for ue: UEContext, headerType: Security.SecurityHeaderType = .integrityProtectedAndCiphered)
    -> [UInt8]?
  {
    do {
      let plain = try message.encode()
      guard ue.isSecureExchangeEstablished || headerType == .integrityProtectedWithNewContext, let security = ue.security else {
        return plain
      }
      return try security.context.protect(plain, headerType: headerType)
    } catch {
      environment.log(.error, "a NAS message for \(ue.logName) could not be sent: \(error)")
      return nil
    }
  }

  /// Sends a message and waits for its answer, retransmitting on each expiry of the timer and giving up at the fifth
  /// (TS 24.501 §10.2, NOTE on T35xx).
  func request(
    _ message: FiveGMMMessage, of ue: UEContext, lease: UInt64, timer: Duration, label: String,
    headerType: Security.SecurityHeaderType = .integrityProtectedAndCiphered, accepting accepts: @escaping (FiveGMMMessage, Bool) -> Bool
  ) async throws -> FiveGMMMessage {
    for _ in 0..<5 {
      send(message, to: ue, headerType: headerType)
      if let answer = try await expect(ue, lease: lease, within: timer, label: label, accepting: accepts) { return answer }
    }
    throw ProcedureEnd.timerExpired(label)
  }

  /// Waits for a NAS message; `nil` when the timer expired.
  func expect(
    _ ue: UEContext, lease: UInt64, within timer: Duration, label: String, accepting accepts: @escaping (FiveGMMMessage, Bool) -> Bool
  ) async throws -> FiveGMMMessage? {
    try ue.check(lease)
    let event = try await ue.mailbox.receive(within: timer, label: label) { event in
      if case .nas(let message, let isProtected) = event { accepts(message, isProtected) } else { false }
    }
    try ue.check(lease)
    if case .nas(let message, _) = event { return message }
    return nil
  }

  /// Calls a service and makes sure that the procedure still leases the context afterwards, whether the call succeeded or not.
  func call<Result>(_ ue: UEContext, lease: UInt64, _ operation: () async throws -> Result) async throws -> Result {
    do {
      let result = try await operation()
      try ue.check(lease)
      return result
    } catch {
      try ue.check(lease)
      throw error
    }
  }
}
