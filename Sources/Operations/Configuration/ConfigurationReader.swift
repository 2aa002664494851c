import Base
import Foundation
import Security
import Storage

extension Configuration {
  /// The largest file that is read, in octets.
  static let maximumFileOctets = 1 << 20

  /// Reads and checks the file at `path`; relative paths in it are relative to its folder.
  public static func load(path: String) throws(ConfigurationError) -> Configuration {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .invalid([
        ConfigurationProblem(
          file: path, line: 0, path: "", message: "cannot be read",
          remedy: FileManager.default.fileExists(atPath: path)
            ? "check that it is a file and that you may read it" : "there is no such file; name one with --config")
      ])
    }
    guard data.count <= maximumFileOctets, let text = String(validating: data, as: UTF8.self) else {
      throw .invalid([
        ConfigurationProblem(
          file: path, line: 0, path: "", message: data.count > maximumFileOctets ? "is larger than 1 MiB" : "is not UTF-8 text",
          remedy: "name a YAML file like the vitrum.yaml that comes with Vitrum")
      ])
    }
    return try parse(text: text, fileName: path)
  }

  /// Checks `text`; `fileName` stands in the mistakes, and relative paths are relative to its folder.
  public static func parse(text: String, fileName: String) throws(ConfigurationError) -> Configuration {
    let list = ProblemList(file: fileName)
    guard let root = YAMLDocument.root(of: text, list: list) else { throw .invalid(list.problems) }
    let configuration = ConfigurationReader(YAMLSection(root, path: "", line: 1, list: list), fileName: fileName).configuration()
    guard list.problems.isEmpty else {
      // A stable order: by line, then as found.
      throw .invalid(list.problems.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element))
    }
    return configuration
  }
}

/// Reads the sections of the document in the order of ``Configuration``.
struct ConfigurationReader {
  let root: YAMLSection
  let fileName: String

  init(_ root: YAMLSection, fileName: String) {
    self.root = root
    self.fileName = fileName
  }

  func configuration() -> Configuration {
    let plmn = self.plmn()
    let slices = self.slices()
    let amf = self.amf(plmn)
    let smfSection = root.section("smf")
    let upfSection = root.section("upf")
    let dataNetworks = self.dataNetworks(smfSection, slices)
    let smfN4 = smfSection.socketAddress("n4", port: 8805, default: .v4(0x7F00_0005))
    let upf = self.upf(upfSection, dataNetworks, smfN4.ip)
    let smf = self.smf(smfSection, smfN4, upf.n4, dataNetworks)
    let configuration = Configuration(
      plmn: plmn, slices: slices, amf: amf, smf: smf, upf: upf, pcf: pcf(), udm: udm(), sbi: sbi(), storage: storage(),
      management: management(), logging: logging(), demo: demo(plmn, dataNetworks))
    if smf.n4.ip == upf.n4.ip {
      upfSection.report("n4", "\(upf.n4.ip) is also smf.n4, and both use UDP port 8805", "give them different addresses")
    }
    root.finish()
    return configuration
  }

  private func plmn() -> PLMNIdentity {
    let section = root.section("plmn")
    let mcc = section.string("mcc", default: "999")
    let mnc = section.string("mnc", default: "70")
    section.finish()
    func isDigits(_ text: String, _ counts: ClosedRange<Int>) -> Bool {
      counts.contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    if !isDigits(mcc, 3...3) { section.report("mcc", "\"\(mcc)\" is not 3 digits", "use e.g. \"999\"") }
    if !isDigits(mnc, 2...3) { section.report("mnc", "\"\(mnc)\" is not 2 or 3 digits", "use e.g. \"70\"") }
    return PLMNIdentity(mcc: mcc, mnc: mnc) ?? Self.testPLMN
  }

  /// Stands in where the file has a mistake; such a configuration is never handed out.
  private static var testPLMN: PLMNIdentity {
    guard let plmn = PLMNIdentity(mcc: "999", mnc: "70") else { preconditionFailure("999-70 is a PLMN") }
    return plmn
  }

  private func slices() -> [SNSSAI] {
    guard root.isPresent("slices") else { return [SNSSAI(sst: 1)] }
    var slices: [SNSSAI] = []
    for section in root.sections("slices") {
      let sst = section.integer("sst", 0...255, default: 1)
      if !section.isPresent("sst") { section.report("sst", "is missing", "write e.g. sst: 1") }
      var sd: UInt32?
      if let text = section.text("sd") {
        sd = SNSSAI.differentiator(text.text)
        if sd == nil { section.report("sd", "\"\(text.text)\" is not 6 hexadecimal digits", "use e.g. \"000001\", or leave it out") }
      }
      section.finish()
      let slice = SNSSAI(sst: UInt8(sst), sd: sd)
      if slices.contains(slice) {
        root.list.report(section.line, section.path, "slice \(slice) is listed twice", "list each slice once")
      }
      slices.append(slice)
    }
    if slices.isEmpty { root.report("slices", "has no slice", "write e.g. slices: [{sst: 1}]") }
    if slices.count > 1024 { root.report("slices", "has more than 1024 slices", "TS 38.413 allows 1024") }
    return slices
  }

  private func pcf() -> PCFConfiguration {
    let section = root.section("pcf")
    defer { section.finish() }
    return PCFConfiguration(
      fiveQI: UInt8(section.integer("fiveQI", 1...255, default: 9)),
      arpPriorityLevel: UInt8(section.integer("arpPriorityLevel", 1...15, default: 8)),
      rfsp: section.isPresent("rfsp") ? section.integer("rfsp", 1...256, default: 1) : nil)
  }

  private func udm() -> UDMConfiguration {
    let section = root.section("udm")
    defer { section.finish() }
    var profiles: [SUCIProfileConfiguration] = []
    for item in section.sections("suciProfiles") {
      let id = UInt8(item.integer("id", 0...255, default: 0))
      if !item.isPresent("id") { item.report("id", "is missing", "write the home network public key identifier, e.g. id: 1") }
      if profiles.contains(where: { $0.id == id }) { item.report("id", "\(id) is used twice", "give each key its own id") }
      let scheme = scheme(item)
      if let key = privateKey(item) { profiles.append(SUCIProfileConfiguration(id: id, scheme: scheme, privateKey: key)) }
      item.finish()
    }
    return UDMConfiguration(suciProfiles: profiles)
  }

  private func scheme(_ section: YAMLSection) -> ProtectionScheme {
    guard let text = section.text("profile") else {
      if !section.isPresent("profile") { section.report("profile", "is missing", "write profile: A (X25519) or B (P-256)") }
      return .profileA
    }
    switch text.text.uppercased() {
    case "A": return .profileA
    case "B": return .profileB
    default:
      section.report("profile", "\"\(text.text)\" is no SUCI profile", "use A (X25519) or B (P-256)")
      return .profileA
    }
  }

  private func privateKey(_ section: YAMLSection) -> SUCIProfileConfiguration.Key? {
    let file = section.text("keyFile")
    let value = section.text("key")
    if file != nil, value != nil { section.report("key", "is given besides keyFile", "keep one of them") }
    if let file { return .file(path: resolve(file.text)) }
    guard let value else {
      if !section.isPresent("keyFile"), !section.isPresent("key") {
        section.report("keyFile", "is missing", "write keyFile: PATH, or key: with 64 hexadecimal digits")
      }
      return nil
    }
    guard let octets = Hex.decode(value.text), octets.count == 32 else {
      section.report("key", "is not 64 hexadecimal digits", "write the private key in hexadecimal, or use keyFile: PATH")
      return nil
    }
    return .value(SecretBytes(octets))
  }

  private func storage() -> StorageConfiguration {
    let section = root.section("storage")
    defer { section.finish() }
    return StorageConfiguration(
      path: resolve(section.string("path", default: "var/subscribers.sqlite")),
      keyPath: resolve(section.string("keyFile", default: "var/storage.key")))
  }

  private func management() -> ManagementConfiguration {
    let section = root.section("management")
    defer { section.finish() }
    let path = resolve(section.string("socket", default: "var/control.sock"))
    if path.utf8.count > 107 {
      section.report("socket", "\(path) has more than 107 octets", "use a shorter path, e.g. /run/vitrum.sock")
    }
    return ManagementConfiguration(socketPath: path)
  }

  private func logging() -> LoggingConfiguration {
    let section = root.section("logging")
    defer { section.finish() }
    return LoggingConfiguration(level: section.choice("level", default: .info))
  }

  private func demo(_ plmn: PLMNIdentity, _ networks: [DataNetworkConfiguration]) -> DemoConfiguration {
    let section = root.section("demo")
    defer { section.finish() }
    let ues = section.integer("ues", 1...100_000, default: 1)
    let imsi = section.string("imsi", default: plmn.digits + String(repeating: "0", count: 14 - plmn.digits.count) + "1")
    if !Subscriber.isSUPI("imsi-\(imsi)") || !imsi.hasPrefix(plmn.digits) {
      section.report("imsi", "\"\(imsi)\" is not an IMSI of \(plmn)", "use \(plmn.digits) and more digits, 15 in all")
    }
    let dnn = section.string("dnn", default: networks.first?.dnn ?? "internet")
    if section.isPresent("dnn"), !networks.contains(where: { $0.dnn.lowercased() == dnn.lowercased() }) {
      section.report("dnn", "\"\(dnn)\" is not in smf.dnns", NearestName.remedy(for: dnn, among: networks.map(\.dnn)))
    }
    let ran = section.prefix("ranNetwork", isIPv4: true, example: "10.99.0.0/24")
    let data = section.prefix("dataNetwork", isIPv4: true, example: "10.98.0.0/24")
    return DemoConfiguration(
      supi: "imsi-\(imsi)", ues: ues, gnbs: section.integer("gnbs", 1...64, default: 1), dnn: dnn,
      ranNetwork: ran ?? Self.prefix(0x0A63_0000, 24), dataNetwork: data ?? Self.prefix(0x0A62_0000, 24))
  }

  /// An IPv4 prefix that is written in this program.
  static func prefix(_ value: UInt32, _ length: Int) -> IPPrefix {
    guard let prefix = IPPrefix.network(of: .v4(value), length: length) else { preconditionFailure("length \(length)") }
    return prefix
  }

  /// A path of the file: relative ones belong to the file's folder.
  func resolve(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    let folder = fileName.contains("/") ? fileName[..<(fileName.lastIndex(of: "/") ?? fileName.startIndex)] : ""
    return fileName.contains("/") ? "\(folder)/\(path)" : path
  }
}
