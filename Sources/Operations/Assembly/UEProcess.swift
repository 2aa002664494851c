import Base
import Configuration
import PacketIO
import Runtime
import Security
import Storage
import Tracing
import UE

/// How simulated UEs are run.
public struct UESettings: Sendable {
  /// Prefix of the network namespaces that hold the UEs' TUN devices: `vitrum-ue` gives `vitrum-ue-1`, `vitrum-ue-2` ...; `nil` puts the
  /// devices where the command runs.
  public var namespacePrefix: String?
  /// The namespace in which the radio link is, `nil` for the caller's.
  public var radioNamespace: String?
  /// The address from which UEs reach their gNBs.
  public var radioAddress: IPAddress
  /// swift-log's name of the level.
  public var logLevel: String
  /// Ends with the exit status of the first UE that has no service, instead of trying on.
  public var endsAfterFailure: Bool
  /// Registers and establishes sessions, prints what came out, deregisters and ends.
  public var isOnce: Bool

  public init(
    namespacePrefix: String?, radioNamespace: String? = nil, radioAddress: IPAddress, logLevel: String = "info",
    endsAfterFailure: Bool = true, isOnce: Bool = false
  ) {
    self.namespacePrefix = namespacePrefix
    self.radioNamespace = radioNamespace
    self.radioAddress = radioAddress
    self.logLevel = logLevel
    self.endsAfterFailure = endsAfterFailure
    self.isOnce = isOnce
  }
}

/// Simulated UEs in a process of their own, each with its PDU sessions on TUN devices.
public struct UEProcess: Sendable {
  private let settings: UESettings
  private let configurations: [UEConfiguration]

  public init(_ configurations: [UEConfiguration], settings: UESettings) {
    self.configurations = configurations
    self.settings = settings
  }

  /// Runs until it is stopped; then the UEs deregister.
  /// - Returns: the exit status, as `vitrum ue --help` lists them.
  public func run(_ process: CommandProcess) async -> Int32 {
    let write = OperatorLog(levelName: settings.logLevel).writer(node: "ue")
    var terminals: [UETerminal] = []
    var status: Int32 = 0
    do {
      for (index, configuration) in configurations.enumerated() {
        terminals.append(try await UETerminal.make(number: index + 1, configuration, settings, process))
      }
      // All UEs at once, as after a power failure; each reports by itself.
      let starts = terminals.map { terminal in process.loop.spawn("UE") { await terminal.attach() } }
      let started = terminals
      let stop = process.loop.spawn("stop") {
        _ = await process.stopped()
        for terminal in started { await terminal.abandon() }
      }
      for (terminal, start) in zip(terminals, starts) {
        await start.value
        if let failure = await terminal.failure, status == 0 { status = failure }
      }
      if let signal = await process.stopSignal {
        status = 128 + signal
      } else if status == 0 {
        process.emit(["event": "ready"])
        if !settings.isOnce { await stop.value }
      } else if !settings.endsAfterFailure {
        await stop.value
      }
      stop.cancel()
    } catch {
      write(.error, "\(error)")
      process.emit(["event": "failed", "reason": .string("\(error)")])
      status = 1
    }
    let ends = terminals.map { terminal in process.loop.spawn("UE end") { await terminal.detach() } }
    for end in ends { await end.value }
    if terminals.count == configurations.count { process.emit(["event": "deregistered"]) }
    for terminal in terminals { await terminal.close() }
    return status
  }
}

/// One simulated UE with its radio socket, namespace and TUN devices.
actor UETerminal {
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  private let number: Int
  private let loop: EpollLoop
  private let configuration: UEConfiguration
  private let process: CommandProcess
  private let ue: UE
  private let radio: TracedDatagramPort
  private let namespace: NetworkNamespace?
  private let environment: Environment
  /// The exit status that tells why the UE has no service.
  private(set) var failure: Int32?
  private var isAttaching = false
  private var isAbandoned = false

  static func make(
    number: Int, _ configuration: UEConfiguration, _ settings: UESettings, _ process: CommandProcess
  ) async throws -> UETerminal {
    let terminal = try UETerminal(number: number, configuration, settings, process)
    await terminal.ue.attach(radio: terminal.radio)
    await terminal.ue.start()
    return terminal
  }

  private init(number: Int, _ configuration: UEConfiguration, _ settings: UESettings, _ process: CommandProcess) throws {
    self.number = number
    self.configuration = configuration
    self.process = process
    loop = process.loop
    let loop = process.loop
    environment = Environment(
      node: "ue-\(number)", loop: loop, random: SystemRandom(), log: OperatorLog(levelName: settings.logLevel).writer(node: "ue-\(number)"))
    let radioNamespace = try settings.radioNamespace.map { try NetworkNamespace($0) }
    let namespace = try settings.namespacePrefix.map { try NetworkNamespace("\($0)-\(number)") }
    try namespace?.create()
    if let namespace, configuration.sessions.allSatisfy({ $0.type == .ipv4 }) {
      // Otherwise the kernel solicits IPv6 routers through IPv4 sessions.
      try KernelParameter.write("net/ipv6/conf/default/disable_ipv6", "1", in: namespace)
    }
    self.namespace = namespace
    let devices = UEDevices(number: number, namespace: namespace, loop: loop, log: environment.log)
    ue = UE(configuration: configuration, environment: environment, openPacketPort: { devices.open($0) }, onEvent: { devices.take($0) })
    devices.setUE(ue)
    var options = UDPSocket.Options(namespace: radioNamespace, setting: "--radio-address")
    options.maximumDatagramOctets = 16_384
    options.receiveBufferOctets = 4 << 20
    let receiver = ue
    do {
      let socket = try UDPSocket(bind: SocketAddress(settings.radioAddress, port: 0), options: options)
      radio = try TracedDatagramPort(socket, tracer: InterfaceTracer(.radio, environment: environment), loop: loop) {
        receiver.handleRadio($0, from: $1)
      }
    } catch {
      try namespace?.delete()
      throw error
    }
  }

  /// Registers and establishes the sessions.
  func attach() async {
    isAttaching = true
    defer { isAttaching = false }
    let start = loop.now
    switch await ue.register() {
    case .registered: await reportRegistration(since: start)
    case .authenticationRejected(let cause):
      await fail(3, "authentication rejected" + (cause.map { "; the UE had reported 5GMM cause #\($0)" } ?? ""), cause)
      return
    case .networkNotAuthenticated(let cause):
      await fail(3, "the network could not be authenticated, 5GMM cause #\(cause)", cause)
      return
    case .rejected(let cause, let name, _):
      await fail(4, "registration rejected, 5GMM cause #\(cause) (\(name))", cause)
      return
    case .failed(let reason):
      await fail(6, "no registration: \(reason)", nil)
      return
    }
    for request in configuration.sessions {
      let begin = loop.now
      switch await ue.establishSession(request) {
      case .established(let session): reportSession(session, since: begin)
      case .rejected(let cause, let name): await fail(5, "PDU session rejected, 5GSM cause #\(cause) (\(name))", cause)
      case .notForwarded(let cause, let name): await fail(5, "PDU session not forwarded, 5GMM cause #\(cause) (\(name))", cause)
      case .failed(let reason): await fail(5, "no PDU session: \(reason)", nil)
      }
      if failure != nil { return }
    }
  }

  /// Gives up what ``attach()`` still tries, after a moment in which it may end well.
  func abandon() {
    let loop = loop
    _ = loop.schedule(after: .seconds(1), label: "end of UE") { [weak self] in
      guard let self else { return }
      loop.spawn("end of UE") { await self.stopAttaching() }
    }
  }

  private func stopAttaching() async {
    guard isAttaching else { return }
    isAbandoned = true
    await ue.stop()
  }

  /// Deregisters, within the time of T3521.
  func detach() async {
    if await ue.isRegistered { await ue.deregister() }
  }

  func close() async {
    await ue.stop()
    radio.close()
    do {
      try namespace?.delete()
    } catch {
      environment.log(.error, "\(error)")
    }
  }

  private func milliseconds(since start: Instant) -> JSON { .int((loop.now - start).wholeNanoseconds / 1_000_000) }

  private func reportRegistration(since start: Instant) async {
    let view = await ue.snapshot()
    let scheme: String =
      switch configuration.concealment {
      case .null: "null"
      case .publicKey(let key): key.scheme == .profileA ? "A" : "B"
      }
    process.emit([
      "event": "registered", "ue": .int(number), "milliseconds": milliseconds(since: start), "suciScheme": .string(scheme),
      "ciphering": view["ciphering"] ?? .null, "integrity": view["integrity"] ?? .null,
    ])
  }

  private func reportSession(_ session: PDUSessionInformation, since start: Instant) {
    let addresses = [session.ipv4, session.ipv6].compactMap { $0?.description }
    process.emit([
      "event": "session", "ue": .int(number), "milliseconds": milliseconds(since: start), "id": .int(session.id),
      "dnn": .string(session.dnn ?? ""), "addresses": .array(addresses.map { .string($0) }), "namespace": .string(namespace?.name ?? ""),
    ])
    environment.log(.info, "PDU session \(session.id) \(session.dnn ?? "") has \(addresses.joined(separator: " "))")
  }

  private func fail(_ status: Int32, _ text: String, _ cause: UInt8?) async {
    failure = status
    guard !isAbandoned else { return }
    let suci = await ue.lastSUCI ?? "no SUCI sent"
    process.emit([
      "event": "rejected", "ue": .int(number), "status": .int(status), "cause": cause.map { .int($0) } ?? .null, "reason": .string(text),
    ])
    environment.log(.error, "\(text); \(suci)")
  }
}
