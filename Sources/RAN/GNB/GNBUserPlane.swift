import Base
import GTPU
import RadioLink
import Runtime

/// N3 of the gNB: GTP-U with the PDU session container (TS 29.281, TS 38.415).
extension GNB {
  private static let port: UInt16 = 2152

  func sendUplink(_ packet: [UInt8], session: UInt8, flow: UInt8, of context: UEContext) {
    guard let resource = context.sessions[session], resource.flows.contains(flow) else { return }
    context.lastActivity = environment.loop.now
    let container = PDUSessionContainer.uplink(UplinkPDUSessionInformation(qfi: flow))
    do throws(GTPUError) {
      let header = try GTPUExtensionHeader(.pduSessionContainer(container))
      send(GTPUMessage(teid: resource.uplinkTEID, extensionHeaders: [header], .gPDU(packet)), to: resource.uplinkAddress)
    } catch {
      environment.log(.debug, "uplink packet not sent: \(error)")
    }
  }

  private func send(_ message: GTPUMessage, to address: IPAddress, port: UInt16 = port) {
    do throws(GTPUError) {
      n3?.send(try message.encode(), to: SocketAddress(address, port: port))
    } catch {
      environment.log(.debug, "GTP-U message not sent: \(error)")
    }
  }

  func receiveN3(_ octets: [UInt8], from peer: SocketAddress) {
    guard isStarted else { return }
    let message: GTPUMessage
    do throws(GTPUError) { message = try GTPUMessage(decoding: octets) } catch {
      environment.security("malformed GTP-U message: \(error)", interface: .n3, peer: peer)
      return
    }
    switch message.body {
    case .gPDU(let packet): receiveDownlink(packet, message, from: peer)
    case .echoRequest:
      // TS 29.281 §4.4.2: the response goes to where the request came from.
      send(GTPUMessage(sequenceNumber: message.sequenceNumber ?? 0, .echoResponse(restartCounter: 0)), to: peer.ip, port: peer.port)
    case .errorIndication(let teid, let address): loseTunnel(teid, address)
    case .endMarker, .echoResponse, .supportedExtensionHeadersNotification, .tunnelStatus, .other: break
    }
  }

  private func receiveDownlink(_ packet: [UInt8], _ message: GTPUMessage, from peer: SocketAddress) {
    guard let tunnel = tunnels[message.teid], let context = contexts[tunnel.ranUENGAPID],
      let resource = context.sessions[tunnel.pduSessionID]
    else {
      // TS 29.281 §7.3.1.
      send(GTPUMessage(sequenceNumber: 0, .errorIndication(teid: message.teid, peerAddress: configuration.n3Address)), to: peer.ip)
      return
    }
    let container: PDUSessionContainer?
    do throws(GTPUError) { container = try message.pduSessionContainer } catch {
      environment.security("malformed PDU session container: \(error)", interface: .n3, peer: peer)
      return
    }
    guard let flow = container?.qfi ?? resource.flows.first else { return }
    context.lastActivity = environment.loop.now
    let data = RadioMessage.userData(pduSessionID: tunnel.pduSessionID, qosFlowIdentifier: flow & 63, packet: packet)
    guard let octets = try? RadioFrame(connection: context.link.connection, content: .unacknowledged(data)).encode() else { return }
    radio?.send(octets, to: context.address)
  }

  /// ERROR INDICATION: the UPF does not know a tunnel to which the gNB sent.
  private func loseTunnel(_ teid: UInt32, _ address: IPAddress) {
    for id in contexts.keys.sorted() {
      guard let context = contexts[id] else { continue }
      for (session, resource) in context.sessions.sorted(by: { $0.key < $1.key })
      where resource.uplinkTEID == teid && resource.uplinkAddress == address {
        environment.log(.warning, "tunnel of a PDU session lost at the UPF")
        reportLostTunnel(session, context)
      }
    }
  }

  /// Asks whether a GTP-U peer is there; its answer shows in the trace only.
  public func sendEcho(to address: IPAddress) {
    send(GTPUMessage(sequenceNumber: 1, .echoRequest), to: address)
  }
}
