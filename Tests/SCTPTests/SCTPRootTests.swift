import Base
import Foundation
import PacketIO
import Runtime
import SCTP
import Synchronization
import Testing

/// Collects the events of an endpoint and lets a test wait for one.
final class EventLog: Sendable {
  private let state = Mutex<(events: [AssociationEvent], waiters: [CheckedContinuation<Void, Never>])>(([], []))

  func record(_ event: AssociationEvent) {
    let waiters = state.withLock { state in
      state.events.append(event)
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  var events: [AssociationEvent] { state.withLock { $0.events } }

  /// The first event, past or future, for which `match` has a value.
  func first<Value: Sendable>(_ match: @Sendable (AssociationEvent) -> Value?) async -> Value {
    while true {
      let seen = events.count
      if let value = events.lazy.compactMap(match).first { return value }
      await withCheckedContinuation { continuation in
        let isStale = state.withLock { state in
          if state.events.count == seen { state.waiters.append(continuation) }
          return state.events.count != seen
        }
        if isStale { continuation.resume() }
      }
    }
  }

  func up() async -> (AssociationID, outbound: UInt16, inbound: UInt16) {
    await first { event in
      if case .up(let id, _, let outbound, let inbound) = event { (id, outbound, inbound) } else { nil }
    }
  }

  func down() async -> String { await first { event in if case .down(_, let reason) = event { reason } else { nil } } }

  /// The messages, once there are `count`.
  func messages(_ count: Int) async -> [(stream: UInt16, payloadProtocolID: UInt32, octets: [UInt8])] {
    _ = await first { [self] _ in messagesSoFar.count >= count ? true : nil }
    return messagesSoFar
  }

  private var messagesSoFar: [(stream: UInt16, payloadProtocolID: UInt32, octets: [UInt8])] {
    events.compactMap { event in
      if case .message(_, let stream, let identifier, let octets) = event { (stream, identifier, octets) } else { nil }
    }
  }
}

/// Needs root: userspace SCTP opens a raw socket, and a peer process lives in a namespace of its own.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct SCTPRootTests {
  /// usrsctp is one per process, so the suite shares a stack.
  private static let stack = Result { try SCTPStack() }
  private static let localhost = IPAddress("127.0.0.1")!

  private struct Pair {
    let loop: EpollLoop
    let server: SCTPEndpoint
    let client: SCTPEndpoint
    let serverLog: EventLog
    let clientLog: EventLog

    func close() {
      client.close()
      server.close()
      loop.stop()
      loop.join()
    }
  }

  private func makePair(port: UInt16, server: SCTPOptions = SCTPOptions(), client: SCTPOptions = SCTPOptions()) throws -> Pair {
    let stack = try Self.stack.get()
    let loop = try EpollLoop(name: "sctp-test")
    let serverLog = EventLog()
    let clientLog = EventLog()
    let address = SocketAddress(Self.localhost, port: port)
    let listening = try SCTPEndpoint(stack: stack, bind: [address], options: server, loop: loop) { serverLog.record($0) }
    try listening.listen()
    let connecting = try SCTPEndpoint(
      stack: stack, bind: [SocketAddress(Self.localhost, port: 0)], options: client, loop: loop
    ) { clientLog.record($0) }
    try connecting.connect(to: address)
    return Pair(loop: loop, server: listening, client: connecting, serverLog: serverLog, clientLog: clientLog)
  }

  @Test func messagesCrossInBothDirectionsWithStreamAndPayloadProtocol() async throws {
    let pair = try makePair(port: 38_412)
    let (clientSide, outbound, inbound) = await pair.clientLog.up()
    let (serverSide, _, _) = await pair.serverLog.up()
    #expect(outbound == 64 && inbound == 64)
    try pair.client.trySend([1, 2, 3], on: clientSide, stream: 0, payloadProtocolID: 60)
    try pair.client.trySend(Array(repeating: 7, count: 200_000), on: clientSide, stream: 5, payloadProtocolID: 60)
    try pair.server.trySend([9], on: serverSide, stream: 63, payloadProtocolID: 60)
    let received = await pair.serverLog.messages(2)
    #expect(received[0].stream == 0 && received[0].payloadProtocolID == 60 && received[0].octets == [1, 2, 3])
    #expect(received[1].stream == 5 && received[1].octets == Array(repeating: 7, count: 200_000))
    #expect(await pair.clientLog.messages(1)[0].stream == 63)
    pair.close()
  }

  @Test func peerWithSingleStreamWorks() async throws {
    var single = SCTPOptions()
    single.outboundStreams = 1
    single.inboundStreams = 1
    let pair = try makePair(port: 38_413, client: single)
    let (serverSide, outbound, inbound) = await pair.serverLog.up()
    #expect(outbound == 1 && inbound == 1)
    #expect(throws: SCTPError.noSuchStream(1)) { try pair.server.trySend([1], on: serverSide, stream: 1, payloadProtocolID: 60) }
    try pair.server.trySend([2], on: serverSide, stream: 0, payloadProtocolID: 60)
    #expect(await pair.clientLog.messages(1)[0].octets == [2])
    pair.close()
  }

  @Test func shutdownAndAbortAreReportedAtBothEnds() async throws {
    let closing = try makePair(port: 38_414)
    let (association, _, _) = await closing.clientLog.up()
    _ = await closing.serverLog.up()
    closing.client.close(association)
    #expect(await closing.clientLog.down() == "closed by this side")
    #expect(await closing.serverLog.down() == "closed by the peer")
    #expect(throws: SCTPError.noSuchAssociation) {
      try closing.client.trySend([1], on: association, stream: 0, payloadProtocolID: 60)
    }
    closing.close()

    let aborting = try makePair(port: 38_415)
    let (second, _, _) = await aborting.clientLog.up()
    _ = await aborting.serverLog.up()
    aborting.client.abort(second)
    #expect(await aborting.clientLog.down() == "aborted by this side")
    #expect(await aborting.serverLog.down().hasPrefix("lost"))
    aborting.close()
  }

  @Test func connectionWithoutListenerGoesDown() async throws {
    let stack = try Self.stack.get()
    let loop = try EpollLoop(name: "sctp-test")
    let log = EventLog()
    var options = SCTPOptions()
    options.maximumInitAttempts = 1
    options.retransmissionTimeoutInitialMilliseconds = 500
    let client = try SCTPEndpoint(stack: stack, bind: [SocketAddress(Self.localhost, port: 0)], options: options, loop: loop) {
      log.record($0)
    }
    try client.connect(to: SocketAddress(Self.localhost, port: 38_499))
    #expect(await log.down() == "no answer, or refused by the peer")
    client.close()
    loop.stop()
    loop.join()
  }

  @Test func portInUseIsNamed() async throws {
    let pair = try makePair(port: 38_416)
    _ = await pair.clientLog.up()
    var options = SCTPOptions()
    options.setting = "amf.n2.address"
    let address = SocketAddress(Self.localhost, port: 38_416)
    let error = #expect(throws: SCTPError.self) {
      try SCTPEndpoint(stack: try Self.stack.get(), bind: [address], options: options, loop: pair.loop) { _ in }
    }
    #expect(error == .addressInUse(address, setting: "amf.n2.address"))
    let foreign = SocketAddress(IPAddress("192.0.2.77")!, port: 38_416)
    #expect(throws: SCTPError.addressNotAvailable(foreign, setting: nil)) {
      try SCTPEndpoint(stack: try Self.stack.get(), bind: [foreign], loop: pair.loop) { _ in }
    }
    pair.close()
  }

  @Test func fullSendQueueIsReportedAndLongMessagesAreRefused() async throws {
    var small = SCTPOptions()
    small.sendQueueOctets = 65_536
    small.maximumMessageOctets = 40_000
    let pair = try makePair(port: 38_417, client: small)
    let (association, _, _) = await pair.clientLog.up()
    #expect(throws: SCTPError.messageTooLarge(octets: 40_001, limit: 40_000)) {
      try pair.client.trySend(Array(repeating: 0, count: 40_001), on: association, stream: 0, payloadProtocolID: 60)
    }
    var isFull = false
    for _ in 0..<20_000 where !isFull {
      do {
        try pair.client.trySend(Array(repeating: 0, count: 30_000), on: association, stream: 0, payloadProtocolID: 60)
      } catch SCTPError.sendQueueFull {
        isFull = true
      }
    }
    #expect(isFull)
    pair.close()
  }

  @Test func peerThatExceedsTheMessageLimitLosesItsAssociation() async throws {
    var limited = SCTPOptions()
    limited.maximumMessageOctets = 100_000
    let pair = try makePair(port: 38_418, server: limited)
    let (association, _, _) = await pair.clientLog.up()
    try pair.client.trySend(Array(repeating: 1, count: 150_000), on: association, stream: 0, payloadProtocolID: 60)
    #expect(await pair.serverLog.down() == "the peer sent a message above 100000 octets")
    #expect(await pair.clientLog.down().hasPrefix("lost"))
    pair.close()
  }

  @Test func secondUserspaceStackIsRefused() throws {
    guard try !Self.stack.get().isInKernel else { return }
    #expect(throws: SCTPError.alreadyStarted) { _ = try SCTPStack(mode: .userspace) }
  }
}
