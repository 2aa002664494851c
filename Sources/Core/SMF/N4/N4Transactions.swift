import Base
import PFCP
import Runtime

/// Why a PFCP procedure failed.
enum N4Failure: Error, Hashable {
  /// N1 retransmissions without an answer (TS 29.244 §6.4).
  case noAnswer
  case rejected(PFCPCause)
  /// The answer could not be read, or is not the one that belongs to the request.
  case malformed
  /// No association, or too many requests wait already.
  case unavailable
}

/// A request of this function that waits for its answer.
final class N4Transaction {
  enum Answer {
    case message(PFCPMessage)
    case malformed
  }
  let peer: IPAddress
  let responseType: UInt8
  /// The SEID that the answer carries; `nil` for node related messages.
  let seid: UInt64?
  let mailbox: Mailbox<Answer>

  init(peer: IPAddress, responseType: UInt8, seid: UInt64?, loop: any Loop) {
    self.peer = peer
    self.responseType = responseType
    self.seid = seid
    mailbox = Mailbox(loop: loop)
  }
}

/// Requests and responses of PFCP (TS 29.244 §6.4).
extension SMF {
  /// Sends a request and waits for its answer; repeats it N1 times at intervals of T1.
  /// - Parameters:
  ///   - seid: the receiver's SEID of a session related request.
  ///   - ownSEID: the SEID that the answer must carry.
  func request(_ body: PFCPBody, seid: UInt64? = nil, ownSEID: UInt64? = nil, to upf: UPFContext) async throws(N4Failure) -> PFCPBody {
    guard let n4, transactions.count < configuration.limits.outstandingPFCPRequests else { throw .unavailable }
    repeat { nextSequenceNumber = (nextSequenceNumber &+ 1) & 0xFF_FFFF } while transactions[nextSequenceNumber] != nil
    let sequence = nextSequenceNumber
    let octets: [UInt8]
    do throws(PFCPError) { octets = try PFCPMessage(seid: seid, sequenceNumber: sequence, body).encode() } catch { throw .malformed }
    let peer = upf.configuration.address
    let transaction = N4Transaction(peer: peer.ip, responseType: body.messageType + 1, seid: ownSEID, loop: loop)
    transactions[sequence] = transaction
    defer { transactions[sequence] = nil }
    for _ in 0...configuration.timers.pfcpN1 {
      n4.send(octets, to: peer)
      let answer: N4Transaction.Answer?
      do throws(ProcedureAborted) {
        answer = try await transaction.mailbox.receive(within: configuration.timers.pfcpT1, label: "PFCP T1") { _ in true }
      } catch { throw .unavailable }
      switch answer {
      case .message(let message): return message.body
      case .malformed: throw .malformed
      case nil: continue
      }
    }
    throw .noAnswer
  }

  // MARK: Reception

  func receiveN4(_ octets: [UInt8], from peer: SocketAddress) {
    guard let upf = upfs.first(where: { $0.configuration.address.ip == peer.ip }) else {
      environment.security("PFCP message from an address that is not a configured UPF", interface: .n4, peer: peer)
      return
    }
    var rest = octets
    for _ in 0..<64 {
      let header: PFCPHeader
      do throws(PFCPError) { header = try PFCPHeader(decoding: rest) } catch {
        refuse(rest, error, from: peer)
        return
      }
      receiveOne(Array(rest.prefix(header.totalLength)), header, from: peer, upf: upf)
      guard header.isFollowed else { return }
      rest = Array(rest.dropFirst(header.totalLength))
    }
  }

  /// TS 29.244 §7.6.1: another version is answered, everything else that has no header is not.
  private func refuse(_ octets: [UInt8], _ error: PFCPError, from peer: SocketAddress) {
    environment.security("N4: \(error)", interface: .n4, peer: peer)
    guard case .unsupportedVersion = error, octets.count >= 8 else { return }
    let sequence = octets[4..<7].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let answer = PFCPMessage(sequenceNumber: sequence, .versionNotSupportedResponse(VersionNotSupportedResponse()))
    if let octets = try? answer.encode() { n4?.send(octets, to: peer) }
  }

  private static func isResponse(_ type: UInt8) -> Bool {
    switch type {
    case 2, 4, 6, 8, 10, 11, 13, 15, 17, 51, 53, 55, 57: true
    default: false
    }
  }

  private func receiveOne(_ octets: [UInt8], _ header: PFCPHeader, from peer: SocketAddress, upf: UPFContext) {
    if SMF.isResponse(header.messageType) {
      receiveResponse(octets, header, from: peer)
      return
    }
    let key = UPFContext.RequestKey(peer: peer, sequenceNumber: header.sequenceNumber, messageType: header.messageType)
    // A peer's last attempt comes T1*N1 after its first (TS 29.244 §6.4); one T1 more for the way.
    let lifetime = configuration.timers.pfcpT1 * (configuration.timers.pfcpN1 + 2)
    if let cached = upf.cachedResponse(to: octets, key, now: loop.now, lifetime: lifetime) {
      n4?.send(cached, to: peer)
      return
    }
    let answer: PFCPMessage?
    do throws(PFCPError) {
      answer = receiveRequest(try PFCPMessage(decoding: octets), from: peer, upf: upf)
    } catch {
      environment.security("N4: \(error)", interface: .n4, peer: peer)
      answer = rejection(header, error)
    }
    guard let answer, let encoded = try? answer.encode() else { return }
    upf.cache(encoded, to: octets, key, now: loop.now, limit: configuration.limits.pfcpResponseCache)
    n4?.send(encoded, to: peer)
  }

  private func receiveResponse(_ octets: [UInt8], _ header: PFCPHeader, from peer: SocketAddress) {
    guard let transaction = transactions[header.sequenceNumber], transaction.peer == peer.ip,
      transaction.responseType == header.messageType
    else {
      // A second answer to a repeated request is no attack (TS 29.244 §6.4).
      environment.log(.debug, "PFCP response that answers no request")
      return
    }
    do throws(PFCPError) {
      let message = try PFCPMessage(decoding: octets)
      // An answer that could not find the session may carry SEID 0 (TS 29.244 §7.2.2.4.2).
      if let expected = transaction.seid, message.seid != expected, message.seid != 0 {
        environment.security("PFCP response with the SEID of another session", interface: .n4, peer: peer)
        return
      }
      _ = transaction.mailbox.deliver(.message(message))
    } catch {
      environment.security("N4: \(error)", interface: .n4, peer: peer)
      _ = transaction.mailbox.deliver(.malformed)
    }
  }

  /// The response to a request that could not be read.
  private func rejection(_ header: PFCPHeader, _ error: PFCPError) -> PFCPMessage? {
    let node = nodeID
    switch header.messageType {
    case 5:
      return PFCPMessage(
        sequenceNumber: header.sequenceNumber,
        .associationSetupResponse(AssociationSetupResponse(nodeID: node, cause: error.cause, recoveryTimeStamp: recoveryTimeStamp)))
    case 7:
      return PFCPMessage(
        sequenceNumber: header.sequenceNumber,
        .associationUpdateResponse(AssociationUpdateResponse(nodeID: node, cause: error.cause)))
    case 12:
      var answer = NodeReportResponse(nodeID: node, cause: error.cause)
      answer.offendingIE = error.offendingIE
      return PFCPMessage(sequenceNumber: header.sequenceNumber, .nodeReportResponse(answer))
    case 56:
      var answer = SessionReportResponse(cause: error.cause)
      answer.offendingIE = error.offendingIE
      let session = header.seid.flatMap { referenceByCPSEID[$0] }.flatMap { sessions[$0] }
      return PFCPMessage(seid: session?.n4?.upSEID ?? 0, sequenceNumber: header.sequenceNumber, .sessionReportResponse(answer))
    default: return nil
    }
  }

  private func receiveRequest(_ message: PFCPMessage, from peer: SocketAddress, upf: UPFContext) -> PFCPMessage? {
    let sequence = message.sequenceNumber
    switch message.body {
    case .heartbeatRequest(let request):
      if upf.isAssociated, upf.hasRestarted(request.recoveryTimeStamp) { _ = upf.deliver(.restarted) }
      return PFCPMessage(sequenceNumber: sequence, .heartbeatResponse(HeartbeatResponse(recoveryTimeStamp: recoveryTimeStamp)))
    case .associationSetupRequest:
      // The UPF asks first: this function's own setup follows and makes the association (TS 29.244 §6.2.6.3).
      _ = upf.deliver(.restarted)
      let answer = AssociationSetupResponse(nodeID: nodeID, cause: .requestAccepted, recoveryTimeStamp: recoveryTimeStamp)
      return PFCPMessage(sequenceNumber: sequence, .associationSetupResponse(answer))
    case .associationUpdateRequest(let request):
      guard upf.isAssociated else {
        return PFCPMessage(
          sequenceNumber: sequence,
          .associationUpdateResponse(AssociationUpdateResponse(nodeID: nodeID, cause: .noEstablishedPFCPAssociation)))
      }
      if request.associationReleaseRequest != nil { _ = upf.deliver(.releaseRequested) }
      return PFCPMessage(
        sequenceNumber: sequence, .associationUpdateResponse(AssociationUpdateResponse(nodeID: nodeID, cause: .requestAccepted)))
    case .nodeReportRequest:
      return PFCPMessage(sequenceNumber: sequence, .nodeReportResponse(NodeReportResponse(nodeID: nodeID, cause: .requestAccepted)))
    case .sessionReportRequest(let report):
      return receiveReport(report, seid: message.seid ?? 0, sequence: sequence, from: peer, upf: upf)
    default:
      environment.security("PFCP message \(message.body.name) that a control plane function does not serve", interface: .n4, peer: peer)
      return nil
    }
  }
}
