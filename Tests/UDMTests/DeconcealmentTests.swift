import Base
import SBI
import Security
import Testing

@testable import Simulation
@testable import UDM

/// SIDF (TS 33.501 §6.12.5, TS 29.503 §6.3.3.2.4.2); malformed SUCIs are rows 2 and 3 of the list of attacks.
struct DeconcealmentTests {
  private func keys() throws -> [HomeNetworkPrivateKey] {
    [
      try HomeNetworkPrivateKey(scheme: .profileA, identifier: 1, privateKey: SecretBytes(repeatElement(0x11, count: 32))),
      try HomeNetworkPrivateKey(scheme: .profileB, identifier: 2, privateKey: SecretBytes(repeatElement(0x22, count: 32))),
    ]
  }

  private func deconceal(_ network: TestNetwork, _ identity: String) -> Result<String, SBIFailure>? {
    let udm = network.udm
    return network.call { () async throws(SBIFailure) in try await udm.supi(of: identity) }
  }

  @Test func aSUCIOfEverySchemeGivesItsSUPI() throws {
    let keys = try keys()
    let network = try TestNetwork(homeNetworkKeys: keys)
    #expect(try #require(deconceal(network, "suci-0-999-70-0000-0-0-0000000001")).get() == TestNetwork.supi)
    for key in keys {
      let output = try SUCI.conceal(
        try SUCI.packMSIN("0000000001"), for: key.publicKey, ephemeralPrivateKey: SecretBytes(repeatElement(0x33, count: 32)))
      let text = "suci-0-999-70-0-\(key.scheme.rawValue)-\(key.identifier)-\(Hex.encode(output))"
      #expect(try #require(deconceal(network, text)).get() == TestNetwork.supi)
      var altered = output
      altered[altered.count - 1] ^= 1
      let refused = deconceal(network, "suci-0-999-70-0-\(key.scheme.rawValue)-\(key.identifier)-\(Hex.encode(altered))")?.failure
      #expect(refused?.cause == "INVALID_SCHEME_OUTPUT")
      let unknown = deconceal(network, "suci-0-999-70-0-\(key.scheme.rawValue)-77-\(Hex.encode(output))")?.failure
      #expect(unknown?.cause == "INVALID_HN_PUBLIC_KEY_IDENTIFIER")
    }
  }

  @Test(arguments: [
    ("suci-0-----", 400, "MANDATORY_IE_INCORRECT"), ("suci-", 400, "MANDATORY_IE_INCORRECT"),
    ("suci-0-999-70-0-0-0-", 400, "MANDATORY_IE_INCORRECT"), ("suci-1-999-70-0-0-0-123", 400, "MANDATORY_IE_INCORRECT"),
    ("suci-0-9x9-70-0-0-0-123", 400, "MANDATORY_IE_INCORRECT"), ("suci-0-999-70-0-300-0-12", 400, "MANDATORY_IE_INCORRECT"),
    ("suci-0-999-70-0-0-0-12-34", 400, "MANDATORY_IE_INCORRECT"), ("suci-0-999-70-0-+0-0-1234", 400, "MANDATORY_IE_INCORRECT"),
    ("suci-0-999-70-0-0-0-12\u{0}4", 403, "INVALID_SCHEME_OUTPUT"), ("suci-0-999-70-0-0-0-12a4", 403, "INVALID_SCHEME_OUTPUT"),
    ("suci-0-999-70-0-0-0-12345678901", 403, "INVALID_SCHEME_OUTPUT"), ("suci-0-999-70-0-1-1-zz", 403, "INVALID_SCHEME_OUTPUT"),
    ("suci-0-999-70-0-1-1-00", 403, "INVALID_SCHEME_OUTPUT"), ("suci-0-999-70-0-1-1-abc", 403, "INVALID_SCHEME_OUTPUT"),
    ("suci-0-999-70-0-3-1-0011", 501, "UNSUPPORTED_PROTECTION_SCHEME"), ("suci-0-001-01-0-0-0-0000000001", 404, "USER_NOT_FOUND"),
    ("", 404, "USER_NOT_FOUND"), ("imsi-", 404, "USER_NOT_FOUND"), ("imsi-99970abc", 404, "USER_NOT_FOUND"),
  ])
  func aMalformedIdentityGivesTheStandardsAnswer(_ identity: String, _ status: Int, _ cause: String) throws {
    let network = try TestNetwork(homeNetworkKeys: try keys())
    let failure = deconceal(network, identity)?.failure
    #expect(failure?.status == status)
    #expect(failure?.cause == cause)
  }

  @Test func pointsThatAreNotOnTheCurveAndLongOutputsAreRefused() throws {
    let network = try TestNetwork(homeNetworkKeys: try keys())
    for scheme in 1...2 {
      for octets in [[UInt8](repeating: 0, count: 46), [UInt8](repeating: 0xFF, count: 46), [UInt8](repeating: 0x5A, count: 4000)] {
        let failure = deconceal(network, "suci-0-999-70-0-\(scheme)-\(scheme)-\(Hex.encode(octets))")?.failure
        #expect(failure?.cause == "INVALID_SCHEME_OUTPUT")
      }
      let tooLong = String(repeating: "00", count: 40_000)
      #expect(deconceal(network, "suci-0-999-70-0-\(scheme)-\(scheme)-\(tooLong)")?.failure?.status == 400)
    }
  }

  @Test func theNullSchemeCanBeForbidden() throws {
    let network = try TestNetwork(allowsNullScheme: false)
    let failure = deconceal(network, "suci-0-999-70-0-0-0-0000000001")?.failure
    #expect(failure?.status == 403)
    #expect(failure?.cause == "AUTHENTICATION_REJECTED")
  }
}
