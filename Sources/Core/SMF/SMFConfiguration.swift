import Base

/// What an SMF is told before it starts.
public struct SMFConfiguration: Sendable {
  /// The PLMN that this SMF serves.
  public var plmn: PLMNIdentity
  /// The address of this function on N4: its Node ID and the address of its F-SEIDs.
  public var n4Address: IPAddress
  /// The address of its tunnels on N4-u, where router solicitations arrive; without one no IPv6 is offered.
  public var n4uAddress: IPAddress?
  /// The UPFs that it associates with; nobody else is answered.
  public var upfs: [UPF]
  public var dataNetworks: [DataNetwork]
  public var timers = Timers()
  public var limits = Limits()

  public init(plmn: PLMNIdentity, n4Address: IPAddress, n4uAddress: IPAddress?, upfs: [UPF], dataNetworks: [DataNetwork]) {
    self.plmn = plmn
    self.n4Address = n4Address
    self.n4uAddress = n4uAddress
    self.upfs = upfs
    self.dataNetworks = dataNetworks
  }

  /// A user plane function under the control of this SMF.
  public struct UPF: Sendable, Hashable {
    /// For the operator.
    public var name: String
    /// Its N4 address, port 8805 (TS 29.244 §4.2.2).
    public var address: SocketAddress
    /// The DNNs it serves; `nil` for all.
    public var dnns: [String]?

    public init(name: String, address: SocketAddress, dnns: [String]? = nil) {
      self.name = name
      self.address = address
      self.dnns = dnns
    }
  }

  /// A data network in its slices, and what its sessions are given.
  public struct DataNetwork: Sendable, Hashable {
    /// Compared without case.
    public var dnn: String
    public var slices: [SNSSAI]
    /// UE addresses; the first host address is the network's own and the last address is never given.
    public var ipv4Pool: IPPrefix?
    /// Each session gets a /64 of it; the first is the network's own.
    public var ipv6Pool: IPPrefix?
    /// In order of preference, of both families.
    public var dnsServers: [IPAddress]
    /// Octets of an IP packet on the session's link.
    public var mtu: UInt16
    /// Where neither subscription nor PCF say it.
    public var defaultQoS: SessionQoS

    public init(
      dnn: String, slices: [SNSSAI], ipv4Pool: IPPrefix?, ipv6Pool: IPPrefix?, dnsServers: [IPAddress] = [], mtu: UInt16 = 1400,
      defaultQoS: SessionQoS = SessionQoS()
    ) {
      self.dnn = dnn
      self.slices = slices
      self.ipv4Pool = ipv4Pool
      self.ipv6Pool = ipv6Pool
      self.dnsServers = dnsServers
      self.mtu = mtu
      self.defaultQoS = defaultQoS
    }
  }

  public struct Timers: Sendable, Hashable {
    /// PDU SESSION MODIFICATION COMMAND (TS 24.501 table 10.3.2).
    public var t3591 = Duration.seconds(16)
    /// PDU SESSION RELEASE COMMAND.
    public var t3592 = Duration.seconds(16)
    /// How often each of the two is repeated.
    public var retransmissions = 4
    /// T1 and N1 of PFCP requests (TS 29.244 §6.4).
    public var pfcpT1 = Duration.seconds(3)
    public var pfcpN1 = 3
    public var heartbeatInterval = Duration.seconds(10)
    /// Between attempts to set up an association.
    public var associationRetry = Duration.seconds(5)
    /// A released address is not given to another session before this has passed.
    public var addressReuseDelay = Duration.seconds(30)
    /// Downlink data of a UE that did not answer its paging is dropped for this long.
    public var pagingBackOff = Duration.seconds(30)
    /// How long the gNB may take to answer a setup that this function asked for.
    public var resourceSetup = Duration.seconds(30)
    /// Between unsolicited router advertisements (RFC 4861 §6.2.1, MaxRtrAdvInterval).
    public var routerAdvertisementInterval = Duration.seconds(1_800)
    /// Between two answers to a UE's router solicitations (RFC 4861 §10, MIN_DELAY_BETWEEN_RAS).
    public var routerAdvertisementMinimumDelay = Duration.milliseconds(300)

    public init() {}
  }

  public struct Limits: Sendable, Hashable {
    public var sessions = 65_536
    public var sessionsPerUE = 15
    /// PFCP requests of this function that wait for their answer.
    public var outstandingPFCPRequests = 8_192
    /// Answers kept for each UPF against its retransmissions.
    public var pfcpResponseCache = 256
    /// Procedures that wait for their turn at one session.
    public var waitingProcedures = 8

    public init() {}
  }

  /// The data network `dnn` in `slice`.
  func dataNetwork(_ dnn: String, in slice: SNSSAI) -> DataNetwork? {
    dataNetworks.first { $0.dnn.lowercased() == dnn.lowercased() && $0.slices.contains(slice) }
  }
}

/// Authorized QoS of a session: its AMBR and its default QoS flow (TS 23.501 §5.7).
public struct SessionQoS: Sendable, Hashable {
  /// Bits per second.
  public var uplinkAMBR: UInt64
  public var downlinkAMBR: UInt64
  /// 5QI of the default QoS flow, a non-GBR one.
  public var fiveQI: UInt8
  /// Allocation and retention priority: 1 (highest) to 15.
  public var arpPriority: UInt8
  public var mayPreempt: Bool
  public var isPreemptable: Bool

  public init(
    uplinkAMBR: UInt64 = 100_000_000, downlinkAMBR: UInt64 = 100_000_000, fiveQI: UInt8 = 9, arpPriority: UInt8 = 8,
    mayPreempt: Bool = false, isPreemptable: Bool = true
  ) {
    self.uplinkAMBR = uplinkAMBR
    self.downlinkAMBR = downlinkAMBR
    self.fiveQI = fiveQI
    self.arpPriority = arpPriority
    self.mayPreempt = mayPreempt
    self.isPreemptable = isPreemptable
  }
}
