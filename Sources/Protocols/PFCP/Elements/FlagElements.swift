// The flag elements as the clauses list them, bit 1 of octet 5 first.

/// What happens to a packet (TS 29.244 §8.2.26).
public struct ApplyAction: OptionSet, Hashable, Sendable, FlagElement {
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
  var octetCount = UInt8(2)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// PFCPSMReq-Flags (TS 29.244 §8.2.36).
public struct PFCPSMReqFlags: OptionSet, Hashable, Sendable, FlagElement {
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
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// PFCPSRRsp-Flags (TS 29.244 §8.2.37).
public struct PFCPSRRspFlags: OptionSet, Hashable, Sendable, FlagElement {
  /// DROBU
  public static let dropBufferedPackets = Self(rawValue: 1 << 0)

  static var names: StaticString { "DROBU" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// PFCPSRReq-Flags (TS 29.244 §8.2.116).
public struct PFCPSRReqFlags: OptionSet, Hashable, Sendable, FlagElement {
  /// PSDBU
  public static let sessionDeletedByUP = Self(rawValue: 1 << 0)

  static var names: StaticString { "PSDBU" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// PFCPAUReq-Flags (TS 29.244 §8.2.117).
public struct PFCPAUReqFlags: OptionSet, Hashable, Sendable, FlagElement {
  /// PARPS
  public static let releasePreparationStart = Self(rawValue: 1 << 0)

  static var names: StaticString { "PARPS" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// PFCPASReq-Flags (TS 29.244 §8.2.186).
public struct PFCPASReqFlags: OptionSet, Hashable, Sendable, FlagElement {
  /// UUPSI
  public static let uuidSupport = Self(rawValue: 1 << 0)

  static var names: StaticString { "UUPSI" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// PFCPASRsp-Flags (TS 29.244 §8.2.126).
public struct PFCPASRspFlags: OptionSet, Hashable, Sendable, FlagElement {
  /// PSREI
  public static let sessionsRetained = Self(rawValue: 1 << 0)
  /// UUPSI
  public static let uuidSupport = Self(rawValue: 1 << 1)

  static var names: StaticString { "PSREI UUPSI" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// PFCPSEReq-Flags (TS 29.244 §8.2.128).
public struct PFCPSEReqFlags: OptionSet, Hashable, Sendable, FlagElement {
  /// RESTI
  public static let restorationIndication = Self(rawValue: 1 << 0)
  /// SUMPC
  public static let stopUsageMonitoring = Self(rawValue: 1 << 1)
  /// ESTI
  public static let emergencySession = Self(rawValue: 1 << 2)

  static var names: StaticString { "RESTI SUMPC ESTI" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// What a session report carries (TS 29.244 §8.2.21).
public struct ReportType: OptionSet, Hashable, Sendable, FlagElement {
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
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// What a node report carries (TS 29.244 §8.2.69).
public struct NodeReportType: OptionSet, Hashable, Sendable, FlagElement {
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
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// How usage is measured (TS 29.244 §8.2.40).
public struct MeasurementMethod: OptionSet, Hashable, Sendable, FlagElement {
  /// DURAT
  public static let duration = Self(rawValue: 1 << 0)
  /// VOLUM
  public static let volume = Self(rawValue: 1 << 1)
  /// EVENT
  public static let event = Self(rawValue: 1 << 2)

  static var names: StaticString { "DURAT VOLUM EVENT" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// When usage is reported (TS 29.244 §8.2.19).
public struct ReportingTriggers: OptionSet, Hashable, Sendable, FlagElement {
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
  public static let remainingEvent = Self(rawValue: 1 << 16)
  /// UPINT
  public static let userPlaneInactivity = Self(rawValue: 1 << 17)

  static var names: StaticString {
    """
    PERIO VOLTH TIMTH QUHTI START STOPT DROTH LIUSA VOLQU TIMQU ENVCL MACAR EVETH EVEQU IPMJL QUVTI REEMR UPINT
    """
  }
  static var standardOctetCount: Int { 3 }
  var octetCount = UInt8(3)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Why usage is reported (TS 29.244 §8.2.41).
public struct UsageReportTrigger: OptionSet, Hashable, Sendable, FlagElement {
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

  static var names: StaticString {
    """
    PERIO VOLTH TIMTH QUHTI START STOPT DROTH IMMER VOLQU TIMQU LIUSA TERMR MONIT ENVCL MACAR EVETH EVEQU TEBUR \
    IPMJL QUVTI EMRRE UPINT
    """
  }
  static var standardOctetCount: Int { 3 }
  var octetCount = UInt8(3)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Options of a measurement (TS 29.244 §8.2.68).
public struct MeasurementInformation: OptionSet, Hashable, Sendable, FlagElement {
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
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// What a usage report covers (TS 29.244 §8.2.62).
public struct UsageInformation: OptionSet, Hashable, Sendable, FlagElement {
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
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// UP Function Features (TS 29.244 §8.2.25).
public struct UPFunctionFeatures: OptionSet, Hashable, Sendable, FlagElement {
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

  static var names: StaticString {
    """
    BUCP DDND DLBD TRST FTUP PFDM HEEU TREU EMPU PDIU UDBC QUOAC TRACE FRRT PFDE EPFAR DPDRA ADPDP UEIP SSET \
    MNOP MTE BUNDL GCOM MPAS RTTL VTIME NORP IPTV IP6PL TSCU MPTCP ATSSSLL QFQM GPQM MTEDT CIOT ETHAR DDDS RDS \
    RTTWP QUASF NSPOC L2TP UPBER RESPS IPREP DNSTS
    """
  }
  static var standardOctetCount: Int { 6 }
  var octetCount = UInt8(6)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// CP Function Features (TS 29.244 §8.2.58).
public struct CPFunctionFeatures: OptionSet, Hashable, Sendable, FlagElement {
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
  var octetCount = UInt8(2)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// PFCP Association Release Request (TS 29.244 §8.2.79).
public struct GracefulReleaseFlags: OptionSet, Hashable, Sendable, FlagElement {
  /// SARR
  public static let releaseRequest = Self(rawValue: 1 << 0)
  /// URSS
  public static let nonZeroUsageReports = Self(rawValue: 1 << 1)

  static var names: StaticString { "SARR URSS" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// RQI: whether reflective QoS applies (TS 29.244 §8.2.88).
public struct QoSIndication: OptionSet, Hashable, Sendable, FlagElement {
  /// RQI
  public static let reflectiveQoS = Self(rawValue: 1 << 0)

  static var names: StaticString { "RQI" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// OCI Flags (TS 29.244 §8.2.77).
public struct OverloadControlFlags: OptionSet, Hashable, Sendable, FlagElement {
  /// AOCI
  public static let associatesWithNodeID = Self(rawValue: 1 << 0)

  static var names: StaticString { "AOCI" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Ethernet PDU Session Information (TS 29.244 §8.2.102).
public struct EthernetPDUSessionInformation: OptionSet, Hashable, Sendable, FlagElement {
  /// ETHI
  public static let ethernetSession = Self(rawValue: 1 << 0)

  static var names: StaticString { "ETHI" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Data Status (TS 29.244 §8.2.187).
public struct DataStatus: OptionSet, Hashable, Sendable, FlagElement {
  /// DROP
  public static let dropped = Self(rawValue: 1 << 0)
  /// BUFF
  public static let buffered = Self(rawValue: 1 << 1)

  static var names: StaticString { "DROP BUFF" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// QER Control Indications (TS 29.244 §8.2.174).
public struct QERControlIndications: OptionSet, Hashable, Sendable, FlagElement {
  /// RCSR
  public static let rateControlStatus = Self(rawValue: 1 << 0)
  /// MOED
  public static let exceptionData = Self(rawValue: 1 << 1)
  /// NORD
  public static let noRateControl = Self(rawValue: 1 << 2)

  static var names: StaticString { "RCSR MOED NORD" }
  static var standardOctetCount: Int { 1 }
  var octetCount = UInt8(1)
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}
