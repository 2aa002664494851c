import ArgumentParser
import CommandSupport
import Glibc
import Storage
import Synchronization

struct SubscriberImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Add the subscribers of a CSV or JSON file: all, or none when it has a mistake.",
    discussion: """
      EXAMPLES:
        vitrum subscriber import sims.csv
        vitrum subscriber import --replace backup.json
        decrypt sims.csv.gpg | vitrum subscriber import --format csv -

      CSV begins with a header. Columns: supi, gpsi, enabled, algorithm, k, opc or topc, amf, sqn, ueAMBRUplink, ueAMBRDownlink, slices,
      forbiddenRATs, forbiddenTACs; supi, k, opc (or topc) and slices are needed. JSON is what `vitrum subscriber export` writes.
      Exit status 2: the file has mistakes; each is named with its line.
      """)

  @Argument(help: "The file, or - for stdin.") var file: String
  @Option(help: "csv or json; without it, as the file's name ends.") var format: SubscriberFile.Format?
  @Flag(help: "Put the file's subscribers in the place of stored ones.") var replace = false
  @OptionGroup var store: StoreOption

  func run() throws {
    let format = try format ?? .guess(file)
    let octets = try InputFile.read(file)
    let name = file == "-" ? "stdin" : file
    let isTerminal = isatty(2) == 1
    try store.withStore { store, _ in
      let lastTenth = Mutex(0)
      let count = try await SubscriberFile.load(octets, format: format, name: name, into: store, replacingExisting: replace) {
        stored, total in
        let tenth = total > 0 ? stored * 10 / total : 10
        let isNews = lastTenth.withLock { last in
          defer { last = max(last, tenth) }
          return tenth > last
        }
        if total >= 5000, isNews || isTerminal { writeAll("vitrum: \(stored) of \(total) imported\(isTerminal ? "\r" : "\n")", to: 2) }
      }
      printError(count == 1 ? "imported 1 subscriber" : "imported \(count) subscribers")
    }
  }
}

extension SubscriberFile.Format: ExpressibleByArgument {
  /// The format that a file's name ends with.
  static func guess(_ path: String) throws -> SubscriberFile.Format {
    if let format = allCases.first(where: { path.lowercased().hasSuffix(".\($0.rawValue)") }) { return format }
    throw ValidationError("\(path): name the format with --format csv or --format json")
  }
}
