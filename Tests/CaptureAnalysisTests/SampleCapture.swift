import Base
import Capture
import Dissection

@testable import CaptureAnalysis

/// A small network in a capture, made by the project's own writer: a gNB sets N2 up, a UE registers and gets a PDU session.
///
/// `Oracle/network.pcapng` is this capture, for tshark and for people; the tests compare both.
struct SampleCapture {
  private static let amf = SocketAddress(.v4(0x0A63_0001), port: 38_412)
  private static let gNB = SocketAddress(.v4(0x0A63_000B), port: 9_487)
  private static let dissector = Dissector(MessageFormat.core + [.sbi] + MessageFormat.n2Information)
  private var writer = PcapngWriter()
  private var file: [UInt8]
  private var time: UInt64 = 1_767_225_600_000_000_000
  private var transmission: [SocketAddress: UInt32] = [:]
  private var connections = TCPStreams()

  /// The octets of the file.
  static func octets() throws -> [UInt8] {
    var capture = SampleCapture()
    try capture.write()
    return capture.file
  }

  private init() {
    file = writer.header(application: "vitrum")
    file += writer.addInterface(name: "any", linkType: .raw)
  }

  private mutating func add(_ packet: [UInt8]) throws {
    time += 1_234_567
    file += try writer.packet(packet, interface: 0, at: WallTime(nanosecondsSince1970: time))
  }

  private mutating func sctp(_ octets: [UInt8], isUplink: Bool, identifier: UInt32 = 60) throws {
    let source = isUplink ? Self.gNB : Self.amf
    let number = (transmission[source] ?? 0) + 1
    transmission[source] = number
    try add(
      PacketBuilder.sctp(
        octets, from: source, to: isUplink ? Self.amf : Self.gNB, tsn: number, stream: 1, sequence: UInt16(number),
        payloadProtocolID: identifier))
  }

  private mutating func udp(_ hex: String, port: UInt16) throws {
    let (a, b) = (SocketAddress(.v4(0x7F00_0005), port: port), SocketAddress(.v4(0x7F00_0006), port: port))
    try add(PacketBuilder.udp(Hex.decode(hex) ?? [], from: a, to: b))
  }

  private mutating func tcp(_ octets: [UInt8], fromClient: Bool) throws {
    let (client, server) = (SocketAddress(.v4(0x7F00_0001), port: 50_000), SocketAddress(.v4(0x7F00_000A), port: 7_777))
    for segment in try connections.segments(octets, from: fromClient ? client : server, to: fromClient ? server : client) {
      try add(segment)
    }
  }

  private static func ngap(_ kind: String, _ procedure: Int, _ criticality: String, _ fields: [(Int, String, JSON)]) throws -> [UInt8] {
    let list: [JSON] = fields.map { ["id": .int($0.0), "criticality": .string($0.1), "value": $0.2] }
    let message: JSON = ["procedureCode": .int(procedure), "criticality": .string(criticality), "value": ["protocolIEs": .array(list)]]
    var object = JSON.Object()
    object[kind] = message
    return try dissector.encode(.object(object), as: "ngap")
  }

  private static let identifiers: [(Int, String, JSON)] = [(10, "reject", 1), (85, "reject", 1)]
  private static let location: JSON = [
    "userLocationInformationNR": [
      "nR-CGI": ["pLMNIdentity": "99f907", "nRCellIdentity": "0000000010"], "tAI": ["pLMNIdentity": "99f907", "tAC": "000001"],
    ]
  ]
  private static let session = "2e0101c1ffff91a17b000780000d00001000"
  private static let accept =
    "2e0101c211000901000631310101ff090603f4240601f42905010a2d0002220401" + "0000ff790006092041010109" + "7b000880000d0408080808"
    + "250908696e7465726e6574"
  private static let transfer: JSON = [
    "PDUSessionResourceSetupRequestTransfer": [
      "protocolIEs": [
        [
          "id": 139, "criticality": "reject",
          "value": ["gTPTunnel": ["transportLayerAddress": ["value": "0a630001", "length": 32], "gTP-TEID": "00000001"]],
        ], ["id": 134, "criticality": "reject", "value": "ipv4"],
        [
          "id": 136, "criticality": "reject",
          "value": [
            [
              "qosFlowIdentifier": 9,
              "qosFlowLevelQosParameters": [
                "qosCharacteristics": ["nonDynamic5QI": ["fiveQI": 9]],
                "allocationAndRetentionPriority": [
                  "priorityLevelARP": 8, "pre-emptionCapability": "shall-not-trigger-pre-emption",
                  "pre-emptionVulnerability": "not-pre-emptable",
                ],
              ],
            ]
          ],
        ],
      ]
    ]
  ]

  private mutating func write() throws {
    let setup = "00150030000004001b00080099f90710000001005240070200676e622d310066000d00000000010099f907000000080015400140"
    try sctp(Hex.decode(setup) ?? [], isUplink: true)
    try sctp(
      Self.ngap(
        "initiatingMessage", 15, "ignore",
        [
          (85, "reject", 1), (38, "reject", "7e004179000d0199f9070000000000000000102e02f0f0"), (121, "reject", Self.location),
          (90, "ignore", "mo-Signalling"),
        ]), isUplink: true)
    try sctp(
      Self.ngap(
        "initiatingMessage", 4, "ignore",
        Self.identifiers + [
          (
            38, "reject",
            .string("7e005600020000" + "21" + String(repeating: "23", count: 16) + "2010" + String(repeating: "55", count: 16))
          )
        ]),
      isUplink: false)
    let transport = "7e021122334405" + "7e00670100" + "12" + Self.session + "120181220101250908696e7465726e6574"
    let uplink = Self.identifiers + [(38, "reject", .string(transport)), (121, "ignore", Self.location)]
    try sctp(Self.ngap("initiatingMessage", 46, "ignore", uplink), isUplink: true)
    try sctp(
      Self.ngap(
        "initiatingMessage", 46, "ignore",
        Self.identifiers + [(38, "reject", "7e0211223344068fa317aa5c01"), (121, "ignore", Self.location)]),
      isUplink: true)
    try sbi()
    try udp("2001000c00000100006000041a2b3c4d", port: 8_805)
    try udp("2002000c00000100006000041a2b3c4d", port: 8_805)
    let nas = "7e021122334407" + "7e006801" + Hex.encode([0, UInt8(Self.accept.count / 2)]) + Self.accept + "1201"
    let item: JSON = [
      "pDUSessionID": 1, "pDUSessionNAS-PDU": .string(nas), "s-NSSAI": ["sST": "01"],
      "pDUSessionResourceSetupRequestTransfer": Self.transfer,
    ]
    try sctp(Self.ngap("initiatingMessage", 29, "reject", Self.identifiers + [(74, "reject", [item])]), isUplink: false)
    try udp("320100040000000000010000", port: 2_152)
    try udp("30ff001c00000001" + "4500001c00004000400126570a2d00020a620002" + "0800f7ff00000000", port: 2_152)
    // What nobody should send: an NGAP PDU that ends too soon.
    try sctp([0, 21, 0, 48, 0], isUplink: true)
  }

  private mutating func sbi() throws {
    var (client, server) = (HTTP2Writer(), HTTP2Writer())
    let part = "application/vnd.3gpp"
    let create: JSON = [
      "body": ["supi": "imsi-999700000000001", "pduSessionId": 1, "dnn": "internet", "n1SmMsg": ["contentId": "n1"]],
      "parts": [["contentID": "n1", "contentType": .string("\(part).5gnas"), "content": .string(Self.session)]],
    ]
    let transfer = Hex.encode(
      try Self.dissector.encode(
        Self.transfer["PDUSessionResourceSetupRequestTransfer"] ?? .null, as: "PDUSessionResourceSetupRequestTransfer"))
    let update: JSON = [
      "body": ["n2SmInfo": ["contentId": "n2"], "n2SmInfoType": "PDU_RES_SETUP_REQ"],
      "parts": [["contentID": "n2", "contentType": .string("\(part).ngap"), "content": .string(transfer)]],
    ]
    let related = "multipart/related; boundary=vitrum-part-0"
    try tcp(
      HTTP2Direction.preface + HTTP2Tests.settings
        + client.message(
          [(":method", "POST"), (":path", "/nsmf-pdusession/v1/sm-contexts"), (":scheme", "http"), ("content-type", related)],
          try Self.dissector.encode(create, as: "sbi"), stream: 1), fromClient: true)
    try tcp(
      HTTP2Tests.settings
        + server.message([(":status", "201"), ("content-type", related)], try Self.dissector.encode(update, as: "sbi"), stream: 1),
      fromClient: false)
    try tcp(
      client.message([(":method", "GET"), (":path", "/nnrf-disc/v1/nf-instances?target-nf-type=UDM"), (":scheme", "http")], [], stream: 3),
      fromClient: true)
    try tcp(
      server.message(
        [(":status", "404"), ("content-type", "application/problem+json")], Array("{\"status\":404,\"cause\":\"CONTEXT_NOT_FOUND\"}".utf8),
        stream: 3),
      fromClient: false)
  }
}
