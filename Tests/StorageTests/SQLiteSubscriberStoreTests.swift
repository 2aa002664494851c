import Base
import Foundation
import GRDB
import Security
import Synchronization
import Testing

@testable import Storage

@Suite struct SQLiteSubscriberStoreTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func open(sealedBy key: UInt8 = 1, observer: SubscriberChangeObserver? = nil) throws -> SQLiteSubscriberStore {
    try SQLiteSubscriberStore(path: folder.database, sealer: .testing(key), observer: observer)
  }

  @Test func `no file of the database has a key in octets or text`() async throws {
    let store = try open()
    try await store.add(Sample.subscriber())
    try await store.update(Sample.supi) { $0.isEnabled = false }
    let files = ["subscribers.sqlite", "subscribers.sqlite-wal", "subscribers.sqlite-shm"]
    let all = files.flatMap { folder.octets($0) }
    #expect(contains(Array(Sample.supi.utf8), in: all))
    for secret in [Sample.k, Sample.opc] {
      #expect(!contains(try #require(Hex.decode(secret)), in: all))
      #expect(!contains(Array(secret.utf8), in: all))
      #expect(!contains(Array(secret.uppercased().utf8), in: all))
    }
    try store.close()
    #expect(!contains(try #require(Hex.decode(Sample.k)), in: folder.octets("subscribers.sqlite")))
  }

  @Test func `only the owner can read the files`() async throws {
    let store = try open()
    try await store.add(Sample.subscriber())
    for name in ["subscribers.sqlite", "subscribers.sqlite-wal", "subscribers.sqlite-shm"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
  }

  @Test func `another key file does not open the secrets`() async throws {
    try await open().add(Sample.subscriber())
    let store = try open(sealedBy: 2)
    guard case .sealing(Sample.supi, _)? = await storageError({ _ = try await store.subscriber(Sample.supi) }) else {
      Issue.record("opened with a foreign key")
      return
    }
  }

  @Test func `a sealed key moved to another subscriber does not open`() async throws {
    let store = try open()
    try await store.add(Sample.subscriber(1))
    try await store.add(Sample.subscriber(2))
    try await DatabaseQueue(path: folder.database).write {
      try $0.execute(
        sql: "UPDATE subscriber SET credentials = (SELECT credentials FROM subscriber WHERE supi = ?) WHERE supi = ?",
        arguments: [Sample.subscriber(1).supi, Sample.subscriber(2).supi])
    }
    guard case .sealing? = await storageError({ _ = try await store.subscriber(Sample.subscriber(2).supi) }) else {
      Issue.record("the moved key opened")
      return
    }
    #expect(try await store.subscriber(Sample.subscriber(1).supi) == Sample.subscriber(1))
  }

  @Test func `SQN and contexts survive closing and opening, and commits are flushed`() async throws {
    let store = try open()
    try await store.add(Sample.subscriber())
    let sqn = try await store.nextSQN(Sample.supi)
    try await store.setContext(.amf3GPPAccess, key: "", of: Sample.supi, to: ["a": 1])
    try store.close()
    let reopened = try open()
    #expect(try await reopened.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    #expect(try await reopened.pool.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    #expect(try await reopened.nextSQN(Sample.supi).seq == sqn.seq + 1)
    #expect(try await reopened.context(.amf3GPPAccess, key: "", of: Sample.supi) == ["a": 1])
    #expect(try await reopened.pollChanges().isEmpty)
  }

  @Test func `what another connection changes is noticed, removals with the contexts they had`() async throws {
    let seen = Mutex<[SubscriberChange]>([])
    let network = try open { new in seen.withLock { $0 += new } }
    let tool = try open()
    try await tool.add(Sample.subscriber(1))
    try await tool.add(Sample.subscriber(2))
    #expect(try await network.pollChanges().map(\.kind) == [.added, .added])
    #expect(try await network.pollChanges().isEmpty)
    try await network.setContext(.amf3GPPAccess, key: "", of: Sample.supi, to: ["amf": 1])
    #expect(try await network.pollChanges().isEmpty)
    try await tool.remove(Sample.supi)
    try await tool.add(Sample.subscriber(1))
    try await tool.update(Sample.subscriber(2).supi) { $0.isEnabled = false }
    let changes = try await network.pollChanges()
    #expect(changes.map(\.kind) == [.removed, .added, .updated])
    #expect(changes.first?.formerContexts == [StoredContext(kind: .amf3GPPAccess, key: "", document: ["amf": 1])])
    #expect(try await network.context(.amf3GPPAccess, key: "", of: Sample.supi) == nil)
    #expect(seen.withLock { $0.count } == 5)
  }

  @Test func `no SQN is given out twice to several connections`() async throws {
    try await open().add(Sample.subscriber())
    let numbers = try await withThrowingTaskGroup(of: [UInt64].self) { group in
      for _ in 0..<4 {
        let store = try open()
        group.addTask {
          var numbers: [UInt64] = []
          for _ in 0..<25 { numbers.append(try await store.nextSQN(Sample.supi).seq) }
          return numbers
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(numbers.sorted() == Array(1...100))
  }

  @Test func `no SQN is given out twice to another process`() async throws {
    let store = try open()
    try await store.add(Sample.subscriber())
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [
      "-c",
      """
      import sqlite3, sys
      database = sqlite3.connect(sys.argv[1], timeout=10, isolation_level=None)
      for _ in range(100):
        database.execute('BEGIN IMMEDIATE')
        sqn = database.execute('SELECT sqn FROM subscriber WHERE supi = ?', (sys.argv[2],)).fetchone()[0]
        sqn = ((sqn >> 5) + 1) << 5 | ((sqn + 1) & 31)
        database.execute('UPDATE subscriber SET sqn = ? WHERE supi = ?', (sqn, sys.argv[2]))
        database.execute('COMMIT')
        print(sqn >> 5)
      """, folder.database, Sample.supi,
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var numbers: [UInt64] = []
    for _ in 0..<100 { numbers.append(try await store.nextSQN(Sample.supi).seq) }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    numbers += text.split(separator: "\n").compactMap { UInt64($0) }
    #expect(numbers.sorted() == Array(1...200))
  }

  @Test func `a row that somebody broke is an error, not a trap`() async throws {
    let store = try open()
    for number in 1...3 { try await store.add(Sample.subscriber(number)) }
    try await DatabaseQueue(path: folder.database).write { database in
      try database.execute(sql: "UPDATE subscriber SET profile = '{' WHERE supi = ?", arguments: [Sample.subscriber(1).supi])
      try database.execute(sql: "UPDATE subscriber SET profile = '{}' WHERE supi = ?", arguments: [Sample.subscriber(2).supi])
      try database.execute(sql: "UPDATE subscriber SET credentials = x'00' WHERE supi = ?", arguments: [Sample.subscriber(3).supi])
    }
    for number in 1...3 {
      #expect(await storageError { _ = try await store.subscriber(Sample.subscriber(number).supi) } != nil)
    }
  }

  @Test func `a file that is no database, a missing folder and a newer schema are named`() async throws {
    #expect(throws: StorageError.self) { try SQLiteSubscriberStore(path: "/nonexistent/a.sqlite", sealer: .testing()) }
    let text = folder.path + "/text"
    try Data(repeating: 0x41, count: 5000).write(to: URL(fileURLWithPath: text))
    #expect(throws: StorageError.self) { try SQLiteSubscriberStore(path: text, sealer: .testing()) }
    _ = try open()
    try await DatabaseQueue(path: folder.database).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 from the future')")
    }
    #expect(throws: StorageError.newerSchema(path: folder.database)) { try open() }
  }
}
