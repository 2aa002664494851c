import Base
import Security
import Testing

@Suite("USIM and sequence numbers")
struct USIMTests {
  private let name: ServingNetworkName
  private let milenage: AKAAlgorithm
  private let tuak: AKAAlgorithm

  init() throws {
    name = try ServingNetworkName(mcc: "999", mnc: "70")
    let k = secret("465b5ce8b199b49faa5f0a2ee238a6bc")
    milenage = .milenage(try Milenage(k: k, opc: secret("cd63cb71954a9f4e48a5994e37a02baf")))
    tuak = .tuak(try TUAK(k: k, topc: TUAK.topc(k: k, top: SecretBytes([UInt8](repeating: 0x55, count: 32)))))
  }

  private func challenge(
    _ algorithm: AKAAlgorithm, _ sqn: SequenceNumber, _ generator: inout SeededGenerator
  ) throws -> HomeEnvironmentVector {
    try FiveGAKA.vector(
      algorithm: algorithm, rand: randomOctets(16, using: &generator), sqn: sqn, servingNetworkName: name)
  }

  private func isSuccess(_ outcome: USIM.Outcome) -> Bool { if case .success = outcome { true } else { false } }

  @Test("UE and network agree for Milenage and TUAK over many vectors")
  func agreement() throws {
    var generator = SeededGenerator(seed: 1)
    for algorithm in [milenage, tuak] {
      var usim = USIM(algorithm: algorithm)
      var home = SequenceNumberGenerator()
      for _ in 0..<100 {
        let vector = try challenge(algorithm, try home.next(), &generator)
        guard case .success(let success) = try usim.authenticate(rand: vector.rand, autn: vector.autn) else {
          Issue.record("fresh vector refused")
          return
        }
        let keys = try FiveGAKA.ueKeys(success: success, servingNetworkName: name)
        #expect(keys.resStar == vector.xresStar)
        #expect(keys.kAUSF == vector.kAUSF)
      }
      #expect(usim.sqnMS == home.latest)
    }
  }

  @Test("A replayed vector is a synch failure whose AUTS brings both sides together (TS 33.102 §6.3.5)")
  func replay() throws {
    var generator = SeededGenerator(seed: 2)
    for algorithm in [milenage, tuak] {
      var usim = USIM(algorithm: algorithm)
      var ahead = SequenceNumberGenerator(latest: SequenceNumber(seq: 77_000, index: 3))
      let vector = try challenge(algorithm, try ahead.next(), &generator)
      #expect(isSuccess(try usim.authenticate(rand: vector.rand, autn: vector.autn)))
      let before = usim.acceptedSEQ
      guard case .synchFailure(let auts) = try usim.authenticate(rand: vector.rand, autn: vector.autn) else {
        Issue.record("replay accepted")
        return
      }
      #expect(usim.acceptedSEQ == before)
      let sqnMS = try FiveGAKA.verifySynchronisationFailure(algorithm: algorithm, rand: vector.rand, auts: auts)
      #expect(sqnMS == usim.sqnMS)
      var behind = SequenceNumberGenerator(latest: SequenceNumber(seq: 5, index: 3))
      behind.resynchronise(usim: sqnMS)
      let next = try challenge(algorithm, try behind.next(), &generator)
      #expect(isSuccess(try usim.authenticate(rand: next.rand, autn: next.autn)))
    }
  }

  @Test("Vectors used out of order are accepted once each through their own IND (TS 33.102 Annex C.2.2)")
  func outOfOrder() throws {
    var generator = SeededGenerator(seed: 3)
    var usim = USIM(algorithm: milenage)
    var home = SequenceNumberGenerator()
    let vectors = try (0..<32).map { _ in try challenge(milenage, try home.next(), &generator) }
    for vector in vectors.reversed() { #expect(isSuccess(try usim.authenticate(rand: vector.rand, autn: vector.autn))) }
    for vector in vectors { #expect(!isSuccess(try usim.authenticate(rand: vector.rand, autn: vector.autn))) }
  }

  @Test("SEQ jumps beyond the freshness limit, or older than the age limit, are synch failures")
  func limits() throws {
    var generator = SeededGenerator(seed: 4)
    var usim = USIM(algorithm: milenage, ageLimit: 10)
    func outcome(_ seq: UInt64, _ index: Int) throws -> Bool {
      let vector = try challenge(milenage, SequenceNumber(seq: seq, index: index), &generator)
      return isSuccess(try usim.authenticate(rand: vector.rand, autn: vector.autn))
    }
    #expect(try !outcome(USIM.defaultFreshnessLimit + 1, 0))
    #expect(try outcome(USIM.defaultFreshnessLimit, 0))
    #expect(try !outcome(USIM.defaultFreshnessLimit - 10, 1))
    #expect(try outcome(USIM.defaultFreshnessLimit - 9, 1))
    #expect(try !outcome(2 * USIM.defaultFreshnessLimit + 1, 2))
  }

  @Test("Every altered bit of AUTN is a MAC failure; a missing separation bit is refused and changes nothing")
  func macFailure() throws {
    var generator = SeededGenerator(seed: 5)
    var usim = USIM(algorithm: milenage)
    let vector = try challenge(milenage, SequenceNumber(seq: 9, index: 9), &generator)
    for bit in 0..<128 {
      var autn = vector.autn
      autn[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(try usim.authenticate(rand: vector.rand, autn: autn) == .macFailure)
    }
    let functions = milenage.functions
    let sqn = SequenceNumber(seq: 9, index: 9)
    let ak = try functions.f2345(rand: vector.rand).ak.revealed
    let autn = zip(sqn.octets, ak).map { $0 ^ $1 } + [0x00, 0x00] + (try functions.f1(rand: vector.rand, sqn: sqn, amf: 0))
    #expect(try usim.authenticate(rand: vector.rand, autn: autn) == .nonFiveGAuthenticationUnacceptable)
    #expect(usim.acceptedSEQ.allSatisfy { $0 == 0 })
    #expect(isSuccess(try usim.authenticate(rand: vector.rand, autn: autn, requiresSeparationBit: false)))
    for count in 0..<40 where count != 16 {
      let octets = [UInt8](repeating: 0, count: count)
      #expect(throws: SecurityError.self) { try usim.authenticate(rand: octets, autn: vector.autn) }
      #expect(throws: SecurityError.self) { try usim.authenticate(rand: vector.rand, autn: octets) }
    }
  }

  @Test("A USIM with another key answers with a MAC failure")
  func wrongKey() throws {
    var generator = SeededGenerator(seed: 6)
    let vector = try challenge(milenage, SequenceNumber(seq: 1, index: 1), &generator)
    var usim = USIM(algorithm: tuak)
    #expect(try usim.authenticate(rand: vector.rand, autn: vector.autn) == .macFailure)
  }

  @Test("SEQ and IND advance together and end with an error (TS 33.102 Annex C.1)")
  func sequenceNumbers() throws {
    var home = SequenceNumberGenerator()
    for expected in 1...100 {
      let sqn = try home.next()
      #expect(sqn.seq == UInt64(expected))
      #expect(sqn.index == expected % 32)
      #expect(SequenceNumber(octets: sqn.octets) == sqn)
    }
    var last = SequenceNumberGenerator(latest: SequenceNumber(seq: SequenceNumber.maximumSEQ, index: 0))
    #expect(throws: SecurityError.sequenceNumbersExhausted) { try last.next() }
    #expect(SequenceNumber(rawValue: 1 << 48) == nil)
    #expect(SequenceNumber(octets: [1, 2, 3, 4, 5]) == nil)
  }

  @Test("Resynchronisation keeps a counter whose next value is acceptable and corrects every other")
  func generatorResynchronisation() {
    let sqnMS = SequenceNumber(seq: 1000, index: 7)
    for (seq, expected) in [(UInt64(1000), UInt64(1000)), (1500, 1500), (999, 1000), (1000 + (1 << 28), 1000)] {
      var home = SequenceNumberGenerator(latest: SequenceNumber(seq: seq, index: 1))
      home.resynchronise(usim: sqnMS)
      #expect(home.latest.seq == expected)
    }
  }
}
