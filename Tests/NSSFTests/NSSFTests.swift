import Base
import Runtime
import SBI
import Services
import Testing

@testable import NSSF

/// Slice selection (TS 29.531 §5.2.2.2; TS 23.501 §5.15.5.2.1).
struct NSSFTests {
  private final class StillLoop: Loop {
    var now: Instant { Instant() }
    var wallTime: WallTime { WallTime(nanosecondsSince1970: 0) }
    func post(_ work: @escaping @Sendable () -> Void) { work() }
    func schedule(after delay: Duration, label: String, _ work: @escaping @Sendable () -> Void) -> TimerToken { TimerToken(rawValue: 0) }
    func cancel(_ timer: TimerToken) {}
    func enqueue(_ job: consuming ExecutorJob) { UnownedJob(job).runSynchronously(on: asUnownedSerialExecutor()) }
    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
    func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }
    func checkIsolated() {}
  }

  private final class NoRandom: RandomSource {
    func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
  }

  private static let plmn = PLMNIdentity(mcc: "999", mnc: "70")!
  private static let here = Base.TAI(plmn: plmn, tac: 1)
  private static let everywhere = Base.SNSSAI(sst: 1, sd: 1)
  private static let elsewhere = Base.SNSSAI(sst: 2)

  private let nssf = NSSF(
    environment: Environment(node: "nssf", loop: StillLoop(), random: NoRandom()),
    configuration: NSSFConfiguration(
      plmn: plmn,
      slices: [
        NetworkSlice(sNSSAI: everywhere, nrf: "http://127.0.0.1:1"),
        NetworkSlice(sNSSAI: elsewhere, trackingAreas: [Base.TAI(plmn: plmn, tac: 2)], nrf: "http://127.0.0.1:1"),
      ]))

  private func query() -> SelectNetworkSlicesQuery {
    var query = SelectNetworkSlicesQuery(nfType: .amf, nfId: "00000000-0000-4000-8000-000000000001")
    query.tai = Self.here.sbi
    return query
  }

  private static let subscribed = [
    SubscribedSnssai(subscribedSnssai: everywhere.sbi, defaultIndication: true), SubscribedSnssai(subscribedSnssai: elsewhere.sbi),
  ]

  @Test func theAllowedNSSAIIsWhatIsRequestedSubscribedAndHere() async throws {
    var query = query()
    query.sliceInfoRequestForRegistration = SliceInfoForRegistration(
      subscribedNssai: Self.subscribed, requestedNssai: [Self.everywhere.sbi, Self.elsewhere.sbi, SBI.Snssai(sst: 3)])
    let answer = try await nssf.selectNetworkSlices(query: query)
    try answer.check()
    #expect(answer.allowedNssaiList?.first?.allowedSnssaiList.map(\.allowedSnssai) == [Self.everywhere.sbi])
    #expect(answer.rejectedNssaiInTa == [Self.elsewhere.sbi])
    #expect(answer.rejectedNssaiInPlmn == [SBI.Snssai(sst: 3)])
    #expect(answer.configuredNssai?.count == 2)
  }

  @Test func withoutARequestTheDefaultsAreAllowed() async throws {
    var query = query()
    query.sliceInfoRequestForRegistration = SliceInfoForRegistration(subscribedNssai: Self.subscribed)
    let answer = try await nssf.selectNetworkSlices(query: query)
    #expect(answer.allowedNssaiList?.first?.allowedSnssaiList.map(\.allowedSnssai) == [Self.everywhere.sbi])
  }

  @Test func nothingAllowedIsRefused() async {
    var query = query()
    query.sliceInfoRequestForRegistration = SliceInfoForRegistration(
      subscribedNssai: [SubscribedSnssai(subscribedSnssai: SBI.Snssai(sst: 9))])
    let wanted = query
    await #expect(throws: SBIFailure.self) { try await nssf.selectNetworkSlices(query: wanted) }
  }

  @Test func aSessionIsToldTheNRFOfItsSlice() async throws {
    var query = query()
    query.sliceInfoRequestForPduSession = SliceInfoForPDUSession(sNssai: Self.everywhere.sbi, roamingIndication: .nonRoaming)
    let answer = try await nssf.selectNetworkSlices(query: query)
    try answer.check()
    #expect(answer.nsiInformation?.nrfId == "http://127.0.0.1:1/nnrf-disc/v1/nf-instances")
    query.sliceInfoRequestForPduSession = SliceInfoForPDUSession(sNssai: Self.elsewhere.sbi, roamingIndication: .nonRoaming)
    let wanted = query
    await #expect(throws: SBIFailure.self) { try await nssf.selectNetworkSlices(query: wanted) }
  }
}
