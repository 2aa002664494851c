import E1AP
import PER
import PERTestSupport
import Testing

/// E1AP (TS 37.483): what holds for all of its types.
@Suite struct E1APTests {
  private let checks = ProtocolChecks(types: E1APTypeList.all, messages: E1APPDU.self)

  @Test func everyTypeOfTheModulesIsThere() { #expect(E1APTypeList.all.count >= 413) }
  @Test func messagesAreThoseOfPycrate() throws { try checks.vectors(Vectors.text("e1ap-vectors.txt"), atLeast: 71) }
  @Test func noTypeIsLargerThan256Octets() { checks.sizes() }
  @Test func theDeepestMessageNeedsNoLargeStack() async throws { try await checks.deepestMessages(atLeast: 12) }
  @Test func messagesGoToOctetsAndJSONAndBack() throws { try checks.randomMessages(1000, seed: 1) }
  @Test func valuesOfEveryTypeGoToOctetsAndJSONAndBack() throws { try checks.randomValues(10, seed: 2) }
  @Test func anyOctetsAreAValueOrAnError() { checks.hostileOctets(40, seed: 3) }
  @Test func damagedMessagesAreAValueOrAnError() throws { try checks.damagedMessages(2000, seed: 4) }

  @Test("Unknown IEs keep no more memory than they take, whatever containers before them had")
  func unknownIEs() throws {
    let ies = (0..<100).map { UnknownIE(id: 1000 + $0, criticality: .ignore, value: []) }
    let items = [100, 1, 1].map { count in
      NGRANQoSSupportItem(
        nonDynamic5QIDescriptor: NonDynamic5QIDescriptor(fiveQI: 1, unrecognized: Unrecognized(ies: Array(ies[..<count]))))
    }
    let list = QoSParametersSupportList(ngRANQoSSupportList: items)
    let decoded = try QoSParametersSupportList(decoding: list.encode())
    #expect(decoded == list)
    let found = try #require(decoded.ngRANQoSSupportList).map(\.nonDynamic5QIDescriptor.unrecognized.ies)
    #expect(found.map(\.count) == [100, 1, 1])
    #expect(found[1].capacity < 8 && found[2].capacity < 8)
  }
}
