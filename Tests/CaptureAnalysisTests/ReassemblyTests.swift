import Base
import Testing

@testable import CaptureAnalysis

/// Fragments and segments in every order, and from somebody who never completes anything.
struct ReassemblyTests {
  static func fragment(_ octets: [UInt8], offset: Int, hasMore: Bool, identification: UInt16 = 7) -> [UInt8] {
    var writer = ByteWriter()
    writer.writeUInt16(0x4500)
    writer.writeUInt16(UInt16(20 + octets.count))
    writer.writeUInt16(identification)
    writer.writeUInt16(UInt16(offset / 8) | (hasMore ? 0x2000 : 0))
    writer.writeUInt16(0x4011)
    writer.writeUInt16(0)
    writer.writeUInt32(0x0A00_0001)
    writer.writeUInt32(0x0A00_0002)
    writer.writeBytes(octets)
    return writer.octets
  }

  static func fragment6(_ octets: [UInt8], offset: Int, hasMore: Bool) -> [UInt8] {
    var writer = ByteWriter()
    writer.writeUInt32(0x6000_0000)
    writer.writeUInt16(UInt16(16 + octets.count))
    writer.writeUInt16(0x0040)
    writer.writeBytes([UInt8](repeating: 1, count: 16) + [UInt8](repeating: 2, count: 16))
    // A hop-by-hop header, then the fragment header.
    writer.writeBytes([44, 0, 1, 4, 0, 0, 0, 0])
    writer.writeBytes([17, 0])
    writer.writeUInt16(UInt16(offset) | (hasMore ? 1 : 0))
    writer.writeUInt32(99)
    writer.writeBytes(octets)
    return writer.octets
  }

  static func payload(_ outcome: InternetLayer.Outcome) -> [UInt8]? {
    if case .payload(let payload) = outcome { return payload.octets }
    return nil
  }

  static func problem(_ outcome: InternetLayer.Outcome) -> String? {
    if case .malformed(let text) = outcome { return text }
    return nil
  }

  @Test("RFC 791 §3.2, RFC 8200 §4.5: fragments in any order, repeated ones included, give the datagram")
  func fragments() throws {
    let data = (0..<100).map { UInt8($0) }
    let pieces = [(0, 48), (48, 88), (88, 100)]
    for order in [[0, 1, 2], [2, 1, 0], [1, 1, 2, 0], [2, 0, 2, 1]] {
      var (four, six) = (InternetLayer(), InternetLayer())
      for (step, index) in order.enumerated() {
        let (low, high) = pieces[index]
        let piece = Array(data[low..<high])
        let expected = step == order.count - 1 ? data : nil
        #expect(Self.payload(four.receive(Self.fragment(piece, offset: low, hasMore: index < 2))) == expected)
        #expect(Self.payload(six.receive(Self.fragment6(piece, offset: low, hasMore: index < 2))) == expected)
      }
    }
  }

  @Test("RFC 5722: fragments that overlap with other contents end their datagram, as do impossible ones")
  func hostileFragments() throws {
    var layer = InternetLayer()
    func check(_ first: [UInt8], _ second: [UInt8], _ text: String) {
      var layer = InternetLayer()
      _ = layer.receive(first)
      #expect(Self.problem(layer.receive(second))?.contains(text) == true)
    }
    let sixteen = [UInt8](repeating: 1, count: 16)
    check(Self.fragment(sixteen, offset: 0, hasMore: true), Self.fragment(sixteen, offset: 8, hasMore: true), "overlap")
    check(Self.fragment(sixteen, offset: 16, hasMore: true), Self.fragment(sixteen, offset: 8, hasMore: true), "overlap")
    check(Self.fragment(sixteen, offset: 0, hasMore: true), Self.fragment([2] + sixteen.dropFirst(), offset: 0, hasMore: true), "overlap")
    check(Self.fragment(sixteen, offset: 16, hasMore: false), Self.fragment(sixteen, offset: 32, hasMore: false), "two ends")
    check(Self.fragment(sixteen, offset: 64, hasMore: true), Self.fragment(sixteen, offset: 16, hasMore: false), "behind the end")
    #expect(Self.problem(layer.receive(Self.fragment([1, 2, 3], offset: 0, hasMore: true)))?.contains("length") == true)
    #expect(Self.problem(layer.receive(Self.fragment([], offset: 8, hasMore: true)))?.contains("length") == true)
    #expect(Self.problem(layer.receive(Self.fragment(sixteen, offset: 65_528, hasMore: false)))?.contains("length") == true)
    #expect(Self.problem(layer.receive([]))?.contains("neither") == true)
    #expect(Self.problem(layer.receive([0x4F] + [UInt8](repeating: 0, count: 30)))?.contains("length") == true)
    #expect(Self.problem(layer.receive([0x60] + [UInt8](repeating: 0, count: 20)))?.contains("cut") == true)
  }

  @Test("datagrams that are never completed leave after a while")
  func endlessFragments() {
    var layer = InternetLayer()
    for index in 0..<20_000 {
      let outcome = layer.receive(
        Self.fragment([UInt8](repeating: 0, count: 1_400), offset: 1_400, hasMore: true, identification: UInt16(truncatingIfNeeded: index)))
      guard case .waiting = outcome else {
        Issue.record("\(outcome)")
        return
      }
    }
    #expect(layer.pendingDatagrams <= InternetLayer.maximumDatagrams)
  }

  static func sctp(_ chunks: [UInt8], tag: UInt32 = 1) -> InternetPayload {
    var writer = ByteWriter()
    writer.writeUInt16(38_412)
    writer.writeUInt16(40_000)
    writer.writeUInt32(tag)
    writer.writeUInt32(0)
    writer.writeBytes(chunks)
    return InternetPayload(source: .v4(1), destination: .v4(2), protocolNumber: 132, octets: writer.octets)
  }

  /// A chunk with its length and padding.
  static func chunk(_ type: UInt8, begin: Bool, end: Bool, _ body: [UInt8]) -> [UInt8] {
    var flags: UInt8 = 0
    if begin { flags |= 2 }
    if end { flags |= 1 }
    var writer = ByteWriter()
    writer.writeUInt8(type)
    writer.writeUInt8(flags)
    writer.writeUInt16(UInt16(4 + body.count))
    writer.writeBytes(body)
    while writer.count % 4 != 0 { writer.writeUInt8(0) }
    return writer.octets
  }

  static func data(
    _ octets: [UInt8], tsn: UInt32, begin: Bool = true, end: Bool = true, stream: UInt16 = 1, identifier: UInt32 = 60
  ) -> [UInt8] {
    var writer = ByteWriter()
    writer.writeUInt32(tsn)
    writer.writeUInt16(stream)
    writer.writeUInt16(0)
    writer.writeUInt32(identifier)
    writer.writeBytes(octets)
    return chunk(0, begin: begin, end: end, writer.octets)
  }

  static func interleaved(_ octets: [UInt8], tsn: UInt32, message: UInt32, number: UInt32, begin: Bool, end: Bool) -> [UInt8] {
    var writer = ByteWriter()
    writer.writeUInt32(tsn)
    writer.writeUInt16(5)
    writer.writeUInt16(0)
    writer.writeUInt32(message)
    writer.writeUInt32(begin ? 61 : number)
    writer.writeBytes(octets)
    return chunk(64, begin: begin, end: end, writer.octets)
  }

  @Test("RFC 9260 §6.9: bundled chunks, fragments in any order, repeated transmissions once, sequence numbers that wrap")
  func dataChunks() {
    var layer = SCTPLayer()
    let bundle = Self.data([1, 2, 3], tsn: .max &- 1) + Self.data([4], tsn: .max, identifier: 61)
    let first = layer.receive(Self.sctp(bundle))
    #expect(first.2.map(\.octets) == [[1, 2, 3], [4]] && first.2.map(\.payloadProtocolID) == [60, 61])
    #expect(first.source == SocketAddress(.v4(1), port: 38_412) && first.problem == nil)
    #expect(layer.receive(Self.sctp(bundle)).2.isEmpty)
    var pieces: [[UInt8]] = []
    for number in 0..<5 {
      pieces.append(Self.data([UInt8(number)], tsn: (UInt32.max - 1) &+ UInt32(number), begin: number == 0, end: number == 4))
    }
    let orders: [[Int]] = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [3, 3, 1, 0, 4, 2]]
    for order in orders {
      var layer = SCTPLayer()
      var results: [[UInt8]] = []
      for (step, index) in order.enumerated() {
        let messages: [SCTPMessage] = layer.receive(Self.sctp(pieces[index])).2
        #expect(messages.isEmpty || step == order.count - 1)
        for message in messages { results.append(message.octets) }
      }
      #expect(results == [[0, 1, 2, 3, 4]])
    }
  }

  @Test("RFC 8260 §2: fragments of interleaved messages are told apart by stream and message")
  func interleavedChunks() {
    var layer = SCTPLayer()
    let chunks = [
      Self.interleaved([1], tsn: 1, message: 0, number: 0, begin: true, end: false),
      Self.interleaved([5], tsn: 2, message: 1, number: 0, begin: true, end: false),
      Self.interleaved([6], tsn: 3, message: 1, number: 1, begin: false, end: true),
      Self.interleaved([2], tsn: 4, message: 0, number: 1, begin: false, end: true),
    ]
    let messages = chunks.flatMap { layer.receive(Self.sctp($0)).2 }
    #expect(messages.map(\.octets) == [[5, 6], [1, 2]] && messages.map(\.payloadProtocolID) == [61, 61])
  }

  @Test("chunks with lying lengths are named; a new association begins anew")
  func hostileChunks() {
    var layer = SCTPLayer()
    #expect(layer.receive(Self.sctp([0, 3, 0, 3])).problem != nil)
    #expect(layer.receive(Self.sctp([0, 3, 0, 200, 0, 0])).problem != nil)
    #expect(layer.receive(Self.sctp([0, 3, 0, 8, 0, 0, 0, 1])).problem != nil)
    #expect(layer.receive(Self.sctp([64, 3, 0, 12, 0, 0, 0, 1, 0, 0, 0, 0])).problem != nil)
    #expect(layer.receive(Self.sctp([0x0E, 0, 0, 4] + Self.data([1], tsn: 1))).2.count == 1)
    #expect(layer.receive(Self.sctp(Self.data([1], tsn: 1), tag: 2)).2.count == 1)
    #expect(layer.receive(Self.sctp([1, 0, 0, 4] + Self.data([1], tsn: 1), tag: 2)).2.count == 1)
    var empty = Self.sctp([])
    empty.octets = [1]
    #expect(layer.receive(empty).problem != nil)
  }

  @Test("fragments that never end a message are forgotten, and what is kept stays bounded")
  func endlessChunks() {
    var layer = SCTPLayer()
    var problems = 0
    for number in 0..<10_000 {
      let chunk = Self.data([UInt8](repeating: 0, count: 1_000), tsn: UInt32(number) &* 2, begin: false, end: false)
      if layer.receive(Self.sctp(chunk)).problem != nil { problems += 1 }
    }
    #expect(problems > 0 && layer.pendingOctets <= SCTPLayer.maximumPendingOctets + (1 << 20))
    #expect(layer.receive(Self.sctp(Self.data([7], tsn: 90_000))).2.map(\.octets) == [[7]])
  }

  static func text(_ events: [TCPEvent]) -> String {
    events.map { event in
      switch event {
      case .start: "<"
      case .data(let octets): String(decoding: octets, as: UTF8.self)
      case .gap: "?"
      case .end: ">"
      }
    }.joined()
  }

  static func run(_ segments: [(UInt32, UInt8, String)]) -> String {
    var direction = TCPDirection()
    return text(segments.flatMap { direction.receive(sequence: $0.0, flags: $0.1, octets: Array($0.2.utf8), isCut: false) })
  }

  @Test("RFC 9293 §3.4: order, repetition, overlap, wrap, end")
  func segments() {
    #expect(Self.run([(99, 2, ""), (100, 16, "ab"), (102, 16, "cd"), (104, 17, "")]) == "<abcd>")
    #expect(Self.run([(99, 2, ""), (102, 16, "cd"), (100, 16, "ab"), (104, 17, "e")]) == "<abcde>")
    #expect(Self.run([(99, 2, ""), (99, 2, ""), (100, 16, "ab"), (100, 16, "ab"), (101, 16, "bcd")]) == "<abcd")
    #expect(Self.run([(99, 2, ""), (104, 17, "e"), (102, 16, "cd"), (102, 16, "c"), (100, 16, "ab")]) == "<abcde>")
    #expect(Self.run([(.max &- 1, 2, ""), (.max, 16, "ab"), (1, 16, "cd")]) == "<abcd")
    #expect(Self.run([(500, 16, "mid"), (503, 16, "dle")]) == "middle")
    #expect(Self.run([(99, 2, ""), (100, 16, "ab"), (99_999, 2, ""), (100_000, 16, "new")]) == "<ab<new")
    #expect(Self.run([(99, 2, ""), (100, 16, "ab"), (102, 4, "")]) == "<ab>")
    #expect(Self.run([(99, 2, ""), (90, 16, "old")]) == "<")
  }

  @Test("what is missing for good is given up after so many segments; what waits stays bounded")
  func missingSegments() {
    var direction = TCPDirection()
    _ = direction.receive(sequence: 0, flags: 2, octets: [], isCut: false)
    var events: [TCPEvent] = []
    for number in 0..<2_000 {
      events += direction.receive(sequence: UInt32(10 + number * 2), flags: 16, octets: [0x61], isCut: false)
      #expect(direction.weight <= (TCPDirection.maximumSegments + 1) * 65)
    }
    #expect(events.contains { if case .gap = $0 { true } else { false } })
    var cut = TCPDirection()
    #expect(Self.text(cut.receive(sequence: 0, flags: 16, octets: [0x61], isCut: true)) == "a?")
    #expect(Self.text(cut.receive(sequence: 900, flags: 16, octets: [0x62], isCut: false)) == "b")
  }

  @Test("random packets never trap any layer")
  func anyPackets() {
    var generator = SeededGenerator(seed: 4)
    var analyzer = CaptureAnalyzer()
    var seen = 0
    let links: [UInt16] = [0, 1, 12, 101, 108, 113, 228, 229, 276, 999]
    for number in 0..<30_000 {
      var octets = (0..<Int.random(in: 0...90, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      // Mostly an IPv4 header, so that the layers above are reached.
      if octets.count > 20, Bool.random(using: &generator) {
        octets.replaceSubrange(0..<4, with: [0x45, 0, 0, UInt8(octets.count)])
        octets.replaceSubrange(6..<10, with: [0, 0, 64, [6, 17, 132].randomElement(using: &generator) ?? 6])
        if octets.count > 24 { octets.replaceSubrange(20..<24, with: [0x22, 0x65, 0x08, 0x68]) }
      }
      let packet = CapturedPacket(
        number: number, time: nil, linkType: links.randomElement(using: &generator) ?? 1, octets: octets, originalLength: octets.count)
      seen += analyzer.receive(packet).count
    }
    #expect(seen > 0 && analyzer.counts.packets == 30_000 && analyzer.counts.unknownLinkType[999] ?? 0 > 0)
  }

  @Test("RFC 894, IEEE 802.1Q, LINKTYPE_LINUX_SLL and _SLL2, BSD loopback: the IP packet behind each header")
  func links() {
    let packet: [UInt8] = [0x45, 1, 2]
    let ethernet = [UInt8](repeating: 0, count: 12)
    #expect(LinkLayer.internetPacket(ethernet + [8, 0] + packet, linkType: 1) == packet)
    #expect(LinkLayer.internetPacket(ethernet + [0x81, 0, 0, 7, 0x86, 0xDD, 0x60], linkType: 1) == [0x60])
    #expect(LinkLayer.internetPacket(ethernet + [0x88, 0xA8, 0, 7, 0x81, 0, 0, 9, 8, 0] + packet, linkType: 1) == packet)
    #expect(LinkLayer.internetPacket(ethernet + [8, 6] + packet, linkType: 1) == nil)
    #expect(LinkLayer.internetPacket([UInt8](repeating: 0, count: 14) + [8, 0] + packet, linkType: 113) == packet)
    #expect(LinkLayer.internetPacket([8, 0] + [UInt8](repeating: 0, count: 18) + packet, linkType: 276) == packet)
    #expect(LinkLayer.internetPacket([2, 0, 0, 0] + packet, linkType: 0) == packet)
    #expect(LinkLayer.internetPacket([0, 0, 0, 24] + [0x60], linkType: 108) == [0x60])
    #expect(LinkLayer.internetPacket(packet, linkType: 101) == packet)
    for type in [0, 1, 101, 108, 113, 276] as [UInt16] { #expect(LinkLayer.internetPacket([], linkType: type) == nil) }
  }
}
