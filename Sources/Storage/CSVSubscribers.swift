import Base
import Security

/// Subscribers as the records of a CSV file; ``SubscriberFile`` documents the columns.
enum CSVSubscribers {
  static let columns = [
    "supi", "gpsi", "enabled", "algorithm", "k", "opc", "topc", "amf", "sqn", "ueAMBRUplink", "ueAMBRDownlink", "slices", "forbiddenRATs",
    "forbiddenTACs",
  ]

  static func parse(_ octets: [UInt8], _ mistakes: inout ImportMistakes) -> [SubscriberFile.Record] {
    let records: [CSVReader.Record]
    do {
      records = try CSVReader.records(octets)
    } catch {
      mistakes.report(error.line, "CSV", error.message, "put quotes around the whole field and double those inside (RFC 4180)")
      return []
    }
    guard let header = records.first else {
      mistakes.report(1, "header", "is missing", "begin with supi,k,opc,slices")
      return []
    }
    let names = header.fields.map(trimmed)
    for (index, name) in names.enumerated() {
      if !columns.contains(name) {
        mistakes.report(header.line, "header", "column \"\(name)\" is not known", NearestName.remedy(for: name, among: columns))
      } else if names[..<index].contains(name) {
        mistakes.report(header.line, "header", "column \"\(name)\" is there twice", "keep one of them")
      }
    }
    for required in ["supi", "k", "slices"] where !names.contains(required) {
      mistakes.report(header.line, "header", "column \"\(required)\" is missing", "add it")
    }
    guard mistakes.total == 0 else { return [] }
    return records.dropFirst().compactMap { record in
      guard record.fields.count == names.count else {
        mistakes.report(
          record.line, "record", "has \(record.fields.count) fields, the header has \(names.count)",
          "write one for each column and quote fields with commas")
        return nil
      }
      var values: [String: String] = [:]
      for (name, field) in zip(names, record.fields) where !trimmed(field).isEmpty { values[name] = trimmed(field) }
      return subscriber(values, record.line, &mistakes).map { SubscriberFile.Record(subscriber: $0, line: record.line) }
    }
  }

  /// Brings a record into the form of the JSON file, whose reader checks every field.
  private static func subscriber(_ values: [String: String], _ line: Int, _ mistakes: inout ImportMistakes) -> Subscriber? {
    let before = mistakes.total
    var object = JSON.Object()
    for name in ["supi", "gpsi", "algorithm", "k", "opc", "topc", "amf", "sqn"] { object[name] = values[name].map { .string($0) } }
    if let text = values["enabled"] {
      object["enabled"] = boolean(text)
      if object["enabled"] == nil { mistakes.report(line, "enabled", "\"\(text)\" is neither true nor false", "use true or false") }
    }
    if values["ueAMBRUplink"] != nil || values["ueAMBRDownlink"] != nil {
      var rates = JSON.Object()
      rates["uplink"] = values["ueAMBRUplink"].map { .string($0) }
      rates["downlink"] = values["ueAMBRDownlink"].map { .string($0) }
      object["ueAMBR"] = .object(rates)
    }
    if let text = values["forbiddenRATs"] { object["forbiddenRATs"] = .array(split(text, ";").map { .string($0) }) }
    if let text = values["forbiddenTACs"] {
      object["forbiddenTACs"] = .array(split(text, ";").map { item in UInt32(item).map { .int($0) } ?? .string(item) })
    }
    if let text = values["slices"] { object["slices"] = slices(text, line, &mistakes) }
    var fields = SubscriberFields(json: .object(object))
    let read = fields.subscriber()
    let problems = fields.problems.isEmpty ? read?.problems ?? [] : fields.problems
    for problem in problems { mistakes.report(line, problem.field, problem.message, problem.remedy) }
    return mistakes.total == before ? read : nil
  }

  private static func slices(_ text: String, _ line: Int, _ mistakes: inout ImportMistakes) -> JSON {
    var slices: [(snssai: SNSSAI, isDefault: Bool, networks: [JSON])] = []
    for item in split(text, ";") {
      let settings = split(item, "|")
      let name = (settings.first ?? "").split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      var sliceText = name.first ?? ""
      let isDefault = sliceText.hasSuffix("*")
      if isDefault { sliceText.removeLast() }
      guard let snssai = SNSSAI(sliceText) else {
        mistakes.report(line, "slices", "\"\(sliceText)\" is not a slice", "write SST or SST-SD, e.g. 1*/internet")
        continue
      }
      let position = slices.firstIndex { $0.snssai == snssai } ?? slices.count
      if position == slices.count { slices.append((snssai, false, [])) }
      if isDefault { slices[position].isDefault = true }
      if name.count == 2 { slices[position].networks.append(network(name[1], settings.dropFirst(), line, &mistakes)) }
    }
    return .array(
      slices.map { slice in
        var object = JSON.Object()
        object["sst"] = .int(slice.snssai.sst)
        object["sd"] = slice.snssai.sdText.map { .string($0) }
        object["default"] = .bool(slice.isDefault)
        object["dataNetworks"] = .array(slice.networks)
        return .object(object)
      })
  }

  private static func network(_ name: String, _ settings: ArraySlice<String>, _ line: Int, _ mistakes: inout ImportMistakes) -> JSON {
    var object = JSON.Object()
    let isDefault = name.hasSuffix("*")
    object["dnn"] = .string(isDefault ? String(name.dropLast()) : name)
    object["default"] = .bool(isDefault)
    var rates = JSON.Object()
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { trimmed(String($0)) }
      let key = parts[0]
      let value = parts.count == 2 ? parts[1] : ""
      switch key {
      case "types": object["sessionTypes"] = .array(split(value, ",").map { .string($0) })
      case "ssc": object["sscModes"] = .array(split(value, ",").map(number))
      case "5qi": object["5qi"] = number(value)
      case "arp":
        let priority = split(value, ",")
        object["arp"] = [
          "priorityLevel": number(priority.first ?? ""), "mayPreempt": .bool(priority.dropFirst().contains("preempt")),
          "preemptable": .bool(priority.dropFirst().contains("preemptable")),
        ]
      case "uplink", "downlink": rates[key] = .string(value)
      case "ipv4", "ipv6": object[key] = .string(value)
      default:
        mistakes.report(
          line, "slices", "setting \"\(key)\" is not known",
          NearestName.remedy(for: key, among: ["types", "ssc", "5qi", "arp", "uplink", "downlink", "ipv4", "ipv6"]))
      }
    }
    if rates.count > 0 { object["sessionAMBR"] = .object(rates) }
    return .object(object)
  }

  static func text(of subscribers: [Subscriber], includeSecrets: Bool) -> String {
    let written = includeSecrets ? columns : columns.filter { !["k", "opc", "topc"].contains($0) }
    var text = CSVReader.line(written)
    for subscriber in subscribers {
      let secret = subscriber.credentials
      let isTUAK = secret.algorithm == .tuak
      let fields = written.map { column -> String in
        switch column {
        case "supi": subscriber.supi
        case "gpsi": subscriber.gpsi ?? ""
        case "enabled": "\(subscriber.isEnabled)"
        case "algorithm": secret.algorithm.rawValue
        case "k": Hex.encode(secret.key.revealed)
        case "opc": isTUAK ? "" : Hex.encode(secret.operatorVariant.revealed)
        case "topc": isTUAK ? Hex.encode(secret.operatorVariant.revealed) : ""
        case "amf": Hex.encode([UInt8(secret.amf >> 8), UInt8(secret.amf & 0xFF)])
        case "sqn": Hex.encode(subscriber.sqn.octets)
        case "ueAMBRUplink": subscriber.ueAMBR.uplink.description
        case "ueAMBRDownlink": subscriber.ueAMBR.downlink.description
        case "slices": subscriber.slices.map(sliceText).joined(separator: ";")
        case "forbiddenRATs": subscriber.restrictions.forbiddenRATs.joined(separator: ";")
        default: subscriber.restrictions.forbiddenTACs.map { String($0) }.joined(separator: ";")
        }
      }
      text += CSVReader.line(fields)
    }
    return text
  }

  private static func sliceText(_ slice: SubscribedSlice) -> String {
    let name = "\(slice.snssai)\(slice.isDefault ? "*" : "")"
    return slice.dataNetworks.isEmpty ? name : slice.dataNetworks.map { "\(name)/\(networkText($0))" }.joined(separator: ";")
  }

  private static func networkText(_ network: SubscribedDataNetwork) -> String {
    // The first type and mode of a list are the defaults.
    let types = [network.defaultSessionType] + network.allowedSessionTypes.filter { $0 != network.defaultSessionType }
    let modes = [network.defaultSSCMode] + network.allowedSSCModes.filter { $0 != network.defaultSSCMode }
    let arp =
      [String(network.arp.priorityLevel)] + (network.arp.mayPreempt ? ["preempt"] : []) + (network.arp.isPreemptable ? ["preemptable"] : [])
    var parts = [
      network.dnn + (network.isDefault ? "*" : ""), "types=" + types.map(\.rawValue).joined(separator: ","),
      "ssc=" + modes.map { String($0) }.joined(separator: ","), "5qi=\(network.fiveQI)", "arp=" + arp.joined(separator: ","),
      "uplink=\(network.sessionAMBR.uplink)", "downlink=\(network.sessionAMBR.downlink)",
    ]
    if let address = network.staticIPv4 { parts.append("ipv4=\(address)") }
    if let address = network.staticIPv6 { parts.append("ipv6=\(address)") }
    return parts.joined(separator: "|")
  }

  private static func boolean(_ text: String) -> JSON? {
    switch text.lowercased() {
    case "true", "yes", "1": .bool(true)
    case "false", "no", "0": .bool(false)
    default: nil
    }
  }

  /// A number, or the text itself, which the reader of the JSON form then reports.
  private static func number(_ text: String) -> JSON { Int(text).map { .int($0) } ?? .string(text) }

  private static func split(_ text: String, _ separator: Character) -> [String] {
    text.split(separator: separator).map { trimmed(String($0)) }.filter { !$0.isEmpty }
  }

  private static func trimmed(_ text: String) -> String {
    var slice = text[...]
    while slice.first == " " { slice.removeFirst() }
    while slice.last == " " { slice.removeLast() }
    return String(slice)
  }
}
