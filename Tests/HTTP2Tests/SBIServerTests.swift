import Base
import Foundation
import HTTP2
import PacketIO
import Runtime
import SBI
import Synchronization
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct SBIServerTests {
  private static let anyPort = SocketAddress(IPAddress("127.0.0.1")!, port: 0)

  private func withServer(
    limits: HTTP2Limits = HTTP2Limits(), options: SBIHTTPClient.Options = SBIHTTPClient.Options(),
    serverTLS: SBITLS? = nil, clientTLS: SBITLS? = nil, handler: @escaping @Sendable (SBIRequest) async -> SBIResponse,
    _ body: (SBIServer, SBIHTTPClient, EpollLoop) async throws -> Void
  ) async throws {
    let loop = try EpollLoop(name: "sbi")
    let threads = HTTP2Threads()
    let server = try await SBIServer(
      bind: Self.anyPort, tls: serverTLS, limits: limits, loop: loop, threads: threads, handler: handler)
    let client = try SBIHTTPClient(tls: clientTLS, options: options, threads: threads)
    try await body(server, client, loop)
    await client.shutdown()
    await server.shutdown()
    await threads.shutdown()
    loop.stop()
    loop.join()
  }

  private static let echo: @Sendable (SBIRequest) async -> SBIResponse = { request in
    SBIResponse(
      status: 200, headers: [SBIHeader("x-path", request.path), SBIHeader("x-query", request.query)],
      body: .octets(request.body.octets, contentType: request.body.contentType ?? "text/plain"))
  }

  @Test func requestsAndResponsesCrossWhole() async throws {
    try await withServer(handler: Self.echo) { server, client, _ in
      let authority = "http://\(server.localAddress)"
      let body = SBIBody.octets([UInt8](repeating: 0x61, count: 300_000), contentType: "application/json")
      let request = SBIRequest(method: .post, path: "/nudm-ueau/v1/x", query: "a=b%20c", body: body)
      let response = try await client.send(request, to: authority)
      #expect(response.status == 200)
      #expect(response.headers.first("x-path") == "/nudm-ueau/v1/x")
      #expect(response.headers.first("x-query") == "a=b%20c")
      #expect(response.body == body)
      await withTaskGroup(of: Int.self) { group in
        for index in 0..<300 {
          group.addTask {
            let response = try? await client.send(SBIRequest(method: .get, path: "/\(index)"), to: authority)
            return response?.headers.first("x-path") == "/\(index)" ? 1 : 0
          }
        }
        #expect(await group.reduce(0, +) == 300)
      }
    }
  }

  @Test func bodyAboveTheLimitIsAnswered413() async throws {
    var limits = HTTP2Limits()
    limits.maximumBodyOctets = 1_000
    try await withServer(limits: limits, handler: Self.echo) { server, client, _ in
      let body = SBIBody.octets([UInt8](repeating: 0, count: 5_000), contentType: "application/json")
      let response = try await client.send(SBIRequest(method: .post, path: "/", body: body), to: "http://\(server.localAddress)")
      #expect(response.status == 413)
      let next = try await client.send(SBIRequest(method: .get, path: "/"), to: "http://\(server.localAddress)")
      #expect(next.status == 200)
    }
  }

  @Test func bodiesOfAllConnectionsTogetherHaveALimit() async throws {
    var limits = HTTP2Limits()
    limits.maximumBodyOctetsTogether = 100_000
    let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
    let (released, release) = AsyncStream.makeStream(of: Void.self)
    try await withServer(
      limits: limits,
      handler: { request in
        if request.path == "/held" {
          arrival.yield()
          for await _ in released { break }
        }
        return SBIResponse(status: 204)
      }
    ) { server, client, _ in
      let authority = "http://\(server.localAddress)"
      let body = SBIBody.octets([UInt8](repeating: 0, count: 60_000), contentType: "application/json")
      async let held = client.send(SBIRequest(method: .post, path: "/held", body: body), to: authority)
      for await _ in arrived { break }
      let refused = try await client.send(SBIRequest(method: .post, path: "/", body: body), to: authority)
      #expect(refused.status == 503)
      #expect(refused.body.octets.contains(Array("NF_CONGESTION".utf8)))
      release.yield()
      #expect(try await held.status == 204)
      // What a request took is given back when its stream ends, soon after the response.
      var status = 503
      for _ in 0..<100 where status == 503 {
        status = try await client.send(SBIRequest(method: .post, path: "/", body: body), to: authority).status
      }
      #expect(status == 204)
    }
  }

  @Test func slowProducerAndMissingProducerAreTimeoutsOfTheGateway() async throws {
    var options = SBIHTTPClient.Options()
    options.responseTimeoutMilliseconds = 200
    try await withServer(
      options: options,
      handler: { request in
        if request.path == "/slow" { try? await Task.sleep(for: .seconds(1)) }
        return SBIResponse(status: 204)
      }
    ) { server, client, _ in
      let authority = "http://\(server.localAddress)"
      let slow = await #expect(throws: SBIFailure.self) {
        _ = try await client.send(SBIRequest(method: .get, path: "/slow"), to: authority)
      }
      #expect(slow?.status == 504)
      let result3 = try await client.send(SBIRequest(method: .get, path: "/"), to: authority)
      #expect(result3.status == 204)
      let missing = await #expect(throws: SBIFailure.self) {
        _ = try await client.send(SBIRequest(method: .get, path: "/"), to: "http://127.0.0.1:1")
      }
      #expect(missing?.status == 504)
      #expect(missing?.cause == "TARGET_NF_NOT_REACHABLE")
    }
  }

  @Test func clientConnectsAnewAfterTheServerRestarts() async throws {
    let loop = try EpollLoop(name: "sbi")
    let threads = HTTP2Threads()
    let first = try await SBIServer(bind: Self.anyPort, loop: loop, threads: threads, handler: Self.echo)
    let address = first.localAddress
    let client = try SBIHTTPClient(threads: threads)
    let result1 = try await client.send(SBIRequest(method: .get, path: "/"), to: "http://\(address)")
    #expect(result1.status == 200)
    await first.shutdown()
    let second = try await SBIServer(bind: address, loop: loop, threads: threads, handler: Self.echo)
    let result2 = try await client.send(SBIRequest(method: .get, path: "/"), to: "http://\(address)")
    #expect(result2.status == 200)
    await client.shutdown()
    await second.shutdown()
    await threads.shutdown()
    loop.stop()
    loop.join()
  }

  /// RFC 9113 §6.8: idle connections end at once, the others after their last response.
  @Test func shutdownSendsGOAWAYAndLetsRequestsFinish() async throws {
    let loop = try EpollLoop(name: "sbi")
    let threads = HTTP2Threads()
    let sent = Mutex<[UInt8]>([])
    let (arrival, arrived) = AsyncStream.makeStream(of: Void.self)
    let tap = HTTP2Tap { event, _, _ in if case .sent(let octets) = event { sent.withLock { $0 += octets } } }
    let server = try await SBIServer(bind: Self.anyPort, loop: loop, threads: threads, tap: tap) { request in
      arrived.yield()
      try? await Task.sleep(for: .milliseconds(200))
      return SBIResponse(status: 204)
    }
    let address = server.localAddress
    let idle = try SBIHTTPClient(threads: threads)
    let client = try SBIHTTPClient(threads: threads)
    var arrivals = arrival.makeAsyncIterator()
    #expect(try await idle.send(SBIRequest(method: .get, path: "/"), to: "http://\(address)").status == 204)
    await arrivals.next()
    async let late = client.send(SBIRequest(method: .get, path: "/"), to: "http://\(address)")
    await arrivals.next()
    // Were it not for GOAWAY, this would outlast the suite's time limit.
    await server.shutdown(timeoutMilliseconds: 600_000)
    #expect(try await late.status == 204)
    // A GOAWAY frame: 8 octets, type 7, stream 0, last stream 2^31-1, no error.
    let goAway: [UInt8] = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]
    #expect(sent.withLock { octets in octets.indices.count { octets[$0...].starts(with: goAway) } } == 2)
    let failure = await #expect(throws: SBIFailure.self) {
      _ = try await client.send(SBIRequest(method: .get, path: "/"), to: "http://\(address)")
    }
    #expect(failure?.status == 504)
    await idle.shutdown()
    await client.shutdown()
    await threads.shutdown()
    loop.stop()
    loop.join()
  }

  /// Both ends see the same octets, those of HTTP/2 also where TLS protects them.
  @Test(arguments: [false, true]) func tapsSeeWhatHTTP2WritesAndReads(_ isSecure: Bool) async throws {
    struct Seen: Sendable, Equatable {
      var toServer: [UInt8] = []
      var toClient: [UInt8] = []
      var isClosed = false
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vitrum-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let tls = isSecure ? try makeCredentials(in: folder).0 : nil
    let loop = try EpollLoop(name: "sbi")
    let threads = HTTP2Threads()
    let atServer = Mutex(Seen())
    let atClient = Mutex(Seen())
    let server = try await SBIServer(
      bind: Self.anyPort, tls: tls, loop: loop, threads: threads,
      tap: HTTP2Tap { event, local, _ in
        #expect(local.ip.isLoopback)
        atServer.withLock { seen in
          switch event {
          case .sent(let octets): seen.toClient += octets
          case .received(let octets): seen.toServer += octets
          case .closed: seen.isClosed = true
          }
        }
      }, handler: Self.echo)
    let address = server.localAddress
    let client = try SBIHTTPClient(
      tls: tls, threads: threads,
      tap: HTTP2Tap { event, _, peer in
        #expect(peer == address)
        atClient.withLock { seen in
          switch event {
          case .sent(let octets): seen.toServer += octets
          case .received(let octets): seen.toClient += octets
          case .closed: seen.isClosed = true
          }
        }
      })
    let request = SBIRequest(method: .post, path: "/x", body: .octets(Array("seen in clear".utf8), contentType: "text/plain"))
    #expect(try await client.send(request, to: "\(isSecure ? "https" : "http")://\(address)").status == 200)
    await server.shutdown()
    await client.shutdown()
    await threads.shutdown()
    let seen = atServer.withLock { $0 }
    #expect(seen.toServer.starts(with: Array("PRI * HTTP/2.0\r\n".utf8)) && seen.isClosed)
    for octets in [seen.toServer, seen.toClient] { #expect(String(decoding: octets, as: UTF8.self).contains("seen in clear")) }
    let other = atClient.withLock { $0 }
    // What one side wrote last, the other may not have read any more.
    #expect(seen.toServer.starts(with: other.toServer) || other.toServer.starts(with: seen.toServer))
    #expect(seen.toClient.starts(with: other.toClient) || other.toClient.starts(with: seen.toClient))
    loop.stop()
    loop.join()
  }

  @Test func listeningBeyondLoopbackNeedsMutualTLSAndATakenPortIsNamed() async throws {
    let loop = try EpollLoop(name: "sbi")
    let threads = HTTP2Threads()
    let outside = SocketAddress(IPAddress("0.0.0.0")!, port: 0)
    await #expect(throws: HTTP2Error.mutualTLSRequired(outside)) {
      _ = try await SBIServer(bind: outside, loop: loop, threads: threads, handler: Self.echo)
    }
    let server = try await SBIServer(bind: Self.anyPort, loop: loop, threads: threads, handler: Self.echo)
    await #expect(throws: HTTP2Error.addressInUse(server.localAddress, setting: "nrf.sbi")) {
      _ = try await SBIServer(bind: server.localAddress, setting: "nrf.sbi", loop: loop, threads: threads, handler: Self.echo)
    }
    await server.shutdown()
    await threads.shutdown()
    loop.stop()
    loop.join()
  }

  private func makeCredentials(in folder: URL) throws -> (SBITLS, foreign: SBITLS) {
    let script = """
      set -e; cd '\(folder.path)'
      for ca in ca other; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=$ca -keyout $ca.key -out $ca.pem; done
      for ca in ca other; do
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=nf -keyout nf-$ca.key -out nf.csr
        printf 'subjectAltName=IP:127.0.0.1\\n' > ext
        openssl x509 -req -in nf.csr -CA $ca.pem -CAkey $ca.key -CAcreateserial -days 2 -extfile ext -out nf-$ca.pem
      done
      """
    let process = try ChildProcess("sh", ["-c", script], standardOutput: .discarded, standardError: .discarded)
    try #require(process.wait() == 0, "openssl is needed to make the test's certificates")
    func tls(_ name: String) -> SBITLS {
      SBITLS(
        certificateFile: "\(folder.path)/nf-\(name).pem", privateKeyFile: "\(folder.path)/nf-\(name).key",
        trustFile: "\(folder.path)/ca.pem")
    }
    return (tls("ca"), tls("other"))
  }

  @Test func mutualTLSAcceptsOnlyTrustedPeers() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vitrum-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (own, foreign) = try makeCredentials(in: folder)
    try await withServer(serverTLS: own, clientTLS: own, handler: Self.echo) { server, client, _ in
      let authority = "https://\(server.localAddress)"
      let result4 = try await client.send(SBIRequest(method: .get, path: "/tls"), to: authority)
      #expect(result4.headers.first("x-path") == "/tls")
      await #expect(throws: SBIFailure.self) {
        _ = try await client.send(SBIRequest(method: .get, path: "/"), to: "http://\(server.localAddress)")
      }
    }
    try await withServer(serverTLS: own, clientTLS: foreign, handler: Self.echo) { server, client, _ in
      await #expect(throws: SBIFailure.self) {
        _ = try await client.send(SBIRequest(method: .get, path: "/"), to: "https://\(server.localAddress)")
      }
    }
  }

  /// An independent client: curl.
  @Test func curlSpeaksPriorKnowledgeHTTP2() async throws {
    try await withServer(handler: Self.echo) { server, _, _ in
      let process = try ChildProcess(
        "curl", ["-s", "--http2-prior-knowledge", "-d", "{}", "-w", " %{http_version} %{http_code}", "http://\(server.localAddress)/x"],
        standardOutput: .collected)
      let text = process.output()
      #expect(process.wait() == 0 && text == "{} 2 200", "\(text)")
    }
  }
}
