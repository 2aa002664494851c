import ArgumentParser
import Assembly
import Base
import CommandSupport
import Configuration
import Security

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Make missing key files, and show the public keys that USIMs need.",
    discussion: """
      EXAMPLES:
        vitrum keys create --config vitrum.yaml
        vitrum keys show

      Key files have mode 0600. A lost storage key makes the subscriber store unreadable: back it up apart from the store.
      """,
    subcommands: [Create.self, Show.self], defaultSubcommand: Show.self)

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make the key files of the configuration that are missing.")

    @OptionGroup var configuration: ConfigurationOption

    func run() throws {
      let configuration = try configuration.load()
      do throws(KeyFileError) {
        if try KeyFiles.createSealingKey(configuration.storage, random: SystemRandom()) {
          printLine("made \(configuration.storage.keyPath)")
        }
        for path in try KeyFiles.createSUCIKeys(configuration.udm, random: SystemRandom()) { printLine("made \(path)") }
      } catch {
        throw failure("\(error)")
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the home network public keys (TS 31.102 §4.4.11.8) that conceal SUPIs.",
      discussion: """
        EXAMPLE:
          vitrum keys show --json
        """)

    @OptionGroup var configuration: ConfigurationOption
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      let udm = try configuration.load().udm
      let keys: [HomeNetworkPrivateKey]
      do throws(KeyFileError) {
        keys = try KeyFiles.homeNetworkKeys(udm)
      } catch {
        throw failure("\(error)")
      }
      let values = keys.map { key -> JSON in
        [
          "id": .int(key.identifier), "profile": .string(key.scheme == .profileA ? "A" : "B"),
          "publicKey": .string(Hex.encode(key.publicKey.octets)),
        ]
      }
      if json { return printLine(JSON.array(values).text(sorted: false)) }
      if values.isEmpty { printError("udm.suciProfiles is empty: USIMs use the null scheme") }
      for value in values {
        printLine(
          "id \(value["id"]?.text() ?? "")  profile \(value["profile"]?.stringValue ?? "")  \(value["publicKey"]?.stringValue ?? "")")
      }
    }
  }
}
