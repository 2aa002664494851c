import Foundation
import Glibc
import Testing

extension SystemTests {
  /// Each function in a process of its own: what happens when one of them is killed.
  @Suite(.serialized) struct SeparateFunctions {
    private func start(_ sandbox: Sandbox, _ function: String) throws -> RunningCommand {
      let process = try sandbox.start("nf", function)
      try process.wait(for: "\(function) runs")
      return process
    }

    private func ue(_ sandbox: Sandbox, _ number: Int, once: Bool) throws -> RunningCommand {
      let words = [
        try Sandbox.executable(), "ue", "--supi", "99970000000000\(number)", "--k", Keys.k, "--opc", Keys.opc, "--gnb", "127.0.0.100:4997",
        "--namespace", "ue\(number)", "--radio-namespace", "ran", "--dnn", "internet",
      ]
      return try sandbox.start(words + (once ? ["--once"] : []))
    }

    /// The UPF's own address in the pool answers.
    private func pings(_ sandbox: Sandbox, _ number: Int) throws -> Bool {
      try sandbox.shell("ip netns exec ue\(number)-1 ping -c 1 -W 1 10.45.0.1").status == 0
    }

    @Test(.timeLimit(.minutes(2))) func aKilledUPFStopsItsTrafficAndNothingElse() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.shell(
        """
        ip netns add ran; ip link add n2 type veth peer name n2n3 netns ran; ip addr add 10.99.0.1/24 dev n2; ip link set n2 up
        ip -n ran addr add 10.99.0.11/24 dev n2n3; ip -n ran link set n2n3 up; ip -n ran link set lo up
        """)
      try sandbox.vitrumSucceeds("keys", "create")
      for number in 1...3 {
        try sandbox.vitrumSucceeds("subscriber", "add", "99970000000000\(number)", "--k", Keys.k, "--opc", Keys.opc)
      }
      var functions: [String: RunningCommand] = [:]
      for name in ["nrf", "udr", "udm", "ausf", "nssf", "pcf", "upf", "smf", "amf"] { functions[name] = try start(sandbox, name) }
      let gnb = try sandbox.start([
        "ip", "netns", "exec", "ran", Sandbox.executable(), "gnb", "--amf", "10.99.0.1", "--n2-address", "10.99.0.11", "--n3-address",
        "10.99.0.11",
      ])
      try gnb.wait(for: "NG Setup with AMF")
      let first = try ue(sandbox, 1, once: false)
      try first.wait(for: "PDU session 1 internet has")
      #expect(try pings(sandbox, 1))

      let upf = try #require(functions["upf"])
      _ = try upf.stop(SIGKILL)
      #expect(try !pings(sandbox, 1))
      #expect(first.isRunning)
      // Registration needs no UPF; a session does, and its reject has a cause (TS 24.501 §6.4.1.4).
      let smf = try #require(functions["smf"])
      try smf.wait(for: "lost", within: 30)
      let second = try ue(sandbox, 2, once: true).end()
      #expect(second.error.contains("UE registered"), "\(second.error)")
      #expect(second.status == 5, "\(second.error)")
      #expect(second.error.contains("PDU session rejected, 5GSM cause #"), "\(second.error)\(smf.error)")

      functions["upf"] = try start(sandbox, "upf")
      let third = try #require(try attempt(sandbox, within: 40))
      #expect(third.status == 0, "\(third.error)\(smf.error)")
      for name in ["amf", "smf", "pcf", "nssf", "ausf", "udm", "udr", "nrf"] { #expect(functions[name]?.isRunning == true, "\(name)") }
      #expect(try first.stop().status == 0)
    }

    /// Tries until the SMF has found the UPF again.
    private func attempt(_ sandbox: Sandbox, within seconds: Double) throws -> CommandResult? {
      var result: CommandResult?
      _ = try waitUntil(within: seconds) {
        result = try ue(sandbox, 3, once: true).end()
        return result?.status == 0
      }
      return result
    }
  }
}
