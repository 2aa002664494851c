import ArgumentParser
import Assembly
import Base
import CommandSupport
import Configuration
import Storage

struct SubscriberCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subscriber", abstract: "Manage who may use the network; changes take effect at once.",
    discussion: """
      EXAMPLES:
        vitrum subscriber add imsi-999700000000001 --k 465b5ce8b199b49faa5f0a2ee238a6bc --opc e8ed289deba952e4283b54e88e6183ca
        vitrum subscriber list
        vitrum subscriber update 999700000000001 --disable
        vitrum subscriber import sims.csv
        vitrum subscriber export --include-secrets backup.json

      The store is the one that the configuration names; it and its key file (mode 0600) are made when they are missing.
      Keys on a command line can be seen by other users of this machine while it runs: `import -` reads them from stdin.
      """,
    subcommands: [
      SubscriberAdd.self, SubscriberList.self, SubscriberShow.self, SubscriberUpdate.self, SubscriberRemove.self, SubscriberImport.self,
      SubscriberExport.self,
    ])
}

/// The store of the configuration.
struct StoreOption: ParsableArguments {
  @OptionGroup var configuration: ConfigurationOption

  /// Opens the store, runs `body` and turns errors into lines and exit codes.
  func withStore(_ body: @escaping @Sendable (SQLiteSubscriberStore, Configuration) async throws -> Void) throws {
    let configuration = try configuration.load()
    let store: SQLiteSubscriberStore
    do {
      store = try StoreAccess.open(configuration.storage, random: SystemRandom())
    } catch {
      throw failure("\(error)")
    }
    let result = try BlockingTask.run { () async -> Result<Void, any Error> in
      do {
        return .success(try await body(store, configuration))
      } catch {
        return .failure(error)
      }
    }
    do {
      try result?.get()
    } catch let error as StorageError {
      throw failure(error.text, error.isInputError ? .invalidInput : .failed)
    }
    do throws(StorageError) { try store.close() } catch { throw failure(error.text) }
  }
}

extension StorageError {
  var isInputError: Bool {
    switch self {
    case .subscriberNotFound, .subscriberExists, .gpsiInUse, .invalidSubscriber, .importRejected: true
    case .sequenceNumberExhausted, .sealing, .corruptRow, .database, .newerSchema: false
    }
  }

  /// For the operator's own terminal: with the SUPI that was typed, one mistake in each line.
  var text: String {
    switch self {
    case .subscriberNotFound(let supi): "\(supi) is not in the store; `vitrum subscriber list` shows who is"
    case .subscriberExists(let supi): "\(supi) exists already; change it with: vitrum subscriber update \(supi)"
    case .invalidSubscriber(_, let problems): problems.map(\.description).joined(separator: "\n")
    default: description
    }
  }
}

/// A SUPI as an argument: `imsi-` and digits, or the digits alone.
struct SUPIArgument: ExpressibleByArgument {
  let supi: String

  init?(argument: String) {
    let text = argument.allSatisfy(\.isNumber) ? "imsi-\(argument)" : argument
    guard Subscriber.isSUPI(text) else { return nil }
    supi = text
  }
}
