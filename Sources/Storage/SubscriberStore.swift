import Base
import Security

/// Where subscriptions, their sequence numbers and the registrations of serving functions live (the data of the UDR, TS 29.505).
///
/// Every change is durable when the call returns, and one call is one transaction: it happens entirely or not at all,
/// also against other processes that have the same database open.
public protocol SubscriberStore: Sendable {
  /// The subscriber, or `nil` when there is none. SUPIs are compared exactly.
  func subscriber(_ supi: String) async throws(StorageError) -> Subscriber?
  /// The subscriber with this GPSI.
  func subscriber(gpsi: String) async throws(StorageError) -> Subscriber?
  /// Up to `limit` subscribers whose SUPI is behind `supi` (from the start for `nil`), by ascending SUPI.
  func subscribers(after supi: String?, limit: Int) async throws(StorageError) -> [Subscriber]
  /// How many subscribers there are.
  func subscriberCount() async throws(StorageError) -> Int

  /// Adds one; its ``Subscriber/sqn`` is stored.
  /// - Throws: ``StorageError/subscriberExists(supi:)``, ``StorageError/gpsiInUse(gpsi:)`` or
  ///   ``StorageError/invalidSubscriber(supi:problems:)``.
  func add(_ subscriber: Subscriber) async throws(StorageError)
  /// Changes one in place and returns the result. The SUPI stays; the SQN changes only if `change` changes it.
  @discardableResult
  func update(_ supi: String, _ change: @escaping @Sendable (inout Subscriber) -> Void) async throws(StorageError) -> Subscriber
  /// Removes one with its contexts, which the ``SubscriberChange`` reports a last time.
  func remove(_ supi: String) async throws(StorageError)
  /// Adds all or none. `progress` is called now and then with how many are stored.
  func add(_ subscribers: [Subscriber], replacingExisting: Bool, progress: @escaping @Sendable (_ stored: Int) -> Void)
    async throws(StorageError)

  /// Advances and returns the SQN for one vector. It is on disk before this returns, so it is never used twice.
  func nextSQN(_ supi: String) async throws(StorageError) -> SequenceNumber
  /// Sets the SQN to the SQN_MS of a verified AUTS (TS 33.102 §6.3.5).
  func setSQN(_ supi: String, to sqn: SequenceNumber) async throws(StorageError)

  /// A document that a serving function keeps about the subscriber.
  func context(_ kind: ContextKind, key: String, of supi: String) async throws(StorageError) -> JSON?
  /// All documents of one kind, by ascending key.
  func contexts(_ kind: ContextKind, of supi: String) async throws(StorageError) -> [StoredContext]
  /// Stores or replaces a document, or removes it with `nil`; returns the former document.
  @discardableResult
  func setContext(_ kind: ContextKind, key: String, of supi: String, to document: JSON?) async throws(StorageError) -> JSON?
  /// Removes the documents of one kind of every subscriber, e.g. when a network starts afresh.
  func removeContexts(_ kind: ContextKind) async throws(StorageError)

  /// Tells the observer, and returns, what changed since the last call, in order and by whichever process: called by a timer.
  /// Several changes of one subscriber since then may be reported as the last one, but a removal is never left out.
  @discardableResult
  func pollChanges() async throws(StorageError) -> [SubscriberChange]
}

extension SubscriberStore {
  /// Puts `subscriber` in the place of the stored one with its SUPI, but keeps the stored SQN, which a running network advances.
  public func update(_ subscriber: Subscriber) async throws(StorageError) {
    try await update(subscriber.supi) { stored in
      let sqn = stored.sqn
      stored = subscriber
      stored.sqn = sqn
    }
  }
}

/// What a context document is (TS 29.505 §5.2.2, names of the resources there).
public struct ContextKind: RawRepresentable, Hashable, Sendable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Amf3GppAccessRegistration; key `""`.
  public static let amf3GPPAccess = ContextKind(rawValue: "amf-3gpp-access")
  /// SmfRegistration; key: the PDU session identity in decimal.
  public static let smfRegistration = ContextKind(rawValue: "smf-registrations")
  /// AuthEvent; key: the serving network name.
  public static let authenticationStatus = ContextKind(rawValue: "authentication-status")
}

/// One context document.
public struct StoredContext: Hashable, Sendable {
  public var kind: ContextKind
  public var key: String
  public var document: JSON

  public init(kind: ContextKind, key: String, document: JSON) {
    self.kind = kind
    self.key = key
    self.document = document
  }
}

/// A change of a subscription. Changes of SQN and contexts are not reported.
public struct SubscriberChange: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable { case added, updated, removed }

  /// Grows with each change.
  public var sequence: Int64
  public var supi: String
  public var kind: Kind
  /// For a removal: the contexts it had, so that its AMF and SMFs can be told.
  public var formerContexts: [StoredContext]

  public init(sequence: Int64, supi: String, kind: Kind, formerContexts: [StoredContext] = []) {
    self.sequence = sequence
    self.supi = supi
    self.kind = kind
    self.formerContexts = formerContexts
  }
}

/// Receives changes in order.
public typealias SubscriberChangeObserver = @Sendable ([SubscriberChange]) async -> Void
