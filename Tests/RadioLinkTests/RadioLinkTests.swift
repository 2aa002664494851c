import Base
import Testing

@testable import RadioLink

private let plmn = PLMNIdentity(mcc: "999", mnc: "70")!

private let samples: [RadioMessage] = [
  .systemInformationRequest,
  .systemInformation(
    SystemInformation(networks: [.init(plmn: plmn, tac: 1), .init(plmn: plmn, tac: 0xFFFFFF)], cellIdentity: 0x12_3456_789, isBarred: true)),
  .paging([0x0000_0400_0000_0001, 0xFFFF_FFFF_FFFF]),
  .setupRequest(establishmentCause: .moData, identity: .randomValue(0x7F_FFFF_FFFF)),
  .setupRequest(establishmentCause: .mcsPriorityAccess, identity: .fiveGSTMSIPart1(3)),
  .setup,
  .setupComplete(
    SetupComplete(
      selectedPLMN: plmn, registeredAMF: GUAMI(plmn: plmn, amfRegionID: 2, amfSetID: 0x3FF, amfPointer: 0x3F), isMappedGUAMI: true,
      fiveGSTMSI: 0x1234_5678_9ABC, snssais: [SNSSAI(sst: 1), SNSSAI(sst: 2, sd: 0xABCDEF)], nas: [0x7E, 0, 0x41])),
  .setupComplete(SetupComplete(selectedPLMN: plmn, nas: [])),
  .reject(waitTimeSeconds: 16),
  .securityModeCommand(ASSecurityAlgorithms(ciphering: 2, integrity: 2)),
  .securityModeComplete, .securityModeFailure, .ueCapabilityEnquiry, .ueCapabilityInformation([1, 2, 3]),
  .reconfiguration(
    Reconfiguration(
      addedBearers: [.init(identity: 1, pduSessionID: 5, qosFlowIdentifiers: [1, 63])], releasedBearers: [2], nas: [[1], [2, 3]])),
  .reconfigurationComplete, .ulInformationTransfer([9]), .dlInformationTransfer([8]), .release,
  .userData(pduSessionID: 1, qosFlowIdentifier: 9, packet: Array(repeating: 0x45, count: 1500)),
]

@Suite struct RadioFrameTests {
  @Test(arguments: samples) func everyMessageSurvivesItsOctets(message: RadioMessage) throws {
    for content in [RadioFrame.Content.unacknowledged(message), .acknowledged(sequenceNumber: 0xFFFE, message), .acknowledgement(next: 7)] {
      let frame = RadioFrame(connection: 0xDEAD_BEEF, content: content)
      #expect(try RadioFrame(decoding: frame.encode()) == frame)
    }
  }

  @Test(arguments: samples) func everyTruncationIsRefused(message: RadioMessage) throws {
    let octets = try RadioFrame(connection: 1, content: .unacknowledged(message)).encode()
    if case .userData = message { return }
    for count in 0..<octets.count {
      #expect(throws: RadioLinkError.self) { try RadioFrame(decoding: Array(octets.prefix(count))) }
    }
    #expect(throws: RadioLinkError.trailingOctets) { try RadioFrame(decoding: octets + [0]) }
  }

  @Test func anyOctetsGiveAValueOrAnError() throws {
    var generator = SeededGenerator(seed: 4)
    var decoded = 0
    for _ in 0..<20_000 {
      var octets = try RadioFrame(connection: 1, content: .acknowledged(sequenceNumber: 0, samples.randomElement(using: &generator)!))
        .encode()
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        octets[Int.random(in: 0..<min(octets.count, 64), using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      guard let frame = try? RadioFrame(decoding: octets) else { continue }
      decoded += 1
      #expect(try RadioFrame(decoding: frame.encode()) == frame)
    }
    #expect(decoded > 1000)
  }

  @Test func oversizedMessagesAreRefused() {
    let long = [UInt8](repeating: 0, count: 65_536)
    #expect(throws: RadioLinkError.tooLong(field: "nas")) {
      try RadioFrame(connection: 1, content: .unacknowledged(.ulInformationTransfer(long))).encode()
    }
    #expect(throws: RadioLinkError.tooLong(field: "datagram")) {
      try RadioFrame(connection: 1, content: .unacknowledged(.userData(pduSessionID: 1, qosFlowIdentifier: 1, packet: long))).encode()
    }
    #expect(throws: RadioLinkError.tooLong(field: "paging")) {
      try RadioFrame(connection: 1, content: .unacknowledged(.paging(Array(repeating: 1, count: 256)))).encode()
    }
  }
}

@Suite struct SignallingLinkTests {
  /// Sends `count` messages over a channel that loses, repeats and reorders datagrams.
  @Test(arguments: [UInt64](1...20)) func messagesArriveOnceAndInOrder(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var sender = SignallingLink(connection: 1)
    var receiver = SignallingLink(connection: 1)
    var channel: [[UInt8]] = []
    var received: [RadioMessage] = []
    let sent = (0..<200).map { RadioMessage.dlInformationTransfer([UInt8($0)]) }
    var next = 0
    for _ in 0..<5000 where received.count < sent.count || sender.hasUnacknowledged {
      if next < sent.count, let octets = try? sender.send(sent[next]) {
        channel.append(octets)
        next += 1
      } else if channel.isEmpty {
        let repeated = sender.retransmit()
        channel += try #require(repeated)
      }
      channel.shuffle(using: &generator)
      guard let octets = channel.popLast() else { continue }
      if UInt8.random(in: 0..<10, using: &generator) < 3 { continue }
      if UInt8.random(in: 0..<10, using: &generator) < 2 { channel.append(octets) }
      guard case .acknowledged(let number, let message) = try RadioFrame(decoding: octets).content else { continue }
      let (messages, acknowledgement) = receiver.receive(sequenceNumber: number, message)
      received += messages
      if UInt8.random(in: 0..<10, using: &generator) < 7, case .acknowledgement(let next) = acknowledgement.content {
        sender.acknowledge(next: next)
      }
    }
    #expect(received == sent)
    #expect(!sender.hasUnacknowledged)
  }

  @Test func aDeadLinkFailsAfterItsRetransmissions() throws {
    var link = SignallingLink(connection: 1)
    let octets = try link.send(.setup)
    for _ in 0..<SignallingLink.maximumRetransmissions { #expect((link.retransmit() ?? []) == [octets]) }
    #expect(link.retransmit() == nil)
  }

  @Test func theQueueIsBounded() throws {
    var link = SignallingLink(connection: 1)
    for _ in 0..<SignallingLink.window { _ = try link.send(.setup) }
    #expect(throws: RadioLinkError.queueFull) { try link.send(.setup) }
    var receiver = SignallingLink(connection: 1)
    #expect(receiver.receive(sequenceNumber: 64, .setup).messages.isEmpty)
    #expect(receiver.receive(sequenceNumber: 0, .setup).messages.count == 1)
  }
}
