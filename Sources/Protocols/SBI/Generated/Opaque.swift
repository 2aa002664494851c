// Places whose type is `JSON`: they are checked against their schema, but have no view of their own.
//
// PatchItem.value: several types, or any
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
// ChangeItem.origValue: several types, or any
// ChangeItem.newValue: several types, or any
// DnnUpfInfoItem.ipv4IndexList: IpIndex
// DnnUpfInfoItem.ipv6IndexList: IpIndex
// SearchNFInstancesQuery.ipv4Index: IpIndex
// SearchNFInstancesQuery.ipv6Index: IpIndex
// NFDiscoveryNFProfile.customInfo: several types, or any
// Atom.value: several types, or any
// querySMData 200: SmSubsData
// SorInfo.steeringContainer: SteeringContainer
// SdmSubscription.report: ImmediateReport
// OperatorSpecificDataContainer.value: several types, or any
// UpdatedItem.value: several types, or any
// getSMData 200: SmSubsData
// DnnConfiguration.ipv4Index: IpIndex
// DnnConfiguration.ipv6Index: IpIndex
// UEAuthenticationCtx.fiveGAuthData: several types, or any
// UEAuthenticationCtx.links: LinksValueSchema
// notifySMPolicyUpdate 200: several types, or any
