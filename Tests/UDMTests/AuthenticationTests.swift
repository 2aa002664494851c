import AUSF
import Base
import Discovery
import SBI
import Security
import Services
import Storage
import Testing
import UDR

@testable import Simulation
@testable import UDM

/// 5G AKA from the SEAF's request to K_SEAF, through AUSF, UDM and UDR (TS 33.501 §6.1.3.2).
struct AuthenticationTests {
  private func challenge(
    _ network: TestNetwork, identity: String = TestNetwork.supi, name: String = TestNetwork.servingNetworkName,
    resynchronization: ResynchronizationInfo? = nil
  ) -> Result<Created<UEAuthenticationCtx>, SBIFailure>? {
    let services = network.services
    return network.call { () async throws(SBIFailure) in
      try await services.nausfUEAuthentication().authenticate(
        AuthenticationInfo(supiOrSuci: identity, servingNetworkName: name, resynchronizationInfo: resynchronization))
    }
  }

  private func parameters(_ created: Created<UEAuthenticationCtx>) throws -> (rand: [UInt8], autn: [UInt8], hxresStar: [UInt8]) {
    let data = try Av5gAka(json: created.body.fiveGAuthData)
    return (try #require(Hex.decode(data.rand)), try #require(Hex.decode(data.autn)), try #require(Hex.decode(data.hxresStar)))
  }

  private func confirm(_ network: TestNetwork, _ id: String, _ resStar: [UInt8]) -> Result<ConfirmationDataResponse, SBIFailure>? {
    let services = network.services
    return network.call { () async throws(SBIFailure) in
      try await services.nausfUEAuthentication().confirm5GAKA(authCtxId: id, ConfirmationData(resStar: Hex.encode(resStar)))
    }
  }

  @Test(arguments: [LocalServices.Mode.direct, .json])
  func aUSIMAndTheNetworkAgreeOnKSEAF(_ mode: LocalServices.Mode) throws {
    let network = try TestNetwork(mode: mode)
    network.start()
    var usim = try TestNetwork.usim()
    for _ in 0..<3 {
      let created = try #require(challenge(network)).get()
      try created.body.check()
      let (rand, autn, hxresStar) = try parameters(created)
      #expect(autn[6] & 0x80 != 0)
      guard case .success(let success) = try usim.authenticate(rand: rand, autn: autn) else {
        Issue.record("the USIM refuses")
        return
      }
      let keys = try FiveGAKA.ueKeys(success: success, servingNetworkName: try ServingNetworkName(TestNetwork.servingNetworkName))
      #expect(FiveGAKA.seafAccepts(resStar: keys.resStar, rand: rand, hxresStar: hxresStar))
      let answer = try #require(confirm(network, created.resourceID, keys.resStar.revealed)).get()
      #expect(answer.authResult == .authenticationSuccess)
      #expect(answer.supi == TestNetwork.supi)
      #expect(answer.kseaf == Hex.encode(keys.kSEAF.revealed))
      // A context is good for one confirmation.
      #expect(confirm(network, created.resourceID, keys.resStar.revealed)?.failure?.status == 404)
    }
    let store = network.store
    let event = network.run {
      try? await store.context(.authenticationStatus, key: TestNetwork.servingNetworkName, of: TestNetwork.supi)
    }
    #expect(event??["success"] == true)
  }

  @Test func aWrongRESStarGivesNoKey() throws {
    let network = try TestNetwork()
    network.start()
    let created = try #require(challenge(network)).get()
    let answer = try #require(confirm(network, created.resourceID, [UInt8](repeating: 0, count: 16))).get()
    #expect(answer.authResult == .authenticationFailure)
    #expect(answer.kseaf == nil)
    #expect(answer.supi == nil)
  }

  @Test func aUSIMWithAnotherKRefusesTheChallenge() throws {
    let network = try TestNetwork()
    network.start()
    var usim = try TestNetwork.usim(key: try #require(SecretBytes(hex: "00000000000000000000000000000000")))
    let (rand, autn, _) = try parameters(try #require(challenge(network)).get())
    #expect(try usim.authenticate(rand: rand, autn: autn) == .macFailure)
  }

  @Test func anAUTSBringsTheNetworkToTheUSIMsSequenceNumber() throws {
    let network = try TestNetwork()
    network.start()
    var usim = try TestNetwork.usim(acceptedSEQ: [UInt64](repeating: 5000, count: 32))
    let (rand, autn, _) = try parameters(try #require(challenge(network)).get())
    guard case .synchFailure(let auts) = try usim.authenticate(rand: rand, autn: autn) else {
      Issue.record("no synchronisation failure")
      return
    }
    let forged = challenge(
      network, resynchronization: ResynchronizationInfo(rand: Hex.encode(rand), auts: Hex.encode(auts.reversed())))
    #expect(forged?.failure?.cause == "AUTHENTICATION_REJECTED")
    let again = try #require(
      challenge(network, resynchronization: ResynchronizationInfo(rand: Hex.encode(rand), auts: Hex.encode(auts)))
    ).get()
    let second = try parameters(again)
    guard case .success = try usim.authenticate(rand: second.rand, autn: second.autn) else {
      Issue.record("the USIM refuses after resynchronisation")
      return
    }
  }

  @Test func vectorsMadeAtOnceHaveDifferentSequenceNumbers() throws {
    let network = try TestNetwork()
    network.start()
    let services = network.services
    let autns = network.run {
      await withTaskGroup(of: String?.self) { group in
        for _ in 0..<8 {
          group.addTask {
            let created = try? await services.nausfUEAuthentication().authenticate(
              AuthenticationInfo(supiOrSuci: TestNetwork.supi, servingNetworkName: TestNetwork.servingNetworkName))
            return created?.body.json["5gAuthData"]?["rand"]?.stringValue
          }
        }
        return await group.reduce(into: [String]()) { if let rand = $1 { $0.append(rand) } }
      }
    }
    #expect(Set(autns ?? []).count == 8)
    let store = network.store
    let sqn = network.run { try? await store.subscriber(TestNetwork.supi)?.sqn }
    #expect((sqn??.seq ?? 0) >= 8)
  }

  @Test func aServingNetworkWithoutAgreementIsRefused() throws {
    let network = try TestNetwork()
    network.start()
    let failure = challenge(network, name: "5G:mnc001.mcc001.3gppnetwork.org")?.failure
    #expect(failure?.status == 403)
    #expect(failure?.cause == "SERVING_NETWORK_NOT_AUTHORIZED")
  }

  @Test func unknownAndDisabledSubscribersAreRefused() throws {
    let network = try TestNetwork()
    network.start()
    let unknown = challenge(network, identity: "imsi-999709999999999")?.failure
    #expect(unknown?.status == 404)
    #expect(unknown?.cause == "USER_NOT_FOUND")
    let store = network.store
    network.run { _ = try? await store.update(TestNetwork.supi) { $0.isEnabled = false } }
    let disabled = challenge(network)?.failure
    #expect(disabled?.status == 403)
    #expect(disabled?.cause == "AUTHENTICATION_REJECTED")
  }

  @Test func anUnconfirmedAuthenticationExpires() throws {
    let network = try TestNetwork()
    network.start()
    let created = try #require(challenge(network)).get()
    network.world.run(for: .seconds(31))
    #expect(confirm(network, created.resourceID, [UInt8](repeating: 0, count: 16))?.failure?.status == 404)
  }

  @Test func aConfirmedResultCanBeRemovedOnce() throws {
    let network = try TestNetwork()
    network.start()
    var usim = try TestNetwork.usim()
    let created = try #require(challenge(network)).get()
    let (rand, autn, _) = try parameters(created)
    guard case .success(let success) = try usim.authenticate(rand: rand, autn: autn) else { return }
    let keys = try FiveGAKA.ueKeys(success: success, servingNetworkName: try ServingNetworkName(TestNetwork.servingNetworkName))
    _ = confirm(network, created.resourceID, keys.resStar.revealed)
    let services = network.services
    let id = created.resourceID
    let first = network.call { () async throws(SBIFailure) in try await services.nausfUEAuthentication().delete5GAKAResult(authCtxId: id) }
    #expect(first?.failure == nil)
    let second = network.call { () async throws(SBIFailure) in try await services.nausfUEAuthentication().delete5GAKAResult(authCtxId: id) }
    #expect(second?.failure?.cause == "CONTEXT_NOT_FOUND")
  }

  @Test func longTermKeysNeverCrossTheInterfaceInTheClear() throws {
    let network = try TestNetwork(mode: .json)
    network.start()
    _ = challenge(network)
    let secrets = [Hex.encode(TestNetwork.key.revealed), Hex.encode(TestNetwork.operatorVariant.revealed)]
    let events = network.world.trace.events.filter { $0.interface == .sbi }
    #expect(events.count >= 8)
    for event in events {
      let text = String(decoding: event.octets, as: UTF8.self).lowercased()
      for secret in secrets { #expect(!text.contains(secret)) }
      #expect(!event.note.contains("imsi-9"))
    }
  }
}
