import Base
import NGAP
import PER
import RadioLink

/// Values of Base in the form of NGAP (TS 38.413 §9.3), and back.
extension Base.SNSSAI {
  var ngap: NGAP.SNSSAI {
    NGAP.SNSSAI(
      sst: [sst], sd: sd.map { [UInt8(truncatingIfNeeded: $0 >> 16), UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] })
  }
}

extension Base.TAI {
  var ngap: NGAP.TAI { NGAP.TAI(plmnIdentity: plmn.octets, tac: tacOctets(tac)) }
}

func tacOctets(_ tac: UInt32) -> [UInt8] {
  [UInt8(truncatingIfNeeded: tac >> 16), UInt8(truncatingIfNeeded: tac >> 8), UInt8(truncatingIfNeeded: tac)]
}

func octets(of value: UInt32) -> [UInt8] {
  [UInt8(truncatingIfNeeded: value >> 24), UInt8(truncatingIfNeeded: value >> 16)] + tacOctets(value & 0xFFFF).suffix(2)
}

extension UPTransportLayerInformation {
  init(address: IPAddress, teid: UInt32) {
    let bytes = address.octets
    self = .gtpTunnel(
      GTPTunnel(transportLayerAddress: BitString(octets: bytes, bitCount: bytes.count * 8), gtpTEID: octets(of: teid)))
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
    return address.map { ($0, tunnel.gtpTEID.reduce(0) { $0 << 8 | UInt32($1) }) }
  }
}

extension NGAP.FiveGSTMSI {
  /// 48 bits: AMF set, AMF pointer and 5G-TMSI.
  init(value: UInt64) {
    self.init(
      amfSetID: BitString(value >> 38 & 0x3FF, bitCount: 10), amfPointer: BitString(value >> 32 & 0x3F, bitCount: 6),
      fiveGTMSI: octets(of: UInt32(truncatingIfNeeded: value)))
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
    return .globalGNBID(GlobalGNBID(plmnIdentity: configuration.plmn.octets, gnbID: .gnbID(id)))
  }

  var supportedTAList: SupportedTAList {
    configuration.trackingAreas.map { area in
      SupportedTAItem(
        tac: tacOctets(area.tac),
        broadcastPLMNList: area.plmns.map { plmn in
          BroadcastPLMNItem(
            plmnIdentity: plmn.plmn.octets, taiSliceSupportList: plmn.slices.map { SliceSupportItem(sNSSAI: $0.ngap) })
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
        nrCGI: NRCGI(plmnIdentity: configuration.plmn.octets, nrCellIdentity: BitString(configuration.cellIdentity, bitCount: 36)),
        tai: Base.TAI(plmn: plmn, tac: tac).ngap,
        timeStamp: configuration.sendsLocationTimestamp ? octets(of: UInt32(truncatingIfNeeded: seconds)) : nil))
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
