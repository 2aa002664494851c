import Base
import SBI
import Services

extension NRF: Nnrf_NFDiscovery {
  /// NFDiscover (TS 29.510 §5.3.2.2): instances that match every parameter, best first.
  public func searchNFInstances(query: SearchNFInstancesQuery) async throws(SBIFailure) -> SearchResult {
    guard query.complexQuery == nil else {
      throw SBIFailure(status: 400, cause: "INVALID_QUERY_PARAM", detail: "complex-query is not supported")
    }
    let matching = registrations.values.map(\.profile).filter { NRF.matches($0, query) }.sorted(by: NRF.precedes)
    let limit = min(max(query.limit ?? 100, 1), 100)
    let found = matching.prefix(limit).map { profile in NRF.discovered(profile, services: query.serviceNames) }
    var result = SearchResult(nfInstances: found)
    result.validityPeriod = configuration.validityPeriodSeconds
    if matching.count > limit { result.numNfInstComplete = matching.count }
    return result
  }

  /// Lower priority values come first, then more capacity, less load, and the identity (TS 29.510 §6.1.6.2.2).
  private static func precedes(_ left: NFProfile, _ right: NFProfile) -> Bool {
    let a = (left.priority ?? 0, -(left.capacity ?? 0), left.load ?? 0)
    let b = (right.priority ?? 0, -(right.capacity ?? 0), right.load ?? 0)
    return a == b ? left.nfInstanceId < right.nfInstanceId : a < b
  }

  /// What a consumer sees of a profile: not who may use it, and only the services it asked for (TS 29.510 §6.2.6.2.3).
  private static func discovered(_ profile: NFProfile, services: [ServiceName]?) -> NFDiscoveryNFProfile {
    var object = profile.object
    for name in [
      "allowedPlmns", "allowedSnpns", "allowedNfTypes", "allowedNfDomains", "allowedNssais", "heartBeatTimer", "nfProfileChangesSupportInd",
      "nfProfileChangesInd",
    ] { object[name] = nil }
    let wanted = profile.allServices.filter { service in
      service.nfServiceStatus == .registered && (services?.contains(service.serviceName) ?? true)
    }
    object["nfServiceList"] = nil
    object["nfServices"] = wanted.isEmpty ? nil : wanted.json
    return NFDiscoveryNFProfile(object: object)
  }

  // MARK: Filters

  private static func matches(_ profile: NFProfile, _ query: SearchNFInstancesQuery) -> Bool {
    guard profile.nfStatus == .registered, profile.nfType == query.targetNfType else { return false }
    if let allowed = profile.allowedNfTypes, !allowed.contains(query.requesterNfType) { return false }
    if let id = query.targetNfInstanceId, id.lowercased() != profile.nfInstanceId.lowercased() { return false }
    if let names = query.serviceNames {
      let offered = profile.allServices.contains { service in
        names.contains(service.serviceName) && service.nfServiceStatus == .registered
          && (service.allowedNfTypes?.contains(query.requesterNfType) ?? true)
      }
      guard offered else { return false }
    }
    if let plmns = query.targetPlmnList, let served = profile.plmnList, !served.contains(where: { plmns.contains($0) }) { return false }
    return matchesSlices(profile, query) && matchesAMF(profile, query) && matchesSubscriber(profile, query)
  }

  /// A profile without slices serves all of them. DNNs are the SMF's, slice by slice.
  private static func matchesSlices(_ profile: NFProfile, _ query: SearchNFInstancesQuery) -> Bool {
    let wanted = query.snssais?.map { SNSSAI($0) }
    if let wanted, let served = profile.sNssais, !served.contains(where: { covers($0, wanted) }) { return false }
    let infos = [profile.smfInfo].compactMap { $0 } + (profile.smfInfoList?.entries.map(\.value) ?? [])
    guard !infos.isEmpty, wanted != nil || query.dnn != nil else { return true }
    return infos.flatMap(\.sNssaiSmfInfoList).contains { item in
      (wanted.map { covers(item.sNssai, $0) } ?? true)
        && (query.dnn.map { dnn in item.dnnSmfInfoList.contains { $0.dnn == "*" || $0.dnn.lowercased() == dnn.lowercased() } } ?? true)
    }
  }

  private static func covers(_ served: ExtSnssai, _ wanted: [SNSSAI]) -> Bool {
    wanted.contains { slice in
      guard served.sst == Int(slice.sst) else { return false }
      if served.wildcardSd == true || SNSSAI(sst: slice.sst, sd: served.sd.flatMap { UInt32($0, radix: 16) }) == slice { return true }
      guard let sd = slice.sd else { return false }
      return served.sdRanges?.contains { range in
        guard let start = range.start.flatMap({ UInt32($0, radix: 16) }), let end = range.end.flatMap({ UInt32($0, radix: 16) }) else {
          return false
        }
        return start <= sd && sd <= end
      } ?? false
    }
  }

  private static func matchesAMF(_ profile: NFProfile, _ query: SearchNFInstancesQuery) -> Bool {
    if let region = query.amfRegionId, profile.amfInfo?.amfRegionId.lowercased() != region.lowercased() { return false }
    if let set = query.amfSetId, profile.amfInfo?.amfSetId.lowercased() != set.lowercased() { return false }
    if let guami = query.guami {
      let served = profile.amfInfo?.guamiList.contains {
        $0.plmnId == guami.plmnId && $0.amfId.lowercased() == guami.amfId.lowercased()
      }
      guard served == true else { return false }
    }
    if let tai = query.tai {
      let lists = [profile.amfInfo?.taiList, profile.smfInfo?.taiList].compactMap { $0 }
      if !lists.isEmpty, !lists.joined().contains(where: { $0.plmnId == tai.plmnId && $0.tac.lowercased() == tai.tac.lowercased() }) {
        return false
      }
    }
    return true
  }

  /// A function without ranges serves every subscriber (TS 29.510 §6.1.6.2.7 to §6.1.6.2.9).
  private static func matchesSubscriber(_ profile: NFProfile, _ query: SearchNFInstancesQuery) -> Bool {
    if let supi = query.supi {
      let ranges = [profile.udmInfo?.supiRanges, profile.ausfInfo?.supiRanges, profile.udrInfo?.supiRanges, profile.pcfInfo?.supiRanges]
      let known = ranges.compactMap { $0 }.joined()
      if !known.isEmpty, !known.contains(where: { contains($0, supi) }) { return false }
    }
    if let indicator = query.routingIndicator {
      let known = [profile.udmInfo?.routingIndicators, profile.ausfInfo?.routingIndicators].compactMap { $0 }.joined()
      if !known.isEmpty, !known.contains(indicator) { return false }
    }
    return true
  }

  /// Ranges of IMSIs are of digits of one length; ranges by pattern are not supported and cover nothing.
  private static func contains(_ range: SupiRange, _ supi: String) -> Bool {
    guard supi.hasPrefix("imsi-"), let start = range.start, let end = range.end else { return false }
    let digits = supi.dropFirst(5)
    return digits.utf8.count == start.utf8.count && digits.utf8.count == end.utf8.count && start <= digits && digits <= end
  }
}
