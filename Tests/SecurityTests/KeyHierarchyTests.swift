import Base
import Security
import Testing

@Suite("5G AKA and key hierarchy")
struct KeyHierarchyTests {
  private let records = vectorRecords(OracleVectors.text, prefix: "aka_")

  private func algorithm(_ record: VectorRecord) throws -> AKAAlgorithm {
    .milenage(try Milenage(k: record.secret("k"), opc: record.secret("opc")))
  }

  private func networkName(_ record: VectorRecord) throws -> ServingNetworkName {
    try ServingNetworkName(mcc: record.fields["mcc"] ?? "", mnc: record.fields["mnc"] ?? "")
  }

  @Test("Vector, UE keys and HRES* of TS 33.501 §6.1.3.2 agree with an independent computation")
  func endToEnd() throws {
    #expect(records.count == 8)
    for record in records {
      let name = try networkName(record)
      #expect(name.text == record.fields["snn"])
      let sqn = try #require(SequenceNumber(octets: record.octets("sqn")))
      let rand = record.octets("rand")
      let vector = try FiveGAKA.vector(
        algorithm: try algorithm(record), rand: rand, sqn: sqn, amf: 0, servingNetworkName: name)
      #expect(vector.autn == record.octets("autn"))
      #expect(vector.xresStar == record.secret("res_star"))
      #expect(vector.kAUSF == record.secret("k_ausf"))
      let hxresStar = try KeyHierarchy.hresStar(rand: rand, resStar: vector.xresStar)
      #expect(hxresStar == record.octets("hres_star"))

      var usim = USIM(algorithm: try algorithm(record), freshnessLimit: .max)
      guard case .success(let success) = try usim.authenticate(rand: rand, autn: vector.autn) else {
        Issue.record("USIM refused its own home network")
        continue
      }
      let ue = try FiveGAKA.ueKeys(success: success, servingNetworkName: name)
      #expect(ue.resStar == vector.xresStar)
      #expect(ue.kAUSF == vector.kAUSF)
      #expect(ue.kSEAF == record.secret("k_seaf"))
      #expect(FiveGAKA.seafAccepts(resStar: ue.resStar, rand: rand, hxresStar: hxresStar))
      #expect(!FiveGAKA.seafAccepts(resStar: success.res, rand: rand, hxresStar: hxresStar))
      #expect(!FiveGAKA.seafAccepts(resStar: ue.resStar, rand: [], hxresStar: hxresStar))
    }
  }

  @Test("The functions of TS 33.501 Annex A agree with an independent computation")
  func annexA() throws {
    for (index, record) in records.enumerated() {
      let name = try networkName(record)
      let kAUSF = record.secret("k_ausf")
      let kSEAF = KeyHierarchy.kSEAF(kAUSF: kAUSF, servingNetworkName: name)
      #expect(kSEAF == record.secret("k_seaf"))
      let kAMF = try KeyHierarchy.kAMF(kSEAF: kSEAF, supi: record.fields["supi"] ?? "", abba: [0, 0])
      #expect(kAMF == record.secret("k_amf"))
      let count = record.count("count")
      let kGNB = KeyHierarchy.kGNB(kAMF: kAMF, uplinkCount: count, accessType: .threeGPP)
      #expect(kGNB == record.secret("k_gnb"))
      let nextHop = try KeyHierarchy.nextHop(kAMF: kAMF, syncInput: kGNB)
      #expect(nextHop == record.secret("nh"))
      let star = KeyHierarchy.kNGRANStar(
        key: nextHop, physicalCellID: UInt16(record.count("pci")), downlinkARFCN: record.count("arfcn"))
      #expect(star == record.secret("k_ng_ran_star"))
      #expect(
        KeyHierarchy.kAMFPrime(kAMF: kAMF, derivation: .mobilityRegistration, count: count) == record.secret("k_amf_mobility"))
      #expect(KeyHierarchy.kAMFPrime(kAMF: kAMF, derivation: .handover, count: count) == record.secret("k_amf_handover"))
      for type in AlgorithmTypeDistinguisher.allCases {
        let key = KeyHierarchy.algorithmKey(from: kAMF, type: type, algorithmIdentity: UInt8(index % 4))
        #expect(key == record.secret("algorithm_key_\(type.rawValue)"))
        #expect(key.count == 16)
      }
      let counter = UInt16(index)
      let list = name.octets
      #expect(
        try KeyHierarchy.sorMACAUSF(kAUSF: kAUSF, header: 0x0C, counter: counter, steeringList: list) == record.secret("sor_mac"))
      #expect(
        try KeyHierarchy.sorMACAUSF(kAUSF: kAUSF, header: 0x0C, counter: counter, steeringList: nil)
          == record.secret("sor_mac_empty"))
      #expect(KeyHierarchy.sorMACUE(kAUSF: kAUSF, counter: counter) == record.secret("sor_xmac"))
      #expect(try KeyHierarchy.upuMACAUSF(kAUSF: kAUSF, updateData: list, counter: counter) == record.secret("upu_mac"))
      #expect(KeyHierarchy.upuMACUE(kAUSF: kAUSF, counter: counter) == record.secret("upu_xmac"))
    }
  }

  @Test("AUTS of TS 33.102 §6.3.3 opens in the home network and any altered bit is refused")
  func resynchronisation() throws {
    for record in records {
      let auts = record.octets("auts")
      let rand = record.octets("rand")
      let sqnMS = try FiveGAKA.verifySynchronisationFailure(algorithm: try algorithm(record), rand: rand, auts: auts)
      #expect(sqnMS.octets == record.octets("sqn_ms"))
      for bit in 0..<(auts.count * 8) {
        var altered = auts
        altered[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(throws: SecurityError.synchronisationFailureMACInvalid) {
          try FiveGAKA.verifySynchronisationFailure(algorithm: try algorithm(record), rand: rand, auts: altered)
        }
      }
    }
  }

  @Test("A KDF parameter beyond its 16-bit length is an error")
  func oversizedParameter() throws {
    let key = SecretBytes([1])
    #expect(throws: SecurityError.self) {
      try KeyDerivation.derive(key: key, fc: 1, parameters: [[UInt8](repeating: 0, count: 65_536)])
    }
    #expect(try KeyDerivation.derive(key: key, fc: 1, parameters: [[UInt8](repeating: 0, count: 65_535)]).count == 32)
    #expect(try KeyDerivation.derive(key: SecretBytes([]), fc: 1, parameters: []).count == 32)
  }

  @Test("Serving network names follow TS 24.501 §9.12.1")
  func servingNetworkName() throws {
    #expect(try ServingNetworkName(mcc: "999", mnc: "70").text == "5G:mnc070.mcc999.3gppnetwork.org")
    #expect(try ServingNetworkName(mcc: "310", mnc: "410").text == "5G:mnc410.mcc310.3gppnetwork.org")
    for text in ["", "5G:", "5g:mnc001", "5G:\u{0}", "5G:\u{e9}", "5G:a b", "5G:" + String(repeating: "x", count: 253)] {
      #expect(throws: SecurityError.invalidValue(of: "serving network name")) { try ServingNetworkName(text) }
    }
    for (mcc, mnc) in [("99", "70"), ("999", "7"), ("999", "7000"), ("99a", "70"), ("999", ""), ("\u{0663}99", "70")] {
      #expect(throws: SecurityError.invalidValue(of: "PLMN identity")) { try ServingNetworkName(mcc: mcc, mnc: mnc) }
    }
  }
}
