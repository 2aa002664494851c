import LPP
import PERTestSupport
import Testing

/// LPP (TS 37.355): what holds for all of its types.
@Suite struct LPPTests {
  private let checks = ProtocolChecks(types: LPPTypeList.all, messages: LPPMessage.self)

  @Test func everyTypeOfTheModulesIsThere() { #expect(LPPTypeList.all.count >= 800) }
  @Test func messagesAreThoseOfPycrate() throws { try checks.vectors(Vectors.text("lpp-vectors.txt"), atLeast: 20) }
  @Test func noTypeIsLargerThan256Octets() { checks.sizes() }
  @Test func theDeepestMessageNeedsNoLargeStack() async throws { try await checks.deepestMessages(atLeast: 12) }
  @Test func messagesGoToOctetsAndJSONAndBack() throws { try checks.randomMessages(1000, seed: 1) }
  @Test func valuesOfEveryTypeGoToOctetsAndJSONAndBack() throws { try checks.randomValues(5, seed: 2) }
  @Test func anyOctetsAreAValueOrAnError() { checks.hostileOctets(30, seed: 3) }
  @Test func damagedMessagesAreAValueOrAnError() throws { try checks.damagedMessages(1000, seed: 4) }
}
