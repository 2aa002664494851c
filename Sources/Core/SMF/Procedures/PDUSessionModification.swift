import Base
import NAS
import NGAP
import Runtime
import SBI

/// PDU session modification (TS 23.502 §4.3.3.2; TS 24.501 §6.3.2, §6.4.2).
extension SMF {
  /// Requested by the UE: it may tell its capabilities; QoS of its own choice is not offered.
  func modifyByUE(_ session: SMContext, _ message: PDUSessionModificationRequest) -> SessionUpdate {
    let pti = message.procedureTransactionIdentity
    func reject(_ cause: FiveGSMCause) -> SessionUpdate {
      environment.log(.info, "\(session.logName): modification refused, cause \(cause)")
      return SessionUpdate(
        n1: encode(
          .pduSessionModificationReject(
            PDUSessionModificationReject(pduSessionIdentity: session.pduSessionID, procedureTransactionIdentity: pti, cause: cause))))
    }
    if session.procedure == .release { return SessionUpdate() }
    if session.procedure == .modification, session.commandPTI == pti { return SessionUpdate() }
    guard CollisionTable.disposition(of: .modification, during: session.procedure) == .supersede else {
      return reject(.requestRejectedUnspecified)
    }
    guard message.requestedQoSRules == nil, message.requestedQoSFlowDescriptions == nil, message.mappedEPSBearerContexts == nil else {
      return reject(.serviceOptionNotSupported)
    }
    let lease = session.take(.modification)
    session.commandPTI = pti
    var command = PDUSessionModificationCommand(pduSessionIdentity: session.pduSessionID, procedureTransactionIdentity: pti)
    command.extendedProtocolConfigurationOptions = SessionMessages.options(
      for: session, requested: message.extendedProtocolConfigurationOptions)
    if message.alwaysOnPDUSessionRequested != nil { command.alwaysOnPDUSessionIndication = AlwaysOnPDUSessionIndication(isAlwaysOn: false) }
    let reference = session.reference
    let sent = FiveGSMMessage.pduSessionModificationCommand(command)
    loop.spawn("PDU session modification") {
      await self.awaitModification(reference, lease: lease, command: sent, first: nil)
      await self.endLease(lease, of: reference)
    }
    return SessionUpdate(n1: encode(sent))
  }

  private func endLease(_ lease: UInt64, of reference: String) { sessions[reference]?.end(lease) }

  /// Requested by the network: new authorized QoS of the PCF (TS 23.502 §4.3.3.2, steps 1b to 13).
  func modifyByNetwork(_ reference: String, qos: SessionQoS) async {
    guard let session = sessions[reference], session.qos != qos else { return }
    let lease: UInt64
    do throws(ProcedureAborted) { lease = try await acquire(.qosChange, session) } catch { return }
    defer { session.end(lease) }
    let old = session.qos
    guard old != qos else { return }
    do {
      try await setBitRate(qos, of: session)
      try session.check(lease)
      session.qos = qos
      session.commandPTI = 0
      var command = PDUSessionModificationCommand(pduSessionIdentity: session.pduSessionID, procedureTransactionIdentity: 0)
      if qos.uplinkAMBR != old.uplinkAMBR || qos.downlinkAMBR != old.downlinkAMBR { command.sessionAMBR = qos.sessionAMBR }
      if qos.fiveQI != old.fiveQI {
        command.authorizedQoSFlowDescriptions = QoSFlowDescriptions([
          QoSFlowDescription(
            qosFlowIdentifier: SMF.defaultQFI, operation: .modifyExistingQoSFlowDescription, parameters: [.fiveQI(qos.fiveQI)])
        ])
      }
      let n2 = session.userPlane == .activated ? try ResourceTransfers.modifyRequest(qos) : nil
      environment.log(.info, "\(session.logName): QoS changed")
      session.become(.modification, lease)
      let isRefused = await awaitModification(
        reference, lease: lease, command: .pduSessionModificationCommand(command), first: FirstTransfer(n2: n2))
      if isRefused { try await restore(old, of: session, lease) }
    } catch { environment.log(.warning, "\(session.logName): QoS could not be changed: \(error)") }
  }

  /// The UE keeps the QoS that it has, and so do UPF and gNB.
  private func restore(_ qos: SessionQoS, of session: SMContext, _ lease: UInt64) async throws {
    try session.check(lease)
    session.become(.qosChange, lease)
    try await setBitRate(qos, of: session)
    try session.check(lease)
    session.qos = qos
    guard session.userPlane == .activated else { return }
    let n2 = N2Message(kind: .pduResModReq, octets: try ResourceTransfers.modifyRequest(qos))
    _ = try await transfer(n1: nil, n2: n2, of: session, skipWhenIdle: true)
  }

  /// Waits for the UE's answer under T3591 (TS 24.501 §6.3.2.2, §6.3.2.5 a).
  /// - Returns: whether the UE refuses.
  @discardableResult
  private func awaitModification(_ reference: String, lease: UInt64, command: FiveGSMMessage, first: FirstTransfer?) async -> Bool {
    guard let session = sessions[reference], session.lease == lease else { return false }
    do {
      for attempt in 0...configuration.timers.retransmissions {
        if attempt > 0 || first != nil {
          let n2 = attempt == 0 ? first?.n2.map { N2Message(kind: .pduResModReq, octets: $0) } : nil
          if case .skipped = try await transfer(n1: command, n2: n2, of: session) { return false }
          try session.check(lease)
        }
        let event = try await session.mailbox.receive(within: configuration.timers.t3591, label: "T3591") { event in
          switch event {
          case .n1(.pduSessionModificationComplete), .n1(.pduSessionModificationCommandReject), .n1(.fiveGSMStatus), .transferFailed: true
          default: false
          }
        }
        try session.check(lease)
        switch event {
        case nil: continue
        case .n1(.pduSessionModificationCommandReject(let reject)):
          environment.log(.warning, "\(session.logName): the UE refuses the modification, cause \(reject.cause)")
          if reject.cause == .invalidPDUSessionIdentity {
            // TS 24.501 §6.3.2.5 b: the UE does not have the session.
            await notifyReleased(session)
            await tearDown(session)
          }
          return true
        default: return false
        }
      }
      environment.log(.warning, "\(session.logName): the UE does not answer the modification")
    } catch { environment.log(.debug, "\(session.logName): modification ended: \(error)") }
    return false
  }
}
