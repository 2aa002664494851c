import Base
import Security
import Synchronization

/// A store for the deterministic simulation: the same calls give the same answers in the same order, nothing is ever on disk,
/// and no call leaves the executor of its caller.
public final class InMemorySubscriberStore: SubscriberStore {
  private let state = Mutex(InMemoryState())
  private let observer: SubscriberChangeObserver?

  public init(observer: SubscriberChangeObserver? = nil) { self.observer = observer }

  public func subscriber(_ supi: String) async throws(StorageError) -> Subscriber? {
    state.withLock { $0.bySUPI[supi] }
  }

  public func subscriber(gpsi: String) async throws(StorageError) -> Subscriber? {
    state.withLock { state in state.supiByGPSI[gpsi].flatMap { state.bySUPI[$0] } }
  }

  public func subscribers(after supi: String?, limit: Int) async throws(StorageError) -> [Subscriber] {
    state.withLock { $0.subscribers(after: supi, limit: limit) }
  }

  public func subscriberCount() async throws(StorageError) -> Int { state.withLock { $0.bySUPI.count } }

  public func add(_ subscriber: Subscriber) async throws(StorageError) {
    try state.withLock { state throws(StorageError) in try state.insert(subscriber, replacingExisting: false) }
    try await deliver()
  }

  @discardableResult
  public func update(_ supi: String, _ change: @escaping @Sendable (inout Subscriber) -> Void) async throws(StorageError) -> Subscriber {
    let changed = try state.withLock { state throws(StorageError) in try state.update(supi, change) }
    try await deliver()
    return changed
  }

  public func remove(_ supi: String) async throws(StorageError) {
    try state.withLock { state throws(StorageError) in try state.remove(supi) }
    try await deliver()
  }

  public func add(_ subscribers: [Subscriber], replacingExisting: Bool, progress: @escaping @Sendable (Int) -> Void)
    async throws(StorageError)
  {
    try state.withLock { state throws(StorageError) in
      var changed = state
      for subscriber in subscribers { try changed.insert(subscriber, replacingExisting: replacingExisting) }
      state = changed
    }
    progress(subscribers.count)
    try await deliver()
  }

  public func nextSQN(_ supi: String) async throws(StorageError) -> SequenceNumber {
    try state.withLock { state throws(StorageError) in
      guard let stored = state.bySUPI[supi] else { throw .subscriberNotFound(supi: supi) }
      guard let next = stored.sqn.next else { throw .sequenceNumberExhausted(supi: supi) }
      state.bySUPI[supi]?.sqn = next
      return next
    }
  }

  public func setSQN(_ supi: String, to sqn: SequenceNumber) async throws(StorageError) {
    try state.withLock { state throws(StorageError) in
      guard state.bySUPI[supi] != nil else { throw .subscriberNotFound(supi: supi) }
      state.bySUPI[supi]?.sqn = sqn
    }
  }

  public func context(_ kind: ContextKind, key: String, of supi: String) async throws(StorageError) -> JSON? {
    state.withLock { $0.documents[supi]?[InMemoryState.DocumentID(kind: kind.rawValue, key: key)] }
  }

  public func contexts(_ kind: ContextKind, of supi: String) async throws(StorageError) -> [StoredContext] {
    state.withLock { $0.contexts(of: supi).filter { $0.kind == kind } }
  }

  @discardableResult
  public func setContext(_ kind: ContextKind, key: String, of supi: String, to document: JSON?) async throws(StorageError) -> JSON? {
    try state.withLock { state throws(StorageError) in
      guard state.bySUPI[supi] != nil else { throw .subscriberNotFound(supi: supi) }
      let id = InMemoryState.DocumentID(kind: kind.rawValue, key: key)
      let former = state.documents[supi]?[id]
      state.documents[supi, default: [:]][id] = document
      return former
    }
  }

  public func removeContexts(_ kind: ContextKind) async throws(StorageError) {
    state.withLock { state in
      state.documents = state.documents.mapValues { documents in documents.filter { $0.key.kind != kind.rawValue } }
    }
  }

  @discardableResult
  public func pollChanges() async throws(StorageError) -> [SubscriberChange] {
    let changes = state.withLock { $0.takeUnreported() }
    if !changes.isEmpty { await observer?(changes) }
    return changes
  }

  private func deliver() async throws(StorageError) {
    if observer != nil { try await pollChanges() }
  }
}

private struct InMemoryState: Sendable {
  struct DocumentID: Hashable, Comparable {
    var kind: String
    var key: String
    static func < (left: DocumentID, right: DocumentID) -> Bool { (left.kind, left.key) < (right.kind, right.key) }
  }

  var bySUPI: [String: Subscriber] = [:]
  var supiByGPSI: [String: String] = [:]
  var documents: [String: [DocumentID: JSON]] = [:]
  private var sortedSUPIs: [String] = []
  private var unreported: [SubscriberChange] = []
  private var sequence: Int64 = 0

  func subscribers(after supi: String?, limit: Int) -> [Subscriber] {
    var start = 0
    if let supi {
      start = position(of: supi)
      if start < sortedSUPIs.count, sortedSUPIs[start] == supi { start += 1 }
    }
    return sortedSUPIs[start...].prefix(max(0, limit)).compactMap { bySUPI[$0] }
  }

  func contexts(of supi: String) -> [StoredContext] {
    (documents[supi] ?? [:]).sorted { $0.key < $1.key }
      .map { StoredContext(kind: ContextKind(rawValue: $0.key.kind), key: $0.key.key, document: $0.value) }
  }

  mutating func insert(_ subscriber: Subscriber, replacingExisting: Bool) throws(StorageError) {
    try subscriber.validate()
    let exists = bySUPI[subscriber.supi] != nil
    if exists, !replacingExisting { throw .subscriberExists(supi: subscriber.supi) }
    try claimGPSI(of: subscriber)
    bySUPI[subscriber.supi] = subscriber
    if !exists { sortedSUPIs.insert(subscriber.supi, at: position(of: subscriber.supi)) }
    record(exists ? .updated : .added, subscriber.supi)
  }

  mutating func update(_ supi: String, _ change: (inout Subscriber) -> Void) throws(StorageError) -> Subscriber {
    guard var changed = bySUPI[supi] else { throw .subscriberNotFound(supi: supi) }
    change(&changed)
    changed.supi = supi
    try changed.validate()
    try claimGPSI(of: changed)
    bySUPI[supi] = changed
    record(.updated, supi)
    return changed
  }

  mutating func remove(_ supi: String) throws(StorageError) {
    guard let stored = bySUPI.removeValue(forKey: supi) else { throw .subscriberNotFound(supi: supi) }
    if let gpsi = stored.gpsi { supiByGPSI[gpsi] = nil }
    sortedSUPIs.remove(at: position(of: supi))
    let former = contexts(of: supi)
    documents[supi] = nil
    record(.removed, supi, former)
  }

  mutating func takeUnreported() -> [SubscriberChange] {
    defer { unreported = [] }
    return unreported
  }

  private mutating func claimGPSI(of subscriber: Subscriber) throws(StorageError) {
    if let gpsi = subscriber.gpsi, let owner = supiByGPSI[gpsi], owner != subscriber.supi { throw .gpsiInUse(gpsi: gpsi) }
    if let former = bySUPI[subscriber.supi]?.gpsi { supiByGPSI[former] = nil }
    if let gpsi = subscriber.gpsi { supiByGPSI[gpsi] = subscriber.supi }
  }

  private mutating func record(_ kind: SubscriberChange.Kind, _ supi: String, _ former: [StoredContext] = []) {
    sequence += 1
    unreported.append(SubscriberChange(sequence: sequence, supi: supi, kind: kind, formerContexts: former))
  }

  private func position(of supi: String) -> Int {
    var low = 0
    var high = sortedSUPIs.count
    while low < high {
      let middle = (low + high) / 2
      if sortedSUPIs[middle] < supi { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
