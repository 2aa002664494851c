import ArgumentParser
import Assembly
import Base
import CommandSupport
import Configuration
import Storage

struct SubscriberAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a subscriber.",
    discussion: """
      EXAMPLES:
        vitrum subscriber add imsi-999700000000001 --k 465b5ce8b199b49faa5f0a2ee238a6bc --opc e8ed289deba952e4283b54e88e6183ca
        vitrum subscriber add 999700000000002 --k ... --op ... --slices "1*/internet" --gpsi msisdn-491700000002

      Without --slices, every slice and data network of the configuration is subscribed, the first slice by default.
      """)

  @Argument(help: "SUPI: imsi- and 14 or 15 digits, or the digits.") var supi: SUPIArgument
  @OptionGroup var options: SubscriberOptions
  @OptionGroup var store: StoreOption

  func run() throws {
    try store.withStore { store, configuration in
      var object = JSON.Object()
      object["supi"] = .string(supi.supi)
      try options.apply(to: &object)
      if options.slices == nil { object["slices"] = configuration.subscribedSlicesJSON }
      try await store.add(try Subscriber(json: .object(object)))
      printError("added \(supi.supi)")
    }
  }
}
