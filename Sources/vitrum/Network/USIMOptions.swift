import ArgumentParser
import Base
import CommandSupport
import Security
import Storage
import UE

/// What the USIMs of simulated UEs contain.
struct USIMOptions: ParsableArguments {
  @Option(help: "SUPI of the first UE: imsi- and digits, or the digits.") var supi: SUPIArgument?
  @Option(help: "Key K, hexadecimal.") var k: String?
  @Option(help: "OPc, hexadecimal (Milenage).") var opc: String?
  @Option(help: "OP instead of OPc.") var op: String?
  @Option(help: "TOPc, hexadecimal (TUAK).") var topc: String?
  @Option(help: "CSV or JSON file of subscribers with keys, or - for stdin, instead of --supi, --k and --opc.") var subscribers: String?
  @Option(help: "Home PLMN, e.g. 999-70; without it, the first five digits of the IMSI.") var plmn: PLMNArgument?
  @Option(help: "Conceal the SUPI with profile A or B.") var suciProfile: String?
  @Option(help: "Home network public key identifier.") var suciKeyId: UInt8 = 1
  @Option(help: "Home network public key, hexadecimal (`vitrum keys show`).") var suciPublicKey: String?
  @Option(help: "Routing indicator, 1 to 4 digits.") var routingIndicator = "0"

  func check() throws {
    if subscribers == nil {
      guard supi != nil, k != nil, [opc, op, topc].compactMap({ $0 }).count == 1 else {
        throw ValidationError("name a USIM with --supi, --k and one of --opc, --op and --topc, or with --subscribers FILE")
      }
    }
    if let suciProfile, !["A", "B"].contains(suciProfile.uppercased()) { throw ValidationError("--suci-profile: use A or B") }
    if (suciProfile == nil) != (suciPublicKey == nil) { throw ValidationError("--suci-profile and --suci-public-key belong together") }
    guard (1...4).contains(routingIndicator.utf8.count), routingIndicator.allSatisfy(\.isNumber) else {
      throw ValidationError("--routing-indicator: use 1 to 4 digits")
    }
  }

  /// The USIMs of `count` UEs; all of the file when it is `nil`.
  func subscribers(count: Int?) throws -> [Subscriber] {
    do {
      if let subscribers {
        let format: SubscriberFile.Format = subscribers == "-" ? .json : try .guess(subscribers)
        let records = try SubscriberFile.parse(try InputFile.read(subscribers), format: format, name: subscribers)
        return Array(records.map(\.subscriber).prefix(count ?? records.count))
      }
      return try (0..<(count ?? 1)).map { try Subscriber(json: .object(try object(plus: $0))) }
    } catch let error as StorageError {
      throw failure(error.text, .invalidInput)
    }
  }

  /// The USIM `index` behind the first one, as a subscriber.
  private func object(plus index: Int) throws -> JSON.Object {
    var object = JSON.Object()
    let digits = (supi?.supi ?? "").dropFirst(5)
    let number = String((UInt64(digits) ?? 0) + UInt64(index))
    object["supi"] = .string("imsi-" + String(repeating: "0", count: max(0, digits.count - number.count)) + number)
    object["k"] = .string(k ?? "")
    if let topc {
      object["algorithm"] = "tuak"
      object["topc"] = .string(topc)
    } else if let op {
      object["opc"] = .string(try SubscriberOptions.computedOPc(op, k: k ?? ""))
    } else {
      object["opc"] = .string(opc ?? "")
    }
    object["slices"] = [["sst": 1, "default": true, "dataNetworks": []]]
    return object
  }

  static func algorithm(_ credentials: AuthenticationCredentials) throws -> AKAAlgorithm {
    switch credentials.algorithm {
    case .milenage: try UEConfiguration.milenage(k: credentials.key, opc: credentials.operatorVariant)
    case .tuak: .tuak(try TUAK(k: credentials.key, topc: credentials.operatorVariant))
    }
  }

  func homePLMN() throws -> PLMNIdentity {
    if let plmn { return plmn.plmn }
    let digits = (supi?.supi ?? "").dropFirst(5)
    guard let plmn = PLMNIdentity(mcc: String(digits.prefix(3)), mnc: String(digits.dropFirst(3).prefix(2))) else {
      throw ValidationError("--plmn: name the home PLMN, e.g. 999-70")
    }
    return plmn
  }

  func concealment() throws -> UEConfiguration.Concealment {
    guard let suciProfile, let suciPublicKey else { return .null }
    guard let octets = Hex.decode(suciPublicKey) else { throw ValidationError("--suci-public-key: is not hexadecimal") }
    return .publicKey(
      try HomeNetworkPublicKey(scheme: suciProfile.uppercased() == "A" ? .profileA : .profileB, identifier: suciKeyId, octets: octets))
  }
}
