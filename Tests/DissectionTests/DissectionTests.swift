import Base
import GTPU
import NAS
import NGAP
import Testing

@testable import Dissection

/// Messages within messages, there and back.
struct DissectionTests {
  static let dissector = Dissector(MessageFormat.core)
  /// UL NAS TRANSPORT with PDU SESSION ESTABLISHMENT REQUEST.
  static let transport = "7e00670100122e0101c1ffff91a17b000780000d000010001201" + "81220101250908696e7465726e6574"

  static func octets(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

  /// Decodes, encodes again, and gives the JSON.
  static func there(_ hex: String, as key: String) throws -> DissectedMessage {
    let message = try dissector.decode(try octets(hex), as: key)
    #expect(Hex.encode(try dissector.encode(message.json, as: key)) == hex)
    // The text form is read back too.
    let parsed = try JSON(parsing: message.json.text(sorted: false), maximumDepth: 256)
    #expect(Hex.encode(try dissector.encode(parsed, as: key)) == hex)
    return message
  }

  static func protected(_ type: String, _ payload: String) -> String { "7e" + type + "11223344" + "05" + payload }

  static func names(_ message: DissectedMessage) -> [String] { message.names.map { "\($0.title) \($0.name)" } }

  /// INITIAL UE MESSAGE (TS 38.413 §9.2.5.1) around a NAS PDU.
  static func initialUEMessage(_ nas: JSON) throws -> String {
    let location: JSON = [
      "userLocationInformationNR": [
        "nR-CGI": ["pLMNIdentity": "99f907", "nRCellIdentity": "0000000010"], "tAI": ["pLMNIdentity": "99f907", "tAC": "000001"],
      ]
    ]
    let fields: [JSON] = [
      ["id": 85, "criticality": "reject", "value": 1], ["id": 38, "criticality": "reject", "value": nas],
      ["id": 121, "criticality": "reject", "value": location], ["id": 90, "criticality": "ignore", "value": "mo-Signalling"],
    ]
    let json: JSON = ["initiatingMessage": ["procedureCode": 15, "criticality": "ignore", "value": ["protocolIEs": .array(fields)]]]
    return Hex.encode(try dissector.encode(json, as: "ngap"))
  }

  @Test("NGAP, in it NAS, in it 5GSM (TS 38.413 §9.3.3.4, TS 24.501 §9.1.1, §9.11.3.39)")
  func ngapToSession() throws {
    let hex = try Self.initialUEMessage(.string(Self.protected("01", Self.transport)))
    let message = try Self.there(hex, as: "ngap")
    #expect(
      Self.names(message) == [
        "NGAP InitialUEMessage", "NAS SECURITY PROTECTED 5GS NAS MESSAGE", "NAS UL NAS TRANSPORT",
        "NAS PDU SESSION ESTABLISHMENT REQUEST",
      ])
    let nas = message.json["initiatingMessage"]?["value"]?["protocolIEs"]?[1]?["value"]?["nas"]
    let inner = nas?["securityProtectedNASMessage"]?["payload"]?["nas"]?["ulNASTransport"]?["payloadContainer"]?["nas"]
    #expect(inner?["pduSessionEstablishmentRequest"]?["pduSessionIdentity"] == 1)
    // Hexadecimal and JSON are the same message.
    #expect(try Self.initialUEMessage(try #require(message.json["initiatingMessage"]?["value"]?["protocolIEs"]?[1]?["value"])) == hex)
    let flat = try Self.dissector.decode(try Self.octets(hex), as: "ngap", isFlat: true)
    #expect(flat.names.count == 1 && flat.json["initiatingMessage"]?["value"]?["protocolIEs"]?[1]?["value"]?.stringValue != nil)
    #expect(message.json.outline.contains("pduSessionEstablishmentRequest"))
  }

  @Test("the QoS rules of a PDU SESSION ESTABLISHMENT ACCEPT appear in the DL NAS TRANSPORT (TS 24.501 §9.11.4.13)")
  func qosRules() throws {
    let accept =
      "2e0101c211000901000631310101ff090603f4240601f42905010a2d0002220401" + "0000ff790006092041010109" + "7b000880000d0408080808"
      + "250908696e7465726e6574"
    let message = try Self.there("7e006801" + Hex.encode([0, UInt8(accept.utf8.count / 2)]) + accept + "1201", as: "nas")
    let session = message.json["dlNASTransport"]?["payloadContainer"]?["nas"]?["pduSessionEstablishmentAccept"]
    #expect(session?["authorizedQoSRules"] != nil && session?["pduSessionIdentity"] == 1)
    let outline = message.json.outline
    #expect(outline.contains("authorizedQoSRules") && outline.contains("matchAll"), "\(outline)")
  }

  @Test("TS 24.501 §4.4.5: what the header calls ciphered is shown when it is readable, as an assumption, else stays octets and says so")
  func ciphered() throws {
    let readable = try Self.there(Self.protected("02", Self.transport), as: "nas")
    #expect(readable.json["securityProtectedNASMessage"]?["payload"]?["nasAssumingNEA0"]?["ulNASTransport"] != nil)
    let ciphered = try Self.there(Self.protected("02", "8fa317aa5c01"), as: "nas")
    #expect(ciphered.json["securityProtectedNASMessage"]?["payload"] == ["ciphered": "8fa317aa5c01"])
    #expect(Self.names(ciphered) == ["NAS SECURITY PROTECTED 5GS NAS MESSAGE"])
    let broken = try Self.there(Self.protected("01", "8fa317aa5c01"), as: "nas")
    #expect(broken.json["securityProtectedNASMessage"]?["payload"]?["octets"] == "8fa317aa5c01")
    #expect(broken.json["securityProtectedNASMessage"]?["payload"]?["problem"]?.stringValue?.contains("discriminator") == true)
  }

  @Test("the message container of SECURITY MODE COMPLETE (TS 24.501 §9.11.3.33)")
  func messageContainer() throws {
    let registration = "7e004179000d0199f9070000000000000000102e02f0f0"
    let message = try Self.there("7e005e71" + "0017" + registration, as: "nas")
    #expect(message.json["securityModeComplete"]?["nasMessageContainer"]?["nas"]?["registrationRequest"] != nil)
    let ciphered = try Self.there("7e004c070007f40043000000017100" + "04" + "deadbeef", as: "nas")
    #expect(ciphered.json["serviceRequest"]?["nasMessageContainer"] == ["ciphered": "deadbeef"], "\(ciphered.json)")
  }

  @Test("a sender's own way to encode: the message is shown, its octets are kept and count")
  func otherOctets() throws {
    // An SUCI in a NAS PDU whose criticality of a known IE is not the standard's: NGAP within NGAP (REROUTE NAS REQUEST).
    let inner = try Self.initialUEMessage(.string(Self.transport))
    var octets = try Self.octets(inner)
    octets += [0]
    let json: JSON = [
      "initiatingMessage": [
        "procedureCode": 36, "criticality": "reject",
        "value": [
          "protocolIEs": [
            ["id": 85, "criticality": "reject", "value": 1], ["id": 42, "criticality": "reject", "value": .string(Hex.encode(octets))],
            ["id": 3, "criticality": "reject", "value": "0040"],
          ]
        ],
      ]
    ]
    let hex = Hex.encode(try Self.dissector.encode(json, as: "ngap"))
    let message = try Self.there(hex, as: "ngap")
    let value = message.json["initiatingMessage"]?["value"]?["protocolIEs"]?[1]?["value"]
    #expect(value?["ngap"]?["initiatingMessage"] != nil && value?["octets"] == .string(Hex.encode(octets)))
    #expect(Self.names(message).contains("NGAP InitialUEMessage"))
  }

  @Test("transparent containers are NGAP types of their own (TS 38.413 §9.3.1.20)")
  func transparentContainer() throws {
    let cell: JSON = ["nR-CGI": ["pLMNIdentity": "99f907", "nRCellIdentity": "0000000010"]]
    let container: JSON = [
      "SourceNGRANNode-ToTargetNGRANNode-TransparentContainer": [
        "rRCContainer": "0102", "targetCell-ID": cell,
        "uEHistoryInformation": [
          [
            "lastVisitedCellInformation": [
              "nGRANCell": ["globalCellID": cell, "cellType": ["cellSize": "small"], "timeUEStayedInCell": 5]
            ]
          ]
        ],
      ]
    ]
    let status: JSON = [
      "initiatingMessage": [
        "procedureCode": 12, "criticality": "reject",
        "value": [
          "protocolIEs": [
            ["id": 10, "criticality": "reject", "value": 1], ["id": 85, "criticality": "reject", "value": 1],
            ["id": 29, "criticality": "reject", "value": "intra5gs"],
            ["id": 15, "criticality": "ignore", "value": ["radioNetwork": "handover-desirable-for-radio-reason"]],
            [
              "id": 105, "criticality": "reject",
              "value": [
                "targetRANNodeID": [
                  "globalRANNodeID": [
                    "globalGNB-ID": ["pLMNIdentity": "99f907", "gNB-ID": ["gNB-ID": ["value": "000001", "length": 24]]]
                  ],
                  "selectedTAI": ["pLMNIdentity": "99f907", "tAC": "000001"],
                ]
              ],
            ],
            [
              "id": 61, "criticality": "reject",
              "value": [["pDUSessionID": 1, "handoverRequiredTransfer": ["HandoverRequiredTransfer": [:]]]],
            ], ["id": 101, "criticality": "reject", "value": container],
          ]
        ],
      ]
    ]
    let message = try Self.there(Hex.encode(try Self.dissector.encode(status, as: "ngap")), as: "ngap")
    #expect(Self.names(message).first == "NGAP HandoverRequired")
    let value = message.json["initiatingMessage"]?["value"]?["protocolIEs"]?[6]?["value"]
    #expect(value?["SourceNGRANNode-ToTargetNGRANNode-TransparentContainer"]?["rRCContainer"] == "0102", "\(message.json)")
  }

  @Test("the packet in a G-PDU: IPv4 and IPv6, ICMP, UDP and TCP, with options and wrong lengths")
  func packets() throws {
    let ipv4 = "4500001c000040004001aaaa0a2d00020a620002"
    let messages = [
      ("ICMP 10.45.0.2 to 10.98.0.2", ipv4 + "0800f7ff00000000"),
      ("UDP 10.45.0.2 to 10.98.0.2", ipv4.replacing("4001", with: "4011") + "003500360008abcd" + "0102"),
      (
        "TCP 10.45.0.2 to 10.98.0.2",
        "46b8ffff000040004006aaaa0a2d00020a62000201010101" + "1f90005000000001000000026012ffff1234000002040000" + "6162"
      ),
      (
        "ICMPv6 fd00::1 to fd00::2",
        "6012345600083aff" + "fd000000000000000000000000000001fd000000000000000000000000000002" + "8000abcd00000000"
      ),
      ("IPv4 10.45.0.2 to 10.98.0.2", ipv4.replacing("4000", with: "2001") + "aabb"), ("IPv4 10.45.0.2 to 10.98.0.2", ipv4),
    ]
    for (name, packet) in messages {
      let octets = try Self.octets(packet)
      let hex = "30ff" + Hex.encode([UInt8(octets.count >> 8), UInt8(octets.count & 255)]) + "00000001" + packet
      let message = try Self.there(hex, as: "gtpu")
      #expect(Self.names(message) == ["GTP-U G-PDU", "IP " + name])
      #expect(message.json["gPDU"]?["octets"] == nil)
    }
    let ethernet = try Self.there("30ff000400000001" + "ffffffff", as: "gtpu")
    #expect(ethernet.json["gPDU"] == "ffffffff")
  }

  @Test("PFCP and GTP-U have the names of their messages")
  func names() throws {
    #expect(Self.names(try Self.there("2001000c00000100006000041a2b3c4d", as: "pfcp")) == ["PFCP Heartbeat Request"])
    #expect(Self.names(try Self.there("320100040000000000010000", as: "gtpu")) == ["GTP-U Echo Request"])
  }

  @Test("JSON that is no such message names its place; depth is bounded")
  func mistakes() throws {
    let container: JSON = ["nas": ["ulNASTransport": [:]]]
    let json: JSON = ["ulNASTransport": ["payloadContainerType": "n1SMInformation", "payloadContainer": container]]
    #expect(throws: ConversionProblem.self) { _ = try Self.dissector.encode(json, as: "nas") }
    var deep: JSON = .string(Self.transport)
    for _ in 0..<40 {
      deep = [
        "securityProtectedNASMessage": [
          "securityHeaderType": 1, "messageAuthenticationCode": "11223344", "sequenceNumber": 5, "payload": ["nas": deep],
        ]
      ]
    }
    #expect(throws: ConversionProblem.self) { _ = try Self.dissector.encode(deep, as: "nas") }
    var hex = Self.transport
    for _ in 0..<40 { hex = Self.protected("01", hex) }
    #expect(try Self.there(hex, as: "nas").names.count == Dissector.maximumDepth)
    #expect(throws: ConversionProblem.self) { _ = try Self.dissector.decode([], as: "lpp") }
  }

  @Test("every row of the table cites its clause, and no row hides another")
  func table() {
    var seen: Set<String> = []
    for rule in ContainedMessages.all {
      #expect(rule.clause.hasPrefix("TS ") && rule.clause.contains("§"))
      #expect(seen.insert("\(rule.parent) \(rule.field) \(rule.within ?? "") \(rule.when.map { "\($0)" } ?? "")").inserted)
    }
    #expect(ContainedMessages.all.count > 80)
  }

  @Test("changed octets of nested messages are decoded or refused, and what is decoded is encoded as it was")
  func anyOctets() throws {
    var generator = SeededGenerator(seed: 3)
    let original = try Self.octets(try Self.initialUEMessage(.string(Self.protected("02", Self.transport))))
    var decoded = 0
    for _ in 0..<400 {
      var octets = original
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        octets[Int.random(in: 0..<octets.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      guard let message = try? Self.dissector.decode(octets, as: "ngap"),
        let flat = try? Self.dissector.decode(octets, as: "ngap", isFlat: true)
      else { continue }
      decoded += 1
      #expect(try Self.dissector.encode(message.json, as: "ngap") == Self.dissector.encode(flat.json, as: "ngap"))
    }
    #expect(decoded > 20)
  }
}
