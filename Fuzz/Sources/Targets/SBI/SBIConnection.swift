import Base
import NIOCore
import NIOEmbedded
import SBI
import Simulation

@testable import HTTP2

/// A server's side of an HTTP/2 connection in memory.
final class SBIConnection {
  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]
  private let channel = EmbeddedChannel()
  private let world = World(seed: 1)
  private let loop: VirtualLoop
  let journal = Journal()

  init() {
    loop = world.makeLoop(node: "sbi")
    let router = SBIRouter(SBIServices.routes(journal))
    let limits = HTTP2Limits()
    let bodies = BodyBudget(limits.maximumBodyOctetsTogether)
    _ = ServerPipeline.configure(channel, limits: limits, bodies: bodies, loop: loop, tap: nil) { request in
      await router.respond(to: request)
    }
    // A connection without a socket connects to any address.
    _ = try? channel.connect(to: .init(unixDomainSocketPath: "/")).wait()
    receive(Self.preface)
  }

  /// Octets from the peer, and everything that follows from them.
  func receive(_ octets: [UInt8]) {
    _ = try? channel.writeInbound(ByteBuffer(bytes: octets))
    world.runUntilQuiescent()
    channel.embeddedEventLoop.run()
  }

  func close() { _ = try? channel.finish(acceptAlreadyClosed: true) }

  /// A request that needs no connection.
  func answer(_ request: SBIRequest) -> Journal {
    let journal = Journal()
    let transport = SBILoopback(SBIRouter(SBIServices.routes(journal)))
    _ = world.run(on: loop) {
      do throws(SBIFailure) { journal.statuses.append(try await transport.send(request, to: "").status) } catch {
        journal.statuses.append(error.status)
      }
    }
    return journal
  }
}
