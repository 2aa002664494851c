import Base
import NGAP
import Runtime
import SBI

/// Downlink data for a UE without user plane (TS 23.502 §4.2.3.3), and tunnels that a gNB has lost (TS 23.527 §5.3.3).
extension SMF {
  /// The UPF has a first packet (TS 23.502 §4.2.3.3, steps 2a to 3).
  func notifyDownlinkData(_ reference: String) async {
    guard let session = sessions[reference], session.userPlane == .deactivated, session.backOffTimer == nil, session.isAccepted,
      let lease = try? await acquire(.activation, session)
    else { return }
    defer { session.end(lease) }
    guard session.userPlane == .deactivated, let n3 = session.n4?.n3 else { return }
    do {
      let setup = N2Message(kind: .pduResSetupReq, octets: try ResourceTransfers.setupRequest(session, n3: n3))
      session.userPlane = .activating
      switch try await transfer(n1: nil, n2: setup, of: session) {
      case .sent: superviseSetup(session)
      case .paging: session.userPlane = .deactivated
      case .skipped:
        session.userPlane = .deactivated
        await backOff(session)
      }
    } catch {
      guard session.lease == lease else { return }
      session.userPlane = .deactivated
      environment.log(.info, "\(session.logName): downlink data cannot be delivered: \(error)")
      await backOff(session)
    }
  }

  /// Packets that wait are dropped, and so are those of the next while (TS 23.502 §4.2.3.3, steps 3c and 5).
  func backOff(_ session: SMContext) async {
    let reference = session.reference
    if let timer = session.backOffTimer { loop.cancel(timer) }
    session.backOffTimer = loop.schedule(after: configuration.timers.pagingBackOff, label: "paging back-off") {
      self.assumeIsolated { smf in
        guard let session = smf.sessions[reference] else { return }
        session.backOffTimer = nil
        smf.loop.spawn("paging back-off") { await self.endBackOff(reference) }
      }
    }
    do throws(N4Failure) { try await setDownlink(.drop, of: session) } catch {
      environment.log(.debug, "\(session.logName): buffered packets were not dropped: \(error)")
    }
  }

  private func endBackOff(_ reference: String) async {
    guard let session = sessions[reference], let lease = try? await acquire(.deactivation, session) else { return }
    defer { session.end(lease) }
    guard session.userPlane == .deactivated else { return }
    do throws(N4Failure) { try await setDownlink(.bufferAndNotify, of: session) } catch {
      environment.log(.warning, "\(session.logName): the UPF does not buffer again: \(error)")
    }
  }

  /// GTP-U Error Indication of the gNB (TS 23.527 §5.3.3.2): the gNB forgets the session's resources, and the next packet sets them up anew.
  func recoverTunnel(_ reference: String) async {
    guard let session = sessions[reference], session.userPlane == .activated, let lease = try? await acquire(.deactivation, session) else {
      return
    }
    defer { session.end(lease) }
    guard session.userPlane == .activated else { return }
    environment.log(.warning, "\(session.logName): the gNB does not know the tunnel")
    session.userPlane = .deactivated
    session.gNB = nil
    do throws(N4Failure) { try await setDownlink(.bufferAndNotify, of: session) } catch { return }
    guard session.lease == lease, let octets = releaseResources(.radioNetwork(.releaseDueTo5gcGeneratedReason)) else { return }
    do throws(SBIFailure) {
      _ = try await transfer(n1: nil, n2: N2Message(kind: .pduResRelCmd, octets: octets), of: session, skipWhenIdle: true)
    } catch { environment.log(.info, "\(session.logName): the gNB was not told: \(error)") }
  }
}

/// A UE did not answer its paging (TS 29.518 §5.2.2.3.2; TS 23.502 §4.2.3.3, step 5).
extension SMF: Namf_CommunicationReceiver {
  public func notifyN1N2TransferFailure(id: String, _ body: N1N2MsgTxfrFailureNotification?) async throws(SBIFailure) {
    guard let session = sessions[id] else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    environment.log(.info, "\(session.logName): the UE did not answer (\(body?.cause.rawValue ?? "no cause"))")
    if session.mailbox.deliver(.transferFailed) { return }
    guard session.isAccepted else {
      // The accept did not reach the UE, which knows of no session (TS 23.502 §4.3.2.2.1, step 11).
      await notifyReleased(session)
      await tearDown(session)
      return
    }
    guard session.userPlane == .deactivated, let lease = try? await acquire(.deactivation, session) else { return }
    defer { session.end(lease) }
    await backOff(session)
  }
}
