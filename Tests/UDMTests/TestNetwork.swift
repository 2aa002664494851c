import AUSF
import Base
import Discovery
import Runtime
import SBI
import Security
import Services
import Storage
import UDR

@testable import Simulation
@testable import UDM

/// UDR, UDM and AUSF over a store in memory, and an AMF that only writes down what it is told.
struct TestNetwork {
  static let supi = "imsi-999700000000001"
  static let servingNetworkName = "5G:mnc070.mcc999.3gppnetwork.org"
  static let key = SecretBytes(hex: "465b5ce8b199b49faa5f0a2ee238a6bc")!
  static let operatorVariant = SecretBytes(hex: "cd63cb71954a9f4e48a5994e37a02baf")!
  static let slice = Base.SNSSAI(sst: 1, sd: 1)

  let world: World
  let loop: VirtualLoop
  let network = LocalNetwork()
  let store = InMemorySubscriberStore()
  let udr: UDR
  let udm: UDM
  let ausf: AUSF
  let amf = NotedAMF()
  let services: LocalServices

  init(mode: LocalServices.Mode = .json, homeNetworkKeys: [HomeNetworkPrivateKey] = [], allowsNullScheme: Bool = true) throws {
    world = World(seed: 1)
    let environment = world.makeEnvironment(node: "core")
    loop = environment.loop as! VirtualLoop
    let sealer = try AESGCMSealer(key: SecretBytes(repeatElement(7, count: 32)))
    let plmn = PLMNIdentity(mcc: "999", mnc: "70")!
    func services(_ network: LocalNetwork, _ port: Int) -> LocalServices {
      LocalServices(network, environment: environment, apiRoot: "http://127.0.0.1:\(port)", mode: mode)
    }
    udr = UDR(
      environment: environment, configuration: UDRConfiguration(keyProtection: sealer), store: store, services: services(network, 1))
    udm = UDM(
      environment: environment,
      configuration: UDMConfiguration(
        homePLMN: plmn, nfInstanceID: "00000000-0000-4000-8000-000000000002", keyProtection: sealer, homeNetworkKeys: homeNetworkKeys,
        allowsNullScheme: allowsNullScheme), services: services(network, 2))
    ausf = AUSF(
      environment: environment,
      configuration: AUSFConfiguration(nfInstanceID: "00000000-0000-4000-8000-000000000003", servingNetworks: [plmn]),
      services: services(network, 3))
    self.services = services(network, 4)
    network.add(LocalFunction(instanceID: "udr", apiRoot: "http://127.0.0.1:1", function: udr, type: .udr))
    network.add(LocalFunction(instanceID: "udm", apiRoot: "http://127.0.0.1:2", function: udm, type: .udm))
    network.add(LocalFunction(instanceID: "ausf", apiRoot: "http://127.0.0.1:3", function: ausf, type: .ausf))
    network.add(LocalFunction(instanceID: "amf", apiRoot: "http://127.0.0.1:4", function: amf, type: .amf))
  }

  /// Adds the subscriber and starts UDR and UDM.
  func start() {
    run { [store, udr, udm] in
      try? await store.add(TestNetwork.subscriber)
      _ = try? await store.pollChanges()
      await udr.start()
      await udm.start()
    }
    world.run(for: .milliseconds(10))
  }

  static var subscriber: Subscriber {
    Subscriber(
      supi: supi, gpsi: "msisdn-491710000001", credentials: AuthenticationCredentials(key: key, operatorVariant: operatorVariant),
      slices: [
        SubscribedSlice(snssai: slice, isDefault: true, dataNetworks: [SubscribedDataNetwork(dnn: "internet", isDefault: true)])
      ])
  }

  static func usim(key: SecretBytes = TestNetwork.key, acceptedSEQ: [UInt64] = []) throws -> USIM {
    USIM(algorithm: .milenage(try Milenage(k: key, opc: operatorVariant)), acceptedSEQ: acceptedSEQ)
  }

  @discardableResult
  func run<Value: Sendable>(_ operation: @escaping @Sendable () async -> Value) -> Value? { world.run(on: loop, operation) }

  /// The outcome of a service call.
  func call<Value: Sendable>(_ operation: @escaping @Sendable () async throws(SBIFailure) -> Value) -> Result<Value, SBIFailure>? {
    run {
      do throws(SBIFailure) { return .success(try await operation()) } catch { return .failure(error) }
    }
  }
}

extension Result where Failure == SBIFailure {
  var failure: SBIFailure? { if case .failure(let failure) = self { failure } else { nil } }
}

actor NotedAMF: Nudm_UECMReceiver, Nudm_SDMReceiver {
  static let deregistrationURI = Nudm_UECMReceiverRoutes.deregistrationURI(
    apiRoot: "http://127.0.0.1:4", basePath: NotificationPath.amfDeregistration, id: "ue-1")
  static let dataChangeURI = Nudm_SDMReceiverRoutes.sdmDataChangeURI(
    apiRoot: "http://127.0.0.1:4", basePath: NotificationPath.amfSubscriberData, id: "ue-1")

  var deregistrations: [DeregistrationData] = []
  var changes: [ModificationNotification] = []

  func notifyDeregistration(id: String, _ body: DeregistrationData) async throws(SBIFailure) { deregistrations.append(body) }
  func notifyDataChange(id: String, _ body: ModificationNotification) async throws(SBIFailure) { changes.append(body) }
}
