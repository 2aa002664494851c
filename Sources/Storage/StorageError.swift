import Base

/// Why the store, or a file that was to be imported, could not be used.
public enum StorageError: Error, Equatable, Sendable {
  /// The SUPI is not in the store.
  case subscriberNotFound(supi: String)
  /// A subscriber with this SUPI exists already.
  case subscriberExists(supi: String)
  /// Another subscriber has this GPSI.
  case gpsiInUse(gpsi: String)
  /// A field of a subscriber is outside what the standard allows.
  case invalidSubscriber(supi: String, problems: [FieldProblem])
  /// The imported file has mistakes; nothing of it was stored. `total` counts also those that are not listed.
  case importRejected(problems: [ImportProblem], total: Int)
  /// No larger SQN exists (2^43 vectors were made); the subscriber needs a new K.
  case sequenceNumberExhausted(supi: String)
  /// Sealing or opening a secret failed: the key file is not the one that sealed it, or the octets were changed.
  case sealing(supi: String, reason: String)
  /// A stored row could not be understood.
  case corruptRow(supi: String, reason: String)
  /// The database file could not be opened, read or written.
  case database(path: String, reason: String)
  /// The database was written by a newer Vitrum.
  case newerSchema(path: String)
}

/// A field and what is wrong with it.
public struct FieldProblem: Equatable, Sendable {
  /// Name of the field as written in CSV and JSON, e.g. `k` or `slices[0].snssai.sd`.
  public var field: String
  /// What is wrong. Never contains a secret.
  public var message: String
  /// What to write instead.
  public var remedy: String

  public init(field: String, message: String, remedy: String) {
    self.field = field
    self.message = message
    self.remedy = remedy
  }
}

/// A mistake in an imported file.
public struct ImportProblem: Equatable, Sendable, CustomStringConvertible {
  public var file: String
  /// The line on which the subscriber's record begins, counted from 1.
  public var line: Int
  public var problem: FieldProblem

  public init(file: String, line: Int, field: String, message: String, remedy: String) {
    self.file = file
    self.line = line
    self.problem = FieldProblem(field: field, message: message, remedy: remedy)
  }

  /// `subscribers.csv:7: k: has 31 hexadecimal digits; write 32 (128 bit) or 64 (256 bit)`
  public var description: String { "\(file):\(line): \(problem)" }
}

extension FieldProblem: CustomStringConvertible {
  public var description: String { "\(field): \(message); \(remedy)" }
}

extension StorageError: CustomStringConvertible {
  static func redacted(_ supi: String) -> String { SUPI(supi)?.description ?? "?" }

  /// One or more lines for a person. Permanent identities in it are redacted, because it may reach a log.
  public var description: String {
    switch self {
    case .subscriberNotFound(let supi): "subscriber \(Self.redacted(supi)) is not in the store; add it with `vitrum subscriber add`"
    case .subscriberExists(let supi): "subscriber \(Self.redacted(supi)) exists already; change it with `vitrum subscriber update`"
    case .gpsiInUse: "the GPSI belongs to another subscriber; a GPSI may be used once"
    case .invalidSubscriber(let supi, let problems):
      "subscriber \(Self.redacted(supi)): " + problems.map(\.description).joined(separator: "\n")
    case .importRejected(let problems, let total):
      problems.map(\.description).joined(separator: "\n")
        + (total > problems.count ? "\n... and \(total - problems.count) more mistakes" : "") + "\nnothing was imported"
    case .sequenceNumberExhausted(let supi): "subscriber \(supi): no sequence number is left; give it a new K"
    case .sealing(let supi, let reason):
      "subscriber \(Self.redacted(supi)): the secret cannot be sealed or opened (\(reason)); is this the right key file?"
    case .corruptRow(let supi, let reason):
      "subscriber \(Self.redacted(supi)): the stored row cannot be understood (\(reason)); restore a backup"
    case .database(let path, let reason): "\(path): \(reason)"
    case .newerSchema(let path): "\(path): written by a newer version of Vitrum; use that version"
    }
  }
}
