import Base
import NAS
import NGAP
import Runtime
import SBI
import Services

/// Why a PDU session is refused: for the UE and for the AMF (TS 24.501 §6.4.1.4; TS 29.502 table 6.1.7.3-1).
struct SessionRejection: Error {
  /// `nil`: the UE gets no answer from this function.
  var cause: FiveGSMCause?
  var status: Int
  var problem: String
  var backOffSeconds: Int?
  /// The UE may ask again with SSC mode 1 (TS 24.501 §6.4.1.4.1).
  var allowsSSCMode1 = false

  init(_ cause: FiveGSMCause?, _ status: Int, _ problem: String, backOffSeconds: Int? = nil) {
    self.cause = cause
    self.status = status
    self.problem = problem
    self.backOffSeconds = backOffSeconds
  }
}

/// UE-requested PDU session establishment (TS 23.502 §4.3.2.2.1; TS 24.501 §6.4.1).
extension SMF {
  /// - Returns: the session, ready for the UE and the gNB to be told of it.
  func establish(_ request: SmContextCreateData, _ message: PDUSessionEstablishmentRequest) async throws(SessionRejection) -> SMContext {
    let session = try admit(request, message)
    let lease = session.take(.establishment)
    do throws(SessionRejection) {
      try await establish(session, lease, message, servingNetwork: request.servingNetwork)
      return session
    } catch {
      // Everything that any step took goes back.
      await tearDown(session)
      throw error
    }
  }

  // MARK: Admission

  private func admit(_ request: SmContextCreateData, _ message: PDUSessionEstablishmentRequest) throws(SessionRejection) -> SMContext {
    // TS 24.501 §7.3.1: an unassigned PTI is refused.
    guard message.procedureTransactionIdentity != 0 else { throw SessionRejection(.invalidPTIValue, 403, "N1_SM_ERROR") }
    guard let supi = request.supi.flatMap({ SUPI($0) }), request.unauthenticatedSupi != true,
      let id = request.pduSessionId.flatMap({ UInt8(exactly: $0) }), let dnn = request.selectedDnn ?? request.dnn,
      let slice = request.sNssai.map({ Base.SNSSAI($0) })
    else { throw SessionRejection(.requestRejectedUnspecified, 400, "MANDATORY_IE_MISSING") }
    // TS 24.501 §7.3.2: the identities of the message and of its transport are one, and an assigned one.
    guard message.pduSessionIdentity == id, (1...15).contains(id) else {
      environment.security("PDU SESSION ESTABLISHMENT REQUEST with an invalid PDU session identity", interface: .n1)
      throw SessionRejection(.invalidPDUSessionIdentity, 403, "N1_SM_ERROR")
    }
    switch request.requestType {
    case nil, .some("INITIAL_REQUEST"): break
    case .some("EXISTING_PDU_SESSION"): throw SessionRejection(.pduSessionDoesNotExist, 403, "N1_SM_ERROR")
    default: throw SessionRejection(.serviceOptionNotSupported, 403, "REQUEST_TYPE_NOT_SUPPORTED")
    }
    guard let network = configuration.dataNetwork(dnn, in: slice) else {
      throw SessionRejection(.missingOrUnknownDNN, 403, "DNN_NOT_SUPPORTED")
    }
    // TS 29.502 §5.2.2.2.1: a session that the AMF has forgotten gives way to the new one.
    var isRegistered = false
    if let old = referencesByUE[supi]?[id].flatMap({ sessions[$0] }) {
      environment.log(.info, "\(old.logName): replaced by a new one")
      // The registration at the UDM is by identity: the new session takes it over.
      isRegistered = old.isRegisteredAtUDM
      old.isRegisteredAtUDM = false
      retire(old)
    }
    guard sessions.count < configuration.limits.sessions, referencesByUE[supi]?.count ?? 0 < configuration.limits.sessionsPerUE else {
      throw SessionRejection(.insufficientResources, 500, "INSUFFICIENT_RESOURCES", backOffSeconds: 60)
    }
    let session = SMContext(
      reference: makeReference(), supi: supi, pduSessionID: id, dnn: dnn, slice: slice, dataNetwork: network,
      amfInstanceID: request.servingNfId, statusURI: request.smContextStatusUri, loop: loop)
    session.pti = message.procedureTransactionIdentity
    session.isRegisteredAtUDM = isRegistered
    add(session)
    return session
  }

  private func establish(
    _ session: SMContext, _ lease: UInt64, _ message: PDUSessionEstablishmentRequest, servingNetwork: PlmnIdNid
  ) async throws(SessionRejection) {
    // TS 23.502 §4.3.2.2.1, step 4: subscription data.
    let subscription = try await subscription(of: session)
    try check(session, lease)
    let type = try selectType(message.pduSessionType, subscription: subscription, network: session.dataNetwork)
    session.type = type.type
    try checkSSCMode(message.sscMode, subscription: subscription)
    session.qos.apply(subscription)

    // Step 10a comes first here: the PCF is told the addresses (TS 23.501 §5.8.2.2.1).
    let fixed = staticAddresses(of: subscription)
    guard allocateAddresses(for: session, ipv4: fixed.ipv4, ipv6Prefix: fixed.ipv6Prefix) else {
      environment.log(.warning, "\(session.logName): no address is free")
      throw SessionRejection(
        .insufficientResourcesForSpecificSliceAndDNN, 500, "INSUFFICIENT_RESOURCES_SLICE_DNN", backOffSeconds: 60)
    }

    // Step 7b: SM policy association.
    try await createPolicy(session, lease, servingNetwork: servingNetwork)

    // Steps 8 and 10: UPF selection and N4 session.
    guard let upf = selectUPF(dnn: session.dnn) else {
      throw SessionRejection(.insufficientResources, 504, "PEER_NOT_RESPONDING", backOffSeconds: 30)
    }
    do throws(N4Failure) {
      try await establishN4(session, at: upf)
    } catch {
      environment.log(.warning, "\(session.logName): no N4 session at UPF \(upf.configuration.name): \(error)")
      throw SessionRejection(.insufficientResources, 504, "PEER_NOT_RESPONDING", backOffSeconds: 30)
    }
    try check(session, lease)

    // Step 4a: registration at the UDM, and word of changes.
    try await registerAtUDM(session, lease)
  }

  private func check(_ session: SMContext, _ lease: UInt64) throws(SessionRejection) {
    do throws(ProcedureAborted) { try session.check(lease) } catch {
      throw SessionRejection(.requestRejectedUnspecified, 409, "CONTEXT_NOT_FOUND")
    }
  }

  // MARK: Subscription

  private func subscription(of session: SMContext) async throws(SessionRejection) -> DnnConfiguration {
    let configuration: DnnConfiguration?
    do throws(SBIFailure) {
      configuration = try await subscribedConfiguration(of: session)
    } catch {
      environment.log(.info, "\(session.logName): no session management subscription data: \(error)")
      switch (error.status, error.cause) {
      case (404, "USER_NOT_FOUND"): throw SessionRejection(.userAuthenticationOrAuthorizationFailed, 403, "SUBSCRIPTION_DENIED")
      case (404, _): throw SessionRejection(.requestedServiceOptionNotSubscribed, 403, "SUBSCRIPTION_DENIED")
      case (403, _): throw SessionRejection(.userAuthenticationOrAuthorizationFailed, 403, "SUBSCRIPTION_DENIED")
      default: throw SessionRejection(.networkFailure, 504, "PEER_NOT_RESPONDING")
      }
    }
    guard let configuration else { throw SessionRejection(.missingOrUnknownDNN, 403, "DNN_DENIED") }
    return configuration
  }

  /// What the UDM has for the session's DNN and slice (TS 29.503 §5.2.2.2.5); `nil` when it is not subscribed.
  func subscribedConfiguration(of session: SMContext) async throws(SBIFailure) -> DnnConfiguration? {
    let query = GetSMDataQuery(singleNssai: session.slice.sbi, dnn: session.dnn, plmnId: configuration.plmn.sbi)
    let json = try await services.nudmSubscriberDataManagement().getSMData(supi: session.supi.rawValue, query: query)
    let list = json.arrayValue ?? json["individualSmSubsData"]?.arrayValue ?? []
    let matching = list.map { SessionManagementSubscriptionData(unchecked: $0) }.first { Base.SNSSAI($0.singleNssai) == session.slice }
    guard let matching else { throw SBIFailure(status: 404, cause: "DATA_NOT_FOUND") }
    let entries = matching.dnnConfigurations?.entries ?? []
    return (entries.first { $0.key.lowercased() == session.dnn.lowercased() } ?? entries.first { $0.key == "*" })?.value
  }

  /// TS 23.501 §5.8.2.2.1, TS 24.501 §6.4.1.3 and §6.4.1.4.1: the type, and the cause for the UE when it gets less than it asked for.
  private func selectType(
    _ requested: NAS.PDUSessionType?, subscription: DnnConfiguration, network: SMFConfiguration.DataNetwork
  ) throws(SessionRejection) -> (type: SessionType, cause: FiveGSMCause?) {
    let subscribed = Set(
      ([subscription.pduSessionTypes.defaultSessionType].compactMap { $0 } + (subscription.pduSessionTypes.allowedSessionTypes ?? [])).map(
        \.rawValue))
    let both = subscribed.contains("IPV4V6")
    let offersIPv6 = network.ipv6Pool != nil && configuration.n4uAddress != nil
    let ipv4 = (both || subscribed.contains("IPV4")) && network.ipv4Pool != nil
    let ipv6 = (both || subscribed.contains("IPV6")) && offersIPv6
    guard ipv4 || ipv6 else { throw SessionRejection(.unknownPDUSessionType, 403, "PDUTYPE_DENIED") }
    let single: (type: SessionType, cause: FiveGSMCause?) =
      ipv4 ? (.ipv4, .pduSessionTypeIPv4OnlyAllowed) : (.ipv6, .pduSessionTypeIPv6OnlyAllowed)
    let isDualStack = ipv4 && ipv6 && both
    switch requested {
    case .ipv4v6: return isDualStack ? (.ipv4v6, nil) : single
    case .ipv4:
      guard ipv4 else { throw SessionRejection(.pduSessionTypeIPv6OnlyAllowed, 403, "PDUTYPE_DENIED") }
      return (.ipv4, nil)
    case .ipv6:
      guard ipv6 else { throw SessionRejection(.pduSessionTypeIPv4OnlyAllowed, 403, "PDUTYPE_DENIED") }
      return (.ipv6, nil)
    case nil:
      let preferred = subscription.pduSessionTypes.defaultSessionType
      if preferred == .ipv4v6, isDualStack { return (.ipv4v6, nil) }
      if preferred == .ipv6, ipv6 { return (.ipv6, nil) }
      return (single.type, nil)
    case .ethernet, .unstructured, .other: throw SessionRejection(.unknownPDUSessionType, 403, "PDUTYPE_NOT_SUPPORTED")
    }
  }

  /// The cause that goes with the selected type in the accept.
  func typeCause(requested: NAS.PDUSessionType?, selected: SessionType) -> FiveGSMCause? {
    guard requested == .ipv4v6 else { return nil }
    switch selected {
    case .ipv4: return .pduSessionTypeIPv4OnlyAllowed
    case .ipv6: return .pduSessionTypeIPv6OnlyAllowed
    case .ipv4v6: return nil
    }
  }

  /// Only SSC mode 1 is offered (TS 23.501 §5.6.9; TS 24.501 §6.4.1.4.1).
  private func checkSSCMode(_ requested: SSCMode?, subscription: DnnConfiguration) throws(SessionRejection) {
    let modes = [subscription.sscModes.defaultSscMode] + (subscription.sscModes.allowedSscModes ?? [])
    guard modes.contains(.sscMode1) else { throw SessionRejection(.notSupportedSSCMode, 403, "SSC_DENIED") }
    guard requested == nil || requested == .sscMode1 else {
      var rejection = SessionRejection(.notSupportedSSCMode, 403, "SSC_NOT_SUPPORTED")
      rejection.allowsSSCMode1 = true
      throw rejection
    }
  }

  private func staticAddresses(of subscription: DnnConfiguration) -> (ipv4: UInt32?, ipv6Prefix: UInt64?) {
    var result: (ipv4: UInt32?, ipv6Prefix: UInt64?) = (nil, nil)
    for entry in subscription.staticIpAddress ?? [] {
      if case .v4(let value)? = entry.ipv4Addr.flatMap({ IPAddress($0) }) { result.ipv4 = value }
      let prefix = entry.ipv6Prefix.flatMap { $0.split(separator: "/").first.map(String.init) } ?? entry.ipv6Addr
      if case .v6(let value)? = prefix.flatMap({ IPAddress($0) }) { result.ipv6Prefix = UInt64(truncatingIfNeeded: value >> 64) }
    }
    return result
  }

  // MARK: Policy and registration

  private func createPolicy(_ session: SMContext, _ lease: UInt64, servingNetwork: PlmnIdNid) async throws(SessionRejection) {
    let uri = Npcf_SMPolicyControlReceiverRoutes.smPolicyURI(
      apiRoot: services.ownAPIRoot, basePath: NotificationPath.smfPolicy, id: session.reference)
    var context = SmPolicyContextData(
      supi: session.supi.rawValue, pduSessionId: Int(session.pduSessionID), pduSessionType: PduSessionType(rawValue: session.type.rawValue),
      dnn: session.dnn, notificationUri: uri, sliceInfo: session.slice.sbi)
    context.accessType = "3GPP_ACCESS"
    context.ratType = "NR"
    context.servingNetwork = servingNetwork
    context.ipv4Address = session.ipv4.map { IPAddress.v4($0).description }
    context.ipv6AddressPrefix = session.ipv6Prefix.map { "\(IPAddress.v6(UInt128($0) << 64))/64" }
    context.subsSessAmbr = session.qos.ambr
    context.subsDefQos = SubscribedDefaultQos(fiveQi: Int(session.qos.fiveQI), arp: session.qos.arp)
    context.smfId = nfInstanceID
    let decision: Created<SmPolicyDecision>
    do throws(SBIFailure) {
      decision = try await services.npcfSMPolicyControl().createSMPolicy(context)
    } catch {
      environment.log(.warning, "\(session.logName): no SM policy: \(error)")
      switch error.status {
      case 403, 404: throw SessionRejection(.userAuthenticationOrAuthorizationFailed, 403, "SUBSCRIPTION_DENIED")
      case 400: throw SessionRejection(.requestRejectedUnspecified, 403, "SUBSCRIPTION_DENIED")
      default: throw SessionRejection(.networkFailure, 504, "PEER_NOT_RESPONDING")
      }
    }
    session.policyID = decision.resourceID
    try check(session, lease)
    session.qos.apply(decision.body)
  }

  private func registerAtUDM(_ session: SMContext, _ lease: UInt64) async throws(SessionRejection) {
    var registration = SmfRegistration(
      smfInstanceId: nfInstanceID, pduSessionId: Int(session.pduSessionID), singleNssai: session.slice.sbi, plmnId: configuration.plmn.sbi)
    registration.dnn = session.dnn
    do throws(SBIFailure) {
      _ = try await services.nudmUEContextManagement().registerSMF(
        ueId: session.supi.rawValue, pduSessionId: Int(session.pduSessionID), registration)
    } catch {
      environment.log(.warning, "\(session.logName): not registered at the UDM: \(error)")
      throw error.status == 403 || error.status == 404
        ? SessionRejection(.userAuthenticationOrAuthorizationFailed, 403, "SUBSCRIPTION_DENIED")
        : SessionRejection(.networkFailure, 504, "PEER_NOT_RESPONDING")
    }
    session.isRegisteredAtUDM = true
    try check(session, lease)
    var subscription = SdmSubscription(
      nfInstanceId: nfInstanceID,
      callbackReference: Nudm_SDMReceiverRoutes.sdmDataChangeURI(
        apiRoot: services.ownAPIRoot, basePath: NotificationPath.smfSubscriberData, id: session.reference),
      monitoredResourceUris: ["\(session.supi.rawValue)/sm-data"])
    subscription.singleNssai = session.slice.sbi
    subscription.dnn = session.dnn
    do throws(SBIFailure) {
      session.sdmSubscriptionID = try await services.nudmSubscriberDataManagement().subscribe(ueId: session.supi.rawValue, subscription)
        .resourceID
    } catch { environment.log(.warning, "\(session.logName): no notifications of the UDM: \(error)") }
    try check(session, lease)
  }

  // MARK: The UE and the gNB

  /// TS 23.502 §4.3.2.2.1, step 11, after the AMF has the answer of step 5.
  func sendAccept(_ reference: String, lease: UInt64, _ message: PDUSessionEstablishmentRequest) async {
    guard let session = sessions[reference], session.lease == lease, let n3 = session.n4?.n3 else { return }
    let accept = SessionMessages.accept(
      session, cause: typeCause(requested: message.pduSessionType, selected: session.type), request: message)
    do {
      let setup = N2Message(kind: .pduResSetupReq, octets: try ResourceTransfers.setupRequest(session, n3: n3))
      session.userPlane = .activating
      session.acceptedPTI = message.procedureTransactionIdentity
      superviseSetup(session)
      let outcome = try await transfer(n1: accept, n2: setup, of: session)
      guard sessions[reference] === session else { return }
      if case .sent = outcome {
        session.isAccepted = true
      } else {
        // The UE lost its connection meanwhile and is looked for: the accept waits at the AMF, and no gNB was asked for anything.
        stopSupervision(session)
        session.userPlane = .deactivated
      }
      session.pti = 0
      environment.log(
        .info,
        "\(session.logName) established: \(session.ipv4.map { IPAddress.v4($0).description } ?? "")\(session.type == .ipv4v6 ? ", " : "")\(session.ipv6Prefix.map { "\(IPAddress.v6(UInt128($0) << 64))/64" } ?? "")"
      )
      session.end(lease)
    } catch {
      guard sessions[reference] === session else { return }
      environment.log(.warning, "\(session.logName): the UE and the gNB cannot be told: \(error)")
      await notifyReleased(session)
      await tearDown(session)
    }
  }
}
