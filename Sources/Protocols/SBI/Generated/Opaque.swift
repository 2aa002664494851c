// Places whose type is `JSON`: they are checked against their schema, but have no view of their own.
//
// PatchItem.value: several types, or any
// NFProfile.ipv6Addresses: Ipv6Addr
// NFProfile.customInfo: several types, or any
// NotificationData.nfProfile: several types, or any
// NrfInfo.servedUdrInfo: several types, or any
// NrfInfo.servedUdrInfoList: several types, or any
// NrfInfo.servedUdmInfo: several types, or any
// NrfInfo.servedUdmInfoList: several types, or any
// NrfInfo.servedAusfInfo: several types, or any
// NrfInfo.servedAusfInfoList: several types, or any
// NrfInfo.servedAmfInfo: several types, or any
// NrfInfo.servedAmfInfoList: several types, or any
// NrfInfo.servedSmfInfo: several types, or any
// NrfInfo.servedSmfInfoList: several types, or any
// NrfInfo.servedUpfInfo: several types, or any
// NrfInfo.servedUpfInfoList: several types, or any
// NrfInfo.servedPcfInfo: several types, or any
// NrfInfo.servedPcfInfoList: several types, or any
// NrfInfo.servedBsfInfo: several types, or any
// NrfInfo.servedBsfInfoList: several types, or any
// NrfInfo.servedChfInfo: several types, or any
// NrfInfo.servedChfInfoList: several types, or any
// NrfInfo.servedNefInfo: several types, or any
// NrfInfo.servedNwdafInfo: several types, or any
// NrfInfo.servedPcscfInfoList: several types, or any
// NrfInfo.servedGmlcInfo: several types, or any
// NrfInfo.servedLmfInfo: several types, or any
// NrfInfo.servedHssInfoList: several types, or any
// NrfInfo.servedUdsfInfo: several types, or any
// NrfInfo.servedUdsfInfoList: several types, or any
// NrfInfo.servedScpInfoList: several types, or any
// NrfInfo.servedSeppInfoList: several types, or any
// NrfInfo.servedAanfInfoList: several types, or any
// NrfInfo.servedMbSmfInfoList: several types, or any
// PcscfInfo.gmIpv6Addresses: Ipv6Addr
// PcscfInfo.mwIpv6Addresses: Ipv6Addr
// ScpInfo.ipv6Prefixes: Ipv6Prefix
// ChangeItem.origValue: several types, or any
// ChangeItem.newValue: several types, or any
// N2InterfaceAmfInfo.ipv6EndpointAddress: Ipv6Addr
// IpAddr.ipv6Addr: Ipv6Addr
// IpAddr.ipv6Prefix: Ipv6Prefix
// InterfaceUpfInfoItem.ipv6EndpointAddresses: Ipv6Addr
// WAgfInfo.ipv6EndpointAddresses: Ipv6Addr
// TngfInfo.ipv6EndpointAddresses: Ipv6Addr
// TwifInfo.ipv6EndpointAddresses: Ipv6Addr
// Ipv6PrefixRange.start: Ipv6Prefix
// Ipv6PrefixRange.end: Ipv6Prefix
// IpEndPoint.ipv6Address: Ipv6Addr
// DnnUpfInfoItem.ipv4IndexList: IpIndex
// DnnUpfInfoItem.ipv6IndexList: IpIndex
// SearchNFInstancesQuery.ipv4Index: IpIndex
// SearchNFInstancesQuery.ipv6Index: IpIndex
// SearchNFInstancesQuery.ueIpv6Prefix: Ipv6Prefix
// SearchNFInstancesQuery.ipv6Prefix: Ipv6Prefix
// NFDiscoveryNFProfile.ipv6Addresses: Ipv6Addr
// NFDiscoveryNFProfile.customInfo: several types, or any
// Atom.value: several types, or any
// querySMData 200: SmSubsData
// SorInfo.steeringContainer: SteeringContainer
// TraceData.collectionEntityIpv6Addr: Ipv6Addr
// VgmlcAddress.vgmlcAddressIpv6: Ipv6Addr
// IpAddress.ipv6Addr: Ipv6Addr
// IpAddress.ipv6Prefix: Ipv6Prefix
// SdmSubscription.report: ImmediateReport
// OperatorSpecificDataContainer.value: several types, or any
// UpdatedItem.value: several types, or any
// ServerAddressingInfo.ipv6Addresses: Ipv6Addr
// getSMData 200: SmSubsData
// UEAuthenticationCtx.fiveGAuthData: several types, or any
// UEAuthenticationCtx.links: LinksValueSchema
// DddTrafficDescriptor.ipv6Addr: Ipv6Addr
// N3gaLocation.ueIpv6Addr: Ipv6Addr
// AddressList.ipv6Addrs: Ipv6Addr
// SmContext.ueIpv6Prefix: Ipv6Prefix
// AfCoordinationInfo.sourceUeIpv6Prefix: Ipv6Prefix
// TunnelInfo.ipv6Addr: Ipv6Addr
// IndirectDataForwardingTunnelInfo.ipv6Addr: Ipv6Addr
// PDUSessionIpAddress.ipv6Addr: Ipv6Addr
// PDUSessionIpAddress.ipv6Prefix: Ipv6Prefix
// PolicyAssociationRequest.altNotifIpv6Addrs: Ipv6Addr
// PolicyAssociationUpdateRequest.altNotifIpv6Addrs: Ipv6Addr
// notifySMPolicyUpdate 200: several types, or any
// SmPolicyContextData.ipv6AddressPrefix: Ipv6Prefix
// SmPolicyContextData.ipv6FrameRouteList: Ipv6Prefix
// SmPolicyUpdateContextData.ipv6AddressPrefix: Ipv6Prefix
// SmPolicyUpdateContextData.relIpv6AddressPrefix: Ipv6Prefix
// SmPolicyUpdateContextData.addIpv6AddrPrefixes: Ipv6Prefix
// SmPolicyUpdateContextData.addRelIpv6AddrPrefixes: Ipv6Prefix
// AccNetChargingAddress.anChargIpv6Addr: Ipv6Addr
// IpMulticastAddressInfo.srcIpv6Addr: Ipv6Addr
// IpMulticastAddressInfo.ipv6MulAddr: Ipv6Addr
// AnGwAddress.anGwIpv6Addr: Ipv6Addr
// SgsnAddress.sgsnIpv6Addr: Ipv6Addr
// RouteInformation.ipv6Addr: Ipv6Addr
