import Base
import NAS
import Runtime
import Security
import Services

/// Access and mobility management function (TS 23.501 §6.2.1): terminates N1 and N2, registers UEs, keeps their
/// security and connection, and routes session management messages to SMFs.
public actor AMF {
  let environment: Environment
  let configuration: AMFConfiguration
  let services: any ServiceDirectory
  /// This function's NF instance ID (TS 29.571): a UUID.
  public nonisolated let nfInstanceID: String
  var n2: (any AssociationPort)?

  var gNBs: [AssociationID: GNBContext] = [:]
  var ues: [UInt64: UEContext] = [:]
  var ueIDByTMSI: [UInt32: UInt64] = [:]
  var ueIDBySUPI: [SUPI: UInt64] = [:]
  /// UE-associated logical NG-connections by AMF UE NGAP ID.
  var connections: [UInt64: N2Connection] = [:]
  var nextUEID: UInt64 = 1
  var nextSessionNumber: UInt64 = 1
  /// Connections of UEs that are not authenticated (bounded, ATTACKS row 13).
  var unauthenticatedConnections = UnauthenticatedConnections()

  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }

  public init(environment: Environment, configuration: AMFConfiguration, services: any ServiceDirectory, nfInstanceID: String) {
    self.environment = environment
    self.configuration = configuration
    self.services = services
    self.nfInstanceID = nfInstanceID
  }

  /// Gives the AMF its N2 endpoint.
  public func start(n2: any AssociationPort) { self.n2 = n2 }

  var loop: any Loop { environment.loop }

  /// `5G:mncXXX.mccXXX.3gppnetwork.org` (TS 24.501 §9.12.1).
  var servingNetworkName: String {
    let plmn = configuration.guami.plmn
    let mnc = plmn.mnc.utf8.count == 2 ? "0" + plmn.mnc : plmn.mnc
    return "5G:mnc\(mnc).mcc\(plmn.mcc).3gppnetwork.org"
  }

  // MARK: Contexts

  /// A new, empty context.
  func makeUEContext() -> UEContext {
    defer { nextUEID += 1 }
    let ue = UEContext(id: nextUEID, loop: loop)
    ues[ue.id] = ue
    return ue
  }

  /// Forgets a UE; its connection must be gone. What other functions still keep for it ends, whichever way the context came to its end.
  func remove(_ ue: UEContext) {
    ue.abortProcedure("the context was removed")
    stopTimers(of: ue)
    releaseAllSessions(of: ue, reason: "the UE's context ended")
    forgetSubscriptionLater(of: ue)
    for guti in [ue.guti, ue.unacknowledgedGUTI] { if let guti, ueIDByTMSI[guti.fiveGTMSI] == ue.id { ueIDByTMSI[guti.fiveGTMSI] = nil } }
    if let supi = ue.supi, ueIDBySUPI[supi] == ue.id { ueIDBySUPI[supi] = nil }
    ues[ue.id] = nil
  }

  func stopTimers(of ue: UEContext) {
    for timer in [ue.mobileReachableTimer, ue.implicitDeregistrationTimer, ue.connectionTimer, ue.pagingTimer] {
      if let timer { loop.cancel(timer) }
    }
    ue.mobileReachableTimer = nil
    ue.implicitDeregistrationTimer = nil
    ue.connectionTimer = nil
    ue.pagingTimer = nil
  }

  /// The context that holds a 5G-TMSI of this AMF.
  func ue(amfSetID: UInt16, amfPointer: UInt8, fiveGTMSI: UInt32) -> UEContext? {
    guard amfSetID == configuration.guami.amfSetID, amfPointer == configuration.guami.amfPointer else { return nil }
    return ueIDByTMSI[fiveGTMSI].flatMap { ues[$0] }
  }

  /// A 5G-GUTI with a 5G-TMSI that nobody can predict and no other UE holds (TS 33.501 §6.12.3).
  func allocateGUTI(for ue: UEContext) -> Base.FiveGGUTI {
    var tmsi = environment.random.uint32()
    while ueIDByTMSI[tmsi] != nil || tmsi == .max { tmsi = environment.random.uint32() }
    ueIDByTMSI[tmsi] = ue.id
    return Base.FiveGGUTI(guami: configuration.guami, fiveGTMSI: tmsi)
  }

  /// Gives the UE a new 5G-GUTI, valid beside the one that it holds until it acknowledges (TS 24.501 §5.5.1.2.4, §5.4.4.2).
  func renewGUTI(of ue: UEContext) -> Base.FiveGGUTI {
    let guti = allocateGUTI(for: ue)
    withdrawUnacknowledgedGUTI(of: ue)
    ue.unacknowledgedGUTI = guti
    ue.needsNewGUTI = false
    return guti
  }

  /// A 5G-GUTI that the UE never took into use is free again.
  func withdrawUnacknowledgedGUTI(of ue: UEContext) {
    guard let guti = ue.unacknowledgedGUTI else { return }
    if guti != ue.guti { ueIDByTMSI[guti.fiveGTMSI] = nil }
    ue.unacknowledgedGUTI = nil
  }

  /// The UE has acknowledged (or used) its new 5G-GUTI: the old one is free again.
  func confirmGUTI(of ue: UEContext) {
    guard let confirmed = ue.unacknowledgedGUTI else { return }
    if let old = ue.guti, old != confirmed { ueIDByTMSI[old.fiveGTMSI] = nil }
    ue.guti = confirmed
    ue.unacknowledgedGUTI = nil
  }
}
