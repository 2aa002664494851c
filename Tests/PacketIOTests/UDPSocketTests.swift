import Base
import PacketIO
import Runtime
import Testing

@Suite(.timeLimit(.minutes(1)))
struct UDPSocketTests {
  private static let loopbackV4 = SocketAddress(IPAddress("127.0.0.1")!, port: 0)
  private static let loopbackV6 = SocketAddress(IPAddress("::1")!, port: 0)

  @Test(arguments: [loopbackV4, loopbackV6])
  func datagramsArriveWholeAndWithTheirSender(_ address: SocketAddress) async throws {
    let loop = try EpollLoop(name: "udp")
    let receiver = try UDPSocket(bind: address)
    let sender = try UDPSocket(bind: address)
    let (stream, continuation) = AsyncStream<([UInt8], SocketAddress)>.makeStream()
    try receiver.receive(on: loop) { continuation.yield(($0, $1)) }
    sender.send([], to: receiver.localAddress)
    sender.send([1, 2, 3], to: receiver.localAddress)
    let long = [UInt8](repeating: 0xAB, count: 60_000)
    sender.send(long, to: receiver.localAddress)
    let many = (0..<100).map { (octets: [UInt8($0)], peer: receiver.localAddress) }
    #expect(sender.sendBatch(many) == 99 + 1)
    var received: [[UInt8]] = []
    for await (octets, peer) in stream {
      #expect(peer == sender.localAddress)
      received.append(octets)
      if received.count == 103 { break }
    }
    #expect(received[0] == [] && received[1] == [1, 2, 3] && received[2] == long)
    #expect(received[3...].elementsEqual((0..<100).map { [UInt8($0)] }))
    receiver.close()
    sender.close()
    #expect(!sender.trySend([1], to: receiver.localAddress))
    loop.stop()
    loop.join()
  }

  @Test func takenPortNamesTheSettingToChange() throws {
    let first = try UDPSocket(bind: Self.loopbackV4)
    let error = #expect(throws: PacketIOError.self) {
      try UDPSocket(bind: first.localAddress, options: UDPSocket.Options(setting: "upf.n3.address"))
    }
    #expect(
      error?.description
        == "UDP port \(first.localAddress.port) on 127.0.0.1 is in use by another process; stop it or change upf.n3.address")
    let foreign = SocketAddress(IPAddress("192.0.2.1")!, port: 2152)
    #expect(throws: PacketIOError.addressNotAvailable(foreign, setting: nil)) { try UDPSocket(bind: foreign) }
  }

  @Test func batchPrependsAndStripsHeadersInPlace() throws {
    let first = try UDPSocket(bind: Self.loopbackV4)
    let second = try UDPSocket(bind: Self.loopbackV4)
    first.send([1, 2, 3, 4], to: second.localAddress)
    first.send([5, 6], to: second.localAddress)
    var batch = PacketBatch(capacity: 4, slotSize: 128, headroom: 16)
    let poll = PacketPoll([first.descriptor, second.descriptor])
    let ready1 = poll.wait(timeoutMilliseconds: 1_000)
    #expect(ready1 == 2)
    let result1 = batch.receive(from: second.descriptor)
    #expect(result1 == 2)
    let valuepeer = batch.peer(at: 0)
    #expect(valuepeer == first.localAddress)
    let result2 = batch.dropFirst(5, at: 0)
    #expect(!result2)
    let result3 = batch.dropFirst(3, at: 0)
    #expect(result3)
    if let header = batch.prepend(2, at: 0) {
      header[0] = 0xAA
      header[1] = 0xBB
    }
    let packet1 = Array(batch.packet(at: 0))
    #expect(packet1 == [0xAA, 0xBB, 4])
    let result4 = batch.prepend(100, at: 0)
    #expect(result4 == nil)
    let result5 = batch.prepend(17, at: 1)
    #expect(result5 == nil)
    let result6 = batch.truncate(to: 1, at: 1)
    #expect(result6)
    batch.setAction(1, at: 0)
    batch.setAction(2, at: 1)
    batch.setPeer(PreparedPeer(first.localAddress), at: 0)
    let result7 = batch.send(to: second.descriptor, action: 1)
    #expect(result7 == 1)
    let ready2 = poll.wait(timeoutMilliseconds: 1_000)
    #expect(ready2 == 1)
    let result8 = batch.receive(from: first.descriptor)
    #expect(result8 == 1)
    let packet2 = Array(batch.packet(at: 0))
    #expect(packet2 == [0xAA, 0xBB, 4])
    let ready3 = poll.wait(timeoutMilliseconds: 0)
    #expect(ready3 == 0)
  }

  @Test func datagramLongerThanItsSlotIsEmptyNotCut() throws {
    let first = try UDPSocket(bind: Self.loopbackV4)
    let second = try UDPSocket(bind: Self.loopbackV4)
    first.send([UInt8](repeating: 1, count: 200), to: second.localAddress)
    var batch = PacketBatch(capacity: 2, slotSize: 128, headroom: 0)
    let result9 = batch.receive(from: second.descriptor)
    #expect(result9 == 1)
    let valuelength = batch.length(at: 0)
    #expect(valuelength == 0)
    let result10 = batch.receive(from: second.descriptor)
    #expect(result10 == 0)
  }
}
