import Base
import Configuration
import Discovery
import HTTP2
import Management
import PacketIO
import Runtime
import SBI
import Services
import Storage
import Tracing

/// The core network in one process: every function on one event loop, the user plane on a thread of its own.
public struct CoreProcess: Sendable {
  private let configuration: Configuration
  private let capturePath: String?

  public init(configuration: Configuration, capturePath: String? = nil) {
    self.configuration = configuration
    self.capturePath = capturePath
  }

  /// Runs until it is stopped.
  /// - Returns: the exit status.
  public func run(_ process: CommandProcess) async -> Int32 {
    let log = OperatorLog(configuration.logging.level)
    let write = log.writer(node: "core")
    var running: [RunningFunction] = []
    var capture: CaptureFile?
    var control: ControlSocket?
    var status: Int32 = 0
    do {
      try KernelChanges.restoreLeftovers()
      capture = try capturePath.map { try CaptureFile(path: $0) }
      let host = FunctionHost(configuration: configuration, loop: process.loop, random: SystemRandom(), log: log, capture: capture)
      try await StoreAccess.forgetServingFunctions(configuration.storage)
      let network = LocalNetwork()
      for name in CoreFunction.allCases {
        running.append(try await start(name, host, network))
      }
      let view = ManagementView(configuration: configuration, functions: running)
      control = try ManagementView.listen(configuration.management.socketPath, loop: process.loop) { await view.answer($0) }
      if let capture { CaptureFlush.start(capture, loop: process.loop) }
      write(.info, "core of PLMN \(configuration.plmn) runs; N2 \(configuration.amf.n2), N3 \(configuration.upf.n3)")
      process.emit(["event": "ready"])
      _ = await process.stopped()
    } catch {
      write(.error, "\(error)")
      process.emit(["event": "failed", "reason": .string("\(error)")])
      status = 1
    }
    control?.stop()
    for function in running.reversed() { await function.stop() }
    capture?.close()
    if capture?.isComplete == false { write(.error, "\(capturePath ?? ""): the capture could not be written completely") }
    if status == 0 { write(.info, "core stopped") }
    return status
  }

  private func start(_ name: CoreFunction, _ host: FunctionHost, _ network: LocalNetwork) async throws -> RunningFunction {
    let instanceID = InstanceID.make(host.random)
    let apiRoot = name.service.map { configuration.sbi.apiRoot(of: $0) } ?? ""
    let services = LocalServices(network, environment: host.environment(name.rawValue), apiRoot: apiRoot)
    let function = try await host.start(name, instanceID: instanceID, services: services)
    if let object = function.function, let type = name.type {
      network.add(
        LocalFunction(
          instanceID: instanceID, apiRoot: apiRoot, function: object, type: type,
          dataNetworks: name == .smf ? configuration.servedDataNetworks : nil))
    }
    return function
  }
}

/// Writes a capture out while the network runs.
enum CaptureFlush {
  static func start(_ capture: CaptureFile, loop: any Loop) {
    _ = loop.schedule(after: .milliseconds(500), label: "capture flush") { [weak capture] in
      guard let capture else { return }
      capture.flush()
      start(capture, loop: loop)
    }
  }
}

extension OperatorLog {
  /// With the level of a configuration.
  init(_ level: Configuration::LogLevel) { self.init(levelName: level.rawValue) }
}
