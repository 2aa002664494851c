import CLinux
import Glibc
import Synchronization

/// A named network namespace under `/run/netns`, as `ip netns` makes them.
///
/// A thread that enters a namespace cannot be trusted elsewhere afterwards, so everything here happens on short-lived threads of
/// its own: no thread of the caller ever changes its namespace.
public struct NetworkNamespace: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  private static let directory = "/run/netns"

  /// Refers to a namespace, whether or not it exists.
  public init(_ name: String) throws(PacketIOError) {
    try PacketIOError.checkName(name)
    self.name = name
  }

  public var path: String { "\(Self.directory)/\(name)" }
  public var description: String { name }
  public var exists: Bool { access(path, F_OK) == 0 }

  /// Makes the namespace, with `lo` up. One of the same name that an earlier run left behind is deleted first.
  public func create() throws(PacketIOError) {
    try delete()
    let path = path
    try onThread(named: "netns-create") { () throws(PacketIOError) in
      try PacketIOError.check(vt_create_network_namespace(Self.directory, path), "create network namespace \(path)")
    }
    try NetworkInterface.setUp("lo", in: self)
  }

  /// Deletes the namespace and the interfaces in it (once its last process is gone). Deleting a missing one is no error.
  public func delete() throws(PacketIOError) {
    guard exists else { return }
    let result = vt_delete_network_namespace(path)
    if result != -ENOENT { try PacketIOError.check(result, "delete network namespace \(name)") }
  }

  /// Runs `body` inside the namespace, on a thread of its own, and waits for it. Sockets and devices that it makes stay there.
  public func run<Result: Sendable>(_ body: @escaping @Sendable () throws(PacketIOError) -> Result) throws(PacketIOError) -> Result {
    let path = path
    return try onThread(named: "netns-\(name)") { () throws(PacketIOError) -> Result in
      try PacketIOError.check(vt_enter_network_namespace(path), "enter network namespace \(path)")
      return try body()
    }
  }
}

/// Runs `body` on a thread of its own and waits for its result.
private func onThread<Value: Sendable>(
  named name: String, _ body: @escaping @Sendable () throws(PacketIOError) -> Value
) throws(PacketIOError) -> Value {
  let box = ResultBox<Value>()
  let thread = try SystemThread(name: name) {
    do throws(PacketIOError) {
      let value = try body()
      box.result.withLock { $0 = .success(value) }
    } catch {
      box.result.withLock { $0 = .failure(error) }
    }
  }
  thread.join()
  guard let result = box.result.withLock({ $0 }) else { throw .system(operation: name, errorNumber: ECANCELED) }
  return try result.get()
}

private final class ResultBox<Value: Sendable>: Sendable {
  let result = Mutex<Result<Value, PacketIOError>?>(nil)
}

extension Optional where Wrapped == NetworkNamespace {
  /// Runs `body` in the namespace, or where the caller is when there is none.
  func run<Value: Sendable>(_ body: @escaping @Sendable () throws(PacketIOError) -> Value) throws(PacketIOError) -> Value {
    switch self {
    case .some(let namespace): try namespace.run(body)
    case nil: try body()
    }
  }
}
