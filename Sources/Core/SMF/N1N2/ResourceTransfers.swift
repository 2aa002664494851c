import Base
import NGAP
import PER

/// N2 SM information: the transfers of TS 38.413 §9.3.4 between SMF and gNB.
enum ResourceTransfers {
  /// PDU Session Resource Setup Request Transfer (TS 38.413 §9.3.4.1).
  static func setupRequest(_ session: SMContext, n3: TunnelEndpoint) throws(NGAPError) -> [UInt8] {
    let transfer = PDUSessionResourceSetupRequestTransfer(
      pduSessionAggregateMaximumBitRate: aggregateMaximumBitRate(session.qos), ulNGUUPTNLInformation: .gtpTunnel(tunnel(n3)),
      pduSessionType: session.type.ngap,
      qosFlowSetupRequestList: [
        QosFlowSetupRequestItem(qosFlowIdentifier: Int64(SMF.defaultQFI), qosFlowLevelQosParameters: parameters(session.qos))
      ])
    return try transfer.encode()
  }

  /// PDU Session Resource Modify Request Transfer (TS 38.413 §9.3.4.3).
  static func modifyRequest(_ qos: SessionQoS) throws(NGAPError) -> [UInt8] {
    let transfer = PDUSessionResourceModifyRequestTransfer(
      pduSessionAggregateMaximumBitRate: aggregateMaximumBitRate(qos),
      qosFlowAddOrModifyRequestList: [
        QosFlowAddOrModifyRequestItem(qosFlowIdentifier: Int64(SMF.defaultQFI), qosFlowLevelQosParameters: parameters(qos))
      ])
    return try transfer.encode()
  }

  /// PDU Session Resource Release Command Transfer (TS 38.413 §9.3.4.12).
  static func releaseCommand(_ cause: NGAP.Cause) throws(NGAPError) -> [UInt8] {
    try PDUSessionResourceReleaseCommandTransfer(cause: cause).encode()
  }

  /// The gNB's tunnel in a PDU Session Resource Setup Response Transfer (TS 38.413 §9.3.4.2).
  /// - Returns: `nil` when there is none for the default QoS flow, or it is not a GTP tunnel.
  static func gNBTunnel(setupResponse octets: [UInt8]) throws(NGAPError) -> TunnelEndpoint? {
    let transfer = try PDUSessionResourceSetupResponseTransfer(decoding: octets)
    let flows = transfer.dlQosFlowPerTNLInformation.associatedQosFlowList
    guard flows.contains(where: { $0.qosFlowIdentifier == Int64(SMF.defaultQFI) }) else { return nil }
    return endpoint(transfer.dlQosFlowPerTNLInformation.upTransportLayerInformation)
  }

  static func endpoint(_ information: UPTransportLayerInformation) -> TunnelEndpoint? {
    guard case .gtpTunnel(let tunnel) = information, tunnel.gtpTEID.count == 4 else { return nil }
    let bits = tunnel.transportLayerAddress
    // Both families: IPv4 comes first (TS 38.414 §5.1).
    guard [32, 128, 160].contains(bits.bitCount), let address = IPAddress(octets: bits.octets.prefix(bits.bitCount == 128 ? 16 : 4)) else {
      return nil
    }
    return TunnelEndpoint(teid: UInt32(truncatingIfNeeded: tunnel.gtpTEID.unsignedValue), address: address)
  }

  private static func tunnel(_ endpoint: TunnelEndpoint) -> GTPTunnel {
    let octets = endpoint.address.octets
    return GTPTunnel(
      transportLayerAddress: BitString(octets: octets, bitCount: octets.count * 8), gtpTEID: FixedOctets(UInt64(endpoint.teid), count: 4))
  }

  private static func aggregateMaximumBitRate(_ qos: SessionQoS) -> PDUSessionAggregateMaximumBitRate {
    PDUSessionAggregateMaximumBitRate(
      pduSessionAggregateMaximumBitRateDL: Int64(min(qos.downlinkAMBR, 4_000_000_000_000)),
      pduSessionAggregateMaximumBitRateUL: Int64(min(qos.uplinkAMBR, 4_000_000_000_000)))
  }

  private static func parameters(_ qos: SessionQoS) -> QosFlowLevelQosParameters {
    QosFlowLevelQosParameters(
      qosCharacteristics: .nonDynamic5QI(NonDynamic5QIDescriptor(fiveQI: Int64(qos.fiveQI))),
      allocationAndRetentionPriority: AllocationAndRetentionPriority(
        priorityLevelARP: qos.arpPriority, preEmptionCapability: qos.mayPreempt ? .mayTriggerPreEmption : .shallNotTriggerPreEmption,
        preEmptionVulnerability: qos.isPreemptable ? .preEmptable : .notPreEmptable))
  }
}

extension SessionType {
  var ngap: NGAP.PDUSessionType {
    switch self {
    case .ipv4: .ipv4
    case .ipv6: .ipv6
    case .ipv4v6: .ipv4v6
    }
  }
}
