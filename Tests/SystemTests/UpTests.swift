import Foundation
import Glibc
import Testing

/// The executable on real sockets, TUN devices and namespaces, each test on a machine of its own.
@Suite(.serialized) struct SystemTests {}

extension SystemTests {
  /// `vitrum up` leaves the machine as it was, however it ends.
  @Suite(.serialized) struct Up {
    @Test(.timeLimit(.minutes(1))) func onceReportsTheDemonstrationAsJSONAndLeavesTheMachineAsItWas() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let before = try sandbox.machine()
      let result = try sandbox.vitrum("up", "--once", "--json", "--config", "vitrum.yaml")
      #expect(result.status == 0, "\(result.error)")
      let json = try result.json()
      #expect(json["registered"] as? Bool == true)
      #expect(json["pduSession"] as? Bool == true)
      #expect(json["pingsSent"] as? Int == 3)
      #expect(json["pingsReceived"] as? Int == 3)
      #expect(json["httpBytes"] as? Int == 10_000_000)
      let steps = try #require(json["steps"] as? [String: Int])
      #expect(Set(steps.keys).isSuperset(of: ["core", "n2Setup", "registered", "pduSession", "ping", "download"]))
      #expect(steps.values.allSatisfy { (0..<60_000).contains($0) })
      let changes = try sandbox.changes(since: before)
      #expect(changes == [])
    }

    @Test(.timeLimit(.minutes(1))) func severalUEsAndGNBs() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let before = try sandbox.machine()
      let result = try sandbox.vitrum("up", "--once", "--json", "--ues", "6", "--gnbs", "3", "--pcap", "v.pcapng")
      #expect(result.status == 0, "\(result.error)")
      let json = try result.json()
      #expect(json["ues"] as? Int == 6)
      #expect(json["pingsReceived"] as? Int == 18)
      #expect(Set(json["addresses"] as? [String] ?? []).count == 6)
      let capture = try Data(contentsOf: sandbox.folder.appendingPathComponent("v.pcapng"))
      #expect(capture.starts(with: [0x0A, 0x0D, 0x0D, 0x0A]))
      let changes = try sandbox.changes(since: before)
      #expect(changes == [])
    }

    /// The moments are what it has written last when the signal comes.
    @Test(
      .timeLimit(.minutes(1)),
      arguments: [
        (SIGINT, "prepared:"), (SIGTERM, "prepared:"), (SIGTERM, "core started:"), (SIGINT, "N2 setup:"), (SIGTERM, "UE registered"),
        (SIGINT, "PDU session:"), (SIGTERM, "ping:"),
      ])
    func aSignalBeforeTheEndStopsItCleanly(signal: Int32, moment: String) throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let before = try sandbox.machine()
      let up = try sandbox.start("up")
      try up.wait(for: moment)
      let result = try up.stop(signal)
      #expect(result.status == 128 + signal, "\(result.error)")
      let changes = try sandbox.changes(since: before)
      #expect(changes == [])
    }

    @Test(.timeLimit(.minutes(1)), arguments: [5, 15, 25, 40, 60, 90, 140, 200] as [UInt32])
    func aSignalAnyMillisecondsAfterTheStartLeavesNothing(milliseconds: UInt32) throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let before = try sandbox.machine()
      let up = try sandbox.start("up")
      _ = waitUntil(within: 5) { !((try? sandbox.vitrumProcesses()) ?? "").isEmpty }
      usleep(milliseconds * 1_000)
      let result = try up.stop(SIGINT)
      #expect(result.status == 130, "\(result.error)")
      let changes = try sandbox.changes(since: before)
      #expect(changes == [])
    }

    @Test(.timeLimit(.minutes(1)), arguments: [SIGINT, SIGTERM]) func aSignalEndsANetworkThatIsUp(signal: Int32) throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let before = try sandbox.machine()
      let up = try sandbox.start("up")
      try up.wait(for: "Ctrl-C ends it.")
      let result = try up.stop(signal)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.error.contains("UE deregistered"))
      let changes = try sandbox.changes(since: before)
      #expect(changes == [])
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["N2 setup:", "download:"])
    func afterKillingItTheChildrenEndAndTheNextRunRemovesTheRest(moment: String) throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let before = try sandbox.machine()
      let up = try sandbox.start("up")
      try up.wait(for: moment)
      _ = try up.stop(SIGKILL)
      #expect(try waitUntil(within: 15) { try sandbox.vitrumProcesses().isEmpty })
      let again = try sandbox.vitrum("up", "--once", "--json")
      #expect(again.status == 0, "\(again.error)")
      let changes = try sandbox.changes(since: before)
      #expect(changes == [])
    }

    @Test(.timeLimit(.minutes(1))) func afterKillingAllOfItsProcessesTheNextRunRemovesTheRest() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let before = try sandbox.machine()
      try sandbox.writeConfiguration("nat.yaml", [("nat: false", "nat: true")])
      let up = try sandbox.start("up", "--config", "nat.yaml")
      try up.wait(for: "Ctrl-C ends it.")
      try sandbox.shell("kill -9 $(ps -C vitrum -o pid=)")
      _ = try up.end()
      let leftovers = try sandbox.changes(since: before)
      #expect(leftovers != [])
      let again = try sandbox.vitrum("up", "--once", "--json")
      #expect(again.status == 0, "\(again.error)")
      let changes = try sandbox.changes(since: before)
      #expect(changes == [])
    }

    @Test(.timeLimit(.minutes(1))) func aSecondOneSaysThatOneRunsAndDisturbsNothing() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let up = try sandbox.start("up")
      try up.wait(for: "Ctrl-C ends it.")
      let second = try sandbox.vitrum("up", "--once", "--json")
      #expect(second.status == 1)
      #expect(second.output.isEmpty)
      #expect(second.error.contains("`vitrum up` runs already"))
      #expect(try sandbox.shell("ip netns exec vitrum-ue-1 ping -c 1 -W 2 10.98.0.2").status == 0)
      #expect(try up.stop().status == 0)
    }

    @Test(.timeLimit(.minutes(1))) func addressTranslationHasATableOfItsOwnWhileItRuns() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.shell("nft add table inet other")
      let before = try sandbox.machine()
      try sandbox.writeConfiguration("nat.yaml", [("nat: false", "nat: true")])
      let up = try sandbox.start("up", "--config", "nat.yaml")
      try up.wait(for: "Ctrl-C ends it.")
      let rules = try sandbox.shell("nft list ruleset").output
      #expect(rules.contains("table inet vitrum") && rules.contains("ip saddr 10.45.0.0/16") && rules.contains("masquerade"))
      #expect(rules.contains("table inet other"))
      #expect(try sandbox.shell("cat /proc/sys/net/ipv4/ip_forward").output == "1\n")
      #expect(try up.stop().status == 0)
      let changes = try sandbox.changes(since: before)
      #expect(changes == [])
    }
  }
}
