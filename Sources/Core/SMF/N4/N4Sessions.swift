import Base
import PFCP
import Runtime

/// Rules of a session at its UPF. Numbers are the same for every session.
private enum RuleID {
  static let uplinkPDR: UInt16 = 1
  static let downlinkPDR: UInt16 = 2
  /// Router solicitations of the UE, to this function.
  static let solicitationPDR: UInt16 = 3
  /// Router advertisements of this function, to the UE.
  static let advertisementPDR: UInt16 = 4
  static let uplinkFAR: UInt32 = 1
  static let downlinkFAR: UInt32 = 2
  static let solicitationFAR: UInt32 = 3
  /// Session AMBR.
  static let sessionQER: UInt32 = 1
  /// The default QoS flow.
  static let flowQER: UInt32 = 2
  static let volumeURR: UInt32 = 1
}

extension SMF {
  /// QFI of the default QoS flow.
  static var defaultQFI: UInt8 { 1 }

  /// The type of the F-TEID IE (TS 29.244 §8.2.3).
  private static var fteidType: UInt16 { 21 }

  /// A UPF that serves the DNN and is associated (TS 23.501 §6.3.3).
  func selectUPF(dnn: String) -> UPFContext? {
    let serving = upfs.filter { upf in
      upf.isAssociated && (upf.configuration.dnns?.contains { $0.lowercased() == dnn.lowercased() } ?? true)
    }
    return serving.min { $0.sessionCount < $1.sessionCount }
  }

  // MARK: Establishment

  /// PFCP Session Establishment (TS 29.244 §6.3.2; TS 23.502 §4.4.1.2).
  func establishN4(_ session: SMContext, at upf: UPFContext) async throws(N4Failure) {
    let cpSEID = makeSEID()
    referenceByCPSEID[cpSEID] = session.reference
    let ownTEID = session.type.hasIPv6 ? makeTEID() : nil
    if let ownTEID { referenceByTEID[ownTEID] = session.reference }
    do throws(N4Failure) {
      var answer = try await sendEstablishment(session, cpSEID: cpSEID, ownTEID: ownTEID, to: upf)
      if !answer.cause.isAccepted, answer.offendingIE == Self.fteidType, !upf.hasIPv6TunnelsOnly, !session.isGone {
        // The UPF has no IPv4 address for tunnels.
        upf.hasIPv6TunnelsOnly = true
        answer = try await sendEstablishment(session, cpSEID: cpSEID, ownTEID: ownTEID, to: upf)
        if !answer.cause.isAccepted { upf.hasIPv6TunnelsOnly = false }
      }
      guard answer.cause.isAccepted else { throw .rejected(answer.cause) }
      guard let upSEID = answer.upFSEID?.seid else { throw .malformed }
      guard let n3 = tunnel(RuleID.uplinkPDR, in: answer) else {
        // The UPF has a session that is of no use: it goes.
        _ = try? await request(.sessionDeletionRequest(SessionDeletionRequest()), seid: upSEID, ownSEID: cpSEID, to: upf)
        throw .malformed
      }
      guard !session.isGone else {
        _ = try? await request(.sessionDeletionRequest(SessionDeletionRequest()), seid: upSEID, ownSEID: cpSEID, to: upf)
        throw .unavailable
      }
      upf.sessionCount += 1
      session.n4 = N4Session(
        upf: upf, cpSEID: cpSEID, upSEID: upSEID, n3: n3, n4u: tunnel(RuleID.advertisementPDR, in: answer), ownTEID: ownTEID)
    } catch {
      referenceByCPSEID[cpSEID] = nil
      if let ownTEID { referenceByTEID[ownTEID] = nil }
      noteFailure(error, at: upf)
      throw error
    }
  }

  private func sendEstablishment(
    _ session: SMContext, cpSEID: UInt64, ownTEID: UInt32?, to upf: UPFContext
  ) async throws(N4Failure) -> SessionEstablishmentResponse {
    let establishment = establishmentRequest(session, cpSEID: cpSEID, ownTEID: ownTEID, hasIPv6Tunnels: upf.hasIPv6TunnelsOnly)
    let body = try await request(.sessionEstablishmentRequest(establishment), seid: 0, ownSEID: cpSEID, to: upf)
    guard case .sessionEstablishmentResponse(let answer) = body else { throw .malformed }
    return answer
  }

  /// A UPF that does not answer is probed; one that knows of no association has lost it.
  private func noteFailure(_ failure: N4Failure, at upf: UPFContext) {
    switch failure {
    case .noAnswer: _ = upf.deliver(.suspected)
    case .rejected(.noEstablishedPFCPAssociation): _ = upf.deliver(.restarted)
    default: break
    }
  }

  /// The tunnel that the UPF allocated for a PDR.
  private func tunnel(_ pdrID: UInt16, in answer: SessionEstablishmentResponse) -> TunnelEndpoint? {
    guard case .assigned(let teid, let ipv4, let ipv6)? = answer.createdPDRs.first(where: { $0.pdrID == pdrID })?.localFTEID,
      let address = ipv4?.address ?? ipv6?.address
    else { return nil }
    return TunnelEndpoint(teid: teid, address: address)
  }

  private func establishmentRequest(
    _ session: SMContext, cpSEID: UInt64, ownTEID: UInt32?, hasIPv6Tunnels: Bool
  ) -> SessionEstablishmentRequest {
    var request = SessionEstablishmentRequest(
      nodeID: nodeID,
      cpFSEID: FSEID(seid: cpSEID, ipv4: IPv4Address(configuration.n4Address), ipv6: IPv6Address(configuration.n4Address)))
    let choice = FTEID.choose(ipv4: !hasIPv6Tunnels, ipv6: hasIPv6Tunnels, chooseID: 1)
    let removal = hasIPv6Tunnels ? OuterHeaderRemoval.gtpuUDPIPv6 : .gtpuUDPIPv4
    let flow = QoSFlowIdentifier(rawValue: SMF.defaultQFI)
    // TS 29.244 §8.2.4: a DNN in the form of TS 23.003 §9.1.
    let dnn = session.dataNetwork.dnn
    let networkInstance = PFCPText(octets: DomainName(dnn)?.octets ?? Array(dnn.utf8))

    var uplink = PDI(sourceInterface: .access)
    uplink.localFTEID = choice
    // No Network Instance: the DNN names the data network's side, not the one of the gNBs (TS 29.244 §5.12).
    uplink.ueIPAddresses = [ueAddress(session, isDestination: false)]
    uplink.qfis = [flow]
    var uplinkPDR = CreatePDR(pdrID: RuleID.uplinkPDR, precedence: 255, pdi: uplink)
    uplinkPDR.outerHeaderRemoval = removal
    uplinkPDR.farID = RuleID.uplinkFAR
    uplinkPDR.qerIDs = [RuleID.sessionQER, RuleID.flowQER]
    uplinkPDR.urrIDs = [RuleID.volumeURR]

    var downlink = PDI(sourceInterface: .core)
    downlink.networkInstance = networkInstance
    downlink.ueIPAddresses = [ueAddress(session, isDestination: true)]
    var downlinkPDR = CreatePDR(pdrID: RuleID.downlinkPDR, precedence: 255, pdi: downlink)
    downlinkPDR.farID = RuleID.downlinkFAR
    downlinkPDR.qerIDs = [RuleID.sessionQER, RuleID.flowQER]
    downlinkPDR.urrIDs = [RuleID.volumeURR]
    request.createPDRs = [uplinkPDR, downlinkPDR]

    var uplinkFAR = CreateFAR(farID: RuleID.uplinkFAR, applyAction: .forward)
    uplinkFAR.forwardingParameters = ForwardingParameters(destinationInterface: .core)
    uplinkFAR.forwardingParameters?.networkInstance = networkInstance
    // Until the gNB's tunnel is known, packets wait.
    request.createFARs = [uplinkFAR, CreateFAR(farID: RuleID.downlinkFAR, applyAction: .buffer)]

    if let ownTEID, let address = configuration.n4uAddress {
      addN4U(to: &request, ownTEID: ownTEID, address: address, choice: choice, removal: removal)
    }

    var sessionQER = CreateQER(qerID: RuleID.sessionQER, gateStatus: GateStatus())
    sessionQER.maximumBitRate = bitRate(session.qos)
    var flowQER = CreateQER(qerID: RuleID.flowQER, gateStatus: GateStatus())
    flowQER.qfi = flow
    request.createQERs = [sessionQER, flowQER]
    // A report every 100 MB, and one when the session ends.
    var urr = CreateURR(urrID: RuleID.volumeURR, measurementMethod: .volume, reportingTriggers: .volumeThreshold)
    urr.volumeThreshold = PFCPVolume(totalOctets: 100_000_000)
    request.createURRs = [urr]
    request.pdnType =
      switch session.type {
      case .ipv4: .ipv4
      case .ipv6: .ipv6
      case .ipv4v6: .ipv4v6
      }
    request.dnn = DomainName(session.dataNetwork.dnn)
    return request
  }

  /// Rules for router solicitations and advertisements over N4-u (TS 29.244 §5.3.3, TS 23.501 §5.8.2.2.3).
  private func addN4U(
    to request: inout SessionEstablishmentRequest, ownTEID: UInt32, address: IPAddress, choice: FTEID, removal: OuterHeaderRemoval
  ) {
    var solicitation = PDI(sourceInterface: .access)
    solicitation.localFTEID = choice
    solicitation.sdfFilters = [SDFFilter(flowDescription: "permit out 58 from ff02::2/128 to any")]
    var solicitationPDR = CreatePDR(pdrID: RuleID.solicitationPDR, precedence: 10, pdi: solicitation)
    solicitationPDR.outerHeaderRemoval = removal
    solicitationPDR.farID = RuleID.solicitationFAR
    var advertisement = PDI(sourceInterface: .cpFunction)
    if case .choose(let ipv4, let ipv6, _) = choice { advertisement.localFTEID = .choose(ipv4: ipv4, ipv6: ipv6, chooseID: 2) }
    var advertisementPDR = CreatePDR(pdrID: RuleID.advertisementPDR, precedence: 10, pdi: advertisement)
    advertisementPDR.outerHeaderRemoval = removal
    advertisementPDR.farID = RuleID.downlinkFAR
    advertisementPDR.qerIDs = [RuleID.flowQER]
    request.createPDRs += [solicitationPDR, advertisementPDR]
    var far = CreateFAR(farID: RuleID.solicitationFAR, applyAction: .forward)
    var parameters = ForwardingParameters(destinationInterface: .cpFunction)
    parameters.outerHeaderCreation = .gtpu(teid: ownTEID, ipv4: IPv4Address(address), ipv6: IPv6Address(address))
    far.forwardingParameters = parameters
    request.createFARs.append(far)
  }

  private func ueAddress(_ session: SMContext, isDestination: Bool) -> UEIPAddress {
    UEIPAddress(
      ipv4: session.ipv4.map { IPv4Address(rawValue: $0) },
      ipv6: session.ipv6Prefix.map { IPv6Address(prefix: $0, interfaceIdentifier: 0) }, isDestination: isDestination)
  }

  private func bitRate(_ qos: SessionQoS) -> PFCPBitRate {
    PFCPBitRate(
      uplinkKilobitsPerSecond: min((qos.uplinkAMBR + 999) / 1_000, 1 << 40 - 1),
      downlinkKilobitsPerSecond: min((qos.downlinkAMBR + 999) / 1_000, 1 << 40 - 1))
  }

  // MARK: Modification

  /// What downlink packets shall do.
  enum DownlinkAction {
    case forward(TunnelEndpoint)
    /// Wait; the first one is reported (TS 29.244 §5.2.3.1).
    case bufferAndNotify
    /// Be lost, those that wait too.
    case drop
  }

  /// Changes where downlink packets go (TS 29.244 §6.3.3).
  func setDownlink(_ action: DownlinkAction, of session: SMContext) async throws(N4Failure) {
    var far = UpdateFAR(farID: RuleID.downlinkFAR)
    var modification = SessionModificationRequest()
    switch action {
    case .forward(let tunnel):
      far.applyAction = .forward
      var parameters = UpdateForwardingParameters()
      parameters.destinationInterface = .access
      parameters.outerHeaderCreation = .gtpu(teid: tunnel.teid, ipv4: IPv4Address(tunnel.address), ipv6: IPv6Address(tunnel.address))
      far.updateForwardingParameters = parameters
    case .bufferAndNotify: far.applyAction = [.buffer, .notifyControlPlane]
    case .drop:
      far.applyAction = .drop
      modification.flags = .dropBufferedPackets
    }
    modification.updateFARs = [far]
    try await modifyN4(session, modification)
  }

  /// Changes the session's bit rate.
  func setBitRate(_ qos: SessionQoS, of session: SMContext) async throws(N4Failure) {
    var qer = UpdateQER(qerID: RuleID.sessionQER)
    qer.maximumBitRate = bitRate(qos)
    var modification = SessionModificationRequest()
    modification.updateQERs = [qer]
    try await modifyN4(session, modification)
  }

  private func modifyN4(_ session: SMContext, _ modification: SessionModificationRequest) async throws(N4Failure) {
    guard let n4 = session.n4, n4.upf.isAssociated else { throw .unavailable }
    do throws(N4Failure) {
      let body = try await request(.sessionModificationRequest(modification), seid: n4.upSEID, ownSEID: n4.cpSEID, to: n4.upf)
      guard case .sessionModificationResponse(let answer) = body else { throw .malformed }
      count(answer.usageReports, of: session)
      guard answer.cause.isAccepted else { throw .rejected(answer.cause) }
    } catch {
      noteFailure(error, at: n4.upf)
      if error == .rejected(.sessionContextNotFound), session.n4?.cpSEID == n4.cpSEID {
        // The UPF has lost the session: the UE is to establish it again.
        forgetN4(of: session)
        let reference = session.reference
        loop.spawn("session release") { await self.releaseByNetwork(reference, cause: .reactivationRequested) }
      }
      throw error
    }
  }

  // MARK: Deletion

  /// PFCP Session Deletion (TS 29.244 §6.3.4). The identifiers are free at once; the UPF is told, whether it answers or not.
  func deleteN4(of session: SMContext) async {
    guard let n4 = session.n4 else { return }
    forgetN4(of: session)
    guard n4.upf.isAssociated else { return }
    do throws(N4Failure) {
      let deletion = PFCPBody.sessionDeletionRequest(SessionDeletionRequest())
      if case .sessionDeletionResponse(let answer) = try await request(deletion, seid: n4.upSEID, ownSEID: n4.cpSEID, to: n4.upf) {
        count(answer.usageReports, of: session)
      }
    } catch {
      noteFailure(error, at: n4.upf)
      environment.log(.warning, "\(session.logName): not deleted at the UPF: \(error)")
    }
  }

  func forgetN4(of session: SMContext) {
    guard let n4 = session.n4 else { return }
    referenceByCPSEID[n4.cpSEID] = nil
    if let teid = n4.ownTEID { referenceByTEID[teid] = nil }
    n4.upf.sessionCount -= 1
    session.n4 = nil
    session.gNB = nil
  }

  func count(_ reports: [UsageReport], of session: SMContext) {
    for report in reports {
      session.uplinkOctets &+= report.volumeMeasurement?.uplinkOctets ?? 0
      session.downlinkOctets &+= report.volumeMeasurement?.downlinkOctets ?? 0
    }
  }
}
