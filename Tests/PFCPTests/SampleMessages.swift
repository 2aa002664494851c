import Base

@testable import PFCP

/// One message of each type with every element of its table, its values drawn from a seed.
struct SampleMessages {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func u8() -> UInt8 { UInt8(truncatingIfNeeded: generator.next()) }
  mutating func u16() -> UInt16 { UInt16(truncatingIfNeeded: generator.next()) }
  mutating func u32() -> UInt32 { UInt32(truncatingIfNeeded: generator.next()) }
  mutating func u64() -> UInt64 { generator.next() }
  mutating func octets() -> [UInt8] { (0..<Int(u8() % 20)).map { _ in u8() } }
  mutating func text() -> PFCPText { PFCPText(Hex.encode(octets())) }
  mutating func ipv4() -> IPv4Address { IPv4Address(rawValue: u32()) }
  mutating func ipv6() -> IPv6Address { IPv6Address(prefix: u64(), interfaceIdentifier: u64()) }
  mutating func flag() -> Bool { u8() & 1 == 0 }

  mutating func nodeID() -> NodeID {
    switch u8() % 3 {
    case 0: .ipv4(ipv4())
    case 1: .ipv6(ipv6())
    default: .fqdn(DomainName("upf\(u8()).example.org") ?? DomainName(octets: [1, 0x61]))
    }
  }
  mutating func fseid() -> FSEID { FSEID(seid: u64(), ipv4: ipv4(), ipv6: flag() ? ipv6() : nil) }
  mutating func fteid() -> FTEID {
    flag()
      ? .assigned(teid: u32(), ipv4: flag() ? ipv4() : nil, ipv6: ipv6()) : .choose(ipv4: true, ipv6: flag(), chooseID: flag() ? u8() : nil)
  }
  mutating func ueAddress() -> UEIPAddress {
    var address = UEIPAddress(ipv4: ipv4(), ipv6: flag() ? ipv6() : nil, isDestination: flag())
    if flag() { address.ipv6PrefixLength = u8() % 128 + 1 }
    if flag() { address.delegatedPrefixBits = u8() }
    return address
  }
  mutating func sdfFilter() -> SDFFilter {
    var filter = SDFFilter(flowDescription: flag() ? "permit out ip from any to assigned" : nil, filterID: u32())
    filter.tosTrafficClass = flag() ? u16() : nil
    filter.securityParameterIndex = flag() ? u32() : nil
    filter.flowLabel = u32() & 0xF_FFFF
    return filter
  }
  mutating func creation() -> OuterHeaderCreation { .gtpu(teid: u32(), ipv4: ipv4(), ipv6: flag() ? ipv6() : nil) }
  mutating func rate() -> PFCPBitRate {
    PFCPBitRate(uplinkKilobitsPerSecond: u64() & 0xFF_FFFF_FFFF, downlinkKilobitsPerSecond: u64() & 0xFF_FFFF_FFFF)
  }
  mutating func volume() -> PFCPVolume {
    PFCPVolume(totalOctets: u64(), uplinkOctets: flag() ? u64() : nil, downlinkOctets: flag() ? u64() : nil)
  }

  mutating func pdi() -> PDI {
    var pdi = PDI(sourceInterface: PFCPInterface(rawValue: u8() & 15))
    pdi.localFTEID = fteid()
    pdi.networkInstance = text()
    pdi.ueIPAddresses = [ueAddress(), ueAddress()]
    pdi.trafficEndpointIDs = [u8()]
    pdi.sdfFilters = [sdfFilter(), sdfFilter()]
    pdi.applicationID = text()
    pdi.ethernetPDUSessionInformation = .ethernetSession
    pdi.ethernetPacketFilters = [[0, 138, 0, 4, 0, 0, 0, u8()]]
    pdi.qfis = [QoSFlowIdentifier(rawValue: u8() & 63), QoSFlowIdentifier(rawValue: u8() & 63)]
    pdi.framedRoutes = [text()]
    pdi.framedRouting = u32()
    pdi.framedIPv6Routes = [text()]
    pdi.sourceInterfaceType = .n3ThreeGPPAccess
    return pdi
  }
  mutating func createPDR() -> CreatePDR {
    var rule = CreatePDR(pdrID: u16(), precedence: u32(), pdi: pdi())
    rule.outerHeaderRemoval = flag() ? .gtpuUDPIPv4 : OuterHeaderRemoval(description: 6, extensionHeaderDeletion: 1)
    rule.farID = u32()
    rule.urrIDs = [u32()]
    rule.qerIDs = [u32(), u32()]
    rule.activatePredefinedRules = [text()]
    rule.activationTime = u32()
    rule.deactivationTime = u32()
    return rule
  }
  mutating func createFAR() -> CreateFAR {
    var rule = CreateFAR(farID: u32(), applyAction: ApplyAction(rawValue: u64() & 0x1FFF))
    var parameters = ForwardingParameters(destinationInterface: .core)
    parameters.networkInstance = text()
    parameters.redirectInformation = RedirectInformation(addressType: 4, serverAddress: text(), otherServerAddress: text())
    parameters.outerHeaderCreation = creation()
    parameters.transportLevelMarking = u16()
    parameters.forwardingPolicy = ForwardingPolicy(identifier: text())
    parameters.headerEnrichment = [0, 1, 0x61, 1, 0x62]
    parameters.linkedTrafficEndpointID = u8()
    parameters.proxying = u8()
    parameters.destinationInterfaceType = .n6
    rule.forwardingParameters = parameters
    var duplicating = DuplicatingParameters(destinationInterface: .core)
    duplicating.outerHeaderCreation = creation()
    rule.duplicatingParameters = [duplicating]
    rule.barID = u8()
    return rule
  }
  mutating func createURR() -> CreateURR {
    var rule = CreateURR(
      urrID: u32(), measurementMethod: [.volume, .duration], reportingTriggers: ReportingTriggers(rawValue: u64() & 0x3FFFF))
    rule.measurementPeriodSeconds = u32()
    rule.volumeThreshold = volume()
    rule.volumeQuota = volume()
    rule.timeThresholdSeconds = u32()
    rule.timeQuotaSeconds = u32()
    rule.quotaHoldingTimeSeconds = u32()
    rule.droppedDownlinkTrafficThreshold = DroppedDownlinkTrafficThreshold(packets: u64(), octets: u64())
    rule.monitoringTime = u32()
    rule.subsequentVolumeThreshold = volume()
    rule.inactivityDetectionTimeSeconds = u32()
    rule.linkedURRIDs = [u32(), u32()]
    rule.measurementInformation = [.numberOfPackets]
    rule.farIDForQuotaAction = u32()
    rule.further.numberOfReports = u16()
    return rule
  }
  mutating func createQER() -> CreateQER {
    var rule = CreateQER(qerID: u32(), gateStatus: GateStatus(isUplinkOpen: flag(), isDownlinkOpen: flag()))
    rule.qerCorrelationID = u32()
    rule.maximumBitRate = rate()
    rule.guaranteedBitRate = rate()
    rule.qfi = QoSFlowIdentifier(rawValue: u8() & 63)
    rule.rqi = .reflectiveQoS
    rule.pagingPolicyIndicator = u8() & 7
    rule.averagingWindowMilliseconds = u32()
    return rule
  }
  mutating func createBAR() -> CreateBAR {
    var rule = CreateBAR(barID: u8())
    rule.downlinkDataNotificationDelay = u8()
    rule.suggestedBufferingPacketsCount = u8()
    return rule
  }
  mutating func usageReport() -> UsageReport {
    var report = UsageReport(urrID: u32(), sequenceNumber: u32(), usageReportTrigger: UsageReportTrigger(rawValue: u64() & 0x3FFFFF))
    report.startTime = u32()
    report.endTime = u32()
    report.volumeMeasurement = volume()
    report.volumeMeasurement?.totalPackets = u64()
    report.durationMeasurementSeconds = u32()
    var detection = ApplicationDetectionInformation(applicationID: text())
    detection.flowInformation = FlowInformation(direction: u8() & 7, flowDescription: text())
    detection.pdrID = u16()
    report.applicationDetectionInformation = detection
    report.timeOfFirstPacket = u32()
    report.timeOfLastPacket = u32()
    report.usageInformation = [.beforeMonitoringTime]
    return report
  }
  func load() -> LoadControlInformation { LoadControlInformation(sequenceNumber: 7, metricPercent: 55) }
  func overload() -> OverloadControlInformation {
    OverloadControlInformation(sequenceNumber: 8, reductionPercent: 20, periodOfValidity: UnitTimer(rawValue: 0x25))
  }
}

extension SampleMessages {
  mutating func all() -> [PFCPMessage] { nodeMessages() + sessionMessages() }

  private mutating func node(_ body: PFCPBody) -> PFCPMessage { PFCPMessage(sequenceNumber: u32() & 0xFF_FFFF, body) }
  private mutating func session(_ body: PFCPBody) -> PFCPMessage {
    PFCPMessage(seid: u64(), sequenceNumber: u32() & 0xFF_FFFF, messagePriority: flag() ? u8() & 15 : nil, body)
  }

  private mutating func nodeMessages() -> [PFCPMessage] {
    var pfds = ApplicationPFDs(applicationID: text())
    var contents = PFDContents()
    contents.flowDescription = text()
    contents.domainName = text()
    var context = PFDContext()
    context.contents = [contents]
    pfds.contexts = [context]
    var management = PFDManagementRequest()
    management.applications = [pfds]
    management.nodeID = nodeID()
    var setup = AssociationSetupRequest(nodeID: nodeID(), recoveryTimeStamp: u32())
    setup.cpFunctionFeatures = CPFunctionFeatures(rawValue: u64() & 0x3FF)
    var setupAnswer = AssociationSetupResponse(nodeID: nodeID(), cause: .requestAccepted, recoveryTimeStamp: u32())
    setupAnswer.upFunctionFeatures = UPFunctionFeatures(rawValue: u64() & 0xFFFF_FFFF_FFFF)
    var update = AssociationUpdateRequest(nodeID: nodeID())
    update.associationReleaseRequest = .releaseRequest
    update.gracefulReleasePeriod = UnitTimer(rawValue: u8())
    var path = UserPlanePathReport()
    path.remotePeers = [RemoteGTPUPeer(ipv4: ipv4(), destinationInterface: .access, networkInstance: text()), RemoteGTPUPeer(ipv6: ipv6())]
    var report = NodeReportRequest(nodeID: nodeID(), nodeReportType: .userPlanePathFailure)
    report.userPlanePathFailureReport = path
    var reportAnswer = NodeReportResponse(nodeID: nodeID(), cause: .mandatoryIEMissing)
    reportAnswer.offendingIE = 101
    return [
      node(.heartbeatRequest(HeartbeatRequest(recoveryTimeStamp: u32()))),
      node(.heartbeatResponse(HeartbeatResponse(recoveryTimeStamp: u32()))),
      node(.pfdManagementRequest(management)), node(.pfdManagementResponse(PFDManagementResponse(cause: .requestAccepted))),
      node(.associationSetupRequest(setup)), node(.associationSetupResponse(setupAnswer)), node(.associationUpdateRequest(update)),
      node(.associationUpdateResponse(AssociationUpdateResponse(nodeID: nodeID(), cause: .requestAccepted))),
      node(.associationReleaseRequest(AssociationReleaseRequest(nodeID: nodeID()))),
      node(.associationReleaseResponse(AssociationReleaseResponse(nodeID: nodeID(), cause: .noEstablishedPFCPAssociation))),
      node(.versionNotSupportedResponse(VersionNotSupportedResponse())), node(.nodeReportRequest(report)),
      node(.nodeReportResponse(reportAnswer)),
      node(.sessionSetDeletionRequest(SessionSetDeletionRequest(nodeID: nodeID()))),
      node(.sessionSetDeletionResponse(SessionSetDeletionResponse(nodeID: nodeID(), cause: .requestAccepted))),
    ]
  }

  private mutating func sessionMessages() -> [PFCPMessage] {
    var establishment = SessionEstablishmentRequest(nodeID: nodeID(), cpFSEID: fseid())
    establishment.createPDRs = [createPDR(), createPDR()]
    establishment.createFARs = [createFAR(), createFAR()]
    establishment.createURRs = [createURR()]
    establishment.createQERs = [createQER()]
    establishment.createBAR = createBAR()
    establishment.pdnType = .ipv4v6
    establishment.userPlaneInactivityTimerSeconds = u32()
    var user = PFCPUserID()
    user.imsi = [0x99, 0x79, 0x00, 0x00, 0x00, 0x00, 0x00, 0xF1]
    user.supi = octets()
    establishment.userID = user
    establishment.dnn = DomainName("internet")
    establishment.sNSSAI = SNSSAI(sst: u8(), sd: u32() & 0xFF_FFFF)
    var created = CreatedPDR(pdrID: u16())
    created.localFTEID = .assigned(teid: u32(), ipv4: ipv4(), ipv6: nil)
    var established = SessionEstablishmentResponse(nodeID: nodeID(), cause: .requestAccepted)
    established.upFSEID = fseid()
    established.createdPDRs = [created]
    established.loadControlInformation = load()
    established.overloadControlInformation = overload()
    established.failedRuleID = .bar(u8())
    var updatePDR = UpdatePDR(pdrID: u16())
    updatePDR.pdi = pdi()
    updatePDR.precedence = u32()
    var parameters = UpdateForwardingParameters()
    parameters.outerHeaderCreation = creation()
    parameters.pfcpSMReqFlags = .sendEndMarker
    var updateFAR = UpdateFAR(farID: u32())
    updateFAR.applyAction = [.forward]
    updateFAR.updateForwardingParameters = parameters
    var updateQER = UpdateQER(qerID: u32())
    updateQER.maximumBitRate = rate()
    var updateURR = UpdateURR(urrID: u32())
    updateURR.volumeQuota = volume()
    var modification = SessionModificationRequest()
    modification.cpFSEID = fseid()
    modification.removePDRs = [RemovePDR(pdrID: u16())]
    modification.removeFARs = [RemoveFAR(farID: u32()), RemoveFAR(farID: u32())]
    modification.removeURRs = [RemoveURR(urrID: u32())]
    modification.removeQERs = [RemoveQER(qerID: u32())]
    modification.removeBAR = RemoveBAR(barID: u8())
    modification.createPDRs = [createPDR()]
    modification.updatePDRs = [updatePDR]
    modification.updateFARs = [updateFAR]
    modification.updateQERs = [updateQER]
    modification.updateURRs = [updateURR]
    modification.updateBAR = UpdateBAR(barID: u8())
    modification.flags = [.dropBufferedPackets, .queryAllURRs]
    modification.queryURRs = [QueryURR(urrID: u32())]
    var modified = SessionModificationResponse(cause: .ruleCreationModificationFailure)
    modified.offendingIE = 108
    modified.failedRuleID = .pdr(u16())
    modified.usageReports = [usageReport()]
    var deleted = SessionDeletionResponse(cause: .requestAccepted)
    deleted.usageReports = [usageReport(), usageReport()]
    var data = DownlinkDataReport()
    data.pdrIDs = [u16()]
    data.serviceInformation = [
      DownlinkDataServiceInformation(pagingPolicyIndication: u8() & 63, qfi: QoSFlowIdentifier(rawValue: u8() & 63))
    ]
    var indication = ErrorIndicationReport()
    indication.remoteFTEIDs = [.assigned(teid: u32(), ipv4: ipv4(), ipv6: nil)]
    var report = SessionReportRequest(reportType: [.downlinkDataReport, .usageReport, .errorIndicationReport])
    report.downlinkDataReport = data
    report.usageReports = [usageReport()]
    report.errorIndicationReport = indication
    var bar = ReportResponseUpdateBAR(barID: u8())
    bar.downlinkBufferingDuration = UnitTimer(rawValue: u8())
    bar.downlinkBufferingSuggestedPacketCount = PacketCount(300)
    var reported = SessionReportResponse(cause: .requestAccepted)
    reported.updateBAR = bar
    reported.flags = .dropBufferedPackets
    return [
      session(.sessionEstablishmentRequest(establishment)), session(.sessionEstablishmentResponse(established)),
      session(.sessionModificationRequest(modification)), session(.sessionModificationResponse(modified)),
      session(.sessionDeletionRequest(SessionDeletionRequest())), session(.sessionDeletionResponse(deleted)),
      session(.sessionReportRequest(report)), session(.sessionReportResponse(reported)),
    ]
  }
}
