import NRPPa
import PERTestSupport
import Testing

/// NRPPa (TS 38.455): what holds for all of its types.
@Suite struct NRPPaTests {
  private let checks = ProtocolChecks(types: NRPPaTypeList.all, messages: NRPPAPDU.self)

  @Test func everyTypeOfTheModulesIsThere() { #expect(NRPPaTypeList.all.count >= 334) }
  @Test func messagesAreThoseOfPycrate() throws { try checks.vectors(Vectors.text("nrppa-vectors.txt"), atLeast: 38) }
  @Test func noTypeIsLargerThan256Octets() { checks.sizes() }
  @Test func theDeepestMessageNeedsNoLargeStack() async throws { try await checks.deepestMessages(atLeast: 12) }
  @Test func messagesGoToOctetsAndJSONAndBack() throws { try checks.randomMessages(1000, seed: 1) }
  @Test func valuesOfEveryTypeGoToOctetsAndJSONAndBack() throws { try checks.randomValues(10, seed: 2) }
  @Test func anyOctetsAreAValueOrAnError() { checks.hostileOctets(40, seed: 3) }
  @Test func damagedMessagesAreAValueOrAnError() throws { try checks.damagedMessages(2000, seed: 4) }
}
