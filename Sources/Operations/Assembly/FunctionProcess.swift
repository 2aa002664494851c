import Base
import Configuration
import Discovery
import HTTP2
import Management
import PacketIO
import Runtime
import SBI
import Services
import Tracing

/// One network function in a process of its own: it knows the NRF, finds the others by discovery, and talks HTTP/2.
public struct FunctionProcess: Sendable {
  private let name: CoreFunction
  private let configuration: Configuration
  private let capturePath: String?

  public init(_ name: CoreFunction, configuration: Configuration, capturePath: String? = nil) {
    self.name = name
    self.configuration = configuration
    self.capturePath = capturePath
  }

  /// Runs until it is stopped.
  /// - Returns: the exit status.
  public func run(_ process: CommandProcess) async -> Int32 {
    let log = OperatorLog(configuration.logging.level)
    let write = log.writer(node: name.rawValue)
    var parts = Parts()
    var status: Int32 = 0
    do {
      if name == .upf { try KernelChanges.restoreLeftovers() }
      let capture = try capturePath.map { try CaptureFile(path: $0) }
      parts.capture = capture
      let host = FunctionHost(configuration: configuration, loop: process.loop, random: SystemRandom(), log: log, capture: capture)
      try await start(host, &parts) { process.emit(["event": "ready"]) }
      if let function = parts.function {
        let view = ManagementView(configuration: configuration, functions: [function])
        let path = configuration.management.socketPath(of: name)
        parts.control = try ManagementView.listen(path, loop: process.loop) { await view.answer($0) }
      }
      if let capture { CaptureFlush.start(capture, loop: process.loop) }
      write(.info, "\(name.rawValue) runs" + (name.service.map { "; SBI \(configuration.sbi.apiRoot(of: $0))" } ?? ""))
      _ = await process.stopped()
    } catch {
      write(.error, "\(error)")
      process.emit(["event": "failed", "reason": .string("\(error)")])
      status = 1
    }
    await parts.stop()
    return status
  }

  /// What has been started, to be stopped in the reverse order.
  private struct Parts {
    var threads: HTTP2Threads?
    var client: SBIHTTPClient?
    var server: SBIServer?
    var discovery: DiscoveredServices?
    var function: RunningFunction?
    var capture: CaptureFile?
    var control: ControlSocket?

    func stop() async {
      control?.stop()
      await discovery?.stop()
      await function?.stop()
      await server?.shutdown()
      await client?.shutdown()
      await threads?.shutdown()
      capture?.close()
    }
  }

  /// - Parameter onReady: called when the function can be found by the others.
  private func start(_ host: FunctionHost, _ parts: inout Parts, onReady: @escaping @Sendable () -> Void) async throws {
    let sbi = configuration.sbi
    let instanceID = InstanceID.make(host.random)
    let tls =
      sbi.scheme == .https
      ? sbi.tls.map { tls in
        SBITLS(
          certificateFile: tls.certificatePath, privateKeyFile: tls.privateKeyPath, trustFile: tls.authorityPath, isMutual: tls.isMutual)
      } : nil
    let threads = HTTP2Threads()
    parts.threads = threads
    let tap = Self.tap(host, node: name.rawValue)
    let client = try SBIHTTPClient(tls: tls, threads: threads, tap: tap)
    parts.client = client
    guard let service = name.service, let type = name.type else {
      // The UPF has no services of its own (TS 23.501 §6.2.3): N3, N4 and N6 are all it has.
      parts.function = try await host.start(
        name, instanceID: instanceID,
        services: DiscoveredServices(
          environment: host.environment(name.rawValue),
          configuration: DiscoveryConfiguration(
            nrf: sbi.nrfURI, profile: NFProfile(nfInstanceId: instanceID, nfType: .upf, nfStatus: .registered), ownAPIRoot: ""),
          transport: client))
      onReady()
      return
    }
    let address = sbi.listener(of: service)
    var profile = OwnProfile.make(
      instanceID: instanceID, type: type, plmn: configuration.plmn, address: address, scheme: sbi.scheme == .https ? .https : .http,
      services: OwnProfile.services(of: type))
    if name == .smf { profile.smfInfo = OwnProfile.smfInfo(configuration.servedDataNetworks) }
    let discovery = DiscoveredServices(
      environment: host.environment(name.rawValue),
      configuration: DiscoveryConfiguration(nrf: sbi.nrfURI, profile: profile, ownAPIRoot: sbi.apiRoot(of: service)), transport: client)
    let function = try await host.start(name, instanceID: instanceID, services: discovery)
    parts.function = function
    guard let object = function.function else { return }
    let router = SBIRouter(function: object, type: type)
    parts.server = try await SBIServer(
      bind: address, tls: tls, setting: "sbi.listen.\(name.rawValue)", loop: host.loop, threads: threads, tap: tap
    ) { await router.respond(to: $0) }
    guard name != .nrf else { return onReady() }
    await discovery.start(onRegistration: onReady)
    parts.discovery = discovery
  }

  /// Shows the octets of SBI connections to the capture.
  private static func tap(_ host: FunctionHost, node: String) -> HTTP2Tap? {
    guard let capture = host.capture else { return nil }
    let loop = host.loop
    return HTTP2Tap { event, local, peer in
      let (kind, octets): (TraceEvent.Kind, [UInt8]) =
        switch event {
        case .sent(let octets): (.sent, octets)
        case .received(let octets): (.received, octets)
        case .closed: (.sent, [])
        }
      capture.record(
        TraceEvent(
          instant: loop.now, wallTime: loop.wallTime, node: node, kind: kind, interface: .sbi, local: local, peer: peer, octets: octets))
    }
  }
}
