import Base
import NAS
import Runtime

extension AMF {
  /// Generic UE configuration update (TS 24.501 §5.4.4): a new 5G-GUTI (TS 33.501 §6.12.3), the network's name and time.
  func configurationUpdate(of ue: UEContext, lease: UInt64) async throws {
    let guti = allocateGUTI(for: ue)
    if let stale = ue.unacknowledgedGUTI { ueIDByTMSI[stale.fiveGTMSI] = nil }
    ue.unacknowledgedGUTI = guti
    ue.needsNewGUTI = false
    var command = ConfigurationUpdateCommand()
    command.configurationUpdateIndication = ConfigurationUpdateIndication(acknowledgementRequested: true)
    command.fiveGGUTI = .fiveGGUTI(NAS.FiveGGUTI(guti))
    command.taiList = FiveGSTrackingAreaIdentityList(ue.registrationArea.map { FiveGSTrackingAreaIdentity($0) })
    do {
      _ = try await request(
        .configurationUpdateCommand(command), of: ue, lease: lease, timer: configuration.timers.t3555, label: "T3555"
      ) { message, isProtected in if case .configurationUpdateComplete = message { isProtected } else { false } }
      confirmGUTI(of: ue)
    } catch ProcedureEnd.timerExpired {
      // TS 24.501 §5.4.4.6 b: both identities stay valid until the UE is heard of again.
      environment.log(.warning, "\(ue.logName): no Configuration Update Complete, T3555 expired five times")
    }
  }
}
