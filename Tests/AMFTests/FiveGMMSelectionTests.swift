import Base
import NAS
import SBI
import Testing

@testable import AMF

/// Allowed and rejected NSSAI (TS 23.501 §5.15.5.2.1; TS 24.501 §5.5.1.2.4, §5.5.1.3.4).
@Suite struct FiveGMMSliceSelectionTests {
  private let a = Base.SNSSAI(sst: 1)
  private let b = Base.SNSSAI(sst: 2, sd: 1)
  private let c = Base.SNSSAI(sst: 3)

  private func select(
    _ requested: [Base.SNSSAI], current: [Base.SNSSAI] = [], subscribed: [Base.SNSSAI]? = nil, available: [Base.SNSSAI]? = nil
  ) -> SliceSelection {
    SliceSelection(
      requested: requested, current: current, subscribed: subscribed ?? [a, b], defaults: [a], supported: [a, b, c],
      available: available ?? [a, b, c])
  }

  @Test func noRequestMeansTheDefaults() {
    let selection = select([])
    #expect(selection.allowed == [a])
    #expect(selection.rejected.isEmpty)
  }

  @Test func whatIsRequestedAndSubscribedIsAllowedInTheOrderOfTheRequest() {
    #expect(select([b, a]).allowed == [b, a])
  }

  @Test func aDifferentiatorOfAllOnesIsNone() {
    #expect(select([Base.SNSSAI(sst: 1, sd: 0xFFFFFF)]).allowed == [a])
  }

  @Test func aSliceThatIsNotSubscribedIsRejectedForThePLMN() {
    let selection = select([c, b])
    #expect(selection.allowed == [b])
    #expect(selection.rejected == [.init(sNSSAI: c, cause: .notAvailableInTheCurrentPLMNOrSNPN)])
  }

  @Test func aSubscribedSliceThatIsNotHereIsRejectedForTheRegistrationArea() {
    let selection = select([a, b], available: [a])
    #expect(selection.allowed == [a])
    #expect(selection.rejected == [.init(sNSSAI: b, cause: .notAvailableInTheCurrentRegistrationArea)])
  }

  @Test func onlyUnknownSlicesLeadToTheDefaults() {
    let selection = select([c])
    #expect(selection.allowed == [a])
    #expect(selection.rejected.count == 1)
  }

  @Test func noDefaultWhereTheUEIsLeavesNothing() {
    #expect(select([c], available: [b]).allowed.isEmpty)
    #expect(select([], available: []).allowed.isEmpty)
  }

  @Test func anUpdateWithoutARequestKeepsWhatWasAllowed() {
    #expect(select([], current: [b]).allowed == [b])
    #expect(select([], current: [b]).rejected.isEmpty)
  }

  @Test func anUpdateLosesWhatIsNoLongerSubscribedOrAvailable() {
    #expect(select([], current: [a, b], subscribed: [a]).allowed == [a])
    #expect(select([], current: [a, b], available: [b]).allowed == [b])
    #expect(select([], current: [b], subscribed: [a]).allowed == [a])
  }

  @Test func repeatedSlicesCountOnceAndMoreThanEightAreNotAllowed() {
    #expect(select([b, b, a, b]).allowed == [b, a])
    #expect(select([c, c]).rejected.count == 1)
    let many = (1...12).map { Base.SNSSAI(sst: UInt8($0)) }
    let selection = SliceSelection(requested: many, current: [], subscribed: many, defaults: [], supported: many, available: many)
    #expect(selection.allowed == Array(many.prefix(8)))
    #expect(
      SliceSelection(requested: many, current: [], subscribed: [], defaults: [], supported: many, available: many).rejected.count == 8)
  }
}

/// SUCIs as SBI writes them (TS 23.003 §28.7.3; the pattern of SupiOrSuci in TS 29.571).
@Suite struct FiveGMMSUCITests {
  private let plmn = NAS.PLMNIdentity(mcc: "999", mnc: "70")

  private func suci(
    _ scheme: UInt8, key: UInt8, _ output: [UInt8], plmn: NAS.PLMNIdentity? = nil, routing: String = "0"
  ) -> NAS.SUCI {
    NAS.SUCI(
      .imsi(
        NAS.SUCI.IMSI(
          plmn: plmn ?? self.plmn, routingIndicator: routing, protectionSchemeID: scheme, homeNetworkPublicKeyID: key, schemeOutput: output)
      ))
  }

  @Test func theNullSchemeHasTheDigits() {
    #expect(suci(0, key: 0, [0x00, 0x00, 0x00, 0x00, 0x10]).sbiText == "suci-0-999-70-0-0-0-0000000001")
  }

  @Test func protectedSchemesHaveHexadecimalOctets() {
    let text = suci(1, key: 27, [0xB2, 0x01], plmn: NAS.PLMNIdentity(mcc: "001", mnc: "001"), routing: "1234").sbiText
    #expect(text == "suci-0-001-001-1234-1-27-b201")
    #expect(suci(12, key: 1, [0xFF]).sbiText == "suci-0-999-70-0-c-1-ff")
  }

  @Test func brokenOnesHaveNone() {
    #expect(suci(0, key: 0, []).sbiText == nil)
    #expect(suci(0, key: 0, [0xAB]).sbiText == nil)
    #expect(suci(1, key: 0, [1, 2]).sbiText == nil)
    #expect(suci(1, key: 1, []).sbiText == nil)
    #expect(suci(1, key: 1, [UInt8](repeating: 0, count: 4001)).sbiText == nil)
    #expect(suci(1, key: 1, [1], routing: "").sbiText == nil)
    #expect(suci(1, key: 1, [1], plmn: NAS.PLMNIdentity(mcc: "99", mnc: "70")).sbiText == nil)
  }

  @Test func networkAccessIdentifiersWithControlCharactersHaveNone() {
    #expect(NAS.SUCI(.nai(format: 1, Array("user@example.com".utf8))).sbiText != nil)
    #expect(NAS.SUCI(.nai(format: 1, [0x61, 0x00, 0x62])).sbiText == nil)
    #expect(NAS.SUCI(.nai(format: 1, [0xFF, 0xFE])).sbiText == nil)
  }
}

/// Key set identifiers, and the causes that refusals of other functions lead to.
@Suite struct FiveGMMCauseTests {
  @Test func aNewKeySetHasAnIdentifierThatTheUEDoesNotHold() {
    #expect(AMF.freeKeySetIdentifier(besides: [7]) == 0)
    #expect(AMF.freeKeySetIdentifier(besides: [0, 2]) == 1)
    #expect(AMF.freeKeySetIdentifier(besides: [0, 1, 2, 3, 4, 5]) == 6)
  }

  @Test func refusalsOfTheAUSFAreAboutTheUE() {
    #expect(AMF.causeOfAuthenticationFailure(SBIFailure(status: 404, cause: "USER_NOT_FOUND")) == .illegalUE)
    #expect(
      AMF.causeOfAuthenticationFailure(SBIFailure(status: 403, cause: "SERVING_NETWORK_NOT_AUTHORIZED")) == .servingNetworkNotAuthorized)
    #expect(AMF.causeOfAuthenticationFailure(SBIFailure(status: 403, cause: "INVALID_SCHEME_OUTPUT")) == .illegalUE)
    #expect(AMF.causeOfAuthenticationFailure(SBIFailure(status: 400, cause: "MANDATORY_IE_INCORRECT")) == .illegalUE)
  }

  @Test func troubleOfTheNetworkPutsTheUEOff() {
    for status in [429, 500, 503, 504] {
      #expect(AMF.causeOfAuthenticationFailure(SBIFailure(status: status, cause: nil)) == .congestion)
      #expect(AMF.causeOfSubscriptionFailure(SBIFailure(status: status, cause: nil)) == .congestion)
    }
  }

  @Test func refusalsOfTheUDMAreAboutTheSubscription() {
    #expect(AMF.causeOfSubscriptionFailure(SBIFailure(status: 404, cause: "USER_NOT_FOUND")) == .fiveGSServicesNotAllowed)
    #expect(AMF.causeOfSubscriptionFailure(SBIFailure(status: 403, cause: "ROAMING_NOT_ALLOWED")) == .plmnNotAllowed)
    #expect(AMF.causeOfSubscriptionFailure(SBIFailure(status: 403, cause: "RAT_NOT_ALLOWED")) == .n1ModeNotAllowed)
  }

  @Test func theReactivationResultNamesWhatWasNotEstablished() {
    var reactivation = Reactivation()
    #expect(reactivation.result == SessionBitmap([UInt8]()))
    #expect(reactivation.errorCauses == nil)
    reactivation.failed = [(5, .insufficientUserPlaneResourcesForThePDUSession)]
    reactivation.unknown = [9]
    #expect(reactivation.result.identities == [5, 9])
    #expect(reactivation.errorCauses?.entries.map(\.pduSessionID) == [5])
  }
}
