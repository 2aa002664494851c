import Base
import CFuzz
import FuzzSupport
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
    let journal = journal
    _ = ServerPipeline.configure(channel, limits: HTTP2Limits(), loop: loop, tap: nil) { request in
      await journal.account(request) { await router.respond(to: request) }
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

extension Journal {
  /// Counts what is alive while a request is read, up to the moment when its service is called.
  func account(_ request: SBIRequest, _ respond: () async -> SBIResponse) async -> SBIResponse {
    let count =
      request.target.utf8.count + request.body.octets.count + request.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    vitrum_account_begin()
    let response = await respond()
    let peak = Int(vitrum_account_end())
    let allowed = MemoryBound.allowed(count)
    memoryPermille = max(memoryPermille, peak * 1000 / allowed)
    if peak > allowed { finding = FuzzFinding("\(peak) octets alive for a request of \(count); \(allowed) are allowed: \(request.target)") }
    return response
  }
}
