import Base
import Configuration
import Crypto
import DataNetwork
import Glibc
import PacketIO
import Runtime
import Security
import Storage
import Tracing

/// What `vitrum up` is asked for.
public struct DemoSettings: Sendable {
  public var configuration: Configuration
  public var configurationPath: String
  public var ues: Int
  public var gNBs: Int
  public var capturePath: String?
  public var core: DemoCore
  /// Ends after the demonstration instead of staying up.
  public var isOnce: Bool
  /// Prints one JSON object on stdout and everything else on stderr.
  public var printsJSON: Bool

  public init(
    configuration: Configuration, configurationPath: String, ues: Int, gNBs: Int, capturePath: String?, core: DemoCore = .oneProcess,
    isOnce: Bool, printsJSON: Bool
  ) {
    self.configuration = configuration
    self.configurationPath = configurationPath
    self.ues = ues
    self.gNBs = gNBs
    self.capturePath = capturePath
    self.core = core
    self.isOnce = isOnce
    self.printsJSON = printsJSON
  }
}

/// Why the demonstration ended early.
enum DemoError: Error, CustomStringConvertible {
  /// The operator asked for the end.
  case stopped(signal: Int32)
  case failed(String)

  var description: String {
    switch self {
    case .stopped(let signal): "stopped by signal \(signal)"
    case .failed(let reason): reason
    }
  }
}

/// The demonstration: builds the network of namespaces, starts core, data network, gNBs and UEs as processes, shows that they work, and
/// takes everything back.
public actor DemoRun {
  enum Event: Sendable {
    case input(ProcessInput)
    /// A JSON line of a child.
    case line(child: String, JSON)
    case ended(child: String, status: Int32)
  }

  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  let settings: DemoSettings
  let process: CommandProcess
  let loop: EpollLoop
  let executable: String
  private let mailbox: Mailbox<Event>
  private var waiting: [Event] = []
  private var buffers: [String: LineBuffer] = [:]
  private var network: DemoNetwork?
  /// In the order of their starts.
  private var children: [ControlledProcess] = []
  private var addedSubscribers: [String] = []
  private var isEnding = false
  var report: DemoReport

  public init(_ settings: DemoSettings, process: CommandProcess) {
    self.settings = settings
    self.process = process
    loop = process.loop
    mailbox = Mailbox(loop: process.loop)
    executable = Self.ownPath()
    report = DemoReport(printsJSON: settings.printsJSON)
  }

  private static func ownPath() -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : "vitrum"
  }

  /// Runs to the end.
  /// - Returns: the exit status.
  public func run() async -> Int32 {
    let forwarding = loop.spawn("signals") { [self] in await forwardInputs() }
    var status: Int32 = 0
    do {
      try await start()
      try await demonstrate()
      report.printResult()
      if !settings.isOnce {
        report.printHints(settings.configuration)
        if settings.printsJSON { report.printJSON() }
        try await stayUp()
      }
    } catch DemoError.stopped(let signal) {
      // Ctrl-C is how a network that runs is ended.
      status = report.isComplete && !settings.isOnce ? 0 : 128 + signal
    } catch {
      report.printFailure("\(error)")
      status = 1
    }
    status = await end() && status == 0 ? 0 : max(status, 1)
    forwarding.cancel()
    if settings.printsJSON, settings.isOnce, status == 0 { report.printJSON() }
    return status
  }

  // MARK: Events

  private func forwardInputs() async {
    while let input = await process.next() {
      take(.input(input))
      if isEnding { return }
    }
  }

  private func take(_ event: Event) {
    if !mailbox.deliver(event) { waiting.append(event) }
  }

  private func nextEvent(before deadline: Instant?) async -> Event? {
    if !waiting.isEmpty { return waiting.removeFirst() }
    let wait = deadline.map { max(.zero, $0 - loop.now) }
    do throws(ProcedureAborted) {
      return try await mailbox.receive(within: wait, label: "demonstration") { _ in true }
    } catch {
      return nil
    }
  }

  /// Waits for lines of children until `isDone` says that it has seen enough.
  /// - Throws: when the operator stops, a child ends or fails, or time is up.
  func wait(for what: String, within limit: Duration, until isDone: (String, JSON) throws -> Bool) async throws {
    let deadline = loop.now + limit
    while true {
      switch await nextEvent(before: deadline) {
      case nil: throw DemoError.failed("\(what): nothing happened within \(limit.components.seconds) s")
      case .input(.stop(let signal)): throw DemoError.stopped(signal: signal)
      case .input(.command): continue
      case .ended(let child, let status): throw DemoError.failed("\(what): \(child) ended with status \(status)")
      case .line(let child, let json):
        if json["event"]?.stringValue == "failed" { throw DemoError.failed("\(child): \(json["reason"]?.stringValue ?? "failed")") }
        if try isDone(child, json) { return }
      }
    }
  }

  // MARK: Children

  /// Starts a Vitrum command as a controlled process.
  @discardableResult
  func startChild(_ name: String, _ arguments: [String], in namespace: NetworkNamespace? = nil) throws -> ControlledProcess {
    let child = try ControlledProcess(name: name, executable, arguments, in: namespace, loop: loop) { [weak self] child, octets in
      self?.assumeIsolated { $0.receive(octets, from: child) }
    }
    children.append(child)
    try network?.writeState(children: children.map(\.processID))
    return child
  }

  private func receive(_ octets: [UInt8], from child: ControlledProcess) {
    if octets.isEmpty { return take(.ended(child: child.name, status: child.exitStatus ?? 1)) }
    for line in buffers[child.name, default: LineBuffer()].append(octets[...]) {
      if let json = try? JSON(parsing: line) { take(.line(child: child.name, json)) }
    }
  }

  // MARK: Start

  /// Does a step of the demonstration and notes its result and time.
  private func step(_ name: String, _ body: () async throws -> String) async throws {
    let start = loop.now
    let result = try await body()
    report.add(name, result, loop.now - start)
  }

  private func start() async throws {
    try await step("prepare") {
      try DemoNetwork.removeLeftovers()
      try KernelChanges.restoreLeftovers()
      let network = try DemoNetwork(configuration: settings.configuration, gNBs: settings.gNBs, ues: settings.ues)
      try network.check()
      self.network = network
      try network.build()
      return
        "namespaces \(DemoNetwork.ranNamespace), \(DemoNetwork.dataNamespace); interfaces \(DemoNetwork.ranInterface), \(DemoNetwork.dataInterface)"
    }
    guard let network else { return }
    let demo = settings.configuration.demo
    let credentials = try await prepareSubscribers()
    let homeNetworkKey = try publicKey()
    try await step("core") {
      let names = try await startCore()
      try startChild("data network", ["dn", "--controlled", "--address", "\(network.serverAddress):80"], in: network.data)
      try await waitFor("ready", of: names + ["data network"], what: "core")
      return "PLMN \(settings.configuration.plmn), N2 \(settings.configuration.amf.n2), N3 \(settings.configuration.upf.n3)"
    }
    try await step("n2Setup") {
      let names = (0..<settings.gNBs).map { "gnb-\($0 + 1)" }
      for (index, name) in names.enumerated() { try startChild(name, gNBArguments(index, network), in: network.ran) }
      try await waitFor("prepared", of: names, what: "gNBs")
      for child in children where names.contains(child.name) { child.send(["command": "start"]) }
      try await waitFor("ready", of: names, what: "NG Setup")
      return "\(settings.gNBs) gNB\(settings.gNBs == 1 ? "" : "s"), AMF \(settings.configuration.amf.name)"
    }
    let ue = try startChild("ue", ueArguments(network, homeNetworkKey))
    ue.send(["command": "start", "subscribers": .array(credentials.map { $0.json(includeSecrets: true) })])
    try await waitForService(dnn: demo.dnn)
  }

  func waitFor(_ event: String, of names: [String], what: String) async throws {
    var missing = Set(names)
    try await wait(for: what, within: .seconds(30)) { child, json in
      switch json["event"]?.stringValue {
      case event: missing.remove(child)
      case "rejected": throw DemoError.failed("\(child): NG Setup was rejected: \(json["cause"]?.stringValue ?? "")")
      default: break
      }
      return missing.isEmpty
    }
  }

  /// Waits until every UE is registered and has its session.
  private func waitForService(dnn: String) async throws {
    let start = loop.now
    var registered = 0
    var algorithms = ""
    var addresses: [String] = []
    var lastRegistration = start
    try await wait(for: "registration", within: .seconds(30 + settings.ues)) { _, json in
      switch json["event"]?.stringValue {
      case "registered":
        registered += 1
        lastRegistration = loop.now
        let names = [json["ciphering"], json["integrity"]].compactMap { $0?.stringValue?.uppercased() }.joined(separator: "/")
        algorithms = "SUCI profile \(json["suciScheme"]?.stringValue ?? ""), \(names)"
      case "session":
        addresses.append(contentsOf: (json["addresses"]?.arrayValue ?? []).compactMap(\.stringValue).prefix(1))
        report.sessions.append(DemoReport.Session(json))
      case "rejected": throw DemoError.failed("UE \(json["ue"]?.text() ?? ""): \(json["reason"]?.stringValue ?? "rejected")")
      default: break
      }
      return json["event"]?.stringValue == "ready"
    }
    report.registered = registered
    report.add("registered", "\(registered) UE\(registered == 1 ? "" : "s"), \(algorithms)", lastRegistration - start)
    report.add(
      "pduSession", "\(dnn), \(addresses.first ?? "")" + (addresses.count > 1 ? " ... (\(addresses.count))" : ""),
      loop.now - lastRegistration)
  }

  private func gNBArguments(_ index: Int, _ network: DemoNetwork) -> [String] {
    let configuration = settings.configuration
    let address = network.gNBAddress(index).description
    var arguments = [
      "gnb", "--controlled", "--name", "gnb-\(index + 1)", "--id", "\(index + 1)", "--plmn", "\(configuration.plmn)", "--amf",
      "\(configuration.amf.n2)", "--n2-address", address, "--n3-address", address, "--radio-address", "\(network.radioAddress(index))",
      "--log-level", configuration.logging.level.rawValue,
    ]
    for tai in configuration.amf.tais.prefix(1) { arguments += ["--tac", "\(tai.tac)"] }
    for slice in configuration.slices { arguments += ["--slice", "\(slice)"] }
    if let port = configuration.amf.n2UDPEncapsulationPort { arguments += ["--sctp-udp-port", "\(port)"] }
    return arguments
  }

  private func ueArguments(_ network: DemoNetwork, _ key: HomeNetworkPublicKey?) -> [String] {
    let configuration = settings.configuration
    var arguments = [
      "ue", "--controlled", "--plmn", "\(configuration.plmn)", "--dnn", configuration.demo.dnn, "--namespace", DemoNetwork.uePrefix,
      "--radio-namespace", DemoNetwork.ranNamespace, "--radio-address", "127.0.0.1", "--log-level", configuration.logging.level.rawValue,
    ]
    for index in 0..<settings.gNBs { arguments += ["--gnb", "\(network.radioAddress(index))"] }
    if let key {
      arguments += [
        "--suci-profile", key.scheme == .profileA ? "A" : "B", "--suci-key-id", "\(key.identifier)", "--suci-public-key",
        Hex.encode(key.octets),
      ]
    }
    return arguments
  }

  // MARK: Subscribers

  /// The subscribers of the demonstration: those of the store, and new ones with random keys for the others.
  private func prepareSubscribers() async throws -> [Subscriber] {
    let random = SystemRandom()
    let store = try StoreAccess.open(settings.configuration.storage, random: random)
    var subscribers: [Subscriber] = []
    var new: [Subscriber] = []
    for index in 0..<settings.ues {
      let supi = try Self.supi(settings.configuration.demo.supi, plus: index)
      if let stored = try await store.subscriber(supi) {
        subscribers.append(stored)
        continue
      }
      let subscriber = Subscriber(
        supi: supi,
        credentials: AuthenticationCredentials(key: SecretBytes(random.bytes(16)), operatorVariant: SecretBytes(random.bytes(16))),
        slices: settings.configuration.subscribedSlices)
      subscribers.append(subscriber)
      new.append(subscriber)
    }
    if !new.isEmpty {
      try await store.add(new, replacingExisting: false) { _ in }
      addedSubscribers = new.map(\.supi)
    }
    try store.close()
    return subscribers
  }

  private static func supi(_ first: String, plus index: Int) throws -> String {
    let digits = first.drop { !$0.isNumber }
    guard let number = UInt64(digits) else { throw DemoError.failed("demo.imsi: is not a number") }
    let text = String(number + UInt64(index))
    return "imsi-" + String(repeating: "0", count: max(0, digits.count - text.count)) + text
  }

  private func removeSubscribers() async throws {
    guard !addedSubscribers.isEmpty else { return }
    let store = try StoreAccess.open(settings.configuration.storage, random: SystemRandom())
    for supi in addedSubscribers {
      do throws(StorageError) {
        try await store.remove(supi)
      } catch {
        guard case .subscriberNotFound = error else { throw error }
      }
    }
    addedSubscribers = []
    try store.close()
  }

  /// The home network key that conceals the SUPIs; made when its file is missing.
  private func publicKey() throws -> HomeNetworkPublicKey? {
    _ = try KeyFiles.createSUCIKeys(settings.configuration.udm, random: SystemRandom())
    return try KeyFiles.homeNetworkKeys(settings.configuration.udm).first?.publicKey
  }

  // MARK: Demonstration

  private func demonstrate() async throws {
    guard let network else { return }
    let target = network.serverAddress.description
    try await step("ping") {
      try await ping(target)
      return "\(target): \(report.pingsReceived)/\(report.pingsSent) answered"
    }
    try await step("download") {
      try await download("http://\(target)/10MB.bin")
      return "\(report.httpBytes) bytes by HTTP from \(target), SHA-256 correct"
    }
  }

  /// Three pings from each UE, a few UEs at a time.
  private func ping(_ target: String) async throws {
    var remaining = report.sessions[...]
    while !remaining.isEmpty {
      let group = remaining.prefix(10)
      remaining = remaining.dropFirst(10)
      var tools: [String: Tool] = [:]
      for session in group {
        let tool = try startTool("ping", ["-n", "-c", "3", "-i", "0.2", "-W", "2", target], in: session.namespace)
        tools[tool.process.name] = tool
      }
      try await waitForTools(&tools, what: "ping", within: .seconds(20))
      for tool in tools.values.sorted(by: { $0.process.name < $1.process.name }) {
        let counts = Self.pingCounts(String(decoding: tool.output, as: UTF8.self))
        report.pingsSent += counts.sent
        report.pingsReceived += counts.received
      }
    }
    guard report.pingsSent > 0, report.pingsReceived == report.pingsSent else {
      throw DemoError.failed("ping \(target): \(report.pingsReceived) of \(report.pingsSent) answered")
    }
  }

  private func download(_ url: String) async throws {
    guard let session = report.sessions.first else { throw DemoError.failed("no PDU session") }
    var tools: [String: Tool] = [:]
    let tool = try startTool(
      "curl", ["--silent", "--show-error", "--fail", "--noproxy", "*", "--max-time", "60", "--output", "-", url], in: session.namespace)
    tools[tool.process.name] = tool
    try await waitForTools(&tools, what: "download", within: .seconds(70))
    guard let result = tools[tool.process.name] else { return }
    guard result.process.exitStatus == 0 else {
      throw DemoError.failed("download of \(url): curl ended with status \(result.process.exitStatus ?? 1)")
    }
    report.httpBytes = result.output.count
    guard Array(SHA256.hash(data: result.output)) == Array(SHA256.hash(data: DemoContent.bytes())) else {
      throw DemoError.failed("download of \(url): the content is not what the server has (\(report.httpBytes) bytes)")
    }
  }

  /// `3 packets transmitted, 3 received, 0% packet loss`
  static func pingCounts(_ text: String) -> (sent: Int, received: Int) {
    for line in text.split(separator: "\n") where line.contains("packets transmitted") {
      let numbers = line.split(separator: ",").prefix(2).map { part in Int(part.split(separator: " ").first ?? "") ?? 0 }
      if numbers.count == 2 { return (numbers[0], numbers[1]) }
    }
    return (3, 0)
  }

  /// A program that runs in a UE's namespace, and what it has written.
  private struct Tool {
    let process: ControlledProcess
    var output: [UInt8] = []
  }

  private var tools: [String: [UInt8]] = [:]
  private var toolCount = 0

  private func startTool(_ program: String, _ arguments: [String], in namespace: String) throws -> Tool {
    toolCount += 1
    let name = "\(program)-\(toolCount)"
    tools[name] = []
    let tool = try ControlledProcess(name: name, program, arguments, in: try NetworkNamespace(namespace), loop: loop) {
      [weak self] child, octets in
      self?.assumeIsolated { run in
        if octets.isEmpty { return run.take(.line(child: child.name, ["event": "toolEnded"])) }
        run.tools[child.name, default: []] += octets
      }
    }
    tool.closeInput()
    return Tool(process: tool)
  }

  private func waitForTools(_ running: inout [String: Tool], what: String, within limit: Duration) async throws {
    var missing = Set(running.keys)
    do {
      try await wait(for: what, within: limit) { child, json in
        if json["event"]?.stringValue == "toolEnded" { missing.remove(child) }
        return missing.isEmpty
      }
    } catch {
      for name in missing.sorted() { running[name]?.process.signal(SIGKILL) }
      throw error
    }
    for name in running.keys.sorted() { running[name]?.output = tools.removeValue(forKey: name) ?? [] }
  }

  // MARK: End

  /// Waits until the operator or the end of a process ends the network.
  private func stayUp() async throws {
    while true {
      switch await nextEvent(before: nil) {
      case nil, .input(.command), .line: continue
      case .input(.stop(let signal)): throw DemoError.stopped(signal: signal)
      case .ended(let child, let status): throw DemoError.failed("\(child) ended with status \(status)")
      }
    }
  }

  /// Stops the processes, UEs first so that they can deregister, and removes everything.
  /// - Returns: whether nothing went wrong.
  private func end() async -> Bool {
    isEnding = true
    var isClean = true
    for name in ["ue", "gnb", "data network"] + settings.core.namesInStopOrder {
      let group = children.filter { $0.name.hasPrefix(name) && $0.exitStatus == nil }
      for child in group { child.closeInput() }
      let deadline = loop.now + .seconds(name == "ue" ? 15 : 5)
      while group.contains(where: { $0.exitStatus == nil }), loop.now < deadline {
        await loop.sleep(.milliseconds(10), label: "end of children")
      }
      for child in group where child.exitStatus == nil {
        report.progress("\(child.name) does not stop; it is killed")
        child.signal(SIGKILL)
        isClean = false
      }
      while group.contains(where: { $0.exitStatus == nil }) { await loop.sleep(.milliseconds(10), label: "end of children") }
    }
    do {
      try await removeSubscribers()
      try network?.remove()
    } catch {
      report.progress("\(error)")
      isClean = false
    }
    return isClean
  }
}
