import Base
import FuzzSupport

/// The catalogue's inputs that concern requests of the service-based interface.
enum SBIAttacks {
  static var all: [Attack] { bodies + wrongTypes + requests + frames }

  private static func put(_ name: String, _ body: [UInt8]) -> Attack {
    let path = "/nnrf-nfm/v1/nf-instances/4947a69a-f61b-4bc1-b9da-47c9c5d14b64"
    return Attack(name, HTTP2Frames.request("PUT", path, contentType: "application/json", body: body))
  }

  private static func put(_ name: String, _ body: String) -> Attack { put(name, Array(body.utf8)) }

  /// Row 20.
  private static var bodies: [Attack] {
    let domains = (0..<9).map { "\"d\($0)\":{\"scpFqdn\":\"a.example\"}" }.joined(separator: ",")
    return [
      put("20-depth-60000", [UInt8](repeating: 0x5B, count: 60_000)),
      put("20-depth-10000-of-objects", String(repeating: "{\"a\":", count: 10_000)),
      put("20-body-above-the-limit", [UInt8](repeating: 0x20, count: (1 << 20) + 1)),
      put("20-duplicate-keys", #"{"nfType":"AMF","nfType":"SMF","nfType":"UPF"}"#),
      put("20-number-beyond-doubles", #"{"nfInstanceId":"4947a69a-f61b-4bc1-b9da-47c9c5d14b64","capacity":1e400}"#),
      put("20-nine-scp-domains", "{\"scpInfo\":{\"scpDomainInfoList\":{" + domains + "}}}"),
      put("20-number-of-many-digits", "{\"capacity\":" + String(repeating: "9", count: 10_000) + "}"),
      put("20-string-without-end", "{\"nfType\":\"" + String(repeating: "\\u0000", count: 500)),
      put("20-not-utf8", [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D]), put("20-empty-body", []),
    ]
  }

  /// Row 20: bodies that are valid but for one member, each of the schema in turn with each type.
  private static var wrongTypes: [Attack] {
    let profile: JSON = [
      "nfInstanceId": "4947a69a-f61b-4bc1-b9da-47c9c5d14b64", "nfType": "AMF", "nfStatus": "REGISTERED", "ipv4Addresses": ["127.0.0.1"],
    ]
    let context: JSON = [
      "servingNfId": "4947a69a-f61b-4bc1-b9da-47c9c5d14b64", "servingNetwork": ["mcc": "001", "mnc": "01"], "anType": "3GPP_ACCESS",
      "smContextStatusUri": "http://a.example/status",
    ]
    return SBIMembers.nfProfile.flatMap { member in
      replaced(member, profile).map { put("20-nf-profile-\(member)-\($0.name)", $0.body.octets) }
    }
      + SBIMembers.smContextCreateData.flatMap { member in
        replaced(member, context).map {
          Attack(
            "20-sm-context-\(member)-\($0.name)",
            HTTP2Frames.request(
              "POST", "/nsmf-pdusession/v1/sm-contexts", contentType: "application/json", body: $0.body.octets))
        }
      }
  }

  private static func replaced(_ member: String, _ body: JSON) -> [(name: String, body: JSON)] {
    let values: [(String, JSON)] = [
      ("object", .object(JSON.Object())), ("array", .array([])), ("number", 1), ("string", "x"), ("null", .null),
    ]
    guard case .object(let object) = body else { return [] }
    return values.map { name, value in
      var changed = object
      changed[member] = value
      return (name, .object(changed))
    }
  }

  private static var requests: [Attack] {
    let parts = Array("--b\r\n\r\n{}\r\n--b".utf8)
    return [
      Attack("20-path-of-percents", HTTP2Frames.request("GET", "/nnrf-nfm/v1/nf-instances/%%%zz%f", contentType: nil, body: [])),
      Attack(
        "20-multipart-without-end",
        HTTP2Frames.request("POST", "/nsmf-pdusession/v1/sm-contexts", contentType: "multipart/related; boundary=b", body: parts)),
    ]
  }

  /// A field of 4,000 octets that goes into the table, and 12,000 references to it.
  private static var hpackBomb: [UInt8] {
    let field: [UInt8] = [0x40, 0x01, 0x61, 0x7F, 0xA1, 0x1E] + [UInt8](repeating: 0x62, count: 4000)
    return HTTP2Frames.frame(type: 1, flags: 5, stream: 1, field + [UInt8](repeating: 0xBE, count: 12_000))
  }

  /// Row 22.
  private static var frames: [Attack] {
    var list: [Attack] = [
      Attack("22-continuations", HTTP2Frames.continuations(300)),
      Attack("22-frame-of-16-megabytes", hex: "ffffff 00 00 00000001"),
      Attack("22-settings-cut", hex: "000005 04 00 00000000 0001000000"),
      Attack("22-hpack-index-0", hex: "000001 01 05 00000001 80"),
      Attack("22-hpack-index-too-large", hex: "000006 01 05 00000001 ffffffffff0f"),
      Attack("22-hpack-table-size", hex: "000006 01 05 00000001 3fffffffff0f"),
      Attack("22-window-update-0", hex: "000004 08 00 00000000 00000000"),
      Attack("22-data-on-stream-0", hex: "000001 00 01 00000000 00"),
      Attack("22-hpack-bomb", hpackBomb), Attack("22-padding-beyond-frame", hex: "000002 00 09 00000001 ff00"),
    ]
    let streams = stride(from: 1, through: 599, by: 2)
    list.append(Attack("22-rapid-reset", streams.flatMap { HTTP2Frames.headersAndReset(stream: $0) }))
    list.append(Attack("22-streams", streams.flatMap { HTTP2Frames.openRequest(stream: $0) }))
    let head: [UInt8] = [0, 0, 4, 1, 5, 0, 0, 0, 1]
    for count in 0...head.count { list.append(Attack("22-frame-head-of-\(count)", Array(head.prefix(count)))) }
    return list
  }
}
