import Base
import Security
import Storage

/// AMF, SMF, UPF and SBI.
extension ConfigurationReader {
  func amf(_ plmn: PLMNIdentity) -> AMFConfiguration {
    let section = root.section("amf")
    defer { section.finish() }
    let guami = GUAMI(
      plmn: plmn, amfRegionID: UInt8(section.integer("region", 0...255, default: 1)),
      amfSetID: UInt16(section.integer("set", 0...1023, default: 1)), amfPointer: UInt8(section.integer("pointer", 0...63, default: 0)))
    var tacs: [UInt32] = section.isPresent("tacs") ? [] : [1]
    for text in section.texts("tacs") {
      guard let tac = section.integer(text, 0...0xFFFFFF).map(UInt32.init) else { continue }
      if tac == 0 || tac == 0xFFFFFE {
        section.list.report(text.line, text.path, "\(tac) is reserved (TS 23.003 §19.4.2.3)", "use another, e.g. 1")
      }
      if tacs.contains(tac) { section.list.report(text.line, text.path, "\(tac) is listed twice", "list each TAC once") }
      tacs.append(tac)
    }
    if tacs.isEmpty { section.report("tacs", "has no tracking area", "write e.g. tacs: [1]") }
    let name = section.string("name", default: "vitrum-amf")
    if !(1...150).contains(name.utf8.count) { section.report("name", "has \(name.utf8.count) octets", "use 1 to 150") }
    let names = section.section("networkName")
    let networkName = NetworkName(
      full: names.string("full", default: "Vitrum", isEmptyAllowed: true),
      short: names.string("short", default: "Vitrum", isEmptyAllowed: true))
    names.finish()
    let port = UInt16(section.integer("n2Port", 1...65535, default: 38412))
    return AMFConfiguration(
      name: name, guami: guami, tais: tacs.map { TAI(plmn: plmn, tac: $0) },
      relativeCapacity: UInt8(section.integer("relativeCapacity", 0...255, default: 255)),
      n2: section.socketAddress("n2", port: port, default: Self.coreAddress),
      n2UDPEncapsulationPort: section.isPresent("n2UDPPort") ? UInt16(section.integer("n2UDPPort", 1...65535, default: 9899)) : nil,
      security: security(section.section("security")), timers: timers(section.section("timers")), networkName: networkName,
      imsVoiceOverPS: section.bool("imsVoiceOverPS", default: false))
  }

  /// 10.99.0.1, the default of N2 and N3.
  private static var coreAddress: IPAddress { .v4(0x0A63_0001) }

  private func security(_ section: YAMLSection) -> NASSecurityConfiguration {
    defer { section.finish() }
    func algorithms<T: CaseIterable & Hashable>(_ key: String, _ standard: [T]) -> [T] {
      guard section.isPresent(key) else { return standard }
      let names = T.allCases.map { "\($0)".uppercased() }
      var chosen: [T] = []
      for text in section.texts(key) {
        guard let algorithm = T.allCases.first(where: { "\($0)".uppercased() == text.text.uppercased() }) else {
          section.list.report(text.line, text.path, "\"\(text.text)\" is unknown", NearestName.remedy(for: text.text, among: names))
          continue
        }
        if chosen.contains(algorithm) { section.list.report(text.line, text.path, "\(text.text) is listed twice", "list it once") }
        chosen.append(algorithm)
      }
      if chosen.isEmpty { section.report(key, "has no algorithm", "list e.g. \(names.dropFirst().joined(separator: ", "))") }
      return chosen
    }
    let ciphering: [CipheringAlgorithm] = algorithms("ciphering", [.nea2, .nea1, .nea3, .nea0])
    let integrity: [IntegrityAlgorithm] = algorithms("integrity", [.nia2, .nia1, .nia3])
    let allowNull = section.bool("allowNullIntegrity", default: false)
    if integrity.contains(.nia0), !allowNull {
      section.report(
        "integrity", "NIA0 leaves signalling unprotected (TS 33.501 §5.5.2)",
        "remove it; for unauthenticated emergency calls only, set allowNullIntegrity: true")
    }
    return NASSecurityConfiguration(ciphering: ciphering, integrity: integrity, allowNullIntegrity: allowNull)
  }

  private func timers(_ section: YAMLSection) -> AMFTimers {
    defer { section.finish() }
    // Longer than what GPRS timer 3 (T3512) and GPRS timer 2 (T3502) can carry is of no use.
    let t3512 = section.seconds("t3512", 2...35_712_000, default: 3240)
    func guardTimer(_ key: String) -> Int { section.seconds(key, 1...3600, default: 6) }
    let mobileReachable = section.seconds("mobileReachable", 1...40_000_000, default: t3512 + 240)
    if mobileReachable <= t3512 {
      section.report("mobileReachable", "is not longer than t3512 (\(t3512) s)", "use t3512 and 4 minutes (TS 24.501 §5.3.7)")
    }
    return AMFTimers(
      t3502Seconds: section.seconds("t3502", 2...11_160, default: 720), t3512Seconds: t3512,
      t3513Seconds: section.seconds("t3513", 1...3600, default: 2), t3522Seconds: guardTimer("t3522"), t3550Seconds: guardTimer("t3550"),
      t3555Seconds: guardTimer("t3555"), t3560Seconds: guardTimer("t3560"), t3565Seconds: guardTimer("t3565"),
      t3570Seconds: guardTimer("t3570"), mobileReachableSeconds: mobileReachable,
      implicitDeregistrationSeconds: section.seconds("implicitDeregistration", 1...40_000_000, default: 240),
      signallingReleaseSeconds: section.seconds("signallingRelease", 0...3600, default: 10))
  }

  func dataNetworks(_ section: YAMLSection, _ slices: [SNSSAI]) -> [DataNetworkConfiguration] {
    guard section.isPresent("dnns") else {
      return [
        DataNetworkConfiguration(
          dnn: "internet", slices: slices, ipv4Pool: Self.prefix(0x0A2D_0000, 16), ipv6Pool: Self.defaultIPv6Pool,
          dnsServers: Self.defaultDNSServers, mtu: 1400, sessionAMBR: .oneGigabit)
      ]
    }
    var networks: [DataNetworkConfiguration] = []
    for item in section.sections("dnns") {
      let network = dataNetwork(item, slices)
      for other in networks {
        let sharesSlice = network.slices.contains { other.slices.contains($0) }
        if sharesSlice, other.dnn.lowercased() == network.dnn.lowercased() {
          item.report("name", "\"\(network.dnn)\" is defined twice for a slice", "list each DNN once, with all its slices")
        }
        if let own = network.ipv4Pool, let pool = other.ipv4Pool, own.overlaps(pool) {
          item.report("ipv4Pool", "\(own) overlaps \(pool) of \(other.dnn)", "give each DNN its own pool")
        }
        if let own = network.ipv6Pool, let pool = other.ipv6Pool, own.overlaps(pool) {
          item.report("ipv6Pool", "\(own) overlaps \(pool) of \(other.dnn)", "give each DNN its own pool")
        }
      }
      networks.append(network)
    }
    if networks.isEmpty { section.report("dnns", "has no data network", "write e.g. - name: internet") }
    return networks
  }

  /// 2001:db8:45::/48, of the documentation range.
  private static var defaultIPv6Pool: IPPrefix? { IPPrefix.network(of: .v6(0x2001_0DB8_0045 << 80), length: 48) }
  /// 1.1.1.1 and 2606:4700:4700::1111.
  private static var defaultDNSServers: [IPAddress] { ["1.1.1.1", "2606:4700:4700::1111"].compactMap { IPAddress($0) } }

  private func dataNetwork(_ section: YAMLSection, _ slices: [SNSSAI]) -> DataNetworkConfiguration {
    defer { section.finish() }
    let dnn = section.string("name", default: "internet")
    if !section.isPresent("name") { section.report("name", "is missing", "write e.g. name: internet") }
    if !SubscribedDataNetwork.isDNN(dnn) {
      section.report("name", "\"\(dnn)\" is not a DNN", "use letters, digits, hyphens and dots, e.g. internet (TS 23.003 §9.1)")
    }
    var served: [SNSSAI] = section.isPresent("slices") ? [] : slices
    for text in section.texts("slices") {
      guard let slice = SNSSAI(text.text) else {
        section.list.report(text.line, text.path, "\"\(text.text)\" is not a slice", "write SST or SST-SD, e.g. 1 or 1-000001")
        continue
      }
      if !slices.contains(slice) {
        section.list.report(
          text.line, text.path, "slice \(slice) is not in slices", NearestName.remedy(for: "\(slice)", among: slices.map(\.description)))
      }
      served.append(slice)
    }
    let ipv4 = section.prefix("ipv4Pool", isIPv4: true, example: "10.45.0.0/16")
    let ipv6 = section.prefix("ipv6Pool", isIPv4: false, example: "2001:db8:45::/48")
    if !section.isPresent("ipv4Pool"), !section.isPresent("ipv6Pool") {
      section.report("ipv4Pool", "neither ipv4Pool nor ipv6Pool is given", "write e.g. ipv4Pool: 10.45.0.0/16")
    }
    if let ipv4, ipv4.length > 29 { section.report("ipv4Pool", "\(ipv4) has too few addresses", "use /29 or shorter") }
    if let ipv6, ipv6.length > 64 { section.report("ipv6Pool", "\(ipv6) has no /64 for a session", "use /64 or shorter") }
    let dns = section.isPresent("dns") ? section.texts("dns").compactMap(section.address) : Self.defaultDNSServers
    let ambr = section.section("sessionAMBR")
    let rates = AggregateBitRate(
      uplink: ambr.bitRate("uplink", default: AggregateBitRate.oneGigabit.uplink),
      downlink: ambr.bitRate("downlink", default: AggregateBitRate.oneGigabit.downlink))
    ambr.finish()
    return DataNetworkConfiguration(
      dnn: dnn, slices: served, ipv4Pool: ipv4, ipv6Pool: ipv6, dnsServers: dns,
      mtu: section.integer("mtu", 1280...65535, default: 1400), sessionAMBR: rates)
  }

  func smf(_ section: YAMLSection, _ n4: SocketAddress, _ upfN4: SocketAddress, _ networks: [DataNetworkConfiguration])
    -> SMFConfiguration
  {
    let timers = section.section("timers")
    func seconds(_ key: String) -> Int { timers.seconds(key, 1...3600, default: key == "t3593" ? 60 : key == "t3590" ? 15 : 16) }
    let read = SMFTimers(
      t3590Seconds: seconds("t3590"), t3591Seconds: seconds("t3591"), t3592Seconds: seconds("t3592"), t3593Seconds: seconds("t3593"))
    timers.finish()
    let upfs =
      section.isPresent("upfs")
      ? section.texts("upfs").compactMap(section.address).map { SocketAddress($0, port: 8805) } : [upfN4]
    if upfs.isEmpty { section.report("upfs", "has no UPF", "list the N4 address of each, e.g. [127.0.0.6]") }
    section.finish()
    return SMFConfiguration(n4: n4, upfs: upfs, dataNetworks: networks, timers: read)
  }

  func upf(_ section: YAMLSection, _ networks: [DataNetworkConfiguration], _ smfN4: IPAddress) -> UPFConfiguration {
    let n6 = section.section("n6")
    let tun = n6.string("tun", default: "vitrum0")
    if !(1...15).contains(tun.utf8.count) || tun.contains("/") || tun.contains(" ") {
      n6.report("tun", "\"\(tun)\" is not a name of an interface", "use at most 15 characters, e.g. vitrum0")
    }
    var served = networks
    if n6.isPresent("dnns") {
      served = []
      for text in n6.texts("dnns") {
        let matches = networks.filter { $0.dnn.lowercased() == text.text.lowercased() }
        if matches.isEmpty {
          n6.list.report(
            text.line, text.path, "\"\(text.text)\" is not in smf.dnns", NearestName.remedy(for: text.text, among: networks.map(\.dnn)))
        }
        if served.contains(where: { $0.dnn.lowercased() == text.text.lowercased() }) {
          n6.list.report(text.line, text.path, "\"\(text.text)\" is listed twice", "list it once")
        }
        served += matches
      }
      if served.isEmpty { n6.report("dnns", "has no data network", "list e.g. [internet], or leave it out to serve all") }
    }
    let nat = n6.bool("nat", default: false)
    n6.finish()
    let n3 = section.socketAddress("n3", port: 2152, default: Self.coreAddress)
    let n4 = section.socketAddress("n4", port: 8805, default: .v4(0x7F00_0006))
    let smfs = section.isPresent("smfs") ? section.texts("smfs").compactMap(section.address) : [smfN4]
    for network in networks {
      if let pool = network.ipv4Pool, pool.contains(n3.ip) {
        section.report("n3", "\(n3.ip) is inside the pool \(pool) of \(network.dnn)", "use an address outside the UEs' pools")
      }
    }
    section.finish()
    return UPFConfiguration(
      n3: n3, n4: n4, smfs: smfs,
      n6: N6Configuration(
        tun: tun, nat: nat, dnns: served.map { N6DataNetwork(dnn: $0.dnn, pools: [$0.ipv4Pool, $0.ipv6Pool].compactMap { $0 }) }))
  }

  func sbi() -> SBIConfiguration {
    let section = root.section("sbi")
    defer { section.finish() }
    let scheme: SBIConfiguration.Scheme = section.choice("scheme", default: .http)
    let tls = self.tls(section, scheme)
    let listen = section.section("listen")
    var listeners: [SocketAddress] = []
    for (index, function) in ServiceFunction.allCases.enumerated() {
      let standard = SocketAddress(.v4(0x7F00_000A + UInt32(index)), port: 7777)
      let text = listen.text(function.rawValue)
      let address = text.flatMap { listen.endpoint($0, defaultPort: 7777) } ?? standard
      if !address.ip.isLoopback, tls?.isMutual != true {
        listen.report(
          function.rawValue, "\(address) can be reached from outside without mutual TLS",
          "use a loopback address, or scheme: https with tls: {certificate, key, authority}")
      }
      if let other = listeners.firstIndex(of: address) {
        listen.report(function.rawValue, "\(address) is also used by \(ServiceFunction.allCases[other].rawValue)", "use another port")
      }
      listeners.append(address)
    }
    listen.finish()
    let nrf = root.section("nrf")
    var uri = "\(scheme.rawValue)://\(listeners.first ?? SocketAddress(.v4(0x7F00_000A), port: 7777))"
    if let text = nrf.text("uri") {
      let parts = text.text.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count == 3, parts[0] == "http:" || parts[0] == "https:", parts[1].isEmpty, !parts[2].isEmpty {
        if parts[0] != "\(scheme.rawValue):" { nrf.report("uri", "\"\(text.text)\" does not have sbi.scheme", "use \(scheme.rawValue)://") }
        uri = text.text
      } else {
        nrf.report("uri", "\"\(text.text)\" is not an API root", "use e.g. http://127.0.0.10:7777")
      }
    }
    nrf.finish()
    return SBIConfiguration(scheme: scheme, tls: tls, listeners: listeners, nrfURI: uri)
  }

  private func tls(_ section: YAMLSection, _ scheme: SBIConfiguration.Scheme) -> SBIConfiguration.TLS? {
    let tls = section.section("tls")
    defer { tls.finish() }
    let paths = ["certificate", "key", "authority"].map { key in tls.text(key).map { resolve($0.text) } }
    let isMutual = tls.bool("mutual", default: true)
    guard section.isPresent("tls") else {
      if scheme == .https { section.report("tls", "is missing", "https needs tls: {certificate: FILE, key: FILE, authority: FILE}") }
      return nil
    }
    for (key, path) in zip(["certificate", "key", "authority"], paths) where path == nil && !tls.isPresent(key) {
      tls.report(key, "is missing", "name a PEM file")
    }
    guard scheme == .https else {
      section.report("tls", "is given but scheme is http", "write scheme: https, or remove tls")
      return nil
    }
    guard let certificate = paths[0], let key = paths[1], let authority = paths[2] else { return nil }
    return SBIConfiguration.TLS(certificatePath: certificate, privateKeyPath: key, authorityPath: authority, isMutual: isMutual)
  }
}
