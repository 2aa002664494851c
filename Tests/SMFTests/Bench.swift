import Base
import GTPU
import NAS
import NGAP
import PER
import PFCP
import Runtime
import SBI
import Simulation
import Testing

@testable import SMF

/// One SMF, one UPF and the rest of the core in a simulated world.
final class Bench: @unchecked Sendable {
  let world: World
  let network: SimulatedNetwork
  let core = FakeCore()
  let upf: FakeUPF
  let smf: SMF
  let loop: VirtualLoop
  let environment: Environment
  let n4 = SocketAddress(.v4(0x7F00_0002), port: 8805)
  let n4u = SocketAddress(.v4(0x7F00_0002), port: 2152)
  let upfN4U: any DatagramPort
  let advertisements = Inbox()

  final class Inbox: @unchecked Sendable { var packets: [[UInt8]] = [] }

  init(
    seed: UInt64 = 1, ipv4Pool: String = "10.45.0.0/16", ipv6Pool: String? = "fd45::/48", started: Bool = true,
    adjust: (inout SMFConfiguration) -> Void = { _ in }
  ) {
    world = World(seed: seed)
    network = SimulatedNetwork(world: world)
    upf = FakeUPF(address: SocketAddress(.v4(0x7F00_0003), port: 8805))
    let environment = world.makeEnvironment(node: "smf")
    self.environment = environment
    let upfEnvironment = world.makeEnvironment(node: "upf")
    loop = environment.loop as! VirtualLoop
    var configuration = SMFConfiguration(
      plmn: Base.PLMNIdentity(mcc: "999", mnc: "70")!, n4Address: n4.ip, n4uAddress: n4.ip,
      upfs: [SMFConfiguration.UPF(name: "upf", address: upf.address)],
      dataNetworks: [
        SMFConfiguration.DataNetwork(
          dnn: "internet", slices: [Base.SNSSAI(sst: 1, sd: 1)], ipv4Pool: IPPrefix(ipv4Pool), ipv6Pool: ipv6Pool.flatMap { IPPrefix($0) },
          dnsServers: [IPAddress("10.98.0.2")!, IPAddress("fd98::2")!])
      ])
    adjust(&configuration)
    smf = SMF(
      environment: environment, configuration: configuration, services: core, nfInstanceID: "3fa85f64-5717-4562-b3fc-2c963f66afa6")
    let smf = smf
    let upf = upf
    let inbox = advertisements
    let port = network.bindDatagram(n4, interface: .n4, environment: environment) { smf.handleN4($0, from: $1) }
    let userPort = network.bindDatagram(n4u, interface: .n4, environment: environment) { smf.handleN4U($0, from: $1) }
    upf.port = network.bindDatagram(upf.address, interface: .n4, environment: upfEnvironment) { upf.receive($0, from: $1) }
    upfN4U = network.bindDatagram(SocketAddress(upf.address.ip, port: 2152), interface: .n4, environment: upfEnvironment) { octets, _ in
      if let message = try? GTPUMessage(decoding: octets), case .gPDU(let packet) = message.body { inbox.packets.append(packet) }
    }
    guard started else { return }
    _ = world.run(on: loop) { await smf.start(n4: port, n4u: userPort) }
    world.run(for: .seconds(1))
  }

  // MARK: The AMF's side

  static let supi = "imsi-999700000000001"

  func createData(id: Int = 5, supi: String = Bench.supi, dnn: String = "internet") -> SmContextCreateData {
    var data = SmContextCreateData(
      servingNfId: "9faf1bbc-6e4a-4454-a507-aef01a101a06", servingNetwork: PlmnIdNid(mcc: "999", mnc: "70"), anType: "3GPP_ACCESS",
      smContextStatusUri: "http://amf.test/status/\(id)")
    data.supi = supi
    data.pduSessionId = id
    data.dnn = dnn
    data.sNssai = Snssai(sst: 1)
    data.sNssai?.sd = "000001"
    data.requestType = "INITIAL_REQUEST"
    data.n1SmMsg = RefToBinaryData(contentId: "n1")
    return data
  }

  func establishmentRequest(
    id: UInt8 = 5, pti: UInt8 = 1, type: NAS.PDUSessionType? = .ipv4, ssc: SSCMode? = .sscMode1,
    options: ExtendedProtocolConfigurationOptions? = nil
  ) -> [UInt8] {
    var request = PDUSessionEstablishmentRequest(
      pduSessionIdentity: id, procedureTransactionIdentity: pti,
      integrityProtectionMaximumDataRate: IntegrityProtectionMaximumDataRate(uplink: .fullDataRate, downlink: .fullDataRate))
    request.pduSessionType = type
    request.sscMode = ssc
    request.extendedProtocolConfigurationOptions = options
    return (try? FiveGSMMessage.pduSessionEstablishmentRequest(request).encode()) ?? []
  }

  typealias CreateResult = Result<Created<WithBinaryParts<SmContextCreatedData>>, SBIFailure>

  /// CreateSMContext, and what follows at once.
  func create(_ data: SmContextCreateData, n1: [UInt8], limit: Duration = .seconds(60)) -> CreateResult {
    let smf = smf
    let body = WithBinaryParts(data, parts: [.nas(n1, contentID: "n1")])
    let result = world.run(on: loop, limit: limit) { () async -> CreateResult in
      do throws(SBIFailure) { return .success(try await smf.createSMContext(body)) } catch { return .failure(error) }
    }
    world.run(for: .milliseconds(100))
    return result ?? .failure(SBIFailure(status: 599, cause: "NO_ANSWER"))
  }

  /// A session of the UE; its reference.
  func establish(id: UInt8 = 5, supi: String = Bench.supi, type: NAS.PDUSessionType = .ipv4) -> String {
    switch create(createData(id: Int(id), supi: supi), n1: establishmentRequest(id: id, type: type)) {
    case .success(let created): return created.resourceID
    case .failure(let failure):
      Issue.record("not established: \(failure)")
      return ""
    }
  }

  /// Also the gNB's side: tunnel 0x77 at 10.99.0.11.
  func establishWithUserPlane(id: UInt8 = 5, type: NAS.PDUSessionType = .ipv4) -> String {
    let reference = establish(id: id, type: type)
    _ = update(reference, n2: Bench.setupResponse(), kind: "PDU_RES_SETUP_RSP")
    return reference
  }

  static func setupResponse(teid: UInt32 = 0x77) -> [UInt8] {
    let transfer = PDUSessionResourceSetupResponseTransfer(
      dlQosFlowPerTNLInformation: QosFlowPerTNLInformation(
        upTransportLayerInformation: .gtpTunnel(
          GTPTunnel(transportLayerAddress: BitString(octets: [10, 99, 0, 11], bitCount: 32), gtpTEID: FixedOctets(UInt64(teid), count: 4))),
        associatedQosFlowList: [AssociatedQosFlowItem(qosFlowIdentifier: 1)]))
    return (try? transfer.encode()) ?? []
  }

  typealias UpdateResult = Result<UpdateSMContextOutcome, SBIFailure>

  func update(_ reference: String, _ data: SmContextUpdateData, parts: [BinaryPart] = []) -> UpdateResult {
    let smf = smf
    let body = WithBinaryParts(data, parts: parts)
    let result = world.run(on: loop) { () async -> UpdateResult in
      do throws(SBIFailure) { return .success(try await smf.updateSMContext(smContextRef: reference, body)) } catch {
        return .failure(error)
      }
    }
    world.run(for: .milliseconds(100))
    return result ?? .failure(SBIFailure(status: 599, cause: "NO_ANSWER"))
  }

  func update(_ reference: String, n1: FiveGSMMessage) -> UpdateResult { update(reference, n1Octets: (try? n1.encode()) ?? []) }

  func update(_ reference: String, n1Octets: [UInt8]) -> UpdateResult {
    var data = SmContextUpdateData()
    data.n1SmMsg = RefToBinaryData(contentId: "n1")
    return update(reference, data, parts: [.nas(n1Octets, contentID: "n1")])
  }

  func update(_ reference: String, n2: [UInt8], kind: String) -> UpdateResult {
    var data = SmContextUpdateData()
    data.n2SmInfo = RefToBinaryData(contentId: "n2")
    data.n2SmInfoType = N2SmInfoType(rawValue: kind)
    return update(reference, data, parts: [.ngap(n2, contentID: "n2")])
  }

  func update(_ reference: String, upCnxState: UpCnxState) -> UpdateResult {
    var data = SmContextUpdateData()
    data.upCnxState = upCnxState
    return update(reference, data)
  }

  func release(_ reference: String) -> SBIFailure? {
    let smf = smf
    let result = world.run(on: loop) { () async -> SBIFailure? in
      do throws(SBIFailure) {
        _ = try await smf.releaseSMContext(smContextRef: reference, nil)
        return SBIFailure?.none
      } catch { return error }
    }
    world.run(for: .milliseconds(100))
    return result ?? SBIFailure(status: 599, cause: "NO_ANSWER")
  }

  // MARK: What is left

  func snapshot() -> JSON {
    let smf = smf
    return world.run(on: loop) { await smf.snapshot(includingIdentities: false) } ?? .null
  }

  var session: JSON { snapshot()["sessions"]?[0] ?? .null }

  /// Nothing of any session is left anywhere.
  func expectNothingLeft(_ location: SourceLocation = #_sourceLocation) {
    world.run(for: .seconds(1))
    #expect(snapshot()["sessions"]?.arrayValue?.count == 0, sourceLocation: location)
    #expect(upf.sessions.isEmpty, "PFCP sessions are left", sourceLocation: location)
    #expect(core.policies.isEmpty, "SM policies are left", sourceLocation: location)
    #expect(core.registrations.isEmpty, "registrations are left", sourceLocation: location)
    #expect(core.subscriptions.isEmpty, "subscriptions are left", sourceLocation: location)
    let smf = smf
    let left = world.run(on: loop) { await smf.leftovers() } ?? -1
    #expect(left == 0, "addresses, identifiers or transactions are left", sourceLocation: location)
    #expect(core.invalid.isEmpty, "SBI bodies break their schema: \(core.invalid)", sourceLocation: location)
  }

  /// The last N1 message that the AMF was given for the UE.
  var lastN1: FiveGSMMessage? { core.transfers.last.flatMap { $0.part("n1") }.flatMap { try? FiveGSMMessage(decoding: $0.octets) } }
}

extension SMF {
  /// Identifiers and addresses in use, and PFCP requests that wait.
  func leftovers() -> Int {
    referenceByCPSEID.count + referenceByTEID.count + referencesByUE.count + retiring.count + staticAddresses.count
      + ipv4Pools.reduce(0) { $0 + ($1?.usedCount ?? 0) } + ipv6Pools.reduce(0) { $0 + ($1?.usedCount ?? 0) }
  }
}

extension Result where Failure == SBIFailure {
  var failure: SBIFailure? { if case .failure(let failure) = self { failure } else { nil } }
}

extension SBIFailure {
  /// The N1 message in an error of CreateSMContext or UpdateSMContext.
  var n1: FiveGSMMessage? {
    guard let parsed = try? body.parsed(), let id = parsed.root["n1SmMsg"]?["contentId"]?.stringValue,
      let part = parsed.parts.first(where: { $0.contentID == id })
    else { return nil }
    return try? FiveGSMMessage(decoding: part.octets)
  }

  var rejectCause: UInt8? {
    switch n1 {
    case .pduSessionEstablishmentReject(let reject): reject.cause.rawValue
    case .fiveGSMStatus(let status): status.cause.rawValue
    default: nil
    }
  }
}

extension Result where Success == UpdateSMContextOutcome, Failure == SBIFailure {
  var data: WithBinaryParts<SmContextUpdatedData>? {
    if case .success(.ok(let data)) = self { data } else { nil }
  }
  var n1: FiveGSMMessage? { data?.part("n1").flatMap { try? FiveGSMMessage(decoding: $0.octets) } }
}
