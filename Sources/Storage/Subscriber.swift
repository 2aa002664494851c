import Base
import Security

/// A subscription: who the subscriber is, how it authenticates, and what it may use (TS 29.505 §5.2, TS 29.503 §6.1.6).
public struct Subscriber: Equatable, Sendable {
  /// `imsi-` and 14 or 15 digits (TS 29.571 §5.3.2).
  public var supi: String
  /// `msisdn-` and 5 to 15 digits, or `extid-user@domain`.
  public var gpsi: String?
  /// A subscriber that is not enabled is kept but may not register.
  public var isEnabled: Bool
  public var credentials: AuthenticationCredentials
  /// The SQN of the last vector that was made. The store changes it only by `nextSQN` and `setSQN`.
  public var sqn: SequenceNumber
  public var ueAMBR: AggregateBitRate
  public var slices: [SubscribedSlice]
  public var restrictions: AccessRestrictions

  public init(
    supi: String, gpsi: String? = nil, isEnabled: Bool = true, credentials: AuthenticationCredentials, sqn: SequenceNumber = .zero,
    ueAMBR: AggregateBitRate = .oneGigabit, slices: [SubscribedSlice], restrictions: AccessRestrictions = AccessRestrictions()
  ) {
    self.supi = supi
    self.gpsi = gpsi
    self.isEnabled = isEnabled
    self.credentials = credentials
    self.sqn = sqn
    self.ueAMBR = ueAMBR
    self.slices = slices
    self.restrictions = restrictions
  }

  /// The slice `snssai` if it is subscribed.
  public func slice(_ snssai: SNSSAI) -> SubscribedSlice? { slices.first { $0.snssai == snssai } }

  /// The slices that are used when the UE requests none (TS 23.501 §5.15.3).
  public var defaultSlices: [SNSSAI] { slices.filter(\.isDefault).map(\.snssai) }

  /// The subscription of a data network in a slice; DNNs are compared without case (TS 23.003 §9.1).
  public func dataNetwork(_ dnn: String, in snssai: SNSSAI) -> SubscribedDataNetwork? {
    slice(snssai)?.dataNetworks.first { $0.dnn.lowercased() == dnn.lowercased() }
  }
}

extension Subscriber: CustomStringConvertible, CustomReflectable {
  /// The redacted SUPI and the slices; never a key.
  public var description: String {
    let names = slices.map { "\($0.snssai)\($0.isDefault ? "*" : "")" }.joined(separator: " ")
    return "\(StorageError.redacted(supi))\(isEnabled ? "" : " (disabled)") slices \(names) \(credentials)"
  }
  public var customMirror: Mirror { Mirror(self, children: ["subscriber": description]) }
}

extension SNSSAI {
  /// Reads `1` or `1-00000a`.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, first.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let sst = UInt8(first) else { return nil }
    if parts.count == 1 {
      self.init(sst: sst)
    } else {
      guard let sd = Self.differentiator(parts[1]) else { return nil }
      self.init(sst: sst, sd: sd)
    }
  }

  /// Reads the 6 hexadecimal digits of an SD.
  public static func differentiator(_ text: some StringProtocol) -> UInt32? {
    guard text.utf8.count == 6, let octets = Hex.decode(text), octets.count == 3 else { return nil }
    return octets.reduce(0) { $0 << 8 | UInt32($1) }
  }
}

/// A slice the subscriber may use, with the data networks in it.
public struct SubscribedSlice: Hashable, Sendable {
  public var snssai: SNSSAI
  /// Used when the UE requests no slice.
  public var isDefault: Bool
  public var dataNetworks: [SubscribedDataNetwork]

  public init(snssai: SNSSAI, isDefault: Bool = false, dataNetworks: [SubscribedDataNetwork]) {
    self.snssai = snssai
    self.isDefault = isDefault
    self.dataNetworks = dataNetworks
  }

  /// The data network for a PDU session request without DNN: the one flagged, else the first.
  public var defaultDataNetwork: SubscribedDataNetwork? { dataNetworks.first { $0.isDefault } ?? dataNetworks.first }
}

/// PDU session type (TS 29.571 §5.4.3.3).
public enum PDUSessionType: String, Hashable, Sendable, CaseIterable {
  case ipv4 = "IPV4"
  case ipv6 = "IPV6"
  case ipv4v6 = "IPV4V6"
  case unstructured = "UNSTRUCTURED"
  case ethernet = "ETHERNET"
}

/// Allocation and retention priority (TS 23.501 §5.7.2.2).
public struct AllocationRetentionPriority: Hashable, Sendable {
  /// 1 (highest) to 15.
  public var priorityLevel: UInt8
  public var mayPreempt: Bool
  public var isPreemptable: Bool

  public init(priorityLevel: UInt8 = 8, mayPreempt: Bool = false, isPreemptable: Bool = false) {
    self.priorityLevel = priorityLevel
    self.mayPreempt = mayPreempt
    self.isPreemptable = isPreemptable
  }
}

/// What a subscriber may use of one data network in one slice (TS 29.503 §6.1.6.2.9, DnnConfiguration).
public struct SubscribedDataNetwork: Hashable, Sendable {
  public var dnn: String
  public var isDefault: Bool
  public var defaultSessionType: PDUSessionType
  /// In order of preference; contains the default.
  public var allowedSessionTypes: [PDUSessionType]
  public var defaultSSCMode: UInt8
  /// 1 to 3; contains the default.
  public var allowedSSCModes: [UInt8]
  /// 5QI of the default QoS flow, 1 to 255.
  public var fiveQI: UInt8
  public var arp: AllocationRetentionPriority
  public var sessionAMBR: AggregateBitRate
  public var staticIPv4: IPAddress?
  /// The UE's /64 prefix, given as any address in it.
  public var staticIPv6: IPAddress?

  public init(
    dnn: String, isDefault: Bool = false, defaultSessionType: PDUSessionType = .ipv4v6,
    allowedSessionTypes: [PDUSessionType] = [.ipv4v6, .ipv4, .ipv6], defaultSSCMode: UInt8 = 1, allowedSSCModes: [UInt8] = [1],
    fiveQI: UInt8 = 9, arp: AllocationRetentionPriority = AllocationRetentionPriority(), sessionAMBR: AggregateBitRate = .oneGigabit,
    staticIPv4: IPAddress? = nil, staticIPv6: IPAddress? = nil
  ) {
    self.dnn = dnn
    self.isDefault = isDefault
    self.defaultSessionType = defaultSessionType
    self.allowedSessionTypes = allowedSessionTypes
    self.defaultSSCMode = defaultSSCMode
    self.allowedSSCModes = allowedSSCModes
    self.fiveQI = fiveQI
    self.arp = arp
    self.sessionAMBR = sessionAMBR
    self.staticIPv4 = staticIPv4
    self.staticIPv6 = staticIPv6
  }
}

/// Where a subscriber may not be served (TS 29.503 §6.1.6.2.4, AccessAndMobilitySubscriptionData).
public struct AccessRestrictions: Hashable, Sendable {
  /// RAT types of TS 29.571 §5.4.3.2, e.g. `NR`, `EUTRA`.
  public var forbiddenRATs: [String]
  /// Tracking area codes of 24 bits of the home PLMN.
  public var forbiddenTACs: [UInt32]

  public init(forbiddenRATs: [String] = [], forbiddenTACs: [UInt32] = []) {
    self.forbiddenRATs = forbiddenRATs
    self.forbiddenTACs = forbiddenTACs
  }
}
