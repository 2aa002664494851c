import Base
import SBI
import Services

/// What a function of this network tells the NRF about itself (TS 29.510 §6.1.6.2.2).
public enum OwnProfile {
  /// A profile with one NF service for each service, all reached at `address`.
  /// - Parameters:
  ///   - services: names and the API version in their paths, such as `("nudm-sdm", "v2")`.
  public static func make(
    instanceID: String, type: NFType, plmn: PLMNIdentity, address: SocketAddress, scheme: UriScheme = .http,
    services: [(name: ServiceName, version: String)]
  ) -> NFProfile {
    var endPoint = IpEndPoint(transport: "TCP", port: Int(address.port))
    var profile = NFProfile(nfInstanceId: instanceID, nfType: type, nfStatus: .registered)
    switch address.ip {
    case .v4:
      endPoint.ipv4Address = address.ip.description
      profile.ipv4Addresses = [address.ip.description]
    case .v6:
      endPoint.ipv6Address = address.ip.description
      profile.ipv6Addresses = [address.ip.description]
    }
    profile.plmnList = [plmn.sbi]
    profile.nfServices = services.map { service in
      var nfService = NFService(
        serviceInstanceId: service.name.rawValue, serviceName: service.name,
        versions: [NFServiceVersion(apiVersionInUri: service.version, apiFullVersion: String(service.version.dropFirst()) + ".0.0")],
        scheme: scheme, nfServiceStatus: .registered)
      nfService.ipEndPoints = [endPoint]
      return nfService
    }
    return profile
  }

  /// What an SMF serves.
  public static func smfInfo(_ dataNetworks: [LocalFunction.DataNetwork]) -> SmfInfo {
    var slices: [SNSSAI] = []
    for network in dataNetworks where !slices.contains(network.sNSSAI) { slices.append(network.sNSSAI) }
    return SmfInfo(
      sNssaiSmfInfoList: slices.map { slice in
        SnssaiSmfInfoItem(
          sNssai: ExtSnssai(sst: Int(slice.sst), sd: slice.sdText),
          dnnSmfInfoList: dataNetworks.filter { $0.sNSSAI == slice }.map { DnnSmfInfoItem(dnn: $0.dnn) })
      })
  }

  /// Services that functions of this network have, by type, with the versions of their APIs.
  public static func services(of type: NFType) -> [(name: ServiceName, version: String)] {
    switch type {
    case .ausf: [(.nausfAuth, "v1")]
    case .udm: [(.nudmUeau, "v1"), (.nudmSdm, "v2"), (.nudmUecm, "v1")]
    case .udr: [(.nudrDr, "v2")]
    case .pcf: [(.npcfAmPolicyControl, "v1"), (.npcfSmpolicycontrol, "v1")]
    case .nssf: [(.nnssfNsselection, "v2")]
    case .amf: [(.namfComm, "v1")]
    case .smf: [(.nsmfPdusession, "v1")]
    case .nrf: [(.nnrfNfm, "v1"), (.nnrfDisc, "v1")]
    default: []
    }
  }
}
