import ArgumentParser
import Base
import CommandSupport
import Storage

struct SubscriberUpdate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update", abstract: "Change fields of a subscriber; what is not named stays.",
    discussion: """
      EXAMPLES:
        vitrum subscriber update imsi-999700000000001 --disable
        vitrum subscriber update 999700000000001 --slices "1*/internet;2-00000a/iot" --ambr-downlink "500 Mbps"
      """)

  @Argument(help: "SUPI.") var supi: SUPIArgument
  @Flag(help: "Let the subscriber register.") var enable = false
  @Flag(help: "Keep the subscriber but refuse registration.") var disable = false
  @OptionGroup var options: SubscriberOptions
  @OptionGroup var store: StoreOption

  func validate() throws {
    if enable, disable { throw ValidationError("--enable and --disable exclude each other") }
  }

  func run() throws {
    try store.withStore { store, _ in
      guard let stored = try await store.subscriber(supi.supi) else { throw StorageError.subscriberNotFound(supi: supi.supi) }
      guard case .object(var object) = stored.json(includeSecrets: true) else { return }
      if enable || disable { object["enabled"] = .bool(enable) }
      try options.apply(to: &object)
      let changed = try Subscriber(json: .object(object))
      if options.sqn == nil {
        try await store.update(changed)
      } else {
        try await store.update(supi.supi) { $0 = changed }
      }
      printError("updated \(supi.supi)")
    }
  }
}
