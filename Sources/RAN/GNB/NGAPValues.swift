import Base
import NGAP
import PER
import RadioLink

/// Values of Base in the form of NGAP (TS 38.413 §9.3), and back.
extension Base.SNSSAI {
  var ngap: NGAP.SNSSAI {
    NGAP.SNSSAI(
      sst: [sst], sd: sd.map { FixedOctets(UInt64($0), count: 3) })
  }
}

extension Base.TAI {
  var ngap: NGAP.TAI { NGAP.TAI(plmnIdentity: FixedOctets(plmn.octets), tac: FixedOctets(UInt64(tac), count: 3)) }
}

extension UPTransportLayerInformation {
  init(address: IPAddress, teid: UInt32) {
    let bytes = address.octets
    self = .gtpTunnel(
      GTPTunnel(transportLayerAddress: BitString(octets: bytes, bitCount: bytes.count * 8), gtpTEID: FixedOctets(UInt64(teid), count: 4)))
  }

  /// An address of one family, or the one of `family` where both are given (TS 38.414 §5.2).
  func tunnel(sameFamilyAs family: IPAddress) -> (address: IPAddress, teid: UInt32)? {
    guard case .gtpTunnel(let tunnel) = self, tunnel.gtpTEID.count == 4 else { return nil }
    let bytes = tunnel.transportLayerAddress.octets
    let address: IPAddress?
    switch tunnel.transportLayerAddress.bitCount {
    case 32, 128: address = IPAddress(octets: bytes)
    case 160: address = family.isV4 ? IPAddress(octets: bytes.prefix(4)) : IPAddress(octets: bytes.suffix(16))
    default: address = nil
    }
    return address.map { ($0, UInt32(truncatingIfNeeded: tunnel.gtpTEID.unsignedValue)) }
  }
}

extension NGAP.FiveGSTMSI {
  /// 48 bits: AMF set, AMF pointer and 5G-TMSI.
  init(value: UInt64) {
    self.init(
      amfSetID: BitString(value >> 38 & 0x3FF, bitCount: 10), amfPointer: BitString(value >> 32 & 0x3F, bitCount: 6),
      fiveGTMSI: FixedOctets(value, count: 4))
  }

  var value: UInt64? {
    guard let set = amfSetID.unsignedValue, let pointer = amfPointer.unsignedValue, fiveGTMSI.count == 4 else { return nil }
    return set << 38 | pointer << 32 | fiveGTMSI.reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension TimeToWait {
  var duration: Duration {
    switch self {
    case .v1s: .seconds(1)
    case .v2s: .seconds(2)
    case .v5s: .seconds(5)
    case .v10s: .seconds(10)
    case .v20s: .seconds(20)
    case .v60s, .unknown: .seconds(60)
    }
  }
}

extension GNB {
  var globalRANNodeID: GlobalRANNodeID {
    let id = BitString(UInt64(configuration.gNBID), bitCount: configuration.gNBIDBits)
    return .globalGNBID(GlobalGNBID(plmnIdentity: FixedOctets(configuration.plmn.octets), gnbID: .gnbID(id)))
  }

  var supportedTAList: SupportedTAList {
    configuration.trackingAreas.map { area in
      SupportedTAItem(
        tac: FixedOctets(UInt64(area.tac), count: 3),
        broadcastPLMNList: area.plmns.map { plmn in
          BroadcastPLMNItem(
            plmnIdentity: FixedOctets(plmn.plmn.octets), taiSliceSupportList: plmn.slices.map { SliceSupportItem(sNSSAI: $0.ngap) })
        })
    }
  }

  /// Cell, tracking area and, if configured, the NTP seconds of now (TS 38.413 §9.3.1.16, §9.3.1.75).
  func userLocation(_ context: UEContext?) -> UserLocationInformation {
    let plmn = context?.selectedPLMN ?? configuration.plmn
    let tac = configuration.trackingAreas.first?.tac ?? 0
    let seconds = environment.loop.wallTime.nanosecondsSince1970 / 1_000_000_000 + 2_208_988_800
    return .userLocationInformationNR(
      UserLocationInformationNR(
        nrCGI: NRCGI(
          plmnIdentity: FixedOctets(configuration.plmn.octets), nrCellIdentity: BitString(configuration.cellIdentity, bitCount: 36)),
        tai: Base.TAI(plmn: plmn, tac: tac).ngap,
        timeStamp: configuration.sendsLocationTimestamp ? FixedOctets(UInt64(truncatingIfNeeded: seconds), count: 4) : nil))
  }
}

extension EstablishmentCause {
  var ngap: RRCEstablishmentCause {
    switch self {
    case .emergency: .emergency
    case .highPriorityAccess: .highPriorityAccess
    case .mtAccess: .mtAccess
    case .moSignalling: .moSignalling
    case .moData: .moData
    case .moVoiceCall: .moVoiceCall
    case .moVideoCall: .moVideoCall
    case .moSMS: .moSMS
    case .mpsPriorityAccess: .mpsPriorityAccess
    case .mcsPriorityAccess: .mcsPriorityAccess
    }
  }
}
