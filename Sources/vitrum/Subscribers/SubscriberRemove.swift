import ArgumentParser
import CommandSupport
import Storage

struct SubscriberRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove subscribers; a running network deregisters them.",
    discussion: """
      EXAMPLE:
        vitrum subscriber remove imsi-999700000000001 imsi-999700000000002
      """)

  @Argument(help: "SUPIs.") var supis: [SUPIArgument]
  @OptionGroup var store: StoreOption

  func run() throws {
    try store.withStore { store, _ in
      for supi in supis {
        try await store.remove(supi.supi)
        printError("removed \(supi.supi)")
      }
    }
  }
}
