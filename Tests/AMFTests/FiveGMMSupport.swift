import Base
import NAS
import NGAP
import Runtime
import Security

@testable import AMF

/// The NAS side of a UE that `N2Bench.registeredUE` has made known to the AMF: it protects what a test tells it to send and reads what comes.
final class ScriptedUE {
  let bench: N2Bench
  let gNB: ScriptedGNB
  /// The context's name in the AMF.
  let contextID: UInt64
  var guti: Base.FiveGGUTI
  private let association: Association

  /// A box for the context, which cannot be copied.
  private final class Association {
    var context: NASSecurityContext
    init(_ context: consuming NASSecurityContext) { self.context = context }
  }

  /// A registered UE with sessions 5 and 6, idle since its first connection ended.
  init(_ bench: N2Bench, _ gNB: ScriptedGNB) throws {
    let id = try bench.registeredUE(gNB, 1)
    let state = NASSecurityState(
      role: .userEquipment, ngKSI: Security.NASKeySetIdentifier(halfOctet: 0), kAMF: SecretBytes([UInt8](repeating: 7, count: 32)),
      algorithms: NASAlgorithms(ciphering: .nea2, integrity: .nia2))
    association = Association(try NASSecurityContext(state))
    let found = bench.onAMF { amf -> (UInt64, Base.FiveGGUTI)? in
      guard let connection = amf.connections[id], let supi = connection.ue.supi, let guti = connection.ue.guti else { return nil }
      let ue = connection.ue
      amf.ueIDBySUPI[supi] = ue.id
      ue.subscribedNSSAI = [N2Bench.slice]
      ue.defaultNSSAI = [N2Bench.slice]
      ue.sdmSubscriptionID = "subscription"
      amf.end(connection)
      return (ue.id, guti)
    }
    guard let found else { throw ProcedureAborted(reason: "the UE is not known") }
    self.bench = bench
    self.gNB = gNB
    contextID = found.0
    guti = found.1
  }

  var fiveGSTMSI: FiveGSMobileIdentity {
    .fiveGSTMSI(
      NAS.FiveGSTMSI(amfSetID: guti.guami.amfSetID, amfPointer: guti.guami.amfPointer, fiveGTMSI: guti.fiveGTMSI))
  }

  var mobileIdentity: FiveGSMobileIdentity { .fiveGGUTI(NAS.FiveGGUTI(guti)) }

  /// A value of the UE's context in the AMF; `nil` when it is gone.
  func inContext<Value: Sendable>(_ body: @escaping @Sendable (UEContext) -> Value) -> Value? {
    let id = contextID
    return bench.onAMF { amf in amf.ues[id].map(body) }
  }

  func protect(_ message: FiveGMMMessage, _ type: Security.SecurityHeaderType = .integrityProtectedAndCiphered) throws -> [UInt8] {
    try association.context.protect(try message.encode(), headerType: type)
  }

  /// An initial message on a new connection; returns the NAS messages that come back within 100 ms.
  func begin(_ message: FiveGMMMessage, on ran: RANUENGAPID) throws -> [FiveGMMMessage] {
    read(try gNB.initialUE(ran, nas: try protect(message, .integrityProtected)))
  }

  /// An uplink message on a connection; returns the NAS messages that come back within 100 ms.
  func send(_ message: FiveGMMMessage, on ran: RANUENGAPID) throws -> [FiveGMMMessage] {
    read(try sendOctets(try protect(message), on: ran))
  }

  /// Octets as they are, on a connection.
  @discardableResult
  func sendOctets(_ octets: [UInt8], on ran: RANUENGAPID) throws -> [NGAPPDU] {
    guard let id = bench.amfUENGAPID(gNB, ran) else { return [] }
    return try gNB.send(
      .uplinkNASTransport(
        UplinkNASTransport(amfUENGAPID: id, ranUENGAPID: ran, nasPDU: octets, userLocationInformation: N2Bench.location())))
  }

  /// The gNB says that it has the UE's context.
  @discardableResult
  func completeContextSetup(on ran: RANUENGAPID) throws -> [FiveGMMMessage] {
    guard let id = bench.amfUENGAPID(gNB, ran) else { return [] }
    return read(try gNB.send(.initialContextSetupResponse(InitialContextSetupResponse(amfUENGAPID: id, ranUENGAPID: ran))))
  }

  /// The NAS messages in NGAP messages, without their protection.
  func read(_ pdus: [NGAPPDU]) -> [FiveGMMMessage] {
    pdus.compactMap(\.downlinkNAS).compactMap { octets in
      let plain = ProtectedNASMessage.isProtected(octets) ? try? association.context.unprotect(octets) : octets
      return plain.flatMap { try? FiveGMMMessage(decoding: $0) }
    }
  }
}

extension NGAPPDU {
  /// The NAS message that a message to a gNB carries.
  var downlinkNAS: [UInt8]? {
    switch self {
    case .initiatingMessage(.downlinkNASTransport(let message)): message.nasPDU
    case .initiatingMessage(.initialContextSetupRequest(let message)): message.nasPDU
    default: nil
    }
  }
}

extension FiveGMMMessage {
  var registrationAcceptBody: RegistrationAccept? { if case .registrationAccept(let accept) = self { accept } else { nil } }
}
