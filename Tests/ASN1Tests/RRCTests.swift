import PERTestSupport
import RRC
import Testing

/// NR RRC (TS 38.331): what holds for all of its types.
@Suite struct RRCTests {
  private let checks = ProtocolChecks(types: RRCTypeList.all, messages: DLDCCHMessage.self, RRCSchema.independentTypes)

  /// 144 places with `SEQUENCE {}` share one type.
  @Test func everyTypeOfTheModulesIsThere() { #expect(RRCTypeList.all.count + 143 >= 3200) }
  @Test func messagesAreThoseOfPycrate() throws { try checks.vectors(Vectors.text("rrc-vectors.txt"), atLeast: 60) }
  @Test func noTypeIsLargerThan256Octets() { checks.sizes() }
  @Test func theDeepestMessageNeedsNoLargeStack() async throws { try await checks.deepestMessages(atLeast: 20) }
  @Test func messagesGoToOctetsAndJSONAndBack() throws { try checks.randomMessages(1000, seed: 1) }
  @Test func valuesOfEveryTypeGoToOctetsAndJSONAndBack() throws { try checks.randomValues(2, seed: 2) }
  @Test func anyOctetsAreAValueOrAnError() { checks.hostileOctets(10, seed: 3) }
  @Test func damagedMessagesAreAValueOrAnError() throws { try checks.damagedMessages(1000, seed: 4) }
}
