import Base
import Security
import Synchronization
import Testing

@testable import Storage

/// What holds for every store.
@Suite struct SubscriberStoreTests {
  enum Kind: CaseIterable { case sqlite, memory }

  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func store(_ kind: Kind, observer: SubscriberChangeObserver? = nil) throws -> any SubscriberStore {
    switch kind {
    case .sqlite: try SQLiteSubscriberStore(path: folder.database, sealer: .testing(), observer: observer)
    case .memory: InMemorySubscriberStore(observer: observer)
    }
  }

  @Test(arguments: Kind.allCases) func `a stored subscriber comes back unchanged`(kind: Kind) async throws {
    let store = try store(kind)
    for subscriber in [Sample.subscriber(), Sample.tuakSubscriber()] {
      try await store.add(subscriber)
      #expect(try await store.subscriber(subscriber.supi) == subscriber)
    }
    #expect(try await store.subscriber(gpsi: "msisdn-491700000001")?.supi == Sample.supi)
    #expect(try await store.subscriber("imsi-999700000000099") == nil)
    #expect(try await store.subscriberCount() == 2)
  }

  @Test(arguments: Kind.allCases) func `a SUPI and a GPSI can be used once`(kind: Kind) async throws {
    let store = try store(kind)
    try await store.add(Sample.subscriber())
    #expect(await storageError { try await store.add(Sample.subscriber()) } == .subscriberExists(supi: Sample.supi))
    var other = Sample.subscriber(2)
    other.gpsi = "msisdn-491700000001"
    let copy = other
    #expect(await storageError { try await store.add(copy) } == .gpsiInUse(gpsi: "msisdn-491700000001"))
    #expect(try await store.subscriberCount() == 1)
  }

  @Test(arguments: Kind.allCases) func `subscribers are listed page by page in the order of their SUPI`(kind: Kind) async throws {
    let store = try store(kind)
    for number in [5, 3, 1, 4, 2] { try await store.add(Sample.subscriber(number)) }
    let first = try await store.subscribers(after: nil, limit: 2).map(\.supi)
    #expect(first == [Sample.subscriber(1).supi, Sample.subscriber(2).supi])
    let rest = try await store.subscribers(after: first.last, limit: 100).map(\.supi)
    #expect(rest == [3, 4, 5].map { Sample.subscriber($0).supi })
    #expect(try await store.subscribers(after: rest.last, limit: 100).isEmpty)
  }

  @Test(arguments: Kind.allCases) func `an update keeps the SQN that the network advanced`(kind: Kind) async throws {
    let store = try store(kind)
    try await store.add(Sample.subscriber())
    let sqn = try await store.nextSQN(Sample.supi)
    var changed = Sample.subscriber()
    changed.isEnabled = false
    changed.gpsi = nil
    try await store.update(changed)
    let stored = try await store.subscriber(Sample.supi)
    #expect(stored?.isEnabled == false)
    #expect(stored?.sqn == sqn)
    #expect(try await store.subscriber(gpsi: "msisdn-491700000001") == nil)
    #expect(
      await storageError { try await store.update("imsi-999700000000099") { $0.isEnabled = false } }
        == .subscriberNotFound(supi: "imsi-999700000000099"))
  }

  @Test(arguments: Kind.allCases) func `SEQ and IND advance by one with each vector (TS 33.102 §C.3.2)`(kind: Kind) async throws {
    let store = try store(kind)
    try await store.add(Sample.subscriber())
    for expected in 1...40 {
      let sqn = try await store.nextSQN(Sample.supi)
      #expect(sqn.seq == UInt64(expected))
      #expect(sqn.index == expected % 32)
    }
    let usim = try #require(SequenceNumber(rawValue: 0x0000_1234_5660))
    try await store.setSQN(Sample.supi, to: usim)
    #expect(try await store.nextSQN(Sample.supi).seq == usim.seq + 1)
    try await store.setSQN(Sample.supi, to: SequenceNumber(seq: SequenceNumber.maximumSEQ, index: 3))
    #expect(await storageError { _ = try await store.nextSQN(Sample.supi) } == .sequenceNumberExhausted(supi: Sample.supi))
    #expect(await storageError { _ = try await store.nextSQN("imsi-1") } == .subscriberNotFound(supi: "imsi-1"))
  }

  @Test(arguments: Kind.allCases) func `no SQN is given out twice to tasks that ask at the same time`(kind: Kind) async throws {
    let store = try store(kind)
    try await store.add(Sample.subscriber())
    let numbers = try await withThrowingTaskGroup(of: [UInt64].self) { group in
      for _ in 0..<8 {
        group.addTask {
          var numbers: [UInt64] = []
          for _ in 0..<25 { numbers.append(try await store.nextSQN(Sample.supi).seq) }
          return numbers
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(numbers.sorted() == Array(1...200))
  }

  @Test(arguments: Kind.allCases) func `contexts belong to a subscriber and vanish with it`(kind: Kind) async throws {
    let changes = Mutex<[SubscriberChange]>([])
    let store = try store(kind) { new in changes.withLock { $0 += new } }
    try await store.add(Sample.subscriber())
    let registration: JSON = ["amfInstanceId": "a", "deregCallbackUri": "http://127.0.0.16:7777/x"]
    #expect(try await store.setContext(.amf3GPPAccess, key: "", of: Sample.supi, to: registration) == nil)
    try await store.setContext(.smfRegistration, key: "5", of: Sample.supi, to: ["pduSessionId": 5])
    try await store.setContext(.smfRegistration, key: "1", of: Sample.supi, to: ["pduSessionId": 1])
    #expect(try await store.context(.amf3GPPAccess, key: "", of: Sample.supi) == registration)
    #expect(try await store.contexts(.smfRegistration, of: Sample.supi).map(\.key) == ["1", "5"])
    #expect(try await store.setContext(.smfRegistration, key: "5", of: Sample.supi, to: nil)?["pduSessionId"] == 5)
    try await store.remove(Sample.supi)
    #expect(try await store.context(.amf3GPPAccess, key: "", of: Sample.supi) == nil)
    #expect(changes.withLock { $0.map(\.kind) } == [.added, .removed])
    #expect(changes.withLock { $0.last?.formerContexts.map(\.document) } == [registration, ["pduSessionId": 1]])
    #expect(
      await storageError { try await store.setContext(.amf3GPPAccess, key: "", of: Sample.supi, to: registration) }
        == .subscriberNotFound(supi: Sample.supi))
    #expect(await storageError { try await store.remove(Sample.supi) } == .subscriberNotFound(supi: Sample.supi))
  }

  @Test(arguments: Kind.allCases) func `contexts of one kind can be dropped for all`(kind: Kind) async throws {
    let store = try store(kind)
    try await store.add(Sample.subscriber())
    try await store.setContext(.amf3GPPAccess, key: "", of: Sample.supi, to: 1)
    try await store.setContext(.authenticationStatus, key: "5G:mnc070.mcc999.3gppnetwork.org", of: Sample.supi, to: 2)
    try await store.removeContexts(.amf3GPPAccess)
    #expect(try await store.contexts(.amf3GPPAccess, of: Sample.supi).isEmpty)
    #expect(try await store.contexts(.authenticationStatus, of: Sample.supi).count == 1)
  }

  @Test(arguments: Kind.allCases) func `adding many is all or nothing`(kind: Kind) async throws {
    let store = try store(kind)
    try await store.add(Sample.subscriber(3))
    let many = (1...5).map { Sample.subscriber($0) }
    #expect(
      await storageError { try await store.add(many, replacingExisting: false) { _ in } }
        == .subscriberExists(supi: Sample.subscriber(3).supi))
    #expect(try await store.subscriberCount() == 1)
    try await store.add(many, replacingExisting: true) { _ in }
    #expect(try await store.subscriberCount() == 5)
  }

  @Test(arguments: Kind.allCases) func `an invalid subscriber is refused with every mistake`(kind: Kind) async throws {
    let store = try store(kind)
    var subscriber = Sample.subscriber()
    subscriber.supi = "imsi-12x"
    subscriber.credentials.key = SecretBytes([1, 2, 3])
    subscriber.credentials.amf = 0
    subscriber.slices[0].isDefault = false
    subscriber.slices[0].dataNetworks[0].fiveQI = 0
    let broken = subscriber
    guard case .invalidSubscriber(_, let problems)? = await storageError({ try await store.add(broken) }) else {
      Issue.record("the subscriber was stored")
      return
    }
    #expect(problems.map(\.field) == ["supi", "k", "amf", "slices", "slices[0].dataNetworks[0].5qi"])
  }

  @Test func `no text of a subscriber has a key or the whole SUPI`() {
    let subscriber = Sample.subscriber()
    var dumped = ""
    dump(subscriber, to: &dumped)
    for text in ["\(subscriber)", String(reflecting: subscriber), dumped, "\(subscriber.credentials)", subscriber.json().text()] {
      #expect(!text.contains(Sample.k) && !text.contains(Sample.opc))
      #expect(!text.contains("70, 91") && !text.contains("465b5ce8"))
    }
    #expect(!"\(subscriber)".contains(Sample.supi))
    #expect(!"\(StorageError.subscriberNotFound(supi: Sample.supi))".contains(Sample.supi))
    #expect(MemoryLayout<Subscriber>.size <= 256)
    #expect(MemoryLayout<SubscribedDataNetwork>.size <= 256)
  }
}
