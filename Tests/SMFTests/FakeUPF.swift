import Base
import PFCP
import Runtime

/// A UPF that takes every rule: a PFCP responder that remembers. One thread only.
final class FakeUPF: @unchecked Sendable {
  let address: SocketAddress
  var port: (any DatagramPort)?
  var recoveryTimeStamp: UInt32 = 1
  var features: UPFunctionFeatures = [.allocatesFTEID]
  /// The cause for the next session requests; `nil` accepts.
  var refusal: PFCPCause?
  var isSilent = false
  /// Tunnels have IPv6 addresses, and are refused where they are not asked for.
  var hasIPv6TunnelsOnly = false
  /// Changes every answer before it is sent.
  var distort: (([UInt8]) -> [UInt8])?
  private(set) var associations = 0
  private(set) var received: [PFCPMessage] = []
  /// Sessions by this function's SEID, with the SMF's.
  private(set) var sessions: [UInt64: UInt64] = [:]
  private(set) var establishments: [SessionEstablishmentRequest] = []
  private(set) var modifications: [SessionModificationRequest] = []
  private var nextSEID: UInt64 = 100
  private var nextTEID: UInt32 = 0x1000
  private var nextSequence: UInt32 = 0x800000

  init(address: SocketAddress) { self.address = address }

  func receive(_ octets: [UInt8], from peer: SocketAddress) {
    guard !isSilent, let message = try? PFCPMessage(decoding: octets) else { return }
    received.append(message)
    guard let (seid, body) = answer(message) else { return }
    guard let octets = try? PFCPMessage(seid: seid, sequenceNumber: message.sequenceNumber, body).encode() else { return }
    port?.send(distort?(octets) ?? octets, to: peer)
  }

  private func answer(_ message: PFCPMessage) -> (UInt64?, PFCPBody)? {
    let node = NodeID.ipv4(IPv4Address(address.ip) ?? IPv4Address(rawValue: 0))
    switch message.body {
    case .heartbeatRequest: return (nil, .heartbeatResponse(HeartbeatResponse(recoveryTimeStamp: recoveryTimeStamp)))
    case .associationSetupRequest:
      associations += 1
      sessions = [:]
      var answer = AssociationSetupResponse(nodeID: node, cause: .requestAccepted, recoveryTimeStamp: recoveryTimeStamp)
      answer.upFunctionFeatures = features
      return (nil, .associationSetupResponse(answer))
    case .associationReleaseRequest:
      return (nil, .associationReleaseResponse(AssociationReleaseResponse(nodeID: node, cause: .requestAccepted)))
    case .sessionEstablishmentRequest(let request):
      establishments.append(request)
      var answer = SessionEstablishmentResponse(nodeID: node, cause: refusal ?? .requestAccepted)
      guard refusal == nil else { return (request.cpFSEID.seid, .sessionEstablishmentResponse(answer)) }
      if hasIPv6TunnelsOnly, case .choose(_, false, _)? = request.createPDRs.first?.pdi.localFTEID {
        answer.cause = .mandatoryIEIncorrect
        answer.offendingIE = 21
        return (request.cpFSEID.seid, .sessionEstablishmentResponse(answer))
      }
      nextSEID += 1
      sessions[nextSEID] = request.cpFSEID.seid
      answer.upFSEID = FSEID(seid: nextSEID, ipv4: IPv4Address(address.ip))
      var chosen: [UInt8: UInt32] = [:]
      for rule in request.createPDRs {
        guard case .choose(_, _, let id)? = rule.pdi.localFTEID else { continue }
        var created = CreatedPDR(pdrID: rule.pdrID)
        let teid = id.flatMap { chosen[$0] } ?? nextTEID
        if teid == nextTEID { nextTEID += 1 }
        if let id { chosen[id] = teid }
        created.localFTEID =
          hasIPv6TunnelsOnly
          ? .assigned(teid: teid, ipv4: nil, ipv6: IPv6Address(prefix: 0xFD00_0000_0000_0000, interfaceIdentifier: 1))
          : .assigned(teid: teid, ipv4: IPv4Address(address.ip), ipv6: nil)
        answer.createdPDRs.append(created)
      }
      return (request.cpFSEID.seid, .sessionEstablishmentResponse(answer))
    case .sessionModificationRequest(let request):
      modifications.append(request)
      guard let cpSEID = message.seid.flatMap({ sessions[$0] }) else {
        return (0, .sessionModificationResponse(SessionModificationResponse(cause: .sessionContextNotFound)))
      }
      return (cpSEID, .sessionModificationResponse(SessionModificationResponse(cause: refusal ?? .requestAccepted)))
    case .sessionDeletionRequest:
      guard let cpSEID = message.seid.flatMap({ sessions.removeValue(forKey: $0) }) else {
        return (0, .sessionDeletionResponse(SessionDeletionResponse(cause: .sessionContextNotFound)))
      }
      return (cpSEID, .sessionDeletionResponse(SessionDeletionResponse(cause: .requestAccepted)))
    default: return nil
    }
  }

  /// Reports on the session, as the UPF with this SEID.
  func report(_ report: SessionReportRequest, cpSEID: UInt64, to peer: SocketAddress) {
    nextSequence += 1
    send(PFCPMessage(seid: cpSEID, sequenceNumber: nextSequence, .sessionReportRequest(report)), to: peer)
  }

  func send(_ message: PFCPMessage, to peer: SocketAddress) {
    if let octets = try? message.encode() { port?.send(octets, to: peer) }
  }

  /// The last action of the downlink FAR.
  var downlinkAction: ApplyAction? {
    modifications.last { !$0.updateFARs.isEmpty }?.updateFARs.first?.applyAction
  }
}
