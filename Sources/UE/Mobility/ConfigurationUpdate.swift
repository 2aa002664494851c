import Base
import NAS
import Runtime

/// Generic UE configuration update (TS 24.501 §5.4.4).
extension UE {
  func update(_ command: ConfigurationUpdateCommand) {
    var needsRegistrationWhenIdle = false
    if case .fiveGGUTI(let guti)? = command.fiveGGUTI, let identity = Base.FiveGGUTI(guti) { mobility.guti = identity }
    if let list = command.taiList { mobility.trackingAreas = list }
    if let allowed = command.allowedNSSAI { mobility.allowedNSSAI = allowed.sNSSAIs.map(\.base) }
    if let configured = command.configuredNSSAI {
      mobility.configuredNSSAI = configured.sNSSAIs.map(\.base)
      mobility.rejectedNSSAI = []
      needsRegistrationWhenIdle = true
    }
    if let rejected = command.rejectedNSSAI { mobility.rejectedNSSAI = rejected.entries.map { Base.SNSSAI(sst: $0.sst, sd: $0.sd) } }
    if command.networkSlicingIndication?.subscriptionChanged == true {
      mobility.rejectedNSSAI = []
      needsRegistrationWhenIdle = true
    }
    let indication = command.configurationUpdateIndication
    if indication?.acknowledgementRequested == true { send(.configurationUpdateComplete(ConfigurationUpdateComplete())) }
    guard indication?.registrationRequested == true else { return }
    // TS 24.501 §5.4.4.3: with new slices after the release of the connection, otherwise at once.
    mobility.pending.insert(needsRegistrationWhenIdle ? .registrationWhenIdle : .mobilityRegistration)
    startPending()
  }
}
