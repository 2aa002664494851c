import Base
import NAS
import SBI
import Services

/// N2 SM information to a gNB.
struct N2Message {
  var kind: NgapIeType
  var octets: [UInt8]
}

/// Messages to a UE and its gNB, by way of the AMF (TS 23.502 §4.3.2.2.1, step 11; TS 29.518 §5.2.2.3.1).
extension SMF {
  enum TransferOutcome {
    /// The AMF sent it on.
    case sent
    /// The UE is being paged; a failure comes as a notification.
    case paging
    /// The UE is in CM-IDLE and was not to be paged.
    case skipped
  }

  /// - Parameter skipWhenIdle: the message is of no use to a UE without connection.
  func transfer(
    n1: FiveGSMMessage?, n2: N2Message?, of session: SMContext, skipWhenIdle: Bool = false
  ) async throws(SBIFailure) -> TransferOutcome {
    var data = N1N2MessageTransferReqData()
    var parts: [BinaryPart] = []
    data.pduSessionId = Int(session.pduSessionID)
    if let n1, let octets = encode(n1) {
      parts.append(.nas(octets, contentID: "n1"))
      data.n1MessageContainer = N1MessageContainer(n1MessageClass: "SM", n1MessageContent: RefToBinaryData(contentId: "n1"))
    }
    if let n2 {
      parts.append(.ngap(n2.octets, contentID: "n2"))
      var content = N2InfoContent(ngapData: RefToBinaryData(contentId: "n2"))
      content.ngapIeType = n2.kind
      data.n2InfoContainer = N2InfoContainer(
        n2InformationClass: "SM",
        smInfo: N2SmInformation(pduSessionId: Int(session.pduSessionID), n2InfoContent: content, sNssai: session.slice.sbi))
    }
    if skipWhenIdle { data.skipInd = true }
    data.arp = session.qos.arp
    data.fiveQi = Int(session.qos.fiveQI)
    data.n1n2FailureTxfNotifURI = Namf_CommunicationReceiverRoutes.n1N2FailureURI(
      apiRoot: services.ownAPIRoot, basePath: NotificationPath.smfTransferFailure, id: session.reference)
    let amf = try await services.namfCommunication(instanceID: session.amfInstanceID)
    switch try await amf.transferN1N2Message(ueContextId: session.supi.rawValue, WithBinaryParts(data, parts: parts)) {
    case .accepted: return .paging
    case .ok(let answer):
      switch answer.cause {
      case "ATTEMPTING_TO_REACH_UE": return .paging
      case "N1_N2_TRANSFER_INITIATED": return .sent
      default: return .skipped
      }
    }
  }

  /// The octets of a message to the UE.
  func encode(_ message: FiveGSMMessage) -> [UInt8]? {
    do throws(NASError) { return try message.encode() } catch {
      environment.log(.error, "\(message.name) cannot be encoded: \(error)")
      return nil
    }
  }

  /// Tells the AMF that a session is no more (TS 29.502 §5.2.2.5).
  func notifyReleased(_ session: SMContext) async {
    let notifier = Nsmf_PDUSessionNotifier(transport: services.notificationTransport)
    do throws(SBIFailure) {
      try await notifier.notifySMContextStatus(
        to: session.statusURI, SmContextStatusNotification(statusInfo: StatusInfo(resourceStatus: .released)))
    } catch { environment.log(.warning, "\(session.logName): the AMF was not told of the release: \(error)") }
  }
}

extension SessionQoS {
  var arp: Arp {
    Arp(
      preemptCap: mayPreempt ? .mayPreempt : .notPreempt, preemptVuln: isPreemptable ? .preemptable : .notPreemptable,
      priorityLevel: Int(arpPriority))
  }

  var ambr: Ambr { Ambr(uplink: BitRateText.text(uplinkAMBR), downlink: BitRateText.text(downlinkAMBR)) }

  /// Takes over what a subscription says (TS 29.503, DnnConfiguration).
  mutating func apply(_ configuration: DnnConfiguration) {
    apply(configuration.sessionAmbr)
    if let profile = configuration.fiveGQosProfile { apply(fiveQI: profile.fiveQi, arp: profile.arp) }
  }

  /// Takes over what the PCF decided (TS 29.512 §4.2.6.3, session rules).
  mutating func apply(_ decision: SmPolicyDecision) {
    guard let rule = decision.sessRules?.entries.first?.value else { return }
    apply(rule.authSessAmbr)
    if let qos = rule.authDefQos { apply(fiveQI: qos.fiveQi, arp: qos.arp) }
  }

  private mutating func apply(_ ambr: Ambr?) {
    guard let ambr else { return }
    uplinkAMBR = BitRateText.bitsPerSecond(ambr.uplink) ?? uplinkAMBR
    downlinkAMBR = BitRateText.bitsPerSecond(ambr.downlink) ?? downlinkAMBR
  }

  private mutating func apply(fiveQI value: Int?, arp: Arp?) {
    if let value { fiveQI = UInt8(clamping: value) }
    guard let arp else { return }
    if let priority = arp.priorityLevel, (1...15).contains(priority) { arpPriority = UInt8(priority) }
    mayPreempt = arp.preemptCap == .mayPreempt
    isPreemptable = arp.preemptVuln == .preemptable
  }
}
