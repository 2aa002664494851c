import Base
import Testing

@testable import SBI

@Suite("Multipart bodies and URIs (TS 29.500 §6.1.2.4)")
struct TransportTests {
  static let message = SBIMultipart(
    root: ["n1SmMsg": ["contentId": "n1"]],
    parts: [.nas([0x2E, 0x01, 0x01, 0xC1, 0x0D, 0x0A, 0x2D, 0x2D], contentID: "n1"), .ngap([], contentID: "n2")])

  @Test("Multipart octets read back to the same parts")
  func multipartRoundTrip() throws {
    let body = SBIBody(octets: Self.message.encode(), contentType: Self.message.contentType)
    #expect(try body.parsed() == Self.message)
  }

  @Test("A part that contains the boundary gets another boundary")
  func boundaryInPart() throws {
    let message = SBIMultipart(root: [:], parts: [.nas(Array("\r\n--vitrum-part-0\r\n".utf8), contentID: "a")])
    #expect(!message.contentType.contains("part-0"))
    #expect(try SBIMultipart(decoding: message.encode(), contentType: message.contentType) == message)
  }

  @Test("Quoted boundary, start parameter, preamble, brackets and folded case are understood (RFC 2387)")
  func foreignMultipart() throws {
    let text = """
      preamble\r\n--b=1 \r\nCONTENT-TYPE: application/vnd.3gpp.5gnas\r\ncontent-id: <m>\r\n\r\n\u{7E}\u{00}\r
      --b=1\r\nContent-Type: application/json; charset=utf-8\r\nContent-ID: <root>\r\n\r\n{"a":1}\r\n--b=1--\r\nepilogue
      """
    let body = try SBIMultipart(decoding: Array(text.utf8), contentType: #"Multipart/Related; start="<root>"; Boundary="b=1""#)
    #expect(body.root == ["a": 1])
    #expect(body.parts == [.nas([0x7E, 0x00], contentID: "m")])
  }

  @Test("Every truncation and every single-octet change of a multipart body gives a value or an error")
  func malformedMultipart() {
    let octets = Self.message.encode()
    for count in octets.indices {
      #expect(throws: SBIError.self) {
        let cut = try SBIMultipart(decoding: Array(octets[..<count]), contentType: Self.message.contentType)
        // Only the epilogue may be missing.
        if count >= octets.count - 2, cut == Self.message { throw SBIError.malformedMultipart("") }
      }
    }
    for index in octets.indices {
      for byte: UInt8 in [0, 0x0A, 0x0D, 0x2D, 0x3A, 0xFF] {
        var changed = octets
        changed[index] = byte
        _ = try? SBIMultipart(decoding: changed, contentType: Self.message.contentType)
      }
    }
  }

  @Test(
    "Multipart bodies without boundary, root, Content-ID or with too many parts are refused",
    arguments: [
      ("multipart/related", "--a\r\n\r\n{}\r\n--a--"),
      ("multipart/related; boundary=a", "--a--\r\n"),
      ("multipart/related; boundary=a", "--a\r\nContent-Type: text/plain\r\n\r\n{}\r\n--a--"),
      ("multipart/related; boundary=a", "--a\r\nContent-Type: application/json\r\n\r\n{}\r\n--a\r\n\r\nx\r\n--a--"),
      ("multipart/related; boundary=a", "--a\r\nContent-Type: application/json\r\n\r\n{"),
      ("multipart/related; boundary=a; start=z", "--a\r\nContent-Type: application/json\r\n\r\n{}\r\n--a--"),
      (
        "multipart/related; boundary=a",
        "--a\r\nContent-Type: application/json\r\n\r\n{}" + String(repeating: "\r\n--a\r\nContent-ID: b\r\n\r\n", count: 40)
      ),
    ])
  func refusedMultipart(_ contentType: String, _ text: String) {
    #expect(throws: SBIError.self) { try SBIMultipart(decoding: Array(text.utf8), contentType: contentType) }
  }

  @Test("Depth 100,000, duplicate members and bodies over the limit are refused (ATTACKS row 20)")
  func attacks() {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    #expect(throws: SBIError.self) { try SBIBody.octets(deep, contentType: "application/json").parsed() }
    #expect(throws: SBIError.self) { try SBIBody.octets(Array(#"{"a":1,"a":2}"#.utf8), contentType: "application/json").parsed() }
    let limits = SBILimits(maximumBodyOctets: 1000)
    #expect(throws: SBIError.tooLarge(limitOctets: 1000)) {
      try SBIBody.octets([UInt8](repeating: 0x20, count: 1001), contentType: "application/json").parsed(limits: limits)
    }
    #expect(throws: SBIError.unsupportedMediaType("text/plain")) { try SBIBody.octets([1], contentType: "text/plain").parsed() }
  }

  @Test("Percent-encoding is its own inverse; broken escapes are refused")
  func percentEncoding() {
    for text in ["imsi-999700000000001", "a/b c%", "ü€😀", "nai-x@y", ""] { #expect(SBIURI.decode(SBIURI.encode(text)) == text) }
    #expect(SBIURI.encode("a/b") == "a%2Fb")
    for text in ["%", "%4", "%zz", "%ff"] { #expect(SBIURI.decode(text) == nil) }
    #expect(SBIURI.lastSegment("http://a:1/x/y%2Fz?q=1") == "y/z")
    #expect(SBIURI.lastSegment("") == "")
    #expect(throws: SBIError.self) { try SBIURI.split("ftp://a/b") }
    #expect(throws: SBIError.self) { try SBIURI.split("http://") }
    #expect(throws: SBIError.self) { try SBIURI.split("http://a\r\nb/") }
  }
}
