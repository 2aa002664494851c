import NGAP
import Runtime

/// The NGAP procedures of one UE-associated connection that the AMF has begun and the gNB has not answered.
struct N2Procedures {
  struct Running {
    let token: UInt64
    let code: ProcedureCode
    /// The PDU sessions that the request named and no answer has yet.
    var sessions: [UInt8]
    let timer: TimerToken
  }

  private(set) var running: [Running] = []
  private var nextToken: UInt64 = 1
  /// Sessions whose setup has to wait for the end of Initial Context Setup.
  var waitingSetups: [SessionSetup] = []

  /// The UE Context Release Command was sent: nothing but its answer matters any more.
  var isReleasing: Bool { isRunning(.ueContextRelease) }

  /// Nothing is under way and nothing waits.
  var isIdle: Bool { running.isEmpty && waitingSetups.isEmpty }

  func isRunning(_ code: ProcedureCode) -> Bool { running.contains { $0.code == code } }

  /// The token of the next procedure.
  mutating func makeToken() -> UInt64 {
    defer { nextToken &+= 1 }
    return nextToken
  }

  mutating func begin(_ procedure: Running) { running.append(procedure) }

  /// Takes out the procedure that an answer belongs to: of several of a kind the one with a session of the answer, else the oldest.
  mutating func finish(_ code: ProcedureCode, sessions: [UInt8] = []) -> Running? {
    let place =
      running.firstIndex { $0.code == code && $0.sessions.contains(where: sessions.contains) } ?? running.firstIndex { $0.code == code }
    return place.map { running.remove(at: $0) }
  }

  mutating func finish(token: UInt64) -> Running? { running.firstIndex { $0.token == token }.map { running.remove(at: $0) } }

  /// Takes out all procedures, oldest first.
  mutating func finishAll() -> [Running] {
    defer { running = [] }
    return running
  }
}

/// Why the AMF releases a UE-associated connection (TS 38.413 §9.3.1.2).
enum ReleaseCause {
  case nasNormalRelease, nasAuthenticationFailure, nasDeregister, nasUnspecified
  case radioNetworkUnspecified, userInactivity, releaseDueTo5GCGeneratedReason, controlProcessingOverload
  /// The cause that the gNB gave for its own request.
  case requested(Cause)

  var ngap: Cause {
    switch self {
    case .nasNormalRelease: .nas(.normalRelease)
    case .nasAuthenticationFailure: .nas(.authenticationFailure)
    case .nasDeregister: .nas(.deregister)
    case .nasUnspecified: .nas(.unspecified)
    case .radioNetworkUnspecified: .radioNetwork(.unspecified)
    case .userInactivity: .radioNetwork(.userInactivity)
    case .releaseDueTo5GCGeneratedReason: .radioNetwork(.releaseDueTo5gcGeneratedReason)
    case .controlProcessingOverload: .misc(.controlProcessingOverload)
    case .requested(let cause): cause
    }
  }
}

/// Procedure codes of TS 38.413 §9.4.7 that the AMF names.
extension ProcedureCode {
  static let errorIndication: ProcedureCode = 9
  static let handoverPreparation: ProcedureCode = 12
  static let initialContextSetup: ProcedureCode = 14
  static let ngSetup: ProcedureCode = 21
  static let pduSessionResourceModify: ProcedureCode = 26
  static let pduSessionResourceRelease: ProcedureCode = 28
  static let pduSessionResourceSetup: ProcedureCode = 29
  static let ranConfigurationUpdate: ProcedureCode = 35
  static let ueContextRelease: ProcedureCode = 41
  static let ueContextResume: ProcedureCode = 58
  static let ueContextSuspend: ProcedureCode = 59

  /// What the AMF supervises, for timers and log lines.
  var supervisedName: String {
    switch self {
    case .initialContextSetup: "Initial Context Setup"
    case .pduSessionResourceModify: "PDU Session Resource Modify"
    case .pduSessionResourceRelease: "PDU Session Resource Release"
    case .pduSessionResourceSetup: "PDU Session Resource Setup"
    case .ueContextRelease: "UE Context Release"
    default: "NGAP procedure \(self)"
    }
  }
}
