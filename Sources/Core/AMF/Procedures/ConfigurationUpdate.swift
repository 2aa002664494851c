import Base
import NAS
import Runtime
import Services

extension AMF {
  /// Generic UE configuration update (TS 24.501 §5.4.4): a new 5G-GUTI after paging (TS 33.501 §6.12.3).
  func configurationUpdate(of ue: UEContext, lease: UInt64) async throws {
    let guti = renewGUTI(of: ue)
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

  /// The network's name and time (TS 24.501 §5.4.4.2): nothing that the UE would have to acknowledge.
  func sendNetworkName(to ue: UEContext) {
    guard !configuration.networkFullName.isEmpty else { return }
    var command = ConfigurationUpdateCommand()
    command.fullNameForNetwork = NetworkName(configuration.networkFullName)
    if !configuration.networkShortName.isEmpty { command.shortNameForNetwork = NetworkName(configuration.networkShortName) }
    let fields = DateTimeText.text(loop.wallTime).split { !$0.isNumber }.compactMap { Int($0) }
    if fields.count >= 6 {
      command.universalTimeAndLocalTimeZone = UniversalTimeAndLocalTimeZone(
        year: fields[0], month: fields[1], day: fields[2], hour: fields[3], minute: fields[4], second: fields[5],
        timeZone: TimeZone(quarterHours: 0))
    }
    send(.configurationUpdateCommand(command), to: ue)
  }
}
