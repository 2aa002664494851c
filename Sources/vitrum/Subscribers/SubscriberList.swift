import ArgumentParser
import Base
import CommandSupport
import Storage

struct SubscriberList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the subscribers by ascending SUPI.",
    discussion: """
      EXAMPLES:
        vitrum subscriber list
        vitrum subscriber list --after imsi-999700000000500 --limit 100
        vitrum subscriber list --json
      """)

  @Option(help: "Only those behind this SUPI.") var after: SUPIArgument?
  @Option(help: "At most so many.") var limit: Int?
  @Flag(help: "Print one JSON value in each line, without keys.") var json = false
  @OptionGroup var store: StoreOption

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit: use a number above 0") }
  }

  func run() throws {
    try store.withStore { store, _ in
      var last = after?.supi
      var remaining = limit ?? .max
      var count = 0
      while remaining > 0 {
        let page = try await store.subscribers(after: last, limit: min(1000, remaining))
        guard let final = page.last else { break }
        for subscriber in page { printLine(json ? subscriber.json().text(sorted: false) : line(subscriber)) }
        last = final.supi
        remaining -= page.count
        count += page.count
      }
      if !json { printError(count == 1 ? "1 subscriber" : "\(count) subscribers") }
    }
  }

  private func line(_ subscriber: Subscriber) -> String {
    let slices = subscriber.slices.map { slice in
      "\(slice.snssai)\(slice.isDefault ? "*" : "")/" + slice.dataNetworks.map(\.dnn).joined(separator: ",")
    }
    let state = subscriber.isEnabled ? "enabled " : "disabled"
    let supi = subscriber.supi + String(repeating: " ", count: max(0, 20 - subscriber.supi.utf8.count))
    return "\(supi)  \(state)  \(subscriber.credentials.algorithm.rawValue)  \(slices.joined(separator: " "))"
  }
}
