/// Members of the schemas whose every member the catalogue wants with a wrong type (row 20).
enum SBIMembers {
  /// NFProfile (TS 29.510 §6.1.6.2.2).
  static let nfProfile = """
    nfInstanceId nfInstanceName nfType nfStatus collocatedNfInstances heartBeatTimer plmnList snpnList sNssais perPlmnSnssaiList nsiList
    fqdn interPlmnFqdn ipv4Addresses ipv6Addresses allowedPlmns allowedSnpns allowedNfTypes allowedNfDomains allowedNssais priority
    capacity load loadTimeStamp locality udrInfo udrInfoList udmInfo udmInfoList ausfInfo ausfInfoList amfInfo amfInfoList smfInfo
    smfInfoList upfInfo upfInfoList pcfInfo pcfInfoList bsfInfo bsfInfoList chfInfo chfInfoList nefInfo nrfInfo udsfInfo udsfInfoList
    nwdafInfo nwdafInfoList pcscfInfoList hssInfoList customInfo recoveryTime nfServicePersistence nfServices nfServiceList
    nfProfileChangesSupportInd nfProfileChangesInd defaultNotificationSubscriptions lmfInfo gmlcInfo nfSetIdList servingScope
    lcHSupportInd olcHSupportInd nfSetRecoveryTimeList serviceSetRecoveryTimeList scpDomains scpInfo seppInfo vendorId
    supportedVendorSpecificFeatures aanfInfoList 5gDdnmfInfo mfafInfo easdfInfoList dccfInfo nsacfInfoList mbSmfInfoList tsctsfInfoList
    mbUpfInfoList trustAfInfo nssaafInfo hniList iwmscInfo mnpfInfo
    """.split { $0 == " " || $0 == "\n" }.map(String.init)

  /// SmContextCreateData (TS 29.502 §6.1.6.2.2).
  static let smContextCreateData = """
    supi unauthenticatedSupi pei gpsi pduSessionId dnn selectedDnn sNssai hplmnSnssai servingNfId guami serviceName servingNetwork
    requestType n1SmMsg anType additionalAnType ratType presenceInLadn ueLocation ueTimeZone addUeLocation smContextStatusUri hSmfUri
    hSmfId smfUri smfId additionalHsmfUri additionalHsmfId additionalSmfUri additionalSmfId oldPduSessionId pduSessionsActivateList
    ueEpsPdnConnection hoState pcfId pcfGroupId pcfSetId nrfUri supportedFeatures selMode backupAmfInfo traceData udmGroupId
    routingIndicator hNwPubKeyId epsInterworkingInd indirectForwardingFlag directForwardingFlag targetId epsBearerCtxStatus
    cpCiotEnabled cpOnlyInd invokeNef maRequestInd maNwUpgradeInd n2SmInfo n2SmInfoType n2SmInfoExt1 n2SmInfoTypeExt1 smContextRef
    smContextSmfPlmnId smContextSmfId smContextSmfSetId smContextSmfServiceSetId smContextSmfBinding upCnxState smallDataRateStatus
    apnRateStatus extendedNasSmTimerInd dlDataWaitingInd ddnFailureSubs smfTransferInd oldSmfId oldSmContextRef wAgfInfo tngfInfo
    twifInfo ranUnchangedInd samePcfSelectionInd targetDnai nrfManagementUri nrfDiscoveryUri nrfAccessTokenUri nrfOauth2Required
    smfBindingInfo pvsInfo onboardingInd oldPduSessionRef smPolicyNotifyInd pcfUeCallbackInfo satelliteBackhaulCat upipSupported
    uavAuthenticated disasterRoamingInd anchorSmfOauth2Required smContextSmfOauth2Required
    """.split { $0 == " " || $0 == "\n" }.map(String.init)
}
