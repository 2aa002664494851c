import Base
import Runtime
import Testing

@testable import Simulation

/// A node that counts what it receives and answers, driven through the same verbs as a network function.
private actor Echo {
  let environment: Environment
  nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }
  let mailbox: Mailbox<[UInt8]>
  var port: (any DatagramPort)?
  var log: [String] = []

  init(environment: Environment) {
    self.environment = environment
    mailbox = Mailbox(loop: environment.loop)
  }

  func attach(_ port: any DatagramPort) { self.port = port }

  nonisolated func receive(_ octets: [UInt8], from peer: SocketAddress) {
    assumeIsolated { echo in
      if !echo.mailbox.deliver(octets) { echo.port?.send(octets, to: peer) }
    }
  }

  func ask(_ question: [UInt8], of peer: SocketAddress, retries: Int) async -> Int? {
    for attempt in 1...retries {
      port?.send(question, to: peer)
      let answer = try? await mailbox.receive(within: .seconds(1), label: "answer") { $0 == question }
      if answer != nil { return attempt }
    }
    return nil
  }
}

private func exchange(seed: UInt64, lossPerMillion: UInt64) -> (attempts: [Int?], trace: String, elapsed: Duration) {
  let world = World(seed: seed)
  let network = SimulatedNetwork(world: world)
  network.lossPerMillion = lossPerMillion
  let addresses = [SocketAddress(.v4(0x0A00_0001), port: 1), SocketAddress(.v4(0x0A00_0002), port: 2)]
  let environments = ["a", "b"].map { world.makeEnvironment(node: $0) }
  let nodes = environments.map { Echo(environment: $0) }
  let start = world.now
  for (index, node) in nodes.enumerated() {
    let port = network.bindDatagram(addresses[index], interface: .n4, environment: environments[index]) { node.receive($0, from: $1) }
    _ = world.run(on: environments[index].loop as! VirtualLoop) { await node.attach(port) }
  }
  let attempts = (0..<20).map { index in
    world.run(on: environments[0].loop as! VirtualLoop) { await nodes[0].ask([UInt8(index)], of: addresses[1], retries: 5) } ?? nil
  }
  return (attempts, world.trace.text, world.now - start)
}

@Suite struct WorldTests {
  @Test func requestAndAnswerNeedOneRoundTrip() {
    let run = exchange(seed: 1, lossPerMillion: 0)
    #expect(run.attempts.allSatisfy { $0 == 1 })
    #expect(run.elapsed < .milliseconds(20))
  }

  @Test func retransmissionAnswersLoss() {
    let run = exchange(seed: 7, lossPerMillion: 300_000)
    #expect(run.attempts.contains { ($0 ?? 0) > 1 })
    #expect(run.trace.contains("timer"))
  }

  @Test func aSeedReplaysItsTraceAndAnotherDiffers() {
    let first = exchange(seed: 3, lossPerMillion: 200_000)
    #expect(first.trace == exchange(seed: 3, lossPerMillion: 200_000).trace)
    #expect(first.trace != exchange(seed: 4, lossPerMillion: 200_000).trace)
  }

  @Test func aCancelledTimerDoesNotMoveTheClock() {
    let world = World(seed: 1)
    let loop = world.makeLoop(node: "a")
    final class Log: @unchecked Sendable { var fired = 0 }
    let log = Log()
    let start = world.now
    loop.cancel(loop.schedule(after: .milliseconds(30), label: "cancelled") { log.fired += 1 })
    _ = loop.schedule(after: .milliseconds(50), label: "live") { log.fired += 10 }
    world.run(for: .milliseconds(40))
    #expect(log.fired == 0)
    #expect(world.now - start == .milliseconds(40))
    world.run(for: .milliseconds(10))
    #expect(log.fired == 10)
  }

  @Test func messagesOfOneStreamStayInOrder() {
    let world = World(seed: 5)
    let network = SimulatedNetwork(world: world)
    network.jitter = .milliseconds(50)
    let server = world.makeEnvironment(node: "amf")
    let client = world.makeEnvironment(node: "gnb")
    final class Log: @unchecked Sendable {
      var values: [UInt8] = []
      var up: AssociationID?
      var down = 0
    }
    let log = Log()
    let amf = SocketAddress(.v4(1), port: 38412)
    let listening = network.listen(amf, environment: server) { event in
      if case .message(_, _, let ppid, let octets) = event, ppid == 60 { log.values += octets }
      if case .down = event { log.down += 1 }
    }
    let port = network.connect(from: SocketAddress(.v4(2), port: 9), to: amf, environment: client) { event in
      if case .up(let id, _, _, _) = event { log.up = id }
    }
    #expect(world.run(until: { log.up != nil }, limit: .seconds(1)))
    for value in UInt8(0)..<100 { port.send([value], on: log.up!, stream: 1, payloadProtocolID: 60) }
    world.run(for: .seconds(10))
    #expect(log.values == Array(0..<100))
    port.close(log.up!)
    world.run(for: .seconds(1))
    #expect(log.down == 1)
    _ = listening
  }
}
