import AMF
import AUSF
import Base
import Configuration
import Discovery
import NSSF
import PCF
import PFCP
import Runtime
import SMF
import Security
import UDM
import UDR
import UPF

/// The operator's configuration in the terms of each network function.
extension Configuration {
  func amfSettings() -> AMF::AMFConfiguration {
    var timers = AMF::AMFConfiguration.Timers()
    timers.t3502 = .seconds(amf.timers.t3502Seconds)
    timers.t3512 = .seconds(amf.timers.t3512Seconds)
    timers.t3513 = .seconds(amf.timers.t3513Seconds)
    timers.t3522 = .seconds(amf.timers.t3522Seconds)
    timers.t3550 = .seconds(amf.timers.t3550Seconds)
    timers.t3555 = .seconds(amf.timers.t3555Seconds)
    timers.t3560 = .seconds(amf.timers.t3560Seconds)
    timers.t3565 = .seconds(amf.timers.t3565Seconds)
    timers.t3570 = .seconds(amf.timers.t3570Seconds)
    timers.mobileReachableMargin = .seconds(max(0, amf.timers.mobileReachableSeconds - amf.timers.t3512Seconds))
    timers.implicitDeregistration = .seconds(amf.timers.implicitDeregistrationSeconds)
    timers.signallingRelease = .seconds(amf.timers.signallingReleaseSeconds)
    return AMF::AMFConfiguration(
      name: amf.name, guami: amf.guami, relativeCapacity: amf.relativeCapacity, servedTAIs: amf.tais, supportedSlices: slices,
      cipheringPreference: amf.security.ciphering.map(\.rawValue), integrityPreference: amf.security.integrity.map(\.rawValue),
      allowsNullIntegrity: amf.security.allowNullIntegrity, networkFullName: amf.networkName.full, networkShortName: amf.networkName.short,
      supportsIMSVoiceOverPS: amf.imsVoiceOverPS, timers: timers)
  }

  func smfSettings() -> SMF::SMFConfiguration {
    let dnns = upf.n6.dnns.map(\.dnn)
    var settings = SMF::SMFConfiguration(
      plmn: plmn, n4Address: smf.n4.ip, n4uAddress: smf.n4.ip,
      upfs: smf.upfs.map { .init(name: "upf-\($0.ip)", address: $0, dnns: $0 == upf.n4 ? dnns : nil) },
      dataNetworks: smf.dataNetworks.map { network in
        .init(
          dnn: network.dnn, slices: network.slices, ipv4Pool: network.ipv4Pool, ipv6Pool: network.ipv6Pool, dnsServers: network.dnsServers,
          mtu: UInt16(clamping: network.mtu),
          defaultQoS: SessionQoS(
            uplinkAMBR: network.sessionAMBR.uplink.bitsPerSecond, downlinkAMBR: network.sessionAMBR.downlink.bitsPerSecond,
            fiveQI: pcf.fiveQI, arpPriority: pcf.arpPriorityLevel))
      })
    settings.timers.t3591 = .seconds(smf.timers.t3591Seconds)
    settings.timers.t3592 = .seconds(smf.timers.t3592Seconds)
    return settings
  }

  /// - Parameter loop: tells when the function starts.
  func upfSettings(loop: any Loop) -> UPF::UPFConfiguration {
    UPF::UPFConfiguration(
      nodeID: Self.nodeID(upf.n4.ip), n4Address: upf.n4.ip, n3Address: upf.n3.ip, controlPlanePeers: upf.smfs,
      recoveryTimeStamp: UInt32(truncatingIfNeeded: loop.wallTime.nanosecondsSince1970 / 1_000_000_000 &+ 2_208_988_800),
      startedAt: loop.now)
  }

  private static func nodeID(_ address: IPAddress) -> NodeID {
    switch address {
    case .v4(let value): .ipv4(IPv4Address(rawValue: value))
    case .v6(let value):
      .ipv6(IPv6Address(prefix: UInt64(truncatingIfNeeded: value >> 64), interfaceIdentifier: UInt64(truncatingIfNeeded: value)))
    }
  }

  func pcfSettings() -> PCF::PCFConfiguration {
    PCF::PCFConfiguration(defaultFiveQI: pcf.fiveQI, defaultPriorityLevel: pcf.arpPriorityLevel, rfsp: pcf.rfsp)
  }

  func nssfSettings() -> NSSF::NSSFConfiguration {
    NSSF::NSSFConfiguration(plmn: plmn, slices: slices.map { NetworkSlice(sNSSAI: $0, nrf: sbi.nrfURI) })
  }

  func ausfSettings(instanceID: String) -> AUSF::AUSFConfiguration {
    AUSF::AUSFConfiguration(nfInstanceID: instanceID, servingNetworks: [plmn])
  }

  func udmSettings(instanceID: String, keyProtection: any SecretSealer, keys: [HomeNetworkPrivateKey]) -> UDM::UDMConfiguration {
    UDM::UDMConfiguration(homePLMN: plmn, nfInstanceID: instanceID, keyProtection: keyProtection, homeNetworkKeys: keys)
  }

  /// What the SMF serves, for those who look for one.
  var servedDataNetworks: [LocalFunction.DataNetwork] {
    smf.dataNetworks.flatMap { network in network.slices.map { .init(dnn: network.dnn, sNSSAI: $0) } }
  }
}

/// NF instance identities (TS 29.571): random UUIDs of version 4.
enum InstanceID {
  static func make(_ random: any RandomSource) -> String {
    var octets = random.bytes(16)
    octets[6] = octets[6] & 0x0F | 0x40
    octets[8] = octets[8] & 0x3F | 0x80
    let text = Hex.encode(octets)
    var parts: [Substring] = []
    var rest = text[...]
    for count in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return parts.joined(separator: "-")
  }
}
