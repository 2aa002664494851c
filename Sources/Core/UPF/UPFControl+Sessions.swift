import Base
import GTPU
import PFCP

/// PFCP sessions (TS 29.244 §6.3): a request is applied to a copy of the rules, compiled, and takes effect only as a whole.
extension UPFControl {
  private var isTransportIPv4: Bool { configuration.n3Address.isV4 }

  // MARK: Establishment

  mutating func establish(
    _ request: SessionEstablishmentRequest, _ sequence: UInt32, from peer: SocketAddress, now: Instant, forwarder: inout UPFForwarder
  ) -> PFCPMessage {
    var answer = SessionEstablishmentResponse(nodeID: configuration.nodeID, cause: .requestAccepted)
    do throws(RuleFailure) {
      guard associations[peer.ip] != nil else { throw RuleFailure(.noEstablishedPFCPAssociation) }
      replaceDuplicate(of: request.cpFSEID.seid, owner: peer.ip, forwarder: &forwarder)
      guard sessions.count < configuration.maximumSessions else { throw RuleFailure(.noResourcesAvailable) }
      let limit = configuration.maximumRulesPerSession
      var rules = SessionRules()
      try rules.create(request.createFARs, limit: limit)
      try rules.create(request.createQERs, limit: limit)
      try rules.create(request.createURRs, limit: limit)
      if let bar = request.createBAR { try rules.create(bar) }
      let created = try createPDRs(request.createPDRs, in: &rules, forwarder: forwarder)
      let upSEID = newSEID()
      let compiled = try compile(rules, seid: upSEID, slot: nil, now: now, forwarder: forwarder)
      let session = ControlSession(
        upSEID: upSEID, cpSEID: request.cpFSEID.seid, owner: peer.ip, rules: rules, slot: forwarder.add(compiled),
        inactivityTimerSeconds: request.userPlaneInactivityTimerSeconds)
      store(session, isTimed: isTimed(session, forwarder))
      answer.upFSEID = FSEID(seid: upSEID, ipv4: IPv4Address(configuration.n4Address), ipv6: IPv6Address(configuration.n4Address))
      answer.createdPDRs = created
    } catch {
      answer.cause = error.cause
      answer.offendingIE = error.offendingIE
      answer.failedRuleID = error.failedRule
    }
    return PFCPMessage(seid: request.cpFSEID.seid, sequenceNumber: sequence, .sessionEstablishmentResponse(answer))
  }

  /// A control plane function that offers a SEID again has forgotten the session that had it.
  private mutating func replaceDuplicate(of cpSEID: UInt64, owner: IPAddress, forwarder: inout UPFForwarder) {
    if let old = session(of: owner, cpSEID: cpSEID) { removeSession(old, forwarder: &forwarder) }
  }

  private func newSEID() -> UInt64 {
    while true {
      let seid = random.uint64()
      if seid != 0, sessions[seid] == nil { return seid }
    }
  }

  private func createPDRs(_ rules: [CreatePDR], in set: inout SessionRules, forwarder: UPFForwarder) throws(RuleFailure) -> [CreatedPDR] {
    // TS 29.244 §8.2.3: an address of a family that was not asked for would be of no use.
    for rule in rules {
      if case .choose(let ipv4, let ipv6, _)? = rule.pdi.localFTEID, !(isTransportIPv4 ? ipv4 : ipv6) {
        throw RuleFailure(.mandatoryIEIncorrect, offendingIE: 21, failedRule: .pdr(rule.pdrID))
      }
    }
    var taken = Set(set.teids.values)
    let created = try set.create(rules, limit: configuration.maximumRulesPerSession) {
      while true {
        let teid = random.uint32()
        if teid != 0, !forwarder.isKnown(teid: teid), taken.insert(teid).inserted { return teid }
      }
    }
    return created.map { pdrID, teid in
      var answer = CreatedPDR(pdrID: pdrID)
      answer.localFTEID = .assigned(
        teid: teid, ipv4: IPv4Address(configuration.n3Address), ipv6: IPv6Address(configuration.n3Address))
      return answer
    }
  }

  /// Rules for the data path; refused when another session has the UE's address.
  private func compile(_ rules: SessionRules, seid: UInt64, slot: Int?, now: Instant, forwarder: UPFForwarder) throws(RuleFailure)
    -> ForwardingSession
  {
    let compiled = try rules.compile(
      seid: seid, previous: slot.flatMap { forwarder[$0] }, isTransportIPv4: isTransportIPv4,
      bufferLimit: configuration.maximumBufferedPacketsPerSession, now: now)
    if let ipv4 = compiled.ipv4, let owner = forwarder.owner(ipv4: ipv4), owner != slot {
      throw RuleFailure(.ruleCreationModificationFailure, offendingIE: 93)
    }
    if let prefix = compiled.ipv6Prefix, let owner = forwarder.owner(ipv6Prefix: prefix), owner != slot {
      throw RuleFailure(.ruleCreationModificationFailure, offendingIE: 93)
    }
    return compiled
  }

  // MARK: Modification

  /// The session, when it exists and belongs to the sender.
  private func session(_ seid: UInt64, of peer: SocketAddress, effects: inout [UPFEffect]) throws(RuleFailure) -> ControlSession {
    guard associations[peer.ip] != nil else { throw RuleFailure(.noEstablishedPFCPAssociation) }
    guard let session = sessions[seid] else { throw RuleFailure(.sessionContextNotFound) }
    guard session.owner == peer.ip else {
      effects.append(.security("PFCP request for a session of another control plane function", .n4, peer: peer))
      throw RuleFailure(.sessionContextNotFound)
    }
    return session
  }

  mutating func modify(
    _ seid: UInt64, _ request: SessionModificationRequest, _ sequence: UInt32, from peer: SocketAddress, now: Instant,
    forwarder: inout UPFForwarder, effects: inout [UPFEffect]
  ) -> PFCPMessage {
    var answer = SessionModificationResponse(cause: .requestAccepted)
    var cpSEID: UInt64 = 0
    do throws(RuleFailure) {
      var session = try session(seid, of: peer, effects: &effects)
      cpSEID = session.cpSEID
      let limit = configuration.maximumRulesPerSession
      try session.rules.remove(request)
      try session.rules.create(request.createFARs, limit: limit)
      try session.rules.create(request.createQERs, limit: limit)
      try session.rules.create(request.createURRs, limit: limit)
      if let bar = request.createBAR { try session.rules.create(bar) }
      answer.createdPDRs = try createPDRs(request.createPDRs, in: &session.rules, forwarder: forwarder)
      try session.rules.update(request)
      for query in request.queryURRs where !session.rules.urrs.contains(where: { $0.urrID == query.urrID }) {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .urr(query.urrID))
      }
      var compiled = try compile(session.rules, seid: seid, slot: session.slot, now: now, forwarder: forwarder)
      answer.usageReports = modificationReports(request, session, now: now, forwarder: &forwarder)
      for index in compiled.urrs.indices {
        let urrID = compiled.urrs[index].rule.urrID
        guard answer.usageReports.contains(where: { $0.urrID == urrID }) else { continue }
        if let reported = forwarder[session.slot]?.urrs.first(where: { $0.rule.urrID == urrID }) {
          compiled.urrs[index].usage = reported.usage
          compiled.urrs[index].sequenceNumber = reported.sequenceNumber
          compiled.urrs[index].startedAt = reported.startedAt
          compiled.urrs[index].periodStartedAt = reported.periodStartedAt
          compiled.urrs[index].hasPendingReport = reported.hasPendingReport
        }
      }
      effects += endMarkers(request, session, forwarder: forwarder)
      let waiting = compiled.buffered
      compiled.buffered = []
      forwarder.replace(session.slot, compiled)
      if let fseid = request.cpFSEID {
        session.cpSEID = fseid.seid
        cpSEID = fseid.seid
      }
      if let timer = request.userPlaneInactivityTimerSeconds { session.inactivityTimerSeconds = timer }
      session.reportedErrors = []
      store(session, isTimed: isTimed(session, forwarder))
      if request.flags?.contains(.dropBufferedPackets) == true {
        forwarder.dropBuffered(session.slot)
      } else {
        effects += forwarder.forwardAgain(waiting, now: now)
      }
    } catch {
      answer = SessionModificationResponse(cause: error.cause)
      answer.offendingIE = error.offendingIE
      answer.failedRuleID = error.failedRule
    }
    return PFCPMessage(seid: cpSEID, sequenceNumber: sequence, .sessionModificationResponse(answer))
  }

  /// End Marker to the old tunnel of each FAR whose update has SNDEM (TS 29.244 §5.2.3.2).
  private func endMarkers(_ request: SessionModificationRequest, _ session: ControlSession, forwarder: UPFForwarder) -> [UPFEffect] {
    var effects: [UPFEffect] = []
    for update in request.updateFARs {
      guard
        update.updateForwardingParameters?.pfcpSMReqFlags?.contains(.sendEndMarker) == true
          || request.flags?.contains(.sendEndMarker) == true,
        let tunnel = forwarder[session.slot]?.fars.first(where: { $0.farID == update.farID })?.tunnel,
        let octets = try? GTPUMessage(teid: tunnel.teid, .endMarker).encode()
      else { continue }
      effects.append(.sendN3(octets, to: SocketAddress(tunnel.address, port: 2152)))
    }
    return effects
  }

  // MARK: Deletion

  mutating func delete(
    _ seid: UInt64, _ sequence: UInt32, from peer: SocketAddress, now: Instant, forwarder: inout UPFForwarder, effects: inout [UPFEffect]
  ) -> PFCPMessage {
    var answer = SessionDeletionResponse(cause: .requestAccepted)
    var cpSEID: UInt64 = 0
    do throws(RuleFailure) {
      let session = try session(seid, of: peer, effects: &effects)
      cpSEID = session.cpSEID
      let count = forwarder[session.slot]?.urrs.count ?? 0
      answer.usageReports = (0..<count).compactMap { usageReport(session.slot, $0, .termination, now: now, forwarder: &forwarder) }
      removeSession(session, forwarder: &forwarder)
    } catch {
      answer.cause = error.cause
      answer.offendingIE = error.offendingIE
    }
    return PFCPMessage(seid: cpSEID, sequenceNumber: sequence, .sessionDeletionResponse(answer))
  }

  // MARK: Reports

  /// Reports on URRs that are removed or queried (TS 29.244 §5.2.2.3.1).
  private func modificationReports(
    _ request: SessionModificationRequest, _ session: ControlSession, now: Instant, forwarder: inout UPFForwarder
  ) -> [UsageReport] {
    let all = request.flags?.contains(.queryAllURRs) == true
    let ids = forwarder[session.slot]?.urrs.map(\.rule.urrID) ?? []
    var reports: [UsageReport] = []
    for (index, urrID) in ids.enumerated() {
      let isRemoved = request.removeURRs.contains { $0.urrID == urrID }
      guard all || isRemoved || request.queryURRs.contains(where: { $0.urrID == urrID }),
        let report = usageReport(session.slot, index, isRemoved ? .termination : .immediate, now: now, forwarder: &forwarder)
      else { continue }
      reports.append(report)
    }
    return reports
  }

  /// What a URR measured since its last report; its counters start again.
  private func usageReport(_ slot: Int, _ index: Int, _ trigger: UsageReportTrigger, now: Instant, forwarder: inout UPFForwarder)
    -> UsageReport?
  {
    forwarder.withURR(slot, index) { urr in
      var report = UsageReport(urrID: urr.rule.urrID, sequenceNumber: urr.sequenceNumber, usageReportTrigger: trigger)
      report.startTime = configuration.ntpSeconds(urr.startedAt)
      report.endTime = configuration.ntpSeconds(now)
      if urr.rule.measurementMethod.contains(.volume) {
        var volume = PFCPVolume(
          totalOctets: urr.usage.uplinkOctets &+ urr.usage.downlinkOctets, uplinkOctets: urr.usage.uplinkOctets,
          downlinkOctets: urr.usage.downlinkOctets)
        if urr.rule.measurementInformation?.contains(.numberOfPackets) == true {
          volume.totalPackets = urr.usage.uplinkPackets &+ urr.usage.downlinkPackets
          volume.uplinkPackets = urr.usage.uplinkPackets
          volume.downlinkPackets = urr.usage.downlinkPackets
        }
        report.volumeMeasurement = volume
      }
      if urr.rule.measurementMethod.contains(.duration) {
        report.durationMeasurementSeconds = UInt32(clamping: (now - urr.startedAt).components.seconds)
      }
      report.timeOfFirstPacket = urr.usage.firstPacket.map(configuration.ntpSeconds)
      report.timeOfLastPacket = urr.usage.lastPacket.map(configuration.ntpSeconds)
      urr.sequenceNumber &+= 1
      urr.usage = MeasuredUsage()
      urr.startedAt = now
      if trigger.contains(.periodic) { urr.periodStartedAt = now }
      urr.hasPendingReport = false
      return report
    }
  }

  private func session(inSlot slot: Int, forwarder: UPFForwarder) -> ControlSession? {
    guard let seid = forwarder[slot]?.seid else { return nil }
    return sessions[seid]
  }

  private mutating func report(_ request: SessionReportRequest, _ session: ControlSession, now: Instant) -> [UPFEffect] {
    let peer = associations[session.owner]?.address ?? SocketAddress(session.owner, port: 8805)
    return send(.sessionReportRequest(request), seid: session.cpSEID, to: peer, now: now)
  }

  /// Session reports for what the data path met (TS 29.244 §7.5.8).
  mutating func handle(_ events: [ForwardingEvent], now: Instant, forwarder: inout UPFForwarder) -> [UPFEffect] {
    var effects: [UPFEffect] = []
    for event in events {
      switch event {
      case .downlinkData(let slot, let pdrID, let qfi, let trafficClass):
        guard let session = session(inSlot: slot, forwarder: forwarder) else { continue }
        var data = DownlinkDataReport()
        data.pdrIDs = [pdrID]
        let flow = qfi == 0 ? nil : QoSFlowIdentifier(rawValue: qfi)
        data.serviceInformation = [DownlinkDataServiceInformation(pagingPolicyIndication: trafficClass >> 2, qfi: flow)]
        var request = SessionReportRequest(reportType: .downlinkDataReport)
        request.downlinkDataReport = data
        effects += report(request, session, now: now)
      case .usage(let slot, let index, let trigger):
        guard let session = session(inSlot: slot, forwarder: forwarder),
          let usage = usageReport(slot, index, trigger, now: now, forwarder: &forwarder)
        else { continue }
        var request = SessionReportRequest(reportType: .usageReport)
        request.usageReports = [usage]
        effects += report(request, session, now: now)
      }
    }
    return effects
  }

  /// A gNB does not know the tunnel that this function sends to (TS 29.281 §7.3.1, TS 23.527 §5.3.3); told once until the rules change.
  mutating func handleErrorIndication(teid: UInt32, address: IPAddress, from peer: SocketAddress, now: Instant, forwarder: UPFForwarder)
    -> [UPFEffect]
  {
    let tunnel = RemoteTunnel(teid: teid, address: address)
    guard address == peer.ip, let slot = forwarder.owner(tunnel), let session = session(inSlot: slot, forwarder: forwarder) else {
      return [.security("GTP-U Error Indication for a tunnel that is not in use", .n3, peer: peer)]
    }
    guard noteReportedError(tunnel, of: session) else { return [] }
    var indication = ErrorIndicationReport()
    indication.remoteFTEIDs = [.assigned(teid: teid, ipv4: IPv4Address(address), ipv6: IPv6Address(address))]
    var request = SessionReportRequest(reportType: .errorIndicationReport)
    request.errorIndicationReport = indication
    return report(request, session, now: now)
  }

  /// Whether the session has a URR or timer that the clock can trigger.
  private func isTimed(_ session: ControlSession, _ forwarder: UPFForwarder) -> Bool {
    session.inactivityTimerSeconds != nil
      || forwarder[session.slot]?.urrs.contains { $0.periodEnd != nil || $0.timeThresholdEnd != nil } == true
  }

  /// Time thresholds, measurement periods and inactivity that are due.
  mutating func handleTimedRules(now: Instant, forwarder: inout UPFForwarder) -> [UPFEffect] {
    var effects: [UPFEffect] = []
    for var session in timedSessions.compactMap({ sessions[$0] }).sorted(by: { $0.slot < $1.slot }) {
      let urrs = forwarder[session.slot]?.urrs ?? []
      for (index, urr) in urrs.enumerated() {
        var trigger: UsageReportTrigger = []
        if let end = urr.periodEnd, end <= now { trigger.insert(.periodic) }
        if let end = urr.timeThresholdEnd, end <= now { trigger.insert(.timeThreshold) }
        guard trigger != [] else { continue }
        effects += handle([.usage(session: session.slot, urrIndex: index, trigger: trigger)], now: now, forwarder: &forwarder)
      }
      guard let seconds = session.inactivityTimerSeconds, seconds > 0, let last = forwarder[session.slot]?.lastActivity,
        last + .seconds(Int64(seconds)) <= now
      else { continue }
      session.inactivityTimerSeconds = nil
      store(session, isTimed: isTimed(session, forwarder))
      effects += report(SessionReportRequest(reportType: .userPlaneInactivityReport), session, now: now)
    }
    return effects
  }
}

extension UPFForwarder {
  /// Sends packets that waited by the rules of now; those whose FAR still buffers wait on.
  mutating func forwardAgain(_ packets: [BufferedPacket], now: Instant) -> [UPFEffect] {
    packets.flatMap { forwardCopy(of: $0.octets, isUplink: false, now: now).effects }
  }

  /// Forwards a packet in a buffer of its own; for what is not on the fast path.
  mutating func forwardCopy(of octets: [UInt8], isUplink: Bool, now: Instant) -> (verdict: ForwardingVerdict, effects: [UPFEffect]) {
    var buffer = Array(repeating: UInt8(0), count: Self.headroom) + octets
    return buffer.withUnsafeMutableBytes { bytes in
      let verdict =
        isUplink
        ? forwardUplink(bytes, offset: Self.headroom, count: octets.count, now: now)
        : forwardDownlink(bytes, offset: Self.headroom, count: octets.count, now: now)
      switch verdict {
      case .toDataNetwork(let offset, let count): return (verdict, [.sendN6(Array(bytes[offset..<(offset + count)]))])
      case .toTunnel(let offset, let count, let peer):
        return (verdict, [.sendN3(Array(bytes[offset..<(offset + count)]), to: SocketAddress(peer, port: 2152))])
      case .buffered, .signalling, .dropped: return (verdict, [])
      }
    }
  }
}
