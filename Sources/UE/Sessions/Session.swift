import Base
import NAS
import Runtime

/// What can end the wait of a 5GSM procedure.
enum SessionEvent {
  case message(FiveGSMMessage)
  /// The AMF returned the UE's message (TS 24.501 §5.4.5.3.1, cases e to h).
  case notForwarded(FiveGMMCause, backOff: Duration?)
  case routerAdvertisement(RouterAdvertisement)
  case connectionLost
  case ended
}

/// A DNN and slice that the network wants to be left alone.
struct SessionBackOffKey: Hashable {
  var dnn: String?
  var snssai: Base.SNSSAI?
}

/// 5GSM context of one PDU session (TS 24.501 §6.1.3.2); owned by the UE's actor.
final class Session {
  let id: UInt8
  let request: UEConfiguration.SessionRequest
  let mailbox: Mailbox<SessionEvent>
  /// PTI of the procedure that the UE started, 0 without one.
  var pti: UInt8
  /// Set when the network accepted the session.
  var information: PDUSessionInformation?
  var port: (any PacketPort)?
  /// Uplink packets that wait for the user plane.
  var buffered: [[UInt8]] = []

  init(id: UInt8, request: UEConfiguration.SessionRequest, pti: UInt8, loop: any Loop) {
    self.id = id
    self.request = request
    self.pti = pti
    mailbox = Mailbox(loop: loop)
  }
}

extension UE {
  /// The next free procedure transaction identity, 1 to 254 (TS 24.501 §9.6).
  func takePTI() -> UInt8 {
    let used = sessions.values.map(\.pti)
    repeat { lastPTI = lastPTI >= 254 ? 1 : lastPTI + 1 } while used.contains(lastPTI)
    return lastPTI
  }

  /// Ends a session without signalling.
  func forgetSession(_ id: UInt8, cause: UInt8?, report isReported: Bool = true) {
    guard let session = sessions.removeValue(forKey: id) else { return }
    hasEndedSessions = true
    let wasActive = session.information != nil
    session.information = nil
    session.port = nil
    session.buffered = []
    radio.flows[id] = nil
    radio.bearers = radio.bearers.filter { $0.value != id }
    if !session.mailbox.deliver(.ended) { session.mailbox.abort("session ended") }
    if wasActive, isReported { report(.sessionReleased(id: id, cause: cause)) }
  }

  /// Sends a 5GSM message through the AMF (TS 24.501 §5.4.5.2).
  func send(_ message: FiveGSMMessage, session id: UInt8, requestType: RequestType? = nil, request: UEConfiguration.SessionRequest? = nil) {
    do throws(NASError) {
      stopTimer(.t3540)
      send(
        .ulNASTransport(
          ULNASTransport(
            payloadContainerType: .n1SMInformation, payloadContainer: try message.encode(), pduSessionID: id, requestType: requestType,
            sNSSAI: request?.snssai?.nas, dnn: request?.dnn.map { DNN($0) })))
    } catch {
      environment.log(.error, "\(message.name) not sent: \(error)")
    }
  }

  /// A connection for 5GSM signalling of an idle UE.
  func ensureConnected() async -> Bool {
    if mobility.registration == .registered, radio.connection == .connected, security.isExchangeSecure { return true }
    if case .accepted = await requestService(.signalling) { return true }
    return false
  }
}
