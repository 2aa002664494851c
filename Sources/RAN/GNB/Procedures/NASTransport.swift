import Base
import NGAP
import PER
import RadioLink
import Runtime

/// Transport of NAS messages and paging (TS 38.413 §8.5, §8.6).
extension GNB {
  /// INITIAL UE MESSAGE (§8.6.1).
  func sendInitialUEMessage(_ complete: SetupComplete, _ context: UEContext) {
    context.isInitialSent = true
    context.selectedPLMN = complete.selectedPLMN
    let message = InitialUEMessage(
      ranUENGAPID: context.ranUENGAPID, nasPDU: complete.nas, userLocationInformation: userLocation(context),
      rrcEstablishmentCause: context.establishmentCause.ngap, fiveGSTMSI: complete.fiveGSTMSI.map { FiveGSTMSI(value: $0) },
      amfSetID: complete.registeredAMF.map { BitString(UInt64($0.amfSetID), bitCount: 10) }, ueContextRequest: .requested,
      selectedPLMNIdentity: FixedOctets(complete.selectedPLMN.octets))
    send(.initialUEMessage(message), for: context)
    onEvent(.ueConnected(count: contexts.count))
    if let timer = context.inactivityTimer { environment.loop.cancel(timer) }
    context.inactivityTimer = nil
    watchInactivity(context)
  }

  /// UPLINK NAS TRANSPORT (§8.6.3).
  func sendUplinkNAS(_ nas: [UInt8], _ context: UEContext) {
    guard let amfID = context.amfUENGAPID else { return }
    context.lastActivity = environment.loop.now
    send(
      .uplinkNASTransport(
        UplinkNASTransport(
          amfUENGAPID: amfID, ranUENGAPID: context.ranUENGAPID, nasPDU: nas, userLocationInformation: userLocation(context))),
      for: context)
  }

  /// DOWNLINK NAS TRANSPORT (§8.6.2), and NAS NON DELIVERY INDICATION (§8.6.4) where the UE cannot be reached.
  func deliver(_ transport: DownlinkNASTransport, _ context: UEContext) {
    context.lastActivity = environment.loop.now
    if let capability = transport.ueRadioCapability { context.capability = capability }
    guard !sendSignalling(.dlInformationTransfer(transport.nasPDU), to: context) else { return }
    reportNonDelivery(transport.nasPDU, context)
  }

  func reportNonDelivery(_ nas: [UInt8], _ context: UEContext) {
    send(
      .nasNonDeliveryIndication(
        NASNonDeliveryIndication(
          amfUENGAPID: context.amfUENGAPID ?? 0, ranUENGAPID: context.ranUENGAPID, nasPDU: nas,
          cause: .radioNetwork(.radioConnectionWithUeLost))), for: context)
  }

  /// PAGING (§8.5.1): on the radio where the tracking area is one of this gNB's.
  func page(_ paging: Paging) {
    guard case .fiveGSTMSI(let tmsi) = paging.uePagingIdentity, let identity = tmsi.value else { return }
    let areas = configuration.trackingAreas.flatMap { area in
      area.plmns.map { Base.TAI(plmn: $0.plmn, tac: area.tac).ngap }
    }
    guard
      paging.taiListForPaging.contains(where: { item in
        areas.contains { $0.plmnIdentity == item.tai.plmnIdentity && $0.tac == item.tai.tac }
      })
    else { return }
    let now = environment.loop.now
    camping = camping.filter { now - $0.value < .seconds(60) }
    let listening = camping.keys.filter { contextOfAddress[$0] == nil }.sorted(by: SocketAddress.precedes)
    for address in listening { send(.paging([identity]), to: address) }
  }

  /// LOCATION REPORTING CONTROL (§8.12.1).
  func reportLocation(_ control: LocationReportingControl, _ context: UEContext) {
    let request = control.locationReportingRequestType
    switch request.eventType {
    case .direct, .changeOfServeCell:
      send(
        .locationReport(
          LocationReport(
            amfUENGAPID: control.amfUENGAPID, ranUENGAPID: control.ranUENGAPID, userLocationInformation: userLocation(context),
            locationReportingRequestType: request)), for: context)
      if request.eventType == .changeOfServeCell { context.reportsCellChange = request }
    case .stopChangeOfServeCell, .cancelLocationReportingForTheUe, .stopUePresenceInAreaOfInterest: context.reportsCellChange = nil
    case .uePresenceInAreaOfInterest, .unknown:
      send(
        .locationReportingFailureIndication(
          LocationReportingFailureIndication(
            amfUENGAPID: control.amfUENGAPID, ranUENGAPID: control.ranUENGAPID, cause: .misc(.unspecified))), for: context)
    }
  }
}
