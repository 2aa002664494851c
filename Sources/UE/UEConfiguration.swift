import Base
import Security

/// Everything that makes a simulated UE: its USIM, its equipment and what it asks the network for.
public struct UEConfiguration: Sendable {
  /// How the SUPI is concealed (TS 33.501 §6.12.2).
  public enum Concealment: Sendable, Hashable {
    case null
    /// Profile A or B with the home network's public key.
    case publicKey(HomeNetworkPublicKey)
  }

  /// A PDU session that the UE asks for.
  public struct SessionRequest: Sendable, Hashable {
    /// `nil` leaves the choice to the network.
    public var dnn: String?
    /// `nil` leaves the choice to the network.
    public var snssai: SNSSAI?
    public var type: SessionType

    public init(dnn: String? = nil, snssai: SNSSAI? = nil, type: SessionType = .ipv4) {
      self.dnn = dnn
      self.snssai = snssai
      self.type = type
    }
  }

  public enum SessionType: String, Sendable, Hashable, CaseIterable {
    case ipv4, ipv6, ipv4v6
  }

  /// Subscription, `imsi-` form.
  public var supi: SUPI
  /// Tells where in the IMSI the MSIN begins.
  public var homePLMN: PLMNIdentity
  /// K with OPc or TOPc, inside the functions of the USIM.
  public var algorithm: AKAAlgorithm
  /// SEQ_MS of each IND as ``UE/acceptedSequenceNumbers`` gave them before; empty for a fresh USIM.
  public var acceptedSequenceNumbers: [UInt64] = []
  /// 16 digits.
  public var imeisv: String
  public var concealment: Concealment
  /// 1 to 4 digits.
  public var routingIndicator: String
  /// Empty: no requested NSSAI is sent.
  public var requestedNSSAI: [SNSSAI]
  /// What the UE intends to ask for after registration; when not empty, registration requests carry the follow-on request.
  public var sessions: [SessionRequest]
  public var ciphering: [CipheringAlgorithm] = [.nea0, .nea1, .nea2, .nea3]
  public var integrity: [IntegrityAlgorithm] = [.nia0, .nia1, .nia2, .nia3]
  /// Accepts a Security Mode Command with 5G-IA0 (TS 33.501 §5.5.2 permits it for emergency services only).
  public var allowsNullIntegrity = false
  /// Radio addresses of the gNBs that the UE can hear.
  public var gNBRadioAddresses: [SocketAddress]
  public var timers = UETimers()
  /// Uplink packets that wait for a service request, for each session.
  public var maximumBufferedPackets = 64
  /// PDU sessions at once, 1 to 15.
  public var maximumSessions = 15

  public init(
    supi: SUPI, homePLMN: PLMNIdentity, algorithm: AKAAlgorithm, imeisv: String = "4370816125816151", concealment: Concealment = .null,
    routingIndicator: String = "0", requestedNSSAI: [SNSSAI] = [], sessions: [SessionRequest] = [], gNBRadioAddresses: [SocketAddress]
  ) {
    self.supi = supi
    self.homePLMN = homePLMN
    self.algorithm = algorithm
    self.imeisv = imeisv
    self.concealment = concealment
    self.routingIndicator = routingIndicator
    self.requestedNSSAI = requestedNSSAI
    self.sessions = sessions
    self.gNBRadioAddresses = gNBRadioAddresses
  }

  /// Milenage with K and OPc, 16 octets each.
  public static func milenage(k: SecretBytes, opc: SecretBytes) throws(SecurityError) -> AKAAlgorithm {
    .milenage(try Milenage(k: k, opc: opc))
  }

  /// Milenage with K and OP, 16 octets each.
  public static func milenage(k: SecretBytes, op: SecretBytes) throws(SecurityError) -> AKAAlgorithm {
    .milenage(try Milenage(k: k, opc: try Milenage.opc(k: k, op: op)))
  }
}

/// Timers of the UE (TS 24.501 tables 10.2.1 and 10.3.1) where the network gives no other value.
public struct UETimers: Sendable, Hashable {
  public var t3502: Duration = .seconds(720)
  public var t3510: Duration = .seconds(15)
  public var t3511: Duration = .seconds(10)
  public var t3512: Duration = .seconds(54 * 60)
  public var t3517: Duration = .seconds(15)
  public var t3520: Duration = .seconds(15)
  public var t3521: Duration = .seconds(15)
  public var t3540: Duration = .seconds(10)
  public var t3580: Duration = .seconds(16)
  public var t3582: Duration = .seconds(16)
  /// Repetition of the search for a cell.
  public var cellSearch: Duration = .seconds(1)
  /// How often a camping UE reads system information again.
  public var camping: Duration = .seconds(10)
  /// Between router solicitations (RFC 4861 §10).
  public var routerSolicitation: Duration = .seconds(4)

  public init() {}
}
