import Base

/// Everything that makes a simulated gNB.
public struct GNBConfiguration: Sendable {
  /// A tracking area with the PLMNs broadcast in it and their slices (TS 38.413 §9.2.6.1, Supported TA Item).
  public struct SupportedTrackingArea: Sendable, Hashable {
    /// 24 bits.
    public var tac: UInt32
    public var plmns: [BroadcastPLMN]

    public init(tac: UInt32, plmns: [BroadcastPLMN]) {
      self.tac = tac
      self.plmns = plmns
    }
  }

  public struct BroadcastPLMN: Sendable, Hashable {
    public var plmn: PLMNIdentity
    public var slices: [SNSSAI]

    public init(plmn: PLMNIdentity, slices: [SNSSAI]) {
      self.plmn = plmn
      self.slices = slices
    }
  }

  /// Global gNB ID: PLMN, and an identity of 22 to 32 bits.
  public var plmn: PLMNIdentity
  public var gNBID: UInt32
  public var gNBIDBits: Int
  /// RAN node name, printable.
  public var name: String
  /// The first one is that of the cell.
  public var trackingAreas: [SupportedTrackingArea]
  /// GTP-U address that the gNB gives to the core.
  public var n3Address: IPAddress
  /// Silence of a UE's user plane after which the gNB asks for its release; `nil` never asks.
  public var inactivity: Duration?
  /// UEs at once.
  public var maximumUEs = 10_000
  /// UEs that are remembered as camping, for paging.
  public var maximumCampingUEs = 100_000
  /// Between attempts to connect to an AMF.
  public var reconnect: Duration = .seconds(5)
  /// NG Setup without answer is repeated after this.
  public var setupTimeout: Duration = .seconds(10)
  /// Sends the time stamp in User Location Information.
  public var sendsLocationTimestamp = true

  public init(
    plmn: PLMNIdentity, gNBID: UInt32, gNBIDBits: Int = 24, name: String, trackingAreas: [SupportedTrackingArea], n3Address: IPAddress,
    inactivity: Duration? = nil
  ) {
    self.plmn = plmn
    self.gNBID = gNBID
    self.gNBIDBits = min(32, max(22, gNBIDBits))
    self.name = name
    self.trackingAreas = trackingAreas
    self.n3Address = n3Address
    self.inactivity = inactivity
  }

  /// NR cell identity, 36 bits: the gNB identity and cell 0 behind it.
  public var cellIdentity: UInt64 { UInt64(gNBID) << UInt64(36 - gNBIDBits) & 0xF_FFFF_FFFF }
}

/// What a gNB reports to whoever runs it.
public enum GNBEvent: Sendable, Hashable {
  case associationUp
  case associationDown(reason: String)
  /// NG Setup succeeded.
  case setUp(amfName: String)
  case setUpFailed(cause: String)
  case ueConnected(count: Int)
  case ueReleased(count: Int, cause: String)
}
