import Base
import Foundation
import Security
import Storage
import Testing

@testable import Configuration

@Suite struct ConfigurationTests {
  @Test func `an empty file gives a working network 999-70 with TAC 1, slice 1 and DNN internet`() throws {
    let configuration = try Configuration.parse(text: "", fileName: "vitrum.yaml")
    #expect(configuration.plmn == PLMNIdentity(mcc: "999", mnc: "70"))
    #expect(configuration.amf.tais.map(\.tac) == [1])
    #expect(configuration.slices == [SNSSAI(sst: 1)])
    #expect(configuration.amf.n2.description == "10.99.0.1:38412")
    #expect(configuration.amf.security.ciphering == [.nea2, .nea1, .nea3, .nea0])
    #expect(configuration.amf.security.integrity == [.nia2, .nia1, .nia3])
    #expect(configuration.amf.timers.t3512Seconds == 3240)
    #expect(configuration.amf.timers.mobileReachableSeconds == 3480)
    #expect(configuration.smf.dataNetworks.map(\.dnn) == ["internet"])
    #expect(configuration.smf.upfs == [configuration.upf.n4])
    #expect(configuration.upf.smfs == [configuration.smf.n4.ip])
    #expect(configuration.upf.n6.dnns.first?.pools.map(\.description) == ["10.45.0.0/16", "2001:db8:45::/48"])
    #expect(configuration.sbi.apiRoot(of: .amf) == "http://127.0.0.16:7777")
    #expect(configuration.sbi.nrfURI == "http://127.0.0.10:7777")
    #expect(configuration.demo.supi == "imsi-999700000000001")
  }

  @Test func `the reference is a valid file and says the defaults`() throws {
    #expect(
      try Configuration.parse(text: Configuration.reference, fileName: "r.yaml") == Configuration.parse(text: "", fileName: "r.yaml"))
  }

  @Test func `the shipped file has at most 60 lines, is valid and differs from the defaults only by a SUCI key`() throws {
    var root = URL(fileURLWithPath: #filePath)
    while root.path != "/", !FileManager.default.fileExists(atPath: root.appendingPathComponent("vitrum.yaml").path) {
      root.deleteLastPathComponent()
    }
    let path = root.appendingPathComponent("vitrum.yaml").path
    var configuration = try Configuration.load(path: path)
    #expect(configuration.udm.suciProfiles.map(\.scheme) == [.profileA])
    #expect(configuration.udm.suciProfiles.first?.privateKey == .file(path: root.appendingPathComponent("var/suci-1.key").path))
    configuration.udm.suciProfiles = []
    #expect(try configuration == Configuration.parse(text: "", fileName: path))
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).count - 1
    #expect(lines <= 60)
  }

  @Test func `an empty network name and a signalling connection without end can be chosen`() throws {
    let text = "amf: {networkName: {full: \"\", short: \"\"}, timers: {signallingRelease: 0s}}"
    let configuration = try Configuration.parse(text: text, fileName: "v")
    #expect(configuration.amf.networkName == NetworkName(full: "", short: ""))
    #expect(configuration.amf.timers.signallingReleaseSeconds == 0)
    #expect(try Configuration.parse(text: "", fileName: "v").amf.timers.signallingReleaseSeconds == 10)
    #expect(throws: ConfigurationError.self) { try Configuration.parse(text: "amf: {networkName: {full: }}", fileName: "v") }
  }

  @Test func `relative paths belong to the file's folder`() throws {
    let configuration = try Configuration.parse(text: "storage: {path: a.sqlite, keyFile: /k}", fileName: "/etc/vitrum/v.yaml")
    #expect(configuration.storage == StorageConfiguration(path: "/etc/vitrum/a.sqlite", keyPath: "/k"))
  }

  @Test func `a private key in the file is a secret`() throws {
    let key = String(repeating: "5a", count: 32)
    let configuration = try Configuration.parse(text: "udm: {suciProfiles: [{id: 2, profile: B, key: \(key)}]}", fileName: "v")
    #expect(configuration.udm.suciProfiles.first?.privateKey == .value(SecretBytes(Array(repeating: 0x5A, count: 32))))
    #expect(!"\(configuration)".contains(key) && !"\(configuration)".contains("90, 90"))
  }

  @Test func `several DNNs, slices and TLS are read`() throws {
    let configuration = try Configuration.parse(
      text: """
        slices: [{sst: 1}, {sst: 2, sd: 00000A}]
        smf:
          dnns:
            - {name: internet, slices: [1], ipv4Pool: 10.45.0.0/16, sessionAMBR: {uplink: 10 Mbps, downlink: 20 Mbps}}
            - {name: iot.example, slices: [2-00000a], ipv6Pool: "2001:db8:46::/48", dns: [], mtu: 1500}
        upf: {n6: {nat: yes, dnns: [iot.example]}}
        amf: {tacs: [1, 2], timers: {t3512: 1h, t3550: 3}}
        sbi:
          scheme: https
          tls: {certificate: c.pem, key: k.pem, authority: a.pem}
          listen: {amf: 192.0.2.1:443, smf: "[2001:db8::1]:443"}
        """, fileName: "v.yaml")
    #expect(configuration.smf.dataNetwork("IoT.example", in: SNSSAI(sst: 2, sd: 10))?.mtu == 1500)
    #expect(configuration.smf.dataNetwork("internet", in: SNSSAI(sst: 2, sd: 10)) == nil)
    #expect(configuration.smf.dataNetworks[0].sessionAMBR.downlink.bitsPerSecond == 20_000_000)
    #expect(configuration.upf.n6.nat && configuration.upf.n6.dnns.map(\.dnn) == ["iot.example"])
    #expect(configuration.amf.timers.t3512Seconds == 3600 && configuration.amf.timers.t3550Seconds == 3)
    #expect(configuration.amf.timers.mobileReachableSeconds == 3840)
    #expect(configuration.sbi.apiRoot(of: .smf) == "https://[2001:db8::1]:443")
    #expect(configuration.sbi.tls?.isMutual == true)
    #expect(configuration.sbi.nrfURI == "https://127.0.0.10:7777")
  }
}
