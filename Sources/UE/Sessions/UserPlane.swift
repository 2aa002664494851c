import Base
import NAS
import RadioLink
import Runtime

/// IP packets of the PDU sessions.
extension UE {
  /// Sends an IP packet through a session; an idle UE asks for its user plane first and keeps a few packets meanwhile.
  public func sendPacket(_ packet: [UInt8], session id: UInt8) {
    guard let session = sessions[id], let information = session.information else { return }
    guard radio.connection == .connected, radio.flows[id] != nil else {
      guard session.buffered.count < configuration.maximumBufferedPackets else { return }
      session.buffered.append(packet)
      // The session's own establishment brings its user plane with it.
      guard session.port != nil else { return }
      mobility.pending.insert(.uplinkData)
      startPending()
      return
    }
    transmit(packet, session: id, flow: information.defaultQoSFlowIdentifier)
  }

  private func transmit(_ packet: [UInt8], session id: UInt8, flow: UInt8) {
    guard let cell = radio.cell, let link = radio.link else { return }
    let message = RadioMessage.userData(pduSessionID: id, qosFlowIdentifier: flow & 63, packet: packet)
    guard let octets = try? RadioFrame(connection: link.connection, content: .unacknowledged(message)).encode() else { return }
    radio.port?.send(octets, to: cell.address)
  }

  /// The session has its user plane (again).
  func flushPackets(session id: UInt8) {
    guard let session = sessions[id], let information = session.information else { return }
    let packets = session.buffered
    session.buffered = []
    for packet in packets { transmit(packet, session: id, flow: information.defaultQoSFlowIdentifier) }
  }

  func receivePacket(_ packet: [UInt8], session id: UInt8) {
    guard let session = sessions[id], session.information != nil else { return }
    if let advertisement = RouterAdvertisement(packet: packet) {
      _ = session.mailbox.deliver(.routerAdvertisement(advertisement))
      return
    }
    session.port?.send(packet)
  }
}
