import Base
import DataNetwork
import PacketIO
import Runtime
import Tracing

/// The demonstration's data network in a process of its own.
public struct DataNetworkProcess: Sendable {
  private let address: SocketAddress

  public init(address: SocketAddress) { self.address = address }

  /// Runs until it is stopped.
  /// - Returns: the exit status.
  public func run(_ process: CommandProcess) async -> Int32 {
    let write = OperatorLog(levelName: "info").writer(node: "dn")
    do {
      let server = try DemoServer(address: address)
      _ = try SystemThread(name: "dn") { server.run() }
      write(.info, "data network serves http://\(address)/10MB.bin")
      process.emit(["event": "ready"])
      _ = await process.stopped()
      return 0
    } catch {
      write(.error, "\(error)")
      process.emit(["event": "failed", "reason": .string("\(error)")])
      return 1
    }
  }
}
