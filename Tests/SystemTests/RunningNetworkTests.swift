import Foundation
import Glibc
import Testing

extension SystemTests {
  /// UEs and gNBs that a running network refuses, and parts of it that fail: the others go on.
  @Suite(.serialized) struct RunningNetwork {
    private static let supis = (1...3).map { "99970000000000\($0)" }

    /// A sandbox in which `vitrum up` runs, with three subscribers whose keys are known.
    private func network(_ sandbox: Sandbox) throws -> RunningCommand {
      for supi in Self.supis { try sandbox.vitrumSucceeds("subscriber", "add", supi, "--k", Keys.k, "--opc", Keys.opc) }
      let up = try sandbox.start("up")
      try up.wait(for: "Ctrl-C ends it.")
      return up
    }

    /// Runs one more UE to its end; its SUPI is concealed with the network's key.
    private func ue(_ sandbox: Sandbox, _ supi: String, k: String = Keys.k, _ options: String...) throws -> CommandResult {
      let shown = try JSONSerialization.jsonObject(with: Data(sandbox.vitrumSucceeds("keys", "show", "--json").output.utf8))
      let key = (shown as? [[String: Any]])?.first?["publicKey"] as? String ?? ""
      return try sandbox.start(
        [
          Sandbox.executable(), "ue", "--supi", supi, "--k", k, "--opc", Keys.opc, "--gnb", "127.0.0.100:4997", "--radio-namespace",
          "vitrum-ran", "--namespace", "test-ue", "--suci-profile", "A", "--suci-public-key", key, "--once",
        ] + options
      ).end()
    }

    private func status(_ sandbox: Sandbox) throws -> (ues: Int, sessions: Int) {
      let json = try sandbox.vitrumSucceeds("status", "--json").json()
      return (json["ues"] as? Int ?? -1, json["sessions"] as? Int ?? -1)
    }

    private func expectPing(_ sandbox: Sandbox, location: SourceLocation = #_sourceLocation) throws {
      let ping = try sandbox.shell("ip netns exec vitrum-ue-1 ping -c 2 -i 0.2 -W 2 10.98.0.2")
      #expect(ping.status == 0, "\(ping.output)", sourceLocation: location)
    }

    private func errorLines(_ result: CommandResult) -> [String] {
      result.error.split(separator: "\n").map(String.init).filter { $0.contains(" error ") || $0.hasPrefix("vitrum:") }
    }

    @Test(.timeLimit(.minutes(1))) func rejectedUEsSayWhyAndDisturbNobody() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let up = try network(sandbox)
      // TS 24.501 §5.4.1.3.7 c: a UE that finds the MAC wrong says so with cause #20.
      let wrongKey = try ue(sandbox, Self.supis[1], k: "00112233445566778899aabbccddeeff")
      #expect(wrongKey.status == 3, "\(wrongKey.error)")
      let line = errorLines(wrongKey)
      #expect(line.count == 1)
      #expect(line.first?.contains("#20") == true && line.first?.contains("suci-0-999-70-0-1-1-") == true, "\(line)")

      let unknown = try ue(sandbox, "999700000000099")
      #expect(unknown.status == 4, "\(unknown.error)")
      #expect(errorLines(unknown).first?.contains("registration rejected, 5GMM cause #3") == true, "\(unknown.error)")

      let foreign = try ue(sandbox, "001010000000001", "--plmn", "001-01")
      #expect(foreign.status == 4, "\(foreign.error)")

      let unknownDNN = try ue(sandbox, Self.supis[1], "--dnn", "ims")
      #expect(unknownDNN.status == 5, "\(unknownDNN.error)")
      #expect(unknownDNN.error.contains("UE registered") && unknownDNN.error.contains("cause #91"), "\(unknownDNN.error)")

      let slice = try ue(sandbox, Self.supis[1], "--dnn", "internet", "--slice", "77")
      #expect([4, 5].contains(slice.status), "\(slice.error)")

      let good = try ue(sandbox, Self.supis[2], "--dnn", "internet")
      #expect(good.status == 0, "\(good.error)")
      try sandbox.vitrumSucceeds("subscriber", "update", Self.supis[2], "--disable")
      #expect(try ue(sandbox, Self.supis[2], "--dnn", "internet").status != 0)

      try expectPing(sandbox)
      #expect(waitUntil(within: 5) { (try? status(sandbox)).map { $0 == (1, 1) } ?? false })
      let namespaces = try sandbox.shell("ip netns").output
      #expect(!namespaces.contains("test-ue"))
      #expect(try up.stop().status == 0)
    }

    @Test(.timeLimit(.minutes(1))) func refusedGNBsSayWhyAndDisturbNobody() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let up = try network(sandbox)
      try sandbox.shell("ip -n vitrum-ran addr add 10.99.0.50/24 dev n2n3")
      let executable = try Sandbox.executable()
      for (options, cause) in [("--plmn 001-01", "unknown-PLMN"), ("--tac 9", "misc"), ("--slice 9", "slice-not-supported")] {
        let gnb = try sandbox.shell(
          "exec ip netns exec vitrum-ran \(executable) gnb --amf 10.99.0.1 --n2-address 10.99.0.50 --n3-address 10.99.0.50 "
            + "--radio-address 127.0.0.150:4997 --id 77 \(options)")
        #expect(gnb.status == 4, "\(gnb.error)")
        #expect(errorLines(gnb).first?.contains(cause) == true, "\(gnb.error)")
      }
      // The address is free again for a gNB that fits.
      let gnb = try sandbox.start([
        "ip", "netns", "exec", "vitrum-ran", executable, "gnb", "--amf", "10.99.0.1", "--n2-address", "10.99.0.50", "--n3-address",
        "10.99.0.50", "--radio-address", "127.0.0.150:4997", "--id", "77",
      ])
      try gnb.wait(for: "NG Setup with AMF")
      #expect(try gnb.stop().status == 0)
      try expectPing(sandbox)
      #expect(try up.stop().status == 0)
    }

    @Test(.timeLimit(.minutes(1))) func anExhaustedAddressPoolRejectsSessionsOnly() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      // Five addresses for UEs: the network, its own and the broadcast address are none.
      try sandbox.writeConfiguration("vitrum.yaml", [("10.45.0.0/16", "10.45.0.0/29")])
      let supi = "999700000000020"
      try sandbox.vitrumSucceeds("subscriber", "add", supi, "--k", Keys.k, "--opc", Keys.opc)
      let up = try sandbox.start("up", "--ues", "5")
      try up.wait(for: "Ctrl-C ends it.")
      let sixth = try ue(sandbox, supi, "--dnn", "internet")
      #expect(sixth.status == 5, "\(sixth.error)")
      // TS 24.501 §6.4.1.4: insufficient resources for specific slice and DNN.
      #expect(sixth.error.contains("UE registered") && sixth.error.contains("5GSM cause #67"), "\(sixth.error)")
      try expectPing(sandbox)
      #expect(try status(sandbox) == (5, 5))
      #expect(try up.stop().status == 0)
    }

    @Test(.timeLimit(.minutes(1))) func octetsThatAreNoMessagesDisturbNobody() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let up = try network(sandbox)
      for place in ["10.99.0.1:2152", "127.0.0.6:8805", "127.0.0.5:8805", "127.0.0.5:2152"] {
        let script =
          "srand(7); $s = IO::Socket::INET->new(Proto => 'udp', PeerAddr => '\(place)') or die; "
          + "for (1..500) { $s->send(join '', map { chr int rand 256 } 1..int rand 200) } "
          + "$s->send(pack('H*', $_)) for ('30', '30ff', '34ff000000000001000000ff85', '2001ffff00000100', '2132000400000000', '2e');"
        let sender = try sandbox.shell("exec perl -MIO::Socket::INET -e \"\(script.replacingOccurrences(of: "$", with: "\\$"))\"")
        #expect(sender.status == 0, "\(sender.error)")
      }
      try expectPing(sandbox)
      #expect(try ue(sandbox, Self.supis[1], "--dnn", "internet").status == 0)
      #expect(try up.stop().status == 0)
    }

    @Test(.timeLimit(.minutes(1))) func aRemovedSubscriberLosesItsRegistrationAtOnce() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let up = try network(sandbox)
      #expect(try status(sandbox) == (1, 1))
      try sandbox.vitrumSucceeds("subscriber", "remove", Self.supis[0])
      #expect(try waitUntil(within: 5) { try status(sandbox) == (0, 0) })
      #expect(try sandbox.shell("ip netns exec vitrum-ue-1 ping -c 1 -W 1 10.98.0.2").status != 0)
      #expect(try ue(sandbox, Self.supis[0], "--dnn", "internet").status == 4)
      #expect(try ue(sandbox, Self.supis[1], "--dnn", "internet").status == 0)
      #expect(try up.stop().status == 0)
    }

    @Test(.timeLimit(.minutes(1))) func nothingThatIsWrittenHasAKeyOrAWholeSUPI() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.writeConfiguration("vitrum.yaml", [("level: info", "level: trace")])
      for supi in Self.supis { try sandbox.vitrumSucceeds("subscriber", "add", supi, "--k", Keys.k, "--opc", Keys.opc) }
      let up = try sandbox.start("up", "--ues", "2", "--pcap", "v.pcapng")
      try up.wait(for: "Ctrl-C ends it.")
      _ = try ue(sandbox, Self.supis[2], "--dnn", "internet", "--log-level", "trace")
      _ = try ue(sandbox, Self.supis[2], k: "00112233445566778899aabbccddeeff", "--log-level", "trace")
      _ = try ue(sandbox, "999700000000099", "--log-level", "trace")
      _ = try ue(sandbox, Self.supis[2], "--dnn", "ims", "--log-level", "trace")
      let views = try ["status", "ues", "sessions"].map {
        try sandbox.vitrumSucceeds($0, "--json").output + sandbox.vitrumSucceeds($0).output
      }
      #expect(views.allSatisfy { !$0.contains(Self.supis[0]) })
      #expect(try sandbox.vitrumSucceeds("ues", "--identities").output.contains(Self.supis[0]))
      #expect(try sandbox.shell("stat -c %a var/control.sock").output == "600\n")
      _ = try up.stop()
      let secrets = [Keys.k, Keys.opc, "00112233445566778899aabbccddeeff"]
      let written = sandbox.allOutput.lowercased()
      for secret in secrets { #expect(!written.contains(secret)) }
      // What operators typed or asked for has whole SUPIs; what the network logs has none.
      let log = written.split(separator: "\n").filter { $0.hasPrefix("20") }
      #expect(log.count > 30)
      let leaks = log.filter { line in (Self.supis + ["999700000000099"]).contains { line.contains($0) } }
      #expect(leaks.isEmpty, "\(leaks)")
      // Neither do the files have the keys, as text or as octets.
      for file in ["v.pcapng", "var/subscribers.sqlite"] {
        let data = try Data(contentsOf: sandbox.folder.appendingPathComponent(file))
        for secret in secrets {
          #expect(data.range(of: Data(secret.utf8)) == nil)
          #expect(data.range(of: Data(octets(secret))) == nil)
        }
      }
    }

    private func octets(_ hex: String) -> [UInt8] {
      let digits = Array(hex)
      return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    }
  }
}
