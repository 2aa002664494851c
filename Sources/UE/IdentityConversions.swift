import Base
import NAS

/// The identities of Base in the form in which NAS codes them, and back.
extension Base.PLMNIdentity {
  var nas: NAS.PLMNIdentity { NAS.PLMNIdentity(mcc: mcc, mnc: mnc) }
}

extension NAS.PLMNIdentity {
  var base: Base.PLMNIdentity? { Base.PLMNIdentity(mcc: mcc, mnc: mnc) }
}

extension TAI {
  var nas: FiveGSTrackingAreaIdentity { FiveGSTrackingAreaIdentity(plmn: plmn.nas, tac: tac) }
}

extension Base.SNSSAI {
  var nas: NAS.SNSSAI { NAS.SNSSAI(sst: sst, sd: sd) }
}

extension NAS.SNSSAI {
  var base: Base.SNSSAI { Base.SNSSAI(sst: sst, sd: sd) }
}

extension Base.FiveGGUTI {
  init?(_ guti: NAS.FiveGGUTI) {
    guard let plmn = guti.plmn.base else { return nil }
    self.init(
      guami: GUAMI(plmn: plmn, amfRegionID: guti.amfRegionID, amfSetID: guti.amfSetID, amfPointer: guti.amfPointer),
      fiveGTMSI: guti.fiveGTMSI)
  }

  var nas: NAS.FiveGGUTI {
    NAS.FiveGGUTI(
      plmn: guami.plmn.nas, amfRegionID: guami.amfRegionID, amfSetID: guami.amfSetID, amfPointer: guami.amfPointer, fiveGTMSI: fiveGTMSI)
  }

  /// 48 bits: AMF set, AMF pointer and 5G-TMSI.
  var fiveGSTMSIValue: UInt64 { UInt64(guami.amfSetID) << 38 | UInt64(guami.amfPointer) << 32 | UInt64(fiveGTMSI) }
}

extension FiveGSTrackingAreaIdentityList {
  /// Every single tracking area; a list of the wire has at most 16 in each part.
  var identities: [TAI] {
    parts.flatMap { part -> [TAI] in
      switch part {
      case .list(let plmn, let tacs): plmn.base.map { plmn in tacs.map { TAI(plmn: plmn, tac: $0) } } ?? []
      case .consecutive(let plmn, let first, let count):
        plmn.base.map { plmn in (0..<UInt32(max(0, min(16, count)))).map { TAI(plmn: plmn, tac: first &+ $0) } } ?? []
      case .identities(let identities): identities.compactMap { tai in tai.plmn.base.map { TAI(plmn: $0, tac: tai.tac) } }
      case .wholePLMN: []
      }
    }
  }
}
