import Foundation
import Glibc
import Testing

extension SystemTests {
  /// What an operator does wrong ends in a line that says what to do, and leaves nothing behind.
  @Suite(.serialized) struct BadInput {
    /// Runs `vitrum up --once --json`, which has to fail without a trace.
    private func fail(
      _ sandbox: Sandbox, configuration: String = "vitrum.yaml", status: Int32 = 1, saying texts: [String],
      location: SourceLocation = #_sourceLocation
    ) throws {
      let before = try sandbox.machine()
      let result = try sandbox.vitrum("up", "--once", "--json", "--config", configuration)
      #expect(result.status == status, "\(result.error)", sourceLocation: location)
      #expect(result.output.isEmpty, sourceLocation: location)
      for text in texts { #expect(result.error.contains(text), "\(result.error)", sourceLocation: location) }
      let changes = try sandbox.changes(since: before)
      #expect(changes == [], sourceLocation: location)
    }

    /// Holds a UDP port until the sandbox closes.
    private func takeUDP(_ address: String, _ port: Int, in sandbox: Sandbox) throws {
      let holder = try sandbox.start([
        "perl", "-MIO::Socket::INET", "-e",
        "$s = IO::Socket::INET->new(Proto => 'udp', LocalAddr => '\(address)', LocalPort => \(port)) or die; $| = 1; print \"taken\\n\"; "
          + "sleep 100",
      ])
      try holder.wait(for: "taken")
    }

    @Test(
      .timeLimit(.minutes(1)), arguments: [("127.0.0.6", 8805, "upf.n4"), ("127.0.0.5", 8805, "smf.n4"), ("127.0.0.5", 2152, "smf.n4")])
    func aPortThatIsTaken(address: String, port: Int, setting: String) throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try takeUDP(address, port, in: sandbox)
      try fail(sandbox, saying: ["UDP port \(port)", "in use by another process", setting])
    }

    @Test(.timeLimit(.minutes(1))) func theN3PortOfACoreIsTaken() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.shell("ip addr add 10.99.0.1/24 dev lo")
      try sandbox.vitrumSucceeds("keys", "create")
      try takeUDP("10.99.0.1", 2152, in: sandbox)
      let before = try sandbox.machine()
      let result = try sandbox.vitrum("core")
      #expect(result.status == 1)
      #expect(result.error.contains("UDP port 2152 on 10.99.0.1 is in use by another process; stop it or change upf.n3"), "\(result.error)")
      let changes = try sandbox.changes(since: before)
      #expect(changes == [])
    }

    @Test(.timeLimit(.minutes(1))) func anSCTPPortThatIsTaken() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.shell("ip addr add 10.99.0.1/24 dev lo")
      try sandbox.vitrumSucceeds("keys", "create")
      let first = try sandbox.start("core")
      try first.wait(for: "core of PLMN")
      // A second core that differs in everything but N2.
      try sandbox.writeConfiguration(
        "second.yaml",
        [
          ("n3: 10.99.0.1", "n3: 127.0.1.1"), ("127.0.0.5", "127.0.1.5"), ("127.0.0.6", "127.0.1.6"), ("tun: vitrum0", "tun: vitrum1"),
          ("10.45.0.0/16", "10.46.0.0/16"), ("2001:db8:45::/48", "2001:db8:46::/48"), ("var/", "var2/"),
          ("logging:", "management: {socket: var2/control.sock}\nlogging:"),
        ])
      try sandbox.vitrumSucceeds("keys", "create", "--config", "second.yaml")
      let second = try sandbox.vitrum("core", "--config", "second.yaml")
      #expect(second.status == 1)
      #expect(second.error.contains("SCTP port 38412 on 10.99.0.1 is in use") && second.error.contains("amf.n2"), "\(second.error)")
      #expect(first.isRunning)
      #expect(try first.stop().status == 0)
    }

    @Test(.timeLimit(.minutes(1))) func anAddressThatThisMachineHasAlready() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.shell("ip link add d0 type veth; ip addr add 10.99.0.1/24 dev d0; ip link set d0 up")
      try fail(sandbox, saying: ["10.99.0.1 (amf.n2) is an address of this machine already"])
    }

    @Test(.timeLimit(.minutes(1))) func aCoreWithoutItsAddress() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.vitrumSucceeds("keys", "create")
      let before = try sandbox.machine()
      let result = try sandbox.vitrum("core")
      #expect(result.status == 1)
      #expect(result.error.contains("no interface has the address 10.99.0.1") && result.error.contains("upf.n3"), "\(result.error)")
      let changes = try sandbox.changes(since: before)
      #expect(changes == [])
    }

    @Test(.timeLimit(.minutes(1))) func aTUNNameThatIsTaken() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.shell("ip link add vitrum0 type veth peer name other0")
      try fail(sandbox, saying: ["vitrum0", "upf.n6.tun"])
    }

    @Test(.timeLimit(.minutes(1))) func noTUNDevice() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.shell("mount -t tmpfs tun /dev/net")
      try fail(sandbox, saying: ["/dev/net/tun is missing", "modprobe tun"])
    }

    @Test(
      .timeLimit(.minutes(1)),
      arguments: [
        ("plmn: {mcc: \"999\", mnc: \"70\"}", "plmn: {mcc: \"999\", mnc: \"70\"", "broken.yaml"),
        ("mcc: \"999\"", "mcc: \"99\"", "plmn"), ("n4: 127.0.0.5 ", "n4: 127.0.0.500 ", "smf.n4"),
        ("ipv4Pool: 10.45.0.0/16", "ipv4Pool: 10.45.0.0/99", "ipv4Pool"),
        ("tun: vitrum0", "tun: a-name-that-is-too-long", "upf.n6.tun"), ("nat: false", "nta: false", "nta"),
        ("profile: A", "profile: C", "profile"), ("level: info", "level: loud", "logging.level"),
      ])
    func aConfigurationWithAMistake(old: String, new: String, place: String) throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.writeConfiguration("broken.yaml", [(old, new)])
      try fail(sandbox, configuration: "broken.yaml", status: 2, saying: ["broken.yaml:", place])
    }

    @Test(.timeLimit(.minutes(1))) func keyFilesThatOthersCanRead() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      #expect(try sandbox.vitrum("keys", "create").status == 0)
      for name in ["var/storage.key", "var/suci-1.key"] {
        try sandbox.shell("chmod 644 \(name)")
        try fail(sandbox, saying: [name, "chmod 600"])
        try sandbox.shell("chmod 600 \(name)")
      }
      try sandbox.write("no key\n", to: "var/suci-1.key")
      try fail(sandbox, saying: ["var/suci-1.key"])
    }

    @Test(.timeLimit(.minutes(1))) func aSealingKeyThatIsLost() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.vitrumSucceeds("subscriber", "add", "999700000000001", "--k", Keys.k, "--opc", Keys.opc)
      try sandbox.shell("rm var/storage.key")
      try fail(sandbox, saying: ["var/storage.key is missing", "restore the key file"])
    }

    @Test(.timeLimit(.minutes(1))) func aDatabaseThatCannotBeOpened() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      try sandbox.vitrumSucceeds("keys", "create")
      try sandbox.shell("mkdir var/subscribers.sqlite; chmod 600 var/storage.key")
      try fail(sandbox, saying: ["var/subscribers.sqlite"])
      try sandbox.shell("rmdir var/subscribers.sqlite; head -c 8192 /dev/urandom > var/subscribers.sqlite")
      try fail(sandbox, saying: ["var/subscribers.sqlite"])
    }

    @Test(.timeLimit(.minutes(1))) func aCaptureThatCannotBeWritten() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let before = try sandbox.machine()
      let result = try sandbox.vitrum("up", "--once", "--json", "--pcap", "/nowhere/v.pcapng")
      #expect(result.status == 1)
      #expect(result.error.contains("/nowhere/v.pcapng"), "\(result.error)")
      let changes = try sandbox.changes(since: before)
      #expect(changes == [])
    }

    @Test(.timeLimit(.minutes(1))) func withoutRootItSaysSoAtOnce() throws {
      let sandbox = try Sandbox()
      defer { sandbox.close() }
      let executable = try Sandbox.executable()
      for command in ["up", "core", "nf amf", "nf upf"] {
        let result = try sandbox.shell(
          """
          cp \(executable) vitrum.yaml /run; chmod 755 /run /run/vitrum; chmod 644 /run/vitrum.yaml; cd /run
          exec setpriv --reuid 65534 --regid 65534 --clear-groups ./vitrum \(command)
          """)
        #expect(result.status == 77, "\(result.error)")
        #expect(result.error.contains("needs root; run it with sudo"))
      }
    }
  }
}

/// Keys of test set 1 of TS 35.208; they must not appear in anything that is written.
enum Keys {
  static let k = "465b5ce8b199b49faa5f0a2ee238a6bc"
  static let opc = "cd63cb71954a9f4e48a5994e37a02baf"
}
