import Base
import PacketIO
import Runtime
import Synchronization
import Tracing
import UPF

/// A UPF on a thread of its own: N3 and N4 sockets and a TUN device, served in batches, without allocation for a packet.
///
/// The control loop talks to it by ``perform(_:)``, whose work runs on the thread between two batches.
public final class UPFDataPlane: Sendable {
  /// Its sockets and device.
  public struct Ports: Sendable {
    public var n3: UDPSocket
    public var n4: UDPSocket
    public var n6: TUNDevice

    public init(n3: UDPSocket, n4: UDPSocket, n6: TUNDevice) {
      self.n3 = n3
      self.n4 = n4
      self.n6 = n6
    }
  }

  private enum Action {
    static let toDataNetwork: UInt8 = 1
    static let toTunnel: UInt8 = 2
  }

  private struct Shared: Sendable {
    var work: [@Sendable (borrowing UserPlaneFunction) -> Void] = []
    var isStopping = false
  }

  private let environment: Environment
  private let configuration: UPF::UPFConfiguration
  private let ports: Ports
  private let wakeup: PollWakeup
  private let shared = Mutex(Shared())
  private let thread = Mutex<SystemThread?>(nil)
  /// Octets of a packet slot: the largest inner packet with its tunnel header.
  private let slotOctets: Int

  /// Starts the thread.
  /// - Parameter maximumPacketOctets: MTU of the data networks.
  public init(
    environment: Environment, configuration: UPF::UPFConfiguration, ports: Ports, maximumPacketOctets: Int
  ) throws(PacketIOError) {
    self.environment = environment
    self.configuration = configuration
    self.ports = ports
    slotOctets = max(2048, maximumPacketOctets + 256)
    wakeup = try PollWakeup()
    let started = try SystemThread(name: "upf") { [self] in run() }
    thread.withLock { $0 = started }
  }

  /// Runs `work` on the thread, soon.
  public func perform(_ work: @escaping @Sendable (borrowing UserPlaneFunction) -> Void) {
    shared.withLock { $0.work.append(work) }
    wakeup.signal()
  }

  /// The UPF as an operator sees it.
  public func snapshot() async -> JSON {
    let mailbox = SnapshotMailbox(loop: environment.loop)
    perform { function in
      var dropped = JSON.Object()
      for reason in DropReason.allCases where function.dropCount(reason) > 0 { dropped["\(reason)"] = .int(function.dropCount(reason)) }
      let json: JSON = [
        "sessions": .int(function.sessionCount), "smfs": .array(function.associatedPeers.map { .string($0.description) }),
        "dropped": .object(dropped),
      ]
      mailbox.deliver(json)
    }
    return await mailbox.receive()
  }

  /// Ends the thread and closes the ports.
  public func stop() {
    shared.withLock { $0.isStopping = true }
    wakeup.signal()
    let running = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    running?.join()
    ports.n3.close()
    ports.n4.close()
    ports.n6.close()
  }

  // MARK: Thread

  private func run() {
    var function = UserPlaneFunction(configuration: configuration, random: environment.random)
    let poll = PacketPoll([ports.n3.descriptor, ports.n6.descriptor, ports.n4.descriptor, wakeup.descriptor])
    var packets = PacketBatch(capacity: 64, slotSize: slotOctets, headroom: 64)
    var messages = PacketBatch(capacity: 16, slotSize: 1 << 16, headroom: 0)
    var peers = PeerCache()
    let tracers = Tracers(
      n3: InterfaceTracer(.n3, environment: environment), n4: InterfaceTracer(.n4, environment: environment),
      n6: InterfaceTracer(.n6, environment: environment))
    while let ready = poll.wait(timeoutMilliseconds: timeout(function)) {
      if ready & 1 != 0 { forwardUplink(&packets, &function, &peers, tracers) }
      if ready & 2 != 0 { forwardDownlink(&packets, &function, &peers, tracers) }
      if ready & 4 != 0 { receiveN4(&messages, &function, tracers) }
      if ready & 8 != 0 {
        wakeup.clear()
        let (work, isStopping) = shared.withLock { shared in
          defer { shared.work = [] }
          return (shared.work, shared.isStopping)
        }
        for item in work { item(function) }
        if isStopping { return }
      }
      if let due = function.nextTimeout, due <= environment.loop.now {
        perform(function.handleTimeout(now: environment.loop.now), tracers)
      }
    }
    environment.log(.error, "the user plane has ended: waiting for packets failed")
  }

  private struct Tracers {
    let n3: InterfaceTracer
    let n4: InterfaceTracer
    let n6: InterfaceTracer
  }

  private func timeout(_ function: borrowing UserPlaneFunction) -> Int32 {
    guard let due = function.nextTimeout else { return -1 }
    let wait = due - environment.loop.now
    return wait <= .zero ? 0 : Int32(clamping: wait.wholeNanoseconds / 1_000_000 + 1)
  }

  private func forwardUplink(
    _ batch: inout PacketBatch, _ function: inout UserPlaneFunction, _ peers: inout PeerCache, _ tracers: Tracers
  ) {
    let now = environment.loop.now
    for index in 0..<batch.receive(from: ports.n3.descriptor) {
      let length = batch.length(at: index)
      if tracers.n3.isOn {
        tracers.n3.record(.received, Array(batch.packet(at: index)), local: ports.n3.localAddress, peer: batch.peer(at: index))
      }
      guard batch.prepend(UPFForwarder.headroom, at: index) != nil else { continue }
      let buffer = batch.packet(at: index)
      let verdict = function.forwardUplink(buffer, offset: UPFForwarder.headroom, count: length, now: now)
      if apply(verdict, index, &batch, &peers, tracers) { continue }
      guard let peer = batch.peer(at: index) else { continue }
      perform(function.answer(verdict, to: Array(buffer.dropFirst(UPFForwarder.headroom)), from: peer, now: now), tracers)
    }
    flush(&batch, &function, now, tracers)
  }

  private func forwardDownlink(
    _ batch: inout PacketBatch, _ function: inout UserPlaneFunction, _ peers: inout PeerCache, _ tracers: Tracers
  ) {
    let now = environment.loop.now
    for index in 0..<batch.read(from: ports.n6.descriptor) {
      let length = batch.length(at: index)
      if tracers.n6.isOn { tracers.n6.record(.received, Array(batch.packet(at: index))) }
      guard batch.prepend(UPFForwarder.headroom, at: index) != nil else { continue }
      let verdict = function.forwardDownlink(batch.packet(at: index), offset: UPFForwarder.headroom, count: length, now: now)
      _ = apply(verdict, index, &batch, &peers, tracers)
    }
    flush(&batch, &function, now, tracers)
  }

  /// Puts the packet of a slot where the verdict says.
  /// - Returns: whether it goes on; the others are answered or dropped.
  private func apply(
    _ verdict: ForwardingVerdict, _ index: Int, _ batch: inout PacketBatch, _ peers: inout PeerCache, _ tracers: Tracers
  ) -> Bool {
    switch verdict {
    case .toDataNetwork(let offset, let count):
      batch.dropFirst(offset, at: index)
      batch.truncate(to: count, at: index)
      batch.setAction(Action.toDataNetwork, at: index)
      if tracers.n6.isOn { tracers.n6.record(.sent, Array(batch.packet(at: index))) }
      return true
    case .toTunnel(let offset, let count, let peer):
      batch.dropFirst(offset, at: index)
      batch.truncate(to: count, at: index)
      batch.setPeer(peers.prepared(peer), at: index)
      batch.setAction(Action.toTunnel, at: index)
      if tracers.n3.isOn {
        tracers.n3.record(.sent, Array(batch.packet(at: index)), local: ports.n3.localAddress, peer: SocketAddress(peer, port: 2152))
      }
      return true
    case .buffered, .signalling, .dropped: return false
    }
  }

  private func flush(_ batch: inout PacketBatch, _ function: inout UserPlaneFunction, _ now: Instant, _ tracers: Tracers) {
    batch.write(to: ports.n6.descriptor, action: Action.toDataNetwork)
    batch.send(to: ports.n3.descriptor, action: Action.toTunnel)
    if function.hasEvents { perform(function.drainEvents(now: now), tracers) }
  }

  private func receiveN4(_ batch: inout PacketBatch, _ function: inout UserPlaneFunction, _ tracers: Tracers) {
    for index in 0..<batch.receive(from: ports.n4.descriptor) {
      guard let peer = batch.peer(at: index) else { continue }
      let octets = Array(batch.packet(at: index))
      tracers.n4.record(.received, octets, local: ports.n4.localAddress, peer: peer)
      perform(function.handlePFCP(octets, from: peer, now: environment.loop.now), tracers)
    }
  }

  private func perform(_ effects: [UPFEffect], _ tracers: Tracers) {
    for effect in effects {
      switch effect {
      case .sendN4(let octets, let peer):
        tracers.n4.record(.sent, octets, local: ports.n4.localAddress, peer: peer)
        ports.n4.send(octets, to: peer)
      case .sendN3(let octets, let peer):
        tracers.n3.record(.sent, octets, local: ports.n3.localAddress, peer: peer)
        ports.n3.send(octets, to: peer)
      case .sendN6(let packet):
        tracers.n6.record(.sent, packet)
        ports.n6.send(packet)
      case .security(let note, let interface, let peer):
        environment.security(note, interface: TraceInterface(rawValue: interface.rawValue), peer: peer)
      case .information(let line): environment.log(.info, line)
      }
    }
  }
}

/// Brings an answer of the thread to a task on the loop.
private actor SnapshotMailbox {
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
  private let loop: any Loop
  private let mailbox: Mailbox<JSON>
  private var early: JSON?

  init(loop: any Loop) {
    self.loop = loop
    mailbox = Mailbox(loop: loop)
  }

  nonisolated func deliver(_ json: JSON) {
    loop.post {
      self.assumeIsolated { if !$0.mailbox.deliver(json) { $0.early = json } }
    }
  }

  /// - Returns: `null` when the thread does not answer.
  func receive() async -> JSON {
    if let early { return early }
    do throws(ProcedureAborted) {
      return try await mailbox.receive(within: .seconds(1), label: "UPF snapshot") { _ in true } ?? .null
    } catch {
      return .null
    }
  }
}

/// Destinations of tunnels in the form that the kernel takes.
private struct PeerCache {
  /// Peers are gNBs and SMFs; beyond this many, the cache starts anew.
  private static let maximumCount = 4096
  private var peers: [IPAddress: PreparedPeer] = [:]

  mutating func prepared(_ ip: IPAddress) -> PreparedPeer {
    if let peer = peers[ip] { return peer }
    if peers.count >= Self.maximumCount { peers = [:] }
    let peer = PreparedPeer(SocketAddress(ip, port: 2152))
    peers[ip] = peer
    return peer
  }
}
