import Base
import SBI
import Services
import Storage

// Provisioned data of a subscription (TS 29.505 §5.2.2.4 to §5.2.2.6).
extension UDR {
  public func queryAMData(
    ueId: String, servingPlmnId: String, query: QueryAMDataQuery
  ) async throws(SBIFailure) -> AccessAndMobilitySubscriptionData {
    try await enabledSubscriber(ueId).accessAndMobilityData
  }

  public func querySMFSelectionData(
    ueId: String, servingPlmnId: String, query: QuerySMFSelectionDataQuery
  ) async throws(SBIFailure) -> SmfSelectionSubscriptionData {
    try await enabledSubscriber(ueId).smfSelectionData
  }

  public func querySMData(ueId: String, servingPlmnId: String, query: QuerySMDataQuery) async throws(SBIFailure) -> JSON {
    let subscriber = try await enabledSubscriber(ueId)
    let data = subscriber.sessionManagementData(slice: query.singleNssai.map { Base.SNSSAI($0) }, dnn: query.dnn)
    guard !data.isEmpty else { throw SBIFailure(status: 404, cause: "DATA_NOT_FOUND") }
    return data.json
  }
}

extension Storage.AggregateBitRate {
  var sbi: SBI.Ambr { Ambr(uplink: uplink.description, downlink: downlink.description) }
}

extension Subscriber {
  /// TS 29.503 §6.1.6.2.4.
  var accessAndMobilityData: AccessAndMobilitySubscriptionData {
    var data = AccessAndMobilitySubscriptionData()
    if let gpsi { data.gpsis = [gpsi] }
    data.subscribedUeAmbr = ueAMBR.sbi
    data.nssai = Nssai(
      defaultSingleNssais: slices.filter(\.isDefault).map(\.snssai.sbi), singleNssais: slices.filter { !$0.isDefault }.map(\.snssai.sbi))
    if data.nssai?.singleNssais?.isEmpty == true { data.nssai?.singleNssais = nil }
    if !restrictions.forbiddenRATs.isEmpty { data.ratRestrictions = restrictions.forbiddenRATs.map { RatType(rawValue: $0) } }
    if !restrictions.forbiddenTACs.isEmpty { data.forbiddenAreas = [Area(tacs: restrictions.forbiddenTACs.map(Subscriber.tac))] }
    data.subscribedDnnList = Set(slices.flatMap { $0.dataNetworks.map(\.dnn) }).sorted()
    return data
  }

  private static func tac(_ value: UInt32) -> String {
    Hex.encode([UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)])
  }

  /// TS 29.503 §6.1.6.2.6.
  var smfSelectionData: SmfSelectionSubscriptionData {
    SmfSelectionSubscriptionData(
      subscribedSnssaiInfos: SBIMap(
        slices.filter { !$0.dataNetworks.isEmpty }.map { slice in
          let preferred = slice.defaultDataNetwork?.dnn
          let infos = slice.dataNetworks.map { DnnInfo(dnn: $0.dnn, defaultDnnIndicator: $0.dnn == preferred) }
          return (key: slice.snssai.mapKey, value: SnssaiInfo(dnnInfos: infos))
        }))
  }

  /// TS 29.503 §6.1.6.2.8, of one slice or DNN when given.
  func sessionManagementData(slice wanted: Base.SNSSAI?, dnn: String?) -> [SessionManagementSubscriptionData] {
    slices.filter { wanted == nil || $0.snssai == wanted }.compactMap { slice in
      let networks = slice.dataNetworks.filter { dnn == nil || $0.dnn.lowercased() == dnn?.lowercased() }
      guard !networks.isEmpty else { return nil }
      return SessionManagementSubscriptionData(
        singleNssai: slice.snssai.sbi, dnnConfigurations: SBIMap(networks.map { (key: $0.dnn, value: $0.sbi) }))
    }
  }

  /// TS 29.519 §5.2.1: which data networks have session policies.
  func sessionPolicyData(slice wanted: Base.SNSSAI?, dnn: String?) -> SmPolicyData {
    SmPolicyData(
      smPolicySnssaiData: SBIMap(
        slices.filter { wanted == nil || $0.snssai == wanted }.compactMap { slice in
          let networks = slice.dataNetworks.filter { dnn == nil || $0.dnn.lowercased() == dnn?.lowercased() }
          guard !networks.isEmpty else { return nil }
          var data = SmPolicySnssaiData(snssai: slice.snssai.sbi)
          data.smPolicyDnnData = SBIMap(networks.map { (key: $0.dnn, value: SmPolicyDnnData(dnn: $0.dnn)) })
          return (key: slice.snssai.mapKey, value: data)
        }))
  }
}

extension SubscribedDataNetwork {
  /// TS 29.503 §6.1.6.2.9.
  var sbi: DnnConfiguration {
    var configuration = DnnConfiguration(
      pduSessionTypes: PduSessionTypes(
        defaultSessionType: SBI.PduSessionType(rawValue: defaultSessionType.rawValue),
        allowedSessionTypes: allowedSessionTypes.map { SBI.PduSessionType(rawValue: $0.rawValue) }),
      sscModes: SscModes(
        defaultSscMode: SscMode(rawValue: "SSC_MODE_\(defaultSSCMode)"),
        allowedSscModes: allowedSSCModes.map { SscMode(rawValue: "SSC_MODE_\($0)") }))
    configuration.fiveGQosProfile = SubscribedDefaultQos(
      fiveQi: Int(fiveQI),
      arp: Arp(
        preemptCap: arp.mayPreempt ? .mayPreempt : .notPreempt, preemptVuln: arp.isPreemptable ? .preemptable : .notPreemptable,
        priorityLevel: Int(arp.priorityLevel)))
    configuration.sessionAmbr = sessionAMBR.sbi
    var addresses: [IpAddress] = []
    if let staticIPv4 { addresses.append(IpAddress(ipv4Addr: staticIPv4.description)) }
    if case .v6(let value) = staticIPv6, let prefix = IPPrefix(.v6((value >> 64) << 64), length: 64) {
      addresses.append(IpAddress(ipv6Prefix: prefix.description))
    }
    if !addresses.isEmpty { configuration.staticIpAddress = addresses }
    return configuration
  }
}
