import Testing

/// Every command explains itself.
struct HelpTests {
  static let commands = [
    "up", "core", "nf", "gnb", "ue", "dn", "status", "ues", "sessions", "subscriber", "subscriber add", "subscriber list",
    "subscriber show",
    "subscriber update", "subscriber remove", "subscriber import", "subscriber export", "keys", "config", "config check", "decode",
    "encode", "radio",
  ]

  @Test("--help has an example", arguments: commands)
  func examples(command: String) throws {
    let result = try Vitrum.run(command.split(separator: " ").map(String.init) + ["--help"])
    #expect(result.status == 0)
    #expect(result.output.contains("EXAMPLE"))
    #expect(result.output.contains("vitrum \(command)") || result.output.contains("sudo vitrum \(command)"))
  }

  @Test("an unknown command is wrong usage")
  func unknown() throws { #expect(try Vitrum.run(["dance"]).status == 64) }

  @Test("nothing answers where no network runs: exit status 69")
  func notRunning() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("management: {socket: none.sock}\n", to: "vitrum.yaml")
    for command in ["status", "ues", "sessions"] {
      let result = try Vitrum.run([command, "--config", path])
      #expect(result.status == 69)
      #expect(result.errors.contains("no running network answers"))
    }
  }
}
