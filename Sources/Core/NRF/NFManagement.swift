import Base
import Runtime
import SBI
import Services

extension NRF: Nnrf_NFManagement {
  func instanceURI(_ id: String) -> String { "\(apiRoot)/nnrf-nfm/v1/nf-instances/\(SBIURI.encode(id))" }

  /// NFRegister, and complete replacement of a profile (TS 29.510 §5.2.2.2, §5.2.2.3.1).
  public func registerNFInstance(nfInstanceID: String, _ body: NFProfile) async throws(SBIFailure) -> RegisterNFInstanceOutcome {
    let id = nfInstanceID.lowercased()
    guard body.nfInstanceId.lowercased() == id else {
      throw SBIFailure(status: 400, cause: "MANDATORY_IE_INCORRECT", detail: "nfInstanceId differs from the URI")
    }
    try checkSize(body)
    let former = registrations[id]
    guard former != nil || registrations.count < configuration.maximumProfiles else {
      throw SBIFailure(status: 503, cause: "INSUFFICIENT_RESOURCES", detail: "too many NF instances")
    }
    var profile = body
    profile.heartBeatTimer = max(1, Int(configuration.heartbeatInterval.wholeNanoseconds / 1_000_000_000))
    if let former { environment.loop.cancel(former.timer) }
    registrations[id] = Registration(profile: profile, timer: watch(id))
    if let former {
      if former.profile != profile { notify(.nfProfileChanged, profile) }
      return .ok(profile)
    }
    environment.log(.info, "\(profile.nfType) registered")
    notify(.nfRegistered, profile)
    return .created(Created(location: instanceURI(id), body: profile))
  }

  private func checkSize(_ profile: NFProfile) throws(SBIFailure) {
    guard profile.json.octets.count <= configuration.maximumProfileOctets else {
      throw SBIFailure(status: 413, cause: nil, detail: "profile longer than \(configuration.maximumProfileOctets) octets")
    }
  }

  /// NFUpdate in part: heartbeat and changes of the profile (TS 29.510 §5.2.2.3.2, §5.2.2.3.3). A heartbeat changes nothing but the load.
  public func updateNFInstance(nfInstanceID: String, _ body: [PatchItem]) async throws(SBIFailure) -> UpdateNFInstanceOutcome {
    let id = nfInstanceID.lowercased()
    guard var registration = registrations[id] else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    let former = registration.profile
    let changed: NFProfile
    do {
      changed = try NFProfile(json: try JSONPatch.apply(body, to: former.json))
    } catch {
      throw SBIFailure(error)
    }
    guard changed.nfInstanceId == former.nfInstanceId, changed.nfType == former.nfType else {
      throw SBIFailure(status: 403, cause: "MODIFICATION_NOT_ALLOWED", detail: "identity and type stay")
    }
    try checkSize(changed)
    environment.loop.cancel(registration.timer)
    registration.profile = changed
    registration.timer = watch(id)
    registrations[id] = registration
    // TS 29.510 §5.2.2.6.2: load information alone is not worth a notification.
    let isHeartbeat = body.allSatisfy { ["/nfStatus", "/load", "/loadTimeStamp"].contains($0.path) }
    if changed.nfStatus != former.nfStatus || (!isHeartbeat && changed != former) { notify(.nfProfileChanged, changed) }
    return isHeartbeat && changed.nfStatus == former.nfStatus ? .noContent : .ok(changed)
  }

  /// NFDeregister (TS 29.510 §5.2.2.4).
  public func deregisterNFInstance(nfInstanceID: String) async throws(SBIFailure) {
    guard remove(nfInstanceID.lowercased()) else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
  }

  /// TS 29.510 §5.2.2.9.
  public func getNFInstance(nfInstanceID: String, query: GetNFInstanceQuery) async throws(SBIFailure) -> NFProfile {
    guard let registration = registrations[nfInstanceID.lowercased()] else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    return registration.profile
  }

  private func remove(_ id: String) -> Bool {
    guard let registration = registrations.removeValue(forKey: id) else { return false }
    environment.loop.cancel(registration.timer)
    environment.log(.info, "\(registration.profile.nfType) deregistered")
    notify(.nfDeregistered, registration.profile)
    return true
  }

  // MARK: Heartbeat

  private func watch(_ id: String) -> TimerToken {
    let patience = configuration.heartbeatInterval * (configuration.missedHeartbeats + 1)
    return environment.loop.schedule(after: patience, label: "NRF heartbeat") { [weak self] in
      self?.assumeIsolated { $0.suspend(id) }
    }
  }

  /// Heartbeats are missing: nobody discovers the instance any more (TS 29.510 §5.2.2.3.2).
  private func suspend(_ id: String) {
    guard var registration = registrations[id] else { return }
    environment.log(.warning, "\(registration.profile.nfType) is suspended: heartbeats are missing")
    registration.profile.nfStatus = .suspended
    registration.timer = environment.loop.schedule(after: configuration.suspensionTime, label: "NRF removal") { [weak self] in
      self?.assumeIsolated { _ = $0.remove(id) }
    }
    registrations[id] = registration
    notify(.nfProfileChanged, registration.profile)
  }
}
