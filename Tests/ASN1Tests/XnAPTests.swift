import PERTestSupport
import Testing
import XnAP

/// XnAP (TS 38.423): what holds for all of its types.
@Suite struct XnAPTests {
  private let checks = ProtocolChecks(types: XnAPTypeList.all, messages: XnAPPDU.self)

  @Test func everyTypeOfTheModulesIsThere() { #expect(XnAPTypeList.all.count >= 813) }
  @Test func messagesAreThoseOfPycrate() throws { try checks.vectors(Vectors.text("xnap-vectors.txt"), atLeast: 84) }
  @Test func noTypeIsLargerThan256Octets() { checks.sizes() }
  @Test func theDeepestMessageNeedsNoLargeStack() async throws { try await checks.deepestMessages(atLeast: 12) }
  @Test func messagesGoToOctetsAndJSONAndBack() throws { try checks.randomMessages(1000, seed: 1) }
  @Test func valuesOfEveryTypeGoToOctetsAndJSONAndBack() throws { try checks.randomValues(10, seed: 2) }
  @Test func anyOctetsAreAValueOrAnError() { checks.hostileOctets(40, seed: 3) }
  @Test func damagedMessagesAreAValueOrAnError() throws { try checks.damagedMessages(2000, seed: 4) }
}
