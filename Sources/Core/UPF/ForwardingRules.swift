import Base
import PFCP

/// Rate limit of one direction: tokens in millionths of a bit, refilled with the maximum bit rate, holding at most 100 ms of it.
struct TokenBucket: Sendable {
  private(set) var kilobitsPerSecond: UInt64
  private var tokens: UInt64
  private var refilled: Instant

  private static let millionthsPerOctet: UInt64 = 8_000_000
  private static let minimumBurstOctets: UInt64 = 65_536

  init(kilobitsPerSecond: UInt64, now: Instant) {
    self.kilobitsPerSecond = min(kilobitsPerSecond, 10_000_000_000)
    refilled = now
    tokens = 0
    tokens = capacity
  }

  /// One kilobit per second is one millionth of a bit per nanosecond.
  private var capacity: UInt64 { max(kilobitsPerSecond * 100_000_000, Self.minimumBurstOctets * Self.millionthsPerOctet) }

  /// Whether `octets` may pass now.
  mutating func take(octets: Int, now: Instant) -> Bool {
    if now > refilled {
      let elapsed = min(now.nanoseconds - refilled.nanoseconds, 100_000_000)
      tokens = min(tokens &+ elapsed &* kilobitsPerSecond, capacity)
      refilled = now
    }
    let cost = UInt64(clamping: octets) &* Self.millionthsPerOctet
    guard tokens >= cost else { return false }
    tokens -= cost
    return true
  }
}

/// Where packets of a PDR come from.
enum ForwardingSource: UInt8, Sendable { case access, core, controlPlane }

/// A PDR as the data path needs it.
struct ForwardingPDR: Sendable {
  var pdrID: UInt16
  var precedence: UInt32
  var source: ForwardingSource
  /// 0: not a tunnel.
  var teid: UInt32
  /// Bit n: QFI n matches; 0: any QFI, and packets without one.
  var qfiMask: UInt64
  /// Packets without PDU Session Container match in spite of the mask: the session has one QoS flow, so they can be of no other.
  var takesUnmarked = false
  var matchesIPv4: Bool
  var matchesIPv6: Bool
  var filters: [FlowDescription]
  var farIndex: Int
  var qerIndices: [Int]
  var urrIndices: [Int]
  /// What a downlink packet is marked with, from its QERs.
  var markedQFI: UInt8
  var reflectiveQoS: Bool
}

enum ForwardingDestination: UInt8, Sendable { case access, core, controlPlane }

/// A tunnel endpoint elsewhere.
struct RemoteTunnel: Hashable, Sendable {
  var teid: UInt32
  var address: IPAddress
}

/// A FAR as the data path needs it.
struct ForwardingFAR: Sendable {
  var farID: UInt32
  var action: ApplyAction
  var destination: ForwardingDestination
  var tunnel: RemoteTunnel?
  var maximumBufferedPackets: Int
  /// The control plane was told of the first packet since this FAR began to buffer.
  var hasNotified = false
}

/// A QER with its buckets.
struct ForwardingQER: Sendable {
  var qerID: UInt32
  var gate: GateStatus
  var uplink: TokenBucket?
  var downlink: TokenBucket?
}

/// A URR with what it measured since the last report.
struct ForwardingURR: Sendable {
  var rule: CreateURR
  var thresholds = VolumeLimits()
  var quotas = VolumeLimits()
  var usage = MeasuredUsage()
  /// Since the quota was granted.
  var quotaUsage = MeasuredUsage()
  var sequenceNumber: UInt32 = 0
  var startedAt: Instant
  /// Reports for other reasons do not move the periodic ones.
  var periodStartedAt: Instant
  var isExhausted = false
  var hasPendingReport = false

  init(_ rule: CreateURR, now: Instant) {
    self.rule = rule
    startedAt = now
    periodStartedAt = now
    thresholds = rule.reportingTriggers.contains(.volumeThreshold) ? VolumeLimits(rule.volumeThreshold) : VolumeLimits()
    quotas = VolumeLimits(rule.volumeQuota)
  }

  /// When the measurement period ends.
  var periodEnd: Instant? {
    guard rule.reportingTriggers.contains(.periodic), let seconds = rule.measurementPeriodSeconds, seconds > 0 else { return nil }
    return periodStartedAt + .seconds(Int64(seconds))
  }

  var timeThresholdEnd: Instant? {
    guard rule.reportingTriggers.contains(.timeThreshold), let seconds = rule.timeThresholdSeconds, seconds > 0 else { return nil }
    return startedAt + .seconds(Int64(seconds))
  }
}

/// Limits of total, uplink and downlink octets; `UInt64.max` for none.
struct VolumeLimits: Sendable {
  var total = UInt64.max
  var uplink = UInt64.max
  var downlink = UInt64.max

  init(_ volume: PFCPVolume? = nil) {
    total = volume?.totalOctets ?? .max
    uplink = volume?.uplinkOctets ?? .max
    downlink = volume?.downlinkOctets ?? .max
  }

  func isReached(by usage: MeasuredUsage) -> Bool {
    usage.uplinkOctets &+ usage.downlinkOctets >= total || usage.uplinkOctets >= uplink || usage.downlinkOctets >= downlink
  }
}

struct MeasuredUsage: Sendable {
  var uplinkOctets: UInt64 = 0
  var downlinkOctets: UInt64 = 0
  var uplinkPackets: UInt64 = 0
  var downlinkPackets: UInt64 = 0
  var firstPacket: Instant?
  var lastPacket: Instant?

  mutating func count(octets: Int, isUplink: Bool, now: Instant) {
    if isUplink {
      uplinkOctets &+= UInt64(clamping: octets)
      uplinkPackets &+= 1
    } else {
      downlinkOctets &+= UInt64(clamping: octets)
      downlinkPackets &+= 1
    }
    if firstPacket == nil { firstPacket = now }
    lastPacket = now
  }
}

/// A downlink packet that waits for its UE.
struct BufferedPacket: Sendable {
  var pdrID: UInt16
  var farID: UInt32
  var octets: [UInt8]
}

/// The rules of one PFCP session as the data path needs them.
struct ForwardingSession: Sendable {
  var seid: UInt64
  /// `nil`: no IPv4 address.
  var ipv4: UInt32?
  /// The /64 prefix; `nil`: none.
  var ipv6Prefix: UInt64?
  /// By precedence, the most preferred first.
  var pdrs: [ForwardingPDR]
  var fars: [ForwardingFAR]
  var qers: [ForwardingQER]
  var urrs: [ForwardingURR]
  var buffered: [BufferedPacket] = []
  var lastActivity: Instant

  /// What an unused slot holds.
  static let empty = ForwardingSession(seid: 0, pdrs: [], fars: [], qers: [], urrs: [], lastActivity: Instant())
}
