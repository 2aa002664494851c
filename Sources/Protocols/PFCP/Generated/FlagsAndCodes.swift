// Made by scripts/generate-pfcp from Tools/PFCP.
// swift-format-ignore-file

/// What happens to a packet (TS 29.244 §8.2.26).
public struct ApplyAction: FlagElement, Hashable, Sendable {
  /// DROP
  public static let drop = Self(rawValue: 1 << 0)
  /// FORW
  public static let forward = Self(rawValue: 1 << 1)
  /// BUFF
  public static let buffer = Self(rawValue: 1 << 2)
  /// NOCP
  public static let notifyControlPlane = Self(rawValue: 1 << 3)
  /// DUPL
  public static let duplicate = Self(rawValue: 1 << 4)
  /// IPMA
  public static let ipMulticastAccept = Self(rawValue: 1 << 5)
  /// IPMD
  public static let ipMulticastDeny = Self(rawValue: 1 << 6)
  /// DFRT
  public static let duplicateForRedundantTransmission = Self(rawValue: 1 << 7)
  /// EDRT
  public static let eliminateDuplicates = Self(rawValue: 1 << 8)
  /// BDPN
  public static let bufferedDownlinkPacketNotification = Self(rawValue: 1 << 9)
  /// DDPN
  public static let discardedDownlinkPacketNotification = Self(rawValue: 1 << 10)
  /// FSSM
  public static let forwardToSSM = Self(rawValue: 1 << 11)
  /// MBSU
  public static let mbsUnicast = Self(rawValue: 1 << 12)

  static var names: StaticString { "DROP FORW BUFF NOCP DUPL IPMA IPMD DFRT EDRT BDPN DDPN FSSM MBSU" }
  static var standardOctetCount: Int { 2 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// PFCPSMReq-Flags (TS 29.244 §8.2.31).
public struct PFCPSMReqFlags: FlagElement, Hashable, Sendable {
  /// DROBU
  public static let dropBufferedPackets = Self(rawValue: 1 << 0)
  /// SNDEM
  public static let sendEndMarker = Self(rawValue: 1 << 1)
  /// QAURR
  public static let queryAllURRs = Self(rawValue: 1 << 2)
  /// SUMPC
  public static let stopUsageMonitoring = Self(rawValue: 1 << 3)
  /// RUMUC
  public static let resumeUsageMonitoring = Self(rawValue: 1 << 4)
  /// DETEID
  public static let deleteTEID = Self(rawValue: 1 << 5)
  /// HRSBOM
  public static let homeRoutedSBO = Self(rawValue: 1 << 6)

  static var names: StaticString { "DROBU SNDEM QAURR SUMPC RUMUC DETEID HRSBOM" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// PFCPSRRsp-Flags (TS 29.244 §8.2.32).
public struct PFCPSRRspFlags: FlagElement, Hashable, Sendable {
  /// DROBU
  public static let dropBufferedPackets = Self(rawValue: 1 << 0)

  static var names: StaticString { "DROBU" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// PFCPSRReq-Flags (TS 29.244 §8.2.119).
public struct PFCPSRReqFlags: FlagElement, Hashable, Sendable {
  /// PSDBU
  public static let sessionDeletedByUP = Self(rawValue: 1 << 0)

  static var names: StaticString { "PSDBU" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// PFCPAUReq-Flags (TS 29.244 §8.2.120).
public struct PFCPAUReqFlags: FlagElement, Hashable, Sendable {
  /// PARPS
  public static let releasePreparationStart = Self(rawValue: 1 << 0)

  static var names: StaticString { "PARPS" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// PFCPASReq-Flags (TS 29.244 §8.2.178).
public struct PFCPASReqFlags: FlagElement, Hashable, Sendable {
  /// UUPSI
  public static let uuidSupport = Self(rawValue: 1 << 0)

  static var names: StaticString { "UUPSI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// PFCPASRsp-Flags (TS 29.244 §8.2.134).
public struct PFCPASRspFlags: FlagElement, Hashable, Sendable {
  /// PSREI
  public static let sessionsRetained = Self(rawValue: 1 << 0)
  /// UUPSI
  public static let uuidSupport = Self(rawValue: 1 << 1)

  static var names: StaticString { "PSREI UUPSI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// PFCPSEReq-Flags (TS 29.244 §8.2.136).
public struct PFCPSEReqFlags: FlagElement, Hashable, Sendable {
  /// RESTI
  public static let restorationIndication = Self(rawValue: 1 << 0)
  /// SUMPC
  public static let stopUsageMonitoring = Self(rawValue: 1 << 1)
  /// ESTI
  public static let emergencySession = Self(rawValue: 1 << 2)

  static var names: StaticString { "RESTI SUMPC ESTI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// PFCPSDRsp-Flags (TS 29.244 §8.2.215).
public struct PFCPSDRspFlags: FlagElement, Hashable, Sendable {
  /// PURU
  public static let pendingUsageReportsUnacknowledged = Self(rawValue: 1 << 0)

  static var names: StaticString { "PURU" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// What a session report carries (TS 29.244 §8.2.21).
public struct ReportType: FlagElement, Hashable, Sendable {
  /// DLDR
  public static let downlinkDataReport = Self(rawValue: 1 << 0)
  /// USAR
  public static let usageReport = Self(rawValue: 1 << 1)
  /// ERIR
  public static let errorIndicationReport = Self(rawValue: 1 << 2)
  /// UPIR
  public static let userPlaneInactivityReport = Self(rawValue: 1 << 3)
  /// TMIR
  public static let tscManagementReport = Self(rawValue: 1 << 4)
  /// SESR
  public static let sessionReport = Self(rawValue: 1 << 5)
  /// UISR
  public static let upInitiatedSessionRequest = Self(rawValue: 1 << 6)

  static var names: StaticString { "DLDR USAR ERIR UPIR TMIR SESR UISR" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// What a node report carries (TS 29.244 §8.2.69).
public struct NodeReportType: FlagElement, Hashable, Sendable {
  /// UPFR
  public static let userPlanePathFailure = Self(rawValue: 1 << 0)
  /// UPRR
  public static let userPlanePathRecovery = Self(rawValue: 1 << 1)
  /// CKDR
  public static let clockDrift = Self(rawValue: 1 << 2)
  /// GPQR
  public static let gtpuPathQoS = Self(rawValue: 1 << 3)
  /// PURR
  public static let peerRestart = Self(rawValue: 1 << 4)
  /// VSR
  public static let vendorSpecific = Self(rawValue: 1 << 5)

  static var names: StaticString { "UPFR UPRR CKDR GPQR PURR VSR" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// How usage is measured (TS 29.244 §8.2.40).
public struct MeasurementMethod: FlagElement, Hashable, Sendable {
  /// DURAT
  public static let duration = Self(rawValue: 1 << 0)
  /// VOLUM
  public static let volume = Self(rawValue: 1 << 1)
  /// EVENT
  public static let event = Self(rawValue: 1 << 2)

  static var names: StaticString { "DURAT VOLUM EVENT" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// When usage is reported (TS 29.244 §8.2.19).
public struct ReportingTriggers: FlagElement, Hashable, Sendable {
  /// PERIO
  public static let periodic = Self(rawValue: 1 << 0)
  /// VOLTH
  public static let volumeThreshold = Self(rawValue: 1 << 1)
  /// TIMTH
  public static let timeThreshold = Self(rawValue: 1 << 2)
  /// QUHTI
  public static let quotaHoldingTime = Self(rawValue: 1 << 3)
  /// START
  public static let startOfTraffic = Self(rawValue: 1 << 4)
  /// STOPT
  public static let stopOfTraffic = Self(rawValue: 1 << 5)
  /// DROTH
  public static let droppedDownlinkThreshold = Self(rawValue: 1 << 6)
  /// LIUSA
  public static let linkedUsage = Self(rawValue: 1 << 7)
  /// VOLQU
  public static let volumeQuota = Self(rawValue: 1 << 8)
  /// TIMQU
  public static let timeQuota = Self(rawValue: 1 << 9)
  /// ENVCL
  public static let envelopeClosure = Self(rawValue: 1 << 10)
  /// MACAR
  public static let macAddresses = Self(rawValue: 1 << 11)
  /// EVETH
  public static let eventThreshold = Self(rawValue: 1 << 12)
  /// EVEQU
  public static let eventQuota = Self(rawValue: 1 << 13)
  /// IPMJL
  public static let ipMulticast = Self(rawValue: 1 << 14)
  /// QUVTI
  public static let quotaValidityTime = Self(rawValue: 1 << 15)
  /// REEMR
  public static let endMarkerReception = Self(rawValue: 1 << 16)
  /// UPINT
  public static let userPlaneInactivity = Self(rawValue: 1 << 17)

  static var names: StaticString { "PERIO VOLTH TIMTH QUHTI START STOPT DROTH LIUSA VOLQU TIMQU ENVCL MACAR EVETH EVEQU IPMJL QUVTI REEMR UPINT" }
  static var standardOctetCount: Int { 3 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Why usage is reported (TS 29.244 §8.2.41).
public struct UsageReportTrigger: FlagElement, Hashable, Sendable {
  /// PERIO
  public static let periodic = Self(rawValue: 1 << 0)
  /// VOLTH
  public static let volumeThreshold = Self(rawValue: 1 << 1)
  /// TIMTH
  public static let timeThreshold = Self(rawValue: 1 << 2)
  /// QUHTI
  public static let quotaHoldingTime = Self(rawValue: 1 << 3)
  /// START
  public static let startOfTraffic = Self(rawValue: 1 << 4)
  /// STOPT
  public static let stopOfTraffic = Self(rawValue: 1 << 5)
  /// DROTH
  public static let droppedDownlinkThreshold = Self(rawValue: 1 << 6)
  /// IMMER
  public static let immediate = Self(rawValue: 1 << 7)
  /// VOLQU
  public static let volumeQuota = Self(rawValue: 1 << 8)
  /// TIMQU
  public static let timeQuota = Self(rawValue: 1 << 9)
  /// LIUSA
  public static let linkedUsage = Self(rawValue: 1 << 10)
  /// TERMR
  public static let termination = Self(rawValue: 1 << 11)
  /// MONIT
  public static let monitoringTime = Self(rawValue: 1 << 12)
  /// ENVCL
  public static let envelopeClosure = Self(rawValue: 1 << 13)
  /// MACAR
  public static let macAddresses = Self(rawValue: 1 << 14)
  /// EVETH
  public static let eventThreshold = Self(rawValue: 1 << 15)
  /// EVEQU
  public static let eventQuota = Self(rawValue: 1 << 16)
  /// TEBUR
  public static let terminationByUP = Self(rawValue: 1 << 17)
  /// IPMJL
  public static let ipMulticast = Self(rawValue: 1 << 18)
  /// QUVTI
  public static let quotaValidityTime = Self(rawValue: 1 << 19)
  /// EMRRE
  public static let endMarkerReceived = Self(rawValue: 1 << 20)
  /// UPINT
  public static let userPlaneInactivity = Self(rawValue: 1 << 21)

  static var names: StaticString { "PERIO VOLTH TIMTH QUHTI START STOPT DROTH IMMER VOLQU TIMQU LIUSA TERMR MONIT ENVCL MACAR EVETH EVEQU TEBUR IPMJL QUVTI EMRRE UPINT" }
  static var standardOctetCount: Int { 3 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Options of a measurement (TS 29.244 §8.2.68).
public struct MeasurementInformation: FlagElement, Hashable, Sendable {
  /// MBQE
  public static let beforeQoSEnforcement = Self(rawValue: 1 << 0)
  /// INAM
  public static let inactive = Self(rawValue: 1 << 1)
  /// RADI
  public static let reducedApplicationDetection = Self(rawValue: 1 << 2)
  /// ISTM
  public static let immediateStartTime = Self(rawValue: 1 << 3)
  /// MNOP
  public static let numberOfPackets = Self(rawValue: 1 << 4)
  /// SSPOC
  public static let sendStartOfPause = Self(rawValue: 1 << 5)
  /// ASPOC
  public static let applicableForStart = Self(rawValue: 1 << 6)
  /// CIAM
  public static let controlOfInactive = Self(rawValue: 1 << 7)

  static var names: StaticString { "MBQE INAM RADI ISTM MNOP SSPOC ASPOC CIAM" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// What a usage report covers (TS 29.244 §8.2.59).
public struct UsageInformation: FlagElement, Hashable, Sendable {
  /// BEF
  public static let beforeMonitoringTime = Self(rawValue: 1 << 0)
  /// AFT
  public static let afterMonitoringTime = Self(rawValue: 1 << 1)
  /// UAE
  public static let afterQoSEnforcement = Self(rawValue: 1 << 2)
  /// UBE
  public static let beforeQoSEnforcement = Self(rawValue: 1 << 3)

  static var names: StaticString { "BEF AFT UAE UBE" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// UP Function Features (TS 29.244 §8.2.25).
public struct UPFunctionFeatures: FlagElement, Hashable, Sendable {
  /// BUCP
  public static let bufferingInControlPlane = Self(rawValue: 1 << 0)
  /// DDND
  public static let downlinkDataNotificationDelay = Self(rawValue: 1 << 1)
  /// DLBD
  public static let downlinkBufferingDuration = Self(rawValue: 1 << 2)
  /// TRST
  public static let trafficSteering = Self(rawValue: 1 << 3)
  /// FTUP
  public static let allocatesFTEID = Self(rawValue: 1 << 4)
  /// PFDM
  public static let pfdManagement = Self(rawValue: 1 << 5)
  /// HEEU
  public static let headerEnrichment = Self(rawValue: 1 << 6)
  /// TREU
  public static let trafficRedirection = Self(rawValue: 1 << 7)
  /// EMPU
  public static let endMarker = Self(rawValue: 1 << 8)
  /// PDIU
  public static let pdiOptimisation = Self(rawValue: 1 << 9)
  /// UDBC
  public static let dedicatedBuffering = Self(rawValue: 1 << 10)
  /// QUOAC
  public static let quotaAction = Self(rawValue: 1 << 11)
  /// TRACE
  public static let trace = Self(rawValue: 1 << 12)
  /// FRRT
  public static let framedRouting = Self(rawValue: 1 << 13)
  /// PFDE
  public static let pfdContents = Self(rawValue: 1 << 14)
  /// EPFAR
  public static let enhancedReleaseReport = Self(rawValue: 1 << 15)
  /// DPDRA
  public static let deferredPDRActivation = Self(rawValue: 1 << 16)
  /// ADPDP
  public static let activationOfPredefinedPDRs = Self(rawValue: 1 << 17)
  /// UEIP
  public static let allocatesUEIPAddress = Self(rawValue: 1 << 18)
  /// SSET
  public static let smfSet = Self(rawValue: 1 << 19)
  /// MNOP
  public static let numberOfPackets = Self(rawValue: 1 << 20)
  /// MTE
  public static let multipleTrafficEndpoints = Self(rawValue: 1 << 21)
  /// BUNDL
  public static let messageBundling = Self(rawValue: 1 << 22)
  /// GCOM
  public static let fiveGVNGroups = Self(rawValue: 1 << 23)
  /// MPAS
  public static let multipleAssociations = Self(rawValue: 1 << 24)
  /// RTTL
  public static let redundantTransmission = Self(rawValue: 1 << 25)
  /// VTIME
  public static let quotaValidityTime = Self(rawValue: 1 << 26)
  /// NORP
  public static let numberOfReports = Self(rawValue: 1 << 27)
  /// IPTV
  public static let ipMulticast = Self(rawValue: 1 << 28)
  /// IP6PL
  public static let ipv6PrefixLength = Self(rawValue: 1 << 29)
  /// TSCU
  public static let timeSensitiveCommunication = Self(rawValue: 1 << 30)
  /// MPTCP
  public static let mptcp = Self(rawValue: 1 << 31)
  /// ATSSSLL
  public static let atsssLowLayer = Self(rawValue: 1 << 32)
  /// QFQM
  public static let perQoSFlowMonitoring = Self(rawValue: 1 << 33)
  /// GPQM
  public static let gtpuPathMonitoring = Self(rawValue: 1 << 34)
  /// MTEDT
  public static let mtEDT = Self(rawValue: 1 << 35)
  /// CIOT
  public static let ciot = Self(rawValue: 1 << 36)
  /// ETHAR
  public static let ethernetAnchorRelocation = Self(rawValue: 1 << 37)
  /// DDDS
  public static let downlinkDataDeliveryStatus = Self(rawValue: 1 << 38)
  /// RDS
  public static let reliableDataService = Self(rawValue: 1 << 39)
  /// RTTWP
  public static let roundTripTime = Self(rawValue: 1 << 40)
  /// QUASF
  public static let quotaAfterStop = Self(rawValue: 1 << 41)
  /// NSPOC
  public static let notifyStartOfPause = Self(rawValue: 1 << 42)
  /// L2TP
  public static let l2tp = Self(rawValue: 1 << 43)
  /// UPBER
  public static let uplinkBufferingEnd = Self(rawValue: 1 << 44)
  /// RESPS
  public static let restorationByPFCPSession = Self(rawValue: 1 << 45)
  /// IPREP
  public static let ipReplacement = Self(rawValue: 1 << 46)
  /// DNSTS
  public static let dnsTracking = Self(rawValue: 1 << 47)
  /// DRQOS
  public static let directReportingOfQoS = Self(rawValue: 1 << 48)
  /// MBSN4
  public static let mbsN4 = Self(rawValue: 1 << 49)
  /// PSUPRM
  public static let perSliceUPResources = Self(rawValue: 1 << 50)
  /// EPPI
  public static let enhancedPPI = Self(rawValue: 1 << 51)
  /// RATP
  public static let ratType = Self(rawValue: 1 << 52)
  /// UPIDP
  public static let predefinedRuleNameInReports = Self(rawValue: 1 << 53)

  static var names: StaticString { "BUCP DDND DLBD TRST FTUP PFDM HEEU TREU EMPU PDIU UDBC QUOAC TRACE FRRT PFDE EPFAR DPDRA ADPDP UEIP SSET MNOP MTE BUNDL GCOM MPAS RTTL VTIME NORP IPTV IP6PL TSCU MPTCP ATSSSLL QFQM GPQM MTEDT CIOT ETHAR DDDS RDS RTTWP QUASF NSPOC L2TP UPBER RESPS IPREP DNSTS DRQOS MBSN4 PSUPRM EPPI RATP UPIDP" }
  static var standardOctetCount: Int { 6 }
  let bits: UInt64
  init(bits: UInt64) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// CP Function Features (TS 29.244 §8.2.58).
public struct CPFunctionFeatures: FlagElement, Hashable, Sendable {
  /// LOAD
  public static let loadControl = Self(rawValue: 1 << 0)
  /// OVRL
  public static let overloadControl = Self(rawValue: 1 << 1)
  /// EPFAR
  public static let enhancedReleaseReport = Self(rawValue: 1 << 2)
  /// SSET
  public static let smfSet = Self(rawValue: 1 << 3)
  /// BUNDL
  public static let messageBundling = Self(rawValue: 1 << 4)
  /// MPAS
  public static let multipleAssociations = Self(rawValue: 1 << 5)
  /// ARDR
  public static let additionalUsageReports = Self(rawValue: 1 << 6)
  /// UIAUR
  public static let uePoolUsage = Self(rawValue: 1 << 7)
  /// PSUCC
  public static let sessionEstablishmentByCPUP = Self(rawValue: 1 << 8)
  /// RPGUR
  public static let remotePeerRestart = Self(rawValue: 1 << 9)

  static var names: StaticString { "LOAD OVRL EPFAR SSET BUNDL MPAS ARDR UIAUR PSUCC RPGUR" }
  static var standardOctetCount: Int { 2 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// PFCP Association Release Request (TS 29.244 §8.2.77).
public struct GracefulReleaseFlags: FlagElement, Hashable, Sendable {
  /// SARR
  public static let releaseRequest = Self(rawValue: 1 << 0)
  /// URSS
  public static let nonZeroUsageReports = Self(rawValue: 1 << 1)

  static var names: StaticString { "SARR URSS" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// RQI: whether reflective QoS applies (TS 29.244 §8.2.88).
public struct QoSIndication: FlagElement, Hashable, Sendable {
  /// RQI
  public static let reflectiveQoS = Self(rawValue: 1 << 0)

  static var names: StaticString { "RQI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// OCI Flags (TS 29.244 §8.2.76).
public struct OverloadControlFlags: FlagElement, Hashable, Sendable {
  /// AOCI
  public static let associatesWithNodeID = Self(rawValue: 1 << 0)

  static var names: StaticString { "AOCI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Ethernet PDU Session Information (TS 29.244 §8.2.102).
public struct EthernetPDUSessionInformation: FlagElement, Hashable, Sendable {
  /// ETHI
  public static let ethernetSession = Self(rawValue: 1 << 0)

  static var names: StaticString { "ETHI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Data Status (TS 29.244 §8.2.179).
public struct DataStatus: FlagElement, Hashable, Sendable {
  /// DROP
  public static let dropped = Self(rawValue: 1 << 0)
  /// BUFF
  public static let buffered = Self(rawValue: 1 << 1)

  static var names: StaticString { "DROP BUFF" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// QER Control Indications (TS 29.244 §8.2.174).
public struct QERControlIndications: FlagElement, Hashable, Sendable {
  /// RCSR
  public static let rateControlStatus = Self(rawValue: 1 << 0)
  /// MOED
  public static let exceptionData = Self(rawValue: 1 << 1)
  /// NORD
  public static let noRateControl = Self(rawValue: 1 << 2)

  static var names: StaticString { "RCSR MOED NORD" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// What the UP function answers for the UE (TS 29.244 §8.2.97).
public struct PFCPProxying: FlagElement, Hashable, Sendable {
  /// ARP
  public static let arp = Self(rawValue: 1 << 0)
  /// INS
  public static let ipv6NeighbourSolicitation = Self(rawValue: 1 << 1)

  static var names: StaticString { "ARP INS" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Ethernet Filter Properties (TS 29.244 §8.2.99).
public struct EthernetFilterProperties: FlagElement, Hashable, Sendable {
  /// BIDE
  public static let bidirectional = Self(rawValue: 1 << 0)

  static var names: StaticString { "BIDE" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Packet Replication and Detection Carry-On Information (TS 29.244 §8.2.130).
public struct PacketReplication: FlagElement, Hashable, Sendable {
  /// PRIUEAI
  public static let ueAddress = Self(rawValue: 1 << 0)
  /// PRIN19I
  public static let n19 = Self(rawValue: 1 << 1)
  /// PRIN6I
  public static let n6 = Self(rawValue: 1 << 2)
  /// DCARONI
  public static let detectionCarryOn = Self(rawValue: 1 << 3)

  static var names: StaticString { "PRIUEAI PRIN19I PRIN6I DCARONI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Create Bridge Info for TSC (TS 29.244 §8.2.140).
public struct CreateBridgeInfo: FlagElement, Hashable, Sendable {
  /// BII
  public static let bridgeInformation = Self(rawValue: 1 << 0)

  static var names: StaticString { "BII" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Requested Clock Drift Information (TS 29.244 §8.2.145).
public struct RequestedClockDrift: FlagElement, Hashable, Sendable {
  /// RRTO
  public static let timeOffset = Self(rawValue: 1 << 0)
  /// RRCR
  public static let cumulativeRateRatio = Self(rawValue: 1 << 1)

  static var names: StaticString { "RRTO RRCR" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Requested Access Availability Information (TS 29.244 §8.2.152).
public struct RequestedAccessAvailability: FlagElement, Hashable, Sendable {
  /// RRCA
  public static let change = Self(rawValue: 1 << 0)

  static var names: StaticString { "RRCA" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// MPTCP Control Information (TS 29.244 §8.2.154).
public struct MPTCPControl: FlagElement, Hashable, Sendable {
  /// TCI
  public static let transportConverter = Self(rawValue: 1 << 0)

  static var names: StaticString { "TCI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// ATSSS-LL Control Information (TS 29.244 §8.2.155).
public struct ATSSSLLControl: FlagElement, Hashable, Sendable {
  /// LLI
  public static let steeringRequired = Self(rawValue: 1 << 0)

  static var names: StaticString { "LLI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// ATSSS-LL Information (TS 29.244 §8.2.160).
public struct ATSSSLLInformation: FlagElement, Hashable, Sendable {
  /// LLI
  public static let resourcesAllocated = Self(rawValue: 1 << 0)

  static var names: StaticString { "LLI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// When the QoS of GTP-U paths is reported (TS 29.244 §8.2.165).
public struct QoSReportTrigger: FlagElement, Hashable, Sendable {
  /// PER
  public static let periodic = Self(rawValue: 1 << 0)
  /// THR
  public static let threshold = Self(rawValue: 1 << 1)
  /// IRE
  public static let immediate = Self(rawValue: 1 << 2)

  static var names: StaticString { "PER THR IRE" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// GTP-U Path Interface Type (TS 29.244 §8.2.166).
public struct GTPUPathInterfaceType: FlagElement, Hashable, Sendable {
  /// N9
  public static let n9 = Self(rawValue: 1 << 0)
  /// N3
  public static let n3 = Self(rawValue: 1 << 1)

  static var names: StaticString { "N9 N3" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Requested QoS Monitoring (TS 29.244 §8.2.167).
public struct RequestedQoSMonitoring: FlagElement, Hashable, Sendable {
  /// DL
  public static let downlink = Self(rawValue: 1 << 0)
  /// UL
  public static let uplink = Self(rawValue: 1 << 1)
  /// RP
  public static let roundTrip = Self(rawValue: 1 << 2)
  /// GTPUPM
  public static let gtpuPath = Self(rawValue: 1 << 3)

  static var names: StaticString { "DL UL RP GTPUPM" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Reporting Frequency (TS 29.244 §8.2.168).
public struct ReportingFrequency: FlagElement, Hashable, Sendable {
  /// EVETT
  public static let eventTriggered = Self(rawValue: 1 << 0)
  /// PERIO
  public static let periodic = Self(rawValue: 1 << 1)
  /// SESRL
  public static let sessionReleased = Self(rawValue: 1 << 2)

  static var names: StaticString { "EVETT PERIO SESRL" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// MT-EDT Control Information (TS 29.244 §8.2.172).
public struct MTEDTControl: FlagElement, Hashable, Sendable {
  /// RDSI
  public static let reportDownlinkDataPacketsSize = Self(rawValue: 1 << 0)

  static var names: StaticString { "RDSI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// IP version (TS 29.244 §8.2.177).
public struct PFCPIPVersion: FlagElement, Hashable, Sendable {
  /// V4
  public static let ipv4 = Self(rawValue: 1 << 0)
  /// V6
  public static let ipv6 = Self(rawValue: 1 << 1)

  static var names: StaticString { "V4 V6" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// RDS Configuration Information (TS 29.244 §8.2.180).
public struct RDSConfiguration: FlagElement, Hashable, Sendable {
  /// RDS
  public static let reliableDataService = Self(rawValue: 1 << 0)

  static var names: StaticString { "RDS" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// MPTCP Applicable Indication (TS 29.244 §8.2.181).
public struct MPTCPApplicable: FlagElement, Hashable, Sendable {
  /// MAI
  public static let applicable = Self(rawValue: 1 << 0)

  static var names: StaticString { "MAI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// L2TP Session Indications (TS 29.244 §8.2.192).
public struct L2TPSessionIndications: FlagElement, Hashable, Sendable {
  /// REUIA
  public static let requestUEIPAddress = Self(rawValue: 1 << 0)
  /// REDSA
  public static let requestDNSServerAddress = Self(rawValue: 1 << 1)
  /// RENSA
  public static let requestNBNSServerAddress = Self(rawValue: 1 << 2)

  static var names: StaticString { "REUIA REDSA RENSA" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Steering Mode Indicator (TS 29.244 §8.2.197).
public struct SteeringModeIndicator: FlagElement, Hashable, Sendable {
  /// ALBI
  public static let autonomousLoadBalancing = Self(rawValue: 1 << 0)
  /// UEAI
  public static let ueAssistance = Self(rawValue: 1 << 1)

  static var names: StaticString { "ALBI UEAI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Reporting Flags (TS 29.244 §8.2.204).
public struct ReportingFlags: FlagElement, Hashable, Sendable {
  /// DUPL
  public static let duplicatedNotification = Self(rawValue: 1 << 0)

  static var names: StaticString { "DUPL" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// MBSN4mbReq-Flags (TS 29.244 §8.2.208).
public struct MBSN4mbReqFlags: FlagElement, Hashable, Sendable {
  /// PLLSSM
  public static let provideLowerLayerSSM = Self(rawValue: 1 << 0)
  /// JMBSSM
  public static let joinMBSSessionSSM = Self(rawValue: 1 << 1)
  /// MBSRESTI
  public static let restorationIndication = Self(rawValue: 1 << 2)

  static var names: StaticString { "PLLSSM JMBSSM MBSRESTI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// MBSN4Resp-Flags (TS 29.244 §8.2.211).
public struct MBSN4RespFlags: FlagElement, Hashable, Sendable {
  /// NN19DT
  public static let newN19mbTunnel = Self(rawValue: 1 << 0)
  /// JMTI
  public static let joinedMulticastTree = Self(rawValue: 1 << 1)
  /// N19DTR
  public static let n19mbTunnelRemoved = Self(rawValue: 1 << 2)

  static var names: StaticString { "NN19DT JMTI N19DTR" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// QER Indications (TS 29.244 §8.2.216).
public struct QERIndications: FlagElement, Hashable, Sendable {
  /// IQFISN
  public static let insertDownlinkMBSQFISequenceNumber = Self(rawValue: 1 << 0)

  static var names: StaticString { "IQFISN" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// Configured Time Domain (TS 29.244 §8.2.218).
public struct ConfiguredTimeDomain: FlagElement, Hashable, Sendable {
  /// CTDI
  public static let configuredTimeDomain = Self(rawValue: 1 << 0)

  static var names: StaticString { "CTDI" }
  static var standardOctetCount: Int { 1 }
  let bits: UInt32
  init(bits: UInt32) { self.bits = bits }
  public init(rawValue: UInt64) { bits = Self.pack(rawValue) }
  public var rawValue: UInt64 { Self.flags(of: bits) }
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// How traffic of a multi-access session is steered (TS 29.244 §8.2.124).
public struct SteeringFunctionality: RawRepresentable, Hashable, Sendable, CodeElement {
  public static let atsssLL = Self(rawValue: 0)
  public static let mptcp = Self(rawValue: 1)

  static var mask: UInt8 { 0x0F }
  static var names: StaticString { "atsssLL mptcp" }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// By which rule traffic of a multi-access session is steered (TS 29.244 §8.2.125).
public struct SteeringMode: RawRepresentable, Hashable, Sendable, CodeElement {
  public static let activeStandby = Self(rawValue: 0)
  public static let smallestDelay = Self(rawValue: 1)
  public static let loadBalancing = Self(rawValue: 2)
  public static let priorityBased = Self(rawValue: 3)
  public static let redundant = Self(rawValue: 4)

  static var mask: UInt8 { 0x0F }
  static var names: StaticString { "activeStandby smallestDelay loadBalancing priorityBased redundant" }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// The place of an access in a steering mode (TS 29.244 §8.2.127).
public struct SteeringPriority: RawRepresentable, Hashable, Sendable, CodeElement {
  public static let active = Self(rawValue: 0)
  public static let standby = Self(rawValue: 1)
  public static let noStandby = Self(rawValue: 2)
  public static let high = Self(rawValue: 3)
  public static let low = Self(rawValue: 4)

  static var mask: UInt8 { 0x0F }
  static var names: StaticString { "active standby noStandby high low" }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// The radio access technology of the UE (TS 29.244 §8.2.186).
public struct PFCPRATType: RawRepresentable, Hashable, Sendable, CodeElement {
  public static let utran = Self(rawValue: 1)
  public static let geran = Self(rawValue: 2)
  public static let wlan = Self(rawValue: 3)
  public static let gan = Self(rawValue: 4)
  public static let hspaEvolution = Self(rawValue: 5)
  public static let eutran = Self(rawValue: 6)
  public static let virtual = Self(rawValue: 7)
  public static let eutranNBIoT = Self(rawValue: 8)
  public static let lteM = Self(rawValue: 9)
  public static let nr = Self(rawValue: 10)

  static var mask: UInt8 { 0xFF }
  static var firstNamed: UInt8 { 1 }
  static var names: StaticString { "utran geran wlan gan hspaEvolution eutran virtual eutranNBIoT lteM nr" }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// Paging Policy Indicator, 3 bits (TS 29.244 §8.2.116).
public struct PagingPolicyIndicator: RawRepresentable, Hashable, Sendable, CodeElement {

  static var mask: UInt8 { 0x07 }
  static var names: StaticString { "" }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}
