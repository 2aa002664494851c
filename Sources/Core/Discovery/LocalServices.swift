import Base
import Runtime
import SBI
import Services

/// ``ServiceDirectory`` of one function among those of its process (``LocalNetwork``).
///
/// ```
/// let network = LocalNetwork()
/// let ausf = AUSF(environment: e, configuration: c, services: LocalServices(network, environment: e, apiRoot: "http://127.0.0.12:7777"))
/// network.add(LocalFunction(instanceID: id, apiRoot: "http://127.0.0.12:7777", function: ausf, type: .ausf))
/// ```
public struct LocalServices: ServiceDirectory {
  /// How calls travel within the process.
  public enum Mode: Sendable, Hashable {
    /// As calls of the other function; only notifications pass its router.
    case direct
    /// As JSON through client and router, each message traced on the consumer's side.
    case json
  }

  public let ownAPIRoot: String
  private let network: LocalNetwork
  private let mode: Mode
  private let transport: LocalTransport

  public init(_ network: LocalNetwork, environment: Environment, apiRoot: String, mode: Mode = .direct) {
    self.network = network
    self.mode = mode
    ownAPIRoot = apiRoot
    transport = LocalTransport(network: network, environment: environment, apiRoot: apiRoot, writesOctets: mode == .json)
  }

  public var notificationTransport: any SBITransport { transport }

  /// The service `Service` of a function that `isWanted`, or a client of it.
  private func find<Service>(
    _ name: String, _ type: Service.Type, where isWanted: (LocalFunction) -> Bool = { _ in true },
    client: (LocalTransport, String) -> Service
  ) throws(SBIFailure) -> (function: LocalFunction, service: Service) {
    let function = network.first { $0.function is Service && isWanted($0) }
    guard let function, let service = function.function as? Service else { throw SBIFailure.unreachable(name) }
    return (function, mode == .direct ? service : client(transport, function.apiRoot))
  }

  public func nausfUEAuthentication() async throws(SBIFailure) -> any Nausf_UEAuthentication {
    try find("AUSF", (any Nausf_UEAuthentication).self) { Nausf_UEAuthenticationClient(transport: $0, apiRoot: $1) }.service
  }

  public func nudmUEAuthentication() async throws(SBIFailure) -> any Nudm_UEAuthentication {
    try find("UDM", (any Nudm_UEAuthentication).self) { Nudm_UEAuthenticationClient(transport: $0, apiRoot: $1) }.service
  }

  public func nudmSubscriberDataManagement() async throws(SBIFailure) -> any Nudm_SDM {
    try find("UDM", (any Nudm_SDM).self) { Nudm_SDMClient(transport: $0, apiRoot: $1) }.service
  }

  public func nudmUEContextManagement() async throws(SBIFailure) -> any Nudm_UECM {
    try find("UDM", (any Nudm_UECM).self) { Nudm_UECMClient(transport: $0, apiRoot: $1) }.service
  }

  public func nudrDataRepository() async throws(SBIFailure) -> any Nudr_DataRepository {
    try find("UDR", (any Nudr_DataRepository).self) { Nudr_DataRepositoryClient(transport: $0, apiRoot: $1) }.service
  }

  public func npcfAMPolicyControl() async throws(SBIFailure) -> any Npcf_AMPolicyControl {
    try find("PCF", (any Npcf_AMPolicyControl).self) { Npcf_AMPolicyControlClient(transport: $0, apiRoot: $1) }.service
  }

  public func npcfSMPolicyControl() async throws(SBIFailure) -> any Npcf_SMPolicyControl {
    try find("PCF", (any Npcf_SMPolicyControl).self) { Npcf_SMPolicyControlClient(transport: $0, apiRoot: $1) }.service
  }

  public func nnssfNSSelection() async throws(SBIFailure) -> any Nnssf_NSSelection {
    try find("NSSF", (any Nnssf_NSSelection).self) { Nnssf_NSSelectionClient(transport: $0, apiRoot: $1) }.service
  }

  public func nsmfPDUSession(dnn: String, sNSSAI: SNSSAI) async throws(SBIFailure) -> SelectedSMF {
    let found = try find("SMF", (any Nsmf_PDUSession).self, where: { $0.serves(dnn, sNSSAI) }, client: LocalServices.smfClient)
    return SelectedSMF(instanceID: found.function.instanceID, service: found.service)
  }

  public func nsmfPDUSession(instanceID: String) async throws(SBIFailure) -> any Nsmf_PDUSession {
    try find("SMF", (any Nsmf_PDUSession).self, where: { $0.instanceID == instanceID }, client: LocalServices.smfClient).service
  }

  public func namfCommunication(instanceID: String) async throws(SBIFailure) -> any Namf_Communication {
    try find("AMF", (any Namf_Communication).self, where: { $0.instanceID == instanceID }, client: LocalServices.amfClient).service
  }

  private static func smfClient(_ transport: LocalTransport, _ apiRoot: String) -> any Nsmf_PDUSession {
    Nsmf_PDUSessionClient(transport: transport, apiRoot: apiRoot)
  }

  private static func amfClient(_ transport: LocalTransport, _ apiRoot: String) -> any Namf_Communication {
    Namf_CommunicationClient(transport: transport, apiRoot: apiRoot)
  }
}

/// Brings requests to the routers of the functions of this process, by their API roots.
struct LocalTransport: SBITransport {
  let network: LocalNetwork
  let environment: Environment
  let apiRoot: String
  /// Whether bodies become octets on the way, as HTTP would carry them.
  let writesOctets: Bool

  func send(_ request: SBIRequest, to authority: String) async throws(SBIFailure) -> SBIResponse {
    guard let peer = network.first(where: { $0.apiRoot == authority }) else { throw SBIFailure.unreachable(authority) }
    guard writesOctets else { return await peer.router.respond(to: request) }
    var wire = request
    wire.body = SBIBody(octets: request.body.octets, contentType: request.body.contentType)
    let line = "\(request.method.rawValue) \(SBITraceText.redacted(path: request.path))"
    record(.sent, wire.body, peer: authority, note: line)
    var response = await peer.router.respond(to: wire)
    response.body = SBIBody(octets: response.body.octets, contentType: response.body.contentType)
    record(.received, response.body, peer: authority, note: "\(response.status) \(line)")
    return response
  }

  private func record(_ kind: TraceEvent.Kind, _ body: SBIBody, peer: String, note: String) {
    environment.trace?.record(
      TraceEvent(
        instant: environment.loop.now, wallTime: environment.loop.wallTime, node: environment.node, kind: kind, interface: .sbi,
        local: SBITraceText.address(apiRoot), peer: SBITraceText.address(peer), octets: body.octets, note: note))
  }
}

/// What a trace shows of an SBI message besides its body.
enum SBITraceText {
  /// The path without permanent identities (TS 33.117 §4.2.3.2.3).
  static func redacted(path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
      for prefix in ["imsi-", "nai-", "suci-", "msisdn-", "extid-"] where segment.hasPrefix(prefix) { return prefix + "…" }
      return String(segment)
    }.joined(separator: "/")
  }

  /// The address and port of an API root, when its host is a literal address.
  static func address(_ apiRoot: String) -> SocketAddress? {
    guard let start = apiRoot.firstRange(of: "://")?.upperBound, let colon = apiRoot.lastIndex(of: ":"), colon > start,
      let port = UInt16(apiRoot[apiRoot.index(after: colon)...])
    else { return nil }
    var host = apiRoot[start..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    return IPAddress(host).map { SocketAddress($0, port: port) }
  }
}
