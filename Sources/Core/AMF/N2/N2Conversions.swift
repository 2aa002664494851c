import Base
import NGAP
import PER

extension Base.TAI {
  /// - Returns: `nil` when the PLMN identity is no digits.
  init?(_ tai: NGAP.TAI) {
    guard let plmn = Base.PLMNIdentity(octets: tai.plmnIdentity), tai.tac.count == 3 else { return nil }
    self.init(plmn: plmn, tac: UInt32(truncatingIfNeeded: tai.tac.unsignedValue))
  }

  var ngap: NGAP.TAI {
    NGAP.TAI(
      plmnIdentity: FixedOctets(plmn.octets), tac: FixedOctets(UInt64(tac), count: 3))
  }
}

extension Base.SNSSAI {
  init?(_ slice: NGAP.SNSSAI) {
    guard let sst = slice.sst.first, slice.sd.map({ $0.count == 3 }) ?? true else { return nil }
    self.init(sst: sst, sd: slice.sd.map { UInt32(truncatingIfNeeded: $0.unsignedValue) })
  }

  var ngap: NGAP.SNSSAI {
    NGAP.SNSSAI(
      sst: [sst], sd: sd.map { FixedOctets(UInt64($0), count: 3) })
  }
}

extension Base.GUAMI {
  var ngap: NGAP.GUAMI {
    NGAP.GUAMI(
      plmnIdentity: FixedOctets(plmn.octets), amfRegionID: BitString(UInt64(amfRegionID), bitCount: 8),
      amfSetID: BitString(UInt64(amfSetID), bitCount: 10),
      amfPointer: BitString(UInt64(amfPointer), bitCount: 6))
  }
}

extension Base.FiveGGUTI {
  /// The 5G-S-TMSI (TS 38.413 §9.3.3.20).
  var ngapFiveGSTMSI: NGAP.FiveGSTMSI {
    NGAP.FiveGSTMSI(
      amfSetID: BitString(UInt64(guami.amfSetID), bitCount: 10), amfPointer: BitString(UInt64(guami.amfPointer), bitCount: 6),
      fiveGTMSI: FixedOctets(UInt64(fiveGTMSI), count: 4))
  }
}

/// Where a UE is, from User Location Information NR (TS 38.413 §9.3.1.16).
struct N2UserLocation {
  var tai: Base.TAI
  /// 36 bits.
  var nrCellIdentity: UInt64
  var octets: [UInt8]

  /// - Returns: `nil` for any other access than NR, or identities that are none.
  init?(_ information: UserLocationInformation) {
    guard case .userLocationInformationNR(let nr) = information, let tai = Base.TAI(nr.tai),
      Base.PLMNIdentity(octets: nr.nrCGI.plmnIdentity) != nil, let cell = nr.nrCGI.nrCellIdentity.unsignedValue,
      let octets = try? information.encode()
    else { return nil }
    self.tai = tai
    nrCellIdentity = cell
    self.octets = octets
  }
}

extension NGAP.UESecurityCapabilities {
  /// From the NAS IE (TS 24.501 §9.11.3.54): octets of EA, IA and, when present, EEA, EIA. NGAP's bits begin with
  /// algorithm 1 and have none for the null algorithm (TS 38.413 §9.3.1.86).
  init(nas octets: [UInt8]) {
    func bits(_ index: Int) -> BitString { BitString(octets: [index < octets.count ? octets[index] << 1 : 0, 0], bitCount: 16) }
    self.init(
      nRencryptionAlgorithms: bits(0), nRintegrityProtectionAlgorithms: bits(1), eutrAencryptionAlgorithms: bits(2),
      eutrAintegrityProtectionAlgorithms: bits(3))
  }
}

/// The Masked IMEISV IE (TS 38.413 §9.3.1.54): sixteen digits of four bits, the last four of the serial number all ones.
func maskedIMEISV(pei: String?) -> MaskedIMEISV? {
  guard let pei, pei.hasPrefix("imeisv-") else { return nil }
  let digits = pei.utf8.dropFirst(7).map { $0 }
  guard digits.count == 16, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
  let value = digits.enumerated().reduce(UInt64(0)) { $0 << 4 | ((10...13).contains($1.offset) ? 15 : UInt64($1.element & 15)) }
  return BitString(value, bitCount: 64)
}
