import Base
import Testing

@testable import NAS

/// TS 24.011 and TS 23.040.
@Suite struct SMSTests {
  private func check(_ hex: String, _ message: SMSMessage, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let octets = try #require(Hex.decode(hex), sourceLocation: sourceLocation)
    #expect(try SMSMessage(decoding: octets) == message, sourceLocation: sourceLocation)
    #expect(Hex.encode(try message.encode()) == Hex.encode(octets), sourceLocation: sourceLocation)
    #expect(try SMSMessage(json: JSON(parsing: message.json.text())) == message, "\(message)", sourceLocation: sourceLocation)
    for count in 0..<octets.count { _ = try? SMSMessage(decoding: Array(octets.prefix(count))) }
    for bit in 0..<(octets.count * 8) {
      var changed = octets
      changed[bit / 8] ^= 0x80 >> UInt8(bit % 8)
      guard let other = try? SMSMessage(decoding: changed) else { continue }
      let again = try other.encode()
      #expect(try SMSMessage(decoding: again) == other, "\(Hex.encode(changed))")
      #expect(try SMSMessage(json: other.json) == other, "\(other.json)")
    }
  }

  private let time = UniversalTimeAndLocalTimeZone(octets: [0x62, 0x11, 0x32, 0x02, 0x24, 0x95, 0x40])

  @Test("SMS-SUBMIT in the GSM alphabet (§9.2.2.2)")
  func submit() throws {
    let (scheme, data) = try #require(TransferUserData.text("hellohello"))
    #expect(Hex.encode(data.octets) == "e8329bfd4697d9ec37" && data.length == 10)
    let pdu = SMSSubmit(
      messageReference: 5, destinationAddress: try #require(TransferAddress(number: "46708251358")), dataCodingScheme: scheme,
      userData: data, validityPeriod: .relative(0xAA))
    try check(
      "0901" + "21" + "0007" + "00" + "059164070000" + "17" + "1105" + "0b916407281553f8" + "0000aa0a" + "e8329bfd4697d9ec37",
      SMSMessage(
        transactionIdentifier: 0,
        body: .data(.dataFromUE(reference: 7, serviceCentre: try #require(RPAddress(number: "46700000")), .submit(pdu)))))
    #expect(pdu.userData.text(scheme, hasHeader: false) == "hellohello")
  }

  @Test("SMS-DELIVER in UCS2 (§9.2.2.1)")
  func deliver() throws {
    let (scheme, data) = try #require(TransferUserData.text("网络"))
    var pdu = SMSDeliver(
      originatingAddress: try #require(TransferAddress(number: "46708251358")), dataCodingScheme: scheme, serviceCentreTimeStamp: time,
      userData: data)
    pdu.statusReportIndication = true
    let message = SMSMessage(
      transactionIdentifier: 8,
      body: .data(.dataFromNetwork(reference: 2, serviceCentre: try #require(RPAddress(number: "46700000")), .deliver(pdu))))
    try check(
      "8901" + "21" + "0102" + "059164070000" + "00" + "17" + "24" + "0b916407281553f8" + "0008" + "62113202249540" + "047f517edc", message)
    #expect(message.description.contains("text: 网络") && message.description.contains("46708251358"))
  }

  @Test("Acknowledgements, errors, SMMA and reports (TS 24.011 §7.2, §7.3, TS 23.040 §9.2.2)")
  func reports() throws {
    try check("0904", SMSMessage(transactionIdentifier: 0, body: .acknowledgement))
    try check("891016", SMSMessage(transactionIdentifier: 8, body: .error(.congestion)))
    func data(_ message: RPMessage) -> SMSMessage { SMSMessage(transactionIdentifier: 0, body: .data(message)) }
    try check(
      "0901" + "06" + "0203" + "4102" + "0000", data(.acknowledgement(fromNetwork: false, reference: 3, .deliverReport(SMSReport()))))
    // TP-PI with a reserved bit, or extended: what follows the user data is discarded (TS 23.040 §9.2.3.27).
    for hex in ["0901080203" + "4104" + "0008aabb", "0901080203" + "4104" + "008001aa"] {
      let message = data(.acknowledgement(fromNetwork: false, reference: 3, .deliverReport(SMSReport())))
      #expect(try SMSMessage(decoding: try #require(Hex.decode(hex))) == message)
    }
    try check("0901" + "02" + "0303", data(.acknowledgement(fromNetwork: true, reference: 3, nil)))
    try check("0901" + "02" + "0601", data(.memoryAvailable(reference: 1)))
    try check(
      "0901" + "10" + "0504" + "0115" + "410a" + "01c000" + "62113202249540",
      data(
        .error(
          fromNetwork: true, reference: 4, RPCause(value: 21),
          .submitReport(SMSReport(failureCause: 0xC0, serviceCentreTimeStamp: time)))))
    let address = try #require(TransferAddress(number: "46708251358"))
    let centre = try #require(RPAddress(number: "46700000"))
    try check(
      "0901" + "23" + "0102" + "059164070000" + "00" + "19" + "0605" + "0b916407281553f8" + "62113202249540" + "62113202249540" + "00",
      data(
        .dataFromNetwork(
          reference: 2, serviceCentre: centre,
          .statusReport(
            SMSStatusReport(
              messageReference: 5, recipientAddress: address, serviceCentreTimeStamp: time, dischargeTime: time, status: 0)))))
    var command = SMSCommand(messageReference: 1, commandType: 2, messageNumber: 5, destinationAddress: address)
    command.statusReportRequest = true
    try check(
      "0901" + "18" + "0007" + "00" + "059164070000" + "0e" + "2201000205" + "0b916407281553f8" + "00",
      data(.dataFromUE(reference: 7, serviceCentre: centre, .command(command))))
    try check(
      "0901" + "09" + "0007" + "00" + "0291ff" + "0203ff",
      data(
        .dataFromUE(reference: 7, serviceCentre: RPAddress(numberType: .internationalNumber, octets: [0xFF]), .other([3, 0xFF]))))
  }

  @Test("The GSM alphabet with its extension table, and text behind a user data header (TS 23.038 §6.2.1, TS 23.040 §9.2.3.24)")
  func text() throws {
    for text in ["", "a", "12345678", "{[€]}", "\\^~|", "Ünïted", "😀"] {
      let (scheme, data) = try #require(TransferUserData.text(text))
      #expect(data.text(scheme, hasHeader: false) == text)
    }
    #expect(TransferUserData.text(String(repeating: "a", count: 161)) == nil)
    #expect(TransferUserData.text(String(repeating: "网", count: 71)) == nil)
    let header: [UInt8] = [5, 0, 3, 1, 2, 1]
    let septets = [UInt8](repeating: 0, count: 7) + (try #require(GSMDefaultAlphabet.septets("hi")))
    var octets = GSMDefaultAlphabet.pack(septets)
    octets.replaceSubrange(0..<6, with: header)
    let data = TransferUserData(length: 9, octets: octets)
    #expect(data.text(DataCodingScheme(.gsm7Bit), hasHeader: true) == "hi")
    #expect(data.headerElements(hasHeader: true).map(\.contents) == [[1, 2, 1]])
    #expect(TransferUserData(length: 2, octets: [0, 0x68]).headerElements(hasHeader: true).isEmpty)
    #expect(TransferUserData(length: 255, octets: []).text(DataCodingScheme(.gsm7Bit), hasHeader: true) == "")
    #expect(TransferUserData(length: 255, octets: [255]).text(DataCodingScheme(.ucs2), hasHeader: true) == "")
  }

  @Test("What has no coding throws; what is no SMS is refused")
  func errors() throws {
    let centre = RPAddress(numberType: .unknown, octets: [UInt8](repeating: 0, count: 300))
    for message: RPMessage in [
      .dataFromUE(reference: 1, serviceCentre: centre, .other([])),
      .acknowledgement(fromNetwork: true, reference: 1, .other([UInt8](repeating: 0, count: 300))),
      .error(fromNetwork: false, reference: 1, RPCause(value: 255), nil),
      .acknowledgement(fromNetwork: true, reference: 1, .deliverReport(SMSReport())),
      .error(fromNetwork: true, reference: 1, RPCause(value: 1), .submitReport(SMSReport())),
    ] {
      #expect(throws: NASError.self) { try message.encode() }
    }
    #expect(throws: NASError.self) { try SMSMessage(transactionIdentifier: 16, body: .acknowledgement).encode() }
    #expect(throws: NASError.unexpectedProtocolDiscriminator(8)) { try SMSMessage(decoding: [8, 1]) }
    #expect(throws: NASError.messageTypeNonExistent(2)) { try SMSMessage(decoding: [9, 2]) }
  }
}
