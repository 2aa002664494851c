import F1AP
import PERTestSupport
import Testing

/// F1AP (TS 38.473): what holds for all of its types.
@Suite struct F1APTests {
  private let checks = ProtocolChecks(types: F1APTypeList.all, messages: F1APPDU.self)

  @Test func everyTypeOfTheModulesIsThere() { #expect(F1APTypeList.all.count >= 1085) }
  @Test func messagesAreThoseOfPycrate() throws { try checks.vectors(Vectors.text("f1ap-vectors.txt"), atLeast: 136) }
  @Test func noTypeIsLargerThan256Octets() { checks.sizes() }
  @Test func theDeepestMessageNeedsNoLargeStack() async throws { try await checks.deepestMessages(atLeast: 12) }
  @Test func messagesGoToOctetsAndJSONAndBack() throws { try checks.randomMessages(1000, seed: 1) }
  @Test func valuesOfEveryTypeGoToOctetsAndJSONAndBack() throws { try checks.randomValues(10, seed: 2) }
  @Test func anyOctetsAreAValueOrAnError() { checks.hostileOctets(40, seed: 3) }
  @Test func damagedMessagesAreAValueOrAnError() throws { try checks.damagedMessages(2000, seed: 4) }
}
