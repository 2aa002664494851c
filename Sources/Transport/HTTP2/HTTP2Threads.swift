import NIOCore
import NIOPosix

/// The threads on which SBI connections live; shared by the servers and clients of a process.
public final class HTTP2Threads: Sendable {
  let group: MultiThreadedEventLoopGroup

  public init(count: Int = 1) { group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, count)) }

  /// Ends the threads after every server and client has been shut down.
  public func shutdown() async {
    // It fails only when the threads have ended before, and then nothing is left to do.
    try? await group.shutdownGracefully()
  }
}
