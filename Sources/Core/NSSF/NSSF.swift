import Base
import Runtime
import SBI
import Services

/// A slice of the network for the NSSF.
public struct NetworkSlice: Hashable, Sendable {
  public var sNSSAI: SNSSAI
  /// Where the slice is available; empty for everywhere.
  public var trackingAreas: Set<TAI>
  /// API root of the NRF that knows the slice's functions.
  public var nrf: String
  /// Network slice instance ID, where the slice has one (TS 23.501 §5.15.1).
  public var nsiID: String?

  public init(sNSSAI: SNSSAI, trackingAreas: Set<TAI> = [], nrf: String, nsiID: String? = nil) {
    self.sNSSAI = sNSSAI
    self.trackingAreas = trackingAreas
    self.nrf = nrf
    self.nsiID = nsiID
  }

  /// Whether the slice is available in a tracking area; without one, whether it is somewhere.
  func isAvailable(in trackingArea: TAI?) -> Bool { trackingArea.map { trackingAreas.isEmpty || trackingAreas.contains($0) } ?? true }
}

/// What an NSSF needs to know.
public struct NSSFConfiguration: Sendable {
  public var plmn: PLMNIdentity
  public var slices: [NetworkSlice]
  /// How many S-NSSAIs a UE may have allowed (TS 24.501 §9.11.3.37).
  public var maximumAllowedSlices: Int

  public init(plmn: PLMNIdentity, slices: [NetworkSlice], maximumAllowedSlices: Int = 8) {
    self.plmn = plmn
    self.slices = slices
    self.maximumAllowedSlices = maximumAllowedSlices
  }
}

/// Network slice selection function (TS 23.501 §6.2.14; TS 29.531).
public actor NSSF {
  let environment: Environment
  let configuration: NSSFConfiguration
  private var selections: UInt64 = 0

  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }

  public init(environment: Environment, configuration: NSSFConfiguration) {
    self.environment = environment
    self.configuration = configuration
  }

  /// For the operator.
  public func snapshot() -> JSON {
    ["slices": .array(configuration.slices.map { .string($0.sNSSAI.description) }), "selections": .int(selections)]
  }
}

extension NSSF: Nnssf_NSSelection {
  /// Nnssf_NSSelection_Get (TS 29.531 §5.2.2.2).
  public func selectNetworkSlices(query: SelectNetworkSlicesQuery) async throws(SBIFailure) -> AuthorizedNetworkSliceInfo {
    let trackingArea = try query.tai.map { tai throws(SBIFailure) in try NSSF.trackingArea(tai) }
    if let home = query.homePlmnId, home != configuration.plmn.sbi {
      throw SBIFailure(status: 403, cause: "SNSSAI_NOT_SUPPORTED", detail: "no roaming agreement")
    }
    selections &+= 1
    if let info = query.sliceInfoRequestForRegistration { return try forRegistration(info, in: trackingArea) }
    if let info = query.sliceInfoRequestForPduSession { return try forSession(info, in: trackingArea) }
    throw SBIFailure(status: 400, cause: "MANDATORY_QUERY_PARAM_MISSING", detail: "slice-info-request-for-registration or -pdu-session")
  }

  private static func trackingArea(_ tai: SBI.Tai) throws(SBIFailure) -> Base.TAI {
    guard let plmn = PLMNIdentity(mcc: tai.plmnId.mcc, mnc: tai.plmnId.mnc), let tac = UInt32(tai.tac, radix: 16) else {
      throw SBIFailure(status: 400, cause: "INVALID_QUERY_PARAM", detail: "tai")
    }
    return Base.TAI(plmn: plmn, tac: tac)
  }

  /// Allowed NSSAI: what is requested, subscribed and available here; the default S-NSSAIs when nothing is requested
  /// (TS 23.501 §5.15.5.2.1).
  private func forRegistration(
    _ info: SliceInfoForRegistration, in trackingArea: Base.TAI?
  ) throws(SBIFailure) -> AuthorizedNetworkSliceInfo {
    let subscribed = info.subscribedNssai ?? []
    let slices = subscribed.map { Base.SNSSAI($0.subscribedSnssai) }
    let defaults = subscribed.filter { $0.defaultIndication == true }.map { Base.SNSSAI($0.subscribedSnssai) }
    let requested = (info.requestedNssai ?? []).map { Base.SNSSAI($0) }
    var allowed: [NetworkSlice] = []
    var rejectedInPLMN: [Base.SNSSAI] = []
    var rejectedInTrackingArea: [Base.SNSSAI] = []
    for wanted in requested {
      guard slices.contains(wanted), let slice = slice(wanted) else {
        rejectedInPLMN.append(wanted)
        continue
      }
      if !slice.isAvailable(in: trackingArea) {
        rejectedInTrackingArea.append(wanted)
      } else if !allowed.contains(slice) {
        allowed.append(slice)
      }
    }
    if allowed.isEmpty { allowed = defaults.compactMap { slice($0) }.filter { $0.isAvailable(in: trackingArea) } }
    allowed = Array(allowed.prefix(configuration.maximumAllowedSlices))
    guard !allowed.isEmpty else { throw SBIFailure(status: 403, cause: "SNSSAI_NOT_SUPPORTED") }
    let list = allowed.map { AllowedSnssai(allowedSnssai: $0.sNSSAI.sbi, nsiInformationList: [NSSF.information($0)]) }
    var answer = AuthorizedNetworkSliceInfo()
    answer.allowedNssaiList = [AllowedNssai(allowedSnssaiList: list, accessType: .threeGppAccess)]
    let configured = slices.filter { slice($0) != nil }
    if !configured.isEmpty { answer.configuredNssai = configured.map { ConfiguredSnssai(configuredSnssai: $0.sbi) } }
    if !rejectedInPLMN.isEmpty { answer.rejectedNssaiInPlmn = rejectedInPLMN.map(\.sbi) }
    if !rejectedInTrackingArea.isEmpty { answer.rejectedNssaiInTa = rejectedInTrackingArea.map(\.sbi) }
    return answer
  }

  /// The NRF in which the SMF for the slice is found (TS 23.502 §4.3.2.2.3.2).
  private func forSession(_ info: SliceInfoForPDUSession, in trackingArea: Base.TAI?) throws(SBIFailure) -> AuthorizedNetworkSliceInfo {
    guard info.roamingIndication == .nonRoaming, let slice = slice(Base.SNSSAI(info.sNssai)), slice.isAvailable(in: trackingArea) else {
      throw SBIFailure(status: 403, cause: "SNSSAI_NOT_SUPPORTED")
    }
    var answer = AuthorizedNetworkSliceInfo()
    answer.nsiInformation = NSSF.information(slice)
    return answer
  }

  private func slice(_ sNSSAI: Base.SNSSAI) -> NetworkSlice? { configuration.slices.first { $0.sNSSAI == sNSSAI } }

  private static func information(_ slice: NetworkSlice) -> NsiInformation {
    NsiInformation(nrfId: "\(slice.nrf)/nnrf-disc/v1/nf-instances", nsiId: slice.nsiID)
  }
}
