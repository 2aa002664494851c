import Base
import Discovery
import SBI
import Security
import Services
import Storage
import Testing
import UDR

@testable import Simulation
@testable import UDM

/// Subscription data and registrations of serving functions (TS 29.503 §5.2, §5.3).
struct UDMTests {
  private static let guami = SBI.Guami(plmnId: SBI.PlmnIdNid(mcc: "999", mnc: "70"), amfId: "020040")

  private static func registration(_ instance: String, isInitial: Bool = true) -> Amf3GppAccessRegistration {
    var registration = Amf3GppAccessRegistration(
      amfInstanceId: instance, deregCallbackUri: NotedAMF.deregistrationURI, guami: guami, ratType: .nr)
    registration.initialRegistrationInd = isInitial
    return registration
  }

  private static let first = "00000000-0000-4000-8000-0000000000a1"
  private static let second = "00000000-0000-4000-8000-0000000000a2"

  private func register(_ network: TestNetwork, _ registration: Amf3GppAccessRegistration) -> Result<RegisterAMF3GPPOutcome, SBIFailure>? {
    let services = network.services
    return network.call { () async throws(SBIFailure) in
      try await services.nudmUEContextManagement().registerAMF3GPP(ueId: TestNetwork.supi, registration)
    }
  }

  private func deregistrations(_ network: TestNetwork) -> [DeregistrationData] {
    network.world.run(for: .seconds(3))
    let amf = network.amf
    return network.run { await amf.deregistrations } ?? []
  }

  @Test func subscriptionDataFollowTheSubscriberAndTheirSchemas() throws {
    let network = try TestNetwork()
    network.start()
    let services = network.services
    let access = try #require(
      network.call { () async throws(SBIFailure) in
        try await services.nudmSubscriberDataManagement().getAMData(supi: TestNetwork.supi, query: GetAMDataQuery())
      }
    ).get()
    try access.check()
    #expect(access.nssai?.defaultSingleNssais == [TestNetwork.slice.sbi])
    #expect(access.subscribedUeAmbr?.uplink == "1 Gbps")
    let selection = try #require(
      network.call { () async throws(SBIFailure) in
        try await services.nudmSubscriberDataManagement().getSMFSelectionData(supi: TestNetwork.supi, query: GetSMFSelectionDataQuery())
      }
    ).get()
    #expect(selection.subscribedSnssaiInfos?["1-000001"]?.dnnInfos.first?.defaultDnnIndicator == true)
    let sessions = try #require(
      network.call { () async throws(SBIFailure) in
        try await services.nudmSubscriberDataManagement().getSMData(
          supi: TestNetwork.supi, query: GetSMDataQuery(singleNssai: TestNetwork.slice.sbi, dnn: "Internet"))
      }
    ).get()
    let data = [SessionManagementSubscriptionData](unchecked: sessions)
    #expect(data.first?.dnnConfigurations?["internet"]?.fiveGQosProfile?.fiveQi == 9)
    let missing = network.call { () async throws(SBIFailure) in
      try await services.nudmSubscriberDataManagement().getSMData(supi: TestNetwork.supi, query: GetSMDataQuery(dnn: "ims"))
    }
    #expect(missing?.failure?.cause == "DATA_NOT_FOUND")
  }

  @Test(arguments: [true, false])
  func theFormerAMFIsToldOfANewOne(_ isInitial: Bool) throws {
    let network = try TestNetwork()
    network.start()
    guard case .created(let created) = try #require(register(network, Self.registration(Self.first))).get() else {
      Issue.record("not created")
      return
    }
    try created.body.check()
    #expect(created.location.hasSuffix("/registrations/amf-3gpp-access"))
    _ = register(network, Self.registration(Self.first))
    #expect(deregistrations(network).isEmpty)
    _ = register(network, Self.registration(Self.second, isInitial: isInitial))
    let told = deregistrations(network)
    #expect(told.map(\.deregReason) == [isInitial ? .ueInitialRegistration : .ueRegistrationAreaChange])
  }

  @Test func aPurgedAMFIsForgotten() throws {
    let network = try TestNetwork()
    network.start()
    _ = register(network, Self.registration(Self.first))
    let services = network.services
    func purge(_ amfID: String) -> SBIFailure? {
      network.call { () async throws(SBIFailure) in
        var update = Amf3GppAccessRegistrationModification(
          guami: SBI.Guami(plmnId: SBI.PlmnIdNid(mcc: "999", mnc: "70"), amfId: amfID))
        update.purgeFlag = true
        return try await services.nudmUEContextManagement().updateAMF3GPP(
          ueId: TestNetwork.supi, query: UpdateAMF3GPPQuery(), update)
      }?.failure
    }
    #expect(purge("ffffff")?.cause == "INVALID_GUAMI")
    #expect(purge("020040") == nil)
    #expect(purge("020040")?.cause == "CONTEXT_NOT_FOUND")
    _ = register(network, Self.registration(Self.second))
    #expect(deregistrations(network).isEmpty)
  }

  @Test func aForbiddenRATIsRefused() throws {
    let network = try TestNetwork()
    network.start()
    let store = network.store
    network.run { _ = try? await store.update(TestNetwork.supi) { $0.restrictions.forbiddenRATs = ["NR"] } }
    #expect(register(network, Self.registration(Self.first))?.failure?.cause == "RAT_NOT_ALLOWED")
  }

  @Test(arguments: [true, false])
  func aWithdrawnSubscriptionDeregistersTheUE(_ isRemoved: Bool) throws {
    let network = try TestNetwork()
    network.start()
    _ = register(network, Self.registration(Self.first))
    let store = network.store
    network.run {
      if isRemoved {
        try? await store.remove(TestNetwork.supi)
      } else {
        _ = try? await store.update(TestNetwork.supi) { $0.isEnabled = false }
      }
    }
    #expect(deregistrations(network).map(\.deregReason) == [.subscriptionWithdrawn])
  }

  /// The functions of a network start in any order.
  @Test func aUDMThatIsThereBeforeTheUDRSubscribesSoonAfter() throws {
    let network = try TestNetwork()
    let others = LocalNetwork()
    let environment = network.world.makeEnvironment(node: "udm")
    let udm = UDM(
      environment: environment,
      configuration: UDMConfiguration(
        homePLMN: PLMNIdentity(mcc: "999", mnc: "70")!, nfInstanceID: Self.first,
        keyProtection: try AESGCMSealer(key: SecretBytes(repeatElement(7, count: 32)))),
      services: LocalServices(others, environment: environment, apiRoot: "http://127.0.0.1:9", mode: .json))
    network.run { await udm.start() }
    network.world.run(for: .seconds(5))
    let udr = network.udr
    #expect(network.run { await udr.snapshot()["dataSubscriptions"] } == .int(0))
    others.add(LocalFunction(instanceID: "udr", apiRoot: "http://127.0.0.1:1", function: udr, type: .udr))
    network.world.run(for: .seconds(3))
    #expect(network.run { await udr.snapshot()["dataSubscriptions"] } == .int(1))
    network.run { await udm.stop() }
  }

  @Test func aChangedSubscriptionIsToldToItsSubscribers() throws {
    let network = try TestNetwork()
    network.start()
    let services = network.services
    let created = try #require(
      network.call { () async throws(SBIFailure) in
        try await services.nudmSubscriberDataManagement().subscribe(
          ueId: TestNetwork.supi,
          SdmSubscription(
            nfInstanceId: Self.first, callbackReference: NotedAMF.dataChangeURI, monitoredResourceUris: ["\(TestNetwork.supi)/am-data"]))
      }
    ).get()
    let store = network.store
    let amf = network.amf
    func change(_ megabits: UInt64) -> [ModificationNotification] {
      network.run {
        _ = try? await store.update(TestNetwork.supi) { $0.ueAMBR.uplink = BitRate(bitsPerSecond: megabits * 1_000_000) }
      }
      network.world.run(for: .seconds(3))
      return network.run { await amf.changes } ?? []
    }
    let changes = change(5)
    #expect(changes.count == 1)
    #expect(changes.first?.notifyItems.first?.resourceId.hasSuffix("/nudm-sdm/v2/\(TestNetwork.supi)/am-data") == true)
    #expect(changes.first?.notifyItems.first?.changes.first?.newValue?["subscribedUeAmbr"]?["uplink"] == "5 Mbps")
    let id = created.resourceID
    let removed = network.call { () async throws(SBIFailure) in
      try await services.nudmSubscriberDataManagement().unsubscribe(ueId: TestNetwork.supi, subscriptionId: id)
    }
    #expect(removed?.failure == nil)
    #expect(change(6).count == 1)
  }

  @Test func sessionsOfSMFsAreKeptAndFound() throws {
    let network = try TestNetwork()
    network.start()
    let services = network.services
    func call<Value: Sendable>(_ work: @escaping @Sendable (any Nudm_UECM) async throws(SBIFailure) -> Value) -> Result<Value, SBIFailure>?
    {
      network.call { () async throws(SBIFailure) in try await work(try await services.nudmUEContextManagement()) }
    }
    var registration = SmfRegistration(
      smfInstanceId: Self.first, pduSessionId: 5, singleNssai: TestNetwork.slice.sbi, plmnId: SBI.PlmnId(mcc: "999", mnc: "70"))
    registration.dnn = "internet"
    let body = registration
    let stored = call { (uecm) async throws(SBIFailure) in
      try await uecm.registerSMF(ueId: TestNetwork.supi, pduSessionId: 5, body)
    }
    #expect(stored?.failure == nil)
    let context = network.call { () async throws(SBIFailure) in
      try await services.nudmSubscriberDataManagement().getUEContextInSMFData(supi: TestNetwork.supi, query: GetUEContextInSMFDataQuery())
    }
    #expect(try context?.get().pduSessions?["5"]?.smfInstanceId == Self.first)
    let foreign = call { (uecm) async throws(SBIFailure) in
      try await uecm.deregisterSMF(ueId: TestNetwork.supi, pduSessionId: 5, query: DeregisterSMFQuery(smfInstanceId: Self.second))
    }
    #expect(foreign?.failure?.status == 422)
    let own = call { (uecm) async throws(SBIFailure) in
      try await uecm.deregisterSMF(ueId: TestNetwork.supi, pduSessionId: 5, query: DeregisterSMFQuery())
    }
    #expect(own?.failure == nil)
    let again = call { (uecm) async throws(SBIFailure) in
      try await uecm.deregisterSMF(ueId: TestNetwork.supi, pduSessionId: 5, query: DeregisterSMFQuery())
    }
    #expect(again?.failure?.status == 404)
  }
}
