import Base
import Security

/// Subscribers in a file, as CSV or JSON.
///
/// CSV (RFC 4180) begins with a header of these columns in any order; those marked * may not be missing:
///
///     supi*, gpsi, enabled, algorithm, k*, opc* or topc*, amf, sqn, ueAMBRUplink, ueAMBRDownlink, slices*, forbiddenRATs, forbiddenTACs
///
/// `slices` lists data networks, separated by `;`, each `SST[-SD][*]/DNN` with settings behind `|`. A star marks a default slice:
///
///     1*/internet|types=IPV4V6,IPV4|ssc=1|5qi=9|arp=8|uplink=1 Gbps|downlink=2 Gbps|ipv4=10.45.0.9;2-00000a/iot
///
/// JSON is `{"subscribers": [...]}` or the list alone, with the members of ``Subscriber/json(includeSecrets:)``.
public enum SubscriberFile {
  public enum Format: String, Sendable, CaseIterable { case csv, json }

  /// A subscriber and where it stands.
  public struct Record: Sendable, Equatable {
    public var subscriber: Subscriber
    public var line: Int
  }

  /// At most this many mistakes are listed; all are counted.
  public static let maximumListedProblems = 100

  /// Reads and validates a whole file. `name` stands in the mistakes.
  /// - Throws: ``StorageError/importRejected(problems:total:)``.
  public static func parse(_ octets: [UInt8], format: Format, name: String) throws(StorageError) -> [Record] {
    var mistakes = ImportMistakes(file: name)
    var records: [Record] = []
    switch format {
    case .csv: records = CSVSubscribers.parse(octets, &mistakes)
    case .json: records = parseJSON(octets, &mistakes)
    }
    var lineBySUPI: [String: Int] = [:]
    var lineByGPSI: [String: Int] = [:]
    for record in records {
      if let line = lineBySUPI.updateValue(record.line, forKey: record.subscriber.supi) {
        mistakes.report(record.line, "supi", "is the same as in line \(line)", "keep one of them")
      }
      if let gpsi = record.subscriber.gpsi, let line = lineByGPSI.updateValue(record.line, forKey: gpsi) {
        mistakes.report(record.line, "gpsi", "is the same as in line \(line)", "a GPSI may be used once")
      }
    }
    if records.isEmpty, mistakes.total == 0 { mistakes.report(1, "supi", "the file has no subscriber", "add at least one") }
    try mistakes.throwIfAny()
    return records
  }

  /// Parses a file and stores all or nothing of it. Returns how many were stored.
  @discardableResult
  public static func load(
    _ octets: [UInt8], format: Format, name: String, into store: some SubscriberStore, replacingExisting: Bool = false,
    progress: @escaping @Sendable (_ stored: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws(StorageError) -> Int {
    let records = try parse(octets, format: format, name: name)
    func rejected(_ line: Int?, _ field: String, _ message: String, _ remedy: String) -> StorageError {
      .importRejected(
        problems: [ImportProblem(file: name, line: line ?? 1, field: field, message: message, remedy: remedy)], total: 1)
    }
    do {
      let total = records.count
      try await store.add(records.map(\.subscriber), replacingExisting: replacingExisting) { progress($0, total) }
      return total
    } catch .subscriberExists(let supi) {
      throw rejected(
        records.first { $0.subscriber.supi == supi }?.line, "supi", "this subscriber is in the store already",
        "remove the line, or import with --replace")
    } catch .gpsiInUse(let gpsi) {
      throw rejected(
        records.first { $0.subscriber.gpsi == gpsi }?.line, "gpsi", "another subscriber in the store has it", "use another GPSI")
    } catch {
      throw error
    }
  }

  /// The text of a file with `subscribers`. Without `includeSecrets` it has no keys and cannot be imported again as it is.
  public static func text(of subscribers: [Subscriber], format: Format, includeSecrets: Bool = false) -> String {
    switch format {
    case .csv: CSVSubscribers.text(of: subscribers, includeSecrets: includeSecrets)
    case .json:
      (["subscribers": .array(subscribers.map { $0.json(includeSecrets: includeSecrets) })] as JSON).text(sorted: false, indent: 2) + "\n"
    }
  }

  private static func parseJSON(_ octets: [UInt8], _ mistakes: inout ImportMistakes) -> [Record] {
    let root: JSON
    do {
      root = try JSON(parsing: octets)
    } catch {
      let offset: Int =
        switch error {
        case .syntax(let offset, _), .tooDeep(let offset, _), .duplicateKey(_, let offset): offset
        case .invalidUTF8: 0
        }
      mistakes.report(
        1 + octets.prefix(offset).count { $0 == 0x0A }, "JSON", String(describing: error), "compare with `vitrum subscriber export`")
      return []
    }
    guard let list = root.arrayValue ?? root["subscribers"]?.arrayValue else {
      mistakes.report(1, "subscribers", "is missing", "write {\"subscribers\": [...]}")
      return []
    }
    let lines = elementLines(octets, isWrapped: root.arrayValue == nil)
    var records: [Record] = []
    for (index, element) in list.enumerated() {
      let line = lines.indices.contains(index) ? lines[index] : 1
      do {
        records.append(Record(subscriber: try Subscriber(json: element), line: line))
      } catch .invalidSubscriber(_, let problems) {
        for problem in problems { mistakes.report(line, problem.field, problem.message, problem.remedy) }
      } catch {
        mistakes.report(line, "", String(describing: error), "correct it")
      }
    }
    return records
  }

  /// The lines on which the elements of the list of subscribers begin; the text is known to be JSON.
  private static func elementLines(_ octets: [UInt8], isWrapped: Bool) -> [Int] {
    var lines: [Int] = []
    var line = 1
    var depth = 0
    var isInString = false
    var isEscaped = false
    let listDepth = isWrapped ? 2 : 1
    for octet in octets {
      if octet == 0x0A { line += 1 }
      if isInString {
        if isEscaped { isEscaped = false } else if octet == 0x5C { isEscaped = true } else if octet == 0x22 { isInString = false }
        continue
      }
      switch octet {
      case 0x22: isInString = true
      case 0x5B, 0x7B:
        if depth == listDepth, octet == 0x7B { lines.append(line) }
        depth += 1
      case 0x5D, 0x7D: depth -= 1
      default: break
      }
    }
    return lines
  }
}

/// The mistakes of one file: all are counted, the first are kept.
struct ImportMistakes {
  let file: String
  private(set) var problems: [ImportProblem] = []
  private(set) var total = 0

  init(file: String) { self.file = file }

  mutating func report(_ line: Int, _ field: String, _ message: String, _ remedy: String) {
    total += 1
    guard problems.count < SubscriberFile.maximumListedProblems else { return }
    problems.append(ImportProblem(file: file, line: line, field: field, message: message, remedy: remedy))
  }

  func throwIfAny() throws(StorageError) {
    if total > 0 { throw .importRejected(problems: problems, total: total) }
  }
}
