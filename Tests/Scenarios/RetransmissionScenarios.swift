import Base
import NAS
import Testing

/// T35xx of the network (TS 24.501 §10.2, table 10.2.2): each message is repeated on the first four expiries and given up at the fifth.
@Suite struct RetransmissionScenarios {
  private func count(_ messages: [FiveGMMMessage], _ isWanted: (FiveGMMMessage) -> Bool) -> Int { messages.filter(isWanted).count }

  @Test func t3570IdentityRequest() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    let unknown = NAS.FiveGGUTI(plmn: ue.plmn, amfRegionID: 1, amfSetID: 1, amfPointer: 0, fiveGTMSI: 0x0102_0304)
    ue.sendPlain(.registrationRequest(ue.registrationRequest(.fiveGGUTI(unknown))))
    ue.receive(after: 60)
    #expect(count(ue.downlink) { if case .identityRequest = $0 { true } else { false } } == 5)
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  @Test func t3560AuthenticationRequest() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .requested))
    ue.receive(after: 60)
    #expect(count(ue.downlink) { if case .authenticationRequest = $0 { true } else { false } } == 5)
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  @Test func t3560SecurityModeCommand() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .authenticated))
    ue.receive(after: 60)
    #expect(count(ue.downlink) { if case .securityModeCommand = $0 { true } else { false } } == 5)
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  @Test func t3550RegistrationAcceptAndTheUEStaysRegistered() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .accepted))
    ue.receive(after: 60)
    #expect(count(ue.downlink) { if case .registrationAccept = $0 { true } else { false } } == 5)
    #expect(scenario.network.amfSnapshot()["ues"]?.arrayValue?.filter { $0["state"] == "registered" }.count == 2)
  }

  @Test func t3555ConfigurationUpdateCommandAfterMobileTerminatedService() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    guard let guti = ue.guti else {
      Issue.record("no 5G-GUTI")
      return
    }
    ue.forgetDownlink()
    ue.sendProtected(
      .serviceRequest(
        ServiceRequest(
          ngKSI: NASKeySetIdentifier(value: ue.ngKSI), serviceType: .mobileTerminatedServices, fiveGSTMSI: .fiveGSTMSI(guti.fiveGSTMSI))))
    ue.receive(after: 60)
    let commands = ue.downlink.filter {
      if case .configurationUpdateCommand(let command) = $0 {
        command.configurationUpdateIndication?.acknowledgementRequested == true
      } else {
        false
      }
    }
    #expect(commands.count == 5)
    #expect(Set(commands).count == 1)
  }

  @Test func t3522DeregistrationRequestAndTheUEIsGone() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    ue.forgetDownlink()
    scenario.network.removeSubscriber(2)
    ue.receive(after: 60)
    #expect(count(ue.downlink) { if case .deregistrationRequestUETerminated = $0 { true } else { false } } == 5)
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }
}
