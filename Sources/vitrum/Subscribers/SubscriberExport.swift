import ArgumentParser
import CommandSupport
import Glibc
import Storage

struct SubscriberExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write all subscribers as CSV or JSON.",
    discussion: """
      EXAMPLES:
        vitrum subscriber export > subscribers.json
        vitrum subscriber export --include-secrets backup.json     can be imported again; only you can read the file
        vitrum subscriber export --format csv -
      """)

  @Argument(help: "The file, or - for stdout.") var file = "-"
  @Option(help: "csv or json; without it, as the file's name ends, or json.") var format: SubscriberFile.Format?
  @Flag(help: "Also K and OPc or TOPc.") var includeSecrets = false
  @OptionGroup var store: StoreOption

  func run() throws {
    let format = try format ?? (file == "-" ? .json : .guess(file))
    try store.withStore { store, _ in
      var all: [Subscriber] = []
      while true {
        let page = try await store.subscribers(after: all.last?.supi, limit: 5000)
        if page.isEmpty { break }
        all += page
      }
      let text = SubscriberFile.text(of: all, format: format, includeSecrets: includeSecrets)
      if file == "-" { return writeAll(text, to: 1) }
      let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 else {
        throw failure("\(file): cannot be written (\(String(cString: strerror(errno))))")
      }
      writeAll(text, to: descriptor)
      guard close(descriptor) == 0 else { throw failure("\(file): cannot be written (\(String(cString: strerror(errno))))") }
      printError("exported \(all.count) subscribers to \(file)")
    }
  }
}
