import Base
import NAS
import Runtime

/// UE-requested PDU session establishment (TS 24.501 §6.4.1).
extension UE {
  /// Asks for a PDU session and, with IPv6, completes its address.
  public func establishSession(_ request: UEConfiguration.SessionRequest) async -> SessionOutcome {
    guard mobility.registration == .registered || mobility.registration == .serviceRequestInitiated else {
      return .failed(reason: "not registered")
    }
    let key = SessionBackOffKey(dnn: request.dnn, snssai: request.snssai)
    if let until = sessionBackOff[key], until > environment.loop.now { return .failed(reason: "back-off timer is running") }
    guard sessions.count < configuration.maximumSessions, let id = (1...15).first(where: { sessions[$0] == nil }) else {
      return .failed(reason: "no free PDU session identity")
    }
    let session = Session(id: id, request: request, pti: takePTI(), loop: environment.loop)
    sessions[id] = session
    var outcome: SessionOutcome
    do throws(ProcedureAborted) {
      outcome = try await runEstablishment(session)
    } catch {
      outcome = .failed(reason: error.reason)
    }
    session.pti = 0
    guard case .established(let information) = outcome else {
      if sessions[id] === session { forgetSession(id, cause: nil) }
      return outcome
    }
    guard sessions[id] === session else { return .failed(reason: "session ended") }
    session.information = information
    session.port = openPacketPort(information)
    report(.sessionEstablished(information))
    environment.log(.info, "PDU session \(id) established: \(information.dnn ?? "-") \(information.type.rawValue)")
    outcome = .established(information)
    return outcome
  }

  private func runEstablishment(_ session: Session) async throws(ProcedureAborted) -> SessionOutcome {
    // TS 24.501 §6.4.1.6 a: T3580 and four repetitions.
    for _ in 0..<5 {
      guard await ensureConnected() else { return .failed(reason: "no connection") }
      guard sessions[session.id] === session else { return .failed(reason: "session ended") }
      sendEstablishmentRequest(session)
      let event = try await session.mailbox.receive(within: configuration.timers.t3580, label: "T3580") { event in
        switch event {
        case .message(.pduSessionEstablishmentAccept), .message(.pduSessionEstablishmentReject): true
        case .message(.fiveGSMStatus), .notForwarded, .connectionLost, .ended: true
        default: false
        }
      }
      switch event {
      case .message(.pduSessionEstablishmentAccept(let accept)): return try await accepted(accept, session)
      case .message(.pduSessionEstablishmentReject(let reject)): return rejected(reject, session)
      case .message(.fiveGSMStatus(let status)): return .rejected(cause: status.cause.rawValue, name: status.cause.name ?? "unknown")
      case .notForwarded(let cause, let backOff):
        backOffSession(session, backOff)
        return .notForwarded(cause: cause.rawValue, name: cause.name ?? "unknown")
      case .ended: return .failed(reason: "session ended")
      default: continue
      }
    }
    return .failed(reason: "no answer to PDU SESSION ESTABLISHMENT REQUEST")
  }

  private func sendEstablishmentRequest(_ session: Session) {
    typealias Options = ExtendedProtocolConfigurationOptions
    let type = session.request.type
    var containers: [Options.Container] = []
    if type != .ipv6 {
      let servers = [UInt8(129), 131].map { IPCPPacket.Option(type: $0, value: [0, 0, 0, 0]) }
      let ipcp = IPCPPacket(code: IPCPPacket.Code.configureRequest, identifier: 0, options: servers)
      containers.append(Options.Container(identifier: Options.Identifier.ipcp, contents: ipcp.octets))
      containers.append(Options.Container(identifier: Options.Identifier.dnsServerIPv4Address))
      containers.append(Options.Container(identifier: Options.Identifier.ipv4LinkMTU))
    }
    if type != .ipv4 { containers.append(Options.Container(identifier: Options.Identifier.dnsServerIPv6Address)) }
    containers.append(Options.Container(identifier: Options.Identifier.ipAddressAllocationViaNASSignalling))
    let request = PDUSessionEstablishmentRequest(
      pduSessionIdentity: session.id, procedureTransactionIdentity: session.pti,
      integrityProtectionMaximumDataRate: IntegrityProtectionMaximumDataRate(uplink: .fullDataRate, downlink: .fullDataRate),
      pduSessionType: type.nas, sscMode: .sscMode1, extendedProtocolConfigurationOptions: Options(containers: containers))
    send(
      .pduSessionEstablishmentRequest(request), session: session.id, requestType: .initialRequest, request: session.request)
  }

  private func accepted(_ accept: PDUSessionEstablishmentAccept, _ session: Session) async throws(ProcedureAborted) -> SessionOutcome {
    let defaults = accept.authorizedQoSRules.rules.filter { $0.body.isDefault && $0.body.operation == .createNewQoSRule }
    guard let type = UEConfiguration.SessionType(accept.selectedPDUSessionType), let address = accept.pduAddress, defaults.count == 1,
      let flow = defaults.first?.body.flow?.qosFlowIdentifier
    else {
      // TS 24.501 §6.4.1.3: errors in the QoS operations end the session.
      let cause: FiveGSMCause = defaults.count == 1 ? .semanticallyIncorrectMessage : .semanticErrorInTheQoSOperation
      environment.log(.warning, "PDU SESSION ESTABLISHMENT ACCEPT not usable: \(cause)")
      session.pti = takePTI()
      await runRelease(session, cause: cause)
      return .failed(reason: "accept not usable: \(cause)")
    }
    session.pti = 0
    let options = accept.extendedProtocolConfigurationOptions
    let servers = (options?.dnsServersIPv4 ?? []) + (options?.dnsServersIPv6 ?? [])
    var information = PDUSessionInformation(
      id: session.id, dnn: accept.dnn?.text ?? session.request.dnn, snssai: accept.sNSSAI?.base ?? session.request.snssai, type: type,
      ipv4: address.ipv4Address.flatMap { IPAddress(octets: $0) }, dnsServers: servers.compactMap { IPAddress(octets: $0) },
      mtu: options?.ipv4LinkMTU.map { Int($0) } ?? 1400, uplinkBitsPerSecond: accept.sessionAMBR.uplink.bitsPerSecond,
      downlinkBitsPerSecond: accept.sessionAMBR.downlink.bitsPerSecond, defaultQoSFlowIdentifier: flow, cause: accept.cause?.rawValue)
    session.information = information
    guard type != .ipv4, let identifier = address.interfaceIdentifier, identifier.count == 8 else { return .established(information) }
    information.linkLocal = IPAddress(octets: [0xFE, 0x80, 0, 0, 0, 0, 0, 0] + identifier)
    session.information = information
    try await completeIPv6Address(session, &information, interfaceIdentifier: identifier)
    return .established(information)
  }

  /// Solicits a router until it advertises a prefix (TS 23.501 §5.8.2.2.3, RFC 4861 §6.3.7).
  private func completeIPv6Address(
    _ session: Session, _ information: inout PDUSessionInformation, interfaceIdentifier: [UInt8]
  ) async throws(ProcedureAborted) {
    guard let linkLocal = information.linkLocal else { return }
    for _ in 0..<3 {
      sendPacket(RouterAdvertisement.solicitation(from: linkLocal), session: session.id)
      let event = try await session.mailbox.receive(within: configuration.timers.routerSolicitation, label: "router solicitation") {
        switch $0 {
        case .routerAdvertisement, .ended: true
        default: false
        }
      }
      guard case .routerAdvertisement(let advertisement)? = event else {
        if case .ended? = event { return }
        continue
      }
      information.ipv6Prefix = advertisement.prefix
      information.ipv6 = IPAddress(octets: advertisement.prefix.address.octets.prefix(8) + interfaceIdentifier)
      if let mtu = advertisement.mtu, mtu >= 1280 { information.mtu = min(information.mtu, mtu) }
      for server in advertisement.dnsServers where !information.dnsServers.contains(server) { information.dnsServers.append(server) }
      return
    }
    environment.log(.warning, "PDU session \(session.id): no router advertisement")
  }

  private func rejected(_ reject: PDUSessionEstablishmentReject, _ session: Session) -> SessionOutcome {
    environment.log(.warning, "PDU session rejected: \(reject.cause) (#\(reject.cause.rawValue))")
    backOffSession(session, reject.backOffTimerValue?.duration)
    return .rejected(cause: reject.cause.rawValue, name: reject.cause.name ?? "unknown")
  }

  /// T3396, T3584 and T3585 in one list (TS 24.501 §6.2.7, §6.2.8).
  func backOffSession(_ session: Session, _ duration: Duration?) {
    guard let duration, duration > .zero else { return }
    let now = environment.loop.now
    sessionBackOff = sessionBackOff.filter { $0.value > now }
    sessionBackOff[SessionBackOffKey(dnn: session.request.dnn, snssai: session.request.snssai)] = now + duration
  }
}

extension UEConfiguration.SessionType {
  var nas: PDUSessionType {
    switch self {
    case .ipv4: .ipv4
    case .ipv6: .ipv6
    case .ipv4v6: .ipv4v6
    }
  }

  init?(_ type: PDUSessionType) {
    switch type {
    case .ipv4: self = .ipv4
    case .ipv6: self = .ipv6
    case .ipv4v6: self = .ipv4v6
    default: return nil
    }
  }
}
