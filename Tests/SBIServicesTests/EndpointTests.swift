import Base
import SBI
import Testing

@testable import SBIServices

@Suite("Endpoints of all services (TS 29.501 §5.2)")
struct EndpointTests {
  @Test("Every endpoint's text reads, its schemas exist, and its parameters are in its path")
  func tableIsComplete() {
    #expect(SBIEndpointDescription.all.count > 780)
    for description in SBIEndpointDescription.all {
      let names = description.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { $0.dropFirst().dropLast() }
      // TS 29.505 has `{ueGroupId}` in the path of four operations, and declares another name.
      for name in names where !(description.name.hasSuffix("HssGroupSubscriptions") && name == "ueGroupId") {
        #expect(description.parameters.contains { $0.name == name && $0.place == .path }, "\(description.name): \(name)")
      }
      let contents = [description.body].compactMap { $0 } + description.answers.values.compactMap { $0 }
      for schema in contents.compactMap(\.schema) + [description.parametersSchema].compactMap({ $0 }) {
        #expect(throws: Never.self) {
          do { try SBISchema.check(.null, schema) } catch SBIError.invalid(let issues)
            where issues.allSatisfy({ $0.reason != "no such schema" })
          {}
        }
      }
      #expect(!description.answers.isEmpty)
    }
    #expect(SBISchemaName.all.count > 2800)
  }

  @Test("A schema of each JSON type of one answer, under its place in the file")
  func everyMediaType() throws {
    let answer = "~1prose-authentications~1{authCtxId}~1prose-auth/post/responses/200/"
    let places = SBISchemaName.all.map(\.place).filter { $0.contains(answer) }
    #expect(places.contains { $0.hasSuffix("content/application~1json/schema") })
    #expect(places.contains { $0.hasSuffix("content/application~13gppHal+json/schema") })
  }

  @Test("No generated type is larger than 256 octets")
  func sizes() {
    #expect(sbiServicesTypes.count > 1500)
    for (name, size) in sbiServicesTypes { #expect(size <= 256, "\(name): \(size)") }
  }

  @Test("A request is written and read with its types: path, query, header and body")
  func requestRoundTrip() throws {
    var parameters = NudmEE.UeIdentityParameters()
    parameters.ueIdentity = "msisdn-4912345"
    var subscription = EeSubscription()
    subscription.callbackReference = "http://nef/1"
    subscription.monitoringConfigurations = SBIMap([
      (key: "1", value: MonitoringConfiguration(unchecked: ["eventType": "LOSS_OF_CONNECTIVITY"]))
    ])
    let request = try NudmEE.createEeSubscription.request(parameters, WithBinaryParts(subscription))
    #expect(request.method == .post)
    #expect(request.path == "/nudm-ee/v1/msisdn-4912345/ee-subscriptions")
    let wire = SBIRequest(
      method: request.method, path: request.path, query: request.query, headers: request.headers,
      body: SBIBody(octets: request.body.octets, contentType: request.body.contentType))
    let received = try NudmEE.createEeSubscription.read(wire)
    #expect(received.parameters == parameters)
    #expect(received.body?.document == subscription)
    #expect(SBIEndpointDescription.find(.post, path: request.path)?.name == "NudmEE.createEeSubscription")
  }
}
