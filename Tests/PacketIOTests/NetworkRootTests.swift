import Base
import Foundation
import PacketIO
import Runtime
import Testing

/// Needs root (namespaces, TUN): without it these tests fail and say so.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct NetworkRootTests {
  private static func address(_ text: String) -> InterfaceAddress { InterfaceAddress(text)! }

  private func withNamespaces(_ names: [String], _ body: ([NetworkNamespace]) async throws -> Void) async throws {
    try #require(getuid() == 0, "this test makes network namespaces and must run as root")
    let namespaces = try names.map { try NetworkNamespace($0) }
    for namespace in namespaces { try namespace.create() }
    defer { for namespace in namespaces { try? namespace.delete() } }
    try await body(namespaces)
  }

  private func run(_ words: [String], in namespace: NetworkNamespace? = nil) throws -> (status: Int32, output: String) {
    let process = try ChildProcess(
      words[0], Array(words.dropFirst()), standardOutput: .collected, standardError: .collected, in: namespace)
    let output = process.output()
    return (process.wait(), output)
  }

  @Test func vethPairConnectsTwoNamespacesAndASecondRunCleansUp() async throws {
    for _ in 0..<2 {
      try await withNamespaces(["vt-a", "vt-b"]) { namespaces in
        let (a, b) = (namespaces[0], namespaces[1])
        for _ in 0..<2 {
          try NetworkInterface.createVeth("vt-a0", in: a, peer: "vt-b0", peerNamespace: b)
        }
        for (name, namespace, v4, v6) in [("vt-a0", a, "10.99.7.1/24", "fd00:7::1/64"), ("vt-b0", b, "10.99.7.2/24", "fd00:7::2/64")] {
          for text in [v4, v6, v4] { try NetworkInterface.addAddress(Self.address(text), to: name, in: namespace) }
          try NetworkInterface.setMTU(1_450, of: name, in: namespace)
          try NetworkInterface.setUp(name, in: namespace)
        }
        let prefix = try #require(IPPrefix("10.98.0.0/16"))
        try NetworkInterface.addRoute(to: prefix, via: IPAddress("10.99.7.2"), device: "vt-a0", in: a)
        try NetworkInterface.addRoute(to: prefix, via: IPAddress("10.99.7.2"), device: "vt-a0", in: a)
        #expect(try run(["ip", "route", "get", "10.98.1.1"], in: a).output.contains("via 10.99.7.2 dev vt-a0"))
        #expect(try run(["ip", "link", "show", "vt-a0"], in: a).output.contains("mtu 1450"))

        let loop = try EpollLoop(name: "netns")
        for text in ["10.99.7.1 10.99.7.2", "fd00:7::1 fd00:7::2"] {
          let ends = text.split(separator: " ").compactMap { IPAddress($0) }
          let server = try UDPSocket(bind: SocketAddress(ends[0], port: 2152), options: UDPSocket.Options(namespace: a))
          let client = try UDPSocket(bind: SocketAddress(ends[1], port: 0), options: UDPSocket.Options(namespace: b))
          let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
          try server.receive(on: loop) { octets, _ in continuation.yield(octets) }
          client.send([0x30], to: server.localAddress)
          var iterator = stream.makeAsyncIterator()
          #expect(await iterator.next() == [0x30])
          server.close()
          client.close()
        }
        loop.stop()
        loop.join()
        #expect(NetworkInterface.exists("vt-a0", in: a))
        try NetworkInterface.delete("vt-a0", in: a)
        try NetworkInterface.delete("vt-a0", in: a)
        #expect(!NetworkInterface.exists("vt-b0", in: b))
      }
    }
    #expect(try !NetworkNamespace("vt-a").exists)
  }

  @Test func tunDeviceCarriesPacketsOfPing() async throws {
    try await withNamespaces(["vt-tun"]) { namespaces in
      let options = TUNDevice.Options(
        namespace: namespaces[0], mtu: 1_358, addresses: [Self.address("10.45.0.1/16"), Self.address("fd45::1/64")],
        routes: [try #require(IPPrefix("10.46.0.0/16"))])
      let device = try TUNDevice(name: "vt-tun0", options: options)
      let loop = try EpollLoop(name: "tun")
      // Answers each ICMP echo request by exchanging the addresses and turning request (8) into reply (0).
      try device.receive(on: loop) { packet in
        guard packet.count >= 28, packet[0] == 0x45, packet[9] == 1, packet[20] == 8 else { return }
        var reply = packet
        reply.replaceSubrange(12..<16, with: packet[16..<20])
        reply.replaceSubrange(16..<20, with: packet[12..<16])
        reply[20] = 0
        let checksum = (UInt32(packet[22]) << 8 | UInt32(packet[23])) + 0x0800
        let folded = (checksum & 0xFFFF) + (checksum >> 16)
        reply[22] = UInt8(folded >> 8)
        reply[23] = UInt8(folded & 0xFF)
        device.send(reply)
      }
      for target in ["10.45.0.9", "10.46.1.1"] {
        let result = try await ping(target, in: namespaces[0])
        #expect(result.output.contains("3 received"), "\(result.output)")
      }
      #expect(try run(["ip", "-6", "addr", "show", "vt-tun0"], in: namespaces[0]).output.contains("fd45::1/64"))
      device.close()
      #expect(!NetworkInterface.exists("vt-tun0", in: namespaces[0]))
      loop.stop()
      loop.join()
    }
  }

  private func ping(_ target: String, in namespace: NetworkNamespace) async throws -> (status: Int32, output: String) {
    try run(["ping", "-c", "3", "-i", "0.2", "-W", "2", target], in: namespace)
  }

  @Test func bridgeJoinsInterfacesAndMoveTakesThemAway() async throws {
    try await withNamespaces(["vt-br", "vt-br2"]) { namespaces in
      let (a, b) = (namespaces[0], namespaces[1])
      try NetworkInterface.createBridge("vt-bridge", in: a)
      try NetworkInterface.createVeth("vt-p0", in: a, peer: "vt-p1", peerNamespace: a)
      try NetworkInterface.attach("vt-p0", toBridge: "vt-bridge", in: a)
      #expect(try run(["ip", "link", "show", "master", "vt-bridge"], in: a).output.contains("vt-p0"))
      try NetworkInterface.move("vt-p1", from: a, to: b)
      #expect(NetworkInterface.exists("vt-p1", in: b) && !NetworkInterface.exists("vt-p1", in: a))
    }
  }

  @Test func addressTranslationTableIsReplacedAndRemoved() async throws {
    try await withNamespaces(["vt-nat"]) { namespaces in
      let subnets = [try #require(IPPrefix("10.45.0.0/16")), try #require(IPPrefix("fd45::/64"))]
      for _ in 0..<2 { try AddressTranslation.install(subnets: subnets, device: "vt-n6", in: namespaces[0]) }
      let rules = try run(["nft", "list", "ruleset"], in: namespaces[0]).output
      #expect(rules.components(separatedBy: "masquerade").count == 3, "\(rules)")
      #expect(rules.contains("ip saddr 10.45.0.0/16 oifname != \"vt-n6\" masquerade"))
      for _ in 0..<2 { try AddressTranslation.remove(in: namespaces[0]) }
      #expect(try run(["nft", "list", "ruleset"], in: namespaces[0]).output.isEmpty)
      let old = try KernelParameter.write("net/ipv4/ip_forward", "1", in: namespaces[0])
      #expect(old == "0")
      #expect(try KernelParameter.read("net/ipv4/ip_forward", in: namespaces[0]) == "1")
    }
  }

  @Test func wrongNamesAreRefused() {
    for name in ["", "..", "a/b", "sixteen-octets-x", "a b"] {
      #expect(throws: PacketIOError.invalidName(name)) { _ = try NetworkNamespace(name) }
    }
  }
}
