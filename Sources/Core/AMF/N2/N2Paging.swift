import Base
import NAS
import NGAP
import Runtime

extension AMF {
  /// Paging (TS 38.413 §8.5.1) through every gNB that serves a part of the registration area.
  ///
  /// While a new 5G-GUTI is not acknowledged the UE may hold either, and is paged with both (TS 24.501 §5.5.1.2.8 c).
  func sendPaging(_ ue: UEContext) {
    let area = Set(ue.registrationArea)
    let nodes = gNBs.values.filter { $0.isSetUp && $0.supportedTAs.keys.contains(where: area.contains) }
      .sorted { $0.association.rawValue < $1.association.rawValue }
    guard !nodes.isEmpty, !area.isEmpty else {
      environment.log(.warning, "\(ue.logName) cannot be paged: no gNB serves its registration area")
      return
    }
    var identities: [Base.FiveGGUTI] = []
    for guti in [ue.guti, ue.unacknowledgedGUTI] { if let guti, !identities.contains(guti) { identities.append(guti) } }
    for guti in identities {
      let message = Paging(
        uePagingIdentity: .fiveGSTMSI(guti.ngapFiveGSTMSI), pagingDRX: pagingDRX(of: ue),
        taiListForPaging: ue.registrationArea.prefix(16).map { TAIListForPagingItem(tai: $0.ngap) },
        ueRadioCapabilityForPaging: storedPagingCapability(of: ue))
      for node in nodes { sendN2(.initiatingMessage(.paging(message)), on: node.association) }
    }
    environment.log(.info, "\(ue.logName) paged at \(nodes.count) gNBs")
  }

  /// The UE's own DRX cycle (TS 38.413 §9.3.1.90, TS 24.501 §9.11.3.2A).
  private func pagingDRX(of ue: UEContext) -> PagingDRX? {
    switch ue.drxParameters?.value {
    case .t32: .v32
    case .t64: .v64
    case .t128: .v128
    case .t256: .v256
    case .notSpecified, .other, nil: nil
    }
  }
}
