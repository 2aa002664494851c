import Base
import SBI

/// How a network function finds the services of others (TS 23.501 §7.1): by direct reference within one process, or by
/// asking the NRF and talking HTTP/2 between processes. The function cannot tell which.
///
/// Every lookup throws an ``SBIFailure`` (503, `TARGET_NF_NOT_REACHABLE`) when no instance is available.
public protocol ServiceDirectory: Sendable {
  func nausfUEAuthentication() async throws(SBIFailure) -> any Nausf_UEAuthentication
  func nudmUEAuthentication() async throws(SBIFailure) -> any Nudm_UEAuthentication
  func nudmSubscriberDataManagement() async throws(SBIFailure) -> any Nudm_SDM
  func nudmUEContextManagement() async throws(SBIFailure) -> any Nudm_UECM
  func nudrDataRepository() async throws(SBIFailure) -> any Nudr_DataRepository
  func npcfAMPolicyControl() async throws(SBIFailure) -> any Npcf_AMPolicyControl
  func npcfSMPolicyControl() async throws(SBIFailure) -> any Npcf_SMPolicyControl
  func nnssfNSSelection() async throws(SBIFailure) -> any Nnssf_NSSelection
  /// An SMF that serves the DNN in the slice (TS 23.502 §4.3.2.2.3).
  func nsmfPDUSession(dnn: String, sNSSAI: SNSSAI) async throws(SBIFailure) -> SelectedSMF
  /// The SMF instance that holds an SM context.
  func nsmfPDUSession(instanceID: String) async throws(SBIFailure) -> any Nsmf_PDUSession
  /// The AMF instance that serves a UE.
  func namfCommunication(instanceID: String) async throws(SBIFailure) -> any Namf_Communication

  /// Carries notifications to the URIs that consumers gave.
  var notificationTransport: any SBITransport { get }
  /// Scheme, host and port under which this function's own services and receivers are reached: goes into `Location` and into the URIs that
  /// it hands out for notifications (`Nudm_SDMReceiverRoutes.sdmDataChangeURI(apiRoot:basePath:id:)`).
  var ownAPIRoot: String { get }
}

/// An SMF that was selected for a PDU session.
public struct SelectedSMF: Sendable {
  /// NF instance ID; ``ServiceDirectory/nsmfPDUSession(instanceID:)`` finds it again.
  public var instanceID: String
  public var service: any Nsmf_PDUSession

  public init(instanceID: String, service: any Nsmf_PDUSession) {
    self.instanceID = instanceID
    self.service = service
  }
}

/// The base paths below which functions receive notifications, one for each receiver that a function has.
public enum NotificationPath {
  public static let amfSubscriberData = "/namf-callback/v1/sdm"
  public static let amfDeregistration = "/namf-callback/v1/uecm"
  public static let amfSessionStatus = "/namf-callback/v1/smf"
  public static let amfPolicy = "/namf-callback/v1/am-policy"
  public static let smfPolicy = "/nsmf-callback/v1/sm-policy"
  public static let smfTransferFailure = "/nsmf-callback/v1/n1n2"
  public static let smfSubscriberData = "/nsmf-callback/v1/sdm"
  public static let udmDataRepository = "/nudm-callback/v1/udr"
  public static let pcfDataRepository = "/npcf-callback/v1/udr"
  public static let nfStatus = "/nnrf-callback/v1/nf-status"
}

extension SBIFailure {
  /// No instance of a function is known or reachable (TS 29.500 table 5.2.7.2-1).
  public static func unreachable(_ name: String) -> SBIFailure {
    SBIFailure(status: 503, cause: "TARGET_NF_NOT_REACHABLE", detail: "no \(name) instance is available")
  }
}
