import Base
import NAS

/// Which slices a UE may use where it registers (TS 23.501 §5.15.5.2.1; TS 24.501 §5.5.1.2.4, §5.5.1.3.4).
struct SliceSelection: Equatable {
  struct Rejected: Equatable {
    var sNSSAI: Base.SNSSAI
    var cause: NAS.RejectedNSSAI.Entry.Cause

    var entry: NAS.RejectedNSSAI.Entry { .init(sst: sNSSAI.sst, sd: sNSSAI.sd, cause: cause) }
  }

  /// At most eight.
  private(set) var allowed: [Base.SNSSAI] = []
  /// At most eight.
  private(set) var rejected: [Rejected] = []

  /// - Parameters:
  ///   - requested: the requested NSSAI; without one, an update keeps what was allowed and any other registration gets the defaults.
  ///   - current: the allowed NSSAI of an update, else empty.
  ///   - defaults: the subscribed S-NSSAIs that are marked as default.
  ///   - supported: what the PLMN has.
  ///   - available: what network and gNB support in the tracking area.
  init(
    requested: [Base.SNSSAI], current: [Base.SNSSAI], subscribed: [Base.SNSSAI], defaults: [Base.SNSSAI], supported: [Base.SNSSAI],
    available: [Base.SNSSAI]
  ) {
    for slice in requested.isEmpty ? current.filter(subscribed.contains) : requested {
      guard !allowed.contains(slice), !rejected.contains(where: { $0.sNSSAI == slice }) else { continue }
      if subscribed.contains(slice), available.contains(slice) {
        if allowed.count < 8 { allowed.append(slice) }
      } else if !requested.isEmpty, rejected.count < 8 {
        // TS 24.501 §9.11.3.46.
        let isElsewhere = subscribed.contains(slice) && supported.contains(slice)
        rejected.append(
          Rejected(
            sNSSAI: slice, cause: isElsewhere ? .notAvailableInTheCurrentRegistrationArea : .notAvailableInTheCurrentPLMNOrSNPN))
      }
    }
    if allowed.isEmpty { allowed = Array(defaults.filter(available.contains).prefix(8)) }
  }
}

extension AMF {
  /// The slices for a registration at a gNB.
  func selectSlices(_ requested: NSSAI?, isInitial: Bool, for ue: UEContext, at connection: N2Connection) -> SliceSelection {
    let here = gNBs[connection.association]?.supportedTAs[connection.tai] ?? []
    return SliceSelection(
      requested: requested?.sNSSAIs.map { Base.SNSSAI(sst: $0.sst, sd: $0.sd) } ?? [], current: isInitial ? [] : ue.allowedNSSAI,
      subscribed: ue.subscribedNSSAI, defaults: ue.defaultNSSAI, supported: configuration.supportedSlices,
      available: configuration.supportedSlices.filter(here.contains))
  }

  /// Tracking areas in which the UE need not register again, at most 16: its own, and those where every gNB offers the same slices
  /// (TS 23.501 §5.3.2.3, §5.15.5.2.1).
  func registrationArea(of ue: UEContext, at connection: N2Connection) -> [TAI] {
    let others = configuration.servedTAIs.filter { tai in
      guard tai != connection.tai, tai.plmn == connection.tai.plmn, !ue.forbiddenTACs.contains(tai.tac) else { return false }
      let offers = gNBs.values.compactMap { $0.supportedTAs[tai] }
      return !offers.isEmpty && offers.allSatisfy { offer in ue.allowedNSSAI.allSatisfy(offer.contains) }
    }
    return [connection.tai] + others.prefix(15)
  }
}
