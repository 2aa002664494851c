import Base
import ChannelModels
import Foundation
import LinkSimulation
import Modulation

/// A network of equal sites.
public struct NetworkDescription: Sendable {
  public var propagation: PropagationModel
  public var layout: HexagonalLayout
  public var rule: UserDrop.Rule
  /// Of each sector, one for each bearing of the layout.
  public let sectors: [AntennaPorts]

  /// - Parameter array: of a sector; its bearing is replaced by the sectors'.
  /// - Throws: what `AntennaPorts` throws.
  public init(
    _ propagation: PropagationModel, _ layout: HexagonalLayout, _ rule: UserDrop.Rule, array: AntennaArray, elementsPerPort: Int,
    tiltZenithDegrees: Double
  ) throws(ParameterError) {
    self.propagation = propagation
    self.layout = layout
    self.rule = rule
    var sectors: [AntennaPorts] = []
    for bearing in HexagonalLayout.bearings {
      var orientation = array.orientation
      orientation.bearing = bearing
      let turned = try AntennaArray(
        elements: array.elements, spacing: array.spacing, polarisationSlants: array.polarisationSlants, panels: array.panels,
        panelSpacing: array.panelSpacing, pattern: array.pattern, orientation: orientation)
      sectors.append(try AntennaPorts(turned, elementsPerPort: elementsPerPort, tiltZenithDegrees: tiltZenithDegrees))
    }
    self.sectors = sectors
  }
}

/// Equipment dropped into a network, with the loss to every sector without fast fading (TR 38.901 §7.8.1), and whom each is served by.
public struct NetworkDrop: Sendable {
  public let users: UserDrop
  /// Coupling loss as a gain in dB: user by user, sectors in a row, those of a site together.
  public let gains: [Float]
  public let sectorCount: Int
  /// Of each user, the sector of the highest gain, and so of the highest RSRP.
  public let serving: [Int32]

  /// - Parameter seed: of all that is random in it.
  /// - Throws: what `UserDrop` throws.
  public init(_ network: NetworkDescription, seed: UInt64) throws(ParameterError) {
    let layout = network.layout
    var generator = SeededGenerator(seed: seed)
    let users = try UserDrop(
      layout, network.propagation.scenario, carrierFrequencyHz: network.propagation.carrierFrequencyHz, network.rule, using: &generator)
    let sectorCount = layout.sectorCount
    var gains = [Float](repeating: 0, count: users.count * sectorCount)
    for siteIndex in layout.sites.indices {
      let site = StatisticalSite(network.propagation, seed: generator.next(), hasRays: false)
      for user in 0..<users.count {
        let place = users.place(user, site: siteIndex, of: layout)
        let loss = site.link(place).loss + users.buildingLosses[user]
        let geometry = LinkGeometry(
          x: place.x, y: place.y, height: place.height, baseStationHeight: network.propagation.baseStationHeight)
        for (sector, ports) in network.sectors.enumerated() {
          let gain = ports.gain(zenithDegrees: geometry.zenith, azimuthDegrees: geometry.azimuth)
          gains[user * sectorCount + siteIndex * network.sectors.count + sector] = Float(gain - loss)
        }
      }
    }
    self.users = users
    self.gains = gains
    self.sectorCount = sectorCount
    serving = (0..<users.count).map { user in
      let first = user * sectorCount
      return Int32((0..<sectorCount).reduce(0) { gains[first + $1] > gains[first + $0] ? $1 : $0 })
    }
  }

  /// Gain to the serving sector in dB.
  public func couplingGain(_ user: Int) -> Double { Double(gains[user * sectorCount + Int(serving[user])]) }

  /// Power of the serving sector to that of all others and noise, where every sector sends, in dB.
  /// - Parameter noise: relative to a sector's power in dB; `nil` for none.
  public func signalRatio(_ user: Int, noise: Double?) -> Double {
    var others = noise.map { pow(10, $0 / 10) } ?? 0
    for sector in 0..<sectorCount where sector != Int(serving[user]) {
      others += pow(10, Double(gains[user * sectorCount + sector]) / 10)
    }
    return couplingGain(user) - 10 * log10(others)
  }
}
