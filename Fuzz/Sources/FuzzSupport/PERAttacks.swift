import Base

/// Inputs that broke other decoders of aligned PER. The heads of NGAP, XnAP, F1AP and E1AP have one shape: choice, procedure code,
/// criticality, open type with a container of fields.
public enum PERAttacks {
  /// A PDU whose message is `body`.
  private static func pdu(_ choice: UInt8, _ procedure: UInt8, _ body: [UInt8]) -> [UInt8] {
    [choice, procedure, 0x00] + length(body.count) + body
  }

  /// A length of less than 16,384 (X.691 §11.9.3).
  private static func length(_ count: Int) -> [UInt8] {
    count < 128 ? [UInt8(truncatingIfNeeded: count)] : [0x80 | UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
  }

  /// A field `{id, criticality, value}`; criticality 0 reject, 1 ignore, 2 notify.
  private static func field(_ id: Int, _ criticality: UInt8, _ value: [UInt8]) -> [UInt8] {
    [UInt8(truncatingIfNeeded: id >> 8), UInt8(truncatingIfNeeded: id), criticality << 6] + length(value.count) + value
  }

  /// A message with a container of these fields.
  private static func message(_ choice: UInt8, _ procedure: UInt8, _ fields: [[UInt8]], count: Int? = nil) -> [UInt8] {
    let count = count ?? fields.count
    return pdu(choice, procedure, [0x00, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)] + fields.flatMap { $0 })
  }

  /// What says nothing of a protocol (catalogue, row 11): for several subjects each of these reaches another.
  public static let octets: [Attack] =
    (0...8).map { Attack("11-length-\($0)", [UInt8](repeating: 0, count: $0)) }
    + (0...15).flatMap { first in
      [UInt8(0), 0x55, 0xFF].map { Attack("11-all-\(first)-\($0)", [UInt8(first)] + [UInt8](repeating: $0, count: 4096)) }
    }

  /// What the head and the containers of every protocol with elementary procedures meet (catalogue, row 11).
  public static let elementary: [Attack] =
    octets + [
      Attack("11-choice-extension", hex: "80 00 00 02 00 00"), Attack("11-choice-extension-large", hex: "ff ff ff ff ff ff ff ff"),
      Attack("11-open-type-too-long", hex: "00 15 00 7f 00 00 00"), Attack("11-open-type-too-short", hex: "00 15 00 01 00 00 00"),
      Attack("11-open-type-empty", hex: "00 15 00 00"), Attack("11-fragments-without-end", hex: "00 15 00 c4 00 00"),
      Attack("11-fragment-of-zero", hex: "00 15 00 c0 00"), Attack("11-fragment-of-five", hex: "00 15 00 c5 00"),
      Attack("11-fragmented-open-type", [0x00, 0x15, 0x00, 0xC1] + [UInt8](repeating: 0, count: 16_384) + [0x00]),
      Attack("11-nothing-mandatory", message(0x00, 0, [])), Attack("11-count-without-fields", message(0x00, 0, [], count: 65_535)),
      Attack("11-unknown-rejected", message(0x00, 0, [field(65_000, 0, [1])])),
      Attack("11-unknown-ignored", message(0x00, 0, [field(65_000, 1, [1])])),
      Attack("11-unknown-notified", message(0x00, 0, [field(65_000, 2, [1])])),
      Attack("11-criticality-of-three", message(0x00, 0, [field(65_000, 3, [1])])),
      Attack("11-thousand-unknown", message(0x00, 0, [[UInt8]](repeating: field(65_000, 1, []), count: 1000))),
    ] + (0...255).map { Attack("11-empty-procedure-\($0)", message(0x00, UInt8(truncatingIfNeeded: $0), [])) }

  /// NGAP (catalogue, rows 10, 11 and 14).
  public static let ngap: [Attack] =
    elementary + [
      Attack("10-largest-amf-ue-ngap-id", message(0x00, 41, [field(10, 0, [0x80, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])])),
      Attack("10-amf-ue-ngap-id-of-six-octets", message(0x00, 41, [field(10, 0, [0xA0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])])),
      Attack("10-amf-ue-ngap-id-of-eight-octets", message(0x00, 41, [field(10, 0, [0xE0] + [UInt8](repeating: 0xFF, count: 8))])),
      Attack("10-largest-ran-ue-ngap-id", message(0x00, 41, [field(85, 0, [0xC0, 0xFF, 0xFF, 0xFF, 0xFF])])),
      Attack("11-repeated-id", message(0x00, 15, [field(85, 0, [0x00, 0x01]), field(85, 0, [0x00, 0x02])])),
      Attack("11-id-of-another-message", message(0x00, 15, [field(57, 0, [0x00])])),
      // A GlobalRANNodeID whose gNB-ID is a bit string of 22 to 32 bits, here with more octets than that and with none.
      Attack(
        "11-bit-string-beyond-bound", message(0x00, 21, [field(27, 0, [0x00, 0x99, 0xF9, 0x07, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])])),
      Attack("11-bit-string-cut", message(0x00, 21, [field(27, 0, [0x00, 0x99, 0xF9, 0x07, 0x50])])),
      Attack(
        "11-transport-address-of-161-bits", message(0x20, 14, [field(134, 0, [0x0F, 0x83, 0xF0] + [UInt8](repeating: 1, count: 21))])),
      Attack("14-no-tai", message(0x00, 21, [field(102, 0, [0x00])])),
      Attack("14-256-tais-of-12-plmns", message(0x00, 21, [field(102, 0, supportedTAs)])),
    ]

  /// SupportedTAList of 256 tracking areas with 12 PLMNs of one slice each.
  private static let supportedTAs: [UInt8] = {
    let slice: [UInt8] = [0x00, 0x08, 0x01]
    let plmn: [UInt8] = [0x00, 0x99, 0xF9, 0x07] + slice
    let area: [UInt8] = [0x00, 0x00, 0x00, 0x01, 0x58] + [UInt8]([[UInt8]](repeating: plmn, count: 12).joined())
    return [0xFF] + [UInt8]([[UInt8]](repeating: area, count: 256).joined())
  }()
}
