import Base
import Foundation
import Testing

@testable import SBI

/// Verdicts of Python's jsonschema on mutated bodies (Oracle/make_verdicts.py, Oracle/verdicts.json).
@Suite("Validation against an independent validator of the OpenAPI files")
struct OracleTests {
  private static let schemas: [String: Int] = [
    "NFProfile": NFProfile.schema, "SubscriptionData": SubscriptionData.schema, "SmContextCreateData": SmContextCreateData.schema,
    "SmContextUpdateData": SmContextUpdateData.schema, "AuthenticationInfoRequest": AuthenticationInfoRequest.schema,
    "AuthenticationInfoResult": AuthenticationInfoResult.schema, "UEAuthenticationCtx": UEAuthenticationCtx.schema,
    "Amf3GppAccessRegistration": Amf3GppAccessRegistration.schema, "SmfRegistration": SmfRegistration.schema,
    "AccessAndMobilitySubscriptionData": AccessAndMobilitySubscriptionData.schema,
    "SessionManagementSubscriptionData": SessionManagementSubscriptionData.schema,
    "N1N2MessageTransferReqData": N1N2MessageTransferReqData.schema, "SmPolicyContextData": SmPolicyContextData.schema,
    "SmPolicyDecision": SmPolicyDecision.schema, "PolicyAssociationRequest": PolicyAssociationRequest.schema,
    "AuthorizedNetworkSliceInfo": AuthorizedNetworkSliceInfo.schema,
  ]

  @Test("The same bodies are valid and invalid")
  func verdicts() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Oracle/verdicts.json")
    let cases = try #require(try JSON(parsing: Array(Data(contentsOf: file))).arrayValue)
    #expect(cases.count >= 900)
    var valid = 0
    for item in cases {
      let name = try #require(item["schema"]?.stringValue)
      let schema = try #require(Self.schemas[name])
      let body = try #require(item["body"])
      var issues = ""
      do {
        try SBISchema.check(body, schema)
      } catch {
        issues = error.description
      }
      let expected = try #require(item["valid"]?.boolValue)
      #expect(issues.isEmpty == expected, "\(name): \(issues) \(body.text())")
      if expected { valid += 1 }
    }
    #expect(valid > 100 && valid < cases.count - 100)
  }
}
