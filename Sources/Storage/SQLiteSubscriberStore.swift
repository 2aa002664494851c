import Base
import Foundation
import GRDB
import Security
import Synchronization

/// The store in one SQLite file (WAL), which several processes may have open at the same time.
///
/// Commits are flushed to the disk (`synchronous = FULL`), so an SQN survives a power failure. The file and its companions
/// (`-wal`, `-shm`) can be read by their owner only; credentials in them are sealed by the ``CredentialSealer``.
public final class SQLiteSubscriberStore: SubscriberStore {
  /// Path of the database file.
  public let path: String
  let pool: DatabasePool
  private let sealer: CredentialSealer
  private let observer: SubscriberChangeObserver?
  private let reportedSequence: Mutex<Int64>

  /// Opens the database, creates it if it does not exist, and brings an older schema up to date.
  /// - Parameters:
  ///   - busyTimeoutSeconds: how long a write waits for one of another process.
  ///   - observer: receives the changes that are made from now on, through this object at once and through others by ``pollChanges()``.
  /// - Throws: ``StorageError/database(path:reason:)`` or ``StorageError/newerSchema(path:)``.
  public init(path: String, sealer: CredentialSealer, busyTimeoutSeconds: Double = 5, observer: SubscriberChangeObserver? = nil)
    throws(StorageError)
  {
    self.path = path
    self.sealer = sealer
    self.observer = observer
    do {
      try Self.createPrivately(path)
      var configuration = GRDB.Configuration()
      configuration.busyMode = .timeout(busyTimeoutSeconds)
      configuration.foreignKeysEnabled = true
      let pool = try DatabasePool(path: path, configuration: configuration)
      // GRDB sets NORMAL when it switches to WAL; there is a single writing connection, which this changes for good.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      let migrator = SQLiteSchema.migrator
      if try pool.read({ try migrator.hasBeenSuperseded($0) }) { throw StorageError.newerSchema(path: path) }
      try migrator.migrate(pool)
      reportedSequence = Mutex(try pool.read { try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM change") } ?? 0)
      self.pool = pool
    } catch {
      throw Self.storageError(error, path: path)
    }
  }

  /// Closes the file when the reads that run are done; later calls fail.
  ///
  /// A read ends on the executor of its caller: who closes there while others may be reading would wait for himself.
  public func closeWhenIdle() async throws(StorageError) {
    let failure = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        do throws(StorageError) {
          try self.close()
          continuation.resume(returning: nil as StorageError?)
        } catch {
          continuation.resume(returning: error)
        }
      }
    }
    if let failure { throw failure }
  }

  /// Closes the file; later calls fail. No read may be running.
  public func close() throws(StorageError) {
    do { try pool.close() } catch { throw Self.storageError(error, path: path) }
  }

  // MARK: Subscribers

  public func subscriber(_ supi: String) async throws(StorageError) -> Subscriber? {
    try await read { try self.fetch($0, "supi = ?", supi) }
  }

  public func subscriber(gpsi: String) async throws(StorageError) -> Subscriber? {
    try await read { try self.fetch($0, "gpsi = ?", gpsi) }
  }

  public func subscribers(after supi: String?, limit: Int) async throws(StorageError) -> [Subscriber] {
    try await read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM subscriber WHERE supi > ? ORDER BY supi LIMIT ?", arguments: [supi ?? "", max(0, limit)]
      ).map(self.decode)
    }
  }

  public func subscriberCount() async throws(StorageError) -> Int {
    try await read { try Int.fetchOne($0, sql: "SELECT count(*) FROM subscriber") ?? 0 }
  }

  public func add(_ subscriber: Subscriber) async throws(StorageError) {
    try subscriber.validate()
    try await write { try self.insert($0, subscriber, replacingExisting: false) }
    try await deliver()
  }

  @discardableResult
  public func update(_ supi: String, _ change: @escaping @Sendable (inout Subscriber) -> Void) async throws(StorageError) -> Subscriber {
    let changed = try await write { database in
      guard var subscriber = try self.fetch(database, "supi = ?", supi) else { throw StorageError.subscriberNotFound(supi: supi) }
      change(&subscriber)
      subscriber.supi = supi
      try subscriber.validate()
      try self.upsert(database, subscriber)
      try Self.record(database, .updated, supi)
      return subscriber
    }
    try await deliver()
    return changed
  }

  public func remove(_ supi: String) async throws(StorageError) {
    try await write { database in
      let former = try Self.fetchContexts(database, supi, kind: nil)
      try database.execute(sql: "DELETE FROM subscriber WHERE supi = ?", arguments: [supi])
      if database.changesCount == 0 { throw StorageError.subscriberNotFound(supi: supi) }
      try Self.record(database, .removed, supi, former)
    }
    try await deliver()
  }

  public func add(_ subscribers: [Subscriber], replacingExisting: Bool, progress: @escaping @Sendable (Int) -> Void)
    async throws(StorageError)
  {
    for subscriber in subscribers { try subscriber.validate() }
    try await write { database in
      for (index, subscriber) in subscribers.enumerated() {
        try self.insert(database, subscriber, replacingExisting: replacingExisting)
        if (index + 1).isMultiple(of: 1000) || index + 1 == subscribers.count { progress(index + 1) }
      }
    }
    try await deliver()
  }

  // MARK: Sequence numbers

  public func nextSQN(_ supi: String) async throws(StorageError) -> SequenceNumber {
    try await write { database in
      guard let stored = try Int64.fetchOne(database, sql: "SELECT sqn FROM subscriber WHERE supi = ?", arguments: [supi]) else {
        throw StorageError.subscriberNotFound(supi: supi)
      }
      guard let next = SequenceNumber(rawValue: UInt64(bitPattern: stored))?.next else {
        throw StorageError.sequenceNumberExhausted(supi: supi)
      }
      try Self.setSQN(database, supi, next)
      return next
    }
  }

  public func setSQN(_ supi: String, to sqn: SequenceNumber) async throws(StorageError) {
    try await write { try Self.setSQN($0, supi, sqn) }
  }

  private static func setSQN(_ database: Database, _ supi: String, _ sqn: SequenceNumber) throws {
    try database.execute(sql: "UPDATE subscriber SET sqn = ? WHERE supi = ?", arguments: [Int64(sqn.rawValue), supi])
    if database.changesCount == 0 { throw StorageError.subscriberNotFound(supi: supi) }
  }

  // MARK: Contexts

  public func context(_ kind: ContextKind, key: String, of supi: String) async throws(StorageError) -> JSON? {
    try await read { try Self.fetchContext($0, supi, kind, key) }
  }

  public func contexts(_ kind: ContextKind, of supi: String) async throws(StorageError) -> [StoredContext] {
    try await read { try Self.fetchContexts($0, supi, kind: kind) }
  }

  @discardableResult
  public func setContext(_ kind: ContextKind, key: String, of supi: String, to document: JSON?) async throws(StorageError) -> JSON? {
    try await write { database in
      guard try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM subscriber WHERE supi = ?)", arguments: [supi]) == true else {
        throw StorageError.subscriberNotFound(supi: supi)
      }
      let former = try Self.fetchContext(database, supi, kind, key)
      if let document {
        try database.execute(
          sql: "INSERT OR REPLACE INTO context (supi, kind, key, document) VALUES (?, ?, ?, ?)",
          arguments: [supi, kind.rawValue, key, document.text()])
      } else {
        try database.execute(
          sql: "DELETE FROM context WHERE supi = ? AND kind = ? AND key = ?", arguments: [supi, kind.rawValue, key])
      }
      return former
    }
  }

  public func removeContexts(_ kind: ContextKind) async throws(StorageError) {
    try await write { try $0.execute(sql: "DELETE FROM context WHERE kind = ?", arguments: [kind.rawValue]) }
  }

  private static func fetchContext(_ database: Database, _ supi: String, _ kind: ContextKind, _ key: String) throws -> JSON? {
    let text = try String.fetchOne(
      database, sql: "SELECT document FROM context WHERE supi = ? AND kind = ? AND key = ?", arguments: [supi, kind.rawValue, key])
    return try text.map { try JSON(parsing: $0) }
  }

  private static func fetchContexts(_ database: Database, _ supi: String, kind: ContextKind?) throws -> [StoredContext] {
    try Row.fetchAll(
      database, sql: "SELECT kind, key, document FROM context WHERE supi = ? AND kind = coalesce(?, kind) ORDER BY kind, key",
      arguments: [supi, kind?.rawValue]
    ).map { StoredContext(kind: ContextKind(rawValue: $0["kind"]), key: $0["key"], document: try JSON(parsing: $0["document"] as String)) }
  }

  // MARK: Changes

  @discardableResult
  public func pollChanges() async throws(StorageError) -> [SubscriberChange] {
    let last = reportedSequence.withLock { $0 }
    let changes = try await read { try Self.fetchChanges($0, after: last) }
    // Two polls may overlap: what the other has reported in the meantime is not reported again.
    let fresh = reportedSequence.withLock { reported in
      let fresh = changes.filter { $0.sequence > reported }
      reported = max(reported, changes.last?.sequence ?? reported)
      return fresh
    }
    if !fresh.isEmpty { await observer?(fresh) }
    return fresh
  }

  private func deliver() async throws(StorageError) {
    if observer != nil { try await pollChanges() }
  }

  private static func fetchChanges(_ database: Database, after last: Int64) throws -> [SubscriberChange] {
    var changes: [SubscriberChange] = []
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM change WHERE sequence > ? ORDER BY sequence", arguments: [last])
    while let row = try rows.next() {
      let supi: String = row["supi"]
      let kind = SubscriberChange.Kind(rawValue: row["kind"]) ?? .updated
      if let removal = row["removalSequence"] as Int64?, removal > last {
        let former = try JSON(parsing: row["formerContexts"] as String? ?? "[]").arrayValue ?? []
        changes.append(
          SubscriberChange(sequence: removal, supi: supi, kind: .removed, formerContexts: former.compactMap(Self.context(json:))))
      }
      if kind != .removed { changes.append(SubscriberChange(sequence: row["sequence"], supi: supi, kind: kind)) }
    }
    return changes.sorted { $0.sequence < $1.sequence }
  }

  private static func record(_ database: Database, _ kind: SubscriberChange.Kind, _ supi: String, _ former: [StoredContext] = []) throws {
    let earlier = try Row.fetchOne(database, sql: "SELECT removalSequence, formerContexts FROM change WHERE supi = ?", arguments: [supi])
    try database.execute(sql: "DELETE FROM change WHERE supi = ?", arguments: [supi])
    try database.execute(
      sql: "INSERT INTO change (supi, kind, removalSequence, formerContexts) VALUES (?, ?, ?, ?)",
      arguments: [supi, kind.rawValue, earlier?["removalSequence"] as Int64?, earlier?["formerContexts"] as String?])
    guard kind == .removed else { return }
    try database.execute(
      sql: "UPDATE change SET removalSequence = sequence, formerContexts = ? WHERE supi = ?",
      arguments: [JSON.array(former.map(Self.json(of:))).text(), supi])
  }

  private static func json(of context: StoredContext) -> JSON {
    ["kind": .string(context.kind.rawValue), "key": .string(context.key), "document": context.document]
  }

  private static func context(json: JSON) -> StoredContext? {
    guard let kind = json["kind"]?.stringValue, let key = json["key"]?.stringValue, let document = json["document"] else { return nil }
    return StoredContext(kind: ContextKind(rawValue: kind), key: key, document: document)
  }

  // MARK: Rows

  private func fetch(_ database: Database, _ condition: String, _ argument: String) throws -> Subscriber? {
    try Row.fetchOne(database, sql: "SELECT * FROM subscriber WHERE \(condition)", arguments: [argument]).map(decode)
  }

  private func decode(_ row: Row) throws -> Subscriber {
    let supi: String = row["supi"]
    let json = try JSON(parsing: row["profile"] as String)
    guard let name = json["algorithm"]?.stringValue, let algorithm = AuthenticationAlgorithm(rawValue: name),
      let amf = json["amf"]?.stringValue.flatMap({ UInt16($0, radix: 16) }),
      let sqn = SequenceNumber(rawValue: UInt64(bitPattern: row["sqn"]))
    else { throw StorageError.corruptRow(supi: supi, reason: "algorithm, AMF or SQN") }
    let credentials = try sealer.open([UInt8](row["credentials"] as Data), algorithm: algorithm, amf: amf, supi: supi)
    var fields = SubscriberFields(json: json)
    let subscriber = fields.subscriber(credentials: credentials, sqn: sqn)
    guard let subscriber, fields.problems.isEmpty else {
      throw StorageError.corruptRow(supi: supi, reason: fields.problems.map(\.description).joined(separator: ", "))
    }
    return subscriber
  }

  private func insert(_ database: Database, _ subscriber: Subscriber, replacingExisting: Bool) throws {
    let exists =
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM subscriber WHERE supi = ?)", arguments: [subscriber.supi]) ?? false
    if exists, !replacingExisting { throw StorageError.subscriberExists(supi: subscriber.supi) }
    try upsert(database, subscriber)
    try Self.record(database, exists ? .updated : .added, subscriber.supi)
  }

  private func upsert(_ database: Database, _ subscriber: Subscriber) throws {
    if let gpsi = subscriber.gpsi,
      let owner = try String.fetchOne(database, sql: "SELECT supi FROM subscriber WHERE gpsi = ?", arguments: [gpsi]),
      owner != subscriber.supi
    {
      throw StorageError.gpsiInUse(gpsi: gpsi)
    }
    let sealed = try sealer.seal(subscriber.credentials, supi: subscriber.supi)
    try database.execute(
      sql: """
        INSERT INTO subscriber (supi, gpsi, sqn, credentials, profile) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (supi) DO UPDATE SET gpsi = excluded.gpsi, sqn = excluded.sqn, credentials = excluded.credentials,
          profile = excluded.profile
        """,
      arguments: [
        subscriber.supi, subscriber.gpsi, Int64(subscriber.sqn.rawValue), Data(sealed), subscriber.profileJSON.text(sorted: false),
      ])
  }

  // MARK: Transactions

  private func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws(StorageError) -> T {
    do { return try await pool.read(body) } catch { throw Self.storageError(error, path: path) }
  }

  /// One transaction that holds the write lock from its start, so that what it reads cannot change under it.
  private func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws(StorageError) -> T {
    do { return try await pool.write(body) } catch { throw Self.storageError(error, path: path) }
  }

  private static func storageError(_ error: any Error, path: String) -> StorageError {
    switch error {
    case let error as StorageError: error
    case let error as DatabaseError: .database(path: path, reason: error.message ?? error.resultCode.description)
    default: .database(path: path, reason: String(describing: error))
    }
  }

  /// Creates the file with mode 0600 before SQLite does, because SQLite gives `-wal` and `-shm` the mode of the database.
  private static func createPrivately(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StorageError.database(path: path, reason: String(cString: strerror(errno))) }
    defer { _ = Foundation.close(descriptor) }
    guard fchmod(descriptor, 0o600) == 0 else { throw StorageError.database(path: path, reason: String(cString: strerror(errno))) }
  }
}
