import Base
import Configuration
import GNB
import PacketIO
import Runtime
import SCTP
import Synchronization
import Tracing

/// Where a simulated gNB connects and listens.
public struct GNBSettings: Sendable {
  /// The AMF, port 38412 (TS 38.412 §7).
  public var amf: SocketAddress
  /// The gNB's own address on N2; any free port.
  public var n2Address: IPAddress
  /// GTP-U, port 2152.
  public var n3: SocketAddress
  /// Where UEs reach the cell.
  public var radio: SocketAddress
  /// UDP port of the AMF for encapsulated SCTP (RFC 6951).
  public var n2UDPEncapsulationPort: UInt16?
  /// swift-log's name of the level.
  public var logLevel: String
  public var capturePath: String?

  public init(
    amf: SocketAddress, n2Address: IPAddress, n3: SocketAddress, radio: SocketAddress, n2UDPEncapsulationPort: UInt16? = nil,
    logLevel: String = "info", capturePath: String? = nil
  ) {
    self.amf = amf
    self.n2Address = n2Address
    self.n3 = n3
    self.radio = radio
    self.n2UDPEncapsulationPort = n2UDPEncapsulationPort
    self.logLevel = logLevel
    self.capturePath = capturePath
  }
}

/// A simulated gNB in a process of its own.
public struct GNBProcess: Sendable {
  private let configuration: GNBConfiguration
  private let settings: GNBSettings

  public init(configuration: GNBConfiguration, settings: GNBSettings) {
    self.configuration = configuration
    self.settings = settings
  }

  /// Runs until it is stopped.
  /// - Returns: the exit status.
  public func run(_ process: CommandProcess) async -> Int32 {
    let write = OperatorLog(levelName: settings.logLevel).writer(node: configuration.name)
    do {
      let capture = try settings.capturePath.map { try CaptureFile(path: $0) }
      defer { capture?.close() }
      let environment = Environment(node: configuration.name, loop: process.loop, random: SystemRandom(), trace: capture, log: write)
      let rejection = Mutex<String?>(nil)
      let gnb = GNB(configuration: configuration, environment: environment) { event in
        report(event, process)
        guard case .setUpFailed(let cause) = event, !process.isControlled else { return }
        rejection.withLock { $0 = cause }
        process.requestEnd()
      }
      let ports = try Ports(settings, environment, process.loop, gnb, capture)
      await gnb.attach(n3: ports.n3, radio: ports.radio) { [settings] in ports.connect(to: settings.amf) }
      // A userspace SCTP stack that starts answers packets of others in its namespace with ABORT until it is set up: all gNBs of a
      // controlling process are there before the first of them connects.
      process.emit(["event": "prepared"])
      if process.isControlled { _ = await process.next() }
      await gnb.start()
      if let capture { CaptureFlush.start(capture, loop: process.loop) }
      write(.info, "gNB \(configuration.gNBID) connects to the AMF at \(settings.amf)")
      _ = await process.stopped()
      await gnb.stop()
      ports.close()
      guard let cause = rejection.withLock({ $0 }) else { return 0 }
      write(.error, "the AMF at \(settings.amf) refuses this gNB, NGAP cause \(cause); compare PLMN, areas and slices with the AMF's")
      return 4
    } catch {
      write(.error, "\(error)")
      process.emit(["event": "failed", "reason": .string("\(error)")])
      return 1
    }
  }

  private func report(_ event: GNBEvent, _ process: CommandProcess) {
    switch event {
    case .setUp(let amfName): process.emit(["event": "ready", "amf": .string(amfName)])
    case .setUpFailed(let cause): process.emit(["event": "rejected", "cause": .string(cause)])
    case .associationUp, .associationDown, .ueConnected, .ueReleased: break
    }
  }

  /// The gNB's sockets. The SCTP endpoint is made for the first connection and used for later ones as well.
  private final class Ports: Sendable {
    let n3: TracedDatagramPort
    let radio: TracedDatagramPort
    private let n2: TracedAssociationPort
    private let environment: Environment

    init(_ settings: GNBSettings, _ environment: Environment, _ loop: EpollLoop, _ gnb: GNB, _ capture: CaptureFile?) throws {
      self.environment = environment
      let n3Socket = try UDPSocket(bind: settings.n3, options: UDPSocket.Options(setting: "--n3-address"))
      let radioSocket = try UDPSocket(bind: settings.radio, options: UDPSocket.Options(setting: "--radio-address"))
      n3 = try TracedDatagramPort(n3Socket, tracer: InterfaceTracer(.n3, environment: environment), loop: loop) {
        gnb.handleN3($0, from: $1)
      }
      radio = try TracedDatagramPort(radioSocket, tracer: InterfaceTracer(.radio, environment: environment), loop: loop) {
        gnb.handleRadio($0, from: $1)
      }
      var options = SCTPOptions()
      options.setting = "--n2-address"
      options.remoteEncapsulationPort = settings.n2UDPEncapsulationPort
      let stack = try SCTPStack(encapsulationPort: settings.n2UDPEncapsulationPort)
      n2 = try TracedAssociationPort(
        stack: stack, bind: SocketAddress(settings.n2Address, port: 0), options: options,
        tracer: InterfaceTracer(.n2, environment: environment),
        loop: loop
      ) { gnb.handle($0) }
    }

    func connect(to amf: SocketAddress) -> any AssociationPort {
      do {
        try n2.connect(to: amf)
      } catch {
        environment.log(.error, "N2: \(error)")
      }
      return n2
    }

    func close() {
      n2.close()
      n3.close()
      radio.close()
    }
  }
}
