import Base
import Runtime
import SBI
import Services

/// The session policy of a data network in a slice.
public struct SessionPolicy: Hashable, Sendable {
  public var dnn: String
  /// `nil` for every slice.
  public var sNSSAI: SNSSAI?
  /// 5QI of the default QoS flow; `nil` leaves the subscribed one.
  public var fiveQI: UInt8?
  /// Priority level of the ARP, 1 to 15; `nil` leaves the subscribed one.
  public var priorityLevel: UInt8?
  /// Session-AMBR in bit/s that replaces the subscribed one; `nil` leaves it.
  public var uplinkBitsPerSecond: UInt64?
  public var downlinkBitsPerSecond: UInt64?

  public init(
    dnn: String, sNSSAI: SNSSAI? = nil, fiveQI: UInt8? = nil, priorityLevel: UInt8? = nil, uplinkBitsPerSecond: UInt64? = nil,
    downlinkBitsPerSecond: UInt64? = nil
  ) {
    self.dnn = dnn
    self.sNSSAI = sNSSAI
    self.fiveQI = fiveQI
    self.priorityLevel = priorityLevel
    self.uplinkBitsPerSecond = uplinkBitsPerSecond
    self.downlinkBitsPerSecond = downlinkBitsPerSecond
  }
}

/// What a PCF needs to know.
public struct PCFConfiguration: Sendable {
  /// Policies of data networks, the first match counts; others follow the subscription.
  public var sessionPolicies: [SessionPolicy]
  /// 5QI, ARP priority level and session-AMBR (bit/s) where neither policy nor subscription gives them.
  public var defaultFiveQI: UInt8
  public var defaultPriorityLevel: UInt8
  public var defaultBitsPerSecond: UInt64
  /// Index to RAT/Frequency Selection Priority (TS 23.501 §5.3.4.3), 1 to 256; `nil` leaves the subscribed one.
  public var rfsp: Int?
  /// Whether the UDR is asked if the data network is subscribed.
  public var asksRepository: Bool
  /// How many associations of each kind are kept.
  public var maximumAssociations: Int

  public init(
    sessionPolicies: [SessionPolicy] = [], defaultFiveQI: UInt8 = 9, defaultPriorityLevel: UInt8 = 8,
    defaultBitsPerSecond: UInt64 = 1_000_000_000, rfsp: Int? = nil, asksRepository: Bool = true, maximumAssociations: Int = 200_000
  ) {
    self.sessionPolicies = sessionPolicies
    self.defaultFiveQI = defaultFiveQI
    self.defaultPriorityLevel = defaultPriorityLevel
    self.defaultBitsPerSecond = defaultBitsPerSecond
    self.rfsp = rfsp
    self.asksRepository = asksRepository
    self.maximumAssociations = maximumAssociations
  }
}

/// Policy control function (TS 23.501 §6.2.4): access and mobility policies (TS 29.507) and session policies (TS 29.512).
public actor PCF {
  struct SessionAssociation {
    var context: SmPolicyContextData
    var decision: SmPolicyDecision
  }

  let environment: Environment
  var configuration: PCFConfiguration
  let services: any ServiceDirectory
  var accessAssociations: [String: PolicyAssociation] = [:]
  /// By SUPI and notification URI.
  var accessAssociationIDs: [[String]: String] = [:]
  var sessionAssociations: [String: SessionAssociation] = [:]
  /// By SUPI and PDU session identity.
  var sessionAssociationIDs: [[String]: String] = [:]

  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }

  public init(environment: Environment, configuration: PCFConfiguration, services: any ServiceDirectory) {
    self.environment = environment
    self.configuration = configuration
    self.services = services
  }

  /// For the operator.
  public func snapshot() -> JSON {
    ["accessPolicies": .int(accessAssociations.count), "sessionPolicies": .int(sessionAssociations.count)]
  }

  func newID() -> String { Hex.encode(environment.random.bytes(8)) }

  func checkRoom(_ count: Int) throws(SBIFailure) {
    guard count < configuration.maximumAssociations else {
      throw SBIFailure(status: 503, cause: "INSUFFICIENT_RESOURCES", detail: "too many policy associations")
    }
  }

  static var unknownAssociation: SBIFailure { SBIFailure(status: 404, cause: "RESOURCE_CONTEXT_NOT_FOUND") }
}
