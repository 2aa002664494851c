import E1AP
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
}
