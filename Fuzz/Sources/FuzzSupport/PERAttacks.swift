import Base

/// Inputs that broke other decoders of PER. The heads of NGAP, XnAP, F1AP and E1AP have one shape: choice, procedure code, criticality,
/// open type with a container of fields; NRPPa's has a transaction ID before the open type.
public enum PERAttacks {
  /// Octets behind their length (X.691 §11.9.3), in fragments from 16,384 on.
  private static func counted(_ octets: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = octets[...]
    while rest.count >= 16_384 {
      let blocks = min(4, rest.count / 16_384)
      result += [0xC0 | UInt8(truncatingIfNeeded: blocks)] + rest.prefix(blocks * 16_384)
      rest = rest.dropFirst(blocks * 16_384)
    }
    if rest.count >= 128 { result.append(0x80 | UInt8(truncatingIfNeeded: rest.count >> 8)) }
    return result + [UInt8(truncatingIfNeeded: rest.count)] + rest
  }

  /// A field `{id, criticality, value}`; criticality 0 reject, 1 ignore, 2 notify.
  private static func field(_ id: Int, _ criticality: UInt8, _ value: [UInt8]) -> [UInt8] {
    [UInt8(truncatingIfNeeded: id >> 8), UInt8(truncatingIfNeeded: id), criticality << 6] + counted(value)
  }

  /// An initiating message, criticality reject, with a container of these fields.
  private static func message(_ procedure: UInt8, _ transaction: [UInt8], _ fields: [[UInt8]], count: Int? = nil) -> [UInt8] {
    let count = count ?? fields.count
    let head: [UInt8] = [0x00, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
    return [0x00, procedure, 0x00] + transaction + counted(head + [UInt8](fields.joined()))
  }

  private static func ones(_ count: Int) -> [UInt8] { [UInt8](repeating: 0xFF, count: count) }

  /// What says nothing of a protocol (catalogue, row 11): for several subjects each of these reaches another.
  public static func octets(subjects: Int = 16) -> [Attack] {
    (0...8).map { Attack("11-length-\($0)", [UInt8](repeating: 0, count: $0)) }
      + (0..<max(16, subjects)).flatMap { first in
        [UInt8(0), 0x55, 0xFF].map {
          Attack("11-all-\(first)-\($0)", [UInt8(truncatingIfNeeded: first)] + [UInt8](repeating: $0, count: 4096))
        }
      }
  }

  /// What the head and the containers of every protocol with elementary procedures meet (catalogue, row 11).
  /// - Parameter transaction: what stands between criticality and message.
  public static func elementary(transaction: [UInt8] = []) -> [Attack] {
    let head = [0x00, 0x15, 0x00] + transaction
    func message(_ procedure: UInt8, _ fields: [[UInt8]], count: Int? = nil) -> [UInt8] {
      Self.message(procedure, transaction, fields, count: count)
    }
    return octets() + [
      Attack("11-choice-extension", hex: "80 00 00 02 00 00"), Attack("11-choice-extension-large", ones(8)),
      Attack("11-open-type-too-long", head + [0x7F, 0x00, 0x00, 0x00]), Attack("11-open-type-too-short", head + [0x01, 0x00, 0x00, 0x00]),
      Attack("11-open-type-empty", head + [0x00]), Attack("11-fragments-without-end", head + [0xC4, 0x00, 0x00]),
      Attack("11-fragment-of-zero", head + [0xC0, 0x00]), Attack("11-fragment-of-five", head + [0xC5, 0x00]),
      Attack("11-fragmented-open-type", head + [0xC1] + [UInt8](repeating: 0, count: 16_384) + [0x00]),
      Attack("11-nothing-mandatory", message(2, [])), Attack("11-count-without-fields", message(0, [], count: 65_535)),
      Attack("11-unknown-rejected", message(0, [field(65_000, 0, [1])])), Attack("11-unknown-ignored", message(0, [field(65_000, 1, [1])])),
      Attack("11-unknown-notified", message(0, [field(65_000, 2, [1])])),
      Attack("11-criticality-of-three", message(0, [field(65_000, 3, [1])])),
      Attack("11-thousand-unknown", message(0, [[UInt8]](repeating: field(65_000, 1, []), count: 1000))),
    ] + (0...255).map { Attack("11-empty-procedure-\($0)", message(UInt8(truncatingIfNeeded: $0), [])) }
  }

  /// NGAP (catalogue, rows 10, 11 and 14): whole messages but for what is wrong.
  public static var ngap: [Attack] {
    let address: [UInt8] = [0x00, 0x28, 0x00] + [UInt8](repeating: 1, count: 22)
    return elementary() + [
      Attack("10-largest-ue-ngap-ids", hex: "20290016000002 000a400680ffffffffff 00554005c0ffffffff"),
      Attack("10-amf-ue-ngap-id-of-six-octets", hex: "20290017000002 000a4007a0ffffffffffff 00554005c0ffffffff"),
      Attack("10-amf-ue-ngap-id-of-eight-octets", hex: "20290019000002 000a4009e0ffffffffffffffff 00554005c0ffffffff"),
      Attack("11-repeated-id", message(15, [], [field(85, 0, [0x00, 0x01]), field(85, 0, [0x00, 0x02])])),
      Attack("11-id-of-another-message", message(15, [], [field(57, 0, [0x00])])),
      // A gNB-ID is a bit string of 22 to 32 bits; here of 37, and cut.
      Attack("11-bit-string-beyond-bound", setup(hex: "0099f90778ffffffffff", oneArea)),
      Attack("11-bit-string-cut", setup(hex: "0099f90750", oneArea)),
      Attack("11-transport-address-of-161-bits", message(0, [], [field(6, 1, address)])),
      Attack("14-no-tai", setup(hex: "0099f9075000000001", [0x00])),
      Attack("14-256-tais-of-12-plmns", setup(hex: "0099f9075000000001", areas)),
    ]
  }

  /// NG SETUP REQUEST of this GlobalRANNodeID and SupportedTAList.
  private static func setup(hex node: String, _ areas: [UInt8]) -> [UInt8] {
    message(21, [], [field(27, 0, Hex.decode(node) ?? []), field(102, 0, areas), field(21, 1, [0x00])])
  }

  private static let oneArea: [UInt8] = [0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x99, 0xF9, 0x07, 0x00, 0x00, 0x00, 0x08]

  /// 256 tracking areas with 12 PLMNs of one slice each. A part's bits for what is optional stand in the last octet of the part before.
  private static var areas: [UInt8] {
    let plmn: [UInt8] = [0x99, 0xF9, 0x07, 0x00, 0x00, 0x00, 0x08]
    let area: [UInt8] = [0x00, 0x00, 0x01, 0xB0] + [UInt8]([[UInt8]](repeating: plmn, count: 12).joined())
    return [0xFF, 0x00] + [UInt8]([[UInt8]](repeating: area, count: 256).joined())
  }

  /// F1AP (catalogue, row 25): UL RRC MESSAGE TRANSFER of an unknown UE with a large container.
  public static var f1ap: [Attack] {
    let id: [UInt8] = [0xC0] + ones(4)
    let fields = [field(40, 0, id), field(41, 0, id), field(64, 0, [0x20]), field(50, 0, [0xA3, 0x29] + ones(9001))]
    return elementary() + [Attack("25-unknown-ue-and-container-of-9001-octets", message(13, [], fields))]
  }
}
