import Base
import SBI
import Services

// Session management policy (TS 29.512 §4.2; TS 23.502 §4.16.4 to §4.16.6).
extension PCF: Npcf_SMPolicyControl {
  func sessionPolicyURI(_ id: String) -> String { "\(services.ownAPIRoot)/npcf-smpolicycontrol/v1/sm-policies/\(id)" }

  public func createSMPolicy(_ body: SmPolicyContextData) async throws(SBIFailure) -> Created<SmPolicyDecision> {
    guard SUPI(body.supi) != nil, (1...15).contains(body.pduSessionId) else {
      throw SBIFailure(status: 400, cause: "ERROR_INITIAL_PARAMETERS")
    }
    if configuration.asksRepository { try await checkSubscription(of: body) }
    // An association of the same session from before was not deleted: the new one takes its place.
    let key = [body.supi, String(body.pduSessionId)]
    if let known = sessionAssociationIDs.removeValue(forKey: key) { sessionAssociations[known] = nil }
    try checkRoom(sessionAssociations.count)
    let id = newID()
    let decision = decide(body)
    sessionAssociations[id] = SessionAssociation(context: body, decision: decision)
    sessionAssociationIDs[key] = id
    return Created(location: sessionPolicyURI(id), body: decision)
  }

  /// TS 29.512 §4.2.2.2: the data network must be among the UE's policy data (TS 29.519 §5.2.1).
  private func checkSubscription(of body: SmPolicyContextData) async throws(SBIFailure) {
    do {
      _ = try await services.nudrDataRepository().readSMPolicyData(
        ueId: body.supi, query: ReadSMPolicyDataQuery(snssai: body.sliceInfo, dnn: body.dnn))
    } catch {
      guard error.status == 404 else { throw error }
      if error.cause == "USER_NOT_FOUND" { throw SBIFailure(status: 400, cause: "USER_UNKNOWN") }
      throw SBIFailure(status: 403, cause: "POLICY_CONTEXT_DENIED", detail: "the data network is not subscribed")
    }
  }

  public func getSMPolicy(smPolicyId: String) async throws(SBIFailure) -> SmPolicyControl {
    guard let association = sessionAssociations[smPolicyId] else { throw PCF.unknownAssociation }
    return SmPolicyControl(context: association.context, policy: association.decision)
  }

  public func updateSMPolicy(smPolicyId: String, _ body: SmPolicyUpdateContextData) async throws(SBIFailure) -> SmPolicyDecision {
    guard var association = sessionAssociations[smPolicyId] else { throw PCF.unknownAssociation }
    if let bitRate = body.subsSessAmbr { association.context.subsSessAmbr = bitRate }
    if let qos = body.subsDefQos { association.context.subsDefQos = qos }
    if let address = body.ipv4Address { association.context.ipv4Address = address }
    if body.relIpv4Address != nil { association.context.ipv4Address = nil }
    if let prefix = body.ipv6AddressPrefix { association.context.ipv6AddressPrefix = prefix }
    if body.relIpv6AddressPrefix != nil { association.context.ipv6AddressPrefix = nil }
    if let location = body.userLocationInfo { association.context.userLocationInfo = location }
    association.decision = decide(association.context)
    sessionAssociations[smPolicyId] = association
    return association.decision
  }

  public func deleteSMPolicy(smPolicyId: String, _ body: SmPolicyDeleteData) async throws(SBIFailure) {
    guard let association = sessionAssociations.removeValue(forKey: smPolicyId) else { throw PCF.unknownAssociation }
    sessionAssociationIDs[[association.context.supi, String(association.context.pduSessionId)]] = nil
  }

  /// The operator changes the session policies: sessions whose decision changes are told (TS 29.512 §4.2.3).
  public func setSessionPolicies(_ policies: [SessionPolicy]) {
    configuration.sessionPolicies = policies
    let notifier = Npcf_SMPolicyControlNotifier(transport: services.notificationTransport)
    for id in sessionAssociations.keys.sorted() {
      guard var association = sessionAssociations[id] else { continue }
      let decision = decide(association.context)
      guard decision != association.decision else { continue }
      association.decision = decision
      sessionAssociations[id] = association
      let uri = association.context.notificationUri
      let notification = SmPolicyNotification(resourceUri: sessionPolicyURI(id), smPolicyDecision: decision)
      let environment = environment
      environment.loop.spawn("PCF session policy update") {
        do {
          _ = try await notifier.notifySMPolicyUpdate(to: uri, notification)
        } catch {
          environment.log(.warning, "an SMF did not take a policy update: \(error)")
        }
      }
    }
  }

  // MARK: Decision

  /// One session rule with session-AMBR and default QoS, and one PCC rule that lets everything through on the default QoS flow
  /// (TS 29.512 §4.2.2.5, §4.2.6.2, §4.2.6.3).
  func decide(_ context: SmPolicyContextData) -> SmPolicyDecision {
    let slice = Base.SNSSAI(context.sliceInfo)
    let policy = configuration.sessionPolicies.first { policy in
      policy.dnn.lowercased() == context.dnn.lowercased() && (policy.sNSSAI == nil || policy.sNSSAI == slice)
    }
    let subscribed = context.subsDefQos
    let fiveQI = policy?.fiveQI.map { Int($0) } ?? subscribed?.fiveQi ?? Int(configuration.defaultFiveQI)
    var arp =
      subscribed?.arp
      ?? Arp(preemptCap: .notPreempt, preemptVuln: .notPreemptable, priorityLevel: Int(configuration.defaultPriorityLevel))
    if let level = policy?.priorityLevel { arp.priorityLevel = Int(level) }
    let fallback = BitRateText.text(configuration.defaultBitsPerSecond)
    let bitRate = Ambr(
      uplink: policy?.uplinkBitsPerSecond.map { BitRateText.text($0) } ?? context.subsSessAmbr?.uplink ?? fallback,
      downlink: policy?.downlinkBitsPerSecond.map { BitRateText.text($0) } ?? context.subsSessAmbr?.downlink ?? fallback)

    var qos = QosData(qosId: "default")
    qos.fiveQi = fiveQI
    qos.arp = arp
    qos.defQosFlowIndication = true
    var rule = PccRule(pccRuleId: "default")
    rule.flowInfos = [FlowInformation(flowDescription: "permit out ip from any to assigned", flowDirection: .bidirectional)]
    rule.precedence = 255
    rule.refQosData = [qos.qosId]
    let session = SessionRule(sessRuleId: "default", authSessAmbr: bitRate, authDefQos: AuthorizedDefaultQos(fiveQi: fiveQI, arp: arp))
    var decision = SmPolicyDecision()
    decision.sessRules = SBIMap([(key: session.sessRuleId, value: session)])
    decision.pccRules = SBIMap([(key: rule.pccRuleId, value: rule)])
    decision.qosDecs = SBIMap([(key: qos.qosId, value: qos)])
    return decision
  }
}
