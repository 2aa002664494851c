import Base
import NAS
import RadioLink
import Runtime

/// What stands for RRC in the UE: the cell, the connection and its bearers.
struct RadioState {
  enum Connection { case idle, requesting, connected }

  struct Cell {
    var address: SocketAddress
    var information: SystemInformation
    /// The selected PLMN and its tracking area.
    var network: SystemInformation.Network
    var tai: TAI { TAI(plmn: network.plmn, tac: network.tac) }
  }

  var port: (any DatagramPort)?
  /// Radio addresses of cells in reach; `nil` means all of the configuration.
  var audible: [SocketAddress]?
  var cell: Cell?
  /// Requests for system information without an answer.
  var missed = 0
  /// Cells on which an authentication failed, and until when they are barred (TS 24.501 §5.4.1.2.4.5).
  var barred: [SocketAddress: Instant] = [:]
  var connection = Connection.idle
  var link: SignallingLink?
  /// Sent as soon as the gNB answers the connection request.
  var setupComplete: SetupComplete?
  /// Data radio bearer to PDU session.
  var bearers: [UInt8: UInt8] = [:]
  /// QFIs of each PDU session that have a bearer.
  var flows: [UInt8: [UInt8]] = [:]

  mutating func disconnect() {
    connection = .idle
    link = nil
    setupComplete = nil
    bearers = [:]
    flows = [:]
  }
}

/// Cell selection and camping.
extension UE {
  /// Looks for a cell, or reads the system information of the one on which the UE camps, again and again.
  func searchCell() {
    guard isStarted else { return }
    let loop = environment.loop
    radio.barred = radio.barred.filter { $0.value > loop.now }
    if let cell = radio.cell {
      radio.missed += 1
      if radio.missed > 3 {
        loseCell()
        return
      }
      send(.systemInformationRequest, to: cell.address)
    } else {
      for address in radio.audible ?? configuration.gNBRadioAddresses where radio.barred[address] == nil {
        send(.systemInformationRequest, to: address)
      }
    }
    startTimer(.cellSearch, radio.cell == nil ? configuration.timers.cellSearch : configuration.timers.camping) { $0.searchCell() }
  }

  func loseCell() {
    radio.cell = nil
    radio.missed = 0
    report(.cellLost)
    if radio.connection != .idle { connectionLost("cell lost") }
    searchCell()
  }

  func receiveSystemInformation(_ information: SystemInformation, from address: SocketAddress) {
    guard isStarted, (radio.audible ?? configuration.gNBRadioAddresses).contains(address), radio.barred[address] == nil else { return }
    if let cell = radio.cell {
      guard cell.address == address else { return }
      radio.missed = 0
      guard let network = selectNetwork(information) else {
        loseCell()
        return
      }
      radio.cell = RadioState.Cell(address: address, information: information, network: network)
      if network != cell.network { enteredCell() }
      return
    }
    guard let network = selectNetwork(information) else { return }
    radio.cell = RadioState.Cell(address: address, information: information, network: network)
    radio.missed = 0
    startTimer(.cellSearch, configuration.timers.camping) { $0.searchCell() }
    report(.camped(cellIdentity: information.cellIdentity, plmn: network.plmn, tac: network.tac))
    enteredCell()
  }

  /// The home network before equivalent ones before others, none of them forbidden (TS 23.122 §4.4.3.1.1).
  private func selectNetwork(_ information: SystemInformation) -> SystemInformation.Network? {
    guard !information.isBarred else { return nil }
    let suitable = information.networks.filter {
      !mobility.forbiddenPLMNs.contains($0.plmn) && !mobility.isForbidden(TAI(plmn: $0.plmn, tac: $0.tac))
    }
    return suitable.first { $0.plmn == configuration.homePLMN } ?? suitable.first { mobility.equivalentPLMNs.contains($0.plmn) }
      ?? suitable.first
  }

  private func enteredCell() {
    _ = mobility.mailbox.deliver(.camped)
    // TS 24.501 §5.5.1.3.2 a: the UE enters a tracking area that is not in the list.
    if mobility.registration == .registered, let cell = radio.cell, !mobility.trackingAreas.contains(cell.tai.nas) {
      requestMobilityRegistration()
    }
  }

  /// Bars the cell for the time of TS 38.304 §5.3.1.
  func barCell() {
    guard let cell = radio.cell else { return }
    radio.barred[cell.address] = environment.loop.now + .seconds(300)
    loseCell()
  }
}
