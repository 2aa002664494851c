import ArgumentParser
import Base
import CommandSupport
import Storage

struct SubscriberShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one subscriber as JSON.",
    discussion: """
      EXAMPLE:
        vitrum subscriber show imsi-999700000000001
      """)

  @Argument(help: "SUPI.") var supi: SUPIArgument
  @Flag(help: "Also K and OPc or TOPc.") var includeSecrets = false
  @OptionGroup var store: StoreOption

  func run() throws {
    try store.withStore { store, _ in
      guard let subscriber = try await store.subscriber(supi.supi) else { throw StorageError.subscriberNotFound(supi: supi.supi) }
      printLine(subscriber.json(includeSecrets: includeSecrets).text(sorted: false, indent: 2))
    }
  }
}
