import Base
import NAS

extension NAS.FiveGGUTI {
  init(_ guti: Base.FiveGGUTI) {
    self.init(
      plmn: NAS.PLMNIdentity(guti.guami.plmn), amfRegionID: guti.guami.amfRegionID, amfSetID: guti.guami.amfSetID,
      amfPointer: guti.guami.amfPointer, fiveGTMSI: guti.fiveGTMSI)
  }
}

extension NAS.PLMNIdentity {
  init(_ plmn: Base.PLMNIdentity) { self.init(mcc: plmn.mcc, mnc: plmn.mnc) }
}

extension FiveGSTrackingAreaIdentity {
  init(_ tai: TAI) { self.init(plmn: NAS.PLMNIdentity(tai.plmn), tac: tai.tac) }
}
