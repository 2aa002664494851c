import Base

extension Subscriber {
  /// Everything that is wrong with this subscription; empty when it may be stored.
  public var problems: [FieldProblem] {
    var found: [FieldProblem] = []
    func report(_ field: String, _ message: String, _ remedy: String) {
      found.append(FieldProblem(field: field, message: message, remedy: remedy))
    }
    if !Self.isSUPI(supi) {
      report("supi", "\"\(supi)\" is not a SUPI", "write imsi- and 14 or 15 digits, e.g. imsi-999700000000001")
    }
    if let gpsi, !Self.isGPSI(gpsi) {
      report("gpsi", "\"\(gpsi)\" is not a GPSI", "write msisdn- and 5 to 15 digits, e.g. msisdn-491700000001")
    }
    found += credentials.problems
    if slices.isEmpty { report("slices", "no slice is subscribed", "subscribe at least one, e.g. 1*/internet") }
    if !slices.isEmpty, !slices.contains(where: \.isDefault) {
      report("slices", "no slice is a default", "mark at least one as default (TS 23.501 §5.15.3)")
    }
    for (index, slice) in slices.enumerated() {
      let field = "slices[\(index)]"
      if slices[..<index].contains(where: { $0.snssai == slice.snssai }) {
        report("\(field).snssai", "slice \(slice.snssai) is listed twice", "list each slice once")
      }
      if let sd = slice.snssai.sd, sd > 0xFFFFFE {
        report("\(field).snssai.sd", "has more than 24 bits", "use 000000 to fffffe, or leave it out")
      }
      for (position, network) in slice.dataNetworks.enumerated() {
        let path = "\(field).dataNetworks[\(position)]"
        if slice.dataNetworks[..<position].contains(where: { $0.dnn.lowercased() == network.dnn.lowercased() }) {
          report("\(path).dnn", "\"\(network.dnn)\" is listed twice in slice \(slice.snssai)", "list each DNN once per slice")
        }
        found += network.problems.map { FieldProblem(field: "\(path).\($0.field)", message: $0.message, remedy: $0.remedy) }
      }
    }
    for rat in restrictions.forbiddenRATs where !["NR", "EUTRA", "WLAN", "VIRTUAL"].contains(rat) {
      report("forbiddenRATs", "\"\(rat)\" is not a RAT type", "use NR, EUTRA, WLAN or VIRTUAL")
    }
    for tac in restrictions.forbiddenTACs where tac > 0xFFFFFF {
      report("forbiddenTACs", "\(tac) has more than 24 bits", "use 0 to 16777215")
    }
    return found
  }

  /// Whether `text` is `imsi-` and 14 or 15 digits.
  public static func isSUPI(_ text: String) -> Bool { hasDigits(text, behind: "imsi-", count: 14...15) }

  /// Whether `text` is a GPSI of TS 29.571 §5.3.2.
  public static func isGPSI(_ text: String) -> Bool {
    if hasDigits(text, behind: "msisdn-", count: 5...15) { return true }
    guard text.hasPrefix("extid-") else { return false }
    let parts = text.dropFirst(6).split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
  }

  private static func hasDigits(_ text: String, behind prefix: String, count: ClosedRange<Int>) -> Bool {
    guard text.hasPrefix(prefix) else { return false }
    let digits = text.utf8.dropFirst(prefix.utf8.count)
    return count.contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// - Throws: ``StorageError/invalidSubscriber(supi:problems:)`` when there are problems.
  func validate() throws(StorageError) {
    let problems = self.problems
    if !problems.isEmpty { throw .invalidSubscriber(supi: supi, problems: problems) }
  }
}

extension AuthenticationCredentials {
  /// Wrong lengths of K, OPc or TOPc, and an AMF without separation bit.
  var problems: [FieldProblem] {
    var found: [FieldProblem] = []
    let keyLengths = algorithm == .tuak ? [16, 32] : [16]
    let keyText = algorithm == .tuak ? "32 or 64 (128 or 256 bit)" : "32 (128 bit)"
    if !keyLengths.contains(key.count) {
      found.append(
        FieldProblem(
          field: "k", message: "has \(key.count * 2) hexadecimal digits", remedy: "\(algorithm.rawValue) needs \(keyText)"))
    }
    let variantCount = algorithm == .tuak ? 32 : 16
    if operatorVariant.count != variantCount {
      found.append(
        FieldProblem(
          field: algorithm == .tuak ? "topc" : "opc", message: "has \(operatorVariant.count * 2) hexadecimal digits",
          remedy: "\(algorithm.rawValue) needs \(variantCount * 2)"))
    }
    if amf & 0x8000 == 0 {
      found.append(
        FieldProblem(field: "amf", message: "the separation bit is not set", remedy: "use 8000 (TS 33.501 §6.1.3.2)"))
    }
    return found
  }
}

extension SubscribedDataNetwork {
  var problems: [FieldProblem] {
    var found: [FieldProblem] = []
    func report(_ field: String, _ message: String, _ remedy: String) {
      found.append(FieldProblem(field: field, message: message, remedy: remedy))
    }
    if !Self.isDNN(dnn) {
      report("dnn", "\"\(dnn)\" is not a DNN", "use labels of letters, digits and hyphens, at most 100 octets, e.g. internet")
    }
    if !allowedSessionTypes.contains(defaultSessionType) {
      report("types", "the default \(defaultSessionType.rawValue) is not among the allowed types", "allow it too")
    }
    if Set(allowedSessionTypes).count != allowedSessionTypes.count { report("types", "a type is listed twice", "list each once") }
    if !allowedSSCModes.contains(defaultSSCMode) || allowedSSCModes.contains(where: { !(1...3).contains($0) }) {
      report("ssc", "SSC modes are 1, 2 and 3 and the default must be allowed", "use 1")
    }
    if fiveQI == 0 { report("5qi", "0 is reserved", "use 1 to 255; 9 is best effort (TS 23.501 table 5.7.4-1)") }
    if !(1...15).contains(arp.priorityLevel) { report("arp", "priority level \(arp.priorityLevel)", "use 1 (highest) to 15") }
    if let staticIPv4, !staticIPv4.isV4 || staticIPv4 == .v4(0) || staticIPv4.isLoopback {
      report("ipv4", "\(staticIPv4) cannot be the address of a UE", "use an address of the DNN's IPv4 pool")
    }
    if let staticIPv6, staticIPv6.isV4 || staticIPv6 == .v6(0) || staticIPv6.isLoopback {
      report("ipv6", "\(staticIPv6) cannot be the prefix of a UE", "use a /64 of the DNN's IPv6 pool")
    }
    return found
  }

  /// Whether `text` is a DNN: labels as in a domain name, at most 100 octets encoded (TS 23.003 §9.1).
  public static func isDNN(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count < 100 else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }
    }
  }
}
