import Base
import NAS

/// 5GSM messages to the UE (TS 24.501 §8.3).
enum SessionMessages {
  /// PDU SESSION ESTABLISHMENT ACCEPT (TS 24.501 §6.4.1.3, §8.3.2).
  /// - Parameters:
  ///   - cause: why the type is not the one that was asked for.
  ///   - request: what the UE asked for.
  static func accept(_ session: SMContext, cause: FiveGSMCause?, request: PDUSessionEstablishmentRequest) -> FiveGSMMessage {
    let identifier = ByteOrder.octets(session.interfaceIdentifier)
    let ipv4 = session.ipv4.map { IPAddress.v4($0).octets } ?? [0, 0, 0, 0]
    var accept = PDUSessionEstablishmentAccept(
      pduSessionIdentity: session.pduSessionID, procedureTransactionIdentity: session.pti,
      selectedPDUSessionType: session.type.nas, selectedSSCMode: .sscMode1,
      authorizedQoSRules: QoSRules([.matchAllDefault(identifier: 1, qosFlowIdentifier: SMF.defaultQFI)]),
      sessionAMBR: session.qos.sessionAMBR)
    accept.cause = cause
    accept.pduAddress =
      switch session.type {
      case .ipv4: .ipv4(ipv4)
      case .ipv6: .ipv6(interfaceIdentifier: identifier)
      case .ipv4v6: .ipv4v6(interfaceIdentifier: identifier, ipv4: ipv4)
      }
    accept.sNSSAI = NAS.SNSSAI(sst: session.slice.sst, sd: session.slice.sd)
    accept.authorizedQoSFlowDescriptions = QoSFlowDescriptions([
      QoSFlowDescription(
        qosFlowIdentifier: SMF.defaultQFI, operation: .createNewQoSFlowDescription, parameters: [.fiveQI(session.qos.fiveQI)])
    ])
    accept.extendedProtocolConfigurationOptions = options(
      for: session, requested: request.extendedProtocolConfigurationOptions)
    // TS 24.501 §6.4.1.3: asked for, it is always answered.
    if request.alwaysOnPDUSessionRequested != nil { accept.alwaysOnPDUSessionIndication = AlwaysOnPDUSessionIndication(isAlwaysOn: false) }
    accept.dnn = DNN(session.dnn)
    return .pduSessionEstablishmentAccept(accept)
  }

  /// PDU SESSION ESTABLISHMENT REJECT (TS 24.501 §6.4.1.4).
  static func reject(
    session: UInt8, pti: UInt8, cause: FiveGSMCause, backOffSeconds: Int?, allowsSSCMode1: Bool = false
  ) -> FiveGSMMessage {
    var reject = PDUSessionEstablishmentReject(pduSessionIdentity: session, procedureTransactionIdentity: pti, cause: cause)
    reject.backOffTimerValue = backOffSeconds.map { GPRSTimer3(seconds: $0) }
    if allowsSSCMode1 { reject.allowedSSCMode = AllowedSSCMode(sscMode1: true) }
    return .pduSessionEstablishmentReject(reject)
  }

  static func status(session: UInt8, pti: UInt8, cause: FiveGSMCause) -> FiveGSMMessage {
    .fiveGSMStatus(FiveGSMStatus(pduSessionIdentity: session, procedureTransactionIdentity: pti, cause: cause))
  }

  /// Answers to the UE's configuration options (TS 24.008 §10.5.6.3).
  static func options(for session: SMContext, requested: ExtendedProtocolConfigurationOptions?) -> ExtendedProtocolConfigurationOptions? {
    typealias Options = ExtendedProtocolConfigurationOptions
    guard let requested else { return nil }
    let servers = session.dataNetwork.dnsServers
    let ipv4Servers = session.type.hasIPv4 ? servers.filter(\.isV4).map(\.octets) : []
    let ipv6Servers = session.type.hasIPv6 ? servers.filter { !$0.isV4 }.map(\.octets) : []
    var answers: [Options.Container] = []
    var answered: Set<UInt16> = []
    for container in requested.containers.prefix(32) {
      guard container.identifier == Options.Identifier.ipcp || answered.insert(container.identifier).inserted else { continue }
      switch container.identifier {
      case Options.Identifier.ipcp:
        guard session.type.hasIPv4, let packet = IPCPPacket(container.contents), packet.code == IPCPPacket.Code.configureRequest else {
          continue
        }
        let answer = IPCPPacket.answer(to: packet, dnsServers: ipv4Servers)
        if answer.octets.count <= 255 { answers.append(Options.Container(identifier: container.identifier, contents: answer.octets)) }
      case Options.Identifier.dnsServerIPv4Address:
        answers += ipv4Servers.map { Options.Container(identifier: container.identifier, contents: $0) }
      case Options.Identifier.dnsServerIPv6Address:
        answers += ipv6Servers.map { Options.Container(identifier: container.identifier, contents: $0) }
      case Options.Identifier.ipv4LinkMTU where session.type.hasIPv4:
        let mtu = session.dataNetwork.mtu
        answers.append(Options.Container(identifier: container.identifier, contents: [UInt8(mtu >> 8), UInt8(mtu & 0xFF)]))
      default: continue
      }
    }
    return answers.isEmpty ? nil : Options(containers: answers)
  }
}

extension SessionType {
  var nas: NAS.PDUSessionType {
    switch self {
    case .ipv4: .ipv4
    case .ipv6: .ipv6
    case .ipv4v6: .ipv4v6
    }
  }
}

extension SessionQoS {
  var sessionAMBR: SessionAMBR {
    SessionAMBR(downlink: BitRate(bitsPerSecond: downlinkAMBR), uplink: BitRate(bitsPerSecond: uplinkAMBR))
  }
}

enum ByteOrder {
  /// Eight octets, highest first.
  static func octets(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * $0)) } }
  static func octets(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) } }
}
