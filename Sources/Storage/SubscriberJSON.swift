import Base
import Security

extension Subscriber {
  /// The subscription as `vitrum subscriber export` writes it. Without `includeSecrets`, `k` and `opc` or `topc` are absent.
  public func json(includeSecrets: Bool = false) -> JSON {
    var object = JSON.Object()
    object["supi"] = .string(supi)
    object["gpsi"] = gpsi.map { .string($0) }
    object["enabled"] = .bool(isEnabled)
    object["algorithm"] = .string(credentials.algorithm.rawValue)
    object["amf"] = .string(Hex.encode([UInt8(credentials.amf >> 8), UInt8(credentials.amf & 0xFF)]))
    if includeSecrets {
      object["k"] = .string(Hex.encode(credentials.key.revealed))
      object[credentials.algorithm == .tuak ? "topc" : "opc"] = .string(Hex.encode(credentials.operatorVariant.revealed))
    }
    object["sqn"] = .string(Hex.encode(sqn.octets))
    object["ueAMBR"] = ueAMBR.json
    object["slices"] = .array(slices.map(\.json))
    if !restrictions.forbiddenRATs.isEmpty { object["forbiddenRATs"] = .array(restrictions.forbiddenRATs.map { .string($0) }) }
    if !restrictions.forbiddenTACs.isEmpty { object["forbiddenTACs"] = .array(restrictions.forbiddenTACs.map { .int($0) }) }
    return .object(object)
  }

  /// What the database keeps in the clear.
  var profileJSON: JSON {
    guard case .object(var object) = json() else { return .null }
    object["sqn"] = nil
    return .object(object)
  }

  /// Reads what ``json(includeSecrets:)`` writes with secrets. All members but `supi`, `k`, `opc` (or `topc`) and `slices` may be absent.
  /// - Throws: ``StorageError/invalidSubscriber(supi:problems:)`` with every mistake.
  public init(json: JSON) throws(StorageError) {
    var fields = SubscriberFields(json: json)
    let subscriber = fields.subscriber()
    let problems = fields.problems.isEmpty ? subscriber?.problems ?? [] : fields.problems
    guard let subscriber, problems.isEmpty else {
      throw .invalidSubscriber(supi: json["supi"]?.stringValue ?? "?", problems: problems)
    }
    self = subscriber
  }
}

extension AggregateBitRate {
  var json: JSON { ["uplink": .string(uplink.description), "downlink": .string(downlink.description)] }
}

extension SubscribedSlice {
  var json: JSON {
    var object = JSON.Object()
    object["sst"] = .int(snssai.sst)
    object["sd"] = snssai.sdText.map { .string($0) }
    object["default"] = .bool(isDefault)
    object["dataNetworks"] = .array(dataNetworks.map(\.json))
    return .object(object)
  }
}

extension SubscribedDataNetwork {
  var json: JSON {
    var object = JSON.Object()
    object["dnn"] = .string(dnn)
    object["default"] = .bool(isDefault)
    object["defaultSessionType"] = .string(defaultSessionType.rawValue)
    object["sessionTypes"] = .array(allowedSessionTypes.map { .string($0.rawValue) })
    object["defaultSSCMode"] = .int(defaultSSCMode)
    object["sscModes"] = .array(allowedSSCModes.map { .int($0) })
    object["5qi"] = .int(fiveQI)
    object["arp"] = [
      "priorityLevel": .int(arp.priorityLevel), "mayPreempt": .bool(arp.mayPreempt), "preemptable": .bool(arp.isPreemptable),
    ]
    object["sessionAMBR"] = sessionAMBR.json
    object["ipv4"] = staticIPv4.map { .string($0.description) }
    object["ipv6"] = staticIPv6.map { .string($0.description) }
    return .object(object)
  }
}

/// Reads a subscriber from JSON and collects every mistake with the path of its member.
struct SubscriberFields {
  private let root: JSON
  private(set) var problems: [FieldProblem] = []

  init(json: JSON) { root = json }

  /// - Parameters: `credentials` and `sqn` when they do not come from the JSON value.
  /// - Returns: `nil` when ``problems`` has mistakes that leave no subscriber.
  mutating func subscriber(credentials: AuthenticationCredentials? = nil, sqn: SequenceNumber? = nil) -> Subscriber? {
    guard case .object = root else {
      report("", "is not an object", "write {\"supi\": ...}")
      return nil
    }
    checkMembers(
      root, "",
      ["supi", "gpsi", "enabled", "algorithm", "amf", "k", "opc", "topc", "sqn", "ueAMBR", "slices", "forbiddenRATs", "forbiddenTACs"])
    let supi = string(root, "", "supi")
    if supi == nil { missing("supi", "imsi-999700000000001") }
    let readCredentials = credentials ?? self.credentials()
    let readSQN = sqn ?? sequenceNumber()
    let ambr = bitRates(root, "", "ueAMBR") ?? .oneGigabit
    let slices = objects(root, "", "slices").map { slice($0.value, $0.path) }
    if root["slices"] == nil { missing("slices", "[{\"sst\": 1, \"default\": true, \"dataNetworks\": [{\"dnn\": \"internet\"}]}]") }
    var restrictions = AccessRestrictions()
    for (index, item) in array(root, "", "forbiddenRATs").enumerated() {
      if let name = item.stringValue {
        restrictions.forbiddenRATs.append(name)
      } else {
        report("forbiddenRATs[\(index)]", "is not text", "use NR, EUTRA, WLAN or VIRTUAL")
      }
    }
    for (index, item) in array(root, "", "forbiddenTACs").enumerated() {
      if let code = item.integerValue(UInt32.self) {
        restrictions.forbiddenTACs.append(code)
      } else {
        report("forbiddenTACs[\(index)]", "is not a TAC", "use 0 to 16777215")
      }
    }
    let gpsi = string(root, "", "gpsi")
    let isEnabled = bool(root, "", "enabled") ?? true
    guard let supi, let readCredentials else { return nil }
    return Subscriber(
      supi: supi, gpsi: gpsi, isEnabled: isEnabled, credentials: readCredentials, sqn: readSQN, ueAMBR: ambr, slices: slices,
      restrictions: restrictions)
  }

  private mutating func credentials() -> AuthenticationCredentials? {
    var algorithm = AuthenticationAlgorithm.milenage
    if let name = string(root, "", "algorithm") {
      if let known = AuthenticationAlgorithm(rawValue: name) {
        algorithm = known
      } else {
        report("algorithm", "\"\(name)\" is unknown", "use milenage or tuak")
      }
    }
    let variantField = algorithm == .tuak ? "topc" : "opc"
    let key = secret("k")
    let variant = secret(variantField)
    var amf: UInt16 = 0x8000
    if let text = string(root, "", "amf") {
      if let value = Hex.decode(text), value.count == 2 {
        amf = UInt16(value[0]) << 8 | UInt16(value[1])
      } else {
        report("amf", "\"\(text)\" is not 4 hexadecimal digits", "use 8000")
      }
    }
    guard let key, let variant else { return nil }
    return AuthenticationCredentials(algorithm: algorithm, key: key, operatorVariant: variant, amf: amf)
  }

  private mutating func secret(_ field: String) -> SecretBytes? {
    guard let text = string(root, "", field) else {
      if root[field] == nil {
        report(field, "is missing", "write it in hexadecimal; an export has it only with --include-secrets")
      }
      return nil
    }
    guard let octets = Hex.decode(text) else {
      report(field, "is not hexadecimal (\(text.count) characters)", "write an even number of the digits 0-9 and a-f")
      return nil
    }
    return SecretBytes(octets)
  }

  private mutating func sequenceNumber() -> SequenceNumber {
    guard let text = string(root, "", "sqn") else { return .zero }
    if let octets = Hex.decode(text), let sqn = SequenceNumber(octets: octets) { return sqn }
    report("sqn", "\"\(text)\" is not 12 hexadecimal digits", "use 000000000000 for a new subscriber")
    return .zero
  }

  private mutating func slice(_ json: JSON, _ path: String) -> SubscribedSlice {
    checkMembers(json, path, ["sst", "sd", "default", "dataNetworks"])
    let sst = integer(json, path, "sst", 0...255)
    if json["sst"] == nil { missing(join(path, "sst"), "1") }
    var sd: UInt32?
    if let text = string(json, path, "sd") {
      sd = SNSSAI.differentiator(text)
      if sd == nil { report(join(path, "sd"), "\"\(text)\" is not 6 hexadecimal digits", "use e.g. 000001, or leave it out") }
    }
    return SubscribedSlice(
      snssai: SNSSAI(sst: UInt8(sst ?? 0), sd: sd), isDefault: bool(json, path, "default") ?? false,
      dataNetworks: objects(json, path, "dataNetworks").map { dataNetwork($0.value, $0.path) })
  }

  private mutating func dataNetwork(_ json: JSON, _ path: String) -> SubscribedDataNetwork {
    checkMembers(
      json, path,
      [
        "dnn", "default", "defaultSessionType", "sessionTypes", "defaultSSCMode", "sscModes", "5qi", "arp", "sessionAMBR", "ipv4", "ipv6",
      ])
    var network = SubscribedDataNetwork(dnn: string(json, path, "dnn") ?? "")
    if json["dnn"] == nil { missing(join(path, "dnn"), "internet") }
    network.isDefault = bool(json, path, "default") ?? false
    if json["sessionTypes"] != nil {
      network.allowedSessionTypes = array(json, path, "sessionTypes").enumerated().compactMap { index, item in
        sessionType(item, "\(join(path, "sessionTypes"))[\(index)]")
      }
    }
    if let value = json["defaultSessionType"] {
      network.defaultSessionType = sessionType(value, join(path, "defaultSessionType")) ?? network.defaultSessionType
    } else if let first = network.allowedSessionTypes.first {
      network.defaultSessionType = first
    }
    if json["sscModes"] != nil {
      network.allowedSSCModes = array(json, path, "sscModes").map { $0.integerValue(UInt8.self) ?? 0 }
      network.defaultSSCMode = network.allowedSSCModes.first ?? 0
    }
    if let mode = integer(json, path, "defaultSSCMode", 1...3) { network.defaultSSCMode = UInt8(mode) }
    if let fiveQI = integer(json, path, "5qi", 1...255) { network.fiveQI = UInt8(fiveQI) }
    if let arp = json["arp"] {
      let arpPath = join(path, "arp")
      checkMembers(arp, arpPath, ["priorityLevel", "mayPreempt", "preemptable"])
      network.arp = AllocationRetentionPriority(
        priorityLevel: UInt8(integer(arp, arpPath, "priorityLevel", 1...15) ?? 8), mayPreempt: bool(arp, arpPath, "mayPreempt") ?? false,
        isPreemptable: bool(arp, arpPath, "preemptable") ?? false)
    }
    if let ambr = bitRates(json, path, "sessionAMBR") { network.sessionAMBR = ambr }
    network.staticIPv4 = address(json, path, "ipv4")
    network.staticIPv6 = address(json, path, "ipv6")
    return network
  }

  // MARK: Members

  private mutating func report(_ field: String, _ message: String, _ remedy: String) {
    problems.append(FieldProblem(field: field, message: message, remedy: remedy))
  }

  private mutating func missing(_ field: String, _ example: String) { report(field, "is missing", "write e.g. \(example)") }

  private func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  private mutating func checkMembers(_ json: JSON, _ path: String, _ known: [String]) {
    guard case .object(let object) = json else {
      report(path, "is not an object", "write {...}")
      return
    }
    for key in object.keys where !known.contains(key) {
      report(join(path, key), "is not known", NearestName.remedy(for: key, among: known))
    }
  }

  private mutating func value(_ json: JSON, _ key: String) -> JSON? {
    if case .null? = json[key] { return nil }
    return json[key]
  }

  private mutating func string(_ json: JSON, _ path: String, _ key: String) -> String? {
    guard let value = value(json, key) else { return nil }
    if value.stringValue == nil { report(join(path, key), "is not text", "put it in quotes") }
    return value.stringValue
  }

  private mutating func bool(_ json: JSON, _ path: String, _ key: String) -> Bool? {
    guard let value = value(json, key) else { return nil }
    if value.boolValue == nil { report(join(path, key), "is not true or false", "write true or false without quotes") }
    return value.boolValue
  }

  private mutating func integer(_ json: JSON, _ path: String, _ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let value = value(json, key) else { return nil }
    guard let number = value.integerValue(Int.self), range.contains(number) else {
      report(join(path, key), "is not a number from \(range.lowerBound) to \(range.upperBound)", "write it without quotes")
      return nil
    }
    return number
  }

  private mutating func array(_ json: JSON, _ path: String, _ key: String) -> [JSON] {
    guard let value = value(json, key) else { return [] }
    if value.arrayValue == nil { report(join(path, key), "is not a list", "write [...]") }
    return value.arrayValue ?? []
  }

  private mutating func objects(_ json: JSON, _ path: String, _ key: String) -> [(value: JSON, path: String)] {
    array(json, path, key).enumerated().map { ($0.element, "\(join(path, key))[\($0.offset)]") }
  }

  private mutating func sessionType(_ json: JSON, _ path: String) -> PDUSessionType? {
    if let type = json.stringValue.flatMap({ PDUSessionType(rawValue: $0.uppercased()) }) { return type }
    report(path, "is not a PDU session type", "use IPV4, IPV6, IPV4V6, UNSTRUCTURED or ETHERNET")
    return nil
  }

  private mutating func bitRates(_ json: JSON, _ path: String, _ key: String) -> AggregateBitRate? {
    guard let value = value(json, key) else { return nil }
    let own = join(path, key)
    checkMembers(value, own, ["uplink", "downlink"])
    guard let uplink = bitRate(value, own, "uplink"), let downlink = bitRate(value, own, "downlink") else { return nil }
    return AggregateBitRate(uplink: uplink, downlink: downlink)
  }

  private mutating func bitRate(_ json: JSON, _ path: String, _ key: String) -> BitRate? {
    guard let text = string(json, path, key) else {
      if json[key] == nil { missing(join(path, key), "\"1 Gbps\"") }
      return nil
    }
    if let rate = BitRate(text) { return rate }
    report(join(path, key), "\"\(text)\" is not a bit rate", "write a number and bps, Kbps, Mbps, Gbps or Tbps, e.g. 1 Gbps")
    return nil
  }

  private mutating func address(_ json: JSON, _ path: String, _ key: String) -> IPAddress? {
    guard let text = string(json, path, key) else { return nil }
    if let address = IPAddress(text) { return address }
    report(join(path, key), "\"\(text)\" is not an IP address", key == "ipv4" ? "write e.g. 10.45.0.9" : "write e.g. 2001:db8:45:1::")
    return nil
  }
}
