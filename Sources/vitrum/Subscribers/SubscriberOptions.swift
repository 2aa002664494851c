import ArgumentParser
import Base
import CommandSupport
import Security
import Storage

/// The fields of a subscription that `add` and `update` take.
struct SubscriberOptions: ParsableArguments {
  @Option(help: "GPSI, e.g. msisdn-491700000001.") var gpsi: String?
  @Option(help: "milenage or tuak.") var algorithm: String?
  @Option(help: "Key K: 32 hexadecimal digits (TUAK: 32 or 64).") var k: String?
  @Option(help: "OPc: 32 hexadecimal digits (Milenage).") var opc: String?
  @Option(help: "OP instead of OPc, which is computed from it.") var op: String?
  @Option(help: "TOPc: 64 hexadecimal digits (TUAK).") var topc: String?
  @Option(help: "Authentication management field, 4 hexadecimal digits.") var amf: String?
  @Option(help: "Last sequence number that was used, 12 hexadecimal digits.") var sqn: String?
  @Option(help: "Slices and data networks, e.g. \"1*/internet|types=IPV4V6;2-00000a/iot\"; * marks a default slice.") var slices: String?
  @Option(help: "UE-AMBR uplink, e.g. \"1 Gbps\".") var ambrUplink: String?
  @Option(help: "UE-AMBR downlink.") var ambrDownlink: String?

  /// Writes the options that are given into the JSON form of a subscriber.
  /// - Throws: ``StorageError/invalidSubscriber(supi:problems:)``, or an exit code.
  func apply(to object: inout JSON.Object) throws {
    for (name, value) in [("gpsi", gpsi), ("algorithm", algorithm), ("k", k), ("opc", opc), ("topc", topc), ("amf", amf), ("sqn", sqn)] {
      if let value { object[name] = .string(value) }
    }
    if object["algorithm"]?.stringValue == "tuak" { object["opc"] = nil } else { object["topc"] = nil }
    if let op { object["opc"] = .string(try Self.computedOPc(op, k: object["k"]?.stringValue ?? "")) }
    if ambrUplink != nil || ambrDownlink != nil {
      let former = object["ueAMBR"]
      object["ueAMBR"] = [
        "uplink": .string(ambrUplink ?? former?["uplink"]?.stringValue ?? "1 Gbps"),
        "downlink": .string(ambrDownlink ?? former?["downlink"]?.stringValue ?? "1 Gbps"),
      ]
    }
    if let slices { object["slices"] = try Self.slicesJSON(slices) }
  }

  static func computedOPc(_ op: String, k: String) throws -> String {
    guard let key = SecretBytes(hex: k), let operatorVariant = SecretBytes(hex: op) else {
      throw failure("--op: is not hexadecimal, or K is missing; write 32 digits and give --k too", .invalidInput)
    }
    do throws(SecurityError) {
      return Hex.encode(try Milenage.opc(k: key, op: operatorVariant).revealed)
    } catch {
      throw failure("--op: \(error)", .invalidInput)
    }
  }

  /// The text form of the CSV column `slices` as JSON.
  private static func slicesJSON(_ text: String) throws -> JSON? {
    let zeros = String(repeating: "0", count: 32)
    let quoted = "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    let csv = "supi,k,opc,slices\nimsi-999700000000001,\(zeros),\(zeros),\(quoted)\n"
    do throws(StorageError) {
      return try SubscriberFile.parse(Array(csv.utf8), format: .csv, name: "--slices").first?.subscriber.json()["slices"]
    } catch {
      guard case .importRejected(let problems, _) = error else { throw error }
      throw StorageError.invalidSubscriber(supi: "?", problems: problems.map(\.problem))
    }
  }
}
