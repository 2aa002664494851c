// Made by scripts/generate-pfcp from Tools/PFCP.
// swift-format-ignore-file

import Base

@testable import PFCP

/// Every record with the largest values in all its fields: they are encoded, or refused.
func extremeRecords(_ longOctets: [UInt8], _ extremePLMN: PLMNIdentity) -> [any LeafElement] {
  [
    FSEID(seid: .max, ipv4: IPv4Address(rawValue: .max), ipv6: IPv6Address(prefix: .max, interfaceIdentifier: .max)),
    SDFFilter(flowDescription: PFCPText(octets: longOctets), tosTrafficClass: .max, securityParameterIndex: .max, flowLabel: .max, filterID: .max),
    PFCPVolume(totalOctets: .max, uplinkOctets: .max, downlinkOctets: .max, totalPackets: .max, uplinkPackets: .max, downlinkPackets: .max),
    ForwardingPolicy(identifier: PFCPText(octets: longOctets)),
    DownlinkDataServiceInformation(pagingPolicyIndication: .max, qfi: QoSFlowIdentifier(rawValue: .max)),
    PFDContents(flowDescription: PFCPText(octets: longOctets), url: PFCPText(octets: longOctets), domainName: PFCPText(octets: longOctets), customPFDContent: PFCPText(octets: longOctets), domainNameProtocol: PFCPText(octets: longOctets), additionalFlowDescriptions: [PFCPText(octets: longOctets)], additionalURLs: [PFCPText(octets: longOctets)], additionalDomainNames: PFDDomainNames([.init(domainName: PFCPText(octets: longOctets), domainNameProtocol: "")])),
    DroppedDownlinkTrafficThreshold(packets: .max, octets: .max),
    FlowInformation(direction: .max, flowDescription: PFCPText(octets: longOctets)),
    UEIPAddress(ipv4: IPv4Address(rawValue: .max), ipv6: IPv6Address(prefix: .max, interfaceIdentifier: .max), delegatedPrefixBits: .max, ipv6PrefixLength: .max, isDestination: true, choosesIPv4: true, choosesIPv6: true),
    PacketRateLimit(timeUnit: .max, maximumPackets: .max),
    PacketRate(uplink: PacketRateLimit(timeUnit: .max, maximumPackets: .max), downlink: PacketRateLimit(timeUnit: .max, maximumPackets: .max), additionalUplink: PacketRateLimit(timeUnit: .max, maximumPackets: .max), additionalDownlink: PacketRateLimit(timeUnit: .max, maximumPackets: .max)),
    DownlinkFlowLevelMarking(tosTrafficClass: .max, serviceClassIndicator: .max),
    HeaderEnrichment(headerType: .max, name: PFCPText(octets: longOctets), value: PFCPText(octets: longOctets)),
    RemoteGTPUPeer(ipv4: IPv4Address(rawValue: .max), ipv6: IPv6Address(prefix: .max, interfaceIdentifier: .max), destinationInterface: PFCPInterface(rawValue: .max), networkInstance: PFCPText(octets: longOctets), recoveryTimeStamp: .max),
    TimeQuotaMechanism(baseTimeIntervalType: .max, baseTimeIntervalSeconds: .max),
    PFCPMultiplier(valueDigits: .max, exponent: .max),
    MACAddressFilter(source: EthernetAddress(rawValue: .max), destination: EthernetAddress(rawValue: .max), upperSource: EthernetAddress(rawValue: .max), upperDestination: EthernetAddress(rawValue: .max)),
    PFCPUserID(imsi: longOctets, imei: longOctets, msisdn: longOctets, nai: longOctets, supi: longOctets, gpsi: longOctets, pei: longOctets),
    MACAddressList(addresses: Array(repeating: EthernetAddress(rawValue: .max), count: 300), cTag: VLANTag(priorityCodePoint: .max, isDropEligible: true, identifier: .max), sTag: VLANTag(priorityCodePoint: .max, isDropEligible: true, identifier: .max)),
    TraceInformation(plmn: extremePLMN, traceID: .max, triggeringEvents: longOctets, sessionTraceDepth: .max, interfaces: longOctets, collectionEntity: longOctets),
    UEIPAddressPoolIdentity(identity: PFCPText(octets: longOctets)),
    AlternativeSMFIPAddress(ipv4: IPv4Address(rawValue: .max), ipv6: IPv6Address(prefix: .max, interfaceIdentifier: .max), isPreferredEntity: true),
    SMFSetID(fqdn: DomainName(octets: longOctets)),
    PFCPEntityAddress(ipv4: IPv4Address(rawValue: .max), ipv6: IPv6Address(prefix: .max, interfaceIdentifier: .max)),
    SourceIPAddress(ipv4: IPv4Address(rawValue: .max), ipv6: IPv6Address(prefix: .max, interfaceIdentifier: .max), prefixLength: .max),
    FiveGSUserPlaneNode(bridgeID: .max),
    AccessAvailability(accessType: .max, availabilityStatus: .max),
    PMFControl(qfis: Array(repeating: QoSFlowIdentifier(rawValue: .max), count: 300), isRequired: true, disallowsRTT: true),
    MPTCPAddress(proxyType: .max, proxyPort: .max, ipv4: IPv4Address(rawValue: .max), ipv6: IPv6Address(prefix: .max, interfaceIdentifier: .max)),
    UELinkSpecificIPAddress(ipv4: IPv4Address(rawValue: .max), ipv6: IPv6Address(prefix: .max, interfaceIdentifier: .max), nonThreeGPPIPv4: IPv4Address(rawValue: .max), nonThreeGPPIPv6: IPv6Address(prefix: .max, interfaceIdentifier: .max)),
    PacketDelayThresholds(downlinkMilliseconds: .max, uplinkMilliseconds: .max, roundTripMilliseconds: .max),
    QoSMonitoringMeasurement(downlinkMilliseconds: .max, uplinkMilliseconds: .max, roundTripMilliseconds: .max, hasFailed: true),
    NumberOfUEIPAddresses(ipv4: .max, ipv6: .max),
    OffendingIEInformation(type: .max, value: longOctets),
    L2TPUserAuthentication(proxyAuthenticationType: .max, name: PFCPText(octets: longOctets), challenge: longOctets, response: longOctets, identifier: .max),
    TunnelPreference(value: .max),
    SteeringThresholds(roundTripMilliseconds: .max, packetLossPercent: .max),
    IPAddressAndPortReplacement(destinationIPv4: IPv4Address(rawValue: .max), destinationIPv6: IPv6Address(prefix: .max, interfaceIdentifier: .max), destinationPort: .max, sourceIPv4: IPv4Address(rawValue: .max), sourceIPv6: IPv6Address(prefix: .max, interfaceIdentifier: .max), sourcePort: .max),
    DNSQueryFilter(pattern: PFCPText(octets: longOctets)),
    DSCPToPPIMapping(ppi: .max, dscps: longOctets),
    VendorSpecificNodeReportType(enterpriseID: .max, reportType: longOctets),
  ]
}
