import CLinux
import Glibc

/// A POSIX thread that runs one closure; joined once.
public struct SystemThread: @unchecked Sendable {
  private let handle: pthread_t

  private final class Body {
    let name: String
    let run: @Sendable () -> Void
    init(name: String, run: @escaping @Sendable () -> Void) {
      self.name = name
      self.run = run
    }
  }

  /// Starts the thread.
  /// - Parameter name: at most 15 octets are shown by `ps` and debuggers.
  public init(name: String, _ run: @escaping @Sendable () -> Void) throws(PacketIOError) {
    var handle = pthread_t()
    let body = Unmanaged.passRetained(Body(name: name, run: run))
    let result = pthread_create(
      &handle, nil,
      { pointer in
        guard let pointer else { return nil }
        let body = Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
        vt_name_thread(body.name)
        body.run()
        return nil
      }, body.toOpaque())
    guard result == 0 else {
      body.release()
      throw .system(operation: "start thread \(name)", errorNumber: result)
    }
    self.handle = handle
  }

  /// Waits for its end.
  public func join() { pthread_join(handle, nil) }
}
