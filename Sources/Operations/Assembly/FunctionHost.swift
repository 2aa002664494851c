import AMF
import AUSF
import Base
import Configuration
import Discovery
import NRF
import NSSF
import PCF
import PacketIO
import Runtime
import SBI
import SCTP
import SMF
import Security
import Services
import Storage
import Tracing
import UDM
import UDR
import UPF

/// The functions of the core that a process can run.
public enum CoreFunction: String, Sendable, Hashable, CaseIterable {
  case nrf, udr, udm, ausf, nssf, pcf, upf, smf, amf

  /// What it is at the NRF; the UPF offers no services.
  var type: NFType? {
    switch self {
    case .nrf: .nrf
    case .udr: .udr
    case .udm: .udm
    case .ausf: .ausf
    case .nssf: .nssf
    case .pcf: .pcf
    case .amf: .amf
    case .smf: .smf
    case .upf: nil
    }
  }

  /// Where its services listen.
  var service: ServiceFunction? { ServiceFunction(rawValue: rawValue) }
}

/// A function that runs in this process.
struct RunningFunction: Sendable {
  var name: CoreFunction
  /// Offers the services.
  var function: (any Sendable)?
  var snapshot: @Sendable (_ includingIdentities: Bool) async -> JSON
  var stop: @Sendable () async -> Void
}

/// Makes network functions with their real ports from the configuration; used on the loop.
struct FunctionHost: Sendable {
  let configuration: Configuration
  let loop: EpollLoop
  let random: SystemRandom
  let log: OperatorLog
  let capture: CaptureFile?

  func environment(_ node: String) -> Environment {
    Environment(node: node, loop: loop, random: random, trace: capture, log: log.writer(node: node))
  }

  /// Makes and starts one function.
  func start(
    _ name: CoreFunction, instanceID: String, services: any ServiceDirectory
  ) async throws -> RunningFunction {
    let environment = environment(name.rawValue)
    switch name {
    case .nrf:
      let nrf = NRF(
        environment: environment, configuration: .init(), notificationTransport: services.notificationTransport,
        apiRoot: configuration.sbi.apiRoot(of: .nrf))
      return RunningFunction(name: name, function: nrf, snapshot: { _ in await nrf.snapshot() }, stop: {})
    case .udr: return try await startUDR(environment, services)
    case .udm:
      let settings = configuration.udmSettings(
        instanceID: instanceID, keyProtection: try keyProtection(), keys: try KeyFiles.homeNetworkKeys(configuration.udm))
      let udm = UDM(environment: environment, configuration: settings, services: services)
      await udm.start()
      return RunningFunction(name: name, function: udm, snapshot: { _ in await udm.snapshot() }, stop: { await udm.stop() })
    case .ausf:
      let ausf = AUSF(environment: environment, configuration: configuration.ausfSettings(instanceID: instanceID), services: services)
      return RunningFunction(name: name, function: ausf, snapshot: { _ in await ausf.snapshot() }, stop: {})
    case .nssf:
      let nssf = NSSF(environment: environment, configuration: configuration.nssfSettings())
      return RunningFunction(name: name, function: nssf, snapshot: { _ in await nssf.snapshot() }, stop: {})
    case .pcf:
      let pcf = PCF(environment: environment, configuration: configuration.pcfSettings(), services: services)
      return RunningFunction(name: name, function: pcf, snapshot: { _ in await pcf.snapshot() }, stop: {})
    case .upf: return try startUPF(environment)
    case .smf: return try await startSMF(environment, instanceID, services)
    case .amf: return try await startAMF(environment, instanceID, services)
    }
  }

  /// Seals K and OPc between UDR and UDM with the key of the store, which both processes can read.
  private func keyProtection() throws -> AESGCMSealer {
    try AESGCMSealer(key: try SealingKeyFile.load(path: configuration.storage.keyPath))
  }

  private func startUDR(_ environment: Environment, _ services: any ServiceDirectory) async throws -> RunningFunction {
    let store = try StoreAccess.open(configuration.storage, random: random)
    let udr = UDR(
      environment: environment, configuration: UDRConfiguration(keyProtection: try keyProtection()), store: store, services: services)
    await udr.start()
    return RunningFunction(
      name: .udr, function: udr, snapshot: { _ in await udr.snapshot() },
      stop: {
        await udr.stop()
        do { try await store.closeWhenIdle() } catch { environment.log(.error, "\(error)") }
      })
  }

  private func startUPF(_ environment: Environment) throws -> RunningFunction {
    var n3Options = UDPSocket.Options(setting: "upf.n3")
    n3Options.receiveBufferOctets = 8 << 20
    let n3 = try UDPSocket(bind: configuration.upf.n3, options: n3Options)
    let n4 = try UDPSocket(bind: configuration.upf.n4, options: UDPSocket.Options(setting: "upf.n4"))
    let mtu = configuration.smf.dataNetworks.map(\.mtu).max() ?? 1400
    let device = try DataNetworkDevice.open(configuration.upf.n6, mtu: mtu)
    capture?.addLocal(n3.localAddress)
    capture?.addLocal(n4.localAddress)
    let plane = try UPFDataPlane(
      environment: environment, configuration: configuration.upfSettings(loop: loop),
      ports: UPFDataPlane.Ports(n3: n3, n4: n4, n6: device.tun), maximumPacketOctets: mtu)
    return RunningFunction(
      name: .upf, function: nil, snapshot: { _ in await plane.snapshot() },
      stop: {
        plane.stop()
        device.close(environment.log)
      })
  }

  private func startSMF(
    _ environment: Environment, _ instanceID: String, _ services: any ServiceDirectory
  ) async throws -> RunningFunction {
    let smf = SMF(environment: environment, configuration: configuration.smfSettings(), services: services, nfInstanceID: instanceID)
    let n4Socket = try UDPSocket(bind: configuration.smf.n4, options: UDPSocket.Options(setting: "smf.n4"))
    let n4uSocket = try UDPSocket(bind: SocketAddress(configuration.smf.n4.ip, port: 2152), options: UDPSocket.Options(setting: "smf.n4"))
    capture?.addLocal(n4Socket.localAddress)
    capture?.addLocal(n4uSocket.localAddress)
    let n4 = try TracedDatagramPort(n4Socket, tracer: InterfaceTracer(.n4, environment: environment), loop: loop) {
      smf.handleN4($0, from: $1)
    }
    let n4u = try TracedDatagramPort(n4uSocket, tracer: InterfaceTracer(.n3, environment: environment), loop: loop) {
      smf.handleN4U($0, from: $1)
    }
    await smf.start(n4: n4, n4u: n4u)
    return RunningFunction(
      name: .smf, function: smf, snapshot: { await smf.snapshot(includingIdentities: $0) },
      stop: {
        await smf.stop()
        n4.close()
        n4u.close()
      })
  }

  private func startAMF(
    _ environment: Environment, _ instanceID: String, _ services: any ServiceDirectory
  ) async throws -> RunningFunction {
    let amf = AMF(environment: environment, configuration: configuration.amfSettings(), services: services, nfInstanceID: instanceID)
    var options = SCTPOptions()
    options.setting = "amf.n2"
    let stack = try SCTPStack(encapsulationPort: configuration.amf.n2UDPEncapsulationPort)
    let n2 = try TracedAssociationPort(
      stack: stack, bind: configuration.amf.n2, options: options, tracer: InterfaceTracer(.n2, environment: environment), loop: loop
    ) { amf.handle($0) }
    capture?.addLocal(n2.localAddress)
    await amf.start(n2: n2)
    try n2.listen()
    return RunningFunction(
      name: .amf, function: amf, snapshot: { await amf.snapshot(includingIdentities: $0) }, stop: { n2.close() })
  }
}
