import Base
import PFCP

/// Why a rule set is refused, as a response says it.
struct RuleFailure: Error, Hashable {
  var cause: PFCPCause
  var offendingIE: UInt16?
  var failedRule: FailedRuleID?

  init(_ cause: PFCPCause, offendingIE: UInt16? = nil, failedRule: FailedRuleID? = nil) {
    self.cause = cause
    self.offendingIE = offendingIE
    self.failedRule = failedRule
  }
}

/// The rules of a PFCP session as the control plane function set them, with the tunnels allocated for them.
struct SessionRules: Sendable {
  private(set) var pdrs: [CreatePDR] = []
  private(set) var fars: [CreateFAR] = []
  private(set) var qers: [CreateQER] = []
  private(set) var urrs: [CreateURR] = []
  private(set) var bar: CreateBAR?
  /// What the last request provisioned anew, whatever its value: quotas (TS 29.244 §5.2.2.2) and FARs (§5.2.3.1).
  private var grantedURRs: Set<UInt32> = []
  private var updatedFARs: Set<UInt32> = []
  /// The TEID of each PDR that has one.
  private(set) var teids: [UInt16: UInt32] = [:]

  // MARK: Changes

  mutating func create(_ rules: [CreatePDR], limit: Int, allocateTEID: () -> UInt32) throws(RuleFailure) -> [(pdrID: UInt16, teid: UInt32)]
  {
    guard pdrs.count + rules.count <= limit else { throw RuleFailure(.noResourcesAvailable) }
    var chosen: [UInt8: UInt32] = [:]
    var created: [(pdrID: UInt16, teid: UInt32)] = []
    for rule in rules {
      guard !pdrs.contains(where: { $0.pdrID == rule.pdrID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .pdr(rule.pdrID))
      }
      try Self.check(rule.pdi, pdrID: rule.pdrID)
      if case .choose(_, _, let chooseID) = rule.pdi.localFTEID {
        let teid = chooseID.flatMap { chosen[$0] } ?? allocateTEID()
        if let chooseID { chosen[chooseID] = teid }
        teids[rule.pdrID] = teid
        created.append((rule.pdrID, teid))
      }
      pdrs.append(rule)
    }
    return created
  }

  /// What this function cannot match, it must refuse (TS 29.244 §7.5.2.2).
  private static func check(_ pdi: PDI, pdrID: UInt16) throws(RuleFailure) {
    let failed = FailedRuleID.pdr(pdrID)
    guard pdi.trafficEndpointIDs.isEmpty, pdi.ethernetPDUSessionInformation == nil, pdi.ethernetPacketFilters.isEmpty,
      pdi.applicationID == nil, pdi.framedRoutes.isEmpty, pdi.framedIPv6Routes.isEmpty
    else { throw RuleFailure(.serviceNotSupported, failedRule: failed) }
    switch pdi.sourceInterface {
    case .access, .cpFunction:
      switch pdi.localFTEID {
      case .choose: break
      case .assigned: throw RuleFailure(.invalidFTEIDAllocationOption, offendingIE: 21, failedRule: failed)
      case nil: throw RuleFailure(.conditionalIEMissing, offendingIE: 21, failedRule: failed)
      }
    case .core, .sgiLANN6LAN:
      guard pdi.localFTEID == nil else { throw RuleFailure(.serviceNotSupported, offendingIE: 21, failedRule: failed) }
      guard !pdi.ueIPAddresses.isEmpty else { throw RuleFailure(.conditionalIEMissing, offendingIE: 93, failedRule: failed) }
    default: throw RuleFailure(.mandatoryIEIncorrect, offendingIE: 20, failedRule: failed)
    }
    for address in pdi.ueIPAddresses {
      guard !address.choosesIPv4, !address.choosesIPv6 else { throw RuleFailure(.serviceNotSupported, offendingIE: 93, failedRule: failed) }
      guard address.ipv6PrefixLength ?? 64 == 64 else { throw RuleFailure(.mandatoryIEIncorrect, offendingIE: 93, failedRule: failed) }
    }
  }

  mutating func create(_ rules: [CreateFAR], limit: Int) throws(RuleFailure) {
    guard fars.count + rules.count <= limit else { throw RuleFailure(.noResourcesAvailable) }
    for rule in rules {
      guard !fars.contains(where: { $0.farID == rule.farID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .far(rule.farID))
      }
      fars.append(rule)
    }
  }

  mutating func create(_ rules: [CreateQER], limit: Int) throws(RuleFailure) {
    guard qers.count + rules.count <= limit else { throw RuleFailure(.noResourcesAvailable) }
    for rule in rules {
      guard !qers.contains(where: { $0.qerID == rule.qerID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .qer(rule.qerID))
      }
      qers.append(rule)
    }
  }

  mutating func create(_ rules: [CreateURR], limit: Int) throws(RuleFailure) {
    guard urrs.count + rules.count <= limit else { throw RuleFailure(.noResourcesAvailable) }
    for rule in rules {
      guard !urrs.contains(where: { $0.urrID == rule.urrID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .urr(rule.urrID))
      }
      urrs.append(rule)
    }
  }

  mutating func create(_ rule: CreateBAR) throws(RuleFailure) {
    guard bar == nil else { throw RuleFailure(.ruleCreationModificationFailure, failedRule: .bar(rule.barID)) }
    bar = rule
  }

  /// Removes what a modification request names; a rule that does not exist fails the request.
  mutating func remove(_ request: SessionModificationRequest) throws(RuleFailure) {
    for rule in request.removePDRs {
      guard let index = pdrs.firstIndex(where: { $0.pdrID == rule.pdrID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .pdr(rule.pdrID))
      }
      pdrs.remove(at: index)
      teids[rule.pdrID] = nil
    }
    for rule in request.removeFARs {
      guard let index = fars.firstIndex(where: { $0.farID == rule.farID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .far(rule.farID))
      }
      fars.remove(at: index)
    }
    for rule in request.removeQERs {
      guard let index = qers.firstIndex(where: { $0.qerID == rule.qerID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .qer(rule.qerID))
      }
      qers.remove(at: index)
    }
    for rule in request.removeURRs {
      guard let index = urrs.firstIndex(where: { $0.urrID == rule.urrID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .urr(rule.urrID))
      }
      urrs.remove(at: index)
    }
    if let rule = request.removeBAR {
      guard bar?.barID == rule.barID else { throw RuleFailure(.ruleCreationModificationFailure, failedRule: .bar(rule.barID)) }
      bar = nil
    }
  }

  /// Applies the Update IEs of a modification request.
  mutating func update(_ request: SessionModificationRequest) throws(RuleFailure) {
    grantedURRs = Set(request.updateURRs.filter { $0.volumeQuota != nil }.map(\.urrID))
    updatedFARs = Set(request.updateFARs.map(\.farID))
    for change in request.updatePDRs {
      guard let index = pdrs.firstIndex(where: { $0.pdrID == change.pdrID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .pdr(change.pdrID))
      }
      try apply(change, at: index)
    }
    for change in request.updateFARs {
      guard let index = fars.firstIndex(where: { $0.farID == change.farID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .far(change.farID))
      }
      apply(change, at: index)
    }
    for change in request.updateQERs {
      guard let index = qers.firstIndex(where: { $0.qerID == change.qerID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .qer(change.qerID))
      }
      qers[index].gateStatus = change.gateStatus ?? qers[index].gateStatus
      qers[index].maximumBitRate = change.maximumBitRate ?? qers[index].maximumBitRate
      qers[index].guaranteedBitRate = change.guaranteedBitRate ?? qers[index].guaranteedBitRate
      qers[index].qfi = change.qfi ?? qers[index].qfi
      qers[index].rqi = change.rqi ?? qers[index].rqi
    }
    for change in request.updateURRs {
      guard let index = urrs.firstIndex(where: { $0.urrID == change.urrID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, failedRule: .urr(change.urrID))
      }
      urrs[index].measurementMethod = change.measurementMethod ?? urrs[index].measurementMethod
      urrs[index].reportingTriggers = change.reportingTriggers ?? urrs[index].reportingTriggers
      urrs[index].measurementPeriodSeconds = change.measurementPeriodSeconds ?? urrs[index].measurementPeriodSeconds
      urrs[index].volumeThreshold = change.volumeThreshold ?? urrs[index].volumeThreshold
      urrs[index].volumeQuota = change.volumeQuota ?? urrs[index].volumeQuota
      urrs[index].timeThresholdSeconds = change.timeThresholdSeconds ?? urrs[index].timeThresholdSeconds
    }
    if let change = request.updateBAR {
      guard bar?.barID == change.barID else { throw RuleFailure(.ruleCreationModificationFailure, failedRule: .bar(change.barID)) }
      if let count = change.suggestedBufferingPacketsCount { bar?.suggestedBufferingPacketsCount = count }
    }
  }

  private mutating func apply(_ change: UpdatePDR, at index: Int) throws(RuleFailure) {
    if var pdi = change.pdi {
      // A tunnel that stays is named by the F-TEID that was allocated for it.
      if case .assigned(let teid, _, _) = pdi.localFTEID, teid == teids[change.pdrID] { pdi.localFTEID = pdrs[index].pdi.localFTEID }
      guard pdi.localFTEID == pdrs[index].pdi.localFTEID else {
        throw RuleFailure(.invalidFTEIDAllocationOption, offendingIE: 21, failedRule: .pdr(change.pdrID))
      }
      try Self.check(pdi, pdrID: change.pdrID)
      pdrs[index].pdi = pdi
    }
    pdrs[index].precedence = change.precedence ?? pdrs[index].precedence
    pdrs[index].outerHeaderRemoval = change.outerHeaderRemoval ?? pdrs[index].outerHeaderRemoval
    pdrs[index].farID = change.farID ?? pdrs[index].farID
    if !change.qerIDs.isEmpty { pdrs[index].qerIDs = change.qerIDs }
    if !change.urrIDs.isEmpty { pdrs[index].urrIDs = change.urrIDs }
  }

  private mutating func apply(_ change: UpdateFAR, at index: Int) {
    fars[index].applyAction = change.applyAction ?? fars[index].applyAction
    fars[index].barID = change.barID ?? fars[index].barID
    guard let update = change.updateForwardingParameters else { return }
    var parameters = fars[index].forwardingParameters ?? ForwardingParameters(destinationInterface: .access)
    parameters.destinationInterface = update.destinationInterface ?? parameters.destinationInterface
    parameters.networkInstance = update.networkInstance ?? parameters.networkInstance
    parameters.outerHeaderCreation = update.outerHeaderCreation ?? parameters.outerHeaderCreation
    fars[index].forwardingParameters = parameters
  }

  // MARK: Compilation

  /// The rules for the data path, with the running state of the rules that `previous` had.
  func compile(seid: UInt64, previous: ForwardingSession?, isTransportIPv4: Bool, bufferLimit: Int, now: Instant) throws(RuleFailure)
    -> ForwardingSession
  {
    var session = ForwardingSession(
      seid: seid, pdrs: [], fars: [], qers: [], urrs: [], buffered: previous?.buffered ?? [], lastActivity: previous?.lastActivity ?? now)
    for far in fars {
      session.fars.append(try compile(far, previous: previous, isTransportIPv4: isTransportIPv4, bufferLimit: bufferLimit))
    }
    for qer in qers { session.qers.append(compile(qer, previous: previous, now: now)) }
    for urr in urrs {
      if var running = previous?.urrs.first(where: { $0.rule.urrID == urr.urrID }) {
        if grantedURRs.contains(urr.urrID) {
          running.quotaUsage = MeasuredUsage()
          running.isExhausted = false
        }
        if running.rule != urr {
          let fresh = ForwardingURR(urr, now: now)
          (running.rule, running.thresholds, running.quotas) = (urr, fresh.thresholds, fresh.quotas)
        }
        session.urrs.append(running)
      } else {
        session.urrs.append(ForwardingURR(urr, now: now))
      }
    }
    for pdr in pdrs {
      let compiled = try compile(pdr, in: session)
      for address in pdr.pdi.ueIPAddresses {
        if let ipv4 = address.ipv4 {
          guard session.ipv4 ?? ipv4.rawValue == ipv4.rawValue else {
            throw RuleFailure(.ruleCreationModificationFailure, offendingIE: 93, failedRule: .pdr(pdr.pdrID))
          }
          session.ipv4 = ipv4.rawValue
        }
        if let ipv6 = address.ipv6 {
          guard session.ipv6Prefix ?? ipv6.prefix == ipv6.prefix else {
            throw RuleFailure(.ruleCreationModificationFailure, offendingIE: 93, failedRule: .pdr(pdr.pdrID))
          }
          session.ipv6Prefix = ipv6.prefix
        }
      }
      session.pdrs.append(compiled)
    }
    let uplinkFlows = session.pdrs.reduce(UInt64(0)) { $1.source == .access ? $0 | $1.qfiMask : $0 }
    if uplinkFlows.nonzeroBitCount == 1 {
      for index in session.pdrs.indices where session.pdrs[index].source == .access { session.pdrs[index].takesUnmarked = true }
    }
    session.pdrs.sort { ($0.precedence, $0.pdrID) < ($1.precedence, $1.pdrID) }
    return session
  }

  private func compile(_ pdr: CreatePDR, in session: ForwardingSession) throws(RuleFailure) -> ForwardingPDR {
    let failed = FailedRuleID.pdr(pdr.pdrID)
    guard let farID = pdr.farID else { throw RuleFailure(.conditionalIEMissing, offendingIE: 108, failedRule: failed) }
    guard let farIndex = session.fars.firstIndex(where: { $0.farID == farID }) else {
      throw RuleFailure(.ruleCreationModificationFailure, offendingIE: 108, failedRule: failed)
    }
    guard pdr.activatePredefinedRules.isEmpty else { throw RuleFailure(.unknownPredefinedRule, offendingIE: 106, failedRule: failed) }
    var qerIndices: [Int] = []
    var marked: UInt8 = 0
    var reflective = false
    for qerID in pdr.qerIDs {
      guard let index = qers.firstIndex(where: { $0.qerID == qerID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, offendingIE: 109, failedRule: failed)
      }
      qerIndices.append(index)
      if let qfi = qers[index].qfi { marked = qfi.rawValue }
      if qers[index].rqi?.contains(.reflectiveQoS) == true { reflective = true }
    }
    var urrIndices: [Int] = []
    for urrID in pdr.urrIDs {
      guard let index = urrs.firstIndex(where: { $0.urrID == urrID }) else {
        throw RuleFailure(.ruleCreationModificationFailure, offendingIE: 81, failedRule: failed)
      }
      urrIndices.append(index)
    }
    let source: ForwardingSource =
      switch pdr.pdi.sourceInterface {
      case .access: .access
      case .cpFunction: .controlPlane
      default: .core
      }
    return ForwardingPDR(
      pdrID: pdr.pdrID, precedence: pdr.precedence, source: source, teid: teids[pdr.pdrID] ?? 0,
      qfiMask: pdr.pdi.qfis.reduce(0) { $0 | 1 << UInt64($1.rawValue & 63) },
      matchesIPv4: pdr.pdi.ueIPAddresses.contains { $0.ipv4 != nil }, matchesIPv6: pdr.pdi.ueIPAddresses.contains { $0.ipv6 != nil },
      filters: try filters(of: pdr), farIndex: farIndex, qerIndices: qerIndices, urrIndices: urrIndices, markedQFI: marked,
      reflectiveQoS: reflective)
  }

  private func filters(of pdr: CreatePDR) throws(RuleFailure) -> [FlowDescription] {
    var result: [FlowDescription] = []
    for filter in pdr.pdi.sdfFilters {
      var whole = filter
      if let filterID = filter.filterID, filter.flowDescription == nil {
        let others = pdrs.lazy.flatMap(\.pdi.sdfFilters)
        guard let referred = others.first(where: { $0.filterID == filterID && $0.flowDescription != nil }) else {
          throw RuleFailure(.ruleCreationModificationFailure, offendingIE: 23, failedRule: .pdr(pdr.pdrID))
        }
        whole = referred
      }
      guard let description = FlowDescription(whole) else {
        throw RuleFailure(.mandatoryIEIncorrect, offendingIE: 23, failedRule: .pdr(pdr.pdrID))
      }
      result.append(description)
    }
    return result
  }

  private func compile(_ far: CreateFAR, previous: ForwardingSession?, isTransportIPv4: Bool, bufferLimit: Int) throws(RuleFailure)
    -> ForwardingFAR
  {
    let failed = FailedRuleID.far(far.farID)
    let known: ApplyAction = [
      .drop, .forward, .buffer, .notifyControlPlane, .bufferedDownlinkPacketNotification, .discardedDownlinkPacketNotification,
    ]
    guard known.contains(far.applyAction) else { throw RuleFailure(.serviceNotSupported, offendingIE: 44, failedRule: failed) }
    let choices: [ApplyAction] = [.drop, .forward, .buffer]
    guard choices.filter({ far.applyAction.contains($0) }).count == 1 else {
      throw RuleFailure(.mandatoryIEIncorrect, offendingIE: 44, failedRule: failed)
    }
    if let barID = far.barID, bar?.barID != barID {
      throw RuleFailure(.ruleCreationModificationFailure, offendingIE: 88, failedRule: failed)
    }
    let suggested = far.barID == nil ? nil : bar?.suggestedBufferingPacketsCount
    var compiled = ForwardingFAR(
      farID: far.farID, action: far.applyAction, destination: .core, tunnel: nil,
      maximumBufferedPackets: min(suggested.map(Int.init) ?? bufferLimit, bufferLimit))
    let isForwarding = far.applyAction.contains(.forward)
    if let parameters = far.forwardingParameters {
      switch parameters.destinationInterface {
      case .access: compiled.destination = .access
      case .core, .sgiLANN6LAN: compiled.destination = .core
      case .cpFunction: compiled.destination = .controlPlane
      default: throw RuleFailure(.mandatoryIEIncorrect, offendingIE: 42, failedRule: failed)
      }
      guard parameters.redirectInformation == nil, parameters.headerEnrichments.isEmpty else {
        throw RuleFailure(.serviceNotSupported, failedRule: failed)
      }
      guard parameters.forwardingPolicy == nil else { throw RuleFailure(.invalidForwardingPolicy, offendingIE: 41, failedRule: failed) }
      if let creation = parameters.outerHeaderCreation {
        guard compiled.destination != .core, creation.isGTPU, let teid = creation.teid else {
          throw RuleFailure(.serviceNotSupported, offendingIE: 84, failedRule: failed)
        }
        let address: IPAddress? = isTransportIPv4 ? creation.ipv4?.address : creation.ipv6?.address
        guard let address else { throw RuleFailure(.mandatoryIEIncorrect, offendingIE: 84, failedRule: failed) }
        compiled.tunnel = RemoteTunnel(teid: teid, address: address)
      }
    } else if isForwarding {
      throw RuleFailure(.conditionalIEMissing, offendingIE: 4, failedRule: failed)
    }
    if isForwarding, compiled.destination != .core, compiled.tunnel == nil {
      throw RuleFailure(.conditionalIEMissing, offendingIE: 84, failedRule: failed)
    }
    if !updatedFARs.contains(far.farID), let running = previous?.fars.first(where: { $0.farID == far.farID }) {
      compiled.hasNotified = running.hasNotified
    }
    return compiled
  }

  private func compile(_ qer: CreateQER, previous: ForwardingSession?, now: Instant) -> ForwardingQER {
    let running = previous?.qers.first { $0.qerID == qer.qerID }
    func bucket(_ rate: UInt64?, _ old: TokenBucket?) -> TokenBucket? {
      guard let rate else { return nil }
      if let old, old.kilobitsPerSecond == rate { return old }
      return TokenBucket(kilobitsPerSecond: rate, now: now)
    }
    return ForwardingQER(
      qerID: qer.qerID, gate: qer.gateStatus, uplink: bucket(qer.maximumBitRate?.uplinkKilobitsPerSecond, running?.uplink),
      downlink: bucket(qer.maximumBitRate?.downlinkKilobitsPerSecond, running?.downlink))
  }
}
