import Base
import PFCP
import Runtime
import Services

/// Session management function (TS 23.501 §6.2.2): establishes, changes and releases PDU sessions, gives UEs their addresses, and
/// controls UPFs over N4.
///
/// ```swift
/// let smf = SMF(environment: environment, configuration: configuration, services: services, nfInstanceID: id)
/// await smf.start(n4: n4Socket, n4u: n4uSocket)
/// ```
public actor SMF {
  let environment: Environment
  let configuration: SMFConfiguration
  let services: any ServiceDirectory
  /// This function's NF instance ID (TS 29.571): a UUID.
  public nonisolated let nfInstanceID: String
  var n4: (any DatagramPort)?
  var n4u: (any DatagramPort)?
  /// Seconds since 1900 when this function started (TS 29.244 §8.2.65).
  var recoveryTimeStamp: UInt32 = 0

  let upfs: [UPFContext]
  /// SM contexts by their reference.
  var sessions: [String: SMContext] = [:]
  var referenceByCPSEID: [UInt64: String] = [:]
  var referenceByTEID: [UInt32: String] = [:]
  /// Sessions out of the tables whose resources are being given back.
  var retiring: [String: SMContext] = [:]
  /// PDU session identities in use, with their references.
  var referencesByUE: [SUPI: [UInt8: String]] = [:]
  /// One for each data network of the configuration, in its order.
  var ipv4Pools: [AddressPool?]
  var ipv6Pools: [AddressPool?]
  /// Static addresses outside the pools that are in use.
  var staticAddresses: Set<UInt128> = []
  var transactions: [UInt32: N4Transaction] = [:]
  /// Starts anywhere, so that the numbers of one run are not those of the run before.
  var nextSequenceNumber: UInt32
  var nextTEID: UInt32 = 0
  var isStopped = false

  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }

  public init(environment: Environment, configuration: SMFConfiguration, services: any ServiceDirectory, nfInstanceID: String) {
    self.environment = environment
    self.configuration = configuration
    self.services = services
    self.nfInstanceID = nfInstanceID
    nextSequenceNumber = environment.random.uint32() & 0xFF_FFFF
    upfs = configuration.upfs.map { UPFContext(configuration: $0, loop: environment.loop) }
    ipv4Pools = configuration.dataNetworks.map { $0.ipv4Pool.flatMap { AddressPool(ipv4: $0) } }
    ipv6Pools = configuration.dataNetworks.map { $0.ipv6Pool.flatMap { AddressPool(ipv6: $0) } }
  }

  /// Gives the SMF its ports and associates it with its UPFs.
  /// - Parameters:
  ///   - n4: UDP port 8805 (PFCP).
  ///   - n4u: UDP port 2152 (GTP-U) of ``SMFConfiguration/n4uAddress``.
  public func start(n4: any DatagramPort, n4u: (any DatagramPort)?) {
    self.n4 = n4
    self.n4u = n4u
    recoveryTimeStamp = UInt32(truncatingIfNeeded: environment.loop.wallTime.nanosecondsSince1970 / 1_000_000_000 &+ 2_208_988_800)
    for index in upfs.indices { loop.spawn("N4 association") { await self.associate(index) } }
  }

  /// Releases the associations, without waiting for the answers, since the ports may close at once; AMFs are not told.
  public func stop() {
    isStopped = true
    for upf in upfs {
      releaseAssociation(upf)
      _ = upf.deliver(.stop)
    }
  }

  var loop: any Loop { environment.loop }

  // MARK: Ports

  /// A PFCP datagram.
  public nonisolated func handleN4(_ octets: [UInt8], from peer: SocketAddress) {
    assumeIsolated { $0.receiveN4(octets, from: peer) }
  }

  /// A GTP-U datagram on N4-u.
  public nonisolated func handleN4U(_ octets: [UInt8], from peer: SocketAddress) {
    assumeIsolated { $0.receiveN4U(octets, from: peer) }
  }

  // MARK: Sessions

  func add(_ session: SMContext) {
    sessions[session.reference] = session
    referencesByUE[session.supi, default: [:]][session.pduSessionID] = session.reference
  }

  /// Takes a session out of the tables.
  func remove(_ session: SMContext) {
    for timer in [session.routerAdvertisementTimer, session.solicitationTimer, session.backOffTimer, session.setupTimer] {
      if let timer { loop.cancel(timer) }
    }
    sessions[session.reference] = nil
    guard referencesByUE[session.supi]?[session.pduSessionID] == session.reference else { return }
    referencesByUE[session.supi]?[session.pduSessionID] = nil
    if referencesByUE[session.supi]?.isEmpty == true { referencesByUE[session.supi] = nil }
  }

  /// A reference that nobody can guess.
  func makeReference() -> String {
    while true {
      let reference = Hex.encode(environment.random.bytes(8))
      if sessions[reference] == nil { return reference }
    }
  }

  func makeSEID() -> UInt64 {
    while true {
      let seid = environment.random.uint64()
      if seid != 0, referenceByCPSEID[seid] == nil { return seid }
    }
  }

  func makeTEID() -> UInt32 {
    while true {
      let teid = environment.random.uint32()
      if teid != 0, referenceByTEID[teid] == nil { return teid }
    }
  }

  // MARK: Addresses

  private func poolIndex(of session: SMContext) -> Int? { configuration.dataNetworks.firstIndex(of: session.dataNetwork) }

  /// Gives the session its addresses (TS 23.501 §5.8.2.2).
  /// - Returns: whether there were enough.
  func allocateAddresses(for session: SMContext, ipv4: UInt32?, ipv6Prefix: UInt64?) -> Bool {
    guard let pool = poolIndex(of: session) else { return false }
    let delay = configuration.timers.addressReuseDelay
    if session.type.hasIPv4 {
      if let ipv4 {
        guard ipv4Pools[pool]?.reserve(UInt128(ipv4)) ?? true, staticAddresses.insert(UInt128(ipv4)).inserted else { return false }
        session.ipv4 = ipv4
      } else {
        guard let address = ipv4Pools[pool]?.allocate(now: loop.now, reuseDelay: delay) else { return false }
        session.ipv4 = UInt32(truncatingIfNeeded: address)
      }
    }
    if session.type.hasIPv6 {
      if let ipv6Prefix {
        let prefix = UInt128(ipv6Prefix) << 64
        guard ipv6Pools[pool]?.reserve(prefix) ?? true, staticAddresses.insert(prefix).inserted else { return false }
        session.ipv6Prefix = ipv6Prefix
      } else {
        guard let prefix = ipv6Pools[pool]?.allocate(now: loop.now, reuseDelay: delay) else { return false }
        session.ipv6Prefix = UInt64(truncatingIfNeeded: prefix >> 64)
      }
      repeat { session.interfaceIdentifier = environment.random.uint64() } while session.interfaceIdentifier <= 1
    }
    return true
  }

  func releaseAddresses(of session: SMContext) {
    guard let pool = poolIndex(of: session) else { return }
    if let ipv4 = session.ipv4 {
      staticAddresses.remove(UInt128(ipv4))
      ipv4Pools[pool]?.release(UInt128(ipv4), now: loop.now)
      session.ipv4 = nil
    }
    if let prefix = session.ipv6Prefix {
      staticAddresses.remove(UInt128(prefix) << 64)
      ipv6Pools[pool]?.release(UInt128(prefix) << 64, now: loop.now)
      session.ipv6Prefix = nil
    }
  }
}
