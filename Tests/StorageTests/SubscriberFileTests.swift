import Base
import Security
import Synchronization
import Testing

@testable import Storage

@Suite struct SubscriberFileTests {
  private func problems(_ text: String, _ format: SubscriberFile.Format = .csv) -> [String] {
    do {
      _ = try SubscriberFile.parse(Array(text.utf8), format: format, name: "s.\(format.rawValue)")
      return []
    } catch {
      guard case .importRejected(let problems, _) = error else { return ["\(error)"] }
      return problems.map(\.description)
    }
  }

  @Test(arguments: SubscriberFile.Format.allCases) func `an export with secrets imports to the same subscribers`(
    format: SubscriberFile.Format
  )
    throws
  {
    let subscribers = [Sample.subscriber(), Sample.tuakSubscriber()]
    let text = SubscriberFile.text(of: subscribers, format: format, includeSecrets: true)
    let records = try SubscriberFile.parse(Array(text.utf8), format: format, name: "x")
    #expect(records.map(\.subscriber) == subscribers)
  }

  @Test(arguments: SubscriberFile.Format.allCases) func `an export has no key unless asked`(format: SubscriberFile.Format) {
    let text = SubscriberFile.text(of: [Sample.subscriber()], format: format)
    #expect(text.contains(Sample.supi))
    #expect(!text.contains(Sample.k) && !text.contains(Sample.opc))
  }

  @Test func `the shortest CSV gets the defaults`() throws {
    let text = "# comment\nsupi,k,opc,slices\r\n\nimsi-999700000000001,\(Sample.k),\(Sample.opc),1*/internet\r\n"
    let record = try #require(try SubscriberFile.parse(Array(text.utf8), format: .csv, name: "s").first)
    #expect(record.line == 4)
    #expect(record.subscriber.credentials.amf == 0x8000)
    #expect(record.subscriber.dataNetwork("Internet", in: SNSSAI(sst: 1))?.fiveQI == 9)
    #expect(record.subscriber.defaultSlices == [SNSSAI(sst: 1)])
    #expect(record.subscriber.ueAMBR == .oneGigabit)
  }

  @Test func `quoted fields hold commas, quotes and line breaks (RFC 4180 §2)`() throws {
    let records = try CSVReader.records(Array("a,\"b,\"\"c\"\"\r\nd\",\r\n\"\",e".utf8))
    #expect(records.map(\.fields) == [["a", "b,\"c\"\r\nd", ""], ["", "e"]])
    #expect(records.map(\.line) == [1, 3])
    #expect(CSVReader.line(["a", "b,\"c\""]) == "a,\"b,\"\"c\"\"\"\r\n")
    for broken in ["a\"b", "\"a", "\"a\"b"] {
      #expect(throws: CSVReader.SyntaxError.self) { try CSVReader.records(Array(broken.utf8)) }
    }
  }

  @Test func `each mistake in a CSV is named with line, field and remedy`() {
    let good = "imsi-999700000000001,\(Sample.k),\(Sample.opc),1*/internet"
    let lines = [
      "supi,k,opc,slices", good, "imsi-99970000000000x,\(Sample.k),\(Sample.opc),1*/internet",
      "imsi-999700000000003,\(Sample.k)0,\(Sample.opc),1*/internet", "imsi-999700000000004,\(Sample.k),abcd,1*/internet",
      "imsi-999700000000005,\(Sample.k),\(Sample.opc),256*/internet", "imsi-999700000000006,\(Sample.k),\(Sample.opc),1/internet",
      "imsi-999700000000007,\(Sample.k),\(Sample.opc),1*/internet|uplinc=1 Gbps", good, "imsi-999700000000008,\(Sample.k)",
      "imsi-999700000000009,\(Sample.k),\(Sample.opc),1*/internet|uplink=1 Gbit|downlink=1 Gbps|5qi=0|ipv4=10.45.0.256",
    ]
    let found = problems(lines.joined(separator: "\n"))
    let expected = [
      "s.csv:3: supi: \"imsi-99970000000000x\" is not a SUPI", "s.csv:4: k: is not hexadecimal", "s.csv:5: opc: has 4 hexadecimal digits",
      "s.csv:6: slices: \"256\" is not a slice", "s.csv:7: slices: no slice is a default",
      "s.csv:8: slices: setting \"uplinc\" is not known; did you mean \"uplink\"?", "s.csv:10: record: has 2 fields, the header has 4",
      "s.csv:11: slices[0].dataNetworks[0].5qi: is not a number from 1 to 255",
      "s.csv:11: slices[0].dataNetworks[0].sessionAMBR.uplink: \"1 Gbit\" is not a bit rate",
      "s.csv:11: slices[0].dataNetworks[0].ipv4: \"10.45.0.256\" is not an IP address",
      "s.csv:9: supi: is the same as in line 2",
    ]
    for (index, text) in expected.enumerated() {
      #expect(found.contains { $0.hasPrefix(text) && $0.contains("; ") }, "\(index): \(text) in \(found)")
    }
    #expect(!found.joined().contains(Sample.k))
  }

  @Test func `a wrong header is named`() {
    #expect(problems("supi,kk,opc,slices\n").contains { $0.hasPrefix("s.csv:1: header: column \"kk\" is not known") })
    #expect(problems("supi,supi,k,slices\n").contains { $0.contains("is there twice") })
    #expect(problems("").first?.contains("header: is missing") == true)
    #expect(problems("supi,k,opc,slices\n").first?.contains("no subscriber") == true)
  }

  @Test func `each mistake in JSON is named with the line of its subscriber`() {
    let text = """
      {"subscribers": [
        {"supi": "imsi-999700000000001", "k": "\(Sample.k)", "opc": "\(Sample.opc)",
         "slices": [{"sst": 1, "default": true, "dataNetworks": [{"dnn": "internet"}]}]},
        {"supi": "imsi-999700000000002", "k": 7, "opx": "\(Sample.opc)",
         "slices": [{"sst": 300, "default": "yes", "dataNetworks": {}}], "gpsi": "491700"}
      ]}
      """
    let found = problems(text, .json)
    for expected in [
      "s.json:4: opx: is not known; did you mean \"opc\"?", "s.json:4: k: is not text", "s.json:4: opc: is missing",
      "s.json:4: slices[0].sst: is not a number from 0 to 255", "s.json:4: slices[0].default: is not true or false",
      "s.json:4: slices[0].dataNetworks: is not a list",
    ] {
      #expect(found.contains { $0.hasPrefix(expected) }, "\(expected) in \(found)")
    }
    #expect(problems("{\"subscribers\": [\n{]", .json).first?.hasPrefix("s.json:2: JSON:") == true)
    #expect(problems("{}", .json).first?.contains("subscribers: is missing") == true)
    #expect(problems("[1]", .json).first?.contains("is not an object") == true)
  }

  @Test func `10,000 rows are imported in one transaction with progress`() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteSubscriberStore(path: folder.database, sealer: .testing())
    let text = SubscriberFile.text(of: (1...10_000).map { Sample.subscriber($0) }, format: .csv, includeSecrets: true)
    let steps = Mutex<[Int]>([])
    let count = try await SubscriberFile.load(Array(text.utf8), format: .csv, name: "s.csv", into: store) { done, total in
      #expect(total == 10_000)
      steps.withLock { $0.append(done) }
    }
    #expect(count == 10_000)
    #expect(steps.withLock { $0 } == (1...10).map { $0 * 1000 })
    #expect(try await store.subscriberCount() == 10_000)
    #expect(try await store.subscriber(Sample.subscriber(9_999).supi) == Sample.subscriber(9_999))
  }

  @Test func `a subscriber that is in the store already stops the import and is named with its line`() async throws {
    let store = InMemorySubscriberStore()
    try await store.add(Sample.subscriber(2))
    let text = SubscriberFile.text(of: (1...3).map { Sample.subscriber($0) }, format: .csv, includeSecrets: true)
    let error = await storageError { try await SubscriberFile.load(Array(text.utf8), format: .csv, name: "s.csv", into: store) }
    #expect("\(try #require(error))".hasPrefix("s.csv:3: supi: this subscriber is in the store already"))
    #expect(try await store.subscriberCount() == 1)
    try await SubscriberFile.load(Array(text.utf8), format: .csv, name: "s.csv", into: store, replacingExisting: true)
    #expect(try await store.subscriberCount() == 3)
  }

  @Test(
    arguments: [
      ("1 Gbps", 1_000_000_000), ("2.5 Mbps", 2_500_000), ("64 Kbps", 64_000), ("64kbps", 64_000), ("7 bps", 7),
      ("1.50 Tbps", 1_500_000_000_000),
    ] as [(String, UInt64)]) func `bit rates have the units of TS 29.571`(text: String, bits: UInt64)
  {
    #expect(BitRate(text)?.bitsPerSecond == bits)
    #expect(BitRate(BitRate(bitsPerSecond: bits).description)?.bitsPerSecond == bits)
  }

  @Test(arguments: ["", "Gbps", "1", "1 GB", "-1 Mbps", "1.5 bps", "1.2.3 Mbps", "99999999999999999999 Tbps", ". Mbps", "1. Mbps"])
  func `other texts are no bit rate`(text: String) { #expect(BitRate(text) == nil) }
}
